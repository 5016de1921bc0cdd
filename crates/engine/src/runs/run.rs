//! The name of a run.

/// Names a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    pub session_id: String,
    pub run_id: String,
}
