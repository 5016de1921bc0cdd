//! Seats: what is under way or open at once, counted by whose it is.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Who has how many. Clones are handles to the same.
#[derive(Clone, Debug)]
pub struct Seats<K>(Arc<Mutex<HashMap<K, u32>>>);

/// One of somebody's, until it is dropped.
#[derive(Debug)]
pub struct Seat<K: Eq + Hash> {
    seats: Seats<K>,
    whose: K,
}

impl<K> Default for Seats<K> {
    fn default() -> Self {
        Seats(Arc::default())
    }
}

impl<K: Eq + Hash> Seats<K> {
    fn taken(&self) -> MutexGuard<'_, HashMap<K, u32>> {
        // Nothing is left half done where somebody panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `None` where `whose` has as many as it may, which is `most`.
    pub fn take(&self, whose: K, most: u32) -> Option<Seat<K>>
    where
        K: Clone,
    {
        let mut taken = self.taken();
        let count = taken.entry(whose.clone()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        let seats = self.clone();
        Some(Seat { seats, whose })
    }

    /// How many somebody has.
    pub fn of<Q: Eq + Hash + ?Sized>(&self, whose: &Q) -> u32
    where
        K: Borrow<Q>,
    {
        self.taken().get(whose).copied().unwrap_or_default()
    }

    /// Whether nobody has any.
    pub fn is_empty(&self) -> bool {
        self.taken().is_empty()
    }
}

impl<K: Eq + Hash> Drop for Seat<K> {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        if let Some(count) = taken.get_mut(&self.whose) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.whose);
            }
        }
    }
}
