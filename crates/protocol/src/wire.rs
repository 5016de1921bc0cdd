//! The types that widget and server exchange under `/api/embed` (our own protocol).
//!
//! Read leniently, write exactly: every field a reader can do without has a default, and an
//! unknown event is passed over. Times are Unix milliseconds.

use std::collections::BTreeMap;

mod log;
mod page;
mod refusal;
mod results;
mod scenario;
mod session;

pub use log::{Choice, Choices, Event, EventsPage, LogEvent, custom};
pub use page::{BackendFacts, Branding, Deployment, PageConfig};
pub use refusal::sentence;
pub use results::{Criterion, Figures, Results, ResultsStatus, ScoreSource};
pub use scenario::{Acceptance, AccessGranted, AccessRequest, Lock, ScenarioFacts};
pub use session::{
    CreateSession, CreateTurn, LeaveRequest, Note, NotesRequest, SessionCreated, SessionStopped,
    SessionSubmitted, StopReason, StopRequest, SubmitRequest, TurnCancelled, TurnCreated, User,
};

/// Dynamic variables: the `t_` parameters without their prefix.
pub type Variables = BTreeMap<String, String>;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::{of, text};

    #[test]
    fn a_word_newer_than_this_build_costs_only_what_it_says() {
        let page = json!({"locked": "retina", "scheme": "dark", "missing": false});
        let page: PageConfig = of(&page).unwrap();
        assert_eq!(page.locked, Some(Lock::Token), "locked all the same");
        assert_eq!(page.scheme, "dark");
        assert_eq!(
            of(&json!({"opens_at": 1_893_456_000_000_i64})),
            Some(Lock::OpensAt(1_893_456_000_000))
        );

        let results = json!({"status": "ready", "score": 7.4, "score_source": "oracle"});
        let results: Results = of(&results).unwrap();
        assert_eq!(results.score, Some(7.4));
        assert_eq!(results.score_source, ScoreSource::Measured);
        assert_eq!(of(&json!("archived")), Some(ResultsStatus::Analyzing));

        assert_eq!(of(&json!("earthquake")), Some(StopReason::Lost));
        assert_eq!(of::<StopReason>(&json!(7)), None);
    }

    #[test]
    fn every_word_is_read_as_it_is_written() {
        for lock in [
            Lock::Token,
            Lock::Passcode,
            Lock::Paid,
            Lock::OpensAt(1_893_456_000_000),
            Lock::ClosedAt(7),
        ] {
            assert_eq!(of(&json!(lock)), Some(lock));
        }
        for reason in [
            StopReason::Visitor,
            StopReason::Agent,
            StopReason::MaxDuration,
            StopReason::Silence,
            StopReason::Lost,
        ] {
            assert_eq!(of(&json!(reason)), Some(reason));
        }
        for status in [
            ResultsStatus::Analyzing,
            ResultsStatus::Ready,
            ResultsStatus::Restricted,
            ResultsStatus::Failed,
        ] {
            assert_eq!(of(&json!(status)), Some(status));
        }
        for source in [ScoreSource::Measured, ScoreSource::Model] {
            assert_eq!(of(&json!(source)), Some(source));
        }
    }

    #[test]
    fn what_is_missing_is_what_it_is_by_default() {
        assert_eq!(of(&json!({})), Some(PageConfig::default()));
        assert_eq!(of(&json!({})), Some(ScenarioFacts::default()));
        assert_eq!(of(&json!({})), Some(SessionCreated::default()));
        assert_eq!(of(&json!({})), Some(Results::default()));
        // A member that is newer is passed over.
        assert_eq!(of(&json!({"later": [1]})), Some(SessionCreated::default()));
        assert_eq!(of::<Results>(&json!(null)), None);
    }

    #[test]
    fn what_is_not_asked_for_is_not_written() {
        let create = CreateSession {
            scenario_id: "demo".to_owned(),
            ..CreateSession::default()
        };
        let written =
            r#"{"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}"#;
        assert_eq!(text(&create), written);
    }
}
