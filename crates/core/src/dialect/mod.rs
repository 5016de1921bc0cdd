//! Wire protocols as state machines.
//!
//! The contract (str0m's): after every [`Dialect::handle`], call [`Dialect::poll`] until it returns
//! `None`; perform what it said; hand each result back as the next input. A dialect performs no
//! I/O, reads no clock and draws no random number.

pub use crate::event::{Activity, Delivery, Event, Link, Millis, Speaker};

use crate::event::EntryId;
use crate::event::vendor::VendorCommand;
use crate::wire::{BackendFacts, CreateSession, Note, StopReason};

mod lanes;
#[cfg(test)]
pub(crate) mod script;
/// Other systems' protocols.
pub mod vendor;
pub mod vivavoce;

/// One conversation protocol. Performs no I/O and reads no clock.
/// After every `handle`, call `poll` until it returns `None`.
pub trait Dialect {
    fn handle(&mut self, input: Input<'_>);
    fn poll(&mut self) -> Option<Output>;
}

/// Something happened at `now`.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    pub now: Millis,
    /// Uniform in `0.0..1.0`, fresh for every input; spreads retries.
    pub chance: f64,
    pub what: What<'a>,
}

#[derive(Clone, Debug)]
pub enum What<'a> {
    /// The visitor or the host wants something.
    Do(Verb),
    /// The whole answer to a call with [`Reading::Whole`].
    Answer {
        call: CallId,
        head: Head,
        body: &'a [u8],
    },
    /// A call with [`Reading::Stream`] got its head; `Chunk`s follow if it is a success.
    Opened {
        call: CallId,
        head: Head,
    },
    Chunk {
        call: CallId,
        bytes: &'a [u8],
    },
    /// The stream ended as the server wished (also after an error head's body was dropped).
    Closed {
        call: CallId,
    },
    /// No answer, an aborted connection, or the call's time ran out.
    Broken {
        call: CallId,
    },
    Wake {
        timer: Timer,
    },
    Network(Network),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    pub status: u16,
    /// Lower case, without parameters.
    pub content_type: String,
    /// `Retry-After` as milliseconds from now, whatever its form was.
    pub retry_after: Option<u64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Verb {
    /// Begin, or carry on with, a session.
    Open(Box<Open>),
    /// Send a message. `entry` is a fresh id (24 hex digits from the browser's random source): the
    /// idempotency key and the entry's id for ever.
    Send {
        entry: EntryId,
        text: String,
        choice: Option<String>,
    },
    /// Send a failed entry again, under the same key.
    Resend {
        entry: EntryId,
    },
    /// Stop generating.
    Cancel,
    Stop {
        reason: StopReason,
    },
    Submit {
        comment: Option<String>,
    },
    Notes(Vec<Note>),
    /// A new bearer for private access, or a new session token.
    Bearer(String),
    /// Try at once whatever is waiting for its retry.
    RetryNow,
    Vendor(VendorCommand),
}

/// What opening a session needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Open {
    pub create: CreateSession,
    /// In-memory bearer from the access exchange, for private scenarios.
    pub bearer: Option<String>,
    /// A session this frame already had: no create call, its log is read from the start.
    pub resume: Option<Resume>,
    /// What this device keeps for this visitor and backend ([`crate::event::vendor::VendorEvent::Keep`]).
    pub kept: Option<String>,
    /// 128 random bits in hex, from a source fit for secrets: what a vendor's visitor is named
    /// where nobody hands out names.
    pub seed: String,
    /// What the deployment says of the backend.
    pub backend: BackendFacts,
    /// What the visitor's clock shows, for vendors that count by the day.
    pub zone: Zone,
}

/// A time zone as it is now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Zone {
    /// Its IANA name, `America/New_York`; empty: unknown, UTC counts.
    pub name: String,
    /// Minutes its clocks are ahead of UTC.
    pub ahead: i32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resume {
    pub session_id: String,
    pub session_token: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    Online,
    Offline,
    Visible,
    Hidden,
}

/// Names a call until its answer came; never reused within a dialect's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallId(pub u32);

/// Names a timer. Setting a timer again replaces it; a dialect ignores a wake it no longer wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Timer(pub u32);

#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    Call(Call),
    /// Drop that call: abort its fetch, deliver nothing more of it.
    Abort(CallId),
    WakeAfter {
        timer: Timer,
        after: u64,
    },
    Event(Event),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub id: CallId,
    pub method: &'static str,
    /// Path and query below the API's base, e.g. `/api/embed/sessions`.
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
    pub reading: Reading,
    /// Milliseconds until the head must have arrived (and, for a whole answer, the body).
    pub timeout: u64,
    /// Must reach the server though the page may be going away.
    pub keepalive: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    Whole,
    Stream,
}
