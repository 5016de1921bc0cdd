//! Chats and their sessions, as rows.

use std::collections::HashSet;

use sqlx::sqlite::SqliteConnection;

use vivavoce_engine::store::{Store, StoreError};

/// Chats or projects a list has; nobody pages in this API.
const LISTED: i64 = 500;
/// Scenarios one write numbers.
const AT_ONCE: usize = 100;

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
                let id: i64 = sqlx::query_scalar(NEXT_CHAT).fetch_one(tx.conn()).await?;
                sqlx::query(
                    "INSERT INTO agentok_chats (id, account_id, scenario_id, name, from_type, \
                     from_id, created_at, updated_at, beside) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1)",
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

/// What gives a number of a kind; what an older version gave out beside this one counts too.
macro_rules! next_number {
    ($kind:literal, $table:literal) => {
        concat!(
            "UPDATE agentok_numbers SET last = MAX(last, (SELECT COALESCE(MAX(id), 0) FROM ",
            $table,
            ")) + 1 WHERE kind = '",
            $kind,
            "' RETURNING last"
        )
    };
}

const NEXT_PROJECT: &str = next_number!("project", "agentok_projects");
const NEXT_CHAT: &str = next_number!("chat", "agentok_chats");

/// One of the account's scenarios under its number.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Project {
    pub number: i64,
    pub scenario_id: String,
    pub name: String,
    /// Its first characters.
    pub description: String,
    /// Unix milliseconds.
    pub created_at: i64,
    pub updated_at: i64,
}

/// The scenario of the account's project of this number.
pub async fn project(
    store: &Store,
    account_id: &str,
    number: i64,
) -> Result<Option<String>, StoreError> {
    number_scenarios(store, account_id).await?;
    Ok(sqlx::query_scalar(
        "SELECT scenario_id FROM agentok_projects WHERE id = $1 AND account_id = $2",
    )
    .bind(number)
    .bind(account_id)
    .fetch_optional(store.read())
    .await?)
}

/// The account's projects in order, up to [`LISTED`]; scenarios without a number get one.
pub async fn projects(store: &Store, account_id: &str) -> Result<Vec<Project>, StoreError> {
    number_scenarios(store, account_id).await?;
    Ok(sqlx::query_as(
        "SELECT p.id AS number, s.id AS scenario_id, s.name, \
         SUBSTR(s.description, 1, 2000) AS description, s.created_at, s.updated_at \
         FROM agentok_projects p JOIN scenarios s ON s.id = p.scenario_id \
         WHERE p.account_id = $1 AND s.removed_at IS NULL ORDER BY p.id LIMIT $2",
    )
    .bind(account_id)
    .bind(LISTED)
    .fetch_all(store.read())
    .await?)
}

/// Gives numbers to the account's scenarios that have none, the oldest first, some at a time.
async fn number_scenarios(store: &Store, account_id: &str) -> Result<(), StoreError> {
    let mut waiting = store.scenario_ids(account_id).await?;
    let numbered = "SELECT scenario_id FROM agentok_projects WHERE account_id = $1";
    let numbered: Vec<String> = sqlx::query_scalar(numbered)
        .bind(account_id)
        .fetch_all(store.read())
        .await?;
    let numbered: HashSet<String> = numbered.into_iter().collect();
    waiting.retain(|id| !numbered.contains(id));
    for some in waiting.chunks(AT_ONCE) {
        let (account_id, some) = (account_id.to_owned(), some.to_vec());
        store
            .write::<_, StoreError, _>(move |tx| {
                Box::pin(async move {
                    for id in some {
                        number_scenario(tx.conn(), &account_id, &id).await?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    Ok(())
}

/// Nothing happens where it was removed, or got a number, meanwhile.
async fn number_scenario(
    conn: &mut SqliteConnection,
    account_id: &str,
    scenario_id: &str,
) -> Result<(), StoreError> {
    let waits = "SELECT 1 FROM scenarios WHERE id = $1 AND NOT EXISTS \
                 (SELECT 1 FROM agentok_projects WHERE scenario_id = $1)";
    let waits = sqlx::query(waits).bind(scenario_id);
    if waits.fetch_optional(&mut *conn).await?.is_none() {
        return Ok(());
    }
    let number: i64 = sqlx::query_scalar(NEXT_PROJECT)
        .fetch_one(&mut *conn)
        .await?;
    sqlx::query("INSERT INTO agentok_projects (id, account_id, scenario_id) VALUES ($1, $2, $3)")
        .bind(number)
        .bind(account_id)
        .bind(scenario_id)
        .execute(conn)
        .await?;
    Ok(())
}
