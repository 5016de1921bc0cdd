//! A partner's organizations.

use serde::Deserialize;
use serde_json::Value;
use sqlx::SqliteExecutor;

use vivavoce_engine::store::{Cap, Store, StoreError, check_count, json_text, unchanged};

/// Organizations of one account.
const CAP: Cap = Cap {
    owner: "account",
    what: "organizations",
    most: 1_000,
};

/// A school of a partner's: its users, and what they may talk in.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
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
    #[sqlx(json, try_from = "Templates")]
    pub templates: Option<Vec<String>>,
    pub created_at: i64,
}

/// The column of [`Organization::templates`].
#[derive(Deserialize)]
#[serde(transparent)]
struct Templates(Value);

impl From<Templates> for Option<Vec<String>> {
    fn from(column: Templates) -> Self {
        // What cannot be read is no leave to talk in everything.
        serde_json::from_value(column.0).unwrap_or_else(|_| Some(Vec::new()))
    }
}

/// [`StoreError::Taken`] where another one has its slug, [`StoreError::Changed`] where that is
/// one of the same account's, [`StoreError::Full`] where the account has as many as it may.
pub async fn add_organization(store: &Store, organization: Organization) -> Result<(), StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                let mine = find_of(tx.conn(), &organization.account_id, &organization.slug).await?;
                unchanged(&mine.filter(|it| it.slug == organization.slug), &None)?;
                let count = "SELECT COUNT(*) FROM organizations WHERE account_id = $1 \
                             AND removed_at IS NULL";
                let count = sqlx::query_scalar(count).bind(&organization.account_id);
                check_count(tx.conn(), CAP, count).await?;
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
/// [`StoreError::Changed`] where `seen` is not what stands there.
pub async fn change_organization(
    store: &Store,
    organization: Organization,
    seen: Organization,
) -> Result<(), StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                let stands = find_of(tx.conn(), &seen.account_id, &seen.slug).await?;
                unchanged(&stands, &Some(seen))?;
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

/// Marks it as removed: from here on it is there for nobody, its users are out, and its slug is
/// free. What it held goes by [`Store::remove_rows`]; what its users said stays with the account.
pub async fn mark_organization_removed(
    store: &Store,
    id: &str,
    now: i64,
) -> Result<(), StoreError> {
    let id = id.to_owned();
    store
        .write(move |tx| {
            Box::pin(async move {
                // Nobody can have such a slug, nor make one.
                sqlx::query(
                    "UPDATE organizations SET removed_at = $1, slug = '-' || id \
                 WHERE id = $2 AND removed_at IS NULL",
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

/// What a reference means, whosever it is, unless its account is closed. A slug is no
/// reference: whoever makes an organization chooses it.
pub async fn organization_by_id(
    store: &Store,
    id: &str,
) -> Result<Option<Organization>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT o.* FROM organizations o JOIN accounts a ON a.id = o.account_id \
         WHERE o.id = $1 AND a.closed_at IS NULL AND o.removed_at IS NULL",
    )
    .bind(id)
    .fetch_optional(store.read())
    .await?)
}

/// What an address means, whosever it is, unless its account is closed.
pub async fn organization_by_slug(
    store: &Store,
    slug: &str,
) -> Result<Option<Organization>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT o.* FROM organizations o JOIN accounts a ON a.id = o.account_id \
         WHERE o.slug = $1 AND a.closed_at IS NULL AND o.removed_at IS NULL",
    )
    .bind(slug)
    .fetch_optional(store.read())
    .await?)
}

/// An account's own, by slug or id.
pub async fn organization_of(
    store: &Store,
    account_id: &str,
    slug_or_id: &str,
) -> Result<Option<Organization>, StoreError> {
    find_of(store.read(), account_id, slug_or_id).await
}

/// An account's, oldest first; of one partner or of all.
pub async fn organizations(
    store: &Store,
    account_id: &str,
    provider: Option<&str>,
) -> Result<Vec<Organization>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT * FROM organizations WHERE account_id = $1 AND removed_at IS NULL \
         AND ($2 IS NULL OR provider = $2) ORDER BY created_at, id",
    )
    .bind(account_id)
    .bind(provider)
    .fetch_all(store.read())
    .await?)
}

/// One page of them, and how many there are.
pub async fn organization_page(
    store: &Store,
    account_id: &str,
    provider: Option<&str>,
    limit: u32,
    offset: u64,
) -> Result<(Vec<Organization>, u64), StoreError> {
    macro_rules! matching {
        () => {
            "FROM organizations WHERE account_id = $1 AND removed_at IS NULL \
             AND ($2 IS NULL OR provider = $2)"
        };
    }
    let total: i64 = sqlx::query_scalar(concat!("SELECT COUNT(*) ", matching!()))
        .bind(account_id)
        .bind(provider)
        .fetch_one(store.read())
        .await?;
    let page = sqlx::query_as(concat!(
        "SELECT * ",
        matching!(),
        " ORDER BY created_at, id LIMIT $3 OFFSET $4"
    ))
    .bind(account_id)
    .bind(provider)
    .bind(i64::from(limit))
    .bind(i64::try_from(offset).unwrap_or(i64::MAX))
    .fetch_all(store.read())
    .await?;
    Ok((page, u64::try_from(total).unwrap_or_default()))
}

async fn find_of(
    by: impl SqliteExecutor<'_>,
    account_id: &str,
    slug_or_id: &str,
) -> Result<Option<Organization>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT * FROM organizations WHERE account_id = $1 AND (slug = $2 OR id = $2) \
         AND removed_at IS NULL \
         ORDER BY CASE WHEN slug = $2 THEN 0 ELSE 1 END LIMIT 1",
    )
    .bind(account_id)
    .bind(slug_or_id)
    .fetch_optional(by)
    .await?)
}
