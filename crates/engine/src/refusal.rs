//! Why the engine did not do as asked, in words for whoever asked.

use crate::store::StoreError;

/// A refusal; each API puts it into its own form.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Refusal {
    /// It does not exist.
    #[error("{0}")]
    Unknown(String),
    /// Whoever asks may not, or not any more.
    #[error("{0}")]
    NotAdmitted(String),
    /// What is asked does not go with what there is.
    #[error("{0}")]
    Conflict(String),
    /// Something given is wrong.
    #[error("{sentence}")]
    Invalid {
        /// What was given.
        member: &'static str,
        sentence: String,
    },
    /// There were too many; trying again can succeed after so many seconds.
    #[error("{sentence}")]
    TooMany { sentence: String, seconds: u64 },
    #[error(transparent)]
    Store(#[from] StoreError),
}
