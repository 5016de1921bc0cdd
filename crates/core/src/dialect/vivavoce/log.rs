//! What the events of the log mean.

use serde_json::Value;

use super::Vivavoce;
use crate::dialect::{Event, Millis, Speaker};
use crate::failure::Failure;
use crate::transcript::EntryId;
use crate::wire::{self, Choices, LogEvent, StopReason, custom};

/// A gap that comes back this often is one in the log itself: what is behind it is worth more than
/// waiting for ever.
const STUBBORN_GAP: u32 = 6;

#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    /// The last event taken in.
    seq: u64,
    /// How often in a row the next event was missing.
    gaps: u32,
    /// [`Event::Connected`] was told.
    pub(super) connected: bool,
    /// The run that is open.
    pub(super) run: Option<EntryId>,
    last_run: Option<EntryId>,
    /// Messages under way that are not shown as such: of roles nobody sees, and the visitor's own,
    /// which stand there since they were sent.
    quiet: Vec<String>,
}

/// Whether an event came in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Yes,
    /// Known already.
    Old,
    /// Events before it are missing.
    Gap,
}

impl Log {
    pub(super) fn seq(&self) -> u64 {
        self.seq
    }

    /// Counts an event, if it is the next one.
    fn admit(&mut self, seq: u64) -> Taken {
        if seq <= self.seq {
            return Taken::Old;
        }
        if seq > self.seq + 1 {
            self.gaps += 1;
            if self.gaps < STUBBORN_GAP {
                return Taken::Gap;
            }
        }
        self.gaps = 0;
        self.seq = seq;
        Taken::Yes
    }
}

impl Vivavoce {
    /// Takes the next event of the log. What is malformed or newer than this build counts, and
    /// shows nothing.
    pub(super) fn take(&mut self, seq: u64, event: Option<&LogEvent>) -> Taken {
        let taken = self.log.admit(seq);
        if taken == Taken::Yes
            && let Some(event) = event
        {
            self.tell(event.timestamp as Millis, &event.event);
        }
        taken
    }

    fn tell(&mut self, at: Millis, event: &wire::Event) {
        // A session's facts may follow its end; nothing that was said does.
        if self.ending.is_over() && !matches!(event, wire::Event::Custom { .. }) {
            return;
        }
        match event {
            wire::Event::RunStarted { run_id, .. } => self.run_started(run_id),
            wire::Event::RunFinished { run_id, result, .. } => {
                let status = result.as_ref().and_then(|result| result.get("status"));
                let cancelled = status.and_then(Value::as_str) == Some("cancelled");
                let run = EntryId::from(run_id.as_str());
                self.run_over(&run);
                self.emit(Event::RunFinished { run, cancelled });
            }
            wire::Event::RunError {
                message, run_id, ..
            } => {
                let run = run_id.as_deref().map(EntryId::from);
                let run =
                    run.or_else(|| self.log.run.clone().or_else(|| self.log.last_run.clone()));
                let Some(run) = run else { return };
                self.run_over(&run);
                self.turn_run_failed(&run);
                let detail = message.clone();
                let failure = Failure::Agent { detail };
                self.emit(Event::RunFailed { run, failure });
            }
            wire::Event::TextMessageStart { message_id, role } => {
                self.message_started(message_id, role, at);
            }
            wire::Event::TextMessageContent { message_id, delta } => {
                self.turn_said(message_id, delta);
                if !self.is_quiet(message_id) {
                    self.emit(Event::MessageDelta {
                        entry: EntryId::from(message_id.as_str()),
                        text: delta.clone(),
                    });
                }
            }
            wire::Event::TextMessageEnd { message_id } => {
                if self.is_quiet(message_id) {
                    self.log.quiet.retain(|quiet| quiet != message_id);
                } else {
                    self.emit(Event::MessageEnded {
                        entry: EntryId::from(message_id.as_str()),
                    });
                }
            }
            wire::Event::ToolCallStart {
                tool_call_id,
                tool_call_name,
                ..
            } => self.emit(Event::ToolStarted {
                entry: EntryId::from(tool_call_id.as_str()),
                name: tool_call_name.clone(),
                at,
            }),
            wire::Event::ToolCallArgs {
                tool_call_id,
                delta,
            } => self.emit(Event::ToolInput {
                entry: EntryId::from(tool_call_id.as_str()),
                delta: delta.clone(),
            }),
            wire::Event::ToolCallEnd { tool_call_id } => self.emit(Event::ToolEnded {
                entry: EntryId::from(tool_call_id.as_str()),
            }),
            wire::Event::ToolCallResult {
                tool_call_id,
                content,
                ..
            } => self.emit(Event::ToolResult {
                entry: EntryId::from(tool_call_id.as_str()),
                content: content.clone(),
            }),
            wire::Event::Custom { name, value } => self.custom(name, value, at),
            wire::Event::Other => {}
        }
    }

    fn is_quiet(&self, message_id: &str) -> bool {
        self.log.quiet.iter().any(|quiet| quiet == message_id)
    }

    fn run_started(&mut self, run_id: &str) {
        let run = EntryId::from(run_id);
        self.log.run = Some(run.clone());
        self.log.last_run = Some(run.clone());
        self.turn_begun(&run);
        self.emit(Event::RunStarted { run });
    }

    fn run_over(&mut self, run: &EntryId) {
        if self.log.run.as_ref() == Some(run) {
            self.log.run = None;
        }
        self.link.touch(self.now);
        self.cancel_settled(run);
    }

    fn message_started(&mut self, message_id: &str, role: &str, at: Millis) {
        let entry = EntryId::from(message_id);
        let speaker = match role {
            "user" => Speaker::Visitor,
            "assistant" => Speaker::Agent,
            // Instructions and the like are not for the visitor's eyes.
            _ => {
                self.log.quiet.push(message_id.to_owned());
                return;
            }
        };
        let is_echo = speaker == Speaker::Visitor && self.turn_logged(&entry);
        self.emit(Event::MessageStarted {
            entry: entry.clone(),
            speaker,
            at,
        });
        if is_echo {
            self.log.quiet.push(message_id.to_owned());
            self.turn_stored(&entry);
        }
    }

    fn custom(&mut self, name: &str, value: &Value, at: Millis) {
        match name {
            custom::CHOICES if !self.ending.is_over() => {
                if let Ok(offer) = serde_json::from_value::<Choices>(value.clone()) {
                    self.emit(Event::Offered {
                        entry: EntryId::from(offer.message_id.as_str()),
                        choices: offer.choices,
                    });
                }
            }
            custom::SESSION_STOPPED => {
                let reason = value.get("reason").cloned().unwrap_or_default();
                // `null` and what is newer than this build end the session all the same.
                let reason = serde_json::from_value(reason).unwrap_or(StopReason::Lost);
                self.ending.seen.get_or_insert((reason, at));
            }
            custom::SESSION_SUBMITTED => self.ending.submission_seen = true,
            _ => {}
        }
    }
}
