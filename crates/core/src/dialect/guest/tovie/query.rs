//! What is sent to the agent.

use std::collections::BTreeMap;

use crate::json::{Object, Write};
use crate::wire::Note;

/// One request to the agent.
pub(super) struct Query<'a> {
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
    pub(super) notes: &'a Vec<Note>,
}

impl Write for Query<'_> {
    fn write(&self, out: &mut String) {
        Object::begin(out)
            .with("clientId", &self.client)
            .with("cid", &self.cid)
            .with("query", &self.query)
            .with("data", &self.data)
            .end();
    }
}

impl Write for Data<'_> {
    fn write(&self, out: &mut String) {
        let mut object = Object::begin(out);
        for (name, value) in self.variables {
            object = object.with(name, value);
        }
        // A variable of that name is what the page's author wanted the script to find.
        for (name, value) in [("name", self.name), ("email", self.email)] {
            if !value.is_empty() && !self.variables.contains_key(name) {
                object = object.with(name, &value);
            }
        }
        let language = self.language.filter(|it| !it.is_empty());
        if let Some(tag) = language.filter(|_| !self.variables.contains_key("language")) {
            object = object.with("language", &tag);
        }
        if !self.notes.is_empty() {
            object = object.with("notes", self.notes);
        }
        object.end();
    }
}
