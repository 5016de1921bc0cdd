//! Tells the vendor what the visitor has seen.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::phase::Phase;
use vivavoce_core::transcript::{Body, EntryId};

use crate::browser::element::react_later;
use crate::session::{Entries, Session};

/// `at_end`: the newest entry is on the screen.
pub fn watch_seen(session: Session, at_end: impl Fn() -> bool + 'static) {
    let visible = session.elsewhere().visible;
    let (entries, phase) = (session.entries(), session.phase());
    react_later(move || {
        let newest = entries.with(newest);
        if let Some(entry) = newest
            && at_end()
            && visible.get()
            && phase.get() == Phase::Live
        {
            untrack(|| session.seen(entry));
        }
    });
}

/// The agent's last message.
fn newest(entries: &Entries) -> Option<EntryId> {
    let said = entries.iter().rev().find(|(_, entry)| {
        entry.with_untracked(
            |entry| matches!(&entry.body, Body::Message(it) if it.speaker == Speaker::Agent),
        )
    });
    said.map(|(id, _)| id.clone())
}
