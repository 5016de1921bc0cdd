//! A JSON object read member by member, collecting everything that is wrong with it.
//!
//! An update must tell "not mentioned" from `null`, and a caller with three mistakes wants to hear
//! of all three; a derived `Deserialize` does neither.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::ApiError;
use crate::error::{Mistake, Place};
use crate::times;

/// What a member said.
#[derive(Clone, Debug, PartialEq)]
pub enum Given<T> {
    /// Not mentioned, or not usable and noted as such.
    Absent,
    Null,
    Here(T),
}

impl<T> Given<T> {
    /// Writes into an optional field; `null` clears it.
    pub fn into_option(self, field: &mut Option<T>) {
        match self {
            Given::Absent => {}
            Given::Null => *field = None,
            Given::Here(value) => *field = Some(value),
        }
    }

    /// Writes into a field that is always there; `null` restores its default.
    pub fn into_field(self, field: &mut T, default: T) {
        match self {
            Given::Absent => {}
            Given::Null => *field = default,
            Given::Here(value) => *field = value,
        }
    }

    pub fn here(self) -> Option<T> {
        match self {
            Given::Here(value) => Some(value),
            _ => None,
        }
    }
}

/// Reads `map`; `at` is where it stands, e.g. `["body"]`.
pub struct Fields<'a> {
    map: &'a Map<String, Value>,
    at: Vec<String>,
    problems: Vec<Mistake>,
}

impl<'a> Fields<'a> {
    pub fn new(map: &'a Map<String, Value>, at: &[&str]) -> Self {
        let at = at.iter().map(|part| (*part).to_owned()).collect();
        Fields {
            map,
            at,
            problems: Vec::new(),
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.map.get(name).is_some_and(|value| !value.is_null())
    }

    pub fn is_text(&self, name: &str) -> bool {
        self.map.get(name).is_some_and(Value::is_string)
    }

    /// Notes a mistake in `name`.
    pub fn wrong(&mut self, name: &str, msg: impl Into<String>, kind: &str) {
        self.wrong_below(name, Vec::new(), msg, kind);
    }

    /// Notes mistakes found elsewhere, below `name`.
    pub fn wrong_below(
        &mut self,
        name: &str,
        inner: Vec<Place>,
        msg: impl Into<String>,
        kind: &str,
    ) {
        let above = self.at.iter().map(String::as_str).chain([name]);
        self.problems.push(Mistake {
            loc: above.map(Place::from).chain(inner).collect(),
            msg: msg.into(),
            kind: kind.to_owned(),
        });
    }

    pub fn missing(&mut self, name: &str) {
        self.wrong(name, "Field required", "missing");
    }

    /// A name of at most `cap` characters; a number is one in its digits.
    pub fn name(&mut self, name: &str, cap: usize) -> Given<String> {
        match self.map.get(name) {
            Some(Value::Number(number)) => Given::Here(number.to_string()),
            _ => self.text(name, cap),
        }
    }

    /// A text of at most `cap` characters.
    pub fn text(&mut self, name: &str, cap: usize) -> Given<String> {
        match self.map.get(name) {
            None => Given::Absent,
            Some(Value::Null) => Given::Null,
            Some(Value::String(text)) if text.chars().nth(cap).is_some() => {
                self.wrong(
                    name,
                    format!("This text has more than {cap} characters"),
                    "string_too_long",
                );
                Given::Absent
            }
            Some(Value::String(text)) => Given::Here(text.clone()),
            Some(_) => {
                self.wrong(name, "Input should be a valid string", "string_type");
                Given::Absent
            }
        }
    }

    /// `true` or `false`; also as forms and spreadsheets write them.
    pub fn flag(&mut self, name: &str) -> Given<bool> {
        let flag = match self.map.get(name) {
            None => return Given::Absent,
            Some(Value::Null) => return Given::Null,
            Some(Value::Bool(flag)) => Some(*flag),
            Some(Value::Number(number)) => match number.as_f64() {
                Some(0.0) => Some(false),
                Some(1.0) => Some(true),
                _ => None,
            },
            Some(Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" => Some(true),
                "false" | "0" | "no" => Some(false),
                _ => None,
            },
            Some(_) => None,
        };
        match flag {
            Some(flag) => Given::Here(flag),
            None => {
                self.wrong(name, "Input should be true or false", "bool_parsing");
                Given::Absent
            }
        }
    }

    /// A whole number, as a number or a text of digits.
    pub fn whole(&mut self, name: &str, range: RangeInclusive<i64>) -> Given<i64> {
        let number = match self.map.get(name) {
            None => return Given::Absent,
            Some(Value::Null) => return Given::Null,
            Some(value) => whole(value),
        };
        match number.filter(|number| range.contains(number)) {
            Some(number) => Given::Here(number),
            None => {
                let msg = format!(
                    "Input should be a whole number from {} to {}",
                    range.start(),
                    range.end()
                );
                self.wrong(name, msg, "int_parsing");
                Given::Absent
            }
        }
    }

    /// A date and time as ISO 8601 (UTC where no zone is given), or Unix milliseconds.
    pub fn time(&mut self, name: &str) -> Given<i64> {
        let time = match self.map.get(name) {
            None => return Given::Absent,
            Some(Value::Null) => return Given::Null,
            Some(Value::Number(number)) => number.as_i64().filter(|time| *time >= 0),
            Some(Value::String(text)) => times::read(text).map(|time| time.at),
            Some(_) => None,
        };
        match time {
            Some(time) => Given::Here(time),
            None => {
                let msg = "Input should be a date and time such as 2030-12-31T09:00:00Z";
                self.wrong(name, msg, "datetime_parsing");
                Given::Absent
            }
        }
    }

    /// An object whose JSON has at most `cap` bytes.
    pub fn object(&mut self, name: &str, cap: usize) -> Given<Map<String, Value>> {
        match self.map.get(name) {
            None => Given::Absent,
            Some(Value::Null) => Given::Null,
            Some(Value::Object(map)) if self.fits(name, map, cap) => Given::Here(map.clone()),
            Some(Value::Object(_)) => Given::Absent,
            Some(_) => {
                self.wrong(name, "Input should be an object", "dict_type");
                Given::Absent
            }
        }
    }

    /// Whether an object has at most `cap` bytes; notes it where it has more.
    pub fn fits(&mut self, name: &str, map: &Map<String, Value>, cap: usize) -> bool {
        let size = serde_json::to_string(map).map_or(0, |text| text.len());
        if size > cap {
            let msg = format!("This object has more than {cap} bytes");
            self.wrong(name, msg, "too_long");
        }
        size <= cap
    }

    /// Any JSON.
    pub fn value(&self, name: &str) -> Given<&'a Value> {
        match self.map.get(name) {
            None => Given::Absent,
            Some(Value::Null) => Given::Null,
            Some(value) => Given::Here(value),
        }
    }

    /// Reads an object's members with `read`, which may rewrite them into `map`.
    pub fn within(
        &mut self,
        name: &str,
        map: &mut Map<String, Value>,
        read: impl FnOnce(&mut Fields<'_>, &mut Map<String, Value>),
    ) {
        let original = map.clone();
        let mut at = self.at.clone();
        at.push(name.to_owned());
        let mut inner = Fields {
            map: &original,
            at,
            problems: Vec::new(),
        };
        read(&mut inner, map);
        self.problems.append(&mut inner.problems);
    }

    /// # Errors
    /// 422 with everything that was noted.
    pub fn done(self) -> Result<(), ApiError> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(ApiError::invalid_all(self.problems))
        }
    }
}

/// A whole number, as a number (`2.0` is two) or a text of digits.
pub fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let number = number.as_f64().filter(|it| it.fract() == 0.0)?;
            Some(number as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
