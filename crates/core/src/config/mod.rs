//! The query string, typed.

pub mod described;
mod kinds;
mod parse;
mod table;
mod values;

use std::fmt;

use crate::address;
use crate::color::Color;
use crate::nearest::nearest;

use described::attribute_of;
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

/// A parameter that was not as it should be, and what is used instead. Only who shows it links the
/// search for the right name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub parameter: String,
    wrong: Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrong {
    /// No parameter has this name.
    Name,
    /// A whole sentence part: `"maybe" is neither true nor false; using true`.
    Value(String),
}

/// What the element has beside the parameters, spelt like one.
const ELEMENTS: [&str; 5] = ["scenario", "variant", "server", "loading", "autoHeight"];

impl Warning {
    /// As the element says it, whose attributes the parameters are.
    pub fn of_attribute(&self) -> String {
        let name = attribute_of(&self.parameter);
        match &self.wrong {
            Wrong::Value(message) => format!("{name}: {message}"),
            Wrong::Name if matches!(&*name, "height" | "width") => {
                format!("{name}: no such attribute; ignored. It is given by CSS, as to any element")
            }
            Wrong::Name => {
                let meant = nearest(&self.parameter, known().chain(ELEMENTS)).map(attribute_of);
                let meant = meant.as_deref();
                format!("{name}: no such attribute; ignored{}", perhaps(meant))
            }
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Warning { parameter, wrong } = self;
        match wrong {
            Wrong::Value(message) => write!(f, "{parameter}: {message}"),
            Wrong::Name if parameter.eq_ignore_ascii_case("accessToken") => write!(
                f,
                "{parameter}: no such parameter; ignored. Access to a private scenario is given by \
                 scenarioAccessToken"
            ),
            Wrong::Name => {
                let meant = perhaps(nearest(parameter, known()));
                write!(f, "{parameter}: no such parameter; ignored{meant}")
            }
        }
    }
}

/// Every name that a parameter has.
fn known() -> impl Iterator<Item = &'static str> {
    let aliases = ALIASES.iter().map(|(alias, _)| *alias);
    NAMES.iter().copied().chain(aliases)
}

fn perhaps(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |meant| format!(". Did you mean {meant}?"))
}
