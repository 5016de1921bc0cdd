//! The handle to everything there is once in a process, and what runs beside requests.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use vivavoce_agent::SharedAgent;
use vivavoce_analysis::model::SharedJudge;

use crate::clock::Clock;
use crate::in_hand::InHand;
use crate::log::Hub;
use crate::outbox::{self, Outbox};
use crate::registry::{Periodic, Registry};
use crate::removals;
use crate::runs::{self, Failing, Running};
use crate::settings::Settings;
use crate::store::{Opens, Session, Store};
use crate::{Refusal, ids, registry};

/// Judgements a process asks a model for at once.
const JUDGEMENTS: usize = 4;

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
    pub fn new(
        store: Store,
        agent: SharedAgent,
        judge: Option<SharedJudge>,
        settings: Settings,
        registry: Registry,
    ) -> Self {
        let clock = Clock::default();
        Self {
            process: ids::new_id(clock.now()).into(),
            outbox: Outbox::new(&settings),
            store,
            agent,
            judge,
            settings: Arc::new(settings),
            registry: Arc::new(registry),
            clock,
            hub: Hub::default(),
            stopping: CancellationToken::new(),
            opens: Opens::default(),
            running: Running::default(),
            failing: Failing::default(),
            tasks: TaskTracker::new(),
            removing: Arc::default(),
            judging: Arc::new(Semaphore::new(JUDGEMENTS)),
            analyzing: InHand::default(),
        }
    }

    /// Starts what goes on beside requests: ending sessions whose time is up, closing runs whose
    /// process is gone, hearing of other processes' events, sending what is in the outbox, removing
    /// what was marked, and `periodic`, which the APIs want done.
    pub fn start(&self, periodic: Vec<Periodic>) {
        self.tasks.spawn(runs::sweep(self.clone()));
        self.tasks.spawn(runs::follow(self.clone()));
        self.tasks.spawn(outbox::deliver(self.clone()));
        self.tasks.spawn(removals::run(self.clone()));
        for work in periodic {
            self.tasks.spawn(again_and_again(self.clone(), work));
        }
    }

    /// The same for calls of owners and their systems, which read apart from visitors.
    #[must_use]
    pub fn for_owners(&self) -> Engine {
        Engine {
            store: self.store.for_owners(),
            ..self.clone()
        }
    }

    /// The policy of whoever began a session.
    pub fn policy_of(&self, source: &str) -> Option<&Arc<dyn registry::SessionPolicy>> {
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

/// Does what is periodic until the server stops.
async fn again_and_again(engine: Engine, work: Periodic) {
    let mut ticks = interval(work.every.max(Duration::from_millis(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = engine.stopping.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = (work.run)().await {
            tracing::error!(%error, work = work.name, "periodic work failed and will be tried again");
        }
    }
}
