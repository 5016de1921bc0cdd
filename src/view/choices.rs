//! Answers the agent suggests, as buttons under what it said; gone once one is chosen.

use leptos::prelude::*;
use vivavoce_core::links::safe_link;
use vivavoce_core::phase::Phase;
use vivavoce_core::transcript::{Entry, EntryId};
use vivavoce_core::wire::Choice;

use super::button::Button;
use super::focus;
use super::here::Here;
use super::message::read;
use crate::browser::element::{El, el};

/// Adds them to the entry's element.
pub fn choices(here: Here, article: El, id: EntryId, signal: RwSignal<Entry>) -> El {
    let phase = here.session.phase();
    let offered = move || {
        let offered = read(signal, |message| {
            (!message.choices_used).then(|| message.choices.clone())
        });
        let offered = offered.flatten().unwrap_or_default();
        // Only what is on offer hangs on the phase: a thousand old entries do not.
        if offered.is_empty() || phase.get() != Phase::Live {
            return Vec::new();
        }
        offered
    };
    let label = here.words.choices;
    article.part(offered, move |offered: &Vec<Choice>| {
        if offered.is_empty() {
            return Vec::new();
        }
        let buttons = offered
            .iter()
            .filter_map(|choice| one(here, id.clone(), choice.clone()));
        let group = el("div", "choices")
            .attr("role", "group")
            .attr("aria-label", label)
            .children(buttons);
        vec![group]
    })
}

/// `None` for a choice that leads to an address nobody may be sent to.
fn one(here: Here, id: EntryId, choice: Choice) -> Option<El> {
    let session = here.session;
    if let Some(url) = &choice.url {
        let link = el("a", "button")
            .attr("data-control", "choice")
            .attr("href", &safe_link(url)?)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer nofollow ugc");
        return Some(link.text(&choice.text));
    }
    let button = Button::new("choice", choice.text.as_str()).press(move || {
        session.press(id.clone(), choice.clone());
        focus::to_message();
    });
    Some(button.view())
}
