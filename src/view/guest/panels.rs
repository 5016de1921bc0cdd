//! What a vendor shows beside the conversation: settings to change, figures to read.

use leptos::prelude::*;
use vivavoce_core::dialect::guest::{Ask, Field, FieldKind};

use super::words;
use crate::browser::element::{El, el, react};
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

/// Made anew when other fields come; a value that changes leaves its field, and the focus, in place.
fn one(here: Here, id: String) -> El {
    let panels = here.session.elsewhere().panels;
    let of = id.clone();
    let shape = move || {
        panels.with(|all| {
            let panel = all.iter().find(|it| it.id == of)?;
            let bare = |field: &Field| Field {
                value: String::new(),
                ..field.clone()
            };
            let fields: Vec<Field> = panel.fields.iter().map(bare).collect();
            Some((panel.title.clone(), fields))
        })
    };
    el("section", "panel").part(shape, move |shape| {
        let Some((title, fields)) = shape else {
            return Vec::new();
        };
        let title = (!title.is_empty()).then(|| el("h3", "").attr("dir", "auto").text(title));
        let fields = fields.iter().map(|it| field(here, &id, it));
        title.into_iter().chain(fields).collect()
    })
}

fn field(here: Here, panel: &str, field: &Field) -> El {
    let session = here.session;
    let panels = session.elsewhere().panels;
    let label = el("span", "").attr("dir", "auto").text(&field.label);
    let (panel, id) = (panel.to_owned(), field.id.clone());
    let place = (panel.clone(), id.clone());
    let value = move || {
        panels.with(|all| {
            let panel = all.iter().find(|it| it.id == place.0);
            let field = panel.and_then(|it| it.fields.iter().find(|it| it.id == place.1));
            field.map(|it| it.value.clone()).unwrap_or_default()
        })
    };
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
        FieldKind::Text => el("p", "fact").child(label).child(
            el("b", "")
                .attr("dir", "auto")
                .live_text(move || value().into()),
        ),
        FieldKind::Flag => el("div", "fact")
            .child(label)
            .child(switch(here, field, value, set)),
        FieldKind::Edit => editable(
            label,
            input("text").attr("dir", "auto"),
            value,
            |_| true,
            set,
        ),
        FieldKind::Number { from, to } => {
            let fits = move |entered: &str| {
                let number = entered.trim().parse::<i32>();
                number.is_ok_and(|number| (from..=to).contains(&number))
            };
            let input = input("number")
                .attr("min", &from.to_string())
                .attr("max", &to.to_string());
            editable(label, input, value, fits, set)
        }
    }
}

fn switch(
    here: Here,
    field: &Field,
    value: impl Fn() -> String + Clone + 'static,
    set: impl Fn(String) + 'static,
) -> El {
    let is_on = move || matches!(value().as_str(), "true" | "1" | "on");
    let (shown, now) = (is_on.clone(), is_on.clone());
    let ours = words(here);
    let state =
        el("span", "unseen").live_text(move || if is_on() { ours.on } else { ours.off }.into());
    el("button", "switch")
        .attr("type", "button")
        .attr("role", "switch")
        .attr("data-field", &field.id)
        .live_attr("aria-checked", move || {
            Some(if shown() { "true" } else { "false" }.into())
        })
        .attr("aria-label", &field.label)
        .child(state)
        .on("click", move |_| {
            let turned = if untrack(&now) { "false" } else { "true" };
            set(turned.to_owned());
        })
}

/// Told once the visitor has finished with it, not with every key; what does not fit is not told, and
/// the field shows again what counts.
fn editable(
    label: El,
    input: El,
    value: impl Fn() -> String + Clone + 'static,
    fits: impl Fn(&str) -> bool + 'static,
    set: impl Fn(String) + 'static,
) -> El {
    let (field, counts) = (input.clone(), value.clone());
    let input = input.on("change", move |_| {
        let entered = field.value();
        if fits(&entered) {
            set(entered);
        } else {
            field.set_value(&untrack(&counts));
        }
    });
    let (field, mut known) = (input.clone(), None);
    react(move || {
        let now = value();
        // Other panels change, too: what is being entered here is left alone.
        if known.as_ref() != Some(&now) {
            field.set_value(&now);
            known = Some(now);
        }
    });
    el("label", "fact").child(label).child(input)
}
