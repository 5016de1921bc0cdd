//! A session, from its opening to its being forgotten: what the connection says.

use vivavoce_core::dialect::vendor::VendorEvent;
use vivavoce_core::dialect::{Event, Verb};
use vivavoce_core::failure::Failure;
use vivavoce_core::phase::{Phase, Step};
use vivavoce_core::wire::{SessionCreated, StopReason};

use super::{Effect, Parts, System, put};
use crate::browser::coming::{Coming, Missing};
use crate::session::persistence::renew_earlier;

/// A session, from its opening to its being forgotten.
impl Parts {
    pub(super) fn open(&mut self, out: &mut Vec<Effect>) {
        match self.system() {
            None => out.push(Effect::Open(None)),
            Some(system) => self.connection.await_system(system),
        }
    }

    /// What speaks with the system that answers; `None` where that is our own server.
    pub(super) fn system(&self) -> Option<Coming<&'static System>> {
        (self.loaders.system)(&self.fixed.backend()?.dialect)
    }

    /// What speaks with another system came, or why not.
    pub(super) fn came(&mut self, system: Result<&'static System, Missing>, out: &mut Vec<Effect>) {
        self.connection.came();
        match system {
            Ok(system) => {
                self.gone = false;
                if self.vendor.is_none() {
                    out.push(Effect::BeginVendor(system));
                }
                out.push(Effect::Open(Some(system)));
            }
            Err(missing) => {
                self.gone = missing == Missing::Gone;
                let earlier = self.access.earlier.as_mut();
                if self.gone && earlier.is_some_and(renew_earlier) {
                    out.push(Effect::Reload);
                } else {
                    self.fail(missing.failure(), out);
                }
            }
        }
    }

    /// What one input made the dialect say.
    pub(super) fn hear(&mut self, generation: u32, events: &[Event], out: &mut Vec<Effect>) {
        if !self.connection.hears(generation) {
            return;
        }
        for event in events {
            self.feed.take(event);
            match event {
                Event::Connected { session, resumed } => self.connected(session, *resumed, out),
                Event::Ended {
                    reason: StopReason::MaxDuration,
                    ..
                } => put(self.timed_up, true),
                Event::Results(outcome) => put(self.results, Some(outcome.clone())),
                Event::Failed(failure) => {
                    self.session_failed(failure, out);
                    continue;
                }
                Event::Anew => {
                    if let Some(vendor) = &self.vendor {
                        put(self.standing, vendor.anew());
                    }
                }
                Event::Vendor(told) => {
                    self.vendor_told(told);
                    continue;
                }
                _ => {}
            }
            self.step(Step::Event(event), out);
        }
        self.feed.taken(self.entered);
    }

    fn connected(&mut self, session: &SessionCreated, resumed: bool, out: &mut Vec<Effect>) {
        let kept = self.access.stands(session, resumed);
        let facts = kept.facts.as_ref();
        let limits = [
            session.max_duration_seconds,
            facts.and_then(|facts| facts.max_duration_seconds),
            self.fixed.config.max_duration,
        ];
        let limit = limits.into_iter().flatten().min();
        self.clocks.stands(kept.started_at, limit);
        out.push(self.persistence.stands(kept, resumed));
        let notes = std::mem::take(&mut self.access.notes);
        if !notes.is_empty() {
            out.push(Effect::Act(Verb::Notes(notes)));
        }
        if let Some(vendor) = &self.vendor {
            let commands = vendor.connected(session).into_iter();
            out.extend(commands.map(|command| Effect::Act(Verb::Vendor(command))));
        }
    }

    fn vendor_told(&mut self, told: &VendorEvent) {
        let Some(vendor) = &self.vendor else { return };
        let heard = vendor.heard(told);
        put(self.standing, heard.standing);
        if let Some(draft) = heard.draft {
            self.persistence.offer_draft(draft);
        }
        if heard.announce.is_some() {
            put(self.announced, heard.announce);
        }
    }

    fn session_failed(&mut self, failure: &Failure, out: &mut Vec<Effect>) {
        let connecting = self.machine.phase() == Phase::Connecting;
        match failure {
            Failure::Refused | Failure::Missing if connecting && self.access.earlier.is_some() => {
                self.cannot_resume(out);
            }
            Failure::Refused if connecting && self.persistence.kept().is_none() => {
                self.access.ask_why(&self.fixed, self.loaders.texts);
            }
            _ => self.fail(failure.clone(), out),
        }
    }

    /// The earlier session cannot be carried on with: it is over, or not ours any more. It gives way
    /// to a new one.
    fn cannot_resume(&mut self, out: &mut Vec<Effect>) {
        if let Some(kept) = self.access.earlier.take() {
            out.push(self.persistence.forget(&kept.told.session_id));
        }
        self.afresh(out);
        self.forget_session(out);
        self.persistence.set_anew(true);
        self.opened(out);
    }

    /// Leaves the session that was, and sees to it that the server knows.
    pub(super) fn let_go(&mut self, out: &mut Vec<Effect>) {
        self.connection.turn_away();
        match self.entered {
            // Ended while it began: the driver waits for the answer, to stop what it names.
            Phase::Stopping => {}
            Phase::Failed => out.push(Effect::Act(Verb::Stop {
                reason: StopReason::Lost,
            })),
            _ => out.extend(self.connection.end().map(Effect::Drop)),
        }
        self.forget_session(out);
    }

    /// Forgets the session that was: its transcript, its results, what a reload would find.
    fn forget_session(&mut self, out: &mut Vec<Effect>) {
        out.extend(self.persistence.clear());
        self.feed.clear();
        self.clocks.clear();
        self.comment = None;
        put(self.results, None);
        put(self.timed_up, false);
        if let Some(vendor) = &self.vendor {
            put(self.standing, vendor.left());
        }
    }
}
