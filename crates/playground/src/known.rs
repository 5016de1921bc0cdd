//! A scenario, as far as the bench has to know it.

use std::collections::BTreeMap;

use serde_json::Value;
use vivavoce_client::types::{FeaturedScenario, Scenario};
use vivavoce_core::wire::ScenarioFacts;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Its slug, where it has one.
    pub id: String,
    pub name: String,
    pub about: String,
    /// Names of those its page fills.
    pub variables: Vec<String>,
    pub examples: BTreeMap<String, String>,
    /// Opens by an access token only.
    pub private: bool,
    /// The key that was entered may mint one.
    pub own: bool,
}

impl Known {
    pub fn featured(scenario: FeaturedScenario) -> Known {
        Known {
            id: scenario.slug.unwrap_or(scenario.id),
            name: scenario.name,
            about: scenario.user_friendly_description.unwrap_or_default(),
            variables: scenario.variables,
            examples: texts(&scenario.example_variables.into_iter().collect()),
            private: false,
            own: false,
        }
    }

    pub fn own(scenario: Scenario) -> Known {
        let examples = match scenario.user_metadata.get("example_variables") {
            Some(Value::Object(examples)) => texts(examples),
            _ => BTreeMap::new(),
        };
        Known {
            id: scenario.slug.unwrap_or(scenario.id),
            name: scenario.name,
            private: !scenario.is_public || scenario.pricing.is_paid == Some(true),
            own: true,
            about: scenario.user_friendly_description.unwrap_or_default(),
            variables: scenario.variables,
            examples,
        }
    }

    /// As anybody may know it.
    pub fn met(facts: ScenarioFacts) -> Known {
        Known {
            id: facts.slug.unwrap_or(facts.id),
            name: facts.name,
            about: facts.user_friendly_description.unwrap_or_default(),
            variables: facts.variables,
            examples: BTreeMap::new(),
            private: !facts.is_public,
            own: false,
        }
    }
}

fn texts(object: &serde_json::Map<String, Value>) -> BTreeMap<String, String> {
    let texts = object
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owners_scenario_has_its_examples_and_may_mint_tokens() {
        let scenario: Scenario = serde_json::from_value(serde_json::json!({
            "id": "1", "variables": ["role"], "ai_instructions": "Play {{ role }} for {{ user_name }}.",
            "user_metadata": { "example_variables": { "role": "clerk", "odd": 3 } },
            "is_public": false,
        }))
        .unwrap();
        let known = Known::own(scenario);
        assert_eq!(known.variables, ["role"]);
        assert_eq!(
            known.examples,
            BTreeMap::from([("role".to_owned(), "clerk".to_owned())])
        );
        assert!(known.private && known.own);
    }
}
