//! Cards side by side, in a row that scrolls by hand, by wheel and by arrow keys.

use vivavoce_core::dialect::guest::Card;
use vivavoce_core::links::safe_link;
use vivavoce_core::transcript::EntryId;
use vivavoce_core::wire::Choice;

use super::attachments::fetchable;
use super::words;
use crate::browser::element::{El, el};
use crate::view::button::Button;
use crate::view::focus;
use crate::view::here::Here;

pub fn row(here: Here, id: &EntryId, cards: &[&Card]) -> Option<El> {
    if cards.is_empty() {
        return None;
    }
    let cards = cards.iter().map(|card| one(here, id, card));
    let row = el("div", "cards")
        .attr("role", "group")
        .attr("aria-label", words(here).cards)
        // A browser scrolls what has the focus by its arrow keys.
        .attr("tabindex", "0");
    Some(row.children(cards))
}

fn one(here: Here, id: &EntryId, card: &Card) -> El {
    let image = card.image.as_deref().and_then(|url| fetchable(here, url));
    let image = image.map(|source| {
        el("img", "")
            .attr("src", &source)
            .attr("alt", "")
            .attr("loading", "lazy")
            .attr("referrerpolicy", "no-referrer")
    });
    let line = |tag: &str, text: &str| {
        (!text.trim().is_empty()).then(|| el(tag, "").attr("dir", "auto").text(text))
    };
    el("div", "card")
        .children(image)
        .children(line("strong", &card.title))
        .children(line("p", &card.description))
        .children(card.button.as_ref().and_then(|it| button(here, id, it)))
}

fn button(here: Here, id: &EntryId, choice: &Choice) -> Option<El> {
    let session = here.session;
    if let Some(url) = &choice.url {
        let link = el("a", "button small")
            .attr("data-control", "choice")
            .attr("href", &safe_link(url)?)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer nofollow ugc");
        return Some(link.text(&choice.text));
    }
    let (id, choice) = (id.clone(), choice.clone());
    let button = Button::new("choice", choice.text.as_str())
        .class("button small")
        .press(move || {
            session.press(id.clone(), choice.clone());
            focus::to_message();
        });
    Some(button.view())
}
