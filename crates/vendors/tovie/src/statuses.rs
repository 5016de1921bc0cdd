//! How far replies got.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Json;
use serde::{Deserialize, Serialize};

use super::ChatError;
use super::access::{LOOKS, allow, channel, client_name};
use super::error::Failure;
use crate::store::Dialog;
use vivavoce_http::App;
use vivavoce_http::caller::Caller;
use vivavoce_http::path::At;

const WORDS: [&str; 4] = ["SENT", "DELIVERED", "READ", "NOT_SENT"];
/// Of one request.
const MOST: usize = 500;

#[derive(Clone, Debug, Default, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct One {
    pub question_id: String,
    /// `SENT`, `DELIVERED`, `READ` or `NOT_SENT`.
    #[schema(example = "READ")]
    pub status: String,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Wanted {
    /// `SENT`, `DELIVERED`, `READ` or `NOT_SENT`.
    #[schema(example = "READ")]
    pub status: String,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Many {
    pub statuses: Vec<One>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Count {
    pub count: i64,
}

#[utoipa::path(
    get, path = "/chatapi/{token}/client/{clientId}/message/{questionId}/status",
    operation_id = "getStatus", tag = "Statuses", summary = "How far a reply got",
    params(
        ("token" = String, Path, description = "The channel's."),
        ("clientId" = String, Path, description = "The client's."),
        ("questionId" = String, Path, description = "The exchange's, as the history has it."),
    ),
    responses(
        (status = 200, description = "Its status.", body = One),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    At((token, client_id, question_id)): At<(String, String, String)>,
) -> Result<Json<One>, ChatError> {
    let dialog = find(&app, &caller, &token, &client_id).await?;
    let dialog = dialog.ok_or_else(missing)?;
    let status = crate::store::reply_status(&app.store, &dialog.id, &question_id).await?;
    Ok(Json(One {
        status: status.ok_or_else(missing)?,
        question_id,
    }))
}

#[utoipa::path(
    post, path = "/chatapi/{token}/client/{clientId}/message/{questionId}/status",
    operation_id = "setStatus", tag = "Statuses", summary = "Say how far a reply got",
    params(
        ("token" = String, Path, description = "The channel's."),
        ("clientId" = String, Path, description = "The client's."),
        ("questionId" = String, Path, description = "The exchange's, as the history has it."),
    ),
    request_body = Wanted,
    responses(
        (status = 200, description = "Its status now. What was read stays read.", body = One),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn set(
    State(app): State<App>,
    caller: Caller,
    At((token, client_id, question_id)): At<(String, String, String)>,
    body: Bytes,
) -> Result<Json<One>, ChatError> {
    let dialog = find(&app, &caller, &token, &client_id).await?;
    let wanted: Wanted = serde_json::from_slice(&body).unwrap_or_default();
    let status = known(&wanted.status)?;
    let dialog = dialog.ok_or_else(missing)?;
    let set = crate::store::set_reply_statuses(&app.store, &dialog.id, vec![(question_id, status)])
        .await?;
    let (question_id, status) = set.into_iter().next().ok_or_else(missing)?;
    Ok(Json(One {
        question_id,
        status,
    }))
}

#[utoipa::path(
    post, path = "/chatapi/{token}/client/{clientId}/message-statuses",
    operation_id = "setStatuses", tag = "Statuses", summary = "Say how far several replies got",
    params(
        ("token" = String, Path, description = "The channel's."),
        ("clientId" = String, Path, description = "The client's."),
    ),
    request_body = Many,
    responses(
        (status = 200, description = "Those there are, with their statuses now.", body = Many),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn set_many(
    State(app): State<App>,
    caller: Caller,
    At((token, client_id)): At<(String, String)>,
    body: Bytes,
) -> Result<Json<Many>, ChatError> {
    let dialog = find(&app, &caller, &token, &client_id).await?;
    let wanted: Many = serde_json::from_slice(&body).map_err(|_| {
        ChatError::bad_request(
            "The body must be {\"statuses\": [{\"questionId\": \"…\", \"status\": \"READ\"}]}",
        )
    })?;
    if wanted.statuses.len() > MOST {
        return Err(ChatError::bad_request("At most 500 statuses at once"));
    }
    let mut statuses = Vec::new();
    for one in wanted.statuses {
        statuses.push((one.question_id, known(&one.status)?));
    }
    let set = match dialog {
        Some(dialog) => crate::store::set_reply_statuses(&app.store, &dialog.id, statuses).await?,
        None => Vec::new(),
    };
    let statuses = set.into_iter().map(|(question_id, status)| One {
        question_id,
        status,
    });
    Ok(Json(Many {
        statuses: statuses.collect(),
    }))
}

#[utoipa::path(
    get, path = "/chatapi/{token}/client/{clientId}/message-not-read-count",
    operation_id = "countUnread", tag = "Statuses", summary = "Count the replies not read",
    params(
        ("token" = String, Path, description = "The channel's."),
        ("clientId" = String, Path, description = "The client's."),
    ),
    responses(
        (status = 200, description = "How many.", body = Count),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn unread(
    State(app): State<App>,
    caller: Caller,
    At((token, client_id)): At<(String, String)>,
) -> Result<Json<Count>, ChatError> {
    let count = match find(&app, &caller, &token, &client_id).await? {
        Some(dialog) => crate::store::unread_replies(&app.store, &dialog.id).await?,
        None => 0,
    };
    Ok(Json(Count { count }))
}

async fn find(
    app: &App,
    caller: &Caller,
    token: &str,
    client_id: &str,
) -> Result<Option<Dialog>, ChatError> {
    let channel = channel(app, token, caller).await?;
    let client_id = client_name(client_id)?;
    allow(app, &channel, client_id, LOOKS)?;
    Ok(crate::store::dialog(&app.store, &channel.id, client_id).await?)
}

fn known(status: &str) -> Result<String, ChatError> {
    if WORDS.contains(&status) {
        return Ok(status.to_owned());
    }
    Err(ChatError::bad_request(
        "status must be SENT, DELIVERED, READ or NOT_SENT",
    ))
}

fn missing() -> ChatError {
    ChatError::not_found("This client has no reply with this questionId")
}
