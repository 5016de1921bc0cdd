//! What someone said.

use std::cell::RefCell;

use leptos::prelude::*;
use vivavoce_core::dialect::Delivery;
use vivavoce_core::phase::Phase;
use vivavoce_core::transcript::{Body, Message};

use crate::browser::Element;
use crate::browser::markdown::Blocks;
use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::components::choice::choices;
use crate::components::effect;
use crate::components::show::Show;
use crate::here::{Here, here};
use crate::screens::conversation::failed::Undelivered;
use crate::screens::conversation::transcript::SharedDrawing;
use crate::session::Row;

/// The visitor's words, as they were typed, and how sending them goes.
#[component]
pub fn Visitor(row: Row, at: String) -> Piece {
    let here = here();
    let id = row.id().clone();
    let row = StoredValue::new(row);
    let words = here.words;
    let delivery = Memo::new(move |_| read(row, |message| message.delivery.clone()).flatten());
    let retried = id.clone();
    let delivered = part(move || match delivery.get() {
        Some(Delivery::Sending) => Some(view! { <p class="delivery">{words.sending}</p> }.piece()),
        Some(Delivery::Failed(failure)) => {
            let told = [words.not_sent, " ", &words.explain(&failure).whole()].concat();
            let retried = Some(retried.clone());
            Some(view! { <Undelivered told retried/> }.into_inner())
        }
        _ => None,
    });
    view! {
        <article
            class="entry"
            data-entry=id.as_str().to_owned()
            data-speaker="visitor"
            data-delivery=move || delivery.with(|it| it.as_ref().map(word))
            aria-label=words.you
        >
            <div class="text" dir="auto">{move || text(row)}</div>
            {delivered}
            {here.slot(|slots| (slots.after_own)(&id))}
            <time>{at}</time>
        </article>
    }
    .piece()
}

/// The agent's words: markdown, drawn block by block while it grows.
#[component]
pub fn Agent(row: Row, at: String, drawing: SharedDrawing) -> Piece {
    let here = here();
    let id = row.id().clone();
    let row = StoredValue::new(row);
    let Here { session, words, .. } = here;
    let phase = session.phase();
    let wordless = move || read(row, |message| message.text.is_empty()).unwrap_or(true);
    // Nothing of it shows yet.
    let of = id.clone();
    let empty = move || {
        let choiceless = || read(row, |message| message.choices.is_empty()).unwrap_or(true);
        wordless() && choiceless() && here.slot(|slots| (slots.holds)(&of)) != Some(true)
    };
    let draw = move |text: Element| {
        let blocks = RefCell::new(Blocks::new(text, drawing.get_value()));
        effect::now(move || {
            read(row, |message| {
                if let Ok(mut blocks) = blocks.try_borrow_mut() {
                    blocks.update(&message.text, message.open);
                }
            });
        });
    };
    let cut = move || read(row, |message| message.cut) == Some(true);
    let offered = Memo::new(move |_| {
        let offered = read(row, |message| {
            (!message.choices_used).then(|| message.choices.clone())
        });
        let offered = offered.flatten().unwrap_or_default();
        // Only what is on offer hangs on the phase: a thousand old entries do not.
        if offered.is_empty() || phase.get() != Phase::Live {
            return Vec::new();
        }
        offered
    });
    let chosen = UnsyncCallback::from(move |choice| session.press(choice));
    let slotted = here.slot(|slots| slots.after_text.map(|part| part(&id)));
    view! {
        <article
            class=move || if empty() { "entry empty" } else { "entry" }
            data-entry=id.as_str().to_owned()
            data-speaker="agent"
            aria-label=here.title()
        >
            {here.slot(|slots| (slots.before_text)(&id))}
            <div class="text prose" hidden=wordless use:draw></div>
            <Show when=cut>
                <p class="cut">{words.cut}</p>
            </Show>
            {slotted.map(Vec::from)}
            {part(move || choices("choice", words.choices, offered.get(), chosen))}
            <time>{at}</time>
        </article>
    }
    .piece()
}

/// What it says.
fn text(row: StoredValue<Row>) -> String {
    read(row, |message| message.text.clone()).unwrap_or_default()
}

/// Reads a message; `None` for an entry that is none.
pub fn read<T>(row: StoredValue<Row>, field: impl FnOnce(&Message) -> T) -> Option<T> {
    let read = row.with_value(|row| {
        row.read(|entry| match &entry.body {
            Body::Message(message) => Some(field(message)),
            Body::Tool(_) => None,
        })
    });
    read.flatten()
}

fn word(delivery: &Delivery) -> &'static str {
    match delivery {
        Delivery::Sending => "sending",
        Delivery::Sent => "sent",
        Delivery::Failed(_) => "failed",
    }
}
