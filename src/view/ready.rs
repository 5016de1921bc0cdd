//! Everything is there; one button begins.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;

use super::avatar::avatar;
use super::button::Button;
use super::focus;
use super::here::Here;
use super::icon::Icon;
use super::stage::{TITLE, sentence, title};
use vivavoce_core::config::Style;

pub fn ready(here: Here) -> AnyView {
    let Here { session, words } = here;
    focus::arrive("[data-control=start]");
    let config = session.config();
    let facts = session.facts();
    let minimal = session.style() == Style::Minimal;
    let connecting = Signal::derive(move || session.phase().get() == Phase::Connecting);

    let label = config
        .button_start_label
        .clone()
        .unwrap_or_else(|| words.start.to_owned());
    let class = if config.button_outline {
        "button large outline"
    } else {
        "button large host"
    };
    let start = Button::new("start", label)
        .class(class)
        .icon(config.button_icon.as_deref().and_then(Icon::named))
        .busy(connecting)
        .press(move || session.start());
    let description = move || {
        let text = facts
            .get()
            .and_then(|facts| facts.user_friendly_description)?;
        (!minimal && !text.trim().is_empty()).then(|| sentence(text))
    };
    let small_print = move || {
        (!minimal).then(|| {
            let lines = expectations(here);
            view! {
                <ul class="facts">
                    {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>()}
                </ul>
            }
        })
    };

    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            {avatar()}
            {move || title(here.title())}
            {description}
            <div class="actions">{start.view()}</div>
            {small_print}
        </section>
    }
    .into_any()
}

/// What will happen, in a few words each.
fn expectations(here: Here) -> Vec<String> {
    let Here { session, words } = here;
    let facts = session.facts().get().unwrap_or_default();
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
