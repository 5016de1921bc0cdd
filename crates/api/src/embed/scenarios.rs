//! What a visitor may know of a scenario.

use axum::Json;
use axum::extract::{RawQuery, State};
use vivavoce_protocol::query;
use vivavoce_protocol::wire::ScenarioFacts;

use vivavoce_engine::backends::{self, Chosen};
use vivavoce_http::admission::{admission, check_dates};
use vivavoce_http::caller::Caller;
use vivavoce_http::path::At;
use vivavoce_http::scenario::{facts, find, no_such};
use vivavoce_http::{ApiError, App};

/// `GET /api/embed/scenarios/{id}`: 404, or 401/403 with `locked` beside `detail`.
#[utoipa::path(
    get, path = "/scenarios/{id}", operation_id = "embedScenario", tag = "Embed",
    summary = "Read what a visitor may know of a scenario",
    params(
        ("id" = String, Path, description = "Its id or slug; with a backend, what that calls it.", example = "demo-interview"),
        ("backend" = Option<String>, Query, description = "Which configured backend answers; a name.", max_length = 40, nullable = false),
    ),
    security((), ("access" = [])),
    responses(
        (status = 200, description = "Never its `description` or `ai_instructions`.", body = ScenarioFacts),
        (status = 403, description = ""),
    ),
)]
pub async fn show(
    State(app): State<App>,
    At(id): At<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Json<ScenarioFacts>, ApiError> {
    let backend = query::pairs(query.as_deref().unwrap_or_default())
        .find(|(name, value)| name == "backend" && !value.trim().is_empty());
    let backend = backend.as_ref().map(|(_, value)| value.trim());
    match backends::named(&app.settings, backend) {
        Chosen::Other(name, backend) => {
            return backends::facts(name, backend, &id)
                .map(Json)
                .ok_or_else(no_such);
        }
        Chosen::Unknown => return Err(no_such()),
        Chosen::Own => {}
    }
    // A page asks once as it loads, so a school's do about as often as they say something.
    app.rates.take(
        format!("scenarios from {}", caller.address),
        app.settings.limits.turns_per_address,
        app.clock.now(),
    )?;
    let scenario = find(&app, &id).await?;
    let held = admission(&app, &scenario, &caller, true).await?.admit()?;
    check_dates(&scenario, app.clock.now())?;
    Ok(Json(facts(&scenario, held.as_ref())))
}
