//! Channels: where a vendor's clients meet a scenario.

use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteConnection;
use vivavoce_protocol::Secret;

use vivavoce_engine::ids;
use vivavoce_engine::store::accounts::{change_scope, insert_credential};
use vivavoce_engine::store::{Cap, Credential, Store, StoreError, check_count, unchanged};

/// Channels of one account.
const CAP: Cap = Cap {
    owner: "account",
    what: "channels",
    most: 100,
};

/// A channel; its token is the credential with the same id.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Channel {
    pub id: String,
    pub account_id: String,
    pub scenario_id: String,
    pub name: String,
    /// Clients may not write where a reply has buttons.
    pub block_form: bool,
    /// Hears of answers, and where it is signed with `webhook_secret`.
    pub webhook_url: Option<String>,
    #[sqlx(try_from = "String")]
    pub webhook_secret: Secret,
    /// For the items its webhook gets; `None` where it has none or was not told yet.
    #[sqlx(try_from = "TokenColumn")]
    pub token: Option<Secret>,
    pub created_at: i64,
}

/// The column of [`Channel::token`]: a [`Secret`] knows none.
#[derive(sqlx::Type)]
#[sqlx(transparent)]
struct TokenColumn(Option<String>);

impl From<TokenColumn> for Option<Secret> {
    fn from(column: TokenColumn) -> Self {
        column.0.map(Secret::new)
    }
}

/// Notes the channel of a key there is; nothing happens where it has one.
pub async fn add_channel(store: &Store, channel: Channel) -> Result<(), StoreError> {
    store
        .write(move |tx| Box::pin(async move { insert_channel(tx.conn(), &channel).await }))
        .await
}

/// Makes a channel with the key that opens it. [`StoreError::Taken`] where some key reads like
/// that already, [`StoreError::Full`] where the account has as many channels as it may.
pub async fn add_channel_and_key(
    store: &Store,
    channel: Channel,
    credential: Credential,
    key: &str,
) -> Result<(), StoreError> {
    let hash = ids::hash(key);
    store
        .write(move |tx| {
            Box::pin(async move {
                let count = "SELECT COUNT(*) FROM tovie_channels WHERE account_id = $1 \
                         AND removed_at IS NULL";
                let count = sqlx::query_scalar(count).bind(&channel.account_id);
                check_count(tx.conn(), CAP, count).await?;
                insert_credential(tx.conn(), &credential, &hash).await?;
                insert_channel(tx.conn(), &channel).await
            })
        })
        .await
}

/// Name, scenario, button rule, webhook and its token as they are now; its key names the scenario, too. [`StoreError::Changed`] where
/// `seen` is not what stands there.
pub async fn change_channel(
    store: &Store,
    channel: Channel,
    seen: Channel,
) -> Result<(), StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                let stands = find_channel(tx.conn(), &channel.id).await?;
                unchanged(&stands.as_ref().map(changeable), &Some(changeable(&seen)))?;
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
                if channel.scenario_id != seen.scenario_id {
                    let scope = serde_json::json!({ "scenario_id": channel.scenario_id });
                    change_scope(tx.conn(), &channel.id, &scope).await?;
                }
                Ok(())
            })
        })
        .await
}

pub async fn channel(store: &Store, id: &str) -> Result<Option<Channel>, StoreError> {
    find_channel(store.read(), id).await
}

/// Keeps the token of a channel whose webhook's items have to name it.
pub async fn learn_channel_token(store: &Store, id: &str, token: &str) -> Result<(), StoreError> {
    let (id, token) = (id.to_owned(), token.to_owned());
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE tovie_channels SET token = $1 WHERE id = $2 AND token IS NULL \
                 AND webhook_url IS NOT NULL AND removed_at IS NULL",
                )
                .bind(&token)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
}

/// An account's, oldest first.
pub async fn channels(store: &Store, account_id: &str) -> Result<Vec<Channel>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT * FROM tovie_channels WHERE account_id = $1 AND removed_at IS NULL \
         ORDER BY created_at, id",
    )
    .bind(account_id)
    .fetch_all(store.read())
    .await?)
}

/// Takes a channel out of every list, and what was still to be sent to its webhook. What was
/// said in it stays with its sessions.
pub async fn remove_channel(store: &Store, id: &str, now: i64) -> Result<(), StoreError> {
    let channel = id.to_owned();
    store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE tovie_channels SET removed_at = $1, token = NULL, webhook_url = NULL \
                 WHERE id = $2",
                )
                .bind(now)
                .bind(&channel)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await?;
    store.remove_parcels(id).await
}

async fn insert_channel(conn: &mut SqliteConnection, channel: &Channel) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO tovie_channels (id, account_id, scenario_id, name, block_form, webhook_url, \
         webhook_secret, token, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (id) DO NOTHING",
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
    .execute(conn)
    .await?;
    Ok(())
}

async fn find_channel(
    by: impl SqliteExecutor<'_>,
    id: &str,
) -> Result<Option<Channel>, StoreError> {
    Ok(
        sqlx::query_as("SELECT * FROM tovie_channels WHERE id = $1 AND removed_at IS NULL")
            .bind(id)
            .fetch_optional(by)
            .await?,
    )
}

/// What [`Store::change_channel`] writes.
fn changeable(channel: &Channel) -> impl PartialEq + use<'_> {
    (
        &channel.name,
        channel.block_form,
        &channel.webhook_url,
        channel.token.as_ref().map(Secret::expose),
        &channel.scenario_id,
    )
}
