//! What the host may say by `postMessage`.

use serde::{Deserialize, Serialize};

use crate::config::clean;
use crate::json::{self, Json, Read as _, members};
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hello {
    /// The newest version it speaks.
    pub version: u32,
    /// `onResize` is wanted.
    pub resize: bool,
}

/// The first thing a loader hears on its port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// What is spoken from here on.
    pub version: u32,
}

members!(write Welcome { version });

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
    /// Understands a message of kind `kind` (its `type`), given as JSON; `None` for anything else,
    /// which changes nothing and gets no reply. Who sent it has been checked before
    /// ([`super::Surroundings::hears`]). A note without a timestamp gets `now` (Unix milliseconds).
    pub fn read(kind: &str, json: &str, now: i64) -> Option<Inbound> {
        match kind {
            "session_notes" => notes(&json::parse(json)?, now).map(Inbound::Notes),
            "vivavoce.hello" => hello(&json::parse(json)?).map(Inbound::Hello),
            _ => None,
        }
    }
}

fn hello(json: &Json) -> Option<Hello> {
    let resize = match json.get("resize") {
        Json::Null => false,
        given => bool::read(given)?,
    };
    let version = u32::read(json.get("version"))?;
    Some(Hello { version, resize })
}

fn notes(json: &Json, now: i64) -> Option<Vec<Note>> {
    let notes = json.get("notes").items();
    let notes: Option<Vec<Note>> = notes
        .iter()
        .take(NOTES_CAP)
        .map(|it| note(it, now))
        .collect();
    let mut notes = notes?;
    notes.retain(|note| !note.text.is_empty());
    (!notes.is_empty()).then_some(notes)
}

/// As hosts write it: `text` must be there, the rest may be missing, and nothing may be of another
/// type.
fn note(json: &Json, now: i64) -> Option<Note> {
    let timestamp = match json.get("timestamp") {
        Json::Null => now,
        given => i64::read(given)?,
    };
    let source = match json.get("source") {
        Json::Null => "",
        given => given.as_text()?,
    };
    Some(Note {
        text: clean(json.get("text").as_text()?, NOTE_CAP),
        timestamp,
        source: clean(source, SOURCE_CAP),
    })
}
