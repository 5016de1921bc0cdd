//! What comes by itself: the long poll, and the history for what it missed.

use super::envelope::{Envelope, list};
use super::lanes::{Job, Verdict};
use super::{Stage, Tovie, client_path, whole};
use crate::dialect::Millis;
use crate::dialect::vendor::{Context, push_segment};
use crate::failure::Failure;

/// Events in one answer from which on some may be missing.
const LIMIT: usize = 250;
/// The vendor holds a poll for about 30 seconds.
const HOLD: u64 = 45_000;
/// A poll that broke after as long had nothing to say; something on the way ended it.
const HELD: f64 = 15_000.0;
/// Milliseconds between polls of a backend that does not hold them, and between looks into the
/// history of one that has no events at all.
const PAUSE: u64 = 1_000;
const LOOK: u64 = 5_000;
const HIDDEN_LOOK: u64 = 30_000;
/// Milliseconds a history may take.
const HISTORY: u64 = 30_000;
/// Failed tries to read the history of an earlier visit before the talk goes on without it.
const TRIES: u32 = 3;
/// A link that failed once is no matter for the visitor.
const QUIETLY: u32 = 2;

#[derive(Clone, Debug, Default)]
pub(super) struct Polling {
    /// The newest time an event or the history told of. Not what answers told of: a word from
    /// elsewhere may be older than an answer, and yet on its way.
    newest: Millis,
    no_events: bool,
    no_history: bool,
    /// The vendor knows the visitor: before, it has nothing to tell them.
    pub(super) ready: bool,
    /// Answers that stood in the history and came by no event.
    missed: u32,
    /// The history is asked from here, once it may be.
    history_from: Option<Millis>,
    asked_at: Millis,
    /// Answers in a row that came at once and brought nothing.
    idle: u32,
    /// The visitor was told that the link is lost.
    pub(super) lost: bool,
}

impl Polling {
    /// Where to read on: right behind what is known.
    pub(super) fn cursor(&self) -> Option<Millis> {
        (self.newest > 0.0).then_some(self.newest)
    }

    pub(super) fn history_is_missing(&self) -> bool {
        self.no_history
    }

    /// The poll has been out for longer than the vendor holds it.
    pub(super) fn is_stale(&self, now: Millis) -> bool {
        now < self.asked_at || now - self.asked_at > HOLD as f64
    }

    fn saw(&mut self, at: Option<Millis>) {
        self.newest = at.unwrap_or(0.0).max(self.newest);
    }
}

impl Tovie {
    pub(super) fn keep_polling(&mut self, cx: &mut Context) {
        if !self.polling.ready || !self.lanes.of(Job::Events).is_idle() {
            return;
        }
        if !self.polling.no_events {
            self.poll_events(cx);
        } else if !self.polling.no_history {
            let look = if cx.hidden { HIDDEN_LOOK } else { LOOK };
            self.arm(cx, Job::Events, look);
        }
    }

    pub(super) fn poll_events(&mut self, cx: &mut Context) {
        if self.stage != Stage::Live || !self.polling.ready {
            return;
        }
        if self.polling.no_events {
            if self.lanes.of(Job::History).is_idle() {
                self.read_history(cx, self.polling.cursor());
            }
            return;
        }
        let mut path = "/events?clientId=".to_owned();
        push_segment(&mut path, &self.client);
        path.push_str("&cid=");
        push_segment(&mut path, &self.cid);
        path.push_str("&all=true");
        if let Some(newest) = self.polling.cursor() {
            path.push_str("&ts=");
            path.push_str(&whole(newest + 1.0));
        }
        self.polling.asked_at = cx.now;
        self.call(cx, Job::Events, "GET", &path, None, HOLD);
    }

    pub(super) fn events_answered(&mut self, cx: &mut Context, verdict: Verdict) {
        let elapsed = cx.now - self.polling.asked_at;
        let body = match verdict {
            Verdict::Good(body) => body,
            // Idle connections are cut on the way; that is no fault of anybody's.
            Verdict::Unsure(_) if elapsed >= HELD && !cx.offline => return,
            Verdict::Unsupported => {
                self.worked(Job::Events);
                self.polling.no_events = true;
                self.sync = true;
                // What was accepted before is only found in the history from now on.
                self.look_for_answers(cx);
                return;
            }
            Verdict::Later(_, retry_after) => return self.events_failed(cx, retry_after),
            Verdict::Unreadable | Verdict::Unsure(_) | Verdict::Bad(_) => {
                return self.events_failed(cx, None);
            }
        };
        self.worked(Job::Events);
        self.link(cx, None);
        let events = list(&body, &["events", "messages", "history"]).unwrap_or_default();
        let before = self.polling.cursor();
        let envelopes: Vec<Envelope> = events.iter().filter_map(Envelope::of_event).collect();
        let told = self.told.len();
        for envelope in &envelopes {
            self.polling.saw(envelope.at);
            self.take(cx, envelope, None, false);
        }
        if events.len() >= LIMIT {
            self.read_history(cx, before);
        }
        if self.told.len() > told || elapsed >= PAUSE as f64 {
            self.polling.idle = 0;
        } else {
            // It does not hold the poll, or says the same again and again.
            self.polling.idle = (self.polling.idle + 1).min(5);
            self.arm(cx, Job::Events, PAUSE * u64::from(self.polling.idle));
        }
    }

    fn events_failed(&mut self, cx: &mut Context, retry_after: Option<u64>) {
        let failures = self.retry(cx, Job::Events, retry_after);
        if failures >= QUIETLY {
            self.link(cx, Some(failures));
        }
    }

    /// The agent said that it will speak again after so many seconds. Where no event would tell,
    /// the history is looked at then.
    pub(super) fn expect_word(&mut self, cx: &mut Context, seconds: f64) {
        if self.polling.no_events && seconds < 3_600.0 {
            self.arm(cx, Job::Events, (seconds * 1_000.0) as u64 + PAUSE);
        }
    }

    /// Asks for what was said from then on, or for everything.
    pub(super) fn read_history(&mut self, cx: &mut Context, from: Option<Millis>) {
        if self.polling.no_history {
            return;
        }
        self.polling.history_from = from;
        let mut path = client_path(&self.client, &["history"]);
        if let Some(from) = from {
            path.push_str("?from=");
            path.push_str(&whole(from));
        }
        self.call(cx, Job::History, "GET", &path, None, HISTORY);
    }

    pub(super) fn history_due(&mut self, cx: &mut Context) {
        let from = self.polling.history_from;
        self.read_history(cx, from);
    }

    pub(super) fn history_answered(&mut self, cx: &mut Context, verdict: Verdict) {
        let (failure, retry_after) = match verdict {
            Verdict::Good(body) => {
                self.worked(Job::History);
                self.link(cx, None);
                let names = ["messages", "history", "events", "content", "data"];
                let listed = list(&body, &names).unwrap_or_default();
                let mut envelopes: Vec<Envelope> =
                    listed.iter().filter_map(Envelope::of_event).collect();
                // Stable: what has no time keeps its place among equals.
                envelopes.sort_by(|a, b| {
                    let time = |it: &Envelope| it.at.unwrap_or(0.0);
                    time(a).total_cmp(&time(b))
                });
                return self.history_came(cx, &envelopes);
            }
            // No history kept, or none for a client nobody heard of.
            Verdict::Unsupported => {
                self.worked(Job::History);
                if self.stage == Stage::Live {
                    self.polling.no_history = true;
                }
                return self.history_came(cx, &[]);
            }
            Verdict::Unreadable => (super::unreadable(), None),
            Verdict::Later(failure, retry_after) => (failure, retry_after),
            Verdict::Unsure(failure) | Verdict::Bad(failure) => (failure, None),
        };
        self.history_failed(cx, &failure, retry_after);
    }

    fn history_came(&mut self, cx: &mut Context, envelopes: &[Envelope]) {
        let awaiting = |it: &super::Turn| it.state == super::turns::State::Awaiting;
        let before = self.turns.iter().filter(|it| awaiting(it)).count();
        for envelope in envelopes {
            self.polling.saw(envelope.at);
            self.take(cx, envelope, None, true);
        }
        if self.stage == Stage::Returning {
            self.stage = Stage::Live;
            if envelopes.is_empty() {
                self.greet(cx);
            } else {
                self.polling.ready = true;
                self.ask_unread(cx);
                self.ask_status(cx);
            }
        } else if self.turns.iter().filter(|it| awaiting(it)).count() < before {
            // Once, the history may have been faster than the event.
            self.polling.missed += 1;
            self.sync |= self.polling.missed >= 2;
        }
        self.post_the_unsure(cx);
    }

    fn history_failed(&mut self, cx: &mut Context, failure: &Failure, retry_after: Option<u64>) {
        let failures = self.retry(cx, Job::History, retry_after);
        if failures >= QUIETLY {
            self.link(cx, Some(failures));
        }
        if self.stage == Stage::Returning && failures >= TRIES {
            // What is new can be said all the same, and does not wait for what was.
            self.quit(cx, Job::History);
            self.stage = Stage::Live;
            self.polling.ready = true;
        }
        self.fail_the_unsure(cx, failure);
    }
}
