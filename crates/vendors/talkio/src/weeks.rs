//! `/users/{id}/weekly-assessment/{week}`: how a week went.

use axum::Json;
use axum::extract::State;
use jiff::ToSpan as _;
use serde::Deserialize;
use vivavoce_protocol::wire::{Results, ScoreSource};

use super::calendar::{self, Zone};
use super::figures::{self, Count};
use super::months::asked_language;
use super::partner::{Partner, UserAt};
use super::usage::count_of;
use super::wire::reports::{Change, Talk, Vocabulary, WeekAssessment};
use vivavoce_http::body::Asked;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

/// Items of each list.
const ITEMS: usize = 6;

#[derive(Debug, Deserialize)]
pub struct WeekAt {
    target_week: String,
}

#[utoipa::path(
    get, path = "/users/{user_id}/weekly-assessment/{target_week}", operation_id = "getWeekAssessment", tag = "Usage",
    summary = "How a week went", description = "Counted from what was said, Monday to Sunday, beside what the analyses of the finished conversations of that week found. Also of a suspended user.",
    params(
        ("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1"),
        ("target_week" = String, Path, description = "Any day of the week, `YYYY-MM-DD`.", example = "2027-01-05"),
        ("practiceLanguage" = Option<String>, Query, description = "Only practice of this language; `en` means every English.", example = "en-GB"),
        ("timezone" = Option<String>, Query, description = "An IANA time zone; UTC where it is left out."),
    ),
    responses((status = 200, description = "The week.", body = WeekAssessment)),
)]
pub async fn assess(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    At(week): At<WeekAt>,
    Asked(asked): Asked,
) -> Result<Json<WeekAssessment>, ApiError> {
    let member = at.any(&app, &partner).await?;
    let mut fields = Fields::new(&asked, &["query"]);
    let zone = Zone::read(&mut fields);
    let tag = asked_language(&mut fields, "practiceLanguage");
    let day = calendar::date(&week.target_week);
    if day.is_none() {
        let msg = "The week should be a date in it such as 2027-01-05";
        fields.wrong("targetWeek", msg, "date_parsing");
    }
    fields.done()?;
    let first = calendar::monday(day.unwrap_or_default());
    let last = calendar::plus(first, 6.days());
    let before = calendar::plus(first, -7.days());
    let (from, to) = zone.between(first, last);
    let (earlier, _) = zone.between(before, before);
    let days = (0..7).map(|day| calendar::plus(first, day.days()));
    let days = days.map(|day| zone.between(day, day));
    // The week, the one before, and each day.
    let count = Count::of([(from, to), (earlier, from)].into_iter().chain(days));
    let count = count_of(&app, &member, count.with_words(2), tag.as_deref()).await?;
    let (talk, previous) = (count.talk(0), count.talk(1));
    let active = (2..9)
        .filter(|place| count.talk(*place).user.messages > 0)
        .count();
    let vocabulary = figures::vocabulary(count.words(0), count.words(1));
    let results =
        crate::store::member_results(&app.store, &member.id, from, to, tag.as_deref()).await?;
    Ok(Json(assessment(
        first.to_string(),
        last.to_string(),
        tag,
        active,
        talk,
        &previous,
        vocabulary,
        &results,
    )))
}

#[expect(
    clippy::too_many_arguments,
    reason = "called once, each is another thing"
)]
fn assessment(
    week_start: String,
    week_end: String,
    practice_language: Option<String>,
    active_days: usize,
    talk: Talk,
    previous: &Talk,
    vocabulary: Vocabulary,
    results: &[Results],
) -> WeekAssessment {
    let list = |of: fn(&Results) -> &Vec<String>| {
        let mut found: Vec<String> = Vec::new();
        for item in results.iter().flat_map(of) {
            if !found.contains(item) && found.len() < ITEMS {
                found.push(item.clone());
            }
        }
        found
    };
    let scores: Vec<f64> = results.iter().filter_map(|it| it.score).collect();
    let score = (!scores.is_empty())
        .then(|| figures::rounded(scores.iter().sum::<f64>() / scores.len() as f64));
    let judged = results
        .iter()
        .any(|it| it.score.is_some() && it.score_source == ScoreSource::Model);
    let words_per_message = match talk.user.messages {
        0 => 0.0,
        messages => figures::rounded(f64::from(talk.user.words) / f64::from(messages)),
    };
    WeekAssessment {
        summary: summary(&talk, active_days),
        week_start,
        week_end,
        practice_language,
        active_days: u32::try_from(active_days).unwrap_or_default(),
        vocabulary,
        words_per_message,
        compared_to_previous_week: Change {
            messages: i64::from(talk.user.messages) - i64::from(previous.user.messages),
            words: i64::from(talk.user.words) - i64::from(previous.user.words),
            words_per_minute: figures::rounded(
                talk.user.words_per_minute - previous.user.words_per_minute,
            ),
        },
        strengths: list(|it| &it.strengths),
        improvements: list(|it| &it.weaknesses),
        next_steps: list(|it| &it.action_items),
        score_source: score.map(|_| if judged { "model" } else { "measured" }.to_owned()),
        score,
        conversations: talk,
    }
}

fn summary(talk: &Talk, days: usize) -> String {
    let plural = |count: usize, word: &str| {
        let ending = if count == 1 { "" } else { "s" };
        format!("{count} {word}{ending}")
    };
    if talk.user.messages == 0 {
        return "Nothing was said this week.".to_owned();
    }
    format!(
        "{} in {} on {}.",
        plural(talk.user.words as usize, "word"),
        plural(talk.count as usize, "conversation"),
        plural(days, "day"),
    )
}
