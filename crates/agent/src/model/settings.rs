//! Where a model is, and how long it may take.

use std::time::Duration;

use vivavoce_protocol::Secret;

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
