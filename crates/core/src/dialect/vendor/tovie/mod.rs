//! Tovie DialogStudio's chat API (also JAICP's and Aimylogic's): one channel, whose token stands in
//! the backend's address, and a client in it.
//!
//! Messages go out asynchronously (`POST /async`) and everything comes back by one long poll
//! (`GET /events?all=true`), which also keeps several tabs of one visitor in step. Where a backend
//! has no asynchronous form, or its events do not bring the replies, messages are sent
//! synchronously instead. What was missed is read from the history. One exchange may so arrive by
//! three ways; it is told once.
//!
//! The vendor knows no idempotency: a message of which nobody knows whether it arrived is looked
//! for in the history before it is sent again. Nor can a reply be stopped: [`Verb::Cancel`] ends
//! the waiting, and the reply, once it comes, stands there, because the bot goes on from it. That
//! a bot ends *its* session (`endSession`) ends nothing here: the next message begins another one,
//! and the visitor leaves when they like.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Context, Heard, Protocol, Start, VendorEvent, push_segment, unreadable};
use crate::dialect::lanes::Lanes;
use crate::dialect::vendor::VendorCommand;
use crate::dialect::{Event, Head, Link, Millis, Network, Verb};
use crate::event::EntryId;
use crate::wire::Note;

mod envelope;
mod kept;
mod lanes;
mod markup;
mod polling;
mod query;
mod reply;
mod statuses;
mod telling;
#[cfg(test)]
mod tests;
mod turns;
mod unconfirmed;

use kept::State;
use lanes::{Job, verdict};
use polling::Polling;
use reply::{Reply, Switch};
use statuses::Statuses;
use turns::Turn;

/// One visitor of one channel.
#[derive(Debug, Default)]
pub struct Tovie {
    /// Names the visitor; `clientId`.
    client: String,
    /// Names the visitor's connection, the same in all their tabs; `cid`.
    cid: String,
    start: Start,
    stage: Stage,
    /// The name is one from an earlier visit.
    returned: bool,
    lanes: Lanes<Job>,
    turns: Vec<Turn>,
    /// For the next message's `data`.
    notes: Vec<Note>,
    /// Messages are sent synchronously: the asynchronous form is missing, or leads nowhere.
    sync: bool,
    polling: Polling,
    statuses: Statuses,
    state: State,
    /// Exchanges that were told; see [`envelope::Envelope::key`].
    told: BTreeSet<String>,
    /// The latest replies that did not come from the history, which may have them again under
    /// another time.
    live: VecDeque<(String, Vec<Reply>)>,
    /// Questions whose visitor's part stands there.
    asked: BTreeSet<String>,
    /// How many entries each question's replies have become.
    entries: BTreeMap<String, u32>,
    /// What a button sends, and what stands on it.
    labels: BTreeMap<String, String>,
    composer_closed: bool,
    /// A person answers.
    human: Option<Switch>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Idle,
    /// The history of an earlier visit is being read.
    Returning,
    Live,
    Left,
}

impl Protocol for Tovie {
    fn begin(&mut self, cx: &mut Context, start: &Start) {
        *self = Tovie {
            start: start.clone(),
            ..Tovie::default()
        };
        self.returned = self.remember(cx);
        if self.returned {
            self.stage = Stage::Returning;
            self.read_history(cx, None);
            self.load_state(cx);
        } else {
            self.stage = Stage::Live;
            self.greet(cx);
        }
        self.settle(cx);
    }

    fn act(&mut self, cx: &mut Context, verb: Verb) {
        match verb {
            Verb::Send {
                entry,
                text,
                choice,
            } => self.send(cx, entry, text, choice),
            Verb::Resend { entry } => self.resend(cx, &entry),
            Verb::Cancel => self.cancel(cx),
            Verb::Notes(notes) => self.notes.extend(notes),
            Verb::RetryNow => {
                self.resend(cx, &EntryId::from(turns::GREETING));
                self.nudge(cx, false);
            }
            Verb::Vendor(VendorCommand::Seen { entry }) => self.seen(cx, &entry),
            Verb::Vendor(VendorCommand::Draft(text)) => self.draft(cx, text),
            _ => {}
        }
        self.settle(cx);
    }

    fn hear(&mut self, cx: &mut Context, heard: Heard<'_>) {
        match heard {
            Heard::Answer { call, head, body } => {
                if let Some(job) = self.lanes.finish(call) {
                    self.answered(cx, job, &head, body);
                }
            }
            Heard::Broken { call } | Heard::Closed { call } => {
                if let Some(job) = self.lanes.finish(call) {
                    self.answered(cx, job, &Head::default(), &[]);
                }
            }
            Heard::Wake(timer) => {
                if let Some(job) = self.woken(cx, timer) {
                    self.run(cx, job);
                }
            }
            Heard::Opened { .. } | Heard::Chunk { .. } => {}
        }
        self.settle(cx);
    }

    fn network(&mut self, cx: &mut Context, network: Network) {
        match network {
            // A connection from before rarely works in the new network, and never says so.
            Network::Online => self.nudge(cx, true),
            Network::Visible => self.nudge(cx, self.polling.is_stale(cx.now)),
            Network::Offline | Network::Hidden => {}
        }
        self.settle(cx);
    }

    fn leave(&mut self, cx: &mut Context) {
        if self.stage == Stage::Left {
            return;
        }
        self.hand_back(cx);
        self.quit(cx, Job::Save);
        self.save_state(cx);
        for job in [Job::History, Job::Events, Job::Load, Job::Unread] {
            self.quit(cx, job);
        }
        self.stage = Stage::Left;
    }
}

impl Tovie {
    fn answered(&mut self, cx: &mut Context, job: Job, head: &Head, body: &[u8]) {
        if self.stage == Stage::Left {
            return;
        }
        let verdict = verdict(head, body, cx.offline);
        match job {
            Job::History => self.history_answered(cx, verdict),
            Job::Send => self.send_answered(cx, verdict),
            Job::Events => self.events_answered(cx, verdict),
            Job::Status => self.status_answered(cx, verdict),
            Job::Unread => self.unread_answered(cx, verdict),
            Job::Load => self.state_loaded(cx, verdict),
            Job::Save => self.state_saved(cx, verdict),
            Job::Silence => {}
        }
    }

    /// A timer went off: what it was set for is tried, or tried again.
    fn run(&mut self, cx: &mut Context, job: Job) {
        match job {
            Job::History => self.history_due(cx),
            Job::Send => self.next_turn(cx),
            Job::Events => self.poll_events(cx),
            Job::Status => self.post_statuses(cx),
            Job::Unread => self.ask_unread(cx),
            Job::Load => self.load_state(cx),
            Job::Save => self.save_state(cx),
            Job::Silence => self.look_for_answers(cx),
        }
    }

    /// Starts what should be running and is not.
    fn settle(&mut self, cx: &mut Context) {
        if self.stage == Stage::Live {
            self.next_turn(cx);
            self.keep_polling(cx);
        }
    }

    /// Tries at once whatever waits for its retry. `anew`: the long poll too, which may hang.
    fn nudge(&mut self, cx: &mut Context, anew: bool) {
        if anew {
            self.quit(cx, Job::Events);
        }
        for job in [Job::History, Job::Send, Job::Events, Job::Load] {
            let lane = self.lanes.of(job);
            if lane.due.is_some() && lane.rest(cx.now).is_none() {
                lane.due = None;
                self.run(cx, job);
            }
        }
    }

    /// The vendor could not be reached, or can be again.
    fn link(&mut self, cx: &mut Context, lost: Option<u32>) {
        match lost {
            Some(attempt) => {
                self.polling.lost = true;
                cx.emit(Event::Link(Link::Lost { attempt }));
            }
            None if std::mem::take(&mut self.polling.lost) => {
                cx.emit(Event::Link(Link::Restored));
            }
            None => {}
        }
    }
}

/// `/client/{clientId}/…`, every segment encoded.
fn client_path(client: &str, rest: &[&str]) -> String {
    let mut path = "/client/".to_owned();
    push_segment(&mut path, client);
    for segment in rest {
        path.push('/');
        push_segment(&mut path, segment);
    }
    path
}

/// Whole milliseconds, as addresses have them.
fn whole(at: Millis) -> String {
    (at as u64).to_string()
}

fn entry_id(parts: &[&str]) -> EntryId {
    EntryId::from(parts.concat().as_str())
}

fn tell_all(cx: &mut Context, told: impl IntoIterator<Item = VendorEvent>) {
    for one in told {
        cx.tell(one);
    }
}
