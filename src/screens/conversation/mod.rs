//! The conversation: bar, transcript, composer; also while it ends, and after it broke off.

pub mod activity;
pub mod bar;
mod composer;
mod entry;
mod failed;
mod follow;
pub mod message;
mod rows;
pub mod transcript;

use leptos::prelude::*;
use vivavoce_core::phase::Phase;
use vivavoce_core::transcript::Body;

use crate::browser::events;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::focus;
use crate::components::show::Show;
use crate::here::{Here, here};
use crate::screens::conversation::bar::Bar;
use crate::screens::conversation::composer::Composer;
use crate::screens::conversation::failed::{Broken, Failed};
use crate::screens::conversation::transcript::Transcript;
use crate::session::Row;
use crate::session::parts::Gate;

#[component]
pub fn Conversation() -> Piece {
    let here = here();
    let Here { session, words, .. } = here;
    // A touch keyboard that comes up by itself would hide the greeting.
    focus::arrive(if focus::by_touch() {
        focus::HEADING
    } else {
        focus::MESSAGE
    });
    let (phase, link_lost) = (session.phase(), session.link_lost());
    let failed = move || phase.get() == Phase::Failed;
    // Where a vendor has nobody to write to; what went wrong is told all the same.
    let rows = session.rows();
    let is_said = |row: &Row| row.peek(|entry| matches!(entry.body, Body::Message(_)));
    let away = move || {
        let nobody = match here.standing().gate {
            Gate::Away => true,
            Gate::Shut(_) => rows.with(|rows| !rows.iter().any(|row| is_said(row) == Some(true))),
            _ => false,
        };
        nobody && !failed() && !link_lost.get()
    };
    // End asks before it ends, until something else is done.
    let asking = RwSignal::new(false);
    let escape = move |key| {
        if !events::escapes(&key) {
            return;
        }
        if asking.get_untracked() {
            asking.set(false);
        } else if session.running().get_untracked() {
            session.cancel();
        } else {
            return;
        }
        key.prevent_default();
        focus::to_message();
    };
    let pressed = move |event: leptos::ev::PointerEvent| {
        if asking.get_untracked() && !events::within(&event, ".ending") {
            asking.set(false);
        }
    };
    let transcript = || view! { <Transcript/> }.into_inner();
    view! {
        <div class="talk" on:keydown=escape on:pointerdown=pressed>
            <Bar asking/>
            {match here.slots() {
                Some(slots) => (slots.around_transcript)(transcript),
                None => transcript(),
            }}
            <div class="foot" hidden=away>
                <Show when=move || link_lost.get() && !failed()>
                    <p class="link">{words.reconnecting}</p>
                </Show>
                <Show when=failed>
                    <Failed/>
                </Show>
                <Broken/>
                {here.slot(|slots| (slots.above_composer)())}
                <Composer/>
            </div>
        </div>
    }
    .piece()
}
