//! The agent, what is said to it and by it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::records::{Lead, Order};

/// An error.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// The HTTP status.
    pub status_code: u16,
    /// A sentence, or a list of them where several things are wrong.
    pub message: Sentences,
    /// The status in words.
    pub error: String,
}

#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Sentences {
    One(String),
    Many(Vec<String>),
}

/// The agent the key belongs to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentInfo {
    pub id: String,
    pub name: String,
    /// What visitors are told of it.
    #[schema(required = true)]
    pub description: Option<String>,
    /// The model that answers; `scripted` where it is the built-in agent.
    pub model: String,
    /// Always `TRAINED`: what the agent is given counts from the next message on.
    pub training_status: String,
    /// When it was last given something to know, or changed.
    pub last_trained_at: String,
    /// Documents, questions, links and texts it knows.
    pub knowledge_sources: u64,
    #[schema(required = true)]
    pub language: Option<String>,
    #[schema(required = true)]
    pub avatar_url: Option<String>,
    pub created_at: String,
    pub updated_at: String,
}

/// Whom the caller speaks for. Every member may be left out; others are kept as metadata.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IdentityForm {
    /// Your own name for the customer; conversations of the same id are the same customer's.
    #[schema(max_length = 200)]
    pub id: Option<String>,
    #[schema(max_length = 320)]
    pub email: Option<String>,
    #[schema(max_length = 200)]
    pub name: Option<String>,
    #[schema(max_length = 50)]
    pub phone: Option<String>,
    /// Whatever else is known; at most 16 kB.
    pub metadata: Option<Value>,
}

/// A message to the agent.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"message": "Do you have red mugs?", "identity": {"id": "cust-1", "email": "ann@example.com", "name": "Ann"}}))]
pub struct ChatForm {
    pub message: String,
    /// Goes on with this conversation; left out, a new one begins.
    #[schema(max_length = 200)]
    pub conversation_id: Option<String>,
    pub identity: Option<IdentityForm>,
    /// Where the message comes from, for bridges to other channels: `API` (unless said otherwise),
    /// `TELEGRAM`, `WHATSAPP`, `EMAIL`, `EMBED` or `PREVIEW`.
    pub source: Option<String>,
}

/// One event of a reply's stream.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatEvent {
    /// `chunk`, `tool_call`, `action_started`, `action_completed`, `completed` or `error`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub conversation_id: String,
    /// Of `chunk` and `completed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub message_id: Option<String>,
    /// A piece of text, or in `completed` the whole of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub content: Option<String>,
    /// Of tools and actions: tells them from each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// Of `tool_call`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    /// Of `tool_call`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub arguments: Option<Value>,
    /// Of `action_started` and `action_completed`: the tool's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub action: Option<String>,
    /// Of `action_completed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub result: Option<Value>,
    /// Of `completed`: answers the agent offers to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub choices: Vec<Choice>,
    /// Of `completed`: somebody stopped the reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cancelled: Option<bool>,
    /// Of `completed`: the agent has ended the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ended: Option<bool>,
    /// Of `error`: a sentence for the visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub message: Option<String>,
    /// Of `error`: a word for machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub code: Option<String>,
}

/// An answer the agent offers; its text is what the next message would say.
#[derive(Serialize, ToSchema)]
pub struct Choice {
    pub id: String,
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub url: Option<String>,
}

/// Who a visitor is, as far as it is known.
#[derive(Serialize, ToSchema)]
pub struct Person {
    pub id: String,
    #[schema(required = true)]
    pub name: Option<String>,
    #[schema(required = true)]
    pub email: Option<String>,
    #[schema(required = true)]
    pub phone: Option<String>,
}

/// A conversation. In a list it comes without what was said in it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    pub id: String,
    /// `EMBED`, `API`, `TELEGRAM`, `WHATSAPP`, `EMAIL`, or `PREVIEW`.
    pub source: String,
    /// `active`, `completed` or `terminated`.
    pub status: String,
    pub created_at: String,
    #[schema(required = true)]
    pub last_message_at: Option<String>,
    #[schema(required = true)]
    pub ended_at: Option<String>,
    pub message_count: u64,
    /// `POSITIVE`, `NEGATIVE` or `NEUTRAL`; `null` while the visitor has said nothing, or nothing in a language that
    /// is read.
    #[schema(required = true)]
    pub sentiment: Option<String>,
    /// From −1 to 1.
    #[schema(required = true)]
    pub sentiment_score: Option<f64>,
    /// What the visitor wanted, most mentioned first.
    pub intents: Vec<String>,
    /// An order that counts belongs to it.
    pub purchased: bool,
    #[schema(required = true)]
    pub customer: Option<Person>,
    /// This and what follows only where one conversation is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub messages: Option<Vec<Message>>,
    /// The language it is held in, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub language: Option<String>,
    /// The variables it began with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub variables: Option<Value>,
    /// What an `identity` gave beside the customer's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub metadata: Option<Value>,
    /// Products that were named, of those the shop is known to sell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub products: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub orders: Option<Vec<Order>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub leads: Option<Vec<Lead>>,
}

/// One page of conversations.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationPage {
    pub data: Vec<Conversation>,
    pub page: u32,
    pub limit: u32,
    pub total: u64,
    pub total_pages: u64,
}

/// One thing said.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: String,
    /// `user` or `assistant`.
    pub role: String,
    pub content: String,
    pub created_at: String,
    /// `POSITIVE`, `NEGATIVE` or `null`.
    #[schema(required = true)]
    pub feedback: Option<String>,
}

/// One page of a conversation's messages, oldest first.
#[derive(Serialize, ToSchema)]
pub struct MessagePage {
    pub data: Vec<Message>,
    pub page: u32,
    pub limit: u32,
    pub total: u64,
}

/// What was thought of a message.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"feedback": "POSITIVE"}))]
pub struct FeedbackForm {
    /// `POSITIVE` or `NEGATIVE`.
    pub feedback: String,
}
