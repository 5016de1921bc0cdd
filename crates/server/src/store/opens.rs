//! Served embed pages, and what visitors thought of messages.

use std::collections::HashMap;

use super::{Span, Store, StoreError};

/// Milliseconds.
const HOUR: i64 = 3_600_000;

impl Store {
    /// Counts one served embed page of a scenario.
    pub async fn note_open(&self, scenario_id: &str, now: i64) -> Result<(), StoreError> {
        let scenario_id = scenario_id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO embed_opens (scenario_id, hour, opens) VALUES ($1, $2, 1) \
                     ON CONFLICT (scenario_id, hour) DO UPDATE SET opens = opens + 1",
                )
                .bind(&scenario_id)
                .bind(now - now.rem_euclid(HOUR))
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Embed pages served in a span of time, whole hours of it: every hour that it touches.
    pub async fn opens(&self, scenario_id: &str, span: Span) -> Result<u64, StoreError> {
        let opens: i64 = sqlx::query_scalar(
            "SELECT COALESCE(SUM(opens), 0) FROM embed_opens \
             WHERE scenario_id = $1 AND hour > $2 AND hour < $3",
        )
        .bind(scenario_id)
        .bind(span.from.saturating_sub(HOUR))
        .bind(span.to)
        .fetch_one(self.read())
        .await?;
        Ok(u64::try_from(opens).unwrap_or_default())
    }

    /// Notes what was thought of a message; a later word replaces an earlier one.
    pub async fn put_feedback(
        &self,
        session_id: &str,
        message_id: &str,
        value: &'static str,
        now: i64,
    ) -> Result<(), StoreError> {
        let (session_id, message_id) = (session_id.to_owned(), message_id.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO message_feedback (session_id, message_id, value, at) \
                     VALUES ($1, $2, $3, $4) ON CONFLICT (session_id, message_id) \
                     DO UPDATE SET value = excluded.value, at = excluded.at",
                )
                .bind(&session_id)
                .bind(&message_id)
                .bind(value)
                .bind(now)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// What was thought of a conversation's messages, by their ids.
    pub async fn feedback(&self, session_id: &str) -> Result<HashMap<String, String>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT message_id, value FROM message_feedback WHERE session_id = $1")
                .bind(session_id)
                .fetch_all(self.read())
                .await?;
        Ok(rows.into_iter().collect())
    }
}
