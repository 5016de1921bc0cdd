//! Words of which nobody knows whether they arrived: what was answered by a broken answer may be at
//! work all the same. They are looked for in the chat before they are sent again.

use super::{Agentok, Context, Run};
use crate::dialect::{Delivery, Event, Head, Speaker};
use crate::event::EntryId;
use crate::failure::Failure;

#[derive(Clone, Debug, Default)]
pub(super) struct Doubt {
    /// Entries with their words as they were sent.
    words: Vec<(EntryId, String)>,
    /// The chat is read before anything is sent.
    looking: bool,
}

impl Doubt {
    pub(super) fn clear(&mut self) {
        *self = Doubt::default();
    }

    pub(super) fn is_looking(&self) -> bool {
        self.looking
    }

    /// `head` is of the answer that came instead of a good one.
    pub(super) fn note(&mut self, head: &Head, entry: EntryId, words: String) {
        if matches!(head.status, 0 | 200..=299 | 500..=599) {
            self.words.push((entry, words));
        }
    }

    /// Whether `entry` is to be looked for first.
    pub(super) fn look_for(&mut self, entry: &EntryId) -> bool {
        let doubtful = self.words.iter().any(|(known, _)| known == entry);
        self.looking |= doubtful;
        doubtful
    }

    /// The entry that said `text`, which did arrive.
    fn settle(&mut self, text: &str) -> Option<EntryId> {
        let same = |(_, words): &(EntryId, String)| words.trim() == text.trim();
        let at = self.words.iter().position(same)?;
        Some(self.words.remove(at).0)
    }
}

impl Agentok {
    /// The chat has `text`: whether it is one of the doubtful. The agents answer it.
    pub(super) fn arrived(&mut self, cx: &mut Context, text: &str) -> bool {
        let Some(entry) = self.doubt.settle(text) else {
            return false;
        };
        self.waiting.retain(|turn| turn.entry != entry);
        cx.emit(Event::MessageStarted {
            entry: entry.clone(),
            speaker: Speaker::Visitor,
            at: cx.now,
        });
        cx.emit(Event::Delivery {
            entry: entry.clone(),
            delivery: Delivery::Sent,
        });
        if self.run.is_none() {
            cx.emit(Event::RunStarted { run: entry.clone() });
            self.run = Some(Run {
                moved: true,
                sent: true,
                listed: true,
                ..Run::of(entry)
            });
        }
        true
    }

    /// The chat was read; what it does not have is sent.
    pub(super) fn looked(&mut self, cx: &mut Context) {
        if std::mem::take(&mut self.doubt.looking) {
            for turn in &self.waiting {
                self.doubt.words.retain(|(entry, _)| *entry != turn.entry);
            }
            self.next(cx);
        }
    }

    /// The chat cannot be read either: their visitor decides when to try again.
    pub(super) fn looked_in_vain(&mut self, cx: &mut Context, failure: &Failure) {
        if !std::mem::take(&mut self.doubt.looking) {
            return;
        }
        for turn in std::mem::take(&mut self.waiting) {
            let delivery = Delivery::Failed(failure.clone());
            let entry = turn.entry;
            cx.emit(Event::Delivery { entry, delivery });
        }
    }
}
