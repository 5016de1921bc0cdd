//! A scenario as whoever may see it is told of it.

use std::collections::HashSet;
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
        terms_url: scenario.terms_url.clone(),
        privacy_url: scenario.privacy_url.clone(),
        texts: match &scenario.texts {
            Value::Null => empty_object(),
            texts => texts.clone(),
        },
    }
}

/// Names a page is told. A session takes fewer values.
const NAMES: usize = 200;

/// Of everything the agent says or is told, each once.
fn variable_names(scenario: &Scenario) -> Vec<String> {
    let told = scenario.user_friendly_description.as_deref();
    let mut names = Names::default();
    names.add(&scenario.ai_instructions);
    names.add(told.unwrap_or_default());
    if let Some(script) = &scenario.script {
        names.add_all(script);
    }
    names.found
}

/// The first so many of them: what comes after those is not looked at.
#[derive(Default)]
struct Names<'a> {
    known: HashSet<&'a str>,
    found: Vec<String>,
}

impl<'a> Names<'a> {
    fn add(&mut self, text: &'a str) {
        let mut names = variables::each(text);
        while self.found.len() < NAMES
            && let Some(name) = names.next()
        {
            if self.known.insert(name) {
                self.found.push(name.to_owned());
            }
        }
    }

    fn add_all(&mut self, value: &'a Value) {
        match value {
            Value::String(text) => self.add(text),
            Value::Array(items) => items.iter().for_each(|item| self.add_all(item)),
            Value::Object(members) => members.values().for_each(|item| self.add_all(item)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn as_many_names_are_found_as_are_told_and_no_more() {
        let many = |from: usize| {
            let names = (from..from + 20_000).map(|it| format!("{{{{ name{it} }}}} "));
            names.collect::<String>()
        };
        let (script, text) = (json!([{ "say": "{{ a }}" }, { "say": many(0) }]), many(5));
        let mut names = Names::default();
        names.add("{{ a }} and {{ b }} and {{ a }}");
        names.add_all(&script);
        names.add(&text);
        let expected = ["a", "b", "name0", "name1"];
        assert_eq!(names.found.get(..4).unwrap(), expected);
        assert_eq!((names.found.len(), names.known.len()), (NAMES, NAMES));
    }
}
