//! Notes of the page around an embed: kept once each, for the agent to know.

use serde_json::json;
use vivavoce_protocol::wire::{Event, LogEvent, Note, NotesRequest, custom};

use crate::log::{self, append_within, transcript};
use crate::store::{Session, StoreError, Tx};
use crate::{Engine, Refusal, ids, runs};

/// Notes of one session.
const IN_ALL: i64 = 500;

/// Adds notes to a session that runs. Errors: where it has ended or ends of them, or has as many as one
/// takes. Answers how many bytes were kept: nothing of what stands there already.
pub async fn add(engine: &Engine, session: Session, notes: Vec<Note>) -> Result<usize, Refusal> {
    let earlier = earlier(engine, &session).await?;
    let job = engine.clone();
    let kept = engine
        .store
        .write::<_, Refusal, _>(move |tx| {
            Box::pin(async move { keep(&job, tx, &session.id, &earlier, notes).await })
        })
        .await?;
    kept.ok_or_else(|| Refusal::Conflict(log::FULL.to_owned()))
}

/// Notes that stand in the log and of which nothing else is known: those a session had before they
/// were counted. Whatever is added counts from then on.
async fn earlier(engine: &Engine, session: &Session) -> Result<Vec<Note>, StoreError> {
    let counted: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM session_notes WHERE session_id = $1 LIMIT 1")
            .bind(&session.id)
            .fetch_optional(engine.store.read())
            .await?;
    match counted {
        Some(_) => Ok(Vec::new()),
        None => {
            let notes = |log: Vec<LogEvent>| transcript::notes(&log);
            engine.store.read_log(&session.id, notes).await
        }
    }
}

/// Bytes of those that were added; `None`: the session has no room for them, and ends.
async fn keep(
    engine: &Engine,
    tx: &mut Tx,
    session_id: &str,
    earlier: &[Note],
    notes: Vec<Note>,
) -> Result<Option<usize>, Refusal> {
    let ended: Option<Option<i64>> =
        sqlx::query_scalar("SELECT ended_at FROM sessions WHERE id = $1")
            .bind(session_id)
            .fetch_optional(tx.conn())
            .await
            .map_err(StoreError::from)?;
    if ended.flatten().is_some() {
        return Err(Refusal::Conflict(
            "This session has ended and takes no more notes.".to_owned(),
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
        return Ok(Some(0));
    }
    let bytes = fresh
        .iter()
        .map(|note| note.text.len() + note.source.len())
        .sum();
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM session_notes WHERE session_id = $1")
        .bind(session_id)
        .fetch_one(tx.conn())
        .await
        .map_err(StoreError::from)?;
    if count > IN_ALL {
        // Nothing of this write is kept.
        return Err(Refusal::Conflict(format!(
            "A session takes at most {IN_ALL} notes."
        )));
    }
    let event = Event::Custom {
        name: custom::SESSION_NOTES.to_owned(),
        value: json!(NotesRequest { notes: fresh }),
    };
    if append_within(engine, tx, session_id, &[event])
        .await?
        .is_none()
    {
        runs::end_full(engine, tx, session_id).await?;
        return Ok(None);
    }
    Ok(Some(bytes))
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
