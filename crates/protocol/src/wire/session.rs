//! A session: its beginning, its turns and notes, its end.

use serde::{Deserialize, Serialize};

use super::{Acceptance, Variables};

/// Who the visitor says to be. Nothing of it is verified.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = Visitor))]
pub struct User {
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub name: String,
    #[cfg_attr(feature = "schema", schema(max_length = 254))]
    pub email: String,
}

/// A session to begin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(utoipa::ToSchema),
    schema(as = SessionForm, example = json!({
        "scenario_id": "demo-interview",
        "style": "full",
        "user": {"name": "John Doe", "email": "john.doe@example.com"},
        "variables": {"company_name": "Acme Corp", "role": "Manager"}
    }))
)]
pub struct CreateSession {
    /// Its id or slug.
    #[cfg_attr(feature = "schema", schema(required = true, min_length = 1))]
    pub scenario_id: String,
    /// `full`, `basic` or `minimal`.
    #[cfg_attr(
        feature = "schema",
        schema(required = true, pattern = "^(full|basic|minimal)$")
    )]
    pub style: String,
    pub user: User,
    /// The `t_` values without their prefix.
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, String>))]
    pub variables: Variables,
    /// BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 35))]
    pub language: Option<String>,
    /// What the visitor reads the interface in, BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 35))]
    pub interface_language: Option<String>,
    /// What the visitor accepted: as the scenario's facts name it, which require it. Of a session that is
    /// resumed nothing is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Acceptance>,
    /// Which configured backend answers; a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backend: Option<String>,
    /// A session to resume; without its token, or an access token for it, a new one begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restore: Option<String>,
    /// The session ends by itself then, or earlier where the scenario says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(minimum = 1))]
    pub max_duration_seconds: Option<u32>,
    /// `false`: no transcript is kept after the results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcribe: Option<bool>,
    /// `PREVIEW`: it does not count. Believed of who holds a token that was minted for trying out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What an earlier session with this backend was answered as `visitor`: what was begun at the
    /// vendor then can be gone on with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor: Option<String>,
}

/// A session that runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SessionCreated {
    #[serde(default)]
    pub session_id: String,
    /// Opens this session until an hour after its end.
    #[serde(default)]
    pub session_token: String,
    /// Ends this session and does nothing else: for a page that is not to have the token.
    #[serde(default)]
    pub stop_ticket: String,
    /// Unix milliseconds.
    #[serde(default)]
    pub expires_at: i64,
    /// The number of the log's newest event.
    #[serde(default)]
    pub last_seq: u64,
    /// Unix milliseconds.
    #[serde(default)]
    pub started_at: i64,
    /// What the server enforces, if anything.
    pub max_duration_seconds: Option<u32>,
    /// An earlier session was resumed.
    #[serde(default)]
    pub restored: bool,
    /// To a visitor new to a backend, once: a secret that makes the next session theirs too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(nullable = false))]
    pub visitor: Option<String>,
}

/// What the visitor says.
//
// Its `Idempotency-Key` header becomes the turn's id and the visitor entry's `messageId`: 8 to 64 of
// `[0-9A-Za-z_-]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(utoipa::ToSchema),
    schema(as = TurnForm, example = json!({"text": "I have led a team of five for three years."}))
)]
pub struct CreateTurn {
    #[cfg_attr(
        feature = "schema",
        schema(required = true, min_length = 1, max_length = 8_000)
    )]
    pub text: String,
    /// The id of the choice that was pressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub choice: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TurnCreated {
    /// The `Idempotency-Key`.
    pub turn_id: String,
    /// The number of the event it begins with.
    pub seq: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TurnCancelled {
    pub turn_id: String,
    /// How the turn ended.
    pub status: String,
}

/// The end of a session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(utoipa::ToSchema),
    schema(as = StopForm, example = json!({"reason": "visitor"}))
)]
pub struct StopRequest {
    /// For a beacon, which has no headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_token: Option<String>,
    /// Instead of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_ticket: Option<String>,
    pub reason: StopReason,
}

/// A page that goes away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(utoipa::ToSchema),
    schema(as = LeaveForm, example = json!({}))
)]
pub struct LeaveRequest {
    /// For a beacon, which has no headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_token: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SessionStopped {
    pub session_id: String,
    /// `completed` or `terminated`; `active` where it goes on nevertheless.
    pub status: String,
    pub reason: Option<StopReason>,
    /// Unix milliseconds.
    pub ended_at: Option<i64>,
}

/// Why a session ended: `visitor` and `agent` complete it, the others terminate it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(
    feature = "schema",
    derive(utoipa::ToSchema),
    schema(as = SubmitForm, example = json!({"comment": "That was useful."}))
)]
pub struct SubmitRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 4_000))]
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SessionSubmitted {
    /// `submitted`.
    pub status: String,
    /// Unix milliseconds; of the first time.
    pub submitted_at: i64,
}

/// One note of the host's `session_notes` message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Note {
    #[cfg_attr(feature = "schema", schema(required = true, max_length = 4_000))]
    pub text: String,
    /// Unix milliseconds.
    pub timestamp: i64,
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub source: String,
}

/// Notes of the page around the embed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(utoipa::ToSchema),
    schema(as = NotesForm, example = json!({
        "notes": [{"text": "User hesitated on pricing", "timestamp": 1705312800000_i64, "source": "evaluator"}]
    }))
)]
pub struct NotesRequest {
    #[cfg_attr(feature = "schema", schema(required = true, max_items = 50))]
    pub notes: Vec<Note>,
}
