//! What the agent did beside talking, by its kind: one line, with what went in and came out behind
//! it where there is any.

use leptos::prelude::*;
use vivavoce_core::dialect::Activity;
use vivavoce_core::dialect::vendor::{PERSON_ABSENT, PERSON_COMING, PERSON_ENDED};
use vivavoce_locales::widget::Vendor;

use super::words;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::button::Spinner;
use crate::components::icon::{Icon, icon};
use crate::components::show::Show;
use crate::here::{Here, here};
use crate::screens::conversation::activity::{Detail, read};
use crate::session::Row;
use crate::words::Words;

pub fn activity(row: Row) -> Piece {
    let row = StoredValue::new(row);
    let kind = untrack(|| read(row, |tool| tool.kind));
    match kind {
        Activity::Notice | Activity::HandOver => view! { <Told row kind/> }.into_inner(),
        _ => view! { <Line row kind/> }.into_inner(),
    }
}

/// A sentence about the conversation.
#[component]
fn Told(row: StoredValue<Row>, kind: Activity) -> Piece {
    let ours = words(here());
    let sign = (kind == Activity::HandOver).then(|| icon(Icon::PERSON));
    view! {
        <p class="told" dir="auto">
            {sign}
            <span>{move || told(&ours, &read(row, |tool| tool.name.clone()))}</span>
        </p>
    }
    .piece()
}

/// What a code of the core's says; others' sentences as they are.
fn told(ours: &Vendor, name: &str) -> String {
    let (code, place) = name.split_once(' ').unwrap_or((name, ""));
    match (code, place) {
        (PERSON_COMING, "") => ours.person_coming.to_owned(),
        (PERSON_COMING, place) => [ours.person_coming, " (", place, ")"].concat(),
        (PERSON_ENDED, "") => ours.person_ended.to_owned(),
        (PERSON_ABSENT, "") => ours.person_absent.to_owned(),
        _ => name.to_owned(),
    }
}

#[component]
fn Line(row: StoredValue<Row>, kind: Activity) -> Piece {
    let here = here();
    let Here { words: plain, .. } = here;
    let ours = words(here);
    let running = move || read(row, |tool| tool.open && tool.result.is_none());
    let line = move || {
        let name = read(row, |tool| tool.name.clone());
        sentence(plain, &ours, kind, &name, running())
    };
    let input = Signal::derive(move || read(row, |tool| tool.input.clone()));
    let result = Signal::derive(move || read(row, |tool| tool.result.clone().unwrap_or_default()));
    let empty = move || {
        let blank = |text: Signal<String>| text.with(|text| text.trim().is_empty());
        blank(input) && blank(result)
    };
    // What somebody thought or keeps needs no name above it.
    let nameless = !matches!(kind, Activity::Tool | Activity::Action | Activity::Step);
    view! {
        <details
            class="activity"
            data-kind=name(kind)
            open=kind == Activity::Summary
            data-empty=move || empty().then_some("")
            on:click=move |event| {
                // Nothing behind it, nothing to open.
                if untrack(empty) {
                    event.prevent_default();
                }
            }
        >
            <summary>
                <Show when=running fallback=move || icon(sign(kind))>
                    <Spinner/>
                </Show>
                <span dir="auto">{line}</span>
                {icon(Icon::FOLD)}
            </summary>
            <div class="more">
                <Detail label=plain.tool_input text=input nameless/>
                <Detail label=plain.tool_result text=result nameless/>
            </div>
        </details>
    }
    .piece()
}

fn sentence(plain: &Words, ours: &Vendor, kind: Activity, name: &str, running: bool) -> String {
    match (kind, running) {
        (Activity::Tool, true) => plain.using_tool.with([name]),
        (Activity::Tool, false) => plain.used_tool.with([name]),
        (Activity::Action, true) => ours.doing.with([name]),
        (Activity::Action, false) => ours.did.with([name]),
        (Activity::Reasoning, true) => ours.reasoning.to_owned(),
        (Activity::Reasoning, false) => ours.reasoned.to_owned(),
        (Activity::State, _) if name.is_empty() => ours.state.to_owned(),
        (Activity::Summary, _) if name.is_empty() => ours.summary.to_owned(),
        _ => name.to_owned(),
    }
}

fn sign(kind: Activity) -> Icon {
    match kind {
        Activity::Reasoning => Icon::IDEA,
        Activity::State => Icon::LIST,
        Activity::Summary => Icon::CHAT,
        _ => Icon::CHECK,
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
