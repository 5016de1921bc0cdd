//! What is said, from the dialect's events to the signals, at most once per painted frame.

use leptos::prelude::*;
use vivavoce_core::dialect::{Delivery, Event, Link, Verb};
use vivavoce_core::failure::Failure;
use vivavoce_core::phase::{Phase, Pulse, Rhythm, Step};
use vivavoce_core::transcript::{Change, EntryId, Transcript};
use vivavoce_core::wire::{Lock, Results};

use super::Entries;
use super::engine::{Engine, put};
use crate::browser::clock::now;
use crate::browser::frame::Frame;
use crate::browser::random;

/// The transcript, and which of its changes are not on screen yet.
#[derive(Default)]
pub(super) struct Talk {
    transcript: Transcript,
    rhythm: Rhythm,
    /// Rows to add or move, in order.
    rows: Vec<Row>,
    /// Entries whose signal is behind.
    stale: Vec<EntryId>,
    frame: Option<Frame>,
}

struct Row {
    id: EntryId,
    before: Option<EntryId>,
    moved: bool,
}

impl Talk {
    pub fn clear(&mut self) {
        *self = Talk::default();
    }

    fn take(&mut self, event: &Event) {
        self.rhythm.take(event, now());
        for change in self.transcript.apply(event) {
            match change {
                Change::Added { entry, before } => self.rows.push(Row {
                    id: entry,
                    before,
                    moved: false,
                }),
                Change::Moved { entry, before } => self.rows.push(Row {
                    id: entry,
                    before,
                    moved: true,
                }),
                Change::Grew { entry, .. } | Change::Updated { entry } => {
                    if self.stale.last() != Some(&entry) {
                        self.stale.push(entry);
                    }
                }
            }
        }
    }

    /// Forgets what is not on screen yet.
    #[cfg(feature = "guests")]
    pub fn forget_rows(&mut self) {
        self.rows.clear();
        self.stale.clear();
        self.rhythm = Rhythm::default();
    }

    fn is_behind(&self) -> bool {
        !self.rows.is_empty() || !self.stale.is_empty()
    }
}

impl Engine {
    /// Sends what the visitor said, or the choice that was pressed; `false` where that is not
    /// possible now.
    pub fn send(&self, text: String, choice: Option<String>) -> bool {
        let runs = self.talk.borrow().rhythm.is_running();
        let blank = text.trim().is_empty();
        #[cfg(feature = "guests")]
        let (runs, blank) = (
            (runs && !self.is_asked()) || !self.may_write(choice.is_some()),
            // What a button answers with may be an empty line.
            blank && choice.is_none(),
        );
        if self.phase() != Phase::Live || runs || blank {
            return false;
        }
        self.act(Verb::Send {
            entry: EntryId::from(random::id().as_str()),
            text,
            choice,
        });
        // What leaves the composer stands in the transcript, with no frame in between.
        self.paint();
        true
    }

    /// A reply that failed is the visitor's to ask for again.
    fn note_failed(&self, event: &Event) {
        let broken = self.signals.broken;
        match event {
            Event::RunFailed { run, failure } => {
                put(broken, Some((run.clone(), failure.clone())));
            }
            Event::RunStarted { .. }
            | Event::MessageStarted { .. }
            | Event::Delivery {
                delivery: Delivery::Sending,
                ..
            } => put(broken, None),
            _ => {}
        }
    }

    /// What one input made the dialect say.
    pub fn hear(&self, events: Vec<Event>) {
        for event in &events {
            self.talk.borrow_mut().take(event);
            self.note_failed(event);
            match event {
                Event::Connected { session, resumed } => self.connected(session, *resumed),
                Event::Link(link) => {
                    put(self.signals.link_lost, matches!(link, Link::Lost { .. }));
                }
                Event::Results(results) => {
                    put(self.signals.results, Some(Results::clone(results)));
                }
                Event::Failed(failure) => {
                    self.session_failed(failure);
                    continue;
                }
                #[cfg(feature = "guests")]
                Event::Guest(told) => {
                    self.told(told);
                    continue;
                }
                _ => {}
            }
            self.step(Step::Event(event));
        }
        let running = self.talk.borrow().rhythm.is_running();
        put(self.signals.running, running);
        self.beat();
        if self.talk.borrow().is_behind() {
            self.paint_soon();
        }
    }

    fn session_failed(&self, failure: &Failure) {
        let connecting = self.phase() == Phase::Connecting;
        match failure {
            Failure::Refused | Failure::Missing if connecting && self.is_resuming() => {
                self.cannot_resume();
            }
            Failure::Refused if connecting && self.current.borrow().is_none() => {
                self.access.borrow_mut().bearer = None;
                self.lock(Lock::Token, Some(failure.clone()));
            }
            _ => self.fail(failure.clone()),
        }
    }

    /// The pulse as it is now; comes back by itself while the agent speaks.
    pub fn beat(&self) {
        let phase = self.phase();
        let now = now();
        let (pulse, level) = {
            let talk = self.talk.borrow();
            (talk.rhythm.pulse(phase, false, now), talk.rhythm.level(now))
        };
        put(self.signals.pulse, pulse);
        let level = match pulse {
            Pulse::Speaking if self.fixed.shows_level => level,
            _ => 0.0,
        };
        // Steps nobody could see are not worth a write.
        put(self.signals.level, (level * 50.0).round() / 50.0);
        if pulse == Pulse::Speaking {
            self.paint_soon();
        }
    }

    fn paint_soon(&self) {
        let mut talk = self.talk.borrow_mut();
        if talk.frame.is_some() {
            return;
        }
        let me = self.me.clone();
        talk.frame = Some(Frame::new(move || {
            if let Some(engine) = me.upgrade() {
                engine.paint();
                engine.beat();
            }
        }));
    }

    /// Writes the signals that are behind.
    pub fn paint(&self) {
        let (frame, rows, stale) = {
            let mut talk = self.talk.borrow_mut();
            (
                talk.frame.take(),
                std::mem::take(&mut talk.rows),
                std::mem::take(&mut talk.stale),
            )
        };
        drop(frame);
        if !rows.is_empty() {
            let talk = self.talk.borrow();
            self.signals
                .entries
                .try_update(|entries| place(entries, rows, &talk.transcript));
        }
        if stale.is_empty() {
            return;
        }
        let entries: Entries = self.signals.entries.try_get_untracked().unwrap_or_default();
        for id in stale {
            let entry = self.talk.borrow().transcript.get(&id).cloned();
            let row = entries.iter().rev().find(|(row, _)| *row == id);
            if let (Some((_, signal)), Some(entry)) = (row, entry)
                && signal.with_untracked(|shown| *shown != entry)
            {
                signal.set(entry);
            }
        }
    }
}

/// Adds and moves rows; a moved row keeps its signal, and so its node.
fn place(entries: &mut Entries, rows: Vec<Row>, transcript: &Transcript) {
    let find = |entries: &Entries, id: &EntryId| entries.iter().rposition(|(row, _)| row == id);
    for Row { id, before, moved } in rows {
        let standing = if moved { find(entries, &id) } else { None };
        let row = match standing {
            Some(at) => Some(entries.remove(at)),
            None => transcript
                .get(&id)
                .map(|entry| (id, ArcRwSignal::new(entry.clone()))),
        };
        let Some(row) = row else { continue };
        match before.and_then(|before| find(entries, &before)) {
            Some(at) => entries.insert(at, row),
            None => entries.push(row),
        }
    }
}
