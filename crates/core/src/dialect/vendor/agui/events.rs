//! The events of a stream, each in the few forms that say the same.

use super::super::lenient::{id, sentence, shown, text};
use super::memory::content;
use crate::agui::Event;
use crate::json::{self, Look, Value};
use crate::wire::Choice;

/// What an event says. An id that is not given is empty: what is open is meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    TextStart(String),
    /// A message of somebody who is not the assistant begins.
    OthersStart(String),
    /// `chunk`: the short form, which ends where something else begins.
    Text {
        message: String,
        delta: String,
        chunk: bool,
    },
    TextEnd(String),
    ToolStart {
        call: String,
        name: String,
    },
    /// `name`: a chunk's, which begins a call that is not open.
    ToolInput {
        call: String,
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
    /// LangGraph's word for what it waits for.
    Asked(Value),
    Finished(Value),
    Failed(String),
    /// Known and nothing to show, or unknown.
    Nothing,
}

const MESSAGE: [&str; 2] = ["messageId", "message_id"];
const CALL: [&str; 2] = ["toolCallId", "tool_call_id"];

pub(super) fn read(event: &Event) -> Said {
    let json = &event.json;
    let message = || id(json, &MESSAGE).unwrap_or_default();
    let call = || id(json, &CALL).unwrap_or_default();
    let name = || text(json, &["toolCallName", "tool_call_name"]).map(str::to_owned);
    let delta = || content(json.at("delta")).unwrap_or_default();
    // JSON as text; some give the JSON itself.
    let arguments = || shown(json.at("delta"));
    let step = || text(json, &["stepName", "step_name"]).unwrap_or_default();
    // Whoever is not the assistant is echoed or none of the visitor's business.
    let role = text(json, &["role"]).unwrap_or("assistant");
    let is_ours = role.eq_ignore_ascii_case("assistant");
    match event.kind.as_str() {
        "TEXT_MESSAGE_START" | "TEXT_MESSAGE_CHUNK" if !is_ours => Said::OthersStart(message()),
        "TEXT_MESSAGE_START" => Said::TextStart(message()),
        "TEXT_MESSAGE_CONTENT" | "TEXT_MESSAGE_CHUNK" => Said::Text {
            message: message(),
            delta: delta(),
            chunk: event.kind.ends_with("CHUNK"),
        },
        "TEXT_MESSAGE_END" => Said::TextEnd(message()),
        "TOOL_CALL_START" => Said::ToolStart {
            call: call(),
            name: name().unwrap_or_default(),
        },
        "TOOL_CALL_ARGS" => Said::ToolInput {
            call: call(),
            name: None,
            delta: arguments(),
        },
        "TOOL_CALL_CHUNK" => Said::ToolInput {
            call: call(),
            name: name(),
            delta: arguments(),
        },
        "TOOL_CALL_END" => Said::ToolEnd(call()),
        "TOOL_CALL_RESULT" => Said::ToolResult {
            call: call(),
            content: content(json.at("content")).unwrap_or_else(|| shown(json.at("content"))),
        },
        "STEP_STARTED" => Said::StepStart(step().to_owned()),
        "STEP_FINISHED" => Said::StepEnd(step().to_owned()),
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
            id: message(),
            kind: text(json, &["activityType", "activity_type"])
                .unwrap_or_default()
                .to_owned(),
            content: shown(json.at("content")),
        },
        "CUSTOM" => match text(json, &["name"]) {
            // Our own server's buttons.
            Some("choices") => {
                let value = json.at("value");
                Said::Choices {
                    message: id(value, &MESSAGE),
                    choices: json::each(value.at("choices")),
                }
            }
            Some(name) if is_interrupt(name) => Said::Asked(json.at("value").clone()),
            _ => Said::Nothing,
        },
        "RUN_FINISHED" => Said::Finished(json.clone()),
        // `error` is what some servers call an event in which they fail.
        "RUN_ERROR" | "ERROR" => {
            let said = text(json, &["message", "error", "detail"]);
            Said::Failed(sentence(said.unwrap_or_default()))
        }
        _ => Said::Nothing,
    }
}

/// `on_interrupt`, as adapters spell it: `OnInterrupt`, `on-interrupt`.
fn is_interrupt(name: &str) -> bool {
    name.replace(['_', '-'], "")
        .eq_ignore_ascii_case("oninterrupt")
}
