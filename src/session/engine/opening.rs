//! Until the scenario opens: what the page said, what opens it, who the visitor is.

use vivavoce_core::address::Style;
use vivavoce_core::credentials;
use vivavoce_core::failure::Failure;
use vivavoce_core::phase::{Machine, Phase, Step};
use vivavoce_core::wire::{Lock, User};

use super::{Admission, Effect, Key, Parts, Refusal, Session, put};
use crate::browser::coming::prefetch;

/// Until the scenario opens.
impl Parts {
    /// The first step, with what the served page said.
    pub(super) fn begin(
        &mut self,
        session: Session,
        missing: bool,
        locked: Option<Lock>,
        out: &mut Vec<Effect>,
    ) {
        self.session = Some(session);
        match locked {
            _ if missing => self.fail(Failure::Missing, out),
            // The session has a token of its own.
            Some(_) if self.access.earlier.is_some() => self.opened(out),
            Some(lock) if self.access.key.is_none() => self.lock(lock, None, out),
            _ => self.load(out),
        }
        if let Some(system) = self.system() {
            prefetch(system);
        }
    }

    pub(super) fn load(&mut self, out: &mut Vec<Effect>) {
        if self.access.load(&self.fixed, self.loaders.texts) {
            put(self.busy, true);
        } else {
            self.opened(out);
        }
    }

    pub(super) fn admit(
        &mut self,
        admission: Result<Admission, Refusal>,
        tried: bool,
        out: &mut Vec<Effect>,
    ) {
        put(self.busy, false);
        match admission {
            // It opens, and no session begins: there is nothing more to find out.
            Ok(_) if self.machine.phase() == Phase::Connecting => {
                self.fail(Failure::Refused, out);
            }
            Ok(admission) => {
                self.access.opened(admission);
                self.opened(out);
            }
            Err(Refusal { failure, lock }) if failure == Failure::Refused => {
                let lock = self.access.refused(lock);
                self.lock(lock, tried.then_some(failure), out);
            }
            Err(Refusal { failure, .. }) => self.fail(failure, out),
        }
    }

    /// The scenario is known and open to this visitor.
    pub(super) fn opened(&mut self, out: &mut Vec<Effect>) {
        self.access.set_lock(None);
        put(self.failure, None);
        let facts = self.access.facts();
        let expires_at = facts.as_ref().and_then(|facts| facts.access_expires_at);
        self.access.expires(expires_at);
        let asks = self.access.must_accept();
        if asks {
            self.step(Step::Asked, out);
        }
        let resume = self.access.earlier.as_ref().map(|kept| kept.told.clone());
        let step = Step::Opened {
            credentials: !self.access.admitted && credentials::needed(&self.fixed.config)
                || asks && self.fixed.style == Style::Minimal,
            auto_submit: facts.is_some_and(|facts| facts.is_auto_submit),
            resume: resume.as_ref(),
        };
        self.step(step, out);
    }

    /// The visitor's Start, or the host's. In Minimal the step after it asks what is to be accepted.
    pub(super) fn start(&mut self, out: &mut Vec<Effect>) {
        if self.fixed.style == Style::Minimal || !self.access.must_accept() {
            self.step(Step::Start, out);
        }
    }

    /// The host gave a token.
    pub(super) fn token(&mut self, token: String, out: &mut Vec<Effect>) {
        if self.machine.phase() == Phase::Locked {
            self.unlock(Key::Token(token), out);
        } else {
            self.access.renew(token, &self.fixed);
        }
    }

    /// The credentials dialog was answered.
    pub(super) fn admitted(&mut self, user: User, out: &mut Vec<Effect>) {
        self.access.set_user(user);
        self.access.admitted = true;
        self.step(Step::Admitted, out);
    }

    /// A passcode or a token, while the scenario is locked.
    pub(super) fn unlock(&mut self, key: Key, out: &mut Vec<Effect>) {
        self.access.key = Some(key);
        put(self.failure, None);
        self.load(out);
    }

    /// A machine that has seen nothing yet.
    pub(super) fn afresh(&mut self, out: &mut Vec<Effect>) {
        self.machine = Machine::new(self.fixed.style, false);
        out.extend(self.connection.end().map(Effect::Drop));
        self.entered = Phase::Loading;
        put(self.phase, Phase::Loading);
    }
}
