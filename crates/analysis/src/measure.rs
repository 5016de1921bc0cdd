//! What can be measured.

use vivavoce_agent::Said;

/// A session as far as it is measured.
#[derive(Clone, Copy, Debug)]
pub struct Measure<'a> {
    pub history: &'a [Said],
    pub rubric: Option<&'a str>,
    /// The BCP 47 tag the conversation goes by; it decides where what was said does not.
    pub language: Option<&'a str>,
    /// The BCP 47 tag of the language the visitor is told results in.
    pub interface: Option<&'a str>,
    /// Unix milliseconds.
    pub started_at: i64,
    /// Unix milliseconds.
    pub ended_at: i64,
}
