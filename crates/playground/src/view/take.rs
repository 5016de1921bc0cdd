//! The snippet, and everything the page around it needs.

use leptos::prelude::*;
use vivavoce::browser::element::{El, el};
use vivavoce::browser::{address, task};

use super::form::{button, segments, text};
use crate::bench::Bench;
use crate::browser;
use crate::snippet::{self, Integration, Part};
use crate::state::Form;

pub fn panel(bench: Bench) -> El {
    let forms = Form::ALL.map(|form| (form.as_str(), form.title()));
    let origin = address::read().origin;
    let parts = move || {
        let state = bench.state.get();
        let private = bench
            .chosen
            .with(|known| known.as_ref().is_some_and(|known| known.private));
        snippet::parts(&Integration {
            origin: &origin,
            state: &state,
            private,
        })
    };
    el("section", "panel")
        .attr("aria-labelledby", "take-title")
        .child(text("h2", "", "Take it along").attr("id", "take-title"))
        .child(segments(
            "Which snippet",
            "",
            &forms,
            move || bench.state.with(|state| state.form.as_str().to_owned()),
            move |chosen| {
                let form = Form::ALL.into_iter().find(|form| form.as_str() == chosen);
                bench.change(|state| state.form = form.unwrap_or_default());
            },
        ))
        .part(parts, move |parts| {
            parts.iter().map(|it| part(bench, it)).collect()
        })
}

fn part(bench: Bench, part: &Part) -> El {
    let code = el("pre", "code")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", part.title)
        .child(text("code", "", &part.text));
    let (title, copied, shown) = (part.title, part.text.clone(), code.clone());
    let copy = button("Copy", "quiet", move || {
        let (text, shown) = (copied.clone(), shown.clone());
        task::spawn(async move {
            let done = browser::copy(&text, &shown).await;
            bench.site.say(if done {
                "Copied."
            } else {
                "The browser did not allow copying: the text is selected, press Ctrl+C or ⌘C."
            });
        });
    })
    .attr("aria-label", &format!("Copy: {title}"));
    el("div", "part")
        .child(
            el("div", "row")
                .child(text("h3", "", part.title))
                .child(copy),
        )
        .child(text("p", "hint", &part.about))
        .child(code)
}
