//! Where accounts hear of their sessions.

use sqlx::sqlite::SqliteConnection;
use vivavoce_protocol::Secret;

use super::{Cap, Store, StoreError, check_count, unread};

/// Webhooks of one account.
const CAP: Cap = Cap {
    owner: "account",
    what: "webhooks",
    most: 20,
};

/// An address that is told of an account's sessions.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Webhook {
    pub id: String,
    pub account_id: String,
    pub url: String,
    pub description: String,
    /// Names of events; empty: all.
    #[sqlx(json)]
    pub events: Vec<String>,
    /// `whsec_…`.
    #[sqlx(try_from = "String")]
    pub secret: Secret,
    pub created_at: i64,
    /// Since when nothing is sent, because the address said that it is gone.
    pub disabled_at: Option<i64>,
}

impl Webhook {
    pub fn wants(&self, event: &str) -> bool {
        self.events.is_empty() || self.events.iter().any(|one| one == event)
    }
}

impl Store {
    /// [`StoreError::Full`] where the account has as many as it may.
    pub async fn add_webhook(&self, webhook: Webhook) -> Result<(), StoreError> {
        let events = serde_json::to_string(&webhook.events).map_err(|e| unread("events", e))?;
        self.write(move |tx| {
            Box::pin(async move {
                let count = "SELECT COUNT(*) FROM webhooks WHERE account_id = $1";
                let count = sqlx::query_scalar(count).bind(&webhook.account_id);
                check_count(tx.conn(), CAP, count).await?;
                sqlx::query(
                    "INSERT INTO webhooks (id, account_id, url, description, events, secret, \
                     created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                )
                .bind(&webhook.id)
                .bind(&webhook.account_id)
                .bind(&webhook.url)
                .bind(&webhook.description)
                .bind(&events)
                .bind(webhook.secret.expose())
                .bind(webhook.created_at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// An account's, oldest first.
    pub async fn webhooks(&self, account_id: &str) -> Result<Vec<Webhook>, StoreError> {
        Ok(
            sqlx::query_as("SELECT * FROM webhooks WHERE account_id = $1 ORDER BY created_at, id")
                .bind(account_id)
                .fetch_all(self.read())
                .await?,
        )
    }

    /// One that may be sent to: it is not disabled and its account is open.
    pub async fn live_webhook(&self, id: &str) -> Result<Option<Webhook>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT w.* FROM webhooks w JOIN accounts a ON a.id = w.account_id \
             WHERE w.id = $1 AND w.disabled_at IS NULL AND a.closed_at IS NULL",
        )
        .bind(id)
        .fetch_optional(self.read())
        .await?)
    }

    /// Removes an account's webhook and what was still to be sent to it.
    pub async fn remove_webhook(&self, account_id: &str, id: &str) -> Result<bool, StoreError> {
        let (account_id, webhook) = (account_id.to_owned(), id.to_owned());
        let removed = self
            .write::<_, StoreError, _>(move |tx| {
                Box::pin(async move {
                    let done =
                        sqlx::query("DELETE FROM webhooks WHERE id = $1 AND account_id = $2")
                            .bind(&webhook)
                            .bind(&account_id)
                            .execute(tx.conn())
                            .await?;
                    Ok(done.rows_affected() > 0)
                })
            })
            .await?;
        if removed {
            self.remove_parcels(id).await?;
        }
        Ok(removed)
    }

    /// Sends nothing more to a webhook whose address is gone.
    pub async fn disable_webhook(&self, id: &str, now: i64) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE webhooks SET disabled_at = $1 WHERE id = $2")
                    .bind(now)
                    .bind(&id)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
    }
}

/// An open account's webhooks that are sent to, inside a transaction.
pub async fn live_of(
    conn: &mut SqliteConnection,
    account_id: &str,
) -> Result<Vec<Webhook>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT w.* FROM webhooks w JOIN accounts a ON a.id = w.account_id \
         WHERE w.account_id = $1 AND w.disabled_at IS NULL AND a.closed_at IS NULL",
    )
    .bind(account_id)
    .fetch_all(conn)
    .await?)
}
