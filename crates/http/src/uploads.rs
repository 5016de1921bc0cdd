//! Room for bodies of many megabytes: a few at once, so that a few callers cannot fill the memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

/// Accounts that send large bodies at once, and bodies beyond the first of an account.
pub const ACCOUNTS: usize = 8;
pub const FURTHER: usize = 2;
/// Large bodies of one account taken in at once.
const OF_ONE: usize = 2;

/// An account's places.
struct Own {
    first: Arc<Semaphore>,
    further: Arc<Semaphore>,
}

impl Default for Own {
    fn default() -> Self {
        Own {
            first: Arc::new(Semaphore::new(1)),
            further: Arc::new(Semaphore::new(OF_ONE - 1)),
        }
    }
}

/// Who takes in large bodies. Clones are handles to the same.
#[derive(Clone)]
pub struct Uploads {
    /// For an account's only one, which nobody keeps waiting who sends several.
    first: Arc<Semaphore>,
    further: Arc<Semaphore>,
    /// By account, for as long as it has any.
    own: Arc<Mutex<HashMap<String, Arc<Own>>>>,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            first: Arc::new(Semaphore::new(ACCOUNTS)),
            further: Arc::new(Semaphore::new(FURTHER)),
            own: Arc::default(),
        }
    }
}

impl Uploads {
    /// Places nobody has: for an account's first, and for further ones.
    pub fn free(&self) -> (usize, usize) {
        let free = |room: &Semaphore| room.available_permits();
        (free(&self.first), free(&self.further))
    }

    fn of(&self, account_id: &str) -> Arc<Own> {
        // Nothing is left half done where somebody panicked.
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        // A permit holds its semaphore, and whoever waits for one all of them.
        own.retain(|_, own| {
            let is_held = |room: &Arc<Semaphore>| Arc::strong_count(room) > 1;
            Arc::strong_count(own) > 1 || is_held(&own.first) || is_held(&own.further)
        });
        own.entry(account_id.to_owned()).or_default().clone()
    }

    /// First of the account's own, so that whoever sends slowly keeps only their own waiting.
    pub(crate) async fn take(&self, account_id: &str) -> Result<Place, AcquireError> {
        let own = self.of(account_id);
        let (place, all) = tokio::select! {
            biased;
            place = own.first.clone().acquire_owned() => (place?, &self.first),
            place = own.further.clone().acquire_owned() => (place?, &self.further),
        };
        let all = all.clone().acquire_owned().await?;
        Ok(Place {
            _own: place,
            _all: all,
        })
    }
}

/// Where one large body is taken in, until this is dropped.
pub(crate) struct Place {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}
