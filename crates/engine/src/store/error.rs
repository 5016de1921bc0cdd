//! Why the store did not do as asked.

/// Why the store did not do as asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Something unique, named in words, exists already.
    #[error("the {0} is taken")]
    Taken(&'static str),
    #[error("the store is busy")]
    Busy,
    /// It took longer than anything may be read.
    #[error("reading this takes too long")]
    TooSlow,
    /// The disk is nearly full: nothing new begins, so that what runs can go on.
    #[error("too little of the disk is free")]
    NoRoom,
    /// A scenario's visitors, or an account's, have written as much as they may on a day, which ends in so
    /// many seconds.
    #[error("as much was written today as may be")]
    UsedUp { seconds: u64 },
    /// The same of mails an account has sent.
    #[error("as many mails were sent today as may be")]
    MailsUsedUp { seconds: u64 },
    /// There are as many of them as there may be.
    #[error("this {owner} has {count} {what} already")]
    Full {
        owner: &'static str,
        what: &'static str,
        count: i64,
    },
    /// What it belongs to, named in words, is not there any more.
    #[error("the {0} is gone")]
    Gone(&'static str),
    /// Somebody else changed it since it was read; read it again.
    #[error("it was changed meanwhile")]
    Changed,
    /// A row does not read as what it must be.
    #[error("unreadable row: {0}")]
    Unreadable(String),
    #[error(
        "this database was written by a newer version of Viva Voce (its schema has step {0}, which this \
         one does not know). Start that version, or one of its copies made before"
    )]
    Newer(i64),
    #[error(
        "this database was written by an earlier version of Viva Voce, and a server of that version may be \
         running on it. Start the server of this version in its place, or stop it and run `vivavoce-server \
         migrate`; then do this again"
    )]
    Older,
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
            sqlx::Error::Database(inner) if inner.message() == "interrupted" => StoreError::TooSlow,
            // A column's name stands there in quotation marks or without them.
            sqlx::Error::ColumnDecode { index, source } => unread(index.trim_matches('"'), source),
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

/// What does not read as `what` must.
pub fn unread(what: &str, error: impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable(format!("{what}: {error}"))
}
