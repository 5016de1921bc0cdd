//! What a request may need beside the engine.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use vivavoce_engine::Engine;

use crate::arrivals::{self, Arrivals};
use crate::guesses::Turns;
use crate::intake::Intake;
use crate::open_streams::OpenStreams;
use crate::rates::Rates;
use crate::uploads::Uploads;
use crate::{ApiError, HttpSettings};

/// The state of every route; clones are handles to the same. What is asked of it and is not its own is the
/// engine's.
#[derive(Clone)]
pub struct App {
    pub engine: Engine,
    pub http: Arc<HttpSettings>,
    pub rates: Rates,
    pub arrivals: Arrivals,
    pub open_streams: OpenStreams,
    /// Of those who try secrets that people choose.
    pub turns: Turns,
    /// Room for bodies of many megabytes.
    pub uploads: Uploads,
    /// Room for all bodies.
    pub intake: Intake,
}

impl Deref for App {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.engine
    }
}

impl App {
    pub fn new(engine: Engine, settings: HttpSettings) -> Self {
        let intake = Intake::new(&engine.settings.limits, &settings);
        Self {
            engine,
            http: Arc::new(settings),
            rates: Rates::default(),
            arrivals: Arrivals::default(),
            open_streams: OpenStreams::default(),
            turns: Turns::default(),
            uploads: Uploads::default(),
            intake,
        }
    }

    /// The same for calls of owners and their systems, which read apart from visitors.
    #[must_use]
    pub fn for_owners(&self) -> Self {
        Self {
            engine: self.engine.for_owners(),
            ..self.clone()
        }
    }

    /// Counts a conversation that `address` is about to begin, through whatever door, and waits where it
    /// has to; answers whether it had to: what was decided before may hold no more.
    ///
    /// # Errors
    /// 429 where there were too many.
    pub async fn wait_to_begin(&self, address: IpAddr) -> Result<bool, ApiError> {
        let now = self.clock.now();
        let wait = arrivals::arrive(&self.rates, &self.settings.limits, address, now)?;
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        Ok(!wait.is_zero())
    }

    /// Notes that so many bytes are kept which visitors of `address` have sent: once they are, for what is refused
    /// costs nobody anything. Whoever has sent a day's goes on with what they have begun.
    pub fn wrote(&self, address: IpAddr, bytes: usize) {
        let (limits, now) = (&self.settings.limits, self.clock.now());
        arrivals::wrote(&self.rates, limits, address, bytes, now);
    }

    /// Counts one call of the public API with a key; 429 where there were too many.
    pub fn allow_api_call(&self, credential_id: &str) -> Result<(), ApiError> {
        let bucket = format!("api {credential_id}");
        self.rates
            .take(bucket, self.settings.limits.api_calls, self.clock.now())
    }

    /// Counts one call from `address` that showed nothing valid; 429 where there were too many.
    pub fn allow_anonymous(&self, address: IpAddr) -> Result<(), ApiError> {
        let bucket = format!("anonymous {address}");
        self.rates.take(
            bucket,
            self.settings.limits.anonymous_calls,
            self.clock.now(),
        )
    }
}
