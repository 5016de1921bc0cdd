//! Keywords and phrases, looked for in what was said.

use crate::words;

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
