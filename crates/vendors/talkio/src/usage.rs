//! `/users/{id}/usage/stats`: one day.

use axum::Json;
use axum::extract::State;

use super::calendar::{self, Zone};
use super::figures::{self, Said};
use super::partner::{Partner, UserAt};
use super::wire::reports::DayStats;
use crate::store::Member;
use vivavoce_engine::store::StoreError;
use vivavoce_http::body::Asked;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

/// A message is read whole where it began or was answered across the edge of a day.
const EDGE: i64 = 3_600_000;

#[utoipa::path(
    get, path = "/users/{user_id}/usage/stats", operation_id = "getDayStats", tag = "Usage",
    summary = "Figures of one day", description = "Also of a suspended user.",
    params(
        ("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1"),
        ("date" = String, Query, description = "`YYYY-MM-DD`.", example = "2027-01-05"),
        ("timezone" = Option<String>, Query, description = "An IANA time zone; UTC where it is left out.", example = "America/New_York"),
    ),
    responses((status = 200, description = "What was said that day.", body = DayStats)),
)]
pub async fn stats(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    Asked(asked): Asked,
) -> Result<Json<DayStats>, ApiError> {
    let member = at.any(&app, &partner).await?;
    let mut fields = Fields::new(&asked, &["query"]);
    let zone = Zone::read(&mut fields);
    let given = fields.text("date", 40).here();
    let date = given.as_deref().and_then(calendar::date);
    match (&given, date) {
        (None, _) => fields.missing("date"),
        (Some(_), None) => {
            fields.wrong(
                "date",
                "Input should be a date such as 2027-01-05",
                "date_parsing",
            );
        }
        _ => {}
    }
    fields.done()?;
    let date = date.unwrap_or_default();
    let (from, to) = zone.between(date, date);
    let said = said_of(&app, &member, from, to, None).await?;
    Ok(Json(DayStats {
        date: date.to_string(),
        timezone: zone.name,
        conversations: figures::talk(&said, from, to),
        video_conversations: figures::no_video(),
    }))
}

/// What a user's conversations hold of a time, and of the hours around it; in one practice language
/// or in all.
pub async fn said_of(
    app: &App,
    member: &Member,
    from: i64,
    to: i64,
    language: Option<&str>,
) -> Result<Vec<Vec<Said>>, StoreError> {
    let log = crate::store::member_log(
        &app.store,
        &member.id,
        from.saturating_sub(EDGE),
        to.saturating_add(EDGE),
    )
    .await?;
    Ok(log
        .iter()
        .filter(|(practised, _)| language.is_none_or(|wanted| is_in(practised, wanted)))
        .map(|(_, log)| figures::said(log))
        .collect())
}

/// Whether a conversation was practice of the language asked for: `en` means every English.
fn is_in(practised: &str, wanted: &str) -> bool {
    let primary = practised.split('-').next().unwrap_or_default();
    practised.eq_ignore_ascii_case(wanted) || primary.eq_ignore_ascii_case(wanted)
}
