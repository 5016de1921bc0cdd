//! Sessions and their results as callers get to see them.

use vivavoce_client::types as api;
use vivavoce_protocol::wire::{Results, ScoreSource};

use vivavoce_agent::By;
use vivavoce_agent::transcript::Line;
use vivavoce_http::times;

use vivavoce_engine::log::transcript;
use vivavoce_engine::store::sessions::reason_text;
use vivavoce_engine::store::{Analysis, Asked, Session, SessionStatus, Spending};

/// A row of the list.
pub fn row(s: &Session) -> api::Session {
    api::Session {
        id: s.id.clone(),
        scenario_id: s.scenario_id.clone(),
        scenario_name: s.scenario_name.clone(),
        status: s.status.as_str().into(),
        created_at: times::written(s.created_at),
        completed_at: s.ended_at.map(times::written),
        submitted_at: s.submitted_at.map(times::written),
        user_name: Some(s.user.name.clone()),
        user_email: Some(s.user.email.clone()),
        style: s.style.clone(),
        source: s.source.clone(),
        backend: s.backend.clone(),
        language: s.language.clone(),
        interface_language: s.interface_language.clone(),
        accepted: s.accepted.clone().map(|it| api::Accepted {
            terms_url: it.what.terms_url,
            privacy_url: it.what.privacy_url,
            at: times::written(it.at),
        }),
    }
}

/// The whole session. `address` is where its transcript can be fetched as text; `spent` is what its
/// replies cost.
pub fn whole(
    s: &Session,
    lines: &[Line],
    analysis: Option<&Analysis>,
    is_analyzing: bool,
    address: Option<String>,
    spent: Spending,
) -> api::SessionDetail {
    let kept = s.erased_at.is_none() && !lines.is_empty();
    let text = kept.then(|| transcript::text(lines, s.created_at));
    let ended = s.status != SessionStatus::Active;
    let results = analysis.map(|analysis| &analysis.results);
    let variables = s.variables.clone().into_iter();
    api::SessionDetail {
        variables: variables.map(|(name, it)| (name, it.into())).collect(),
        stop_reason: s.stop_reason.map(|reason| reason_text(reason).to_owned()),
        comment: s.comment.clone(),
        duration_seconds: s.ended_at.map(|at| seconds(at - s.created_at)),
        transcript_url: address.filter(|_| kept),
        finalized_transcript: text.clone().filter(|_| ended),
        transcript_content: text.clone(),
        running_transcript: text.filter(|_| !ended),
        transcript: said(lines, s.created_at),
        evaluation_results: results.map(evaluation),
        improvement_results: results.map(improvement),
        extraction_results: analysis.and_then(extracted),
        judgement: analysis.map(judged),
        extraction: analysis.map(extraction),
        evaluation: results.map(|results| api::ShortEvaluation {
            overall_score: overall_score(results),
            feedback: results.feedback.clone(),
        }),
        figures: results.map(|results| results.figures.clone()),
        is_analyzing,
        runs: spent.runs,
        tokens_in: spent.tokens_in,
        tokens_out: spent.tokens_out,
        ..row(s).into()
    }
}

/// The answer of the analysis call, in every form the vendor's documents show it.
pub fn analyzed(
    session: &Session,
    analysis: &Analysis,
    lines: &[Line],
    is_analyzing: bool,
) -> api::Analysis {
    let results = &analysis.results;
    let out_of_100 = results.score.map(|score| (score * 10.0).round());
    let (evaluation, improvement) = (evaluation(results), improvement(results));
    api::Analysis {
        session_id: session.id.clone(),
        evaluation: evaluation.clone(),
        evaluation_results: evaluation,
        improvement: improvement.clone(),
        improvement_results: improvement,
        extraction_results: extracted(analysis),
        judgement: Some(judged(analysis)),
        extraction: Some(extraction(analysis)),
        summary: results.feedback.clone().unwrap_or_default(),
        overall_score: out_of_100,
        strengths: results.strengths.clone(),
        improvements: results.weaknesses.clone(),
        analysis: api::ShortAnalysis {
            overall_score: out_of_100,
            strengths: results.strengths.clone(),
            improvements: results.weaknesses.clone(),
        },
        transcript: said(lines, session.created_at),
        is_analyzing,
    }
}

/// The transcript, line by line.
fn said(lines: &[Line], started_at: i64) -> Vec<api::Line> {
    transcript::spoken(lines)
        .map(|(line, _)| api::Line {
            role: match line.by {
                By::Agent => api::Role::Agent,
                _ => api::Role::Visitor,
            },
            content: line.text.clone(),
            timestamp: seconds(line.at - started_at),
        })
        .collect()
}

fn seconds(milliseconds: i64) -> f64 {
    milliseconds.max(0) as f64 / 1000.0
}

/// What became of asking a model for its judgement.
fn judged(analysis: &Analysis) -> api::Judgement {
    let it = analysis.judgement.as_ref();
    api::Judgement {
        status: asked(it.map(|it| it.state)),
        detail: it.and_then(|it| it.detail.clone()),
        judged_at: it.map(|it| times::written(it.at)),
    }
}

/// What became of asking a model for the scenario's variables.
fn extraction(analysis: &Analysis) -> api::Extraction {
    let it = analysis.extraction.as_ref();
    api::Extraction {
        status: asked(it.map(|it| it.state)),
        detail: it.and_then(|it| it.detail.clone()),
    }
}

/// What was found, by variable; `None` where nothing was looked for, or looking failed.
fn extracted(analysis: &Analysis) -> Option<api::Object> {
    let done = analysis
        .extraction
        .as_ref()
        .filter(|it| it.state == Asked::Done)?;
    Some(done.values.clone().into_iter().collect())
}

fn asked(state: Option<Asked>) -> api::Asked {
    match state {
        None => api::Asked::None,
        Some(Asked::Done) => api::Asked::Done,
        Some(Asked::Failed) => api::Asked::Failed,
        Some(Asked::Skipped) => api::Asked::Skipped,
    }
}

/// The vendor writes texts here where the widget has lists; both are given.
fn evaluation(results: &Results) -> api::Evaluation {
    let feedback = results.feedback.clone().unwrap_or_default();
    api::Evaluation {
        overall_score: overall_score(results),
        final_score: results.score,
        score: results.score,
        score_source: Some(match results.score_source {
            ScoreSource::Model => api::ScoreSource::Model,
            ScoreSource::Measured => api::ScoreSource::Measured,
        }),
        strengths: bullets(&results.strengths),
        strengths_list: results.strengths.clone(),
        weaknesses: bullets(&results.weaknesses),
        weaknesses_list: results.weaknesses.clone(),
        improvements: results.weaknesses.clone(),
        detailed_feedback: feedback.clone(),
        feedback,
        report_card: results.report_card.clone(),
        quiz_results: None,
        figures: Some(results.figures.clone()),
    }
}

fn improvement(results: &Results) -> api::Improvement {
    let numbered: Vec<String> = results
        .action_items
        .iter()
        .enumerate()
        .map(|(index, item)| format!("{}. {item}", index + 1))
        .collect();
    api::Improvement {
        improvement_areas: bullets(&results.weaknesses),
        action_items: numbered.join("\n"),
        action_items_list: results.action_items.clone(),
        resources: String::new(),
    }
}

/// `7.4/10`, `8/10`; `None` where nobody scored.
fn overall_score(results: &Results) -> Option<String> {
    results.score.map(|score| {
        let rounded = (score * 10.0).round() / 10.0;
        format!("{rounded}/10")
    })
}

fn bullets(items: &[String]) -> String {
    items
        .iter()
        .map(|item| format!("- {item}"))
        .collect::<Vec<_>>()
        .join("\n")
}
