//! Room for connections: how many there may be, in all and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::proxy::{Network, household};
use vivavoce_engine::settings::ConnectionLimits;

/// Counts what is open.
pub struct Room {
    in_all: usize,
    per_address: usize,
    /// Many visitors share such an address.
    proxies: Vec<Network>,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    in_all: usize,
    by_address: HashMap<IpAddr, usize>,
}

impl Room {
    pub fn new(limits: &ConnectionLimits, proxies: &[Network]) -> Arc<Room> {
        Arc::new(Room {
            in_all: limits.in_all,
            per_address: limits.per_address,
            proxies: proxies.to_vec(),
            taken: Mutex::default(),
        })
    }

    /// A place for a connection from `address`; `None` where there is no room.
    pub fn enter(self: &Arc<Room>, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let is_proxy = self.proxies.iter().any(|it| it.contains(address));
        let address = (!is_proxy).then(|| household(address));
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.in_all >= self.in_all {
            return None;
        }
        if let Some(address) = address {
            let count = taken.by_address.entry(address).or_default();
            if *count >= self.per_address {
                return None;
            }
            *count += 1;
        }
        taken.in_all += 1;
        Some(Place {
            room: self.clone(),
            address,
        })
    }
}

/// One connection's place, until it is dropped.
pub struct Place {
    room: Arc<Room>,
    address: Option<IpAddr>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self
            .room
            .taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        taken.in_all -= 1;
        let Some(address) = self.address else { return };
        if let Some(count) = taken.by_address.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                taken.by_address.remove(&address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_all_and_by_address_and_given_back() {
        let limits = ConnectionLimits {
            in_all: 5,
            per_address: 2,
            ..ConnectionLimits::default()
        };
        let room = Room::new(&limits, &["10.0.0.0/8".parse().unwrap()]);
        let mut places = Vec::new();
        // One household, another, a proxy that speaks for many, and nobody has room any more.
        for (address, enters) in [
            ("2001:db8::1", true),
            ("2001:db8::2", true),
            ("2001:db8::3", false),
            ("2001:db8:0:1::1", true),
            ("10.1.1.1", true),
            ("10.1.1.1", true),
            ("10.1.1.1", false),
            ("192.0.2.1", false),
        ] {
            let place = room.enter(address.parse().unwrap());
            assert_eq!(place.is_some(), enters, "{address}");
            places.extend(place);
        }
        places.clear();
        let taken = room.taken.lock().unwrap();
        assert!(taken.in_all == 0 && taken.by_address.is_empty());
    }
}
