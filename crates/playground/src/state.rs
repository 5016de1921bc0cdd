//! What was set up, as an address that can be reloaded and sent to somebody; secrets are no part
//! of it.

use std::collections::BTreeMap;

use vivavoce_core::address::Style;
use vivavoce_core::config::{Config, Warning};
use vivavoce_core::query;

use crate::parameter::{self, Parameter};

/// How wide the preview is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    Phone,
    Tablet,
    #[default]
    Desktop,
}

impl Width {
    pub const ALL: [Width; 3] = [Width::Phone, Width::Tablet, Width::Desktop];

    pub fn as_str(self) -> &'static str {
        match self {
            Width::Phone => "phone",
            Width::Tablet => "tablet",
            Width::Desktop => "desktop",
        }
    }

    /// CSS pixels.
    pub fn pixels(self) -> u32 {
        match self {
            Width::Phone => 390,
            Width::Tablet => 768,
            Width::Desktop => 1200,
        }
    }
}

/// What a snippet is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    #[default]
    Iframe,
    Tag,
    React,
}

impl Form {
    pub const ALL: [Form; 3] = [Form::Iframe, Form::Tag, Form::React];

    pub fn as_str(self) -> &'static str {
        match self {
            Form::Iframe => "iframe",
            Form::Tag => "tag",
            Form::React => "react",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Form::Iframe => "iframe",
            Form::Tag => "Tag",
            Form::React => "React",
        }
    }
}

pub const STYLES: [Style; 3] = [Style::Full, Style::Basic, Style::Minimal];

/// CSS pixels an embed of this style is made for.
pub fn height(style: Style) -> u32 {
    match style {
        Style::Full => 800,
        Style::Basic => 600,
        Style::Minimal => 300,
    }
}

/// Everything but secrets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// Id or slug; empty: the first there is.
    pub scenario: String,
    pub style: Style,
    /// By the parameter's name; those that have their default are not there.
    pub settings: BTreeMap<String, String>,
    /// Without `t_`. `None`: the scenario's own examples.
    pub variables: Option<BTreeMap<String, String>>,
    pub width: Width,
    pub form: Form,
}

impl State {
    /// Reads an address's query. What it does not understand is not there.
    pub fn read(query: &str) -> State {
        let mut state = State::default();
        for (name, value) in query::pairs(query).take(300) {
            match name.as_str() {
                "scenario" => state.scenario = value,
                "style" => {
                    let known = STYLES.into_iter().find(|style| style.as_str() == value);
                    state.style = known.unwrap_or_default();
                }
                "width" => {
                    let known = Width::ALL.into_iter().find(|width| width.as_str() == value);
                    state.width = known.unwrap_or_default();
                }
                "snippet" => {
                    let known = Form::ALL.into_iter().find(|form| form.as_str() == value);
                    state.form = known.unwrap_or_default();
                }
                "variables" => {
                    state.variables.get_or_insert_default();
                }
                name => match name.strip_prefix("t_") {
                    Some(variable) if !variable.is_empty() => {
                        let variables = state.variables.get_or_insert_default();
                        variables.insert(variable.to_owned(), value);
                    }
                    _ => state.set(name, &value),
                },
            }
        }
        state
    }

    /// The query that [`State::read`] makes this of, with its `?`, or nothing. `names_scenario` is
    /// whether the path does not.
    pub fn query(&self, names_scenario: bool) -> String {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut put = |name: &str, value: &str| pairs.push((name.to_owned(), value.to_owned()));
        if names_scenario && !self.scenario.is_empty() {
            put("scenario", &self.scenario);
        }
        if self.style != Style::default() {
            put("style", self.style.as_str());
        }
        if self.width != Width::default() {
            put("width", self.width.as_str());
        }
        if self.form != Form::default() {
            put("snippet", self.form.as_str());
        }
        pairs.extend(self.given());
        if let Some(variables) = &self.variables {
            if variables.is_empty() {
                pairs.push(("variables".to_owned(), String::new()));
            }
            let named = variables
                .iter()
                .map(|(name, value)| (format!("t_{name}"), value.clone()));
            pairs.extend(named);
        }
        written(&pairs)
    }

    /// Takes a setting; one that is unknown, or a secret, changes nothing.
    pub fn set(&mut self, name: &str, value: &str) {
        let Some(parameter) = Parameter::named(name) else {
            return;
        };
        if value.trim().is_empty() || value == parameter.default() {
            self.settings.remove(parameter.name());
        } else {
            self.settings
                .insert(parameter.name().to_owned(), value.to_owned());
        }
    }

    /// A setting's value, its default where none is given.
    pub fn setting(&self, name: &str) -> String {
        match self.settings.get(name) {
            Some(value) => value.clone(),
            None => Parameter::named(name)
                .map(|parameter| parameter.default())
                .unwrap_or_default()
                .to_owned(),
        }
    }

    /// The variables that have a value.
    pub fn filled(&self) -> BTreeMap<String, String> {
        let variables = self.variables.clone().unwrap_or_default();
        variables
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    /// The settings that differ from their defaults, in the table's order.
    pub fn given(&self) -> Vec<(String, String)> {
        let given = parameter::all().filter_map(|parameter| {
            let value = self.settings.get(parameter.name())?;
            Some((parameter.name().to_owned(), value.clone()))
        });
        given.collect()
    }

    /// The embed's path and query.
    pub fn address(&self) -> String {
        let mut pairs = self.given();
        pairs.extend(
            self.filled()
                .into_iter()
                .map(|(name, value)| (format!("t_{name}"), value)),
        );
        let style = match self.style {
            Style::Full => "",
            Style::Basic => "basic/",
            Style::Minimal => "minimal/",
        };
        format!(
            "/embed/{style}{}{}",
            encoded(&self.scenario),
            written(&pairs)
        )
    }

    /// What the embed makes of it, and what it would warn about.
    pub fn config(&self) -> (Config, Vec<Warning>) {
        let address = self.address();
        Config::parse(address.split_once('?').map_or("", |(_, query)| query))
    }
}

/// A query with its `?`; nothing without pairs.
fn written(pairs: &[(String, String)]) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(&encoded(name));
        if !value.is_empty() || name.starts_with("t_") {
            query.push('=');
            query.push_str(&encoded(value));
        }
    }
    query
}

/// Everything but letters, digits and `-._~` as `%XX`: safe in paths, queries and attributes.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(query: &str) -> State {
        State::read(query)
    }

    #[test]
    fn an_address_is_read_back_as_it_was_written() {
        let check = |query: &str, wanted: &str| {
            let read = state(query);
            assert_eq!(read.query(true), wanted, "{query}");
            assert_eq!(state(wanted), read, "{query}");
        };
        check("", "");
        check("?scenario=demo-support", "?scenario=demo-support");
        check(
            "?style=basic&width=phone&snippet=tag",
            "?style=basic&width=phone&snippet=tag",
        );
        check(
            "?snippet=react&style=minimal",
            "?style=minimal&snippet=react",
        );
        check(
            "?color=%23fdfffe&t_company_name=Acme+%26+Co",
            "?color=%23fdfffe&t_company_name=Acme%20%26%20Co",
        );
        // Aliases become the name, defaults vanish.
        check("?bg=black&pulse=false", "?background=black&showPulse=false");
        check("?color=violet-500&showPulse=true&theme=auto", "");
        // A variable that was emptied stays empty, as does having none at all.
        check("?t_role=", "?t_role=");
        check("?variables", "?variables");
        // What is unknown goes.
        check("?style=huge&width=9&nothing=1&t_=x", "");
        check("?t_gr%C3%B6%C3%9Fe=XL", "?t_gr%C3%B6%C3%9Fe=XL");
    }

    #[test]
    fn a_secret_in_the_address_is_neither_read_nor_written() {
        let read = state("?scenarioAccessToken=sat_CANARY&color=teal-500&preview=true");
        assert_eq!(read.query(true), "?color=teal-500");
        assert!(!format!("{read:?}").contains("CANARY"));
    }

    #[test]
    fn the_embed_gets_what_was_set_and_nothing_else() {
        let check = |query: &str, wanted: &str| assert_eq!(state(query).address(), wanted);
        check("?scenario=demo-interview", "/embed/demo-interview");
        check(
            "?scenario=a%2Fb&style=minimal&color=teal-500&width=phone&snippet=tag&t_x=1&t_y=",
            "/embed/minimal/a%2Fb?color=teal-500&t_x=1",
        );
        let (config, warnings) = state("?color=teal-500&t_x=%7B1%7D&maxDuration=soon").config();
        assert_eq!(config.variables["x"], "{1}");
        assert_eq!(config.color.css(), "#14b8a6");
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].parameter, "maxDuration");
    }
}
