//! Who is talking, how it stands, how long it has been, and the way out. A column beside the
//! conversation on wide frames.

use leptos::prelude::*;
use vivavoce_core::phase::{Phase, Pulse};

use super::avatar::avatar;
use super::button::Button;
use super::here::Here;
use crate::strings::clock;

/// Seconds before the end from which the time that is left is shown instead of the time gone by.
const WARNING: u32 = 60;

pub fn bar(here: Here) -> impl IntoView {
    let Here { session, words } = here;
    let phase = session.phase();
    let label = session
        .config()
        .button_stop_label
        .clone()
        .unwrap_or_else(|| words.end.to_owned());
    let stopping = Signal::derive(move || phase.get() == Phase::Stopping);
    let ended = Memo::new(move |_| phase.get() == Phase::Failed);

    view! {
        <header class="bar">
            {avatar()}
            <div class="who">
                <h1 class="name" tabindex="-1" dir="auto">{move || here.title()}</h1>
                <p class="state">{move || state(here)}</p>
            </div>
            {timer(here)}
            {move || {
                (!ended.get())
                    .then(|| {
                        Button::new("end", label.clone())
                            .class("button quiet small")
                            .busy(stopping)
                            .press(move || session.end())
                            .view()
                    })
            }}
        </header>
    }
}

/// The word beside the avatar.
fn state(here: Here) -> &'static str {
    let Here { session, words } = here;
    match session.phase().get() {
        Phase::Stopping => words.stopping,
        Phase::Failed => words.interrupted,
        _ if session.link_lost().get() => words.reconnecting,
        _ => match session.pulse().get() {
            Pulse::Idle => words.idle,
            Pulse::Listening => words.listening,
            Pulse::Thinking => words.thinking,
            Pulse::Speaking => words.speaking,
        },
    }
}

fn timer(here: Here) -> impl IntoView {
    let Here { session, words } = here;
    let remaining = session.remaining();
    let short = Memo::new(move |_| remaining.get().is_some_and(|left| left <= WARNING));
    view! {
        <span class=move || if short.get() { "timer short" } else { "timer" } role="timer">
            {move || match remaining.get().filter(|_| short.get()) {
                Some(left) => (words.time_left)(&clock(left)).into_any(),
                None => {
                    view! {
                        <span class="unseen">{words.elapsed}" "</span>
                        {clock(session.elapsed().get())}
                    }
                        .into_any()
                }
            }}
        </span>
    }
}
