//! The skeleton of `index.html` once more, for a scenario that is still being fetched.

use super::here::Here;
use crate::browser::element::{El, el};
use leptos::prelude::*;

#[component]
pub fn Loading(here: Here) -> El {
    let blank = |class| el("p", class).attr("aria-hidden", "true").text("\u{a0}");
    el("div", "stage")
        .child(
            el("span", "avatar")
                .attr("aria-hidden", "true")
                .child(el("span", "face blank")),
        )
        .child(blank("title blank"))
        .child(blank("sentence blank"))
        .child(
            el("p", "loading-word")
                .attr("role", "status")
                .text(here.words.loading),
        )
}
