//! Guesses at secrets that people choose, from however many addresses they come.
//!
//! What one address may try says nothing of somebody who has thousands of them, so everybody's tries are
//! counted together too. Once those are spent, tries are answered of addresses alone that have made few
//! lately: whoever guesses needs new addresses all the time, and whoever knows the secret comes in.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};
use vivavoce_engine::settings::Rate;

use crate::rates::Rates;
use crate::{ApiError, proxy};

/// So many times what one household may try may all of its network, and so many times that all of the next
/// wider one.
const WIDER: u32 = 8;

/// Tries at one secret, or at several that have something in common, from one address.
pub struct Guesses<'a> {
    /// What is tried, as the buckets are named.
    pub secret: &'a str,
    pub address: IpAddr,
    /// What one household may try.
    pub each: Rate,
    /// What everybody may try together.
    pub in_all: Rate,
    /// What a household may try in an hour once that is spent.
    pub hourly: u32,
}

/// One try after another, of those that count together: whether one was right is known before the next is
/// counted, so that a classroom that comes in at once is taken for no guesses.
#[derive(Clone, Default)]
pub struct Turns(Arc<Mutex<HashMap<String, Weak<Turn<()>>>>>);

impl Turns {
    /// Waits for one's turn, which lasts as long as the guard. Those who wait are as many as there are connections.
    pub async fn of(&self, name: String) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match turns.get(&name).and_then(Weak::upgrade) {
                Some(turn) => turn,
                None => {
                    turns.retain(|_, turn| turn.strong_count() > 0);
                    let turn = Arc::new(Turn::new(()));
                    turns.insert(name, Arc::downgrade(&turn));
                    turn
                }
            }
        };
        turn.lock_owned().await
    }
}

/// Tries that were taken, with what each cost.
#[derive(Default)]
pub struct Tries(Vec<(String, u32)>);

impl Guesses<'_> {
    /// Counts a try, or answers 429 before anything was compared. Give it back where it was right.
    pub fn take(&self, rates: &Rates, now: i64) -> Result<Tries, ApiError> {
        let mut tries = Tries::default();
        self.add_to(&mut tries, rates, now)?;
        Ok(tries)
    }

    /// The same beside other tries, which are given back together.
    pub fn add_to(&self, tries: &mut Tries, rates: &Rates, now: i64) -> Result<(), ApiError> {
        let Guesses {
            secret, address, ..
        } = self;
        for (network, share) in networks(*address) {
            let each = times(self.each, share);
            tries.take(rates, format!("{secret} from {network}"), each, 1, now)?;
        }
        if tries
            .take(rates, (*secret).to_owned(), self.in_all, 1, now)
            .is_err()
        {
            // An hour's minutes, a few of which are a try.
            let (hour, cost) = (60, 60 / self.hourly.clamp(1, 60));
            let few = Rate {
                burst: hour,
                per_minute: 1,
            };
            for (network, share) in networks(*address) {
                let few = times(few, share);
                tries.take(
                    rates,
                    format!("{secret} again from {network}"),
                    few,
                    cost,
                    now,
                )?;
            }
        }
        Ok(())
    }
}

impl Tries {
    /// Counts `cost` tries in a bucket, or answers 429.
    pub fn take(
        &mut self,
        rates: &Rates,
        name: String,
        rate: Rate,
        cost: u32,
        now: i64,
    ) -> Result<(), ApiError> {
        rates.take_some(name.clone(), rate, cost, now)?;
        self.0.push((name, cost));
        Ok(())
    }

    /// It was right, which is no guess: a whole classroom behind one address may come in.
    pub fn give_back(self, rates: &Rates) {
        for (name, cost) in self.0 {
            rates.give_back_some(&name, f64::from(cost));
        }
    }
}

/// Whatever an address counts for, and how much more than a household each may try.
fn networks(address: IpAddr) -> impl Iterator<Item = (String, u32)> {
    let wider = (1..).zip(proxy::networks(address));
    let wider = wider.map(|(width, network)| (network.to_string(), WIDER.saturating_pow(width)));
    [(address.to_string(), 1)].into_iter().chain(wider)
}

fn times(rate: Rate, share: u32) -> Rate {
    Rate {
        burst: rate.burst.saturating_mul(share),
        per_minute: rate.per_minute.saturating_mul(share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wrong tries that are answered within an hour, of `addresses` that each try once a minute.
    fn answered(addresses: &[IpAddr], rates: &Rates) -> usize {
        let mut answered = 0;
        for minute in 0..60 {
            for address in addresses {
                answered += usize::from(guesses(*address).take(rates, minute * 60_000).is_ok());
            }
        }
        answered
    }

    fn guesses(address: IpAddr) -> Guesses<'static> {
        Guesses {
            secret: "the secret",
            address,
            each: Rate {
                burst: 10,
                per_minute: 2,
            },
            in_all: Rate {
                burst: 300,
                per_minute: 30,
            },
            hourly: 5,
        }
    }

    fn many(form: fn(u32) -> String) -> Vec<IpAddr> {
        (0..1_000).map(|it| form(it).parse().unwrap()).collect()
    }

    #[test]
    fn whoever_guesses_from_everywhere_is_slowed_and_nobody_else_is_kept_out() {
        type Case = (&'static str, fn(u32) -> String, usize);
        let cases: [Case; 4] = [
            // 300 and 30 a minute, and of each address five and five an hour.
            (
                "a thousand machines",
                |it| format!("198.51.{}.{}", it / 250, it % 250),
                300 + 30 * 60 + 10 * 1_000,
            ),
            (
                "a network's households",
                |it| format!("2001:db8:1:{it:x}::"),
                80 + 16 * 60,
            ),
            (
                "a provider's networks",
                |it| format!("2001:db8:{it:x}::"),
                640 + 128 * 60,
            ),
            ("one machine", |_| "203.0.113.7".to_owned(), 10 + 2 * 60),
        ];
        for (who, form, most) in cases {
            let rates = Rates::default();
            let answered = answered(&many(form), &rates);
            assert!((1..=most).contains(&answered), "{who}: {answered}");
            // Somebody else comes in, as often as they like.
            let visitor = guesses("192.0.2.1".parse().unwrap());
            for _ in 0..100 {
                let tries = visitor.take(&rates, 3_600_000);
                tries.unwrap().give_back(&rates);
            }
            let wrong = (0..100).filter(|_| visitor.take(&rates, 3_600_000).is_ok());
            assert!(wrong.count() >= 5, "{who}");
        }
    }
}
