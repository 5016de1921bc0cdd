//! What the phase machine answers, and what its host was told.

use serde::{Deserialize, Serialize};

/// What to do now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    /// For the host, in this order.
    pub posts: Vec<HostEvent>,
    pub ask: Option<Effect>,
}

/// What the machine wants the driver to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Fetch the scenario's facts once more.
    Load,
    /// Open a session, or the one to resume.
    Open,
    /// The session stands, its connection does not: `Verb::RetryNow`.
    Reconnect,
    Stop,
    /// Submit, with the comment if there is one.
    Submit,
}

/// What the host was told about a session. The page keeps it beside the session's id (it survives a
/// reload) and gives it back in [`Step::Opened`], so that nothing is said twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostRecord {
    #[serde(default)]
    pub session_id: String,
    #[serde(default)]
    pub started: bool,
    #[serde(default)]
    pub ended: bool,
    #[serde(default)]
    pub submitted: bool,
}

/// One of the four documented events: exactly these three fields, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostEvent {
    pub event: Occasion,
    pub session_id: String,
    /// Unix milliseconds.
    pub timestamp: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Occasion {
    /// The agent is connected.
    #[serde(rename = "onStart")]
    Start,
    /// Ended by the visitor or the agent.
    #[serde(rename = "onStop")]
    Stop,
    /// Ended by force.
    #[serde(rename = "onTerminated")]
    Terminated,
    /// The submission is stored.
    #[serde(rename = "onSubmit")]
    Submit,
}

impl Occasion {
    /// As the message has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Occasion::Start => "onStart",
            Occasion::Stop => "onStop",
            Occasion::Terminated => "onTerminated",
            Occasion::Submit => "onSubmit",
        }
    }
}
