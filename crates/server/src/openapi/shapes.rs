//! What the embed's protocol takes and gives, for the description. The types themselves are
//! [`vivavoce_core::wire`], which knows nothing of descriptions; tests hold the two together.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// An error.
#[derive(Serialize, ToSchema)]
pub struct Failure {
    /// A sentence that says what to do; for 422 every mistake with its place.
    pub detail: Detail,
    /// Where a scenario did not open: what opens it, `token` or `passcode`.
    #[schema(nullable = false)]
    pub locked: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Detail {
    Sentence(String),
    Mistakes(Vec<Mistake>),
}

/// One thing wrong with a request.
#[derive(Serialize, ToSchema)]
pub struct Mistake {
    /// Where, for instance `["body", "session_analysis", "is_auto_submit"]`.
    pub loc: Vec<Place>,
    pub msg: String,
    /// The kind of mistake, for machines.
    pub r#type: String,
}

#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Place {
    Member(String),
    Index(u64),
}

/// What a visitor may know of a scenario.
#[derive(Serialize, ToSchema)]
pub struct ScenarioFacts {
    pub id: String,
    #[schema(required = true)]
    pub slug: Option<String>,
    pub name: String,
    #[schema(required = true)]
    pub user_friendly_description: Option<String>,
    /// Names of the `{{ variables }}` the agent uses.
    pub variables: Vec<String>,
    pub is_public: bool,
    pub is_recording: bool,
    pub requires_passcode: bool,
    /// The visitor is not asked to submit.
    pub is_auto_submit: bool,
    /// Results may be shown to the visitor.
    pub shows_results: bool,
    #[schema(required = true)]
    pub max_duration_seconds: Option<u32>,
    /// The agent speaks first.
    pub greets: bool,
    #[schema(required = true)]
    pub avatar_url: Option<String>,
    #[schema(required = true)]
    pub language: Option<String>,
    /// When what the caller showed stops opening it, in Unix milliseconds.
    #[schema(required = true)]
    pub access_expires_at: Option<i64>,
}

/// What opens a private scenario: either a token or a passcode.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"scenario_id": "67bf56c23f44cdf6055a8165", "token": "sat_example"}))]
pub struct AccessForm {
    /// Its id or slug.
    pub scenario_id: String,
    /// As `POST /api/public/scenario-access-token` answered it.
    pub token: Option<String>,
    pub passcode: Option<String>,
}

/// Access to one scenario; the same stands in a cookie beside it.
#[derive(Serialize, ToSchema)]
pub struct AccessGranted {
    /// For the `Authorization` header.
    pub bearer: String,
    /// Unix milliseconds.
    pub expires_at: i64,
}

/// Who the visitor says to be. Nothing of it is verified.
#[derive(Serialize, ToSchema)]
pub struct Visitor {
    #[schema(max_length = 200)]
    pub name: Option<String>,
    #[schema(max_length = 320)]
    pub email: Option<String>,
}

/// A session to begin.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "scenario_id": "demo-interview",
    "style": "full",
    "user": {"name": "John Doe", "email": "john.doe@example.com"},
    "variables": {"company_name": "Acme Corp", "role": "Manager"}
}))]
pub struct SessionForm {
    /// Its id or slug.
    #[schema(min_length = 1)]
    pub scenario_id: String,
    /// `full`, `basic` or `minimal`.
    #[schema(pattern = "^(full|basic|minimal)$")]
    pub style: String,
    #[schema(nullable = false)]
    pub user: Option<Visitor>,
    /// The `t_` values without their prefix.
    #[schema(nullable = false)]
    pub variables: Option<BTreeMap<String, String>>,
    /// BCP 47.
    #[schema(max_length = 35)]
    pub language: Option<String>,
    /// Which configured backend answers; a name.
    pub backend: Option<String>,
    /// A session to resume; without its token, or an access token for it, a new one begins.
    pub restore: Option<String>,
    /// The session ends by itself then, or earlier where the scenario says so.
    #[schema(minimum = 1)]
    pub max_duration_seconds: Option<u32>,
    /// `false`: no transcript is kept after the results.
    pub transcribe: Option<bool>,
    /// `PREVIEW` where it does not count.
    pub source: Option<String>,
    /// What an earlier session with this backend was answered as `visitor`.
    pub visitor: Option<String>,
}

/// A session that runs.
#[derive(Serialize, ToSchema)]
pub struct SessionCreated {
    pub session_id: String,
    /// Opens this session until an hour after its end.
    pub session_token: String,
    /// Unix milliseconds.
    pub expires_at: i64,
    /// The number of the log's newest event.
    pub last_seq: u64,
    /// Unix milliseconds.
    pub started_at: i64,
    #[schema(required = true)]
    pub max_duration_seconds: Option<u32>,
    /// An earlier session was resumed.
    pub restored: bool,
    /// To a visitor new to a backend, once: a secret that makes the next session theirs too.
    #[schema(nullable = false)]
    pub visitor: Option<String>,
}

/// What the visitor says.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"text": "I have led a team of five for three years."}))]
pub struct TurnForm {
    #[schema(min_length = 1)]
    pub text: String,
    /// The id of the choice that was pressed.
    #[schema(max_length = 200)]
    pub choice: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct TurnCreated {
    /// The `Idempotency-Key`.
    pub turn_id: String,
    /// The number of the event it begins with.
    pub seq: u64,
}

#[derive(Serialize, ToSchema)]
pub struct TurnCancelled {
    pub turn_id: String,
    /// How the turn ended.
    pub status: String,
}

/// Notes of the page around the embed.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "notes": [{"text": "User hesitated on pricing", "timestamp": 1705312800000_i64, "source": "evaluator"}]
}))]
pub struct NotesForm {
    #[schema(max_items = 50)]
    pub notes: Vec<Note>,
}

#[derive(Serialize, ToSchema)]
pub struct Note {
    #[schema(max_length = 4_000)]
    pub text: String,
    /// Unix milliseconds.
    #[schema(nullable = false)]
    pub timestamp: Option<i64>,
    #[schema(max_length = 200, nullable = false)]
    pub source: Option<String>,
}

/// Some of a session's log.
#[derive(Serialize, ToSchema)]
pub struct EventsPage {
    pub events: Vec<LogEvent>,
    /// The number of the log's newest event, whether or not it stands here.
    pub last_seq: u64,
    /// More is to come by itself.
    pub running: bool,
}

/// One event in the vocabulary of AG-UI; its other members depend on its `type`.
#[derive(Serialize, ToSchema)]
pub struct LogEvent {
    /// 1 for a session's first event, then without gaps.
    pub seq: u64,
    /// Unix milliseconds.
    pub timestamp: i64,
    /// `RUN_STARTED`, `TEXT_MESSAGE_START`, `TEXT_MESSAGE_CONTENT`, `TEXT_MESSAGE_END`,
    /// `TOOL_CALL_START`, `TOOL_CALL_ARGS`, `TOOL_CALL_END`, `TOOL_CALL_RESULT`, `RUN_FINISHED`,
    /// `RUN_ERROR` or `CUSTOM`.
    pub r#type: String,
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// The end of a session.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"reason": "visitor"}))]
pub struct StopForm {
    /// For a beacon, which has no headers.
    pub session_token: Option<String>,
    /// `visitor` and `agent` complete the session; `max_duration`, `silence` and `lost` terminate it.
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// A page that goes away.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({}))]
pub struct LeaveForm {
    /// For a beacon, which has no headers.
    pub session_token: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct SessionStopped {
    pub session_id: String,
    /// `completed` or `terminated`.
    pub status: String,
    #[schema(required = true)]
    pub reason: Option<String>,
    /// Unix milliseconds.
    #[schema(required = true)]
    pub ended_at: Option<i64>,
}

#[derive(Serialize, ToSchema)]
#[schema(example = json!({"comment": "That was useful."}))]
pub struct SubmitForm {
    #[schema(max_length = 4_000)]
    pub comment: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct SessionSubmitted {
    /// `submitted`.
    pub status: String,
    /// Unix milliseconds; of the first time.
    pub submitted_at: i64,
}

/// What is made of a session, as the visitor sees it.
#[derive(Serialize, ToSchema)]
pub struct Results {
    /// `analyzing`, `ready`, `restricted` (the owner keeps them) or `failed`.
    pub status: String,
    /// 0 to 10; `null` without a rubric and without a model.
    #[schema(required = true)]
    pub score: Option<f64>,
    /// `measured` or `model`.
    pub score_source: String,
    pub report_card: Vec<vivavoce_client::types::Criterion>,
    pub strengths: Vec<String>,
    pub weaknesses: Vec<String>,
    pub action_items: Vec<String>,
    #[schema(required = true)]
    pub feedback: Option<String>,
    pub figures: vivavoce_client::types::Figures,
}

/// The parameters of an embed's address. Unknown ones are passed over, and a wrong value never
/// blanks the page.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(non_snake_case, reason = "the vendor's names")]
pub struct EmbedParameters {
    /// Opens a private scenario.
    pub scenarioAccessToken: Option<String>,
    /// The visitor's name; with `userEmail` the dialog is skipped.
    #[param(example = "John Doe")]
    pub userName: Option<String>,
    /// The visitor's email address.
    #[param(example = "john@example.com")]
    pub userEmail: Option<String>,
    /// The conversation's title.
    pub name: Option<String>,
    /// The accent: a Tailwind name, hex, or CSS name.
    #[param(example = "violet-500")]
    pub color: Option<String>,
    /// `white`, `black`, `transparent`, a Tailwind name, or hex.
    pub background: Option<String>,
    /// `false` turns the pulse off.
    pub showPulse: Option<String>,
    /// `true` hides the footer line.
    pub hidePoweredBy: Option<String>,
    /// `light`, `dark` or `auto`.
    pub theme: Option<String>,
    /// The language of the controls.
    pub lang: Option<String>,
    /// The conversation ends by itself after so many seconds.
    pub maxDuration: Option<String>,
    /// A session to resume.
    pub restoreSession: Option<String>,
    /// `true` marks the session as tried out (`source: "PREVIEW"`): it is counted nowhere.
    pub preview: Option<String>,
}
