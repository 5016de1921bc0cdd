//! Sessions: rows and the tokens that open them. How they begin and end is decided in `runs`.

use constant_time_eq::constant_time_eq;
use serde_json::Value;
use sqlx::sqlite::SqliteConnection;
use sqlx::types::Json;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};
use vivavoce_protocol::wire::{Results, StopReason};

use super::removal::FORGOTTEN_AT_ONCE;
use super::{Session, SessionFilter, Store, StoreError, json_text, unread};
use crate::ids;

impl Store {
    /// The newest session of a visitor in a scenario that has not ended.
    pub async fn open_session_of(
        &self,
        scenario_id: &str,
        visitor: &str,
    ) -> Result<Option<String>, StoreError> {
        open_session_in(self.read(), scenario_id, visitor, None).await
    }

    pub async fn session(&self, id: &str) -> Result<Option<Session>, StoreError> {
        find_session(self.read(), id).await
    }

    /// One page of those that match, newest first, and how many match in all.
    pub async fn sessions(
        &self,
        filter: &SessionFilter,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<Session>, u64), StoreError> {
        let mut count = QueryBuilder::new("SELECT COUNT(*) FROM sessions");
        push_filter(&mut count, filter);
        let total: i64 = count.build_query_scalar().fetch_one(self.read()).await?;
        let mut page = QueryBuilder::new("SELECT * FROM sessions");
        push_filter(&mut page, filter);
        page.push(" ORDER BY created_at DESC, id DESC LIMIT ")
            .push_bind(i64::from(limit));
        page.push(" OFFSET ")
            .push_bind(i64::try_from(offset).unwrap_or(i64::MAX));
        let sessions = page.build_query_as().fetch_all(self.read()).await?;
        Ok((sessions, u64::try_from(total).unwrap_or_default()))
    }

    /// Whether there is this session, of an account that is not closed, and more can come after `seq`.
    pub async fn goes_on_after(&self, id: &str, seq: u64) -> Result<bool, StoreError> {
        let found = sqlx::query(
            "SELECT 1 FROM sessions s JOIN accounts a ON a.id = s.account_id \
             WHERE s.id = $1 AND s.removed_at IS NULL AND a.closed_at IS NULL \
             AND (s.ended_at IS NULL OR s.last_seq > $2)",
        )
        .bind(id)
        .bind(i64::try_from(seq).unwrap_or(i64::MAX))
        .fetch_optional(self.read())
        .await?;
        Ok(found.is_some())
    }

    /// The run in which the agent spoke first in a session, if it did.
    pub async fn greeting_of(&self, id: &str) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT run_id FROM runs WHERE session_id = $1 AND run_id NOT IN \
             (SELECT turn_id FROM turns WHERE session_id = $1) ORDER BY first_seq LIMIT 1",
        )
        .bind(id)
        .fetch_optional(self.read())
        .await?)
    }

    /// Marks sessions as removed: from here on they are there for nobody, and nothing of an analysis
    /// under way is kept. What they held goes by [`Store::remove_rows`].
    pub async fn mark_sessions_removed(
        &self,
        ids: Vec<String>,
        now: i64,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                for id in ids {
                    let mark = "UPDATE sessions SET removed_at = $1 \
                                WHERE id = $2 AND removed_at IS NULL";
                    for sql in [mark].into_iter().chain(FORGOTTEN_AT_ONCE) {
                        sqlx::query(sql)
                            .bind(now)
                            .bind(&id)
                            .execute(tx.conn())
                            .await?;
                    }
                }
                Ok(())
            })
        })
        .await
    }

    /// Some of the sessions that are marked as removed.
    pub async fn removed_sessions(&self) -> Result<Vec<String>, StoreError> {
        let ids =
            sqlx::query_scalar("SELECT id FROM sessions WHERE removed_at IS NOT NULL LIMIT 200")
                .fetch_all(self.read())
                .await?;
        Ok(ids)
    }

    /// Whether `token` opens this session (its expiry is the session's own matter);
    /// none opens one of an account that is closed.
    pub async fn is_session_token(&self, id: &str, token: &str) -> Result<bool, StoreError> {
        let kept = self.secrets_of(id).await?;
        let kept = kept.iter().map(|(token, _)| token);
        Ok(is_among(kept, token))
    }

    /// Whether `ticket` may end this session, on the same terms.
    pub async fn is_stop_ticket(&self, id: &str, ticket: &str) -> Result<bool, StoreError> {
        let kept = self.secrets_of(id).await?;
        let kept = kept.iter().filter_map(|(_, ticket)| ticket.as_ref());
        Ok(is_among(kept, ticket))
    }

    /// What is kept of the tokens that open a session, each with its ticket.
    async fn secrets_of(&self, id: &str) -> Result<Vec<(Vec<u8>, Option<Vec<u8>>)>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT t.token_hash, t.stop_hash FROM session_tokens t \
             JOIN sessions s ON s.id = t.session_id JOIN accounts a ON a.id = s.account_id \
             WHERE t.session_id = $1 AND a.closed_at IS NULL",
        )
        .bind(id)
        .fetch_all(self.read())
        .await?)
    }

    /// Keeps a token and its ticket; of a token that is older than tickets, the ticket.
    pub async fn add_session_token(
        &self,
        id: &str,
        token: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let (id, secrets) = (id.to_owned(), SessionSecrets::of(token));
        self.write(move |tx| {
            Box::pin(async move { insert_session_token(tx.conn(), &id, &secrets, now).await })
        })
        .await
    }

    /// The visitor is still there, by a request that began at `since`: back, where that was after
    /// their page left.
    pub async fn note_contact(&self, id: &str, since: i64, now: i64) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE sessions SET last_contact_at = $1, \
                     leaving_at = CASE WHEN leaving_at > $2 THEN leaving_at END WHERE id = $3",
                )
                .bind(now)
                .bind(since)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// The visitor's page goes away. The last contact is set back with it, so that the next one is
    /// written however soon it comes.
    pub async fn note_leaving(&self, id: &str, now: i64) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE sessions SET leaving_at = $1, last_contact_at = $1 - 60000 \
                     WHERE id = $2 AND ended_at IS NULL",
                )
                .bind(now)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// `None` until the session is analyzed.
    pub async fn results(&self, session_id: &str) -> Result<Option<Results>, StoreError> {
        let body: Option<String> =
            sqlx::query_scalar("SELECT body FROM results WHERE session_id = $1")
                .bind(session_id)
                .fetch_optional(self.read())
                .await?;
        body.map(|body| serde_json::from_str(&body).map_err(|e| unread("results", e)))
            .transpose()
    }

    /// Stores results, replacing earlier ones.
    pub async fn put_results(
        &self,
        session_id: &str,
        results: &Results,
        now: i64,
    ) -> Result<(), StoreError> {
        let id = session_id.to_owned();
        let body = json_text(&serde_json::to_value(results).unwrap_or(Value::Null));
        self.write(move |tx| {
            Box::pin(async move { upsert_results(tx.conn(), &id, &body, now).await })
        })
        .await
    }
}

fn push_filter(query: &mut QueryBuilder<Sqlite>, filter: &SessionFilter) {
    query.push(
        " WHERE removed_at IS NULL \
         AND scenario_id NOT IN (SELECT id FROM scenarios WHERE removed_at IS NOT NULL)",
    );
    if let Some(id) = &filter.account_id {
        query.push(" AND account_id = ").push_bind(id.clone());
    }
    if let Some(id) = &filter.scenario_id {
        query.push(" AND scenario_id = ").push_bind(id.clone());
    }
    if let Some(email) = &filter.user_email {
        query
            .push(" AND LOWER(user_email) = ")
            .push_bind(email.to_lowercase());
    }
    if let Some(from) = filter.from {
        query.push(" AND created_at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        query.push(" AND created_at < ").push_bind(to);
    }
    if let Some(source) = &filter.source {
        query.push(" AND source = ").push_bind(source.clone());
    }
}

/// The newest session of a visitor in a scenario that has not ended; of one source, or of any.
pub async fn open_session_in(
    executor: impl SqliteExecutor<'_>,
    scenario_id: &str,
    visitor: &str,
    source: Option<&str>,
) -> Result<Option<String>, StoreError> {
    let id = sqlx::query_scalar(
        "SELECT id FROM sessions WHERE scenario_id = $1 AND visitor = $2 AND ended_at IS NULL \
         AND removed_at IS NULL AND ($3 IS NULL OR source = $3) ORDER BY created_at DESC LIMIT 1",
    )
    .bind(scenario_id)
    .bind(visitor)
    .bind(source)
    .fetch_optional(executor)
    .await?;
    Ok(id)
}

/// [`StoreError::Gone`] where its scenario was removed, or the account closed, since whoever begins it was let
/// in.
pub async fn insert_session(conn: &mut SqliteConnection, s: &Session) -> Result<(), StoreError> {
    let is_there = "SELECT 1 FROM scenarios s JOIN accounts a ON a.id = s.account_id \
                    WHERE s.id = $1 AND s.removed_at IS NULL AND a.closed_at IS NULL";
    let is_there = sqlx::query(is_there).bind(&s.scenario_id);
    if is_there.fetch_optional(&mut *conn).await?.is_none() {
        return Err(StoreError::Gone("conversation"));
    }
    sqlx::query(
        "INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, \
         user_name, user_email, variables, language, backend, source, transcribe, \
         max_duration_seconds, created_at, deadline_at, last_contact_at, last_seq, changed_at, \
         lasting, visitor, interface_language, accepted) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $15, 0, \
         $15, $17, $18, $19, $20)",
    )
    .bind(&s.id)
    .bind(&s.scenario_id)
    .bind(&s.account_id)
    .bind(&s.scenario_name)
    .bind(&s.style)
    .bind(s.status.as_str())
    .bind(&s.user.name)
    .bind(&s.user.email)
    .bind(json_text(
        &serde_json::to_value(&s.variables).unwrap_or(Value::Null),
    ))
    .bind(&s.language)
    .bind(&s.backend)
    .bind(&s.source)
    .bind(i64::from(s.transcribe))
    .bind(s.max_duration_seconds.map(i64::from))
    .bind(s.created_at)
    .bind(s.deadline_at)
    .bind(i64::from(s.lasting))
    .bind(&s.visitor)
    .bind(&s.interface_language)
    .bind(s.accepted.as_ref().map(Json))
    .execute(conn)
    .await?;
    Ok(())
}

/// What is kept of a session's token and of the ticket made of it.
pub struct SessionSecrets {
    token: Vec<u8>,
    ticket: Vec<u8>,
}

impl SessionSecrets {
    pub fn of(token: &str) -> SessionSecrets {
        SessionSecrets {
            token: ids::hash(token),
            ticket: ids::hash(&ids::stop_ticket(token)),
        }
    }
}

/// Whether `secret` is one of those that are `kept`.
fn is_among<'a>(kept: impl Iterator<Item = &'a Vec<u8>>, secret: &str) -> bool {
    let hash = ids::hash(secret);
    // No early end: the time must not tell which of them came close.
    kept.fold(false, |found, one| found | constant_time_eq(one, &hash))
}

pub async fn insert_session_token(
    conn: &mut SqliteConnection,
    session_id: &str,
    secrets: &SessionSecrets,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO session_tokens (token_hash, session_id, created_at, stop_hash) \
         VALUES ($1, $2, $3, $4) \
         ON CONFLICT (token_hash) DO UPDATE SET stop_hash = excluded.stop_hash",
    )
    .bind(&secrets.token)
    .bind(session_id)
    .bind(now)
    .bind(&secrets.ticket)
    .execute(conn)
    .await?;
    Ok(())
}

/// Reads a session inside a transaction.
pub async fn session_in(
    conn: &mut SqliteConnection,
    id: &str,
) -> Result<Option<Session>, StoreError> {
    find_session(conn, id).await
}

/// One that was removed, or whose scenario was, is not there.
async fn find_session(
    by: impl SqliteExecutor<'_>,
    id: &str,
) -> Result<Option<Session>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT * FROM sessions WHERE id = $1 AND removed_at IS NULL AND NOT EXISTS \
         (SELECT 1 FROM scenarios gone WHERE gone.id = scenario_id AND gone.removed_at IS NOT NULL)",
    )
    .bind(id)
    .fetch_optional(by)
    .await?)
}

pub async fn upsert_results(
    conn: &mut SqliteConnection,
    session_id: &str,
    body: &str,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO results (session_id, body, created_at) VALUES ($1, $2, $3) \
         ON CONFLICT (session_id) DO UPDATE SET body = excluded.body, \
         created_at = excluded.created_at",
    )
    .bind(session_id)
    .bind(body)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// A reason as the column holds it.
pub fn reason_text(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Visitor => "visitor",
        StopReason::Agent => "agent",
        StopReason::MaxDuration => "max_duration",
        StopReason::Silence => "silence",
        StopReason::Lost => "lost",
    }
}

/// Has a session erased again of which nothing may stay: something was said beside its log.
pub async fn erase_again(
    conn: &mut SqliteConnection,
    id: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE sessions SET changed_at = $1, erased_seq = MIN(erased_seq, 0) - 1 \
         WHERE id = $2 AND transcribe = 0",
    )
    .bind(now)
    .bind(id)
    .execute(conn)
    .await?;
    Ok(())
}
