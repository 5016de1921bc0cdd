//! What concerns the account as a whole.

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use vivavoce_client::types as api;

use vivavoce_http::App;
use vivavoce_http::account::Caller;
use vivavoce_http::body::Body;
use vivavoce_http::times;

/// `GET /balance`: no minutes are metered here, so there is no number to give.
#[utoipa::path(
    get, path = "/balance", operation_id = "getBalance", tag = "Accounts and keys",
    summary = "Read the balance",
    description = "This server meters no minutes: `available_minutes` is `null`, and `is_unlimited` is `true`.",
    responses((status = 200, description = "There is no limit.", body = api::Balance)),
)]
pub async fn balance(State(app): State<App>, _caller: Caller) -> Json<api::Balance> {
    Json(api::Balance {
        available_minutes: None,
        is_unlimited: true,
        last_updated: times::written(app.clock.now()),
    })
}

/// `POST /test`: whether the key works.
#[utoipa::path(
    post, path = "/test", operation_id = "check", tag = "Accounts and keys",
    summary = "Check a key", request_body = api::CheckForm,
    responses((status = 200, description = "It works.", body = api::Check)),
)]
pub async fn test(caller: Caller, Body(body): Body) -> Json<api::Check> {
    let input = body
        .get("input")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let echo: String = input.chars().take(200).collect();
    let name = &caller.account.name;
    Json(api::Check {
        success: true,
        message: format!("The key works; it belongs to the account \"{name}\". Input: {echo}"),
    })
}
