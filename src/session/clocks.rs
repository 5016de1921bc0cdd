//! Clocks: the seconds of a session, and how long a stop may take.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;

use super::engine::{Happened, Inbox, put};
use crate::browser::clock::now;
use crate::browser::timer::{Interval, Timeout};

/// Milliseconds a stop may take before the page goes on without the server's word.
const STOP_PATIENCE: u64 = 8_000;
/// Milliseconds between looks at the clock; a whole second is then never skipped on screen.
const TICK: i32 = 500;

pub(super) struct Clocks {
    inbox: Inbox,
    elapsed: RwSignal<u32>,
    remaining: RwSignal<Option<u32>>,
    /// When the session began, and how many seconds it may last.
    session: Option<(f64, Option<u32>)>,
    clock: Option<Interval>,
    stopping: Option<Timeout>,
}

#[derive(Clone, Copy)]
pub(super) struct Signals {
    pub elapsed: ReadSignal<u32>,
    pub remaining: ReadSignal<Option<u32>>,
}

impl Clocks {
    pub fn new(inbox: Inbox) -> Clocks {
        Clocks {
            inbox,
            elapsed: RwSignal::new(0),
            remaining: RwSignal::new(None),
            session: None,
            clock: None,
            stopping: None,
        }
    }

    pub fn signals(&self) -> Signals {
        Signals {
            elapsed: self.elapsed.read_only(),
            remaining: self.remaining.read_only(),
        }
    }

    /// A session stands: from when its seconds count, and how many it has.
    pub fn stands(&mut self, started_at: f64, limit: Option<u32>) {
        self.session = Some((started_at, limit));
    }

    pub fn enter(&mut self, phase: Phase) {
        self.clock = (phase == Phase::Live).then(|| {
            let inbox = self.inbox.clone();
            Interval::new(TICK, move || inbox.happen(Happened::Ticked))
        });
        self.stopping = (phase == Phase::Stopping).then(|| {
            let inbox = self.inbox.clone();
            Timeout::new(STOP_PATIENCE, move || {
                inbox.happen(Happened::StopUnanswered)
            })
        });
        self.tick();
    }

    /// Elapsed and remaining seconds, from timestamps: a hidden page's timers are slow.
    pub fn tick(&mut self) {
        let (Some((started_at, limit)), true) = (self.session, self.clock.is_some()) else {
            return;
        };
        let elapsed = ((now() - started_at) / 1000.0).max(0.0) as u32;
        put(self.elapsed, elapsed);
        put(
            self.remaining,
            limit.map(|limit| limit.saturating_sub(elapsed)),
        );
    }

    pub fn clear(&mut self) {
        self.session = None;
        put(self.elapsed, 0);
        put(self.remaining, None);
    }
}
