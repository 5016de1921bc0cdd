//! Notes of the host page.

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;
use vivavoce_core::wire::{Event, Note, NotesRequest, custom};

use super::body;
use super::token::Held;
use crate::log::{append, transcript};
use crate::openapi::shapes as doc;
use crate::store::StoreError;
use crate::{ApiError, App};

/// Notes of one request.
const AT_ONCE: usize = 50;
/// Notes of one session.
const IN_ALL: usize = 500;
/// Characters of a note's text.
const TEXT: usize = 4_000;

/// `POST …/notes`: 204. A note that is there already, with its time and source, is not added again.
#[utoipa::path(
    post, path = "/sessions/{id}/notes", operation_id = "embedNotes", tag = "Embed",
    summary = "Add notes of the host page", description = "A note that is there already is not added again.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a8169")),
    security(("session" = [])), request_body = doc::NotesForm,
    responses(
        (status = 204, description = "They are there."),
        (status = 409, description = "The session has ended, or has too many.", body = doc::Failure),
    ),
)]
pub async fn add(
    State(app): State<App>,
    Held(session): Held,
    body::Json(request): body::Json<NotesRequest>,
) -> Result<StatusCode, ApiError> {
    check(&request.notes)?;
    if session.ended_at.is_some() {
        return Err(ApiError::conflict(
            "This session has ended and takes no more notes.",
        ));
    }
    let known = transcript::notes(&app.store.log(&session.id).await?);
    let mut fresh: Vec<Note> = Vec::new();
    for note in request.notes {
        if !known.contains(&note) && !fresh.contains(&note) {
            fresh.push(note);
        }
    }
    if fresh.is_empty() {
        return Ok(StatusCode::NO_CONTENT);
    }
    if known.len() + fresh.len() > IN_ALL {
        return Err(ApiError::conflict(format!(
            "A session takes at most {IN_ALL} notes."
        )));
    }
    let job = app.clone();
    app.store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                let event = Event::Custom {
                    name: custom::SESSION_NOTES.to_owned(),
                    value: json!(NotesRequest { notes: fresh }),
                };
                append(tx, &job.hub, &session.id, job.clock.now(), &[event]).await?;
                Ok(())
            })
        })
        .await?;
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
