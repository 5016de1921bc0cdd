//! Which screen a phase is shown by.

use vivavoce_core::address::Style;
use vivavoce_core::phase::Phase;

/// Phases that look alike share a screen, so that its elements, and the focus in them, stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    Loading,
    Locked,
    Credentials,
    Ready,
    Conversation,
    /// Failed before anything was said.
    Trouble,
    Review,
    Results,
    Thanks,
}

impl Screen {
    /// `talked`: there are entries. `shows_results`: the scenario's owner lets visitors see them.
    pub fn of(phase: Phase, style: Style, talked: bool, shows_results: bool) -> Screen {
        match phase {
            Phase::Loading => Screen::Loading,
            Phase::Locked => Screen::Locked,
            Phase::Credentials => Screen::Credentials,
            Phase::Ready | Phase::Connecting => Screen::Ready,
            Phase::Live | Phase::Stopping => Screen::Conversation,
            Phase::Failed if talked => Screen::Conversation,
            Phase::Failed => Screen::Trouble,
            Phase::Review => Screen::Review,
            Phase::Submitted if style == Style::Full && shows_results => Screen::Results,
            Phase::Submitted => Screen::Thanks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_keeps_the_conversation_where_there_is_one() {
        let failed = |talked| Screen::of(Phase::Failed, Style::Full, talked, true);
        assert_eq!(failed(true), Screen::Conversation);
        assert_eq!(failed(false), Screen::Trouble);
    }

    #[test]
    fn results_are_shown_in_full_only_and_where_their_owner_lets() {
        for (style, shows_results, shown) in [
            (Style::Full, true, Screen::Results),
            (Style::Full, false, Screen::Thanks),
            (Style::Basic, true, Screen::Thanks),
            (Style::Minimal, true, Screen::Thanks),
        ] {
            assert_eq!(
                Screen::of(Phase::Submitted, style, true, shows_results),
                shown
            );
        }
    }

    #[test]
    fn start_keeps_its_place_while_connecting() {
        let ready = Screen::of(Phase::Ready, Style::Minimal, false, false);
        assert_eq!(
            ready,
            Screen::of(Phase::Connecting, Style::Minimal, false, false)
        );
    }
}
