//! Addresses a visitor wrote into a message.

use vivavoce_protocol::person::check_email;

/// The addresses in texts: each once, in lower case, in the order they came.
pub fn addresses(texts: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
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
        if has_domain && check_email(&email).is_none() && !found.contains(&email) {
            found.push(email);
        }
    }
    found
}
