//! The one place that asks what time it is.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

/// Unix milliseconds; the system's, or a test's that moves on command.
#[derive(Clone, Default)]
pub struct Clock {
    /// Added to the system's time.
    ahead: Arc<AtomicI64>,
    /// What the system's time is taken to be, once the clock is held.
    held: Arc<OnceLock<i64>>,
}

impl Clock {
    pub fn now(&self) -> i64 {
        let system = self.held.get().copied().unwrap_or_else(system);
        system + self.ahead.load(Ordering::Relaxed)
    }

    /// Stops this clock and all its clones: from here on only [`Self::advance`] moves them, so a
    /// test of rates asks the same on a machine that is slow.
    pub fn hold(&self) {
        let _ = self.held.get_or_init(system);
    }

    /// Moves this clock and all its clones forward by `millis`; timers do not follow.
    pub fn advance(&self, millis: i64) {
        self.ahead.fetch_add(millis, Ordering::Relaxed);
    }
}

fn system() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
