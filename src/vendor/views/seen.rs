//! Tells the vendor what the visitor has seen.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::phase::Phase;
use vivavoce_core::transcript::{Body, EntryId};

use crate::components::effect;
use crate::here::here;
use crate::session::Rows;

/// `at_end`: the newest entry is on the screen.
pub fn watch_seen(at_end: Signal<bool>) {
    let session = here().session;
    let visible = session.vendor_state().visible;
    let (rows, phase) = (session.rows(), session.phase());
    effect::later(move || {
        let newest = rows.with(newest);
        if let Some(entry) = newest
            && at_end.get()
            && visible.get()
            && phase.get() == Phase::Live
        {
            untrack(|| session.seen(entry));
        }
    });
}

/// The agent's last message.
fn newest(rows: &Rows) -> Option<EntryId> {
    let said = rows.iter().rev().find(|row| {
        let agents = row
            .peek(|entry| matches!(&entry.body, Body::Message(it) if it.speaker == Speaker::Agent));
        agents == Some(true)
    });
    said.map(|row| row.id().clone())
}
