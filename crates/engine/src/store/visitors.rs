//! What an API's visitors have talked, over all their sessions.

use std::ops::Range;

use sqlx::{AssertSqlSafe, SqliteConnection};
use vivavoce_protocol::wire::Results;

use super::{Store, StoreError, unread};
use crate::heavy;
use crate::log::Stored;

impl Store {
    /// Results of a visitor's sessions of one source that ended within a time, newest first and up to `most`;
    /// of one language (`en` is every English) or of all.
    pub async fn results_of(
        &self,
        source: &'static str,
        visitor: &str,
        when: Range<i64>,
        language: Option<&str>,
        most: u32,
    ) -> Result<Vec<Results>, StoreError> {
        let bodies: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT r.body FROM sessions s JOIN results r ON r.session_id = s.id \
             WHERE {of} AND s.visitor = $1 AND s.ended_at >= $2 AND s.ended_at < $3 \
             AND s.removed_at IS NULL \
             AND ($4 IS NULL OR LOWER(s.language) = LOWER($4) \
             OR LOWER(s.language) LIKE LOWER($4) || '-%') ORDER BY s.ended_at DESC LIMIT $5",
            of = of(source, "s.")
        )))
        .bind(visitor)
        .bind(when.start)
        .bind(when.end)
        .bind(language)
        .bind(i64::from(most))
        .fetch_all(self.read())
        .await?;
        heavy::run(move || {
            bodies
                .iter()
                .map(|body| serde_json::from_str(body).map_err(|error| unread("results", error)))
                .collect()
        })
        .await?
    }

    /// A visitor's sessions of one source whose logs may hold something of a time, with the language of each:
    /// up to `most`, those begun last.
    pub async fn sessions_within(
        &self,
        source: &'static str,
        visitor: &str,
        when: Range<i64>,
        most: u32,
    ) -> Result<Vec<(String, String)>, StoreError> {
        Ok(sqlx::query_as(AssertSqlSafe(format!(
            "SELECT s.id, COALESCE(s.language, '') FROM sessions s \
             WHERE {of} AND s.visitor = $1 AND s.changed_at >= $2 AND s.created_at < $3 \
             AND s.removed_at IS NULL ORDER BY s.created_at DESC LIMIT $4",
            of = of(source, "s.")
        )))
        .bind(visitor)
        .bind(when.start)
        .bind(when.end)
        .bind(i64::from(most))
        .fetch_all(self.read())
        .await?)
    }

    /// What a session's log has of a time, in order.
    pub async fn log_within(
        &self,
        session_id: &str,
        when: Range<i64>,
    ) -> Result<Vec<Stored>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT seq, at, body FROM events WHERE session_id = $1 AND at >= $2 AND at < $3 \
             ORDER BY seq",
        )
        .bind(session_id)
        .bind(when.start)
        .bind(when.end)
        .fetch_all(self.read())
        .await?)
    }
}

/// Sessions of one source, as SQL. It stands in the statement and is not bound: an index may be for one
/// source alone.
fn of(source: &'static str, table: &str) -> String {
    debug_assert!(source.bytes().all(|byte| byte.is_ascii_uppercase()));
    format!("{table}source = '{source}'")
}

/// Ends what opens the sessions of a visitor, wherever they are open. The sessions themselves go on.
pub async fn close_doors(
    conn: &mut SqliteConnection,
    source: &'static str,
    visitor: &str,
) -> Result<(), StoreError> {
    let of = of(source, "");
    for table in ["session_tokens", "access_tokens"] {
        let sql = format!(
            "DELETE FROM {table} WHERE session_id IN \
             (SELECT id FROM sessions WHERE {of} AND visitor = $1)"
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(visitor)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
