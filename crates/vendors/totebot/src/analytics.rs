//! `/v1/analytics`: how much happened, and what it brought.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::asked;
use super::caller::{Agent, Query};
use super::refusal::Refusal;
use super::shapes::{Analytics, Revenue, RevenueDay, RevenueOf};
use vivavoce_engine::store::ShopEventKind;
use vivavoce_http::App;
use vivavoce_http::fields::Fields;
use vivavoce_http::times::written_with_zone as written;

/// Days one answer lists.
const DAYS: u32 = 3_660;

/// `GET /v1/analytics?from=&to=`.
#[utoipa::path(
    get, path = "/analytics", operation_id = "getAnalytics", tag = "Analytics",
    summary = "Read how much happened",
    description = "Chat opens are served embed pages, counted by the hour on the server; nothing is tracked in a \
        browser. Cart adds and checkouts are what the shop recorded. Previews are left out.",
    params(
        ("from" = Option<String>, Query, description = "From this day or moment on (ISO 8601).", nullable = false),
        ("to" = Option<String>, Query, description = "Up to this day or moment, itself included.", nullable = false),
    ),
    responses((status = 200, description = "The figures.", body = Analytics)),
)]
pub async fn figures(
    State(app): State<App>,
    Agent(scenario): Agent,
    Query(query): Query,
) -> Result<Json<Analytics>, Refusal> {
    let mut fields = Fields::new(&query, &["query"]);
    let span = asked::span(&mut fields, "from", "to");
    fields.done()?;
    let id = &scenario.id;
    app.store.keep_opens(&app.opens).await?;
    let (messages, unique_users, conversations) = app.store.activity(id, span).await?;
    let count = async |kind| app.store.count_shop_events(id, kind, span).await;
    Ok(Json(Analytics {
        chat_opens: app.store.opens(id, span).await?,
        conversations,
        messages,
        unique_users,
        cart_adds: count(ShopEventKind::CartAdd).await?,
        checkout_initiations: count(ShopEventKind::CheckoutInitiated).await?,
        from: (span.from > i64::MIN).then(|| written(span.from)),
        to: (span.to < i64::MAX).then(|| written(span.to - 1)),
    }))
}

/// `GET /v1/analytics/revenue?from=&to=`.
#[utoipa::path(
    get, path = "/analytics/revenue", operation_id = "getRevenue", tag = "Analytics",
    summary = "Read what was earned",
    description = "By orders the shop recorded that are paid or fulfilled. Days are UTC.",
    params(
        ("from" = Option<String>, Query, description = "From this day or moment on (ISO 8601).", nullable = false),
        ("to" = Option<String>, Query, description = "Up to this day or moment, itself included.", nullable = false),
    ),
    responses((status = 200, description = "The figures.", body = Revenue)),
)]
pub async fn revenue(
    State(app): State<App>,
    Agent(scenario): Agent,
    Query(query): Query,
) -> Result<Json<Revenue>, Refusal> {
    let mut fields = Fields::new(&query, &["query"]);
    let span = asked::span(&mut fields, "from", "to");
    fields.done()?;
    let of = app.store.revenue(&scenario.id, span).await?;
    // The most used; of equals the first by its letters.
    let main = of.iter().reduce(|best, one| match best.2 >= one.2 {
        true => best,
        false => one,
    });
    let mut days: BTreeMap<Date, (f64, u64)> = BTreeMap::new();
    if let Some((currency, ..)) = main {
        let rows = app
            .store
            .daily_revenue(&scenario.id, span, currency, DAYS)
            .await?;
        for (number, total, count) in rows {
            if let Some(day) = day(number) {
                days.insert(day, (total, count));
            }
        }
    }
    Ok(Json(Revenue {
        total_revenue: main.map_or(0.0, |(_, total, _)| money(*total)),
        order_count: main.map_or(0, |(.., count)| *count),
        currency: main.map(|(code, ..)| code.clone()),
        daily: daily(&days),
        by_currency: of
            .iter()
            .map(|(code, total, count)| RevenueOf {
                currency: code.clone(),
                total_revenue: money(*total),
                order_count: *count,
            })
            .collect(),
    }))
}

/// Every day from the first to the last, so that a chart has no holes.
fn daily(days: &BTreeMap<Date, (f64, u64)>) -> Vec<RevenueDay> {
    let (Some((first, _)), Some((last, _))) = (days.first_key_value(), days.last_key_value())
    else {
        return Vec::new();
    };
    let row = |date: Date| {
        let (revenue, order_count) = days.get(&date).copied().unwrap_or_default();
        RevenueDay {
            date: date.to_string(),
            revenue: money(revenue),
            order_count,
        }
    };
    let mut rows = Vec::new();
    let mut at = *first;
    while at <= *last && rows.len() < DAYS as usize {
        rows.push(row(at));
        match at.tomorrow() {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    rows
}

/// The day of a number of days since 1970.
fn day(number: i64) -> Option<Date> {
    let time = Timestamp::from_second(number.checked_mul(86_400)?).ok()?;
    Some(time.to_zoned(TimeZone::UTC).date())
}

/// Sums of binary fractions, as money is written.
fn money(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}
