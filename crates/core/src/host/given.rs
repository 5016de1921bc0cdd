//! Values as a page gives them: texts, and what stands for one.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::wire::Variables;

/// Dynamic variables of a page. A number is its digits, `true` and `false` are those words, and null
/// is not given. Whatever else is no text loses its own entry and no other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct VariablesGiven {
    pub texts: Variables,
    /// Names whose value stands for no text.
    #[serde(skip)]
    pub refused: Vec<String>,
}

impl From<Variables> for VariablesGiven {
    fn from(texts: Variables) -> VariablesGiven {
        VariablesGiven {
            texts,
            refused: Vec::new(),
        }
    }
}

impl<'de> Deserialize<'de> for VariablesGiven {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = VariablesGiven;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names and texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<VariablesGiven, A::Error> {
        let mut given = VariablesGiven::default();
        while let Some((name, value)) = map.next_entry()? {
            match value {
                Value::Text(text) => {
                    given.texts.insert(name, text);
                }
                Value::Nothing => {}
                Value::Other => given.refused.push(name),
            }
        }
        Ok(given)
    }
}

enum Value {
    Text(String),
    Nothing,
    Other,
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        // What is too large for any number is an error of the reader's.
        Ok(deserializer
            .deserialize_any(OneValue)
            .unwrap_or(Value::Other))
    }
}

struct OneValue;

impl<'de> Visitor<'de> for OneValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        let word = if flag { "true" } else { "false" };
        Ok(Value::Text(word.to_owned()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        // As JavaScript writes it: without a fraction where there is none.
        let whole = number as i64;
        if whole as f64 == number {
            return Ok(Value::Text(whole.to_string()));
        }
        let number = serde_json::Number::from_f64(number);
        Ok(number.map_or(Value::Other, |number| Value::Text(number.to_string())))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_bytes<E>(self, _bytes: &[u8]) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_text_is_one_and_what_does_not_loses_itself_alone() {
        let check = |json: &str, text: Option<&str>, is_refused: bool| {
            let json = format!(r#"{{"a":"before","it":{json},"z":"after"}}"#);
            let value: serde_json::Value = serde_json::from_str(&json).unwrap();
            let given = VariablesGiven::deserialize(value).unwrap();
            assert_eq!(given.texts.get("it").map(String::as_str), text, "{json}");
            assert_eq!(given.refused.contains(&"it".to_owned()), is_refused);
            assert_eq!(
                (&*given.texts["a"], &*given.texts["z"]),
                ("before", "after")
            );
        };
        for (json, text) in [
            (r#""Acme""#, "Acme"),
            (r#""""#, ""),
            ("42", "42"),
            ("-7", "-7"),
            ("0", "0"),
            ("42.0", "42"),
            ("-0.0", "0"),
            ("1.5", "1.5"),
            ("9007199254740993", "9007199254740993"),
            ("18446744073709551615", "18446744073709551615"),
            ("true", "true"),
            ("false", "false"),
        ] {
            check(json, Some(text), false);
        }
        check("null", None, false);
        for json in ["{}", r#"{"b":{"c":[1]}}"#, "[]", r#"["x",[2]]"#] {
            check(json, None, true);
        }
        for json in ["null", "7", r#""text""#, "[]", "true"] {
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            assert!(VariablesGiven::deserialize(value).is_err(), "{json}");
        }
    }
}
