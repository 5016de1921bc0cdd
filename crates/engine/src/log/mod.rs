//! The event log of a session: the one truth about what was said.
//!
//! Events are appended in a transaction of the store and read back from it; [`Hub`] only says when
//! reading again is worth it, so any process can stream any session.

use futures_util::TryStreamExt as _;
use vivavoce_protocol::wire::{Event, LogEvent};

use crate::heavy;
use crate::store::spending::{add_written, day};
use crate::store::{Spending, Store, StoreError, Tx};

mod erase;
mod hub;
mod room;
pub mod transcript;

pub use erase::{PLACES, erase, erase_beside, without_words};
pub use hub::{Hub, Waker};
pub use room::FULL;
pub use room::{append_within, has_room};

/// How many events one read takes, and after how many bytes it takes no more.
const PAGE: u32 = 500;
const PAGE_BYTES: usize = 1024 * 1024;

/// Bytes a session may write before they count among the day's: each piece of a reply is no row more.
const UNCOUNTED: i64 = 64 * 1024;

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
    let bodies = events
        .iter()
        .map(serde_json::to_string)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| StoreError::Unreadable(format!("event: {error}")))?;
    let bytes: usize = bodies.iter().map(String::len).sum();
    let (last, uncounted): (i64, i64) = sqlx::query_as(
        "UPDATE sessions SET last_seq = last_seq + $1, changed_at = $2, \
         log_bytes = log_bytes + $4 WHERE id = $3 RETURNING last_seq, log_bytes - counted_bytes",
    )
    .bind(count)
    .bind(now)
    .bind(session_id)
    .bind(i64::try_from(bytes).unwrap_or(i64::MAX))
    .fetch_one(tx.conn())
    .await?;
    let first = last - count + 1;
    for (seq, body) in (first..).zip(bodies) {
        sqlx::query("INSERT INTO events (session_id, seq, at, body) VALUES ($1, $2, $3, $4)")
            .bind(session_id)
            .bind(seq)
            .bind(now)
            .bind(body)
            .execute(tx.conn())
            .await?;
    }
    // The rest when the next run begins, or the session ends.
    if uncounted > UNCOUNTED {
        add_written(tx.conn(), session_id, day(now), Spending::default()).await?;
    }
    let (hub, session_id) = (hub.clone(), session_id.to_owned());
    tx.after_commit(move || hub.wake(&session_id, seq(last)));
    Ok(seq(first))
}

/// One stored event, not parsed: streams pass most of them on as they are.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
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

    /// Bytes of it.
    pub fn bytes(&self) -> usize {
        self.body.len()
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
        self.events_within(session_id, after, limit, usize::MAX)
            .await
    }

    /// The events after `after`, in order, as many as one read takes; there may be more.
    pub async fn page_after(
        &self,
        session_id: &str,
        after: u64,
    ) -> Result<Vec<Stored>, StoreError> {
        self.events_within(session_id, after, PAGE, PAGE_BYTES)
            .await
    }

    /// The same up to `limit` events, and none after so many bytes.
    async fn events_within(
        &self,
        session_id: &str,
        after: u64,
        limit: u32,
        most: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        let mut rows = sqlx::query_as::<_, Stored>(
            "SELECT seq, at, body FROM events WHERE session_id = $1 AND seq > $2 \
             ORDER BY seq LIMIT $3",
        )
        .bind(session_id)
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch(self.read());
        let (mut page, mut bytes) = (Vec::new(), 0);
        while bytes < most
            && let Some(event) = rows.try_next().await?
        {
            bytes += event.body.len();
            page.push(event);
        }
        Ok(page)
    }

    /// The newest `seq` of a session, and whether more is to come by itself; `None`: there is no such
    /// session.
    pub async fn standing(&self, session_id: &str) -> Result<Option<(u64, bool)>, StoreError> {
        let found: Option<(i64, i64)> = sqlx::query_as(
            "SELECT last_seq, (SELECT COUNT(*) FROM runs WHERE session_id = $1 AND outcome IS NULL) \
             + (SELECT COUNT(*) FROM turns WHERE session_id = $1 AND state <> 'started') \
             FROM sessions WHERE id = $1 AND removed_at IS NULL",
        )
        .bind(session_id)
        .fetch_optional(self.read())
        .await?;
        Ok(found.map(|(last, open)| (seq(last), open > 0)))
    }

    /// The whole log of a session, parsed.
    pub async fn log(&self, session_id: &str) -> Result<Vec<LogEvent>, StoreError> {
        self.read_log(session_id, |log| log).await
    }

    /// What `work` makes of a session's whole log. A long one is parsed, and worked on, beside the
    /// threads that answer requests.
    pub async fn read_log<T, F>(&self, session_id: &str, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(Vec<LogEvent>) -> T + Send + 'static,
    {
        let stored = self.events_after(session_id, 0, u32::MAX).await?;
        parsed(stored, work).await
    }

    /// A session's log from where its newest run began; empty where none has.
    pub async fn newest_run(&self, session_id: &str) -> Result<Vec<LogEvent>, StoreError> {
        let began: Option<i64> = sqlx::query_scalar(
            "SELECT seq FROM events WHERE session_id = $1 \
             AND body LIKE '{\"type\":\"RUN_STARTED\"%' ORDER BY seq DESC LIMIT 1",
        )
        .bind(session_id)
        .fetch_optional(self.read())
        .await?;
        let Some(began) = began else {
            return Ok(Vec::new());
        };
        let stored = self
            .events_after(session_id, seq(began - 1), u32::MAX)
            .await?;
        parsed(stored, |log| log).await
    }

    /// Sessions whose log grew at or after `since`, with their newest `seq`.
    pub async fn grown_since(&self, since: i64) -> Result<Vec<(String, u64)>, StoreError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT id, last_seq FROM sessions WHERE changed_at >= $1")
                .bind(since)
                .fetch_all(self.read())
                .await?;
        Ok(rows.into_iter().map(|(id, last)| (id, seq(last))).collect())
    }
}

/// Events of one run inside a transaction, from its `RUN_STARTED` on.
pub async fn events_from(
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

fn seq(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// What `work` makes of events.
async fn parsed<T, F>(stored: Vec<Stored>, work: F) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce(Vec<LogEvent>) -> T + Send + 'static,
{
    let bytes: usize = stored.iter().map(|it| it.body.len()).sum();
    let read = move || {
        let log = stored.iter().map(Stored::parse);
        Ok(work(log.collect::<Result<_, _>>()?))
    };
    if bytes > heavy::LONG {
        heavy::run(read).await?
    } else {
        read()
    }
}
