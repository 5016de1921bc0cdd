//! What the visitor says: sent asynchronously where that works, synchronously where it does not.

use super::envelope::{Envelope, question};
use super::lanes::{Job, QUICK, Verdict, said};
use super::query::{Data, Query};
use super::{Stage, Tovie};
use crate::dialect::vendor::{Context, unreadable};
use crate::dialect::{Delivery, Event, Millis, Speaker};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json::{self, Look, Value};

/// What opens a conversation, by convention.
pub(super) const START: &str = "/start";
/// The run that answers it.
pub(super) const GREETING: &str = "start";
/// Milliseconds a synchronous answer may take: a model may be behind it.
const PATIENT: u64 = 90_000;
/// How long an entry may be on its way before its visitor is asked to send it again.
pub(super) const PATIENCE: f64 = 45_000.0;
#[derive(Clone, Debug)]
pub(super) struct Turn {
    pub(super) entry: EntryId,
    /// What is sent: the text, or what the pressed button stands for.
    pub(super) query: String,
    pub(super) state: State,
    /// The vendor's name for it; empty until it is known.
    pub(super) question: String,
    /// [`START`], which nobody said.
    pub(super) greeting: bool,
    /// [`Event::RunStarted`] was told and not yet its end.
    running: bool,
    /// When it was first posted; later, when it was accepted.
    pub(super) since: Millis,
    pub(super) looks: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Queued,
    Posting,
    /// Posted, and nobody knows whether it arrived: looked for before it is posted again.
    Unsure,
    /// Accepted; the answer comes by event.
    Awaiting,
    Done,
    Failed {
        unsure: bool,
    },
}

impl Tovie {
    pub(super) fn greet(&mut self, cx: &Context) {
        self.turns.push(Turn {
            entry: EntryId::from(GREETING),
            query: START.to_owned(),
            state: State::Queued,
            question: String::new(),
            greeting: true,
            running: false,
            since: cx.now,
            looks: 0,
        });
    }

    pub(super) fn send(
        &mut self,
        cx: &mut Context,
        entry: EntryId,
        text: String,
        choice: Option<String>,
    ) {
        if self.turns.iter().any(|turn| turn.entry == entry) {
            return;
        }
        cx.emit(Event::MessageStarted {
            entry: entry.clone(),
            speaker: Speaker::Visitor,
            at: cx.now,
        });
        cx.emit(Event::MessageDelta {
            entry: entry.clone(),
            text: text.clone(),
        });
        cx.emit(Event::MessageEnded {
            entry: entry.clone(),
        });
        deliver(cx, &entry, Delivery::Sending);
        if self.stage == Stage::Left {
            deliver(cx, &entry, Delivery::Failed(Failure::Missing));
            return;
        }
        self.turns.push(Turn {
            entry,
            query: choice.filter(|it| !it.is_empty()).unwrap_or(text),
            state: State::Queued,
            question: String::new(),
            greeting: false,
            running: false,
            since: cx.now,
            looks: 0,
        });
    }

    /// A failed entry is sent again. What may have arrived is looked for first.
    pub(super) fn resend(&mut self, cx: &mut Context, entry: &EntryId) {
        let Some(turn) = self.turns.iter_mut().find(|turn| &turn.entry == entry) else {
            return;
        };
        let State::Failed { unsure } = turn.state else {
            return;
        };
        turn.since = cx.now;
        turn.state = if unsure { State::Unsure } else { State::Queued };
        if !turn.greeting {
            deliver(cx, entry, Delivery::Sending);
        }
        if unsure {
            self.quit(cx, Job::Send);
            self.read_history(cx, self.polling.cursor());
        }
    }

    /// Nobody waits for the answer any longer.
    pub(super) fn cancel(&mut self, cx: &mut Context) {
        for place in 0..self.turns.len() {
            self.finish_run(cx, place, true);
        }
    }

    /// Posts the first that is to be posted, if none is on its way.
    pub(super) fn next_turn(&mut self, cx: &mut Context) {
        if self.stage != Stage::Live || !self.lanes.of(Job::Send).is_idle() {
            return;
        }
        let rest = self.lanes.of(Job::Send).rest(cx.now);
        let waits = |turn: &Turn| matches!(turn.state, State::Queued | State::Unsure);
        let Some(place) = self.turns.iter().position(waits) else {
            return;
        };
        if let Some(rest) = rest {
            self.arm(cx, Job::Send, rest);
            return;
        }
        let is_unsure = self.turns.get(place).map(|turn| turn.state) == Some(State::Unsure);
        if is_unsure && !self.polling.history_is_missing() {
            // The history's answer posts it again, or finds it.
            if self.lanes.of(Job::History).is_idle() {
                self.read_history(cx, self.polling.cursor());
            }
            return;
        }
        self.post_turn(cx, place);
    }

    fn post_turn(&mut self, cx: &mut Context, place: usize) {
        let open = &self.start.open;
        let Some(turn) = self.turns.get_mut(place) else {
            return;
        };
        turn.state = State::Posting;
        let body = json::text(&Query {
            client: &self.client,
            cid: &self.cid,
            query: &turn.query,
            data: Data {
                variables: &open.create.variables,
                name: &open.create.user.name,
                email: &open.create.user.email,
                language: open.create.language.as_deref(),
                notes: &self.notes,
            },
        });
        if self.human.is_none() && !std::mem::replace(&mut turn.running, true) {
            let run = turn.entry.clone();
            cx.emit(Event::RunStarted { run });
        }
        let (path, timeout) = if self.sync {
            ("", PATIENT)
        } else {
            ("/async", QUICK)
        };
        self.call(cx, Job::Send, "POST", path, Some(body), timeout);
    }

    pub(super) fn send_answered(&mut self, cx: &mut Context, verdict: Verdict) {
        let posting = |turn: &Turn| turn.state == State::Posting;
        // An event may have told already that it arrived.
        let Some(place) = self.turns.iter().position(posting) else {
            self.worked(Job::Send);
            if let Verdict::Good(answer) = verdict {
                self.take_answer(cx, None, &answer);
            }
            return;
        };
        match verdict {
            Verdict::Good(answer) => {
                self.worked(Job::Send);
                self.notes.clear();
                self.take_answer(cx, Some(place), &answer);
            }
            Verdict::Unreadable => {
                self.worked(Job::Send);
                self.fail_turn(cx, place, unreadable(), true);
            }
            Verdict::Later(failure, retry_after) => {
                self.set_state(place, State::Queued);
                self.try_again(cx, place, failure, retry_after, false);
            }
            Verdict::Unsure(failure) => {
                self.set_state(place, State::Unsure);
                self.try_again(cx, place, failure, None, true);
            }
            // No asynchronous form, or none that may be used.
            Verdict::Unsupported if !self.sync => self.go_sync(place),
            Verdict::Bad(Failure::Rejected { .. }) if !self.sync => self.go_sync(place),
            Verdict::Unsupported => self.fail_turn(cx, place, Failure::Missing, false),
            Verdict::Bad(failure) => self.fail_turn(cx, place, failure, false),
        }
    }

    fn go_sync(&mut self, place: usize) {
        self.sync = true;
        self.set_state(place, State::Queued);
    }

    fn try_again(
        &mut self,
        cx: &mut Context,
        place: usize,
        failure: Failure,
        retry_after: Option<u64>,
        unsure: bool,
    ) {
        let since = self.turns.get(place).map_or(cx.now, |turn| turn.since);
        let nobody_knows = unsure && self.polling.history_is_missing();
        let waits = cx.now - since + retry_after.unwrap_or(0) as f64;
        if nobody_knows || waits >= PATIENCE {
            self.fail_turn(cx, place, failure, unsure);
        } else {
            self.retry(cx, Job::Send, retry_after);
        }
    }

    /// What a message was answered with: the whole exchange, or its name alone.
    fn take_answer(&mut self, cx: &mut Context, place: Option<usize>, answer: &Value) {
        let envelope = Envelope::read(answer).unwrap_or_default();
        let is_whole = self.sync || !envelope.replies.is_empty() || envelope.notice.is_some();
        let is_bare = envelope.replies.is_empty() && question(answer).is_empty();
        let is_error = is_bare && is_error_of(answer);
        if (is_whole && !answer.is_object()) || is_error {
            if let Some(place) = place {
                let failure = match said(answer) {
                    detail if is_error && !detail.is_empty() => Failure::Agent { detail },
                    _ => unreadable(),
                };
                self.fail_turn(cx, place, failure, true);
            }
            return;
        }
        if let Some(place) = place {
            self.accepted(cx, place, &question(answer));
        }
        if is_whole {
            self.take(cx, &envelope, place, false);
            if let Some(place) = place {
                self.answered_turn(cx, place);
            }
        }
    }

    /// The vendor has the turn: it takes its place in the conversation.
    pub(super) fn accepted(&mut self, cx: &mut Context, place: usize, question: &str) {
        let at = cx.now;
        let human = self.human.is_some();
        let Some(turn) = self.turns.get_mut(place) else {
            return;
        };
        if turn.question.is_empty() && !question.is_empty() {
            turn.question = question.to_owned();
            self.asked.insert(question.to_owned());
        }
        let is_new = !matches!(turn.state, State::Awaiting | State::Done);
        if !is_new {
            return;
        }
        turn.state = State::Awaiting;
        turn.since = at;
        turn.looks = 0;
        if !turn.greeting {
            let entry = turn.entry.clone();
            cx.emit(Event::MessageStarted {
                entry: entry.clone(),
                speaker: Speaker::Visitor,
                at,
            });
            deliver(cx, &entry, Delivery::Sent);
            self.arrived(cx, entry);
        }
        self.polling.ready = true;
        self.worked(Job::Send);
        if human {
            // A person answers in their own time.
            self.answered_turn(cx, place);
        } else if !self.sync {
            self.arm_silence(cx);
        }
    }

    pub(super) fn answered_turn(&mut self, cx: &mut Context, place: usize) {
        self.set_state(place, State::Done);
        self.finish_run(cx, place, false);
    }

    pub(super) fn set_state(&mut self, place: usize, state: State) {
        if let Some(turn) = self.turns.get_mut(place) {
            turn.state = state;
        }
    }

    fn finish_run(&mut self, cx: &mut Context, place: usize, cancelled: bool) {
        if let Some(turn) = self.turns.get_mut(place)
            && std::mem::take(&mut turn.running)
        {
            let run = turn.entry.clone();
            cx.emit(Event::RunFinished { run, cancelled });
        }
    }

    pub(super) fn fail_turn(
        &mut self,
        cx: &mut Context,
        place: usize,
        failure: Failure,
        unsure: bool,
    ) {
        self.set_state(place, State::Failed { unsure });
        let Some(turn) = self.turns.get_mut(place) else {
            return;
        };
        let entry = turn.entry.clone();
        if turn.greeting {
            if failure == Failure::Missing && std::mem::take(&mut self.returned) {
                // Nobody there knows that name any more; as somebody new, the visitor is welcome.
                turn.state = State::Queued;
                self.sync = false;
                self.rename(cx);
                return;
            }
            turn.running = false;
            let run = entry;
            let is_final = matches!(failure, Failure::Missing | Failure::Refused);
            cx.emit(Event::RunFailed {
                run,
                failure: failure.clone(),
                again: true,
            });
            if is_final {
                cx.emit(Event::Failed(failure));
            }
            return;
        }
        self.finish_run(cx, place, false);
        deliver(cx, &entry, Delivery::Failed(failure));
    }
}

/// Spring's form of an error, which some send with 200.
fn is_error_of(answer: &Value) -> bool {
    let members = ["error", "exception"];
    members.iter().any(|name| !answer.at(name).is_null())
}

fn deliver(cx: &mut Context, entry: &EntryId, delivery: Delivery) {
    let entry = entry.clone();
    cx.emit(Event::Delivery { entry, delivery });
}
