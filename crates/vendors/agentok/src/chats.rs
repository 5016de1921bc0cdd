//! Chats: made, listed, read, deleted.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use vivavoce_protocol::wire::{LogEvent, StopReason};

use super::Generation;
use super::caller::Caller;
use super::script::{self, Message, Status};
use super::store::{self, Chat};
use vivavoce_engine::conversation::printable;
use vivavoce_engine::runs;
use vivavoce_engine::store::{Scenario, StoreError};
use vivavoce_http::body::Body;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

/// Characters of a chat's name.
const NAME: usize = 200;

/// `POST /chats {name, from_type, from_flow | from_project | from_template}`.
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Extension(generation): Extension<Generation>,
    Body(body): Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
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
    Ok((status, Json(shape(&chat, Status::Ready, generation))))
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
    let projects = store::projects(&app.store, account_id).await?;
    let mut projects = projects.into_iter();
    Ok(projects
        .find(|(known, _)| *known == number)
        .map(|(_, it)| it))
}

/// `GET /projects`: the account's scenarios with the numbers `from_project` takes.
pub async fn projects(State(app): State<App>, caller: Caller) -> Result<Json<Value>, ApiError> {
    let all = store::projects(&app.store, &caller.account_id).await?;
    let all: Vec<Value> = all
        .iter()
        .map(|(id, it)| {
            json!({ "id": id, "name": it.name, "description": it.description,
                "scenario_id": it.id, "created_at": iso(it.created_at),
                "updated_at": iso(it.updated_at) })
        })
        .collect();
    Ok(Json(Value::Array(all)))
}

/// `GET /chats`, newest first.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Extension(generation): Extension<Generation>,
) -> Result<Json<Value>, ApiError> {
    let mut all = Vec::new();
    for chat in store::chats(&app.store, &caller.account_id).await? {
        let (_, status) = said(&app, &chat).await?;
        all.push(shape(&chat, status, generation));
    }
    Ok(Json(Value::Array(all)))
}

/// `GET /chats/{id}`.
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    Extension(generation): Extension<Generation>,
    At(id): At<String>,
) -> Result<Json<Value>, ApiError> {
    let chat = find(&app, &caller, &id).await?;
    let (_, status) = said(&app, &chat).await?;
    Ok(Json(shape(&chat, status, generation)))
}

/// `DELETE /chats/{id}`: it is gone for this API; its sessions stay with the account's others.
pub async fn delete(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<Value>, ApiError> {
    let chat = find(&app, &caller, &id).await?;
    if let Some(session) = store::sessions(&app.store, chat.id).await?.last() {
        runs::end(&app, session, StopReason::Visitor).await?;
    }
    store::delete(&app.store, chat.id, app.clock.now()).await?;
    Ok(Json(json!({ "result": "success" })))
}

/// The caller's chat; 404 for anybody else's.
pub(super) async fn find(app: &App, caller: &Caller, id: &str) -> Result<Chat, ApiError> {
    let missing = || ApiError::not_found(format!("Chat not found: {}", printable(id)));
    let number: i64 = id.parse().map_err(|_| missing())?;
    let found = store::chat(&app.store, &caller.account_id, number).await?;
    found.ok_or_else(missing)
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

fn shape(chat: &Chat, status: Status, generation: Generation) -> Value {
    let id = number(chat.id, generation);
    let mut shape = Map::new();
    let mut put = |name: &str, value: Value| shape.insert(name.to_owned(), value);
    put("id", id);
    put("name", json!(chat.name));
    put("from_type", json!(chat.from_type));
    for kind in ["flow", "project", "template"] {
        let is_it = chat.from_type == kind;
        let from = match chat.from_id.parse::<i64>() {
            Ok(number) => json!(number),
            Err(_) => json!(chat.from_id),
        };
        put(
            &format!("from_{kind}"),
            if is_it { from } else { Value::Null },
        );
    }
    put("user_id", json!(chat.account_id));
    put("owner", json!(chat.account_id));
    put("status", json!(status.as_str(generation.0)));
    put("created_at", json!(iso(chat.created_at)));
    put("updated_at", json!(iso(chat.updated_at)));
    put("created", json!(spaced(chat.created_at)));
    put("updated", json!(spaced(chat.updated_at)));
    Value::Object(shape)
}

/// Ids are texts in the first generation and numbers in the second.
pub(super) fn number(id: i64, generation: Generation) -> Value {
    if generation.0 {
        json!(id.to_string())
    } else {
        json!(id)
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
