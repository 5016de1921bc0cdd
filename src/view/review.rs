//! Before handing in: what was said, in numbers, and room for a word.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::transcript::Body;

use super::button::Button;
use super::focus;
use super::here::Here;
use super::saved;
use super::stage::{sentence, stage, title};
use crate::browser::element::{El, el};
use crate::strings::clock;

#[component]
pub fn Review(here: Here) -> El {
    let Here { session, words } = here;
    focus::arrive(focus::HEADING);
    let (failure, busy) = (session.failure(), session.busy());
    let (messages, own_words) = counted(here);
    let elapsed = session.elapsed().get_untracked();
    let comment = el("textarea", "input")
        .attr("id", "comment")
        .attr("data-control", "comment")
        .attr("rows", "3")
        .attr("dir", "auto");
    let written = comment.clone();
    let form = el("form", "card")
        .on_submit(move || {
            if !busy.get_untracked() {
                let comment = written.value().trim().to_owned();
                session.submit((!comment.is_empty()).then_some(comment));
            }
        })
        .child(
            el("div", "field")
                .child(el("label", "").attr("for", "comment").text(words.comment))
                .child(comment),
        )
        .child(el("p", "error").attr("role", "alert").live_text(move || {
            let told = failure.get().map(|failure| words.told(&failure).whole());
            told.unwrap_or_default().into()
        }))
        .child(
            Button::new("submit", words.submit)
                .busy(move || busy.get())
                .view(),
        );
    let figures = el("dl", "figures").children([
        figure(words.minutes, clock(elapsed)),
        figure(words.messages, messages.to_string()),
        figure(words.your_words, own_words.to_string()),
    ]);
    stage("section", "stage review enter")
        .child(title(words.review_title))
        .child(sentence(words.review_sentence))
        .child(figures)
        .child(form)
        .child(view! { <saved::Past here open=false/> })
}

/// One number with what it counts below it.
pub fn figure(label: &str, value: String) -> El {
    el("div", "")
        .child(el("dt", "").text(label))
        .child(el("dd", "").text(&value))
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
