//! Requests in flight, timers, and retries: one lane per job.

use super::{Vivavoce, elapsed};
use crate::backoff::Backoff;
use crate::dialect::{Call, CallId, Head, Millis, Output, Reading, Timer};
use crate::failure::Failure;
use crate::json::{self, parse_bytes};
use crate::transcript::EntryId;
use crate::wire::sentence;

/// What a request or a timer is for. Each has one request in flight and one timer at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

const JOBS: [Job; 12] = [
    Job::Open,
    Job::Link,
    Job::Turn,
    Job::Cancel,
    Job::Notes,
    Job::Stop,
    Job::Submit,
    Job::Results,
    Job::Silence,
    Job::Lost,
    Job::End,
    Job::Idle,
];

#[derive(Clone, Debug, Default)]
pub(super) struct Lanes {
    pub(super) open: Lane,
    pub(super) link: Lane,
    pub(super) turn: Lane,
    pub(super) cancel: Lane,
    pub(super) notes: Lane,
    pub(super) stop: Lane,
    pub(super) submit: Lane,
    pub(super) results: Lane,
    pub(super) silence: Lane,
    pub(super) lost: Lane,
    pub(super) end: Lane,
    pub(super) idle: Lane,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Lane {
    pub(super) call: Option<CallId>,
    /// The timer that is set: when it was, and for how many milliseconds.
    pub(super) due: Option<(Millis, u64)>,
    /// The server asked (`Retry-After`) to be left alone: since when, for how many milliseconds.
    pub(super) held: Option<(Millis, u64)>,
    pub(super) backoff: Backoff,
    /// When the present request was first made.
    pub(super) since: Option<Millis>,
}

impl Lanes {
    pub(super) fn of(&mut self, job: Job) -> &mut Lane {
        match job {
            Job::Open => &mut self.open,
            Job::Link => &mut self.link,
            Job::Turn => &mut self.turn,
            Job::Cancel => &mut self.cancel,
            Job::Notes => &mut self.notes,
            Job::Stop => &mut self.stop,
            Job::Submit => &mut self.submit,
            Job::Results => &mut self.results,
            Job::Silence => &mut self.silence,
            Job::Lost => &mut self.lost,
            Job::End => &mut self.end,
            Job::Idle => &mut self.idle,
        }
    }

    /// Whose call this is; `None` for one that was dropped.
    pub(super) fn owner(&mut self, call: CallId) -> Option<Job> {
        JOBS.into_iter()
            .find(|&job| self.of(job).call == Some(call))
    }

    /// The call is over.
    pub(super) fn finish(&mut self, call: CallId) -> Option<Job> {
        let job = self.owner(call)?;
        self.of(job).call = None;
        Some(job)
    }

    /// Patience is counted anew: somebody asked for a try.
    pub(super) fn forget_patience(&mut self) {
        for job in JOBS {
            self.of(job).since = None;
        }
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
        _ => parse_bytes(body).map_or_else(String::new, |body| sentence(&body)),
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
    pub(super) fn post(&self, rest: &[&str], body: &dyn json::Write) -> Request {
        let body = json::text(body);
        Request::post(self.path(rest), &self.session.session_token, body)
    }

    pub(super) fn call(&mut self, job: Job, request: Request) {
        let id = CallId(self.next_call);
        self.next_call = self.next_call.wrapping_add(1);
        let now = self.now;
        let lane = self.lanes.of(job);
        lane.due = None;
        lane.since.get_or_insert(now);
        let superseded = lane.call.replace(id);
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
        let lane = self.lanes.of(job);
        lane.due = None;
        lane.since = None;
        let call = lane.call.take();
        self.outputs.extend(call.map(Output::Abort));
    }

    pub(super) fn arm(&mut self, job: Job, after: u64) {
        self.lanes.of(job).due = Some((self.now, after));
        self.outputs.push_back(Output::WakeAfter {
            timer: Timer(job as u32),
            after,
        });
    }

    /// The job whose timer this is, if it still wants it.
    pub(super) fn woken(&mut self, timer: Timer) -> Option<Job> {
        let job = JOBS.into_iter().find(|&job| job as u32 == timer.0)?;
        self.lanes.of(job).due.take()?;
        Some(job)
    }

    /// The server asked for more patience than has passed (browsers' timers may fire early, people
    /// press Retry): the timer is set for the rest.
    pub(super) fn held(&mut self, job: Job) -> bool {
        let now = self.now;
        let lane = self.lanes.of(job);
        let Some((since, wait)) = lane.held else {
            return false;
        };
        let rest = wait as f64 - elapsed(now, since);
        if rest <= 0.0 {
            lane.held = None;
            return false;
        }
        self.arm(job, rest.ceil() as u64);
        true
    }

    /// Sets the timer for the next try.
    pub(super) fn retry_later(&mut self, job: Job, retry_after: Option<u64>) {
        let (now, chance) = (self.now, self.chance);
        let lane = self.lanes.of(job);
        if let Some(wait) = retry_after {
            lane.held = Some((now, wait));
        }
        let wait = lane.backoff.failed(now, chance, retry_after);
        self.arm(job, wait);
    }

    /// The request worked: what comes next in this lane starts with full patience.
    pub(super) fn worked(&mut self, job: Job) {
        let now = self.now;
        let lane = self.lanes.of(job);
        lane.since = None;
        lane.held = None;
        lane.backoff.healthy(now);
    }

    /// Whether the request has been tried for so long (milliseconds), or would have to wait so
    /// long, that somebody should be told.
    pub(super) fn gives_up(&mut self, job: Job, patience: f64, retry_after: Option<u64>) -> bool {
        let now = self.now;
        let lane = self.lanes.of(job);
        // A clock that was set back must not cut patience short.
        let since = lane.since.filter(|since| *since <= now).unwrap_or(now);
        lane.since = Some(since);
        let gives_up = now - since + retry_after.unwrap_or(0) as f64 >= patience;
        if gives_up {
            lane.since = None;
            lane.held = retry_after.map(|wait| (now, wait));
        }
        gives_up
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
