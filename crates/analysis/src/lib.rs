//! Analysis of what was said: figures and a report card of one session, insight across many.
//!
//! [`measure`] counts what can be counted and judges nothing; a [`model::Judge`] adds an opinion
//! where one is configured.

mod advice;
mod case;
pub mod coverage;
pub mod extraction;
mod figures;
pub mod insight;
mod measure;
pub mod model;
mod notions;

use vivavoce_protocol::wire::{Criterion, Results, ResultsStatus, ScoreSource};

use vivavoce_agent::By;
use vivavoce_locales::native::Voice;
use vivavoce_text::language;
use vivavoce_text::rubric;

pub use measure::Measure;

/// Counts what can be counted; judges nothing. Pure: the same input gives the same results.
///
/// The score is the rubric's coverage and `None` without a rubric, or where the visitor said
/// nothing.
pub fn measure(input: &Measure<'_>) -> Results {
    let said = input.history.iter().filter(|said| said.by == By::Visitor);
    let said: Vec<&str> = said.map(|said| said.text.as_str()).collect();
    let language = language::spoken(&said.join("\n"), input.language);
    let mut figures = figures::count(input, language);
    let rows = input.rubric.map(rubric::rows).unwrap_or_default();
    let report_card = coverage::report_card(&rows, input.history);
    let mut score = None;
    if !report_card.is_empty() {
        let touched = report_card
            .iter()
            .filter(|criterion| criterion.score > 0.0)
            .count();
        figures.rubric_coverage =
            Some(figures::round(touched as f64 / report_card.len() as f64, 3));
        if figures.visitor_words > 0 {
            score = Some(coverage::overall(&report_card));
        }
    }
    let voice = Voice::of(input.interface);
    let advice = advice::from(&figures, &report_card, &voice);
    Results {
        status: ResultsStatus::Ready,
        score,
        score_source: ScoreSource::Measured,
        report_card,
        strengths: advice.strengths,
        weaknesses: advice.weaknesses,
        action_items: advice.action_items,
        feedback: Some(advice.summary),
        figures,
    }
}

/// Results without anything that was said: figures and scores, the rubric's own words, and what was made
/// of these. A note quotes, and so may anything a model wrote.
pub fn without_words(results: Results, rubric: Option<&str>) -> Results {
    let is_the_rubrics = |topic: &str| rubric.is_some_and(|rubric| rubric.contains(topic));
    match results.score_source {
        ScoreSource::Measured => Results {
            report_card: results
                .report_card
                .into_iter()
                .map(coverage::without_quote)
                .collect(),
            ..results
        },
        ScoreSource::Model => Results {
            report_card: results
                .report_card
                .into_iter()
                .filter(|criterion| is_the_rubrics(&criterion.topic))
                .map(|criterion| Criterion {
                    note: String::new(),
                    ..criterion
                })
                .collect(),
            strengths: Vec::new(),
            weaknesses: Vec::new(),
            action_items: Vec::new(),
            feedback: None,
            ..results
        },
    }
}

#[cfg(test)]
mod tests;
