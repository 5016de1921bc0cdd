//! A whole text from a model, for readers that can do nothing with half of one.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::ModelSettings;
use super::answer::Assembly;
use super::endpoint::Endpoint;
use super::failure::Trouble;
use super::habits::Habits;
use super::shape;
use super::tally::Tally;
use crate::Meter;

/// How often one request is put in another form because the endpoint does not take it.
const MOST_FORMS: usize = 4;

/// Asks a model without an audience. Clones share what they learn of the endpoint.
#[derive(Clone, Debug)]
pub struct Completer {
    endpoint: Endpoint,
    name: String,
    total: std::time::Duration,
    habits: Arc<Mutex<Habits>>,
}

impl Completer {
    pub fn new(settings: &ModelSettings) -> anyhow::Result<Self> {
        Ok(Self {
            endpoint: Endpoint::new(settings)?,
            name: settings.name.clone(),
            total: settings.times.total,
            habits: Arc::default(),
        })
    }

    /// The model's text, asked once more where that could help. Never empty. What it costs is added
    /// to `meter`.
    pub async fn complete(&self, messages: &[Value], meter: &Meter) -> Result<String, Trouble> {
        let deadline = Instant::now() + self.total;
        // No temperature, no limit, no tools: what every endpoint takes. Streamed all the same,
        // because then a dead endpoint is noticed between two words and not at the very end.
        let mut form = self.habits().form(Instant::now());
        let mut body = shape::body(&self.name, &form, messages.to_vec());
        let mut forms = 1;
        let mut asked_again = false;
        loop {
            let trouble = match self.once(&body, deadline, meter).await {
                Ok(text) => {
                    self.habits().taken(&form, Instant::now());
                    return Ok(text);
                }
                Err(trouble) => trouble,
            };
            if let Some(refusal) = &trouble.refusal
                && forms < MOST_FORMS
                && form.adapt(refusal, &body)
            {
                forms += 1;
                let adapted = shape::body(&self.name, &form, messages.to_vec());
                if adapted != body {
                    let cause = &trouble.error.cause;
                    tracing::info!(cause, "asking the model in another form");
                    body = adapted;
                    asked_again = false;
                    continue;
                }
            }
            match trouble.again {
                Some(pause) if !asked_again && Instant::now() + pause < deadline => {
                    asked_again = true;
                    sleep(pause).await;
                }
                _ => return Err(trouble),
            }
        }
    }

    fn habits(&self) -> MutexGuard<'_, Habits> {
        self.habits.lock().unwrap_or_else(PoisonError::into_inner)
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
            assembly.take(&value)?;
            // Thoughts are a sign of life as well.
            answer.heard();
            if assembly.finish.is_some() {
                answer.over();
            }
        }
        assembly.close();
        assembly.verdict(answer.is_complete())?;
        if assembly.text.trim().is_empty() {
            return Err(Trouble::silent("the model's answer is empty"));
        }
        Ok(assembly.text)
    }
}
