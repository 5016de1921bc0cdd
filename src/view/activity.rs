//! Something the agent did beside talking: one line, with what went in and came out behind it.

use leptos::prelude::*;
use vivavoce_core::transcript::{Body, Entry, Tool};

use super::button::spinner;
use super::here::Here;
use super::icon::{Icon, icon};
use crate::browser::element::{El, el, react};

pub fn activity(here: Here, article: El, signal: RwSignal<Entry>) -> El {
    let words = here.words;
    let (waits, done) = (spinner(), icon(Icon::Check));
    let line = el("span", "");
    let (input_name, input) = part(words.tool_input);
    let (result_name, result) = part(words.tool_result);
    let summary = el("summary", "")
        .children([waits.clone(), done.clone(), line.clone()])
        .child(icon(Icon::Fold));
    let more = el("div", "more").children([
        input_name.clone(),
        input.clone(),
        result_name.clone(),
        result.clone(),
    ]);
    react(move || {
        signal.with(|entry| {
            let Body::Tool(tool) = &entry.body else {
                return;
            };
            let Tool {
                name,
                input: asked,
                result: answer,
                open,
                ..
            } = tool;
            let running = *open && answer.is_none();
            let said = if running {
                words.using_tool
            } else {
                words.used_tool
            };
            line.set_text(&said(name));
            show(&waits, running);
            show(&done, !running);
            fill(&input_name, &input, asked);
            fill(&result_name, &result, answer.as_deref().unwrap_or_default());
        });
    });
    article.child(el("details", "activity").child(summary).child(more))
}

fn part(label: &str) -> (El, El) {
    // It may scroll, so the keyboard must reach it.
    (
        el("strong", "").text(label),
        el("pre", "").attr("tabindex", "0"),
    )
}

fn fill(name: &El, element: &El, text: &str) {
    let shown = !text.trim().is_empty();
    element.set_text(text);
    show(name, shown);
    show(element, shown);
}

fn show(element: &El, shown: bool) {
    element.set("hidden", (!shown).then_some(""));
}
