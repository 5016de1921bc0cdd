//! The conversation: bar, transcript, composer; also while it ends, and after it broke off.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;

use super::bar::bar;
use super::composer::composer;
use super::focus;
use super::here::Here;
use super::transcript::transcript;
use super::trouble;
use crate::browser::media;

pub fn talk(here: Here) -> AnyView {
    let Here { session, words } = here;
    // A touch keyboard that comes up by itself would hide the greeting.
    focus::arrive(if media::matches("(pointer: coarse)") {
        focus::HEADING
    } else {
        focus::MESSAGE
    });
    let failed = Memo::new(move |_| session.phase().get() == Phase::Failed);
    let lost = move || {
        (session.link_lost().get() && !failed.get()).then(|| {
            view! { <p class="link">{words.reconnecting}</p> }
        })
    };
    view! {
        <div class="talk">
            {bar(here)}
            {transcript(here)}
            <div class="foot">
                {lost}
                {move || failed.get().then(|| trouble::panel(here))}
                {composer(here)}
            </div>
        </div>
    }
    .into_any()
}
