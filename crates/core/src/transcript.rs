//! What was said, as entries with ids that never change.

pub use crate::event::EntryId;
use crate::event::{Activity, Delivery, Event, Millis, Speaker};
use crate::wire::Choice;

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
    /// How often what had been said of it was taken back ([`Event::Text`] without any).
    pub withdrawals: u32,
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
    pub kind: Activity,
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
    /// conversation begins ([`Event::Anew`]) is no change of any entry: all are gone.
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

    /// As [`Transcript::get`], for an entry that stood at `place` or stands behind it by now.
    pub fn find(&self, id: &EntryId, place: usize) -> Option<&Entry> {
        let there = self.entries.get(place).filter(|entry| entry.id == *id);
        there.or_else(|| self.get(id))
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

mod fold;
#[cfg(test)]
mod tests;
