//! Whether the log can be read: retries, the word to the visitor, streams that are held back.

use super::lanes::Job;
use super::{LinkState, Stage, Vivavoce};
use crate::dialect::Event;
use crate::wire::StopReason;

/// Failing for less than this is not worth a word to the visitor.
const QUIETLY: u64 = 1_500;
/// The server counts a session as lost after ten minutes without contact, and so do we.
const LOST_FOR_GOOD: f64 = 600_000.0;

/// How the log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Stream,
    /// A page that waits for something to come, or one at once.
    Wait,
    Page,
}

/// How sure we are that something between us and the server holds streams back.
#[derive(Clone, Debug, Default)]
pub(super) struct Blockage {
    suspicion: u8,
    /// Pages came where streams did not: after quick failures, once is chance.
    pages_came: u8,
    certain: bool,
    /// A stream has given bytes before, so a silent one is more likely the network's fault.
    worked: bool,
}

/// A stream came to its end without a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Empty {
    /// It failed at once. So it does where the server is down.
    Quickly,
    /// There was time enough for a byte.
    Slowly,
}

impl Blockage {
    pub(super) fn is_certain(&self) -> bool {
        self.certain
    }

    /// Whether a page is to tell if it is only streams that do not come.
    pub(super) fn wants_page(&self) -> bool {
        self.suspicion >= 2 && !self.certain
    }

    fn suspect(&mut self, empty: Empty) {
        self.suspicion = match empty {
            Empty::Quickly => self.suspicion.saturating_add(1).min(3),
            Empty::Slowly if self.worked => 2,
            Empty::Slowly => 3,
        };
    }

    fn page_failed(&mut self) {
        if self.wants_page() {
            self.suspicion = 0;
            self.pages_came = 0;
        }
    }

    pub(super) fn stream_spoke(&mut self) {
        *self = Blockage {
            worked: true,
            ..Blockage::default()
        };
    }

    /// A page was answered: if streams gave nothing meanwhile, that says where the fault is.
    pub(super) fn page_came(&mut self) {
        if self.suspicion >= 2 {
            self.pages_came += self.suspicion - 1;
            self.certain |= self.pages_came >= 2;
            self.suspicion = 1;
        }
    }
}

impl Vivavoce {
    /// A try to read the log failed; another one follows.
    pub(super) fn link_failed(&mut self, retry_after: Option<u64>) {
        let (streamed, moved) = (self.link.spoke, self.link.moved);
        if self.link.reading.take() == Some(Kind::Page) {
            // Pages do not come either: it is the network, not the stream.
            self.link.blockage.page_failed();
        }
        self.count_failure();
        if self.link.failures >= 3 && self.now - self.link.met_at >= LOST_FOR_GOOD {
            self.end(StopReason::Lost, self.now);
            return;
        }
        if streamed && moved && retry_after.is_none() {
            let wait = self.lanes.of(Job::Link).backoff.cut(self.now, self.chance);
            self.arm(Job::Link, wait);
        } else {
            self.retry_later(Job::Link, retry_after);
        }
        self.link.pausing = false;
    }

    pub(super) fn stream_gave_nothing(&mut self, empty: Empty) {
        self.link.blockage.suspect(empty);
        match empty {
            Empty::Quickly => self.link_failed(None),
            Empty::Slowly => {
                // Whether the server is there at all, a page tells at once.
                self.count_failure();
                self.read_now();
            }
        }
    }

    fn count_failure(&mut self) {
        self.link.failures = self.link.failures.saturating_add(1);
        if self.link.failures >= 2 {
            self.report_lost();
        } else {
            self.lose_soon();
        }
    }

    pub(super) fn lose_soon(&mut self) {
        if self.lanes.of(Job::Lost).due.is_none() && !self.link.told {
            self.arm(Job::Lost, QUIETLY);
        }
    }

    pub(super) fn report_lost(&mut self) {
        self.lanes.of(Job::Lost).due = None;
        if self.stage == Stage::Live {
            self.link.told = true;
            let attempt = self.link.failures;
            self.emit(Event::Link(LinkState::Lost { attempt }));
        }
    }

    pub(super) fn link_works(&mut self) {
        self.worked(Job::Link);
        self.link.met(self.now);
        self.link.failures = 0;
        self.lanes.of(Job::Lost).due = None;
        if std::mem::take(&mut self.link.told) {
            self.emit(Event::Link(LinkState::Restored));
        }
    }
}
