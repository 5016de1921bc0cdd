//! Streams of the log that are open, by session: each session has a few, and a new one closes the oldest.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

/// Streams of one session open at once. A page has one, and one that a network has lost without a word
/// may stand beside it for a while.
pub const EACH: usize = 4;

/// All of this process. Clones are handles to the same.
#[derive(Clone, Default)]
pub struct OpenStreams(Arc<Mutex<HashMap<String, VecDeque<Place>>>>);

struct Place {
    /// Names the place among its session's.
    number: u64,
    lost: CancellationToken,
}

/// An open stream's place, until this is dropped.
pub struct Held {
    of: OpenStreams,
    session_id: String,
    number: u64,
    lost: CancellationToken,
}

impl OpenStreams {
    /// Opens one more of a session's; the oldest one beyond [`EACH`] is told that it lost its place.
    pub fn open(&self, session_id: &str) -> Held {
        let mut all = self.all();
        let places = all.entry(session_id.to_owned()).or_default();
        let number = places.back().map_or(0, |newest| newest.number + 1);
        let lost = CancellationToken::new();
        places.push_back(Place {
            number,
            lost: lost.clone(),
        });
        if places.len() > EACH
            && let Some(oldest) = places.pop_front()
        {
            oldest.lost.cancel();
        }
        Held {
            of: self.clone(),
            session_id: session_id.to_owned(),
            number,
            lost,
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, VecDeque<Place>>> {
        // Nothing is left half done where somebody panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Comes back when newer streams have taken its place.
    pub async fn lost(&self) {
        self.lost.cancelled().await;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut all = self.of.all();
        let Some(places) = all.get_mut(&self.session_id) else {
            return;
        };
        places.retain(|place| place.number != self.number);
        if places.is_empty() {
            all.remove(&self.session_id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_few_of_a_session_have_a_place() {
        let streams = OpenStreams::default();
        let held: Vec<Held> = (0..EACH + 2).map(|_| streams.open("a")).collect();
        let other = streams.open("b");
        let lost: Vec<bool> = held.iter().map(|it| it.lost.is_cancelled()).collect();
        assert_eq!(lost, [true, true, false, false, false, false]);
        assert!(!other.lost.is_cancelled());
        drop(held);
        // One that lost its place has none to give back, and names are not used twice meanwhile.
        let again = streams.open("a");
        assert!(!again.lost.is_cancelled());
        drop((again, other));
        assert!(streams.all().is_empty());
    }
}
