//! A reply that failed, above the composer: what happened, and asking for it again.

use leptos::prelude::*;
use vivavoce_core::failure::Failure;
use vivavoce_core::phase::Phase;
use vivavoce_core::transcript::EntryId;

use crate::browser::element::{El, el};
use crate::view::button::Button;
use crate::view::focus;
use crate::view::here::Here;

#[component]
pub fn BrokenBar(here: Here) -> El {
    let phase = here.session.phase();
    let broken = here.session.elsewhere().broken;
    let failed = move || broken.get().filter(|_| phase.get() == Phase::Live);
    el("div", "broken").part(failed, move |failed| {
        let line = failed.as_ref().map(|failed| line(here, failed));
        line.into_iter().collect()
    })
}

fn line(here: Here, (run, failure): &(EntryId, Failure)) -> El {
    let (session, run) = (here.session, run.clone());
    let retry = Button::new("retry", here.words.retry)
        .class("button quiet small")
        .press(move || {
            session.resend(run.clone());
            focus::to_message();
        });
    let told = here.words.told(failure).whole();
    el("div", "undelivered")
        .child(el("span", "").attr("role", "alert").text(&told))
        .child(retry.view())
}
