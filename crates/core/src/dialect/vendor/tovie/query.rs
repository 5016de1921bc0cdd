//! What is sent to the agent.

use std::collections::BTreeMap;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::wire::Note;

/// One request to the agent.
#[derive(Serialize)]
pub(super) struct Query<'a> {
    #[serde(rename = "clientId")]
    pub(super) client: &'a str,
    pub(super) cid: &'a str,
    pub(super) query: &'a str,
    pub(super) data: Data<'a>,
}

/// What the visitor's page gave, for the agent's script.
pub(super) struct Data<'a> {
    pub(super) variables: &'a BTreeMap<String, String>,
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) language: Option<&'a str>,
    pub(super) notes: &'a [Note],
}

impl Serialize for Data<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut data = serializer.serialize_map(None)?;
        for (name, value) in self.variables {
            data.serialize_entry(name, value)?;
        }
        let given = [
            ("name", self.name),
            ("email", self.email),
            ("language", self.language.unwrap_or_default()),
        ];
        // A variable of that name is what the page's author wanted the script to find.
        for (name, value) in given {
            if !value.is_empty() && !self.variables.contains_key(name) {
                data.serialize_entry(name, value)?;
            }
        }
        if !self.notes.is_empty() {
            data.serialize_entry("notes", self.notes)?;
        }
        data.end()
    }
}
