//! What is wrong with a script.

use std::fmt;

use serde_json::Value;

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
        for (at, part) in self.loc.iter().enumerate() {
            match part {
                Value::String(key) if at == 0 => write!(f, "{key}")?,
                Value::String(key) => write!(f, ".{key}")?,
                index => write!(f, "[{index}]")?,
            }
        }
        let separator = if self.loc.is_empty() { "" } else { ": " };
        write!(f, "{separator}{}", self.message)
    }
}
