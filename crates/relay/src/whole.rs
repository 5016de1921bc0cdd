//! A vendor's answer as it goes on: its head, and the whole of it.

use axum::http::{HeaderName, HeaderValue};
use serde_json::Value;

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
}

impl Whole {
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    pub fn set_json(&mut self, value: &Value) {
        self.head.kind = Kind::Json;
        self.body = value.to_string().into_bytes();
    }
}
