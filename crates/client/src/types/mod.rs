//! What the API takes and gives.
//!
//! Read leniently: a member that an older server leaves out has its default, and one that is newer
//! than this build is passed over. Times are ISO 8601 in UTC, as texts.

use std::collections::BTreeMap;

use serde_json::Value;

mod access;
mod account;
mod scenario;
mod session;

pub use access::{AccessToken, AccessTokenForm};
pub use account::{
    Account, AccountClosed, AccountForm, AccountList, Check, CheckForm, Key, KeyForm, KeyList,
    KeyRevoked, KeyState, NewKey,
};
pub use scenario::{
    AnalysisAccess, Appearance, EmbedUrls, ExtractionVariable, FeaturedList, FeaturedScenario,
    Pricing, Removed, Scenario, ScenarioForm, ScenarioList, SessionAnalysis, Strategy,
};
pub use session::{
    Analysis, AnalyzeForm, Criterion, Evaluation, Figures, Improvement, Line, PageMeta, Role,
    ScoreSource, Session, SessionDetail, SessionPage, SessionStatus, ShortEvaluation,
};

/// A JSON object whose members are not fixed.
pub type Object = BTreeMap<String, Value>;
