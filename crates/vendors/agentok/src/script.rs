//! A session's log as a chat's messages and status. Pure.
//!
//! Source: Agentok Studio's public code: kinds of messages, metadata of tools, and the markers that
//! tell a run's state among the messages.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use vivavoce_protocol::wire::{Event, LogEvent, custom};

/// Numbers one event of the log may give out.
const EACH: i64 = 4;
/// Numbers one session of a chat may give out: its messages stand before the next session's.
const SESSION: i64 = 1 << 32;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    #[default]
    Ready,
    Running,
    WaitForHumanInput,
    Completed,
    Aborted,
    Failed,
}

impl Status {
    /// The first generation's page says `error` where the second says `failed` or `aborted`.
    pub fn as_str(self, first_generation: bool) -> &'static str {
        match self {
            Status::Ready => "ready",
            Status::Running => "running",
            Status::WaitForHumanInput => "wait_for_human_input",
            Status::Completed => "completed",
            Status::Aborted if first_generation => "completed",
            Status::Failed if first_generation => "error",
            Status::Aborted => "aborted",
            Status::Failed => "failed",
        }
    }
}

/// Who says a message, or that it sums up a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    User,
    Assistant,
    Summary,
}

/// One message of a chat, without what all of a chat's have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub id: i64,
    pub kind: Kind,
    pub content: String,
    pub sender: Option<String>,
    pub receiver: Option<String>,
    pub metadata: Value,
    /// Unix milliseconds.
    pub at: i64,
}

/// Everything a log says so far. `place` is the session's place in its chat, `agent` the name its
/// agent has there.
pub fn read(log: &[LogEvent], place: usize, agent: &str) -> (Vec<Message>, Status) {
    let mut reader = Reader {
        base: i64::try_from(place).unwrap_or_default() * SESSION,
        agent,
        ..Reader::default()
    };
    for entry in log {
        reader.take(entry);
    }
    reader.messages.sort_by_key(|message| message.id);
    (reader.messages, reader.status)
}

#[derive(Default)]
struct Reader<'a> {
    base: i64,
    agent: &'a str,
    messages: Vec<Message>,
    status: Status,
    /// Messages that are being written: number, time, text, whether the visitor's.
    open: HashMap<String, (i64, i64, String, bool)>,
    /// Tools that are being called: number, time, name, arguments.
    tools: HashMap<String, (i64, i64, String, String)>,
    /// The agent's last words of this run.
    last: String,
    /// What it waits for.
    asked: Option<String>,
}

impl Reader<'_> {
    fn push(&mut self, seq: u64, place: i64, kind: Kind, content: String, at: i64) -> &mut Message {
        let id = self.base + i64::try_from(seq).unwrap_or_default() * EACH + place;
        let (sender, receiver) = match kind {
            Kind::Assistant => (Some(self.agent.to_owned()), Some("User".to_owned())),
            _ => (None, None),
        };
        self.messages.push(Message {
            id,
            kind,
            content,
            sender,
            receiver,
            metadata: Value::Null,
            at,
        });
        let last = self.messages.len() - 1;
        &mut self.messages[last]
    }

    /// A marker is nobody's words.
    fn mark(&mut self, seq: u64, place: i64, content: String, at: i64) {
        let message = self.push(seq, place, Kind::Assistant, content, at);
        message.sender = None;
        message.receiver = None;
    }

    fn take(&mut self, entry: &LogEvent) {
        let (seq, at) = (entry.seq, entry.timestamp);
        match &entry.event {
            Event::RunStarted { .. } => {
                self.status = Status::Running;
                self.last.clear();
                if let Some(question) = self.asked.take() {
                    self.mark(
                        seq,
                        0,
                        format!("__STATUS_RECEIVED_HUMAN_INPUT__ {question}"),
                        at,
                    );
                }
            }
            Event::TextMessageStart { message_id, role } => {
                let number = i64::try_from(seq).unwrap_or_default();
                let open = (number, at, String::new(), role == "user");
                self.open.insert(message_id.clone(), open);
            }
            Event::TextMessageContent { message_id, delta } => {
                if let Some((_, _, text, _)) = self.open.get_mut(message_id) {
                    text.push_str(delta);
                }
            }
            Event::TextMessageEnd { message_id } => self.close(message_id),
            Event::ToolCallStart {
                tool_call_id,
                tool_call_name,
                ..
            } => {
                let number = i64::try_from(seq).unwrap_or_default();
                let tool = (number, at, tool_call_name.clone(), String::new());
                self.tools.insert(tool_call_id.clone(), tool);
            }
            Event::ToolCallArgs {
                tool_call_id,
                delta,
            } => {
                if let Some((_, _, _, arguments)) = self.tools.get_mut(tool_call_id) {
                    arguments.push_str(delta);
                }
            }
            Event::ToolCallEnd { tool_call_id } => {
                if let Some((number, at, name, arguments)) = self.tools.get(tool_call_id).cloned() {
                    let arguments: Value =
                        serde_json::from_str(&arguments).unwrap_or(Value::String(arguments));
                    let seq = u64::try_from(number).unwrap_or_default();
                    self.push(seq, 1, Kind::Assistant, String::new(), at)
                        .metadata = json!({
                        "tool_info": { "type": "suggested_tool_call", "meta": tool_call_id,
                            "tool": name, "arguments": arguments }
                    });
                }
            }
            Event::ToolCallResult {
                tool_call_id,
                content,
                ..
            } => {
                let message = self.push(seq, 1, Kind::Assistant, content.clone(), at);
                message.sender = Some("User".to_owned());
                message.receiver = message.sender.take().map(|_| "Assistant".to_owned());
                message.sender = Some("User".to_owned());
                message.metadata =
                    json!({ "tool_info": { "type": "tool_response", "meta": tool_call_id } });
            }
            Event::Custom { name, .. } if name == custom::ASK => {
                self.asked = Some(self.last.clone());
            }
            Event::RunFinished { result, .. } => {
                self.close_all();
                let status = result.as_ref().and_then(|it| it.get("status"));
                if status.is_some_and(|it| it == "cancelled") {
                    self.asked = None;
                    self.end(seq, at, Status::Aborted, "TERMINATED");
                } else if let Some(question) = self.asked.clone() {
                    self.status = Status::WaitForHumanInput;
                    self.mark(
                        seq,
                        1,
                        format!("__STATUS_WAIT_FOR_HUMAN_INPUT__ {question}"),
                        at,
                    );
                } else {
                    self.sum_up(seq, at);
                    self.end(seq, at, Status::Completed, "DONE");
                }
            }
            Event::RunError { .. } => {
                self.close_all();
                self.asked = None;
                self.end(seq, at, Status::Failed, "1: The reply failed.");
            }
            Event::Custom { name, .. }
                if name == custom::SESSION_STOPPED && self.asked.take().is_some() =>
            {
                self.end(seq, at, Status::Completed, "TERMINATED");
            }
            event => {
                let open = event.withdrawn().and_then(|id| self.open.get_mut(id));
                if let Some((_, _, text, _)) = open {
                    text.clear();
                }
            }
        }
    }

    fn end(&mut self, seq: u64, at: i64, status: Status, how: &str) {
        self.status = status;
        self.mark(seq, 2, format!("__STATUS_COMPLETED__ {how}"), at);
    }

    /// The framework's default summary of a run is its last message.
    fn sum_up(&mut self, seq: u64, at: i64) {
        if self.last.is_empty() {
            return;
        }
        let metadata = json!({ "summary": self.last });
        let message = self.push(seq, 1, Kind::Summary, self.last.clone(), at);
        message.metadata = metadata;
    }

    /// A message counts once it is whole, since callers note by its number that they have it.
    fn close(&mut self, id: &str) {
        let Some((number, at, text, is_visitors)) = self.open.remove(id) else {
            return;
        };
        let seq = u64::try_from(number).unwrap_or_default();
        if is_visitors {
            self.push(seq, 1, Kind::User, text, at);
        } else if !text.is_empty() {
            self.last.clone_from(&text);
            self.push(seq, 1, Kind::Assistant, text, at);
        }
    }

    fn close_all(&mut self) {
        let mut open: Vec<(i64, String)> = self
            .open
            .iter()
            .map(|(id, (number, ..))| (*number, id.clone()))
            .collect();
        open.sort_unstable();
        for (_, id) in open {
            self.close(&id);
        }
    }
}
