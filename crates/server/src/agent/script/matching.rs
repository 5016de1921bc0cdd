//! Which answers a branch wants.

use super::{Branch, Check};
use crate::analysis::words;

/// A keyword: one word or a phrase, each word with an optional `*` for any ending.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern(Vec<Part>);

#[derive(Clone, Debug, PartialEq)]
struct Part {
    word: String,
    /// Any longer word that begins so will do.
    open: bool,
}

impl Pattern {
    /// `None` where the keyword has no word that could be looked for.
    pub fn read(keyword: &str) -> Option<Pattern> {
        let mut parts = Vec::new();
        for piece in keyword.split_whitespace() {
            let open = piece.ends_with('*');
            let found = words::words(piece);
            let last = found.len().saturating_sub(1);
            for (at, word) in found.into_iter().enumerate() {
                parts.push(Part {
                    word,
                    open: open && at == last,
                });
            }
        }
        (!parts.is_empty()).then_some(Pattern(parts))
    }

    /// Whether `spoken` ([`words::words`]) has the phrase somewhere.
    pub fn is_in(&self, spoken: &[String]) -> bool {
        spoken.windows(self.0.len()).any(|window| {
            window.iter().zip(&self.0).all(|(word, part)| {
                if part.open {
                    word.starts_with(&part.word)
                } else {
                    *word == part.word
                }
            })
        })
    }
}

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
