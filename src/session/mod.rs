//! What components read and call: one conversation's signals and verbs.

use std::sync::Arc;

use leptos::prelude::*;
use vivavoce_core::config::{Config, Style};
use vivavoce_core::credentials::CredentialErrors;
use vivavoce_core::failure::Failure;
use vivavoce_core::phase::{Phase, Pulse};
use vivavoce_core::transcript::{Entry, EntryId};
use vivavoce_core::wire::{Choice, Deployment, Lock, Results, ScenarioFacts, User};

pub mod boot;

/// The rows of the transcript: changes only when one is added or removed; what an entry says is
/// its own signal's.
pub type Entries = Vec<(EntryId, ArcRwSignal<Entry>)>;

/// What components read and call. Given by context; a handful of arena handles.
#[derive(Clone, Copy)]
pub struct Session {
    fixed: StoredValue<Fixed>,
    pub(crate) signals: Signals,
}

/// What no visitor changes.
#[derive(Clone)]
struct Fixed {
    config: Arc<Config>,
    deployment: Arc<Deployment>,
    style: Style,
}

#[derive(Clone, Copy)]
pub(crate) struct Signals {
    facts: RwSignal<Option<ScenarioFacts>>,
    lock: RwSignal<Option<Lock>>,
    phase: RwSignal<Phase>,
    failure: RwSignal<Option<Failure>>,
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
    pub fn facts(self) -> Signal<Option<ScenarioFacts>> {
        self.signals.facts.into()
    }

    /// In `Locked`: what opens it.
    pub fn lock(self) -> Signal<Option<Lock>> {
        self.signals.lock.into()
    }

    pub fn phase(self) -> Signal<Phase> {
        self.signals.phase.into()
    }

    /// In `Failed`: what happened. In `Locked`: why the last try was refused. In `Review`: why the
    /// submission could not be stored.
    pub fn failure(self) -> Signal<Option<Failure>> {
        self.signals.failure.into()
    }

    pub fn entries(self) -> Signal<Entries> {
        self.signals.entries.into()
    }

    pub fn pulse(self) -> Signal<Pulse> {
        self.signals.pulse.into()
    }

    /// 0.0 to 1.0: the pace of arriving words. Written at most once per frame.
    pub fn level(self) -> Signal<f64> {
        self.signals.level.into()
    }

    /// A reply is being written.
    pub fn running(self) -> Signal<bool> {
        self.signals.running.into()
    }

    /// The connection is lost and being tried again.
    pub fn link_lost(self) -> Signal<bool> {
        self.signals.link_lost.into()
    }

    /// Whole seconds since the session started.
    pub fn elapsed(self) -> Signal<u32> {
        self.signals.elapsed.into()
    }

    /// Whole seconds until the server ends the session; `None` without a limit.
    pub fn remaining(self) -> Signal<Option<u32>> {
        self.signals.remaining.into()
    }

    pub fn results(self) -> Signal<Option<Results>> {
        self.signals.results.into()
    }

    /// Prefilled, then what was entered.
    pub fn user(self) -> Signal<User> {
        self.signals.user.into()
    }

    /// A verb (unlock, submit, loading the scenario) is under way.
    pub fn busy(self) -> Signal<bool> {
        self.signals.busy.into()
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
    pub fn continue_with(self, _name: String, _email: String) -> Result<(), CredentialErrors> {
        Ok(())
    }

    pub fn unlock(self, _passcode: String) {}

    pub fn start(self) {}

    /// Sends a message; `false` where there is nothing to send or no one to send it to, and the
    /// draft is to be kept.
    pub fn send(self, _text: String) -> bool {
        false
    }

    /// One of the agent's buttons under `entry` was pressed.
    pub fn press(self, _entry: EntryId, _choice: Choice) {}

    /// Sends a failed entry again.
    pub fn resend(self, _entry: EntryId) {}

    /// Stop generating.
    pub fn cancel(self) {}

    pub fn end(self) {}

    pub fn submit(self, _comment: Option<String>) {}

    /// From the results back to the beginning, with the same visitor.
    pub fn again(self) {}

    /// Tries again what failed.
    pub fn retry(self) {}

    /// The visitor engaged with the embed; only the first time counts.
    pub fn engaged(self) {}
}
