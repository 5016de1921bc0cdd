//! A run, as its events are written.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};
use vivavoce_engine::conversation::Follow;
use vivavoce_engine::runs;
use vivavoce_http::{App, open_streams};
use vivavoce_protocol::wire::{Choices, Event, LogEvent, custom};

use crate::snapshot;

/// No stream lasts longer.
const LIFE: Duration = Duration::from_secs(3_600);
/// What is said to who waits where the conversation ends.
const ENDED: &str = "This conversation has ended. Send another message to begin a new one.";

/// One run on its way to a client.
pub struct Stream {
    app: App,
    follow: Follow,
    place: open_streams::Held,
    session_id: String,
    thread: String,
    /// As the client names it.
    run_id: String,
    /// As the log does; `None`: there is none to follow.
    run: Option<Run>,
    ends: Instant,
    inside: bool,
    /// The agent's last words.
    last: String,
    choices: Vec<String>,
    asked: bool,
    /// The visitor's own message in this run.
    own: Option<String>,
    /// Up to here the client is to be told anew what was said: some of it was withdrawn.
    anew: Option<u64>,
    /// A message that goes on and was ended for the client, which takes no snapshot within one.
    shut: Option<String>,
    ready: VecDeque<Value>,
    begun: bool,
    over: bool,
}

/// What a stream follows.
pub enum Run {
    /// The answer to what the visitor said, under this id.
    Answer { turn: String },
    /// The agent spoke first.
    Greeting { run_id: String },
}

impl Run {
    fn id(&self) -> &str {
        match self {
            Run::Answer { turn } => turn,
            Run::Greeting { run_id } => run_id,
        }
    }
}

impl Drop for Stream {
    /// A client that goes away before the end wants no more of it.
    fn drop(&mut self) {
        if self.over || self.app.stopping.is_cancelled() {
            return;
        }
        let Some(Run::Answer { turn }) = self.run.take() else {
            return;
        };
        let (app, session_id) = (self.app.clone(), std::mem::take(&mut self.session_id));
        self.app.tasks.spawn(async move {
            if let Err(error) = runs::cancel(&app, &session_id, &turn).await {
                tracing::warn!(?error, session = session_id, "a run was not cancelled");
            }
        });
    }
}

/// What is to be followed, in a client's own names.
pub struct Asked {
    pub session_id: String,
    pub thread: String,
    pub run_id: String,
    pub run: Option<Run>,
    /// The newest `seq` before it.
    pub after: u64,
}

/// Streams a run of a session.
pub fn answer(app: &App, asked: Asked) -> Response {
    let stream = Stream {
        follow: Follow::new(app, &asked.session_id, asked.after),
        place: app.open_streams.open(&asked.session_id),
        app: app.clone(),
        session_id: asked.session_id,
        thread: asked.thread,
        run_id: asked.run_id,
        run: asked.run,
        ends: Instant::now() + LIFE,
        inside: false,
        last: String::new(),
        choices: Vec::new(),
        asked: false,
        own: None,
        anew: None,
        shut: None,
        ready: VecDeque::new(),
        over: false,
        begun: false,
    };
    let body = stream::unfold(stream, |mut stream| async {
        let chunk = stream.next().await?;
        Some((Ok::<_, Infallible>(chunk), stream))
    });
    let mut response = Body::from_stream(body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

impl Stream {
    async fn next(&mut self) -> Option<Bytes> {
        if !std::mem::replace(&mut self.begun, true) {
            let started =
                json!({ "type": "RUN_STARTED", "threadId": self.thread, "runId": self.run_id });
            self.ready.push_back(started);
            if self.run.is_none() {
                self.finish(json!({ "type": "success" }));
            }
        }
        let heartbeat = Instant::now() + self.app.settings.limits.heartbeat;
        loop {
            if let Some(seq) = self.anew.take() {
                self.tell_anew(seq).await;
            }
            if let Some(event) = self.ready.pop_front() {
                return Some(Bytes::from(format!("data: {event}\n\n")));
            }
            if self.over {
                return None;
            }
            tokio::select! {
                next = self.follow.next() => match next {
                    Ok(Some(entry)) => self.take(&entry),
                    Ok(None) => self.fail("The server is restarting. Please try again."),
                    Err(error) => {
                        tracing::warn!(%error, session = self.session_id, "a run could not be read");
                        self.fail("The server is restarting. Please try again.");
                    }
                },
                () = self.place.lost() => self.fail(
                    "This conversation is followed elsewhere too often. Please send your message again.",
                ),
                () = sleep_until(self.ends) => {
                    self.fail("The answer takes too long. Please send your message again.");
                }
                () = sleep_until(heartbeat) => {
                    if self.follow.is_there().await {
                        return Some(Bytes::from_static(b": here\n\n"));
                    }
                    // Whoever waits for a reply of a conversation that is no more would wait for ever.
                    self.fail("This conversation is no more. Please start a new one.");
                }
            }
        }
    }

    /// Tells what was said up to `seq`, in place of all that the client has.
    async fn tell_anew(&mut self, seq: u64) {
        let read = move |mut log: Vec<LogEvent>| {
            log.retain(|entry| entry.seq <= seq);
            snapshot::messages(&log)
        };
        match self.app.store.read_log(&self.session_id, read).await {
            Ok(messages) => self
                .ready
                .push_back(json!({ "type": "MESSAGES_SNAPSHOT", "messages": messages })),
            Err(error) => {
                tracing::warn!(%error, session = self.session_id, "a conversation could not be told anew");
            }
        }
    }

    fn finish(&mut self, outcome: Value) {
        self.ready.push_back(json!({
            "type": "RUN_FINISHED", "threadId": self.thread, "runId": self.run_id, "outcome": outcome
        }));
        self.over = true;
    }

    fn fail(&mut self, message: &str) {
        let event = json!({ "type": "RUN_ERROR", "message": message });
        self.ready.push_back(event);
        self.over = true;
    }

    fn take(&mut self, entry: &LogEvent) {
        match &entry.event {
            Event::RunStarted { run_id, .. } => {
                self.inside = self.run.as_ref().is_some_and(|run| run.id() == run_id);
            }
            // Whatever was under way was closed before that, and what waited for its turn has none.
            Event::Custom { name, .. } if name == custom::SESSION_STOPPED => self.fail(ENDED),
            _ if !self.inside => {}
            Event::TextMessageStart { role, message_id } => {
                self.last.clear();
                // The client knows what it said.
                if role == "user" {
                    self.own = Some(message_id.clone());
                } else {
                    self.pass(entry);
                }
            }
            Event::TextMessageContent { message_id, .. } | Event::TextMessageEnd { message_id }
                if self.own.as_ref() == Some(message_id) => {}
            Event::TextMessageContent { message_id, delta } => {
                self.last.push_str(delta);
                if self.shut.as_ref() == Some(message_id) {
                    self.shut = None;
                    self.ready.push_back(json!({
                        "type": "TEXT_MESSAGE_START", "messageId": message_id, "role": "assistant",
                    }));
                }
                self.pass(entry);
            }
            // It was ended for the client already.
            Event::TextMessageEnd { message_id } if self.shut.as_ref() == Some(message_id) => {
                self.shut = None;
            }
            Event::TextMessageEnd { .. } => self.pass(entry),
            Event::Custom { name, value } if name == custom::CHOICES => {
                if let Ok(offer) = serde_json::from_value::<Choices>(value.clone()) {
                    self.choices = offer.choices.into_iter().map(|it| it.text).collect();
                }
                self.pass(entry);
            }
            Event::Custom { name, .. } if name == custom::ASK => self.asked = true,
            Event::RunFinished { result, .. } => {
                let status = result.as_ref().and_then(|it| it.get("status"));
                let outcome = if status.is_some_and(|it| it == "cancelled") {
                    json!({ "type": "cancelled" })
                } else if self.asked {
                    self.interrupt()
                } else {
                    json!({ "type": "success" })
                };
                self.finish(outcome);
            }
            Event::RunError { message, .. } => {
                let message = message.clone();
                self.fail(&message);
            }
            Event::ToolCallStart { .. }
            | Event::ToolCallArgs { .. }
            | Event::ToolCallEnd { .. }
            | Event::ToolCallResult { .. } => self.pass(entry),
            event => {
                let Some(message_id) = event.withdrawn() else {
                    return;
                };
                self.last.clear();
                self.anew = Some(entry.seq);
                if self.shut.is_none() {
                    let end = json!({ "type": "TEXT_MESSAGE_END", "messageId": message_id });
                    self.ready.push_back(end);
                    self.shut = Some(message_id.to_owned());
                }
            }
        }
    }

    /// What the agent waits for, with the answers its buttons give.
    fn interrupt(&self) -> Value {
        let schema = if self.choices.is_empty() {
            json!({ "type": "string" })
        } else {
            json!({ "type": "string", "enum": self.choices })
        };
        json!({ "type": "interrupt", "interrupts": [{
            "id": format!("{}-ask", self.run_id), "reason": "input_required",
            "message": self.last, "responseSchema": schema,
        }] })
    }

    fn pass(&mut self, entry: &LogEvent) {
        if let Ok(mut event) = serde_json::to_value(entry) {
            if let Some(members) = event.as_object_mut() {
                members.remove("seq");
            }
            self.ready.push_back(event);
        }
    }
}
