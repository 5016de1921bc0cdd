//! The jobs of our own dialect, their requests, and what an answer means.

use super::Vivavoce;
use crate::dialect::lanes::{Job as _, jobs};
use crate::dialect::{Call, CallId, Head, Output, Reading, Timer};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json;
use crate::wire::sentence;

jobs! {
    /// What a request or a timer is for.
    pub(super) enum Job {
        /// Creating the session, or reading an earlier one's log.
        Open,
        /// Reading the log as it grows.
        Link,
        Turn,
        Cancel,
        Notes,
        Stop,
        Submit,
        Results,
        /// Timer only: has the stream gone silent?
        Silence,
        /// Timer only: is it time to say that the link is lost?
        Lost,
        /// Timer only: the visitor's stop has taken long enough.
        End,
        /// Timer only: the stream has been kept long enough after its run.
        Idle,
    }
}

/// What an answer means for the request that got it.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Good,
    /// No answer, or one that may be different next time; the milliseconds the server asked for.
    Again(Failure, Option<u64>),
    Bad(Failure),
}

/// What an answer with a JSON body means; `unreachable` is the failure no answer stands for, as a
/// status of 0 does.
pub fn verdict(head: &Head, body: &[u8], unreachable: Failure) -> Verdict {
    let is_success = (200..300).contains(&head.status);
    let is_ours = head.content_type.is_empty() || head.content_type.contains("json");
    // A hotel's login page says 200 too, and knows nothing of what was sent.
    if matches!(head.status, 0 | 408 | 425) || (is_success && !is_ours) {
        return Verdict::Again(unreachable, head.retry_after);
    }
    let detail = match head.status {
        200..=299 => String::new(),
        _ => json::parse_bytes(body).map_or_else(String::new, |body| sentence(&body)),
    };
    match Failure::from_status(head.status, head.retry_after, &detail) {
        None => Verdict::Good,
        Some(failure @ (Failure::Unreachable | Failure::Busy { .. })) => {
            Verdict::Again(failure, head.retry_after)
        }
        Some(failure) => Verdict::Bad(failure),
    }
}

/// The parts of a call that differ.
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) path: String,
    /// Authorises the request; empty: nothing does.
    pub(super) token: String,
    pub(super) body: Option<String>,
    pub(super) accept: &'static str,
    pub(super) key: Option<EntryId>,
    /// Milliseconds.
    pub(super) timeout: u64,
    pub(super) keepalive: bool,
}

pub(super) const JSON: &str = "application/json";
pub(super) const EVENT_STREAM: &str = "text/event-stream";
const TIMEOUT: u64 = 15_000;

impl Request {
    pub(super) fn get(path: String, token: &str) -> Self {
        Request {
            method: "GET",
            path,
            token: token.to_owned(),
            body: None,
            accept: JSON,
            key: None,
            timeout: TIMEOUT,
            keepalive: false,
        }
    }

    pub(super) fn post(path: String, token: &str, body: String) -> Self {
        Request {
            method: "POST",
            body: Some(body),
            ..Request::get(path, token)
        }
    }
}

impl Vivavoce {
    /// A read with the session's token.
    pub(super) fn get(&self, path: String) -> Request {
        Request::get(path, &self.session.session_token)
    }

    /// A POST below the session's path, with its token.
    pub(super) fn post(&self, rest: &[&str], body: String) -> Request {
        Request::post(self.path(rest), &self.session.session_token, body)
    }

    pub(super) fn call(&mut self, job: Job, request: Request) {
        let id = CallId(self.next_call);
        self.next_call = self.next_call.wrapping_add(1);
        let superseded = self.lanes.of(job).called(id, self.now);
        let mut headers = vec![("accept", request.accept.to_owned())];
        if !request.token.is_empty() {
            let mut bearer = "Bearer ".to_owned();
            bearer.push_str(&request.token);
            headers.push(("authorization", bearer));
        }
        if request.body.is_some() {
            headers.push(("content-type", JSON.to_owned()));
        }
        if let Some(key) = request.key {
            headers.push(("idempotency-key", key.as_str().to_owned()));
        }
        self.outputs.extend(superseded.map(Output::Abort));
        self.outputs.push_back(Output::Call(Call {
            id,
            method: request.method,
            path: request.path,
            headers,
            body: request.body,
            reading: if request.accept == EVENT_STREAM {
                Reading::Stream
            } else {
                Reading::Whole
            },
            timeout: request.timeout,
            keepalive: request.keepalive,
        }));
    }

    /// Drops the job's request and its retry.
    pub(super) fn quit(&mut self, job: Job) {
        let call = self.lanes.of(job).quit();
        self.outputs.extend(call.map(Output::Abort));
    }

    pub(super) fn arm(&mut self, job: Job, after: u64) {
        self.lanes.of(job).due = Some((self.now, after));
        self.outputs.push_back(Output::WakeAfter {
            timer: Timer(job.number()),
            after,
        });
    }

    /// The server asked for more patience than has passed: the timer is set for the rest.
    pub(super) fn held(&mut self, job: Job) -> bool {
        let rest = self.lanes.of(job).rest(self.now);
        if let Some(rest) = rest {
            self.arm(job, rest);
        }
        rest.is_some()
    }

    /// Sets the timer for the next try.
    pub(super) fn retry_later(&mut self, job: Job, retry_after: Option<u64>) {
        let wait = self
            .lanes
            .of(job)
            .failed(self.now, self.chance, retry_after);
        self.arm(job, wait);
    }

    /// The request worked.
    pub(super) fn worked(&mut self, job: Job) {
        self.lanes.of(job).worked(self.now);
    }

    /// Whether somebody should be told that the request does not get through.
    pub(super) fn gives_up(&mut self, job: Job, patience: f64, retry_after: Option<u64>) -> bool {
        self.lanes.of(job).gives_up(self.now, patience, retry_after)
    }

    /// Tries at once whatever waits for its retry, except where the server said when.
    pub(super) fn nudge(&mut self) {
        for job in [
            Job::Open,
            Job::Link,
            Job::Turn,
            Job::Cancel,
            Job::Notes,
            Job::Stop,
            Job::Submit,
            Job::Results,
        ] {
            if self.lanes.of(job).due.take().is_some() {
                self.run(job);
            }
        }
    }
}
