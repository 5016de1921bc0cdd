//! What was said, as agents and analysis read it.

/// One thing said, as the log holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub by: By,
    pub text: String,
    /// Id of the choice the visitor pressed.
    pub choice: Option<String>,
    pub at: i64,
    /// Said between the visitor and a person who had taken over: to be known, and no answer to what
    /// the agent asked.
    pub aside: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Visitor,
    Agent,
    /// A tool's result (`text`), so that a model sees what it was told.
    Tool,
}

/// One thing said, or a tool's result.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// `messageId`, or the `toolCallId` of a result.
    pub id: String,
    pub by: By,
    pub text: String,
    /// Unix milliseconds of its beginning.
    pub at: i64,
    /// The reply it belongs to failed, so it is shorter than it would have been.
    pub failed: bool,
    /// Said between the visitor and a person who had taken over.
    pub aside: bool,
}
