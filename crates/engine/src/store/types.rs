//! What the store holds.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use vivavoce_protocol::wire::{Acceptance, StopReason, User, Variables};

/// Who owns scenarios and keys.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
pub struct Account {
    pub id: String,
    pub name: String,
    /// May feature scenarios and make accounts.
    pub is_root: bool,
    pub created_at: i64,
    /// Since when its keys open nothing and its scenarios admit nobody.
    pub closed_at: Option<i64>,
}

/// A key to one of the APIs; the key itself is known to its holder alone.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
pub struct Credential {
    pub id: String,
    pub account_id: String,
    /// Which API it opens, e.g. `public`, `agent`, `partner`.
    pub kind: String,
    pub label: String,
    /// What it is bound to beside the account, e.g. `{"scenario_id": "…"}`.
    #[sqlx(json)]
    pub scope: Value,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub revoked_at: Option<i64>,
    /// To the minute.
    pub last_used_at: Option<i64>,
    /// The key that made it, which it does not outlive.
    pub made_by: Option<String>,
}

impl Credential {
    /// `valid`, `expired` or `revoked`.
    pub fn state(&self, now: i64) -> &'static str {
        if self.revoked_at.is_some() {
            "revoked"
        } else if self.expires_at.is_some_and(|at| at <= now) {
            "expired"
        } else {
            "valid"
        }
    }
}

/// What the agent plays, and how it is offered.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
pub struct Scenario {
    /// 24 hexadecimal digits.
    pub id: String,
    /// Unique; accepted wherever the id is.
    pub slug: Option<String>,
    pub account_id: String,
    pub name: String,
    /// Internal: never shown to a visitor.
    pub description: String,
    pub user_friendly_description: Option<String>,
    /// Internal: never shown to a visitor.
    pub ai_instructions: String,
    /// A script for the built-in agent.
    #[sqlx(json(nullable))]
    pub script: Option<Value>,
    pub rubrik: Option<String>,
    /// Text of the document given with the scenario.
    pub pdf_context: Option<String>,
    pub is_public: bool,
    pub is_featured: bool,
    /// Made by [`super::passcode::hash`]; the passcode itself is not kept.
    pub passcode_hash: Option<String>,
    /// How often that was changed.
    pub passcode_epoch: i64,
    pub is_recording: bool,
    /// `default`, `always` or `never`; the vendor's `restrict_analysis: true` is `never`.
    pub analysis_access: String,
    /// Objects in the vendor's form.
    #[sqlx(json)]
    pub session_analysis: Value,
    #[sqlx(json)]
    pub appearance: Value,
    #[sqlx(json)]
    pub strategy: Value,
    #[sqlx(json)]
    pub pricing: Value,
    #[sqlx(json)]
    pub user_metadata: Value,
    /// Members of the vendor's that are kept and given back, and that nothing here acts on.
    #[sqlx(json)]
    pub vendor: Value,
    pub starts_at: Option<i64>,
    pub ends_at: Option<i64>,
    /// Origins whose pages may show it; empty: those the deployment names.
    #[sqlx(json)]
    pub allowed_hosts: Vec<String>,
    /// So long after the last word a session is removed; `None`: as the deployment says.
    pub retention_days: Option<i64>,
    /// Runs that may begin on a UTC day, and tokens that may be spent; `None`: as the deployment says.
    pub runs_per_day: Option<i64>,
    pub tokens_per_day: Option<i64>,
    /// What a visitor accepts before a conversation; http(s).
    pub terms_url: Option<String>,
    pub privacy_url: Option<String>,
    /// `{"<locale or *>": {"<key>": "<text>"}}`, over the interface's own texts.
    #[sqlx(json)]
    pub texts: Value,
    pub created_at: i64,
    pub updated_at: i64,
}

impl Scenario {
    /// The agent speaks first.
    pub fn greets(&self) -> bool {
        !flag(&self.strategy, "skip_auto_start")
    }

    /// AG-UI clients may talk to it; so they may unless it says no.
    pub fn admits_ag_ui(&self) -> bool {
        self.strategy.get("ag_ui").and_then(Value::as_bool) != Some(false)
    }

    pub fn max_duration_seconds(&self) -> Option<u32> {
        let seconds = self.strategy.get("max_duration_seconds")?.as_f64()?;
        (seconds >= 1.0).then_some(seconds as u32)
    }

    pub fn is_auto_submit(&self) -> bool {
        flag(&self.session_analysis, "is_auto_submit")
    }

    /// It has a price: `is_paid`, or an `amount` or `price` that is not zero. One that cannot be
    /// read is one: nobody asked for it to be free.
    pub fn is_paid(&self) -> bool {
        let costs = |name: &str| match self.pricing.get(name) {
            None | Some(Value::Null) => false,
            Some(value) => amount(value) != Some(0.0),
        };
        restricts(&self.pricing, "is_paid") || costs("amount") || costs("price")
    }

    /// The transcript outlives the results.
    pub fn keeps_transcript(&self) -> bool {
        !restricts(&self.strategy, "disable_transcription")
    }

    /// What a visitor has to accept before a conversation; `None`: nothing.
    pub fn asks(&self) -> Option<Acceptance> {
        let asked = Acceptance {
            terms_url: self.terms_url.clone(),
            privacy_url: self.privacy_url.clone(),
        };
        (asked != Acceptance::default()).then_some(asked)
    }

    /// Results may be shown to visitors.
    pub fn shows_results(&self) -> bool {
        matches!(self.analysis_access.as_str(), "default" | "always")
    }
}

/// An amount of money, as a number or a text. What is taken, kept and asked for is read here alone.
pub fn amount(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => {
            let number: f64 = text.trim().parse().ok()?;
            let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
            // Too small to be told from nothing, and meant to be something.
            if number == 0.0 && mantissa.contains(|c: char| matches!(c, '1'..='9')) {
                return None;
            }
            number
        }
        _ => return None,
    };
    (number.is_finite() && number >= 0.0).then_some(number)
}

/// A flag that closes something; what cannot be read does.
fn restricts(object: &Value, name: &str) -> bool {
    match object.get(name) {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(_) => true,
    }
}

fn flag(object: &Value, name: &str) -> bool {
    object.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// Who a visitor says they are: the protocol's [`User`] knows no columns.
#[derive(sqlx::FromRow)]
struct UserColumns {
    user_name: String,
    user_email: String,
}

impl From<UserColumns> for User {
    fn from(columns: UserColumns) -> Self {
        User {
            name: columns.user_name,
            email: columns.user_email,
        }
    }
}

/// Why a session ended: the protocol's [`StopReason`] knows no columns either.
#[derive(sqlx::Type)]
#[sqlx(transparent)]
struct ReasonColumn(Option<String>);

impl From<ReasonColumn> for Option<StopReason> {
    fn from(column: ReasonColumn) -> Self {
        column.0.map(|text| match text.as_str() {
            "visitor" => StopReason::Visitor,
            "agent" => StopReason::Agent,
            "max_duration" => StopReason::MaxDuration,
            "silence" => StopReason::Silence,
            _ => StopReason::Lost,
        })
    }
}

/// One conversation from start to stop.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Session {
    pub id: String,
    pub scenario_id: String,
    /// The scenario's owner.
    pub account_id: String,
    /// As it was when the session began.
    pub scenario_name: String,
    /// `full`, `basic` or `minimal`.
    pub style: String,
    #[sqlx(try_from = "String")]
    pub status: SessionStatus,
    /// Unverified: they grant no rights.
    #[sqlx(flatten, try_from = "UserColumns")]
    pub user: User,
    #[sqlx(json)]
    pub variables: Variables,
    /// BCP 47.
    pub language: Option<String>,
    /// What the visitor reads the interface in; BCP 47.
    pub interface_language: Option<String>,
    #[sqlx(json(nullable))]
    pub accepted: Option<Accepted>,
    /// Name of the configured backend that answers instead of our agent.
    pub backend: Option<String>,
    /// `EMBED`, `PREVIEW`, `API`, …
    pub source: String,
    /// `false`: the transcript is erased after the results.
    pub transcribe: bool,
    /// What visitor and scenario agreed on; the deployment's own limit stands in `deadline_at`.
    pub max_duration_seconds: Option<u32>,
    pub created_at: i64,
    pub deadline_at: i64,
    pub last_contact_at: i64,
    pub ended_at: Option<i64>,
    #[sqlx(try_from = "ReasonColumn")]
    pub stop_reason: Option<StopReason>,
    pub submitted_at: Option<i64>,
    /// The visitor's words on submitting.
    pub comment: Option<String>,
    pub erased_at: Option<i64>,
    /// The newest event's `seq`.
    pub last_seq: u64,
    /// No deadline and no silence ends it.
    pub lasting: bool,
    /// Whose it is, in the words of the API it came by; empty: nobody's in particular.
    pub visitor: String,
}

/// What a visitor accepted, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    #[serde(flatten)]
    pub what: Acceptance,
    pub at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStatus {
    Active,
    /// Ended by the visitor or the agent.
    Completed,
    /// Ended by force.
    Terminated,
}

impl SessionStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            SessionStatus::Active => "active",
            SessionStatus::Completed => "completed",
            SessionStatus::Terminated => "terminated",
        }
    }

    pub fn after(reason: StopReason) -> Self {
        if reason.is_forced() {
            SessionStatus::Terminated
        } else {
            SessionStatus::Completed
        }
    }
}

impl From<String> for SessionStatus {
    fn from(column: String) -> Self {
        match column.as_str() {
            "active" => SessionStatus::Active,
            "completed" => SessionStatus::Completed,
            _ => SessionStatus::Terminated,
        }
    }
}

/// What opens a scenario (or resumes a session) for whoever holds it.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Access {
    pub scenario_id: String,
    #[sqlx(try_from = "String")]
    pub kind: AccessKind,
    /// Whom it was minted for.
    pub email: Option<String>,
    /// The session it resumes, if it was minted for one.
    pub session_id: Option<String>,
    /// The key that minted it, with which it ends.
    pub made_by: Option<String>,
    /// Of a passcode, which of the scenario's it was: [`Scenario::passcode_epoch`].
    pub passcode_epoch: i64,
    /// Whoever holds it tries the scenario out: what it opens counts nowhere.
    pub is_preview: bool,
    pub created_at: i64,
    pub expires_at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessKind {
    /// A `scenarioAccessToken` made by the scenario's owner.
    Minted,
    /// The bearer such a token was exchanged for.
    Granted,
    /// The bearer a passcode was exchanged for; gone when the passcode changes.
    ByPasscode,
}

/// Which sessions to list; newest first.
#[derive(Clone, Debug, Default)]
pub struct SessionFilter {
    pub account_id: Option<String>,
    pub scenario_id: Option<String>,
    /// Compared without case.
    pub user_email: Option<String>,
    /// `created_at` at or after, and before.
    pub from: Option<i64>,
    pub to: Option<i64>,
    /// `None` lists previews too.
    pub source: Option<String>,
}

/// An empty JSON object.
pub fn empty_object() -> Value {
    Value::Object(serde_json::Map::new())
}
