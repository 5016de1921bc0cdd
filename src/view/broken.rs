//! A reply that failed, above the composer: what happened, and asking for it again.

use leptos::prelude::*;
use vivavoce_core::failure::Failure;
use vivavoce_core::phase::Phase;
use vivavoce_core::transcript::EntryId;

use super::button::Button;
use super::focus;
use super::here::Here;
use crate::browser::element::{El, el};

#[component]
pub fn BrokenBar(here: Here) -> El {
    let session = here.session;
    let (phase, broken, entries) = (session.phase(), session.broken(), session.entries());
    let failed = move || {
        let (run, failure) = broken.get().filter(|_| phase.get() == Phase::Live)?;
        // Our own agent's greeting answers nobody; other systems can be asked for theirs again.
        let answers = entries.with(|all| all.iter().any(|(entry, _)| *entry == run));
        let retries = cfg!(feature = "guests") || answers;
        Some((retries.then_some(run), failure))
    };
    el("div", "broken").part(failed, move |failed| {
        let line = failed.as_ref().map(|failed| line(here, failed));
        line.into_iter().collect()
    })
}

fn line(here: Here, (run, failure): &(Option<EntryId>, Failure)) -> El {
    let session = here.session;
    let told = here.words.told(failure).whole();
    let line = el("div", "undelivered").child(el("span", "").attr("role", "alert").text(&told));
    let retry = run.clone().map(|run| {
        Button::new("retry", here.words.retry)
            .class("button quiet small")
            .press(move || {
                session.resend(run.clone());
                focus::to_message();
            })
            .view()
    });
    line.children(retry)
}
