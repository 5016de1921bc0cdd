//! What a chat's messages say: words, tools, and the markers by which the run tells its state.
//!
//! Source: Agentok Studio's public code, both generations. The column of metadata was `meta` for a
//! while; ids are numbers or texts.

use super::super::lenient::{compact, id, list, sentence, shown, text};
use super::super::time;
use crate::dialect::Millis;
use crate::json::{Look, Value, parse};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Message {
    pub id: String,
    /// 0: unknown.
    pub at: Millis,
    pub from: Option<String>,
    pub to: Option<String>,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Visitor(String),
    Agent(String),
    Call {
        call: String,
        name: String,
        input: String,
    },
    Result {
        call: String,
        content: String,
    },
    Summary(String),
    Marker(Marker),
    /// Nothing to show.
    Nothing,
}

/// What stands between the words, and is never shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Marker {
    Running,
    /// With what the agent's framework asks, for whoever has nothing better to show.
    Waiting(String),
    Received,
    /// `false`: it ended with an error.
    Completed(bool),
    Other,
}

const MARK: &str = "__STATUS_";

/// Oldest first. What cannot be read is passed over, and what follows is read all the same.
pub(super) fn read(json: &Value) -> Vec<Message> {
    let rows = list(json, &["messages", "data", "items", "results"]).unwrap_or_default();
    let mut all: Vec<Message> = rows.iter().filter_map(message).collect();
    let number = |message: &Message| message.id.parse::<u64>().ok();
    if all.iter().all(|message| number(message).is_some()) {
        all.sort_by_key(number);
    } else {
        // Ids of the first generation say nothing of the order.
        all.sort_by(|a, b| a.at.total_cmp(&b.at));
    }
    all
}

fn message(row: &Value) -> Option<Message> {
    let name = |names: &[&str]| text(row, names).map(str::to_owned);
    Some(Message {
        id: id(row, &["id", "message_id"])?,
        at: ["created_at", "created"]
            .iter()
            .find_map(|name| time::read(row.at(name)))
            .unwrap_or_default(),
        from: name(&["sender"]),
        to: name(&["receiver"]),
        what: what(row),
    })
}

fn what(row: &Value) -> What {
    let content = text(row, &["content", "message"]).unwrap_or_default();
    if let Some(at) = content.find(MARK) {
        let (before, marked) = content.split_at(at);
        let marker = marker(marked);
        // Words before a marker are words; the marker is heard from the status as well.
        return if before.trim().is_empty() {
            What::Marker(marker)
        } else {
            What::Agent(before.trim_end().to_owned())
        };
    }
    let metadata = parsed(row.at("metadata")).or_else(|| parsed(row.at("meta")));
    let metadata = metadata.unwrap_or_default();
    let tool = metadata.at("tool_info");
    let call = || {
        let meta = tool.at("meta");
        id(tool, &["meta", "id", "tool_call_id"])
            .or_else(|| id(meta, &["id", "tool_call_id"]))
            .unwrap_or_default()
    };
    match text(tool, &["type"]) {
        Some("suggested_tool_call" | "tool_call") => {
            return What::Call {
                call: call(),
                name: text(tool, &["tool", "name"]).unwrap_or_default().to_owned(),
                input: match tool.at("arguments") {
                    Value::Null => String::new(),
                    arguments => shown(arguments),
                },
            };
        }
        Some("tool_response" | "tool_result") => {
            return What::Result {
                call: call(),
                content: content.to_owned(),
            };
        }
        _ => {}
    }
    match text(row, &["type", "role"]) {
        Some("user") if !content.is_empty() => What::Visitor(content.to_owned()),
        Some("summary") => {
            let told = text(&metadata, &["summary"]);
            let told = told.filter(|_| content.is_empty()).unwrap_or(content);
            What::Summary(told.to_owned())
        }
        Some("user") => What::Nothing,
        _ if content.trim().is_empty() => What::Nothing,
        _ => What::Agent(content.to_owned()),
    }
}

/// Metadata is an object, or one written as text.
fn parsed(json: &Value) -> Option<Value> {
    match json {
        Value::Object(_) => Some(json.clone()),
        Value::String(text) => parse(text).filter(Value::is_object),
        _ => None,
    }
}

fn marker(marked: &str) -> Marker {
    let rest = marked.strip_prefix(MARK).unwrap_or_default();
    let (name, after) = rest.split_once("__").unwrap_or((rest, ""));
    let after = after.trim();
    match name {
        "RUNNING" => Marker::Running,
        "WAIT_FOR_HUMAN_INPUT" => Marker::Waiting(after.to_owned()),
        "RECEIVED_HUMAN_INPUT" => Marker::Received,
        "COMPLETED" => Marker::Completed(matches!(after, "" | "DONE" | "TERMINATED")),
        _ => Marker::Other,
    }
}

/// How a chat stands, as its `status` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Ready,
    /// Also what this version does not know.
    Running,
    Waiting,
    Completed,
    Failed,
    Aborted,
}

pub(super) fn status(chat: &Value) -> Option<Stands> {
    let inner = chat.at("data");
    let chat = if inner.is_object() { inner } else { chat };
    Some(match text(chat, &["status"])? {
        "ready" => Stands::Ready,
        "wait_for_human_input" => Stands::Waiting,
        "completed" => Stands::Completed,
        "failed" | "error" => Stands::Failed,
        "aborted" => Stands::Aborted,
        _ => Stands::Running,
    })
}

/// The sentence of an error inside an answer that may well say 200.
pub(super) fn error(json: &Value) -> Option<String> {
    let found = json.at("error");
    if found.is_null() {
        return None;
    }
    let said = text(found, &["detail", "message"]).map(sentence);
    Some(said.unwrap_or_else(|| match found {
        Value::String(text) => sentence(text),
        other => sentence(&compact(other)),
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn messages_of_both_generations_are_read_in_order() {
        let json = parse(
            r#"[
            {"id":7,"type":"assistant","content":"__STATUS_COMPLETED__ DONE"},
            {"type":"user","content":"no id"},
            7,
            {"id":6,"type":"summary","content":"","metadata":{"summary":"It is 12."}},
            {"id":2,"type":"assistant","sender":"A","receiver":"U","content":"","metadata":{"tool_info":{"type":"suggested_tool_call","meta":"c1","tool":"w","arguments":{"city":"Oslo"}}}},
            {"id":3,"type":"assistant","content":"12","meta":"{\"tool_info\":{\"type\":\"tool_response\",\"meta\":\"c1\"}}"},
            {"id":10,"type":"future","content":"Hi"},
            {"id":1,"type":"user","content":"Hello"}
        ]"#,
        )
        .unwrap();
        let said: Vec<(String, What)> =
            read(&json).into_iter().map(|it| (it.id, it.what)).collect();
        let expected = [
            ("1", What::Visitor("Hello".to_owned())),
            (
                "2",
                What::Call {
                    call: "c1".to_owned(),
                    name: "w".to_owned(),
                    input: r#"{"city":"Oslo"}"#.to_owned(),
                },
            ),
            (
                "3",
                What::Result {
                    call: "c1".to_owned(),
                    content: "12".to_owned(),
                },
            ),
            ("6", What::Summary("It is 12.".to_owned())),
            ("7", What::Marker(Marker::Completed(true))),
            ("10", What::Agent("Hi".to_owned())),
        ];
        let expected = expected.map(|(id, what)| (id.to_owned(), what));
        assert_eq!(said, expected);
    }

    #[test]
    fn a_marker_is_never_words() {
        let cases = [
            ("__STATUS_RUNNING__", What::Marker(Marker::Running)),
            (
                "__STATUS_WAIT_FOR_HUMAN_INPUT__ Provide feedback",
                What::Marker(Marker::Waiting("Provide feedback".to_owned())),
            ),
            (
                "__STATUS_RECEIVED_HUMAN_INPUT__ x",
                What::Marker(Marker::Received),
            ),
            (
                "__STATUS_COMPLETED__ TERMINATED",
                What::Marker(Marker::Completed(true)),
            ),
            (
                "__STATUS_COMPLETED__ 1: KeyError: 'secret'",
                What::Marker(Marker::Completed(false)),
            ),
            ("__STATUS_LATER__ what", What::Marker(Marker::Other)),
            ("__STATUS_", What::Marker(Marker::Other)),
            (
                "Done.\n__STATUS_COMPLETED__ DONE",
                What::Agent("Done.".to_owned()),
            ),
        ];
        for (content, expected) in cases {
            let row = json!({"id": 1, "type": "assistant", "content": content});
            assert_eq!(message(&row).unwrap().what, expected, "{content}");
        }
    }
}
