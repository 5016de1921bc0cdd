//! Which answers a branch wants.

use super::checked::{Branch, Check};
use vivavoce_text::words;

impl Branch {
    pub(super) fn wants(&self, answer: &str) -> bool {
        let spoken = words::words(answer);
        (self.any.is_empty() || self.any.iter().any(|pattern| pattern.is_in(&spoken)))
            && self.all.iter().all(|pattern| pattern.is_in(&spoken))
            && !self.none.iter().any(|pattern| pattern.is_in(&spoken))
            && self.min_words.is_none_or(|least| spoken.len() >= least)
            && self.max_words.is_none_or(|most| spoken.len() <= most)
            && self
                .question
                .is_none_or(|wanted| (words::questions(answer) > 0) == wanted)
    }
}

impl Check {
    pub(super) fn accepts(&self, answer: &str) -> bool {
        words::count(answer) >= self.min_words
            && (!self.email || answer.split_whitespace().any(is_email))
            && (!self.number || answer.chars().any(char::is_numeric))
    }
}

/// Near enough to catch a slip; only a mail proves an address.
fn is_email(word: &str) -> bool {
    let word = word.trim_matches(|c: char| ",.;:<>()\"'".contains(c));
    word.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && !domain.contains('@')
            && domain.split('.').count() >= 2
            && domain.split('.').all(|label| !label.is_empty())
    })
}
