//! A scenario's own texts for the interface: `{"<locale or *>": {"<key>": "<text>"}}`.

use serde_json::{Map, Value};
use vivavoce_http::error::Place;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_protocol::language;

/// Bytes of all of them as JSON: every page of the scenario carries them.
const CAP: usize = 32 * 1024;
/// Characters of one text.
const TEXT: usize = 2_000;

/// Replaces all texts; an empty text, and `null`, leaves the interface's own.
pub fn texts(fields: &mut Fields<'_>, kept: &mut Value) {
    let given = match fields.object("texts", CAP) {
        Given::Absent => return,
        Given::Null => Map::new(),
        Given::Here(given) => given,
    };
    let mut taken = Map::new();
    for (locale, words) in given {
        let mut wrong = |inner: Option<&str>, msg: &str, kind: &str| {
            let loc = [Some(locale.as_str()), inner].into_iter().flatten();
            fields.wrong_below("texts", loc.map(Place::from).collect(), msg, kind);
        };
        let tag = match locale.as_str() {
            "*" => Some("*".to_owned()),
            tag => language::tag(tag),
        };
        let Some(tag) = tag else {
            let msg = "Texts stand below a language such as de or pt-BR, or below * for all";
            wrong(None, msg, "value_error");
            continue;
        };
        let Value::Object(words) = words else {
            wrong(None, "Input should be an object of texts", "dict_type");
            continue;
        };
        let mut own = Map::new();
        for (key, text) in words {
            if let Some(msg) = key_problem(&key) {
                wrong(Some(&key), &msg, "value_error");
            }
            match text {
                Value::Null => {}
                // One for each form of a number, such as `one` and `other`.
                Value::Object(forms) if forms.values().all(is_text) && !forms.is_empty() => {
                    own.insert(key, Value::from(forms));
                }
                Value::String(text) if text.trim().is_empty() => {}
                Value::String(text) if text.chars().nth(TEXT).is_some() => {
                    let msg = format!("This text has more than {TEXT} characters");
                    wrong(Some(&key), &msg, "string_too_long");
                }
                Value::String(text) => {
                    own.insert(key, Value::from(text));
                }
                _ => {
                    let msg =
                        "Input should be a text, or an object with one for each form of a number";
                    wrong(Some(&key), msg, "string_type");
                }
            }
        }
        if !own.is_empty() {
            taken.insert(tag, Value::Object(own));
        }
    }
    *kept = Value::Object(taken);
}

fn is_text(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.chars().nth(TEXT).is_none())
}

/// What is wrong with a key. The one place that knows which there are.
fn key_problem(key: &str) -> Option<String> {
    let fits = (1..=64).contains(&key.len())
        && key.split('-').all(|part| {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
            !part.is_empty() && part.bytes().all(plain)
        });
    (!fits).then(|| "A key is small letters and digits with -, such as thanks-title".to_owned())
}
