//! Which of the pages an address is.

use vivavoce_core::query;

use crate::state::encoded;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `/`, where everything can be tried.
    Bench,
    Scenarios,
    NewScenario,
    Scenario(String),
    /// The bench for one scenario of the account.
    Integration(String),
    Session {
        scenario: String,
        session: String,
    },
    Keys,
    Missing,
}

impl Route {
    pub fn read(path: &str) -> Route {
        let segments: Vec<String> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(decoded)
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments.as_slice() {
            [] => Route::Bench,
            ["keys"] => Route::Keys,
            ["scenarios"] => Route::Scenarios,
            ["scenarios", "new"] => Route::NewScenario,
            ["scenarios", id] => Route::Scenario((*id).to_owned()),
            ["scenarios", id, "integration"] => Route::Integration((*id).to_owned()),
            ["scenarios", id, "sessions", session] => Route::Session {
                scenario: (*id).to_owned(),
                session: (*session).to_owned(),
            },
            _ => Route::Missing,
        }
    }

    pub fn path(&self) -> String {
        match self {
            Route::Bench | Route::Missing => "/".to_owned(),
            Route::Scenarios => "/scenarios".to_owned(),
            Route::NewScenario => "/scenarios/new".to_owned(),
            Route::Scenario(id) => format!("/scenarios/{}", encoded(id)),
            Route::Integration(id) => format!("/scenarios/{}/integration", encoded(id)),
            Route::Session { scenario, session } => {
                format!(
                    "/scenarios/{}/sessions/{}",
                    encoded(scenario),
                    encoded(session)
                )
            }
            Route::Keys => "/keys".to_owned(),
        }
    }

    /// What the tab says.
    pub fn title(&self) -> &'static str {
        match self {
            Route::Bench => "Viva Voce – AI conversations for your site",
            Route::Scenarios => "Scenarios – Viva Voce",
            Route::NewScenario => "New scenario – Viva Voce",
            Route::Scenario(_) => "Scenario – Viva Voce",
            Route::Integration(_) => "Integration – Viva Voce",
            Route::Session { .. } => "Session – Viva Voce",
            Route::Keys => "Keys – Viva Voce",
            Route::Missing => "Nothing is here – Viva Voce",
        }
    }
}

/// A path's segment, by way of the reader of queries: a `+` is one there as it is here.
fn decoded(segment: &str) -> String {
    let as_value = format!("x={}", segment.replace('+', "%2B").replace('&', "%26"));
    query::pairs(&as_value)
        .next()
        .map(|(_, value)| value)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_at_its_own_path() {
        let session = Route::Session {
            scenario: "a/b".to_owned(),
            session: "c+d".to_owned(),
        };
        for route in [
            Route::Bench,
            Route::Scenarios,
            Route::NewScenario,
            Route::Scenario("67bf".to_owned()),
            Route::Integration("ä&b".to_owned()),
            session,
            Route::Keys,
        ] {
            assert_eq!(Route::read(&route.path()), route);
        }
        assert_eq!(Route::read("/scenarios/"), Route::Scenarios);
        assert_eq!(Route::read("/scenarios/a/b/c/d"), Route::Missing);
        assert_eq!(Route::read("/other"), Route::Missing);
    }
}
