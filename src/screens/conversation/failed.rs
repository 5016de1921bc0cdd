//! What failed, above the composer: the conversation itself, or a reply of it.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;
use vivavoce_core::transcript::EntryId;

use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::components::button::Button;
use crate::components::focus;
use crate::here::{Here, here};
use crate::session;

/// The conversation broke off: what happened, and beginning another.
#[component]
pub fn Failed() -> Piece {
    let here = here();
    let Here { session, words, .. } = here;
    focus::arrive("[data-control=retry]");
    let failure = session.failure();
    let told = part(move || {
        let told = here.explain(failure.get().as_ref());
        Some(view! { <strong>{told.what}</strong><span>" "{told.advice}</span> }.piece())
    });
    view! {
        <section class="trouble-panel enter">
            <p role="alert">{told}</p>
            <Button
                control="retry"
                label=words.retry
                busy=session.busy()
                press=move || session.retry()
            />
        </section>
    }
    .piece()
}

/// The last reply failed: what happened, and asking for it again.
#[component]
pub fn Broken() -> Piece {
    let Here { session, words, .. } = here();
    let (phase, broken) = (session.phase(), session.broken());
    let line = part(move || {
        let broken = broken.get().filter(|_| phase.get() == Phase::Live)?;
        let session::Broken { retried, failure } = broken;
        let told = words.explain(&failure).whole();
        Some(view! { <Undelivered told retried/> }.into_inner())
    });
    view! { <div class="broken">{line}</div> }.piece()
}

/// What went wrong, and asking again for `retried`, if there is anything to ask for.
#[component]
pub fn Undelivered(told: String, #[prop(optional_no_strip)] retried: Option<EntryId>) -> Piece {
    let Here { session, words, .. } = here();
    let retry = retried.map(|id| {
        let press = move || {
            session.resend(id.clone());
            focus::to_message();
        };
        view! { <Button control="retry" class="button quiet small" label=words.retry press/> }
    });
    view! { <div class="undelivered"><span role="alert">{told}</span> {retry}</div> }.piece()
}
