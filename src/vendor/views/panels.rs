//! What a vendor shows beside the conversation: settings to change, figures to read.

use leptos::prelude::*;
use vivavoce_core::dialect::vendor::{Field, FieldKind, VendorCommand};

use super::words;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::here::here;

#[component]
pub fn Panels() -> Piece {
    let session = here().session;
    let panels = session.vendor_state().panels;
    session.command(VendorCommand::Panels);
    let ids = Memo::new(move |_| {
        panels.with(|all| all.iter().map(|it| it.id.clone()).collect::<Vec<_>>())
    });
    let shown = move || {
        let ids = ids.get().into_iter();
        ids.map(|id| view! { <OnePanel id/> }.into_inner())
            .collect::<Vec<Piece>>()
    };
    view! { <div class="panels">{shown}</div> }.piece()
}

/// Made anew when other fields come; a value that changes leaves its field, and the focus, in place.
#[component]
fn OnePanel(id: String) -> Piece {
    let panels = here().session.vendor_state().panels;
    let of = id.clone();
    let shape = Memo::new(move |_| {
        panels.with(|all| {
            let panel = all.iter().find(|it| it.id == of)?;
            let bare = |field: &Field| Field {
                value: String::new(),
                ..field.clone()
            };
            let fields: Vec<Field> = panel.fields.iter().map(bare).collect();
            Some((panel.title.clone(), fields))
        })
    });
    let content = move || {
        let (title, fields) = shape.get().unwrap_or_default();
        let title = (!title.is_empty()).then(|| view! { <h3 dir="auto">{title}</h3> }.piece());
        let fields = fields.into_iter().map(|field| {
            let panel = id.clone();
            view! { <OneField panel field/> }.into_inner()
        });
        title.into_iter().chain(fields).collect::<Vec<Piece>>()
    };
    view! { <section class="panel">{content}</section> }.piece()
}

#[component]
fn OneField(panel: String, field: Field) -> Piece {
    let here = here();
    let session = here.session;
    let panels = session.vendor_state().panels;
    let Field {
        id, label, kind, ..
    } = field;
    let place = (panel.clone(), id.clone());
    // Other panels change, too: what is being entered here is left alone.
    let value = Memo::new(move |_| {
        panels.with(|all| {
            let panel = all.iter().find(|it| it.id == place.0);
            let field = panel.and_then(|it| it.fields.iter().find(|it| it.id == place.1));
            field.map(|it| it.value.clone()).unwrap_or_default()
        })
    });
    let of = id.clone();
    let set = UnsyncCallback::from(move |value: String| {
        session.command(VendorCommand::Set {
            panel: panel.clone(),
            field: of.clone(),
            value,
        });
    });
    match kind {
        FieldKind::Text => view! {
            <p class="fact"><span dir="auto">{label}</span><b dir="auto">{value}</b></p>
        }
        .piece(),
        FieldKind::Flag => view! {
            <div class="fact">
                <span dir="auto">{label.clone()}</span>
                <Switch id label value set/>
            </div>
        }
        .piece(),
        FieldKind::Edit => view! { <Entered id label value set/> }.into_inner(),
        FieldKind::Number { from, to } => {
            view! { <Entered id label value set range=(from, to)/> }.into_inner()
        }
    }
}

#[component]
fn Switch(id: String, label: String, value: Memo<String>, set: UnsyncCallback<(String,)>) -> Piece {
    let ours = words(here());
    let is_on = move || value.with(|value| matches!(value.as_str(), "true" | "1" | "on"));
    let press = move |_| {
        let turned = if untrack(is_on) { "false" } else { "true" };
        set.run((turned.to_owned(),));
    };
    view! {
        <button
            class="switch"
            type="button"
            role="switch"
            data-field=id
            aria-checked=move || if is_on() { "true" } else { "false" }
            aria-label=label
            on:click=press
        >
            <span class="unseen">{move || if is_on() { ours.on } else { ours.off }}</span>
        </button>
    }
    .piece()
}

/// Told once the visitor has finished with it, not with every key; what does not fit is not told, and
/// the field shows again what counts.
#[component]
fn Entered(
    id: String,
    label: String,
    value: Memo<String>,
    set: UnsyncCallback<(String,)>,
    #[prop(optional)] range: Option<(i32, i32)>,
) -> Piece {
    let fits = move |entered: &str| {
        range.is_none_or(|(from, to)| {
            let number = entered.trim().parse::<i32>();
            number.is_ok_and(|number| (from..=to).contains(&number))
        })
    };
    view! {
        <label class="fact">
            <span dir="auto">{label}</span>
            <input
                type=if range.is_some() { "number" } else { "text" }
                data-field=id
                dir=range.is_none().then_some("auto")
                min=range.map(|(from, _)| from.to_string())
                max=range.map(|(_, to)| to.to_string())
                prop:value=move || value.get()
                on:change:target=move |event| {
                    let entered = event.target().value();
                    if fits(&entered) {
                        set.run((entered,));
                    } else {
                        event.target().set_value(&value.get_untracked());
                    }
                }
            />
        </label>
    }
    .piece()
}
