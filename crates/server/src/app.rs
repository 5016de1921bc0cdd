//! Everything a request may need.

use std::net::IpAddr;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::ApiError;
use crate::clock::Clock;
use crate::embed::arrivals::Arrivals;
use crate::embed::open_streams::OpenStreams;
use crate::embed::rates::Rates;
use crate::ids;
use crate::in_hand::InHand;
use crate::log::Hub;
use crate::outbox::{self, Outbox};
use crate::pages::Health;
use crate::public::body::Uploads;
use crate::relay::Relay;
use crate::removals;
use crate::runs::{self, Failing, Running};
use crate::settings::Settings;
use crate::store::{Opens, Store};
use crate::talkio::Study;
use crate::totebot::Windows;
use crate::tovie;
use vivavoce_agent::SharedAgent;
use vivavoce_analysis::model::SharedJudge;

/// Judgements a process asks a model for at once.
const JUDGEMENTS: usize = 4;

/// The server's state; clones are handles to the same.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub agent: SharedAgent,
    /// Who judges ended sessions; `None`: they are measured only.
    pub judge: Option<SharedJudge>,
    pub settings: Arc<Settings>,
    pub clock: Clock,
    /// Wakes whoever reads a session's log.
    pub hub: Hub,
    /// Set once: every stream says goodbye and ends.
    pub stopping: CancellationToken,
    pub(crate) rates: Rates,
    pub(crate) arrivals: Arrivals,
    pub(crate) open_streams: OpenStreams,
    /// Whether the database can be written.
    pub(crate) health: Health,
    /// Embed pages served lately.
    pub(crate) opens: Opens,
    /// How often agents of [`crate::totebot`] were asked lately.
    pub(crate) windows: Windows,
    pub(crate) running: Running,
    /// Sessions for which something due failed.
    pub(crate) failing: Failing,
    pub(crate) outbox: Outbox,
    /// The ways to other systems.
    pub(crate) relay: Relay,
    /// Held while something is removed.
    pub(crate) removing: Arc<tokio::sync::Mutex<()>>,
    /// Room for judgements.
    pub(crate) judging: Arc<Semaphore>,
    /// Sessions this process analyzes.
    pub(crate) analyzing: InHand<String>,
    /// Requests of dialogs this process waits for the answers of, by dialog and time.
    pub(crate) answering: InHand<(String, i64)>,
    /// Room for bodies of many megabytes.
    pub(crate) uploads: Uploads,
    /// Who helps the users of schools.
    pub(crate) study: Study,
    pub(crate) tasks: TaskTracker,
    /// Names this process in leases.
    pub(crate) process: Arc<str>,
}

impl App {
    pub fn new(store: Store, agent: SharedAgent, settings: Settings) -> Self {
        let clock = Clock::default();
        Self {
            process: ids::new_id(clock.now()).into(),
            store,
            agent,
            judge: None,
            outbox: Outbox::new(&settings),
            relay: Relay::new(&settings),
            removing: Arc::default(),
            judging: Arc::new(Semaphore::new(JUDGEMENTS)),
            clock,
            hub: Hub::default(),
            stopping: CancellationToken::new(),
            rates: Rates::default(),
            arrivals: Arrivals::default(),
            open_streams: OpenStreams::default(),
            health: Health::default(),
            failing: Failing::default(),
            opens: Opens::default(),
            windows: Windows::default(),
            running: Running::default(),
            analyzing: InHand::default(),
            answering: InHand::default(),
            uploads: Uploads::default(),
            study: Study::new(settings.agent.model.as_ref()),
            settings: Arc::new(settings),
            tasks: TaskTracker::new(),
        }
    }

    /// Has ended sessions judged by `judge`.
    pub fn with_judge(mut self, judge: Option<SharedJudge>) -> Self {
        self.judge = judge;
        self
    }

    /// Starts what goes on beside requests: ending sessions whose time is up, closing runs whose
    /// process is gone, hearing of other processes' events, sending what is in the outbox, answering
    /// what another process was asked, removing what was marked.
    pub fn start(&self) {
        self.tasks.spawn(runs::sweep(self.clone()));
        self.tasks.spawn(runs::follow(self.clone()));
        self.tasks.spawn(outbox::deliver(self.clone()));
        self.tasks.spawn(tovie::sweep(self.clone()));
        self.tasks.spawn(removals::run(self.clone()));
    }

    /// Counts one call of the public API with a key; 429 where there were too many.
    pub fn allow_api_call(&self, credential_id: &str) -> Result<(), ApiError> {
        let bucket = format!("api {credential_id}");
        self.rates
            .take(bucket, self.settings.limits.api_calls, self.clock.now())
    }

    /// Counts one call from `address` that showed nothing valid; 429 where there were too many.
    pub(crate) fn allow_anonymous(&self, address: IpAddr) -> Result<(), ApiError> {
        let bucket = format!("anonymous {address}");
        self.rates.take(
            bucket,
            self.settings.limits.anonymous_calls,
            self.clock.now(),
        )
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
