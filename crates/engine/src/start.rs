//! How an engine is put together, and what it does beside requests.

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
use crate::store::{Opens, Store};
use crate::{Engine, Settings, ids};

/// Judgements a process asks a model for at once.
const JUDGEMENTS: usize = 4;

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
            drive: runs::drive,
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
        self.tasks.spawn(runs::follow(self.clone()));
        self.tasks.spawn(outbox::deliver(self.clone()));
        let every = self.settings.limits.sweep_every;
        let sweep = Periodic::new("sweep", every, self, |engine| async move {
            runs::sweep_once(&engine).await
        });
        let removals = Periodic::new("removals", every, self, |engine| async move {
            removals::carry_out(&engine).await;
            Ok(())
        });
        for work in [sweep, removals].into_iter().chain(periodic) {
            self.tasks.spawn(again_and_again(self.clone(), work));
        }
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
