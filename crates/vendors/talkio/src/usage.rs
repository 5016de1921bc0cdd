//! `/users/{id}/usage/stats`: one day.

use axum::Json;
use axum::extract::State;

use super::calendar::{self, Zone};
use super::figures::{self, Count};
use super::partner::{Partner, UserAt};
use super::wire::reports::DayStats;
use crate::store::Member;
use vivavoce_engine::heavy;
use vivavoce_engine::log::Stored;
use vivavoce_engine::store::StoreError;
use vivavoce_http::body::Asked;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

/// A message is read whole where it began or was answered across the edge of a day.
const EDGE: i64 = 3_600_000;
/// Bytes of logs that one report reads.
const MOST: usize = 64 * 1024 * 1024;

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
    let day = zone.between(date, date);
    let count = count_of(&app, &member, Count::of([day]), None).await?;
    Ok(Json(DayStats {
        date: date.to_string(),
        timezone: zone.name,
        conversations: count.talk(0),
        video_conversations: figures::no_video(),
    }))
}

/// Counts what a user's conversations hold of the times `count` is of, and of the hours around them; in one
/// practice language or in all. One conversation is read at a time, the newest first, and nothing stays of it
/// but figures; beyond [`MOST`] no older one is looked at.
pub async fn count_of(
    app: &App,
    member: &Member,
    mut count: Count,
    language: Option<&str>,
) -> Result<Count, StoreError> {
    let when = count.when();
    let when = when.start.saturating_sub(EDGE)..when.end.saturating_add(EDGE);
    let mut room = MOST;
    let talks = crate::store::talks_within(&app.store, &member.id, when.clone()).await?;
    for (session, practised) in talks {
        if language.is_some_and(|wanted| !is_in(&practised, wanted)) {
            continue;
        }
        let log = app.store.log_within(&session, when.clone()).await?;
        let (counted, bytes) = heavy::run(move || {
            let bytes: usize = log.iter().map(Stored::bytes).sum();
            let log: Result<Vec<_>, _> = log.iter().map(Stored::parse).collect();
            count.add(&figures::said(&log?));
            Ok::<_, StoreError>((count, bytes))
        })
        .await??;
        count = counted;
        let Some(left) = room.checked_sub(bytes) else {
            break;
        };
        room = left;
    }
    Ok(count)
}

/// Whether a conversation was practice of the language asked for: `en` means every English.
fn is_in(practised: &str, wanted: &str) -> bool {
    let primary = practised.split('-').next().unwrap_or_default();
    practised.eq_ignore_ascii_case(wanted) || primary.eq_ignore_ascii_case(wanted)
}
