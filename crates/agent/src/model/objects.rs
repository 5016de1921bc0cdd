//! JSON objects in what a model wrote around them.

use serde_json::{Map, Value};

use super::halves::Halves;
use super::lenient;

/// Objects that are read though they are not strictly JSON.
const MOST_LOOSE: usize = 64;

/// The objects in a text, in order, each whole: fences, words and braces that are none around them are
/// passed over.
pub fn objects(text: &str) -> impl DoubleEndedIterator<Item = Map<String, Value>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut loose = 0;
    while let Some(at) = rest.find('{') {
        let (_, candidate) = rest.split_at(at);
        let mut values = serde_json::Deserializer::from_str(candidate).into_iter();
        rest = match values.next() {
            Some(Ok(members)) => {
                found.push(members);
                candidate.get(values.byte_offset()..).unwrap_or_default()
            }
            _ if loose < MOST_LOOSE => {
                loose += 1;
                match loose_object(candidate) {
                    Some((members, length)) => {
                        found.push(members);
                        candidate.get(length..).unwrap_or_default()
                    }
                    None => candidate.get(1..).unwrap_or_default(),
                }
            }
            _ => candidate.get(1..).unwrap_or_default(),
        };
    }
    found.into_iter()
}

/// What `read` makes of the last object it can use: models draft and correct themselves before they
/// answer. The error is that of the last object.
pub fn last<T>(
    text: &str,
    read: impl Fn(Map<String, Value>) -> Result<T, String>,
) -> Result<T, String> {
    let mut problem = None;
    for object in objects(text).rev() {
        match read(object) {
            Ok(value) => return Ok(value),
            Err(error) => problem = problem.or(Some(error)),
        }
    }
    Err(problem.unwrap_or_else(|| "there is no whole JSON object".to_owned()))
}

/// The object at the beginning of a text that is JSON but for what models get wrong: commas behind the
/// last item, comments, single quotes, Python's words, raw line breaks. With its bytes.
fn loose_object(text: &str) -> Option<(Map<String, Value>, usize)> {
    let mut put = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let mut length = first.len_utf8();
        match first {
            '"' => {
                length = quoted(rest)?;
                put.push_str(rest.get(..length)?);
            }
            '\'' if put.trim_end().ends_with(['{', '[', ',', ':']) => {
                length = single_quoted(rest, &mut put)?;
            }
            '/' if rest.starts_with("//") => length = rest.find('\n')?,
            '/' if rest.starts_with("/*") => length = rest.find("*/")? + 2,
            '{' | '[' => {
                depth += 1;
                put.push(first);
            }
            '}' | ']' => {
                let kept = put.trim_end();
                let kept = kept.strip_suffix(',').unwrap_or(kept).len();
                put.truncate(kept);
                put.push(first);
                depth = depth.checked_sub(1)?;
            }
            'A'..='Z' => {
                let end = rest.find(|c: char| !c.is_ascii_alphabetic());
                length = end.unwrap_or(rest.len());
                put.push_str(match rest.get(..length)? {
                    "None" => "null",
                    "True" => "true",
                    "False" => "false",
                    _ => return None,
                });
            }
            other => put.push(other),
        }
        at += length;
        if depth == 0 {
            break;
        }
    }
    let mut halves = Halves::default();
    let put = halves.join(&lenient::mend(&put)) + halves.rest();
    Some((serde_json::from_str(&put).ok()?, at))
}

/// The bytes of the text in quotes at the beginning.
fn quoted(text: &str) -> Option<usize> {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    });
    Some(end? + 2)
}

/// Puts a text in single quotes into double ones. One that stands before a letter is an apostrophe.
fn single_quoted(text: &str, put: &mut String) -> Option<usize> {
    put.push('"');
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        let after = text.get(at + c.len_utf8()..)?;
        match c {
            '\\' => {
                let (_, next) = chars.next()?;
                if next != '\'' {
                    put.push('\\');
                }
                put.push(next);
            }
            '\'' if after.trim_start().starts_with([',', ':', '}', ']']) => {
                put.push('"');
                return Some(at + 1);
            }
            '"' => put.push_str("\\\""),
            c => put.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_read_as_they_were_meant() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = objects(text)
                .map(|it| Value::Object(it).to_string())
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            r#"Well: {"a": 1} and {"b": 2}."#,
            &[r#"{"a":1}"#, r#"{"b":2}"#],
        );
        check("{\"a\": \"two\nlines\"}", &[r#"{"a":"two\nlines"}"#]);
        check(
            r#"{"a": "Good \ud83d work."}"#,
            &["{\"a\":\"Good \u{FFFD} work.\"}"],
        );
        check(r#"{"a": "it\'s"}"#, &[r#"{"a":"it's"}"#]);
        check(
            r#"{"a": [1, 2,], "b": "x, }",}"#,
            &[r#"{"a":[1,2],"b":"x, }"}"#],
        );
        check(
            "{ // why\n\"a\": \"http://x\", /* and */ \"b\": 1 // more\n}",
            &[r#"{"a":"http://x","b":1}"#],
        );
        check(
            r#"{'a': 'It\'s "so", isn't it', 'b': None, "c": [True, False]} x"#,
            &[r#"{"a":"It's \"so\", isn't it","b":null,"c":[true,false]}"#],
        );
        // What is no object stays none, and hides no other.
        for none in ["", "{", "{tone} and {clarity}", "{\"a\": ", "{'a'}", "{,,}"] {
            check(none, &[]);
        }
        check(r#"I weigh {tone, 'x'} first: {"a": 1}"#, &[r#"{"a":1}"#]);
        check(r#"{"half": {"a": 1}"#, &[r#"{"a":1}"#]);
    }
}
