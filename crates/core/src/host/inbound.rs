//! What the host may say by `postMessage`.

use serde::Deserialize;

use crate::config::clean;
use crate::wire::Note;

/// The version of the handshake and of everything said over its port.
pub const VERSION: u32 = 1;

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
    /// `{type:"vivavoce.hello", version:1, …}`, with a port.
    Hello(Hello),
}

/// The loader introduces itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Hello {
    pub version: u32,
    /// `onResize` is wanted.
    #[serde(default)]
    pub resize: bool,
}

impl Inbound {
    /// Understands a message of kind `kind` (its `type`), given as JSON; `None` for anything else,
    /// which changes nothing and gets no reply. Who sent it has been checked before
    /// ([`super::Surroundings::hears`]). A note without a timestamp gets `now` (Unix milliseconds).
    pub fn read(kind: &str, json: &str, now: i64) -> Option<Inbound> {
        match kind {
            "session_notes" => notes(json, now).map(Inbound::Notes),
            "vivavoce.hello" => {
                let hello: Hello = serde_json::from_str(json).ok()?;
                (hello.version == VERSION).then_some(Inbound::Hello(hello))
            }
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct NotesMessage {
    notes: Vec<RawNote>,
}

/// As hosts write it: `text` must be there, the rest may be missing.
#[derive(Deserialize)]
struct RawNote {
    text: String,
    #[serde(default)]
    timestamp: Option<f64>,
    #[serde(default)]
    source: Option<String>,
}

fn notes(json: &str, now: i64) -> Option<Vec<Note>> {
    let message: NotesMessage = serde_json::from_str(json).ok()?;
    let notes: Vec<Note> = (message.notes.into_iter())
        .take(NOTES_CAP)
        .map(|note| Note {
            text: clean(&note.text, NOTE_CAP),
            timestamp: note.timestamp.map_or(now, |timestamp| timestamp as i64),
            source: clean(&note.source.unwrap_or_default(), SOURCE_CAP),
        })
        .filter(|note| !note.text.is_empty())
        .collect();
    (!notes.is_empty()).then_some(notes)
}
