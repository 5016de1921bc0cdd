//! What this API takes and gives.
//!
//! The vendor's page names the calls, their parameters and the types of stream events; names of
//! members are not public, so these are ours, in the manner of its family (camel case, NestJS errors).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

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
    /// `POSITIVE`, `NEGATIVE` or `NEUTRAL`; `null` while the visitor has said nothing.
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

/// What happened.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Analytics {
    /// Embed pages served.
    pub chat_opens: u64,
    pub conversations: u64,
    /// Of visitors and the agent.
    pub messages: u64,
    /// Who gave nothing to be known by counts once for each conversation.
    pub unique_users: u64,
    pub cart_adds: u64,
    pub checkout_initiations: u64,
    #[schema(required = true)]
    pub from: Option<String>,
    #[schema(required = true)]
    pub to: Option<String>,
}

/// What was earned on one day, UTC.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RevenueDay {
    /// `2030-12-31`.
    pub date: String,
    pub revenue: f64,
    pub order_count: u64,
}

/// What was earned in one currency.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RevenueOf {
    pub currency: String,
    pub total_revenue: f64,
    pub order_count: u64,
}

/// What paid and fulfilled orders brought, in the currency most of them are in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Revenue {
    pub total_revenue: f64,
    pub order_count: u64,
    /// ISO 4217; `null` where there is no order.
    #[schema(required = true)]
    pub currency: Option<String>,
    /// Every day from the first order's to the last one's.
    pub daily: Vec<RevenueDay>,
    /// All currencies there are orders in; amounts of different ones are never added up.
    pub by_currency: Vec<RevenueOf>,
}

/// Conversations that feel alike.
#[derive(Serialize, ToSchema)]
pub struct MoodShare {
    /// Conversations.
    pub count: u64,
    /// Of all that were weighed, 0 to 100.
    pub percentage: f64,
    /// The mean share of what visitors said that feels so, 0 to 1.
    pub score: f64,
}

/// How visitors feel.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SentimentInsight {
    pub positive: MoodShare,
    pub negative: MoodShare,
    pub neutral: MoodShare,
    /// Conversations in which the visitor said something.
    pub total: u64,
    /// From −1 to 1.
    pub average_score: f64,
}

/// Something visitors want.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntentInsight {
    /// A word for machines, such as `order_status`.
    pub intent: String,
    pub title: String,
    /// The share of conversations in which it came up, 0 to 1.
    pub score: f64,
    /// Conversations in which it came up.
    pub count: u64,
}

#[derive(Serialize, ToSchema)]
pub struct IntentInsights {
    /// At most three, the highest score first.
    pub data: Vec<IntentInsight>,
    /// Conversations in which the visitor said something.
    pub total: u64,
}

/// A product that is spoken of.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductInsight {
    pub product: String,
    /// Visitors' messages that name it.
    pub mentions: u64,
    /// The agent's messages that name it.
    pub agent_mentions: u64,
    /// Conversations that name it.
    pub conversations: u64,
    /// How visitors' sentences that name it feel; `null` where no visitor named it.
    #[schema(required = true)]
    pub sentiment: Option<String>,
    /// From −1 to 1.
    #[schema(required = true)]
    pub sentiment_score: Option<f64>,
    pub positive: u64,
    pub negative: u64,
    pub neutral: u64,
}

#[derive(Serialize, ToSchema)]
pub struct ProductInsights {
    /// The most named first.
    pub data: Vec<ProductInsight>,
    pub total: u64,
}

/// Questions that ask the same.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionInsight {
    /// As it was asked most typically.
    pub question: String,
    pub count: u64,
    /// Other ways it was put.
    pub examples: Vec<String>,
    /// How alike they are, 0 to 1.
    pub similarity: f64,
    pub last_asked_at: String,
}

#[derive(Serialize, ToSchema)]
pub struct QuestionInsights {
    /// The most asked first, at most 50.
    pub data: Vec<QuestionInsight>,
    /// Groups there are.
    pub total: u64,
}

/// Somebody the agent spoke with.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// What an `identity` calls them, or else their address, or else one of ours.
    pub id: String,
    #[schema(required = true)]
    pub name: Option<String>,
    #[schema(required = true)]
    pub email: Option<String>,
    #[schema(required = true)]
    pub phone: Option<String>,
    pub metadata: Value,
    pub conversations: u64,
    pub messages: u64,
    pub first_seen_at: String,
    pub last_seen_at: String,
}

#[derive(Serialize, ToSchema)]
pub struct Customers {
    pub data: Vec<Customer>,
    pub total: u64,
}

/// Something the agent answers from.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KnowledgeSource {
    pub id: String,
    /// `document`, `qa`, `link` or `text`.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    #[schema(required = true)]
    pub question: Option<String>,
    #[schema(required = true)]
    pub answer: Option<String>,
    #[schema(required = true)]
    pub url: Option<String>,
    /// Characters of its text.
    pub size: u64,
    /// Always `TRAINED`: it counts from the next message on.
    pub status: String,
    pub created_at: String,
    pub updated_at: String,
}

#[derive(Serialize, ToSchema)]
pub struct KnowledgeSources {
    pub data: Vec<KnowledgeSource>,
    pub total: u64,
}

#[derive(Serialize, ToSchema)]
pub struct OrderItem {
    pub name: String,
    pub quantity: u32,
    #[schema(required = true)]
    pub price: Option<f64>,
}

/// An order, as the shop's own system says.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    pub id: String,
    #[schema(required = true)]
    pub conversation_id: Option<String>,
    #[schema(required = true)]
    pub customer_id: Option<String>,
    #[schema(required = true)]
    pub customer_email: Option<String>,
    /// `PENDING`, `PAID`, `FULFILLED`, `CANCELLED` or `REFUNDED`.
    pub status: String,
    pub total: f64,
    pub currency: String,
    pub items: Vec<OrderItem>,
    /// When it was placed.
    pub created_at: String,
}

#[derive(Serialize, ToSchema)]
pub struct Orders {
    /// Newest first.
    pub data: Vec<Order>,
    pub skip: u64,
    pub take: u32,
    pub total: u64,
}

/// Somebody who wants to be contacted.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Lead {
    pub id: String,
    #[schema(required = true)]
    pub conversation_id: Option<String>,
    #[schema(required = true)]
    pub name: Option<String>,
    #[schema(required = true)]
    pub email: Option<String>,
    #[schema(required = true)]
    pub phone: Option<String>,
    /// What it is about.
    #[schema(required = true)]
    pub note: Option<String>,
    /// `agent` or `api`: who recorded it.
    pub origin: String,
    pub created_at: String,
}

#[derive(Serialize, ToSchema)]
pub struct Leads {
    pub data: Vec<Lead>,
    pub total: u64,
}

/// An address a visitor gave.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Email {
    pub email: String,
    #[schema(required = true)]
    pub name: Option<String>,
    /// The conversation it was first given in.
    pub conversation_id: String,
    /// Conversations it was given in.
    pub conversations: u64,
    /// When it was first given.
    pub created_at: String,
}

#[derive(Serialize, ToSchema)]
pub struct Emails {
    pub data: Vec<Email>,
    pub total: u64,
}

/// A channel or a shop.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Integration {
    pub id: String,
    /// `channel` or `ecommerce`.
    #[serde(rename = "type")]
    pub kind: String,
    pub provider: String,
    pub name: String,
    /// Always `ACTIVE`: others are not listed.
    pub status: String,
    pub created_at: String,
}

#[derive(Serialize, ToSchema)]
pub struct Integrations {
    pub data: Vec<Integration>,
    pub total: u64,
}
