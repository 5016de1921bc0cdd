//! Visitors of other systems, and what of those is whose.

use sqlx::sqlite::SqliteConnection;

use super::{Going, Scenario, Store, StoreError, scenarios};
use crate::ids;

/// Somebody who talks to a backend, over all of their sessions.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
pub struct Visitor {
    pub id: String,
    pub backend: String,
    /// The id of the account at the vendor that is this visitor's alone.
    pub vendor_user: String,
    /// When that account was made; `None`: not yet.
    pub user_made_at: Option<i64>,
}

/// A session with a backend: whose it is, and what its page's address calls the scenario.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Visit {
    #[sqlx(flatten)]
    pub visitor: Visitor,
    pub scenario: String,
}

impl Store {
    /// The scenario a backend's sessions are listed under, if there is one yet.
    pub async fn relay_scenario(&self, backend: &str) -> Result<Option<Scenario>, StoreError> {
        let id: Option<String> =
            sqlx::query_scalar("SELECT scenario_id FROM relay_scenarios WHERE backend = $1")
                .bind(backend)
                .fetch_optional(self.read())
                .await?;
        match id {
            Some(id) => self.scenario(&id).await,
            None => Ok(None),
        }
    }

    /// Lists `backend`'s sessions under `scenario` from now on, unless they are listed under another
    /// one already. Answers which it is.
    pub async fn add_relay_scenario(
        &self,
        backend: &str,
        scenario: Scenario,
    ) -> Result<Option<Scenario>, StoreError> {
        let name = backend.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let there: i64 =
                    sqlx::query_scalar("SELECT COUNT(*) FROM relay_scenarios WHERE backend = $1")
                        .bind(&name)
                        .fetch_one(tx.conn())
                        .await?;
                if there > 0 {
                    return Ok::<_, StoreError>(());
                }
                scenarios::upsert(tx.conn(), &scenario).await?;
                sqlx::query("INSERT INTO relay_scenarios (backend, scenario_id) VALUES ($1, $2)")
                    .bind(&name)
                    .bind(&scenario.id)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await?;
        self.relay_scenario(backend).await
    }

    /// Who keeps `key`, if it is this backend's.
    pub async fn visitor_with(
        &self,
        backend: &str,
        key: &str,
    ) -> Result<Option<Visitor>, StoreError> {
        Ok(
            sqlx::query_as("SELECT * FROM relay_visitors WHERE key_hash = $1 AND backend = $2")
                .bind(ids::hash(key))
                .bind(backend)
                .fetch_optional(self.read())
                .await?,
        )
    }

    /// The session a token opens, and the visit it is; `None` for a token nobody was given.
    pub async fn session_with(&self, token: &str) -> Result<Option<String>, StoreError> {
        Ok(
            sqlx::query_scalar("SELECT session_id FROM session_tokens WHERE token_hash = $1")
                .bind(ids::hash(token))
                .fetch_optional(self.read())
                .await?,
        )
    }

    pub async fn visit(&self, session_id: &str) -> Result<Option<Visit>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT v.*, s.scenario FROM relay_sessions s \
             JOIN relay_visitors v ON v.id = s.visitor_id WHERE s.session_id = $1",
        )
        .bind(session_id)
        .fetch_optional(self.read())
        .await?)
    }

    /// The account at the vendor stands.
    pub async fn note_vendor_user(&self, visitor_id: &str, now: i64) -> Result<(), StoreError> {
        let id = visitor_id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE relay_visitors SET user_made_at = $1 WHERE id = $2")
                    .bind(now)
                    .bind(&id)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Whose `thing` is; `None`: nobody's yet.
    pub async fn owner_of(
        &self,
        backend: &str,
        kind: &str,
        thing: &str,
    ) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT visitor_id FROM relay_things WHERE backend = $1 AND kind = $2 AND thing = $3",
        )
        .bind(backend)
        .bind(kind)
        .bind(thing)
        .fetch_optional(self.read())
        .await?)
    }

    /// What of a kind is a visitor's, newest first, with when it was first seen.
    pub async fn things_of(
        &self,
        visitor_id: &str,
        kind: &str,
        limit: u32,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT thing, created_at FROM relay_things WHERE visitor_id = $1 AND kind = $2 \
             ORDER BY created_at DESC, thing DESC LIMIT $3",
        )
        .bind(visitor_id)
        .bind(kind)
        .bind(i64::from(limit))
        .fetch_all(self.read())
        .await?)
    }

    /// Makes `things` the visitor's, but for those that are another's already. What the vendor has just
    /// `made` for them is theirs, whoever had something of that name before: vendors give names again.
    pub async fn claim_things(
        &self,
        visitor: &Visitor,
        things: Vec<(&'static str, String)>,
        made: bool,
        now: i64,
    ) -> Result<(), StoreError> {
        let visitor = visitor.clone();
        self.write(move |tx| {
            Box::pin(async move {
                for (kind, thing) in &things {
                    sqlx::query(
                        "INSERT INTO relay_things (backend, kind, thing, visitor_id, created_at) \
                         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (backend, kind, thing) \
                         DO UPDATE SET visitor_id = excluded.visitor_id, \
                         created_at = excluded.created_at WHERE $6",
                    )
                    .bind(&visitor.backend)
                    .bind(kind)
                    .bind(thing)
                    .bind(&visitor.id)
                    .bind(now)
                    .bind(made)
                    .execute(tx.conn())
                    .await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// A thing of the visitor's is gone at the vendor, and nobody's from here on.
    pub async fn release_thing(
        &self,
        visitor: &Visitor,
        kind: &'static str,
        thing: String,
    ) -> Result<(), StoreError> {
        let visitor = visitor.clone();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "DELETE FROM relay_things WHERE backend = $1 AND kind = $2 AND thing = $3 \
                     AND visitor_id = $4",
                )
                .bind(&visitor.backend)
                .bind(kind)
                .bind(&thing)
                .bind(&visitor.id)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Forgets visitors nobody has seen since `before`, with what was theirs.
    pub async fn drop_visitors(&self, before: i64) -> Result<(), StoreError> {
        let going = Going::Before("last_seen_at", before);
        self.remove_rows("relay_visitors", going).await
    }
}

/// A new visitor, known by the SHA-256 of a key.
pub async fn insert_visitor(
    conn: &mut SqliteConnection,
    visitor: &Visitor,
    key_hash: &[u8],
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO relay_visitors (id, backend, key_hash, vendor_user, created_at, last_seen_at) \
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(&visitor.id)
    .bind(&visitor.backend)
    .bind(key_hash)
    .bind(&visitor.vendor_user)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// `session_id` is a visit of `visit.visitor`, who was seen just now.
pub async fn insert_visit(
    conn: &mut SqliteConnection,
    session_id: &str,
    visit: &Visit,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO relay_sessions (session_id, visitor_id, scenario) VALUES ($1, $2, $3)",
    )
    .bind(session_id)
    .bind(&visit.visitor.id)
    .bind(&visit.scenario)
    .execute(&mut *conn)
    .await?;
    sqlx::query("UPDATE relay_visitors SET last_seen_at = $1 WHERE id = $2")
        .bind(now)
        .bind(&visit.visitor.id)
        .execute(conn)
        .await?;
    Ok(())
}
