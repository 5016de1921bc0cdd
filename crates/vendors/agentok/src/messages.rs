//! What is said in a chat: sent, answered, stopped, read.

use std::time::Duration;

use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Map, Value};
use vivavoce_protocol::text::is_blank;
use vivavoce_protocol::wire::{Event, StopReason, TurnCreated};

use super::caller::Caller;
use super::chats::{find, iso, number, said, spaced};
use super::script::{Kind, Message, Status};
use super::shapes::{self, Generation, Outcome, Sent};
use super::store::{self, Chat};
use vivavoce_engine::conversation::{self, Also, Beginning, Follow};
use vivavoce_engine::store::{SessionStatus, StoreError};
use vivavoce_engine::{ids, runs};
use vivavoce_http::admission::check_dates;
use vivavoce_http::body::Body;
use vivavoce_http::error::Failure;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

/// Until a message that was taken stands in the log.
const TAKEN: Duration = Duration::from_secs(5);
/// What Studio's two buttons send while a run waits.
const GO_ON: &str = "Continue";
const EXIT: &str = "exit";

/// `GET /chats/{id}/messages`, oldest first.
#[utoipa::path(
    get, path = "/chats/{id}/messages", operation_id = "listMessages", tag = "Chats",
    summary = "Read messages",
    description = "Oldest first. Messages that begin with `__STATUS_` tell how the run stands and are not for anybody's eyes.",
    params(("id" = String, Path, description = "The chat's.", example = "1")),
    responses((status = 200, description = "All of them.", body = Vec<shapes::Message>)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Extension(generation): Extension<Generation>,
    At(id): At<String>,
) -> Result<Json<Vec<shapes::Message>>, ApiError> {
    let chat = find(&app, &caller, &id).await?;
    let (messages, _) = said(&app, &chat).await?;
    let messages = messages.into_iter().map(|it| shape(&chat, it, generation));
    Ok(Json(messages.collect()))
}

/// `POST /chats/{id}/messages {message | content}`: taken at once, answered meanwhile. A run that is
/// under way is stopped, as there.
#[utoipa::path(
    post, path = "/chats/{id}/messages", operation_id = "sendMessage", tag = "Chats",
    summary = "Say something",
    description = "Answered at once; the agent's words come in the list. A run under way is stopped.",
    params(("id" = String, Path, description = "The chat's.", example = "1")),
    request_body = shapes::Said,
    responses(
        (status = 200, description = "The message as stored.", body = Sent),
        (status = 403, description = "Nothing begins now: the flow or project has dates.", body = Failure),
    ),
)]
pub async fn send(
    State(app): State<App>,
    caller: Caller,
    Extension(generation): Extension<Generation>,
    At(id): At<String>,
    Body(body): Body,
) -> Result<Json<Sent>, ApiError> {
    let chat = find(&app, &caller, &id).await?;
    let text = text(&body)?;
    if is_blank(&text) {
        let msg = "The message is empty.";
        return Err(ApiError::invalid(&["body", "content"], msg, "value_error"));
    }
    let session = session(&app, &chat).await?;
    runs::stop_all(&app, &session).await?;
    let turn = say(&app, &chat, &session, &text).await?;
    // With its number, so that the caller knows it again in the list.
    let (messages, _) = said(&app, &chat).await?;
    let stored = messages.into_iter().rfind(|it| it.kind == Kind::User);
    Ok(Json(match stored {
        Some(message) => Sent::Stored(Box::new(shape(&chat, message, generation))),
        None => Sent::Taken {
            id: None,
            turn_id: turn.turn_id,
        },
    }))
}

/// `POST /chats/{id}/input {message | content}`: the answer a waiting chat waits for.
#[utoipa::path(
    post, path = "/chats/{id}/input", operation_id = "sendInput", tag = "Chats",
    summary = "Answer a waiting chat",
    description = "Where nothing waits, the answer is 200 with `error`, as the vendor's.",
    params(("id" = String, Path, description = "The chat's.", example = "1")),
    request_body = shapes::Said,
    responses((status = 200, description = "Taken, or `error`.", body = Outcome)),
)]
pub async fn answer(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
    Body(body): Body,
) -> Result<Json<Outcome>, ApiError> {
    let chat = find(&app, &caller, &id).await?;
    let text = text(&body)?;
    let (_, status) = said(&app, &chat).await?;
    let sessions = store::sessions(&app.store, chat.id).await?;
    let (Some(session), Status::WaitForHumanInput) = (sessions.last(), status) else {
        return Ok(Json(nobody(&chat)));
    };
    match text.trim() {
        EXIT => {
            runs::end(&app, session, StopReason::Visitor).await?;
        }
        said if is_blank(said) => {
            say(&app, &chat, session, GO_ON).await?;
        }
        _ => {
            say(&app, &chat, session, &text).await?;
        }
    }
    Ok(Json(Outcome::Detail("Input sent to assistant.".to_owned())))
}

/// `POST /chats/{id}/abort`.
#[utoipa::path(
    post, path = "/chats/{id}/abort", operation_id = "abortChat", tag = "Chats",
    summary = "Stop the run",
    description = "Where nothing runs, the answer is 200 with `error`, as the vendor's.",
    params(("id" = String, Path, description = "The chat's.", example = "1")),
    responses((status = 200, description = "Stopped, or `error`.", body = Outcome)),
)]
pub async fn abort(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<Outcome>, ApiError> {
    let chat = find(&app, &caller, &id).await?;
    let sessions = store::sessions(&app.store, chat.id).await?;
    let stopped = match sessions.last() {
        Some(session) => runs::stop_all(&app, session).await?,
        None => false,
    };
    Ok(Json(if stopped {
        let id = chat.id;
        Outcome::Detail(format!("Assistant for chat {id} terminated gracefully."))
    } else {
        nobody(&chat)
    }))
}

/// What the vendor answers, with 200, where nothing runs or waits.
fn nobody(chat: &Chat) -> Outcome {
    Outcome::Error(format!("No assistant found with that chat ID. {}", chat.id))
}

/// The words, under either name; both generations and the page are taken.
fn text(body: &Map<String, Value>) -> Result<String, ApiError> {
    let text = ["content", "message"]
        .iter()
        .find_map(|name| body.get(*name)?.as_str());
    text.map(str::to_owned)
        .ok_or_else(|| ApiError::invalid(&["body", "content"], "Field required", "missing"))
}

async fn say(app: &App, chat: &Chat, session: &str, text: &str) -> Result<TurnCreated, ApiError> {
    let now = app.clock.now();
    let turn = conversation::say(app, session, &ids::new_id(now), text, None).await?;
    store::touch(&app.store, chat.id, now).await?;
    let mut follow = Follow::new(app, session, turn.seq.saturating_sub(1));
    // A turn after one that is just being stopped stands in the log a moment later.
    let taken = async {
        while let Some(entry) = follow.next().await? {
            let is_said = matches!(&entry.event, Event::TextMessageEnd { message_id } if *message_id == turn.turn_id);
            if is_said {
                break;
            }
        }
        Ok::<_, StoreError>(())
    };
    if let Ok(outcome) = tokio::time::timeout(TAKEN, taken).await {
        outcome?;
    }
    Ok(turn)
}

/// The session the chat goes on in: a new one where there is none, or the last one ended.
async fn session(app: &App, chat: &Chat) -> Result<String, ApiError> {
    if let Some(id) = store::sessions(&app.store, chat.id).await?.pop()
        && let Some(session) = app.store.session(&id).await?
        && session.status == SessionStatus::Active
    {
        return Ok(id);
    }
    let scenario = app.store.open_scenario(&chat.scenario_id).await?;
    let scenario = scenario.ok_or_else(|| {
        ApiError::bad_request(format!("The {} of this chat is gone.", chat.from_type))
    })?;
    check_dates(&scenario, app.clock.now())?;
    let beginning = Beginning {
        is_limited: true,
        visitor: format!("agentok {}", chat.id),
        ..Beginning::default()
    };
    let number = chat.id;
    let also: Also = Box::new(move |tx, session_id| {
        Box::pin(async move { store::add_session(tx.conn(), number, session_id).await })
    });
    let begun = conversation::begin_or_find(app, &scenario, beginning, Some(also)).await?;
    Ok(begun.session().id)
}

fn shape(chat: &Chat, message: Message, generation: Generation) -> shapes::Message {
    shapes::Message {
        id: number(message.id, generation),
        chat_id: number(chat.id, generation),
        user_id: chat.account_id.clone(),
        kind: message.kind,
        content: message.content,
        sender: message.sender,
        receiver: message.receiver,
        metadata: message.metadata.clone(),
        meta: message.metadata,
        created_at: iso(message.at),
        created: spaced(message.at),
    }
}
