//! What this device keeps of a conversation, for a reload.

use super::prompt::{self, Interrupt};
use super::{AgUi, Context, VendorEvent};
use crate::dialect::{Event, Speaker};
use crate::event::EntryId;
use crate::json::text as written;

impl AgUi {
    /// What a reload needs.
    pub(super) fn keep(&self, cx: &mut Context) {
        let asked: Vec<Interrupt> = self.asked.iter().cloned().collect();
        let kept = [
            "{\"thread\":",
            &written(&self.thread),
            ",\"runs\":",
            &self.runs.to_string(),
            ",\"messages\":",
            &self.memory.kept(),
            ",\"state\":",
            &self.memory.state_text(),
            ",\"asked\":",
            &prompt::kept(&asked),
            "}",
        ];
        cx.tell(VendorEvent::Keep(kept.concat()));
    }

    pub(super) fn replay(&mut self, cx: &mut Context) {
        for line in self.memory.lines() {
            let entry = EntryId::from(line.id.as_str());
            let speaker = if line.visitor {
                Speaker::Visitor
            } else {
                Speaker::Agent
            };
            cx.emit(Event::MessageStarted {
                entry: entry.clone(),
                speaker,
                at: cx.now,
            });
            cx.emit(Event::MessageDelta {
                entry: entry.clone(),
                text: line.text,
            });
            cx.emit(Event::MessageEnded { entry });
        }
    }
}
