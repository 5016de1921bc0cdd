//! The end, where no results are shown.

use super::button::Button;
use super::focus;
use super::here::Here;
use super::icon::Icon;
use super::stage::{actions, badge, sentence, stage, title};
use crate::browser::element::El;
use leptos::prelude::*;

#[component]
pub fn Thanks(here: Here) -> El {
    let Here { session, words } = here;
    focus::arrive(focus::HEADING);
    let again = Button::new("again", words.again)
        .class("button quiet")
        .press(move || session.again());
    stage("section", "stage enter")
        .child(badge(Icon::Check, false))
        .child(title(words.thanks_title))
        .child(sentence(words.thanks_sentence))
        .child(actions([again.view()]))
}
