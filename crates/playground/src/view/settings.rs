//! Every parameter of the embed.

use leptos::prelude::*;
use vivavoce::browser::element::{El, el};

use super::colour::colour;
use super::form::{check, group, input, labelled, segments, select, text};
use crate::bench::Bench;
use crate::parameter::{ALL, Group, Kind, Parameter};

pub fn settings(bench: Bench) -> El {
    let look = el("section", "panel")
        .attr("aria-label", "Colours")
        .children(
            ALL.iter()
                .filter(|it| it.group == Group::Colour)
                .map(|it| setting(bench, it)),
        );
    let more = Group::LISTED.into_iter().map(|listed| {
        let settings = ALL.iter().filter(|it| it.group == listed);
        let changed = move || {
            let state = bench.state.get();
            let changed = ALL
                .iter()
                .filter(|it| it.group == listed && state.settings.contains_key(it.name));
            match changed.count() {
                0 => String::new(),
                count => format!("{count} set"),
            }
        };
        let summary = text("summary", "", listed.title())
            .child(el("span", "tag").live_text(move || changed().into()));
        el("details", "fold")
            .child(summary)
            .children(settings.map(|it| setting(bench, it)))
    });
    let warnings = move || bench.state.with(|state| state.config().1);
    let said = el("div", "").part(warnings, |warnings| {
        let sentences = warnings
            .iter()
            .map(|warning| text("p", "hint trouble", &warning.to_string()));
        sentences.collect()
    });
    el("div", "settings").child(look).child(
        el("section", "panel")
            .attr("aria-label", "More settings")
            .children(more)
            .child(said.attr("aria-live", "polite")),
    )
}

fn setting(bench: Bench, parameter: &'static Parameter) -> El {
    let name = parameter.name;
    let value = move || bench.state.with(|state| state.setting(name));
    let set = move |value: String| bench.change(|state| state.set(name, &value));
    match parameter.kind {
        Kind::Flag(_) => check(
            parameter.label,
            parameter.hint,
            move || value() == "true",
            move |on| set(on.to_string()),
        ),
        Kind::Choice(words) if name == "theme" => {
            let options: Vec<_> = words.iter().map(|word| (*word, label_of(word))).collect();
            group(parameter.label).child(segments(
                parameter.label,
                "",
                &options,
                value,
                move |word| set(word.to_owned()),
            ))
        }
        Kind::Choice(words) => {
            let options: Vec<_> = words.iter().map(|word| (*word, label_of(word))).collect();
            labelled(
                parameter.label,
                parameter.hint,
                select(&options, value, set),
            )
        }
        Kind::Color | Kind::Background => colour(parameter, value, set),
        Kind::Number => {
            let field = input(parameter.example, value, set).attr("inputmode", "numeric");
            labelled(parameter.label, parameter.hint, field)
        }
        Kind::Text => labelled(
            parameter.label,
            parameter.hint,
            input(parameter.example, value, set),
        ),
    }
}

fn label_of(word: &str) -> &str {
    match word {
        "" => "None",
        "auto" => "Auto",
        "light" => "Light",
        "dark" => "Dark",
        "phone" => "Phone",
        "mic" => "Microphone",
        "chat" => "Speech bubble",
        "play" => "Play",
        other => other,
    }
}
