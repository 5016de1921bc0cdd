//! The parts of a session that come in chunks: how each is loaded, and what the session asks of it.
//!
//! The session names no chunk: whoever begins it hands in [`Loaders`].

use std::rc::Rc;

use vivavoce_core::dialect::vendor::{VendorCommand, VendorEvent};
use vivavoce_core::dialect::{Dialect, Network, Open};
use vivavoce_core::host::{Keeping, Post};
use vivavoce_core::phase::{Phase, sending};
use vivavoce_core::wire::SessionCreated;

use super::Session;
use super::persistence::Kept;
use super::slots::Slots;
use crate::browser::coming::Coming;
use crate::browser::host;
use crate::words::Apply;

pub type NewHostPort = fn(Session) -> Rc<dyn HostPort>;

/// Where a session's parts come from. Each may be asked for again.
#[derive(Clone, Copy)]
pub struct Loaders {
    pub host: fn() -> Coming<NewHostPort>,
    /// By the name of its dialect in the deployment's settings; `None` for our own, and for one newer
    /// than this build.
    pub system: fn(&str) -> Option<Coming<&'static System>>,
    /// What puts an owner's texts in the place of ours.
    pub texts: fn() -> Coming<Apply>,
}

/// Another system that may answer: what speaks with it, and what it has beside the talk.
pub struct System {
    pub dialect: fn() -> Box<dyn Dialect>,
    pub vendor: fn(Session) -> Rc<dyn Vendor>,
}

/// What another system has beside the talk. Its state is its own, in signals its views read; the
/// session hears of it what [`Heard`] says.
///
/// Called while the session is at work: it calls no verb of the session's.
pub trait Vendor {
    /// A session is about to be opened: adds what the vendor needs.
    fn opening(&self, open: &mut Open);
    /// A session stands; returns what is to be asked at once.
    fn connected(&self, created: &SessionCreated) -> Vec<VendorCommand>;
    fn heard(&self, event: &VendorEvent) -> Heard;
    /// Another conversation begins in this session.
    fn anew(&self) -> Standing;
    /// The typing rests; what the vendor is told of it.
    fn draft_rested(&self, draft: &str) -> Option<VendorCommand>;
    fn network(&self, network: Network);
    /// The session is over and forgotten.
    fn left(&self) -> Standing;
    /// What it shows, and where.
    fn slots(&self) -> &'static Slots;
}

/// What an event of a vendor's means for the session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    pub standing: Standing,
    /// For a composer that is empty.
    pub draft: Option<String>,
    /// To be spoken to those who cannot see it.
    pub announce: Option<String>,
}

/// How the conversation stands with whoever answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub gate: Gate,
    /// The state word, instead of the pulse's.
    pub word: Option<&'static str>,
    /// What the way to the newest entry is called, where the vendor counts unread ones.
    pub unread: Option<String>,
}

/// Whether the visitor may write, and the composer's hint where that is not its usual one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gate {
    #[default]
    Open,
    /// The agent waits for an answer, also in the middle of its run.
    Asked(&'static str),
    /// It waits for one of its buttons.
    Closed(&'static str),
    /// Nobody can be written to; the composer goes while nothing has been said.
    Shut(&'static str),
    /// The vendor's own page has a composer of its own.
    Away,
}

impl Gate {
    pub fn hint(self) -> Option<&'static str> {
        match self {
            Gate::Asked(hint) | Gate::Closed(hint) | Gate::Shut(hint) => Some(hint),
            Gate::Open | Gate::Away => None,
        }
    }

    /// What is typed can be sent.
    pub fn takes_text(self) -> bool {
        matches!(self, Gate::Open | Gate::Asked(_))
    }

    /// An answer is awaited.
    pub fn asks(self) -> bool {
        matches!(self, Gate::Asked(_) | Gate::Closed(_))
    }

    /// What sending depends on.
    pub fn sending(self, phase: Phase, running: bool) -> sending::Standing {
        sending::Standing {
            phase,
            running,
            asks: self.asks(),
            takes_text: self.takes_text(),
        }
    }
}

/// The page around us: what it hears and says, and the line its loader has: commands, the session it
/// keeps for us, our height. What it asks for are verbs of [`Session`], called when nothing else is at
/// work.
pub trait HostPort {
    /// The page around us said something; whether it may is not yet looked at.
    fn heard(&self, message: host::Heard);
    /// Posts this to whoever may hear it.
    fn tell(&self, post: Post);
    /// A phase has begun, and all that belongs to its beginning is done.
    fn settled(&self);
    /// What the loader keeps for a frame that comes after us; `None`: nothing is left to keep.
    fn keep(&self, kept: Option<&Kept>);
    /// What a loader keeps of this session; `None`: none listens.
    fn keeping(&self, kept: &Kept) -> Option<Keeping>;
}
