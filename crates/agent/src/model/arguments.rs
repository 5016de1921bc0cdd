//! A call's arguments as they were meant.

use serde_json::{Map, Value};

use super::halves::Halves;
use super::{lenient, loose};

/// How often a document may be a text that holds the next one.
const DEPTH: usize = 4;

/// One JSON object of what a call's pieces came to. Endpoints repeat the whole at the end, send all
/// so far with every piece, encode it twice, begin with an empty object. `None`: it is none.
pub(super) fn meant(all: &str, newest: &str) -> Option<String> {
    let found = object(all).or_else(|| object(newest))?;
    let same = serde_json::from_str::<Value>(all).is_ok_and(|it| it.as_object() == Some(&found));
    Some(if same {
        all.trim().to_owned()
    } else {
        Value::Object(found).to_string()
    })
}

/// The first object that says anything, or an empty one.
fn object(text: &str) -> Option<Map<String, Value>> {
    let text = unfenced(text.trim());
    if text.is_empty() {
        return Some(Map::new());
    }
    let (documents, _) = lenient::documents(text);
    let mut empty = None;
    for document in documents {
        match unwrapped(document, DEPTH) {
            Some(members) if !members.is_empty() => return Some(members),
            found => empty = empty.or(found),
        }
    }
    empty
}

fn unwrapped(value: Value, depth: usize) -> Option<Map<String, Value>> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Object(members) => Some(joined(members)),
        Value::Null => Some(Map::new()),
        Value::String(text) if text.trim().is_empty() => Some(Map::new()),
        Value::String(text) => unwrapped(lenient::document(unfenced(text.trim()))?, depth),
        Value::Array(mut items) if items.len() == 1 => unwrapped(items.pop()?, depth),
        _ => None,
    }
}

/// The same with the halves of characters joined.
fn joined(members: Map<String, Value>) -> Map<String, Value> {
    let members = members.into_iter();
    members.map(|(key, value)| (key, whole(value))).collect()
}

fn whole(value: Value) -> Value {
    match value {
        Value::String(text) => {
            let mut halves = Halves::default();
            Value::String(halves.join(&text) + halves.rest())
        }
        Value::Array(items) => items.into_iter().map(whole).collect(),
        Value::Object(members) => Value::Object(joined(members)),
        other => other,
    }
}

/// Without the fence some models put around JSON.
pub(super) fn unfenced(text: &str) -> &str {
    // Some take the fence away and leave what it says.
    if let Some(bare) = text.strip_prefix("json") {
        return bare.trim_start();
    }
    let Some(inside) = text
        .strip_prefix("```")
        .and_then(|it| it.strip_suffix("```"))
    else {
        return text;
    };
    inside
        .trim_start_matches(|it: char| it.is_ascii_alphabetic())
        .trim()
}

/// A text of the arguments, tidied; a number is one too. `None` where there is none.
pub(super) fn text(arguments: &Value, key: &str) -> Option<String> {
    let found = word(arguments.get(key)?)?;
    Some(found.trim().to_owned()).filter(|text| !text.is_empty())
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) if items.len() == 1 => word(items.first()?),
        _ => None,
    }
}

/// The texts of a list, however it is written: as a list, as the text of one, one a line, as an
/// object's members.
pub(super) fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(item).collect(),
        Value::Object(members) if members.values().any(is_listed) => {
            members.values().flat_map(item).collect()
        }
        Value::Object(_) => item(value),
        Value::String(text) => listed(text.trim()),
        _ => Vec::new(),
    }
}

/// `{"0": "Tea", "1": "Coffee"}` and `{"items": ["Tea"]}`, but not `{"text": "Tea"}`.
fn is_listed(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

fn item(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(truth) => vec![truth.to_string()],
        Value::Array(items) => items.iter().flat_map(item).collect(),
        // Models that know other chats send objects.
        Value::Object(members) => {
            let keys = [
                "text", "label", "title", "name", "value", "choice", "option",
            ];
            let named = keys.iter().find_map(|key| word(members.get(*key)?));
            match named {
                Some(text) => vec![text],
                None => members.values().flat_map(word).collect(),
            }
        }
        Value::Null => Vec::new(),
    }
}

fn listed(text: &str) -> Vec<String> {
    if let Some(value @ (Value::Array(_) | Value::Object(_) | Value::String(_))) =
        lenient::document(unfenced(text))
    {
        return list(&value);
    }
    // As Python writes lists.
    let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let separator = match bare {
        None if text.contains('\n') => '\n',
        None if text.contains('|') => '|',
        _ => ',',
    };
    let items = bare.unwrap_or(text).split(separator);
    let items = items.map(|it| {
        it.trim()
            .trim_start_matches(['-', '*', '•'])
            .trim()
            .trim_matches(['"', '\'', '`'])
            .to_owned()
    });
    items.filter(|it| !it.is_empty()).collect()
}
