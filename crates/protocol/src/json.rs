//! JSON as browsers, vendors and our own server write it, over `serde_json`.
//!
//! One reader makes a [`Value`] of a text; types are read from that. A lone surrogate escape, which
//! browsers write and Rust cannot hold, becomes U+FFFD; lists and objects nested deeper than 127 are
//! no JSON of ours, because they could exhaust the stack. Members of an object stand in the order of
//! their names, so that equal values are equal texts.

use std::borrow::Cow;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Number;
pub use serde_json::Value;

mod look;
mod reader;
#[cfg(test)]
mod tests;

pub use look::Look;
use look::whole;
use reader::Reader;

/// The JSON value `text` is; `None` where it is not exactly one.
pub fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(&mended(text)).ok()
}

/// As [`parse`], of what should be UTF-8.
pub fn parse_bytes(bytes: &[u8]) -> Option<Value> {
    parse(std::str::from_utf8(bytes).ok()?)
}

/// The `T` a value is; `None` where it is something else.
pub fn of<'a, T: Deserialize<'a>>(value: &'a Value) -> Option<T> {
    T::deserialize(Reader(value)).ok()
}

/// The `T` a body is; `None` where it is no JSON or something else.
pub fn read<T: for<'a> Deserialize<'a>>(bytes: &[u8]) -> Option<T> {
    of(&parse_bytes(bytes)?)
}

/// What of a list is a `T`; the rest is left out.
pub fn each<T: for<'a> Deserialize<'a>>(list: &Value) -> Vec<T> {
    list.items().iter().filter_map(of).collect()
}

/// `value` as JSON.
pub fn text<T: Serialize + ?Sized>(value: &T) -> String {
    // Maps whose names are no texts could fail; none of ours is one.
    serde_json::to_string(value).unwrap_or_default()
}

/// A number as a browser has it: a whole one without a fraction. What is no number is `null`.
pub fn number(number: f64) -> Value {
    match whole(number) {
        Some(whole) => whole.into(),
        None => number.into(),
    }
}

/// Writes a time in milliseconds without a fraction: `#[serde(serialize_with = "json::millis")]`.
///
/// # Errors
/// The serializer's.
pub fn millis<S: Serializer>(at: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(at.round() as i64)
}

/// A number in digits, as [`number`] writes it.
pub fn digits(of: &Number) -> String {
    match of.as_f64().filter(|_| of.is_f64()).and_then(whole) {
        Some(whole) => whole.to_string(),
        None => of.to_string(),
    }
}

/// `text` with U+FFFD for each escape of half a surrogate pair.
pub fn mended(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        let next = match (escaped(&text, at), escaped(&text, at + 6)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => 12,
            (Some(0xd800..0xe000), _) => {
                text.to_mut().replace_range(at + 2..at + 6, "fffd");
                6
            }
            // Whatever it is, what it stands before is no beginning of another.
            _ => 2,
        };
        at += next;
    }
    text
}

/// The code of the escape `\u1234` at `at`.
fn escaped(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    u32::from_str_radix(digits, 16).ok()
}
