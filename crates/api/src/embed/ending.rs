//! Stop, leave, submit, results.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Json;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use vivavoce_protocol::wire::{
    LeaveRequest, Results, ResultsStatus, SessionStopped, SessionSubmitted, StopReason,
    StopRequest, SubmitRequest,
};

use vivavoce_engine::conversation;
use vivavoce_engine::runs;
use vivavoce_engine::store::Session;
use vivavoce_http::caller::Caller;
use vivavoce_http::error::Failure;
use vivavoce_http::json;
use vivavoce_http::path::At;
use vivavoce_http::session::{self, Held};
use vivavoce_http::{ApiError, App};

/// Bytes of a stop or a leave: a beacon's are few.
const LAST_WORDS: usize = 1_024;
/// Characters of a comment.
const COMMENT: usize = 4_000;

/// `POST …/stop`: JSON with the bearer, or text/plain JSON that carries the token or the session's
/// ticket, since a beacon has no headers. The first reason counts.
#[utoipa::path(
    post, path = "/sessions/{id}/stop", operation_id = "embedStop", tag = "Embed",
    summary = "End a session",
    description = "Also as `text/plain` with the token or the `stop_ticket` in the body, since a beacon has no headers. At most 1 kB. The first reason counts.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a8169")),
    security(("session" = []), ()),
    request_body(content((StopRequest = "application/json"), (StopRequest = "text/plain"))),
    responses((status = 200, description = "It has ended.", body = SessionStopped), (status = 401, description = "")),
)]
pub async fn stop(
    State(app): State<App>,
    At(id): At<String>,
    caller: Caller,
    request: Request,
) -> Result<Json<SessionStopped>, ApiError> {
    let asked: Stop = last_words(&app, request).await?;
    // An unknown word reads as one that ends it by force, which nobody meant who misspelt another.
    let unknown = asked.reason.as_deref().filter(|it| !is_reason(it));
    if let Some(unknown) = unknown {
        let unknown: String = unknown.chars().take(40).collect();
        return Err(ApiError::invalid(
            &["body", "reason"],
            format!(
                "There is no reason {unknown:?}. Send visitor, agent, max_duration, silence or lost."
            ),
            "value_error",
        ));
    }
    let asked = StopRequest {
        session_token: asked.session_token,
        stop_ticket: asked.stop_ticket,
        reason: asked.reason.map(reason).unwrap_or_default(),
    };
    let session = match asked.stop_ticket {
        Some(ticket) => session::open_to_stop(&app, &id, &ticket).await?,
        None => opened(&app, &id, asked.session_token, &caller).await?,
    };
    // Who leaves a lesson's page comes back to it, also where a browser keeps nothing for that.
    let goes_on = app.outlives_page(&session) && asked.reason == StopReason::Lost;
    if !goes_on {
        runs::end(&app, &session.id, asked.reason).await?;
    }
    let session = app.store.session(&id).await?.unwrap_or(session);
    Ok(Json(SessionStopped {
        session_id: session.id,
        status: session.status.as_str().to_owned(),
        reason: session.stop_reason,
        ended_at: session.ended_at,
    }))
}

/// A [`StopRequest`] with its reason as it was written.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Stop {
    session_token: Option<String>,
    stop_ticket: Option<String>,
    reason: Option<String>,
}

fn reason(word: String) -> StopReason {
    serde_json::from_value(Value::String(word)).unwrap_or_default()
}

/// Whether the word is one, and not read as one because it is none.
fn is_reason(word: &str) -> bool {
    reason(word.to_owned()) != StopReason::Lost || word == "lost"
}

/// `POST …/leave`: the page goes away, and from there a reload looks like a closed tab. So the
/// session goes on for [`vivavoce_engine::settings::Limits::leave_grace`] and then ends as lost, unless
/// anybody who holds its token asks for anything meanwhile.
#[utoipa::path(
    post, path = "/sessions/{id}/leave", operation_id = "embedLeave", tag = "Embed",
    summary = "Say that the page goes away",
    description = "The session ends as lost 25 seconds later, unless it is contacted again before. Also as `text/plain` with the token in the body, since a beacon has no headers. At most 1 kB.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a8169")),
    security(("session" = []), ()),
    request_body(content((LeaveRequest = "application/json"), (LeaveRequest = "text/plain"))),
    responses((status = 204, description = "It was noted."), (status = 401, description = "")),
)]
pub async fn leave(
    State(app): State<App>,
    At(id): At<String>,
    caller: Caller,
    request: Request,
) -> Result<StatusCode, ApiError> {
    let asked: LeaveRequest = last_words(&app, request).await?;
    let session = opened(&app, &id, asked.session_token, &caller).await?;
    // A lesson waits for its pupil.
    if !app.outlives_page(&session) {
        app.store.note_leaving(&session.id, app.clock.now()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// What a page says as it goes: JSON with the bearer, or text/plain JSON with the token inside.
async fn last_words<T: DeserializeOwned + Default>(
    app: &App,
    request: Request,
) -> Result<T, ApiError> {
    let kind = json::content_type(request.headers());
    let bytes = json::bytes(request, app).await?;
    if bytes.len() > LAST_WORDS {
        return Err(ApiError::too_large("This has at most 1 kB."));
    }
    if !matches!(kind.as_str(), "application/json" | "text/plain" | "") {
        return Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send this as application/json or text/plain.",
        ));
    }
    if bytes.is_empty() {
        Ok(T::default())
    } else {
        json::parse(&bytes)
    }
}

/// The session `token` opens, or the caller's bearer where no token is said.
async fn opened(
    app: &App,
    id: &str,
    token: Option<String>,
    caller: &Caller,
) -> Result<Session, ApiError> {
    session::open(app, id, token.as_deref().or(caller.bearer.as_deref())).await
}

/// `POST …/submit`: the first comment counts. 409 while the session runs.
#[utoipa::path(
    post, path = "/sessions/{id}/submit", operation_id = "embedSubmit", tag = "Embed",
    summary = "Submit a session", description = "The first comment counts.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a8166")),
    security(("session" = [])), request_body = SubmitRequest,
    responses(
        (status = 200, description = "It was submitted.", body = SessionSubmitted),
        (status = 409, description = "The session still runs.", body = Failure),
    ),
)]
pub async fn submit(
    State(app): State<App>,
    Held(session): Held,
    caller: Caller,
    json::Json(request): json::Json<SubmitRequest>,
) -> Result<Json<SessionSubmitted>, ApiError> {
    let comment = request.comment.filter(|text| !text.trim().is_empty());
    if comment
        .as_ref()
        .is_some_and(|text| text.chars().count() > COMMENT)
    {
        let msg = format!("A comment has at most {COMMENT} characters. Please shorten it.");
        return Err(ApiError::invalid(&["body", "comment"], msg, "value_error"));
    }
    if session.ended_at.is_none() {
        return Err(ApiError::conflict("Stop the session before you submit it."));
    }
    let bytes = comment.as_ref().map_or(0, String::len);
    let submitted_at = conversation::submit(&app, session, comment).await?;
    app.wrote(caller.address, bytes);
    Ok(Json(SessionSubmitted {
        status: "submitted".to_owned(),
        submitted_at,
    }))
}

/// `GET …/results`: 202 until they are ready.
#[utoipa::path(
    get, path = "/sessions/{id}/results", operation_id = "embedResults", tag = "Embed",
    summary = "Read what the visitor may see of the results",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a8166")),
    security(("session" = [])),
    responses(
        (status = 200, description = "The results are ready, or the owner keeps them.", body = Results),
        (status = 202, description = "The results are being made.", body = Results),
    ),
)]
pub async fn results(
    State(app): State<App>,
    Held(session): Held,
) -> Result<(StatusCode, Json<Results>), ApiError> {
    let scenario = app.store.scenario(&session.scenario_id).await?;
    if scenario.is_some_and(|scenario| !scenario.shows_results()) {
        let restricted = Results {
            status: ResultsStatus::Restricted,
            ..Results::default()
        };
        return Ok((StatusCode::OK, Json(restricted)));
    }
    Ok(match app.store.results(&session.id).await? {
        Some(results) => (StatusCode::OK, Json(results)),
        None => (StatusCode::ACCEPTED, Json(Results::default())),
    })
}
