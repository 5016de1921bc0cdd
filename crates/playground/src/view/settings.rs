//! Every parameter of the embed.

use leptos::prelude::*;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce_core::config::described::{Group, Shape};

use super::colour::Colour;
use super::form::{Check, Choice, Input, Segments, Select, Tells};
use crate::bench::Bench;
use crate::parameter::{self, LISTED, Parameter};

#[component]
pub fn Settings(bench: Bench) -> Piece {
    let of = move |group: Group| -> Vec<Piece> {
        let all = parameter::all().filter(move |it| it.group() == group);
        all.map(|parameter| view! { <Setting bench parameter/> }.into_inner())
            .collect()
    };
    let more = LISTED.map(|group| {
        let changed = move || {
            let count = bench.state.with(|state| {
                let given =
                    |it: &Parameter| it.group() == group && state.settings.contains_key(it.name());
                parameter::all().filter(given).count()
            });
            match count {
                0 => String::new(),
                count => format!("{count} set"),
            }
        };
        view! {
            <details class="fold">
                <summary>{parameter::title(group)} <span class="tag">{changed}</span></summary>
                {of(group)}
            </details>
        }
        .piece()
    });
    let warnings = Memo::new(move |_| bench.state.with(|state| state.config().1));
    let said = move || -> Vec<Piece> {
        warnings.with(|warnings| {
            let sentences = warnings.iter().map(ToString::to_string);
            sentences
                .map(|sentence| view! { <p class="hint trouble">{sentence}</p> }.piece())
                .collect()
        })
    };
    view! {
        <div class="settings">
            <section class="panel" aria-label="Colours">{of(Group::Colour)}</section>
            <section class="panel" aria-label="More settings">
                {Vec::from(more)}
                <div aria-live="polite">{said}</div>
            </section>
        </div>
    }
    .piece()
}

#[component]
fn Setting(bench: Bench, parameter: Parameter) -> Piece {
    let (name, label, hint) = (parameter.name(), parameter.label(), parameter.hint());
    let value = Signal::derive(move || bench.state.with(|state| state.setting(name)));
    let set = move |value: String| bench.change(|state| state.set(name, &value));
    let labels = |words: &'static [&'static str]| words.iter().map(|word| (*word, label_of(word)));
    match parameter.shape() {
        Shape::Flag | Shape::MaybeFlag => {
            let checked = Signal::derive(move || value.with(|value| value == "true"));
            let set = move |on: bool| set(on.to_string());
            view! { <Check label hint checked set/> }.into_inner()
        }
        Shape::Choice(words) => {
            let options: Vec<Choice> = labels(words).collect();
            let choose = move |word: &'static str| set(word.to_owned());
            view! {
                <fieldset>
                    <legend>{label}</legend>
                    <Segments legend=label options chosen=value choose/>
                </fieldset>
            }
            .piece()
        }
        Shape::Known(words) => {
            let options: Vec<Choice> = [("", "None")].into_iter().chain(labels(words)).collect();
            view! { <Select label hint options value choose=set/> }.into_inner()
        }
        Shape::Color | Shape::Background => view! { <Colour parameter value set/> }.into_inner(),
        shape => {
            let (example, numeric) = (parameter.placeholder(), shape == Shape::Number);
            view! {
                <Input label hint example numeric tells=Tells::AfterAPause value commit=set/>
            }
            .into_inner()
        }
    }
}

fn label_of(word: &'static str) -> &'static str {
    match word {
        "auto" => "Auto",
        "light" => "Light",
        "dark" => "Dark",
        "phone" => "Phone",
        "mic" => "Microphone",
        "chat" => "Speech bubble",
        "play" => "Play",
        "arrow" => "Arrow",
        other => other,
    }
}
