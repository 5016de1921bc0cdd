//! What is made of ended sessions, and who is at it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteConnection;
use vivavoce_protocol::wire::Results;

use super::{Store, StoreError, unread};

/// Everything known of an ended session.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Analysis {
    /// What visitors may see of it, measured or judged.
    #[sqlx(rename = "body", json)]
    pub results: Results,
    /// `None`: no model was asked.
    #[sqlx(json)]
    pub judgement: Option<Judgement>,
    /// `None`: nothing was to be extracted, or no model was asked.
    #[sqlx(json)]
    pub extraction: Option<Extraction>,
}

/// What became of asking a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    Done,
    Failed,
    /// There was nothing to ask about, or a day's ceiling was reached.
    Skipped,
}

/// What became of a model's judgement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    pub state: Asked,
    /// A sentence for the scenario's owner, unless it is done.
    pub detail: Option<String>,
    /// Unix milliseconds.
    pub at: i64,
    /// What the visitor wanted, by the names of [`vivavoce_analysis::insight::intents`], most important first.
    /// `None`: no model has told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intents: Option<Vec<String>>,
}

/// What a model took out of a transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    pub state: Asked,
    /// One member per variable of the scenario; `null` where the transcript says nothing of it.
    pub values: Map<String, Value>,
    /// A sentence for the scenario's owner, unless it is done.
    pub detail: Option<String>,
}

impl Store {
    /// `None` until the session is analyzed.
    pub async fn analysis(&self, session_id: &str) -> Result<Option<Analysis>, StoreError> {
        analysis_in(self.read(), session_id).await
    }

    /// Its report has been mailed, or is about to be.
    pub async fn is_reported(&self, session_id: &str) -> Result<bool, StoreError> {
        let reported: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM results WHERE session_id = $1 AND reported_at IS NOT NULL",
        )
        .bind(session_id)
        .fetch_one(self.read())
        .await?;
        Ok(reported > 0)
    }

    /// Takes a session's analysis for `owner` until `until`; `false` while somebody else has it.
    pub async fn claim_analysis(
        &self,
        session_id: &str,
        owner: &str,
        now: i64,
        until: i64,
    ) -> Result<bool, StoreError> {
        let (id, owner) = (session_id.to_owned(), owner.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "INSERT INTO analyses (session_id, owner, lease_until) VALUES ($1, $2, $3) \
                     ON CONFLICT (session_id) DO UPDATE SET owner = excluded.owner, \
                     lease_until = excluded.lease_until WHERE analyses.lease_until < $4",
                )
                .bind(&id)
                .bind(&owner)
                .bind(until)
                .bind(now)
                .execute(tx.conn())
                .await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await
    }

    /// Has `owner` keep what [`Store::claim_analysis`] took until `until`; `false` where somebody
    /// else has it by now.
    pub async fn renew_analysis(
        &self,
        session_id: &str,
        owner: &str,
        until: i64,
    ) -> Result<bool, StoreError> {
        let (id, owner) = (session_id.to_owned(), owner.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE analyses SET lease_until = $1 WHERE session_id = $2 AND owner = $3",
                )
                .bind(until)
                .bind(&id)
                .bind(&owner)
                .execute(tx.conn())
                .await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await
    }

    /// Gives back what [`Store::claim_analysis`] took.
    pub async fn release_analysis(&self, session_id: &str, owner: &str) -> Result<(), StoreError> {
        let (id, owner) = (session_id.to_owned(), owner.to_owned());
        self.write(move |tx| {
            Box::pin(async move { release(tx.conn(), &id, &owner).await.map(drop) })
        })
        .await
    }

    /// Somebody is at this session's analysis.
    pub async fn is_analyzing(&self, session_id: &str, now: i64) -> Result<bool, StoreError> {
        let held: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM analyses WHERE session_id = $1 AND lease_until >= $2",
        )
        .bind(session_id)
        .bind(now)
        .fetch_one(self.read())
        .await?;
        Ok(held > 0)
    }
}

/// The same by whoever reads.
pub async fn analysis_in(
    by: impl SqliteExecutor<'_>,
    session_id: &str,
) -> Result<Option<Analysis>, StoreError> {
    Ok(
        sqlx::query_as("SELECT body, judgement, extraction FROM results WHERE session_id = $1")
            .bind(session_id)
            .fetch_optional(by)
            .await?,
    )
}

/// `false` where the analysis was not `owner`'s (any more).
pub async fn release(
    conn: &mut SqliteConnection,
    session_id: &str,
    owner: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM analyses WHERE session_id = $1 AND owner = $2")
        .bind(session_id)
        .bind(owner)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Stores an analysis, replacing an earlier one.
pub async fn upsert(
    conn: &mut SqliteConnection,
    session_id: &str,
    analysis: &Analysis,
    now: i64,
) -> Result<(), StoreError> {
    let text = |value: serde_json::Result<String>| value.map_err(|error| unread("analysis", error));
    sqlx::query(
        "INSERT INTO results (session_id, body, judgement, extraction, created_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (session_id) DO UPDATE SET \
         body = excluded.body, judgement = excluded.judgement, \
         extraction = excluded.extraction, created_at = excluded.created_at",
    )
    .bind(session_id)
    .bind(text(serde_json::to_string(&analysis.results))?)
    .bind(text(serde_json::to_string(&analysis.judgement))?)
    .bind(text(serde_json::to_string(&analysis.extraction))?)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    // What was read out of the conversation by its words gives way.
    let judgement = analysis.judgement.as_ref();
    if let Some(intents) = judgement.and_then(|it| it.intents.as_ref()) {
        sqlx::query("UPDATE conversation_insights SET intents = $1 WHERE session_id = $2")
            .bind(text(serde_json::to_string(intents))?)
            .bind(session_id)
            .execute(conn)
            .await?;
    }
    Ok(())
}
