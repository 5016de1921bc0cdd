//! Conversations with other systems: the session, its four events and its end are ours; what is said
//! is the vendor's, reached through the relay (or directly, where the deployment allows it).
//!
//! [`VendorDialect`] owns what is the same for every vendor: our session from its creation to its results.
//! A [`Protocol`] owns one vendor's wire format. Neither performs I/O; see [`super::Dialect`].

pub mod agentok;
pub mod agui;
mod lenient;
#[cfg(test)]
pub(crate) mod script;
mod session;
pub mod talkio;
#[cfg(test)]
mod tests;
mod time;
pub mod totebot;
pub mod tovie;

pub(crate) use crate::dialect::vivavoce::push_segment;
pub use crate::dialect::vivavoce::{Verdict, verdict};
pub use crate::event::vendor::{
    AgentFacts, Attachment, Card, ConversationFacts, Field, FieldKind, Panel, Prompt, Rating,
    Status, VendorCommand, VendorEvent,
};
pub use session::VendorDialect;

use std::collections::VecDeque;

pub use crate::dialect::Activity;
use crate::dialect::{
    Call, CallId, Event, Head, Millis, Network, Open, Output, Reading, Timer, Verb,
};
use crate::event::EntryId;
use crate::failure::Failure;

/// Names of rows about who answers, which each language has its sentence for. Behind the first and a
/// space there may stand where the person is.
pub const PERSON_COMING: &str = "person-coming";
pub const PERSON_ENDED: &str = "person-ended";
pub const PERSON_ABSENT: &str = "person-absent";

/// An answer beyond all measure.
fn too_long() -> Failure {
    Failure::Agent {
        detail: String::new(),
    }
}

fn unreadable() -> Failure {
    Failure::Agent {
        detail: String::new(),
    }
}

/// One vendor's wire format as a state machine, between our session's beginning and its end. A type
/// that is one is also `Default`: each session begins with a new one.
///
/// It echoes what the visitor sends ([`Context::echo`]) and tells how sending goes
/// ([`Event::Delivery`]). Calls and entries that are still under way when the session ends are
/// [`VendorDialect`]'s to settle. To end the session, emit [`Event::Ended`]; [`Event::Failed`] takes the
/// visitor out of the conversation, until `RetryNow` and a link that is restored or a run. `Connected`, `Submitted` and `Results` are not
/// a protocol's to tell.
pub trait Protocol {
    /// Our session stands. The vendor's conversation begins, or the one in `start.open.kept` goes on.
    /// Tell what stands in the conversation already; [`super::Event::Connected`] was told.
    fn begin(&mut self, cx: &mut Context, start: &Start);

    /// `Send`, `Resend`, `Cancel`, `Notes`, `RetryNow` and `VendorDialect`; the others are [`VendorDialect`]'s.
    fn act(&mut self, cx: &mut Context, verb: Verb);

    /// What came of a call it made, or a timer it set.
    fn hear(&mut self, cx: &mut Context, heard: Heard<'_>);

    fn network(&mut self, _cx: &mut Context, _network: Network) {}

    /// Our session ends now: tell the vendor what it must know, expect no answer.
    fn leave(&mut self, _cx: &mut Context) {}
}

/// What a protocol begins with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    pub open: Open,
    pub session_id: String,
    /// This frame carries on with a session it had before a reload.
    pub resumed: bool,
}

#[derive(Clone, Debug)]
pub enum Heard<'a> {
    /// The whole answer to a call with [`Reading::Whole`].
    Answer {
        call: CallId,
        head: Head,
        body: &'a [u8],
    },
    Opened {
        call: CallId,
        head: Head,
    },
    Chunk {
        call: CallId,
        bytes: &'a [u8],
    },
    Closed {
        call: CallId,
    },
    Broken {
        call: CallId,
    },
    /// [`Context::wake_after`]'s number.
    Wake(u32),
}

/// What a protocol can reach while it handles an input.
#[derive(Debug, Default)]
pub struct Context {
    pub now: Millis,
    /// Uniform in `0.0..1.0`; see [`super::Input`].
    pub chance: f64,
    pub offline: bool,
    pub hidden: bool,
    /// Where paths begin: `/relay/<backend>`, or the vendor's address where it is talked to directly.
    pub(super) base: String,
    /// Our session's token, which the relay takes; empty in direct mode.
    pub(super) token: String,
    /// The vendor is talked to without the relay.
    pub(super) direct: bool,
    pub(super) next_call: u32,
    /// Timers from here on are the protocol's; below, [`VendorDialect`]'s.
    pub(super) first_timer: u32,
    pub(super) outputs: VecDeque<Output>,
}

impl Context {
    pub fn emit(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    pub fn tell(&mut self, told: VendorEvent) {
        self.emit(Event::Vendor(told));
    }

    /// Calls the vendor; `path` is what follows the backend's address, query included. The relay's
    /// authorization is added here, a JSON content type where there is a body.
    pub fn call(
        &mut self,
        method: &'static str,
        path: &str,
        body: Option<String>,
        reading: Reading,
        timeout: u64,
    ) -> CallId {
        let id = CallId(self.next_call);
        self.next_call += 1;
        let mut headers = Vec::new();
        if !self.token.is_empty() {
            headers.push(("authorization", ["Bearer ", &self.token].concat()));
        }
        if body.is_some() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        if reading == Reading::Stream {
            headers.push(("accept", "text/event-stream".to_owned()));
        }
        self.outputs.push_back(Output::Call(Call {
            id,
            method,
            path: [&self.base, path].concat(),
            headers,
            body,
            reading,
            timeout,
            keepalive: false,
        }));
        id
    }

    /// A sentence about the conversation, as the row `entry`.
    pub fn notice(&mut self, entry: &EntryId, sentence: &str) {
        self.emit(Event::ToolStarted {
            entry: entry.clone(),
            name: sentence.to_owned(),
            kind: Activity::Notice,
            at: self.now,
        });
        let entry = entry.clone();
        self.emit(Event::ToolEnded { entry });
    }

    /// The vendor wants to be asked again after so many milliseconds, and will be.
    pub fn busy(&mut self, entry: &EntryId, wait: u64) {
        let when = match wait.div_ceil(1_000) {
            0 | 1 => "in a second".to_owned(),
            seconds => ["in ", &seconds.to_string(), " seconds"].concat(),
        };
        let sentence = ["The service is busy. Your message is sent ", &when, "."].concat();
        self.notice(entry, &sentence);
    }

    pub fn abort(&mut self, call: CallId) {
        self.outputs.push_back(Output::Abort(call));
    }

    /// Wakes the protocol with `timer` after so many milliseconds; setting it again replaces it.
    pub fn wake_after(&mut self, timer: u32, after: u64) {
        self.outputs.push_back(Output::WakeAfter {
            timer: Timer(self.first_timer + timer),
            after,
        });
    }
}
