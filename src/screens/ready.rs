//! Everything is there; one button begins.

use leptos::prelude::*;
use vivavoce_core::address::Style;
use vivavoce_core::phase::Phase;
use vivavoce_core::wire::ScenarioFacts;

use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::components::avatar::Avatar;
use crate::components::button::Button;
use crate::components::effect;
use crate::components::focus;
use crate::components::icon::{Icon, icon};
use crate::components::show::Show;
use crate::components::stage::{Sentence, TITLE, Title};
use crate::here::{Here, here};
use crate::screens::terms::{Terms, passes};
use crate::words::Counting as _;

#[component]
pub fn Ready() -> Piece {
    let here = here();
    let Here { session, words, .. } = here;
    focus::arrive("[data-control=start]");
    let config = session.config();
    let label = config
        .button_start_label
        .clone()
        .unwrap_or_else(|| words.start.to_owned());
    let class = if config.button_outline {
        "button large outline"
    } else {
        "button large host"
    };
    let sign = config.button_icon.as_deref().and_then(Icon::named);

    let (phase, facts, anew) = (session.phase(), session.facts(), session.anew());
    effect::later(move || {
        if anew.get() {
            session.announce(words.anew.to_owned());
        }
    });
    // There it is the next step that asks.
    let minimal = session.style() == Style::Minimal;
    let description = part(move || {
        let told = facts.with(|facts| facts.as_ref()?.user_friendly_description.clone());
        let told = told.filter(|text| !minimal && !text.trim().is_empty());
        told.map(|text| view! { <Sentence text/> }.into_inner())
    });
    let expected = part(move || {
        let facts = facts.get().unwrap_or_default();
        (!minimal).then(|| {
            let lines: Vec<Piece> = expectations(here, &facts)
                .into_iter()
                .map(|line| view! { <li>{line}</li> }.piece())
                .collect();
            view! { <ul class="facts">{lines}</ul> }.piece()
        })
    });
    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            <Avatar/>
            <Title text=Signal::derive(move || here.title())/>
            {description}
            <Show when=move || anew.get()>
                <p class="notice">{icon(Icon::TROUBLE)} <span>{words.anew}</span></p>
            </Show>
            {(!minimal).then(|| view! { <Terms/> })}
            <div class="actions">
                <Button
                    control="start"
                    class
                    label
                    icon=sign
                    busy=Signal::derive(move || phase.get() == Phase::Connecting)
                    press=move || {
                        if minimal || passes(here) {
                            session.start();
                        }
                    }
                />
            </div>
            {expected}
        </section>
    }
    .piece()
}

/// What will happen, in a few words each.
fn expectations(here: Here, facts: &ScenarioFacts) -> Vec<String> {
    let Here { session, words, .. } = here;
    let longest = match (facts.max_duration_seconds, session.config().max_duration) {
        (Some(scenario), Some(host)) => Some(scenario.min(host)),
        (scenario, host) => scenario.or(host),
    };
    let mut lines = vec![words.ai_answers.to_owned()];
    if let Some(seconds) = longest {
        lines.push(words.up_to_minutes.count(seconds.div_ceil(60) as usize));
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
