use serde::{Deserialize, Serialize};

use super::PageMeta;
use crate::words::words;

words! {
    /// What knowledge was given as.
    KnowledgeKind {
        /// A file.
        Document = "document",
        /// A question with its answer.
        Question = "question",
        /// A page, by its address and its text.
        Link = "link",
        Text = "text",
    }
}

/// Something the agent shall know, or a change of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"kind": "question", "question": "Do you ship to Norway?", "answer": "Yes, in four days, for 9 EUR."})))]
#[serde(default)]
pub struct KnowledgeForm {
    /// Needed where it is new; it stays what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<KnowledgeKind>,
    /// Its beginning, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 300))]
    pub title: Option<String>,
    /// Of a `question`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 300))]
    pub question: Option<String>,
    /// Of a `question`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 400_000))]
    pub answer: Option<String>,
    /// Of a `link`. It is shown beside the text and never fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(format = "uri", pattern = "^https?://", max_length = 2_000)
    )]
    pub url: Option<String>,
    /// Of a `text` or a `link`; of a `document` instead of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 400_000))]
    pub text: Option<String>,
    /// Of a `document`: a PDF file or a text in UTF-8, as base64 or a data URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(content_encoding = "base64"))]
    pub document: Option<String>,
}

/// Something the agent knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Knowledge {
    pub id: String,
    pub kind: KnowledgeKind,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub question: Option<String>,
    #[serde(default)]
    pub answer: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
    /// What was understood of a document; the text itself of everything else.
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub created_at: String,
    #[serde(default)]
    pub updated_at: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct KnowledgeList {
    pub knowledge: Vec<Knowledge>,
}

/// Somebody who wants to be contacted, or a change of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"name": "Ada Lovelace", "email": "ada@example.com", "note": "Wants an offer for 40 mugs"})))]
#[serde(default)]
pub struct LeadForm {
    /// The conversation it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub conversation_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub name: Option<String>,
    /// This or `phone` is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = "email", max_length = 320))]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 50))]
    pub phone: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 1_000))]
    pub note: Option<String>,
}

words! {
    /// Who recorded a lead.
    LeadOrigin {
        /// The agent, while it talked.
        Agent = "agent",
        /// A call of this API.
        Api = "api",
    }
}

/// Somebody who wants to be contacted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Lead {
    pub id: String,
    #[serde(default)]
    pub conversation_id: Option<String>,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub note: String,
    pub origin: LeadOrigin,
    #[serde(default)]
    pub created_at: String,
    #[serde(default)]
    pub updated_at: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct LeadList {
    pub leads: Vec<Lead>,
    pub page_meta: PageMeta,
}

words! {
    /// How an order stands. Paid and fulfilled ones count as revenue.
    OrderStatus {
        Pending = "PENDING",
        Paid = "PAID",
        Fulfilled = "FULFILLED",
        Cancelled = "CANCELLED",
        Refunded = "REFUNDED",
    }
}

/// One thing of an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrderItem {
    #[cfg_attr(feature = "schema", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// 1 unless said otherwise.
    #[serde(default)]
    pub quantity: u32,
    /// Of one.
    #[serde(default)]
    pub price: Option<f64>,
}

/// An order to record, or a change of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"id": "order-1042", "customer_email": "ada@example.com", "total": 29.99, "currency": "EUR", "items": [{"name": "Red mug", "quantity": 2, "price": 9.5}]})))]
#[serde(default)]
pub struct OrderForm {
    /// The shop's own; not needed where it stands in the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub id: Option<String>,
    /// The conversation it is owed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub conversation_id: Option<String>,
    /// As an `identity` calls the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = "email", max_length = 320))]
    pub customer_email: Option<String>,
    /// `PAID` unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OrderStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(minimum = 0, maximum = 1000000000000.0))]
    pub total: Option<f64>,
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(pattern = "^[A-Za-z]{3}$"))]
    pub currency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<OrderItem>>,
    /// Now unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = DateTime, example = "2025-02-26T18:02:00Z"))]
    pub placed_at: Option<String>,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Order {
    pub id: String,
    #[serde(default)]
    pub conversation_id: Option<String>,
    #[serde(default)]
    pub customer_id: Option<String>,
    #[serde(default)]
    pub customer_email: String,
    pub status: OrderStatus,
    #[serde(default)]
    pub total: f64,
    #[serde(default)]
    pub currency: String,
    #[serde(default)]
    pub items: Vec<OrderItem>,
    #[serde(default)]
    pub placed_at: String,
    #[serde(default)]
    pub created_at: String,
    #[serde(default)]
    pub updated_at: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct OrderList {
    pub orders: Vec<Order>,
    pub page_meta: PageMeta,
}

words! {
    /// What an agent is connected to.
    IntegrationKind {
        /// Where it is spoken with: Telegram, mail, …
        Channel = "channel",
        /// A shop.
        Ecommerce = "ecommerce",
    }
}

/// An integration to record, or a change of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"kind": "ecommerce", "provider": "shopify", "name": "Our shop", "products": ["Red mug", "Brass lamp"]})))]
#[serde(default)]
pub struct IntegrationForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<IntegrationKind>,
    /// For instance `shopify` or `telegram`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub provider: Option<String>,
    /// The provider unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub name: Option<String>,
    /// `true` unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
    /// Names of what the shop sells; insights find them in conversations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub products: Option<Vec<String>>,
}

/// A channel or a shop an agent is connected to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Integration {
    pub id: String,
    pub kind: IntegrationKind,
    #[serde(default)]
    pub provider: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub is_active: bool,
    #[serde(default)]
    pub products: Vec<String>,
    #[serde(default)]
    pub created_at: String,
    #[serde(default)]
    pub updated_at: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct IntegrationList {
    pub integrations: Vec<Integration>,
}

words! {
    /// What happens in a shop.
    ShopEventType {
        CartAdd = "cart_add",
        CheckoutInitiated = "checkout_initiated",
    }
}

/// Something that happened in the shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"id": "cart-1042", "type": "cart_add", "product": "Red mug", "quantity": 2})))]
#[serde(default)]
pub struct ShopEventForm {
    /// The shop's own, so that an event sent again counts once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ShopEventType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub conversation_id: Option<String>,
    /// As an `identity` calls the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub product: Option<String>,
    /// 1 unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(minimum = 1, maximum = 1_000_000))]
    pub quantity: Option<u32>,
    /// Now unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = DateTime, example = "2025-02-26T18:02:00Z"))]
    pub at: Option<String>,
}

/// Something that happened in the shop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShopEvent {
    pub id: String,
    pub r#type: ShopEventType,
    #[serde(default)]
    pub conversation_id: Option<String>,
    #[serde(default)]
    pub customer_id: Option<String>,
    #[serde(default)]
    pub product: Option<String>,
    #[serde(default)]
    pub quantity: u32,
    #[serde(default)]
    pub at: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ShopEventList {
    pub events: Vec<ShopEvent>,
}
