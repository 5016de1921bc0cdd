//! What a vendor takes from all of our visitors together, dealt out in turn.
//!
//! A vendor counts calls per key and address, so one busy visitor could use up everybody's. Calls
//! beyond the budget wait, and of those that wait each visitor's next one goes in its turn; when the
//! vendor asks for a pause, everybody pauses. Counted per process, as all rates are.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until};

/// The time a vendor's rate counts over.
const WINDOW: Duration = Duration::from_secs(60);
/// Nobody waits longer for their turn.
const PATIENCE: Duration = Duration::from_secs(20);
/// No pause a vendor asks for is believed beyond this.
const LONGEST_PAUSE: Duration = Duration::from_secs(900);
/// Calls of one visitor, and of all, that may wait.
const WAITING_EACH: usize = 16;
const WAITING_ALL: usize = 2_000;

#[derive(Clone)]
pub struct Budget(Arc<Mutex<State>>);

struct State {
    /// Calls in [`WINDOW`].
    rate: Option<usize>,
    concurrent: u32,
    running: u32,
    /// When those in the window began.
    begun: VecDeque<Instant>,
    paused_until: Option<Instant>,
    /// Visitors with somebody waiting, in the order of their turns.
    turns: VecDeque<String>,
    waiting: HashMap<String, VecDeque<Waiting>>,
    count: usize,
}

struct Waiting {
    lasting: bool,
    go: oneshot::Sender<Turn>,
}

/// A call that may be made now; it runs until this is dropped.
#[derive(Debug)]
pub struct Turn(Option<Budget>);

/// Whole seconds until trying again can help.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Full(pub u64);

impl std::fmt::Debug for Budget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Budget")
    }
}

impl Budget {
    /// `rate` calls a minute (`None`: any number), `concurrent` of them at once.
    pub fn new(rate: Option<u32>, concurrent: u32) -> Self {
        Self(Arc::new(Mutex::new(State {
            rate: rate.and_then(|rate| usize::try_from(rate).ok()),
            concurrent: concurrent.max(1),
            running: 0,
            begun: VecDeque::new(),
            paused_until: None,
            turns: VecDeque::new(),
            waiting: HashMap::new(),
            count: 0,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for `visitor`'s turn. A `lasting` call (a stream, a long poll) is not counted among
    /// those at once. [`Full`] where the wait would be longer than anybody should have.
    pub async fn turn(&self, visitor: &str, lasting: bool) -> Result<Turn, Full> {
        let deadline = Instant::now() + PATIENCE;
        let mut go = {
            let mut state = self.state();
            if let Some(until) = state.paused_until.filter(|until| *until > deadline) {
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
            let next = self.state().opens_at().unwrap_or(deadline).min(deadline);
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
                let until = self.state().opens_at();
                drop(go);
                self.state().forget(visitor);
                return Err(full(until.unwrap_or(deadline)));
            }
        }
    }

    /// The vendor wants no call for so long, from anybody.
    pub fn pause(&self, pause: Duration) {
        let until = Instant::now() + pause.min(LONGEST_PAUSE);
        let mut state = self.state();
        state.paused_until = state.paused_until.max(Some(until));
    }

    /// Lets go whoever may go now.
    fn serve(&self) {
        loop {
            let mut state = self.state();
            let Some(waiting) = state.next(Instant::now()) else {
                return;
            };
            let turn = Turn((!waiting.lasting).then(|| self.clone()));
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
        let is_full = self.running >= self.concurrent;
        // A visitor who waits for room among those at once lets others pass who need none.
        for _ in 0..self.turns.len() {
            let visitor = self.turns.pop_front()?;
            let Some(queue) = self.waiting.get_mut(&visitor) else {
                continue;
            };
            let may_go = queue.front().is_some_and(|next| next.lasting || !is_full);
            let waiting = may_go.then(|| queue.pop_front()).flatten();
            if queue.is_empty() {
                self.waiting.remove(&visitor);
            } else {
                self.turns.push_back(visitor);
            }
            let Some(waiting) = waiting else { continue };
            self.count = self.count.saturating_sub(1);
            self.begun.push_back(now);
            if !waiting.lasting {
                self.running += 1;
            }
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
        if let Some(budget) = self.0.take() {
            let mut state = budget.state();
            state.running = state.running.saturating_sub(1);
            drop(state);
            budget.serve();
        }
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
        let budget = Budget::new(None, 1);
        let asking = ["a", "a", "a", "a", "b", "c", "b"];
        let got = order(&budget, &asking).await;
        assert_eq!(got, ["a", "a", "b", "c", "a", "b", "a"]);
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_calls_begin_in_a_minute_than_the_vendor_takes() {
        let budget = Budget::new(Some(3), 100);
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
    async fn a_pause_holds_for_everybody() {
        let budget = Budget::new(None, 100);
        budget.pause(Duration::from_secs(5));
        budget.pause(Duration::from_secs(2));
        let began = Instant::now();
        budget.turn("a", false).await.unwrap();
        assert_eq!(began.elapsed().as_secs(), 5);
        budget.pause(Duration::from_secs(120));
        assert_eq!(budget.turn("b", false).await.unwrap_err(), Full(120));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_waiting_takes_nothing_with_them() {
        let budget = Budget::new(None, 1);
        let held = budget.turn("a", false).await.unwrap();
        let gone = tokio::time::timeout(Duration::from_secs(1), budget.turn("b", false)).await;
        assert!(gone.is_err());
        // A stream needs no room among those at once.
        drop(budget.turn("c", true).await.unwrap());
        drop(held);
        for visitor in ["b", "c", "b"] {
            drop(budget.turn(visitor, false).await.unwrap());
        }
        assert_eq!(budget.state().running, 0);
        assert_eq!(budget.state().count, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn what_one_visitor_may_have_waiting_has_an_end() {
        let budget = Budget::new(None, 1);
        let _held = budget.turn("a", false).await.unwrap();
        let asking = vec!["b"; WAITING_EACH + 5];
        let began = Instant::now();
        let (got, one) = tokio::join!(order(&budget, &asking), budget.turn("c", true));
        assert!(got.is_empty() && one.is_ok());
        assert_eq!(began.elapsed(), PATIENCE);
        assert_eq!(budget.state().count, 0);
    }
}
