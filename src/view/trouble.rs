//! A failure, told: one sentence what, one sentence what to do, one button.

use leptos::prelude::*;
use vivavoce_core::failure::Failure;

use super::button::Button;
use super::focus;
use super::here::Here;
use super::icon::Icon;
use super::stage::{actions, badge, sentence, stage, title};
use crate::browser::element::{El, el};

#[component]
fn Retry(here: Here) -> El {
    let busy = here.session.busy();
    Button::new("retry", here.words.retry)
        .busy(move || busy.get())
        .press(move || here.session.retry())
        .view()
}

/// Before anything was said: the whole screen.
#[component]
pub fn Trouble(here: Here) -> El {
    focus::arrive(focus::HEADING);
    let failure = here.session.failure();
    stage("section", "stage enter")
        .part(
            move || failure.get(),
            move |failure| {
                let missing = *failure == Some(Failure::Missing);
                let told = here.told(failure.as_ref());
                let shape = if missing { Icon::Search } else { Icon::Trouble };
                vec![
                    badge(shape, !missing),
                    title(&told.what),
                    sentence(&told.advice),
                ]
            },
        )
        .child(actions([view! { <Retry here/> }.into()]))
}

/// Within a conversation: a panel below it.
#[component]
pub fn Panel(here: Here) -> El {
    focus::arrive("[data-control=retry]");
    let failure = here.session.failure();
    let words = el("p", "").attr("role", "alert").part(
        move || failure.get(),
        move |failure| {
            let told = here.told(failure.as_ref());
            let advice = [" ", &told.advice].concat();
            vec![
                el("strong", "").text(&told.what),
                el("span", "").text(&advice),
            ]
        },
    );
    el("section", "trouble-panel enter")
        .child(words)
        .child(view! { <Retry here/> })
}
