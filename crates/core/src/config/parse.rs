//! From the query to a [`Config`], parameter by parameter.

use serde::{Deserialize, Serialize};

use crate::query;
use crate::text::clean;
use crate::variables::{self, Refusal};

use super::table::{ALIASES, READERS};
use super::values::LABEL_CAP;
use super::{Config, Warning, Wrong};

/// Parameters that are looked at.
const PARAMETERS_CAP: usize = 200;
/// Warnings a console is troubled with.
const WARNINGS_CAP: usize = 40;

/// The colours a host may change while the embed runs (its `setTheme` command); values as in the
/// query. What is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Restyle {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
}

pub(super) fn parse(query: &str) -> (Config, Vec<Warning>) {
    let mut reading = Reading::default();
    let mut pairs = query::written_pairs(query);
    let given: Vec<(String, String)> = pairs.by_ref().take(PARAMETERS_CAP).collect();
    let mut seen: Vec<&str> = Vec::new();
    for (written, value) in &given {
        let name = query::unescaped(written);
        let parameter = parameter_of(name);
        let mut others = given.iter().filter(|(_, text)| !is_blank(text));
        // An empty one is as if it were not there; an empty variable fills its place with nothing.
        if is_blank(value)
            && !parameter.starts_with("t_")
            && others.any(|(it, _)| parameter_of(query::unescaped(it)) == parameter)
        {
            continue;
        }
        let says = |wanted: &str| {
            given
                .iter()
                .any(|(it, text)| it == wanted && !is_blank(text))
        };
        let better = [name, parameter]
            .into_iter()
            .find(|other| other != written && says(other));
        if let Some(other) = better {
            reading.warn(
                written,
                clean(other, LABEL_CAP) + " is given too; using that",
            );
            continue;
        }
        if seen.contains(&parameter) {
            reading.warn(written, "given more than once; using the first".to_owned());
            continue;
        }
        seen.push(parameter);
        if name != written {
            let message =
                "the & before it was escaped for HTML once too often; read without the escape";
            reading.warn(written, message.to_owned());
        }
        reading.take(name, parameter, value);
    }
    if pairs.next().is_some() {
        let message = format!("more than {PARAMETERS_CAP} parameters; the rest is ignored");
        reading.warn("query", message);
    }
    (reading.config, reading.warnings)
}

/// What a name stands for.
fn parameter_of(name: &str) -> &str {
    let known = ALIASES.iter().find(|(alias, _)| *alias == name);
    known.map_or(name, |(_, parameter)| parameter)
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

pub(super) fn restyled(config: &Config, change: &Restyle) -> (Config, Vec<Warning>) {
    let mut reading = Reading {
        config: config.clone(),
        warnings: Vec::new(),
    };
    let given = [
        ("color", &change.color),
        ("background", &change.background),
        ("theme", &change.theme),
    ];
    for (name, value) in given {
        if let Some(value) = value {
            reading.take(name, name, value);
        }
    }
    (reading.config, reading.warnings)
}

#[derive(Default)]
struct Reading {
    config: Config,
    warnings: Vec<Warning>,
}

impl Reading {
    /// `name` is how the host wrote it, `parameter` what it means.
    fn take(&mut self, name: &str, parameter: &str, value: &str) {
        if let Some(variable) = parameter.strip_prefix("t_") {
            return self.take_variable(name, variable, value);
        }
        let Some(reader) = READERS.iter().find(|reader| reader.name == parameter) else {
            return self.doubt(name, Wrong::Name);
        };
        if is_blank(value) && !reader.reads_empty {
            return;
        }
        if let Err(message) = (reader.read)(&mut self.config, value) {
            self.warn(name, message);
        }
    }

    fn take_variable(&mut self, parameter: &str, name: &str, value: &str) {
        let message = match variables::insert(&mut self.config.variables, name, value) {
            Ok(()) => return,
            Err(Refusal::Name) => {
                "a variable is t_ and a name without spaces and braces; ignored".to_owned()
            }
            Err(Refusal::Full) => {
                let (count, bytes) = (variables::COUNT_CAP, variables::TOTAL_CAP);
                format!("more than {count} variables or {bytes} bytes of them; ignored")
            }
            Err(Refusal::Cut) => format!("cut to {} characters", variables::VALUE_CAP),
        };
        self.warn(parameter, message);
    }

    fn warn(&mut self, parameter: &str, message: String) {
        self.doubt(parameter, Wrong::Value(message));
    }

    fn doubt(&mut self, parameter: &str, wrong: Wrong) {
        if self.warnings.len() > WARNINGS_CAP {
            return;
        }
        self.warnings.push(if self.warnings.len() == WARNINGS_CAP {
            let message = "too many wrong parameters; the rest goes unmentioned";
            Warning {
                parameter: "query".to_owned(),
                wrong: Wrong::Value(message.to_owned()),
            }
        } else {
            Warning {
                parameter: clean(parameter, LABEL_CAP),
                wrong,
            }
        });
    }
}
