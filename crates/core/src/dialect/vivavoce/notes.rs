//! A session of ours whose talk is at another system: created, kept in contact with, noticed to
//! have ended, stopped, submitted. What [`crate::dialect::vendor::VendorDialect`] does all that with.

use super::lanes::Job;
use super::{Stage, Vivavoce};

/// Between looks at the log of a visible page. It holds nothing but the session's end.
const LOOK: u64 = 15_000;

impl Vivavoce {
    /// Speaks of the session's life only, and holds no stream open.
    pub(in crate::dialect) fn aside() -> Vivavoce {
        Vivavoce {
            aside: true,
            ..Vivavoce::default()
        }
    }

    /// Authorises requests that belong to the session; empty before there is one.
    pub(in crate::dialect) fn token(&self) -> &str {
        &self.session.session_token
    }

    pub(in crate::dialect) fn is_live(&self) -> bool {
        self.stage == Stage::Live
    }

    /// Whether [`crate::dialect::Verb::Open`] would begin a session.
    pub(in crate::dialect) fn can_open(&self) -> bool {
        let in_use = matches!(self.stage, Stage::Creating | Stage::Replaying | Stage::Live);
        !in_use || self.halted
    }

    /// Somebody was refused in the session's name: its log is asked at once whether it still runs.
    pub(in crate::dialect) fn look(&mut self) {
        if self.stage == Stage::Live
            && self.link.pausing
            && self.lanes.of(Job::Link).due.take().is_some()
        {
            self.run(Job::Link);
        }
    }

    pub(super) fn aside_pause(&self, pause: u64) -> u64 {
        if self.aside { pause.max(LOOK) } else { pause }
    }
}
