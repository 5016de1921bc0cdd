//! What someone said.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use vivavoce_core::dialect::Delivery;
use vivavoce_core::transcript::{Body, Entry, EntryId, Message};

use super::button::Button;
use super::choices::choices;
use super::focus;
#[cfg(feature = "guests")]
use super::guest;
use super::here::Here;
use crate::browser::blocks::{Blocks, Drawing};
use crate::browser::element::{El, el, react};

/// The visitor's words, as they were typed, and how sending them goes.
pub fn visitor(here: Here, article: El, id: EntryId, signal: RwSignal<Entry>) -> El {
    let words = here.words;
    let text = el("div", "text").attr("dir", "auto");
    let (said, whole) = (text.clone(), article.clone());
    react(move || {
        read(signal, |message| {
            said.set_text(&message.text);
            whole.set("data-delivery", message.delivery.as_ref().map(word));
        });
    });
    let delivery = move || read(signal, |message| message.delivery.clone()).flatten();
    let article = article
        .child(text)
        .part(delivery, move |delivery| match delivery {
            Some(Delivery::Sending) => vec![el("p", "delivery").text(words.sending)],
            Some(Delivery::Failed(failure)) => {
                let told = [words.not_sent, " ", &words.told(failure).whole()].concat();
                vec![undelivered(here, &told, Some(id.clone()))]
            }
            _ => Vec::new(),
        });
    #[cfg(feature = "guests")]
    let article = guest::ticks(here, article, signal);
    article
}

/// What went wrong, and asking again for `retried`, if there is anything to ask for.
pub fn undelivered(here: Here, told: &str, retried: Option<EntryId>) -> El {
    let Here { session, words } = here;
    let retry = retried.map(|id| {
        Button::new("retry", words.retry)
            .class("button quiet small")
            .press(move || {
                session.resend(id.clone());
                focus::to_message();
            })
            .view()
    });
    el("div", "undelivered")
        .child(el("span", "").attr("role", "alert").text(told))
        .children(retry)
}

/// The agent's words: markdown, drawn block by block while it grows.
pub fn agent(
    here: Here,
    article: El,
    drawing: &Rc<Drawing>,
    id: EntryId,
    signal: RwSignal<Entry>,
) -> El {
    #[cfg(feature = "guests")]
    let article = guest::author(here, article, signal);
    let text = el("div", "text prose").attr("dir", "auto");
    if let Some(node) = text.node() {
        let blocks = RefCell::new(Blocks::new(node.clone(), Rc::clone(drawing)));
        #[cfg(feature = "guests")]
        let text = text.clone();
        let whole = article.clone();
        react(move || {
            read(signal, |message| {
                let empty = message.text.is_empty();
                #[cfg(feature = "guests")]
                let empty = {
                    text.set("hidden", empty.then_some(""));
                    empty && message.choices.is_empty() && message.beside.is_none()
                };
                whole.set("class", Some(if empty { "entry empty" } else { "entry" }));
                if let Ok(mut blocks) = blocks.try_borrow_mut() {
                    blocks.update(&message.text, message.open);
                }
            });
        });
    }
    let words = here.words;
    let cut = move || read(signal, |message| message.cut) == Some(true);
    let article = article
        .child(text)
        .when(cut, move || el("p", "cut").text(words.cut));
    #[cfg(feature = "guests")]
    let article = guest::attachments(here, article, id.clone(), signal);
    #[cfg(feature = "guests")]
    let article = guest::thumbs(here, article, id.clone(), signal);
    choices(here, article, id, signal)
}

/// Reads a message; `None` for an entry that is none.
pub fn read<T>(signal: RwSignal<Entry>, field: impl FnOnce(&Message) -> T) -> Option<T> {
    signal.with(|entry| match &entry.body {
        Body::Message(message) => Some(field(message)),
        Body::Tool(_) => None,
    })
}

fn word(delivery: &Delivery) -> &'static str {
    match delivery {
        Delivery::Sending => "sending",
        Delivery::Sent => "sent",
        Delivery::Failed(_) => "failed",
    }
}
