//! The steps of a conversation: the machine of core takes them, and what it says is seen to.

use leptos::prelude::*;
use vivavoce_core::dialect::Verb;
use vivavoce_core::failure::Failure;
use vivavoce_core::host::Occasion;
use vivavoce_core::phase::{self, Phase, Step};
use vivavoce_core::wire::{Lock, StopReason};

use super::{Effect, Parts, put};
use crate::browser::clock::now;

impl Parts {
    /// Takes one step, and has done what the machine says.
    pub(super) fn step(&mut self, step: Step<'_>, out: &mut Vec<Effect>) {
        let phase::Effects { posts, ask } = self.machine.take(step, now());
        if !posts.is_empty()
            && let Some(told) = self.machine.told()
        {
            out.extend(self.persistence.told(told));
        }
        for event in posts {
            // One that begins by itself is ready no later than it has started.
            if event.event == Occasion::Start {
                self.tell_ready(None, out);
            }
            out.extend(self.line.tell(event));
        }
        self.enter(self.machine.phase(), out);
        match ask {
            None => {}
            Some(phase::Effect::Load) => self.load(out),
            Some(phase::Effect::Open) => self.open(out),
            Some(phase::Effect::Reconnect) => out.push(Effect::Act(Verb::RetryNow)),
            // What was to speak is still on its way: there is nobody to stop.
            Some(phase::Effect::Stop) if self.connection.is_coming() => {
                self.step(Step::StopUnanswered, out);
            }
            Some(phase::Effect::Stop) => out.push(Effect::Act(Verb::Stop {
                reason: StopReason::Visitor,
            })),
            Some(phase::Effect::Submit) => {
                put(self.busy, true);
                let comment = self.comment.clone();
                out.push(Effect::Act(Verb::Submit { comment }));
            }
        }
    }

    fn enter(&mut self, phase: Phase, out: &mut Vec<Effect>) {
        if self.entered == phase {
            return;
        }
        // The screen that comes shows the conversation as it is now.
        self.feed.paint();
        if !matches!(phase, Phase::Failed | Phase::Locked) {
            put(self.failure, None);
        }
        put(self.busy, matches!(phase, Phase::Loading | Phase::Stopping));
        self.clocks.enter(phase);
        if phase == Phase::Ready {
            self.let_go(out);
        }
        self.entered = phase;
        put(self.phase, phase);
        self.feed.beat(phase);
        self.tell_phase(phase, out);
    }

    fn tell_phase(&mut self, phase: Phase, out: &mut Vec<Effect>) {
        match phase {
            Phase::Failed => {
                let failure = self.failure.try_get_untracked().flatten();
                let error = self.events.error(failure.as_ref(), self.session_id());
                out.extend(self.line.tell(error));
            }
            Phase::Locked if matches!(self.access.lock(), Some(Lock::Token | Lock::Paid)) => {
                out.extend(self.line.tell(self.events.token_needed()));
            }
            Phase::Loading | Phase::Connecting => return,
            _ => {}
        }
        self.tell_ready(self.session_id(), out);
        self.unsettled = true;
    }

    fn tell_ready(&mut self, session_id: Option<String>, out: &mut Vec<Effect>) {
        let ready = self.events.ready(session_id);
        out.extend(ready.and_then(|ready| self.line.tell(ready)));
    }

    /// What went wrong, wherever it went wrong.
    pub(super) fn fail(&mut self, failure: Failure, out: &mut Vec<Effect>) {
        put(self.failure, Some(failure.clone()));
        self.step(Step::Failed(&failure), out);
        if !matches!(self.machine.phase(), Phase::Failed | Phase::Locked) {
            put(self.failure, None);
        }
    }

    pub(super) fn lock(&mut self, lock: Lock, failure: Option<Failure>, out: &mut Vec<Effect>) {
        self.access.set_lock(Some(lock));
        put(self.failure, failure);
        put(self.busy, false);
        self.step(Step::Locked, out);
        if self.machine.phase() == Phase::Locked {
            self.access.forget_facts();
        }
    }
}
