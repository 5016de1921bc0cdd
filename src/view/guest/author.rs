//! Who speaks, and to whom, where several agents talk.

use leptos::prelude::*;
use vivavoce_core::transcript::Entry;

use super::{beside, words};
use crate::browser::element::{El, el};
use crate::view::here::Here;
use crate::view::icon::{Icon, icon};

pub fn author(here: Here, article: El, signal: RwSignal<Entry>) -> El {
    let names = move || {
        beside(signal, |beside| {
            beside.from.clone().map(|from| (from, beside.to.clone()))
        })
    };
    article.part(names, move |names| {
        let Some((from, to)) = names else {
            return Vec::new();
        };
        let line = el("p", "author");
        let name = |name: &str| el("span", "").attr("dir", "auto").text(name);
        vec![match to.as_deref().filter(|to| !to.is_empty()) {
            // The arrow is for the eye; what is read out is a phrase.
            Some(to) => line
                .child(el("span", "unseen").text(&(words(here).to)(from, to)))
                .child(name(from).attr("aria-hidden", "true"))
                .child(icon(Icon::Fold))
                .child(name(to).attr("aria-hidden", "true")),
            None => line.child(name(from)),
        }]
    })
}
