//! A whole text from a model, for readers that can do nothing with half of one.

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::ModelSettings;
use super::answer::{Assembly, Piece};
use super::endpoint::Endpoint;
use super::failure::Trouble;

/// Asks a model without an audience.
#[derive(Clone, Debug)]
pub struct Completer {
    endpoint: Endpoint,
    name: String,
    total: std::time::Duration,
}

impl Completer {
    pub fn new(settings: &ModelSettings) -> anyhow::Result<Self> {
        Ok(Self {
            endpoint: Endpoint::new(settings)?,
            name: settings.name.clone(),
            total: settings.times.total,
        })
    }

    /// The model's text, asked once more where that could help. Never empty.
    pub async fn complete(&self, messages: &[Value]) -> Result<String, Trouble> {
        let deadline = Instant::now() + self.total;
        // No temperature, no limit, no tools: what every endpoint takes. Streamed all the same,
        // because then a dead endpoint is noticed between two words and not at the very end.
        let body = json!({ "model": self.name, "messages": messages, "stream": true });
        match self.once(&body, deadline).await {
            Err(Trouble {
                again: Some(pause), ..
            }) if Instant::now() + pause < deadline => {
                sleep(pause).await;
                self.once(&body, deadline).await
            }
            result => result,
        }
    }

    async fn once(&self, body: &Value, deadline: Instant) -> Result<String, Trouble> {
        let mut answer = self.endpoint.ask(body, deadline).await?;
        let mut assembly = Assembly::default();
        while let Some(value) = answer.next().await? {
            let pieces = assembly.take(&value)?;
            if pieces.iter().any(|piece| matches!(piece, Piece::Text(_))) {
                answer.heard();
            }
        }
        assembly.close();
        if assembly.finish.is_none() && !answer.is_complete() {
            return Err(Trouble::broken("the model's stream ended without its end"));
        }
        if assembly.text.trim().is_empty() {
            return Err(Trouble::silent("the model's answer is empty"));
        }
        Ok(assembly.text)
    }
}
