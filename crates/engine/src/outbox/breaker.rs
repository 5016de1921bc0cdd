//! A target that fails again and again is left alone for a while, so that a receiver that hangs does
//! not cost the places that others' deliveries need.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::settings::WebhookSettings;

/// Each pause after a failed try is twice as long, up to so many times the first.
const LONGEST: u32 = 64;
/// A target that was not tried for this long, in milliseconds, is forgotten.
const FORGOTTEN: i64 = 86_400_000;

/// Which targets fail; each process finds out by itself.
pub struct Breaker {
    /// Failures in a row after which a target is left alone.
    after: u32,
    pause: Duration,
    targets: Mutex<HashMap<String, Failing>>,
}

#[derive(Clone, Copy, Default)]
struct Failing {
    /// In a row.
    failures: u32,
    /// Of the next pause, as many times the first.
    times: u32,
    /// Nothing is sent before this.
    until: i64,
    /// When it last failed.
    at: i64,
}

impl Breaker {
    pub fn new(settings: &WebhookSettings) -> Self {
        Self {
            after: settings.pause_after,
            pause: settings.pause,
            targets: Mutex::default(),
        }
    }

    /// What was sent there has arrived.
    pub fn worked(&self, target: &str) {
        self.targets().remove(target);
    }

    /// A try failed at `now`; answers until when the target is left alone, where that begins with it.
    pub fn failed(&self, target: &str, now: i64) -> Option<i64> {
        let mut targets = self.targets();
        let failing = targets.entry(target.to_owned()).or_default();
        failing.at = now;
        if now < failing.until {
            // It was begun before the pause.
            return None;
        }
        failing.failures = failing.failures.saturating_add(1);
        if failing.failures < self.after {
            return None;
        }
        // Tried after the pause, it has one failure before the next.
        failing.failures = self.after.saturating_sub(1);
        failing.times = (failing.times * 2).clamp(1, LONGEST);
        let pause = self.pause.saturating_mul(failing.times).as_millis();
        failing.until = now.saturating_add(i64::try_from(pause).unwrap_or(i64::MAX));
        Some(failing.until)
    }

    /// Targets that are left alone at `now`.
    pub fn paused(&self, now: i64) -> Vec<String> {
        let mut targets = self.targets();
        targets.retain(|_, it| now - FORGOTTEN < it.at.max(it.until));
        let paused = targets.iter().filter(|(_, it)| now < it.until);
        paused.map(|(target, _)| target.clone()).collect()
    }

    fn targets(&self) -> MutexGuard<'_, HashMap<String, Failing>> {
        // Nothing is left half done where somebody panicked.
        self.targets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pause_is_longer_until_something_arrives() {
        let breaker = Breaker::new(&WebhookSettings {
            pause_after: 3,
            pause: Duration::from_secs(1),
            ..WebhookSettings::default()
        });
        let paused = |now| breaker.paused(now).contains(&"a".to_owned());
        assert_eq!(breaker.failed("a", 0), None);
        assert_eq!(breaker.failed("a", 1), None);
        assert!(!paused(2));
        assert_eq!(breaker.failed("a", 2), Some(1_002));
        assert!(paused(1_001) && !paused(1_002));
        assert_eq!(breaker.failed("a", 500), None, "begun before the pause");
        let mut now = 1_002;
        for pause in [2, 4, 8, 16, 32, 64, 64] {
            let until = breaker.failed("a", now).unwrap();
            assert_eq!(until, now + pause * 1_000);
            now = until;
        }
        breaker.worked("a");
        assert_eq!(breaker.failed("a", now), None);
        assert!(breaker.paused(now).is_empty());
    }
}
