//! The transcript feed: core's transcript, kept once, and its rows on screen, which learn at most 15
//! times a second what changed.

use std::collections::VecDeque;

use leptos::prelude::*;
use vivavoce_core::dialect::{Delivery, Event, Link};
use vivavoce_core::failure::Failure;
use vivavoce_core::phase::{Phase, Pulse, Rhythm};
use vivavoce_core::transcript::{Change, Entry, EntryId, Transcript};

use super::engine::{Happened, Inbox, put};
use crate::browser::clock::now;
use crate::browser::timer::Timeout;

/// Milliseconds from one look at what was said to the next, at most 15 a second. Whoever reads sees no
/// difference to every frame, which would cost three times as much: layout, scrolling and painting are
/// paid by the look and not by the word. The style sheet moves the rings from one level to the next.
const LOOK: f64 = 67.0;
/// A change of the level that is worth a write: smaller ones nobody could see.
const STEP: f64 = 0.1;

/// The rows of the transcript in order: changes only when one comes, goes or moves.
pub type Rows = Vec<Row>;

/// One row of the transcript. What it says stays in the transcript, and is read there.
#[derive(Clone)]
pub struct Row {
    id: EntryId,
    /// Where it stood when it was arranged; it may stand a little further on by now.
    place: usize,
    changed: ArcTrigger,
    transcript: StoredValue<Transcript>,
}

impl Row {
    pub fn id(&self) -> &EntryId {
        &self.id
    }

    /// Reads the entry in place, now and whenever it has changed; `None` once it is gone.
    pub fn read<T>(&self, read: impl FnOnce(&Entry) -> T) -> Option<T> {
        self.changed.track();
        self.peek(read)
    }

    /// Reads the entry in place, as it is now.
    pub fn peek<T>(&self, read: impl FnOnce(&Entry) -> T) -> Option<T> {
        self.transcript
            .try_with_value(|transcript| transcript.find(&self.id, self.place).map(read))
            .flatten()
    }
}

/// The last reply failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// What is asked for again; `None`: this reply cannot be.
    pub retried: Option<EntryId>,
    pub failure: Failure,
}

pub(super) struct TranscriptFeed {
    inbox: Inbox,
    transcript: StoredValue<Transcript>,
    rhythm: Rhythm,
    /// The level moves something on screen.
    shows_level: bool,
    /// Rows came or moved since the last look.
    rearranged: bool,
    /// Entries whose rows do not know yet that they changed.
    stale: Vec<EntryId>,
    /// Does not wait for the next look.
    urgent: bool,
    /// The next look.
    look: Option<Timeout>,
    /// When that was last.
    looked: f64,
    rows: RwSignal<Rows>,
    broken: RwSignal<Option<Broken>>,
    pulse: RwSignal<Pulse>,
    level: RwSignal<f64>,
    running: RwSignal<bool>,
    link_lost: RwSignal<bool>,
}

#[derive(Clone, Copy)]
pub(super) struct Signals {
    pub rows: ReadSignal<Rows>,
    pub broken: ReadSignal<Option<Broken>>,
    pub pulse: ReadSignal<Pulse>,
    pub level: ReadSignal<f64>,
    pub running: ReadSignal<bool>,
    pub link_lost: ReadSignal<bool>,
}

impl TranscriptFeed {
    pub fn new(inbox: Inbox, shows_level: bool) -> TranscriptFeed {
        TranscriptFeed {
            inbox,
            transcript: StoredValue::new(Transcript::default()),
            rhythm: Rhythm::default(),
            shows_level,
            rearranged: false,
            stale: Vec::new(),
            urgent: false,
            look: None,
            looked: 0.0,
            rows: RwSignal::new(Vec::new()),
            broken: RwSignal::new(None),
            pulse: RwSignal::new(Pulse::Idle),
            level: RwSignal::new(0.0),
            running: RwSignal::new(false),
            link_lost: RwSignal::new(false),
        }
    }

    pub fn signals(&self) -> Signals {
        Signals {
            rows: self.rows.read_only(),
            broken: self.broken.read_only(),
            pulse: self.pulse.read_only(),
            level: self.level.read_only(),
            running: self.running.read_only(),
            link_lost: self.link_lost.read_only(),
        }
    }

    pub fn is_running(&self) -> bool {
        self.rhythm.is_running()
    }

    /// The last reply failed.
    pub fn is_broken(&self) -> bool {
        self.broken.try_with_untracked(Option::is_some) == Some(true)
    }

    pub fn take(&mut self, event: &Event) {
        self.rhythm.take(event, now());
        let changes = self
            .transcript
            .try_update_value(|transcript| transcript.apply(event));
        for change in changes.unwrap_or_default() {
            match change {
                Change::Added { .. } | Change::Moved { .. } => self.rearranged = true,
                Change::Grew { entry, .. } | Change::Updated { entry } => {
                    if self.stale.last() != Some(&entry) {
                        self.stale.push(entry);
                    }
                }
            }
        }
        match event {
            Event::Link(link) => put(self.link_lost, matches!(link, Link::Lost { .. })),
            // What leaves the composer stands in the transcript, with no frame in between.
            Event::Delivery {
                delivery: Delivery::Sending,
                ..
            } => self.urgent = true,
            Event::Anew => self.empty(),
            _ => {}
        }
        self.note_failed(event);
    }

    /// A reply that failed is the visitor's to ask for again.
    fn note_failed(&mut self, event: &Event) {
        match event {
            Event::RunFailed {
                run,
                failure,
                again,
            } => {
                let broken = Broken {
                    retried: again.then(|| run.clone()),
                    failure: failure.clone(),
                };
                put(self.broken, Some(broken));
            }
            Event::RunStarted { .. }
            | Event::MessageStarted { .. }
            | Event::Anew
            | Event::Delivery {
                delivery: Delivery::Sending,
                ..
            } => put(self.broken, None),
            _ => {}
        }
    }

    /// All that one input made the dialect say was taken.
    pub fn taken(&mut self, phase: Phase) {
        put(self.running, self.rhythm.is_running());
        if std::mem::take(&mut self.urgent) {
            self.paint();
        } else if self.rearranged || !self.stale.is_empty() {
            self.look_soon();
        }
        self.beat(phase);
    }

    /// The pulse as it is now; while the agent speaks it is looked at again.
    pub fn beat(&mut self, phase: Phase) {
        let pulse = self.rhythm.pulse(phase, false, now());
        put(self.pulse, pulse);
        if pulse == Pulse::Speaking {
            self.look_soon();
        } else {
            put(self.level, 0.0);
        }
    }

    fn look_soon(&mut self) {
        if self.look.is_none() {
            let inbox = self.inbox.clone();
            let wait = (self.looked + LOOK - now()).clamp(0.0, LOOK);
            self.look = Some(Timeout::new(wait as u64, move || {
                inbox.happen(Happened::Looked);
            }));
        }
    }

    /// Shows what was said since the last look, and how the agent speaks.
    pub fn look(&mut self, phase: Phase) {
        self.looked = now();
        self.paint();
        if self.shows_level {
            let level = self.rhythm.level(now());
            let told = self.level.try_get_untracked().unwrap_or_default();
            if level == 0.0 || (level - told).abs() >= STEP {
                put(self.level, level);
            }
        }
        self.beat(phase);
    }

    /// Lets the rows know what changed.
    pub fn paint(&mut self) {
        self.look = None;
        if std::mem::take(&mut self.rearranged) {
            let transcript = self.transcript;
            self.rows.try_update(|rows| arrange(rows, transcript));
        }
        let stale = std::mem::take(&mut self.stale);
        let changed = self.rows.try_with_untracked(|rows| {
            let row = |id: &EntryId| rows.iter().rev().find(|row| row.id == *id);
            let rows = stale.iter().filter_map(row);
            rows.map(|row| row.changed.clone()).collect::<Vec<_>>()
        });
        changed.unwrap_or_default().notify();
    }

    /// Nothing of what was said stands any more.
    fn empty(&mut self) {
        self.rhythm = Rhythm::default();
        self.stale.clear();
        self.rearranged = false;
        if self.rows.try_with_untracked(Vec::is_empty) == Some(false) {
            self.rows.try_set(Vec::new());
        }
    }

    pub fn clear(&mut self) {
        self.transcript.try_update_value(Transcript::clear);
        self.look = None;
        self.urgent = false;
        self.empty();
        put(self.broken, None);
        put(self.running, false);
        put(self.link_lost, false);
    }
}

/// Rows in the transcript's order. One that stays keeps its trigger, and so its node; both orders are
/// nearly the same, so each is found near the front.
fn arrange(rows: &mut Rows, transcript: StoredValue<Transcript>) {
    let mut before = VecDeque::from(std::mem::take(rows));
    transcript.try_with_value(|all| {
        for (place, entry) in all.entries().iter().enumerate() {
            let known = before.iter().position(|row| row.id == entry.id);
            let changed = known
                .and_then(|at| before.remove(at))
                .map(|row| row.changed);
            rows.push(Row {
                id: entry.id.clone(),
                place,
                changed: changed.unwrap_or_default(),
                transcript,
            });
        }
    });
}
