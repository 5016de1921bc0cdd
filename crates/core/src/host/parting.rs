//! A frame that goes, and what becomes of its session.

use crate::phase::Phase;
use crate::wire::StopReason;

/// What the server hears of a frame that goes while its session runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parting {
    /// The session may be carried on with: from here a reload or a move within the page looks like
    /// a closed tab. The server gives it a moment, and ends it as lost if nobody comes.
    Leave,
    /// Nobody can come back, or the visitor had pressed End: it stops now.
    Stop(StopReason),
}

impl Parting {
    /// `returns`: somebody could carry on with the session, because this frame's storage, its host
    /// or the back/forward cache keeps it.
    pub fn of(phase: Phase, returns: bool) -> Parting {
        match phase {
            // Its own request may not have got away.
            Phase::Stopping => Parting::Stop(StopReason::Visitor),
            _ if returns => Parting::Leave,
            _ => Parting::Stop(StopReason::Lost),
        }
    }
}

/// What the page around us keeps of a session, for a frame that comes after us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Its id, by which that frame finds the rest in its own storage.
    Id,
    /// All of it with its token: storage is blocked, and the page is one that the deployment names.
    Whole,
    /// Its id, by which the frame that comes finds nothing and tells that the session is lost.
    Lost,
}

impl Keeping {
    /// `stored`: our own storage has the session. `is_named`: see [`super::Surroundings::is_named`].
    pub fn of(stored: bool, is_named: bool) -> Keeping {
        match (stored, is_named) {
            (true, _) => Keeping::Id,
            (false, true) => Keeping::Whole,
            (false, false) => Keeping::Lost,
        }
    }
}

/// Whether a frame in `phase` takes a session its host kept for it. One that has a session of its
/// own, running or over, keeps that.
pub fn takes_back(phase: Phase, has_session: bool) -> bool {
    let waits = matches!(
        phase,
        Phase::Loading | Phase::Locked | Phase::Credentials | Phase::Ready | Phase::Failed
    );
    waits && !has_session
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_may_come_back_only_leaves() {
        for phase in [Phase::Connecting, Phase::Live, Phase::Failed] {
            assert_eq!(Parting::of(phase, true), Parting::Leave);
            assert_eq!(Parting::of(phase, false), Parting::Stop(StopReason::Lost));
        }
    }

    #[test]
    fn end_is_final_wherever_the_frame_goes() {
        for returns in [true, false] {
            let parting = Parting::of(Phase::Stopping, returns);
            assert_eq!(parting, Parting::Stop(StopReason::Visitor));
        }
    }

    #[test]
    fn a_page_has_the_token_where_storage_is_blocked_and_it_is_named() {
        for (stored, is_named, keeping) in [
            (true, false, Keeping::Id),
            (true, true, Keeping::Id),
            (false, true, Keeping::Whole),
            (false, false, Keeping::Lost),
        ] {
            assert_eq!(Keeping::of(stored, is_named), keeping);
        }
    }

    #[test]
    fn only_a_frame_without_a_session_takes_one_back() {
        for (phase, takes) in [
            (Phase::Loading, true),
            (Phase::Locked, true),
            (Phase::Credentials, true),
            (Phase::Ready, true),
            (Phase::Failed, true),
            (Phase::Connecting, false),
            (Phase::Live, false),
            (Phase::Stopping, false),
            (Phase::Review, false),
            (Phase::Submitted, false),
        ] {
            assert_eq!(takes_back(phase, false), takes, "{phase:?}");
            assert!(!takes_back(phase, true), "{phase:?}");
        }
    }
}
