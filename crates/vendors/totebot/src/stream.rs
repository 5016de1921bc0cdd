//! A reply as it is written, streamed from the session's log.

use std::collections::VecDeque;
use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::time::{Instant, sleep_until};
use vivavoce_protocol::wire::TurnCreated;

use super::frames::{Frames, written};
use vivavoce_engine::conversation::Follow;
use vivavoce_engine::runs;
use vivavoce_engine::store::SessionStatus;
use vivavoce_http::App;

/// Stops the reply where its reader goes away before its end: that is how this API says "cancel".
struct Leaving {
    app: App,
    session_id: String,
    turn_id: String,
    is_over: bool,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        // A stopping server notes the interruption by itself.
        if self.is_over || self.app.stopping.is_cancelled() {
            return;
        }
        let (app, session_id) = (self.app.clone(), std::mem::take(&mut self.session_id));
        let turn_id = std::mem::take(&mut self.turn_id);
        self.app.tasks.spawn(async move {
            if let Err(error) = runs::cancel(&app, &session_id, &turn_id).await {
                tracing::warn!(?error, session = session_id, "a reply was not cancelled");
            }
        });
    }
}

struct Reader {
    follow: Follow,
    frames: Frames,
    ready: VecDeque<Bytes>,
    leaving: Leaving,
}

/// Streams the reply to the turn `said`.
pub fn reply(app: &App, session_id: &str, said: &TurnCreated) -> Response {
    let reader = Reader {
        follow: Follow::new(app, session_id, said.seq.saturating_sub(1)),
        frames: Frames::new(session_id, &said.turn_id),
        // At once, so that proxies and fetch deliver the head.
        ready: VecDeque::from([Bytes::from_static(b": welcome\n\n")]),
        leaving: Leaving {
            app: app.clone(),
            session_id: session_id.to_owned(),
            turn_id: said.turn_id.clone(),
            is_over: false,
        },
    };
    let body = Body::from_stream(stream::unfold(reader, |mut reader| async {
        let chunk = reader.next().await?;
        Some((Ok::<_, Infallible>(chunk), reader))
    }));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

impl Reader {
    async fn next(&mut self) -> Option<Bytes> {
        let heartbeat = Instant::now() + self.leaving.app.settings.limits.heartbeat;
        loop {
            if let Some(chunk) = self.ready.pop_front() {
                return Some(chunk);
            }
            if self.leaving.is_over {
                return None;
            }
            let event = tokio::select! {
                next = self.follow.next() => next,
                () = sleep_until(heartbeat) => {
                    if self.follow.is_there().await {
                        return Some(Bytes::from_static(b": here\n\n"));
                    }
                    // There is nothing left to cancel either.
                    self.leaving.is_over = true;
                    continue;
                }
            };
            match event {
                Ok(Some(entry)) => {
                    let mut told = self.frames.take(&entry.event);
                    if self.frames.is_done() {
                        self.leaving.is_over = true;
                        if let Some(last) = told.last_mut()
                            && last.kind == "completed"
                            && self.has_ended().await
                        {
                            last.ended = Some(true);
                        }
                    }
                    let chunks = told.iter().map(|event| Bytes::from(written(event)));
                    self.ready.extend(chunks);
                }
                // The server stops, or cannot read: the reader sees a stream without its end and
                // finds the rest in the conversation's messages.
                Ok(None) => self.leaving.is_over = true,
                Err(error) => {
                    tracing::warn!(%error, "a reply's stream could not be read");
                    self.leaving.is_over = true;
                }
            }
        }
    }

    async fn has_ended(&self) -> bool {
        let session = self
            .leaving
            .app
            .store
            .session(&self.leaving.session_id)
            .await;
        matches!(session, Ok(Some(session)) if session.status != SessionStatus::Active)
    }
}
