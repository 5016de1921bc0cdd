//! Everything that outlives a process.
//!
//! SQL text is the same for every engine; only this module names SQLite. All writing goes through
//! [`Store::write`], which commits many callers' work with one sync of the disk.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

pub mod passcode;
mod types;

pub use types::*;

/// Why the store did not do as asked.
#[derive(Debug, thiserror::Error)]
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
}

impl Store {
    /// Opens or creates the database and brings its schema up to date.
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        let store = match database {
            Database::Sqlite(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // An acknowledged turn survives a power cut.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(5))
                    .foreign_keys(true);
                Self {
                    write: pool(1).connect_with(options.clone()).await?,
                    read: pool(4).connect_with(options).await?,
                }
            }
            Database::Memory => {
                // A second connection would see another, empty database.
                let options = SqliteConnectOptions::from_str("sqlite::memory:")?.foreign_keys(true);
                let only = pool(1).connect_with(options).await?;
                Self {
                    read: only.clone(),
                    write: only,
                }
            }
        };
        sqlx::migrate!("migrations/sqlite")
            .run(&store.write)
            .await
            .map_err(|error| StoreError::Database(error.to_string()))?;
        Ok(store)
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
