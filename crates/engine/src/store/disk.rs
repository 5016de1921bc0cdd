//! Room on the disk the database lies on.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long an answer of the system's is believed.
const BELIEVED: Duration = Duration::from_secs(2);

/// Asks how much is free, now and then.
#[derive(Clone)]
pub(super) struct Disk {
    /// Of the database; `None`: it lies in memory.
    folder: Option<PathBuf>,
    seen: Arc<Mutex<Option<(Instant, u64)>>>,
}

impl Disk {
    pub fn new(folder: Option<PathBuf>) -> Self {
        Disk {
            folder,
            seen: Arc::default(),
        }
    }

    /// Bytes that are free; `None` where that means nothing, or the system does not say.
    pub fn free(&self) -> Option<u64> {
        let folder = self.folder.as_ref()?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, free)) = *seen
            && at.elapsed() < BELIEVED
        {
            return Some(free);
        }
        match rustix::fs::statvfs(folder) {
            Ok(about) => {
                let free = about.f_bavail.saturating_mul(about.f_frsize);
                *seen = Some((Instant::now(), free));
                Some(free)
            }
            Err(error) => {
                tracing::warn!(%error, "the system does not say how much of the disk is free");
                None
            }
        }
    }
}
