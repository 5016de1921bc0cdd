//! Where a visitor stands, and what the host page is told about it.

mod effect;
mod machine;
mod rhythm;
pub mod sending;
mod step;

pub use effect::{Effect, Effects, HostEvent, HostRecord, Occasion};
pub use machine::Machine;
pub use rhythm::Rhythm;
pub use step::Step;

/// What the screen shows; `data-phase` on the root element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Phase {
    #[default]
    Loading,
    /// Private without access, or a passcode is wanted.
    Locked,
    Credentials,
    Ready,
    Connecting,
    Live,
    Stopping,
    Review,
    Submitted,
    Failed,
}

impl Phase {
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Loading => "loading",
            Phase::Locked => "locked",
            Phase::Credentials => "credentials",
            Phase::Ready => "ready",
            Phase::Connecting => "connecting",
            Phase::Live => "live",
            Phase::Stopping => "stopping",
            Phase::Review => "review",
            Phase::Submitted => "submitted",
            Phase::Failed => "failed",
        }
    }
}

/// The live indicator; `data-pulse` on the root element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Pulse {
    #[default]
    Idle,
    /// A microphone is open. Never in a text conversation: nothing listens there.
    Listening,
    Thinking,
    Speaking,
}

impl Pulse {
    pub fn as_str(self) -> &'static str {
        match self {
            Pulse::Idle => "idle",
            Pulse::Listening => "listening",
            Pulse::Thinking => "thinking",
            Pulse::Speaking => "speaking",
        }
    }
}
