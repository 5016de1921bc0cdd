//! Who wants to be contacted.

use sqlx::sqlite::SqliteConnection;

use super::records::record;
use super::{LISTED, Store, StoreError};

/// Somebody who wants to be contacted.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
pub struct Lead {
    pub id: String,
    pub scenario_id: String,
    /// The conversation it came from.
    pub session_id: Option<String>,
    pub name: String,
    /// In lower case.
    pub email: String,
    pub phone: String,
    /// What it is about.
    pub note: String,
    /// `agent` or `api`.
    pub origin: String,
    pub created_at: i64,
    pub updated_at: i64,
}

record!(Lead, "lead", "leads");

impl Store {
    /// Adds a lead, or puts it in the place of `seen`. [`StoreError::Changed`] where that is not
    /// what stands there.
    pub async fn put_lead(&self, lead: Lead, seen: Option<Lead>) -> Result<(), StoreError> {
        self.put_record(lead, seen, |tx, lead| {
            Box::pin(async move { insert(tx.conn(), &lead).await })
        })
        .await
    }

    /// One page of a scenario's, newest first, and how many there are. Those of previews are left out.
    pub async fn leads(
        &self,
        scenario_id: &str,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<Lead>, u64), StoreError> {
        let total: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM leads l LEFT JOIN sessions s ON s.id = l.session_id \
             WHERE l.scenario_id = $1 AND (s.source IS NULL OR s.source <> 'PREVIEW')",
        )
        .bind(scenario_id)
        .fetch_one(self.read())
        .await?;
        let leads = sqlx::query_as(
            "SELECT l.* FROM leads l LEFT JOIN sessions s ON s.id = l.session_id \
             WHERE l.scenario_id = $1 AND (s.source IS NULL OR s.source <> 'PREVIEW') \
             ORDER BY l.created_at DESC, l.id DESC LIMIT $2 OFFSET $3",
        )
        .bind(scenario_id)
        .bind(i64::from(limit))
        .bind(i64::try_from(offset).unwrap_or(i64::MAX))
        .fetch_all(self.read())
        .await?;
        Ok((leads, u64::try_from(total).unwrap_or_default()))
    }

    /// A session's, newest first, up to [`LISTED`].
    pub async fn leads_of_session(&self, session_id: &str) -> Result<Vec<Lead>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT * FROM leads WHERE session_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2",
        )
        .bind(session_id)
        .bind(i64::from(LISTED))
        .fetch_all(self.read())
        .await?)
    }
}

/// Adds a lead or replaces the one with its id.
async fn insert(conn: &mut SqliteConnection, lead: &Lead) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO leads (id, scenario_id, session_id, name, email, phone, note, origin, \
         created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (id) DO UPDATE SET session_id = excluded.session_id, name = excluded.name, \
         email = excluded.email, phone = excluded.phone, note = excluded.note, \
         updated_at = excluded.updated_at",
    )
    .bind(&lead.id)
    .bind(&lead.scenario_id)
    .bind(&lead.session_id)
    .bind(&lead.name)
    .bind(&lead.email)
    .bind(&lead.phone)
    .bind(&lead.note)
    .bind(&lead.origin)
    .bind(lead.created_at)
    .bind(lead.updated_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// What an agent captured. The same person in the same conversation is one lead, and what is said
/// later completes it; so a turn that is tried again captures nobody twice.
pub async fn capture(conn: &mut SqliteConnection, mut lead: Lead) -> Result<(), StoreError> {
    let known: Option<Lead> = sqlx::query_as(
        "SELECT * FROM leads WHERE session_id = $1 AND origin = 'agent' \
         AND (email = '' OR $2 = '' OR email = $2) AND (phone = '' OR $3 = '' OR phone = $3) \
         ORDER BY created_at LIMIT 1",
    )
    .bind(&lead.session_id)
    .bind(&lead.email)
    .bind(&lead.phone)
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(known) = known {
        let or = |new: String, old: String| if new.is_empty() { old } else { new };
        lead = Lead {
            id: known.id,
            created_at: known.created_at,
            name: or(lead.name, known.name),
            email: or(lead.email, known.email),
            phone: or(lead.phone, known.phone),
            note: or(lead.note, known.note),
            ..lead
        };
    }
    insert(conn, &lead).await
}
