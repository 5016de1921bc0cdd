//! Everything that outlives a process.
//!
//! SQL text is the same for every engine; only this module names SQLite. All writing goes through
//! [`Store::write`], which commits many callers' work with one sync of the disk.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use constant_time_eq::constant_time_eq;
use futures_util::future::BoxFuture;
use serde_json::Value;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::query::QueryScalar;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Sqlite, SqlitePool};

pub mod accounts;
pub mod analyses;
mod conversations;
mod disk;
mod error;
mod insights;
mod integrations;
pub mod knowledge;
pub mod leads;
mod opens;
mod orders;
pub mod outbox;
pub mod passcode;
pub mod personal;
mod purchases;
pub mod recipients;
mod records;
pub mod relay;
mod removal;
mod scenarios;
pub mod sessions;
pub mod spending;
mod types;
pub mod visitors;
pub mod webhooks;
mod writer;

pub use analyses::{Analysis, Asked, Extraction, Judgement};
pub use conversations::{Conversation, ConversationFilter, Former, Identity};
use disk::Disk;
pub use error::{StoreError, unread};
pub use insights::{Span, Unread};
pub use integrations::Integration;
pub use leads::Lead;
pub use opens::Opens;
pub use orders::{Order, OrderItem, OrderStatus, ShopEvent, ShopEventKind};
pub use outbox::{Except, Parcel, Settled, TooMany};
pub use personal::{Erasure, Person};
pub use purchases::{Purchase, PurchaseFilter, PurchaseStatus, Recorded, RequestKey};
pub use recipients::Recipient;
pub use records::Record;
pub use removal::BREATH;
pub use removal::{Going, RESTED_CHATS, RESTED_CLIENTS};
pub use spending::Spending;
pub use types::*;
pub use webhooks::Webhook;
pub use writer::Tx;
use writer::Writer;

/// Rows of a list in which nobody pages: what stands in one answer is bounded.
pub const LISTED: u32 = 2_000;

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
    /// What owners read with: see [`Store::for_owners`].
    owners: SqlitePool,
    write: SqlitePool,
    writer: Writer,
    disk: Disk,
}

impl Store {
    /// Opens or creates the database and brings its schema up to date.
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        Self::open_as(database, READING, true).await
    }

    /// The same beside whoever may be using the database: one of an earlier version is left alone
    /// ([`StoreError::Older`]). A database that does not exist is created.
    pub async fn open_beside(database: &Database) -> Result<Self, StoreError> {
        Self::open_as(database, READING, false).await
    }

    /// Nothing is read for longer than `reading`.
    async fn open_as(
        database: &Database,
        reading: Duration,
        migrates: bool,
    ) -> Result<Self, StoreError> {
        let options = match database {
            Database::Sqlite(path) => {
                keep_to_ourselves(path);
                SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // An acknowledged turn survives a power cut.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(5))
                    // What was removed is written over, and not only unlinked.
                    .pragma("secure_delete", "on")
                    .foreign_keys(true)
            }
            Database::Memory => {
                SqliteConnectOptions::from_str("sqlite::memory:")?.foreign_keys(true)
            }
        };
        let write = pool(1);
        let write = match database {
            Database::Sqlite(_) => write,
            // Whoever goes away while the connection is tried takes it, and all there is, along.
            Database::Memory => write.test_before_acquire(false),
        };
        let write = write.connect_with(options.clone()).await?;
        if !migrates && is_older(&write).await? {
            return Err(StoreError::Older);
        }
        SCHEMA.run(&write).await.map_err(|error| match error {
            MigrateError::VersionMissing(version) => StoreError::Newer(version),
            other => StoreError::Database(other.to_string()),
        })?;
        // Only now: a connection that knew the schema of before would read rows of after.
        let (read, owners) = match database {
            Database::Sqlite(_) => (
                timed(pool(READERS), reading)
                    .connect_with(options.clone())
                    .await?,
                timed(pool(OWNERS), reading).connect_with(options).await?,
            ),
            // A second connection would see another, empty database.
            Database::Memory => (write.clone(), write.clone()),
        };
        let folder = match database {
            // A name without a folder lies in the working directory.
            Database::Sqlite(path) => path.parent().map(|folder| Path::new(".").join(folder)),
            Database::Memory => None,
        };
        Ok(Self {
            disk: Disk::new(folder),
            read,
            owners,
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

    /// [`StoreError::NoRoom`] where fewer than `floor` bytes of the disk are free.
    pub fn check_room(&self, floor: u64) -> Result<(), StoreError> {
        match self.disk.free() {
            Some(free) if free < floor => {
                tracing::error!(free, floor, "the disk is nearly full; no session begins");
                Err(StoreError::NoRoom)
            }
            _ => Ok(()),
        }
    }

    /// Writes, to see whether anything can be written.
    pub async fn write_health(&self, now: i64) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE health SET at = $1 WHERE id = 1")
                    .bind(now)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// The same for calls of owners and their systems, whose lists may be long: they read with connections
    /// of their own, so that no visitor waits for them.
    #[must_use]
    pub fn for_owners(&self) -> Store {
        Store {
            read: self.owners.clone(),
            ..self.clone()
        }
    }

    /// Commits what was asked for and lets go of the database.
    pub async fn close(&self) {
        self.writer.close().await;
        self.read.close().await;
        self.owners.close().await;
        self.write.close().await;
    }

    /// Connections to read with. Hold none while waiting for anything else.
    pub fn read(&self) -> &SqlitePool {
        &self.read
    }
}

/// Every step of the schema.
static SCHEMA: Migrator = sqlx::migrate!("migrations/sqlite");

/// Whether a database has a schema, and not all of ours.
async fn is_older(pool: &SqlitePool) -> Result<bool, StoreError> {
    let has_any: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations'")
            .fetch_optional(pool)
            .await?;
    if has_any.is_none() {
        return Ok(false);
    }
    let steps: Vec<i64> = sqlx::query_scalar("SELECT version FROM _sqlx_migrations")
        .fetch_all(pool)
        .await?;
    let is_missing = |version| !steps.contains(&version);
    Ok(!steps.is_empty() && SCHEMA.iter().any(|step| is_missing(step.version)))
}

/// Makes a database's files, and those there are, readable by this system user alone: they hold what
/// was said, and secrets that sign. SQLite gives the files beside it the same rights.
#[cfg(unix)]
fn keep_to_ourselves(path: &Path) {
    use std::fs::{OpenOptions, Permissions, set_permissions};
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};

    // One that cannot be made is told of where it is opened.
    let mut made = OpenOptions::new();
    made.append(true).create(true).mode(0o600).open(path).ok();
    for beside in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(beside);
        let file = Path::new(&name);
        let is_open = |metadata: std::fs::Metadata| metadata.permissions().mode() & 0o077 != 0;
        if std::fs::metadata(file).is_ok_and(is_open)
            && let Err(error) = set_permissions(file, Permissions::from_mode(0o600))
        {
            tracing::warn!(%error, file = %file.display(), "others on this machine may read the database");
        }
    }
}

#[cfg(not(unix))]
fn keep_to_ourselves(_path: &Path) {}

/// Connections visitors read with, and owners.
const READERS: u32 = 4;
const OWNERS: u32 = 3;
/// Nothing is read for longer: whatever takes more asks for too much.
const READING: Duration = Duration::from_secs(10);
/// Steps of SQLite's between two looks at the time.
const STEPS: i32 = 10_000;

/// Connections on which no statement reads for longer.
fn timed(pool: SqlitePoolOptions, reading: Duration) -> SqlitePoolOptions {
    pool.after_connect(move |conn, _| Box::pin(begin_timing(conn, reading)))
        // What sets the time asks the connection too, so that one that is gone is found out by it.
        .test_before_acquire(false)
        .before_acquire(move |conn, _| {
            Box::pin(async move {
                begin_timing(conn, reading).await?;
                Ok(true)
            })
        })
}

/// Whoever takes a connection has so long with it.
async fn begin_timing(conn: &mut SqliteConnection, reading: Duration) -> Result<(), sqlx::Error> {
    let until = Instant::now() + reading;
    conn.lock_handle()
        .await?
        .set_progress_handler(STEPS, move || Instant::now() < until);
    Ok(())
}

/// Connections that never age: a `memory:` database dies with its only one.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// [`StoreError::Changed`] where a row is not what the caller saw: asked inside the write, so that a
/// change is made to what it was made for.
pub fn unchanged<T: PartialEq>(stands: &Option<T>, seen: &Option<T>) -> Result<(), StoreError> {
    if stands == seen {
        Ok(())
    } else {
        Err(StoreError::Changed)
    }
}

/// How many of something there may be.
pub struct Cap {
    /// Whose they are, in words.
    pub owner: &'static str,
    /// What they are, in words.
    pub what: &'static str,
    pub most: i64,
}

/// [`StoreError::Full`] where `count` finds as many as there may be. Asked inside the write that adds
/// another one, so that many who add at once come no further than one after the other.
pub async fn check_count(
    conn: &mut SqliteConnection,
    cap: Cap,
    count: QueryScalar<'_, Sqlite, i64, SqliteArguments>,
) -> Result<(), StoreError> {
    let count = count.fetch_one(conn).await?;
    if count < cap.most {
        return Ok(());
    }
    let Cap { owner, what, .. } = cap;
    Err(StoreError::Full { owner, what, count })
}

/// Lets a column hold an enum, by its `read`. `#[sqlx(try_from)]` would do, but of
/// what does not convert sqlx 0.9 tells nothing ("unprintable error").
#[macro_export]
macro_rules! word_column {
    ($name:ty) => {
        impl sqlx::Type<sqlx::Sqlite> for $name {
            fn type_info() -> sqlx::sqlite::SqliteTypeInfo {
                <String as sqlx::Type<sqlx::Sqlite>>::type_info()
            }
        }

        impl<'r> sqlx::Decode<'r, sqlx::Sqlite> for $name {
            fn decode(
                value: sqlx::sqlite::SqliteValueRef<'r>,
            ) -> Result<Self, sqlx::error::BoxDynError> {
                let word = <String as sqlx::Decode<sqlx::Sqlite>>::decode(value)?;
                Self::read(&word).ok_or_else(|| word.into())
            }
        }
    };
}

/// What a secret opens, with the hash it is kept under, which the query calls `kept_hash`.
#[derive(sqlx::FromRow)]
pub struct Locked<T> {
    kept_hash: Vec<u8>,
    #[sqlx(flatten)]
    opens: T,
}

impl<T> Locked<T> {
    /// The index compares hashes, whose first bytes tell nothing of a secret; this compares them
    /// without telling where they differ all the same.
    pub fn opened_by(self, hash: &[u8]) -> Option<T> {
        constant_time_eq(&self.kept_hash, hash).then_some(self.opens)
    }
}

pub fn json_text(value: &Value) -> String {
    value.to_string()
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[tokio::test]
    async fn nobody_else_on_the_machine_reads_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let files = ["test.db", "test.db-wal", "test.db-shm"].map(|name| folder.path().join(name));
        for round in 0..2 {
            let store = Store::open(&Database::Sqlite(path.clone())).await.unwrap();
            store.write_health(round).await.unwrap();
            for file in &files {
                let mode = metadata(file).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{}", file.display());
            }
            store.close().await;
            // As an earlier version made it.
            set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        }
    }

    /// A statement that never ends.
    const ENDLESS: &str = "WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n) \
                           SELECT COUNT(*) FROM n";

    #[tokio::test]
    async fn owners_long_lists_keep_no_visitor_waiting_and_end_by_themselves() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let reading = Duration::from_millis(300);
        let store = Store::open_as(&Database::Sqlite(path), reading, true)
            .await
            .unwrap();
        let owners = store.for_owners();
        let lists = (0..OWNERS).map(|_| {
            let owners = owners.clone();
            tokio::spawn(async move {
                let read: Result<i64, _> =
                    sqlx::query_scalar(ENDLESS).fetch_one(owners.read()).await;
                read.map_err(StoreError::from)
            })
        });
        let lists: Vec<_> = lists.collect();
        while owners.read().num_idle() > 0 || owners.read().size() < OWNERS {
            tokio::task::yield_now().await;
        }
        let one: i64 = sqlx::query_scalar("SELECT 1")
            .fetch_one(store.read())
            .await
            .unwrap();
        assert_eq!(one, 1);
        for list in lists {
            assert!(matches!(list.await.unwrap(), Err(StoreError::TooSlow)));
        }
        // The connections serve on.
        let two: i64 = sqlx::query_scalar("SELECT 2")
            .fetch_one(owners.read())
            .await
            .unwrap();
        assert_eq!(two, 2);
    }
}
