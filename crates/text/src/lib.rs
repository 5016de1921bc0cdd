//! Text as the server reads it: words and stems, questions, rubrics, addresses, keywords, and the
//! passages that fit a question.
//!
//! Pure: the same text gives the same answer.

pub mod emails;
pub mod pattern;
pub mod question;
pub mod retrieval;
pub mod rubric;
pub mod words;

pub use pattern::Pattern;
pub use question::is_question;
