//! A labelled text field with its error in words below it.

use leptos::prelude::*;

use crate::browser::piece::{IntoPiece as _, Piece};

/// Its error follows `error`; empty, there is nothing to complain about.
#[component]
pub fn Field(
    /// Its `data-control`, `name` and id.
    control: &'static str,
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    value: RwSignal<String>,
    error: RwSignal<String>,
) -> Piece {
    let error_id = [control, "-error"].concat();
    let described_by = error_id.clone();
    let wrong = move || error.with(|error| !error.is_empty());
    view! {
        <div class="field">
            <label for=control>{label}</label>
            <input
                class="input"
                id=control
                name=control
                data-control=control
                type=kind
                autocomplete=autocomplete
                dir="auto"
                aria-required="true"
                aria-invalid=move || wrong().then_some("true")
                aria-describedby=move || wrong().then(|| described_by.clone())
                prop:value=value
                on:input:target=move |event| {
                    value.set(event.target().value());
                    // What is being corrected is no longer wrong until it is judged again.
                    error.set(String::new());
                }
            />
            // There before its text is: only then do screen readers speak a change of it.
            <p class="error" id=error_id aria-live="polite">{error}</p>
        </div>
    }
    .piece()
}
