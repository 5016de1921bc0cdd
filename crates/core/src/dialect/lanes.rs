//! Lanes: what each kind of request has in flight, its timer, and its retries.

use std::marker::PhantomData;

use super::{CallId, Millis};
use crate::backoff::Backoff;

/// What a dialect's requests and timers are for, as [`jobs`] declares it.
pub(super) trait Job: Copy + 'static {
    const ALL: &'static [Self];

    /// The place in [`Self::ALL`]; names the job's timer.
    fn number(self) -> u32;
}

/// Declares the jobs of a dialect: an enum and its [`Job`].
macro_rules! jobs {
    ($(#[$about:meta])* $vis:vis enum $name:ident { $($(#[$job_about:meta])* $job:ident,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $name {
            $($(#[$job_about])* $job,)*
        }

        impl $crate::dialect::lanes::Job for $name {
            const ALL: &'static [Self] = &[$($name::$job),*];

            fn number(self) -> u32 {
                self as u32
            }
        }
    };
}
pub(super) use jobs;

/// A lane per job.
#[derive(Clone, Debug)]
pub(super) struct Lanes<J> {
    lanes: Vec<Lane>,
    jobs: PhantomData<J>,
}

impl<J: Job> Default for Lanes<J> {
    fn default() -> Self {
        Lanes {
            lanes: vec![Lane::default(); J::ALL.len()],
            jobs: PhantomData,
        }
    }
}

/// One request in flight and one timer at most.
#[derive(Clone, Debug, Default)]
pub(super) struct Lane {
    pub(super) call: Option<CallId>,
    /// The timer that is set: when it was, and for how many milliseconds.
    pub(super) due: Option<(Millis, u64)>,
    /// The server asked (`Retry-After`) to be left alone: since when, for how many milliseconds.
    pub(super) held: Option<(Millis, u64)>,
    pub(super) backoff: Backoff,
    /// When the present request was first made; its retries are of the same request.
    pub(super) since: Option<Millis>,
}

impl<J: Job> Lanes<J> {
    #[expect(
        clippy::indexing_slicing,
        reason = "there are as many lanes as jobs, and a job's number is its place among them"
    )]
    pub(super) fn of(&mut self, job: J) -> &mut Lane {
        &mut self.lanes[job.number() as usize]
    }

    /// Whose call this is; `None` for one that was dropped.
    pub(super) fn owner(&self, call: CallId) -> Option<J> {
        let place = self.lanes.iter().position(|lane| lane.call == Some(call))?;
        J::ALL.get(place).copied()
    }

    /// The call is over.
    pub(super) fn finish(&mut self, call: CallId) -> Option<J> {
        let job = self.owner(call)?;
        self.of(job).call = None;
        Some(job)
    }

    /// The job whose timer went off, if it still wants it.
    pub(super) fn woken(&mut self, timer: u32) -> Option<J> {
        let job = *J::ALL.get(timer as usize)?;
        self.of(job).due.take()?;
        Some(job)
    }

    /// Patience is counted anew: somebody asked for a try.
    pub(super) fn forget_patience(&mut self) {
        for lane in &mut self.lanes {
            lane.since = None;
        }
    }
}

impl Lane {
    pub(super) fn is_idle(&self) -> bool {
        self.call.is_none() && self.due.is_none()
    }

    /// A request was made; gives the one it takes the place of.
    pub(super) fn called(&mut self, call: CallId, now: Millis) -> Option<CallId> {
        self.due = None;
        self.since.get_or_insert(now);
        self.call.replace(call)
    }

    /// Drops the request and its retry; gives the call to be aborted.
    pub(super) fn quit(&mut self) -> Option<CallId> {
        self.due = None;
        self.since = None;
        self.call.take()
    }

    /// The milliseconds that are left of what the server asked to be left alone for: browsers'
    /// timers may fire early, and people press Retry.
    pub(super) fn rest(&mut self, now: Millis) -> Option<u64> {
        let (since, wait) = self.held?;
        let rest = wait as f64 - elapsed(now, since);
        if rest <= 0.0 {
            self.held = None;
            return None;
        }
        Some(rest.ceil() as u64)
    }

    /// The request failed; gives the milliseconds until the next try.
    pub(super) fn failed(&mut self, now: Millis, chance: f64, retry_after: Option<u64>) -> u64 {
        if let Some(wait) = retry_after {
            self.held = Some((now, wait));
        }
        self.backoff.failed(now, chance, retry_after)
    }

    /// The request worked: what comes next in this lane starts with full patience.
    pub(super) fn worked(&mut self, now: Millis) {
        self.since = None;
        self.held = None;
        self.backoff.healthy(now);
    }

    /// Whether the request has been tried for so long (milliseconds), or would have to wait so
    /// long, that somebody should be told.
    pub(super) fn gives_up(
        &mut self,
        now: Millis,
        patience: f64,
        retry_after: Option<u64>,
    ) -> bool {
        // A clock that was set back must not cut patience short.
        let since = self.since.filter(|since| *since <= now).unwrap_or(now);
        self.since = Some(since);
        let gives_up = now - since + retry_after.unwrap_or(0) as f64 >= patience;
        if gives_up {
            self.since = None;
            self.held = retry_after.map(|wait| (now, wait));
        }
        gives_up
    }
}

/// Milliseconds from `then` to `now`. A clock that was set back tells nothing about how long it
/// was; "long ago" leads to a fresh try instead of an endless wait.
pub(super) fn elapsed(now: Millis, then: Millis) -> f64 {
    if now < then {
        f64::INFINITY
    } else {
        now - then
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_rests_as_long_as_the_server_asked_and_never_for_a_clock_set_back() {
        let mut lane = Lane::default();
        lane.failed(10_000.0, 0.5, Some(3_000));
        assert_eq!(lane.rest(10_000.5), Some(3_000));
        assert_eq!(lane.rest(12_999.0), Some(1));
        assert_eq!(lane.rest(13_000.0), None);

        lane.failed(10_000.0, 0.5, Some(3_000));
        assert_eq!(lane.rest(9_999.0), None);
        assert_eq!(lane.rest(10_001.0), None, "it is forgotten");
    }
}
