//! Who is talking, how it stands, how long it has been, and the way out. A column beside the
//! conversation on wide frames.

use leptos::prelude::*;
use vivavoce_core::phase::{Phase, Pulse};

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::avatar::Avatar;
use crate::components::button::Button;
use crate::components::show::Show;
use crate::here::{Here, here};
use crate::words::clock;

/// Seconds before the end from which the time that is left is shown instead of the time gone by.
pub const WARNING: u32 = 60;

#[component]
pub fn Bar() -> Piece {
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
                <End/>
            </Show>
        </header>
    }
    .piece()
}

#[component]
fn End() -> Piece {
    let Here { session, words, .. } = here();
    let phase = session.phase();
    let label = session.config().button_stop_label.clone();
    view! {
        <Button
            control="end"
            class="button quiet small"
            label=label.unwrap_or_else(|| words.end.to_owned())
            busy=Signal::derive(move || phase.get() == Phase::Stopping)
            press=move || session.end()
        />
    }
    .into_inner()
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
    let left = move || remaining.get().filter(|left| *left <= WARNING);
    let time = move || match left() {
        Some(left) => words.time_left.with([&clock(left)]),
        None => clock(elapsed.get()),
    };
    view! {
        <span
            class=move || if left().is_some() { "timer short" } else { "timer" }
            role="timer"
        >
            // Names the number for those who hear it without seeing where it stands.
            <span class="unseen" hidden=move || left().is_some()>{words.elapsed}" "</span>
            <span>{time}</span>
        </span>
    }
    .piece()
}
