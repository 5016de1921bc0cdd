//! How many conversations one address may begin. A school is one address, and so is whoever makes
//! sessions as fast as they can. What tells them apart is how fast they come, and whether anybody says
//! anything.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::ApiError;
use crate::rates::Rates;
use vivavoce_engine::settings::{Limits, Rate};

/// Whoever comes faster than they may waits for so long at most.
const LONGEST: Duration = Duration::from_secs(5);
/// What counts of a conversation in which somebody has spoken.
const SPOKEN: f64 = 0.5;
/// Who has said nothing for so long, in milliseconds, counts as silent for good.
const SILENCE: i64 = 3_600_000;
/// So often those are forgotten.
const TIDY: usize = 1_024;

/// Conversations in which nobody has spoken yet, with where they came from.
#[derive(Clone, Default)]
pub struct Arrivals(Arc<Mutex<HashMap<String, (IpAddr, i64)>>>);

/// Counts a conversation that `address` is about to begin; answers how long that has to wait.
pub(crate) fn arrive(
    rates: &Rates,
    limits: &Limits,
    address: IpAddr,
    now: i64,
) -> Result<Duration, ApiError> {
    rates.take(written(address), per_day(limits), now)?;
    let sessions = bucket(address);
    rates.take(sessions.clone(), limits.sessions_per_address, now)?;
    let pace = format!("arrivals {address}");
    rates
        .queue(pace, limits.session_pace, LONGEST, now)
        .inspect_err(|_| rates.give_back(&sessions))
}

/// Counts bytes that are kept of what visitors of `address` have sent.
pub(crate) fn wrote(rates: &Rates, limits: &Limits, address: IpAddr, bytes: usize, now: i64) {
    let kilobytes = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
    rates.charge(written(address), per_day(limits), kilobytes.max(1), now);
}

fn written(address: IpAddr) -> String {
    format!("kilobytes from {address}")
}

/// Kilobytes of an address: a day's at once, and as many in a day.
fn per_day(limits: &Limits) -> Rate {
    let burst = limits.written_per_address;
    Rate {
        burst,
        per_minute: (burst / (24 * 60)).max(1),
    }
}

fn bucket(address: IpAddr) -> String {
    format!("sessions {address}")
}

impl Arrivals {
    /// It has begun.
    pub fn began(&self, session_id: &str, address: IpAddr, now: i64) {
        let mut silent = self.silent();
        if silent.len() % TIDY == TIDY - 1 {
            silent.retain(|_, (_, at)| now - *at < SILENCE);
        }
        silent.insert(session_id.to_owned(), (address, now));
    }

    /// Somebody speaks in it: from the first time on it counts for less.
    pub fn spoke(&self, rates: &Rates, session_id: &str) {
        let was_silent = self.silent().remove(session_id);
        if let Some((address, _)) = was_silent {
            rates.give_back_some(&bucket(address), 1.0 - SPOKEN);
        }
    }

    fn silent(&self) -> MutexGuard<'_, HashMap<String, (IpAddr, i64)>> {
        // Nothing is left half done where somebody panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    /// A class of 300 behind one address, who begin within 20 seconds and speak later in the minute,
    /// and somebody among them with `at_once` requests under way who begins as fast as they can.
    /// Answers how many of the class were refused, and when the other one was first.
    fn minute(at_once: usize) -> (usize, Option<i64>) {
        let (rates, limits, arrivals) = (Rates::default(), Limits::default(), Arrivals::default());
        let address = IpAddr::from(Ipv4Addr::LOCALHOST);
        // When each of the abuser's requests is answered and the next is sent.
        let mut free_at = vec![0; at_once];
        let (mut refused, mut abuser) = (0, None);
        for now in 0..60_000 {
            if now < 20_000 && now % 66 == 0 && now / 66 < 300 {
                match arrive(&rates, &limits, address, now) {
                    Ok(_) => arrivals.began(&format!("class {}", now / 66), address, now),
                    Err(_) => refused += 1,
                }
            }
            // Each speaks some ten seconds after they came, and twice more.
            for turn in 1..=3 {
                let came = now - 10_000 * turn;
                if came >= 0 && came % 66 == 0 && came / 66 < 300 {
                    let turns = format!("turns from {address}");
                    let taken = rates.take(turns, limits.turns_per_address, now);
                    refused += usize::from(taken.is_err());
                    arrivals.spoke(&rates, &format!("class {}", came / 66));
                }
            }
            for free_at in free_at.iter_mut().filter(|at| **at <= now) {
                match arrive(&rates, &limits, address, now) {
                    // Some milliseconds go by on the way.
                    Ok(wait) => *free_at = now + 5 + i64::try_from(wait.as_millis()).unwrap(),
                    Err(_) => {
                        abuser.get_or_insert(now);
                        *free_at = now + 1_000;
                    }
                }
            }
        }
        (refused, abuser)
    }

    #[test]
    fn a_class_behind_one_address_comes_in_and_an_abuser_among_them_is_refused() {
        for at_once in [0, 1, 8, 40] {
            let (refused, abuser) = minute(at_once);
            assert_eq!(refused, 0, "{at_once}");
            assert_eq!(abuser.is_some(), at_once > 0, "{at_once}");
        }
    }

    #[test]
    fn speaking_often_counts_once() {
        let (rates, arrivals) = (Rates::default(), Arrivals::default());
        let limits = Limits {
            sessions_per_address: Rate {
                burst: 1,
                per_minute: 0,
            },
            ..Limits::default()
        };
        let address = IpAddr::from(Ipv4Addr::LOCALHOST);
        arrive(&rates, &limits, address, 0).unwrap();
        arrivals.began("s", address, 0);
        for _ in 0..3 {
            arrivals.spoke(&rates, "s");
        }
        assert!(arrive(&rates, &limits, address, 0).is_err());
        arrivals.began("t", address, 0);
        arrivals.spoke(&rates, "t");
        assert!(arrive(&rates, &limits, address, 0).is_ok());
    }
}
