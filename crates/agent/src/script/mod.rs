//! A scenario's script: what it may say, and where that is wrong.
//!
//! The format is described for authors in `docs/scenario-scripts.md`. [`validate`] reads it;
//! [`play::reply`] plays it.

mod check;
mod checked;
mod known;
mod matching;
pub mod play;
mod problem;
mod source;

use serde_json::Value;

pub use checked::Script;
pub use problem::{Problem, ScriptError};

/// Reads a script. The error names every mistake with its place.
pub fn validate(script: &Value) -> Result<Script, ScriptError> {
    check::read(script)
}

#[cfg(test)]
mod tests;
