//! Runs: one turn each, from the visitor's message to the end of the reply.
//!
//! A session's life is decided in transactions: a turn is accepted, a run begins, ends or lapses,
//! the session stops, each in one commit with the events that tell of it. Whoever commits the
//! beginning of a run drives it; whoever closes it wins, and the driver finds out at its next
//! append. So cancelling and stopping are immediate, and work from any process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

mod accept;
mod close;
mod context;
mod drive;
mod event_writer;
mod failing;
pub mod finish;
pub mod sweep;

pub use accept::{Begun, accept, cancel, stop_all};
pub use accept::{start, start_waiting};
pub use close::{Guard, Outcome, close};
pub use context::quoted;
pub use failing::Failing;
pub use finish::end;
pub use finish::end_full;
pub use sweep::sweep_once;
pub use sweep::{follow, sweep};

/// Names a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    pub session_id: String,
    pub run_id: String,
}

/// The runs this process drives, and how to stop them.
#[derive(Clone, Default)]
pub struct Running {
    runs: Arc<Mutex<HashMap<Run, CancellationToken>>>,
}

impl Running {
    /// A run asked for again while its last driver is just leaving takes that one's place.
    fn enter(&self, run: &Run) -> CancellationToken {
        let token = CancellationToken::new();
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = runs.insert(run.clone(), token.clone()) {
            earlier.cancel();
        }
        token
    }

    fn leave(&self, run: &Run, token: &CancellationToken) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        // Only the cancelled one may have been replaced.
        if !token.is_cancelled() {
            runs.remove(run);
        }
    }

    /// Whether this process is at that run.
    fn drives(&self, run: &Run) -> bool {
        let runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.contains_key(run)
    }

    /// Stops the driver of a run that is closed already; nothing happens if it is not ours.
    fn stop(&self, run: &Run) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = runs.remove(run) {
            token.cancel();
        }
    }
}
