//! Before handing in: what was said, in numbers, and room for a word.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::transcript::Body;

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::button::Button;
use crate::components::focus;
use crate::components::form::Form;
use crate::components::stage::{Sentence, TITLE, Title};
use crate::here::{Here, here};
use crate::screens::after::numbers::{count, label, whole_minutes};
use crate::screens::after::saved::{Past, TimeUp, Unsent};
use crate::screens::after::words;
use crate::session::Session;

#[component]
pub fn Review() -> Piece {
    let (here, ours) = (here(), words());
    let Here { session, words, .. } = here;
    focus::arrive(focus::HEADING);
    let (failure, busy) = (session.failure(), session.busy());
    let (messages, own_words) = counted(session);
    let elapsed = session.elapsed().get();
    let comment = RwSignal::new(String::new());
    let send = move || {
        if !busy.get_untracked() {
            let comment = comment.get_untracked().trim().to_owned();
            session.submit((!comment.is_empty()).then_some(comment));
        }
    };
    let told = move || failure.get().map(|failure| words.explain(&failure).whole());
    view! {
        <section class="stage review enter" aria-labelledby=TITLE>
            <Title text=ours.review_title/>
            <TimeUp/>
            <Sentence text=ours.review_sentence/>
            <Unsent/>
            <dl class="figures">
                <Time seconds=elapsed/>
                <Figure label=label(ours.messages, messages) value=count(messages)/>
                <Figure label=label(ours.your_words, own_words) value=count(own_words)/>
            </dl>
            <Form class="card" send>
                <div class="field">
                    <label for="comment">{ours.comment}</label>
                    <textarea
                        class="input"
                        id="comment"
                        data-control="comment"
                        rows="3"
                        dir="auto"
                        prop:value=comment
                        on:input:target=move |event| comment.set(event.target().value())
                    />
                </div>
                <p class="error" role="alert">{move || told().unwrap_or_default()}</p>
                <Button control="submit" label=ours.submit busy/>
            </Form>
            <Past/>
        </section>
    }
    .piece()
}

/// One number with what it counts below it.
#[component]
pub fn Figure(#[prop(into)] label: String, value: String) -> Piece {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.piece()
}

/// How long it took.
#[component]
pub fn Time(seconds: u32) -> Piece {
    let minutes = whole_minutes(seconds);
    view! { <Figure label=label(words().minutes, minutes) value=count(minutes)/> }.into_inner()
}

/// How many messages there are, and how many words of them are the visitor's.
fn counted(session: Session) -> (u32, u32) {
    session.rows().with_untracked(|rows| {
        let mut messages = 0;
        let mut words = 0;
        for row in rows {
            row.peek(|entry| {
                if let Body::Message(message) = &entry.body {
                    messages += 1;
                    if message.speaker == Speaker::Visitor {
                        words += message.text.split_whitespace().count() as u32;
                    }
                }
            });
        }
        (messages, words)
    })
}
