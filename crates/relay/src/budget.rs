//! What a vendor takes from all of our visitors together, dealt out in turn.
//!
//! A vendor counts calls per key and address, so one busy visitor could use up everybody's. Calls
//! beyond the budget wait, and of those that wait each visitor's next one goes in its turn. When the
//! vendor asks for a pause, whoever's call it answered pauses; everybody does where it says that it means
//! the account, or asks another visitor too. Counted per process, as all rates are.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until};

/// The time a vendor's rate counts over.
const WINDOW: Duration = Duration::from_secs(60);
/// Nobody waits longer for their turn.
const PATIENCE: Duration = Duration::from_secs(20);
/// No pause a vendor asks for is believed beyond this, of one visitor and of all.
const LONGEST_PAUSE: Duration = Duration::from_secs(900);
const LONGEST_OF_ALL: Duration = Duration::from_secs(60);
/// Calls of one visitor, and of all, that may wait.
const WAITING_EACH: usize = 16;
const WAITING_ALL: usize = 2_000;

#[derive(Clone)]
pub struct Budget(Arc<Mutex<State>>);

struct State {
    /// Calls in [`WINDOW`].
    rate: Option<usize>,
    short: Room,
    lasting: Room,
    /// When those in the window began.
    begun: VecDeque<Instant>,
    paused_until: Option<Instant>,
    /// Until when those of one visitor are not made.
    own_pauses: HashMap<String, Instant>,
    /// Visitors with somebody waiting, in the order of their turns.
    turns: VecDeque<String>,
    waiting: HashMap<String, VecDeque<Waiting>>,
    count: usize,
}

/// Calls under way at once.
struct Room {
    most: u32,
    running: u32,
}

struct Waiting {
    lasting: bool,
    go: oneshot::Sender<Turn>,
}

/// A call that may be made now; it runs until this is dropped.
#[derive(Debug)]
pub struct Turn {
    budget: Budget,
    lasting: bool,
}

/// Whole seconds until trying again can help.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Full(pub u64);

impl std::fmt::Debug for Budget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Budget")
    }
}

impl Budget {
    /// `rate` calls a minute (`None`: any number), `concurrent` of them at once, and beside those so many
    /// `lasting` ones.
    pub fn new(rate: Option<u32>, concurrent: u32, lasting: u32) -> Self {
        let room = |most: u32| Room {
            most: most.max(1),
            running: 0,
        };
        Self(Arc::new(Mutex::new(State {
            rate: rate.and_then(|rate| usize::try_from(rate).ok()),
            short: room(concurrent),
            lasting: room(lasting),
            begun: VecDeque::new(),
            paused_until: None,
            own_pauses: HashMap::new(),
            turns: VecDeque::new(),
            waiting: HashMap::new(),
            count: 0,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for `visitor`'s turn. A `lasting` call (a stream, a long poll, work) is counted apart from
    /// the others. [`Full`] where the wait would be longer than anybody should have.
    pub async fn turn(&self, visitor: &str, lasting: bool) -> Result<Turn, Full> {
        let deadline = Instant::now() + PATIENCE;
        let mut go = {
            let mut state = self.state();
            let paused = state.paused_until.max(state.own_pause(visitor));
            if let Some(until) = paused.filter(|until| *until > deadline) {
                return Err(full(until));
            }
            state.forget(visitor);
            let own = state.waiting.get(visitor).map_or(0, VecDeque::len);
            if own >= WAITING_EACH || state.count >= WAITING_ALL {
                return Err(Full(PATIENCE.as_secs()));
            }
            let (go, goes) = oneshot::channel();
            if own == 0 {
                state.turns.push_back(visitor.to_owned());
            }
            let queue = state.waiting.entry(visitor.to_owned()).or_default();
            queue.push_back(Waiting { lasting, go });
            state.count += 1;
            goes
        };
        loop {
            self.serve();
            let next = self.state().opens_to(visitor).unwrap_or(deadline);
            let next = next.min(deadline);
            tokio::select! {
                biased;
                turn = &mut go => {
                    if let Ok(turn) = turn {
                        return Ok(turn);
                    }
                    return Err(Full(1));
                }
                () = sleep_until(next) => {}
            }
            self.serve();
            if let Ok(turn) = go.try_recv() {
                return Ok(turn);
            }
            if Instant::now() >= deadline {
                let until = self.state().opens_to(visitor);
                drop(go);
                self.state().forget(visitor);
                return Err(full(until.unwrap_or(deadline)));
            }
        }
    }

    /// The vendor wants no call for so long: of `visitor`, whose call it answered, or `of_all`. What it
    /// tells two visitors at once it means for all.
    pub fn pause(&self, visitor: &str, pause: Duration, of_all: bool) {
        let now = Instant::now();
        let mut state = self.state();
        state.own_pauses.retain(|_, until| *until > now);
        let until = now + pause.min(LONGEST_PAUSE);
        let own = state.own_pauses.entry(visitor.to_owned()).or_insert(until);
        *own = until.max(*own);
        if of_all || state.own_pauses.len() > 1 {
            let until = now + pause.min(LONGEST_OF_ALL);
            state.paused_until = state.paused_until.max(Some(until));
        }
    }

    /// Lets go whoever may go now.
    fn serve(&self) {
        loop {
            let mut state = self.state();
            let Some(waiting) = state.next(Instant::now()) else {
                return;
            };
            let turn = Turn {
                budget: self.clone(),
                lasting: waiting.lasting,
            };
            if let Err(turn) = waiting.go.send(turn) {
                // Whoever waited is gone, and made no call.
                state.begun.pop_back();
                drop(state);
                drop(turn);
            }
        }
    }
}

fn full(until: Instant) -> Full {
    let left = until.saturating_duration_since(Instant::now());
    Full(left.as_millis().div_ceil(1_000).max(1) as u64)
}

impl State {
    fn room(&mut self, lasting: bool) -> &mut Room {
        match lasting {
            true => &mut self.lasting,
            false => &mut self.short,
        }
    }

    fn own_pause(&self, visitor: &str) -> Option<Instant> {
        let until = self.own_pauses.get(visitor).copied();
        until.filter(|until| *until > Instant::now())
    }

    /// The same for `visitor`.
    fn opens_to(&mut self, visitor: &str) -> Option<Instant> {
        self.opens_at().max(self.own_pause(visitor))
    }

    /// When the next call may begin, as far as time decides; `None`: now, or when one ends.
    fn opens_at(&mut self) -> Option<Instant> {
        let now = Instant::now();
        self.begun.retain(|begun| *begun + WINDOW > now);
        let paused = self.paused_until.filter(|until| *until > now);
        let spent = self.rate.filter(|rate| self.begun.len() >= *rate);
        let window = spent.and_then(|_| self.begun.front().map(|begun| *begun + WINDOW));
        paused.max(window)
    }

    /// The call whose turn it is, noted as begun.
    fn next(&mut self, now: Instant) -> Option<Waiting> {
        if self.opens_at().is_some() {
            return None;
        }
        let is_full = |room: &Room| room.running >= room.most;
        let full = [is_full(&self.short), is_full(&self.lasting)];
        // A visitor who pauses, or waits for room that there is none of, lets others pass.
        for _ in 0..self.turns.len() {
            let visitor = self.turns.pop_front()?;
            let pauses = self.own_pause(&visitor).is_some();
            let Some(queue) = self.waiting.get_mut(&visitor) else {
                continue;
            };
            let next = queue.front();
            let may_go = !pauses && next.is_some_and(|next| !full[usize::from(next.lasting)]);
            let waiting = may_go.then(|| queue.pop_front()).flatten();
            if queue.is_empty() {
                self.waiting.remove(&visitor);
            } else {
                self.turns.push_back(visitor);
            }
            let Some(waiting) = waiting else { continue };
            self.count = self.count.saturating_sub(1);
            self.begun.push_back(now);
            self.room(waiting.lasting).running += 1;
            return Some(waiting);
        }
        None
    }

    /// Removes those of a visitor's that nobody waits for any more.
    fn forget(&mut self, visitor: &str) {
        let Some(queue) = self.waiting.get_mut(visitor) else {
            return;
        };
        let before = queue.len();
        queue.retain(|waiting| !waiting.go.is_closed());
        let gone = before - queue.len();
        if queue.is_empty() {
            self.waiting.remove(visitor);
            self.turns.retain(|other| other != visitor);
        }
        self.count = self.count.saturating_sub(gone);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut state = self.budget.state();
        let room = state.room(self.lasting);
        room.running = room.running.saturating_sub(1);
        drop(state);
        self.budget.serve();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who got a turn, in order, while `asking` wait for one each.
    async fn order(budget: &Budget, asking: &[&str]) -> Vec<String> {
        let done = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for visitor in asking {
            let (budget, done, visitor) = (budget.clone(), done.clone(), (*visitor).to_owned());
            tasks.push(tokio::spawn(async move {
                let turn = budget.turn(&visitor, false).await;
                if let Ok(turn) = turn {
                    done.lock().unwrap().push(visitor);
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    drop(turn);
                }
            }));
            tokio::task::yield_now().await;
        }
        for task in tasks {
            task.await.unwrap();
        }
        let done = done.lock().unwrap();
        done.clone()
    }

    #[tokio::test(start_paused = true)]
    async fn a_busy_visitor_does_not_keep_the_others_waiting() {
        let budget = Budget::new(None, 1, 100);
        let asking = ["a", "a", "a", "a", "b", "c", "b"];
        let got = order(&budget, &asking).await;
        assert_eq!(got, ["a", "a", "b", "c", "a", "b", "a"]);
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_calls_begin_in_a_minute_than_the_vendor_takes() {
        let budget = Budget::new(Some(3), 100, 100);
        let began = Instant::now();
        for _ in 0..3 {
            budget.turn("a", true).await.unwrap();
        }
        assert_eq!(budget.turn("a", true).await.unwrap_err(), Full(40));
        // Whoever waits at the end of the minute gets the next.
        budget.turn("a", true).await.unwrap_err();
        budget.turn("b", true).await.unwrap();
        assert_eq!(began.elapsed().as_secs(), 60);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_for_whom_the_vendor_means() {
        let seconds = Duration::from_secs;
        // Who was told to pause, for how many seconds and whether all were meant; how long "a" and "c"
        // wait then, where they do not wait in vain.
        type Case<'a> = (
            &'a [(&'a str, u64, bool)],
            Result<u64, u64>,
            Result<u64, u64>,
        );
        let cases: [Case<'_>; 6] = [
            (&[("a", 5, false)], Ok(5), Ok(0)),
            (&[("a", 900, false)], Err(900), Ok(0)),
            (&[("a", 5, true), ("a", 2, true)], Ok(5), Ok(5)),
            (&[("a", 7, false), ("b", 3, false)], Ok(7), Ok(3)),
            (&[("a", 900, true)], Err(900), Err(60)),
            (
                &[("a", 86_400, false), ("b", 86_400, false)],
                Err(900),
                Err(60),
            ),
        ];
        for (told, a, c) in cases {
            for (visitor, expected) in [("a", a), ("c", c)] {
                let budget = Budget::new(None, 100, 100);
                for (visitor, pause, of_all) in told {
                    budget.pause(visitor, seconds(*pause), *of_all);
                }
                let began = Instant::now();
                let got = budget.turn(visitor, false).await;
                let got = got
                    .map(|_| began.elapsed().as_secs())
                    .map_err(|full| full.0);
                assert_eq!(got, expected, "{visitor} after {told:?}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_visitor_who_pauses_keeps_nobody_else_waiting() {
        let budget = Budget::new(None, 1, 1);
        budget.pause("a", Duration::from_secs(5), false);
        let got = order(&budget, &["a", "b", "a", "c"]).await;
        assert_eq!(got, ["b", "c", "a", "a"]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_lasts_has_room_of_its_own_and_an_end() {
        let budget = Budget::new(None, 1, 2);
        let streams = [budget.turn("a", true).await, budget.turn("b", true).await];
        drop(budget.turn("c", false).await.unwrap());
        assert_eq!(budget.turn("c", true).await.unwrap_err(), Full(1));
        drop(streams);
        budget.turn("c", true).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_waiting_takes_nothing_with_them() {
        let budget = Budget::new(None, 1, 100);
        let held = budget.turn("a", false).await.unwrap();
        let gone = tokio::time::timeout(Duration::from_secs(1), budget.turn("b", false)).await;
        assert!(gone.is_err());
        // A stream has room of its own.
        drop(budget.turn("c", true).await.unwrap());
        drop(held);
        for visitor in ["b", "c", "b"] {
            drop(budget.turn(visitor, false).await.unwrap());
        }
        assert_eq!(budget.state().short.running, 0);
        assert_eq!(budget.state().count, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn what_one_visitor_may_have_waiting_has_an_end() {
        let budget = Budget::new(None, 1, 100);
        let _held = budget.turn("a", false).await.unwrap();
        let asking = vec!["b"; WAITING_EACH + 5];
        let began = Instant::now();
        let (got, one) = tokio::join!(order(&budget, &asking), budget.turn("c", true));
        assert!(got.is_empty() && one.is_ok());
        assert_eq!(began.elapsed(), PATIENCE);
        assert_eq!(budget.state().count, 0);
    }
}
