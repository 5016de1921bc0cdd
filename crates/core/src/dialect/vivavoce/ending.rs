//! Stop, submission, results.

use super::lanes::{Job, Verdict, verdict};
use super::{Stage, Vivavoce};
use crate::dialect::lanes::elapsed;
use crate::dialect::{Event, Head, Millis};
use crate::event::Outcome;
use crate::failure::Failure;
use crate::json::{self, Look, Value};
use crate::wire::{ResultsStatus, StopReason, StopRequest, SubmitRequest};

/// The visitor's own stop ends the session on screen after so many milliseconds, whether or not the
/// server could be told.
const STOP_WITHIN: u64 = 3_000;
/// Once the server has stopped, the log's last events may be so long on their way.
const LAST_EVENTS: u64 = 700;
/// Every try must reach the server while the page may be going away, so it gets its own limit.
const STOP_TIMEOUT: u64 = 8_000;
/// The server gives the session up by itself after as long.
const STOP_PATIENCE: f64 = 600_000.0;
const SUBMIT_PATIENCE: f64 = 45_000.0;
const RESULTS_PATIENCE: f64 = 90_000.0;

#[derive(Clone, Debug, Default)]
pub(super) struct Ending {
    /// The visitor's or the host's wish.
    pub(super) stop: Option<StopReason>,
    /// The server knows that it is over.
    stopped: bool,
    /// [`Event::Ended`] was told.
    ended: bool,
    /// The log says so: why and when.
    pub(super) seen: Option<(StopReason, Millis)>,
    pub(super) submission_seen: bool,
    submit: Option<SubmitRequest>,
    /// [`Event::Failed`] was told of the submission.
    submit_failed: bool,
    submitted: bool,
    results: Asking,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Asking {
    #[default]
    No,
    Since(Millis, u32),
    GaveUp,
    Done,
}

impl Ending {
    /// Nothing further can be said.
    pub(super) fn is_over(&self) -> bool {
        self.ended || self.seen.is_some()
    }
}

impl Vivavoce {
    pub(super) fn stop(&mut self, reason: StopReason) {
        if self.ending.stop.is_some() || self.ending.ended || self.stage == Stage::Idle {
            return;
        }
        self.ending.stop = Some(reason);
        if self.stage == Stage::Creating {
            // The answer may be on its way and then names a session to stop; a retry would only
            // make one.
            self.lanes.of(Job::Open).due = None;
            self.end(reason, self.now);
            return;
        }
        self.run(Job::Stop);
        if self.halted {
            self.end(reason, self.now);
        } else {
            self.arm(Job::End, STOP_WITHIN);
        }
    }

    pub(super) fn post_stop(&mut self) {
        let Some(reason) = self.ending.stop else {
            return;
        };
        if self.ending.stopped || self.lanes.of(Job::Stop).call.is_some() {
            return;
        }
        let body = StopRequest {
            reason,
            ..StopRequest::default()
        };
        let mut request = self.post(&["stop"], json::text(&body));
        request.timeout = STOP_TIMEOUT;
        request.keepalive = true;
        self.call(Job::Stop, request);
    }

    pub(super) fn stop_answered(&mut self, head: &Head, body: &[u8]) {
        match verdict(head, body, self.unreachable()) {
            Verdict::Again(failure, retry_after) => {
                if self.gives_up(Job::Stop, STOP_PATIENCE, retry_after) {
                    self.ending.stopped = true;
                } else {
                    self.retry_later(Job::Stop, retry_after);
                }
                let waits = self.ending.submit.is_some() && !self.ending.submit_failed;
                if waits && self.gives_up(Job::Submit, SUBMIT_PATIENCE, None) {
                    self.submit_failed(failure);
                }
            }
            Verdict::Good => {
                // The reason that counts is the first one given.
                let said = json::parse_bytes(body);
                if let Some(reason) = said.and_then(|it| json::of(it.at("reason"))) {
                    self.ending.stop = Some(reason);
                }
                self.worked(Job::Stop);
                self.ending.stopped = true;
                self.last_events();
                self.submit_next();
            }
            // Refused or unknown: there is no session left to stop.
            Verdict::Bad(_) => {
                self.ending.stopped = true;
                self.end_is_due();
                self.submit_next();
            }
        }
    }

    /// The stop has arrived, so a submission that waited for it may follow, unless it has been
    /// refused before and waits for its own time.
    fn submit_next(&mut self) {
        if self.lanes.of(Job::Submit).due.is_none() {
            self.run(Job::Submit);
        }
    }

    /// The log ends with this stop and whatever was said before it, and is given a moment to say
    /// so: what stands on screen is then what is stored.
    fn last_events(&mut self) {
        if self.ending.ended {
            return;
        }
        self.arm(Job::End, LAST_EVENTS);
        if self.stage == Stage::Live && !self.link.is_streaming() {
            self.drop_link_call();
            self.lanes.of(Job::Link).due = None;
            if !self.held(Job::Link) {
                self.read_page();
            }
        }
    }

    /// The visitor has waited long enough.
    pub(super) fn end_is_due(&mut self) {
        if let Some(reason) = self.ending.stop {
            self.end(reason, self.now);
        }
    }

    /// The log told the session's end.
    pub(super) fn finish_if_seen(&mut self) {
        let Some((reason, at)) = self.ending.seen else {
            return;
        };
        self.end(reason, at);
        if self.ending.submission_seen {
            self.submitted();
        }
    }

    pub(super) fn end(&mut self, reason: StopReason, at: Millis) {
        if std::mem::replace(&mut self.ending.ended, true) {
            return;
        }
        if self.ending.seen.is_some() {
            self.ending.stopped = true;
            self.quit(Job::Stop);
        }
        if self.stage == Stage::Replaying {
            self.quit(Job::Open);
        }
        self.drop_link_call();
        for job in [Job::Link, Job::Cancel, Job::Lost, Job::End, Job::Idle] {
            self.quit(job);
        }
        let failure = self.unreachable();
        self.fail_turns(&failure);
        self.stage = Stage::Over;
        self.halted = false;
        self.emit(Event::Ended { reason, at });
        self.run(Job::Submit);
    }

    pub(super) fn submit(&mut self, comment: Option<String>) {
        if self.ending.submitted {
            return;
        }
        let again = std::mem::take(&mut self.ending.submit_failed);
        if self.ending.submit.is_none() || again {
            self.ending.submit = Some(SubmitRequest { comment });
            self.lanes.of(Job::Submit).since = Some(self.now);
            self.run(Job::Submit);
        }
    }

    pub(super) fn post_submit(&mut self) {
        let Some(body) = &self.ending.submit else {
            return;
        };
        // The server refuses it while the session runs, so the stop has to arrive first.
        let too_early = self.ending.stop.is_some() && !self.ending.stopped;
        let idle = self.lanes.of(Job::Submit).call.is_none() && !self.ending.submit_failed;
        if !too_early && idle && !self.ending.submitted && self.stage == Stage::Over {
            let request = self.post(&["submit"], json::text(body));
            self.call(Job::Submit, request);
        }
    }

    pub(super) fn submit_answered(&mut self, head: &Head, body: &[u8]) {
        // The session still runs, says the server: the stop was lost on the way after all.
        let early = head.status == 409;
        match verdict(head, body, self.unreachable()) {
            Verdict::Good => self.submitted(),
            Verdict::Bad(failure) if !early => self.submit_failed(failure),
            Verdict::Again(failure, _) | Verdict::Bad(failure) => {
                let retry_after = head.retry_after;
                if self.gives_up(Job::Submit, SUBMIT_PATIENCE, retry_after) {
                    self.submit_failed(failure);
                } else {
                    self.retry_later(Job::Submit, retry_after);
                }
                if early && self.ending.stop.is_some() {
                    self.ending.stopped = false;
                    self.run(Job::Stop);
                }
            }
        }
    }

    fn submit_failed(&mut self, failure: Failure) {
        self.ending.submit_failed = true;
        self.lanes.of(Job::Submit).due = None;
        self.emit(Event::Failed(failure));
    }

    pub(super) fn submitted(&mut self) {
        if !std::mem::replace(&mut self.ending.submitted, true) {
            self.quit(Job::Submit);
            self.emit(Event::Submitted);
            self.ending.results = Asking::Since(self.now, 0);
            self.run(Job::Results);
        }
    }

    pub(super) fn ask_results(&mut self) {
        if matches!(self.ending.results, Asking::Since(..))
            && self.lanes.of(Job::Results).call.is_none()
        {
            let request = self.get(self.path(&["results"]));
            self.call(Job::Results, request);
        }
    }

    pub(super) fn results_answered(&mut self, head: &Head, body: &[u8]) {
        let Asking::Since(since, tries) = self.ending.results else {
            return;
        };
        let failed = Outcome {
            status: ResultsStatus::Failed,
            results: Value::Null,
        };
        let outcome = match verdict(head, body, Failure::Unreachable) {
            Verdict::Good => json::parse_bytes(body).map(|results| Outcome {
                status: json::of(results.at("status")).unwrap_or_default(),
                results,
            }),
            Verdict::Again(..) => None,
            Verdict::Bad(_) => Some(failed.clone()),
        };
        let outcome = outcome.unwrap_or_default();
        if outcome.status != ResultsStatus::Analyzing {
            self.ending.results = Asking::Done;
            self.emit(Event::Results(outcome));
        } else if elapsed(self.now, since) >= RESULTS_PATIENCE {
            self.ending.results = Asking::GaveUp;
            self.emit(Event::Results(failed));
        } else {
            // 1, 2, 3 … seconds: most analyses are quick, and the slow ones need no hurry.
            self.ending.results = Asking::Since(since, tries + 1);
            let wait = u64::from(tries + 1) * 1_000;
            let asked = head.retry_after.unwrap_or(0);
            self.lanes.of(Job::Results).held = head.retry_after.map(|wait| (self.now, wait));
            self.arm(Job::Results, wait.max(asked));
        }
    }

    /// Somebody wants what was given up to be tried again.
    pub(super) fn retry_ending(&mut self) {
        if self.ending.submit.is_some() && !self.ending.submitted {
            self.ending.submit_failed = false;
            self.lanes.of(Job::Submit).since = Some(self.now);
            self.run(Job::Submit);
        }
        if self.ending.results == Asking::GaveUp {
            self.ending.results = Asking::Since(self.now, 0);
            self.run(Job::Results);
        }
    }
}
