//! How far replies got.

use axum::extract::State;
use axum::response::Json;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::ChatError;
use super::access::{Does, Whole, allow, channel, client_name};
use super::error::Failure;
use crate::store::Dialog;
use vivavoce_http::caller::Caller;
use vivavoce_http::path::At;
use vivavoce_http::{App, json};

const WORDS: [&str; 4] = ["SENT", "DELIVERED", "READ", "NOT_SENT"];
const MISSING: &str = "This client has no reply with this questionId";
/// Of one request.
const MOST: usize = 500;

#[derive(Clone, Debug, Default, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct One {
    #[serde(deserialize_with = "name")]
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

#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub struct Many {
    pub statuses: Vec<One>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Done {
    /// Those there are, with their statuses now.
    pub statuses: Vec<One>,
    /// Items that set nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<Undone>,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Undone {
    /// The item's place in the request, from 0.
    pub index: usize,
    /// As it was given.
    #[schema(required = true)]
    pub question_id: Option<String>,
    pub message: String,
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
    Whole(body): Whole,
) -> Result<Json<One>, ChatError> {
    let dialog = find(&app, &caller, &token, &client_id).await?;
    let wanted: Wanted = json::read(&body).unwrap_or_default();
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
        (status = 200, description = "Those there are, with their statuses now, and the items that set nothing.", body = Done),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn set_many(
    State(app): State<App>,
    caller: Caller,
    At((token, client_id)): At<(String, String)>,
    Whole(body): Whole,
) -> Result<Json<Done>, ChatError> {
    let dialog = find(&app, &caller, &token, &client_id).await?;
    let wanted: Many = json::read(&body).map_err(|_| {
        ChatError::bad_request(
            "The body must be {\"statuses\": [{\"questionId\": \"…\", \"status\": \"READ\"}]}",
        )
    })?;
    if wanted.statuses.len() > MOST {
        return Err(ChatError::bad_request("At most 500 statuses at once"));
    }
    let (mut places, mut statuses, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for (index, one) in wanted.statuses.into_iter().enumerate() {
        let status = known(&one.status)?;
        if one.question_id.is_empty() {
            errors.push(Undone {
                index,
                question_id: None,
                message: "questionId is missing".to_owned(),
            });
            continue;
        }
        places.push((index, one.question_id.clone()));
        statuses.push((one.question_id, status));
    }
    let set = match dialog {
        Some(dialog) => crate::store::set_reply_statuses(&app.store, &dialog.id, statuses).await?,
        None => Vec::new(),
    };
    let is_set = |id: &String| set.iter().any(|(set, _)| set == id);
    errors.extend(
        places
            .into_iter()
            .filter(|(_, id)| !is_set(id))
            .map(|(index, id)| Undone {
                index,
                question_id: Some(id),
                message: MISSING.to_owned(),
            }),
    );
    errors.sort_by_key(|error| error.index);
    let statuses = set.into_iter().map(|(question_id, status)| One {
        question_id,
        status,
    });
    Ok(Json(Done {
        statuses: statuses.collect(),
        errors,
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
    allow(app, &channel, client_id, Does::Looks)?;
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
    ChatError::not_found(MISSING)
}

/// A reply's name as it may be written; empty where it is none.
fn name<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let value = Box::<RawValue>::deserialize(from)?;
    Ok(json::name(&value).unwrap_or_default())
}
