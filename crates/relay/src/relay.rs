//! What all requests to the vendors share: the ways there, and who has calls under way.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use super::settings::{BackendDialect, BackendSettings};
use super::way::{self, Way};
use vivavoce_engine::settings::RelayTimes;
use vivavoce_http::ApiState;
use vivavoce_http::seats::{Seat, Seats};

/// Calls one session may have under way at once.
pub const SEATS: u32 = 8;

/// The relay as an API of the server; clones are handles to the same. It is what all requests to the
/// vendors share.
#[derive(Clone, Default)]
pub struct Relay {
    ways: Arc<HashMap<String, Arc<Way>>>,
    /// Calls under way by session.
    seats: Seats<String>,
    /// The same by address.
    of_addresses: Seats<IpAddr>,
}

/// A call's places: its session's and its address's.
pub(crate) type Taken = (Seat<String>, Seat<IpAddr>);

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
            ..Relay::default()
        }
    }

    /// Whether no session has a call under way.
    pub fn is_idle(&self) -> bool {
        self.seats.is_empty()
    }

    /// Calls a session has under way.
    pub fn under_way(&self, session: &str) -> u32 {
        self.seats.of(session)
    }

    pub(crate) fn way(&self, name: &str) -> Option<Arc<Way>> {
        self.ways.get(name).cloned()
    }

    /// `None` where the session, or its address, has as many calls under way as it may.
    pub(crate) fn seat(&self, session: &str, address: IpAddr, of_address: u32) -> Option<Taken> {
        let of_session = self.seats.take(session.to_owned(), SEATS)?;
        Some((of_session, self.of_addresses.take(address, of_address)?))
    }
}

/// The state of its routes.
pub(crate) type RelayState = ApiState<Relay>;
