//! The head most screens share: a picture, a title and one sentence, always in the same place.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// Id of the title, by which dialogs are named.
pub const TITLE: &str = "vv-title";

/// A sign in the avatar's place, for screens on which nobody speaks.
pub fn badge(shape: Icon, trouble: bool) -> impl IntoView {
    view! {
        <span class=if trouble { "badge trouble" } else { "badge" } aria-hidden="true">
            {icon(shape)}
        </span>
    }
}

/// The heading can take the focus (not by Tab): a screen reader then begins to read there.
pub fn title(text: String) -> impl IntoView {
    view! { <h1 class="title" id=TITLE tabindex="-1" dir="auto">{text}</h1> }
}

pub fn sentence(text: impl Into<String>) -> impl IntoView {
    view! { <p class="sentence" dir="auto">{text.into()}</p> }
}
