//! How long to wait before the next try.

use crate::event::Millis;

/// The first delay's ceiling, in milliseconds; it doubles with every failure.
const BASE: f64 = 500.0;
const CAP: f64 = 30_000.0;
/// Even full jitter must not become a tight loop when `chance` is near zero.
const FLOOR: f64 = 50.0;
/// A connection that was good for this long starts counting anew.
const HEALTHY_AFTER: f64 = 60_000.0;

/// A delay with full jitter, in milliseconds: anything up to 0.5 s after the first failure, up to
/// twice that after each further one, never more than 30 s. `chance` is uniform in `0.0..1.0`.
pub fn delay(failures: u32, chance: f64) -> u64 {
    let doublings = failures.saturating_sub(1).min(16);
    let ceiling = (BASE * f64::from(1_u32 << doublings)).min(CAP);
    (ceiling * chance.clamp(0.0, 1.0)).max(FLOOR) as u64
}

/// Failures of one kind of request, counted until it has been healthy for a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Backoff {
    failures: u32,
    healthy_since: Option<Millis>,
}

impl Backoff {
    /// A try failed; returns the milliseconds to wait before the next one.
    ///
    /// The server's `retry_after` (milliseconds) is never undercut; jitter comes on top of it, so
    /// that those who were sent away together do not come back together.
    pub fn failed(&mut self, now: Millis, chance: f64, retry_after: Option<u64>) -> u64 {
        if let Some(since) = self.healthy_since.take()
            && now - since >= HEALTHY_AFTER
        {
            self.failures = 0;
        }
        self.failures = self.failures.saturating_add(1);
        retry_after
            .unwrap_or(0)
            .saturating_add(delay(self.failures, chance))
    }

    /// A try failed, but brought something new first: what counts as a failure without counting
    /// further. Each such connection moves on, so the wait need not grow.
    pub fn cut(&mut self, now: Millis, chance: f64) -> u64 {
        let failures = self.failures;
        let wait = self.failed(now, chance, None);
        if self.failures > 1 && self.failures > failures {
            self.failures = failures.max(1);
            return wait.min(delay(self.failures, chance));
        }
        wait
    }

    /// The request works. Only a minute of that without a failure forgets the earlier ones:
    /// a server that accepts and drops at once must not be hammered.
    pub fn healthy(&mut self, now: Millis) {
        self.healthy_since.get_or_insert(now);
    }

    /// Failures counted so far.
    pub fn failures(&self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delays(failures: u32, chance: f64) -> Vec<u64> {
        let mut backoff = Backoff::default();
        (0..failures)
            .map(|n| backoff.failed(f64::from(n) * 1e3, chance, None))
            .collect()
    }

    #[test]
    fn the_ceiling_doubles_from_half_a_second_to_thirty_seconds() {
        assert_eq!(
            delays(9, 1.0),
            [
                500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000
            ]
        );
    }

    #[test]
    fn jitter_spreads_over_the_whole_range_but_is_never_a_tight_loop() {
        assert_eq!(delays(4, 0.5), [250, 500, 1_000, 2_000]);
        assert_eq!(delays(4, 0.0), [50, 50, 50, 50]);
    }

    #[test]
    fn many_failures_do_not_overflow() {
        assert_eq!(delay(u32::MAX, 1.0), 30_000);
        assert_eq!(delay(0, 1.0), 500);
    }

    #[test]
    fn retry_after_is_never_undercut() {
        for chance in [0.0, 0.3, 1.0] {
            let mut backoff = Backoff::default();
            for asked in [0, 1_000, 40_000, 3_600_000] {
                assert!(backoff.failed(0.0, chance, Some(asked)) >= asked);
            }
        }
        let mut backoff = Backoff::default();
        assert!(backoff.failed(0.0, 1.0, Some(u64::MAX)) == u64::MAX);
    }

    #[test]
    fn a_healthy_minute_starts_anew_and_less_does_not() {
        let mut backoff = Backoff::default();
        backoff.failed(0.0, 1.0, None);
        backoff.failed(0.0, 1.0, None);
        backoff.healthy(1_000.0);
        backoff.healthy(60_000.0);
        assert_eq!(backoff.failed(60_999.0, 1.0, None), 2_000);
        backoff.healthy(61_000.0);
        assert_eq!(backoff.failed(121_000.0, 1.0, None), 500);
    }

    #[test]
    fn a_cut_after_progress_does_not_lengthen_the_wait() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.cut(0.0, 1.0), 500);
        assert_eq!(backoff.cut(1_000.0, 1.0), 500);
        backoff.failed(2_000.0, 1.0, None);
        backoff.failed(2_000.0, 1.0, None);
        assert_eq!(backoff.cut(3_000.0, 1.0), 2_000);
        assert_eq!(backoff.failures(), 3);
    }
}
