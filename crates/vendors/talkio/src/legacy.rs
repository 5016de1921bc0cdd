//! What earlier integrations call: totals of a month.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use serde::Deserialize;

use super::calendar::{self, Zone};
use super::figures::Count;
use super::months::asked_month;
use super::partner::{Partner, UserAt};
use super::usage::count_of;
use super::wire::reports::{MonthDurations, MonthTotals, Talk};
use crate::store::Member;
use vivavoce_http::body::Asked;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

#[derive(Debug, Deserialize)]
pub struct MonthAt {
    target_month: String,
}

#[utoipa::path(
    get, path = "/users/{user_id}/{target_month}", operation_id = "getMonthTotals", tag = "Legacy usage",
    summary = "Totals of a month", description = "For earlier integrations; monthly-stats says more.",
    params(
        ("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1"),
        ("target_month" = String, Path, description = "`YYYY-MM`; a date in it will do.", example = "2027-01"),
    ),
    responses((status = 200, description = "The totals.", body = MonthTotals)),
)]
pub async fn totals(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    At(month): At<MonthAt>,
) -> Result<Json<MonthTotals>, ApiError> {
    let text = month.target_month;
    let month = calendar::month(&text).or_else(|| Some(calendar::date(&text)?.first_of_month()));
    let Some(month) = month else {
        // It may be a misspelt word as well as a misspelt month.
        return Err(ApiError::not_found(format!(
            "There is nothing at {text:.40} of a user; a month is written 2027-01."
        )));
    };
    let member = at.any(&app, &partner).await?;
    let talk = talk_of(&app, &member, month).await?;
    Ok(Json(MonthTotals {
        month: month.strftime("%Y-%m").to_string(),
        user_id: member.user_id,
        conversations: talk.count,
        messages: talk.user.messages,
        words: talk.user.words,
        duration_seconds: talk.user.duration_seconds,
        video_duration_seconds: 0,
    }))
}

#[utoipa::path(
    get, path = "/users/{user_id}/usage/duration", operation_id = "getMonthDurations", tag = "Legacy usage",
    summary = "Seconds of a month by feature", description = "For earlier integrations; monthly-stats says more.",
    params(
        ("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1"),
        ("month" = String, Query, description = "`YYYY-MM`.", example = "2027-01"),
    ),
    responses((status = 200, description = "The seconds.", body = MonthDurations)),
)]
pub async fn durations(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    Asked(asked): Asked,
) -> Result<Json<MonthDurations>, ApiError> {
    let member = at.any(&app, &partner).await?;
    let mut fields = Fields::new(&asked, &["query"]);
    let month = asked_month(&mut fields);
    fields.done()?;
    let talk = talk_of(&app, &member, month).await?;
    Ok(Json(MonthDurations {
        month: month.strftime("%Y-%m").to_string(),
        user_id: member.user_id,
        chat: talk.user.duration_seconds,
        video_chat: 0,
        total: talk.user.duration_seconds,
    }))
}

/// A month, as UTC has it.
async fn talk_of(app: &App, member: &Member, month: Date) -> Result<Talk, ApiError> {
    let zone = Zone::default();
    let whole = zone.between(month, month.last_of_month());
    let count = count_of(app, member, Count::of([whole]), None).await?;
    Ok(count.talk(0))
}
