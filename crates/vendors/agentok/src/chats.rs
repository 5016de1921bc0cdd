//! Chats: made, listed, read, deleted.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::Timestamp;
use serde_json::Value;
use vivavoce_protocol::wire::{LogEvent, StopReason};

use super::caller::Caller;
use super::script::{self, Message, Status};
use super::shapes::{self, Generation, Id};
use super::store::{self, Chat};
use vivavoce_engine::conversation::printable;
use vivavoce_engine::runs;
use vivavoce_engine::store::{Scenario, StoreError};
use vivavoce_http::body::Body;
use vivavoce_http::error::Failure;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

/// Characters of a chat's name.
const NAME: usize = 200;

/// `POST /chats {name, from_type, from_flow | from_project | from_template}`.
#[utoipa::path(
    post, path = "/chats", operation_id = "createChat", tag = "Chats",
    summary = "Make a chat",
    description = "A flow, project or template is one of the account's scenarios: its id, its slug, or its number in `GET /v1/projects`.",
    request_body = shapes::NewChat,
    responses(
        (status = 201, description = "The chat.", body = shapes::Chat),
        (status = 400, description = "There is no such flow or project.", body = Failure),
    ),
)]
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Extension(generation): Extension<Generation>,
    Body(body): Body,
) -> Result<(StatusCode, Json<shapes::Chat>), ApiError> {
    let name = body.get("name").and_then(Value::as_str).map(printable);
    let Some(name) = name.filter(|name| !name.is_empty()) else {
        return Err(ApiError::invalid(
            &["body", "name"],
            "Field required",
            "missing",
        ));
    };
    if name.chars().count() > NAME {
        let msg = format!("String should have at most {NAME} characters");
        return Err(ApiError::invalid(&["body", "name"], msg, "string_too_long"));
    }
    let kind = body.get("from_type").and_then(Value::as_str);
    let kind = kind.unwrap_or(if generation.0 { "flow" } else { "project" });
    if !matches!(kind, "flow" | "project" | "template") {
        return Err(ApiError::invalid(
            &["body", "from_type"],
            "Input should be 'flow', 'project' or 'template'",
            "enum",
        ));
    }
    let member = format!("from_{kind}");
    let from = match body.get(member.as_str()) {
        Some(Value::String(text)) if !text.trim().is_empty() => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => {
            return Err(ApiError::invalid(
                &["body", &member],
                "Field required",
                "missing",
            ));
        }
    };
    let scenario = named(&app, &caller.account_id, &from).await?.ok_or_else(|| {
        ApiError::bad_request(format!(
            "Failed to create chat: there is no {kind} {from:?}. A {kind} is one of the account's \
             scenarios, by its id, its slug or its number in GET /v1/projects."
        ))
    })?;
    let now = app.clock.now();
    let chat = Chat {
        id: 0,
        account_id: caller.account_id,
        scenario_id: scenario.id,
        name,
        from_type: kind.to_owned(),
        from_id: from,
        created_at: now,
        updated_at: now,
    };
    let chat = store::add(&app.store, chat).await?;
    let status = if generation.0 {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok((status, Json(shape(chat, Status::Ready, generation))))
}

/// The account's scenario of this id, slug or project number.
async fn named(app: &App, account_id: &str, from: &str) -> Result<Option<Scenario>, StoreError> {
    let found = app.store.scenario(from).await?;
    let found = found.filter(|it| it.account_id == account_id);
    let Ok(number) = from.parse::<i64>() else {
        return Ok(found);
    };
    if found.is_some() {
        return Ok(found);
    }
    match store::project(&app.store, account_id, number).await? {
        Some(id) => app.store.scenario(&id).await,
        None => Ok(None),
    }
}

/// `GET /projects`: the account's scenarios with the numbers `from_project` takes.
#[utoipa::path(
    get, path = "/projects", operation_id = "listProjects", tag = "Chats",
    summary = "List projects",
    description = "The account's scenarios with the numbers `from_project` takes: the first 500.",
    responses((status = 200, description = "The projects, by number.", body = Vec<shapes::Project>)),
)]
pub async fn projects(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<Vec<shapes::Project>>, ApiError> {
    let all = store::projects(&app.store, &caller.account_id).await?;
    let all = all.into_iter().map(|it| shapes::Project {
        id: it.number,
        name: it.name,
        description: it.description,
        scenario_id: it.scenario_id,
        created_at: iso(it.created_at),
        updated_at: iso(it.updated_at),
    });
    Ok(Json(all.collect()))
}

/// `GET /chats`, newest first.
#[utoipa::path(
    get, path = "/chats", operation_id = "listChats", tag = "Chats",
    summary = "List chats",
    description = "Newest first, the first 500.",
    responses((status = 200, description = "The account's.", body = Vec<shapes::Chat>)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Extension(generation): Extension<Generation>,
) -> Result<Json<Vec<shapes::Chat>>, ApiError> {
    let mut all = Vec::new();
    for chat in store::chats(&app.store, &caller.account_id).await? {
        let status = status(&app, &chat).await?;
        all.push(shape(chat, status, generation));
    }
    Ok(Json(all))
}

/// `GET /chats/{id}`.
#[utoipa::path(
    get, path = "/chats/{id}", operation_id = "readChat", tag = "Chats",
    summary = "How a chat stands",
    description = "`status` is ready, running, wait_for_human_input, completed, aborted or failed (`error` without `/v1`).",
    params(("id" = String, Path, description = "The chat's.", example = "1")),
    responses((status = 200, description = "The chat.", body = shapes::Chat)),
)]
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    Extension(generation): Extension<Generation>,
    At(id): At<String>,
) -> Result<Json<shapes::Chat>, ApiError> {
    let chat = find(&app, &caller, &id).await?;
    let status = status(&app, &chat).await?;
    Ok(Json(shape(chat, status, generation)))
}

/// `DELETE /chats/{id}`: it is gone for this API; its sessions stay with the account's others.
#[utoipa::path(
    delete, path = "/chats/{id}", operation_id = "deleteChat", tag = "Chats",
    summary = "Delete a chat",
    description = "Its conversation ends.",
    params(("id" = String, Path, description = "The chat's.", example = "1")),
    responses((status = 200, description = "It is gone.", body = shapes::Deleted)),
)]
pub async fn delete(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<shapes::Deleted>, ApiError> {
    let chat = find(&app, &caller, &id).await?;
    if let Some(session) = store::sessions(&app.store, chat.id).await?.last() {
        runs::end(&app, session, StopReason::Visitor).await?;
    }
    store::delete(&app.store, chat.id, app.clock.now()).await?;
    Ok(Json(shapes::Deleted { result: "success" }))
}

/// The caller's chat; 404 for anybody else's.
pub(super) async fn find(app: &App, caller: &Caller, id: &str) -> Result<Chat, ApiError> {
    let missing = || ApiError::not_found(format!("Chat not found: {}", printable(id)));
    let number: i64 = id.parse().map_err(|_| missing())?;
    let found = store::chat(&app.store, &caller.account_id, number).await?;
    found.ok_or_else(missing)
}

/// How a chat stands: its newest run says.
async fn status(app: &App, chat: &Chat) -> Result<Status, ApiError> {
    let Some(session) = store::sessions(&app.store, chat.id).await?.pop() else {
        return Ok(Status::default());
    };
    let run = app.store.newest_run(&session).await?;
    Ok(script::read(&run, 0, "").1)
}

/// Everything said in a chat, and how it stands.
pub(super) async fn said(app: &App, chat: &Chat) -> Result<(Vec<Message>, Status), ApiError> {
    let scenario = app.store.scenario(&chat.scenario_id).await?;
    let agent = scenario.map_or_else(|| "Assistant".to_owned(), |it| it.name);
    let mut all = Vec::new();
    let mut status = Status::Ready;
    for (place, session) in store::sessions(&app.store, chat.id)
        .await?
        .iter()
        .enumerate()
    {
        let agent = agent.clone();
        let read = move |log: Vec<LogEvent>| script::read(&log, place, &agent);
        let (messages, stands) = app.store.read_log(session, read).await?;
        all.extend(messages);
        status = stands;
    }
    Ok((all, status))
}

fn shape(chat: Chat, status: Status, generation: Generation) -> shapes::Chat {
    let from = |kind: &str| {
        let id = || match chat.from_id.parse() {
            Ok(number) => Id::Number(number),
            Err(_) => Id::Text(chat.from_id.clone()),
        };
        (chat.from_type == kind).then(id)
    };
    shapes::Chat {
        id: number(chat.id, generation),
        from_flow: from("flow"),
        from_project: from("project"),
        from_template: from("template"),
        name: chat.name,
        from_type: chat.from_type,
        user_id: chat.account_id.clone(),
        owner: chat.account_id,
        status: status.as_str(generation.0),
        created_at: iso(chat.created_at),
        updated_at: iso(chat.updated_at),
        created: spaced(chat.created_at),
        updated: spaced(chat.updated_at),
    }
}

/// Ids are texts in the first generation and numbers in the second.
pub(super) fn number(id: i64, generation: Generation) -> Id {
    if generation.0 {
        Id::Text(id.to_string())
    } else {
        Id::Number(id)
    }
}

pub(super) fn iso(at: i64) -> String {
    Timestamp::from_millisecond(at)
        .map(|time| format!("{time:.3}"))
        .unwrap_or_default()
}

/// `2024-01-08 12:00:00.000Z`, as the first generation writes times.
pub(super) fn spaced(at: i64) -> String {
    iso(at).replacen('T', " ", 1)
}
