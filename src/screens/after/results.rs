//! How it went.

use leptos::prelude::*;
use vivavoce_core::json;
use vivavoce_core::wire::{Figures, Results, ResultsStatus, ScoreSource};
use vivavoce_locales::Part;

use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::components::button::{Button, Spinner};
use crate::components::focus;
use crate::components::icon::{Icon, icon};
use crate::here::here;
use crate::screens::after::numbers::{count, label, percent, score};
use crate::screens::after::report_card::{Meter, ReportCard};
use crate::screens::after::review::{Figure, Time};
use crate::screens::after::saved::{Download, Past, TimeUp, Unsent};
use crate::screens::after::words;

/// For results that visitors may see; the others end in thanks.
#[component]
pub fn ResultsScreen() -> Piece {
    let (session, words) = (here().session, words());
    focus::arrive(focus::HEADING);
    let results = session.results();
    let found = part(move || {
        let outcome = results.get().unwrap_or_default();
        let results = json::of(&outcome.results).unwrap_or_default();
        Some(match outcome.status {
            ResultsStatus::Ready => view! { <Findings results/> }.into_inner(),
            ResultsStatus::Failed => {
                view! { <p class="analyzing">{words.results_failed}</p> }.piece()
            }
            _ => view! { <p class="analyzing"><Spinner/> {words.analyzing}</p> }.piece(),
        })
    });
    view! {
        <div class="report enter">
            <h1 class="title" tabindex="-1">{words.results_title}</h1>
            <TimeUp/>
            <Unsent/>
            {found}
            <div class="actions">
                <Button control="again" label=words.again press=move || session.again()/>
                <Download/>
            </div>
            <section><Past open=true/></section>
        </div>
    }
    .piece()
}

#[component]
fn Findings(results: Results) -> Piece {
    let words = words();
    let Results {
        score,
        score_source: source,
        feedback,
        report_card: criteria,
        strengths,
        weaknesses,
        action_items,
        figures,
        ..
    } = results;
    let feedback = feedback.filter(|text| !text.trim().is_empty());
    view! {
        {score.map(|value| view! { <Overall value source/> })}
        {feedback.map(|text| view! { <p class="feedback" dir="auto">{text}</p> })}
        {(!criteria.is_empty()).then(|| view! { <ReportCard criteria/> })}
        <div class="columns">
            {points(words.strengths, "points", Icon::CHECK, strengths)}
            {points(words.weaknesses, "points weak", Icon::GROW, weaknesses)}
        </div>
        {checklist(words.next_steps, action_items)}
        <Numbers figures/>
    }
    .piece()
}

#[component]
fn Overall(value: f64, source: ScoreSource) -> Piece {
    let words = words();
    let explained = match source {
        ScoreSource::Measured => words.score_measured,
        ScoreSource::Model => words.score_judged,
    };
    let shown: Vec<Piece> = words
        .out_of_ten
        .parts()
        .map(|part| match part {
            Part::Text(text) => view! { <small>{text}</small> }.piece(),
            Part::Place(_) => view! { <span>{score(value)}</span> }.piece(),
        })
        .collect();
    view! {
        <div class="score">
            <p class="value">
                <span class="unseen">{words.score}" "</span>
                {shown}
            </p>
            <div class="scale">
                <Meter value/>
                <p>{explained}</p>
            </div>
        </div>
    }
    .piece()
}

fn points(
    heading: &'static str,
    class: &'static str,
    sign: Icon,
    texts: Vec<String>,
) -> Option<Piece> {
    list(heading, class, texts, move |text| {
        view! { <li>{icon(sign)} <span dir="auto">{text}</span></li> }.piece()
    })
}

/// Ticked off by whoever reads it, for as long as the page is open.
fn checklist(heading: &'static str, texts: Vec<String>) -> Option<Piece> {
    const KIND: &str = "checkbox";
    list(heading, "points", texts, |text| {
        view! { <li><label><input type=KIND/><span dir="auto">{text}</span></label></li> }.piece()
    })
}

fn list(
    heading: &'static str,
    class: &'static str,
    texts: Vec<String>,
    line: impl Fn(String) -> Piece,
) -> Option<Piece> {
    let lines: Vec<Piece> = texts.into_iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        view! { <section><h2>{heading}</h2><ul class=class>{lines}</ul></section> }.piece()
    })
}

#[component]
fn Numbers(figures: Figures) -> Piece {
    let words = words();
    let messages = figures.visitor_turns.saturating_add(figures.agent_turns);
    let (own_words, questions) = (figures.visitor_words, figures.visitor_questions);
    let fillers = figures.fillers;
    view! {
        <section>
            <h2>{words.in_numbers}</h2>
            <dl class="figures">
                <Time seconds=figures.duration_seconds/>
                <Figure label=label(words.messages, messages) value=count(messages)/>
                <Figure label=label(words.your_words, own_words) value=count(own_words)/>
                <Figure label=words.your_share value=percent(figures.talk_share)/>
                <Figure label=label(words.your_questions, questions) value=count(questions)/>
                <Figure label=label(words.fillers, fillers.unwrap_or_default())
                    value=fillers.map_or("–".to_owned(), count)/>
            </dl>
        </section>
    }
    .piece()
}
