//! Text as the server reads it: its language, words and stems, questions, rubrics, addresses, keywords, and the
//! passages that fit a question.
//!
//! Pure: the same text gives the same answer.

pub mod emails;
pub mod language;
pub mod pattern;
pub mod question;
pub mod retrieval;
pub mod rubric;
pub mod words;

pub use language::Language;
pub use pattern::Pattern;
pub use question::{asks, is_question};
