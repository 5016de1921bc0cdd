//! Who waits for which session's log to grow.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// Wakes readers; carries no events.
#[derive(Clone, Default)]
pub struct Hub {
    sessions: Arc<Mutex<HashMap<String, watch::Sender<u64>>>>,
}

/// One reader's place in the hub.
pub struct Waker {
    seq: watch::Receiver<u64>,
}

impl Waker {
    /// Waits until the log may hold an event above `seq`. May return early; cancel safe.
    pub async fn beyond(&mut self, seq: u64) {
        // The sender lives in the hub as long as anybody waits; should it be gone, the caller's
        // own timer makes it read again.
        if self.seq.wait_for(|last| *last > seq).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Hub {
    /// Ask before reading, so that nothing is missed in between.
    pub fn subscribe(&self, session_id: &str) -> Waker {
        let mut sessions = self.lock();
        let sender = sessions
            .entry(session_id.to_owned())
            .or_insert_with(|| watch::channel(0).0);
        Waker {
            seq: sender.subscribe(),
        }
    }

    /// The session's log has grown to `seq`.
    pub fn wake(&self, session_id: &str, seq: u64) {
        let mut sessions = self.lock();
        if let Some(sender) = sessions.get(session_id) {
            if sender.receiver_count() == 0 {
                sessions.remove(session_id);
            } else {
                sender.send_if_modified(|last| {
                    seq > *last && {
                        *last = seq;
                        true
                    }
                });
            }
        }
    }

    /// Nobody of this process waits for anything.
    pub fn is_idle(&self) -> bool {
        self.lock().is_empty()
    }

    /// Forgets sessions nobody waits for any more.
    pub fn tidy(&self) {
        self.lock().retain(|_, sender| sender.receiver_count() > 0);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, watch::Sender<u64>>> {
        // Nothing in here can leave the map half changed.
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
