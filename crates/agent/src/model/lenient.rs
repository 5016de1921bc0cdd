//! JSON as models and gateways write it: with halves of characters, raw line breaks in texts, and
//! more than one document in a row.

use serde_json::{Deserializer, Value};

use super::halves;

/// The documents of a text, and whether all of it was JSON. Lone surrogates come as stand-ins (see
/// [`halves`]).
pub(super) fn documents(text: &str) -> (Vec<Value>, bool) {
    let strict = all(text);
    if strict.1 {
        return strict;
    }
    let mended = all(&mend(text));
    if mended.1 || mended.0.len() > strict.0.len() {
        mended
    } else {
        strict
    }
}

/// The one document of a text.
pub(super) fn document(text: &str) -> Option<Value> {
    match documents(text) {
        (mut all, true) if all.len() == 1 => all.pop(),
        _ => None,
    }
}

fn all(text: &str) -> (Vec<Value>, bool) {
    let mut values = Vec::new();
    for value in Deserializer::from_str(text).into_iter() {
        match value {
            Ok(value) => values.push(value),
            Err(_) => return (values, false),
        }
    }
    (values, true)
}

/// The same text with what JSON's texts may not hold replaced: lone surrogates, raw control
/// characters, escapes that are none.
pub(super) fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut inside = false;
    while let Some(first) = rest.chars().next() {
        let (taken, put) = match first {
            '"' => {
                inside = !inside;
                (1, None)
            }
            '\\' if inside => escape(rest),
            _ if inside && first < ' ' => (1, Some(format!("\\u{:04x}", u32::from(first)))),
            _ => (first.len_utf8(), None),
        };
        let (piece, after) = rest.split_at(taken);
        mended.push_str(put.as_deref().unwrap_or(piece));
        rest = after;
    }
    mended
}

/// The escape at the beginning of a text: its bytes, and what to put in its place.
fn escape(text: &str) -> (usize, Option<String>) {
    let mut chars = text.chars().skip(1);
    match chars.next() {
        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => (2, None),
        Some('u') => match unit(text) {
            Some(0xD800..=0xDBFF)
                if text
                    .get(6..)
                    .and_then(unit)
                    .is_some_and(|next| (0xDC00..=0xDFFF).contains(&next)) =>
            {
                (12, None)
            }
            Some(code) => match halves::stand_in(code) {
                Some(half) if code <= 0xDFFF => (6, Some(half.to_string())),
                _ => (6, None),
            },
            None => (1, Some("\\\\".to_owned())),
        },
        // `\'` and its like: the backslash means nothing.
        Some(other) => (1 + other.len_utf8(), Some(control(other))),
        None => (1, None),
    }
}

fn control(character: char) -> String {
    if character < ' ' {
        format!("\\u{:04x}", u32::from(character))
    } else {
        character.to_string()
    }
}

/// The UTF-16 unit of a `\u` escape at the beginning of a text.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::halves::Halves;

    #[test]
    fn json_is_read_as_it_was_meant() {
        let check = |text: &str, expected: Option<&str>| {
            let found = document(text);
            let mut halves = Halves::default();
            let found = found.as_ref().and_then(Value::as_str);
            let found = found.map(|text| halves.join(text) + halves.rest());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check(
            r#""plain é \" \\ \u00e9 \ud83d\ude00""#,
            Some("plain é \" \\ é 😀"),
        );
        check(r#""a\ud83d""#, Some("a\u{FFFD}"));
        check(r#""a\uDE00b""#, Some("a\u{FFFD}b"));
        check(r#""\ud83d\ud83d\ude00""#, Some("\u{FFFD}😀"));
        check(r#""\\ud83d""#, Some("\\ud83d"));
        check("\"two\nlines\tand\"", Some("two\nlines\tand"));
        check(r#""it\'s""#, Some("it's"));
        check(r#""\u12""#, Some("\\u12"));
        // Not JSON stays none.
        for wrong in ["", "{", "\"open", "\"open\\", "nonsense", "{} x", "'a'"] {
            check(wrong, None);
        }
        let (found, whole) = documents("{\"a\": 1}\n{\"b\": 2} x");
        assert_eq!((found.len(), whole), (2, false));
        let (found, whole) = documents("{\"a\": \"\n\"} {\"b\": 2}");
        assert_eq!((found.len(), whole), (2, true));
    }
}
