//! The conversation: bar, transcript, composer; also while it ends, and after it broke off.

use crate::reactive::*;
use vivavoce_core::phase::Phase;

use super::bar::bar;
use super::composer::composer;
use super::focus;
use super::here::Here;
use super::transcript::transcript;
use super::trouble;
use crate::browser::element::{El, el};

pub fn talk(here: Here) -> El {
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
        .when(failed, move || trouble::panel(here))
        .child(composer(here));
    el("div", "talk")
        .child(bar(here))
        .child(transcript(here))
        .child(foot)
}
