//! Reading what vendors name differently from version to version.

use crate::json::{Look, Value, digits, text as written};

/// Characters of a failure's sentence.
const SENTENCE: usize = 300;

/// The first of `names` that is a text with something in it.
pub(super) fn text<'a>(json: &'a Value, names: &[&str]) -> Option<&'a str> {
    let found = names.iter().filter_map(|name| json.at(name).as_str());
    found.into_iter().find(|text| !text.is_empty())
}

/// The first of `names` that can be an id: a text or a whole number.
pub(super) fn id(json: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match json.at(name) {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        number @ Value::Number(_) => number.count().map(|count| count.to_string()),
        _ => None,
    })
}

/// The list `json` is, or the first of `names` that is one.
pub(super) fn list<'a>(json: &'a Value, names: &[&str]) -> Option<&'a [Value]> {
    match json {
        Value::Array(items) => Some(items),
        _ => names
            .iter()
            .find_map(|name| json.at(name).as_array())
            .map(Vec::as_slice),
    }
}

/// What a row may show of a value: a text as it is, anything else as JSON, nothing for `null`.
pub(super) fn shown(json: &Value) -> String {
    match json {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => digits(number),
        other => compact(other),
    }
}

/// What a vendor says of a failure, as much of it as a person reads.
pub(super) fn sentence(text: &str) -> String {
    text.trim().chars().take(SENTENCE).collect()
}

/// `json` as text.
pub(super) fn compact(json: &Value) -> String {
    written(json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_value_is_written_as_it_was_read() {
        for text in [
            r#"{"a":[1,2.5,-3],"b":{"c":null},"d":"x\"y","e":true}"#,
            "[]",
            "{}",
        ] {
            assert_eq!(compact(&parse(text).unwrap()), text);
        }
    }

    #[test]
    fn a_failure_is_a_sentence_and_no_book() {
        assert_eq!(sentence("  Out of order. "), "Out of order.");
        assert_eq!(sentence(&"ä".repeat(1_000)).chars().count(), SENTENCE);
    }

    #[test]
    fn ids_are_texts_or_whole_numbers() {
        let cases = [
            (r#"{"id":"a"}"#, Some("a")),
            (r#"{"id":345}"#, Some("345")),
            (r#"{"id":"","chat_id":7}"#, Some("7")),
            (r#"{"id":1.5}"#, None),
            (r#"{"id":null}"#, None),
        ];
        for (text, expected) in cases {
            let json = parse(text).unwrap();
            assert_eq!(id(&json, &["id", "chat_id"]).as_deref(), expected, "{text}");
        }
    }
}
