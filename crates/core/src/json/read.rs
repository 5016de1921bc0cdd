//! From text to [`Json`], and from there to types.

use std::collections::BTreeMap;

use super::Json;

/// Lists and objects within each other that are read; deeper ones could exhaust the stack.
const DEPTH: u32 = 128;

/// The JSON value `text` is; `None` where it is not exactly one. A lone surrogate escape, which
/// browsers write and Rust cannot hold, becomes U+FFFD.
pub fn parse(text: &str) -> Option<Json> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    let json = parser.value()?;
    parser.space();
    (parser.at == text.len()).then_some(json)
}

/// As [`parse`], of what should be UTF-8.
pub fn parse_bytes(bytes: &[u8]) -> Option<Json> {
    parse(std::str::from_utf8(bytes).ok()?)
}

/// The `T` a body is; `None` where it is no JSON or something else.
pub fn read_bytes<T: Read>(bytes: &[u8]) -> Option<T> {
    T::read(&parse_bytes(bytes)?)
}

/// What can be picked out of a [`Json`].
pub trait Read: Sized {
    /// `None` where `json` is of another kind.
    fn read(json: &Json) -> Option<Self>;
}

impl Read for String {
    fn read(json: &Json) -> Option<Self> {
        json.as_text().map(str::to_owned)
    }
}

impl Read for bool {
    fn read(json: &Json) -> Option<Self> {
        match json {
            Json::Flag(flag) => Some(*flag),
            _ => None,
        }
    }
}

impl Read for f64 {
    fn read(json: &Json) -> Option<Self> {
        json.as_number()
    }
}

impl Read for u32 {
    fn read(json: &Json) -> Option<Self> {
        json.as_count(f64::from(u32::MAX)).map(|count| count as u32)
    }
}

/// Up to 2^53, beyond which a JSON number is not exact in a browser.
impl Read for u64 {
    fn read(json: &Json) -> Option<Self> {
        json.as_count(9_007_199_254_740_992.0)
    }
}

impl Read for i64 {
    fn read(json: &Json) -> Option<Self> {
        json.as_number().map(|number| number as i64)
    }
}

/// What is there but cannot be read is as good as missing.
impl<T: Read> Read for Option<T> {
    fn read(json: &Json) -> Option<Self> {
        Some(T::read(json))
    }
}

/// What cannot be read is left out.
impl<T: Read> Read for Vec<T> {
    fn read(json: &Json) -> Option<Self> {
        match json {
            Json::List(items) => Some(items.iter().filter_map(T::read).collect()),
            _ => None,
        }
    }
}

impl Read for (String, String) {
    fn read(json: &Json) -> Option<Self> {
        match json.items() {
            [first, second] => Some((String::read(first)?, String::read(second)?)),
            _ => None,
        }
    }
}

/// All or nothing: a map that lost an entry means something else.
impl Read for BTreeMap<String, String> {
    fn read(json: &Json) -> Option<Self> {
        let Json::Object(members) = json else {
            return None;
        };
        let mut map = BTreeMap::new();
        for (name, value) in members {
            map.insert(name.clone(), String::read(value)?);
        }
        Some(map)
    }
}

struct Parser<'a> {
    text: &'a str,
    /// Byte offset of what comes next.
    at: usize,
    depth: u32,
}

impl<'a> Parser<'a> {
    /// The next byte; 0, which no value begins with or goes on with, at the end.
    fn next(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while matches!(self.next(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_there = self.next() == byte;
        self.at += usize::from(is_there);
        is_there
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn value(&mut self) -> Option<Json> {
        self.space();
        match self.next() {
            b'{' | b'[' => {
                self.depth += 1;
                if self.depth > DEPTH {
                    return None;
                }
                let json = if self.takes(b'[') {
                    self.list()
                } else {
                    self.at += 1;
                    self.object()
                };
                self.depth -= 1;
                json
            }
            b'"' => self.string().map(Json::Text),
            b't' => self.word("true", Json::Flag(true)),
            b'f' => self.word("false", Json::Flag(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number().map(Json::Number),
        }
    }

    fn word(&mut self, word: &str, json: Json) -> Option<Json> {
        let rest = self.text.get(self.at..)?;
        self.at += word.len();
        rest.starts_with(word).then_some(json)
    }

    fn list(&mut self) -> Option<Json> {
        let mut items = Vec::new();
        self.space();
        if self.takes(b']') {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value()?);
            self.space();
            if self.takes(b']') {
                return Some(Json::List(items));
            }
            if !self.takes(b',') {
                return None;
            }
        }
    }

    fn object(&mut self) -> Option<Json> {
        let mut members = Vec::new();
        self.space();
        if self.takes(b'}') {
            return Some(Json::Object(members));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.space();
            if !self.takes(b':') {
                return None;
            }
            members.push((name, self.value()?));
            self.space();
            if self.takes(b'}') {
                return Some(Json::Object(members));
            }
            if !self.takes(b',') {
                return None;
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        if !self.takes(b'"') {
            return None;
        }
        let mut string = String::new();
        loop {
            let start = self.at;
            while !matches!(self.next(), 0..0x20 | b'"' | b'\\') {
                self.at += 1;
            }
            string.push_str(self.since(start));
            if self.takes(b'"') {
                return Some(string);
            }
            if !self.takes(b'\\') {
                return None;
            }
            string.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        let letter = self.next();
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.four_digits()?;
                let code = match first {
                    0xd800..0xdc00 => self.second_half(first),
                    _ => first,
                };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + char::from(self.next()).to_digit(16)?;
            self.at += 1;
        }
        Some(code)
    }

    /// The character whose first half was `first`; `first` itself where no second half follows.
    fn second_half(&mut self, first: u32) -> u32 {
        let start = self.at;
        if self.takes(b'\\')
            && self.takes(b'u')
            && let Some(second @ 0xdc00..0xe000) = self.four_digits()
        {
            return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        }
        self.at = start;
        first
    }

    /// Exact for what a float can hold exactly, and for everything up to 15 digits with exponents
    /// to ±22; within a few last places of anything else.
    fn number(&mut self) -> Option<f64> {
        let is_negative = self.takes(b'-');
        let mut number = Decimal::default();
        let starts_with_zero = self.next() == b'0';
        let whole = self.digits(&mut number, 0);
        if whole == 0 || (whole > 1 && starts_with_zero) {
            return None;
        }
        if self.takes(b'.') && self.digits(&mut number, -1) == 0 {
            return None;
        }
        if matches!(self.next(), b'e' | b'E') {
            self.at += 1;
            let is_smaller = self.takes(b'-');
            if !is_smaller {
                self.takes(b'+');
            }
            let mut power = Decimal::default();
            if self.digits(&mut power, 0) == 0 {
                return None;
            }
            let by = if power.power == 0 { power.digits } else { LOTS };
            let by = by.min(LOTS) as i32;
            number.power += if is_smaller { -by } else { by };
        }
        let value = number.value();
        if value.is_infinite() {
            return None;
        }
        Some(if is_negative { -value } else { value })
    }

    /// Takes digits into `number`, each moving its power of ten by `step`; how many there were.
    fn digits(&mut self, number: &mut Decimal, step: i32) -> usize {
        let start = self.at;
        while let digit @ b'0'..=b'9' = self.next() {
            self.at += 1;
            if number.digits < LOTS {
                number.digits = number.digits * 10 + u64::from(digit - b'0');
                number.power += step;
            } else {
                number.power += step + 1;
            }
        }
        self.at - start
    }
}

/// Far more than matters, and far from overflowing.
const LOTS: u64 = 1_000_000_000_000_000_000;

/// `digits × 10^power`.
#[derive(Default)]
struct Decimal {
    digits: u64,
    power: i32,
}

impl Decimal {
    fn value(&self) -> f64 {
        let mut value = self.digits as f64;
        if value == 0.0 {
            return value;
        }
        // In steps that are exact; a float is zero or infinite long before the last of them.
        let mut left = self.power.unsigned_abs().min(700);
        while left > 0 {
            let now = left.min(22);
            let mut scale = 1.0;
            for _ in 0..now {
                scale *= 10.0;
            }
            if self.power < 0 {
                value /= scale;
            } else {
                value *= scale;
            }
            left -= now;
        }
        value
    }
}
