//! Names of a conversation's entries. Agents name a message or call as they named an earlier one, within a run,
//! from run to run, and like one of the visitor's; an entry's name is its own.

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
