//! What an endpoint got wrong and was forgiven, told to the operator.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// An endpoint repeats its habits in every answer; a log needs them once in a while.
const AGAIN: Duration = Duration::from_secs(3_600);

/// One endpoint's notes; clones write to the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forgiven(Arc<Notes>);

#[derive(Debug, Default)]
struct Notes {
    model: String,
    noted: Mutex<HashMap<&'static str, Instant>>,
}

impl Forgiven {
    pub(crate) fn new(model: &str) -> Self {
        Self(Arc::new(Notes {
            model: model.to_owned(),
            noted: Mutex::default(),
        }))
    }

    /// Writes a line unless the same was said within the hour. `true`: it was written.
    pub(crate) fn note(&self, what: &'static str) -> bool {
        let now = Instant::now();
        let mut noted = self.0.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.get(what).is_some_and(|at| now < *at + AGAIN) {
            return false;
        }
        noted.insert(what, now);
        tracing::info!(
            model = self.0.model,
            what,
            "the model's endpoint does not keep to the protocol; read as it was meant"
        );
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_forgiven_is_told_once_an_hour() {
        let forgiven = Forgiven::new("m");
        assert!(forgiven.note("a"));
        assert!(forgiven.note("b"));
        assert!(!forgiven.clone().note("a"));
        tokio::time::advance(AGAIN).await;
        assert!(forgiven.note("a"));
    }
}
