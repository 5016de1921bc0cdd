//! A whole text from a model, for readers that can do nothing with half of one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::answer::{Assembly, Piece};
use super::endpoint::Endpoint;
use super::failure::Trouble;
use super::tally::Tally;
use super::{ModelSettings, request};
use crate::Meter;

/// Asks a model without an audience.
#[derive(Clone, Debug)]
pub struct Completer {
    endpoint: Endpoint,
    name: String,
    total: std::time::Duration,
    /// The endpoint does not take `stream_options`; clones learn it together.
    no_usage: Arc<AtomicBool>,
}

impl Completer {
    pub fn new(settings: &ModelSettings) -> anyhow::Result<Self> {
        Ok(Self {
            endpoint: Endpoint::new(settings)?,
            name: settings.name.clone(),
            total: settings.times.total,
            no_usage: Arc::default(),
        })
    }

    /// The model's text, asked once more where that could help. Never empty. What it costs is added
    /// to `meter`.
    pub async fn complete(&self, messages: &[Value], meter: &Meter) -> Result<String, Trouble> {
        let deadline = Instant::now() + self.total;
        // No temperature, no limit, no tools: what every endpoint takes. Streamed all the same,
        // because then a dead endpoint is noticed between two words and not at the very end.
        let mut body = json!({ "model": self.name, "messages": messages, "stream": true });
        if !self.no_usage.load(Ordering::Relaxed) {
            body["stream_options"] = request::usage_wanted();
        }
        let mut result = self.once(&body, deadline, meter).await;
        if let Err(trouble) = &result
            && trouble.is_bad_request
            && let Some(members) = body.as_object_mut()
            && members.remove("stream_options").is_some()
        {
            result = self.once(&body, deadline, meter).await;
            if result.is_ok() {
                self.no_usage.store(true, Ordering::Relaxed);
            }
        }
        match result {
            Err(Trouble {
                again: Some(pause), ..
            }) if Instant::now() + pause < deadline => {
                sleep(pause).await;
                self.once(&body, deadline, meter).await
            }
            result => result,
        }
    }

    async fn once(
        &self,
        body: &Value,
        deadline: Instant,
        meter: &Meter,
    ) -> Result<String, Trouble> {
        let mut tally = Tally::new(meter, body);
        let asked = self.endpoint.ask(body, deadline).await;
        let mut answer = asked.inspect_err(|trouble| tally.failed(trouble))?;
        let mut assembly = Assembly::default();
        while let Some(value) = answer.next().await? {
            tally.hear(&value);
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
