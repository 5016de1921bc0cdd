//! A labelled text field with its error in words below it.

use leptos::prelude::*;

/// As its form describes it.
pub struct Field {
    /// Its `data-control`, `name` and id.
    pub control: &'static str,
    pub label: &'static str,
    pub kind: &'static str,
    pub autocomplete: &'static str,
    pub value: RwSignal<String>,
    /// `None`: nothing to complain about.
    pub error: Signal<Option<String>>,
}

impl Field {
    pub fn view(self) -> AnyView {
        let Field {
            control,
            label,
            kind,
            autocomplete,
            value,
            error,
        } = self;
        let mut error_id = control.to_owned();
        error_id.push_str("-error");
        let described = error_id.clone();
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
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
                    prop:value=move || value.get()
                    on:input:target=move |event| value.set(event.target().value())
                />
                // There before its text is: only then do screen readers speak a change of it.
                <p class="error" id=error_id aria-live="polite">{move || error.get()}</p>
            </div>
        }
        .into_any()
    }
}
