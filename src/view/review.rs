//! Before handing in: what was said, in numbers, and room for a word.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::transcript::Body;

use super::button::Button;
use super::focus;
use super::here::Here;
use super::saved;
use super::stage::{TITLE, sentence, title};
use crate::strings::clock;

pub fn review(here: Here) -> AnyView {
    let Here { session, words } = here;
    focus::arrive(focus::HEADING);
    let comment = RwSignal::new(String::new());
    let (messages, own_words) = counted(here);
    let failure = session.failure();
    view! {
        <section class="stage review enter" aria-labelledby=TITLE>
            {title(words.review_title.to_owned())}
            {sentence(words.review_sentence)}
            <dl class="figures">
                {figure(words.minutes, clock(session.elapsed().get_untracked()))}
                {figure(words.messages, messages.to_string())}
                {figure(words.your_words, own_words.to_string())}
            </dl>
            <form
                class="card"
                on:submit=move |event| {
                    event.prevent_default();
                    if !session.busy().get_untracked() {
                        let comment = comment.get_untracked().trim().to_owned();
                        session.submit((!comment.is_empty()).then_some(comment));
                    }
                }
            >
                <div class="field">
                    <label for="comment">{words.comment}</label>
                    <textarea
                        class="input"
                        id="comment"
                        data-control="comment"
                        rows="3"
                        dir="auto"
                        prop:value=move || comment.get()
                        on:input:target=move |event| comment.set(event.target().value())
                    ></textarea>
                </div>
                <p class="error" role="alert">
                    {move || failure.get().map(|failure| words.told(&failure).whole())}
                </p>
                {Button::new("submit", words.submit).busy(session.busy()).view()}
            </form>
            {saved::past(here, false)}
        </section>
    }
    .into_any()
}

/// One number with what it counts below it.
pub fn figure(label: &'static str, value: String) -> impl IntoView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }
}

/// How many messages there are, and how many words of them are the visitor's.
fn counted(here: Here) -> (usize, usize) {
    here.session.entries().with_untracked(|entries| {
        let mut messages = 0;
        let mut words = 0;
        for (_, entry) in entries {
            entry.with_untracked(|entry| {
                if let Body::Message(message) = &entry.body {
                    messages += 1;
                    if message.speaker == Speaker::Visitor {
                        words += message.text.split_whitespace().count();
                    }
                }
            });
        }
        (messages, words)
    })
}
