//! What became of a run.

use serde_json::json;
use vivavoce_protocol::wire::Event;

use super::Run;

/// What became of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Finished,
    /// A limit ended it before its end: what was said stands.
    Cut,
    /// The visitor stopped it, or the session ended.
    Cancelled,
    Failed {
        code: &'static str,
        /// For the visitor.
        message: String,
    },
}

impl Outcome {
    /// Its process is gone or going.
    pub fn interrupted() -> Self {
        Outcome::Failed {
            code: "interrupted",
            message: "The reply was interrupted. Please try again.".to_owned(),
        }
    }

    pub fn column(&self) -> &'static str {
        match self {
            Outcome::Finished | Outcome::Cut => "finished",
            Outcome::Cancelled => "cancelled",
            Outcome::Failed { .. } => "failed",
        }
    }

    pub fn event(self, run: &Run) -> Event {
        let (thread_id, run_id) = (run.session_id.clone(), run.run_id.clone());
        match self {
            Outcome::Finished => Event::RunFinished {
                thread_id,
                run_id,
                result: None,
            },
            Outcome::Cut => Event::RunFinished {
                thread_id,
                run_id,
                result: Some(json!({ "status": "cut" })),
            },
            Outcome::Cancelled => Event::RunFinished {
                thread_id,
                run_id,
                result: Some(json!({ "status": "cancelled" })),
            },
            Outcome::Failed { code, message } => Event::RunError {
                message,
                code: Some(code.to_owned()),
                run_id: Some(run_id),
            },
        }
    }
}
