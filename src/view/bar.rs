//! Who is talking, how it stands, how long it has been, and the way out. A column beside the
//! conversation on wide frames.

use leptos::prelude::*;
use vivavoce_core::phase::{Phase, Pulse};

use super::avatar::Avatar;
use super::button::Button;
#[cfg(feature = "guests")]
use super::guest;
use super::here::Here;
use crate::browser::element::{El, el, react};
use crate::strings::clock;

/// Seconds before the end from which the time that is left is shown instead of the time gone by.
pub const WARNING: u32 = 60;

#[component]
pub fn Bar(here: Here) -> El {
    let phase = here.session.phase();
    let name = el("h1", "name")
        .attr("tabindex", "-1")
        .attr("dir", "auto")
        .live_text(move || here.title().into());
    let state = el("p", "state").live_text(move || state(here).into());
    let who = el("div", "who").child(name).child(state);
    #[cfg(feature = "guests")]
    let who = guest::who(here, who);
    let bar = el("header", "bar").child(view! { <Avatar/> }).child(who);
    #[cfg(feature = "guests")]
    let bar = bar.child(view! { <guest::Openers here/> });
    bar.child(view! { <Timer here/> }).when(
        move || phase.get() != Phase::Failed,
        move || view! { <End here/> },
    )
}

#[component]
fn End(here: Here) -> El {
    let Here { session, words } = here;
    let config = session.config();
    let phase = session.phase();
    let label = match &config.button_stop_label {
        Some(label) => label,
        None => words.end,
    };
    Button::new("end", label)
        .class("button quiet small")
        .busy(move || phase.get() == Phase::Stopping)
        .press(move || session.end())
        .view()
}

/// The word beside the avatar.
fn state(here: Here) -> &'static str {
    let Here { session, words } = here;
    match session.phase().get() {
        Phase::Stopping => words.stopping,
        Phase::Failed => words.interrupted,
        _ if session.link_lost().get() => words.reconnecting,
        #[cfg(feature = "guests")]
        _ if guest::person(here).is_some() => guest::person(here).unwrap_or_default(),
        _ => match session.pulse().get() {
            Pulse::Idle => words.idle,
            Pulse::Listening => words.listening,
            Pulse::Thinking => words.thinking,
            Pulse::Speaking => words.speaking,
        },
    }
}

#[component]
fn Timer(here: Here) -> El {
    let Here { session, words } = here;
    let (elapsed, remaining) = (session.elapsed(), session.remaining());
    // Names the number for those who hear it without seeing where it stands.
    let name = el("span", "unseen").text(words.elapsed).text(" ");
    let time = el("span", "");
    let timer = el("span", "timer")
        .attr("role", "timer")
        .child(name.clone())
        .child(time.clone());
    let whole = timer.clone();
    react(move || {
        let left = remaining.get().filter(|left| *left <= WARNING);
        whole.set(
            "class",
            Some(if left.is_some() {
                "timer short"
            } else {
                "timer"
            }),
        );
        name.set("hidden", left.map(|_| ""));
        time.set_text(&match left {
            Some(left) => (words.time_left)(&clock(left)),
            None => clock(elapsed.get()),
        });
    });
    timer
}
