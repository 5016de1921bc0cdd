//! The types that widget and server exchange under `/api/embed` (our own protocol).
//!
//! Read leniently, write exactly: every field a reader can do without has a default, and an
//! unknown event is passed over. Times are Unix milliseconds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

mod json;
#[cfg(test)]
mod tests;

pub use json::sentence;

/// Dynamic variables: the `t_` parameters without their prefix.
pub type Variables = BTreeMap<String, String>;

/// What a visitor may know of a scenario. Never its `description` or `ai_instructions`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScenarioFacts {
    pub id: String,
    pub slug: Option<String>,
    pub name: String,
    pub user_friendly_description: Option<String>,
    /// Names of the `{{ variables }}` its instructions use.
    pub variables: Vec<String>,
    pub is_public: bool,
    pub is_recording: bool,
    pub requires_passcode: bool,
    /// The owner skips the review step.
    pub is_auto_submit: bool,
    /// Results may be shown to the visitor.
    pub shows_results: bool,
    pub max_duration_seconds: Option<u32>,
    /// The agent speaks first.
    pub greets: bool,
    pub avatar_url: Option<String>,
    pub language: Option<String>,
    /// When the access this was answered to ends; `None` where none is needed.
    pub access_expires_at: Option<i64>,
}

/// The `<script type="application/json" id="vivavoce-config">` inside the served page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageConfig {
    pub deployment: Deployment,
    /// `None` where the scenario is locked or unknown; `missing` tells which.
    pub scenario: Option<ScenarioFacts>,
    pub locked: Option<Lock>,
    pub missing: bool,
    /// CSS custom properties computed with `theme`, set before the first paint.
    pub theme: Vec<(String, String)>,
    /// `light`, `dark`, or `auto` where the visitor's scheme decides.
    pub scheme: String,
}

/// What the operator of this deployment fixed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Deployment {
    /// Origin (and path prefix) of the API; empty: the page's own origin.
    pub api: String,
    /// Exact origins that may frame us and hear us; empty: anyone.
    pub allowed_hosts: Vec<String>,
    /// Hosts images may be fetched from, beside our own origin.
    pub image_hosts: Vec<String>,
    pub branding: Option<Branding>,
    /// Names `?backend=` may use, with their dialect.
    pub backends: Vec<BackendFacts>,
    /// Which of them answers where the address names none; `None`: our own agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backend: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Branding {
    pub text: String,
    pub url: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackendFacts {
    pub name: String,
    pub dialect: String,
    pub title: Option<String>,
    pub description: Option<String>,
    /// Where the vendor is reached without the relay; `None`: `/relay/{name}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Agentok: which generation of its API; `None`: the dialect's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<u32>,
    /// Tovie: the path below the address where an application's state is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_path: Option<String>,
}

/// Why a scenario does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lock {
    /// Private: an access token is needed.
    Token,
    /// A passcode opens it.
    Passcode,
}

/// `POST /api/embed/access`; exactly one of `token` and `passcode`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessRequest {
    pub scenario_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passcode: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessGranted {
    pub bearer: String,
    pub expires_at: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct User {
    pub name: String,
    pub email: String,
}

/// `POST /api/embed/sessions`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateSession {
    /// Id or slug.
    pub scenario_id: String,
    /// `full`, `basic` or `minimal`.
    pub style: String,
    pub user: User,
    pub variables: Variables,
    /// BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backend: Option<String>,
    /// Id of a session to resume; needs access to it, otherwise a new one starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restore: Option<String>,
    /// The server enforces the smaller of this and the scenario's own limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_duration_seconds: Option<u32>,
    /// `false`: no transcript is kept after the results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcribe: Option<bool>,
    /// `EMBED` unless the playground says `PREVIEW`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// [`SessionCreated::visitor`] of an earlier session with this backend, if this device kept one:
    /// what was begun at the vendor then can be gone on with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionCreated {
    pub session_id: String,
    /// Bound to this session; lasts until an hour after its end.
    pub session_token: String,
    pub expires_at: i64,
    pub last_seq: u64,
    pub started_at: i64,
    /// What the server enforces, if anything.
    pub max_duration_seconds: Option<u32>,
    /// An earlier session was resumed.
    pub restored: bool,
    /// Told once to a visitor new to the backend: a secret, to be kept on this device for this
    /// backend and shown when the next session is created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor: Option<String>,
}

/// `POST …/turns`, with an `Idempotency-Key` header that becomes the turn's id and the visitor
/// entry's `messageId`: 8 to 64 of `[0-9A-Za-z_-]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateTurn {
    pub text: String,
    /// Id of the choice that was pressed, where the text came from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TurnCreated {
    pub turn_id: String,
    pub seq: u64,
}

/// `POST …/stop`; as `text/plain` it carries the token itself, because a beacon has no headers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StopRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_token: Option<String>,
    pub reason: StopReason,
}

/// Why a session ended. `Visitor` and `Agent` complete it, the others terminate it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    #[default]
    Visitor,
    Agent,
    MaxDuration,
    Silence,
    /// Contact was lost for good; also what an unknown reason reads as.
    #[serde(other)]
    Lost,
}

impl StopReason {
    /// Ended by force: `onTerminated` rather than `onStop`.
    pub fn is_forced(self) -> bool {
        !matches!(self, StopReason::Visitor | StopReason::Agent)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubmitRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// One note of the host's `session_notes` message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    pub text: String,
    pub timestamp: i64,
    pub source: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NotesRequest {
    pub notes: Vec<Note>,
}

/// `GET …/events` as JSON: `?after=N&wait=0…25` (seconds).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventsPage {
    pub events: Vec<LogEvent>,
    /// The newest `seq` of the log, whether or not in this page.
    pub last_seq: u64,
    /// A run is open, so more is to come.
    pub running: bool,
}

/// One event of a session's log, as stored and as streamed (`id:` is `seq`, `data:` this JSON).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogEvent {
    /// 1 for a session's first event, then without gaps.
    pub seq: u64,
    pub timestamp: i64,
    #[serde(flatten)]
    pub event: Event,
}

/// The AG-UI vocabulary our log uses (source: the AG-UI protocol documentation, "Events").
///
/// `threadId` is the session id, `runId` the turn id. The visitor's message stands inside the run
/// with `role: "user"`, and its `messageId` is the turn's id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub enum Event {
    RunStarted {
        #[serde(default)]
        thread_id: String,
        run_id: String,
    },
    TextMessageStart {
        message_id: String,
        #[serde(default = "assistant")]
        role: String,
    },
    TextMessageContent {
        message_id: String,
        delta: String,
    },
    TextMessageEnd {
        message_id: String,
    },
    ToolCallStart {
        tool_call_id: String,
        tool_call_name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent_message_id: Option<String>,
    },
    ToolCallArgs {
        tool_call_id: String,
        delta: String,
    },
    ToolCallEnd {
        tool_call_id: String,
    },
    ToolCallResult {
        #[serde(default)]
        message_id: String,
        tool_call_id: String,
        #[serde(default)]
        content: String,
    },
    RunFinished {
        #[serde(default)]
        thread_id: String,
        run_id: String,
        /// `{"status":"cancelled"}` after "Stop generating"; `{"status":"aside"}` where a person
        /// took the agent's place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        result: Option<Value>,
    },
    RunError {
        #[serde(default)]
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// Ours beside AG-UI's fields: which run failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        run_id: Option<String>,
    },
    /// See [`custom`] for the names.
    Custom {
        name: String,
        #[serde(default)]
        value: Value,
    },
    /// Anything newer than this build. Keeps its `seq`, shows nothing.
    #[serde(other)]
    Other,
}

fn assistant() -> String {
    "assistant".to_owned()
}

/// Names of our `CUSTOM` events. Those beginning with `session.` stand between runs.
pub mod custom {
    /// [`super::Choices`]: buttons under the message `message_id`.
    pub const CHOICES: &str = "choices";
    /// `{started_at, scenario_name}`.
    pub const SESSION_STARTED: &str = "session.started";
    /// `{reason: StopReason}`.
    pub const SESSION_STOPPED: &str = "session.stopped";
    /// `{comment?}`.
    pub const SESSION_SUBMITTED: &str = "session.submitted";
    /// The results are ready (`GET …/results`).
    pub const SESSION_ANALYZED: &str = "session.analyzed";
    /// `{}`: the agent waits for exactly an answer to what it said last. Beside choices, for systems
    /// that tell waiting from having ended.
    pub const ASK: &str = "ask";
    /// [`super::NotesRequest`].
    pub const SESSION_NOTES: &str = "session.notes";
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Choices {
    pub message_id: String,
    pub choices: Vec<Choice>,
}

/// One button the agent offers. Pressing it sends `text` and names `id`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    pub id: String,
    pub text: String,
    /// Opens this address instead of sending (checked against the link policy before use).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// `GET …/results`. `status` says which of the rest to expect.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Results {
    pub status: ResultsStatus,
    /// 0.0 to 10.0; `None` without a rubric and without a model.
    pub score: Option<f64>,
    /// Who gave the score.
    pub score_source: ScoreSource,
    pub report_card: Vec<Criterion>,
    pub strengths: Vec<String>,
    pub weaknesses: Vec<String>,
    pub action_items: Vec<String>,
    pub feedback: Option<String>,
    pub figures: Figures,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultsStatus {
    #[default]
    Analyzing,
    Ready,
    /// The owner keeps them: say thank you.
    Restricted,
    Failed,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreSource {
    #[default]
    Measured,
    Model,
}

/// One row of the report card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Criterion {
    pub topic: String,
    /// 0.0 to 10.0.
    pub score: f64,
    pub score_str: String,
    pub note: String,
    pub weight: Option<f64>,
}

/// What can be counted in a transcript without judging it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Figures {
    pub duration_seconds: u32,
    pub visitor_turns: u32,
    pub agent_turns: u32,
    pub visitor_words: u32,
    pub agent_words: u32,
    /// The visitor's share of all words, 0.0 to 1.0.
    pub talk_share: f64,
    /// Mean words per visitor turn.
    pub words_per_turn: f64,
    /// Mean seconds between the agent's last word and the visitor's answer.
    pub response_seconds: Option<f64>,
    pub visitor_questions: u32,
    pub agent_questions: u32,
    /// Filler words of the visitor ("um", "like", …).
    pub fillers: u32,
    /// Share of the rubric's criteria the visitor touched, 0.0 to 1.0; `None` without a rubric.
    pub rubric_coverage: Option<f64>,
}
