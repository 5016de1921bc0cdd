//! Who is talking, how it stands, how long it has been, and the way out. A column beside the
//! conversation on wide frames.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::phase::{Phase, Pulse};
use vivavoce_core::transcript::{Body, Entry};

use crate::browser::dom;
use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::components::avatar::Avatar;
use crate::components::button::Button;
use crate::components::show::Show;
use crate::components::{effect, focus};
use crate::here::{Here, here};
use crate::session::Rows;
use crate::words::clock;

/// Seconds before the end from which the time that is left is shown instead of the time gone by, and
/// those from which it presses. At both it is told.
pub const NEAR: u32 = 300;
pub const LAST: u32 = 60;

/// `asking`: End was pressed, and asks whether it is meant.
#[component]
pub fn Bar(asking: RwSignal<bool>) -> Piece {
    let here = here();
    let phase = here.session.phase();
    view! {
        <header class="bar">
            <Avatar/>
            <div class="who">
                <h1 class="name" tabindex="-1" dir="auto">{move || here.title()}</h1>
                <p class="state">{move || state(here)}</p>
                {here.slot(|slots| (slots.who)())}
            </div>
            {here.slot(|slots| (slots.openers)())}
            <Timer/>
            <Show when=move || phase.get() != Phase::Failed>
                <End asking/>
            </Show>
        </header>
    }
    .piece()
}

/// Ends what has not begun at once; a conversation in which the visitor has said something, only when
/// pressed again. What goes on with it stands where End stood.
#[component]
fn End(asking: RwSignal<bool>) -> Piece {
    let Here { session, words, .. } = here();
    let phase = session.phase();
    let label = session.config().button_stop_label.clone();
    let label = label.unwrap_or_else(|| words.end.to_owned());
    let name = label.clone();
    let press = move || {
        if asking.get_untracked() || !session.rows().with_untracked(is_spoken_in) {
            session.end();
        } else {
            asking.set(true);
        }
    };
    let end = part(move || {
        let class = if asking.get() {
            "button quiet small sure"
        } else {
            "button quiet small"
        };
        let busy = Signal::derive(move || phase.get() == Phase::Stopping);
        let label = label.clone();
        Some(view! { <Button control="end" class label busy settles=true press/> }.into_inner())
    });
    view! {
        <div class="ending" role="group" aria-label=name>
            {end}
            <Show when=move || asking.get() && phase.get() == Phase::Live>
                <Keep asking/>
            </Show>
        </div>
    }
    .piece()
}

#[component]
fn Keep(asking: RwSignal<bool>) -> Piece {
    // Also from a field that has it: an answer is awaited.
    effect::when_built(|| {
        if let Some(keep) = dom::find("[data-control=keep]") {
            dom::focus(&keep);
        }
    });
    let press = move || {
        asking.set(false);
        focus::to_message();
    };
    let label = here().words.keep;
    view! { <Button control="keep" class="button small" label settles=true press/> }.into_inner()
}

/// The visitor has said something.
fn is_spoken_in(rows: &Rows) -> bool {
    let own = |entry: &Entry| matches!(&entry.body, Body::Message(message) if message.speaker == Speaker::Visitor);
    rows.iter().any(|row| row.peek(own) == Some(true))
}

/// The word beside the avatar.
fn state(here: Here) -> &'static str {
    let Here { session, words, .. } = here;
    match session.phase().get() {
        Phase::Stopping => words.stopping,
        Phase::Failed => words.interrupted,
        _ if session.link_lost().get() => words.reconnecting,
        _ => match (here.standing().word, session.pulse().get()) {
            (Some(word), _) => word,
            (None, Pulse::Idle) => words.idle,
            (None, Pulse::Listening) => words.listening,
            (None, Pulse::Thinking) => words.thinking,
            (None, Pulse::Speaking) => words.speaking,
        },
    }
}

#[component]
fn Timer() -> Piece {
    let Here { session, words, .. } = here();
    let (elapsed, remaining) = (session.elapsed(), session.remaining());
    let left = move || remaining.get().filter(|left| *left <= NEAR);
    let short = move || left().is_some_and(|left| left <= LAST);
    let time = move || match left() {
        Some(left) => words.time_left.with([&clock(left)]),
        None => clock(elapsed.get()),
    };
    view! {
        <span
            class=move || if short() { "timer short" } else { "timer" }
            role="timer"
        >
            // Names the number for those who hear it without seeing where it stands.
            <span class="unseen" hidden=move || left().is_some()>{words.elapsed}" "</span>
            <span>{time}</span>
        </span>
    }
    .piece()
}
