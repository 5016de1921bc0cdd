//! The engine: what happens is queued, one at a time the parts take it, and what they want done is done.
//!
//! Nothing here decides about the conversation: what happens goes to the machines of core.

use std::rc::Rc;

use leptos::prelude::*;
use vivavoce_core::dialect::{Event, Network, Verb};
use vivavoce_core::event::Outcome;
use vivavoce_core::failure::Failure;
use vivavoce_core::phase::{Machine, Phase, Step};
use vivavoce_core::wire::{AccessGranted, Lock, Note, User, Variables};

use super::access::{Access, Admission, Given, Key, Refusal};
use super::clocks::Clocks;
use super::connection::Connection;
use super::effects::Effect;
use super::feed::TranscriptFeed;
use super::host_events::{HostEvents, HostLine};
use super::parts::{Loaders, NewHostPort, Standing, System, Vendor};
use super::persistence::{Kept, Persistence};
use super::slots::Slots;
use super::{Fixed, Session};
use crate::browser::coming::Missing;
use crate::browser::host::Heard;
use crate::browser::listen::Listener;
use crate::browser::page;
pub(super) use queue::{Engine, Inbox};

mod around;
mod conversation;
mod opening;
mod queue;
mod steps;
mod visitor;

/// Something happened.
pub(super) enum Happened {
    /// The page was read.
    Begun {
        session: Session,
        /// There is no such scenario.
        missing: bool,
        locked: Option<Lock>,
    },
    Admission {
        admission: Result<Admission, Refusal>,
        /// With a key.
        tried: bool,
    },
    Renewed(AccessGranted),
    /// Access ends soon.
    Expiring,
    /// The visitor tried a passcode.
    Passcode(String),
    /// The host gave a token.
    Token(String),
    /// The credentials dialog was answered.
    Admitted(User),
    User(User),
    Variables(Variables),
    Start,
    Stop,
    StopUnanswered,
    Submit(Option<String>),
    Again,
    Retry,
    Send {
        text: String,
        choice: Option<String>,
    },
    /// What stands in the composer goes, or waits until the reply ends.
    Written,
    /// What waits is to stand in the composer again.
    TakenBack,
    Act(Verb),
    /// What speaks with another system came, or why not.
    Came(Result<&'static System, Missing>),
    /// What one input made a dialect say.
    Heard {
        generation: u32,
        events: Vec<Event>,
    },
    /// It is time to show what was said, and how.
    Looked,
    Ticked,
    DraftChanged,
    DraftRested,
    Draft(String),
    Announced(String),
    Network(Network),
    /// The document goes away; `cached`: into the back/forward cache.
    Leaving {
        cached: bool,
    },
    Engaged,
    /// The page around us spoke.
    Message(Heard),
    /// What it observed, for the agent.
    Notes(Vec<Note>),
    HostPort(Option<NewHostPort>),
    /// It did not come, and is tried again.
    HostPortWanted,
    /// The loader kept a session of an earlier frame; without a token where nothing here opens it.
    GivenBack(Kept),
    Resized(u32),
    /// The host lets go of us.
    Destroyed,
}

/// The state of a session, each with its owner.
pub(super) struct Parts {
    pub fixed: Fixed,
    loaders: Loaders,
    pub session: Option<Session>,
    machine: Machine,
    /// The phase that has begun; the machine's own is ahead of it while one step is taken.
    entered: Phase,
    /// What the visitor wants to say with the submission.
    comment: Option<String>,
    /// The page's.
    listeners: Vec<Listener>,
    pub access: Access,
    pub connection: Connection,
    /// What speaks with another system is gone with the build it was of.
    gone: bool,
    feed: TranscriptFeed,
    clocks: Clocks,
    persistence: Persistence,
    events: HostEvents,
    pub line: HostLine,
    pub vendor: Option<Rc<dyn Vendor>>,
    /// The loader's line has not heard of the phase that began.
    unsettled: bool,
    phase: RwSignal<Phase>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    results: RwSignal<Option<Outcome>>,
    timed_up: RwSignal<bool>,
    standing: RwSignal<Standing>,
    slots: RwSignal<Option<&'static Slots>>,
    announced: RwSignal<Option<String>>,
}

/// What the engine itself writes.
#[derive(Clone, Copy)]
pub(super) struct Signals {
    pub phase: ReadSignal<Phase>,
    pub failure: ReadSignal<Option<Failure>>,
    pub busy: ReadSignal<bool>,
    pub results: ReadSignal<Option<Outcome>>,
    pub timed_up: ReadSignal<bool>,
    pub standing: ReadSignal<Standing>,
    pub slots: ReadSignal<Option<&'static Slots>>,
    /// Taken away by whoever speaks it.
    pub announced: RwSignal<Option<String>>,
}

impl Parts {
    fn new(
        inbox: &Inbox,
        fixed: Fixed,
        loaders: Loaders,
        given: Given,
        draft: String,
        lost: bool,
    ) -> Parts {
        let network = inbox.clone();
        let mut listeners = page::watch(move |change| network.happen(Happened::Network(change)));
        let leaving = inbox.clone();
        listeners.extend(page::on_leave(move |cached| {
            leaving.happen(Happened::Leaving { cached });
        }));
        Parts {
            // Whose conversation was lost in a reload hears of that before another one begins.
            machine: Machine::new(fixed.style, fixed.config.auto_start && !lost),
            entered: Phase::Loading,
            comment: None,
            listeners,
            access: Access::new(inbox.clone(), given),
            connection: Connection::new(inbox.clone()),
            gone: false,
            feed: TranscriptFeed::new(inbox.clone(), fixed.shows_level),
            clocks: Clocks::new(inbox.clone()),
            persistence: Persistence::new(inbox.clone(), draft, lost),
            events: HostEvents::new(&fixed),
            line: HostLine::new(inbox.clone(), loaders.host),
            vendor: None,
            unsettled: false,
            session: None,
            loaders,
            fixed,
            phase: RwSignal::new(Phase::Loading),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            results: RwSignal::new(None),
            timed_up: RwSignal::new(false),
            standing: RwSignal::new(Standing::default()),
            slots: RwSignal::new(None),
            announced: RwSignal::new(None),
        }
    }

    /// Takes in what happened; returns what is to be done, in order.
    fn take(&mut self, happened: Happened) -> Vec<Effect> {
        let mut effects = Vec::new();
        let out = &mut effects;
        match happened {
            Happened::Begun {
                session,
                missing,
                locked,
            } => self.begin(session, missing, locked, out),
            Happened::Admission { admission, tried } => self.admit(admission, tried, out),
            Happened::Renewed(granted) => self.access.renewed(granted),
            Happened::Expiring => out.extend(self.line.tell(self.events.token_needed())),
            Happened::Passcode(passcode) => self.unlock(Key::Passcode(passcode), out),
            Happened::Token(token) => self.token(token, out),
            Happened::Admitted(user) => self.admitted(user, out),
            Happened::User(user) => self.access.set_user(user),
            Happened::Variables(variables) => self.access.variables = variables,
            Happened::Start => self.start(out),
            Happened::Stop => self.step(Step::Stop, out),
            Happened::StopUnanswered => self.step(Step::StopUnanswered, out),
            Happened::Submit(comment) => self.submit(comment, out),
            Happened::Again => self.step(Step::Again, out),
            Happened::Retry => self.retry(out),
            Happened::Send { text, choice } => self.send(text, choice, out),
            Happened::Written => self.write(out),
            Happened::TakenBack => self.persistence.take_back(),
            Happened::Act(verb) => out.push(Effect::Act(verb)),
            Happened::Came(system) => self.came(system, out),
            Happened::Heard { generation, events } => self.hear(generation, &events, out),
            Happened::Looked => self.feed.look(self.entered),
            Happened::Ticked => self.clocks.tick(),
            Happened::DraftChanged => self.persistence.draft_changed(),
            Happened::DraftRested => self.draft_rested(out),
            Happened::Draft(draft) => self.persistence.set_draft(draft),
            Happened::Announced(sentence) => put(self.announced, Some(sentence)),
            Happened::Network(network) => self.network(network, out),
            Happened::Leaving { cached } => self.leave_page(cached, out),
            Happened::Engaged => self.engaged(out),
            Happened::Message(heard) => out.extend(self.line.heard(heard)),
            Happened::Notes(notes) => self.note(notes, out),
            Happened::HostPort(port) => out.extend(self.line.came(port)),
            Happened::HostPortWanted => self.line.fetch(),
            Happened::GivenBack(kept) => self.take_back(kept, out),
            Happened::Resized(height) => self.resized(height, out),
            Happened::Destroyed => self.destroyed(out),
        }
        self.look_at_waiting(out);
        effects
    }
}

/// Asking.
impl Parts {
    pub fn session_id(&self) -> Option<String> {
        self.machine.told().map(|told| told.session_id.clone())
    }

    pub fn kept(&self) -> Option<&Kept> {
        self.persistence.kept()
    }

    pub fn signals(&self) -> super::Signals {
        super::Signals {
            engine: Signals {
                phase: self.phase.read_only(),
                failure: self.failure.read_only(),
                busy: self.busy.read_only(),
                results: self.results.read_only(),
                timed_up: self.timed_up.read_only(),
                standing: self.standing.read_only(),
                slots: self.slots.read_only(),
                announced: self.announced,
            },
            access: self.access.signals(),
            feed: self.feed.signals(),
            clocks: self.clocks.signals(),
            persistence: self.persistence.signals(),
        }
    }

    /// Another system's part of the session has come.
    pub fn set_vendor(&mut self, vendor: Rc<dyn Vendor>) {
        self.slots.try_set(Some(vendor.slots()));
        self.vendor = Some(vendor);
    }

    /// The address another system's calls may go to beside our own.
    pub fn direct(&self, is_vendor: bool) -> Option<String> {
        let backend = self.fixed.backend().filter(|_| is_vendor)?;
        backend.address.clone()
    }
}

/// Writes a signal only if that changes it, and only while its owner lives.
pub(super) fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|old| *old != value) == Some(true) {
        signal.try_set(value);
    }
}
