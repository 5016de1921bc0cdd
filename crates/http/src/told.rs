//! What an operator is told of refusals: of each kind and from each place once a minute, however often it
//! happens.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// So many are told of in a minute; of more than that nobody reads.
const MOST: usize = 200;
const MINUTE: u128 = 60_000;

/// What was told in the minute under way. Clones are handles to the same.
#[derive(Clone)]
pub struct Told {
    minute: Arc<Mutex<Minute>>,
    since: Instant,
}

#[derive(Default)]
struct Minute {
    /// Milliseconds at which it began.
    began: u128,
    told: HashSet<(&'static str, String)>,
}

impl Default for Told {
    fn default() -> Self {
        Told {
            minute: Arc::default(),
            since: Instant::now(),
        }
    }
}

impl Told {
    /// Warns that there was too much of `what`, of whoever `whose` names.
    pub fn refused(&self, what: &'static str, whose: &str) {
        if self.is_new(what, whose, self.since.elapsed().as_millis()) {
            tracing::warn!(
                what,
                whose,
                "there was too much of something, which is refused"
            );
        }
    }

    fn is_new(&self, what: &'static str, whose: &str, now: u128) -> bool {
        // Nothing is left half done where somebody panicked.
        let mut minute = self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        if !(minute.began..minute.began + MINUTE).contains(&now) {
            minute.began = now;
            minute.told.clear();
        }
        minute.told.len() < MOST && minute.told.insert((what, whose.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_once_a_minute_of_each_kind_and_place() {
        let told = Told::default();
        for (what, whose, now, expected) in [
            ("turns", "192.0.2.1", 0, true),
            ("turns", "192.0.2.1", 59_999, false),
            ("turns", "192.0.2.2", 59_999, true),
            ("calls", "192.0.2.1", 59_999, true),
            ("turns", "192.0.2.1", 60_000, true),
            // A clock that was set back.
            ("turns", "192.0.2.1", 0, true),
        ] {
            assert_eq!(
                told.is_new(what, whose, now),
                expected,
                "{what} {whose} {now}"
            );
        }
        let many = (0..10_000).filter(|it| told.is_new("turns", &it.to_string(), 1));
        assert_eq!(many.count(), MOST - 1);
        assert_eq!(told.minute.lock().unwrap().told.len(), MOST);
    }
}
