//! A vendor whose own page is the conversation.

use leptos::prelude::*;

use crate::browser::element::{El, el};
use crate::view::here::Here;

/// What the page may do in its frame: run, keep its cookie, open its links, and no more.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-forms allow-popups \
                       allow-popups-to-escape-sandbox allow-downloads";

#[component]
pub fn Framed(here: Here) -> El {
    let framed = here.session.elsewhere().framed;
    el("div", "framed").part(
        move || framed.get(),
        move |address| {
            let Some(address) = address else {
                return Vec::new();
            };
            // `src` last: the rest holds for its first load already.
            let frame = el("iframe", "")
                .attr("title", &here.title())
                .attr("data-control", "frame")
                .attr("sandbox", SANDBOX)
                .attr("allow", "microphone; screen-wake-lock")
                .attr("referrerpolicy", "strict-origin")
                .attr("src", address);
            vec![frame]
        },
    )
}
