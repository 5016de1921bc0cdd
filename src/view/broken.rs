//! A reply that failed, above the composer: what happened, and asking for it again.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;

use super::here::Here;
use super::message::undelivered;
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
        let line = failed.as_ref().map(|(retried, failure)| {
            undelivered(here, &here.words.told(failure).whole(), retried.clone())
        });
        line.into_iter().collect()
    })
}
