//! The event log of a session: the one truth about what was said.
//!
//! Events are appended in a transaction of the store and read back from it; [`Hub`] only says when
//! reading again is worth it, so any process can stream any session.

use sqlx::Row as _;
use vivavoce_core::wire::{Event, LogEvent, custom};

use crate::store::{Session, Store, StoreError, Tx};

mod hub;
pub mod transcript;

pub use hub::{Hub, Waker};

/// How many events one read takes.
pub const PAGE: u32 = 500;

/// Appends to a session's log and wakes its readers once that is durable. Answers the `seq` of the
/// first event; the session must exist.
pub async fn append(
    tx: &mut Tx,
    hub: &Hub,
    session_id: &str,
    now: i64,
    events: &[Event],
) -> Result<u64, StoreError> {
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let last: i64 = sqlx::query_scalar(
        "UPDATE sessions SET last_seq = last_seq + $1, changed_at = $2 WHERE id = $3 \
         RETURNING last_seq",
    )
    .bind(count)
    .bind(now)
    .bind(session_id)
    .fetch_one(tx.conn())
    .await?;
    let first = last - count + 1;
    for (seq, event) in (first..).zip(events) {
        let body = serde_json::to_string(event)
            .map_err(|error| StoreError::Unreadable(format!("event: {error}")))?;
        sqlx::query("INSERT INTO events (session_id, seq, at, body) VALUES ($1, $2, $3, $4)")
            .bind(session_id)
            .bind(seq)
            .bind(now)
            .bind(body)
            .execute(tx.conn())
            .await?;
    }
    let (hub, session_id) = (hub.clone(), session_id.to_owned());
    tx.after_commit(move || hub.wake(&session_id, seq(last)));
    Ok(seq(first))
}

/// One stored event, not parsed: streams pass most of them on as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub seq: u64,
    pub at: i64,
    body: String,
}

impl Stored {
    /// The JSON of a [`LogEvent`].
    pub fn to_json(&self) -> String {
        // `body` is a JSON object with at least its `type`.
        let members = self.body.strip_prefix('{').unwrap_or(&self.body);
        format!("{{\"seq\":{},\"timestamp\":{},{members}", self.seq, self.at)
    }

    pub fn event(&self) -> Result<Event, StoreError> {
        serde_json::from_str(&self.body)
            .map_err(|error| StoreError::Unreadable(format!("event {}: {error}", self.seq)))
    }

    pub fn parse(&self) -> Result<LogEvent, StoreError> {
        Ok(LogEvent {
            seq: self.seq,
            timestamp: self.at,
            event: self.event()?,
        })
    }
}

impl Store {
    /// Up to `limit` events with a `seq` above `after`, in order.
    pub async fn events_after(
        &self,
        session_id: &str,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Stored>, StoreError> {
        let rows = sqlx::query(
            "SELECT seq, at, body FROM events WHERE session_id = $1 AND seq > $2 \
             ORDER BY seq LIMIT $3",
        )
        .bind(session_id)
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(self.read())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Stored {
                    seq: seq(row.try_get("seq")?),
                    at: row.try_get("at")?,
                    body: row.try_get("body")?,
                })
            })
            .collect()
    }

    /// The whole log of a session, parsed.
    pub async fn log(&self, session_id: &str) -> Result<Vec<LogEvent>, StoreError> {
        let stored = self.events_after(session_id, 0, u32::MAX).await?;
        stored.iter().map(Stored::parse).collect()
    }

    /// Sessions whose log grew at or after `since`, with their newest `seq`.
    pub(crate) async fn grown_since(&self, since: i64) -> Result<Vec<(String, u64)>, StoreError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT id, last_seq FROM sessions WHERE changed_at >= $1")
                .bind(since)
                .fetch_all(self.read())
                .await?;
        Ok(rows.into_iter().map(|(id, last)| (id, seq(last))).collect())
    }
}

/// Events of one run inside a transaction, from its `RUN_STARTED` on.
pub(crate) async fn events_from(
    tx: &mut Tx,
    session_id: &str,
    first: u64,
) -> Result<Vec<Event>, StoreError> {
    let bodies: Vec<String> = sqlx::query_scalar(
        "SELECT body FROM events WHERE session_id = $1 AND seq >= $2 ORDER BY seq",
    )
    .bind(session_id)
    .bind(i64::try_from(first).unwrap_or(i64::MAX))
    .fetch_all(tx.conn())
    .await?;
    bodies
        .iter()
        .map(|body| {
            serde_json::from_str(body)
                .map_err(|error| StoreError::Unreadable(format!("event: {error}")))
        })
        .collect()
}

/// Blanks everything said, keeping the log's numbering, and marks the session as erased.
pub(crate) async fn erase(tx: &mut Tx, session: &Session, now: i64) -> Result<(), StoreError> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("SELECT seq, body FROM events WHERE session_id = $1 ORDER BY seq")
            .bind(&session.id)
            .fetch_all(tx.conn())
            .await?;
    for (seq, body) in rows {
        let Ok(event) = serde_json::from_str(&body) else {
            continue;
        };
        let Some(blank) = blanked(event) else {
            continue;
        };
        let body = serde_json::to_string(&blank)
            .map_err(|error| StoreError::Unreadable(format!("event: {error}")))?;
        sqlx::query("UPDATE events SET body = $1 WHERE session_id = $2 AND seq = $3")
            .bind(body)
            .bind(&session.id)
            .bind(seq)
            .execute(tx.conn())
            .await?;
    }
    sqlx::query("UPDATE turns SET text = '' WHERE session_id = $1")
        .bind(&session.id)
        .execute(tx.conn())
        .await?;
    sqlx::query("UPDATE sessions SET erased_at = $1 WHERE id = $2")
        .bind(now)
        .bind(&session.id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The event without anything anybody said; `None` where there is nothing to take out.
fn blanked(event: Event) -> Option<Event> {
    match event {
        Event::TextMessageContent { message_id, .. } => Some(Event::TextMessageContent {
            message_id,
            delta: String::new(),
        }),
        Event::ToolCallArgs { tool_call_id, .. } => Some(Event::ToolCallArgs {
            tool_call_id,
            delta: String::new(),
        }),
        Event::ToolCallResult {
            message_id,
            tool_call_id,
            ..
        } => Some(Event::ToolCallResult {
            message_id,
            tool_call_id,
            content: String::new(),
        }),
        Event::Custom { name, .. } if name == custom::CHOICES || name == custom::SESSION_NOTES => {
            Some(Event::Custom {
                name,
                value: serde_json::Value::Null,
            })
        }
        _ => None,
    }
}

fn seq(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
