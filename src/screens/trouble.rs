//! A failure before anything was said: one sentence what, one sentence what to do, one button.

use leptos::prelude::*;
use vivavoce_core::failure::Failure;

use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::components::button::Button;
use crate::components::focus;
use crate::components::icon::Icon;
use crate::components::stage::{Badge, Sentence, TITLE, Title};
use crate::here::{Here, here};

#[component]
pub fn Trouble() -> Piece {
    let here = here();
    let Here { session, words, .. } = here;
    focus::arrive(focus::HEADING);
    let failure = session.failure();
    let told = part(move || {
        let failure = failure.get();
        let missing = failure == Some(Failure::Missing);
        let icon = if missing { Icon::SEARCH } else { Icon::TROUBLE };
        let told = here.explain(failure.as_ref());
        let told = view! {
            <Badge icon trouble=!missing/>
            <Title text=told.what/>
            <Sentence text=told.advice/>
        };
        Some(told.piece())
    });
    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            {told}
            <div class="actions">
                <Button
                    control="retry"
                    label=words.retry
                    busy=session.busy()
                    press=move || session.retry()
                />
            </div>
        </section>
    }
    .piece()
}
