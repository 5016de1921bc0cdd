use serde::{Deserialize, Serialize};

use super::PageMeta;
use crate::words::words;

words! {
    /// How a purchase stands. Only a completed one opens a paid scenario.
    PurchaseStatus {
        Completed = "completed",
        Pending = "pending",
        Failed = "failed",
        Refunded = "refunded",
        Cancelled = "cancelled",
    }
}

/// Something that was bought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Purchase {
    pub id: String,
    /// The seller's own name for the buyer.
    #[serde(default)]
    pub user_id: Option<String>,
    #[serde(default)]
    pub product_id: String,
    #[serde(default)]
    pub product_type: String,
    #[serde(default)]
    pub product_name: String,
    /// The scenario it opens, if it is one of the account's.
    #[serde(default)]
    pub scenario_id: Option<String>,
    #[serde(default)]
    pub scenario_name: String,
    #[serde(default)]
    pub amount: f64,
    /// ISO 4217.
    #[serde(default)]
    pub currency: String,
    pub status: PurchaseStatus,
    #[serde(default)]
    pub purchase_date: String,
    #[serde(default)]
    pub created_at: String,
    #[serde(default)]
    pub updated_at: String,
    #[serde(default)]
    pub completed_at: Option<String>,
    #[serde(default)]
    pub user_name: String,
    #[serde(default)]
    pub user_email: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PurchaseList {
    pub purchases: Vec<Purchase>,
    pub page_meta: PageMeta,
}

/// A purchase to record, or to change: with the `id` of one that is known, what is not mentioned
/// stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"id": "pay_1042", "scenario_id": "demo-interview", "user_email": "john.doe@example.com", "amount": 29.99, "currency": "USD", "status": "completed"})))]
#[serde(default)]
pub struct PurchaseForm {
    /// Your payment system's name for it; needed unless an `Idempotency-Key` is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub id: Option<String>,
    /// What was bought: a scenario's id or slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub scenario_id: Option<String>,
    /// What was bought, where it is no scenario of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub product_id: Option<String>,
    /// `scenario` unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub product_type: Option<String>,
    /// The scenario's name unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub product_name: Option<String>,
    /// Whom access tokens are minted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = "email", max_length = 320))]
    pub user_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub user_name: Option<String>,
    /// The seller's own name for the buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub user_id: Option<String>,
    /// The scenario's price unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(minimum = 0, maximum = 1000000000000.0))]
    pub amount: Option<f64>,
    /// ISO 4217; the scenario's unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(pattern = "^[A-Za-z]{3}$"))]
    pub currency: Option<String>,
    /// `completed` unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<PurchaseStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = DateTime, example = "2025-02-26T18:02:00Z"))]
    pub purchase_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = DateTime, example = "2025-02-26T18:02:00Z"))]
    pub completed_at: Option<String>,
}
