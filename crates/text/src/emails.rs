//! Addresses a visitor wrote into a message.

use std::collections::HashSet;

use vivavoce_protocol::person::check_email;

/// The addresses in texts: each once, in lower case, in the order they came.
pub fn addresses(texts: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let words = texts.iter().flat_map(|text| {
        text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';'))
    });
    for word in words.filter(|word| word.contains('@')) {
        let word = word
            .trim_start_matches("mailto:")
            .trim_matches(|c: char| matches!(c, '.' | ':' | '!' | '?' | '"' | '\'' | '[' | ']'));
        let email = word.to_lowercase();
        // A handle such as @ada has no domain.
        let has_domain = email
            .rsplit_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'));
        if has_domain && check_email(&email).is_none() && known.insert(email.clone()) {
            found.push(email);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_is_found_once_as_it_was_first_written() {
        let cases: [(&[&str], &[&str]); 4] = [
            (
                &["Mail Ada@Example.com, or ada@example.com."],
                &["ada@example.com"],
            ),
            (&["<b@x.org> a@x.org", "b@x.org"], &["b@x.org", "a@x.org"]),
            (&["mailto:c@x.org and @ada and a@b"], &["c@x.org"]),
            (&[""], &[]),
        ];
        for (texts, expected) in cases {
            assert_eq!(addresses(texts), expected, "{texts:?}");
        }
    }

    /// No figure is compared: with the square of their number this would take minutes.
    #[test]
    fn a_message_may_hold_very_many_addresses() {
        let all: Vec<String> = (0..200_000)
            .map(|it| format!("a{it}@example.com"))
            .collect();
        let text = all.join(" ");
        assert!(addresses(&[&text, &text]) == all);
    }
}
