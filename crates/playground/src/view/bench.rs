//! The playground: what to set, the embed as it is then, and what to take along.

use leptos::prelude::*;
use vivavoce::browser::address;
use vivavoce::browser::element::{El, el, react};

use super::form::{text, trouble};
use super::link::link;
use super::{console, contrast, key, picker, settings, stage, take};
use crate::bench::Bench;
use crate::browser;
use crate::route::Route;
use crate::site::Site;
use crate::state::State;

pub fn bench(site: Site, fixed: Option<String>) -> El {
    let mut state = State::read(&address::read().query);
    if let Some(id) = &fixed {
        state.scenario.clone_from(id);
    }
    let bench = Bench {
        site,
        state: RwSignal::new(state),
        list: RwSignal::new(Vec::new()),
        chosen: RwSignal::new(None),
        problem: RwSignal::new(String::new()),
        is_fixed: fixed.is_some(),
        round: RwSignal::new(0),
        lines: RwSignal::new(Vec::new()),
    };
    // The whole of it in the address, so that a reload or a colleague finds the same.
    let path = match &fixed {
        Some(id) => Route::Integration(id.clone()).path(),
        None => Route::Bench.path(),
    };
    react(move || {
        let query = bench.state.with(|state| state.query(!bench.is_fixed));
        browser::replace(&format!("{path}{query}"));
    });
    react(move || {
        site.key.track();
        bench.chosen.set(None);
        bench.fill();
    });

    el("div", "")
        .child(lead(bench, fixed))
        .part(
            move || bench.problem.get(),
            |sentence| {
                if sentence.is_empty() {
                    Vec::new()
                } else {
                    vec![trouble(sentence)]
                }
            },
        )
        .child(
            el("div", "bench")
                .child(
                    el("div", "setup")
                        .child(picker::picker(bench))
                        .child(settings::settings(bench))
                        .child(contrast::panel(bench)),
                )
                .child(
                    el("div", "work").child(stage::stage(bench)).child(
                        el("div", "below")
                            .child(take::panel(bench))
                            .child(console::panel(bench)),
                    ),
                ),
        )
}

fn lead(bench: Bench, fixed: Option<String>) -> El {
    let lead = el("div", "lead");
    let Some(id) = fixed else {
        return lead
            .child(text("h1", "", "A conversation, in your page."))
            .child(text(
                "p",
                "",
                "This is the embed, live. Make it yours, hear what it tells the page around it, and take the snippet along.",
            ));
    };
    let site = bench.site;
    let name = move || {
        bench
            .chosen
            .with(|known| known.as_ref().map(|it| it.name.clone()))
            .unwrap_or_default()
    };
    let back = link(site, Route::Scenario(id), "crumb", "Back to the scenario");
    let needs_key =
        move || site.key.get().is_none() && bench.chosen.get().is_none_or(|it| it.private);
    lead.child(back)
        .child(el("h1", "").live_text(move || match name() {
            name if name.is_empty() => "Integration".into(),
            name => format!("Integrate “{name}”").into(),
        }))
        .child(text(
            "p",
            "",
            "Set it up, try it, and copy what your page needs.",
        ))
        .when(needs_key, move || {
            el("div", "panel narrow").child(key::form(site))
        })
}
