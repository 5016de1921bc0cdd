use serde::{Deserialize, Serialize};

use super::Object;
use crate::grown::grown;
use crate::words::words;

words! {
    /// Whether a channel's token opens anything.
    ChannelState {
        Valid = "valid",
        Expired = "expired",
        /// The key that made it was, say.
        Revoked = "revoked",
        /// Its scenario was removed: it may be given another one.
        WithoutScenario = "without_scenario",
    }
}

/// A channel to make.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"name": "The shop's app", "scenario_id": "demo-support", "block_form": true})))]
#[serde(default)]
pub struct ChannelForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub name: Option<String>,
    /// Whose agent answers: id or slug.
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub scenario_id: String,
    /// Without it one is made. 16 to 128 of the letters, digits and `:_~-`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 128))]
    pub token: Option<String>,
    /// Clients may not write where a reply has buttons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_form: Option<bool>,
    /// Where replies to asynchronous requests and people's answers are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(max_length = 2_000, example = "https://www.example.com/hooks")
    )]
    pub webhook_url: Option<String>,
}

/// What is to be another way; what is not mentioned stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"name": "The shop's new app", "block_form": false})))]
#[serde(default)]
pub struct ChannelChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub scenario_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_form: Option<bool>,
    /// `null` takes it off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(max_length = 2_000, example = "https://www.example.com/hooks")
    )]
    pub webhook_url: Option<String>,
}

grown! {
    /// A channel, without its token.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct Channel {
        pub id: String,
        pub name: String,
        pub scenario_id: String,
        pub block_form: bool,
        pub webhook_url: Option<String>,
        pub state: ChannelState,
        pub created_at: String,
    }

    /// A channel that was just made: the only answer its secrets stand in.
    #[derive(Clone, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct NewChannel: Channel {
        /// What stands in the addresses of the chat API: `/chatapi/<token>`.
        pub token: String,
        /// What messages to its webhook are signed with, as <https://www.standardwebhooks.com> says.
        pub webhook_secret: String,
    }
}

/// Without the secrets.
impl std::fmt::Debug for NewChannel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewChannel")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ChannelList {
    pub channels: Vec<Channel>,
}

grown! {
    /// What a client of a channel says and hears.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct Dialog {
        pub id: String,
        pub channel_id: String,
        /// As the channel's caller named the client.
        pub client_id: String,
        /// The session it is in.
        pub session_id: Option<String>,
        /// Who answers: `agent`, nobody yet (`waiting`), or a person (`human`).
        pub state: String,
        /// Who took it over.
        pub operator: String,
        /// Where the agent wants it handed to, in its own words.
        pub destination: Option<String>,
        /// Since when it is in this state.
        pub since: String,
    }

    /// A dialog with what was said.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct DialogDetail: Dialog {
        /// As the chat API's history has them, each with its `type`.
        pub messages: Vec<Object>,
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DialogList {
    pub dialogs: Vec<Dialog>,
}

/// Something said by a person, as the chat API's history has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DialogMessage {
    pub client_id: String,
    pub question_id: String,
    pub timestamp: String,
    pub status: String,
    pub operator: String,
    pub data: Object,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"operator": "Bob"})))]
#[serde(default)]
pub struct TakeDialog {
    /// Who, as others see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 100, example = "Bob"))]
    pub operator: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"text": "Hello, Bob here."})))]
#[serde(default)]
pub struct SayInDialog {
    #[cfg_attr(
        feature = "schema",
        schema(max_length = 20_000, example = "Hello, Bob here.")
    )]
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"text": "I hand you back."})))]
#[serde(default)]
pub struct ReturnDialog {
    /// The last words; without them, those the agent asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 20_000))]
    pub text: Option<String>,
}
