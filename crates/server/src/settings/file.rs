//! A TOML table read key by key, so that whatever was not asked for is a mistake with a name.

use std::ops::RangeInclusive;

use strsim::osa_distance;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::given::{Given, Problem};

/// Parses the file; a syntax error becomes a sentence with the line it stands in.
pub(super) fn parse<'a>(name: &str, source: &'a str) -> Result<Spanned<DeTable<'a>>, Problem> {
    DeTable::parse(source).map_err(|error| {
        let line = error
            .span()
            .map(|span| line_of(source, span.start))
            .unwrap_or(1);
        let message = error.message().replace('\n', " ");
        Problem(format!("{name}, line {line} is not TOML: {message}"))
    })
}

/// One `[section]`, remembering what was asked of it.
pub(super) struct Section<'a> {
    name: &'a str,
    source: &'a str,
    /// `agent.model`; empty for the file itself.
    path: String,
    line: usize,
    table: &'a DeTable<'a>,
    asked: Vec<&'static str>,
}

impl<'a> Section<'a> {
    pub fn root(name: &'a str, source: &'a str, table: &'a DeTable<'a>) -> Self {
        Section {
            name,
            source,
            path: String::new(),
            line: 1,
            table,
            asked: Vec::new(),
        }
    }

    /// `[agent.model] (vivavoce.toml, line 2)`.
    pub fn place(&self) -> String {
        format!("[{}] ({}, line {})", self.path, self.name, self.line)
    }

    /// `name`, which the section cannot do without.
    pub fn needed(&mut self, key: &'static str) -> Result<Given, Problem> {
        match self.text(key)? {
            Some(given) if given.text.is_empty() => Err(given.wrong("it must not be empty")),
            Some(given) => Ok(given),
            None => Err(Problem(format!(
                "{} has no \"{key}\", which it needs",
                self.place()
            ))),
        }
    }

    pub fn text(&mut self, key: &'static str) -> Result<Option<Given>, Problem> {
        self.ask(key)
            .map(|(place, value)| match value {
                DeValue::String(text) => Ok(Given {
                    text: text.to_string(),
                    place,
                }),
                other => Err(mismatch(&place, "a text in quotes", other)),
            })
            .transpose()
    }

    /// Each with the place of the list.
    pub fn texts(&mut self, key: &'static str) -> Result<Vec<Given>, Problem> {
        let Some((place, value)) = self.ask(key) else {
            return Ok(Vec::new());
        };
        let DeValue::Array(items) = value else {
            return Err(mismatch(&place, "a list of texts, like [\"…\"]", value));
        };
        items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) => Ok(Given {
                    text: text.to_string(),
                    place: format!("an entry of {place}"),
                }),
                other => Err(mismatch(
                    &format!("an entry of {place}"),
                    "a text in quotes",
                    other,
                )),
            })
            .collect()
    }

    pub fn flag(&mut self, key: &'static str) -> Result<Option<bool>, Problem> {
        self.ask(key)
            .map(|(place, value)| match value {
                DeValue::Boolean(flag) => Ok(*flag),
                other => Err(mismatch(&place, "true or false", other)),
            })
            .transpose()
    }

    pub fn number(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u64>,
    ) -> Result<Option<u64>, Problem> {
        let rule = format!("a whole number from {} to {}", range.start(), range.end());
        self.ask(key)
            .map(|(place, value)| {
                let DeValue::Integer(digits) = value else {
                    return Err(mismatch(&place, &rule, value));
                };
                u64::from_str_radix(digits.as_str(), digits.radix())
                    .ok()
                    .filter(|number| range.contains(number))
                    .ok_or_else(|| Problem(format!("{place} is {digits}: it must be {rule}")))
            })
            .transpose()
    }

    pub fn decimal(
        &mut self,
        key: &'static str,
        range: RangeInclusive<f64>,
    ) -> Result<Option<f64>, Problem> {
        let rule = format!("a number from {} to {}", range.start(), range.end());
        self.ask(key)
            .map(|(place, value)| {
                let digits = match value {
                    DeValue::Integer(digits) => digits.as_str(),
                    DeValue::Float(digits) => digits.as_str(),
                    other => return Err(mismatch(&place, &rule, other)),
                };
                digits
                    .parse()
                    .ok()
                    .filter(|number| range.contains(number))
                    .ok_or_else(|| Problem(format!("{place} is {digits}: it must be {rule}")))
            })
            .transpose()
    }

    pub fn section(&mut self, key: &'static str) -> Result<Option<Section<'a>>, Problem> {
        let path = self.below(key);
        let (name, source) = (self.name, self.source);
        self.ask_spanned(key)
            .map(|(place, line, value)| match value {
                DeValue::Table(table) => Ok(Section {
                    name,
                    source,
                    path,
                    line,
                    table,
                    asked: Vec::new(),
                }),
                other => Err(mismatch(
                    &place,
                    "a section of its own, like [agent.model]",
                    other,
                )),
            })
            .transpose()
    }

    /// Every key as a section, where the keys are the operator's own words.
    pub fn sections(&self) -> Result<Vec<(Given, Section<'a>)>, Problem> {
        self.table
            .iter()
            .map(|(key, value)| {
                let text = key.get_ref().to_string();
                let line = line_of(self.source, key.span().start);
                let path = self.below(&text);
                let place = format!("[{path}] ({}, line {line})", self.name);
                let DeValue::Table(table) = value.get_ref() else {
                    return Err(mismatch(&place, "a section of its own", value.get_ref()));
                };
                let section = Section {
                    name: self.name,
                    source: self.source,
                    path,
                    line,
                    table,
                    asked: Vec::new(),
                };
                Ok((Given { text, place }, section))
            })
            .collect()
    }

    /// Every key and its text, where the keys are the operator's own words.
    pub fn entries(&self) -> Result<Vec<(Given, Given)>, Problem> {
        self.table
            .iter()
            .map(|(key, value)| {
                let line = line_of(self.source, key.span().start);
                let place = format!("{} ({}, line {line})", self.below(key.get_ref()), self.name);
                let DeValue::String(text) = value.get_ref() else {
                    return Err(mismatch(&place, "a text in quotes", value.get_ref()));
                };
                let name = Given {
                    text: key.get_ref().to_string(),
                    place: place.clone(),
                };
                Ok((
                    name,
                    Given {
                        text: text.to_string(),
                        place,
                    },
                ))
            })
            .collect()
    }

    /// Whatever is left is a setting that does not exist.
    pub fn finish(self) -> Result<(), Problem> {
        let stranger = self
            .table
            .iter()
            .find(|(key, _)| !self.asked.contains(&key.get_ref().as_ref()));
        let Some((key, _)) = stranger else {
            return Ok(());
        };
        let line = line_of(self.source, key.span().start);
        let written = key.get_ref();
        let within = match self.path.as_str() {
            "" => String::new(),
            path => format!(" in [{path}]"),
        };
        let advice = match nearest(written, &self.asked) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("known here: {}", self.asked.join(", ")),
        };
        Err(Problem(format!(
            "{}, line {line}: there is no setting \"{written}\"{within}; {advice}",
            self.name
        )))
    }

    fn ask(&mut self, key: &'static str) -> Option<(String, &'a DeValue<'a>)> {
        self.ask_spanned(key)
            .map(|(place, _, value)| (place, value))
    }

    fn ask_spanned(&mut self, key: &'static str) -> Option<(String, usize, &'a DeValue<'a>)> {
        self.asked.push(key);
        let (written, value) = self.table.get_key_value(key)?;
        let line = line_of(self.source, written.span().start);
        let place = format!("{} ({}, line {line})", self.below(key), self.name);
        Some((place, line, value.get_ref()))
    }

    fn below(&self, key: &str) -> String {
        match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        }
    }
}

fn mismatch(place: &str, rule: &str, value: &DeValue<'_>) -> Problem {
    Problem(format!("{place} is {}: it must be {rule}", kind(value)))
}

/// The kind and not the value: the value may be a secret in the wrong place.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

fn line_of(source: &str, offset: usize) -> usize {
    source
        .as_bytes()
        .iter()
        .take(offset)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

/// The known word a misspelt one was probably meant to be, if any is close.
pub(super) fn nearest<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    let written = written.to_lowercase().replace('-', "_");
    known
        .iter()
        .map(|candidate| {
            (
                osa_distance(&written, &candidate.to_lowercase()),
                *candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).max(1))
        .min()
        .map(|(_, candidate)| candidate)
}
