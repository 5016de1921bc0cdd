//! Tokens: what asking a model costs.

use std::sync::{Arc, Mutex, PoisonError};

/// Tokens of requests and of their answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub input: u64,
    pub output: u64,
}

impl Usage {
    pub fn is_none(self) -> bool {
        self == Usage::default()
    }

    pub fn plus(self, more: Usage) -> Usage {
        Usage {
            input: self.input.saturating_add(more.input),
            output: self.output.saturating_add(more.output),
        }
    }
}

/// Counts what one reply or one judgement spends. Clones count together, so whoever asked for it
/// reads here what was spent also where they do not wait for its end.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<Mutex<Usage>>);

impl Meter {
    pub fn add(&self, more: Usage) {
        let mut total = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *total = total.plus(more);
    }

    /// All that was spent so far.
    pub fn total(&self) -> Usage {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
