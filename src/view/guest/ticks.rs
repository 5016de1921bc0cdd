//! How far the visitor's message got at the vendor.

use leptos::prelude::*;
use vivavoce_core::dialect::guest::Status;
use vivavoce_core::transcript::Entry;

use super::{beside, words};
use crate::browser::element::{El, el};
use crate::view::here::Here;
use crate::view::icon::{Icon, icon};

pub fn ticks(here: Here, article: El, signal: RwSignal<Entry>) -> El {
    let status = move || beside(signal, |beside| beside.status);
    article.part(status, move |status| {
        let Some(status) = *status else {
            return Vec::new();
        };
        let (shape, class) = match status {
            Status::Sent => (Icon::Check, "ticks"),
            Status::Delivered => (Icon::Checks, "ticks"),
            Status::Read => (Icon::Checks, "ticks read"),
            Status::NotSent => (Icon::Trouble, "ticks trouble"),
        };
        let word = el("span", "").text((words(here).status)(status));
        vec![el("p", class).child(icon(shape)).child(word)]
    })
}
