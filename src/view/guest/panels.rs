//! What a vendor shows beside the conversation: settings to change, figures to read.

use leptos::prelude::*;
use vivavoce_core::dialect::guest::{Ask, Field, FieldKind, Panel};

use super::words;
use crate::browser::element::{El, el};
use crate::view::here::Here;

#[component]
pub fn Panels(here: Here) -> El {
    let panels = here.session.elsewhere().panels;
    here.session.ask(Ask::Panels);
    let ids = move || panels.with(|all| all.iter().map(|it| it.id.clone()).collect::<Vec<_>>());
    el("div", "panels").part(ids, move |ids| {
        ids.iter().map(|id| one(here, id.clone())).collect()
    })
}

/// Made anew when it changes itself, so that a field one is in stays when another panel does.
fn one(here: Here, id: String) -> El {
    let panels = here.session.elsewhere().panels;
    let panel = move || panels.with(|all| all.iter().find(|it| it.id == id).cloned());
    el("section", "panel").part(panel, move |panel: &Option<Panel>| {
        let Some(panel) = panel else {
            return Vec::new();
        };
        let title =
            (!panel.title.is_empty()).then(|| el("h3", "").attr("dir", "auto").text(&panel.title));
        let fields = panel.fields.iter().map(|it| field(here, &panel.id, it));
        title.into_iter().chain(fields).collect()
    })
}

fn field(here: Here, panel: &str, field: &Field) -> El {
    let session = here.session;
    let label = el("span", "").attr("dir", "auto").text(&field.label);
    let (panel, id) = (panel.to_owned(), field.id.clone());
    let set = move |value: String| {
        session.ask(Ask::Set {
            panel: panel.clone(),
            field: id.clone(),
            value,
        });
    };
    let input = |kind: &str| {
        el("input", "")
            .attr("type", kind)
            .attr("data-field", &field.id)
    };
    match field.kind {
        FieldKind::Text => el("p", "fact")
            .child(label)
            .child(el("b", "").attr("dir", "auto").text(&field.value)),
        FieldKind::Flag => {
            let on = matches!(field.value.as_str(), "true" | "1" | "on");
            let state = if on { words(here).on } else { words(here).off };
            let switch = el("button", "switch")
                .attr("type", "button")
                .attr("role", "switch")
                .attr("data-field", &field.id)
                .attr("aria-checked", if on { "true" } else { "false" })
                .attr("aria-label", &field.label)
                .child(el("span", "unseen").text(state))
                .on("click", move |_| {
                    set(if on { "false" } else { "true" }.to_owned())
                });
            el("div", "fact").child(label).child(switch)
        }
        FieldKind::Edit => {
            let input = input("text")
                .attr("dir", "auto")
                .attr("value", &field.value);
            editable(label, input, &field.value, |_| true, set)
        }
        FieldKind::Number { from, to } => {
            let fits = move |entered: &str| {
                let number = entered.trim().parse::<i32>();
                number.is_ok_and(|number| (from..=to).contains(&number))
            };
            let input = input("number")
                .attr("min", &from.to_string())
                .attr("max", &to.to_string())
                .attr("value", &field.value);
            editable(label, input, &field.value, fits, set)
        }
    }
}

/// Told once the visitor has finished with it, not with every key; what does not fit is not told, and
/// the field shows again what counts.
fn editable(
    label: El,
    input: El,
    now: &str,
    fits: impl Fn(&str) -> bool + 'static,
    set: impl Fn(String) + 'static,
) -> El {
    let (field, now) = (input.clone(), now.to_owned());
    let input = input.on("change", move |_| {
        let entered = field.value();
        if fits(&entered) {
            set(entered);
        } else {
            field.set_value(&now);
        }
    });
    el("label", "fact").child(label).child(input)
}
