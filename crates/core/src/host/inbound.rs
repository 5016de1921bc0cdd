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
    /// `{type:"session_notes", notes:[{text, timestamp, source}]}`, at least one.
    Notes(Vec<Note>),
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
                let given = Notes::deserialize(message).ok()?;
                let notes: Vec<Note> = given.kept(now).collect();
                (!notes.is_empty()).then_some(Inbound::Notes(notes))
            }
            "vivavoce.hello" => Hello::deserialize(message).ok().map(Inbound::Hello),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct Notes {
    notes: Vec<NoteGiven>,
}

/// As hosts write it: `text` must be there, the rest may be missing, and nothing may be of another
/// type.
#[derive(Deserialize)]
struct NoteGiven {
    text: String,
    timestamp: Option<f64>,
    source: Option<String>,
}

impl Notes {
    fn kept(self, now: i64) -> impl Iterator<Item = Note> {
        let notes = self.notes.into_iter().take(NOTES_CAP);
        let notes = notes.map(move |given| Note {
            text: clean(&given.text, NOTE_CAP),
            timestamp: given.timestamp.map_or(now, |at| at as i64),
            source: clean(&given.source.unwrap_or_default(), SOURCE_CAP),
        });
        notes.filter(|note| !note.text.is_empty())
    }
}
