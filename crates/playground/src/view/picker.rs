//! Which scenario, in which style, with which variables.

use leptos::prelude::*;
use vivavoce::browser::element::{El, el, react};

use super::form::{fresh_id, group, input, labelled, segments, text};
use super::key;
use crate::bench::Bench;
use crate::browser;
use crate::known::Known;
use crate::state::STYLES;

pub fn picker(bench: Bench) -> El {
    let panel = el("section", "panel").attr("aria-label", "Scenario and style");
    let panel = if bench.is_fixed {
        panel
    } else {
        panel.child(scenarios(bench))
    };
    panel.child(style(bench)).child(variables(bench))
}

fn scenarios(bench: Bench) -> El {
    let name = fresh_id();
    let cards = el("div", "cards").rows(
        move || {
            bench
                .list
                .get()
                .into_iter()
                .map(|known| ((known.id.clone(), known.own), known))
                .collect()
        },
        move |_, known| card(bench, &name, known),
    );
    let other = input(
        "67bf56c23f44cdf6055a8165",
        move || {
            let wanted = bench.state.with(|state| state.scenario.clone());
            let is_listed = bench
                .list
                .with(|list| list.iter().any(|known| known.id == wanted));
            if is_listed { String::new() } else { wanted }
        },
        move |id| bench.choose(&id),
    );
    let site = bench.site;
    let key = el("details", "fold")
        .child(text("summary", "", "Your own scenarios"))
        .child(key::form(site));
    group("Scenario")
        .child(cards)
        .child(
            el("details", "fold")
                .child(text("summary", "", "Another one, by its id"))
                .child(labelled("Id or slug", "", other)),
        )
        .when(move || site.key.get().is_none(), move || key.clone())
}

fn card(bench: Bench, group: &str, known: Known) -> El {
    let radio = el("input", "")
        .attr("type", "radio")
        .attr("name", group)
        .attr("value", &known.id);
    let (shown, id) = (radio.clone(), known.id.clone());
    react(move || browser::set_checked(&shown, bench.state.with(|state| state.scenario == id)));
    let id = known.id.clone();
    let radio = radio.on("change", move |_| bench.choose(&id));
    let mut title = text("strong", "", &known.name);
    if known.private {
        title = title.child(text("span", "tag", "private"));
    }
    el("label", "")
        .child(radio)
        .child(title)
        .child(text("small", "", &known.about))
}

fn style(bench: Bench) -> El {
    let options = STYLES.map(|style| {
        let label = match style.as_str() {
            "full" => "Full",
            "basic" => "Basic",
            _ => "Minimal",
        };
        (style.as_str(), label)
    });
    let about = move || match bench.state.with(|state| state.style.as_str()) {
        "full" => "Everything: conversation, review and results. 800 px high.",
        "basic" => "Avatar and conversation, no results. 600 px high.",
        _ => "One button until it is opened. 300 px high.",
    };
    group("Style")
        .child(segments(
            "Style",
            "",
            &options,
            move || bench.state.with(|state| state.style.as_str().to_owned()),
            move |chosen| {
                let style = STYLES.into_iter().find(|style| style.as_str() == chosen);
                bench.change(|state| state.style = style.unwrap_or_default());
            },
        ))
        .child(el("p", "hint").live_text(move || about().into()))
}

fn variables(bench: Bench) -> El {
    let names = move || {
        bench
            .chosen
            .with(|known| known.as_ref().map(|it| it.variables.clone()))
            .unwrap_or_default()
    };
    el("div", "").part(names, move |names| {
        if names.is_empty() {
            return Vec::new();
        }
        let fields = names.iter().map(|name| {
            let (read, written) = (name.clone(), name.clone());
            let field = input(
                "",
                move || {
                    bench
                        .state
                        .with(|state| {
                            let variables = state.variables.as_ref()?;
                            variables.get(&read).cloned()
                        })
                        .unwrap_or_default()
                },
                move |value| {
                    bench.change(|state| {
                        state
                            .variables
                            .get_or_insert_default()
                            .insert(written.clone(), value);
                    });
                },
            );
            labelled(name, "", field)
        });
        vec![
            group("Variables")
                .child(text(
                    "p",
                    "hint",
                    "Found in the scenario’s instructions; your page fills them.",
                ))
                .children(fields),
        ]
    })
}
