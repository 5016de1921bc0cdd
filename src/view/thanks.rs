//! The end, where no results are shown.

use leptos::prelude::*;

use super::button::Button;
use super::focus;
use super::here::Here;
use super::icon::Icon;
use super::stage::{TITLE, badge, sentence, title};

pub fn thanks(here: Here) -> AnyView {
    let Here { session, words } = here;
    focus::arrive(focus::HEADING);
    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            {badge(Icon::Check, false)}
            {title(words.thanks_title.to_owned())}
            {sentence(words.thanks_sentence)}
            <div class="actions">
                {Button::new("again", words.again)
                    .class("button quiet")
                    .press(move || session.again())
                    .view()}
            </div>
        </section>
    }
    .into_any()
}
