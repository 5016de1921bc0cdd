//! What the engine is told by the operator: checked and typed before it starts.

use std::collections::BTreeMap;
use std::time::Duration;

use lettre::message::Mailbox;
use vivavoce_agent::model::ModelSettings;
use vivavoce_protocol::Secret;

mod backend;
mod limits;

pub use backend::Backend;
pub use limits::{API_CALL_BYTES, Ceiling, ConnectionLimits, Limits, Rate, RelayTimes};

#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub agent: AgentSettings,
    pub analysis: AnalysisSettings,
    /// `None`: no mail is sent.
    pub mail: Option<MailSettings>,
    pub webhooks: WebhookSettings,
    /// Origin under which visitors reach us, without a slash at its end. `None`: as each request
    /// says.
    pub public_url: Option<String>,
    /// Other systems, by the name `?backend=` uses.
    pub backends: BTreeMap<String, Backend>,
    pub limits: Limits,
}

impl Settings {
    /// Who judges sessions, if anybody does.
    pub fn judge_model(&self) -> Option<&ModelSettings> {
        self.analysis.model.as_ref().or(self.agent.model.as_ref())
    }
}

#[derive(Clone, Debug)]
pub struct AgentSettings {
    /// `None`: the built-in scripted agent answers.
    pub model: Option<ModelSettings>,
    /// Time the scripted agent takes for a word.
    pub pace: Duration,
}

impl Default for AgentSettings {
    fn default() -> Self {
        // Brisk, yet readable as it comes.
        AgentSettings {
            model: None,
            pace: Duration::from_millis(35),
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct AnalysisSettings {
    /// Who judges sessions instead of the agent's model.
    pub model: Option<ModelSettings>,
}

/// How reports are mailed.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// `smtps://user:password@host`, `smtp://host`; see [`crate::outbox::mail::transport`].
    pub url: Secret,
    /// `Name <address>` or an address.
    pub from: Mailbox,
}

#[derive(Clone, Debug)]
pub struct WebhookSettings {
    /// Addresses of our own network may be named too.
    pub allow_private: bool,
    /// Messages that may wait for one address; beyond that the oldest are given up.
    pub max_waiting: usize,
    /// After so many failures in a row an address is left alone for a while.
    pub pause_after: u32,
    /// How long first; twice as long each time it still fails, up to 64 times.
    pub pause: Duration,
}

impl Default for WebhookSettings {
    fn default() -> Self {
        Self {
            allow_private: false,
            max_waiting: 10_000,
            pause_after: 10,
            pause: Duration::from_secs(60),
        }
    }
}
