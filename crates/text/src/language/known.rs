//! What is known of a language.

/// Words of a language that hold whatever is talked of.
pub(super) struct Known {
    /// They stand in every text and carry no meaning of their own.
    pub(super) common: &'static [&'static str],
    /// With one of `then` behind them they begin a question.
    pub(super) openers: &'static [&'static str],
    pub(super) then: &'static [&'static str],
    /// They begin a question by themselves.
    pub(super) alone: &'static [&'static str],
    /// They end one.
    pub(super) ends: &'static [&'static str],
}
