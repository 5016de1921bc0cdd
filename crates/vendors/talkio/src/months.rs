//! `/users/{id}/usage/monthly-stats`: one month.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;

use super::calendar::{self, Zone};
use super::figures::{self, Count};
use super::partner::{Partner, UserAt};
use super::settings::language;
use super::usage::count_of;
use super::wire::reports::{DayOfMonth, MonthStats};
use vivavoce_http::body::Asked;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

#[utoipa::path(
    get, path = "/users/{user_id}/usage/monthly-stats", operation_id = "getMonthStats", tag = "Usage",
    summary = "Figures of one month", description = "Also of a suspended user.",
    params(
        ("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1"),
        ("month" = String, Query, description = "`YYYY-MM`.", example = "2027-01"),
        ("language" = Option<String>, Query, description = "Only practice of this language; `en` means every English.", example = "en-US"),
        ("timezone" = Option<String>, Query, description = "An IANA time zone; UTC where it is left out.", example = "America/New_York"),
    ),
    responses((status = 200, description = "What was said that month.", body = MonthStats)),
)]
pub async fn stats(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    Asked(asked): Asked,
) -> Result<Json<MonthStats>, ApiError> {
    let member = at.any(&app, &partner).await?;
    let mut fields = Fields::new(&asked, &["query"]);
    let zone = Zone::read(&mut fields);
    let month = asked_month(&mut fields);
    let tag = asked_language(&mut fields, "language");
    fields.done()?;
    let whole = zone.between(month, month.last_of_month());
    let each = calendar::days(month).map(|day| zone.between(day, day));
    let count = Count::of([whole].into_iter().chain(each));
    let count = count_of(&app, &member, count, tag.as_deref()).await?;
    let days: Vec<DayOfMonth> = calendar::days(month)
        .zip(1..)
        .map(|(day, place)| DayOfMonth {
            date: day.to_string(),
            conversations: count.talk(place),
        })
        .filter(|day| day.conversations.user.messages > 0)
        .collect();
    Ok(Json(MonthStats {
        month: month.strftime("%Y-%m").to_string(),
        timezone: zone.name,
        language: tag,
        active_days: u32::try_from(days.len()).unwrap_or_default(),
        conversations: count.talk(0),
        video_conversations: figures::no_video(),
        days,
    }))
}

/// The first day of `month=`; notes in `fields` what is wrong with it.
pub fn asked_month(fields: &mut Fields<'_>) -> Date {
    let given = fields.text("month", 40).here();
    let month = given.as_deref().and_then(calendar::month);
    match (&given, month) {
        (None, _) => fields.missing("month"),
        (Some(_), None) => {
            fields.wrong(
                "month",
                "Input should be a month such as 2027-01",
                "date_parsing",
            );
        }
        _ => {}
    }
    month.unwrap_or_default()
}

/// A language tag of the query.
pub fn asked_language(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    let given = fields.text(name, 100).here()?;
    let tag = language(&given);
    if tag.is_none() {
        let msg = "Input should be a language tag such as en-US";
        fields.wrong(name, msg, "value_error");
    }
    tag
}
