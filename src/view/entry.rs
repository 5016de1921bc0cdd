//! One row of the transcript. Its element is made once; what changes in it is its own signal's.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::transcript::{Body, Entry, EntryId};

use super::activity::activity;
use super::here::Here;
use super::message;
use super::transcript::SharedDrawing;
use crate::browser::reading::time_of_day;

pub fn entry(
    here: Here,
    drawing: SharedDrawing,
    id: EntryId,
    signal: ArcRwSignal<Entry>,
) -> AnyView {
    // An entry never changes its kind or its speaker.
    let (at, speaker) = signal.with_untracked(|entry| {
        let speaker = match &entry.body {
            Body::Message(message) => Some(message.speaker),
            Body::Tool(_) => None,
        };
        (entry.at, speaker)
    });
    // The arena's handle belongs to this row and goes with it; the transcript keeps the Arc.
    let signal = RwSignal::from(signal);
    let time = time_of_day(at);
    match speaker {
        Some(Speaker::Visitor) => message::visitor(here, id, signal, time),
        Some(Speaker::Agent) => message::agent(here, drawing, id, signal, time),
        None => activity(here, id, signal),
    }
}
