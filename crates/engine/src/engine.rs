//! The handle to everything there is once in a process. It is put together in `start`.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use vivavoce_agent::SharedAgent;
use vivavoce_analysis::model::SharedJudge;

use crate::Refusal;
use crate::clock::Clock;
use crate::in_hand::InHand;
use crate::log::Hub;
use crate::outbox::Outbox;
use crate::registry::{Registry, SessionPolicy};
use crate::runs::{Failing, Run, Running};
use crate::settings::Settings;
use crate::store::{Opens, Session, Store};

/// What sessions need to go on; clones are handles to the same.
#[derive(Clone)]
pub struct Engine {
    pub store: Store,
    pub agent: SharedAgent,
    /// Who judges ended sessions; `None`: they are measured only.
    pub judge: Option<SharedJudge>,
    pub settings: Arc<Settings>,
    /// What the APIs of this build have brought along.
    pub registry: Arc<Registry>,
    pub clock: Clock,
    /// Wakes whoever reads a session's log.
    pub hub: Hub,
    /// Set once: every stream says goodbye and ends.
    pub stopping: CancellationToken,
    /// Embed pages served lately.
    pub opens: Opens,
    pub running: Running,
    /// Begins to drive a run whose beginning is committed.
    pub(crate) drive: fn(&Engine, Run),
    /// Sessions for which something due failed.
    pub failing: Failing,
    pub outbox: Outbox,
    /// Work that is waited for when the process stops.
    pub tasks: TaskTracker,
    /// Names this process in leases.
    pub process: Arc<str>,
    /// Held while something is removed.
    pub(crate) removing: Arc<tokio::sync::Mutex<()>>,
    /// Room for judgements.
    pub(crate) judging: Arc<Semaphore>,
    /// Sessions this process analyzes.
    pub(crate) analyzing: InHand<String>,
}

impl Engine {
    /// The same for calls of owners and their systems, which read apart from visitors.
    #[must_use]
    pub fn for_owners(&self) -> Engine {
        Engine {
            store: self.store.for_owners(),
            ..self.clone()
        }
    }

    /// The policy of whoever began a session.
    pub fn policy_of(&self, source: &str) -> Option<&Arc<dyn SessionPolicy>> {
        self.registry.policy(source)
    }

    /// Whether whoever a session belongs to may go on with it now.
    ///
    /// # Errors
    /// A refusal that says why not.
    pub async fn admit(&self, session: &Session) -> Result<(), Refusal> {
        match self.policy_of(&session.source) {
            Some(policy) => policy.admit(&self.store, session, self.clock.now()).await,
            None => Ok(()),
        }
    }

    /// Whether a session goes on without its page, and leaves nothing in the browser.
    pub fn outlives_page(&self, session: &Session) -> bool {
        let policy = self.policy_of(&session.source);
        policy.is_some_and(|policy| policy.outlives_page())
    }

    /// Ends every stream with a hint to come back, closes open runs as interrupted, and lets go of
    /// the database. Takes at most [`crate::settings::Limits::last_notes`] and some; call it once.
    pub async fn shutdown(&self) {
        self.stopping.cancel();
        self.tasks.close();
        let last_notes = self.settings.limits.last_notes;
        if tokio::time::timeout(last_notes, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("some runs did not end in time; their leases will lapse");
        }
        if let Err(error) = self.store.keep_opens(&self.opens).await {
            tracing::warn!(%error, "some opens were not counted");
        }
        self.store.close().await;
    }
}
