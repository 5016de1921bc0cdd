//! Names of a conversation's entries. Agents name a message or call as they named an earlier one, within a run,
//! from run to run, and like one of the visitor's; an entry's name is its own.

use super::super::lenient::{id, text};
use crate::json::Value;

/// The names that are taken.
#[derive(Debug, Default)]
pub(super) struct Ids(Vec<String>);

impl Ids {
    pub fn knows(&self, id: &str) -> bool {
        self.0.iter().any(|known| known == id)
    }

    pub fn note(&mut self, id: &str) {
        if !self.knows(id) {
            self.0.push(id.to_owned());
        }
    }

    /// Messages, each with an id: some agents list theirs without.
    pub fn named(&self, messages: &[Value], entry: &str) -> Vec<Value> {
        let mut number = 0;
        let mut name = |message: &Value| {
            let mut message = message.clone();
            if id(&message, &["id"]).is_none()
                && text(&message, &["role"]).is_some()
                && let Some(members) = message.as_object_mut()
            {
                let mut name = String::new();
                while name.is_empty() || self.knows(&name) {
                    number += 1;
                    name = [entry, "-listed-", &number.to_string()].concat();
                }
                members.insert("id".to_owned(), name.into());
            }
            message
        };
        messages.iter().map(&mut name).collect()
    }

    /// `wanted`, or the first of `wanted-2`, `wanted-3` … that is free; taken from now on.
    pub fn take(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        let mut number = 1;
        while self.knows(&id) {
            number += 1;
            id = [wanted, "-", &number.to_string()].concat();
        }
        self.0.push(id.clone());
        id
    }
}
