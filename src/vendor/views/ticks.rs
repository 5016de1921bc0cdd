//! How far the visitor's message got at the vendor.

use leptos::prelude::*;
use vivavoce_core::dialect::vendor::Status;
use vivavoce_core::transcript::EntryId;

use super::{beside, words};
use crate::browser::piece::{IntoPiece as _, Part};
use crate::components::icon::{Icon, icon};
use crate::here::here;

pub fn ticks(id: &EntryId) -> Part {
    let (here, id) = (here(), id.clone());
    let status = Memo::new(move |_| beside(here, &id, |beside| beside.status));
    Box::new(move || {
        let status = status.get()?;
        let (sign, class) = match status {
            Status::Sent => (Icon::CHECK, "ticks"),
            Status::Delivered => (Icon::CHECKS, "ticks"),
            Status::Read => (Icon::CHECKS, "ticks read"),
            Status::NotSent => (Icon::TROUBLE, "ticks trouble"),
        };
        let words = words(here);
        let word = match status {
            Status::Sent => words.status_sent,
            Status::Delivered => words.status_delivered,
            Status::Read => words.status_read,
            Status::NotSent => words.status_not_sent,
        };
        Some(view! { <p class=class>{icon(sign)} <span>{word}</span></p> }.piece())
    })
}
