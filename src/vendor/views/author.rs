//! Who speaks, and to whom, where several agents talk.

use leptos::prelude::*;
use vivavoce_core::transcript::EntryId;

use super::{beside, words};
use crate::browser::piece::{IntoPiece as _, Part};
use crate::components::icon::{Icon, icon};
use crate::here::here;

pub fn author(id: &EntryId) -> Part {
    let (here, id) = (here(), id.clone());
    let names = Memo::new(move |_| {
        beside(here, &id, |beside| {
            let to = beside.to.clone().filter(|to| !to.is_empty());
            beside.from.clone().map(|from| (from, to))
        })
    });
    Box::new(move || {
        let (from, to) = names.get()?;
        Some(match to {
            // The arrow is for the eye; what is read out is a phrase.
            Some(to) => {
                let read = words(here).from_to.with([&from, &to]);
                view! {
                    <p class="author">
                        <span class="unseen">{read}</span>
                        <span dir="auto" aria-hidden="true">{from}</span>
                        {icon(Icon::FOLD)}
                        <span dir="auto" aria-hidden="true">{to}</span>
                    </p>
                }
                .piece()
            }
            None => view! { <p class="author"><span dir="auto">{from}</span></p> }.piece(),
        })
    })
}
