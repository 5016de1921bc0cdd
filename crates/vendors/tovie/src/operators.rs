//! `/operator/dialogs`: people who take a channel's dialogs over from the agent, answer, and hand
//! them back.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use vivavoce_client::types as api;

use crate::state::TovieState;
use crate::store::Wanted;
use crate::store::{self as rows, Channel, Dialog, Happening, Mode};
use crate::{delivery, dialog, envelope};
use vivavoce_engine::conversation::printable;
use vivavoce_engine::store::StoreError;
use vivavoce_http::ApiError;
use vivavoce_http::account::Caller;
use vivavoce_http::body::{Asked, Body};
use vivavoce_http::error::Failure;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_protocol::text::is_blank;

/// Dialogs of one list, and messages of one dialog.
const LISTED: u32 = 200;
const SHOWN: u32 = 500;
/// Bytes of an answer.
const ANSWER: usize = 20_000;
/// Presence is noted once in so many milliseconds.
const NOTED: i64 = 30_000;

/// `GET /operator/dialogs?state=waiting|human|agent|all`: those waiting longest first. Whoever asks
/// counts as there for five minutes.
#[utoipa::path(
    get, path = "/operator/dialogs", operation_id = "listDialogs", tag = "Operators",
    summary = "List the dialogs",
    description = "Those longest in their state first. Whoever asks counts as present for five \
        minutes; while nobody is, an agent that asks for a person is told so.",
    params(("state" = Option<String>, Query, description = "`waiting` (without it), `human`, `agent` or `all`.", example = "waiting", nullable = false)),
    responses((status = 200, description = "At most 200.", body = api::DialogList)),
)]
pub async fn list(
    State(app): State<TovieState>,
    caller: Caller,
    Asked(asked): Asked,
) -> Result<Json<api::DialogList>, ApiError> {
    let mut fields = Fields::new(&asked, &["query"]);
    let state = fields.text("state", 20).here();
    let mode = match state.as_deref() {
        None => Some(Mode::Waiting),
        Some("all") => None,
        Some(word) => {
            let mode = Mode::read(word);
            if mode.is_none() {
                let msg = "Input should be waiting, human, agent or all";
                fields.wrong("state", msg, "enum");
            }
            mode
        }
    };
    fields.done()?;
    present(&app, &caller).await?;
    let dialogs = crate::store::dialogs(&app.store, &caller.account.id, mode, LISTED).await?;
    let dialogs = dialogs.into_iter().map(shown).collect();
    Ok(Json(api::DialogList { dialogs }))
}

/// `GET /operator/dialogs/{id}`: with what was said.
#[utoipa::path(
    get, path = "/operator/dialogs/{id}", operation_id = "getDialog", tag = "Operators",
    summary = "Read a dialog", description = "With what was said, oldest first.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a816c")),
    responses((status = 200, description = "The dialog.", body = api::DialogDetail)),
)]
pub async fn read(
    State(app): State<TovieState>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::DialogDetail>, ApiError> {
    let (channel, dialog) = find(&app, &caller, &id).await?;
    present(&app, &caller).await?;
    let wanted = Wanted {
        all: true,
        newest: true,
        limit: SHOWN,
        ..Wanted::default()
    };
    let found = crate::store::happenings(&app.store, &dialog.id, wanted).await?;
    let said = found.iter().filter(|it| it.kind != envelope::STATE);
    let message = |it: &Happening| {
        let mut message = envelope::written(&channel, &dialog.client_id, it).members();
        if it.kind == "botResponse" {
            // The request stands before it.
            message.insert("query".to_owned(), Value::Null);
        }
        message.insert("type".to_owned(), Value::from(it.kind.as_str()));
        message
    };
    Ok(Json(api::DialogDetail {
        messages: said.map(message).collect(),
        ..shown(dialog).into()
    }))
}

/// `POST /operator/dialogs/{id}/take {operator}`: a person answers from now on.
#[utoipa::path(
    post, path = "/operator/dialogs/{id}/take", operation_id = "takeDialog", tag = "Operators",
    summary = "Take a dialog over",
    description = "A person answers from now on; the agent does not. Taking one's own again changes nothing.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a816c")),
    request_body = api::TakeDialog,
    responses(
        (status = 200, description = "The dialog.", body = api::Dialog),
        (status = 409, description = "Somebody else has it.", body = Failure),
    ),
)]
pub async fn take(
    State(app): State<TovieState>,
    caller: Caller,
    At(id): At<String>,
    Body(body): Body,
) -> Result<Json<api::Dialog>, ApiError> {
    let mut fields = Fields::new(&body, &["body"]);
    let operator = fields.text("operator", 100).here();
    fields.done()?;
    let operator = operator.map(|name| printable(&name)).unwrap_or_default();
    let (_, dialog) = find(&app, &caller, &id).await?;
    present(&app, &caller).await?;
    let (now, id) = (app.clock.now(), dialog.id.clone());
    let taken = app
        .store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                let Some(current) = rows::dialog_in(tx, &id).await? else {
                    return Ok(None);
                };
                if current.mode == Mode::Human && current.operator != operator {
                    return Ok(Some(Err(current.operator)));
                }
                let handover = current.handover.as_ref();
                rows::set_mode(tx, &id, Mode::Human, &operator, handover, now).await?;
                Ok(rows::dialog_in(tx, &id).await?.map(Ok))
            })
        })
        .await?;
    match taken {
        Some(Ok(dialog)) => Ok(Json(shown(dialog))),
        Some(Err(who)) => {
            let who = if who.is_empty() { "Somebody" } else { &who };
            Err(ApiError::conflict(format!(
                "{who} has taken this dialog over. It can be taken once it is handed back."
            )))
        }
        None => Err(missing()),
    }
}

/// `POST /operator/dialogs/{id}/messages {text}`: says it to the client.
#[utoipa::path(
    post, path = "/operator/dialogs/{id}/messages", operation_id = "sayInDialog", tag = "Operators",
    summary = "Answer a client", description = "The client gets it as an event, its channel's webhook too.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a816c")),
    request_body = api::SayInDialog,
    responses(
        (status = 200, description = "The message.", body = api::DialogMessage),
        (status = 409, description = "Nobody has taken the dialog over.", body = Failure),
    ),
)]
pub async fn say(
    State(app): State<TovieState>,
    caller: Caller,
    At(id): At<String>,
    Body(body): Body,
) -> Result<Json<api::DialogMessage>, ApiError> {
    let mut fields = Fields::new(&body, &["body"]);
    let text = fields.text("text", ANSWER).here().unwrap_or_default();
    if is_blank(&text) {
        fields.wrong("text", "Say something", "missing");
    }
    fields.done()?;
    let (channel, dialog) = find(&app, &caller, &id).await?;
    present(&app, &caller).await?;
    if dialog.mode != Mode::Human {
        return Err(ApiError::conflict(
            "The agent answers in this dialog. Take it over first.",
        ));
    }
    let happening = Happening {
        kind: "operatorMessage".to_owned(),
        question_id: dialog::question_id(),
        body: json!({ "operator": dialog.operator, "data": envelope::persons_words(&text) }),
        status: Some("SENT".to_owned()),
        ..Happening::default()
    };
    let (job, where_to, client) = (app.clone(), channel.clone(), dialog.clone());
    let done = app
        .store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                let done = dialog::happen_in(&job, tx, &where_to, &client, happening).await?;
                let items = envelope::webhook_items(&where_to, &client.client_id, &done);
                let session_id = done.session_id.as_deref();
                delivery::post(&job, tx, &where_to, session_id, items).await?;
                Ok(done)
            })
        })
        .await?;
    dialog::log_words(&app, &dialog, "assistant", &text, &done.question_id).await?;
    Ok(Json(api::DialogMessage {
        client_id: dialog.client_id,
        question_id: done.question_id,
        timestamp: envelope::time(done.at),
        status: done.status.unwrap_or_default(),
        operator: dialog.operator,
        data: object(done.body["data"].clone()),
    }))
}

/// `POST /operator/dialogs/{id}/return {text}`: the agent answers again.
#[utoipa::path(
    post, path = "/operator/dialogs/{id}/return", operation_id = "returnDialog", tag = "Operators",
    summary = "Hand a dialog back",
    description = "The agent answers again, from the client's next message on. `text` is said last.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a816c")),
    request_body = api::ReturnDialog,
    responses((status = 200, description = "The dialog.", body = api::Dialog)),
)]
pub async fn give_back(
    State(app): State<TovieState>,
    caller: Caller,
    At(id): At<String>,
    Body(body): Body,
) -> Result<Json<api::Dialog>, ApiError> {
    let mut fields = Fields::new(&body, &["body"]);
    let text = fields.text("text", ANSWER).here();
    fields.done()?;
    let (channel, dialog) = find(&app, &caller, &id).await?;
    present(&app, &caller).await?;
    let last = dialog.handover.as_ref().map(|it| &it["lastMessage"]);
    let last = last.and_then(Value::as_str).unwrap_or_default().to_owned();
    let words = text.unwrap_or(last);
    dialog::hand_back(&app, &channel, &dialog, &words).await?;
    let dialog = crate::store::dialog_by_id(&app.store, &dialog.id).await?;
    Ok(Json(shown(dialog.ok_or_else(missing)?)))
}

async fn find(app: &TovieState, caller: &Caller, id: &str) -> Result<(Channel, Dialog), ApiError> {
    let dialog = crate::store::dialog_by_id(&app.store, id)
        .await?
        .ok_or_else(missing)?;
    let channel = crate::store::channel(&app.store, &dialog.channel_id).await?;
    let channel = channel.filter(|it| it.account_id == caller.account.id);
    Ok((channel.ok_or_else(missing)?, dialog))
}

/// Somebody of the account is there.
async fn present(app: &TovieState, caller: &Caller) -> Result<(), ApiError> {
    let now = app.clock.now();
    let seen = crate::store::operators_seen(&app.store, &caller.account.id).await?;
    if seen.is_none_or(|at| now - at >= NOTED) {
        crate::store::see_operators(&app.store, &caller.account.id, now).await?;
    }
    Ok(())
}

fn missing() -> ApiError {
    ApiError::not_found("There is no such dialog in this account's channels. Check its id.")
}

fn shown(dialog: Dialog) -> api::Dialog {
    let handover = dialog.handover.unwrap_or_default();
    api::Dialog {
        id: dialog.id,
        channel_id: dialog.channel_id,
        client_id: dialog.client_id,
        session_id: dialog.session_id,
        state: dialog.mode.as_str().to_owned(),
        operator: dialog.operator,
        destination: handover["destination"].as_str().map(str::to_owned),
        since: times::written(dialog.since),
    }
}

/// An object's members; nothing else has any.
fn object(value: Value) -> api::Object {
    serde_json::from_value(value).unwrap_or_default()
}
