//! The log of a session: its events, and the vocabulary they are written in.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::json::Look;

/// Some of a session's log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EventsPage {
    pub events: Vec<LogEvent>,
    /// The number of the log's newest event, whether or not it stands here.
    pub last_seq: u64,
    /// More is to come by itself.
    pub running: bool,
}

/// One event of a session's log, as stored and as streamed (`id:` is `seq`, `data:` this JSON).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub struct LogEvent {
    /// 1 for a session's first event, then without gaps.
    pub seq: u64,
    /// Unix milliseconds.
    pub timestamp: i64,
    #[serde(flatten)]
    pub event: Event,
}

/// The AG-UI vocabulary our log uses (source: the AG-UI protocol documentation, "Events").
///
/// `threadId` is the session id, `runId` the turn id. The visitor's message stands inside the run
/// with `role: "user"`, and its `messageId` is the turn's id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase",
    try_from = "Value"
)]
pub enum Event {
    RunStarted {
        thread_id: String,
        run_id: String,
    },
    TextMessageStart {
        message_id: String,
        role: String,
    },
    TextMessageContent {
        message_id: String,
        delta: String,
    },
    TextMessageEnd {
        message_id: String,
    },
    ToolCallStart {
        tool_call_id: String,
        tool_call_name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        parent_message_id: Option<String>,
    },
    ToolCallArgs {
        tool_call_id: String,
        delta: String,
    },
    ToolCallEnd {
        tool_call_id: String,
    },
    ToolCallResult {
        message_id: String,
        tool_call_id: String,
        content: String,
    },
    RunFinished {
        thread_id: String,
        run_id: String,
        /// `{"status":"cancelled"}` after "Stop generating"; `{"status":"cut"}` where a limit ended
        /// the reply before its end; `{"status":"aside"}` where a person took the agent's place.
        #[serde(skip_serializing_if = "Option::is_none")]
        result: Option<Value>,
    },
    RunError {
        message: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// Ours beside AG-UI's fields: which run failed.
        #[serde(skip_serializing_if = "Option::is_none")]
        run_id: Option<String>,
    },
    /// See [`custom`] for the names.
    Custom {
        name: String,
        value: Value,
    },
    /// Anything newer than this build. Keeps its `seq`, shows nothing.
    Other,
}

/// As descriptions show [`LogEvent`]: derived from that, it would be two objects, and another one for
/// each type.
#[cfg(feature = "schema")]
mod described {
    use std::collections::BTreeMap;

    use serde_json::Value;
    use utoipa::openapi::RefOr;
    use utoipa::openapi::schema::Schema;
    use utoipa::{PartialSchema, ToSchema};

    /// One event in the vocabulary of AG-UI; its other members depend on its `type`.
    #[derive(ToSchema)]
    #[expect(dead_code, reason = "only its schema is asked for")]
    struct LogEvent {
        /// 1 for a session's first event, then without gaps.
        seq: u64,
        /// Unix milliseconds.
        timestamp: i64,
        /// `RUN_STARTED`, `TEXT_MESSAGE_START`, `TEXT_MESSAGE_CONTENT`, `TEXT_MESSAGE_END`,
        /// `TOOL_CALL_START`, `TOOL_CALL_ARGS`, `TOOL_CALL_END`, `TOOL_CALL_RESULT`, `RUN_FINISHED`,
        /// `RUN_ERROR` or `CUSTOM`.
        r#type: String,
        #[serde(flatten)]
        more: BTreeMap<String, Value>,
    }

    impl PartialSchema for super::LogEvent {
        fn schema() -> RefOr<Schema> {
            LogEvent::schema()
        }
    }

    impl ToSchema for super::LogEvent {}
}

/// An event of a known type that lacks a member it must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lacks(&'static str);

impl fmt::Display for Lacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it has no {}", self.0)
    }
}

/// By hand: derived, it would keep a copy of each event to look for its `type` in.
impl TryFrom<&Value> for Event {
    type Error = Lacks;

    fn try_from(value: &Value) -> Result<Event, Lacks> {
        let maybe = |name| value.at(name).as_str().map(str::to_owned);
        let text = |name| maybe(name).ok_or(Lacks(name));
        let or_empty = |name| value.text_at(name);
        let given = |name| Some(value.at(name).clone()).filter(|it| !it.is_null());
        Ok(match value.at("type").as_str().ok_or(Lacks("type"))? {
            "RUN_STARTED" => Event::RunStarted {
                thread_id: or_empty("threadId"),
                run_id: text("runId")?,
            },
            "TEXT_MESSAGE_START" => Event::TextMessageStart {
                message_id: text("messageId")?,
                role: match value.at("role") {
                    Value::Null => "assistant".to_owned(),
                    _ => text("role")?,
                },
            },
            "TEXT_MESSAGE_CONTENT" => Event::TextMessageContent {
                message_id: text("messageId")?,
                delta: text("delta")?,
            },
            "TEXT_MESSAGE_END" => Event::TextMessageEnd {
                message_id: text("messageId")?,
            },
            "TOOL_CALL_START" => Event::ToolCallStart {
                tool_call_id: text("toolCallId")?,
                tool_call_name: text("toolCallName")?,
                parent_message_id: maybe("parentMessageId"),
            },
            "TOOL_CALL_ARGS" => Event::ToolCallArgs {
                tool_call_id: text("toolCallId")?,
                delta: text("delta")?,
            },
            "TOOL_CALL_END" => Event::ToolCallEnd {
                tool_call_id: text("toolCallId")?,
            },
            "TOOL_CALL_RESULT" => Event::ToolCallResult {
                message_id: or_empty("messageId"),
                tool_call_id: text("toolCallId")?,
                content: or_empty("content"),
            },
            "RUN_FINISHED" => Event::RunFinished {
                thread_id: or_empty("threadId"),
                run_id: text("runId")?,
                result: given("result"),
            },
            "RUN_ERROR" => Event::RunError {
                message: or_empty("message"),
                code: maybe("code"),
                run_id: maybe("runId"),
            },
            "CUSTOM" => Event::Custom {
                name: text("name")?,
                value: value.at("value").clone(),
            },
            _ => Event::Other,
        })
    }
}

impl TryFrom<Value> for Event {
    type Error = Lacks;

    fn try_from(value: Value) -> Result<Event, Lacks> {
        Event::try_from(&value)
    }
}

impl TryFrom<&Value> for LogEvent {
    type Error = Lacks;

    fn try_from(value: &Value) -> Result<LogEvent, Lacks> {
        let at = value.at("timestamp").as_f64();
        Ok(LogEvent {
            seq: value.at("seq").count().ok_or(Lacks("seq"))?,
            timestamp: at.ok_or(Lacks("timestamp"))? as i64,
            event: Event::try_from(value)?,
        })
    }
}

impl TryFrom<Value> for LogEvent {
    type Error = Lacks;

    fn try_from(value: Value) -> Result<LogEvent, Lacks> {
        LogEvent::try_from(&value)
    }
}

impl Event {
    /// What the message `message_id` said so far is taken back; what still comes of it stands in its place.
    pub fn withdrawal(message_id: &str) -> Event {
        Event::Custom {
            name: custom::WITHDRAWN.to_owned(),
            value: json!({ "messageId": message_id }),
        }
    }

    /// The message whose text so far this event takes back.
    pub fn withdrawn(&self) -> Option<&str> {
        match self {
            Event::Custom { name, value } if name == custom::WITHDRAWN => {
                value.at("messageId").as_str()
            }
            _ => None,
        }
    }
}

/// Names of our `CUSTOM` events. Those beginning with `session.` stand between runs.
pub mod custom {
    /// [`super::Choices`]: buttons under the message `message_id`.
    pub const CHOICES: &str = "choices";
    /// `{started_at, scenario_name}`.
    pub const SESSION_STARTED: &str = "session.started";
    /// `{reason: StopReason}`.
    pub const SESSION_STOPPED: &str = "session.stopped";
    /// `{comment?}`.
    pub const SESSION_SUBMITTED: &str = "session.submitted";
    /// The results are ready (`GET …/results`).
    pub const SESSION_ANALYZED: &str = "session.analyzed";
    /// `{}`: the agent waits for exactly an answer to what it said last. Beside choices, for systems
    /// that tell waiting from having ended.
    pub const ASK: &str = "ask";
    /// `{messageId}`, see [`super::Event::withdrawal`].
    pub const WITHDRAWN: &str = "withdrawn";
    /// [`super::NotesRequest`].
    pub const SESSION_NOTES: &str = "session.notes";
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Choices {
    pub message_id: String,
    pub choices: Vec<Choice>,
}

/// One button the agent offers. Pressing it sends `text` and names `id`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub text: String,
    /// Opens this address instead of sending (checked against the link policy before use).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn own(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn every_event_is_read_as_it_is_written() {
        let events = [
            Event::RunStarted {
                thread_id: own("s"),
                run_id: own("r"),
            },
            Event::TextMessageStart {
                message_id: own("m"),
                role: own("user"),
            },
            Event::TextMessageContent {
                message_id: own("m"),
                delta: own("é☃😀\u{1}\""),
            },
            Event::TextMessageEnd {
                message_id: own("m"),
            },
            Event::ToolCallStart {
                tool_call_id: own("t"),
                tool_call_name: own("search"),
                parent_message_id: Some(own("m")),
            },
            Event::ToolCallArgs {
                tool_call_id: own("t"),
                delta: own("{"),
            },
            Event::ToolCallEnd {
                tool_call_id: own("t"),
            },
            Event::ToolCallResult {
                message_id: own("m"),
                tool_call_id: own("t"),
                content: own("12"),
            },
            Event::RunFinished {
                thread_id: own("s"),
                run_id: own("r"),
                result: Some(json!({"status": "cancelled"})),
            },
            Event::RunError {
                message: own("Broken"),
                code: Some(own("interrupted")),
                run_id: Some(own("r")),
            },
            Event::Custom {
                name: own(custom::ASK),
                value: json!({}),
            },
            Event::Other,
        ];
        for (seq, event) in (1..).zip(events) {
            let logged = LogEvent {
                seq,
                timestamp: 1_705_312_800_123,
                event,
            };
            let written = serde_json::to_string(&logged).unwrap();
            let read: LogEvent = serde_json::from_str(&written).unwrap();
            assert_eq!(read, logged, "{written}");
        }
    }

    #[test]
    fn what_may_be_missing_may_and_what_is_newer_is_passed_over() {
        for (given, read) in [
            (
                json!({"type": "TEXT_MESSAGE_START", "messageId": "m"}),
                Ok(Event::TextMessageStart {
                    message_id: own("m"),
                    role: own("assistant"),
                }),
            ),
            (
                json!({"type": "RUN_ERROR", "code": 7}),
                Ok(Event::RunError {
                    message: String::new(),
                    code: None,
                    run_id: None,
                }),
            ),
            (
                json!({"type": "CUSTOM", "name": "x"}),
                Ok(Event::Custom {
                    name: own("x"),
                    value: Value::Null,
                }),
            ),
            (json!({"type": "EARTHQUAKE", "runId": 7}), Ok(Event::Other)),
            (json!({"type": "RUN_STARTED"}), Err(Lacks("runId"))),
            (
                json!({"type": "TEXT_MESSAGE_START", "messageId": "m", "role": 7}),
                Err(Lacks("role")),
            ),
            (json!({}), Err(Lacks("type"))),
            (json!([]), Err(Lacks("type"))),
        ] {
            assert_eq!(Event::try_from(&given), read, "{given}");
        }
        let numberless = json!({"type": "EARTHQUAKE", "timestamp": 1});
        assert_eq!(LogEvent::try_from(numberless), Err(Lacks("seq")));
    }
}
