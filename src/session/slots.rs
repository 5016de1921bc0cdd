//! Slots: the places of our screens in which a vendor shows something of its own.

use leptos::prelude::Signal;
use vivavoce_core::transcript::EntryId;

use super::Row;
use crate::browser::piece::{Part, Piece};

/// One function for each place. A screen calls it where the component is made, so it may use the
/// context; what it returns follows the vendor's own signals.
pub struct Slots {
    /// Below the title in the header: the vendor's name for its agent.
    pub who: fn() -> Part,
    /// Buttons in the header.
    pub openers: fn() -> Piece,
    /// What the agent waits for, above the composer.
    pub above_composer: fn() -> Part,
    /// The transcript, with what stands beside it or in its place.
    pub around_transcript: fn(transcript: fn() -> Piece) -> Piece,
    /// In an agent's entry above its text.
    pub before_text: fn(&EntryId) -> Part,
    /// In an agent's entry below its text, one after the other.
    pub after_text: [fn(&EntryId) -> Part; 2],
    /// In a visitor's entry below its text.
    pub after_own: fn(&EntryId) -> Part,
    /// What the agent did beside talking, instead of our one line.
    pub activity: fn(Row) -> Piece,
    /// An entry has something to show beside its text. Follows signals.
    pub holds: fn(&EntryId) -> bool,
    /// Told while the transcript stands: the newest entry is on the screen.
    pub seen: fn(at_end: Signal<bool>),
}
