//! What is said about a session once it has ended.

use vivavoce_core::wire::Results;

use crate::agent::Said;

/// What can be measured.
#[derive(Clone, Copy, Debug)]
pub struct Measure<'a> {
    pub history: &'a [Said],
    pub rubric: Option<&'a str>,
    /// Unix milliseconds.
    pub started_at: i64,
    /// Unix milliseconds.
    pub ended_at: i64,
}

/// Counts what can be counted; judges nothing. Pure: the same input gives the same results.
pub fn measure(_input: &Measure<'_>) -> Results {
    Results::default()
}
