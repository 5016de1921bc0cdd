//! What someone said.

use leptos::html;
use leptos::prelude::*;
use vivavoce_core::dialect::Delivery;
use vivavoce_core::transcript::{Body, Entry, EntryId, Message};

use super::button::Button;
use super::choices::choices;
use super::focus;
use super::here::Here;
use super::transcript::SharedDrawing;
use crate::browser::blocks::Blocks;

/// The visitor's words, as they were typed, and how sending them goes.
pub fn visitor(here: Here, id: EntryId, signal: RwSignal<Entry>, time: String) -> AnyView {
    let Here { session, words } = here;
    let delivery = Memo::new(move |_| read(signal, |message| message.delivery.clone()).flatten());
    let text = Memo::new(move |_| read(signal, |message| message.text.clone()).unwrap_or_default());
    let entry = id.as_str().to_owned();
    let below = move || match delivery.get() {
        Some(Delivery::Sending) => view! { <p class="delivery">{words.sending}</p> }.into_any(),
        Some(Delivery::Failed(failure)) => {
            let told = words.told(&failure);
            let id = id.clone();
            let retry = Button::new("retry", words.retry)
                .class("button quiet small")
                .press(move || {
                    session.resend(id.clone());
                    focus::to_message();
                });
            view! {
                <div class="undelivered">
                    <span>{words.not_sent}" "{told.whole()}</span>
                    {retry.view()}
                </div>
            }
            .into_any()
        }
        _ => ().into_any(),
    };
    view! {
        <article
            class="entry"
            data-entry=entry
            data-speaker="visitor"
            data-delivery=move || delivery.with(delivery_word)
            aria-label=words.you
        >
            <div class="text" dir="auto">{move || text.get()}</div>
            {below}
            <time>{time}</time>
        </article>
    }
    .into_any()
}

/// The agent's words: markdown, drawn block by block while it grows.
pub fn agent(
    here: Here,
    drawing: SharedDrawing,
    id: EntryId,
    signal: RwSignal<Entry>,
    time: String,
) -> AnyView {
    let words = here.words;
    let body = NodeRef::<html::Div>::new();
    let blocks = StoredValue::new_local(None::<Blocks>);
    Effect::new(move |_| {
        let Some(body) = body.get() else {
            return;
        };
        signal.with(|entry| {
            if let Body::Message(message) = &entry.body {
                blocks.update_value(|blocks| {
                    blocks
                        .get_or_insert_with(|| Blocks::new(body.into(), drawing.get_value()))
                        .update(&message.text, message.open);
                });
            }
        });
    });
    let empty = Memo::new(move |_| read(signal, |message| message.text.is_empty()).unwrap_or(true));
    let cut = Memo::new(move |_| read(signal, |message| message.cut).unwrap_or(false));
    let entry = id.as_str().to_owned();
    view! {
        <article
            class=move || if empty.get() { "entry empty" } else { "entry" }
            data-entry=entry
            data-speaker="agent"
            aria-label=here.title()
        >
            <div class="text prose" dir="auto" node_ref=body></div>
            {move || cut.get().then(|| view! { <p class="cut">{words.cut}</p> })}
            {choices(here, id, signal)}
            <time>{time}</time>
        </article>
    }
    .into_any()
}

/// Reads a message's field; `None` for an entry that is no message.
pub fn read<T>(signal: RwSignal<Entry>, field: impl FnOnce(&Message) -> T) -> Option<T> {
    signal.with(|entry| match &entry.body {
        Body::Message(message) => Some(field(message)),
        Body::Tool(_) => None,
    })
}

fn delivery_word(delivery: &Option<Delivery>) -> Option<&'static str> {
    delivery.as_ref().map(|delivery| match delivery {
        Delivery::Sending => "sending",
        Delivery::Sent => "sent",
        Delivery::Failed(_) => "failed",
    })
}
