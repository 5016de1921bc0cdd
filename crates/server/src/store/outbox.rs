//! The outbox's rows: what is to be sent, who is sending it, what became of it.

use serde_json::Value;
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::{Store, StoreError, json, json_text};

/// At most so many deliveries go to one target at once, so that a slow one keeps no other waiting.
const PER_TARGET: i64 = 4;

/// Something to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    pub id: String,
    /// `webhook`, `mail` or `tovie`.
    pub kind: String,
    /// The webhook's id, `mail`, or the channel's id.
    pub target: String,
    pub body: Value,
    /// Tries so far.
    pub attempts: i64,
    pub due_at: i64,
    pub created_at: i64,
    /// Since when nobody tries any more.
    pub done_at: Option<i64>,
    /// `delivered` or `given_up`.
    pub outcome: Option<String>,
    /// How the last try failed.
    pub detail: Option<String>,
}

/// What a try came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Settled {
    Delivered,
    /// To be tried again at this time.
    Later(i64, String),
    GivenUp(String),
}

impl Store {
    /// Takes up to `limit` due parcels for `owner` until `until`, oldest first.
    pub async fn claim_parcels(
        &self,
        owner: &str,
        now: i64,
        until: i64,
        limit: usize,
    ) -> Result<Vec<Parcel>, StoreError> {
        let owner = owner.to_owned();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.write(move |tx| {
            Box::pin(async move {
                let rows = sqlx::query(
                    "UPDATE outbox SET owner = $1, lease_until = $2 WHERE id IN ( \
                     SELECT id FROM (SELECT o.id, o.due_at, \
                     ROW_NUMBER() OVER (PARTITION BY o.target ORDER BY o.due_at, o.id) \
                     + (SELECT COUNT(*) FROM outbox held WHERE held.target = o.target \
                     AND held.done_at IS NULL AND held.lease_until >= $3) AS place \
                     FROM outbox o WHERE o.done_at IS NULL AND o.due_at <= $3 \
                     AND o.kind IN ('webhook', 'mail', 'tovie') \
                     AND (o.lease_until IS NULL OR o.lease_until < $3)) due \
                     WHERE place <= $4 ORDER BY due_at, id LIMIT $5) RETURNING *",
                )
                .bind(&owner)
                .bind(until)
                .bind(now)
                .bind(PER_TARGET)
                .bind(limit)
                .fetch_all(tx.conn())
                .await?;
                rows.iter().map(read_parcel).collect()
            })
        })
        .await
    }

    /// Notes what came of a try. Nothing happens where the parcel is not `owner`'s any more.
    pub async fn settle_parcel(
        &self,
        id: &str,
        owner: &str,
        settled: Settled,
        now: i64,
    ) -> Result<(), StoreError> {
        let (id, owner) = (id.to_owned(), owner.to_owned());
        let (due_at, outcome, detail) = match settled {
            Settled::Delivered => (None, Some("delivered"), None),
            Settled::Later(at, detail) => (Some(at), None, Some(detail)),
            Settled::GivenUp(detail) => (None, Some("given_up"), Some(detail)),
        };
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE outbox SET attempts = attempts + 1, owner = NULL, lease_until = NULL, \
                     due_at = COALESCE($1, due_at), done_at = $2, outcome = $3, detail = $4 \
                     WHERE id = $5 AND owner = $6 AND done_at IS NULL",
                )
                .bind(due_at)
                .bind(outcome.map(|_| now))
                .bind(outcome)
                .bind(detail)
                .bind(&id)
                .bind(&owner)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// A target's latest parcels, newest first.
    pub async fn parcels(&self, target: &str, limit: u32) -> Result<Vec<Parcel>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM outbox WHERE target = $1 ORDER BY created_at DESC, id DESC LIMIT $2",
        )
        .bind(target)
        .bind(i64::from(limit))
        .fetch_all(self.read())
        .await?;
        rows.iter().map(read_parcel).collect()
    }

    /// Forgets what was settled before `before`.
    pub async fn drop_settled_parcels(&self, before: i64) -> Result<(), StoreError> {
        let found: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM outbox WHERE done_at < $1")
            .bind(before)
            .fetch_one(self.read())
            .await?;
        if found == 0 {
            return Ok(());
        }
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("DELETE FROM outbox WHERE done_at < $1")
                    .bind(before)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
    }
}

/// Puts something into the outbox; a second one with the same id is the first.
pub(crate) async fn insert(
    conn: &mut SqliteConnection,
    id: &str,
    kind: &str,
    target: &str,
    body: &Value,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO outbox (id, kind, target, body, due_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(kind)
    .bind(target)
    .bind(json_text(body))
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

fn read_parcel(row: &SqliteRow) -> Result<Parcel, StoreError> {
    Ok(Parcel {
        id: row.try_get("id")?,
        kind: row.try_get("kind")?,
        target: row.try_get("target")?,
        body: json(row, "body")?,
        attempts: row.try_get("attempts")?,
        due_at: row.try_get("due_at")?,
        created_at: row.try_get("created_at")?,
        done_at: row.try_get("done_at")?,
        outcome: row.try_get("outcome")?,
        detail: row.try_get("detail")?,
    })
}
