//! The conversation: bar, transcript, composer; also while it ends, and after it broke off.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;

use super::bar::Bar;
use super::composer::Composer;
use super::focus;
use super::here::Here;
use super::transcript::Transcript;
use super::trouble;
use crate::browser::element::{El, el};

#[component]
pub fn Talk(here: Here) -> El {
    let Here { session, words } = here;
    // A touch keyboard that comes up by itself would hide the greeting.
    focus::arrive(if focus::by_touch() {
        focus::HEADING
    } else {
        focus::MESSAGE
    });
    let (phase, link_lost) = (session.phase(), session.link_lost());
    let failed = move || phase.get() == Phase::Failed;
    let foot = el("div", "foot")
        .when(
            move || link_lost.get() && !failed(),
            move || el("p", "link").text(words.reconnecting),
        )
        .when(failed, move || view! { <trouble::Panel here/> })
        .child(view! { <Composer here/> });
    el("div", "talk")
        .child(view! { <Bar here/> })
        .child(view! { <Transcript here/> })
        .child(foot)
}
