//! What an API's visitors have talked, over all their sessions.

use std::ops::Range;

use sqlx::{AssertSqlSafe, SqliteConnection};
use vivavoce_protocol::wire::{LogEvent, Results};

use super::{Store, StoreError, unread};
use crate::log::Stored;

impl Store {
    /// Results of a visitor's sessions of one source that ended within a time, newest first; of one
    /// language (`en` is every English) or of all.
    pub async fn results_of(
        &self,
        source: &'static str,
        visitor: &str,
        when: Range<i64>,
        language: Option<&str>,
    ) -> Result<Vec<Results>, StoreError> {
        let bodies: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT r.body FROM sessions s JOIN results r ON r.session_id = s.id \
             WHERE {of} AND s.visitor = $1 AND s.ended_at >= $2 AND s.ended_at < $3 \
             AND s.removed_at IS NULL \
             AND ($4 IS NULL OR LOWER(s.language) = LOWER($4) \
             OR LOWER(s.language) LIKE LOWER($4) || '-%') ORDER BY s.ended_at DESC",
            of = of(source, "s.")
        )))
        .bind(visitor)
        .bind(when.start)
        .bind(when.end)
        .bind(language)
        .fetch_all(self.read())
        .await?;
        bodies
            .iter()
            .map(|body| serde_json::from_str(body).map_err(|error| unread("results", error)))
            .collect()
    }

    /// Every event of a visitor's sessions of one source within a time, by session, in order; with the
    /// language of each.
    pub async fn logs_of(
        &self,
        source: &'static str,
        visitor: &str,
        when: Range<i64>,
    ) -> Result<Vec<(String, Vec<LogEvent>)>, StoreError> {
        let spoken: Vec<Spoken> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT e.session_id, e.seq, e.at, e.body, COALESCE(s.language, '') AS language \
             FROM sessions s JOIN events e ON e.session_id = s.id \
             WHERE {of} AND s.visitor = $1 AND e.at >= $2 AND e.at < $3 \
             AND s.removed_at IS NULL \
             ORDER BY e.session_id, e.seq",
            of = of(source, "s.")
        )))
        .bind(visitor)
        .bind(when.start)
        .bind(when.end)
        .fetch_all(self.read())
        .await?;
        let mut all: Vec<(String, Vec<LogEvent>)> = Vec::new();
        let mut last = String::new();
        for one in spoken {
            let event = one.event.parse()?;
            match all.last_mut() {
                Some((_, log)) if one.session_id == last => log.push(event),
                _ => all.push((one.language, vec![event])),
            }
            last = one.session_id;
        }
        Ok(all)
    }
}

/// An event with its session and the language of that.
#[derive(sqlx::FromRow)]
struct Spoken {
    session_id: String,
    language: String,
    #[sqlx(flatten)]
    event: Stored,
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
