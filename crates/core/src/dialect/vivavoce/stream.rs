//! Keeping up with the log: a stream while a run is open, polls between, long polls where
//! streaming is blocked.

use super::health::{Blockage, Empty, Kind};
use super::lanes::{EVENT_STREAM, Job, Verdict, verdict};
use super::log::{Logged, Taken};
use super::requests::session_path;
use super::{Output, Stage, Vivavoce};
use crate::backoff;
use crate::dialect::lanes::elapsed;
use crate::dialect::{Head, Millis};
use crate::failure::Failure;
use crate::json::parse;
use crate::sse::{Message, Parser};

/// The stream is kept for so long after the last run, in milliseconds.
const LINGER: f64 = 20_000.0;
/// Between polls of a visible page, when nothing is expected.
const POLL: u64 = 5_000;
/// Of a hidden one: often enough that the server does not count the visitor as lost.
const HIDDEN_POLL: u64 = 240_000;
/// Between polls of an embed in a crowd, while a reply is written or awaited.
const CROWD_POLL: f64 = 700.0;
/// After the last run an embed in a crowd is expecting for so long.
const CROWD_LINGER: f64 = 3_000.0;
/// The server sends a comment each 15 s.
const SILENCE: u64 = 35_000;
/// A page that comes back to an older stream than this asks anew.
const STALE: f64 = 20_000.0;
/// For the head of a stream, and then for its first byte, which the server sends at once.
const HEAD: u64 = 10_000;
const FIRST_BYTE: u64 = 6_000;
/// Seconds a long poll waits.
const WAIT: &str = "20";
const EVENT_CAP: usize = 4 << 20;
/// `event:` of a server that shuts down; `retry:` says in how many milliseconds to come back.
const RECONNECT: &str = "reconnect";
#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    pub(super) reading: Option<Kind>,
    parser: Option<Parser>,
    opened: bool,
    /// This stream has given a byte, and something new.
    pub(super) spoke: bool,
    pub(super) moved: bool,
    pub(super) asked_at: Millis,
    last_byte_at: Millis,
    /// Since when [`Job::Silence`] waits, and how long it wants to.
    watched: (Millis, u64),
    /// When a run was last known or expected to be open.
    active_at: Option<Millis>,
    /// The timer is a pause between polls, not a retry.
    pub(super) pausing: bool,
    pub(super) blockage: Blockage,
    /// Failed tries since the link was good.
    pub(super) failures: u32,
    pub(super) told: bool,
    pub(super) met_at: Millis,
}

/// `wait` in seconds; `None`: what there is now.
pub(super) fn events_path(session_id: &str, after: u64, wait: Option<&str>) -> String {
    let mut path = session_path(session_id, &["events"]);
    path.push_str("?after=");
    path.push_str(&after.to_string());
    if let Some(wait) = wait {
        path.push_str("&wait=");
        path.push_str(wait);
    }
    path
}

impl Link {
    pub(super) fn is_streaming(&self) -> bool {
        self.reading == Some(Kind::Stream)
    }

    pub(super) fn is_stale(&self, now: Millis) -> bool {
        self.is_streaming() && elapsed(now, self.last_byte_at) > STALE
    }

    /// A run is open or to be expected.
    pub(super) fn touch(&mut self, now: Millis) {
        self.active_at = Some(now);
    }

    /// The server was heard.
    pub(super) fn met(&mut self, now: Millis) {
        self.met_at = now;
    }
}

impl Vivavoce {
    /// Sees to it that the log is being read in the way the moment wants.
    pub(super) fn keep_link(&mut self) {
        let busy = self.is_busy();
        if self.lanes.of(Job::Link).call.is_some() {
            if self.link.is_streaming() && !busy {
                self.drop_link_call();
                self.pause_polling();
            } else if self.link.is_streaming() {
                self.watch_idle();
            }
            return;
        }
        if self.lanes.of(Job::Link).due.is_some() {
            if !(self.link.pausing && busy) {
                return;
            }
            self.lanes.of(Job::Link).due = None;
        }
        let since = elapsed(self.now, self.link.asked_at);
        if !busy {
            self.pause_polling();
        } else if self.crowded && since < CROWD_POLL {
            self.pause_link((CROWD_POLL - since) as u64);
        } else {
            self.read_now();
        }
    }

    fn is_busy(&self) -> bool {
        if self.aside {
            return false;
        }
        let active = self.link.active_at;
        let linger = if self.crowded { CROWD_LINGER } else { LINGER };
        self.log.run.is_some()
            || self.turns.is_sending()
            || active.is_some_and(|at| elapsed(self.now, at) < linger)
    }

    /// Between runs, somebody has to notice that the stream has been kept long enough.
    fn watch_idle(&mut self) {
        let idle_soon = self.log.run.is_none() && !self.turns.is_sending();
        if let (true, None, Some(at)) =
            (idle_soon, self.lanes.of(Job::Idle).due, self.link.active_at)
        {
            self.arm(
                Job::Idle,
                (LINGER - elapsed(self.now, at)).max(0.0) as u64 + 1,
            );
        }
    }

    fn pause_polling(&mut self) {
        let pause = if self.hidden { HIDDEN_POLL } else { POLL };
        let pause = self.aside_pause(pause);
        self.arm(Job::Link, pause);
        self.link.pausing = true;
    }

    pub(super) fn pause_link(&mut self, pause: u64) {
        self.arm(Job::Link, pause);
        self.link.pausing = false;
    }

    /// The pause or the wait is over.
    pub(super) fn link_due(&mut self) {
        if self.stage == Stage::Live && !self.halted {
            self.read_now();
        }
    }

    /// Asks for what comes after the last event taken in.
    pub(super) fn read_now(&mut self) {
        let page = self.crowded || !self.is_busy() || self.link.blockage.wants_page();
        self.read(if page {
            Kind::Page
        } else if self.link.blockage.is_certain() {
            Kind::Wait
        } else {
            Kind::Stream
        });
    }

    /// Asks for what there is.
    pub(super) fn read_page(&mut self) {
        self.read(Kind::Page);
    }

    fn read(&mut self, kind: Kind) {
        let wait = (kind == Kind::Wait).then_some(WAIT);
        let path = events_path(&self.session.session_id, self.log.seq(), wait);
        let mut request = self.get(path);
        match kind {
            Kind::Stream => {
                request.accept = EVENT_STREAM;
                request.timeout = HEAD;
            }
            // The wait and what the way there and back may take.
            Kind::Wait => request.timeout = SILENCE,
            Kind::Page => {}
        }
        self.call(Job::Link, request);
        let now = self.now;
        let link = &mut self.link;
        link.reading = Some(kind);
        link.pausing = false;
        link.opened = false;
        link.spoke = false;
        link.moved = false;
        link.asked_at = now;
        link.last_byte_at = now;
        link.parser = None;
        if kind == Kind::Stream {
            link.parser = Some(Parser::new(EVENT_CAP));
            self.watch(HEAD);
        }
    }

    fn watch(&mut self, limit: u64) {
        self.link.watched = (self.now, limit);
        self.arm(Job::Silence, limit);
    }

    pub(super) fn drop_link_call(&mut self) {
        let call = self.lanes.of(Job::Link).call.take();
        self.outputs.extend(call.map(Output::Abort));
        self.lanes.of(Job::Silence).due = None;
        self.link.reading = None;
        self.link.parser = None;
    }

    pub(super) fn stream_opened(&mut self, head: &Head) {
        let right_kind = head.status == 200 && head.content_type == EVENT_STREAM;
        if right_kind {
            self.link.opened = true;
            self.watch(FIRST_BYTE);
            return;
        }
        self.drop_link_call();
        match verdict(head, &[], self.unreachable()) {
            Verdict::Bad(failure) => self.halt(failure),
            // A success without a stream in it: something in between answered.
            _ if (200..300).contains(&head.status) => self.stream_gave_nothing(Empty::Quickly),
            Verdict::Again(_, retry_after) => self.link_failed(retry_after),
            Verdict::Good => {}
        }
    }

    pub(super) fn stream_fed(&mut self, bytes: &[u8]) {
        let Some(mut parser) = self.link.parser.take() else {
            return;
        };
        if bytes.is_empty() {
            self.link.parser = Some(parser);
            return;
        }
        self.link.last_byte_at = self.now;
        if !std::mem::replace(&mut self.link.spoke, true) {
            self.link.blockage.stream_spoke();
            self.watch(SILENCE);
            self.link_works();
        }
        self.link.met(self.now);
        for message in parser.feed(bytes) {
            let Ok(message) = message else {
                self.halt(Failure::Protocol);
                return;
            };
            if message.event == RECONNECT {
                self.reconnect(&message, parser.retry());
                return;
            }
            if !self.take_message(&message) {
                self.drop_link_call();
                self.link_failed(None);
                return;
            }
        }
        self.link.parser = Some(parser);
        self.finish_if_seen();
    }

    /// Whether nothing was missing before it.
    fn take_message(&mut self, message: &Message) -> bool {
        let event = parse(&message.data).and_then(|event| Logged::of(&event));
        // What cannot be read at all still has its number as the stream's `id`.
        let event = event.or_else(|| message.id.parse().ok().map(Logged::unreadable));
        let Some(event) = event else {
            return true;
        };
        let taken = self.take(event);
        self.link.moved |= taken == Taken::Yes;
        taken != Taken::Gap
    }

    /// The server shuts down and says when to come back.
    fn reconnect(&mut self, message: &Message, retry: Option<u64>) {
        let hint = retry.or_else(|| message.data.trim().parse().ok());
        self.drop_link_call();
        self.lose_soon();
        // The server gives each client its own time, or all the same: a little more never hurts.
        let spread = backoff::delay(1, self.chance);
        self.pause_link(hint.unwrap_or(500).min(60_000) + spread);
    }

    /// Closed, broken, or never answered.
    pub(super) fn stream_ended(&mut self) {
        let waited = elapsed(self.now, self.link.asked_at);
        self.drop_link_call();
        if self.link.spoke {
            if self.is_busy() {
                self.link_failed(None);
            }
        } else {
            self.stream_gave_nothing(if waited < 5_000.0 {
                Empty::Quickly
            } else {
                Empty::Slowly
            });
        }
    }

    /// Nothing has come for a while.
    pub(super) fn stream_silent(&mut self) {
        if !self.link.is_streaming() {
            return;
        }
        let (since, limit) = self.link.watched;
        let asleep = elapsed(self.now, since) > 2.0 * limit as f64;
        let rest = SILENCE as f64 - elapsed(self.now, self.link.last_byte_at);
        if self.link.spoke && rest > 0.0 {
            self.watch(rest.ceil() as u64);
        } else if self.link.spoke || asleep {
            // A page that slept could not have seen what came; that says nothing about streams.
            self.drop_link_call();
            self.link_failed(None);
        } else {
            self.drop_link_call();
            self.stream_gave_nothing(Empty::Slowly);
        }
    }
}
