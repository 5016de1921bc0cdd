//! The phases as a state machine.
//!
//! [`Machine::take`] is given everything that happens and answers with what is to be done: messages
//! for the host, and at most one request to the driver. What does not fit the present phase (a late
//! answer, a second click) changes nothing. Every phase can be left: what waits for an answer, by
//! the answer or by [`Step::Failed`]; `failed`, by [`Step::Retry`] or [`Step::Again`].

use crate::address::Style;
use crate::event::{Event, Link, Millis};
use crate::failure::{Failure, Retry};
use crate::wire::StopReason;

use super::{Effect, Effects, HostEvent, HostRecord, Occasion, Phase, Step};

/// The phase, and what it depends on.
#[derive(Clone, Debug)]
pub struct Machine {
    phase: Phase,
    /// Where it failed; only of interest in [`Phase::Failed`].
    failed_in: Phase,
    style: Style,
    auto_start: bool,
    auto_submit: bool,
    is_opened: bool,
    /// Start leads to the credentials dialog, and on from there by itself.
    asks_first: bool,
    /// A submission is under way.
    submitting: bool,
    /// Every session this page had; a repeated id meets its own record again.
    sessions: Vec<HostRecord>,
    /// Index of the present session.
    current: Option<usize>,
}

impl Machine {
    /// In phase `loading`. `auto_start`: the first time `ready` is reached, it starts by itself.
    pub fn new(style: Style, auto_start: bool) -> Machine {
        Machine {
            phase: Phase::Loading,
            failed_in: Phase::Loading,
            style,
            auto_start,
            auto_submit: false,
            is_opened: false,
            asks_first: false,
            submitting: false,
            sessions: Vec::new(),
            current: None,
        }
    }

    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The present session's record; changes only inside [`Machine::take`].
    pub fn told(&self) -> Option<&HostRecord> {
        self.sessions.get(self.current?)
    }

    /// Takes one step at `now`.
    pub fn take(&mut self, step: Step<'_>, now: Millis) -> Effects {
        let mut effects = Effects::default();
        let phase = self.phase;
        match step {
            Step::Opened {
                credentials,
                auto_submit,
                resume,
            } => {
                if matches!(phase, Phase::Loading | Phase::Locked) {
                    self.is_opened = true;
                    self.auto_submit = auto_submit || self.style != Style::Full;
                    effects.ask = self.open(credentials, resume);
                }
            }
            Step::Asked => self.auto_start = false,
            Step::Locked => {
                let waits = matches!(
                    phase,
                    Phase::Loading | Phase::Credentials | Phase::Ready | Phase::Connecting
                );
                // A running session has its own token; lost access cannot lock it.
                if (waits || phase == Phase::Failed) && !self.is_running() {
                    self.phase = Phase::Locked;
                }
            }
            Step::Admitted if phase == Phase::Credentials => {
                // Start was pressed already, where it is what led here.
                effects.ask = match std::mem::take(&mut self.asks_first) {
                    true => self.connect(),
                    false => self.be_ready(),
                };
            }
            Step::Start if phase == Phase::Ready => effects.ask = self.start(),
            Step::Stop if matches!(phase, Phase::Connecting | Phase::Live) => {
                self.phase = Phase::Stopping;
                effects.ask = Some(Effect::Stop);
            }
            Step::StopUnanswered if phase == Phase::Stopping => {
                self.end(StopReason::Visitor, now, &mut effects);
            }
            Step::Submit if phase == Phase::Review && !self.submitting => {
                effects.ask = Some(self.submit());
            }
            Step::Retry if phase == Phase::Failed => effects.ask = self.retry(),
            Step::Again if matches!(phase, Phase::Review | Phase::Submitted | Phase::Failed) => {
                if self.is_running() {
                    self.post_end(Occasion::Terminated, now, &mut effects);
                }
                self.leave();
                self.phase = if self.is_opened {
                    Phase::Ready
                } else {
                    effects.ask = Some(Effect::Load);
                    Phase::Loading
                };
            }
            Step::Failed(failure) => self.fail(failure, now, &mut effects),
            Step::Event(event) => self.hear(event, now, &mut effects),
            // Too late, or twice.
            Step::Admitted
            | Step::Start
            | Step::Stop
            | Step::StopUnanswered
            | Step::Submit
            | Step::Retry
            | Step::Again => {}
        }
        effects
    }

    fn open(&mut self, credentials: bool, resume: Option<&HostRecord>) -> Option<Effect> {
        if let Some(told) = resume {
            self.sessions.push(told.clone());
            self.current = Some(self.sessions.len() - 1);
            return self.connect();
        }
        self.asks_first = credentials && self.style == Style::Minimal;
        if credentials && !self.asks_first {
            self.phase = Phase::Credentials;
            return None;
        }
        self.be_ready()
    }

    fn be_ready(&mut self) -> Option<Effect> {
        self.phase = Phase::Ready;
        // Only once: whoever comes back here has seen the conversation end.
        if std::mem::take(&mut self.auto_start) {
            self.start()
        } else {
            None
        }
    }

    fn start(&mut self) -> Option<Effect> {
        if self.asks_first {
            self.phase = Phase::Credentials;
            return None;
        }
        self.connect()
    }

    fn connect(&mut self) -> Option<Effect> {
        self.phase = Phase::Connecting;
        Some(Effect::Open)
    }

    fn submit(&mut self) -> Effect {
        self.submitting = true;
        Effect::Submit
    }

    fn retry(&mut self) -> Option<Effect> {
        let ended = self.told().is_some_and(|told| told.ended);
        let (phase, ask) = match self.failed_in {
            Phase::Review => (Phase::Review, self.submitting.then_some(Effect::Submit)),
            Phase::Stopping if ended => (Phase::Stopping, Some(Effect::Submit)),
            Phase::Stopping => (Phase::Stopping, Some(Effect::Stop)),
            // Lost for good: only starting again is left.
            _ if ended => return None,
            Phase::Connecting | Phase::Live if self.is_running() => {
                (Phase::Connecting, Some(Effect::Reconnect))
            }
            Phase::Connecting | Phase::Live => (Phase::Connecting, Some(Effect::Open)),
            _ => (Phase::Loading, Some(Effect::Load)),
        };
        self.phase = phase;
        ask
    }

    fn fail(&mut self, failure: &Failure, now: Millis, effects: &mut Effects) {
        match self.phase {
            // Nothing came of it yet, so there is nothing to tell either.
            Phase::Stopping if !self.has_started() => return self.cancel(),
            Phase::Loading | Phase::Connecting | Phase::Live | Phase::Stopping | Phase::Review => {}
            // Nothing of these depends on the session any more; `locked` says itself what failed.
            Phase::Locked
            | Phase::Credentials
            | Phase::Ready
            | Phase::Submitted
            | Phase::Failed => return,
        }
        if self.is_running() && failure.retry() == Retry::Never {
            let asked_for = self.phase == Phase::Stopping;
            let occasion = if asked_for {
                Occasion::Stop
            } else {
                Occasion::Terminated
            };
            self.post_end(occasion, now, effects);
        }
        if self.phase == Phase::Review && failure.retry() == Retry::Never {
            // The same submission would be refused again; going back lets it be changed.
            self.submitting = false;
        }
        self.failed_in = self.phase;
        self.phase = Phase::Failed;
    }

    fn hear(&mut self, event: &Event, now: Millis, effects: &mut Effects) {
        match event {
            // In `stopping` it ended before it began: the host never heard of it, and need not.
            Event::Connected { session, resumed } if self.phase == Phase::Connecting => {
                self.connected(&session.session_id, *resumed, now, effects);
                self.phase = Phase::Live;
            }
            // After a reconnection the log may simply go on.
            Event::Link(Link::Restored)
            | Event::RunStarted { .. }
            | Event::MessageStarted { .. }
            | Event::MessageDelta { .. }
                if self.is_reconnecting() && self.is_running() =>
            {
                self.phase = Phase::Live;
            }
            Event::Ended { reason, .. } => self.end(*reason, now, effects),
            Event::Submitted => self.submitted(now, effects),
            Event::Failed(failure) => self.fail(failure, now, effects),
            _ => {}
        }
    }

    /// Waiting for the link of a session that was live, asked to or not.
    fn is_reconnecting(&self) -> bool {
        match self.phase {
            Phase::Connecting => true,
            Phase::Failed => matches!(self.failed_in, Phase::Connecting | Phase::Live),
            _ => false,
        }
    }

    fn connected(&mut self, id: &str, resumed: bool, now: Millis, effects: &mut Effects) {
        let known = self.sessions.iter().position(|told| told.session_id == id);
        let index = known.unwrap_or_else(|| {
            self.sessions.push(HostRecord {
                session_id: id.to_owned(),
                // Another page began it, and its host was told.
                started: resumed,
                ..HostRecord::default()
            });
            self.sessions.len() - 1
        });
        self.current = Some(index);
        if let Some(told) = self.sessions.get_mut(index)
            && !told.started
        {
            told.started = true;
            effects.posts.push(post(told, Occasion::Start, now));
        }
    }

    /// Nothing further will be said.
    fn end(&mut self, reason: StopReason, now: Millis, effects: &mut Effects) {
        let fits = match self.phase {
            Phase::Connecting | Phase::Live | Phase::Stopping => true,
            Phase::Failed => matches!(
                self.failed_in,
                Phase::Connecting | Phase::Live | Phase::Stopping
            ),
            _ => false,
        };
        if !fits || self.submitting {
            return;
        }
        if !self.has_started() {
            return self.cancel();
        }
        let occasion = if reason.is_forced() {
            Occasion::Terminated
        } else {
            Occasion::Stop
        };
        self.post_end(occasion, now, effects);
        if self.told().is_some_and(|told| told.submitted) {
            self.phase = Phase::Submitted;
        } else if self.auto_submit {
            self.phase = Phase::Stopping;
            effects.ask = Some(self.submit());
        } else {
            self.phase = Phase::Review;
        }
    }

    fn submitted(&mut self, now: Millis, effects: &mut Effects) {
        let phase = match self.phase {
            Phase::Failed => self.failed_in,
            phase => phase,
        };
        let fits = matches!(phase, Phase::Review | Phase::Stopping);
        let Some(told) = self.present() else { return };
        if !fits || !told.ended {
            return;
        }
        if !told.submitted {
            told.submitted = true;
            effects.posts.push(post(told, Occasion::Submit, now));
        }
        self.submitting = false;
        self.phase = Phase::Submitted;
    }

    /// Back to where Start is, as if it had not been pressed.
    fn cancel(&mut self) {
        self.leave();
        self.phase = Phase::Ready;
    }

    fn leave(&mut self) {
        self.current = None;
        self.submitting = false;
    }

    fn post_end(&mut self, occasion: Occasion, now: Millis, effects: &mut Effects) {
        if let Some(told) = self.present()
            && !told.ended
        {
            told.ended = true;
            effects.posts.push(post(told, occasion, now));
        }
    }

    fn present(&mut self) -> Option<&mut HostRecord> {
        self.sessions.get_mut(self.current?)
    }

    fn has_started(&self) -> bool {
        self.told().is_some_and(|told| told.started)
    }

    /// The host heard of its start and not of its end.
    fn is_running(&self) -> bool {
        self.told().is_some_and(|told| told.started && !told.ended)
    }
}

fn post(told: &HostRecord, event: Occasion, now: Millis) -> HostEvent {
    HostEvent {
        event,
        session_id: told.session_id.clone(),
        timestamp: now as i64,
    }
}
