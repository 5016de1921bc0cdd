//! What the agent did beside talking, by its kind: one line, with what went in and came out behind
//! it where there is any.

use leptos::prelude::*;
use vivavoce_core::dialect::guest::Activity;
use vivavoce_core::transcript::{Body, Entry, Tool};

use super::words;
use crate::browser::element::{El, el, react};
use crate::strings::Strings;
use crate::strings::guests::Words;
use crate::view::button::spinner;
use crate::view::here::Here;
use crate::view::icon::{Icon, icon};

pub fn activity(here: Here, article: El, signal: RwSignal<Entry>) -> El {
    // The kind is told after the row began.
    let kind = move || tool(signal, |tool| tool.kind).unwrap_or_default();
    article.part(kind, move |kind| {
        vec![match kind {
            Activity::Notice | Activity::HandOver => told(signal, *kind),
            _ => row(here, signal, *kind),
        }]
    })
}

/// A sentence about the conversation.
fn told(signal: RwSignal<Entry>, kind: Activity) -> El {
    let sentence = el("span", "").live_text(move || {
        let said = tool(signal, |tool| tool.name.clone());
        said.unwrap_or_default().into()
    });
    let line = el("p", "told").attr("dir", "auto");
    if kind == Activity::HandOver {
        return line.child(icon(Icon::Person)).child(sentence);
    }
    line.child(sentence)
}

fn row(here: Here, signal: RwSignal<Entry>, kind: Activity) -> El {
    let (plain, ours) = (here.words, words(here));
    let (waits, done) = (spinner(), icon(sign(kind)));
    let line = el("span", "").attr("dir", "auto");
    let (input_name, input) = part(plain.tool_input);
    let (result_name, result) = part(plain.tool_result);
    let more = el("div", "more").children([
        input_name.clone(),
        input.clone(),
        result_name.clone(),
        result.clone(),
    ]);
    let summary = el("summary", "")
        .children([waits.clone(), done.clone(), line.clone()])
        .child(icon(Icon::Fold));
    let details = el("details", "activity")
        .attr("data-kind", name(kind))
        .child(summary)
        .child(more);
    if kind == Activity::Summary {
        details.set("open", Some(""));
    }
    let whole = details.clone();
    react(move || {
        tool(signal, |tool| {
            let answer = tool.result.as_deref().unwrap_or_default();
            let running = tool.open && tool.result.is_none();
            line.set_text(&sentence(plain, ours, kind, &tool.name, running));
            show(&waits, running);
            show(&done, !running);
            // What somebody thought or keeps needs no name above it.
            let asks = matches!(kind, Activity::Tool | Activity::Action | Activity::Step);
            fill(&input_name, &input, &tool.input, asks);
            fill(&result_name, &result, answer, asks);
            let empty = tool.input.trim().is_empty() && answer.trim().is_empty();
            whole.set("data-empty", empty.then_some(""));
        });
    });
    // Nothing behind it, nothing to open.
    let closed = details.clone();
    details.on("click", move |event| {
        let empty = closed
            .node()
            .is_some_and(|it| it.has_attribute("data-empty"));
        if empty {
            event.prevent_default();
        }
    })
}

fn sentence(plain: &Strings, ours: &Words, kind: Activity, name: &str, running: bool) -> String {
    match (kind, running) {
        (Activity::Tool, true) => (plain.using_tool)(name),
        (Activity::Tool, false) => (plain.used_tool)(name),
        (Activity::Action, true) => (ours.doing)(name),
        (Activity::Action, false) => (ours.did)(name),
        (Activity::Reasoning, true) => ours.reasoning.to_owned(),
        (Activity::Reasoning, false) => ours.reasoned.to_owned(),
        (Activity::State, _) if name.is_empty() => ours.state.to_owned(),
        (Activity::Summary, _) if name.is_empty() => ours.summary.to_owned(),
        _ => name.to_owned(),
    }
}

fn sign(kind: Activity) -> Icon {
    match kind {
        Activity::Reasoning => Icon::Idea,
        Activity::State => Icon::List,
        Activity::Summary => Icon::Chat,
        _ => Icon::Check,
    }
}

fn name(kind: Activity) -> &'static str {
    match kind {
        Activity::Tool => "tool",
        Activity::Action => "action",
        Activity::Step => "step",
        Activity::Reasoning => "reasoning",
        Activity::State => "state",
        Activity::Summary => "summary",
        Activity::HandOver => "hand-over",
        Activity::Notice => "notice",
    }
}

fn tool<T>(signal: RwSignal<Entry>, field: impl FnOnce(&Tool) -> T) -> Option<T> {
    signal.with(|entry| match &entry.body {
        Body::Tool(tool) => Some(field(tool)),
        Body::Message(_) => None,
    })
}

fn part(label: &str) -> (El, El) {
    // It may scroll, so the keyboard must reach it.
    (
        el("strong", "").text(label),
        el("pre", "").attr("tabindex", "0").attr("dir", "auto"),
    )
}

fn fill(name: &El, element: &El, text: &str, named: bool) {
    let shown = !text.trim().is_empty();
    element.set_text(text);
    show(name, shown && named);
    show(element, shown);
}

fn show(element: &El, shown: bool) {
    element.set("hidden", (!shown).then_some(""));
}
