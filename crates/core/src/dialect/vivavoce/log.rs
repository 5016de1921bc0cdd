//! What the events of the log mean.

use super::Vivavoce;
use crate::dialect::{Activity, Event, Millis, Speaker};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json::{self, Look, Value};
use crate::wire::{self, LogEvent, StopReason, custom};

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

/// A [`LogEvent`] of which the number is known, and perhaps no more.
pub(super) struct Logged {
    pub(super) seq: u64,
    /// `None` where it could not be read.
    pub(super) at: Option<Millis>,
    /// [`Logged::unreadable`]'s is [`wire::Event::Other`].
    pub(super) event: wire::Event,
}

impl Logged {
    /// `None` where not even its number can be read.
    pub(super) fn of(event: &Value) -> Option<Logged> {
        let seq = event.at("seq").count()?;
        Some(match LogEvent::try_from(event) {
            Ok(logged) => Logged {
                seq,
                at: Some(logged.timestamp as Millis),
                event: logged.event,
            },
            Err(_) => Logged::unreadable(seq),
        })
    }

    pub(super) fn unreadable(seq: u64) -> Logged {
        Logged {
            seq,
            at: None,
            event: wire::Event::Other,
        }
    }
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
    pub(super) fn take(&mut self, logged: Logged) -> Taken {
        let taken = self.log.admit(logged.seq);
        if let (Taken::Yes, Some(at)) = (taken, logged.at) {
            self.tell(logged.event, at);
        }
        taken
    }

    fn tell(&mut self, event: wire::Event, at: Millis) {
        let entry = |id: String| EntryId::from(id.as_str());
        // A session's facts may follow its end; nothing that was said does.
        let is_fact = matches!(event, wire::Event::Custom { .. });
        if (self.aside || self.ending.is_over()) && !is_fact {
            return;
        }
        match event {
            wire::Event::RunStarted { run_id, .. } => self.run_started(entry(run_id)),
            wire::Event::RunFinished { run_id, result, .. } => {
                let run = entry(run_id);
                let status = result.as_ref().map(|result| result.at("status"));
                let status = status.and_then(Value::as_str);
                // Either way the reply is shorter than it would be.
                let cancelled = matches!(status, Some("cancelled" | "cut"));
                self.run_over(&run);
                self.emit(Event::RunFinished { run, cancelled });
            }
            wire::Event::RunError {
                run_id, message, ..
            } => {
                let run = run_id.map(entry).or_else(|| self.log.run.clone());
                let Some(run) = run.or_else(|| self.log.last_run.clone()) else {
                    return;
                };
                self.run_over(&run);
                let again = self.turn_run_failed(&run);
                let failure = Failure::Agent { detail: message };
                self.emit(Event::RunFailed {
                    run,
                    failure,
                    again,
                });
            }
            wire::Event::TextMessageStart { message_id, role } => {
                self.message_started(&message_id, &role, at);
            }
            wire::Event::TextMessageContent { message_id, delta } => {
                self.turn_said(&message_id, &delta);
                if !self.is_quiet(&message_id) {
                    let entry = entry(message_id);
                    self.emit(Event::MessageDelta { entry, text: delta });
                }
            }
            wire::Event::TextMessageEnd { message_id } => {
                if self.is_quiet(&message_id) {
                    self.log.quiet.retain(|quiet| *quiet != message_id);
                } else {
                    let entry = entry(message_id);
                    self.emit(Event::MessageEnded { entry });
                }
            }
            wire::Event::ToolCallStart {
                tool_call_id,
                tool_call_name: name,
                ..
            } => self.emit(Event::ToolStarted {
                entry: entry(tool_call_id),
                name,
                kind: Activity::Tool,
                at,
            }),
            wire::Event::ToolCallArgs {
                tool_call_id,
                delta,
            } => {
                let entry = entry(tool_call_id);
                self.emit(Event::ToolInput { entry, delta });
            }
            wire::Event::ToolCallEnd { tool_call_id } => {
                let entry = entry(tool_call_id);
                self.emit(Event::ToolEnded { entry });
            }
            wire::Event::ToolCallResult {
                tool_call_id,
                content,
                ..
            } => {
                let entry = entry(tool_call_id);
                self.emit(Event::ToolResult { entry, content });
            }
            wire::Event::Custom { name, value } => self.custom(&name, &value, at),
            wire::Event::Other => {}
        }
    }

    fn is_quiet(&self, message_id: &str) -> bool {
        self.log.quiet.iter().any(|quiet| quiet == message_id)
    }

    fn run_started(&mut self, run: EntryId) {
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
            custom::WITHDRAWN if !self.aside && !self.ending.is_over() => self.emit(Event::Text {
                entry: EntryId::from(value.text_at("messageId").as_str()),
                text: String::new(),
            }),
            custom::CHOICES if !self.ending.is_over() && value.is_object() => {
                self.emit(Event::Offered {
                    entry: EntryId::from(value.text_at("messageId").as_str()),
                    choices: json::each(value.at("choices")),
                });
            }
            custom::SESSION_STOPPED => {
                // None and what is newer than this build end the session all the same.
                let reason = json::of(value.at("reason")).unwrap_or(StopReason::Lost);
                self.ending.seen.get_or_insert((reason, at));
            }
            custom::SESSION_SUBMITTED => self.ending.submission_seen = true,
            _ => {}
        }
    }
}
