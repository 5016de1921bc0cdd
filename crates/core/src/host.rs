//! What passes between the embed and the page around it.

use serde::{Deserialize, Serialize};

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
