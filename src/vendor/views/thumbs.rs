//! Thumbs for an answer, where the vendor takes them.

use leptos::prelude::*;
use vivavoce_core::dialect::vendor::Rating;
use vivavoce_core::transcript::EntryId;

use super::{beside, words};
use crate::browser::piece::{IntoPiece as _, Part, Piece};
use crate::components::icon::{Icon, icon};
use crate::here::here;

pub fn thumbs(id: &EntryId) -> Part {
    let (here, id, of) = (here(), id.clone(), id.clone());
    let takes = Memo::new(move |_| beside(here, &of, |beside| beside.rating).is_some());
    Box::new(move || {
        takes.get().then(|| {
            view! {
                <div class="thumbs">
                    <Thumb id=id.clone() rating=Rating::Positive/>
                    <Thumb id=id.clone() rating=Rating::Negative/>
                </div>
            }
            .piece()
        })
    })
}

#[component]
fn Thumb(id: EntryId, rating: Rating) -> Piece {
    let here = here();
    let ours = words(here);
    let session = here.session;
    let (control, sign, label) = match rating {
        Rating::Positive => ("good", Icon::THUMB_UP, ours.good),
        Rating::Negative => ("bad", Icon::THUMB_DOWN, ours.bad),
    };
    let of = id.clone();
    let pressed = move || beside(here, &of, |beside| beside.rating) == Some(Some(rating));
    view! {
        <button
            class="thumb"
            type="button"
            data-control=control
            title=label
            aria-pressed=move || if pressed() { "true" } else { "false" }
            on:click=move |_| {
                session.rate(id.clone(), rating);
                session.announce(ours.rated.to_owned());
            }
        >
            {icon(sign)}
            <span class="unseen">{label}</span>
        </button>
    }
    .piece()
}
