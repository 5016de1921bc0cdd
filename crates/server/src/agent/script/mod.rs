//! A scenario's script: what it may say, and where that is wrong.

use std::fmt;

use serde_json::Value;

/// A checked script.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {}

/// Everything that is wrong with a script. Never empty.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", .problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct ScriptError {
    pub problems: Vec<Problem>,
}

/// One mistake and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Keys and indices from the script inwards, such as `["steps", 3, "goto"]`: what a 422 puts
    /// after `["body", "script"]` in its `loc`.
    pub loc: Vec<Value>,
    /// A sentence that says what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Reads a script. The error names every mistake with its place.
pub fn validate(_script: &Value) -> Result<Script, ScriptError> {
    Ok(Script {})
}
