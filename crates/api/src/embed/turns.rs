//! What the visitor says.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Json;
use vivavoce_protocol::wire::{CreateTurn, TurnCancelled, TurnCreated};
use vivavoce_protocol::{caps, text};

use vivavoce_engine::runs;
use vivavoce_http::caller::Caller;
use vivavoce_http::error::Failure;
use vivavoce_http::json;
use vivavoce_http::path::At;
use vivavoce_http::session::Held;
use vivavoce_http::{ApiError, App};

/// Characters of the id of a choice.
const CHOICE: usize = 200;

/// `POST …/turns`: 202; see [`runs::accept`].
#[utoipa::path(
    post, path = "/sessions/{id}/turns", operation_id = "embedSay", tag = "Embed",
    summary = "Say something",
    description = "The answer comes through the log. The same key and body give the same answer; the same key and another body are refused.",
    params(
        ("id" = String, Path, example = "67c551e83f44cdf6055a8169"),
        ("Idempotency-Key" = String, Header, description = "Becomes the turn's id.", pattern = "^[0-9A-Za-z_-]{8,64}$", example = "turn-0001"),
    ),
    security(("session" = [])), request_body = CreateTurn,
    responses(
        (status = 202, description = "It was taken.", body = TurnCreated),
        (status = 409, description = "Another turn runs, the session has ended, or the key was used for something else.", body = Failure),
    ),
)]
pub async fn create(
    State(app): State<App>,
    Held(session): Held,
    caller: Caller,
    headers: HeaderMap,
    json::Json(turn): json::Json<CreateTurn>,
) -> Result<(StatusCode, Json<TurnCreated>), ApiError> {
    let key = idempotency_key(&headers)?;
    check(&turn)?;
    if session.backend.is_some() {
        return Err(ApiError::conflict(
            "This session talks to another backend. Send it there.",
        ));
    }
    take_turn(&app, &session.id, &caller)?;
    let bytes = turn.text.len();
    let accepted = runs::accept(&app, &session.id, key, turn).await?;
    if accepted.is_new {
        app.wrote(caller.address, bytes);
    }
    app.arrivals.spoke(&app.rates, &session.id);
    Ok((StatusCode::ACCEPTED, Json(accepted.turn)))
}

/// What makes the agent speak has one rate, whatever it is.
fn take_turn(app: &App, session_id: &str, caller: &Caller) -> Result<(), ApiError> {
    let (limits, now) = (&app.settings.limits, app.clock.now());
    let of_session = format!("turns of {session_id}");
    app.rates.take(of_session, limits.turns_per_session, now)?;
    let of_address = format!("turns from {}", caller.address);
    app.rates.take(of_address, limits.turns_per_address, now)?;
    Ok(())
}

/// The key becomes an id in the log, so only ids' characters are taken.
fn idempotency_key(headers: &HeaderMap) -> Result<&str, ApiError> {
    let wrong = || {
        ApiError::invalid(
            &["header", "Idempotency-Key"],
            "Send an Idempotency-Key of 8 to 64 letters, digits, _ or -.",
            "value_error",
        )
    };
    let key = headers
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok());
    let key = key.ok_or_else(wrong)?;
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    let is_key = (8..=64).contains(&key.len()) && key.bytes().all(fits);
    is_key.then_some(key).ok_or_else(wrong)
}

fn check(turn: &CreateTurn) -> Result<(), ApiError> {
    if text::is_blank(&turn.text) {
        return Err(ApiError::invalid(
            &["body", "text"],
            "The message is empty.",
            "value_error",
        ));
    }
    if caps::is_too_long(&turn.text) {
        let most = caps::MESSAGE;
        let msg = format!("The message is too long: at most {most} characters. Please shorten it.");
        return Err(ApiError::invalid(&["body", "text"], msg, "value_error"));
    }
    if turn
        .choice
        .as_ref()
        .is_some_and(|id| id.chars().count() > CHOICE)
    {
        let msg = format!("A choice's id has at most {CHOICE} characters.");
        return Err(ApiError::invalid(&["body", "choice"], msg, "value_error"));
    }
    Ok(())
}

/// `POST …/turns/{turn_id}/again`: 202; see [`runs::greet_again`].
#[utoipa::path(
    post, path = "/sessions/{id}/turns/{turn_id}/again", operation_id = "embedGreetAgain", tag = "Embed",
    summary = "Have a greeting that failed begun again",
    description = "For the run in which the agent was to speak first. What the visitor said is sent again with its key instead.",
    params(
        ("id" = String, Path, example = "67c551e83f44cdf6055a8169"),
        ("turn_id" = String, Path, example = "67c551e8b7c7e7f6055a8100"),
    ),
    security(("session" = [])),
    responses(
        (status = 202, description = "It begins, or did not fail.", body = TurnCreated),
        (status = 404, description = "The session has no such greeting.", body = Failure),
        (status = 409, description = "The session has ended, or the visitor has spoken.", body = Failure),
    ),
)]
pub async fn again(
    State(app): State<App>,
    Held(session): Held,
    caller: Caller,
    At((_, turn_id)): At<(String, String)>,
) -> Result<(StatusCode, Json<TurnCreated>), ApiError> {
    take_turn(&app, &session.id, &caller)?;
    let greeting = runs::greet_again(&app, &session.id, &turn_id).await?;
    Ok((StatusCode::ACCEPTED, Json(greeting)))
}

/// `POST …/turns/{turn_id}/cancel`: `{turn_id, status}`, the same however often it is asked.
#[utoipa::path(
    post, path = "/sessions/{id}/turns/{turn_id}/cancel", operation_id = "embedCancel", tag = "Embed",
    summary = "Stop the agent in the middle of its answer", description = "The same answer however often it is asked.",
    params(
        ("id" = String, Path, example = "67c551e83f44cdf6055a8169"),
        ("turn_id" = String, Path, example = "turn-0000"),
    ),
    security(("session" = [])),
    responses((status = 200, description = "It stopped, or had ended.", body = TurnCancelled)),
)]
pub async fn cancel(
    State(app): State<App>,
    Held(session): Held,
    At((_, turn_id)): At<(String, String)>,
) -> Result<Json<TurnCancelled>, ApiError> {
    Ok(Json(runs::cancel(&app, &session.id, &turn_id).await?))
}
