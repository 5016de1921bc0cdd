//! What is kept beside conversations: people, knowledge, orders, integrations.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

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
