//! What the events of the log mean.

use super::Vivavoce;
use super::pages::Logged;
use crate::dialect::{Event, Millis, Speaker};
use crate::failure::Failure;
use crate::json::{Json, Read as _};
use crate::transcript::EntryId;
use crate::wire::{Choices, StopReason, custom};

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
    pub(super) fn take(&mut self, logged: &Logged) -> Taken {
        let taken = self.log.admit(logged.seq);
        if taken == Taken::Yes {
            self.tell(&logged.event);
        }
        taken
    }

    /// Reads what [`crate::wire::Event`] writes; `None` for what lacks something it must have.
    fn tell(&mut self, event: &Json) -> Option<()> {
        let text = |name| event.get(name).as_text();
        let entry = |name| text(name).map(EntryId::from);
        let at = event.get("timestamp").as_number()?;
        let kind = text("type")?;
        #[cfg(feature = "guests")]
        let silent = self.aside;
        #[cfg(not(feature = "guests"))]
        let silent = false;
        // A session's facts may follow its end; nothing that was said does.
        if (silent || self.ending.is_over()) && kind != "CUSTOM" {
            return None;
        }
        match kind {
            "RUN_STARTED" => self.run_started(entry("runId")?),
            "RUN_FINISHED" => {
                let run = entry("runId")?;
                let status = event.get("result").get("status");
                let cancelled = status.as_text() == Some("cancelled");
                self.run_over(&run);
                self.emit(Event::RunFinished { run, cancelled });
            }
            "RUN_ERROR" => {
                let run = entry("runId").or_else(|| self.log.run.clone());
                let run = run.or_else(|| self.log.last_run.clone())?;
                self.run_over(&run);
                self.turn_run_failed(&run);
                let detail = event.field("message");
                let failure = Failure::Agent { detail };
                self.emit(Event::RunFailed { run, failure });
            }
            "TEXT_MESSAGE_START" => {
                let role = match event.get("role") {
                    Json::Null => "assistant",
                    role => role.as_text()?,
                };
                self.message_started(text("messageId")?, role, at);
            }
            "TEXT_MESSAGE_CONTENT" => {
                let (message_id, delta) = (text("messageId")?, text("delta")?);
                self.turn_said(message_id, delta);
                if !self.is_quiet(message_id) {
                    self.emit(Event::MessageDelta {
                        entry: EntryId::from(message_id),
                        text: delta.to_owned(),
                    });
                }
            }
            "TEXT_MESSAGE_END" => {
                let message_id = text("messageId")?;
                if self.is_quiet(message_id) {
                    self.log.quiet.retain(|quiet| quiet != message_id);
                } else {
                    let entry = EntryId::from(message_id);
                    self.emit(Event::MessageEnded { entry });
                }
            }
            "TOOL_CALL_START" => self.emit(Event::ToolStarted {
                entry: entry("toolCallId")?,
                name: text("toolCallName")?.to_owned(),
                at,
            }),
            "TOOL_CALL_ARGS" => self.emit(Event::ToolInput {
                entry: entry("toolCallId")?,
                delta: text("delta")?.to_owned(),
            }),
            "TOOL_CALL_END" => self.emit(Event::ToolEnded {
                entry: entry("toolCallId")?,
            }),
            "TOOL_CALL_RESULT" => self.emit(Event::ToolResult {
                entry: entry("toolCallId")?,
                content: event.field("content"),
            }),
            "CUSTOM" => self.custom(text("name")?, event.get("value"), at),
            _ => {}
        }
        Some(())
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

    fn custom(&mut self, name: &str, value: &Json, at: Millis) {
        match name {
            custom::CHOICES if !self.ending.is_over() => {
                if let Some(offer) = Choices::read(value) {
                    self.emit(Event::Offered {
                        entry: EntryId::from(offer.message_id.as_str()),
                        choices: offer.choices,
                    });
                }
            }
            custom::SESSION_STOPPED => {
                // None and what is newer than this build end the session all the same.
                let reason = StopReason::read(value.get("reason")).unwrap_or(StopReason::Lost);
                self.ending.seen.get_or_insert((reason, at));
            }
            custom::SESSION_SUBMITTED => self.ending.submission_seen = true,
            _ => {}
        }
    }
}
