//! An answer that comes piece by piece, handed on as it comes.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::stream;
use tokio::time::{Instant, timeout_at};
use vivavoce_protocol::{json, sse};

use super::agui::Filter;
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
const TOO_LARGE: &str = "one of its events is too large";
/// How often a long stream counts as a sign of its visitor.
const SIGN: Duration = Duration::from_secs(60);

/// Dropping it lets go of the vendor's connection.
pub struct Stream {
    pub app: RelayState,
    pub way: Arc<Way>,
    pub session: Session,
    pub visitor: Visitor,
    pub deed: Deed,
    /// What was read of the body.
    pub first: Vec<u8>,
    pub response: reqwest::Response,
    /// Kept until the stream ends.
    pub _turn: Turn,
    pub _seats: Taken,
}

struct Reading {
    stream: Stream,
    parser: sse::Parser,
    /// For AG-UI.
    filter: Option<Filter>,
    held: Vec<u8>,
    bytes: usize,
    deadline: Instant,
    touched: Instant,
    /// How it ended, once it has.
    end: Option<Result<(), &'static str>>,
}

impl Stream {
    /// The body of our answer. It breaks off where the vendor's does, so that half an answer does not
    /// look whole.
    pub fn into_body(self) -> Body {
        let now = Instant::now();
        let reading = Reading {
            deadline: now + self.app.settings.limits.relay.stream,
            filter: (self.deed == Deed::Run).then(|| Filter::new(EVENT_CAP)),
            stream: self,
            parser: sse::Parser::new(EVENT_CAP),
            held: Vec::new(),
            bytes: 0,
            touched: now,
            end: None,
        };
        Body::from_stream(stream::try_unfold(reading, |mut reading| async move {
            let piece = reading.next().await;
            if piece.is_err() {
                // A connection that breaks off takes along what it has not written; so it is let write first.
                tokio::task::yield_now().await;
            }
            Ok::<_, io::Error>(piece?.map(|piece| (Bytes::from(piece), reading)))
        }))
    }
}

impl Reading {
    async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            match self.end {
                Some(Ok(())) => return Ok(None),
                Some(Err(why)) => return Err(self.broken(why)),
                None => {}
            }
            let clean = match self.read().await {
                Ok(Some(chunk)) => self.passed(&chunk).await?,
                ended => {
                    self.end = Some(ended.map(drop));
                    let rest = self.filter.as_mut().map(Filter::rest).unwrap_or_default();
                    let mut clean = self.scrubbed(&rest);
                    if self.end == Some(Ok(())) {
                        // It was no secret after all.
                        clean.append(&mut self.held);
                    }
                    clean
                }
            };
            if !clean.is_empty() {
                return Ok(Some(clean));
            }
        }
    }

    /// The next bytes of the vendor's body; `None` at its end.
    async fn read(&mut self) -> Result<Option<Bytes>, &'static str> {
        let first = std::mem::take(&mut self.stream.first);
        if !first.is_empty() {
            return Ok(Some(Bytes::from(first)));
        }
        let idle = self.stream.app.settings.limits.relay.idle;
        let until = (Instant::now() + idle).min(self.deadline);
        let stopping = self.stream.app.stopping.clone();
        tokio::select! {
            read = timeout_at(until, self.stream.response.chunk()) => match read {
                Err(_) => Err("it fell silent"),
                Ok(Err(_)) => Err("its connection broke"),
                Ok(Ok(chunk)) => Ok(chunk),
            },
            () = stopping.cancelled() => Err("we are stopping"),
        }
    }

    /// What of a chunk goes on.
    async fn passed(&mut self, chunk: &[u8]) -> io::Result<Vec<u8>> {
        self.bytes += chunk.len();
        if self.bytes > CAP {
            return Err(self.broken("it is too long"));
        }
        // First, so that the visitor can use an id as soon as they see it.
        self.learn(chunk).await?;
        self.touch().await;
        match self.filter.as_mut().map(|filter| filter.take(chunk)) {
            None => Ok(self.scrubbed(chunk)),
            Some(Ok(passed)) => Ok(self.scrubbed(&passed)),
            Some(Err(_)) => Err(self.broken(TOO_LARGE)),
        }
    }

    /// Without the vendor's secret; what could begin it is held back.
    fn scrubbed(&mut self, bytes: &[u8]) -> Vec<u8> {
        let held = std::mem::take(&mut self.held);
        let mut gate = Gate::resumed(&self.stream.way.scrub, held);
        let clean = gate.take(bytes);
        self.held = gate.held();
        clean
    }

    async fn learn(&mut self, chunk: &[u8]) -> io::Result<()> {
        // A thread is known by its request.
        if self.filter.is_some() {
            return Ok(());
        }
        let mut things: Vec<(Kind, String)> = Vec::new();
        for message in self.parser.feed(chunk) {
            let Ok(message) = message else {
                return Err(self.broken(TOO_LARGE));
            };
            let Some(mut frame) = json::parse(&message.data) else {
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
