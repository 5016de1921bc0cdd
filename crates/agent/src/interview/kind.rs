//! The kinds of conversation.

/// What kind of conversation the instructions describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The agent asks, the visitor applies for something.
    Interview,
    /// The agent plays somebody who needs help.
    Customer,
    /// The agent plays somebody who may buy.
    Buyer,
    Coach,
    /// Anything else: a friendly, orderly talk.
    Host,
}

impl Kind {
    /// The agent plays a person of the story rather than asking from a list.
    pub(super) fn is_role_play(self) -> bool {
        matches!(self, Kind::Customer | Kind::Buyer)
    }
}
