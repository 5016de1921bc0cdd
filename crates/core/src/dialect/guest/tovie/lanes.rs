//! Requests in flight, their timers and retries: one lane per job; and what an answer means.

use super::Tovie;
use crate::dialect::guest::Context;
use crate::dialect::{CallId, Head, Millis, Reading};
use crate::failure::Failure;
use crate::json::{Json, parse_bytes};

/// What a request or a timer is for. Each has one request in flight and one timer at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Job {
    History,
    Send,
    Events,
    Status,
    Unread,
    Load,
    Save,
    /// Timer only: an accepted message has been without an answer for long.
    Silence,
}

pub(super) const JOBS: [Job; 8] = [
    Job::History,
    Job::Send,
    Job::Events,
    Job::Status,
    Job::Unread,
    Job::Load,
    Job::Save,
    Job::Silence,
];

/// Bytes of an answer that are read. Longer ones would hold up the page, and are no conversation.
const MOST: usize = 4_000_000;
/// Milliseconds a request may take that is answered at once.
pub(super) const QUICK: u64 = 15_000;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lane {
    pub(super) call: Option<CallId>,
    /// When the timer goes off.
    pub(super) due: Option<Millis>,
    /// The vendor asked to be left alone until then.
    pub(super) held: Millis,
    /// In a row.
    pub(super) failures: u32,
    /// When the present request was made.
    pub(super) asked_at: Millis,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Lanes([Lane; JOBS.len()]);

impl Lanes {
    pub(super) fn of(&mut self, job: Job) -> &mut Lane {
        let [history, send, events, status, unread, load, save, silence] = &mut self.0;
        match job {
            Job::History => history,
            Job::Send => send,
            Job::Events => events,
            Job::Status => status,
            Job::Unread => unread,
            Job::Load => load,
            Job::Save => save,
            Job::Silence => silence,
        }
    }

    /// The call is over; whose it was. `None` for one that was dropped.
    pub(super) fn finish(&mut self, call: CallId) -> Option<Job> {
        let job = JOBS
            .into_iter()
            .find(|&job| self.of(job).call == Some(call))?;
        self.of(job).call = None;
        Some(job)
    }

    pub(super) fn is_idle(&mut self, job: Job) -> bool {
        let lane = self.of(job);
        lane.call.is_none() && lane.due.is_none()
    }
}

/// What an answer means for the request that got it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// `Null` where there was no body.
    Good(Json),
    /// It worked, and what came back is no JSON, cut off, or beyond all measure.
    Unreadable,
    /// This backend has no such thing.
    Unsupported,
    /// Nothing was done; asking later may help.
    Later(Failure, Option<u64>),
    /// No answer, or one that leaves open whether anything was done.
    Unsure(Failure),
    Bad(Failure),
}

/// A status of 0 stands for no answer at all.
pub(super) fn verdict(head: &Head, body: &[u8], offline: bool) -> Verdict {
    let sentence = || parse_bytes(body.get(..MOST.min(body.len())).unwrap_or_default());
    match head.status {
        200..=299 if body.iter().all(u8::is_ascii_whitespace) => Verdict::Good(Json::Null),
        200..=299 if body.len() > MOST => Verdict::Unreadable,
        200..=299 => parse_bytes(body).map_or(Verdict::Unreadable, Verdict::Good),
        404 | 405 | 410 | 501 => Verdict::Unsupported,
        429 | 503 => {
            let retry_after = head.retry_after;
            Verdict::Later(Failure::Busy { retry_after }, retry_after)
        }
        0 | 408 | 425 | 500..=599 if offline => Verdict::Unsure(Failure::Offline),
        0 | 408 | 425 => Verdict::Unsure(Failure::Unreachable),
        500..=599 => Verdict::Unsure(match sentence().map(|it| said(&it)).unwrap_or_default() {
            detail if detail.is_empty() => Failure::Unreachable,
            detail => Failure::Agent { detail },
        }),
        status => {
            let detail = sentence().map(|it| said(&it)).unwrap_or_default();
            Verdict::Bad(
                Failure::from_status(status, head.retry_after, &detail)
                    .unwrap_or(Failure::Protocol),
            )
        }
    }
}

/// The sentence of an error's body: `message`, else `error` or `exception` (Spring's form), else
/// `detail` (the relay's).
pub(super) fn said(body: &Json) -> String {
    let names = ["message", "detail", "error", "exception"];
    let mut texts = names.iter().filter_map(|name| match body.get(name) {
        Json::Text(text) => Some(text.as_str()),
        nested => nested.get("message").as_text(),
    });
    let sentence = texts.find(|text| !text.is_empty()).unwrap_or_default();
    sentence.chars().take(300).collect()
}

impl Tovie {
    pub(super) fn call(
        &mut self,
        cx: &mut Context,
        job: Job,
        method: &'static str,
        path: &str,
        body: Option<String>,
        timeout: u64,
    ) {
        self.quit(cx, job);
        let call = cx.call(method, path, body, Reading::Whole, timeout);
        let lane = self.lanes.of(job);
        lane.call = Some(call);
        lane.asked_at = cx.now;
    }

    /// Drops the job's request and its timer.
    pub(super) fn quit(&mut self, cx: &mut Context, job: Job) {
        let lane = self.lanes.of(job);
        lane.due = None;
        if let Some(call) = lane.call.take() {
            cx.abort(call);
        }
    }

    pub(super) fn arm(&mut self, cx: &mut Context, job: Job, after: u64) {
        self.lanes.of(job).due = Some(cx.now + after as f64);
        cx.wake_after(job as u32, after);
    }

    /// The job's timer, if it still wants it; what was asked to wait waits for the rest.
    pub(super) fn woken(&mut self, cx: &mut Context, timer: u32) -> Option<Job> {
        let job = JOBS.into_iter().find(|&job| job as u32 == timer)?;
        let lane = self.lanes.of(job);
        lane.due.take()?;
        let rest = lane.held - cx.now;
        if rest > 0.0 {
            self.arm(cx, job, rest.ceil() as u64);
            return None;
        }
        Some(job)
    }

    /// Sets the timer for the next try: 1, 2, 4 … 30 seconds, a quarter of it left to chance, and
    /// never before the vendor's `Retry-After`.
    pub(super) fn retry(&mut self, cx: &mut Context, job: Job, retry_after: Option<u64>) -> u32 {
        let lane = self.lanes.of(job);
        lane.failures = lane.failures.saturating_add(1);
        let failures = lane.failures;
        let asked = retry_after.unwrap_or(0);
        lane.held = cx.now + asked as f64;
        let ceiling = 1_000_u64 << failures.saturating_sub(1).min(5);
        let spread = 0.875 + cx.chance * 0.25;
        let wait = (ceiling.min(30_000) as f64 * spread) as u64;
        self.arm(cx, job, asked + wait);
        failures
    }

    pub(super) fn worked(&mut self, job: Job) {
        let lane = self.lanes.of(job);
        lane.failures = 0;
        lane.held = 0.0;
    }
}
