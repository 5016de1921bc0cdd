//! Messages of which nobody knows whether they arrived, and answers that do not come.

use super::Tovie;
use super::lanes::Job;
use super::turns::{PATIENCE, State, Turn};
use crate::dialect::vendor::Context;
use crate::failure::Failure;

/// Looks into the history for an answer that no event brought, counted from the message's
/// acceptance; after the last one nobody waits any longer.
const LOOKS: [f64; 4] = [6_000.0, 15_000.0, 30_000.0, 60_000.0];

impl Tovie {
    /// The history came: what was not found in it was not received.
    pub(super) fn post_the_unsure(&mut self, cx: &mut Context) {
        let unsure = |turn: &Turn| turn.state == State::Unsure;
        if self.lanes.of(Job::Send).is_idle()
            && let Some(place) = self.turns.iter().position(unsure)
        {
            self.set_state(place, State::Queued);
        }
        self.next_turn(cx);
    }

    /// Nobody can tell whether what was posted arrived: its visitor decides.
    pub(super) fn fail_the_unsure(&mut self, cx: &mut Context, failure: &Failure) {
        for place in 0..self.turns.len() {
            let turn = self.turns.get(place);
            let is_tired = turn
                .is_some_and(|turn| turn.state == State::Unsure && cx.now - turn.since >= PATIENCE);
            if is_tired {
                self.fail_turn(cx, place, failure.clone(), true);
            }
        }
    }

    pub(super) fn arm_silence(&mut self, cx: &mut Context) {
        let awaiting = self.turns.iter().filter(|it| it.state == State::Awaiting);
        let next = awaiting.filter_map(|turn| Some(turn.since + LOOKS.get(turn.looks)?));
        if let Some(at) = next.min_by(f64::total_cmp) {
            self.arm(cx, Job::Silence, (at - cx.now).max(0.0).ceil() as u64);
        }
    }

    /// An accepted message has been without an answer for a while: has the history one?
    pub(super) fn look_for_answers(&mut self, cx: &mut Context) {
        let mut looks = false;
        for place in 0..self.turns.len() {
            let Some(turn) = self.turns.get_mut(place) else {
                continue;
            };
            let limit = LOOKS.get(turn.looks).copied().unwrap_or(0.0);
            if turn.state == State::Awaiting && cx.now - turn.since >= limit {
                turn.looks += 1;
                looks = true;
                if turn.looks >= LOOKS.len() {
                    // Not every message is answered.
                    self.answered_turn(cx, place);
                }
            }
        }
        // Without a history nothing else would bring them.
        self.sync |= looks && self.polling.history_is_missing();
        if looks && self.lanes.of(Job::History).is_idle() {
            self.read_history(cx, self.polling.cursor());
        }
        self.arm_silence(cx);
    }
}
