//! Notes of the host page.

use axum::extract::State;
use axum::http::StatusCode;
use vivavoce_protocol::wire::{Note, NotesRequest};

use vivavoce_engine::notes;
use vivavoce_http::caller::Caller;
use vivavoce_http::error::Failure;
use vivavoce_http::json;
use vivavoce_http::session::Held;
use vivavoce_http::{ApiError, App};

/// Notes of one request.
const AT_ONCE: usize = 50;
/// Characters of a note's text.
const TEXT: usize = 4_000;

/// `POST …/notes`: 204. A note that is there already, with its time and source, is not added again.
#[utoipa::path(
    post, path = "/sessions/{id}/notes", operation_id = "embedNotes", tag = "Embed",
    summary = "Add notes of the host page", description = "A note that is there already is not added again.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a8169")),
    security(("session" = [])), request_body = NotesRequest,
    responses(
        (status = 204, description = "The notes are in the log."),
        (status = 409, description = "The session has ended, or has too many.", body = Failure),
    ),
)]
pub async fn add(
    State(app): State<App>,
    Held(session): Held,
    caller: Caller,
    json::Json(request): json::Json<NotesRequest>,
) -> Result<StatusCode, ApiError> {
    check(&request.notes)?;
    if request.notes.is_empty() {
        return Ok(StatusCode::NO_CONTENT);
    }
    let bytes = notes::add(&app, session, request.notes).await?;
    app.wrote(caller.address, bytes);
    Ok(StatusCode::NO_CONTENT)
}

fn check(notes: &[Note]) -> Result<(), ApiError> {
    if notes.len() > AT_ONCE {
        let msg = format!("At most {AT_ONCE} notes can be sent at once.");
        return Err(ApiError::invalid(&["body", "notes"], msg, "value_error"));
    }
    for (number, note) in notes.iter().enumerate() {
        if note.text.chars().count() > TEXT || note.source.chars().count() > 200 {
            let msg = format!("A note has at most {TEXT} characters, its source 200.");
            let loc = ["body", "notes", &number.to_string()];
            return Err(ApiError::invalid(&loc, msg, "value_error"));
        }
    }
    Ok(())
}
