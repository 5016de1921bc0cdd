//! Reading what vendors name differently from version to version.

use crate::json::{Json, text as written};

/// Characters of a failure's sentence.
const SENTENCE: usize = 300;

/// The first of `names` that is a text with something in it.
pub(super) fn text<'a>(json: &'a Json, names: &[&str]) -> Option<&'a str> {
    let found = names.iter().filter_map(|name| json.get(name).as_text());
    found.into_iter().find(|text| !text.is_empty())
}

/// The first of `names` that can be an id: a text or a whole number.
pub(super) fn id(json: &Json, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match json.get(name) {
        Json::Text(text) if !text.is_empty() => Some(text.clone()),
        number @ Json::Number(_) => number
            .as_count(9_007_199_254_740_992.0)
            .map(|count| count.to_string()),
        _ => None,
    })
}

/// The list `json` is, or the first of `names` that is one.
pub(super) fn list<'a>(json: &'a Json, names: &[&str]) -> Option<&'a [Json]> {
    match json {
        Json::List(items) => Some(items),
        _ => names.iter().find_map(|name| match json.get(name) {
            Json::List(items) => Some(items.as_slice()),
            _ => None,
        }),
    }
}

/// What a row may show of a value: a text as it is, anything else as JSON, nothing for `null`.
pub(super) fn shown(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::Text(text) => text.clone(),
        other => compact(other),
    }
}

/// What a vendor says of a failure, as much of it as a person reads.
pub(super) fn sentence(text: &str) -> String {
    text.trim().chars().take(SENTENCE).collect()
}

/// `json` as text.
pub(super) fn compact(json: &Json) -> String {
    let mut out = String::new();
    write(json, &mut out);
    out
}

fn write(json: &Json, out: &mut String) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Json::Number(number) => out.push_str(&written(number)),
        Json::Text(text) => out.push_str(&written(text)),
        Json::List(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (position, (name, value)) in members.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&written(name));
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
    }
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
