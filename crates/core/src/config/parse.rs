//! From the query to a [`Config`], parameter by parameter.

use serde::{Deserialize, Serialize};

use crate::credentials::{EMAIL_CAP, NAME_CAP};
use crate::query;
use crate::variables::{self, Refusal};

use super::values::{self, clean};
use super::{Config, Warning};

/// Characters of a title.
const TITLE_CAP: usize = 120;
/// Characters of a button's label.
const LABEL_CAP: usize = 40;
/// Parameters that are looked at.
const PARAMETERS_CAP: usize = 200;
/// Warnings a console is troubled with.
const WARNINGS_CAP: usize = 40;

/// What one can do with a colour that was not understood.
const COLOR_FORMS: &str = "a colour is a Tailwind shade (violet-500), a hexadecimal value with its \
                           # written as %23 (%238b5cf6) or a CSS name (teal)";

/// Every parameter but the `t_` ones, under its own name. Also what a wrong spelling is compared to.
pub const NAMES: [&str; 28] = [
    "scenarioAccessToken",
    "userName",
    "userEmail",
    "promptUserInfo",
    "name",
    "color",
    "background",
    "theme",
    "showPulse",
    "hidePoweredBy",
    "transcribe",
    "skipPrecheck",
    "autoStart",
    "maxDuration",
    "restoreSession",
    "voice",
    "languageCode",
    "avatarUrl",
    "avatarId",
    "buttonStartLabel",
    "buttonStopLabel",
    "buttonColor",
    "buttonIcon",
    "buttonOutline",
    "scenarioNameColor",
    "backend",
    "lang",
    "preview",
];

/// The older or shorter name, and the parameter it stands for.
const ALIASES: [(&str, &str); 3] = [
    ("bg", "background"),
    ("pulse", "showPulse"),
    ("accent", "languageCode"),
];

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
    let mut pairs = query::pairs(query);
    let given: Vec<(String, String)> = pairs.by_ref().take(PARAMETERS_CAP).collect();
    let mut seen: Vec<&str> = Vec::new();
    for (name, value) in &given {
        let parameter = match ALIASES.iter().find(|(alias, _)| alias == name) {
            Some((alias, parameter)) if given.iter().any(|(other, _)| other == parameter) => {
                reading.warn(alias, format!("{parameter} is given too; using that"));
                continue;
            }
            Some((_, parameter)) => parameter,
            None => name.as_str(),
        };
        if seen.contains(&parameter) {
            reading.warn(name, "given more than once; using the first".to_owned());
            continue;
        }
        seen.push(parameter);
        reading.take(name, parameter, value);
    }
    if pairs.next().is_some() {
        let message = format!("more than {PARAMETERS_CAP} parameters; the rest is ignored");
        reading.warn("query", message);
    }
    (reading.config, reading.warnings)
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
        // Templates write `userName=` when they have none: as if it were not there. An empty colour
        // is the exception, because that is what `color=#ff0000` arrives as.
        if value.trim().is_empty() && !parameter.to_ascii_lowercase().ends_with("color") {
            if !NAMES.contains(&parameter) {
                self.warn_unknown(name);
            }
            return;
        }
        let config = &mut self.config;
        let wrong = match parameter {
            "scenarioAccessToken" => {
                config.scenario_access_token = values::token(value);
                (config.scenario_access_token.is_none())
                    .then(|| "this is no access token; going on without one".to_owned())
            }
            "userName" => take_text(&mut config.user_name, value, NAME_CAP),
            "userEmail" => take_text(&mut config.user_email, value, EMAIL_CAP),
            "promptUserInfo" => take_boolean(&mut config.prompt_user_info, value),
            "name" => take_text(&mut config.name, value, TITLE_CAP),
            "color" => match values::color(value) {
                Some(color) => put(&mut config.color, color),
                None => Some(not_a_color(value, &config.color.css())),
            },
            "background" => match values::background(value) {
                Some(background) => put(&mut config.background, background),
                None => Some(not_a_color(value, "what the theme says")),
            },
            "theme" => match values::theme(value) {
                Some(theme) => put(&mut config.theme, theme),
                None => Some(quoted(value) + " is not light, dark or auto; ignored"),
            },
            "showPulse" => take_boolean(&mut config.show_pulse, value),
            "hidePoweredBy" => take_boolean(&mut config.hide_powered_by, value),
            "transcribe" => match values::boolean(value) {
                Some(given) => put(&mut config.transcribe, Some(given)),
                None => Some(quoted(value) + " is neither true nor false; ignored"),
            },
            "skipPrecheck" => take_boolean(&mut config.skip_precheck, value),
            "autoStart" => take_boolean(&mut config.auto_start, value),
            "maxDuration" => match values::seconds(value) {
                Some(Ok(seconds)) => put(&mut config.max_duration, Some(seconds)),
                Some(Err(longest)) => {
                    config.max_duration = Some(longest);
                    Some(format!("more than a day; using {longest} seconds"))
                }
                None => Some(quoted(value) + " is no number of seconds above 0; ignored"),
            },
            "restoreSession" => take_name(&mut config.restore_session, value, "a session's id"),
            "voice" => take_text(&mut config.voice, value, LABEL_CAP),
            "languageCode" => take_language(&mut config.language_code, value),
            "avatarUrl" => match values::address(value) {
                Some(address) => put(&mut config.avatar_url, Some(address)),
                None => Some(quoted(value) + " is no address of a picture; ignored"),
            },
            "avatarId" => take_name(&mut config.avatar_id, value, "an avatar's id"),
            "buttonStartLabel" => take_text(&mut config.button_start_label, value, LABEL_CAP),
            "buttonStopLabel" => take_text(&mut config.button_stop_label, value, LABEL_CAP),
            "buttonColor" => take_color(&mut config.button_color, value),
            "buttonIcon" => take_name(&mut config.button_icon, value, "an icon's name"),
            "buttonOutline" => take_boolean(&mut config.button_outline, value),
            "scenarioNameColor" => take_color(&mut config.scenario_name_color, value),
            "backend" => take_name(
                &mut config.backend,
                value,
                "a backend's name (never an address: the deployment knows those)",
            ),
            "lang" => take_language(&mut config.lang, value),
            "preview" => take_boolean(&mut config.preview, value),
            _ => return self.warn_unknown(name),
        };
        if let Some(message) = wrong {
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

    fn warn_unknown(&mut self, name: &str) {
        let known = |known: &&str| known.eq_ignore_ascii_case(name);
        let message = match NAMES.iter().find(|name| known(name)) {
            Some(meant) => format!("no such parameter; ignored. It is written {meant}"),
            None if name.eq_ignore_ascii_case("accessToken") => {
                "no such parameter; ignored. Access to a private scenario is given by \
                 scenarioAccessToken"
                    .to_owned()
            }
            None => "no such parameter; ignored".to_owned(),
        };
        self.warn(name, message);
    }

    fn warn(&mut self, parameter: &str, message: String) {
        if self.warnings.len() > WARNINGS_CAP {
            return;
        }
        self.warnings.push(if self.warnings.len() == WARNINGS_CAP {
            Warning {
                parameter: "query".to_owned(),
                message: "too many wrong parameters; the rest goes unmentioned".to_owned(),
            }
        } else {
            Warning {
                parameter: clean(parameter, LABEL_CAP),
                message,
            }
        });
    }
}

// Each of these puts a value into its place, or returns what is wrong with it.

fn put<T>(place: &mut T, value: T) -> Option<String> {
    *place = value;
    None
}

fn take_text(place: &mut Option<String>, value: &str, cap: usize) -> Option<String> {
    let text = clean(value, cap);
    *place = (!text.is_empty()).then_some(text);
    // Two more: the next character may come with a space.
    let whole = clean(value, cap + 2).chars().nth(cap).is_none();
    (!whole).then(|| format!("longer than {cap} characters; cut"))
}

fn take_boolean(place: &mut bool, value: &str) -> Option<String> {
    match values::boolean(value.trim()) {
        Some(given) => put(place, given),
        None => Some(format!(
            "{} is neither true nor false; using {place}",
            quoted(value)
        )),
    }
}

fn take_color(place: &mut Option<crate::color::Color>, value: &str) -> Option<String> {
    match values::color(value) {
        Some(color) => put(place, Some(color)),
        None => Some(not_a_color(value, "the usual colour")),
    }
}

fn take_name(place: &mut Option<String>, value: &str, what: &str) -> Option<String> {
    match values::identifier(value.trim()) {
        Some(name) => put(place, Some(name)),
        None => Some(format!("{} is not {what}; ignored", quoted(value))),
    }
}

fn take_language(place: &mut Option<String>, value: &str) -> Option<String> {
    match values::language(value.trim()) {
        Some(tag) => put(place, Some(tag)),
        None => Some(quoted(value) + " is no language tag such as en-US; ignored"),
    }
}

fn not_a_color(value: &str, instead: &str) -> String {
    let what = if value.trim().is_empty() {
        "empty".to_owned()
    } else {
        quoted(value) + " is no colour"
    };
    format!("{what}; using {instead} ({COLOR_FORMS})")
}

/// The value in quotation marks, fit for a console: short and without characters that hide.
fn quoted(value: &str) -> String {
    let mut quoted = String::from("\"");
    let shown = clean(value, LABEL_CAP);
    quoted.push_str(&shown);
    if shown != clean(value, LABEL_CAP + 2) {
        quoted.push('…');
    }
    quoted.push('"');
    quoted
}
