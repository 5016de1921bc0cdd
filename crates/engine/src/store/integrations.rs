//! The channels and shops an agent is connected to.

use super::records::record;
use super::{Cap, Store, StoreError, check_count, unread};

/// Integrations of one scenario.
const CAP: Cap = Cap {
    owner: "scenario",
    what: "integrations",
    most: 50,
};

/// A channel or a shop, as its owner says.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Integration {
    pub id: String,
    pub scenario_id: String,
    /// `channel` or `ecommerce`.
    pub kind: String,
    /// For instance `shopify` or `telegram`.
    pub provider: String,
    pub name: String,
    pub is_active: bool,
    /// What the shop sells.
    #[sqlx(json)]
    pub products: Vec<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

record!(Integration, "integration", "integrations");

impl Store {
    /// Adds one, or puts it in the place of `seen`. [`StoreError::Changed`] where that is not what
    /// stands there, [`StoreError::Full`] where the scenario has as many as it may.
    pub async fn put_integration(
        &self,
        one: Integration,
        seen: Option<Integration>,
    ) -> Result<(), StoreError> {
        let products = serde_json::to_string(&one.products).map_err(|e| unread("products", e))?;
        let is_new = seen.is_none();
        self.put_record(one, seen, move |tx, one| {
            Box::pin(async move {
                if is_new {
                    let count = "SELECT COUNT(*) FROM integrations WHERE scenario_id = $1";
                    let count = sqlx::query_scalar(count).bind(&one.scenario_id);
                    check_count(tx.conn(), CAP, count).await?;
                }
                sqlx::query(
                    "INSERT INTO integrations (id, scenario_id, kind, provider, name, is_active, \
                     products, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, \
                     provider = excluded.provider, name = excluded.name, \
                     is_active = excluded.is_active, products = excluded.products, \
                     updated_at = excluded.updated_at",
                )
                .bind(&one.id)
                .bind(&one.scenario_id)
                .bind(&one.kind)
                .bind(&one.provider)
                .bind(&one.name)
                .bind(i64::from(one.is_active))
                .bind(&products)
                .bind(one.created_at)
                .bind(one.updated_at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// A scenario's, oldest first.
    pub async fn integrations(&self, scenario_id: &str) -> Result<Vec<Integration>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT * FROM integrations WHERE scenario_id = $1 ORDER BY created_at, id",
        )
        .bind(scenario_id)
        .fetch_all(self.read())
        .await?)
    }
}
