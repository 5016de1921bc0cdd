//! What a visitor may know of a scenario.

use std::collections::HashSet;

use axum::Json;
use axum::extract::{RawQuery, State};
use serde_json::Value;
use vivavoce_protocol::query;
use vivavoce_protocol::variables;
use vivavoce_protocol::wire::{Lock, ScenarioFacts};

use super::admission::{admission, check_dates, lock};
use super::caller::Caller;
use super::path::At;
use crate::relay::visits::{self, Chosen};
use crate::store::{Access, Scenario};
use crate::{ApiError, App};

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
    match visits::named(&app.settings, backend) {
        Chosen::Other(name, backend) => {
            return visits::facts(name, backend, &id)
                .map(Json)
                .ok_or_else(no_such);
        }
        Chosen::Unknown => return Err(no_such()),
        Chosen::Own => {}
    }
    let scenario = find(&app, &id).await?;
    let held = admission(&app, &scenario, &caller, true).await?.admit()?;
    check_dates(&scenario, app.clock.now())?;
    Ok(Json(facts(&scenario, held.as_ref())))
}

pub(crate) async fn find(app: &App, id_or_slug: &str) -> Result<Scenario, ApiError> {
    (app.store.open_scenario(id_or_slug).await?).ok_or_else(no_such)
}

pub(super) fn no_such() -> ApiError {
    ApiError::not_found("There is no such conversation. Check the address you were given.")
}

/// Never the internal `description`, never the instructions; of those only the variables' names.
/// `held` is what opened it, so that the widget can ask for more before it ends.
pub fn facts(scenario: &Scenario, held: Option<&Access>) -> ScenarioFacts {
    let text = |name: &str| {
        let value = scenario.appearance.get(name)?.as_str()?;
        (!value.is_empty()).then(|| value.to_owned())
    };
    ScenarioFacts {
        id: scenario.id.clone(),
        slug: scenario.slug.clone(),
        name: scenario.name.clone(),
        user_friendly_description: scenario.user_friendly_description.clone(),
        variables: variable_names(scenario),
        is_public: scenario.is_public,
        is_recording: scenario.is_recording,
        requires_passcode: lock(scenario) == Some(Lock::Passcode),
        is_auto_submit: scenario.is_auto_submit(),
        shows_results: scenario.shows_results(),
        max_duration_seconds: scenario.max_duration_seconds(),
        greets: scenario.greets(),
        avatar_url: text("avatar_url"),
        language: text("language_code"),
        access_expires_at: held.map(|access| access.expires_at),
    }
}

/// Names a page is told. A session takes fewer values.
const NAMES: usize = 200;

/// Of everything the agent says or is told, each once.
fn variable_names(scenario: &Scenario) -> Vec<String> {
    let mut all = variables::names(&scenario.ai_instructions);
    let told = scenario
        .user_friendly_description
        .as_deref()
        .unwrap_or_default();
    all.extend(variables::names(told));
    if let Some(script) = &scenario.script {
        collect_names(script, &mut all);
    }
    let mut known = HashSet::new();
    all.retain(|name| known.insert(name.clone()));
    all.truncate(NAMES);
    all
}

fn collect_names(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::String(text) => names.extend(variables::names(text)),
        Value::Array(items) => items.iter().for_each(|item| collect_names(item, names)),
        Value::Object(members) => members.values().for_each(|item| collect_names(item, names)),
        _ => {}
    }
}
