//! Channels: where a vendor's clients meet a scenario.

use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use vivavoce_core::config::Secret;

use super::super::{Store, StoreError};

/// A channel; its token is the credential with the same id.
#[derive(Clone, Debug)]
pub struct Channel {
    pub id: String,
    pub account_id: String,
    pub scenario_id: String,
    pub name: String,
    /// Clients may not write where a reply has buttons.
    pub block_form: bool,
    /// Hears of answers, and where it is signed with `webhook_secret`.
    pub webhook_url: Option<String>,
    pub webhook_secret: Secret,
    /// For the items its webhook gets; `None` where it has none or was not told yet.
    pub token: Option<Secret>,
    pub created_at: i64,
}

impl Store {
    pub async fn add_channel(&self, channel: Channel) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO tovie_channels (id, account_id, scenario_id, name, block_form, \
                     webhook_url, webhook_secret, token, created_at) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING",
                )
                .bind(&channel.id)
                .bind(&channel.account_id)
                .bind(&channel.scenario_id)
                .bind(&channel.name)
                .bind(i64::from(channel.block_form))
                .bind(&channel.webhook_url)
                .bind(channel.webhook_secret.expose())
                .bind(channel.token.as_ref().map(Secret::expose))
                .bind(channel.created_at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Name, button rule, webhook and its token as they are now.
    pub async fn change_channel(&self, channel: Channel) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE tovie_channels SET name = $1, block_form = $2, webhook_url = $3, \
                     token = $4, scenario_id = $5 WHERE id = $6",
                )
                .bind(&channel.name)
                .bind(i64::from(channel.block_form))
                .bind(&channel.webhook_url)
                .bind(channel.token.as_ref().map(Secret::expose))
                .bind(&channel.scenario_id)
                .bind(&channel.id)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    pub async fn channel(&self, id: &str) -> Result<Option<Channel>, StoreError> {
        let row = sqlx::query("SELECT * FROM tovie_channels WHERE id = $1 AND removed_at IS NULL")
            .bind(id)
            .fetch_optional(self.read())
            .await?;
        row.as_ref().map(read_channel).transpose()
    }

    /// An account's, oldest first.
    pub async fn channels(&self, account_id: &str) -> Result<Vec<Channel>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM tovie_channels WHERE account_id = $1 AND removed_at IS NULL \
             ORDER BY created_at, id",
        )
        .bind(account_id)
        .fetch_all(self.read())
        .await?;
        rows.iter().map(read_channel).collect()
    }

    /// Takes a channel out of every list, and what was still to be sent to its webhook. What was
    /// said in it stays with its sessions.
    pub async fn remove_channel(&self, id: &str, now: i64) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE tovie_channels SET removed_at = $1, token = NULL, webhook_url = NULL \
                     WHERE id = $2",
                )
                .bind(now)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                sqlx::query("DELETE FROM outbox WHERE target = $1")
                    .bind(&id)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
    }
}

fn read_channel(row: &SqliteRow) -> Result<Channel, StoreError> {
    Ok(Channel {
        id: row.try_get("id")?,
        account_id: row.try_get("account_id")?,
        scenario_id: row.try_get("scenario_id")?,
        name: row.try_get("name")?,
        block_form: row.try_get::<i64, _>("block_form")? != 0,
        webhook_url: row.try_get("webhook_url")?,
        webhook_secret: Secret::new(row.try_get::<String, _>("webhook_secret")?),
        token: row.try_get::<Option<String>, _>("token")?.map(Secret::new),
        created_at: row.try_get("created_at")?,
    })
}
