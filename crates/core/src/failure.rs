//! An error as told to a person.

use serde::{Deserialize, Serialize};

/// What went wrong, in the terms a visitor can act upon. The sentences are the view's
/// (`strings`); this type only says which one and whether trying again could help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Failure {
    /// No network, as far as the browser knows.
    Offline,
    /// The server could not be reached or did not answer in time.
    Unreachable,
    /// 401/403: no access, or the access expired.
    Refused,
    /// 404: the scenario or session does not exist (any more).
    Missing,
    /// 429/503: too many requests; `retry_after` in milliseconds where the server said.
    Busy { retry_after: Option<u64> },
    /// 413/422: what was sent cannot be accepted as it is; the server's sentence.
    Rejected { detail: String },
    /// The agent behind the server failed; the server's sentence for the visitor.
    Agent { detail: String },
    /// An answer we do not understand.
    Protocol,
}

/// Whether the same thing could work when tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    Now,
    WhenOnline,
    Later,
    Never,
}

impl Failure {
    /// The failure an HTTP status stands for; `None` for a success.
    pub fn from_status(status: u16, retry_after: Option<u64>, detail: &str) -> Option<Failure> {
        Some(match status {
            200..=299 => return None,
            401 | 403 => Failure::Refused,
            404 | 410 => Failure::Missing,
            429 | 503 => Failure::Busy { retry_after },
            400 | 409 | 413 | 415 | 422 => Failure::Rejected {
                detail: detail.to_owned(),
            },
            500..=599 | 408 => Failure::Unreachable,
            _ => Failure::Protocol,
        })
    }

    pub fn retry(&self) -> Retry {
        match self {
            Failure::Offline => Retry::WhenOnline,
            Failure::Unreachable | Failure::Agent { .. } => Retry::Now,
            Failure::Busy { .. } => Retry::Later,
            Failure::Refused | Failure::Missing | Failure::Rejected { .. } | Failure::Protocol => {
                Retry::Never
            }
        }
    }
}
