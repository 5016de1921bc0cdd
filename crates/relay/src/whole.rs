//! A vendor's answer as it goes on: its head, and the whole of it.

use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue};
use serde_json::Value;
use vivavoce_engine::heavy;
use vivavoce_engine::store::StoreError;

/// The head of an answer, as far as it is passed on.
#[derive(Clone, Debug, Default)]
pub struct Head {
    pub status: u16,
    pub kind: Kind,
    /// Seconds.
    pub retry_after: Option<u64>,
    pub(super) rates: Vec<(HeaderName, HeaderValue)>,
}

/// What an answer's body is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Nothing,
    Json,
    Text,
    Stream,
    /// A page, a file: nothing a visitor asked for.
    Other,
}

/// An answer read to its end, scrubbed.
#[derive(Clone, Debug, Default)]
pub struct Whole {
    pub head: Head,
    pub body: Vec<u8>,
    /// What the body says, where it is JSON.
    pub(super) json: Option<Arc<Value>>,
}

impl Whole {
    pub fn json(&self) -> Option<&Value> {
        self.json.as_deref()
    }

    /// What `work` makes of the JSON goes on in its place. `None`: it is none.
    pub async fn change<F>(&mut self, work: F) -> Result<Option<()>, StoreError>
    where
        F: FnOnce(&mut Value) + Send + 'static,
    {
        let Some(json) = self.json.take() else {
            return Ok(None);
        };
        let changed = move || {
            let mut json = Arc::unwrap_or_clone(json);
            work(&mut json);
            let body = json.to_string().into_bytes();
            (json, body)
        };
        let (json, body) = match self.body.len() > heavy::LONG {
            true => heavy::run(changed).await?,
            false => changed(),
        };
        (self.json, self.body) = (Some(Arc::new(json)), body);
        self.head.kind = Kind::Json;
        Ok(Some(()))
    }
}
