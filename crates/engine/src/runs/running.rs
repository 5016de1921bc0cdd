//! The runs a process drives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use super::Run;

/// The runs this process drives, and how to stop them.
#[derive(Clone, Default)]
pub struct Running {
    runs: Arc<Mutex<HashMap<Run, CancellationToken>>>,
}

impl Running {
    /// A run asked for again while its last driver is just leaving takes that one's place.
    pub(super) fn enter(&self, run: &Run) -> CancellationToken {
        let token = CancellationToken::new();
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = runs.insert(run.clone(), token.clone()) {
            earlier.cancel();
        }
        token
    }

    pub(super) fn leave(&self, run: &Run, token: &CancellationToken) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        // Only the cancelled one may have been replaced.
        if !token.is_cancelled() {
            runs.remove(run);
        }
    }

    /// Whether this process is at that run.
    pub(super) fn drives(&self, run: &Run) -> bool {
        let runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.contains_key(run)
    }

    /// Stops the driver of a run that is closed already; nothing happens if it is not ours.
    pub(super) fn stop(&self, run: &Run) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = runs.remove(run) {
            token.cancel();
        }
    }
}
