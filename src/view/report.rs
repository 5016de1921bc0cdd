//! How it went.

use leptos::prelude::*;
use vivavoce_core::wire::{Figures, Results, ResultsStatus, ScoreSource};

use super::button::{Button, spinner};
use super::focus;
use super::here::Here;
use super::icon::{Icon, icon};
use super::report_card::{meter, report_card};
use super::review::figure;
use super::saved;
use super::stage::actions;
use crate::browser::element::{El, el};
use crate::strings::{clock, percent, score};

/// For results that visitors may see; the others end in thanks.
#[component]
pub fn Report(here: Here) -> El {
    let Here { session, words } = here;
    focus::arrive(focus::HEADING);
    let results = session.results();
    let again = Button::new("again", words.again).press(move || session.again());
    let title = el("h1", "title")
        .attr("tabindex", "-1")
        .text(words.results_title);
    let found = move |results: &Option<Results>| {
        let results = results.clone().unwrap_or_default();
        match results.status {
            ResultsStatus::Ready => findings(here, &results),
            ResultsStatus::Failed => vec![el("p", "analyzing").text(words.results_failed)],
            _ => vec![el("p", "analyzing").child(spinner()).text(words.analyzing)],
        }
    };
    el("div", "report enter")
        .child(title)
        .part(move || results.get(), found)
        .child(actions([
            again.view(),
            view! { <saved::Download here/> }.into(),
        ]))
        .child(el("section", "").child(view! { <saved::Past here open=true/> }))
}

fn findings(here: Here, results: &Results) -> Vec<El> {
    let words = here.words;
    let feedback = results
        .feedback
        .as_deref()
        .filter(|text| !text.trim().is_empty())
        .map(|text| el("p", "feedback").attr("dir", "auto").text(text));
    let columns = el("div", "columns")
        .children(points(
            words.strengths,
            "points",
            Icon::Check,
            &results.strengths,
        ))
        .children(points(
            words.weaknesses,
            "points weak",
            Icon::Grow,
            &results.weaknesses,
        ));
    let mut shown = Vec::new();
    shown.extend(
        results
            .score
            .map(|value| overall(here, value, results.score_source)),
    );
    shown.extend(feedback);
    shown
        .extend((!results.report_card.is_empty()).then(|| report_card(here, &results.report_card)));
    shown.push(columns);
    shown.extend(checklist(words.next_steps, &results.action_items));
    shown.push(numbers(here, &results.figures));
    shown
}

fn overall(here: Here, value: f64, source: ScoreSource) -> El {
    let words = here.words;
    let explained = match source {
        ScoreSource::Measured => words.score_measured,
        ScoreSource::Model => words.score_judged,
    };
    let number = el("p", "value")
        .child(el("span", "unseen").text(words.score).text(" "))
        .text(&score(value))
        .child(el("small", "").text(words.out_of_ten));
    let scale = el("div", "scale")
        .child(meter(value))
        .child(el("p", "").text(explained));
    el("div", "score").child(number).child(scale)
}

fn points(heading: &str, class: &str, shape: Icon, texts: &[String]) -> Option<El> {
    let lines = texts.iter().map(|text| {
        let text = el("span", "").attr("dir", "auto").text(text);
        el("li", "").child(icon(shape)).child(text)
    });
    list(heading, class, lines.collect())
}

/// Ticked off by whoever reads it, for as long as the page is open.
fn checklist(heading: &str, texts: &[String]) -> Option<El> {
    let lines = texts.iter().map(|text| {
        let label = el("label", "")
            .child(el("input", "").attr("type", "checkbox"))
            .child(el("span", "").attr("dir", "auto").text(text));
        el("li", "").child(label)
    });
    list(heading, "points", lines.collect())
}

fn list(heading: &str, class: &str, lines: Vec<El>) -> Option<El> {
    (!lines.is_empty()).then(|| section(heading).child(el("ul", class).children(lines)))
}

fn section(heading: &str) -> El {
    el("section", "").child(el("h2", "").text(heading))
}

fn numbers(here: Here, figures: &Figures) -> El {
    let words = here.words;
    let messages = figures.visitor_turns.saturating_add(figures.agent_turns);
    let figures = el("dl", "figures").children([
        figure(words.minutes, clock(figures.duration_seconds)),
        figure(words.messages, messages.to_string()),
        figure(words.your_words, figures.visitor_words.to_string()),
        figure(words.your_share, percent(figures.talk_share)),
        figure(words.your_questions, figures.visitor_questions.to_string()),
        figure(words.fillers, figures.fillers.to_string()),
    ]);
    section(words.in_numbers).child(figures)
}
