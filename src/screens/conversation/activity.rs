//! Something the agent did beside talking: one line, with what went in and came out behind it.

use leptos::prelude::*;
use vivavoce_core::transcript::{Body, Tool};

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::button::Spinner;
use crate::components::icon::{Icon, icon};
use crate::components::show::Show;
use crate::here::here;
use crate::session::Row;

#[component]
pub fn Activity(row: Row) -> Piece {
    let words = here().words;
    let row = StoredValue::new(row);
    let running = move || read(row, |tool| tool.open && tool.result.is_none());
    let line = move || {
        let said = if running() {
            words.using_tool
        } else {
            words.used_tool
        };
        read(row, |tool| said.with([&tool.name]))
    };
    view! {
        <details class="activity">
            <summary>
                <Show when=running fallback=|| icon(Icon::CHECK)>
                    <Spinner/>
                </Show>
                <span>{line}</span>
                {icon(Icon::FOLD)}
            </summary>
            <div class="more">
                <Detail label=words.tool_input text=Signal::derive(move || {
                    read(row, |tool| tool.input.clone())
                })/>
                <Detail label=words.tool_result text=Signal::derive(move || {
                    read(row, |tool| tool.result.clone().unwrap_or_default())
                })/>
            </div>
        </details>
    }
    .piece()
}

/// A text with its name above it; nothing of it shows while there is none.
#[component]
pub fn Detail(
    label: &'static str,
    text: Signal<String>,
    #[prop(optional)] nameless: bool,
) -> Piece {
    let none = move || text.with(|text| text.trim().is_empty());
    view! {
        <strong hidden=move || nameless || none()>{label}</strong>
        // It may scroll, so the keyboard must reach it.
        <pre tabindex="0" dir="auto" hidden=none>{text}</pre>
    }
    .piece()
}

pub fn read<T: Default>(row: StoredValue<Row>, field: impl FnOnce(&Tool) -> T) -> T {
    let read = row.with_value(|row| {
        row.read(|entry| match &entry.body {
            Body::Tool(tool) => field(tool),
            Body::Message(_) => T::default(),
        })
    });
    read.unwrap_or_default()
}
