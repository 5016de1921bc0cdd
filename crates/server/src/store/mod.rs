//! Everything that outlives a process.
//!
//! SQL text is the same for every engine; only this module names SQLite. All writing goes through
//! [`Store::write`], which commits many callers' work with one sync of the disk.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde_json::Value;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Row as _, SqlitePool};

mod accounts;
pub(crate) mod analyses;
mod conversations;
mod insights;
mod integrations;
mod knowledge;
pub(crate) mod leads;
mod members;
mod opens;
mod orders;
mod organizations;
pub(crate) mod outbox;
pub mod passcode;
mod purchases;
pub(crate) mod relay;
mod scenarios;
pub(crate) mod sessions;
mod talks;
pub mod tovie;
mod types;
pub(crate) mod webhooks;
mod writer;

pub use analyses::{Analysis, Asked, Extraction, Judgement};
pub use conversations::{Conversation, ConversationFilter, Identity};
pub use insights::{Span, Unread};
pub use integrations::Integration;
pub use leads::Lead;
pub use members::{Member, MemberFilter, MemberToken, SignIn};
pub use orders::{Order, OrderItem, OrderStatus, ShopEvent, ShopEventKind};
pub use organizations::Organization;
pub use outbox::{Parcel, Settled};
pub use purchases::{Purchase, PurchaseFilter, PurchaseStatus, Recorded, RequestKey};
pub use talks::{Remarks, TALKIO, Talk};
pub use types::*;
pub use webhooks::Webhook;
pub use writer::Tx;
use writer::Writer;

/// Why the store did not do as asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Something unique, named in words, exists already.
    #[error("the {0} is taken")]
    Taken(&'static str),
    #[error("the store is busy")]
    Busy,
    /// A row does not read as what it must be.
    #[error("unreadable row: {0}")]
    Unreadable(String),
    #[error("{0}")]
    Database(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => StoreError::Busy,
            sqlx::Error::Database(inner) if inner.message().contains("database is locked") => {
                StoreError::Busy
            }
            other => StoreError::Database(other.to_string()),
        }
    }
}

impl StoreError {
    /// [`StoreError::Taken`] where `error` says that something unique exists already.
    pub fn unique(error: sqlx::Error, what: &'static str) -> Self {
        match &error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Taken(what),
            _ => error.into(),
        }
    }
}

/// Where the data lives, as `--database` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite(PathBuf),
    /// Gone with the process.
    Memory,
}

impl Database {
    /// Reads `sqlite://path` or `memory:`; the error is a sentence for the operator.
    pub fn parse(url: &str) -> Result<Self, String> {
        if url == "memory:" {
            return Ok(Database::Memory);
        }
        if let Some(path) = url.strip_prefix("sqlite://") {
            let path = path.split('?').next().unwrap_or(path);
            if path.is_empty() {
                return Err(
                    "The database address \"sqlite://\" names no file. Write for \
                            example sqlite://vivavoce.db or memory:."
                        .to_owned(),
                );
            }
            return Ok(Database::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Err(
                "PostgreSQL is not supported yet. Use sqlite://vivavoce.db, which serves \
                        one process well."
                    .to_owned(),
            );
        }
        Err(format!(
            "The database address {url:?} is not understood. Write sqlite://<file> or memory:."
        ))
    }
}

/// A handle; clones share the connections.
#[derive(Clone)]
pub struct Store {
    read: SqlitePool,
    write: SqlitePool,
    writer: Writer,
}

impl Store {
    /// Opens or creates the database and brings its schema up to date.
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        let (read, write) = match database {
            Database::Sqlite(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // An acknowledged turn survives a power cut.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(5))
                    .foreign_keys(true);
                let write = pool(1).connect_with(options.clone()).await?;
                (pool(4).connect_with(options).await?, write)
            }
            Database::Memory => {
                // A second connection would see another, empty database.
                let options = SqliteConnectOptions::from_str("sqlite::memory:")?.foreign_keys(true);
                let only = pool(1)
                    // Whoever goes away while the connection is tried takes it, and all there is, along.
                    .test_before_acquire(false)
                    .connect_with(options)
                    .await?;
                (only.clone(), only)
            }
        };
        sqlx::migrate!("migrations/sqlite")
            .run(&write)
            .await
            .map_err(|error| StoreError::Database(error.to_string()))?;
        Ok(Self {
            read,
            writer: Writer::start(write.clone()),
            write,
        })
    }

    /// Runs `job` in a transaction and answers once its work is durable (or undone, where it
    /// returned an error). Jobs run one after another, so one must be short and never wait for
    /// anything but the database.
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.write(job).await
    }

    /// Commits what was asked for and lets go of the database.
    pub async fn close(&self) {
        self.writer.close().await;
        self.read.close().await;
        self.write.close().await;
    }

    /// Connections to read with. Hold none while waiting for anything else.
    pub fn read(&self) -> &SqlitePool {
        &self.read
    }
}

/// Connections that never age: a `memory:` database dies with its only one.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// A JSON column.
fn json(row: &SqliteRow, column: &'static str) -> Result<Value, StoreError> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|error| unread(column, error))
}

fn json_text(value: &Value) -> String {
    value.to_string()
}

fn unread(what: &str, error: impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable(format!("{what}: {error}"))
}
