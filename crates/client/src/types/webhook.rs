use serde::{Deserialize, Serialize};

use crate::grown::grown;
use crate::words::words;

words! {
    /// What a webhook hears of.
    WebhookEvent {
        Started = "session.started",
        /// Ended by the visitor or the agent.
        Completed = "session.completed",
        /// Ended by force.
        Terminated = "session.terminated",
        /// There are results, or new ones.
        Analyzed = "session.analyzed",
        /// The scenario's variables were taken out of the transcript.
        Extracted = "session.extracted",
    }
}

words! {
    WebhookState {
        Active = "active",
        /// Its address answered 410; nothing is sent any more.
        Disabled = "disabled",
    }
}

words! {
    DeliveryState {
        Waiting = "waiting",
        Delivered = "delivered",
        GivenUp = "given_up",
    }
}

/// A webhook to add.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"url": "https://www.example.com/hooks/vivavoce", "events": ["session.completed", "session.analyzed"]})))]
pub struct WebhookForm {
    /// An http(s) address on the internet.
    #[cfg_attr(
        feature = "schema",
        schema(format = "uri", pattern = "^https?://", max_length = 2_000)
    )]
    pub url: String,
    /// Empty or left out: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<WebhookEvent>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub description: Option<String>,
}

grown! {
    /// An address that is told what happens to the account's sessions.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct Webhook {
        pub id: String,
        pub url: String,
        pub description: String,
        pub events: Vec<WebhookEvent>,
        pub state: WebhookState,
        pub created_at: String,
        pub disabled_at: Option<String>,
    }

    /// A webhook that was just added: the only answer its secret stands in.
    #[derive(Clone, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct NewWebhook: Webhook {
        /// `whsec_…`, shown once: what messages are signed with.
        pub secret: String,
    }

    /// A webhook and what was sent to it lately, newest first.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct WebhookDetail: Webhook {
        pub deliveries: Vec<Delivery>,
    }
}

/// Without the secret.
impl std::fmt::Debug for NewWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewWebhook")
            .field("id", &self.id)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookList {
    pub webhooks: Vec<Webhook>,
}

/// One message to a webhook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// Its `webhook-id`.
    pub id: String,
    pub event: WebhookEvent,
    pub session_id: String,
    pub state: DeliveryState,
    pub attempts: u32,
    /// How the last try failed.
    pub detail: Option<String>,
    pub created_at: String,
    pub next_attempt_at: Option<String>,
    pub done_at: Option<String>,
}

/// What a webhook is sent, as JSON in a `POST`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookMessage {
    pub event: WebhookEvent,
    /// The same at every try.
    pub id: String,
    /// When it happened.
    pub ts: String,
    /// The same as `event`, as Standard Webhooks calls it.
    pub r#type: WebhookEvent,
    /// The same as `ts`, as Standard Webhooks calls it.
    pub timestamp: String,
    pub data: WebhookData,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookData {
    pub session_id: String,
    /// The account.
    pub org_id: String,
    pub scenario_id: String,
    /// Where it came from: `EMBED`, `PREVIEW` where it was tried out, `API`, or the API of another system, such as
    /// `TALKIO`.
    #[serde(default)]
    pub source: String,
}
