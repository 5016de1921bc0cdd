//! The skeleton of `index.html` once more, for a scenario that is still being fetched.

use leptos::prelude::*;

use super::here::Here;

pub fn loading(here: Here) -> AnyView {
    view! {
        <div class="stage">
            <span class="avatar" aria-hidden="true"><span class="face blank"></span></span>
            <p class="title blank" aria-hidden="true">"\u{a0}"</p>
            <p class="sentence blank" aria-hidden="true">"\u{a0}"</p>
            <p class="loading-word">{here.words.loading}</p>
        </div>
    }
    .into_any()
}
