//! The query string, typed.

pub mod described;
mod kinds;
mod parse;
mod table;
mod values;

use std::fmt;

use crate::address;
use crate::color::Color;

pub use parse::Restyle;
pub use table::{ALIASES, Config, DEFAULT_COLOR, DESCRIBED, NAMES, VARIABLES};

impl Config {
    /// Reads a query string, with or without its `?`. Never fails: a wrong parameter must not blank
    /// a customer's page, so what is wrong is replaced and warned about, in the order it stands.
    pub fn parse(query: &str) -> (Config, Vec<Warning>) {
        parse::parse(query)
    }

    /// Takes the access token out of `#scenarioAccessToken=…`; the query's own wins.
    pub fn take_fragment(&mut self, fragment: &str) {
        if self.scenario_access_token.is_none() {
            self.scenario_access_token = address::token_in_fragment(fragment)
                .as_deref()
                .and_then(values::token);
        }
    }

    /// This config with other colours, as the host's `setTheme` asks. A colour that cannot be read
    /// leaves the present one.
    pub fn restyled(&self, change: &Restyle) -> (Config, Vec<Warning>) {
        parse::restyled(self, change)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// White, where no background is given.
    Light,
    /// Tailwind's slate-950, where no background is given.
    Dark,
    /// As the visitor's system is set.
    #[default]
    Auto,
}

/// What the embed stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Background {
    /// None was given: white or slate-950, as `theme` says.
    #[default]
    Default,
    Transparent,
    Color(Color),
}

/// A parameter that was not as it should be, and what is used instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub parameter: String,
    /// A whole sentence part: `"maybe" is neither true nor false; using true`.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.parameter, self.message)
    }
}
