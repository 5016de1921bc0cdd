//! Room in a session's log: how long a conversation may become in all.

use vivavoce_protocol::wire::Event;

use super::append;
use crate::Engine;
use crate::store::{StoreError, Tx};

/// What whoever speaks is told once there is no more room.
pub const FULL: &str = "This conversation has become as long as one may be, and has ended. Please \
                        start a new one to go on.";

/// Bytes of an event beside what is said in it.
const FRAME: usize = 200;

/// Whether so much more may be said. Asked inside the transaction that says it.
pub async fn has_room(
    engine: &Engine,
    tx: &mut Tx,
    session_id: &str,
    events: usize,
    bytes: usize,
) -> Result<bool, StoreError> {
    let row: Option<(i64, i64)> =
        sqlx::query_as("SELECT last_seq, log_bytes FROM sessions WHERE id = $1")
            .bind(session_id)
            .fetch_optional(tx.conn())
            .await?;
    let Some((known_events, known_bytes)) = row else {
        return Ok(true);
    };
    let limits = &engine.settings.limits;
    let fits = |known: i64, more: usize, most: usize| {
        usize::try_from(known)
            .unwrap_or_default()
            .saturating_add(more)
            <= most
    };
    Ok(fits(known_events, events, limits.session_events)
        && fits(
            known_bytes,
            bytes.saturating_add(events.saturating_mul(FRAME)),
            limits.session_bytes,
        ))
}

/// Appends as [`append`] does, or nothing (`None`) where the session has no room for it.
pub async fn append_within(
    engine: &Engine,
    tx: &mut Tx,
    session_id: &str,
    events: &[Event],
) -> Result<Option<u64>, StoreError> {
    let bytes = events
        .iter()
        .map(|event| serde_json::to_vec(event).map_or(0, |it| it.len()));
    if !has_room(engine, tx, session_id, events.len(), bytes.sum()).await? {
        return Ok(None);
    }
    append(tx, &engine.hub, session_id, engine.clock.now(), events)
        .await
        .map(Some)
}
