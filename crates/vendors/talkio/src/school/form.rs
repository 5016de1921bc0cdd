//! A form as a page of ours sends it.

use std::collections::HashMap;

use vivavoce_protocol::query;

/// A form's fields.
pub struct Form(pub HashMap<String, String>);

impl Form {
    pub fn read(body: &str) -> Self {
        Form(query::pairs(body).collect())
    }

    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}
