//! Thumbs for an answer, where the vendor takes them.

use leptos::prelude::*;
use vivavoce_core::dialect::guest::Rating;
use vivavoce_core::transcript::{Entry, EntryId};

use super::{beside, words};
use crate::browser::element::{El, el};
use crate::view::here::Here;
use crate::view::icon::{Icon, icon};

pub fn thumbs(here: Here, article: El, id: EntryId, signal: RwSignal<Entry>) -> El {
    let takes = move || beside(signal, |beside| beside.rating).is_some();
    article.when(takes, move || {
        let thumb = |rating| one(here, id.clone(), signal, rating);
        el("div", "thumbs")
            .child(thumb(Rating::Positive))
            .child(thumb(Rating::Negative))
    })
}

fn one(here: Here, id: EntryId, signal: RwSignal<Entry>, rating: Rating) -> El {
    let ours = words(here);
    let session = here.session;
    let (control, shape, label) = match rating {
        Rating::Positive => ("good", Icon::Up, ours.good),
        Rating::Negative => ("bad", Icon::Thumb, ours.bad),
    };
    el("button", "thumb")
        .attr("type", "button")
        .attr("data-control", control)
        .attr("title", label)
        .live_attr("aria-pressed", move || {
            let pressed = beside(signal, |beside| beside.rating) == Some(Some(rating));
            Some(if pressed { "true" } else { "false" }.into())
        })
        .child(icon(shape))
        .child(el("span", "unseen").text(label))
        .on("click", move |_| {
            session.rate(id.clone(), rating);
            session
                .elsewhere()
                .announce
                .set(Some(ours.rated.to_owned()));
        })
}
