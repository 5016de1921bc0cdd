//! A vendor whose own page is the conversation, in the transcript's place.

use leptos::prelude::*;

use super::drawer::Drawer;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::here::here;

/// What the page may do in its frame: run, keep its cookie, open its links, and no more.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-forms allow-popups \
                       allow-popups-to-escape-sandbox allow-downloads";

pub fn around_transcript(transcript: fn() -> Piece) -> Piece {
    let framed = here().session.vendor_state().framed;
    let is_framed = Memo::new(move |_| framed.with(Option::is_some));
    view! {
        <div class="middle">
            {move || match is_framed.get() {
                true => view! { <Framed/> }.into_inner(),
                false => transcript(),
            }}
            <Drawer/>
        </div>
    }
    .piece()
}

#[component]
fn Framed() -> Piece {
    let here = here();
    let framed = here.session.vendor_state().framed;
    let frame = move || {
        framed.get().map(|address| {
            view! {
                // `src` last: the rest holds for its first load already.
                <iframe
                    title=untrack(|| here.title())
                    data-control="frame"
                    sandbox=SANDBOX
                    allow="microphone; screen-wake-lock"
                    referrerpolicy="strict-origin"
                    src=address
                ></iframe>
            }
            .piece()
        })
    };
    view! { <div class="framed">{frame}</div> }.piece()
}
