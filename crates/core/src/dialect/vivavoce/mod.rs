//! Our own protocol (design: "Our own protocol") as a state machine: REST for the life cycle, one
//! append-only event log per session for what is said.
//!
//! Each concern is a [`lanes::Job`] with one request in flight at most and its own retries. After
//! every input [`Vivavoce::settle`] starts whatever should be running and is not, so no path
//! through the machine has to remember to.

use std::collections::VecDeque;

use super::lanes::Lanes;
use super::{
    Dialect, Event, Head, Input, Link as LinkState, Millis, Network, Open, Output, Verb, What,
};
use crate::failure::Failure;
use crate::wire::SessionCreated;

mod ending;
mod health;
mod lanes;
mod log;
mod notes;
mod opening;
mod pages;
mod requests;
mod stream;
#[cfg(test)]
mod tests;
mod turns;

use ending::Ending;
use lanes::Job;
pub use lanes::{Verdict, verdict};
use log::Log;
pub(crate) use requests::push_segment;
pub use requests::{access, leave_beacon, scenario, stop_beacon, ticket_beacon};
use stream::Link;
use turns::Turns;

/// One session, from `Open` to its results. Opened again after it ended or failed, it starts a new
/// one.
#[derive(Clone, Debug, Default)]
pub struct Vivavoce {
    outputs: VecDeque<Output>,
    now: Millis,
    chance: f64,
    pub(super) next_call: u32,
    offline: bool,
    hidden: bool,
    /// Other embeds of the page hold as many streams as one may.
    crowded: bool,
    /// The talk is elsewhere: of this session only its life is followed.
    aside: bool,
    stage: Stage,
    /// [`Event::Failed`] was told: nothing moves until somebody tries again.
    halted: bool,
    opened_with: Option<Box<Open>>,
    session: SessionCreated,
    lanes: Lanes<Job>,
    link: Link,
    log: Log,
    turns: Turns,
    ending: Ending,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Idle,
    /// The session is being created.
    Creating,
    /// An earlier session's log is being read.
    Replaying,
    Live,
    /// Ended: what follows is the submission and its results.
    Over,
}

impl Dialect for Vivavoce {
    fn handle(&mut self, input: Input<'_>) {
        self.now = input.now;
        self.chance = input.chance;
        match input.what {
            What::Do(verb) => self.act(verb),
            What::Answer { call, head, body } => {
                if let Some(job) = self.lanes.finish(call) {
                    self.answered(job, &head, body);
                }
            }
            What::Opened { call, head } => {
                if self.lanes.owner(call) == Some(Job::Link) {
                    self.stream_opened(&head);
                }
            }
            What::Chunk { call, bytes } => {
                if self.lanes.owner(call) == Some(Job::Link) {
                    self.stream_fed(bytes);
                }
            }
            What::Closed { call } | What::Broken { call } => {
                if let Some(job) = self.lanes.finish(call) {
                    self.broken(job);
                }
            }
            What::Wake { timer } => {
                if let Some(job) = self.lanes.woken(timer.0) {
                    self.run(job);
                }
            }
            What::Network(network) => self.network(network),
        }
        self.settle();
    }

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }
}

/// Streams the embeds of one page may hold: a browser has six sockets for an origin without HTTP/2,
/// and whoever streams occupies one.
const STREAMS: usize = 3;

impl Vivavoce {
    /// For an embed that stands after `elders` others of its origin in one page. The first ones hold
    /// streams, the others ask again and again, so that a socket is free for what visitors say.
    pub fn after(elders: usize) -> Vivavoce {
        Vivavoce {
            crowded: elders >= STREAMS,
            ..Vivavoce::default()
        }
    }

    fn emit(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    fn act(&mut self, verb: Verb) {
        match verb {
            Verb::Open(open) => self.open(open),
            Verb::Send {
                entry,
                text,
                choice,
            } => self.send(entry, text, choice),
            Verb::Resend { entry } => self.resend(&entry),
            Verb::Cancel => self.cancel(),
            Verb::Stop { reason } => self.stop(reason),
            Verb::Submit { comment } => self.submit(comment),
            Verb::Notes(notes) => self.note(notes),
            Verb::Bearer(token) => self.bearer(token),
            Verb::RetryNow => self.retry_now(),
            // Nothing a conversation of our own could be asked.
            Verb::Vendor(_) => {}
        }
    }

    /// Starts or continues a job: its retry is due, or it has just become possible.
    fn run(&mut self, job: Job) {
        if self.held(job) {
            return;
        }
        match job {
            Job::Open => self.post_open(),
            Job::Link => self.link_due(),
            Job::Turn => self.post_turn(),
            Job::Cancel => self.post_cancel(),
            Job::Notes => self.post_notes(),
            Job::Stop => self.post_stop(),
            Job::Submit => self.post_submit(),
            Job::Results => self.ask_results(),
            Job::Silence => self.stream_silent(),
            Job::Lost => self.report_lost(),
            Job::End => self.end_is_due(),
            // Only there so that `settle` looks again.
            Job::Idle => {}
        }
    }

    fn answered(&mut self, job: Job, head: &Head, body: &[u8]) {
        match job {
            Job::Open => self.open_answered(head, body),
            Job::Link => self.page_answered(head, body),
            Job::Turn => self.turn_answered(head, body),
            Job::Cancel => self.cancel_answered(head, body),
            Job::Notes => self.notes_answered(head, body),
            Job::Stop => self.stop_answered(head, body),
            Job::Submit => self.submit_answered(head, body),
            Job::Results => self.results_answered(head, body),
            Job::Silence | Job::Lost | Job::End | Job::Idle => {}
        }
    }

    /// A call came to nothing, or the stream ended.
    fn broken(&mut self, job: Job) {
        if job == Job::Link && self.link.is_streaming() {
            self.stream_ended();
        } else {
            // What an overloaded server would say, in effect: try again.
            self.answered(job, &Head::default(), &[]);
        }
    }

    fn network(&mut self, network: Network) {
        match network {
            Network::Offline => {
                self.offline = true;
                if self.stage == Stage::Live && !self.halted {
                    self.lose_soon();
                }
            }
            Network::Online => {
                self.offline = false;
                // A connection from before rarely works in the new network, and never says so.
                self.drop_link_call();
                self.nudge();
            }
            Network::Visible => {
                self.hidden = false;
                if self.link.is_stale(self.now) {
                    self.drop_link_call();
                }
                self.nudge();
            }
            Network::Hidden => self.hidden = true,
        }
    }

    fn retry_now(&mut self) {
        self.resume_halted();
        self.lanes.forget_patience();
        self.nudge();
        self.retry_ending();
    }

    fn bearer(&mut self, token: String) {
        match &mut self.opened_with {
            Some(open) if matches!(self.stage, Stage::Idle | Stage::Creating) => {
                open.bearer = Some(token);
            }
            _ => self.session.session_token = token,
        }
        self.resume_halted();
    }

    fn resume_halted(&mut self) {
        if std::mem::take(&mut self.halted) && !matches!(self.stage, Stage::Live | Stage::Over) {
            self.run(Job::Open);
        }
    }

    /// The session as a whole cannot go on: no retry will help until somebody does something.
    fn halt(&mut self, failure: Failure) {
        if self.halted || self.stage == Stage::Over {
            return;
        }
        self.halted = true;
        self.drop_link_call();
        self.lanes.of(Job::Link).due = None;
        self.lanes.of(Job::Lost).due = None;
        self.fail_turns(&failure);
        self.emit(Event::Failed(failure));
    }

    /// Starts what should be running and is not.
    fn settle(&mut self) {
        if self.stage == Stage::Live && !self.halted {
            self.next_turn();
            self.keep_link();
        }
    }

    fn unreachable(&self) -> Failure {
        if self.offline {
            Failure::Offline
        } else {
            Failure::Unreachable
        }
    }
}
