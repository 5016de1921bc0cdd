//! A failure, told: one sentence what, one sentence what to do, one button.

use leptos::prelude::*;
use vivavoce_core::failure::Failure;

use super::button::Button;
use super::focus;
use super::here::Here;
use super::icon::Icon;
use super::stage::{TITLE, badge, sentence, title};
use crate::strings::Told;

fn told(here: Here) -> (Told, bool) {
    let failure = here.session.failure().get();
    let missing = failure == Some(Failure::Missing);
    let told = here.words.told(&failure.unwrap_or(Failure::Unreachable));
    (told, missing)
}

fn retry(here: Here) -> Button {
    Button::new("retry", here.words.retry)
        .busy(here.session.busy())
        .press(move || here.session.retry())
}

/// Before anything was said: the whole screen.
pub fn stage(here: Here) -> AnyView {
    focus::arrive(focus::HEADING);
    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            {move || {
                let (told, missing) = told(here);
                let shape = if missing { Icon::Search } else { Icon::Trouble };
                (badge(shape, !missing), title(told.what), sentence(told.advice))
            }}
            <div class="actions">{retry(here).view()}</div>
        </section>
    }
    .into_any()
}

/// Within a conversation: a panel below it.
pub fn panel(here: Here) -> AnyView {
    focus::arrive("[data-control=retry]");
    view! {
        <section class="trouble-panel enter">
            {move || {
                let (told, _) = told(here);
                view! { <p><strong>{told.what}</strong>" "{told.advice}</p> }
            }}
            {retry(here).view()}
        </section>
    }
    .into_any()
}
