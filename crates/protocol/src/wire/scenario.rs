//! A scenario as a visitor may know it, and what opens a private one.

use serde::{Deserialize, Serialize};

use crate::json::{Look as _, Value};

/// What a visitor may know of a scenario. Never its `description` or `ai_instructions`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ScenarioFacts {
    #[serde(default)]
    pub id: String,
    pub slug: Option<String>,
    #[serde(default)]
    pub name: String,
    pub user_friendly_description: Option<String>,
    /// Names of the `{{ variables }}` the agent uses.
    #[serde(default)]
    pub variables: Vec<String>,
    #[serde(default)]
    pub is_public: bool,
    #[serde(default)]
    pub is_recording: bool,
    #[serde(default)]
    pub requires_passcode: bool,
    /// The visitor is not asked to submit.
    #[serde(default)]
    pub is_auto_submit: bool,
    /// Results may be shown to the visitor.
    #[serde(default)]
    pub shows_results: bool,
    pub max_duration_seconds: Option<u32>,
    /// The agent speaks first.
    #[serde(default)]
    pub greets: bool,
    pub avatar_url: Option<String>,
    pub language: Option<String>,
    /// When what the caller showed stops opening it, in Unix milliseconds.
    pub access_expires_at: Option<i64>,
    /// What a visitor accepts before a conversation.
    pub terms_url: Option<String>,
    pub privacy_url: Option<String>,
    /// The owner's own words for the interface: by locale, or `*` for all, and key.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, BTreeMap<String, Value>>))]
    pub texts: Value,
}

impl ScenarioFacts {
    /// What a visitor has to accept before a conversation; `None`: nothing.
    pub fn asks(&self) -> Option<Acceptance> {
        let asked = Acceptance {
            terms_url: self.terms_url.clone(),
            privacy_url: self.privacy_url.clone(),
        };
        (asked != Acceptance::default()).then_some(asked)
    }
}

/// What a visitor accepts, or accepted, before a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Acceptance {
    /// Terms of use.
    pub terms_url: Option<String>,
    /// A privacy policy.
    pub privacy_url: Option<String>,
}

/// Why a scenario does not open, and what would open it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", from = "Value")]
pub enum Lock {
    /// A passcode opens it.
    Passcode,
    /// It has a price: an access token that was minted for a buyer is needed.
    Paid,
    /// It opens then; Unix milliseconds.
    OpensAt(i64),
    /// It closed then; Unix milliseconds.
    ClosedAt(i64),
    /// Private: an access token is needed. Also what an unknown lock reads as: it is one.
    Token,
}

impl From<Value> for Lock {
    fn from(written: Value) -> Lock {
        let at = |name| written.at(name).as_f64().map(|at| at as i64);
        match written.as_str() {
            Some("passcode") => Lock::Passcode,
            Some("paid") => Lock::Paid,
            _ => match (at("opens_at"), at("closed_at")) {
                (Some(at), _) => Lock::OpensAt(at),
                (None, Some(at)) => Lock::ClosedAt(at),
                (None, None) => Lock::Token,
            },
        }
    }
}

/// What opens a private scenario: either a token or a passcode.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(utoipa::ToSchema),
    schema(as = AccessForm, example = json!({"scenario_id": "67bf56c23f44cdf6055a8165", "token": "sat_example"}))
)]
pub struct AccessRequest {
    /// Its id or slug.
    #[cfg_attr(feature = "schema", schema(required = true))]
    pub scenario_id: String,
    /// As `POST /api/public/scenario-access-token` answered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passcode: Option<String>,
}

/// Access to one scenario; the same stands in a cookie beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AccessGranted {
    /// For the `Authorization` header.
    #[serde(default)]
    pub bearer: String,
    /// Unix milliseconds.
    #[serde(default)]
    pub expires_at: i64,
}
