//! A setting as it was given, and what is wrong with it.

use std::fmt;

/// Why the server does not start: one sentence for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Problem(pub String);

/// A text and where it stood: `--listen`, `VIVAVOCE_LISTEN`, `listen (vivavoce.toml, line 3)`.
#[derive(Clone, Debug)]
pub struct Given {
    pub text: String,
    pub place: String,
}

impl Given {
    /// What stands between its commas.
    pub fn parts(&self) -> impl Iterator<Item = Given> {
        let parts = self.text.split(',').map(str::trim);
        parts.filter(|part| !part.is_empty()).map(|part| Given {
            text: part.to_owned(),
            place: self.place.clone(),
        })
    }

    /// `place is "text": <rule>`.
    pub fn wrong(&self, rule: impl fmt::Display) -> Problem {
        Problem(format!("{} is {:?}: {rule}", self.place, self.text))
    }

    /// As [`Given::wrong`], for texts that must not be repeated on a screen.
    pub fn wrong_unseen(&self, rule: impl fmt::Display) -> Problem {
        Problem(format!("{}: {rule}", self.place))
    }
}

/// Looks up an environment variable.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// One that is set and not empty: an empty variable is how containers say "not set".
pub fn variable(environment: Environment<'_>, name: &str) -> Option<Given> {
    environment(name)
        .filter(|text| !text.is_empty())
        .map(|text| Given {
            text,
            place: name.to_owned(),
        })
}
