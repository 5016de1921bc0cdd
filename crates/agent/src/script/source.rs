//! A script as its author wrote it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::Value;

use super::checked::Texts;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScriptSource {
    #[serde(default)]
    pub(super) defaults: BTreeMap<String, String>,
    pub(super) fallback: Option<Texts>,
    pub(super) closing: Option<Texts>,
    pub(super) steps: Vec<StepSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepSource {
    pub(super) label: Option<String>,
    pub(super) say: Option<Texts>,
    pub(super) ask: Option<Texts>,
    pub(super) again: Option<Texts>,
    pub(super) choices: Option<Vec<ChoiceSource>>,
    pub(super) save: Option<String>,
    pub(super) check: Option<CheckSource>,
    pub(super) retry: Option<Texts>,
    pub(super) tries: Option<u32>,
    pub(super) branches: Option<Vec<BranchSource>>,
    pub(super) otherwise: Option<String>,
    #[serde(default)]
    pub(super) hold: bool,
    pub(super) tool: Option<String>,
    pub(super) input: Option<Value>,
    pub(super) result: Option<Value>,
    pub(super) lead: Option<LeadSource>,
    pub(super) wait: Option<u64>,
    pub(super) goto: Option<String>,
    pub(super) end: Option<EndSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeadSource {
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceSource {
    pub(super) id: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) keywords: Vec<String>,
    pub(super) goto: Option<String>,
    pub(super) url: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckSource {
    #[serde(default)]
    pub(super) min_words: usize,
    #[serde(default)]
    pub(super) email: bool,
    #[serde(default)]
    pub(super) number: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BranchSource {
    #[serde(default)]
    pub(super) any: Vec<String>,
    #[serde(default)]
    pub(super) all: Vec<String>,
    #[serde(default)]
    pub(super) none: Vec<String>,
    pub(super) min_words: Option<usize>,
    pub(super) max_words: Option<usize>,
    pub(super) question: Option<bool>,
    pub(super) goto: String,
}

pub(super) enum EndSource {
    Plain,
    With(Texts),
}

/// A text or a list of texts. By hand, because serde's untagged enums forget where they failed.
impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Texts;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts to choose from")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts(vec![text.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Texts, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element()? {
                    texts.push(text);
                }
                Ok(Texts(texts))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl<'de> Deserialize<'de> for EndSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Bool(true) => Ok(EndSource::Plain),
            value => serde_json::from_value(value)
                .map(EndSource::With)
                .map_err(|_| {
                    serde::de::Error::custom("expected true, a farewell, or a list of farewells")
                }),
        }
    }
}
