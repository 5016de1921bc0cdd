//! The outbox's rows: what is to be sent, who is sending it, what became of it.

use std::collections::HashSet;

use serde_json::Value;
use sqlx::sqlite::SqliteConnection;

use super::{Going, Store, StoreError, json_text, unread};

/// What the outbox calls what goes to webhooks of accounts, and what is mailed. All mail has one target.
pub const WEBHOOK: &str = "webhook";
pub const MAIL: &str = "mail";

/// At most so many deliveries go to one target at once, so that a slow one keeps no other waiting.
const PER_TARGET: i64 = 4;

/// Rows one write gives up.
const STEP: i64 = 200;

/// Ids of what is due and nobody's. Steps from target to target, so that it costs the same however
/// many parcels one of them has.
const DUE: &str = "WITH RECURSIVE targets (target) AS ( \
    SELECT MIN(target) FROM outbox WHERE done_at IS NULL UNION ALL \
    SELECT (SELECT MIN(next.target) FROM outbox next WHERE next.done_at IS NULL \
    AND next.target > targets.target) FROM targets WHERE targets.target IS NOT NULL) \
    SELECT o.id FROM targets JOIN outbox o ON o.id IN ( \
    SELECT of.id FROM outbox of WHERE of.target = targets.target AND of.done_at IS NULL \
    AND of.due_at <= $1 AND (of.lease_until IS NULL OR of.lease_until < $1) \
    AND of.kind IN (SELECT value FROM json_each($5)) \
    ORDER BY of.due_at, of.id LIMIT $2) \
    WHERE targets.target IS NOT NULL \
    AND targets.target NOT IN (SELECT value FROM json_each($4)) \
    ORDER BY o.due_at, o.id LIMIT $3";

/// Targets for which more than so many wait.
const CROWDED: &str = "WITH RECURSIVE targets (target) AS ( \
    SELECT MIN(target) FROM outbox WHERE done_at IS NULL UNION ALL \
    SELECT (SELECT MIN(next.target) FROM outbox next WHERE next.done_at IS NULL \
    AND next.target > targets.target) FROM targets WHERE targets.target IS NOT NULL) \
    SELECT target FROM targets WHERE target IS NOT NULL AND target <> 'mail' \
    AND EXISTS (SELECT 1 FROM outbox o WHERE o.target = targets.target AND o.done_at IS NULL \
    LIMIT 1 OFFSET $1)";

/// What waits for a target beyond the newest so many.
const SURPLUS: &str = "SELECT id FROM outbox WHERE target = $1 AND done_at IS NULL \
    AND (lease_until IS NULL OR lease_until < $2) ORDER BY created_at DESC, id DESC \
    LIMIT $4 OFFSET $3";

/// What has waited for a target since before a time.
const STALE: &str = "SELECT id FROM outbox WHERE target = $1 AND done_at IS NULL \
    AND (lease_until IS NULL OR lease_until < $2) AND created_at < $3 LIMIT $4";

/// Takes one of them, unless another process did or its target has enough under way.
const CLAIM: &str = "UPDATE outbox SET owner = $1, lease_until = $2 WHERE id = $3 \
    AND done_at IS NULL AND due_at <= $4 AND (lease_until IS NULL OR lease_until < $4) \
    AND (SELECT COUNT(*) FROM outbox held WHERE held.target = outbox.target \
    AND held.done_at IS NULL AND held.lease_until >= $4) < $5 RETURNING *";

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Parcel {
    pub id: String,
    /// [`crate::outbox::WEBHOOK`], [`crate::outbox::MAIL`], or a delivery's of an API.
    pub kind: String,
    /// The webhook's id, `mail`, or what the delivery calls it.
    pub target: String,
    #[sqlx(json)]
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

/// What is left where it is.
#[derive(Clone, Debug)]
pub struct Except {
    /// All but parcels of these kinds: nobody here sends others.
    pub kinds: Vec<&'static str>,
    /// Parcels the caller still has in hand, however late their leases are.
    pub parcels: HashSet<String>,
    /// Targets that are left alone.
    pub targets: Vec<String>,
}

impl Default for Except {
    /// Nothing of what the engine itself sends.
    fn default() -> Self {
        Self {
            kinds: vec![WEBHOOK, MAIL],
            parcels: HashSet::new(),
            targets: Vec::new(),
        }
    }
}

/// Which of a target's parcels are given up.
#[derive(Clone, Copy, Debug)]
pub enum TooMany {
    /// All but the newest so many.
    Beyond(usize),
    /// Those that were put in before this time.
    Before(i64),
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
    /// Takes up to `limit` due parcels for `owner` until `until`, oldest first, `except` some.
    pub async fn claim_parcels(
        &self,
        owner: &str,
        now: i64,
        until: i64,
        limit: usize,
        except: &Except,
    ) -> Result<Vec<Parcel>, StoreError> {
        let most = limit + except.parcels.len();
        let mut due = self.due_parcels(now, most, except).await?;
        due.retain(|id| !except.parcels.contains(id));
        due.truncate(limit);
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let owner = owner.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let mut taken = Vec::with_capacity(due.len());
                for id in due {
                    // Another process may have seen the same.
                    let parcel: Option<Parcel> = sqlx::query_as(CLAIM)
                        .bind(&owner)
                        .bind(until)
                        .bind(&id)
                        .bind(now)
                        .bind(PER_TARGET)
                        .fetch_optional(tx.conn())
                        .await?;
                    taken.extend(parcel);
                }
                Ok(taken)
            })
        })
        .await
    }

    /// Ids of parcels that are due and nobody's, oldest first: of each target as many as it may have
    /// under way. Reads beside the writer.
    async fn due_parcels(
        &self,
        now: i64,
        limit: usize,
        except: &Except,
    ) -> Result<Vec<String>, StoreError> {
        let but_for =
            serde_json::to_string(&except.targets).map_err(|error| unread("targets", error))?;
        let kinds = Value::from(except.kinds.clone()).to_string();
        let ids = sqlx::query_scalar(DUE)
            .bind(now)
            .bind(PER_TARGET)
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .bind(but_for)
            .bind(kinds)
            .fetch_all(self.read())
            .await?;
        Ok(ids)
    }

    /// Notes what came of a try; `false`: the parcel is not `owner`'s any more, and nothing happens.
    pub async fn settle_parcel(
        &self,
        id: &str,
        owner: &str,
        settled: Settled,
        now: i64,
    ) -> Result<bool, StoreError> {
        let (id, owner) = (id.to_owned(), owner.to_owned());
        let (due_at, outcome, detail) = match settled {
            Settled::Delivered => (None, Some("delivered"), None),
            Settled::Later(at, detail) => (Some(at), None, Some(detail)),
            Settled::GivenUp(detail) => (None, Some("given_up"), Some(detail)),
        };
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
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
                Ok(done.rows_affected() > 0)
            })
        })
        .await
    }

    /// A target's latest parcels, newest first.
    pub async fn parcels(&self, target: &str, limit: u32) -> Result<Vec<Parcel>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT * FROM outbox WHERE target = $1 ORDER BY created_at DESC, id DESC LIMIT $2",
        )
        .bind(target)
        .bind(i64::from(limit))
        .fetch_all(self.read())
        .await?)
    }

    /// Webhooks and channels for which more than `most` parcels wait.
    pub async fn crowded_targets(&self, most: usize) -> Result<Vec<String>, StoreError> {
        let targets = sqlx::query_scalar(CROWDED)
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(self.read())
            .await?;
        Ok(targets)
    }

    /// Gives up some of what is too much for a target and not under way; answers what. None: that was all.
    pub async fn give_up_parcels(
        &self,
        target: &str,
        which: TooMany,
        now: i64,
        detail: &str,
    ) -> Result<Vec<Parcel>, StoreError> {
        let (sql, bound) = match which {
            TooMany::Beyond(most) => (SURPLUS, i64::try_from(most).unwrap_or(i64::MAX)),
            TooMany::Before(time) => (STALE, time),
        };
        let ids: Vec<String> = sqlx::query_scalar(sql)
            .bind(target)
            .bind(now)
            .bind(bound)
            .bind(STEP)
            .fetch_all(self.read())
            .await?;
        let detail = detail.to_owned();
        self.write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                let mut given_up = Vec::with_capacity(ids.len());
                for id in ids {
                    let parcel: Option<Parcel> = sqlx::query_as(
                        "UPDATE outbox SET owner = NULL, lease_until = NULL, \
                         done_at = $1, outcome = 'given_up', detail = $2 WHERE id = $3 \
                         AND done_at IS NULL AND (lease_until IS NULL OR lease_until < $1) \
                         RETURNING *",
                    )
                    .bind(now)
                    .bind(&detail)
                    .bind(&id)
                    .fetch_optional(tx.conn())
                    .await?;
                    given_up.extend(parcel);
                }
                Ok(given_up)
            })
        })
        .await
    }

    /// Forgets what was settled before `before`.
    pub async fn drop_settled_parcels(&self, before: i64) -> Result<(), StoreError> {
        let going = Going::Before("done_at", before);
        self.remove_rows("outbox", going).await
    }

    /// Forgets what was and was to be sent to a target.
    pub async fn remove_parcels(&self, target: &str) -> Result<(), StoreError> {
        let going = Going::Is("target", target.to_owned());
        self.remove_rows("outbox", going).await
    }
}

/// Puts something into the outbox; a second one with the same id is the first.
pub async fn insert(
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

/// A parcel repeats what was said in a session, and goes with it.
pub async fn belongs(
    conn: &mut SqliteConnection,
    id: &str,
    session_id: &str,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE outbox SET session_id = $1 WHERE id = $2")
        .bind(session_id)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
