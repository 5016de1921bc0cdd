//! How it went.

use leptos::prelude::*;
use vivavoce_core::wire::{Figures, Results, ResultsStatus, ScoreSource};

use super::button::Button;
use super::focus;
use super::here::Here;
use super::icon::{Icon, icon};
use super::report_card::{meter, report_card};
use super::review::figure;
use super::saved;
use super::thanks::thanks;
use crate::strings::{clock, percent, score};

pub fn report(here: Here) -> AnyView {
    let results = here.session.results();
    let restricted = Memo::new(move |_| {
        results.with(|results| {
            results
                .as_ref()
                .is_some_and(|results| results.status == ResultsStatus::Restricted)
        })
    });
    (move || match restricted.get() {
        true => thanks(here),
        false => sheet(here),
    })
    .into_any()
}

fn sheet(here: Here) -> AnyView {
    let Here { session, words } = here;
    focus::arrive(focus::HEADING);
    let results = session.results();
    let body = move || {
        let results = results.get().unwrap_or_default();
        match results.status {
            ResultsStatus::Ready => findings(here, results),
            ResultsStatus::Failed => view! { <p class="analyzing">{words.results_failed}</p> }.into_any(),
            _ => {
                view! {
                    <p class="analyzing"><span class="spinner" aria-hidden="true"></span>{words.analyzing}</p>
                }
                    .into_any()
            }
        }
    };
    view! {
        <div class="report enter">
            <h1 class="title" tabindex="-1">{words.results_title}</h1>
            {body}
            <div class="actions">
                {Button::new("again", words.again).press(move || session.again()).view()}
                {saved::download(here)}
            </div>
            <section>{saved::past(here, true)}</section>
        </div>
    }
    .into_any()
}

fn findings(here: Here, results: Results) -> AnyView {
    let words = here.words;
    let feedback = results
        .feedback
        .filter(|text| !text.trim().is_empty())
        .map(|text| view! { <p class="feedback" dir="auto">{text}</p> });
    view! {
        {results.score.map(|value| overall(here, value, results.score_source))}
        {feedback}
        {(!results.report_card.is_empty()).then(|| report_card(here, results.report_card))}
        <div class="columns">
            {points(words.strengths, "points", Icon::Check, results.strengths)}
            {points(words.weaknesses, "points weak", Icon::Grow, results.weaknesses)}
        </div>
        {checklist(words.next_steps, results.action_items)}
        {numbers(here, &results.figures)}
    }
    .into_any()
}

fn overall(here: Here, value: f64, source: ScoreSource) -> impl IntoView {
    let words = here.words;
    let explained = match source {
        ScoreSource::Measured => words.score_measured,
        ScoreSource::Model => words.score_judged,
    };
    view! {
        <div class="score">
            <p class="value">
                <span class="unseen">{words.score}" "</span>
                {score(value)}
                <small>{words.out_of_ten}</small>
            </p>
            <div class="scale">{meter(value)}<p>{explained}</p></div>
        </div>
    }
}

fn points(
    heading: &'static str,
    class: &'static str,
    shape: Icon,
    texts: Vec<String>,
) -> Option<AnyView> {
    let lines: Vec<AnyView> = texts
        .into_iter()
        .map(|text| view! { <li>{icon(shape)}<span dir="auto">{text}</span></li> }.into_any())
        .collect();
    list(heading, class, lines)
}

/// Ticked off by whoever reads it, for as long as the page is open.
fn checklist(heading: &'static str, texts: Vec<String>) -> Option<AnyView> {
    let lines: Vec<AnyView> = texts
        .into_iter()
        .map(|text| {
            view! { <li><label><input type="checkbox"/><span dir="auto">{text}</span></label></li> }
                .into_any()
        })
        .collect();
    list(heading, "points", lines)
}

fn list(heading: &'static str, class: &'static str, lines: Vec<AnyView>) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        view! { <section><h2>{heading}</h2><ul class=class>{lines}</ul></section> }.into_any()
    })
}

fn numbers(here: Here, figures: &Figures) -> impl IntoView {
    let words = here.words;
    let messages = figures.visitor_turns.saturating_add(figures.agent_turns);
    view! {
        <section>
            <h2>{words.in_numbers}</h2>
            <dl class="figures">
                {figure(words.minutes, clock(figures.duration_seconds))}
                {figure(words.messages, messages.to_string())}
                {figure(words.your_words, figures.visitor_words.to_string())}
                {figure(words.your_share, percent(figures.talk_share))}
                {figure(words.your_questions, figures.visitor_questions.to_string())}
                {figure(words.fillers, figures.fillers.to_string())}
            </dl>
        </section>
    }
}
