//! A colour: any name, any value, and the whole palette to point at.

use leptos::html;
use leptos::prelude::*;
use vivavoce::browser::dom;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce_core::color::{self, Color};
use vivavoce_core::config::described::Shape;

use super::form::{Button, fresh_id};
use crate::parameter::Parameter;

/// Shades of each family.
const COLUMNS: usize = 11;

#[component]
pub fn Colour(
    parameter: Parameter,
    value: Signal<String>,
    #[prop(into)] set: UnsyncCallback<(String,)>,
) -> Piece {
    let (id, names, about) = (fresh_id(), fresh_id(), fresh_id());
    let label = parameter.label();
    let is_background = parameter.shape() == Shape::Background;
    let is_set = Memo::new(move |_| value.with(|value| value != parameter.default()));
    let open = RwSignal::new(false);

    // The default is the field's example: emptied, the field stays empty.
    let shown = move || {
        if is_set.get() {
            value.get()
        } else {
            String::new()
        }
    };
    let chip = move || {
        value
            .with(|value| Color::parse(value))
            .map(|color| color.css())
    };
    let opaque = move || {
        let color = value.with(|value| Color::parse(value));
        let opaque = color.map(|color| Color { a: 255, ..color });
        opaque.unwrap_or(Color::WHITE).css()
    };
    let is_fine = move |text: &str| {
        let is_clear = is_background && text.trim() == "transparent";
        text.is_empty() || is_clear || Color::parse(text).is_some()
    };
    let told = move || {
        if value.with(|value| is_fine(value)) {
            parameter.hint()
        } else {
            "Not a colour: try teal-600, #0d9488 or teal."
        }
    };
    let known: Vec<Piece> = color::keywords()
        .map(|(name, _)| view! { <option value=name></option> }.piece())
        .collect();
    let quick = is_background.then(|| {
        ["white", "black", "transparent"].map(|word| {
            let pressed = Signal::derive(move || value.with(|value| value == word));
            let press = move || set.run((word.to_owned(),));
            view! { <Button label=word pressed press/> }.into_inner()
        })
    });
    view! {
        <div class="field colour">
            <label for=id.clone()>{label}</label>
            <div class="colour-row">
                <span class="swatch" aria-hidden="true" style=("--swatch", chip)></span>
                <input
                    type="text"
                    id=id
                    list=names.clone()
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=parameter.placeholder()
                    data-setting=parameter.name()
                    aria-describedby=about.clone()
                    prop:value=shown
                    // At once while it is a colour, so that the preview follows; else when the field
                    // is left.
                    on:input:target=move |event| {
                        let text = event.target().value();
                        if is_fine(&text) {
                            set.run((text,));
                        }
                    }
                    on:change:target=move |event| set.run((event.target().value(),))
                />
                <input
                    type="color"
                    class="any"
                    aria-label=format!("{label}: any colour")
                    prop:value=opaque
                    on:input:target=move |event| set.run((event.target().value(),))
                />
            </div>
            <datalist id=names>{known}</datalist>
            <p class="hint" id=about>{told}</p>
            <div class="quick">
                {quick.map(Vec::from)}
                <Button
                    label="Palette"
                    name=format!("{label}: palette")
                    expanded=open
                    press=move || open.update(|open| *open = !*open)
                />
                <Show when=move || is_set.get()>
                    <Button
                        label="Reset"
                        name=format!("{label}: reset")
                        press=move || set.run((String::new(),))
                    />
                </Show>
            </div>
            <Show when=move || open.get()>
                <Palette label value set/>
            </Show>
        </div>
    }
    .piece()
}

/// All families and shades: one stop for the Tab key, arrows inside.
#[component]
fn Palette(label: &'static str, value: Signal<String>, set: UnsyncCallback<(String,)>) -> Piece {
    let all: Vec<(String, Color)> = color::palette()
        .flat_map(|(family, shades)| {
            shades
                .into_iter()
                .map(move |(shade, color)| (format!("{family}-{shade}"), color))
        })
        .collect();
    let now = value.get_untracked();
    let current = all.iter().position(|(name, _)| *name == now).unwrap_or(5);
    let at = RwSignal::new(current);
    let cells: Vec<NodeRef<html::Button>> = all.iter().map(|_| NodeRef::new()).collect();
    let buttons = all
        .iter()
        .zip(&cells)
        .enumerate()
        .map(|(index, ((name, color), cell))| {
            let (chosen, known) = (name.clone(), name.clone());
            view! {
                <button
                    type="button"
                    class="cell"
                    node_ref=*cell
                    aria-label=name.clone()
                    title=name.clone()
                    aria-pressed=move || value.with(|value| *value == known).to_string()
                    tabindex=move || if at.get() == index { "0" } else { "-1" }
                    style=("--swatch", color.css())
                    on:click=move |_| {
                        at.set(index);
                        set.run((chosen.clone(),));
                    }
                ></button>
            }
            .piece()
        });
    let mut buttons = buttons.peekable();
    let mut rows = Vec::new();
    while buttons.peek().is_some() {
        let row: Vec<Piece> = buttons.by_ref().take(COLUMNS).collect();
        rows.push(view! { <div class="shades">{row}</div> }.piece());
    }
    drop(buttons);
    let count = cells.len();
    let moved = move |event: leptos::ev::KeyboardEvent| {
        let now = at.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" => now + 1,
            "ArrowLeft" => now.wrapping_sub(1),
            "ArrowDown" => now + COLUMNS,
            "ArrowUp" => now.wrapping_sub(COLUMNS),
            "Home" => now - now % COLUMNS,
            "End" => now - now % COLUMNS + COLUMNS - 1,
            _ => return,
        };
        event.prevent_default();
        if next < count {
            at.set(next);
            if let Some(cell) = cells.get(next).and_then(|cell| cell.get_untracked()) {
                dom::focus(&cell);
            }
        }
    };
    view! {
        <div
            class="palette"
            role="group"
            aria-label=format!("{label}: Tailwind’s palette")
            on:keydown=moved
        >
            <p class="visually-hidden">{"Arrow keys move, Enter chooses."}</p>
            {rows}
        </div>
    }
    .piece()
}
