//! Served embed pages, and what visitors thought of messages.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Span, Store, StoreError};

/// Milliseconds.
const HOUR: i64 = 3_600_000;

/// Embed pages served and not yet kept: who loads a page a thousand times makes one write of it.
#[derive(Clone, Default)]
pub struct Opens(Arc<Mutex<HashMap<(String, i64), i64>>>);

impl Opens {
    /// Counts one served embed page of a scenario.
    pub fn note(&self, scenario_id: &str, now: i64) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hour = now - now.rem_euclid(HOUR);
        *counted.entry((scenario_id.to_owned(), hour)).or_default() += 1;
    }

    fn take(&self) -> HashMap<(String, i64), i64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Store {
    /// Keeps what was counted since it was last kept; a scenario that is gone meanwhile is passed
    /// over.
    pub async fn keep_opens(&self, opens: &Opens) -> Result<(), StoreError> {
        let counted = opens.take();
        if counted.is_empty() {
            return Ok(());
        }
        self.write(move |tx| {
            Box::pin(async move {
                for ((scenario_id, hour), count) in counted {
                    sqlx::query(
                        "INSERT INTO embed_opens (scenario_id, hour, opens) \
                         SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM scenarios WHERE id = $1) \
                         ON CONFLICT (scenario_id, hour) DO UPDATE SET opens = opens + $3",
                    )
                    .bind(&scenario_id)
                    .bind(hour)
                    .bind(count)
                    .execute(tx.conn())
                    .await?;
                }
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
