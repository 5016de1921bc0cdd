//! What all requests to the vendors share: the ways there, and who has calls under way.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::settings::{BackendDialect, BackendSettings};
use super::way::{self, Way};
use vivavoce_engine::settings::RelayTimes;
use vivavoce_http::ApiState;

/// Calls one session may have under way at once.
pub const SEATS: u32 = 8;

/// The relay as an API of the server; clones are handles to the same. It is what all requests to the
/// vendors share.
#[derive(Clone, Default)]
pub struct Relay {
    ways: Arc<HashMap<String, Arc<Way>>>,
    /// Calls under way by session.
    seats: Arc<Mutex<HashMap<String, u32>>>,
}

/// One of a session's calls under way.
#[derive(Debug)]
pub(crate) struct Seat {
    seats: Arc<Mutex<HashMap<String, u32>>>,
    session: String,
}

impl Relay {
    /// Ways to the systems of `backends`, by the name `?backend=` uses.
    pub fn new(backends: &BTreeMap<String, BackendSettings>, times: &RelayTimes) -> Self {
        let others = backends
            .iter()
            .filter(|(_, backend)| backend.dialect != BackendDialect::Vivavoce);
        let mut ways = HashMap::new();
        for (name, backend) in others {
            match way::client(times) {
                Ok(client) => {
                    ways.insert(name.clone(), Arc::new(Way::new(name, backend, client)));
                }
                Err(error) => tracing::error!(%error, "no HTTP client for the backends"),
            }
        }
        Self {
            ways: Arc::new(ways),
            seats: Arc::default(),
        }
    }

    /// Whether no session has a call under way.
    pub fn is_idle(&self) -> bool {
        let seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        seats.is_empty()
    }

    /// Calls a session has under way.
    pub fn under_way(&self, session: &str) -> u32 {
        let seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        seats.get(session).copied().unwrap_or_default()
    }

    pub(crate) fn way(&self, name: &str) -> Option<Arc<Way>> {
        self.ways.get(name).cloned()
    }

    /// `None` where the session has as many calls under way as it may.
    pub(crate) fn seat(&self, session: &str) -> Option<Seat> {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = seats.entry(session.to_owned()).or_default();
        if *taken >= SEATS {
            return None;
        }
        *taken += 1;
        Some(Seat {
            seats: self.seats.clone(),
            session: session.to_owned(),
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = seats.get_mut(&self.session) {
            *taken -= 1;
            if *taken == 0 {
                seats.remove(&self.session);
            }
        }
    }
}

/// The state of its routes.
pub(crate) type RelayState = ApiState<Relay>;
