//! Where everything meets: what happens goes to the machines of core, what they answer is done.
//!
//! Nothing here decides about the conversation. No borrow is held while anything else runs: a host's
//! listener, an event or a dropped driver may come straight back.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use leptos::prelude::*;
use vivavoce_core::config::Config;
use vivavoce_core::dialect::{Network, Verb};
use vivavoce_core::failure::Failure;
use vivavoce_core::host::{Fit, Request};
use vivavoce_core::phase::{Ask, Machine, Phase, Step};
use vivavoce_core::wire::{Lock, StopReason};

pub(super) use super::held::{Access, Current, Key};
use super::outlet::Outlet;
use super::talk::Talk;
use super::{Fixed, Signals};
use crate::browser::clock::now;
use crate::browser::host::Port;
use crate::browser::listen::Listener;
use crate::browser::page;
use crate::browser::scroll::SizeWatch;
use crate::browser::task::Task;
use crate::browser::timer::{Interval, Timeout};
use crate::driver::Driver;

/// Milliseconds a stop may take before the page goes on without the server's word.
const STOP_PATIENCE: u64 = 8_000;
/// Milliseconds between looks at the clock; a whole second is then never skipped on screen.
const TICK: i32 = 500;

pub(super) struct Engine {
    pub me: Weak<Engine>,
    pub fixed: Fixed,
    pub signals: Signals,
    pub outlet: Outlet,
    machine: RefCell<Machine>,
    driver: RefCell<Option<Driver>>,
    /// Counts sessions: what a driver of an earlier one still says is not heard.
    pub generation: Cell<u32>,
    pub access: RefCell<Access>,
    pub talk: RefCell<Talk>,
    /// The session that is, or was last.
    pub current: RefCell<Option<Current>>,
    /// What the visitor wants to say with the submission.
    pub comment: RefCell<Option<String>>,
    /// Loading or unlocking; beginning one ends the other.
    pub work: RefCell<Option<Task>>,
    clock: RefCell<Option<Interval>>,
    stopping: RefCell<Option<Timeout>>,
    pub drafting: RefCell<Option<Timeout>>,
    pub expiry: RefCell<Option<Timeout>>,
    pub engaged: Cell<bool>,
    pub listeners: RefCell<Vec<Listener>>,
    pub port: RefCell<Option<Port>>,
    /// While the host wants to know how tall we are.
    pub fit: RefCell<Option<SizeWatch>>,
    pub heights: RefCell<Fit>,
    /// Commands that came while loading.
    pub queued: RefCell<Vec<Request>>,
    /// The address's config in the colours the host asked for since.
    pub styled: RefCell<Config>,
    /// The last entry that was said to be seen.
    #[cfg(feature = "guests")]
    pub seen: RefCell<Option<vivavoce_core::transcript::EntryId>>,
    /// The last draft that was told to the vendor.
    #[cfg(feature = "guests")]
    pub told_draft: RefCell<String>,
}

impl Engine {
    pub fn new(fixed: Fixed, signals: Signals, access: Access) -> Rc<Engine> {
        // Whose conversation was lost in a reload hears of that before another one begins.
        let lost = signals.anew.try_get_untracked().unwrap_or_default();
        let machine = Machine::new(fixed.style, fixed.config.auto_start && !lost);
        let outlet = Outlet::new(&fixed);
        let styled = RefCell::new(Config::clone(&fixed.config));
        Rc::new_cyclic(|me| Engine {
            me: me.clone(),
            fixed,
            signals,
            outlet,
            machine: RefCell::new(machine),
            driver: RefCell::default(),
            generation: Cell::new(0),
            access: RefCell::new(access),
            talk: RefCell::default(),
            current: RefCell::default(),
            comment: RefCell::default(),
            work: RefCell::default(),
            clock: RefCell::default(),
            stopping: RefCell::default(),
            drafting: RefCell::default(),
            expiry: RefCell::default(),
            engaged: Cell::new(false),
            listeners: RefCell::default(),
            port: RefCell::default(),
            fit: RefCell::default(),
            heights: RefCell::default(),
            queued: RefCell::default(),
            styled,
            #[cfg(feature = "guests")]
            seen: RefCell::default(),
            #[cfg(feature = "guests")]
            told_draft: RefCell::default(),
        })
    }

    pub fn phase(&self) -> Phase {
        self.machine.borrow().phase()
    }

    /// Takes one step, and does what the machine says.
    pub fn step(&self, step: Step<'_>) {
        let (effects, phase) = {
            let mut machine = self.machine.borrow_mut();
            let effects = machine.take(step, now());
            (effects, machine.phase())
        };
        if !effects.posts.is_empty() {
            self.keep_told();
        }
        for event in &effects.posts {
            self.outlet.post(event);
        }
        self.enter(phase);
        if let Some(ask) = effects.ask {
            self.perform(ask);
        }
    }

    fn perform(&self, ask: Ask) {
        match ask {
            Ask::Load => self.load(),
            Ask::Open => self.open(),
            Ask::Reconnect => self.act(Verb::RetryNow),
            Ask::Stop => self.act(Verb::Stop {
                reason: StopReason::Visitor,
            }),
            Ask::Submit => {
                put(self.signals.busy, true);
                let comment = self.comment.borrow().clone();
                self.act(Verb::Submit { comment });
            }
        }
    }

    fn enter(&self, phase: Phase) {
        if self.signals.phase.try_get_untracked() == Some(phase) {
            return;
        }
        // The screen that comes shows the conversation as it is now.
        self.paint();
        if !matches!(phase, Phase::Failed | Phase::Locked) {
            put(self.signals.failure, None);
        }
        let waits = matches!(phase, Phase::Loading | Phase::Stopping);
        put(self.signals.busy, waits);
        self.run_clock(phase == Phase::Live);
        let stopping = (phase == Phase::Stopping).then(|| {
            let me = self.me.clone();
            Timeout::new(STOP_PATIENCE, move || {
                if let Some(engine) = me.upgrade() {
                    engine.step(Step::StopUnanswered);
                }
            })
        });
        self.stopping.replace(stopping);
        if phase == Phase::Ready {
            self.let_go();
        }
        put(self.signals.phase, phase);
        self.beat();
        self.tell_phase(phase);
    }

    fn tell_phase(&self, phase: Phase) {
        match phase {
            Phase::Failed => {
                let failure = self.signals.failure.try_get_untracked().flatten();
                self.outlet.error(failure.as_ref(), self.session_id());
            }
            Phase::Locked
                if self.signals.lock.try_get_untracked().flatten() == Some(Lock::Token) =>
            {
                self.outlet.token_needed();
            }
            Phase::Loading | Phase::Connecting => return,
            _ => {}
        }
        self.outlet.ready(self.session_id());
        self.obey_queued();
    }

    pub fn session_id(&self) -> Option<String> {
        let machine = self.machine.borrow();
        machine.told().map(|told| told.session_id.clone())
    }

    /// The machine's record of the present session, for a reload to give back.
    fn keep_told(&self) {
        let Some(told) = self.machine.borrow().told().cloned() else {
            return;
        };
        if let Some(current) = self.current.borrow_mut().as_mut()
            && current.kept.told.session_id == told.session_id
        {
            current.kept.told = told;
            current.resumable = self.keep(&current.kept);
        }
    }

    /// What went wrong, wherever it went wrong.
    pub fn fail(&self, failure: Failure) {
        put(self.signals.failure, Some(failure.clone()));
        self.step(Step::Failed(&failure));
        if !matches!(self.phase(), Phase::Failed | Phase::Locked) {
            put(self.signals.failure, None);
        }
    }

    pub fn lock(&self, lock: Lock, failure: Option<Failure>) {
        put(self.signals.lock, Some(lock));
        put(self.signals.failure, failure);
        put(self.signals.busy, false);
        self.step(Step::Locked);
    }

    /// A session that cannot be resumed gives way to a new one.
    pub fn begin_anew(&self) {
        self.afresh();
        self.forget_session();
        self.access.borrow_mut().earlier = None;
        put(self.signals.anew, true);
        self.opened();
    }

    /// A machine that has seen nothing yet.
    pub fn afresh(&self) {
        let machine = Machine::new(self.fixed.style, false);
        self.machine.replace(machine);
        self.set_driver(None);
        put(self.signals.phase, Phase::Loading);
    }

    /// Leaves the session that was, and sees to it that the server knows.
    fn let_go(&self) {
        let before = self.signals.phase.try_get_untracked();
        self.generation.set(self.generation.get().wrapping_add(1));
        match before {
            // Ended while it began: the driver waits for the answer, to stop what it names.
            Some(Phase::Stopping) => {}
            Some(Phase::Failed) => self.act(Verb::Stop {
                reason: StopReason::Lost,
            }),
            _ => self.set_driver(None),
        }
        self.forget_session();
    }

    /// Forgets the session that was: its transcript, its results, what a reload would find.
    fn forget_session(&self) {
        let current = self.current.borrow_mut().take();
        if let Some(current) = current {
            self.forget(&current.kept.told.session_id);
        }
        self.talk.borrow_mut().clear();
        #[cfg(feature = "guests")]
        self.signals.elsewhere.clear();
        self.comment.replace(None);
        put(self.signals.broken, None);
        put(self.signals.results, None);
        put(self.signals.running, false);
        put(self.signals.link_lost, false);
        put(self.signals.elapsed, 0);
        put(self.signals.remaining, None);
        if self
            .signals
            .entries
            .try_with_untracked(Vec::is_empty)
            .is_some_and(|empty| !empty)
        {
            self.signals.entries.try_set(Vec::new());
        }
    }

    pub fn set_driver(&self, driver: Option<Driver>) {
        let before = self.driver.replace(driver);
        // Aborts requests; with nothing borrowed.
        drop(before);
    }

    pub fn act(&self, verb: Verb) {
        let handle = self.driver.borrow().as_ref().map(Driver::handle);
        if let Some(handle) = handle {
            handle.act(verb);
        }
    }

    pub fn network(&self, network: Network) {
        let handle = self.driver.borrow().as_ref().map(Driver::handle);
        if let Some(handle) = handle {
            handle.network(network);
        }
        #[cfg(feature = "guests")]
        self.seen_network(network);
        if matches!(network, Network::Hidden) {
            self.keep_draft();
        }
    }

    fn run_clock(&self, runs: bool) {
        if !runs {
            self.tick();
            self.clock.replace(None);
            return;
        }
        let me = self.me.clone();
        let clock = Interval::new(TICK, move || {
            if let Some(engine) = me.upgrade() {
                engine.tick();
            }
        });
        self.clock.replace(Some(clock));
        self.tick();
    }

    /// Elapsed and remaining seconds, from timestamps: a hidden page's timers are slow.
    fn tick(&self) {
        if self.phase() != Phase::Live {
            return;
        }
        let Some((started_at, max)) = self
            .current
            .borrow()
            .as_ref()
            .map(|current| (current.kept.started_at, current.max_seconds))
        else {
            return;
        };
        let elapsed = ((now() - started_at) / 1000.0).max(0.0) as u32;
        put(self.signals.elapsed, elapsed);
        put(
            self.signals.remaining,
            max.map(|max| max.saturating_sub(elapsed)),
        );
    }

    /// Listens to the page for as long as the engine lives.
    pub fn watch_page(&self) {
        let me = self.me.clone();
        let mut listeners = page::watch(move |network| {
            if let Some(engine) = me.upgrade() {
                engine.network(network);
            }
        });
        let me = self.me.clone();
        listeners.extend(page::on_leave(move |kept| {
            if let Some(engine) = me.upgrade() {
                engine.leave_page(kept);
            }
        }));
        self.listeners.borrow_mut().extend(listeners);
    }
}

/// Writes a signal only if that changes it, and only while its owner lives.
pub(super) fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|old| *old != value) == Some(true) {
        signal.try_set(value);
    }
}
