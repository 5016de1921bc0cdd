//! What happened in a dialog: requests, replies and their statuses, what the platform tells.

use std::collections::HashSet;

use serde_json::Value;

use vivavoce_engine::store::{Store, StoreError, Tx, json_text, sessions, unread};

/// Something that happened in a dialog.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct Happening {
    /// `userRequest`, `clientEvent`, `botResponse`, `operatorMessage`, `stateChanged`,
    /// `livechatFinished`, `noLivechatOperatorsOnline`.
    pub kind: String,
    pub question_id: String,
    pub cid: String,
    pub at: i64,
    /// The envelope without what the columns have.
    #[sqlx(json)]
    pub body: Value,
    /// Of a saved state the text of `body`, which has all digits of its numbers; else empty.
    pub written: String,
    #[sqlx(json(nullable))]
    pub choices: Option<Value>,
    /// Of a reply: `SENT`, `DELIVERED`, `READ` or `NOT_SENT`.
    pub status: Option<String>,
    /// What a request whose answer is still to come was put to the agent as.
    #[sqlx(json(nullable))]
    pub asked: Option<Value>,
    /// The session it belongs to; before it is noted, `None` is the one the dialog is in.
    pub session_id: Option<String>,
}

/// Which events are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    pub from: i64,
    pub to: Option<i64>,
    /// Not only what persons and the platform said.
    pub all: bool,
    /// This connection's, and what belongs to none; empty: everybody's.
    pub cid: &'a str,
    pub newest: bool,
    pub limit: u32,
}

/// What happened in a dialog, oldest first.
pub async fn happenings(
    store: &Store,
    dialog: &str,
    wanted: Wanted<'_>,
) -> Result<Vec<Happening>, StoreError> {
    let mut found: Vec<Happening> = sqlx::query_as(
        "SELECT *, CASE WHEN kind = 'stateChanged' THEN body ELSE '' END AS written \
         FROM tovie_events WHERE client = $1 AND at >= $2 AND at <= $3 \
         AND NOT EXISTS (SELECT 1 FROM sessions gone WHERE gone.id = session_id \
         AND gone.removed_at IS NOT NULL) \
         AND ($4 = 1 OR kind IN ('operatorMessage', 'livechatFinished', \
         'noLivechatOperatorsOnline')) AND ($5 = '' OR cid = '' OR cid = $5) \
         ORDER BY CASE WHEN $7 = 1 THEN -at ELSE at END LIMIT $6",
    )
    .bind(dialog)
    .bind(wanted.from)
    .bind(wanted.to.unwrap_or(i64::MAX))
    .bind(i64::from(wanted.all))
    .bind(wanted.cid)
    .bind(i64::from(wanted.limit))
    .bind(i64::from(wanted.newest))
    .fetch_all(store.read())
    .await?;
    if wanted.newest {
        found.reverse();
    }
    Ok(found)
}

pub async fn happening(
    store: &Store,
    dialog: &str,
    at: i64,
) -> Result<Option<Happening>, StoreError> {
    Ok(
        sqlx::query_as("SELECT *, '' AS written FROM tovie_events WHERE client = $1 AND at = $2")
            .bind(dialog)
            .bind(at)
            .fetch_optional(store.read())
            .await?,
    )
}

/// The status of a reply; `None` where the dialog has no such reply.
pub async fn reply_status(
    store: &Store,
    dialog: &str,
    question_id: &str,
) -> Result<Option<String>, StoreError> {
    let found = sqlx::query_scalar(
        "SELECT status FROM tovie_events WHERE client = $1 AND question_id = $2 \
         AND status IS NOT NULL ORDER BY at DESC LIMIT 1",
    )
    .bind(dialog)
    .bind(question_id)
    .fetch_optional(store.read())
    .await?;
    Ok(found)
}

/// Sets replies' statuses; which of them there were. What was read stays read.
pub async fn set_reply_statuses(
    store: &Store,
    dialog: &str,
    statuses: Vec<(String, String)>,
) -> Result<Vec<(String, String)>, StoreError> {
    let dialog = dialog.to_owned();
    store
        .write(move |tx| {
            Box::pin(async move {
                let mut there = Vec::new();
                for (question_id, status) in statuses {
                    sqlx::query(
                        "UPDATE tovie_events SET status = $1 WHERE client = $2 \
                     AND question_id = $3 AND status IS NOT NULL AND NOT (status = 'READ' \
                     AND $1 IN ('SENT', 'DELIVERED')) AND NOT (status = 'DELIVERED' \
                     AND $1 = 'SENT')",
                    )
                    .bind(&status)
                    .bind(&dialog)
                    .bind(&question_id)
                    .execute(tx.conn())
                    .await?;
                    let now: Option<String> = sqlx::query_scalar(
                        "SELECT status FROM tovie_events WHERE client = $1 AND question_id = $2 \
                     AND status IS NOT NULL ORDER BY at DESC LIMIT 1",
                    )
                    .bind(&dialog)
                    .bind(&question_id)
                    .fetch_optional(tx.conn())
                    .await?;
                    there.extend(now.map(|now| (question_id, now)));
                }
                Ok(there)
            })
        })
        .await
}

/// A reply of that time, which the channel's webhook was to tell, has reached nobody by it.
pub async fn not_sent(
    store: &Store,
    channel_id: &str,
    client_id: String,
    at: i64,
) -> Result<(), StoreError> {
    let channel_id = channel_id.to_owned();
    store
        .write(move |tx| {
            Box::pin(async move {
                // Whoever said that it arrived has it from the events.
                sqlx::query(
                    "UPDATE tovie_events SET status = 'NOT_SENT' WHERE status = 'SENT' AND at = $3 \
                     AND client IN (SELECT id FROM tovie_clients WHERE channel_id = $1 \
                     AND client_id = $2)",
                )
                .bind(&channel_id)
                .bind(&client_id)
                .bind(at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
}

/// Replies the client has neither read nor failed to get.
pub async fn unread_replies(store: &Store, dialog: &str) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(
        "SELECT COUNT(DISTINCT question_id) FROM tovie_events WHERE client = $1 \
         AND status IN ('SENT', 'DELIVERED')",
    )
    .bind(dialog)
    .fetch_one(store.read())
    .await?;
    Ok(count)
}

pub async fn cursor(store: &Store, dialog: &str, cid: &str) -> Result<Option<i64>, StoreError> {
    let found = sqlx::query_scalar("SELECT at FROM tovie_cursors WHERE client = $1 AND cid = $2")
        .bind(dialog)
        .bind(cid)
        .fetch_optional(store.read())
        .await?;
    Ok(found)
}

/// The connection has had everything up to `at`.
pub async fn move_cursor(
    store: &Store,
    dialog: &str,
    cid: &str,
    at: i64,
) -> Result<(), StoreError> {
    let (dialog, cid) = (dialog.to_owned(), cid.to_owned());
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO tovie_cursors (client, cid, at) VALUES ($1, $2, $3) \
                 ON CONFLICT (client, cid) DO UPDATE SET at = excluded.at \
                 WHERE tovie_cursors.at < excluded.at",
                )
                .bind(&dialog)
                .bind(&cid)
                .bind(at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
}

/// The buttons of the newest reply.
pub async fn offered(store: &Store, dialog: &str) -> Result<Option<Value>, StoreError> {
    let text: Option<Option<String>> = sqlx::query_scalar(
        "SELECT choices FROM tovie_events WHERE client = $1 AND kind = 'botResponse' \
         ORDER BY at DESC LIMIT 1",
    )
    .bind(dialog)
    .fetch_optional(store.read())
    .await?;
    text.flatten()
        .map(|text| serde_json::from_str(&text).map_err(|error| unread("choices", error)))
        .transpose()
}

/// Requests whose answers nobody waits for any more: their dialog's id and their time. They
/// are the caller's until `until`. Not those of `in_hand`, which the caller itself still waits for.
pub async fn claim_unanswered(
    store: &Store,
    now: i64,
    until: i64,
    in_hand: &HashSet<(String, i64)>,
) -> Result<Vec<(String, i64)>, StoreError> {
    let lapsed = "SELECT client, at FROM tovie_events WHERE lease_until < $1";
    let mut lapsed: Vec<(String, i64)> = sqlx::query_as(lapsed)
        .bind(now)
        .fetch_all(store.read())
        .await?;
    lapsed.retain(|one| !in_hand.contains(one));
    if lapsed.is_empty() {
        return Ok(Vec::new());
    }
    store
        .write(move |tx| {
            Box::pin(async move {
                let mut taken = Vec::with_capacity(lapsed.len());
                for (dialog, at) in lapsed {
                    // Another process may have seen the same.
                    let done = sqlx::query(
                        "UPDATE tovie_events SET lease_until = $1 WHERE client = $2 AND at = $3 \
                     AND lease_until < $4",
                    )
                    .bind(until)
                    .bind(&dialog)
                    .bind(at)
                    .bind(now)
                    .execute(tx.conn())
                    .await?;
                    if done.rows_affected() > 0 {
                        taken.push((dialog, at));
                    }
                }
                Ok(taken)
            })
        })
        .await
}

/// Goes on waiting for an answer; `false`: it has come by another hand.
pub async fn renew_request(
    store: &Store,
    dialog: &str,
    at: i64,
    until: i64,
) -> Result<bool, StoreError> {
    let dialog = dialog.to_owned();
    store
        .write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE tovie_events SET lease_until = $1 WHERE client = $2 AND at = $3 \
                 AND lease_until IS NOT NULL",
                )
                .bind(until)
                .bind(&dialog)
                .bind(at)
                .execute(tx.conn())
                .await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await
}

/// Notes what happened, at a time of its own; answers that and the session it belongs to.
pub async fn happen(
    tx: &mut Tx,
    dialog: &str,
    now: i64,
    what: &Happening,
    lease_until: Option<i64>,
) -> Result<(i64, Option<String>), StoreError> {
    let at: i64 = sqlx::query_scalar(
        "UPDATE tovie_clients SET last_at = CASE WHEN last_at >= $1 THEN last_at + 1 ELSE $1 END, \
         changed_at = $1 WHERE id = $2 RETURNING last_at",
    )
    .bind(now)
    .bind(dialog)
    .fetch_one(tx.conn())
    .await?;
    let session_id: Option<String> = sqlx::query_scalar(
        "INSERT INTO tovie_events (client, at, kind, question_id, cid, body, choices, status, \
         asked, lease_until, session_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
         (SELECT id FROM sessions WHERE id = \
         COALESCE($11, (SELECT session_id FROM tovie_clients WHERE id = $1)))) \
         RETURNING session_id",
    )
    .bind(dialog)
    .bind(at)
    .bind(&what.kind)
    .bind(&what.question_id)
    .bind(&what.cid)
    .bind(match what.written.as_str() {
        "" => json_text(&what.body),
        written => written.to_owned(),
    })
    .bind(what.choices.as_ref().map(json_text))
    .bind(&what.status)
    .bind(what.asked.as_ref().map(json_text))
    .bind(lease_until)
    .bind(&what.session_id)
    .fetch_one(tx.conn())
    .await?;
    if session_id.is_none() {
        // No session's erasure takes it along.
        let beside = "UPDATE tovie_clients SET beside = 1 WHERE id = $1 AND beside = 0";
        let beside = sqlx::query(beside).bind(dialog);
        beside.execute(tx.conn()).await?;
    }
    // Also where the log has not grown.
    sessions::erase_again(tx.conn(), session_id.as_deref(), now).await?;
    Ok((at, session_id))
}

/// A request is answered: nobody waits for it any more. `false`: it was before.
pub async fn close_request(tx: &mut Tx, dialog: &str, at: i64) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE tovie_events SET lease_until = NULL WHERE client = $1 AND at = $2 \
         AND lease_until IS NOT NULL",
    )
    .bind(dialog)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}
