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

/// The same of arguments that are no JSON but nearly: with Python's quotes, or without a last bracket.
pub(super) fn guessed(all: &str, newest: &str) -> Option<String> {
    let found = [all, newest].into_iter().find_map(|text| {
        let (document, is_closed) = loose::document(unfenced(text.trim()))?;
        let members = unwrapped(document, DEPTH)?;
        (is_closed || !members.is_empty()).then_some(members)
    })?;
    Some(Value::Object(found).to_string())
}

/// The arguments within arguments: some models put the whole call there.
pub(super) fn inner(told: Value) -> Value {
    let keys = ["arguments", "parameters", "args", "input"];
    let around = ["name", "type", "id", "function", "tool"];
    let is_call = told.as_object().is_some_and(|members| {
        let is_known =
            |key: &String| keys.contains(&key.as_str()) || around.contains(&key.as_str());
        members.keys().all(is_known)
    });
    let found = keys
        .iter()
        .find_map(|key| told.get(*key))
        .filter(|_| is_call);
    match found.cloned().and_then(|it| unwrapped(it, DEPTH)) {
        Some(members) => Value::Object(members),
        None => told,
    }
}

/// A member by its key, in whatever case.
pub(super) fn member<'v>(arguments: &'v Value, key: &str) -> Option<&'v Value> {
    arguments.get(key).or_else(|| {
        let mut members = arguments.as_object()?.iter();
        Some(
            members
                .find(|(name, _)| name.trim().eq_ignore_ascii_case(key))?
                .1,
        )
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
    let found = word(member(arguments, key)?)?;
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
        Value::Array(items) => {
            // A list of one text that is the list.
            if let [Value::String(text)] = items.as_slice()
                && text.trim_start().starts_with('[')
                && let Some(Value::Array(items)) = written(text.trim())
            {
                return list(&Value::Array(items));
            }
            unnumbered(items.iter().flat_map(item).collect())
        }
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

/// A list as JSON, or as Python or somebody in a hurry writes it.
fn written(text: &str) -> Option<Value> {
    let text = unfenced(text);
    if let Some(value) = lenient::document(text) {
        return Some(value);
    }
    let bare = text.replace("\\\"", "\"");
    if text.starts_with(['[', '{', '(']) {
        // Its quotation marks have backslashes.
        let is_escaped = text.trim_start_matches(['[', '{', ' ']).starts_with('\\');
        let text = if is_escaped { &bare } else { text };
        return Some(loose::document(text)?.0);
    }
    // Quoted texts, without brackets around them.
    let is_quoted = bare.starts_with(['"', '\'', '“', '‘', '`', '«', '「']);
    let found = loose::document(&format!("[{bare}]")).filter(|_| is_quoted);
    found.map(|(value, _)| value)
}

fn listed(text: &str) -> Vec<String> {
    if let Some(value @ (Value::Array(_) | Value::Object(_) | Value::String(_))) = written(text) {
        return list(&value);
    }
    let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let bare = bare.unwrap_or(text);
    let lines = ["<br>", "<br/>", "<br />", "\\n"]
        .iter()
        .fold(bare.to_owned(), |text, mark| text.replace(mark, "\n"));
    let items: Vec<String> = separated(&lines)
        .into_iter()
        .map(|it| {
            let it = it.trim();
            let unmarked = it.trim_start_matches(['-', '*', '•', '–']);
            let is_mark = unmarked.len() < it.len() && unmarked.starts_with([' ', '\t'])
                || it.starts_with('•');
            let it = if is_mark { unmarked } else { it };
            it.trim()
                .trim_matches(['"', '\'', '`', '“', '”', '\\'])
                .to_owned()
        })
        .filter(|it| !it.is_empty())
        .collect();
    unnumbered(items)
}

/// A text at the separators it has: lines before bars before semicolons before slashes before commas.
fn separated(text: &str) -> Vec<&str> {
    for marks in [&['\n'][..], &['|', '｜'], &[';', '；'], &['、']] {
        if text.contains(marks) {
            return text.split(marks).collect();
        }
    }
    if text.contains(" / ") {
        return text.split(" / ").collect();
    }
    // "1,5 l, 2 l"
    if text.contains(", ") {
        return text.split(", ").collect();
    }
    let mut items = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices([',', '，']) {
        let (before, after) = (text.get(..at), text.get(at + mark.len()..));
        let is_digit = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit());
        let is_number = is_digit(before.and_then(|it| it.chars().next_back()))
            && is_digit(after.and_then(|it| it.chars().next()));
        if !is_number {
            items.extend(text.get(start..at));
            start = at + mark.len();
        }
    }
    items.extend(text.get(start..));
    items
}

/// Without the numbers that only count the items.
fn unnumbered(items: Vec<String>) -> Vec<String> {
    let bare = items.iter().zip(1..).map(|(item, number)| {
        let rest = item.trim_start().trim_start_matches('(');
        let rest = rest.strip_prefix(&number.to_string())?;
        let rest = rest.strip_prefix(['.', ')', ':'])?.trim_start_matches(')');
        rest.starts_with(' ').then(|| rest.trim().to_owned())
    });
    let bare: Option<Vec<String>> = bare.collect();
    match bare {
        Some(bare) if bare.len() > 1 => bare,
        _ => items,
    }
}
