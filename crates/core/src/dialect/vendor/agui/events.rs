//! The events of a stream, each in the few forms that say the same.

use super::super::lenient::{id, sentence, shown, text};
use super::memory::content;
use crate::json::{self, Look, Value};
use crate::wire::Choice;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    TextStart(String),
    /// No id: the message that is open. `start`: it may be a new one (a chunk).
    Text {
        message: Option<String>,
        delta: String,
        start: bool,
    },
    TextEnd(String),
    ToolStart {
        call: String,
        name: String,
    },
    ToolInput {
        call: Option<String>,
        name: Option<String>,
        delta: String,
    },
    ToolEnd(String),
    ToolResult {
        call: String,
        content: String,
    },
    StepStart(String),
    StepEnd(String),
    ReasoningStart(String),
    Reasoning(String),
    ReasoningEnd,
    State(Value),
    StateDelta(Vec<Value>),
    Messages(Vec<Value>),
    /// Something the agent shows of what it does, by its kind.
    Activity {
        id: String,
        kind: String,
        content: String,
    },
    Choices {
        message: Option<String>,
        choices: Vec<Choice>,
    },
    Finished(Value),
    Failed(String),
    /// Known and nothing to show, or unknown.
    Nothing,
}

pub(super) fn read(json: &Value) -> Said {
    let message = || id(json, &["messageId", "message_id"]);
    let delta = || text(json, &["delta"]).unwrap_or_default().to_owned();
    let call = || id(json, &["toolCallId", "tool_call_id"]).unwrap_or_default();
    let name = || text(json, &["toolCallName", "tool_call_name"]).map(str::to_owned);
    let step = || {
        text(json, &["stepName", "step_name"])
            .unwrap_or_default()
            .to_owned()
    };
    // Whoever is not the assistant is echoed or none of the visitor's business.
    let is_ours = matches!(text(json, &["role"]), None | Some("assistant"));
    match text(json, &["type"]).unwrap_or_default() {
        "TEXT_MESSAGE_START" if is_ours => Said::TextStart(message().unwrap_or_default()),
        "TEXT_MESSAGE_CONTENT" => Said::Text {
            message: message(),
            delta: delta(),
            start: false,
        },
        "TEXT_MESSAGE_CHUNK" if is_ours => Said::Text {
            message: message(),
            delta: delta(),
            start: true,
        },
        "TEXT_MESSAGE_END" => Said::TextEnd(message().unwrap_or_default()),
        "TOOL_CALL_START" => Said::ToolStart {
            call: call(),
            name: name().unwrap_or_default(),
        },
        "TOOL_CALL_ARGS" => Said::ToolInput {
            call: Some(call()),
            name: None,
            delta: delta(),
        },
        "TOOL_CALL_CHUNK" => Said::ToolInput {
            call: id(json, &["toolCallId", "tool_call_id"]),
            name: name(),
            delta: delta(),
        },
        "TOOL_CALL_END" => Said::ToolEnd(call()),
        "TOOL_CALL_RESULT" => Said::ToolResult {
            call: call(),
            content: content(json.at("content")).unwrap_or_else(|| shown(json.at("content"))),
        },
        "STEP_STARTED" => Said::StepStart(step()),
        "STEP_FINISHED" => Said::StepEnd(step()),
        "REASONING_START" | "THINKING_START" => {
            Said::ReasoningStart(text(json, &["title"]).unwrap_or_default().to_owned())
        }
        "REASONING_MESSAGE_CONTENT"
        | "REASONING_MESSAGE_CHUNK"
        | "THINKING_TEXT_MESSAGE_CONTENT" => Said::Reasoning(delta()),
        "REASONING_END" | "THINKING_END" => Said::ReasoningEnd,
        "STATE_SNAPSHOT" => Said::State(json.at("snapshot").clone()),
        "STATE_DELTA" => Said::StateDelta(json.at("delta").items().to_vec()),
        "MESSAGES_SNAPSHOT" => Said::Messages(json.at("messages").items().to_vec()),
        "ACTIVITY_SNAPSHOT" => Said::Activity {
            id: message().unwrap_or_default(),
            kind: text(json, &["activityType"]).unwrap_or_default().to_owned(),
            content: shown(json.at("content")),
        },
        // Our own server's buttons.
        "CUSTOM" if json.at("name").as_str() == Some("choices") => {
            let value = json.at("value");
            Said::Choices {
                message: id(value, &["messageId", "message_id"]),
                choices: json::each(value.at("choices")),
            }
        }
        "RUN_FINISHED" => Said::Finished(json.clone()),
        "RUN_ERROR" => {
            let said = text(json, &["message", "error", "detail"]);
            Said::Failed(sentence(said.unwrap_or_default()))
        }
        _ => Said::Nothing,
    }
}
