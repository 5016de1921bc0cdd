//! What the host may say by `postMessage`.

use serde::{Deserialize, Deserializer, Serialize};

use crate::text::clean;
use crate::wire::Note;

/// The newest version of the handshake, and of everything said over its port, that we speak.
pub const VERSION: u32 = 1;
/// The oldest one.
pub const OLDEST: u32 = 1;

/// Notes taken from one message.
const NOTES_CAP: usize = 50;
/// Characters of a note.
const NOTE_CAP: usize = 2_000;
/// Characters of a note's source.
const SOURCE_CAP: usize = 64;

/// A message that is understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Inbound {
    /// `{type:"session_notes", notes:[{text, timestamp, source}]}`: those that are notes, and a
    /// sentence for the developer about those that are not. At least one of either.
    Notes(Vec<Note>, Option<String>),
    /// `{type:"vivavoce.hello", version, …}`, with a port.
    Hello(Hello),
}

/// The loader introduces itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Hello {
    /// The newest version it speaks.
    pub version: u32,
    /// `onResize` is wanted.
    #[serde(default)]
    pub resize: bool,
}

/// The first thing a loader hears on its port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// What is spoken from here on.
    pub version: u32,
}

impl Hello {
    /// The newest version both speak. A loader too old for any of ours gets our oldest, which is
    /// newer than its own and so tells it why it is not served.
    pub fn welcome(&self) -> Welcome {
        Welcome {
            version: self.version.clamp(OLDEST, VERSION),
        }
    }

    /// There is a version both speak, as far as we can tell.
    pub fn is_spoken(&self) -> bool {
        self.version >= OLDEST
    }
}

impl Inbound {
    /// Understands a message of kind `kind` (its `type`), which is plain data; `None` for anything
    /// else, which changes nothing and gets no reply. Who sent it has been checked before
    /// ([`super::Surroundings::hears`]). A note without a timestamp gets `now` (Unix milliseconds).
    pub fn read<'de>(kind: &str, message: impl Deserializer<'de>, now: i64) -> Option<Inbound> {
        match kind {
            "session_notes" => {
                let given = Notes::deserialize(message).ok()?.notes;
                let warning = warning(&given);
                let notes = kept(given, now);
                let says = !notes.is_empty() || warning.is_some();
                says.then_some(Inbound::Notes(notes, warning))
            }
            "vivavoce.hello" => Hello::deserialize(message).ok().map(Inbound::Hello),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct Notes {
    notes: Vec<Entry>,
}

/// One of the list, which may be anything.
struct Entry(Option<NoteGiven>);

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(entry: D) -> Result<Entry, D::Error> {
        Ok(Entry(NoteGiven::deserialize(entry).ok()))
    }
}

/// As hosts write it: `text` must be there, the rest may be missing, and nothing may be of another
/// type.
#[derive(Deserialize)]
struct NoteGiven {
    text: String,
    timestamp: Option<f64>,
    source: Option<String>,
}

/// Says which is the first that is no note, and how many are none.
fn warning(given: &[Entry]) -> Option<String> {
    let is_wrong = |entry: &Entry| entry.0.is_none();
    let first = given.iter().position(is_wrong)? + 1;
    let count = given.iter().filter(|entry| is_wrong(entry)).count();
    Some(format!(
        "session_notes: {count} of {} left out, number {first} the first. A note is a text, and may \
         have a timestamp in milliseconds and a source, which is a text",
        given.len()
    ))
}

fn kept(given: Vec<Entry>, now: i64) -> Vec<Note> {
    let given = given.into_iter().filter_map(|entry| entry.0);
    let notes = given.take(NOTES_CAP).map(|given| Note {
        text: clean(&given.text, NOTE_CAP),
        timestamp: match given.timestamp {
            Some(at) if at.is_finite() => at as i64,
            _ => now,
        },
        source: clean(&given.source.unwrap_or_default(), SOURCE_CAP),
    });
    notes.filter(|note| !note.text.is_empty()).collect()
}
