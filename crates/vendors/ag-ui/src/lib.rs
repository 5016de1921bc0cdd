//! Our agents for AG-UI clients: `POST /ag-ui/{scenario}` takes a `RunAgentInput` and answers with
//! the run's events as they are written.
//!
//! Source: AG-UI's documentation ("Events", "Interrupts"). The client's `threadId` names the
//! conversation, so it must be one nobody guesses, or its bearer's; the log has the same vocabulary, so most events
//! pass as they stand.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::any;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use vivavoce_engine::conversation::{self, Beginning};
use vivavoce_engine::ids;
use vivavoce_http::error::Failure;
use vivavoce_http::limit::limit;
use vivavoce_http::openapi::{Document, with_slash};
use vivavoce_http::{ApiError, App, HttpApi};

use door::Door;
use input::Input;
use stream::{Asked, Run};

mod description;
mod door;
mod input;
mod snapshot;
mod stream;

/// Bytes of a run's input: it carries the whole conversation.
const INPUT: usize = 1 << 20;

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
    Router::from(calls()).layer(limit(INPUT))
}

/// The calls with their description.
fn calls() -> OpenApiRouter<App> {
    with_slash(OpenApiRouter::default(), routes!(run))
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
        (status = 415, description = "It is not sent as `application/json`.", body = Failure),
        (status = 422, description = "A member is missing or wrong.", body = Failure),
        (status = 429, description = "Too many runs; Retry-After says when to come back.", body = Failure),
    ),
)]
async fn run(
    State(app): State<App>,
    door: Door,
    input: Result<Input, ApiError>,
) -> Result<Response, ApiError> {
    let input = match input {
        Ok(input) => input,
        Err(error) => {
            door.refuse(&app)?;
            return Err(error);
        }
    };
    let Some(visitor) = visitor(&door, &input) else {
        door.refuse(&app)?;
        return Err(input::no_thread());
    };
    let known = app
        .store
        .open_session_of(&door.scenario.id, &visitor)
        .await?;
    let session_id = match known {
        Some(id) => id,
        None => begin(&app, &door, &input, visitor).await?,
    };
    let (now, limits) = (app.clock.now(), &app.settings.limits);
    let bucket = format!("turns of {session_id}");
    app.rates.take(bucket, limits.turns_per_session, now)?;
    let run_id = input.run_id.clone().unwrap_or_else(|| ids::new_id(now));
    let (after, run) = match &input.said {
        Some(said) => {
            let turn = ids::new_id(now);
            let taken = conversation::say(&app, &session_id, &turn, said, None).await?;
            app.wrote(door.caller.address, input.said_bytes());
            (taken.seq.saturating_sub(1), Some(Run::Answer { turn }))
        }
        // The greeting, if the agent has spoken first here.
        None => {
            let greeting = app.store.greeting_of(&session_id).await?;
            (0, greeting.map(|run_id| Run::Greeting { run_id }))
        }
    };
    let asked = Asked {
        session_id,
        thread: input.thread,
        run_id,
        run,
        after,
    };
    Ok(stream::answer(&app, asked))
}

/// Begins the thread's session, or finds it where somebody else was faster.
async fn begin(app: &App, door: &Door, input: &Input, visitor: String) -> Result<String, ApiError> {
    app.wait_to_begin(door.caller.address).await?;
    let scenario = door.look_again(app).await?;
    let beginning = Beginning {
        user: input.user.clone(),
        variables: input.variables.clone(),
        visitor,
        greets: input.said.is_none(),
        is_limited: true,
        ..Beginning::default()
    };
    let begun = conversation::begin_or_find(app, &scenario, beginning, None).await?;
    if begun.is_new() {
        app.wrote(door.caller.address, input.begun_bytes());
    }
    Ok(begun.session().id)
}

/// A thread as sessions name it: not the name itself, which opens it. A short one is its holder's alone; `None`
/// where it has none.
fn visitor(door: &Door, input: &Input) -> Option<String> {
    // In front, so that no other's thread can be named like it.
    let (whose, name) = if input.is_unguessable() {
        ("ag-ui", input.thread.clone())
    } else {
        ("ag-ui own", format!("{}\n{}", door.holder()?, input.thread))
    };
    let hash = ids::hash(&name);
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Some(format!("{whose} {hex}"))
}
