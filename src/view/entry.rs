//! One row of the transcript. Its element is made once; what changes in it is its own signal's.

use std::rc::Rc;

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::transcript::{Body, Entry, EntryId};

#[cfg(not(feature = "guests"))]
use super::activity::activity;
#[cfg(feature = "guests")]
use super::guest::activity;
use super::here::Here;
use super::message;
use crate::browser::blocks::Drawing;
use crate::browser::element::{El, el};
use crate::browser::reading::time_of_day;

pub fn entry(here: Here, drawing: &Rc<Drawing>, id: EntryId, signal: ArcRwSignal<Entry>) -> El {
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
    let article = el("article", "entry").attr("data-entry", id.as_str());
    let time = el("time", "").text(&time_of_day(at));
    match speaker {
        Some(Speaker::Visitor) => {
            let article = article
                .attr("data-speaker", "visitor")
                .attr("aria-label", here.words.you);
            message::visitor(here, article, id, signal).child(time)
        }
        agent => {
            let article = article
                .attr("data-speaker", "agent")
                .attr("aria-label", &here.title());
            if agent.is_some() {
                message::agent(here, article, drawing, id, signal).child(time)
            } else {
                activity(here, article, signal)
            }
        }
    }
}
