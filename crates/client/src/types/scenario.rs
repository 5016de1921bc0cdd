use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Object, PageMeta};
use crate::words::words;

words! {
    /// Who sees the results at the end of a conversation.
    AnalysisAccess {
        /// The visitor, in the Full style.
        Default = "default",
        /// The visitor.
        Always = "always",
        /// The owner alone.
        Never = "never",
    }
}

/// A scenario to create, or what to change of one. To create, `name`, `description` and
/// `ai_instructions` are required; of a change, what is left out stays and `null` clears.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({
    "name": "Customer Support Training",
    "description": "Internal description for your team",
    "user_friendly_description": "Practice handling difficult customer inquiries",
    "ai_instructions": "You are a frustrated customer of {{ company_name }} with a billing issue...",
    "rubrik": "Apologises\nAsks for the invoice number\nOffers a refund",
    "is_public": true,
    "is_recording": true,
    "session_analysis": {
        "admin_email": "admin@example.com",
        "is_auto_analysis": true,
        "is_auto_submit": true
    }
})))]
#[serde(default)]
pub struct ScenarioForm {
    /// The id or slug of the scenario to change; left out: one is created.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub id: Option<String>,
    /// The name of the scenario, as visitors see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    /// Internal: no visitor ever sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 20_000))]
    pub description: Option<String>,
    /// Whom the agent plays, and how. `{{ name }}` is filled from the embed's `t_name`. No visitor
    /// ever sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 400_000))]
    pub ai_instructions: Option<String>,
    /// What visitors read before they start.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 20_000))]
    pub user_friendly_description: Option<String>,
    /// Kept for the owner's own use.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 20_000))]
    pub user_instructions: Option<String>,
    /// A document for the agent, as base64: PDF, or text in UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pdf_context: Option<String>,
    /// What the conversation is measured by, one criterion a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 20_000))]
    pub rubrik: Option<String>,
    /// `true` unless said otherwise. A private scenario opens with an access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    /// Opens the scenario to whoever knows it: six characters at least, or none to open it to nobody so. Only its
    /// hash is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub passcode: Option<String>,
    /// Visitors are told that they are recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_recording: Option<bool>,
    /// `true` equals `analysis_access: "never"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restrict_analysis: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analysis_access: Option<AnalysisAccess>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_analysis: Option<SessionAnalysis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appearance: Option<Appearance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Strategy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pricing: Option<Pricing>,
    /// Anything of your own. `example_variables` fills the playground's fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_metadata: Option<Object>,
    /// `default`, `quiz`, `coding`, `composite`, `super` or `meet_assist`: kept; all are conversations here.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(pattern = "^(default|quiz|coding|composite|super|meet_assist)$")
    )]
    pub kind: Option<String>,
    /// Kept, without being acted on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<Object>,
    /// Kept, without being acted on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ai_model_config: Option<Object>,
    /// Kept, without being acted on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tools_config: Option<Object>,
    /// A name of your own for addresses, accepted wherever the id is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(pattern = "^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$")
    )]
    pub slug: Option<String>,
    /// What the built-in agent says, step by step.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub script: Option<Value>,
    /// The scenario opens then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = DateTime, example = "2030-01-01T09:00:00Z"))]
    pub starts_at: Option<String>,
    /// The scenario closes then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = DateTime, example = "2030-12-31T18:00:00Z"))]
    pub ends_at: Option<String>,
    /// Origins of the pages that may show it, within those that the server allows; empty: all of those.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_items = 50))]
    pub allowed_hosts: Option<Vec<String>>,
    /// A session is removed when nothing was said in it for so many days. The server may remove it
    /// earlier, never later.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(minimum = 1, maximum = 3_650))]
    pub retention_days: Option<u32>,
    /// Runs that may begin on a UTC day; beyond it visitors are asked to come back tomorrow. The server may
    /// allow fewer, never more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(minimum = 1, maximum = 1_000_000_000_000_u64)
    )]
    pub runs_per_day: Option<u64>,
    /// The same of the tokens of requests to models and of their answers together.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(minimum = 1, maximum = 1_000_000_000_000_u64)
    )]
    pub tokens_per_day: Option<u64>,
    /// Terms of use, http(s). Where this or `privacy_url` is set, every visitor checks a box with their links
    /// before a conversation begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(
            max_length = 2_000,
            pattern = "^(https?://.*)?$",
            example = "https://www.example.com/terms"
        )
    )]
    pub terms_url: Option<String>,
    /// A privacy policy; likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(
            max_length = 2_000,
            pattern = "^(https?://.*)?$",
            example = "https://www.example.com/privacy"
        )
    )]
    pub privacy_url: Option<String>,
    /// Your own words for what visitors read in the interface: by language, or `*` for all, and key. What is sent
    /// replaces all that stood there; 32 kB as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<BTreeMap<String, BTreeMap<String, Value>>>, example = json!({"*": {"start": "Let us talk"}})))]
    pub texts: Option<Texts>,
    /// Shown to everybody. For keys of the root account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_featured: Option<bool>,
    /// Members this build has no field for. `Value::Null` clears a member.
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schema(ignore))]
    pub more: Object,
}

impl ScenarioForm {
    /// What is required to create a scenario.
    pub fn new(
        name: impl Into<String>,
        description: impl Into<String>,
        ai_instructions: impl Into<String>,
    ) -> Self {
        ScenarioForm {
            name: Some(name.into()),
            description: Some(description.into()),
            ai_instructions: Some(ai_instructions.into()),
            ..ScenarioForm::default()
        }
    }

    /// Clears `member` of a scenario that is changed, for instance `passcode`.
    pub fn clear(mut self, member: impl Into<String>) -> Self {
        self.more.insert(member.into(), Value::Null);
        self
    }
}

/// What happens when a session ends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SessionAnalysis {
    /// Gets the report of every session by mail, where the server can send mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = "email", max_length = 320))]
    pub admin_email: Option<String>,
    /// A model judges every session, where one is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_auto_analysis: Option<bool>,
    /// The visitor is not asked to submit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_auto_submit: Option<bool>,
    /// The mail carries the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_analysis: Option<bool>,
    /// The mail carries the transcript.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_transcript: Option<bool>,
    /// Facts are taken out of the transcript, as `extraction_vars` names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_extraction: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_items = 50))]
    pub extraction_vars: Option<Vec<ExtractionVariable>>,
    /// Everything else the owner put there.
    #[serde(flatten)]
    pub more: Object,
}

/// A fact to take out of a transcript.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ExtractionVariable {
    #[cfg_attr(
        feature = "schema",
        schema(min_length = 1, max_length = 100, required = true)
    )]
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 2_000))]
    pub description: Option<String>,
    /// `text`, `number`, `boolean`, `list` or `date`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(pattern = "^(text|number|boolean|list|date)$")
    )]
    pub kind: Option<String>,
    #[serde(flatten)]
    pub more: Object,
}

/// How the embed looks and speaks. Members that are not named here are kept as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Appearance {
    /// Beginning with `https://`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(max_length = 2_000, pattern = "^(https?://.*|/.*)?$")
    )]
    pub avatar_url: Option<String>,
    /// BCP 47, such as `en-US`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 64))]
    pub language_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 64))]
    pub voice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 64))]
    pub start_sound: Option<String>,
    #[serde(flatten)]
    pub more: Object,
}

/// How the conversation runs. Members that are not named here are kept as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Strategy {
    /// The visitor speaks first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_auto_start: Option<bool>,
    /// The conversation ends by itself then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(minimum = 1, maximum = 86_400))]
    pub max_duration_seconds: Option<u32>,
    /// No transcript is kept after the results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_transcription: Option<bool>,
    /// `false`: AG-UI clients may not talk to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ag_ui: Option<bool>,
    #[serde(flatten)]
    pub more: Object,
}

/// What the conversation costs. A paid one admits only by an access token minted with the buyer's
/// `email`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Pricing {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_paid: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(minimum = 0))]
    pub amount: Option<f64>,
    /// ISO 4217, such as `USD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 16))]
    pub currency: Option<String>,
    #[serde(flatten)]
    pub more: Object,
}

/// A scenario as its owner sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Scenario {
    /// 24 hex digits.
    pub id: String,
    pub slug: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    pub name: String,
    pub description: String,
    pub user_friendly_description: Option<String>,
    pub ai_instructions: String,
    pub user_instructions: Option<String>,
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub script: Option<Value>,
    pub rubrik: Option<String>,
    /// Names of the `{{ variables }}` in everything the agent says or is told that the page around the embed
    /// fills: not those the script saves answers under, nor `user_name` and its like.
    pub variables: Vec<String>,
    /// The agent was given a document.
    pub has_pdf_context: bool,
    pub is_public: bool,
    pub is_featured: bool,
    /// Always `null`: only its hash is kept. See `requires_passcode`.
    pub passcode: Option<String>,
    pub requires_passcode: bool,
    pub is_recording: bool,
    pub restrict_analysis: bool,
    pub analysis_access: String,
    pub session_analysis: SessionAnalysis,
    pub appearance: Appearance,
    pub strategy: Strategy,
    pub pricing: Pricing,
    pub user_metadata: Object,
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub memory: Option<Value>,
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub ai_model_config: Option<Value>,
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub tools_config: Option<Value>,
    pub starts_at: Option<String>,
    pub ends_at: Option<String>,
    /// Empty: on all pages that the server allows.
    #[serde(default)]
    pub allowed_hosts: Vec<String>,
    /// `null`: sessions are kept as long as the server keeps any.
    pub retention_days: Option<u32>,
    /// `null`: as many as the server allows.
    pub runs_per_day: Option<u64>,
    /// `null`: as many as the server allows.
    pub tokens_per_day: Option<u64>,
    /// What visitors accept before a conversation.
    pub terms_url: Option<String>,
    pub privacy_url: Option<String>,
    /// The owner's own words for the interface.
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, BTreeMap<String, Value>>))]
    pub texts: Texts,
    /// Replies and analyses of today.
    pub spending: Spending,
    pub created_at: String,
    pub updated_at: String,
    /// Where the scenario can be embedded from.
    pub embed_urls: EmbedUrls,
    /// In a list whose texts are too many: `ai_instructions`, `script`, `rubrik` and `variables` are left
    /// out here. `GET /scenarios/{id}` has them.
    pub is_shortened: bool,
}

/// Words of the interface, by language (`*`: all) and key.
/// A text, or one for each form of a number (`one`, `other`).
pub type Texts = BTreeMap<String, BTreeMap<String, Value>>;

/// What was spent on a UTC day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Spending {
    /// Such as `2030-12-31`.
    #[cfg_attr(feature = "schema", schema(format = Date))]
    pub day: String,
    /// Replies that began.
    pub runs: u64,
    /// Tokens models were sent.
    pub tokens_in: u64,
    /// Tokens models answered with.
    pub tokens_out: u64,
}

/// The addresses of a scenario's three embeds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct EmbedUrls {
    pub full: String,
    pub basic: String,
    pub minimal: String,
}

/// A scenario as everybody sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FeaturedScenario {
    pub id: String,
    pub slug: Option<String>,
    pub name: String,
    /// The one for visitors, too: the internal one is nobody's business.
    pub description: String,
    pub user_friendly_description: Option<String>,
    pub user_instructions: Option<String>,
    pub variables: Vec<String>,
    /// Values to try the variables with.
    pub example_variables: Object,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ScenarioList {
    pub scenarios: Vec<Scenario>,
    pub page_meta: PageMeta,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FeaturedList {
    pub scenarios: Vec<FeaturedScenario>,
}

/// Something is gone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Removed {
    pub success: bool,
    /// What is gone.
    pub id: String,
}

impl Removed {
    /// What has this `id` is gone.
    pub fn of(id: impl Into<String>) -> Self {
        Removed {
            success: true,
            id: id.into(),
        }
    }
}
