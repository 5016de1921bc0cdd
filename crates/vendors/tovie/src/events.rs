//! What happened in a dialog: as it happens, and since then.

use std::time::Duration;

use axum::extract::State;
use axum::response::Json;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout};

use super::ChatError;
use super::access::{Does, NAME, Query, allow, channel, client_name};
use super::dialog::waiting_for;
use super::envelope::{self, Envelope, Exchange};
use super::error::Failure;
use crate::store::{Happening, Wanted};
use vivavoce_http::App;
use vivavoce_http::caller::Caller;
use vivavoce_http::path::At;

/// How long a poll is held while nothing happens.
const HOLD: Duration = Duration::from_secs(30);
/// Another process may have written what happened.
const LOOK: Duration = Duration::from_secs(2);
/// Events of one answer; more are in the history.
const LIMIT: u32 = 250;
/// Entries of a history that is asked for without a page.
const WHOLE: u32 = 5_000;

#[derive(Serialize, utoipa::ToSchema)]
pub struct Events {
    events: Vec<OneEvent>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct OneEvent {
    /// `userRequest`, `clientEvent`, `botResponse`, `operatorMessage`, `stateChanged`,
    /// `livechatFinished` or `noLivechatOperatorsOnline`.
    #[serde(rename = "type")]
    kind: String,
    #[schema(value_type = Envelope)]
    event: Exchange,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct History {
    #[schema(value_type = Vec<Envelope>)]
    messages: Vec<Exchange>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Polled {
    #[serde(default)]
    client_id: String,
    ts: Option<String>,
    all: Option<String>,
    #[serde(default)]
    cid: String,
}

#[utoipa::path(
    get, path = "/chatapi/{token}/events", operation_id = "events", tag = "Events",
    summary = "Wait for events",
    description = "Answers at once if there are events, else when there are, or after 30 s with \
        none. At most 250; more are in the history.",
    params(
        ("token" = String, Path, description = "The channel's."),
        ("clientId" = String, Query, description = "The client's."),
        ("ts" = Option<String>, Query, description = "From when on, in Unix milliseconds or as `2022-09-28T12:32:13.262`; without it, since this connection's last request."),
        ("all" = Option<bool>, Query, description = "Not only what persons and the platform say."),
        ("cid" = Option<String>, Query, description = "Only this connection's, and what belongs to none."),
    ),
    responses(
        (status = 200, description = "Oldest first.", body = Events),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn poll(
    State(app): State<App>,
    caller: Caller,
    At(token): At<String>,
    Query(asked): Query<Polled>,
) -> Result<Json<Events>, ChatError> {
    let channel = channel(&app, &token, &caller).await?;
    let client_id = client_name(&asked.client_id)?;
    if asked.cid.chars().count() > NAME {
        return Err(ChatError::bad_request("cid has at most 200 characters"));
    }
    allow(&app, &channel, client_id, Does::Looks)?;
    let all = asked
        .all
        .as_deref()
        .is_some_and(|it| matches!(it, "true" | "1"));
    let given = asked.ts.as_deref().map(read_time).transpose()?;
    let until = Instant::now() + HOLD;
    loop {
        let mut waker = app.hub.subscribe(&waiting_for(&channel.id, client_id));
        let dialog = crate::store::dialog(&app.store, &channel.id, client_id).await?;
        let mut last = 0;
        if let Some(dialog) = &dialog {
            let from = match given {
                Some(at) => at,
                None => {
                    let cursor = crate::store::cursor(&app.store, &dialog.id, &asked.cid).await?;
                    cursor.map_or(0, |at| at + 1)
                }
            };
            let wanted = Wanted {
                from,
                all,
                cid: &asked.cid,
                limit: LIMIT,
                ..Wanted::default()
            };
            let found = crate::store::happenings(&app.store, &dialog.id, wanted).await?;
            last = dialog.last_at;
            if let Some(newest) = found.last() {
                crate::store::move_cursor(&app.store, &dialog.id, &asked.cid, newest.at).await?;
                let events = found.into_iter().map(|it| OneEvent {
                    event: envelope::written(&channel, client_id, &it),
                    kind: it.kind,
                });
                let events = events.collect();
                return Ok(Json(Events { events }));
            }
        }
        let rest = until.saturating_duration_since(Instant::now());
        if rest.is_zero() || app.stopping.is_cancelled() {
            return Ok(Json(Events { events: Vec::new() }));
        }
        let woken = waker.beyond(u64::try_from(last).unwrap_or(0));
        tokio::select! {
            _ = timeout(rest.min(LOOK), woken) => {}
            () = app.stopping.cancelled() => {}
        }
    }
}

#[derive(Deserialize)]
pub struct Span {
    from: Option<String>,
    to: Option<String>,
    page: Option<u32>,
    size: Option<u32>,
}

#[utoipa::path(
    get, path = "/chatapi/{token}/client/{clientId}/history", operation_id = "history",
    tag = "Events", summary = "Read what was said",
    params(
        ("token" = String, Path, description = "The channel's."),
        ("clientId" = String, Path, description = "The client's."),
        ("from" = Option<String>, Query, description = "From when on, in Unix milliseconds or as `2022-09-28T12:32:13.262`."),
        ("to" = Option<String>, Query, description = "Until when."),
        ("page" = Option<u32>, Query, description = "Counted from 0; needs `size`."),
        ("size" = Option<u32>, Query, description = "Messages of a page, at most 5000."),
    ),
    responses(
        (status = 200, description = "Oldest first.", body = History),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn history(
    State(app): State<App>,
    caller: Caller,
    At((token, client_id)): At<(String, String)>,
    Query(span): Query<Span>,
) -> Result<Json<History>, ChatError> {
    let channel = channel(&app, &token, &caller).await?;
    let client_id = client_name(&client_id)?;
    allow(&app, &channel, client_id, Does::Looks)?;
    let from = span.from.as_deref().map(read_time).transpose()?;
    let to = span.to.as_deref().map(read_time).transpose()?;
    let Some(dialog) = crate::store::dialog(&app.store, &channel.id, client_id).await? else {
        return Ok(Json(History {
            messages: Vec::new(),
        }));
    };
    let wanted = Wanted {
        from: from.unwrap_or(0),
        to,
        all: true,
        // Without a beginning, the latest are what is wanted.
        newest: from.is_none() && span.page.is_none(),
        limit: WHOLE,
        ..Wanted::default()
    };
    let found = crate::store::happenings(&app.store, &dialog.id, wanted).await?;
    let said = exchanges(found);
    let size = span.size.unwrap_or(WHOLE).clamp(1, WHOLE) as usize;
    let skip = (span.page.unwrap_or(0) as usize).saturating_mul(size);
    let page = said.iter().skip(skip).take(size);
    let messages = page.map(|it| envelope::written(&channel, client_id, it));
    Ok(Json(History {
        messages: messages.collect(),
    }))
}

/// A request and the first reply to it are one entry; what is no message is none.
fn exchanges(found: Vec<Happening>) -> Vec<Happening> {
    let mut said: Vec<Happening> = Vec::new();
    for mut one in found {
        if matches!(one.kind.as_str(), envelope::STATE | "clientEvent") {
            continue;
        }
        let asked = |it: &Happening| it.kind == "userRequest" && it.question_id == one.question_id;
        if one.kind == "botResponse" {
            match said.iter().rposition(asked) {
                Some(place) => drop(said.remove(place)),
                // The visitor's words stand with an earlier reply to them.
                None => drop(one.body.as_object_mut().map(|body| body.remove("query"))),
            }
        }
        said.push(one);
    }
    said
}

/// Unix milliseconds, or ISO 8601, which without a zone is UTC.
fn read_time(text: &str) -> Result<i64, ChatError> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        return Ok(number.max(0));
    }
    let time = envelope::moment(text).ok_or_else(|| {
        ChatError::bad_request("A time is Unix milliseconds, or reads like 2022-09-28T12:32:13.262")
    })?;
    Ok(time.max(0))
}
