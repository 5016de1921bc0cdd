//! What happens in a conversation, whoever tells it: the events that phases, transcript and dialects
//! stand on.

use std::fmt;
use std::sync::Arc;

use crate::failure::Failure;
use crate::json::Value;
use crate::wire::{Choice, ResultsStatus, SessionCreated, StopReason};

pub mod vendor;

/// Unix time in milliseconds, as `Date.now()` gives it.
pub type Millis = f64;

/// Names an entry from local echo to stored: the visitor's entries by their idempotency key, the
/// agent's by their `messageId`, a tool's by its `toolCallId`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(Arc<str>);

impl EntryId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for EntryId {
    fn from(text: &str) -> Self {
        EntryId(text.into())
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// What a dialect tells the phase machine and the transcript. The same for every dialect.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The agent is connected. `resumed`: this is the continuation of an earlier session.
    Connected {
        session: SessionCreated,
        resumed: bool,
    },
    /// The reply to `run` begins; `run` is the visitor entry's id, or a greeting's own.
    RunStarted {
        run: EntryId,
    },
    RunFinished {
        run: EntryId,
        cancelled: bool,
    },
    RunFailed {
        run: EntryId,
        failure: Failure,
        /// `Resend` of `run` asks for the reply once more; a greeting of our own agent's answers
        /// nobody, and cannot be asked for.
        again: bool,
    },
    MessageStarted {
        entry: EntryId,
        speaker: Speaker,
        at: Millis,
    },
    MessageDelta {
        entry: EntryId,
        text: String,
    },
    MessageEnded {
        entry: EntryId,
    },
    /// The whole text of `entry`'s message, in place of what came of it so far. Empty: that is taken
    /// back, and deltas begin it anew.
    Text {
        entry: EntryId,
        text: String,
    },
    /// How sending a visitor's entry goes.
    Delivery {
        entry: EntryId,
        delivery: Delivery,
    },
    ToolStarted {
        entry: EntryId,
        name: String,
        kind: Activity,
        at: Millis,
    },
    ToolInput {
        entry: EntryId,
        delta: String,
    },
    ToolEnded {
        entry: EntryId,
    },
    ToolResult {
        entry: EntryId,
        content: String,
    },
    /// Buttons under `entry`; they replace earlier ones.
    Offered {
        entry: EntryId,
        choices: Vec<Choice>,
    },
    /// Another conversation begins: what follows is its transcript, from the start.
    Anew,
    /// The connection was lost (quietly: it is being retried) or is back.
    Link(Link),
    /// Nothing further will be said. At most once.
    Ended {
        reason: StopReason,
        at: Millis,
    },
    /// The submission is stored. At most once.
    Submitted,
    Results(Outcome),
    /// The session as a whole failed; the transcript stands.
    Failed(Failure),
    Vendor(vendor::VendorEvent),
}

/// The results of a session, read as far as everyone must know them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    pub status: ResultsStatus,
    /// [`crate::wire::Results`], which the screen that shows them reads; `null` where none came.
    pub results: Value,
}

/// What kind of thing the agent did beside talking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Activity {
    #[default]
    Tool,
    /// Something the agent does for the visitor in another system.
    Action,
    Step,
    Reasoning,
    /// The agent's state, as JSON in the row's input.
    State,
    Summary,
    /// To a person, or back.
    HandOver,
    /// A sentence about the conversation; the row's name is the sentence.
    Notice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    Visitor,
    Agent,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Delivery {
    Sending,
    Sent,
    Failed(Failure),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// `attempt` counts failed tries since the link was good.
    Lost {
        attempt: u32,
    },
    Restored,
}
