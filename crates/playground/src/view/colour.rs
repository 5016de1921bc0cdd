//! A colour: any name, any value, and the whole palette to point at.

use leptos::prelude::*;
use vivavoce::browser::element::{El, Key, el, react};
use vivavoce_core::color::{self, Color};

use super::form::{button, fresh_id, text};
use crate::browser;
use crate::parameter::{Kind, Parameter};

/// Shades of each family.
const COLUMNS: usize = 11;

pub fn colour(
    parameter: &'static Parameter,
    value: impl Fn() -> String + Clone + Send + Sync + 'static,
    set: impl Fn(String) + Clone + 'static,
) -> El {
    let (id, names, about) = (fresh_id(), fresh_id(), fresh_id());
    let field = el("input", "")
        .attr("type", "text")
        .attr("id", &id)
        .attr("list", &names)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", parameter.example)
        .attr("data-setting", parameter.name)
        .attr("aria-describedby", &about);
    let (shown, read) = (field.clone(), value.clone());
    // The default is the field's example: emptied, the field stays empty.
    react(move || {
        let value = read();
        let is_given = value != parameter.default();
        browser::set_value(&shown, if is_given { &value } else { "" });
    });
    // At once while it is a colour, so that the preview follows; else when the field is left.
    let (entered, put) = (field.clone(), set.clone());
    let field = field.on("input", move |_| {
        let text = browser::value(&entered);
        if Color::parse(&text).is_some() {
            put(text);
        }
    });
    let (entered, put) = (field.clone(), set.clone());
    let field = field.on("change", move |_| put(browser::value(&entered)));

    let read = value.clone();
    let chip = el("span", "swatch")
        .attr("aria-hidden", "true")
        .live_style("--swatch", move || {
            Some(Color::parse(&read())?.css().into())
        });
    let any = el("input", "any")
        .attr("type", "color")
        .attr("aria-label", &format!("{}: any colour", parameter.label));
    let (shown, read) = (any.clone(), value.clone());
    react(move || {
        let opaque = Color::parse(&read()).map(|color| Color { a: 255, ..color });
        browser::set_value(&shown, &opaque.unwrap_or(Color::WHITE).css());
    });
    let (picked, put) = (any.clone(), set.clone());
    let any = any.on("input", move |_| put(browser::value(&picked)));

    let known = color::keywords().map(|(name, _)| name.to_owned());
    let known = known.map(|name| el("option", "").attr("value", &name));
    let wrong = {
        let value = value.clone();
        let takes_transparent = parameter.kind == Kind::Background;
        move || {
            let value = value();
            let fine = value.is_empty()
                || Color::parse(&value).is_some()
                || (takes_transparent && value.trim() == "transparent");
            if fine {
                parameter.hint.into()
            } else {
                "Not a colour: try teal-600, #0d9488 or teal.".into()
            }
        }
    };
    let open = RwSignal::new(false);
    let palette = {
        let (value, set) = (value.clone(), set.clone());
        move || palette(parameter.label, value.clone(), set.clone())
    };
    let reset = {
        let set = set.clone();
        move || {
            let set = set.clone();
            button("Reset", "quiet", move || set(String::new()))
                .attr("aria-label", &format!("{}: reset", parameter.label))
        }
    };
    let is_set = {
        let value = value.clone();
        move || value() != parameter.default()
    };
    let mut quick = el("div", "quick");
    if parameter.kind == Kind::Background {
        for word in ["white", "black", "transparent"] {
            let (set, read) = (set.clone(), value.clone());
            let press = button(word, "quiet", move || set(word.to_owned()))
                .live_attr("aria-pressed", move || {
                    Some((read() == word).to_string().into())
                });
            quick = quick.child(press);
        }
    }
    let fold = button("Palette", "quiet", move || {
        open.update(|open| *open = !*open)
    })
    .live_attr("aria-expanded", move || Some(open.get().to_string().into()))
    .attr("aria-label", &format!("{}: palette", parameter.label));
    el("div", "field colour")
        .child(el("label", "").attr("for", &id).text(parameter.label))
        .child(el("div", "colour-row").child(chip).child(field).child(any))
        .child(el("datalist", "").attr("id", &names).children(known))
        .child(el("p", "hint").attr("id", &about).live_text(wrong))
        .child(quick.child(fold).when(is_set, reset))
        .when(move || open.get(), palette)
}

/// All families and shades: one stop for the Tab key, arrows inside.
fn palette(
    label: &str,
    value: impl Fn() -> String + Clone + 'static,
    set: impl Fn(String) + Clone + 'static,
) -> El {
    let all: Vec<(String, Color)> = color::palette()
        .flat_map(|(family, shades)| {
            shades
                .into_iter()
                .map(move |(shade, color)| (format!("{family}-{shade}"), color))
        })
        .collect();
    let current = all
        .iter()
        .position(|(name, _)| *name == value())
        .unwrap_or(5);
    let at = RwSignal::new(current);
    let count = all.len();
    let cells: Vec<El> = all
        .iter()
        .enumerate()
        .map(|(index, (name, color))| {
            let (set, read, chosen, known) =
                (set.clone(), value.clone(), name.clone(), name.clone());
            let cell = button("", "cell", move || {
                at.set(index);
                set(chosen.clone());
            })
            .attr("aria-label", name)
            .attr("title", name)
            .live_attr("aria-pressed", move || {
                Some((read() == known).to_string().into())
            })
            .live_attr("tabindex", move || {
                Some(if at.get() == index { "0" } else { "-1" }.into())
            });
            cell.set_style("--swatch", Some(&color.css()));
            cell
        })
        .collect();
    let stops = cells.clone();
    let moved = move |key: Key| {
        let now = at.get_untracked();
        let next = match key.name.as_str() {
            "ArrowRight" => now + 1,
            "ArrowLeft" => now.wrapping_sub(1),
            "ArrowDown" => now + COLUMNS,
            "ArrowUp" => now.wrapping_sub(COLUMNS),
            "Home" => now - now % COLUMNS,
            "End" => now - now % COLUMNS + COLUMNS - 1,
            _ => return false,
        };
        if next < count {
            at.set(next);
            if let Some(html) = stops.get(next).and_then(El::html) {
                html.focus().ok();
            }
        }
        true
    };
    let rows = cells
        .chunks(COLUMNS)
        .map(|row| el("div", "shades").children(row.to_vec()));
    el("div", "palette")
        .attr("role", "group")
        .attr("aria-label", &format!("{label}: Tailwind’s palette"))
        .child(text(
            "p",
            "visually-hidden",
            "Arrow keys move, Enter chooses.",
        ))
        .children(rows)
        .on_key(moved)
}
