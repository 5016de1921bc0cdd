//! Passages of what an agent knows beside its instructions, and how those that fit a question are
//! found: documents, questions with their answers, pages and texts its owner gave.

mod passages;
mod search;
pub mod sentence;
#[cfg(test)]
mod tests;

pub use passages::{Passage, passages};
pub use search::{Found, answer, best};

/// What an entry was given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A file.
    Document,
    /// A question with its answer.
    Question,
    /// A page, by its address and its text.
    Link,
    Text,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Document, Kind::Question, Kind::Link, Kind::Text];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Document => "document",
            Kind::Question => "question",
            Kind::Link => "link",
            Kind::Text => "text",
        }
    }

    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}
