//! An answer that comes piece by piece, handed on as it comes.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::stream;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};
use vivavoce_protocol::sse;

use super::budget::Turn;
use super::relay::{RelayState, Taken};
use super::scrub::Gate;
use super::table::{Deed, Kind};
use super::way::Way;
use super::{bindings, theirs};
use vivavoce_engine::store::Session;
use vivavoce_engine::store::relay::Visitor;
use vivavoce_http::session;

/// Bytes of a whole stream, and of one event in it.
const CAP: usize = 16 << 20;
const EVENT_CAP: usize = 1 << 20;
/// How often a long stream counts as a sign of its visitor.
const SIGN: Duration = Duration::from_secs(60);

/// Dropping it lets go of the vendor's connection.
pub struct Stream {
    pub app: RelayState,
    pub way: Arc<Way>,
    pub session: Session,
    pub visitor: Visitor,
    pub deed: Deed,
    pub response: reqwest::Response,
    /// Kept until the stream ends.
    pub _turn: Turn,
    pub _seats: Taken,
}

struct Reading {
    stream: Stream,
    parser: sse::Parser,
    held: Vec<u8>,
    bytes: usize,
    deadline: Instant,
    touched: Instant,
    done: bool,
}

impl Stream {
    /// The body of our answer. It breaks off where the vendor's does, so that half an answer does not
    /// look whole.
    pub fn into_body(self) -> Body {
        let now = Instant::now();
        let reading = Reading {
            deadline: now + self.app.settings.limits.relay.stream,
            stream: self,
            parser: sse::Parser::new(EVENT_CAP),
            held: Vec::new(),
            bytes: 0,
            touched: now,
            done: false,
        };
        Body::from_stream(stream::try_unfold(reading, |mut reading| async move {
            let piece = reading.next().await?;
            Ok::<_, io::Error>(piece.map(|piece| (Bytes::from(piece), reading)))
        }))
    }
}

impl Reading {
    async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        while !self.done {
            let idle = self.stream.app.settings.limits.relay.idle;
            let until = (Instant::now() + idle).min(self.deadline);
            let stopping = self.stream.app.stopping.clone();
            let read = tokio::select! {
                read = timeout_at(until, self.stream.response.chunk()) => read,
                () = stopping.cancelled() => return Err(self.broken("we are stopping")),
            };
            let chunk = match read {
                Err(_) => return Err(self.broken("it fell silent")),
                Ok(Err(_)) => return Err(self.broken("its connection broke")),
                Ok(Ok(chunk)) => chunk,
            };
            let Some(chunk) = chunk else {
                self.done = true;
                let rest = std::mem::take(&mut self.held);
                return Ok((!rest.is_empty()).then_some(rest));
            };
            self.bytes += chunk.len();
            if self.bytes > CAP {
                return Err(self.broken("it is too long"));
            }
            // First, so that the visitor can use an id as soon as they see it.
            self.learn(&chunk).await?;
            self.touch().await;
            let held = std::mem::take(&mut self.held);
            let mut gate = Gate::resumed(&self.stream.way.scrub, held);
            let clean = gate.take(&chunk);
            self.held = gate.held();
            if !clean.is_empty() {
                return Ok(Some(clean));
            }
        }
        Ok(None)
    }

    async fn learn(&mut self, chunk: &[u8]) -> io::Result<()> {
        let mut things: Vec<(Kind, String)> = Vec::new();
        for message in self.parser.feed(chunk) {
            let Ok(message) = message else {
                return Err(self.broken("one of its events is too large"));
            };
            let Ok(mut frame) = serde_json::from_str::<Value>(&message.data) else {
                continue;
            };
            // The type stands in the event's name or in the event.
            if let Some(frame) = frame.as_object_mut()
                && !frame.contains_key("type")
                && !message.event.is_empty()
            {
                frame.insert("type".to_owned(), message.event.into());
            }
            things.extend(theirs::learned(self.stream.deed, &frame));
        }
        bindings::learn(
            &self.stream.app,
            &self.stream.visitor,
            self.stream.deed,
            things,
        )
        .await
        .map_err(|_| self.broken("its ids could not be kept"))
    }

    async fn touch(&mut self) {
        if self.touched.elapsed() < SIGN {
            return;
        }
        self.touched = Instant::now();
        let app = &self.stream.app;
        if let Err(error) = session::touch(app, &self.stream.session, app.clock.now()).await {
            tracing::warn!(?error, "a visitor's sign could not be noted");
        }
    }

    fn broken(&self, why: &'static str) -> io::Error {
        tracing::info!(
            backend = self.stream.way.name,
            why,
            "a backend's stream broke off"
        );
        io::Error::other(why)
    }
}
