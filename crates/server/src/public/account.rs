//! What concerns the account as a whole.

use axum::Json;
use serde_json::{Value, json};
use vivavoce_client::types as api;

use super::body::Body;
use super::caller::Caller;

/// `GET /purchases`. Nothing is sold by this server itself, so the list is empty until a payment
/// provider writes into it.
#[utoipa::path(
    get, path = "/purchases", operation_id = "listPurchases", tag = "Purchases",
    summary = "List the purchases",
    responses((status = 200, description = "All of them.", body = api::PurchaseList)),
)]
pub async fn purchases(_caller: Caller) -> Json<Value> {
    Json(json!({ "purchases": [] }))
}

/// `POST /test`: whether the key works.
#[utoipa::path(
    post, path = "/test", operation_id = "check", tag = "Accounts and keys",
    summary = "Check a key", request_body = api::CheckForm,
    responses((status = 200, description = "It works.", body = api::Check)),
)]
pub async fn test(caller: Caller, Body(body): Body) -> Json<Value> {
    let input = body
        .get("input")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let echo: String = input.chars().take(200).collect();
    let name = &caller.account.name;
    Json(json!({
        "success": true,
        "message": format!("The key works; it belongs to the account \"{name}\". Input: {echo}"),
    }))
}
