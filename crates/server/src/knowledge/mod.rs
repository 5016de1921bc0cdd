//! What an agent knows beside its instructions: documents, questions with their answers, pages and
//! texts its owner gave. In every turn the passages that fit best are found anew, so what is added
//! or removed counts from the next message on.

mod find;
mod passages;
#[cfg(test)]
mod tests;

pub use find::{Found, answer, best};
pub use passages::{Passage, passages};

/// Characters of one entry's text.
pub const TEXT_CAP: usize = 400_000;
/// Entries one scenario may have.
pub const MOST: usize = 500;
/// Characters all entries of a scenario may have together: every turn looks through them.
pub const WHOLE_CAP: usize = 2_000_000;

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

/// One entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: String,
    pub scenario_id: String,
    pub kind: Kind,
    pub title: String,
    /// Of [`Kind::Question`] only.
    pub question: Option<String>,
    /// The answer of a question, the text of everything else.
    pub text: String,
    /// Of [`Kind::Link`] only.
    pub url: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}
