//! One row of the transcript. Its element is made once; what changes in it is its own signal's.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::transcript::Body;

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::browser::reading::time_of_day;
use crate::here::here;
use crate::screens::conversation::activity::Activity;
use crate::screens::conversation::message::{Agent, Visitor};
use crate::screens::conversation::transcript::SharedDrawing;
use crate::session::Row;

#[component]
pub fn EntryRow(row: Row, drawing: SharedDrawing) -> Piece {
    let here = here();
    // An entry never changes its kind or its speaker.
    let begun = row.peek(|entry| {
        let speaker = match &entry.body {
            Body::Message(message) => Some(message.speaker),
            Body::Tool(_) => None,
        };
        (time_of_day(entry.at), speaker)
    });
    let (at, speaker) = begun.unwrap_or_default();
    let id = row.id().clone();
    match speaker {
        Some(Speaker::Visitor) => view! { <Visitor row at/> }.into_inner(),
        Some(Speaker::Agent) => view! { <Agent row at drawing/> }.into_inner(),
        None => view! {
            <article
                class="entry"
                data-entry=id.as_str().to_owned()
                data-speaker="agent"
                aria-label=here.title()
            >
                {match here.slots() {
                    Some(slots) => (slots.activity)(row),
                    None => view! { <Activity row/> }.into_inner(),
                }}
            </article>
        }
        .piece(),
    }
}
