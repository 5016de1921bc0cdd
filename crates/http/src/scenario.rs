//! A scenario as whoever may see it is told of it.

use std::net::IpAddr;

use serde_json::Value;
use vivavoce_engine::store::{Access, Scenario, empty_object};
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

/// Never the internal `description`, never the instructions; of those only the names of variables the page fills.
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
        variables: asked_of_page(scenario),
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
        terms_url: scenario.terms_url.clone(),
        privacy_url: scenario.privacy_url.clone(),
        texts: match &scenario.texts {
            Value::Null => empty_object(),
            texts => texts.clone(),
        },
    }
}

/// What the page around it is to fill.
pub fn asked_of_page(scenario: &Scenario) -> Vec<String> {
    let about = scenario.user_friendly_description.as_deref();
    variables::asked_of_page(
        &scenario.ai_instructions,
        about.unwrap_or_default(),
        scenario.script.as_ref(),
    )
}
