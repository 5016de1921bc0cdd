//! Chats and their sessions, as rows.

use sqlx::sqlite::SqliteConnection;

use vivavoce_engine::store::{Scenario, Store, StoreError};

/// Chats a list has; nobody pages in this API.
const LISTED: i64 = 500;

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Chat {
    pub id: i64,
    pub account_id: String,
    pub scenario_id: String,
    pub name: String,
    /// `flow`, `project` or `template`.
    pub from_type: String,
    pub from_id: String,
    /// Unix milliseconds.
    pub created_at: i64,
    pub updated_at: i64,
}

/// Stores a new chat under the next number, which is its answer; `chat.id` is not read.
pub async fn add(store: &Store, chat: Chat) -> Result<Chat, StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                let id: i64 =
                    sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM agentok_chats")
                        .fetch_one(tx.conn())
                        .await?;
                sqlx::query(
                    "INSERT INTO agentok_chats (id, account_id, scenario_id, name, from_type, \
                     from_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
                )
                .bind(id)
                .bind(&chat.account_id)
                .bind(&chat.scenario_id)
                .bind(&chat.name)
                .bind(&chat.from_type)
                .bind(&chat.from_id)
                .bind(chat.created_at)
                .execute(tx.conn())
                .await?;
                Ok(Chat { id, ..chat })
            })
        })
        .await
}

/// The account's chat of this number, unless it was deleted.
pub async fn chat(store: &Store, account_id: &str, id: i64) -> Result<Option<Chat>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT * FROM agentok_chats WHERE id = $1 AND account_id = $2 AND deleted_at IS NULL",
    )
    .bind(id)
    .bind(account_id)
    .fetch_optional(store.read())
    .await?)
}

/// Newest first.
pub async fn chats(store: &Store, account_id: &str) -> Result<Vec<Chat>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT * FROM agentok_chats WHERE account_id = $1 AND deleted_at IS NULL \
         ORDER BY updated_at DESC, id DESC LIMIT $2",
    )
    .bind(account_id)
    .bind(LISTED)
    .fetch_all(store.read())
    .await?)
}

/// The sessions of a chat in order; the last one is spoken in.
pub async fn sessions(store: &Store, chat_id: i64) -> Result<Vec<String>, StoreError> {
    let query = "SELECT session_id FROM agentok_sessions WHERE chat_id = $1 AND session_id IN \
                 (SELECT id FROM sessions WHERE removed_at IS NULL) ORDER BY position";
    let ids = sqlx::query_scalar(query)
        .bind(chat_id)
        .fetch_all(store.read())
        .await?;
    Ok(ids)
}

/// Adds a session to a chat, in the write that begins it.
pub async fn add_session(
    conn: &mut SqliteConnection,
    chat_id: i64,
    session_id: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO agentok_sessions (chat_id, position, session_id) \
         SELECT $1, COALESCE(MAX(position), -1) + 1, $2 FROM agentok_sessions WHERE chat_id = $1",
    )
    .bind(chat_id)
    .bind(session_id)
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn touch(store: &Store, chat_id: i64, now: i64) -> Result<(), StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE agentok_chats SET updated_at = $1 WHERE id = $2")
                    .bind(now)
                    .bind(chat_id)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
}

pub async fn delete(store: &Store, chat_id: i64, now: i64) -> Result<(), StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE agentok_chats SET deleted_at = $1 WHERE id = $2")
                    .bind(now)
                    .bind(chat_id)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
}

/// The account's projects with their numbers, in order; scenarios without a number get one.
pub async fn projects(store: &Store, account_id: &str) -> Result<Vec<(i64, Scenario)>, StoreError> {
    let mut scenarios = store.scenarios(account_id).await?;
    scenarios.sort_by_key(|it| it.created_at);
    let ids: Vec<String> = scenarios.iter().map(|it| it.id.clone()).collect();
    let account_id = account_id.to_owned();
    let numbers = store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                let mut numbers = Vec::new();
                for scenario_id in ids {
                    sqlx::query(
                        "INSERT INTO agentok_projects (id, account_id, scenario_id) \
                         SELECT COALESCE(MAX(id), 0) + 1, $1, $2 FROM agentok_projects \
                         WHERE NOT EXISTS \
                         (SELECT 1 FROM agentok_projects WHERE scenario_id = $2)",
                    )
                    .bind(&account_id)
                    .bind(&scenario_id)
                    .execute(tx.conn())
                    .await
                    .ok();
                    let number: i64 = sqlx::query_scalar(
                        "SELECT id FROM agentok_projects WHERE scenario_id = $1",
                    )
                    .bind(&scenario_id)
                    .fetch_one(tx.conn())
                    .await?;
                    numbers.push(number);
                }
                Ok(numbers)
            })
        })
        .await?;
    let mut all: Vec<(i64, Scenario)> = numbers.into_iter().zip(scenarios).collect();
    all.sort_by_key(|(number, _)| *number);
    Ok(all)
}
