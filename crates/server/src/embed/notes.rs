//! Notes of the host page.

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;
use vivavoce_protocol::wire::{Event, LogEvent, Note, NotesRequest, custom};

use super::body;
use super::token::Held;
use crate::error::Failure;
use crate::log::{self, append_within, transcript};
use crate::store::{Session, StoreError, Tx};
use crate::{ApiError, App, ids, runs};

/// Notes of one request.
const AT_ONCE: usize = 50;
/// Notes of one session.
const IN_ALL: i64 = 500;
/// Characters of a note's text.
const TEXT: usize = 4_000;

/// `POST …/notes`: 204. A note that is there already, with its time and source, is not added again.
#[utoipa::path(
    post, path = "/sessions/{id}/notes", operation_id = "embedNotes", tag = "Embed",
    summary = "Add notes of the host page", description = "A note that is there already is not added again.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a8169")),
    security(("session" = [])), request_body = NotesRequest,
    responses(
        (status = 204, description = "They are there."),
        (status = 409, description = "The session has ended, or has too many.", body = Failure),
    ),
)]
pub async fn add(
    State(app): State<App>,
    Held(session): Held,
    body::Json(request): body::Json<NotesRequest>,
) -> Result<StatusCode, ApiError> {
    check(&request.notes)?;
    if request.notes.is_empty() {
        return Ok(StatusCode::NO_CONTENT);
    }
    let earlier = earlier(&app, &session).await?;
    let job = app.clone();
    let kept = app
        .store
        .write::<_, ApiError, _>(move |tx| {
            Box::pin(async move { keep(&job, tx, &session.id, &earlier, request.notes).await })
        })
        .await?;
    if kept {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::conflict(log::FULL))
    }
}

/// Notes that stand in the log and of which nothing else is known: those a session had before they
/// were counted. Whatever is added counts from then on.
async fn earlier(app: &App, session: &Session) -> Result<Vec<Note>, StoreError> {
    let counted: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM session_notes WHERE session_id = $1 LIMIT 1")
            .bind(&session.id)
            .fetch_optional(app.store.read())
            .await?;
    match counted {
        Some(_) => Ok(Vec::new()),
        None => {
            let notes = |log: Vec<LogEvent>| transcript::notes(&log);
            app.store.read_log(&session.id, notes).await
        }
    }
}

/// `false`: the session has no room for them, and ends.
async fn keep(
    app: &App,
    tx: &mut Tx,
    session_id: &str,
    earlier: &[Note],
    notes: Vec<Note>,
) -> Result<bool, ApiError> {
    let ended: Option<Option<i64>> =
        sqlx::query_scalar("SELECT ended_at FROM sessions WHERE id = $1")
            .bind(session_id)
            .fetch_optional(tx.conn())
            .await
            .map_err(StoreError::from)?;
    if ended.flatten().is_some() {
        return Err(ApiError::conflict(
            "This session has ended and takes no more notes.",
        ));
    }
    for note in earlier {
        is_new(tx, session_id, note).await?;
    }
    let mut fresh = Vec::new();
    for note in notes {
        if is_new(tx, session_id, &note).await? {
            fresh.push(note);
        }
    }
    if fresh.is_empty() {
        return Ok(true);
    }
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM session_notes WHERE session_id = $1")
        .bind(session_id)
        .fetch_one(tx.conn())
        .await
        .map_err(StoreError::from)?;
    if count > IN_ALL {
        // Nothing of this write is kept.
        return Err(ApiError::conflict(format!(
            "A session takes at most {IN_ALL} notes."
        )));
    }
    let event = Event::Custom {
        name: custom::SESSION_NOTES.to_owned(),
        value: json!(NotesRequest { notes: fresh }),
    };
    if append_within(app, tx, session_id, &[event])
        .await?
        .is_none()
    {
        runs::end_full(app, tx, session_id).await?;
        return Ok(false);
    }
    Ok(true)
}

/// Counts a note; `false` where it is counted already.
async fn is_new(tx: &mut Tx, session_id: &str, note: &Note) -> Result<bool, StoreError> {
    let added = sqlx::query(
        "INSERT INTO session_notes (session_id, note_hash) VALUES ($1, $2) \
         ON CONFLICT (session_id, note_hash) DO NOTHING",
    )
    .bind(session_id)
    .bind(ids::hash(&json!(note).to_string()))
    .execute(tx.conn())
    .await?;
    Ok(added.rows_affected() > 0)
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
