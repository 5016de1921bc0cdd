//! What the agent waits for, above the composer, with its quick answers.

use leptos::prelude::*;
use vivavoce_core::dialect::guest::Prompt;
use vivavoce_core::links::safe_link;
use vivavoce_core::phase::Phase;
use vivavoce_core::wire::Choice;

use super::words;
use crate::browser::element::{El, el};
use crate::view::button::Button;
use crate::view::focus;
use crate::view::here::Here;
use crate::view::icon::{Icon, icon};

#[component]
pub fn PromptBar(here: Here) -> El {
    let phase = here.session.phase();
    let prompt = here.session.elsewhere().prompt;
    let asked = move || prompt.get().filter(|_| phase.get() == Phase::Live);
    el("div", "asking").part(asked, move |asked: &Option<Prompt>| {
        let Some(prompt) = asked else {
            return Vec::new();
        };
        let text = match prompt.text.trim() {
            "" => words(here).waiting,
            text => text,
        };
        let question = el("p", "question")
            .child(icon(Icon::Chat))
            .child(el("span", "").attr("dir", "auto").text(text));
        let answers: Vec<El> = prompt
            .choices
            .iter()
            .filter_map(|choice| answer(here, choice))
            .collect();
        let answers = (!answers.is_empty()).then(|| {
            el("div", "choices")
                .attr("role", "group")
                .attr("aria-label", here.words.choices)
                .children(answers)
        });
        vec![el("div", "prompt").child(question).children(answers)]
    })
}

fn answer(here: Here, choice: &Choice) -> Option<El> {
    let session = here.session;
    if let Some(url) = &choice.url {
        let link = el("a", "button")
            .attr("data-control", "answer")
            .attr("href", &safe_link(url)?)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer nofollow ugc");
        return Some(link.text(&choice.text));
    }
    let choice = choice.clone();
    let button = Button::new("answer", choice.text.trim()).press(move || {
        session.answer(choice.clone());
        focus::to_message();
    });
    Some(button.view())
}
