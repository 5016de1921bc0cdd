//! A partner's organizations.

use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::{Store, StoreError, json, json_text};

/// A school of a partner's: its users, and what they may talk in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Organization {
    pub id: String,
    pub account_id: String,
    /// The partner, as the header `x-provider` names it.
    pub provider: String,
    /// Unique in the whole database: addresses name it.
    pub slug: String,
    pub name: String,
    /// Where users land after signing out.
    pub logout_url: Option<String>,
    /// Ids of the scenarios its users may talk in; `None`: all of the account's.
    pub templates: Option<Vec<String>>,
    pub created_at: i64,
}

impl Store {
    /// [`StoreError::Taken`] where another one has its slug.
    pub async fn add_organization(&self, organization: Organization) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO organizations (id, account_id, provider, slug, name, logout_url, \
                     templates, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                )
                .bind(&organization.id)
                .bind(&organization.account_id)
                .bind(&organization.provider)
                .bind(&organization.slug)
                .bind(&organization.name)
                .bind(&organization.logout_url)
                .bind(json_text(&serde_json::json!(organization.templates)))
                .bind(organization.created_at)
                .execute(tx.conn())
                .await
                .map_err(|error| StoreError::unique(error, "slug"))?;
                Ok(())
            })
        })
        .await
    }

    /// Its name, where it leads after signing out, and its templates; the rest stays.
    pub async fn change_organization(&self, organization: Organization) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE organizations SET name = $1, logout_url = $2, templates = $3 \
                     WHERE id = $4",
                )
                .bind(&organization.name)
                .bind(&organization.logout_url)
                .bind(json_text(&serde_json::json!(organization.templates)))
                .bind(&organization.id)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Removes it with its users; what they said stays with the account.
    pub async fn remove_organization(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("DELETE FROM organizations WHERE id = $1")
                    .bind(&id)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// By slug or id, whosever it is, unless its account is closed.
    pub async fn organization(&self, slug_or_id: &str) -> Result<Option<Organization>, StoreError> {
        let row = sqlx::query(
            "SELECT o.* FROM organizations o JOIN accounts a ON a.id = o.account_id \
             WHERE (o.slug = $1 OR o.id = $1) AND a.closed_at IS NULL \
             ORDER BY CASE WHEN o.slug = $1 THEN 0 ELSE 1 END LIMIT 1",
        )
        .bind(slug_or_id)
        .fetch_optional(self.read())
        .await?;
        row.as_ref().map(read_organization).transpose()
    }

    /// An account's, oldest first; of one partner or of all.
    pub async fn organizations(
        &self,
        account_id: &str,
        provider: Option<&str>,
    ) -> Result<Vec<Organization>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM organizations WHERE account_id = $1 \
             AND ($2 IS NULL OR provider = $2) ORDER BY created_at, id",
        )
        .bind(account_id)
        .bind(provider)
        .fetch_all(self.read())
        .await?;
        rows.iter().map(read_organization).collect()
    }
}

fn read_organization(row: &SqliteRow) -> Result<Organization, StoreError> {
    let templates = json(row, "templates")?;
    Ok(Organization {
        id: row.try_get("id")?,
        account_id: row.try_get("account_id")?,
        provider: row.try_get("provider")?,
        slug: row.try_get("slug")?,
        name: row.try_get("name")?,
        logout_url: row.try_get("logout_url")?,
        templates: serde_json::from_value(templates).unwrap_or_default(),
        created_at: row.try_get("created_at")?,
    })
}
