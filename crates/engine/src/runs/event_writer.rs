//! Turns an agent's steps into the log's events.

use serde_json::json;
use vivavoce_protocol::wire::{Choices, Event, custom};

use crate::ids;
use vivavoce_agent::Step;

/// Bytes of text and tool data one reply may have.
const REPLY: usize = 256 * 1024;

/// Writes one reply. Text gathers until [`EventWriter::take`] is called, so that a word is not an event.
#[derive(Debug, Default)]
pub(super) struct EventWriter {
    /// The open message.
    message: Option<String>,
    /// The newest message, open or not.
    latest: Option<String>,
    text: String,
    /// Some of the open message's text is an event already.
    told: bool,
    events: Vec<Event>,
    bytes: usize,
    /// The agent ends the session with this reply.
    pub ends_session: bool,
    /// The reply is shorter than it would be.
    pub is_cut: bool,
}

impl EventWriter {
    pub fn write(&mut self, step: Step, now: i64) {
        match step {
            Step::Text(text) if text.is_empty() => {}
            Step::Text(text) => {
                if self.message.is_none() {
                    self.begin_message(now);
                }
                self.bytes += text.len();
                self.text.push_str(&text);
            }
            Step::Break => self.end_message(),
            Step::Withdraw => self.withdraw(),
            Step::ToolStart { id, name } => {
                // AG-UI has no tool call inside an open message.
                self.end_message();
                self.events.push(Event::ToolCallStart {
                    tool_call_id: id,
                    tool_call_name: name,
                    parent_message_id: self.latest.clone(),
                });
            }
            Step::ToolInput { id, delta } if !delta.is_empty() => {
                self.bytes += delta.len();
                self.events.push(Event::ToolCallArgs {
                    tool_call_id: id,
                    delta,
                });
            }
            Step::ToolInput { .. } => {}
            Step::ToolEnd { id } => self.events.push(Event::ToolCallEnd { tool_call_id: id }),
            Step::ToolResult { id, content } => {
                self.bytes += content.len();
                self.events.push(Event::ToolCallResult {
                    message_id: ids::new_id(now),
                    tool_call_id: id,
                    content,
                });
            }
            Step::Choices(choices) => {
                if self.latest.is_none() {
                    self.begin_message(now);
                }
                self.end_message();
                let message_id = self.latest.clone().unwrap_or_default();
                self.events.push(Event::Custom {
                    name: custom::CHOICES.to_owned(),
                    value: json!(Choices {
                        message_id,
                        choices
                    }),
                });
            }
            // No event: the driver keeps it.
            Step::Lead(_) => {}
            Step::Ask => {
                self.end_message();
                self.events.push(Event::Custom {
                    name: custom::ASK.to_owned(),
                    value: json!({}),
                });
            }
            Step::Cut => self.is_cut = true,
            Step::EndSession => self.ends_session = true,
        }
    }

    /// Whether the reply has become longer than anybody will read.
    pub fn is_full(&self) -> bool {
        self.bytes > REPLY
    }

    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.text.is_empty()
    }

    /// What was written since the last time.
    pub fn take(&mut self) -> Vec<Event> {
        self.spill();
        std::mem::take(&mut self.events)
    }

    fn begin_message(&mut self, now: i64) {
        let message_id = ids::new_id(now);
        self.latest = Some(message_id.clone());
        self.message = Some(message_id.clone());
        self.told = false;
        self.events.push(Event::TextMessageStart {
            message_id,
            role: "assistant".to_owned(),
        });
    }

    fn withdraw(&mut self) {
        self.text.clear();
        if let Some(message_id) = &self.message
            && std::mem::take(&mut self.told)
        {
            self.events.push(Event::withdrawal(message_id));
        }
    }

    fn end_message(&mut self) {
        self.spill();
        if let Some(message_id) = self.message.take() {
            self.events.push(Event::TextMessageEnd { message_id });
        }
    }

    fn spill(&mut self) {
        let Some(message_id) = self.message.clone() else {
            return;
        };
        if !self.text.is_empty() {
            let delta = std::mem::take(&mut self.text);
            self.told = true;
            self.events
                .push(Event::TextMessageContent { message_id, delta });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written of steps: `text`, `<` takes back, `|` ends a message, `;` stores what is there.
    fn check(steps: &[&str], expected: &[&str]) {
        let mut writer = EventWriter::default();
        let mut events = Vec::new();
        for step in steps {
            match *step {
                "<" => writer.write(Step::Withdraw, 0),
                "|" => writer.write(Step::Break, 0),
                ";" => events.extend(writer.take()),
                text => writer.write(Step::Text(text.to_owned()), 0),
            }
        }
        events.extend(writer.take());
        let mut first = None;
        let told = events.iter().map(|event| match event {
            Event::TextMessageStart { message_id, .. } => {
                first.get_or_insert_with(|| message_id.clone());
                "start".to_owned()
            }
            Event::TextMessageContent { delta, .. } => delta.clone(),
            Event::TextMessageEnd { .. } => "end".to_owned(),
            event => {
                assert_eq!(event.withdrawn(), first.as_deref());
                "withdrawn".to_owned()
            }
        });
        assert_eq!(told.collect::<Vec<_>>(), expected, "{steps:?}");
    }

    #[test]
    fn only_what_has_been_told_is_withdrawn_by_an_event() {
        check(
            &["hm", ";", "hm", "<", "Hello", "|"],
            &["start", "hm", "withdrawn", "Hello", "end"],
        );
        check(&["hm", "<", "Hello", "|"], &["start", "Hello", "end"]);
        check(
            &["hm", ";", "<", "<", "|"],
            &["start", "hm", "withdrawn", "end"],
        );
        check(&["<", "a", "|", "<"], &["start", "a", "end"]);
        check(
            &["a", "|", "b", "<", "c"],
            &["start", "a", "end", "start", "c"],
        );
    }
}
