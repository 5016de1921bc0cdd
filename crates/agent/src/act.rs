//! What the built-in agent does in a turn.

use vivavoce_protocol::wire::Choice;

use super::Captured;

/// One thing to do in a turn, before it is cut into words.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// A whole message, as markdown.
    Say(String),
    /// Buttons under the message before.
    Choices(Vec<Choice>),
    Tool {
        name: String,
        input: String,
        result: String,
        /// Milliseconds between input and result.
        wait: u64,
    },
    /// Somebody who wants to be contacted.
    Lead(Captured),
    /// Milliseconds.
    Wait(u64),
    /// What was said last waits for its answer.
    Ask,
    End,
}
