//! JSON as models write it by hand: with Python's quotes and words, typographic quotes, trailing
//! commas, without its last brackets.

use serde_json::{Map, Number, Value};

use super::halves;

const DEPTH: usize = 16;
const CLOSERS: [char; 3] = ['}', ']', ')'];

/// The one document of a text, which begins with a bracket or a quotation mark, and whether all its
/// brackets are closed: the last may be missing. `None`: it is none, or cut.
pub(super) fn document(text: &str) -> Option<(Value, bool)> {
    let text = text.trim();
    let first = text.chars().next()?;
    if !matches!(first, '{' | '[' | '(') && closing(first).is_none() {
        return None;
    }
    let mut reader = Reader {
        rest: text,
        missing: 0,
    };
    let value = reader.value(false, DEPTH)?;
    let is_over = reader
        .rest
        .chars()
        .all(|it| it.is_whitespace() || CLOSERS.contains(&it));
    (is_over && reader.missing <= 1).then_some((value, reader.missing == 0))
}

/// What closes a text that this opens.
fn closing(quote: char) -> Option<char> {
    match quote {
        '"' | '\'' | '`' | '”' | '’' => Some(quote),
        '“' | '„' => Some('”'),
        '‘' => Some('’'),
        '«' => Some('»'),
        '「' => Some('」'),
        _ => None,
    }
}

struct Reader<'t> {
    rest: &'t str,
    missing: usize,
}

impl Reader<'_> {
    fn first(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn value(&mut self, is_key: bool, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        let first = self.first()?;
        let close = match first {
            '{' => '}',
            '[' => ']',
            '(' => ')',
            _ => {
                return match closing(first) {
                    Some(close) => self.text(first, close).map(Value::String),
                    None => self.bare(is_key),
                };
            }
        };
        self.rest = self.rest.get(1..)?;
        let mut items = Vec::new();
        let mut members = Map::new();
        loop {
            match self.first() {
                Some(it) if it == close => {
                    self.rest = self.rest.get(1..)?;
                    break;
                }
                Some(',') => self.rest = self.rest.get(1..)?,
                Some(it) if !CLOSERS.contains(&it) => {
                    let item = self.value(close == '}', depth)?;
                    if close == '}' && self.first() == Some(':') {
                        self.rest = self.rest.get(1..)?;
                        let key = match item {
                            Value::String(key) => key,
                            other => other.to_string(),
                        };
                        members.insert(key, self.value(false, depth)?);
                    } else {
                        items.push(item);
                    }
                    let next = self.first();
                    if next.is_some_and(|it| it != ',' && !CLOSERS.contains(&it)) {
                        return None;
                    }
                }
                // Another's, or none at all.
                _ => {
                    self.missing += 1;
                    break;
                }
            }
        }
        match (close, items.is_empty()) {
            ('}', true) => Some(Value::Object(members)),
            _ if members.is_empty() => Some(Value::Array(items)),
            _ => None,
        }
    }

    /// Its own quotation mark may stand within a text, where no separator follows.
    fn text(&mut self, open: char, close: char) -> Option<String> {
        let inside = self.rest.get(open.len_utf8()..)?;
        let mut text = String::new();
        let mut chars = inside.char_indices();
        while let Some((at, character)) = chars.next() {
            if character == '\\' {
                match chars.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    'u' => {
                        let digits = inside.get(at + 2..at + 6)?;
                        let unit = u32::from_str_radix(digits, 16).ok()?;
                        text.push(char::from_u32(unit).or_else(|| halves::stand_in(unit))?);
                        chars.nth(3);
                    }
                    other => text.push(other),
                }
                continue;
            }
            let rest = inside.get(at + character.len_utf8()..)?;
            let next = rest.trim_start().chars().next();
            if character == close
                && next.is_none_or(|it| matches!(it, ',' | ':') || CLOSERS.contains(&it))
            {
                self.rest = rest;
                return Some(text);
            }
            text.push(character);
        }
        None
    }

    fn bare(&mut self, is_key: bool) -> Option<Value> {
        let is_end =
            |it: char| matches!(it, ',' | '\n') || CLOSERS.contains(&it) || is_key && it == ':';
        let (word, rest) = self.rest.split_at(self.rest.find(is_end)?);
        self.rest = rest;
        let word = word.trim();
        Some(match word {
            "" => return None,
            _ if word.contains('"') => return None,
            "None" | "null" | "undefined" => Value::Null,
            "True" | "true" => Value::Bool(true),
            "False" | "false" => Value::Bool(false),
            _ => match word.parse::<Number>() {
                Ok(number) => Value::Number(number),
                Err(_) => Value::String(word.to_owned()),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_by_hand_is_read() {
        for (text, value) in [
            (
                "{'a': 'it's \"so\"', 'b': None, 'c': True,}",
                json!({"a": "it's \"so\"", "b": null, "c": true}),
            ),
            (
                "{a: 1, b: [x y, 10:30]}",
                json!({"a": 1, "b": ["x y", "10:30"]}),
            ),
            ("('Tea', 'Coffee')", json!(["Tea", "Coffee"])),
            ("{'Tea', 'Coffee'}", json!(["Tea", "Coffee"])),
            (
                "[“Tea”, „Milk“”, ‘Coffee’]",
                json!(["Tea", "Milk“", "Coffee"]),
            ),
            ("{\"a\": \"\\u00e9\\n\"}}", json!({"a": "é\n"})),
            ("{}", json!({})),
        ] {
            assert_eq!(document(text), Some((value, true)), "{text}");
        }
        for (text, value) in [
            ("{\"a\": {\"b\": [1]}", json!({"a": {"b": [1]}})),
            ("[\"Tea\", \"Coffee\"", json!(["Tea", "Coffee"])),
        ] {
            assert_eq!(document(text), Some((value, false)), "{text}");
        }
        for text in [
            "",
            "Tea",
            "{\"a\": \"cut",
            "{\"a\":",
            "{\"a\": 1 \"b\": 2}",
            "[1] and",
            "{'a': 1, 'b'}",
            "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]",
            "{\"a\": tr",
            "{\"a\": [1",
        ] {
            assert_eq!(document(text), None, "{text}");
        }
    }
}
