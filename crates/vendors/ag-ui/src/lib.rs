//! Our agents for AG-UI clients: `POST /ag-ui/{scenario}` takes a `RunAgentInput` and answers with
//! the run's events as they are written.
//!
//! Source: AG-UI's documentation ("Events", "Interrupts"). The client's `threadId` names the
//! conversation, so it must be one nobody guesses; the log has the same vocabulary, so most events
//! pass as they stand.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use futures_util::stream;
use serde_json::{Map, Value, json};
use tokio::time::timeout;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vivavoce_protocol::variables;
use vivavoce_protocol::wire::{Choices, Event, LogEvent, User, Variables, custom};

use vivavoce_engine::conversation::{self, Beginning, Follow};
use vivavoce_engine::store::Scenario;
use vivavoce_http::admission::{admission, check_dates};
use vivavoce_http::body::Body as Given;
use vivavoce_http::caller::Caller;
use vivavoce_http::error::Failure;
use vivavoce_http::framing;
use vivavoce_http::openapi::Document;
use vivavoce_http::path::At;
use vivavoce_http::scenario::find as find_scenario;

use vivavoce_engine::{ids, runs};
use vivavoce_http::{ApiError, App, HttpApi};

mod description;

/// Bytes of a run's input: it carries the whole conversation.
const INPUT: usize = 1 << 20;
/// Characters a thread's name needs so that nobody guesses it.
const UNGUESSABLE: usize = 16;
/// Between two signs of life in a stream.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The API.
pub struct AgUi {
    /// A deployment may close it.
    pub is_open: bool,
}

impl HttpApi for AgUi {
    fn name(&self) -> &'static str {
        "ag-ui"
    }

    fn routes(&self, _app: &App) -> Router<App> {
        if !self.is_open {
            // Whatever is asked for there, in the form of the API that is not.
            return Router::new()
                .route("/ag-ui", any(closed))
                .route("/ag-ui/", any(closed))
                .route("/ag-ui/{*rest}", any(closed));
        }
        routes()
    }

    fn documents(&self, _app: &App) -> Vec<Document> {
        let document = || description::document(calls().into_openapi());
        let document = self.is_open.then(document);
        document.into_iter().collect()
    }
}

async fn closed() -> ApiError {
    ApiError::not_found("This server has no door for AG-UI clients; its setting ag_ui opens it.")
}

fn routes() -> Router<App> {
    Router::from(calls()).layer(DefaultBodyLimit::max(INPUT))
}

/// The calls with their description.
fn calls() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(run))
}

/// A scenario that whoever asks may talk in. It stands before the body, which is large: nobody's is
/// taken in for nothing.
struct Door {
    scenario: Scenario,
    caller: Caller,
}

impl FromRequestParts<App> for Door {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let At(id) = At::<String>::from_request_parts(parts, app).await?;
        let Ok(caller) = Caller::from_request_parts(parts, app).await;
        let now = app.clock.now();
        let bucket = format!("turns from {}", caller.address);
        app.rates
            .take(bucket, app.settings.limits.turns_per_address, now)?;
        let scenario = find_scenario(app, &id).await?;
        if !scenario.admits_ag_ui() {
            return Err(ApiError::forbidden(
                "This conversation is not open to AG-UI clients.",
            ));
        }
        let named = &app.http.deployment.allowed_hosts;
        let hosts = framing::allowed_hosts(named, &scenario.allowed_hosts, caller.own_origin());
        let is_foreign =
            |origin: &str| !hosts.is_empty() && !hosts.iter().any(|host| host == origin);
        if caller.origin().is_some_and(is_foreign) && !caller.is_own_page() {
            return Err(ApiError::forbidden(
                "This page may not talk to this conversation; its owner names those that may.",
            ));
        }
        admission(app, &scenario, &caller, false).await?.admit()?;
        check_dates(&scenario, now)?;
        Ok(Door { scenario, caller })
    }
}

/// `POST /ag-ui/{scenario}`, a `RunAgentInput`.
#[utoipa::path(
    post, path = "/ag-ui/{scenario}", operation_id = "runAgent", tag = "Runs",
    summary = "Run the agent",
    description = "Takes a `RunAgentInput`. The last message, if it is the user's, or the first entry of `resume`, is what is said; the conversation itself is kept under `threadId`. Without either, the agent greets. Answers with the run's events; going away stops it.",
    params(("scenario" = String, Path, description = "Its id or slug.", example = "demo-support")),
    request_body = description::RunAgentInput,
    responses(
        (status = 200, description = "Events of AG-UI as server-sent events.", body = String, content_type = "text/event-stream"),
        (status = 401, description = "It is not public, and nothing was shown.", body = Failure),
        (status = 403, description = "What was shown opens something else, or nothing any more.", body = Failure),
        (status = 404, description = "There is no such scenario.", body = Failure),
        (status = 422, description = "A member is missing or wrong.", body = Failure),
        (status = 429, description = "Too many runs; Retry-After says when to come back.", body = Failure),
    ),
)]
async fn run(
    State(app): State<App>,
    Door { scenario, caller }: Door,
    Given(input): Given,
) -> Result<Response, ApiError> {
    let now = app.clock.now();
    let text = |name: &str| input.get(name).and_then(Value::as_str).unwrap_or_default();
    let thread = text("threadId").to_owned();
    if !(UNGUESSABLE..=200).contains(&thread.chars().count()) {
        let msg = "threadId names the conversation: 16 to 200 characters that nobody guesses, such as a UUID.";
        return Err(ApiError::invalid(&["body", "threadId"], msg, "value_error"));
    }
    let said = said(&input);
    let visitor = visitor(&thread);
    let bytes = said.as_ref().map_or(0, String::len);
    app.wrote(caller.address, bytes);
    let known = app.store.open_session_of(&scenario.id, &visitor).await?;
    let session_id = match known {
        Some(id) => id,
        None => {
            app.wait_to_begin(caller.address).await?;
            let beginning = Beginning {
                user: user(&input),
                variables: given_variables(&input),
                visitor,
                greets: said.is_none(),
                is_limited: true,
                ..Beginning::default()
            };
            let begun = conversation::begin_or_find(&app, &scenario, beginning, None).await?;
            begun.session().id
        }
    };
    let run_id = match text("runId") {
        "" => ids::new_id(now),
        given => given.chars().take(200).collect(),
    };
    let (after, turn) = match said {
        Some(said) => {
            let turn = ids::new_id(now);
            let taken = conversation::say(&app, &session_id, &turn, &said, None).await?;
            (taken.seq.saturating_sub(1), Some(turn))
        }
        // The greeting, if the agent speaks first.
        None => (0, None),
    };
    Ok(answer(Stream {
        follow: Follow::new(&app, &session_id, after),
        greeting: turn.is_none() && scenario.greets(),
        app,
        session_id,
        thread,
        run_id,
        turn,
        inside: false,
        last: String::new(),
        choices: Vec::new(),
        asked: false,
        own: None,
        ready: VecDeque::new(),
        over: false,
        begun: false,
    }))
}

/// What the visitor says: the answer to an interrupt, or the last message, if it is theirs.
pub fn said(input: &Map<String, Value>) -> Option<String> {
    let resume = input.get("resume");
    let resume = resume.and_then(|it| it.as_array().map_or(Some(it), |all| all.first()));
    if let Some(entry) = resume.filter(|it| it.is_object()) {
        let payload = entry.get("payload").unwrap_or(&Value::Null);
        let cancelled = entry.get("status").is_some_and(|it| it == "cancelled");
        return Some(match payload {
            _ if cancelled => "Cancel.".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
    }
    let last = input.get("messages")?.as_array()?.last()?;
    if last.get("role")?.as_str()? != "user" {
        return None;
    }
    let text = match last.get("content")? {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let parts = parts.iter().filter_map(|part| part.get("text")?.as_str());
            parts.collect::<Vec<_>>().join("\n\n")
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Variables: texts of the state's own members, and context whose description is a variable's name.
pub fn given_variables(input: &Map<String, Value>) -> Variables {
    let mut all = Variables::new();
    let state = input
        .get("state")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let state = state.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    // What has no variable's name is nothing to fill in.
    for (name, value) in state.chain(context(input)) {
        variables::insert(&mut all, name, value).ok();
    }
    all
}

fn context(input: &Map<String, Value>) -> impl Iterator<Item = (&str, &str)> {
    let all = input
        .get("context")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    all.filter_map(|it| Some((it.get("description")?.as_str()?, it.get("value")?.as_str()?)))
}

fn user(input: &Map<String, Value>) -> User {
    let of = |name: &str| {
        let found = context(input).find(|(description, _)| *description == name);
        found.map_or_else(String::new, |(_, value)| value.chars().take(200).collect())
    };
    User {
        name: of("user name"),
        email: of("user email"),
    }
}

/// A thread as sessions name it: not the name itself, which opens it.
fn visitor(thread: &str) -> String {
    let hash = ids::hash(thread);
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("ag-ui {hex}")
}

/// One run on its way to a client.
struct Stream {
    app: App,
    follow: Follow,
    session_id: String,
    thread: String,
    run_id: String,
    /// Ours; `None` for a greeting, which has a name of its own.
    turn: Option<String>,
    greeting: bool,
    inside: bool,
    /// The agent's last words.
    last: String,
    choices: Vec<String>,
    asked: bool,
    /// The visitor's own message in this run.
    own: Option<String>,
    ready: VecDeque<Value>,
    begun: bool,
    over: bool,
}

impl Drop for Stream {
    /// A client that goes away before the end wants no more of it.
    fn drop(&mut self) {
        if self.over || self.app.stopping.is_cancelled() {
            return;
        }
        let Some(turn) = self.turn.take() else { return };
        let (app, session_id) = (self.app.clone(), std::mem::take(&mut self.session_id));
        self.app.tasks.spawn(async move {
            if let Err(error) = runs::cancel(&app, &session_id, &turn).await {
                tracing::warn!(?error, session = session_id, "a run was not cancelled");
            }
        });
    }
}

fn answer(stream: Stream) -> Response {
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
            if self.turn.is_none() && !self.greeting {
                self.finish(json!({ "type": "success" }));
            }
        }
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(Bytes::from(format!("data: {event}\n\n")));
            }
            if self.over {
                return None;
            }
            match timeout(HEARTBEAT, self.follow.next()).await {
                // Whoever waits for a reply of a conversation that is no more would wait for ever.
                Err(_) if !self.follow.is_there().await => {
                    self.fail("This conversation is no more. Please start a new one.");
                }
                Err(_) => return Some(Bytes::from_static(b": here\n\n")),
                Ok(Ok(Some(entry))) => self.take(&entry),
                Ok(_) => self.fail("The server is restarting. Please try again."),
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
                self.inside = self.turn.as_ref().is_none_or(|turn| turn == run_id);
            }
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
            Event::TextMessageContent { delta, .. } => {
                self.last.push_str(delta);
                self.pass(entry);
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
            _ => {}
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
