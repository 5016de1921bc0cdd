//! Cards side by side, in a row that scrolls by hand, by wheel and by arrow keys.

use leptos::prelude::*;
use vivavoce_core::dialect::vendor::Card;

use super::attachments::fetchable;
use super::words;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::choice;
use crate::here::Here;

pub fn row(here: Here, cards: Vec<Card>) -> Option<Piece> {
    if cards.is_empty() {
        return None;
    }
    let cards: Vec<Piece> = cards.into_iter().map(|card| one(here, card)).collect();
    Some(
        view! {
            // A browser scrolls what has the focus by its arrow keys.
            <div class="cards" role="group" aria-label=words(here).cards tabindex="0">
                {cards}
            </div>
        }
        .piece(),
    )
}

fn one(here: Here, card: Card) -> Piece {
    let Card {
        title,
        description,
        image,
        button,
        ..
    } = card;
    let image = image.and_then(|url| fetchable(here, &url)).map(|source| {
        view! { <img alt="" loading="lazy" referrerpolicy="no-referrer" src=source/> }
    });
    let session = here.session;
    let chosen = UnsyncCallback::from(move |choice| session.press(choice));
    let told = |text: &String| !text.trim().is_empty();
    view! {
        <div class="card">
            {image}
            {Some(title).filter(told).map(|it| view! { <strong dir="auto">{it}</strong> })}
            {Some(description).filter(told).map(|it| view! { <p dir="auto">{it}</p> })}
            {button.and_then(|it| choice::one("choice", "button small", it, chosen))}
        </div>
    }
    .piece()
}
