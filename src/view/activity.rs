//! Something the agent did beside talking: one line, with what went in and came out behind it.

use leptos::prelude::*;
use vivavoce_core::transcript::{Body, Entry, EntryId, Tool};

use super::here::Here;
use super::icon::{Icon, icon};

pub fn activity(here: Here, id: EntryId, signal: RwSignal<Entry>) -> AnyView {
    let words = here.words;
    let running = Memo::new(move |_| read(signal, |tool| tool.open && tool.result.is_none()));
    let line = move || {
        let said = if running.get() {
            words.using_tool
        } else {
            words.used_tool
        };
        read(signal, |tool| said(&tool.name))
    };
    let part = move |label: &'static str, text: String| {
        (!text.trim().is_empty()).then(|| {
            view! { <h3>{label}</h3><pre tabindex="0">{text}</pre> }
        })
    };
    let entry = id.as_str().to_owned();
    view! {
        <article class="entry" data-entry=entry data-speaker="agent" aria-label=here.title()>
            <details class="activity">
                <summary>
                    {move || match running.get() {
                        true => view! { <span class="spinner" aria-hidden="true"></span> }.into_any(),
                        false => icon(Icon::Check).into_any(),
                    }}
                    <span>{line}</span>
                    {icon(Icon::Fold)}
                </summary>
                <div class="more">
                    {move || part(words.tool_input, read(signal, |tool| tool.input.clone()))}
                    {move || {
                        part(
                            words.tool_result,
                            read(signal, |tool| tool.result.clone().unwrap_or_default()),
                        )
                    }}
                </div>
            </details>
        </article>
    }
    .into_any()
}

fn read<T: Default>(signal: RwSignal<Entry>, field: impl FnOnce(&Tool) -> T) -> T {
    signal.with(|entry| match &entry.body {
        Body::Tool(tool) => field(tool),
        Body::Message(_) => T::default(),
    })
}
