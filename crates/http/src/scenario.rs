//! A scenario as whoever may see it is told of it.

use std::collections::HashSet;
use std::net::IpAddr;

use serde_json::Value;
use vivavoce_engine::store::{Access, Scenario};
use vivavoce_protocol::variables;
use vivavoce_protocol::wire::{Lock, ScenarioFacts};

use crate::admission::lock;
use crate::{ApiError, App};

/// The scenario an address means, by id or slug; 404 where there is none.
pub async fn find(app: &App, id_or_slug: &str) -> Result<Scenario, ApiError> {
    (app.store.open_scenario(id_or_slug).await?).ok_or_else(no_such)
}

/// The same for whoever asks from `address`: what finds nothing is counted, so that nobody tries all names there
/// may be.
pub async fn find_for(app: &App, id_or_slug: &str, address: IpAddr) -> Result<Scenario, ApiError> {
    let found = find(app, id_or_slug).await;
    if found.is_err() {
        app.allow_anonymous(address)?;
    }
    found
}

/// 404 for a scenario.
pub fn no_such() -> ApiError {
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
