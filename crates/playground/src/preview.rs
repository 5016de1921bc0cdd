//! When the preview is loaded anew: not while somebody talks in it, unless that is asked for.

use std::collections::BTreeMap;

use crate::known::Known;

/// What a frame is loaded with, and anew where it changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    pub known: Known,
    pub style: &'static str,
    pub settings: BTreeMap<String, String>,
    pub variables: BTreeMap<String, String>,
}

/// A frame, or none; and how often one was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    pub round: u32,
    pub shape: Option<Shape>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Keep,
    Load,
    /// What was set waits for the conversation.
    Wait,
}

/// What becomes of the frame that is `shown` where another is `wanted`.
pub fn step(shown: &Preview, wanted: &Preview, has_begun: bool) -> Step {
    if shown == wanted {
        Step::Keep
    } else if has_begun && shown.round == wanted.round {
        Step::Wait
    } else {
        Step::Load
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_change_throws_away_a_conversation_that_has_begun() {
        let frame = |round, style| Preview {
            round,
            shape: Some(Shape {
                style,
                ..Shape::default()
            }),
        };
        let none = |round| Preview { round, shape: None };
        let check = |shown: Preview, wanted: Preview, idle: Step, live: Step| {
            assert_eq!(step(&shown, &wanted, false), idle, "{wanted:?}");
            assert_eq!(step(&shown, &wanted, true), live, "{wanted:?}");
        };
        check(frame(0, "full"), frame(0, "full"), Step::Keep, Step::Keep);
        check(frame(0, "full"), frame(0, "basic"), Step::Load, Step::Wait);
        // As when another scenario was chosen that is not known yet.
        check(frame(0, "full"), none(0), Step::Load, Step::Wait);
        // Asked for.
        check(frame(0, "full"), frame(1, "full"), Step::Load, Step::Load);
        check(frame(0, "full"), none(1), Step::Load, Step::Load);
    }
}
