//! What components read and call: one conversation's signals and verbs.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use vivavoce_core::config::{Config, Style};
use vivavoce_core::credentials::{self, CredentialErrors};
use vivavoce_core::dialect::Verb;
use vivavoce_core::failure::Failure;
use vivavoce_core::links;
use vivavoce_core::phase::{Phase, Pulse, Step};
use vivavoce_core::transcript::{Entry, EntryId};
use vivavoce_core::wire::{Choice, Deployment, Lock, Results, ScenarioFacts, User};

use crate::browser::address;
use engine::{Engine, Key, put};

mod access;
pub mod boot;
mod engine;
#[cfg(feature = "guests")]
pub mod guest;
mod hand;
mod held;
mod inlet;
mod keep;
mod open;
mod outlet;
mod talk;

/// The rows of the transcript: changes only when one is added or removed; what an entry says is
/// its own signal's.
pub type Entries = Vec<(EntryId, ArcRwSignal<Entry>)>;

/// What components read and call. Given by context; a handful of arena handles.
#[derive(Clone, Copy)]
pub struct Session {
    fixed: StoredValue<Fixed>,
    signals: Signals,
    engine: StoredValue<Rc<Engine>, LocalStorage>,
}

/// What no visitor changes.
#[derive(Clone)]
struct Fixed {
    config: Arc<Config>,
    deployment: Arc<Deployment>,
    style: Style,
    /// Id or slug, as the address had it.
    scenario: String,
    /// The level moves something on screen.
    shows_level: bool,
}

#[derive(Clone, Copy)]
struct Signals {
    facts: RwSignal<Option<ScenarioFacts>>,
    lock: RwSignal<Option<Lock>>,
    phase: RwSignal<Phase>,
    failure: RwSignal<Option<Failure>>,
    broken: RwSignal<Option<(EntryId, Failure)>>,
    entries: RwSignal<Entries>,
    pulse: RwSignal<Pulse>,
    level: RwSignal<f64>,
    running: RwSignal<bool>,
    link_lost: RwSignal<bool>,
    elapsed: RwSignal<u32>,
    remaining: RwSignal<Option<u32>>,
    results: RwSignal<Option<Results>>,
    user: RwSignal<User>,
    busy: RwSignal<bool>,
    draft: RwSignal<String>,
    anew: RwSignal<bool>,
    #[cfg(feature = "guests")]
    elsewhere: guest::Elsewhere,
}

impl Signals {
    fn new() -> Signals {
        Signals {
            facts: RwSignal::new(None),
            lock: RwSignal::new(None),
            phase: RwSignal::new(Phase::Loading),
            failure: RwSignal::new(None),
            broken: RwSignal::new(None),
            entries: RwSignal::new(Vec::new()),
            pulse: RwSignal::new(Pulse::Idle),
            level: RwSignal::new(0.0),
            running: RwSignal::new(false),
            link_lost: RwSignal::new(false),
            elapsed: RwSignal::new(0),
            remaining: RwSignal::new(None),
            results: RwSignal::new(None),
            user: RwSignal::new(User::default()),
            busy: RwSignal::new(false),
            draft: RwSignal::new(String::new()),
            anew: RwSignal::new(false),
            #[cfg(feature = "guests")]
            elsewhere: guest::Elsewhere::new(),
        }
    }
}

/// Reading.
impl Session {
    /// What the embed's address said.
    pub fn config(self) -> Arc<Config> {
        self.fixed.with_value(|fixed| Arc::clone(&fixed.config))
    }

    /// What the operator of this deployment fixed.
    pub fn deployment(self) -> Arc<Deployment> {
        self.fixed.with_value(|fixed| Arc::clone(&fixed.deployment))
    }

    pub fn style(self) -> Style {
        self.fixed.with_value(|fixed| fixed.style)
    }

    /// `None` while the scenario is locked, unknown or not yet loaded.
    pub fn facts(self) -> ReadSignal<Option<ScenarioFacts>> {
        self.signals.facts.read_only()
    }

    /// In `Locked`: what opens it.
    pub fn lock(self) -> ReadSignal<Option<Lock>> {
        self.signals.lock.read_only()
    }

    pub fn phase(self) -> ReadSignal<Phase> {
        self.signals.phase.read_only()
    }

    /// In `Failed`: what happened. In `Locked`: why the last try was refused.
    pub fn failure(self) -> ReadSignal<Option<Failure>> {
        self.signals.failure.read_only()
    }

    /// The last reply failed, with the id of its run; until something is said again.
    pub fn broken(self) -> ReadSignal<Option<(EntryId, Failure)>> {
        self.signals.broken.read_only()
    }

    pub fn entries(self) -> ReadSignal<Entries> {
        self.signals.entries.read_only()
    }

    pub fn pulse(self) -> ReadSignal<Pulse> {
        self.signals.pulse.read_only()
    }

    /// 0.0 to 1.0: the pace of arriving words. Written at most once per frame.
    pub fn level(self) -> ReadSignal<f64> {
        self.signals.level.read_only()
    }

    /// A reply is being written.
    pub fn running(self) -> ReadSignal<bool> {
        self.signals.running.read_only()
    }

    /// The connection is lost and being tried again.
    pub fn link_lost(self) -> ReadSignal<bool> {
        self.signals.link_lost.read_only()
    }

    /// Whole seconds since the session started.
    pub fn elapsed(self) -> ReadSignal<u32> {
        self.signals.elapsed.read_only()
    }

    /// Whole seconds until the server ends the session; `None` without a limit.
    pub fn remaining(self) -> ReadSignal<Option<u32>> {
        self.signals.remaining.read_only()
    }

    pub fn results(self) -> ReadSignal<Option<Results>> {
        self.signals.results.read_only()
    }

    /// Prefilled, then what was entered.
    pub fn user(self) -> ReadSignal<User> {
        self.signals.user.read_only()
    }

    /// A verb (unlock, submit, loading the scenario) is under way.
    pub fn busy(self) -> Signal<bool> {
        self.signals.busy.into()
    }

    /// This frame had a conversation that could not be carried on with after the reload.
    pub fn anew(self) -> ReadSignal<bool> {
        self.signals.anew.read_only()
    }

    /// What stands in the composer. Survives failures, phases and a reload.
    pub fn draft(self) -> RwSignal<String> {
        self.signals.draft
    }
}

/// Acting.
impl Session {
    /// The credentials dialog's answer.
    ///
    /// # Errors
    /// What is wrong with which field; nothing has changed then.
    pub fn continue_with(self, name: String, email: String) -> Result<(), CredentialErrors> {
        let user = credentials::accept(&name, &email)?;
        put(self.signals.user, user);
        self.with(|engine| {
            engine.access.borrow_mut().admitted = true;
            engine.step(Step::Admitted);
        });
        Ok(())
    }

    /// Tries a passcode on a locked scenario.
    pub fn unlock(self, passcode: String) {
        self.with(|engine| engine.unlock(Key::Passcode(passcode)));
    }

    pub fn start(self) {
        self.with(|engine| engine.step(Step::Start));
    }

    /// Sends a message; `false` where there is nothing to send or no one to send it to, and the
    /// draft is to be kept.
    pub fn send(self, text: String) -> bool {
        self.engine
            .try_with_value(Rc::clone)
            .is_some_and(|engine| engine.send(text, None))
    }

    /// One of the agent's buttons under `entry` was pressed.
    pub fn press(self, _entry: EntryId, choice: Choice) {
        self.with(|engine| match choice.url.as_deref() {
            Some(url) => {
                if let Some(link) = links::safe_link(url) {
                    address::open(&link);
                }
            }
            None => {
                engine.send(choice.text, Some(choice.id));
            }
        });
    }

    /// Sends a failed entry again.
    pub fn resend(self, entry: EntryId) {
        self.with(|engine| engine.act(Verb::Resend { entry }));
    }

    /// Stop generating.
    pub fn cancel(self) {
        self.with(|engine| engine.act(Verb::Cancel));
    }

    pub fn end(self) {
        self.with(|engine| engine.step(Step::Stop));
    }

    pub fn submit(self, comment: Option<String>) {
        self.with(|engine| {
            engine.comment.replace(comment);
            engine.step(Step::Submit);
        });
    }

    /// From the results back to the beginning, with the same visitor.
    pub fn again(self) {
        self.with(|engine| engine.step(Step::Again));
    }

    /// Tries again what failed.
    pub fn retry(self) {
        self.with(|engine| {
            engine.step(Step::Retry);
            // Of a session that is over nothing can be tried again; another one can begin.
            if engine.phase() == Phase::Failed {
                engine.step(Step::Again);
            }
        });
    }

    /// The visitor engaged with the embed; only the first time counts.
    pub fn engaged(self) {
        self.with(|engine| {
            if !engine.engaged.replace(true) {
                engine.outlet.clicked(engine.session_id());
            }
        });
    }

    /// The engine is not borrowed meanwhile: what runs may come straight back here.
    fn with(self, act: impl FnOnce(&Engine)) {
        if let Some(engine) = self.engine.try_with_value(Rc::clone) {
            act(&engine);
        }
    }
}
