//! What an embed holds: what opens its scenario, and the session that is.

use vivavoce_core::wire::{Note, Variables};

use super::keep::Kept;

/// What opens the scenario, and what a session begins with.
#[derive(Default)]
pub(super) struct Access {
    /// A key not yet exchanged.
    pub key: Option<Key>,
    /// In memory only.
    pub bearer: Option<String>,
    pub variables: Variables,
    /// The dialog was answered, or the host named the visitor.
    pub admitted: bool,
    /// What the host noted before a session stood.
    pub notes: Vec<Note>,
    /// A session to carry on with when the scenario opens.
    pub earlier: Option<Kept>,
}

#[derive(Clone)]
pub(super) enum Key {
    Token(String),
    Passcode(String),
}

/// One session, as this page knows it.
pub(super) struct Current {
    pub kept: Kept,
    pub max_seconds: Option<u32>,
    /// A reload can resume it.
    pub resumable: bool,
}
