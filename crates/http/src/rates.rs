//! How often somebody may do something.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::ApiError;
use vivavoce_engine::settings::Rate;

/// Token buckets by name, of this process: with several processes the rates add up, which a
/// protection against floods can bear.
#[derive(Clone, Default)]
pub struct Rates {
    buckets: Arc<Mutex<HashMap<String, Bucket>>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    rate: Rate,
    tokens: f64,
    /// Unix milliseconds of the last look.
    at: i64,
}

/// Whoever looks may have asked for the time this many milliseconds before somebody who looked
/// already; a clock further behind was set back.
const BEHIND: i64 = 60_000;

impl Bucket {
    fn full(rate: Rate, now: i64) -> Self {
        Bucket {
            rate,
            tokens: f64::from(rate.burst),
            at: now,
        }
    }

    fn fill(&mut self, now: i64) {
        // Going back with a late look would give the same milliseconds twice.
        if (self.at - BEHIND..self.at).contains(&now) {
            return;
        }
        let minutes = (now - self.at).max(0) as f64 / 60_000.0;
        let tokens = self.tokens + minutes * f64::from(self.rate.per_minute);
        self.tokens = tokens.min(f64::from(self.rate.burst));
        self.at = now;
    }
}

impl Rates {
    /// Takes one from the bucket `name`, or answers 429 with the seconds until there is one.
    pub fn take(&self, name: String, rate: Rate, now: i64) -> Result<(), ApiError> {
        self.take_some(name, rate, 1, now)
    }

    /// The same where what is done counts as several.
    pub fn take_some(
        &self,
        name: String,
        rate: Rate,
        count: u32,
        now: i64,
    ) -> Result<(), ApiError> {
        self.draw(name, rate, count, Duration::ZERO, now).map(drop)
    }

    /// Takes so many where that is done already. What is owed then is what was taken last, at most.
    pub fn charge(&self, name: String, rate: Rate, count: u32, now: i64) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(name).or_insert(Bucket::full(rate, now));
        bucket.fill(now);
        bucket.tokens = (bucket.tokens - f64::from(count)).max(-f64::from(count));
    }

    /// As [`Self::take`], where one may be waited for: answers how long, `longest` at most.
    pub fn queue(
        &self,
        name: String,
        rate: Rate,
        longest: Duration,
        now: i64,
    ) -> Result<Duration, ApiError> {
        self.draw(name, rate, 1, longest, now)
    }

    fn draw(
        &self,
        name: String,
        rate: Rate,
        count: u32,
        longest: Duration,
        now: i64,
    ) -> Result<Duration, ApiError> {
        let count = f64::from(count);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(name).or_insert(Bucket::full(rate, now));
        bucket.fill(now);
        let minutes = (count - bucket.tokens).max(0.0) / f64::from(rate.per_minute.max(1));
        let wait = Duration::from_secs_f64(minutes * 60.0);
        if wait <= longest {
            bucket.tokens -= count;
            return Ok(wait);
        }
        let seconds = wait.saturating_sub(longest).as_secs_f64().ceil().max(1.0);
        Err(ApiError::too_many(
            format!("That was too much at once. Please try again in {seconds} s."),
            seconds as u64,
        ))
    }

    /// Gives one back: what was done turned out not to count.
    pub fn give_back(&self, name: &str) {
        self.give_back_some(name, 1.0);
    }

    /// Gives back so much of one.
    pub fn give_back_some(&self, name: &str, tokens: f64) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get_mut(name) {
            bucket.tokens += tokens;
        }
    }

    /// Forgets buckets that are full again.
    pub fn tidy(&self, now: i64) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.retain(|_, bucket| {
            bucket.fill(now);
            bucket.tokens < f64::from(bucket.rate.burst)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_gives_its_burst_and_then_its_rate() {
        let rates = Rates::default();
        let rate = Rate {
            burst: 3,
            per_minute: 60,
        };
        let mut taken = Vec::new();
        for millis in [
            0, 0, 0, 0, 500, 1_000, 1_000, 10_000, 10_000, 10_000, 10_000,
        ] {
            rates.tidy(millis);
            taken.push(rates.take("visitor".to_owned(), rate, millis).is_ok());
        }
        let expected = [
            true, true, true, false, false, true, false, true, true, true, false,
        ];
        assert_eq!(taken, expected);
        assert!(rates.take("another".to_owned(), rate, 10_000).is_ok());
    }

    #[test]
    fn a_look_that_comes_late_gives_nothing_twice() {
        let rate = Rate {
            burst: 1,
            per_minute: 60,
        };
        // Milliseconds at which somebody takes one or tidies, and whether there was one.
        let cases = [
            (
                "a slow sweep",
                [('t', 5_000, true), ('s', 3_000, true), ('t', 5_000, false)],
            ),
            (
                "another thread",
                [('t', 5_000, true), ('t', 4_999, false), ('t', 5_999, false)],
            ),
            (
                "a clock set back",
                [('t', 90_000, true), ('t', 0, false), ('t', 1_000, true)],
            ),
        ];
        for (case, looks) in cases {
            let rates = Rates::default();
            for (what, at, expected) in looks {
                let is_taken = match what {
                    's' => {
                        rates.tidy(at);
                        true
                    }
                    _ => rates.take("visitor".to_owned(), rate, at).is_ok(),
                };
                assert_eq!(is_taken, expected, "{case} at {at}");
            }
        }
    }
}
