//! Events of an AG-UI stream, in the spellings that servers in use give them.
//!
//! The standard's form is `data: {"type":"RUN_STARTED",…}`. Also read: the type as the stream's `event` field, in
//! another case (`RunStarted`, `run_started`) or as its class (`EventType.RUN_STARTED`), `data:` written
//! twice, an event or a piece of the stream encoded as JSON once more, several events in one list, Python's
//! `NaN` and `Infinity`.

use serde_json::Value;

use crate::json::{Look as _, parse};
use crate::sse::{Message, Parser};

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its type as the standard spells it; empty where it has none.
    pub kind: String,
    pub json: Value,
}

/// The events `message` carries; none where it is something else.
pub fn events(message: &Message) -> Vec<Event> {
    match value(message) {
        Some(Value::String(text)) => within(message, text),
        other => listed(message, other),
    }
}

/// The events of a text that stands where an event should: one as JSON, or a piece of a stream.
fn within(message: &Message, text: String) -> Vec<Event> {
    let ended = [text.trim(), "\n\n"].concat();
    let read = Parser::new(ended.len()).feed(ended.as_bytes());
    let mut inner: Vec<Message> = read.into_iter().flatten().collect();
    if inner.is_empty() {
        inner.push(Message {
            data: text,
            ..message.clone()
        });
    }
    inner.iter().flat_map(|it| listed(it, value(it))).collect()
}

/// What a message says in JSON.
fn value(message: &Message) -> Option<Value> {
    let mut data = message.data.trim();
    while let Some(rest) = data.strip_prefix("data:") {
        data = rest.trim_start();
    }
    parse(data).or_else(|| parse(&numbered(data)?))
}

/// `text` with `null` for what Python writes where a number is none; `None`: there is no such thing in it.
fn numbered(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let (mut quoted, mut found) = (false, false);
    while let Some(c) = rest.chars().next() {
        let word = ["NaN", "-Infinity", "Infinity"]
            .into_iter()
            .find(|word| !quoted && rest.starts_with(word));
        let length = match (word, c) {
            (Some(word), _) => word.len(),
            // An escape, whose second character ends nothing.
            (_, '\\') => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            _ => c.len_utf8(),
        };
        quoted ^= c == '"';
        found |= word.is_some();
        let (piece, after) = rest.split_at(length);
        out.push_str(if word.is_some() { "null" } else { piece });
        rest = after;
    }
    found.then_some(out)
}

/// The events that `json` is or lists.
fn listed(message: &Message, json: Option<Value>) -> Vec<Event> {
    let all = match json {
        Some(Value::Array(items)) => items,
        one => one.into_iter().collect(),
    };
    let named = |json: &Value| match json.at("type").as_str() {
        Some(kind) => spelled(kind),
        None if message.event == "message" => String::new(),
        None => spelled(&message.event),
    };
    let event = |json| Event {
        kind: named(&json),
        json,
    };
    all.into_iter()
        .filter(Value::is_object)
        .map(event)
        .collect()
}

/// Whether `message` is the line that ends the streams of model endpoints.
pub fn is_done(message: &Message) -> bool {
    message.data.trim() == "[DONE]"
}

/// `RunStarted`, `run-started` and `EventType.RUN_STARTED` as `RUN_STARTED`.
fn spelled(kind: &str) -> String {
    let mut spelled = String::new();
    let mut after_small = false;
    for c in kind.rsplit('.').next().unwrap_or_default().chars() {
        if after_small && c.is_ascii_uppercase() {
            spelled.push('_');
        }
        after_small = c.is_ascii_lowercase();
        spelled.push(if matches!(c, '-' | ' ') {
            '_'
        } else {
            c.to_ascii_uppercase()
        });
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_nothing_and_texts_stay_as_they_are() {
        let cases = [
            ("[NaN,-Infinity,Infinity,-1]", Some("[null,null,null,-1]")),
            (
                r#"{"NaN":NaN,"a":"\"NaN\\"}"#,
                Some(r#"{"NaN":null,"a":"\"NaN\\"}"#),
            ),
            (r#"{"a":"NaN"}"#, None),
            ("[1]", None),
        ];
        for (text, expected) in cases {
            assert_eq!(numbered(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn an_event_is_known_however_it_is_spelled() {
        let cases = [
            ("data: {\"type\":\"RUN_STARTED\"}", &["RUN_STARTED"] as &[_]),
            ("data: {\"type\":\"RunStarted\"}", &["RUN_STARTED"]),
            ("data: {\"type\":\"run_started\"}", &["RUN_STARTED"]),
            ("data: {\"type\":\"EventType.RAW\"}", &["RAW"]),
            (
                "event: RUN_STARTED\ndata: {\"runId\":\"r\"}",
                &["RUN_STARTED"],
            ),
            ("event: x\ndata: {\"type\":\"RAW\"}", &["RAW"]),
            ("data: data: {\"type\":\"RAW\"}", &["RAW"]),
            ("data: \"{\\\"type\\\":\\\"RAW\\\"}\"", &["RAW"]),
            (
                "data: [{\"type\":\"RAW\"},7,{\"type\":\"CUSTOM\"}]",
                &["RAW", "CUSTOM"],
            ),
            // google/adk-python#3949
            (
                "data: \"data: {\\\"type\\\":\\\"A\\\"}\\n\\ndata: {\\\"type\\\":\\\"B\\\"}\\n\\n\"",
                &["A", "B"],
            ),
            ("data: \"\\\"{}\\\"\"", &[]),
            ("data: \"data: \\\"{}\\\"\"", &[]),
            // infiniflow/ragflow#14152
            (
                "data: {\"type\":\"A\",\"n\":[NaN, -Infinity,Infinity],\"s\":\"NaN \\\"NaN\"}",
                &["A"],
            ),
            ("data: {\"type\":\"A\",\"n\":Nan}", &[]),
            ("data: {}", &[""]),
            ("data: 7", &[]),
            ("data: null", &[]),
            ("data: [DONE]", &[]),
            ("data: {\"type\":", &[]),
        ];
        for (text, expected) in cases {
            let messages = Parser::new(1 << 10).feed([text, "\n\n"].concat().as_bytes());
            let found = messages.into_iter().flat_map(|it| events(&it.unwrap()));
            let found: Vec<String> = found.map(|it| it.kind).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
