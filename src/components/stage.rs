//! The head most screens share: a picture, a title and one sentence, always in the same place.

use leptos::prelude::*;

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::avatar::Avatar;
use crate::components::icon::{Icon, icon as drawn};
use crate::words::Words;

/// Id of the title, by which a screen is named (`aria-labelledby`).
pub const TITLE: &str = "vv-title";

/// A sign in the avatar's place, for screens on which nobody speaks.
#[component]
pub fn Badge(icon: Icon, #[prop(optional)] trouble: bool) -> Piece {
    view! {
        <span class=if trouble { "badge trouble" } else { "badge" } aria-hidden="true">
            {drawn(icon)}
        </span>
    }
    .piece()
}

/// The heading can take the focus (not by Tab): a screen reader then begins to read there.
#[component]
pub fn Title(#[prop(into)] text: Signal<String>) -> Piece {
    view! { <h1 class="title" id=TITLE tabindex="-1" dir="auto">{text}</h1> }.piece()
}

#[component]
pub fn Sentence(#[prop(into)] text: String) -> Piece {
    view! { <p class="sentence" dir="auto">{text}</p> }.piece()
}

/// Keeps a line's height.
const BLANK: &str = "\u{a0}";

/// The skeleton of `index.html` once more, in a screen's place while what it needs is fetched.
#[component]
pub fn Skeleton(words: &'static Words) -> Piece {
    view! {
        <div class="stage">
            <Avatar face="face blank"/>
            <p class="title blank" aria-hidden="true">{BLANK}</p>
            <p class="sentence blank" aria-hidden="true">{BLANK}</p>
            <p class="loading-word" role="status">{words.loading}</p>
        </div>
    }
    .piece()
}
