//! What the visitor does.

use leptos::prelude::*;
use vivavoce_core::dialect::Verb;
use vivavoce_core::phase::sending::{self, Unsendable, Waiting};
use vivavoce_core::phase::{Phase, Step};
use vivavoce_core::transcript::EntryId;

use super::{Effect, Parts};
use crate::browser::random;

impl Parts {
    /// Whether the visitor can send this now. `chosen`: one of the agent's buttons, not the composer.
    pub fn check_sending(&self, text: &str, chosen: bool) -> Result<(), Unsendable> {
        sending::check(self.standing_now(), text, chosen)
    }

    fn standing_now(&self) -> sending::Standing {
        let gate = self.standing.try_with_untracked(|standing| standing.gate);
        gate.unwrap_or_default()
            .sending(self.machine.phase(), self.feed.is_running())
    }

    pub(super) fn send(&mut self, text: String, choice: Option<String>, out: &mut Vec<Effect>) {
        if self.check_sending(&text, choice.is_some()).is_ok() {
            say(text, choice, out);
        }
    }

    /// What stands in the composer goes, or waits until the reply ends.
    pub(super) fn write(&mut self, out: &mut Vec<Effect>) {
        let standing = self.standing_now();
        let mut text = self.persistence.draft().unwrap_or_default();
        // Of what waits already it is a further line.
        if sending::waiting(standing, false) == Waiting::Waits {
            text = sending::joined(&self.persistence.waiting(), &text);
        }
        match sending::write(standing, &text) {
            Ok(Waiting::Goes) => say(text, None, out),
            Ok(_) => self.persistence.wait(text),
            Err(_) => return,
        }
        self.persistence.set_draft(String::new());
    }

    /// What waits goes once it can, or comes back.
    pub(super) fn look_at_waiting(&mut self, out: &mut Vec<Effect>) {
        let text = self.persistence.waiting();
        if text.is_empty() {
            return;
        }
        match sending::waiting(self.standing_now(), self.feed.is_broken()) {
            Waiting::Waits => {}
            Waiting::ComesBack => self.persistence.take_back(),
            Waiting::Goes => {
                self.persistence.wait(String::new());
                say(text, None, out);
            }
        }
    }

    pub(super) fn submit(&mut self, comment: Option<String>, out: &mut Vec<Effect>) {
        self.comment = comment;
        self.step(Step::Submit, out);
    }

    pub(super) fn retry(&mut self, out: &mut Vec<Effect>) {
        // Only a new page finds it, and this one has no session yet that it could lose.
        if self.gone {
            out.push(Effect::Reload);
            return;
        }
        if self.machine.phase() == Phase::Locked {
            return self.load(out);
        }
        self.step(Step::Retry, out);
        // Of a session that is over nothing can be tried again; another one can begin.
        if self.machine.phase() == Phase::Failed {
            self.step(Step::Again, out);
        }
    }

    pub(super) fn draft_rested(&mut self, out: &mut Vec<Effect>) {
        self.persistence.keep_draft();
        let draft = self.persistence.draft();
        if let (Some(vendor), Some(draft), Phase::Live) =
            (&self.vendor, draft, self.machine.phase())
        {
            let command = vendor.draft_rested(&draft);
            out.extend(command.map(|command| Effect::Act(Verb::Vendor(command))));
        }
    }
}

fn say(text: String, choice: Option<String>, out: &mut Vec<Effect>) {
    out.push(Effect::Act(Verb::Send {
        entry: EntryId::from(random::id().as_str()),
        text,
        choice,
    }));
}
