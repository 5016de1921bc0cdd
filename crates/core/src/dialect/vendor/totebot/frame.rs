//! One event of a reply's stream.
//!
//! Source: the vendor's public API page names the types (`chunk`, `completed`, `tool_call`,
//! `action_started`, `action_completed`, `error`) and shows no sample, so every plausible spelling
//! of what they carry is read.

use super::super::lenient::{id, sentence, shown, text};
use crate::json::{Look, Value, parse};

/// What a frame says, and the ids it mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Frame {
    pub conversation: Option<String>,
    pub message: Option<String>,
    pub what: What,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum What {
    Chunk(String),
    Tool {
        id: Option<String>,
        name: String,
        input: String,
    },
    ActionStarted {
        id: Option<String>,
        name: String,
        input: String,
    },
    ActionCompleted {
        id: Option<String>,
        name: String,
        result: String,
    },
    /// The whole reply, where the vendor repeats it.
    Completed(Option<String>),
    Error(String),
    /// Nothing more comes.
    Done,
    /// A type this version does not know.
    #[default]
    Other,
}

const TEXT: [&str; 6] = ["content", "text", "delta", "chunk", "data", "message"];
const NAME: [&str; 5] = ["name", "action", "tool", "toolName", "tool_name"];
const CALL: [&str; 5] = ["id", "toolCallId", "tool_call_id", "actionId", "action_id"];
const INPUT: [&str; 5] = ["arguments", "args", "input", "params", "parameters"];
const RESULT: [&str; 4] = ["result", "output", "response", "content"];

/// `event` is the stream's event name, `message` where it has none.
pub(super) fn read(event: &str, data: &str) -> Frame {
    if data.trim() == "[DONE]" {
        return Frame {
            what: What::Done,
            ..Frame::default()
        };
    }
    let json = match parse(data) {
        Some(json @ Value::Object(_)) => json,
        // Some gateways send the text itself.
        other if matches!(event, "message" | "chunk") => {
            let text = other.and_then(|it| it.as_str().map(str::to_owned));
            return Frame {
                what: What::Chunk(text.unwrap_or_else(|| data.to_owned())),
                ..Frame::default()
            };
        }
        _ => Value::Null,
    };
    let kind = match event {
        "message" => text(&json, &["type", "event"]).unwrap_or("chunk"),
        named => named,
    };
    let inner = json.at("data");
    // A nested `data` object is the frame itself; what stands outside still counts.
    let body = if inner.is_object() { inner } else { &json };
    let either = |names: &[&str]| id(body, names).or_else(|| id(&json, names));
    Frame {
        conversation: either(&["conversationId", "conversation_id"]),
        message: either(&["messageId", "message_id"]).or_else(|| match kind {
            "completed" => id(body, &["id"]),
            _ => None,
        }),
        what: what(kind, body),
    }
}

fn what(kind: &str, body: &Value) -> What {
    let name = || text(body, &NAME).unwrap_or_default().to_owned();
    let first = |names: &[&str]| {
        let found = names.iter().map(|name| body.at(name));
        let found = found.into_iter().find(|value| !value.is_null());
        found.map_or_else(String::new, shown)
    };
    match kind {
        "chunk" | "text" | "delta" => What::Chunk(text(body, &TEXT).unwrap_or_default().to_owned()),
        "tool_call" => What::Tool {
            id: id(body, &CALL),
            name: name(),
            input: first(&INPUT),
        },
        "action_started" => What::ActionStarted {
            id: id(body, &CALL),
            name: name(),
            input: first(&INPUT),
        },
        "action_completed" => What::ActionCompleted {
            id: id(body, &CALL),
            name: name(),
            result: first(&RESULT),
        },
        // Some say 200 and mean the error inside.
        "completed" if !body.at("error").is_null() => What::Error(detail(body)),
        "completed" | "done" | "end" => What::Completed(text(body, &TEXT).map(str::to_owned)),
        "error" => What::Error(detail(body)),
        _ => What::Other,
    }
}

/// The sentence of an error, in any of the forms the API's framework has.
fn detail(body: &Value) -> String {
    let error = body.at("error");
    let names = ["message", "detail", "error", "content"];
    let list = body.at("message").items().first();
    let found = list
        .and_then(|it| it.as_str())
        .or_else(|| text(body, &names))
        .or_else(|| text(error, &names));
    sentence(found.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_frame_is_read() {
        let chunk = |text: &str| What::Chunk(text.to_owned());
        let cases = [
            ("message", r#"{"type":"chunk","content":"Hi"}"#, chunk("Hi")),
            ("chunk", r#"{"text":"Hi"}"#, chunk("Hi")),
            ("chunk", r#"{"data":{"delta":"Hi"}}"#, chunk("Hi")),
            ("message", r#"{"type":"chunk","data":"Hi"}"#, chunk("Hi")),
            ("message", "Hi there", chunk("Hi there")),
            ("message", r#""Hi""#, chunk("Hi")),
            ("message", r#"{"content":"Hi"}"#, chunk("Hi")),
            ("message", "[DONE]", What::Done),
            ("completed", "{}", What::Completed(None)),
            (
                "message",
                r#"{"type":"completed","content":"All"}"#,
                What::Completed(Some("All".to_owned())),
            ),
            ("message", r#"{"type":"typing"}"#, What::Other),
            ("typing", "on", What::Other),
            (
                "error",
                r#"{"message":["a","b"]}"#,
                What::Error("a".to_owned()),
            ),
            (
                "message",
                r#"{"type":"error","error":{"message":"Broken"}}"#,
                What::Error("Broken".to_owned()),
            ),
            (
                "completed",
                r#"{"statusCode":500,"message":"Out of order","error":"Internal Server Error"}"#,
                What::Error("Out of order".to_owned()),
            ),
            (
                "tool_call",
                r#"{"id":7,"name":"search","arguments":{"q":"mug"}}"#,
                What::Tool {
                    id: Some("7".to_owned()),
                    name: "search".to_owned(),
                    input: r#"{"q":"mug"}"#.to_owned(),
                },
            ),
            (
                "message",
                r#"{"type":"action_completed","action":"order","actionId":"a1","result":"ok"}"#,
                What::ActionCompleted {
                    id: Some("a1".to_owned()),
                    name: "order".to_owned(),
                    result: "ok".to_owned(),
                },
            ),
        ];
        for (event, data, expected) in cases {
            assert_eq!(read(event, data).what, expected, "{event} {data}");
        }
    }

    #[test]
    fn ids_are_taken_from_any_frame() {
        let frame = read(
            "message",
            r#"{"type":"completed","conversation_id":12,"id":"m9"}"#,
        );
        assert_eq!(frame.conversation.as_deref(), Some("12"));
        assert_eq!(frame.message.as_deref(), Some("m9"));
        let frame = read("chunk", r#"{"id":"x","data":{"conversationId":"c"}}"#);
        assert_eq!(frame.conversation.as_deref(), Some("c"));
        assert_eq!(frame.message, None);
    }
}
