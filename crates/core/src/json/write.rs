//! From types to text, without a [`super::Json`] between.

use std::collections::BTreeMap;

/// What can be written as JSON.
pub trait Write {
    fn write(&self, out: &mut String);

    /// It is not written as a member of an object.
    fn is_absent(&self) -> bool {
        false
    }
}

/// `value` as JSON.
pub fn text(value: &dyn Write) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

impl Write for str {
    fn write(&self, out: &mut String) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        out.push('"');
        for character in self.chars() {
            let short = match character {
                '"' | '\\' => character,
                '\n' => 'n',
                '\r' => 'r',
                '\t' => 't',
                '\u{8}' => 'b',
                '\u{c}' => 'f',
                '\0'..' ' => {
                    out.push_str("\\u00");
                    for digit in [character as usize >> 4, character as usize & 15] {
                        out.push(HEX.get(digit).copied().map_or('0', char::from));
                    }
                    continue;
                }
                _ => {
                    out.push(character);
                    continue;
                }
            };
            out.push('\\');
            out.push(short);
        }
        out.push('"');
    }
}

impl Write for &str {
    fn write(&self, out: &mut String) {
        str::write(self, out);
    }
}

impl Write for String {
    fn write(&self, out: &mut String) {
        self.as_str().write(out);
    }
}

impl Write for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Write for i64 {
    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

impl Write for u64 {
    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

impl Write for u32 {
    fn write(&self, out: &mut String) {
        u64::from(*self).write(out);
    }
}

/// To the thousandth, which is exact for a time in milliseconds. What is no number is `null`.
impl Write for f64 {
    fn write(&self, out: &mut String) {
        if !self.is_finite() {
            out.push_str("null");
            return;
        }
        let thousandths = (self.abs() * 1_000.0).round() as u64;
        if *self < 0.0 && thousandths > 0 {
            out.push('-');
        }
        (thousandths / 1_000).write(out);
        let rest = thousandths % 1_000;
        if rest > 0 {
            // The 1 in front keeps the zeros between the point and the first digit.
            let digits = (rest + 1_000).to_string();
            out.push('.');
            out.push_str(digits.get(1..).unwrap_or_default().trim_end_matches('0'));
        }
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, out: &mut String) {
        out.push('[');
        for (place, item) in self.iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            item.write(out);
        }
        out.push(']');
    }
}

impl Write for (String, String) {
    fn write(&self, out: &mut String) {
        out.push('[');
        self.0.write(out);
        out.push(',');
        self.1.write(out);
        out.push(']');
    }
}

impl Write for BTreeMap<String, String> {
    fn write(&self, out: &mut String) {
        let mut object = Object::begin(out);
        for (name, value) in self {
            object = object.with(name, value);
        }
        object.end();
    }
}

/// An object under way: `Object::begin(out).with("id", &id).end()`.
#[must_use = "an object ends with `end`"]
pub struct Object<'a> {
    out: &'a mut String,
    is_empty: bool,
}

impl<'a> Object<'a> {
    pub fn begin(out: &'a mut String) -> Object<'a> {
        out.push('{');
        Object {
            out,
            is_empty: true,
        }
    }

    /// Adds a member, unless `value` is absent.
    pub fn with(mut self, name: &str, value: &dyn Write) -> Object<'a> {
        if !value.is_absent() {
            if !self.is_empty {
                self.out.push(',');
            }
            self.is_empty = false;
            name.write(self.out);
            self.out.push(':');
            value.write(self.out);
        }
        self
    }

    pub fn end(self) {
        self.out.push('}');
    }
}
