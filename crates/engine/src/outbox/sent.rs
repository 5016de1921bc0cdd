//! What a try to send something came to.

use std::time::Duration;

/// What a try came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent {
    Delivered,
    /// The address is gone for good, and says so.
    Gone,
    Failed {
        detail: String,
        /// The receiver wants at least this pause.
        pause: Option<Duration>,
    },
    /// Trying again cannot help.
    Hopeless(String),
}

impl Sent {
    pub fn failed(detail: String) -> Self {
        Sent::Failed {
            detail,
            pause: None,
        }
    }
}
