//! Why a command was not carried out.

use vivavoce_engine::store::StoreError;

/// Why a command was not carried out: a sentence.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("{0}")]
    Refused(String),
    #[error("the database answered")]
    Store(#[from] StoreError),
}
