//! How often somebody may do something.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ipnet::IpNet;

use crate::ApiError;
use crate::told::Told;
use vivavoce_engine::settings::Rate;

/// Token buckets by name, of this process: with several processes the rates add up, which a
/// protection against floods can bear.
#[derive(Clone, Default)]
pub struct Rates {
    buckets: Arc<Mutex<HashMap<String, Bucket>>>,
    told: Told,
}

/// What buckets whose names begin so count, for the log, and what whoever has emptied one is told. Of what is
/// not here, tries at secrets are the most.
const KINDS: [(&str, &str, &str); 13] = [
    (
        "turns of ",
        "turns of a session",
        "There were too many messages in this conversation.",
    ),
    (
        "turns from ",
        "turns from an address",
        "There were too many messages from your network.",
    ),
    (
        "calls of ",
        "calls of a session",
        "There were too many calls for this conversation.",
    ),
    ("sessions ", "sessions begun from an address", BEGUN),
    ("arrivals ", "sessions begun at once from an address", BEGUN),
    (
        "kilobytes ",
        "kilobytes from an address",
        "Your network has sent too much today.",
    ),
    (
        "anonymous ",
        "calls without a key from an address",
        ANONYMOUS,
    ),
    (
        "tovie anonymous ",
        "calls without a channel from an address",
        ANONYMOUS,
    ),
    (
        "api ",
        "calls with a key",
        "There were too many calls with this key.",
    ),
    (
        "access ",
        "accesses granted to an address",
        "Too many private conversations were opened from your network.",
    ),
    (
        "relay of ",
        "relayed calls of a session",
        "There were too many calls for this conversation.",
    ),
    (
        "relay from ",
        "relayed calls from an address",
        "There were too many calls from your network.",
    ),
    (
        "scenarios from ",
        "scenarios looked at from an address",
        "Too many conversations were looked at from your network.",
    ),
];
const BEGUN: &str = "Too many conversations were begun from your network.";
const ANONYMOUS: &str = "There were too many calls from your network that showed nothing valid.";

/// What the bucket counts, and what whoever has emptied it is told.
fn kind(name: &str) -> (&'static str, &'static str) {
    let known = KINDS.iter().find(|(prefix, _, _)| name.starts_with(prefix));
    match known {
        Some((_, what, sentence)) => (what, sentence),
        None if name.contains(" from ") => (
            "tries from an address",
            "There were too many tries from your network.",
        ),
        None => ("tries", "There were too many tries."),
    }
}

/// Whose the bucket is, as far as a log may say it: an address, or an id.
fn whose(name: &str) -> &str {
    let last = name.rsplit(' ').next().unwrap_or_default();
    let is_address = last.parse::<IpAddr>().is_ok() || last.parse::<IpNet>().is_ok();
    let is_id = last.len() == 24 && last.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_address || is_id { last } else { "" }
}

/// So many seconds as one says them.
fn spoken(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..=90 => (seconds, "second"),
        91..=5_400 => (seconds.div_ceil(60), "minute"),
        _ => (seconds.div_ceil(3_600), "hour"),
    };
    let many = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{many}")
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
        let mut entry = match buckets.entry(name) {
            Entry::Occupied(entry) => entry,
            Entry::Vacant(entry) => entry.insert_entry(Bucket::full(rate, now)),
        };
        let bucket = entry.get_mut();
        bucket.fill(now);
        let minutes = (count - bucket.tokens).max(0.0) / f64::from(rate.per_minute.max(1));
        let wait = Duration::from_secs_f64(minutes * 60.0);
        if wait <= longest {
            bucket.tokens -= count;
            return Ok(wait);
        }
        let (what, sentence) = kind(entry.key());
        self.told.refused(what, whose(entry.key()));
        drop(buckets);
        let seconds = wait.saturating_sub(longest).as_secs_f64().ceil().max(1.0) as u64;
        let again = spoken(seconds);
        Err(ApiError::too_many(
            format!("{sentence} Please try again in {again}."),
            seconds,
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
    fn who_is_refused_is_told_what_was_too_much_and_for_how_long() {
        let address = "192.0.2.1";
        for (name, per_minute, sentence, logged) in [
            (
                "turns of 67c551e83f44cdf6055a8169",
                60,
                "messages in this conversation. Please try again in 1 second.",
                "67c551e83f44cdf6055a8169",
            ),
            (
                "turns from 192.0.2.1",
                1,
                "messages from your network. Please try again in 60 seconds.",
                address,
            ),
            ("sessions 192.0.2.1", 1, "begun from your network.", address),
            (
                "passcode x from 2001:db8::/48",
                1,
                "tries from your network.",
                "2001:db8::/48",
            ),
            ("forgotten of ann@example.com", 1, "too many tries.", ""),
        ] {
            let rates = Rates::default();
            let rate = Rate {
                burst: 1,
                per_minute,
            };
            rates.take(name.to_owned(), rate, 0).unwrap();
            let (_, detail, _) = rates.take(name.to_owned(), rate, 0).unwrap_err().told();
            let detail = serde_json::to_string(&detail).unwrap();
            assert!(detail.contains(sentence), "{name}: {detail}");
            assert_eq!(whose(name), logged, "{name}");
        }
        for (seconds, said) in [
            (1, "1 second"),
            (90, "90 seconds"),
            (995, "17 minutes"),
            (3_600, "60 minutes"),
            (7_201, "3 hours"),
        ] {
            assert_eq!(spoken(seconds), said);
        }
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
