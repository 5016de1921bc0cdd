//! Everything is there; one button begins.

use leptos::prelude::*;
use vivavoce_core::config::Style;
use vivavoce_core::phase::Phase;
use vivavoce_core::wire::ScenarioFacts;

use super::avatar::Avatar;
use super::button::Button;
use super::focus;
use super::here::Here;
use super::icon::{Icon, icon};
use super::stage::{actions, sentence, stage, title};
use crate::browser::element::{El, el};

#[component]
pub fn Ready(here: Here) -> El {
    let Here { session, words } = here;
    focus::arrive("[data-control=start]");
    let config = session.config();
    let phase = session.phase();
    let label = match &config.button_start_label {
        Some(label) => label,
        None => words.start,
    };
    let start = Button::new("start", label)
        .class(if config.button_outline {
            "button large outline"
        } else {
            "button large host"
        })
        .icon(config.button_icon.as_deref().and_then(Icon::named))
        .busy(move || phase.get() == Phase::Connecting)
        .press(move || session.start());

    let (facts, anew) = (session.facts(), session.anew());
    let minimal = session.style() == Style::Minimal;
    let about = move |facts: &Option<ScenarioFacts>| {
        let mut shown = vec![title(&here.title())];
        let text = facts
            .as_ref()
            .and_then(|facts| facts.user_friendly_description.as_deref())
            .filter(|text| !minimal && !text.trim().is_empty());
        shown.extend(text.map(sentence));
        shown
    };
    let expected = move |facts: &Option<ScenarioFacts>| {
        if minimal {
            return Vec::new();
        }
        let lines = expectations(here, facts.clone().unwrap_or_default());
        let lines = lines.iter().map(|line| el("li", "").text(line));
        vec![el("ul", "facts").children(lines)]
    };
    stage("section", "stage enter")
        .child(view! { <Avatar/> })
        .part(move || facts.get(), about)
        .when(
            move || anew.get(),
            move || {
                el("p", "notice")
                    .child(icon(Icon::Trouble))
                    .child(el("span", "").text(words.anew))
            },
        )
        .child(actions([start.view()]))
        .part(move || facts.get(), expected)
}

/// What will happen, in a few words each.
fn expectations(here: Here, facts: ScenarioFacts) -> Vec<String> {
    let Here { session, words } = here;
    let longest = match (facts.max_duration_seconds, session.config().max_duration) {
        (Some(scenario), Some(host)) => Some(scenario.min(host)),
        (scenario, host) => scenario.or(host),
    };
    let mut lines = Vec::with_capacity(3);
    if let Some(seconds) = longest {
        lines.push((words.about_minutes)(seconds.div_ceil(60)));
    }
    lines.push(words.by_text.to_owned());
    let kept = if facts.is_recording {
        words.recorded
    } else {
        words.saved
    };
    lines.push(kept.to_owned());
    lines
}
