//! Room for bodies of many megabytes: a few at once, so that a few callers cannot fill the memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

/// Large bodies taken in at once, of all accounts and of one.
pub const AT_ONCE: usize = 4;
pub const OF_ONE: usize = 2;

/// Who takes in large bodies. Clones are handles to the same.
#[derive(Clone)]
pub struct Uploads {
    all: Arc<Semaphore>,
    /// By account, for as long as it has any.
    own: Arc<Mutex<HashMap<String, Arc<Semaphore>>>>,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            all: Arc::new(Semaphore::new(AT_ONCE)),
            own: Arc::default(),
        }
    }
}

impl Uploads {
    /// Places nobody has.
    pub fn free(&self) -> usize {
        self.all.available_permits()
    }

    fn of(&self, account_id: &str) -> Arc<Semaphore> {
        // Nothing is left half done where somebody panicked.
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        // A permit holds its semaphore, and so does whoever waits for one.
        own.retain(|_, room| Arc::strong_count(room) > 1);
        own.entry(account_id.to_owned())
            .or_insert_with(|| Arc::new(Semaphore::new(OF_ONE)))
            .clone()
    }

    /// First of the account's own, so that whoever sends slowly keeps only their own waiting.
    pub(crate) async fn take(&self, account_id: &str) -> Result<Place, AcquireError> {
        let own = self.of(account_id).acquire_owned().await?;
        let all = self.all.clone().acquire_owned().await?;
        Ok(Place {
            _own: own,
            _all: all,
        })
    }
}

/// Where one large body is taken in, until this is dropped.
pub(crate) struct Place {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}
