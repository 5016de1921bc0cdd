//! What this process is at, under leases. A lease says to other processes that its owner may be gone;
//! a process that is merely starved knows better of itself, however late its leases are.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// What this process has in hand of one kind, by its keys. Clones are handles to the same.
#[derive(Clone, Debug)]
pub struct InHand<K: Eq + Hash>(Arc<Mutex<HashSet<K>>>);

impl<K: Eq + Hash> Default for InHand<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Clone + Eq + Hash> InHand<K> {
    /// Takes one in hand for as long as what is returned lives; `None`: this process has it.
    pub fn take(&self, key: K) -> Option<Holding<K>> {
        let is_new = self.with(|keys| keys.insert(key.clone()));
        is_new.then(|| Holding {
            of: self.clone(),
            key,
        })
    }

    pub fn has(&self, key: &K) -> bool {
        self.with(|keys| keys.contains(key))
    }

    /// All of them.
    pub fn keys(&self) -> HashSet<K> {
        self.with(|keys| keys.clone())
    }
}

impl<K: Eq + Hash> InHand<K> {
    fn with<T>(&self, work: impl FnOnce(&mut HashSet<K>) -> T) -> T {
        // Nothing is left half done where somebody panicked.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// One of them, in hand until this is dropped.
#[derive(Debug)]
pub struct Holding<K: Eq + Hash> {
    of: InHand<K>,
    key: K,
}

impl<K: Eq + Hash> Drop for Holding<K> {
    fn drop(&mut self) {
        self.of.with(|keys| keys.remove(&self.key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_hand_is_not_taken_again_until_it_is_let_go() {
        let all = InHand::default();
        let held = all.take("a").unwrap();
        assert!(all.clone().take("a").is_none());
        assert!(all.has(&"a") && !all.has(&"b"));
        assert!(all.take("b").is_some());
        assert_eq!(all.keys(), HashSet::from(["a"]));
        drop(held);
        assert!(all.take("a").is_some());
    }
}
