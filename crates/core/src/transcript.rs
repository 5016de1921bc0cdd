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
}

#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    pub name: String,
    pub input: String,
    pub result: Option<String>,
    pub open: bool,
}

/// What [`Transcript::apply`] changed, so that exactly those signals are written.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A new entry, last in order unless `before` names the entry it stands in front of.
    Added {
        entry: EntryId,
        before: Option<EntryId>,
    },
    /// Text grew: `entry`'s message or tool input.
    Grew { entry: EntryId, delta: String },
    /// Anything else about `entry`.
    Updated { entry: EntryId },
}

/// All entries in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transcript {
    entries: Vec<Entry>,
}

impl Transcript {
    /// Takes one event in; returns what it changed, often nothing.
    pub fn apply(&mut self, _event: &Event) -> Vec<Change> {
        Vec::new()
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn get(&self, id: &EntryId) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| &entry.id == id)
    }
}
