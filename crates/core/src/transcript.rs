//! What was said, as entries with ids that never change.

use std::fmt;
use std::sync::Arc;

use crate::dialect::{Delivery, Event, Millis, Speaker};
use crate::wire::Choice;

/// Names an entry from local echo to stored: the visitor's entries by their idempotency key, the
/// agent's by their `messageId`, a tool's by its `toolCallId`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(Arc<str>);

impl EntryId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for EntryId {
    fn from(text: &str) -> Self {
        EntryId(text.into())
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// One thing said or that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: EntryId,
    pub at: Millis,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Message(Message),
    Tool(Tool),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub speaker: Speaker,
    pub text: String,
    /// More text is to come.
    pub open: bool,
    /// The visitor stopped this reply, or it failed on the way: it is shorter than it would be.
    pub cut: bool,
    /// The visitor's entries only.
    pub delivery: Option<Delivery>,
    pub choices: Vec<Choice>,
    /// The choices can no longer be pressed.
    pub choices_used: bool,
    /// What another system told beside the text; `None` while that is nothing.
    #[cfg(feature = "guests")]
    pub beside: Option<Box<Beside>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    pub name: String,
    pub input: String,
    pub result: Option<String>,
    pub open: bool,
    #[cfg(feature = "guests")]
    pub kind: crate::dialect::guest::Activity,
}

/// What [`Transcript::apply`] changed, so that exactly those signals are written.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A new entry, last in order unless `before` names the entry it stands in front of.
    Added {
        entry: EntryId,
        before: Option<EntryId>,
    },
    /// An entry now stands in front of `before`, or last. Only a visitor's entry moves, when the
    /// log says where it belongs.
    Moved {
        entry: EntryId,
        before: Option<EntryId>,
    },
    /// Text grew: `entry`'s message or tool input.
    Grew { entry: EntryId, delta: String },
    /// Anything else about `entry`.
    Updated { entry: EntryId },
}

/// All entries in order: first those the log has, in the log's order, then the visitor's entries
/// that are still on their way (local echoes).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transcript {
    entries: Vec<Entry>,
    /// How many entries at the end are local echoes.
    local: usize,
    /// The agent's last message of the run that is under way.
    reply: Option<EntryId>,
    /// Entries whose choices can still be pressed.
    offering: Vec<EntryId>,
    started_at: Option<Millis>,
}

impl Transcript {
    /// Takes one event in; returns what it changed, often nothing. An event that comes twice
    /// changes nothing the second time. Allocates for what changed, not for what stands. That another
    /// conversation begins (`Told::Anew`) is no change of any entry: all are gone.
    pub fn apply(&mut self, event: &Event) -> Vec<Change> {
        let mut changes = Vec::new();
        self.take(event, &mut changes);
        changes
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn get(&self, id: &EntryId) -> Option<&Entry> {
        self.entries.get(self.position(id)?)
    }

    /// Forgets everything, for a new session.
    pub fn clear(&mut self) {
        *self = Transcript::default();
    }

    /// What was said, for download: blocks `[mm:ss] AI: …` and `[mm:ss] User: …`, separated by
    /// blank lines. Minutes count from the session's start and go beyond 59. Tools, empty messages
    /// and entries that never arrived are left out.
    pub fn to_text(&self) -> String {
        let start = self
            .started_at
            .or_else(|| self.entries.first().map(|entry| entry.at))
            .unwrap_or(0.0);
        let mut text = String::new();
        for entry in &self.entries {
            let Body::Message(message) = &entry.body else {
                continue;
            };
            if message.text.is_empty() || matches!(message.delivery, Some(Delivery::Failed(_))) {
                continue;
            }
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let seconds = ((entry.at - start) / 1000.0).max(0.0) as u64;
            text.push('[');
            push_two_digits(&mut text, seconds / 60);
            text.push(':');
            push_two_digits(&mut text, seconds % 60);
            text.push_str(match message.speaker {
                Speaker::Visitor => "] User: ",
                Speaker::Agent => "] AI: ",
            });
            text.push_str(&message.text);
        }
        text
    }
}

fn push_two_digits(text: &mut String, number: u64) {
    if number < 10 {
        text.push('0');
    }
    text.push_str(&number.to_string());
}

#[cfg(feature = "guests")]
mod beside;
mod fold;
#[cfg(feature = "guests")]
pub use beside::Beside;
#[cfg(test)]
mod tests;
