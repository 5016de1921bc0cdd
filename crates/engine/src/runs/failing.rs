//! Sessions for which something due fails again and again: they are tried later and later, so that they
//! take no others' place in a batch.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Milliseconds until a session is tried again, twice as many each time.
const FIRST: i64 = 4_000;
const LONGEST: i64 = 3_600_000;
/// A session that was due for so long again, and is not any more, is forgotten.
const FORGOTTEN: i64 = 2 * LONGEST;

/// What this process has tried in vain; clones are handles to the same.
#[derive(Clone, Default)]
pub struct Failing(Arc<Mutex<HashMap<String, Tried>>>);

#[derive(Clone, Copy)]
struct Tried {
    pause: i64,
    again_at: i64,
}

impl Failing {
    /// Sessions that are not to be tried at `now`.
    pub fn put_off(&self, now: i64) -> Vec<String> {
        let mut tried = self.tried();
        tried.retain(|_, it| now < it.again_at + FORGOTTEN);
        let off = tried.iter().filter(|(_, it)| now < it.again_at);
        off.map(|(id, _)| id.clone()).collect()
    }

    pub fn failed(&self, id: &str, now: i64) {
        let mut tried = self.tried();
        let pause = tried.get(id).map_or(FIRST, |it| it.pause * 2).min(LONGEST);
        let again_at = now + pause;
        tried.insert(id.to_owned(), Tried { pause, again_at });
    }

    pub fn worked(&self, id: &str) {
        self.tried().remove(id);
    }

    fn tried(&self) -> MutexGuard<'_, HashMap<String, Tried>> {
        // Nothing is left half done where somebody panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_tried_later_and_later_until_it_works() {
        let failing = Failing::default();
        let mut now = 0;
        for pause in [4, 8, 16, 32] {
            failing.failed("a", now);
            assert_eq!(failing.put_off(now + pause * 1_000 - 1), ["a"]);
            now += pause * 1_000;
            assert!(failing.put_off(now).is_empty());
        }
        failing.worked("a");
        failing.failed("a", now);
        assert!(failing.put_off(now + 4_000).is_empty());
    }
}
