//! What the bearer of a request's cookie may see.

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use vivavoce_core::variables;
use vivavoce_core::wire::{Lock, ScenarioFacts};

use crate::store::{AccessKind, Scenario};
use crate::{ApiError, App};

/// Why this visitor cannot open the scenario; `None` where it opens.
pub async fn lock(
    app: &App,
    scenario: &Scenario,
    headers: &HeaderMap,
) -> Result<Option<Lock>, ApiError> {
    let lock = match (scenario.is_public, &scenario.passcode_hash) {
        (false, _) => Lock::Token,
        (true, Some(_)) => Lock::Passcode,
        (true, None) => return Ok(None),
    };
    let jar = CookieJar::from_headers(headers);
    let Some(cookie) = jar.get(&format!("__Host-vv-{}", scenario.id)) else {
        return Ok(Some(lock));
    };
    let access = app.store.access(cookie.value()).await?;
    let opens = access.is_some_and(|access| {
        access.kind == AccessKind::Granted
            && access.scenario_id == scenario.id
            && access.expires_at > app.clock.now()
    });
    Ok((!opens).then_some(lock))
}

/// What a visitor may know of a scenario.
pub fn facts(scenario: &Scenario) -> ScenarioFacts {
    let text = |object: &serde_json::Value, name: &str| {
        object
            .get(name)?
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    ScenarioFacts {
        id: scenario.id.clone(),
        slug: scenario.slug.clone(),
        name: scenario.name.clone(),
        user_friendly_description: scenario.user_friendly_description.clone(),
        variables: variables::names(&scenario.ai_instructions),
        is_public: scenario.is_public,
        is_recording: scenario.is_recording,
        requires_passcode: scenario.passcode_hash.is_some(),
        is_auto_submit: scenario.is_auto_submit(),
        shows_results: scenario.shows_results(),
        max_duration_seconds: scenario.max_duration_seconds(),
        greets: scenario.greets(),
        avatar_url: text(&scenario.appearance, "avatar_url"),
        language: text(&scenario.appearance, "language_code"),
    }
}
