//! `/scenarios/{id}/knowledge`: what the agent answers from.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Map, Value};
use vivavoce_client::types as api;

use super::super::scenario_document::{self, PublicState};
use super::super::scenarios;
use super::members::{line, missing};
use vivavoce_engine::ids;
use vivavoce_engine::outbox::address;
use vivavoce_engine::store::knowledge::{Entry, MOST, TEXT_CAP, WHOLE_CAP};
use vivavoce_http::ApiError;
use vivavoce_http::account::Caller;
use vivavoce_http::anew;
use vivavoce_http::body::{Body, Room};
use vivavoce_http::error::Failure;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_text::retrieval::Kind;

/// Characters of a title and of a question.
const TITLE: usize = 300;

/// `POST /scenarios/{id}/knowledge {kind, …}`.
#[utoipa::path(
    post, path = "/scenarios/{id}/knowledge", operation_id = "addKnowledge", tag = "Knowledge",
    summary = "Add what the agent shall know",
    description = "A `document` (a PDF file or text, as base64), a `question` with its `answer`, a `link` \
        with the text that stands there (it is not fetched), or a `text`. The agent answers from it \
        from the next message on: the built-in one gives the answer of a question that asks the same, \
        or the sentence that fits; a model is given the passages that fit.",
    params(("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165")),
    request_body = api::KnowledgeForm,
    responses(
        (status = 201, description = "It is known.", body = api::Knowledge),
        (status = 409, description = "The scenario has too much of it.", body = Failure),
    ),
)]
pub async fn add(
    State(app): State<PublicState>,
    caller: Caller,
    At(id): At<String>,
    _room: Room,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::Knowledge>), ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let now = app.clock.now();
    let blank = Entry {
        id: ids::new_id(now),
        scenario_id: scenario.id,
        kind: Kind::Text,
        title: String::new(),
        question: None,
        text: String::new(),
        url: None,
        created_at: now,
        updated_at: now,
    };
    let entry = fill(&app, &body, blank, true).await?;
    app.store
        .put_knowledge(entry.clone(), None, check_room)
        .await?;
    Ok((StatusCode::CREATED, Json(shown(entry))))
}

/// `GET /scenarios/{id}/knowledge`.
#[utoipa::path(
    get, path = "/scenarios/{id}/knowledge", operation_id = "listKnowledge", tag = "Knowledge",
    summary = "List what the agent knows", description = "Oldest first.",
    params(("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165")),
    responses((status = 200, description = "All of it.", body = api::KnowledgeList)),
)]
pub async fn list(
    State(app): State<PublicState>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::KnowledgeList>, ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let knowledge = app.store.knowledge(&scenario.id).await?;
    let knowledge = knowledge.into_iter().map(shown).collect();
    Ok(Json(api::KnowledgeList { knowledge }))
}

/// `GET /scenarios/{id}/knowledge/{entry_id}`.
#[utoipa::path(
    get, path = "/scenarios/{id}/knowledge/{entry_id}", operation_id = "getKnowledge", tag = "Knowledge",
    summary = "Read one thing the agent knows",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("entry_id" = String, Path, example = "67c551e83f44cdf6055a8170"),
    ),
    responses((status = 200, description = "It.", body = api::Knowledge)),
)]
pub async fn read(
    State(app): State<PublicState>,
    caller: Caller,
    At((id, entry_id)): At<(String, String)>,
) -> Result<Json<api::Knowledge>, ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let entry = app.store.record::<Entry>(&scenario.id, &entry_id).await?;
    Ok(Json(shown(entry.ok_or_else(missing::<Entry>)?)))
}

/// `PUT /scenarios/{id}/knowledge/{entry_id}`: what is not mentioned stays.
#[utoipa::path(
    put, path = "/scenarios/{id}/knowledge/{entry_id}", operation_id = "changeKnowledge", tag = "Knowledge",
    summary = "Change what the agent knows", description = "What is not mentioned stays.",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("entry_id" = String, Path, example = "67c551e83f44cdf6055a8170"),
    ),
    request_body = api::KnowledgeForm,
    responses(
        (status = 200, description = "As it is now.", body = api::Knowledge),
        (status = 409, description = "The scenario has too much of it.", body = Failure),
    ),
)]
pub async fn change(
    State(app): State<PublicState>,
    caller: Caller,
    At((id, entry_id)): At<(String, String)>,
    _room: Room,
    Body(body): Body,
) -> Result<Json<api::Knowledge>, ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    anew!({
        let seen = app.store.record::<Entry>(&scenario.id, &entry_id).await?;
        let mut known = seen.clone().ok_or_else(missing::<Entry>)?;
        known.updated_at = app.clock.now();
        let entry = fill(&app, &body, known, false).await?;
        app.store
            .put_knowledge(entry.clone(), seen, check_room)
            .await?;
        Ok(Json(shown(entry)))
    })
}

/// `DELETE /scenarios/{id}/knowledge/{entry_id}`.
#[utoipa::path(
    delete, path = "/scenarios/{id}/knowledge/{entry_id}", operation_id = "removeKnowledge", tag = "Knowledge",
    summary = "Have the agent forget something", description = "From the next message on.",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("entry_id" = String, Path, example = "67c551e83f44cdf6055a8170"),
    ),
    responses((status = 200, description = "It is gone.", body = api::Removed)),
)]
pub async fn remove(
    State(app): State<PublicState>,
    caller: Caller,
    At((id, entry_id)): At<(String, String)>,
) -> Result<Json<api::Removed>, ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    if !app.store.remove_knowledge(&scenario.id, &entry_id).await? {
        return Err(missing::<Entry>());
    }
    Ok(Json(api::Removed::of(entry_id)))
}

async fn fill(
    app: &PublicState,
    body: &Map<String, Value>,
    mut entry: Entry,
    is_new: bool,
) -> Result<Entry, ApiError> {
    let mut fields = Fields::new(body, &["body"]);
    match fields.text("kind", 20) {
        Given::Here(word) => match Kind::read(&word) {
            Some(kind) if is_new || kind == entry.kind => entry.kind = kind,
            Some(_) => fields.wrong(
                "kind",
                "An entry keeps its kind; add another one",
                "value_error",
            ),
            None => fields.wrong(
                "kind",
                "Input should be one of document, question, link, text",
                "enum",
            ),
        },
        _ if is_new && !fields.has("kind") => fields.missing("kind"),
        _ => {}
    }
    if let Some(title) = line(&mut fields, "title", TITLE) {
        entry.title = title;
    }
    if let (Kind::Question, Some(question)) = (entry.kind, line(&mut fields, "question", TITLE)) {
        entry.question = Some(question);
    }
    if let (Kind::Link, Given::Here(url)) = (entry.kind, fields.text("url", address::LONGEST)) {
        // Nothing is sent there, so that it may well lie in a network of the owner's.
        match address::check(&url, true) {
            Ok(url) => entry.url = Some(url.into()),
            Err(problem) => fields.wrong("url", problem, "url_parsing"),
        }
    }
    let name = match entry.kind {
        Kind::Question => "answer",
        _ => "text",
    };
    if let Given::Here(text) = fields.text(name, TEXT_CAP) {
        entry.text = text.replace('\0', "");
    }
    let document = match entry.kind {
        Kind::Document => fields.text("document", usize::MAX).here(),
        _ => None,
    };
    if entry.kind == Kind::Question
        && blank(entry.question.as_deref())
        && !is_wrong(body, "question")
    {
        fields.missing("question");
    }
    if entry.kind == Kind::Link && blank(entry.url.as_deref()) && !fields.has("url") {
        fields.missing("url");
    }
    if blank(Some(&entry.text)) && document.is_none() && !is_wrong(body, name) {
        let name = match entry.kind {
            Kind::Document if !fields.has("document") => "document",
            Kind::Document => return finish(fields, entry),
            _ => name,
        };
        fields.missing(name);
    }
    let mut entry = finish(fields, entry)?;
    if let Some(document) = document {
        entry.text = scenario_document::text(app, document, "document").await?;
    }
    if entry.title.is_empty() {
        entry.title = own_title(&entry);
    }
    Ok(entry)
}

fn finish(fields: Fields<'_>, entry: Entry) -> Result<Entry, ApiError> {
    fields.done()?;
    Ok(entry)
}

fn blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// It is given, and noted already as no text.
fn is_wrong(body: &Map<String, Value>, name: &str) -> bool {
    body.get(name)
        .is_some_and(|value| !value.is_null() && !value.is_string())
        || body
            .get(name)
            .and_then(Value::as_str)
            .is_some_and(|text| text.chars().nth(TITLE).is_some())
}

/// What an entry without a title is called.
fn own_title(entry: &Entry) -> String {
    let text = match (&entry.question, &entry.url) {
        (Some(question), _) => question,
        (_, Some(url)) => url,
        _ => &entry.text,
    };
    vivavoce_text::words::excerpt(text, 80)
}

/// Whether an entry fits beside `count` others of `length` characters.
fn check_room(entry: &Entry, count: u64, length: u64) -> Result<(), ApiError> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if count >= MOST as u64 {
        return Err(ApiError::conflict(format!(
            "This scenario knows {count} things already. Remove some, or put several into one text."
        )));
    }
    if length.saturating_add(entry.text.chars().count()) > WHOLE_CAP {
        return Err(ApiError::conflict(format!(
            "All that a scenario knows has at most {WHOLE_CAP} characters. Remove something first."
        )));
    }
    Ok(())
}

fn shown(entry: Entry) -> api::Knowledge {
    let (text, answer) = match entry.kind {
        Kind::Question => (None, Some(entry.text)),
        _ => (Some(entry.text), None),
    };
    api::Knowledge {
        id: entry.id,
        kind: entry.kind.as_str().into(),
        title: entry.title,
        question: entry.question,
        answer,
        url: entry.url,
        text,
        created_at: times::written(entry.created_at),
        updated_at: times::written(entry.updated_at),
    }
}
