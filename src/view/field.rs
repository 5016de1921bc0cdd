//! A labelled text field with its error in words below it.

use leptos::prelude::*;

use crate::browser::element::{El, el, react};

/// As its form describes it.
pub struct Field {
    /// Its `data-control`, `name` and id.
    pub control: &'static str,
    pub label: &'static str,
    pub kind: &'static str,
    pub autocomplete: &'static str,
    pub value: RwSignal<String>,
    /// Empty: nothing to complain about.
    pub error: RwSignal<String>,
}

impl Field {
    pub fn view(self) -> El {
        let Field {
            control,
            label,
            kind,
            autocomplete,
            value,
            error,
        } = self;
        let error_id = [control, "-error"].concat();
        let input = el("input", "input")
            .attr("id", control)
            .attr("name", control)
            .attr("data-control", control)
            .attr("type", kind)
            .attr("autocomplete", autocomplete)
            .attr("dir", "auto")
            .attr("aria-required", "true")
            // What is being corrected is no longer wrong until it is judged again.
            .on_input(move |text| {
                value.set(text);
                error.set(String::new());
            });
        // There before its text is: only then do screen readers speak a change of it.
        let complaint = el("p", "error")
            .attr("id", &error_id)
            .attr("aria-live", "polite");
        let (field, line) = (input.clone(), complaint.clone());
        react(move || field.set_value(&value.read()));
        let field = input.clone();
        react(move || {
            let error = error.read();
            let wrong = !error.is_empty();
            line.set_text(&error);
            field.set("aria-invalid", wrong.then_some("true"));
            field.set("aria-describedby", wrong.then_some(error_id.as_str()));
        });
        el("div", "field")
            .child(el("label", "").attr("for", control).text(label))
            .child(input)
            .child(complaint)
    }
}
