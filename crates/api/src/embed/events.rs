//! A session's log, as a stream or as a long poll.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::ops::Range;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use rand::Rng as _;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::time::{Instant, sleep_until};
use vivavoce_protocol::wire::EventsPage;

use vivavoce_engine::log::{Stored, Waker};
use vivavoce_engine::store::Session;
use vivavoce_http::caller::Caller;
use vivavoce_http::open_streams;
use vivavoce_http::session::{self, Held};
use vivavoce_http::{ApiError, App};

/// Seconds a long poll may wait.
const WAIT: u64 = 25;
/// A stream is asked to come back after this long, so that none outlives its token by much.
const LIFE: Duration = Duration::from_secs(3_600);
/// Milliseconds after which whoever is sent away comes back.
const SOON: Range<u32> = 500..3_000;
const LATER: Range<u32> = 20_000..40_000;

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The newest `seq` the caller has.
    #[serde(default)]
    after: u64,
    /// Seconds to wait for something new; JSON only.
    wait: Option<u64>,
}

/// `GET …/events?after=N`: JSON where `Accept` or `wait` asks for it, otherwise an event stream.
#[utoipa::path(
    get, path = "/sessions/{id}/events", operation_id = "embedEvents", tag = "Embed",
    summary = "Read the log",
    description = "A stream of server-sent events, `id:` being `seq`; or, where `Accept` says `application/json` or `wait` is given, a long poll.",
    params(
        ("id" = String, Path, example = "67c551e83f44cdf6055a8169"),
        ("after" = Option<u64>, Query, description = "The newest `seq` the caller has.", minimum = 0, maximum = 9_007_199_254_740_991_u64, nullable = false),
        ("wait" = Option<u32>, Query, description = "Seconds to wait for something new, up to 25.", minimum = 0, maximum = 25, nullable = false, example = 0),
    ),
    security(("session" = [])),
    responses((status = 200, description = "What was said since.", content(
        (EventsPage = "application/json"),
        (String = "text/event-stream"),
    ))),
)]
pub async fn read(
    State(app): State<App>,
    Held(session): Held,
    caller: Caller,
    headers: HeaderMap,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiError> {
    let Ok(Query(mut asked)) = asked else {
        return Err(ApiError::invalid(
            &["query", "after"],
            "after and wait are whole numbers from 0 on.",
            "value_error",
        ));
    };
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    if let Some(last) = text(header::HeaderName::from_static("last-event-id")) {
        asked.after = asked.after.max(last.trim().parse().unwrap_or_default());
    }
    let accept = text(header::ACCEPT).unwrap_or_default();
    let wants_stream = accept.contains("text/event-stream");
    if !wants_stream && (asked.wait.is_some() || accept.contains("application/json")) {
        return long_poll(&app, &session, &asked).await;
    }
    Ok(stream_of(app, session, caller.bearer, asked.after))
}

/// [`EventsPage`], written without parsing its events.
#[derive(serde::Serialize)]
struct Page {
    events: Vec<Box<RawValue>>,
    last_seq: u64,
    running: bool,
}

async fn long_poll(app: &App, session: &Session, asked: &Asked) -> Result<Response, ApiError> {
    let wait = Duration::from_secs(asked.wait.unwrap_or_default().min(WAIT));
    let until = Instant::now() + wait;
    let mut waker = app.hub.subscribe(&session.id);
    loop {
        // Before the events: a page that says "nothing more is to come" then has all there was.
        let (last_seq, running) = standing(app, &session.id).await?;
        let events = app.store.page_after(&session.id, asked.after).await?;
        if events.is_empty() && Instant::now() < until && !app.stopping.is_cancelled() {
            tokio::select! {
                () = waker.beyond(asked.after) => continue,
                () = app.stopping.cancelled() => {}
                () = sleep_until(until) => continue,
            }
        }
        let last_seq = events
            .last()
            .map_or(last_seq, |last| last_seq.max(last.seq));
        let events = events
            .iter()
            .map(|event| RawValue::from_string(event.to_json()).map_err(ApiError::internal))
            .collect::<Result<_, _>>()?;
        let page = Page {
            events,
            last_seq,
            running,
        };
        return Ok(axum::Json(page).into_response());
    }
}

/// The newest `seq`, and whether more is to come by itself.
async fn standing(app: &App, session_id: &str) -> Result<(u64, bool), ApiError> {
    // Between two looks of a poll it may have been removed.
    app.store
        .standing(session_id)
        .await?
        .ok_or_else(session::none)
}

fn stream_of(app: App, session: Session, token: Option<String>, after: u64) -> Response {
    let reader = Reader {
        place: app.open_streams.open(&session.id),
        token,
        waker: app.hub.subscribe(&session.id),
        ends: Instant::now() + LIFE,
        since: app.clock.now(),
        app,
        session,
        after,
        // At once, so that proxies and fetch deliver the head, and a cut is told from a slow start.
        ready: VecDeque::from([Bytes::from_static(b": welcome\n\n")]),
        over: false,
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

struct Reader {
    app: App,
    session: Session,
    /// What opened it, and must go on doing so.
    token: Option<String>,
    place: open_streams::Held,
    waker: Waker,
    after: u64,
    ends: Instant,
    /// Unix milliseconds.
    since: i64,
    ready: VecDeque<Bytes>,
    over: bool,
}

impl Reader {
    /// The next chunk of the stream; `None` at its end.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(chunk) = self.ready.pop_front() {
            return Some(chunk);
        }
        if self.over {
            return None;
        }
        if self.app.stopping.is_cancelled() || Instant::now() >= self.ends {
            return Some(self.goodbye(SOON));
        }
        let heartbeat = Instant::now() + self.app.settings.limits.heartbeat;
        loop {
            match self
                .app
                .store
                .page_after(&self.session.id, self.after)
                .await
            {
                Ok(events) => {
                    if let Some(last) = events.last() {
                        self.after = last.seq;
                        return Some(frames(&events));
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, session = self.session.id, "a stream could not read");
                    return Some(self.goodbye(SOON));
                }
            }
            tokio::select! {
                () = self.waker.beyond(self.after) => {}
                () = self.app.stopping.cancelled() => return Some(self.goodbye(SOON)),
                () = sleep_until(self.ends) => return Some(self.goodbye(SOON)),
                // Not soon: the newer ones would lose theirs in turn.
                () = self.place.lost() => return Some(self.goodbye(LATER)),
                () = sleep_until(heartbeat) => {
                    if self.is_still_right().await {
                        return Some(Bytes::from_static(b": here\n\n"));
                    }
                    // Coming back is told why.
                    return Some(self.goodbye(SOON));
                }
            }
        }
    }

    /// Looks again whether the token opens the session, and notes that the visitor is there. An open
    /// stream is contact too, but takes back no leaving that was said since it began: a page in the
    /// back/forward cache is frozen with its streams open.
    async fn is_still_right(&mut self) -> bool {
        let found = session::right(&self.app, &self.session.id, self.token.as_deref()).await;
        match found {
            Ok(session) => self.session = session,
            Err(error) => return error.status.is_server_error(),
        }
        let now = self.app.clock.now();
        if let Err(error) = session::touch_since(&self.app, &self.session, self.since, now).await {
            tracing::warn!(?error, session = self.session.id, "a contact was not noted");
        }
        true
    }

    /// Asks the client to come back after some milliseconds, each client after others.
    fn goodbye(&mut self, within: Range<u32>) -> Bytes {
        self.over = true;
        let after = rand::rng().random_range(within);
        Bytes::from(format!(
            "retry: {after}\nevent: reconnect\ndata: {{\"after\":{after}}}\n\n"
        ))
    }
}

/// JSON has no raw line breaks, so each event's data is one line.
fn frames(events: &[Stored]) -> Bytes {
    let mut text = String::with_capacity(events.len() * 160);
    for event in events {
        text.push_str("id: ");
        text.push_str(&event.seq.to_string());
        text.push_str("\ndata: ");
        text.push_str(&event.to_json());
        text.push_str("\n\n");
    }
    Bytes::from(text)
}
