//! Room for connections: how many there may be, in all and from one address.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::proxy::{Network, household};
use crate::seats::{Seat, Seats};
use vivavoce_engine::settings::ConnectionLimits;

/// Counts what is open.
pub struct Room {
    limit: usize,
    per_address: u32,
    /// Many visitors share such an address.
    proxies: Vec<Network>,
    in_all: Mutex<usize>,
    by_address: Seats<IpAddr>,
}

impl Room {
    pub fn new(limits: &ConnectionLimits, proxies: &[Network]) -> Arc<Room> {
        Arc::new(Room {
            limit: limits.in_all,
            per_address: u32::try_from(limits.per_address).unwrap_or(u32::MAX),
            proxies: proxies.to_vec(),
            in_all: Mutex::default(),
            by_address: Seats::default(),
        })
    }

    /// A place for a connection from `address`, or what there are too many of.
    pub fn enter(self: &Arc<Room>, address: IpAddr) -> Result<Place, &'static str> {
        let address = address.to_canonical();
        let is_proxy = self.proxies.iter().any(|it| it.contains(address));
        let address = (!is_proxy).then(|| household(address));
        let mut in_all = self.in_all();
        if *in_all >= self.limit {
            return Err("connections in all");
        }
        let seat = match address {
            Some(address) => {
                let seat = self.by_address.take(address, self.per_address);
                Some(seat.ok_or("connections of an address")?)
            }
            None => None,
        };
        *in_all += 1;
        Ok(Place {
            room: self.clone(),
            _seat: seat,
        })
    }

    fn in_all(&self) -> MutexGuard<'_, usize> {
        self.in_all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection's place, until it is dropped.
pub struct Place {
    room: Arc<Room>,
    _seat: Option<Seat<IpAddr>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.room.in_all() -= 1;
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
            assert_eq!(place.is_ok(), enters, "{address}");
            places.extend(place);
        }
        places.clear();
        assert!(*room.in_all() == 0 && room.by_address.is_empty());
    }
}
