//! Tovie's jobs, their requests, and what an answer means.

use super::Tovie;
use crate::backoff::Backoff;
use crate::dialect::lanes::{Job as _, jobs};
use crate::dialect::vendor::Context;
use crate::dialect::{Head, Reading};
use crate::failure::Failure;
use crate::json::{Look, Value, parse_bytes};

jobs! {
    /// What a request or a timer is for.
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
}

/// Bytes of an answer that are read. Longer ones would hold up the page, and are no conversation.
const MOST: usize = 4_000_000;
/// Milliseconds a request may take that is answered at once.
pub(super) const QUICK: u64 = 15_000;

/// What an answer means for the request that got it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// `Null` where there was no body.
    Good(Value),
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
        200..=299 if body.iter().all(u8::is_ascii_whitespace) => Verdict::Good(Value::Null),
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
pub(super) fn said(body: &Value) -> String {
    let names = ["message", "detail", "error", "exception"];
    let mut texts = names.iter().filter_map(|name| match body.at(name) {
        Value::String(text) => Some(text.as_str()),
        nested => nested.at("message").as_str(),
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
        self.lanes.of(job).called(call, cx.now);
    }

    /// Drops the job's request and its timer.
    pub(super) fn quit(&mut self, cx: &mut Context, job: Job) {
        if let Some(call) = self.lanes.of(job).quit() {
            cx.abort(call);
        }
    }

    pub(super) fn arm(&mut self, cx: &mut Context, job: Job, after: u64) {
        self.lanes.of(job).due = Some((cx.now, after));
        cx.wake_after(job.number(), after);
    }

    /// The job's timer, if it still wants it; what was asked to wait waits for the rest.
    pub(super) fn woken(&mut self, cx: &mut Context, timer: u32) -> Option<Job> {
        let job = self.lanes.woken(timer)?;
        if let Some(rest) = self.lanes.of(job).rest(cx.now) {
            self.arm(cx, job, rest);
            return None;
        }
        Some(job)
    }

    /// Sets the timer for the next try; gives how many failed in a row.
    pub(super) fn retry(&mut self, cx: &mut Context, job: Job, retry_after: Option<u64>) -> u32 {
        let lane = self.lanes.of(job);
        let wait = lane.failed(cx.now, cx.chance, retry_after);
        let failures = lane.backoff.failures();
        self.arm(cx, job, wait);
        failures
    }

    /// The request worked, and what failed before it no longer counts.
    pub(super) fn worked(&mut self, job: Job) {
        let lane = self.lanes.of(job);
        lane.since = None;
        lane.held = None;
        lane.backoff = Backoff::default();
    }
}
