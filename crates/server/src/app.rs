//! Everything a request may need.

use std::sync::Arc;

use crate::agent::SharedAgent;
use crate::clock::Clock;
use crate::settings::Settings;
use crate::store::Store;

/// The server's state; clones are handles to the same.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub agent: SharedAgent,
    pub settings: Arc<Settings>,
    pub clock: Clock,
}

impl App {
    pub fn new(store: Store, agent: SharedAgent, settings: Settings) -> Self {
        Self {
            store,
            agent,
            settings: Arc::new(settings),
            clock: Clock::default(),
        }
    }
}
