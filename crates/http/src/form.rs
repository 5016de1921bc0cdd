//! A form as a page of ours sends it, and what its link says.

use std::collections::HashMap;

use vivavoce_protocol::query;

/// A form's fields; of a repeated one the last counts.
pub struct Form(pub HashMap<String, String>);

impl Form {
    pub fn read(body: &str) -> Self {
        Form(query::pairs(body).collect())
    }

    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forms_members_are_found_by_name() {
        let cases = [
            ("token=a%2Bb&answer=yes", "token", "a+b"),
            ("token=a&answer=yes", "answer", "yes"),
            ("answer=yes", "token", ""),
            ("", "token", ""),
        ];
        for (pairs, name, expected) in cases {
            assert_eq!(Form::read(pairs).text(name), expected, "{pairs}");
        }
    }
}
