//! What this API takes and gives.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::script;

/// An id, or what else names a thing.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Id {
    Number(i64),
    Text(String),
}

/// What a chat is made from; each is one of the account's scenarios.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    Flow,
    Project,
    Template,
}

/// A chat to make.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"name": "My Chatbot", "from_type": "flow", "from_flow": "demo-support"}))]
pub struct NewChat {
    #[schema(max_length = 200)]
    pub name: String,
    /// Left out, a project with `/v1` and a flow without.
    #[schema(nullable = false)]
    pub from_type: Option<Source>,
    /// Id, slug or number.
    #[schema(nullable = false)]
    pub from_flow: Option<Id>,
    /// Id, slug or number.
    #[schema(nullable = false)]
    pub from_project: Option<Id>,
    /// Id, slug or number.
    #[schema(nullable = false)]
    pub from_template: Option<Id>,
}

/// `message` as the page has it, or `content` as the code has it.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"message": "Hello"}))]
pub struct Said {
    #[schema(nullable = false)]
    pub message: Option<String>,
    #[schema(nullable = false)]
    pub content: Option<String>,
    #[serde(rename = "type")]
    #[schema(nullable = false, example = "user")]
    pub kind: Option<String>,
}

/// A conversation with one scenario.
#[derive(Serialize, ToSchema)]
pub struct Chat {
    /// A number with `/v1`, a text without.
    pub id: Id,
    pub name: String,
    #[schema(value_type = Source)]
    pub from_type: String,
    /// As it was given, and `null` where the chat is from something else.
    #[schema(required = true)]
    pub from_flow: Option<Id>,
    #[schema(required = true)]
    pub from_project: Option<Id>,
    #[schema(required = true)]
    pub from_template: Option<Id>,
    pub user_id: String,
    pub owner: String,
    pub status: &'static str,
    pub created_at: String,
    pub updated_at: String,
    /// `created_at` as the first generation writes times.
    pub created: String,
    /// `updated_at` as the first generation writes times.
    pub updated: String,
}

/// One message of a chat.
#[derive(Serialize, ToSchema)]
pub struct Message {
    /// A number with `/v1`, a text without.
    pub id: Id,
    /// A number with `/v1`, a text without.
    pub chat_id: Id,
    pub user_id: String,
    #[serde(rename = "type")]
    pub kind: script::Kind,
    pub content: String,
    #[schema(required = true)]
    pub sender: Option<String>,
    #[schema(required = true)]
    pub receiver: Option<String>,
    pub metadata: Value,
    /// `metadata` under its other name.
    pub meta: Value,
    pub created_at: String,
    /// `created_at` as the first generation writes times.
    pub created: String,
}

/// A message that was taken.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Sent {
    /// As it is stored.
    Stored(Box<Message>),
    /// It has no number yet.
    Taken {
        #[schema(required = true)]
        id: Option<Id>,
        turn_id: String,
    },
}

/// What became of a call that may find nothing that runs or waits.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Detail(String),
    Error(String),
}

/// A chat is gone.
#[derive(Serialize, ToSchema)]
pub struct Deleted {
    #[schema(example = "success")]
    pub result: &'static str,
}

/// A scenario with the number `from_project` takes.
#[derive(Serialize, ToSchema)]
pub struct Project {
    pub id: i64,
    pub name: String,
    pub description: String,
    pub scenario_id: String,
    pub created_at: String,
    pub updated_at: String,
}

/// Whether a call came by the paths of the page and the first generation.
#[derive(Clone, Copy, Debug)]
pub struct Generation(pub bool);
