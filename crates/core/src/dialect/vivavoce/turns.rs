//! What the visitor says, in order; stop generating; the host's notes.

use std::collections::VecDeque;

use super::lanes::{Job, Verdict, verdict};
use super::{Stage, Vivavoce};
use crate::dialect::{Delivery, Event, Head, Speaker};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json;
use crate::wire::{CreateTurn, Note, NotesRequest};

/// How long an entry may be on its way before its visitor is asked to send it again, in
/// milliseconds.
const PATIENCE: f64 = 45_000.0;
/// Notes come from the host and nobody waits for them.
const NOTES_PATIENCE: f64 = 120_000.0;

#[derive(Clone, Debug, Default)]
pub(super) struct Turns {
    /// Everything the visitor said, in this frame or before.
    all: Vec<Turn>,
    /// What is to be posted; the first is on its way.
    queue: VecDeque<EntryId>,
    cancel: Option<EntryId>,
    notes: VecDeque<NotesRequest>,
}

#[derive(Clone, Debug)]
struct Turn {
    entry: EntryId,
    what: CreateTurn,
    state: State,
    /// This frame sent it: it is shown already.
    echo: bool,
    /// Its run has begun.
    begun: bool,
    /// Its run failed and can be asked for again.
    run_failed: bool,
    /// That is being asked for.
    rerun: bool,
    /// Nobody's message: the agent was to speak first.
    greets: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Sending,
    Stored,
    Failed,
}

impl Turns {
    pub(super) fn is_sending(&self) -> bool {
        !self.queue.is_empty()
    }

    fn get(&mut self, entry: &EntryId) -> Option<&mut Turn> {
        self.all.iter_mut().rev().find(|turn| &turn.entry == entry)
    }
}

impl Vivavoce {
    pub(super) fn send(&mut self, entry: EntryId, text: String, choice: Option<String>) {
        if self.stage == Stage::Idle || self.turns.get(&entry).is_some() {
            return;
        }
        self.emit(Event::MessageStarted {
            entry: entry.clone(),
            speaker: Speaker::Visitor,
            at: self.now,
        });
        self.emit(Event::MessageDelta {
            entry: entry.clone(),
            text: text.clone(),
        });
        self.emit(Event::MessageEnded {
            entry: entry.clone(),
        });
        self.turns.all.push(Turn {
            entry: entry.clone(),
            what: CreateTurn { text, choice },
            state: State::Sending,
            echo: true,
            begun: false,
            run_failed: false,
            rerun: false,
            greets: false,
        });
        self.deliver(&entry, Delivery::Sending);
        self.turns.queue.push_back(entry);
        if self.halted || self.stage == Stage::Over {
            // What was typed is not lost, and not promised either.
            let failure = self.unreachable();
            self.fail_turns(&failure);
        }
    }

    /// A failed entry is sent again, or the failed reply to one asked for again, under its key.
    pub(super) fn resend(&mut self, entry: &EntryId) {
        let possible = self.stage == Stage::Live && !self.halted;
        let Some(turn) = self.turns.get(entry) else {
            return;
        };
        let failed = turn.state == State::Failed;
        if !possible || !(failed || turn.run_failed) {
            return;
        }
        turn.run_failed = false;
        turn.rerun = !failed;
        if failed {
            turn.state = State::Sending;
            self.deliver(entry, Delivery::Sending);
        }
        if !self.turns.queue.contains(entry) {
            self.turns.queue.push_back(entry.clone());
        }
    }

    fn deliver(&mut self, entry: &EntryId, delivery: Delivery) {
        let entry = entry.clone();
        self.emit(Event::Delivery { entry, delivery });
    }

    /// Posts the first of the queue, if none is on its way.
    pub(super) fn next_turn(&mut self) {
        let waits =
            self.lanes.of(Job::Turn).call.is_some() || self.lanes.of(Job::Turn).due.is_some();
        if !waits && self.turns.is_sending() {
            self.run(Job::Turn);
        }
    }

    pub(super) fn post_turn(&mut self) {
        if self.stage != Stage::Live || self.halted || self.lanes.of(Job::Turn).call.is_some() {
            return;
        }
        let Some(entry) = self.turns.queue.front().cloned() else {
            return;
        };
        let Some(turn) = self.turns.get(&entry) else {
            self.turns.queue.pop_front();
            return;
        };
        let request = if turn.greets {
            self.post(&["turns", entry.as_str(), "again"], "{}".to_owned())
        } else {
            let what = json::text(&turn.what);
            let mut request = self.post(&["turns"], what);
            request.key = Some(entry);
            request
        };
        self.call(Job::Turn, request);
        // The reply may come at any moment from now on.
        self.link.touch(self.now);
    }

    pub(super) fn turn_answered(&mut self, head: &Head, body: &[u8]) {
        let Some(entry) = self.turns.queue.front().cloned() else {
            return;
        };
        match verdict(head, body, self.unreachable()) {
            Verdict::Good => {
                self.worked(Job::Turn);
                self.link.touch(self.now);
                self.turns.queue.pop_front();
                if let Some(turn) = self.turns.get(&entry) {
                    turn.rerun = false;
                }
                self.turn_stored(&entry);
            }
            Verdict::Again(failure, retry_after) => {
                // The log may have shown meanwhile that it arrived.
                if self.is_settled(&entry) {
                    self.turns.queue.pop_front();
                } else if self.gives_up(Job::Turn, PATIENCE, retry_after) {
                    self.turns.queue.pop_front();
                    self.turn_failed(&entry, failure);
                } else {
                    self.retry_later(Job::Turn, retry_after);
                }
            }
            Verdict::Bad(failure) => {
                self.lanes.of(Job::Turn).since = None;
                self.turns.queue.pop_front();
                if !self.is_settled(&entry) {
                    self.turn_failed(&entry, failure.clone());
                }
                match failure {
                    Failure::Refused | Failure::Missing => self.halt(failure),
                    // A conflict often means that the session has ended; the log says so.
                    _ => self.link.touch(self.now),
                }
            }
        }
    }

    fn is_settled(&mut self, entry: &EntryId) -> bool {
        self.turns
            .get(entry)
            .is_none_or(|turn| turn.state == State::Stored && !turn.rerun)
    }

    fn turn_failed(&mut self, entry: &EntryId, failure: Failure) {
        let Some(turn) = self.turns.get(entry) else {
            return;
        };
        if turn.state == State::Stored {
            // It was the reply that was asked for again.
            turn.run_failed = true;
            turn.rerun = false;
            let run = entry.clone();
            self.emit(Event::RunFailed {
                run,
                failure,
                again: true,
            });
        } else {
            turn.state = State::Failed;
            self.deliver(entry, Delivery::Failed(failure));
        }
    }

    /// Whatever is on its way is not going to arrive.
    pub(super) fn fail_turns(&mut self, failure: &Failure) {
        self.quit(Job::Turn);
        for entry in std::mem::take(&mut self.turns.queue) {
            self.turn_failed(&entry, failure.clone());
        }
    }

    /// The server has it.
    pub(super) fn turn_stored(&mut self, entry: &EntryId) {
        let cancelled = self.turns.cancel.as_ref() == Some(entry);
        if let Some(turn) = self.turns.get(entry)
            && turn.state != State::Stored
        {
            turn.state = State::Stored;
            self.deliver(entry, Delivery::Sent);
            if cancelled {
                self.run(Job::Cancel);
            }
        }
        // An answer that is still to come takes it off the queue; a retry is not needed any more.
        if self.turns.queue.front() == Some(entry) && self.lanes.of(Job::Turn).call.is_none() {
            self.turns.queue.pop_front();
            self.quit(Job::Turn);
        }
    }

    /// The log has a visitor's message; whether it is shown already.
    pub(super) fn turn_logged(&mut self, entry: &EntryId) -> bool {
        if let Some(turn) = self.turns.get(entry) {
            return turn.echo;
        }
        self.turns.all.push(Turn {
            entry: entry.clone(),
            what: CreateTurn::default(),
            state: State::Stored,
            echo: false,
            begun: true,
            run_failed: false,
            rerun: false,
            greets: false,
        });
        false
    }

    /// What an earlier frame sent is needed again if its reply has to be asked for again.
    pub(super) fn turn_said(&mut self, message_id: &str, delta: &str) {
        if let Some(turn) = self.turns.all.last_mut()
            && !turn.echo
            && turn.entry.as_str() == message_id
        {
            turn.what.text.push_str(delta);
        }
    }

    pub(super) fn turn_begun(&mut self, run: &EntryId) {
        if let Some(turn) = self.turns.get(run) {
            turn.begun = true;
            turn.run_failed = false;
            turn.rerun = false;
        }
        self.turn_stored(run);
    }

    /// The reply can be asked for again; a greeting, as long as nobody has said anything.
    pub(super) fn turn_run_failed(&mut self, run: &EntryId) -> bool {
        if self.turns.all.is_empty() {
            self.turns.all.push(Turn {
                entry: run.clone(),
                what: CreateTurn::default(),
                state: State::Stored,
                echo: false,
                begun: true,
                run_failed: true,
                rerun: false,
                greets: true,
            });
        }
        let turn = self.turns.get(run);
        let again = turn.is_some();
        if let Some(turn) = turn {
            turn.run_failed = true;
        }
        again
    }

    /// Stop generating: the reply that is being written, or else the one that is awaited.
    pub(super) fn cancel(&mut self) {
        let awaited = self.turns.all.last();
        let awaited = awaited.filter(|turn| !turn.begun && turn.state != State::Failed);
        let run = self.log.run.clone();
        let Some(run) = run.or_else(|| awaited.map(|turn| turn.entry.clone())) else {
            return;
        };
        if self.turns.cancel.replace(run.clone()).as_ref() != Some(&run) {
            self.quit(Job::Cancel);
            self.run(Job::Cancel);
        }
    }

    pub(super) fn post_cancel(&mut self) {
        let Some(run) = self.turns.cancel.clone() else {
            return;
        };
        let on_its_way = self
            .turns
            .get(&run)
            .is_some_and(|turn| turn.state != State::Stored);
        // The server cannot stop what it does not know yet.
        if self.stage != Stage::Live || on_its_way || self.lanes.of(Job::Cancel).call.is_some() {
            return;
        }
        let nothing = "{}".to_owned();
        let request = self.post(&["turns", run.as_str(), "cancel"], nothing);
        self.call(Job::Cancel, request);
    }

    pub(super) fn cancel_answered(&mut self, head: &Head, body: &[u8]) {
        match verdict(head, body, Failure::Unreachable) {
            Verdict::Again(_, retry_after) => self.retry_later(Job::Cancel, retry_after),
            // A refusal means that there is nothing to stop any more; either way the log tells.
            Verdict::Good | Verdict::Bad(_) => {
                self.worked(Job::Cancel);
                self.turns.cancel = None;
            }
        }
    }

    /// The run is over, however: nothing is left to cancel.
    pub(super) fn cancel_settled(&mut self, run: &EntryId) {
        if self.turns.cancel.as_ref() == Some(run) {
            self.turns.cancel = None;
            self.quit(Job::Cancel);
        }
    }

    pub(super) fn note(&mut self, notes: Vec<Note>) {
        if !notes.is_empty() {
            self.turns.notes.push_back(NotesRequest { notes });
            let waits =
                self.lanes.of(Job::Notes).call.is_some() || self.lanes.of(Job::Notes).due.is_some();
            if !waits {
                self.run(Job::Notes);
            }
        }
    }

    pub(super) fn post_notes(&mut self) {
        let known = !self.session.session_id.is_empty() && self.log.connected;
        let Some(notes) = self.turns.notes.front().filter(|_| known) else {
            return;
        };
        let request = self.post(&["notes"], json::text(notes));
        self.call(Job::Notes, request);
    }

    pub(super) fn notes_answered(&mut self, head: &Head, body: &[u8]) {
        if let Verdict::Again(_, retry_after) = verdict(head, body, Failure::Unreachable)
            && !self.gives_up(Job::Notes, NOTES_PATIENCE, retry_after)
        {
            self.retry_later(Job::Notes, retry_after);
            return;
        }
        self.worked(Job::Notes);
        self.turns.notes.pop_front();
        self.run(Job::Notes);
    }
}
