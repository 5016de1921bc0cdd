//! Sessions and their results as callers get to see them.

use serde_json::{Map, Value, json};
use vivavoce_protocol::wire::Results;

use vivavoce_agent::transcript::Line;
use vivavoce_http::times;

use vivavoce_engine::log::transcript;
use vivavoce_engine::store::{Analysis, Asked, Session, SessionStatus};

/// A row of the list.
pub fn row(session: &Session) -> Map<String, Value> {
    let s = session;
    let Value::Object(map) = json!({
        "id": s.id,
        "scenario_id": s.scenario_id,
        "scenario_name": s.scenario_name,
        "status": s.status.as_str(),
        "created_at": times::written(s.created_at),
        "completed_at": s.ended_at.map(times::written),
        "submitted_at": s.submitted_at.map(times::written),
        "user_name": s.user.name,
        "user_email": s.user.email,
        "style": s.style,
        "source": s.source,
        "backend": s.backend,
        "language": s.language,
    }) else {
        return Map::new();
    };
    map
}

/// The whole session. `address` is where its transcript can be fetched as text.
pub fn whole(
    session: &Session,
    lines: &[Line],
    analysis: Option<&Analysis>,
    is_analyzing: bool,
    address: Option<String>,
) -> Value {
    let s = session;
    let mut map = row(session);
    let kept = s.erased_at.is_none() && !lines.is_empty();
    let text = kept.then(|| transcript::text(lines, s.created_at));
    let ended = s.status != SessionStatus::Active;
    let results = analysis.map(|analysis| &analysis.results);
    let overall = results.and_then(overall_score);
    let Value::Object(more) = json!({
        "variables": s.variables,
        "stop_reason": s.stop_reason,
        "comment": s.comment,
        "duration_seconds": s.ended_at.map(|at| (at - s.created_at).max(0) as f64 / 1000.0),
        "transcript_url": address.filter(|_| kept),
        "finalized_transcript": text.clone().filter(|_| ended),
        "transcript_content": text,
        "running_transcript": text.filter(|_| !ended),
        "transcript": transcript::items(lines, s.created_at),
        "evaluation_results": results.map(evaluation),
        "improvement_results": results.map(improvement),
        "extraction_results": analysis.and_then(extracted),
        "judgement": analysis.map(judged),
        "extraction": analysis.map(extraction),
        "evaluation": results.map(|results| json!({
            "overall_score": overall,
            "feedback": results.feedback,
        })),
        "figures": results.map(|results| &results.figures),
        "is_analyzing": is_analyzing,
    }) else {
        return Value::Object(map);
    };
    map.extend(more);
    Value::Object(map)
}

/// The answer of the analysis call, in every form the vendor's documents show it.
pub fn analyzed(
    session: &Session,
    analysis: &Analysis,
    lines: &[Line],
    is_analyzing: bool,
) -> Value {
    let results = &analysis.results;
    let out_of_100 = results.score.map(|score| (score * 10.0).round());
    let (evaluation, improvement) = (evaluation(results), improvement(results));
    json!({
        "session_id": session.id,
        "evaluation": evaluation,
        "evaluation_results": evaluation,
        "improvement": improvement,
        "improvement_results": improvement,
        "extraction_results": extracted(analysis),
        "judgement": judged(analysis),
        "extraction": extraction(analysis),
        "summary": results.feedback.clone().unwrap_or_default(),
        "overall_score": out_of_100,
        "strengths": results.strengths,
        "improvements": results.weaknesses,
        "analysis": {
            "overall_score": out_of_100,
            "strengths": results.strengths,
            "improvements": results.weaknesses,
        },
        "transcript": transcript::items(lines, session.created_at),
        "is_analyzing": is_analyzing,
    })
}

/// What became of asking a model for its judgement.
fn judged(analysis: &Analysis) -> Value {
    match &analysis.judgement {
        None => json!({ "status": "none", "detail": null, "judged_at": null }),
        Some(it) => json!({
            "status": word(it.state),
            "detail": it.detail,
            "judged_at": times::written(it.at),
        }),
    }
}

/// What became of asking a model for the scenario's variables.
fn extraction(analysis: &Analysis) -> Value {
    match &analysis.extraction {
        None => json!({ "status": "none", "detail": null }),
        Some(it) => json!({ "status": word(it.state), "detail": it.detail }),
    }
}

/// What was found, by variable; `None` where nothing was looked for, or looking failed.
fn extracted(analysis: &Analysis) -> Option<Value> {
    let done = analysis
        .extraction
        .as_ref()
        .filter(|it| it.state == Asked::Done)?;
    Some(Value::Object(done.values.clone()))
}

fn word(asked: Asked) -> &'static str {
    match asked {
        Asked::Done => "done",
        Asked::Failed => "failed",
        Asked::Skipped => "skipped",
    }
}

/// The vendor writes texts here where the widget has lists; both are given.
pub fn evaluation(results: &Results) -> Value {
    let cards: Vec<Value> = results
        .report_card
        .iter()
        .map(|row| {
            json!({
                "topic": row.topic,
                "score": row.score,
                "score_str": row.score_str,
                "note": row.note,
                "weight": row.weight,
            })
        })
        .collect();
    json!({
        "overall_score": overall_score(results),
        "final_score": results.score,
        "score": results.score,
        "score_source": results.score_source,
        "strengths": bullets(&results.strengths),
        "strengths_list": results.strengths,
        "weaknesses": bullets(&results.weaknesses),
        "weaknesses_list": results.weaknesses,
        "improvements": results.weaknesses,
        "detailed_feedback": results.feedback.clone().unwrap_or_default(),
        "feedback": results.feedback.clone().unwrap_or_default(),
        "report_card": cards,
        "quiz_results": null,
        "figures": results.figures,
    })
}

pub fn improvement(results: &Results) -> Value {
    let numbered: Vec<String> = results
        .action_items
        .iter()
        .enumerate()
        .map(|(index, item)| format!("{}. {item}", index + 1))
        .collect();
    json!({
        "improvement_areas": bullets(&results.weaknesses),
        "action_items": numbered.join("\n"),
        "action_items_list": results.action_items,
        "resources": "",
    })
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
