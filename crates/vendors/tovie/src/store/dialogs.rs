//! Dialogs: a channel's client, who answers it, and which session it is in.

use serde_json::Value;

use vivavoce_engine::store::{Store, StoreError, Tx, json_text};
use vivavoce_engine::word_column;

/// Who answers in a dialog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Agent,
    /// A person was asked for and none has come.
    Waiting,
    Human,
}

impl Mode {
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Agent => "agent",
            Mode::Waiting => "waiting",
            Mode::Human => "human",
        }
    }

    pub fn read(word: &str) -> Option<Mode> {
        [Mode::Agent, Mode::Waiting, Mode::Human]
            .into_iter()
            .find(|mode| mode.as_str() == word)
    }
}

word_column!(Mode);

/// A channel's client and its dialog.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct Dialog {
    pub id: String,
    pub channel_id: String,
    pub client_id: String,
    /// The session the dialog is in; an ended one is replaced with the next message.
    pub session_id: Option<String>,
    pub mode: Mode,
    /// Who took it over.
    pub operator: String,
    /// The reply that asked for a person.
    #[sqlx(json(nullable))]
    pub handover: Option<Value>,
    /// Since when it is in this mode.
    pub since: i64,
    pub last_at: i64,
}

/// The dialog of a channel's client, if it has one.
pub async fn dialog(
    store: &Store,
    channel_id: &str,
    client_id: &str,
) -> Result<Option<Dialog>, StoreError> {
    Ok(
        sqlx::query_as("SELECT * FROM tovie_clients WHERE channel_id = $1 AND client_id = $2")
            .bind(channel_id)
            .bind(client_id)
            .fetch_optional(store.read())
            .await?,
    )
}

/// The same; a new one where there is none, under the id `fresh`.
pub async fn open_dialog(
    store: &Store,
    channel_id: &str,
    client_id: &str,
    fresh: String,
    now: i64,
) -> Result<Dialog, StoreError> {
    if let Some(dialog) = dialog(store, channel_id, client_id).await? {
        return Ok(dialog);
    }
    let (channel_id, client_id) = (channel_id.to_owned(), client_id.to_owned());
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO tovie_clients (id, channel_id, client_id, since, created_at, changed_at) \
                 VALUES ($1, $2, $3, $4, $4, $4) ON CONFLICT (channel_id, client_id) DO NOTHING",
                )
                .bind(&fresh)
                .bind(&channel_id)
                .bind(&client_id)
                .bind(now)
                .execute(tx.conn())
                .await?;
                Ok(sqlx::query_as(
                    "SELECT * FROM tovie_clients WHERE channel_id = $1 AND client_id = $2",
                )
                .bind(&channel_id)
                .bind(&client_id)
                .fetch_one(tx.conn())
                .await?)
            })
        })
        .await
}

pub async fn dialog_by_id(store: &Store, id: &str) -> Result<Option<Dialog>, StoreError> {
    Ok(sqlx::query_as("SELECT * FROM tovie_clients WHERE id = $1")
        .bind(id)
        .fetch_optional(store.read())
        .await?)
}

/// An account's dialogs in `mode` (`None`: in any), those longest in it first.
pub async fn dialogs(
    store: &Store,
    account_id: &str,
    mode: Option<Mode>,
    limit: u32,
) -> Result<Vec<Dialog>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT d.* FROM tovie_clients d JOIN tovie_channels c ON c.id = d.channel_id \
         WHERE c.account_id = $1 AND c.removed_at IS NULL AND ($2 = '' OR d.mode = $2) \
         ORDER BY d.since, d.id LIMIT $3",
    )
    .bind(account_id)
    .bind(mode.map_or("", Mode::as_str))
    .bind(i64::from(limit))
    .fetch_all(store.read())
    .await?)
}

/// The text of an application's state.
pub async fn dialog_state(store: &Store, id: &str) -> Result<Option<String>, StoreError> {
    let text: Option<String> = sqlx::query_scalar("SELECT state FROM tovie_clients WHERE id = $1")
        .bind(id)
        .fetch_optional(store.read())
        .await?
        .flatten();
    Ok(text)
}

/// When the account's operators last looked.
pub async fn operators_seen(store: &Store, account_id: &str) -> Result<Option<i64>, StoreError> {
    let found = sqlx::query_scalar("SELECT seen_at FROM tovie_operators WHERE account_id = $1")
        .bind(account_id)
        .fetch_optional(store.read())
        .await?;
    Ok(found)
}

pub async fn see_operators(store: &Store, account_id: &str, now: i64) -> Result<(), StoreError> {
    let account_id = account_id.to_owned();
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO tovie_operators (account_id, seen_at) VALUES ($1, $2) \
                 ON CONFLICT (account_id) DO UPDATE SET seen_at = excluded.seen_at",
                )
                .bind(&account_id)
                .bind(now)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
}

/// The dialog goes on in `next`, unless somebody else has replaced `session` meanwhile. What began it,
/// the request of `asked_at`, belongs to the one that it goes on in, and so does what belonged to none.
pub async fn set_session(
    tx: &mut Tx,
    dialog: &str,
    session: Option<&str>,
    next: &str,
    asked_at: i64,
) -> Result<(), StoreError> {
    let sql = "UPDATE tovie_clients SET session_id = $1 WHERE id = $2 \
               AND COALESCE(session_id, '') = $3";
    sqlx::query(sql)
        .bind(next)
        .bind(dialog)
        .bind(session.unwrap_or_default())
        .execute(tx.conn())
        .await?;
    let sql = "UPDATE tovie_events SET session_id = (SELECT s.id FROM tovie_clients c \
               JOIN sessions s ON s.id = c.session_id WHERE c.id = $1) WHERE client = $1 \
               AND (at = $2 OR session_id IS NULL)";
    sqlx::query(sql)
        .bind(dialog)
        .bind(asked_at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The session that the dialog goes on in since it was in `session`, if that has not ended. The request of
/// `asked_at` belongs to it then.
pub async fn session_since(
    tx: &mut Tx,
    dialog: &str,
    session: Option<&str>,
    asked_at: i64,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT s.id FROM tovie_clients c JOIN sessions s ON s.id = c.session_id \
               WHERE c.id = $1 AND s.id <> $2 AND s.ended_at IS NULL AND s.removed_at IS NULL";
    let found: Option<String> = sqlx::query_scalar(sql)
        .bind(dialog)
        .bind(session.unwrap_or_default())
        .fetch_optional(tx.conn())
        .await?;
    if let Some(id) = &found {
        set_session(tx, dialog, session, id, asked_at).await?;
    }
    Ok(found)
}

pub async fn set_state(tx: &mut Tx, dialog: &str, state: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE tovie_clients SET state = $1 WHERE id = $2")
        .bind(state)
        .bind(dialog)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The dialog as this transaction sees it.
pub async fn dialog_in(tx: &mut Tx, id: &str) -> Result<Option<Dialog>, StoreError> {
    Ok(sqlx::query_as("SELECT * FROM tovie_clients WHERE id = $1")
        .bind(id)
        .fetch_optional(tx.conn())
        .await?)
}

/// Who answers from now on.
pub async fn set_mode(
    tx: &mut Tx,
    dialog: &str,
    mode: Mode,
    operator: &str,
    handover: Option<&Value>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE tovie_clients SET mode = $1, operator = $2, handover = $3, since = $4 \
         WHERE id = $5",
    )
    .bind(mode.as_str())
    .bind(operator)
    .bind(handover.map(json_text))
    .bind(now)
    .bind(dialog)
    .execute(tx.conn())
    .await?;
    Ok(())
}
