//! Errors as the vendor writes them.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use vivavoce_http::ApiError;

/// Below it stand all calls.
const ABOVE: &str = "/api/partner/";
/// Our errors are short.
const ERROR: usize = 256 * 1024;

/// Writes our `{"detail": …}` as `{"message": …}`; mistakes in a request are 400, each beside the
/// message in `errors`.
pub async fn in_the_vendors_form(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, ERROR).await.unwrap_or_default();
    let ours: Value = serde_json::from_slice(&whole).unwrap_or_default();
    let told = told(&ours["detail"], status);
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        parts.status = StatusCode::BAD_REQUEST;
    }
    parts.headers.remove(CONTENT_LENGTH);
    parts
        .headers
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, Body::from(told.to_string()))
}

/// An error that none of the calls tells. What a browser opens beside them tells it as our own APIs do.
pub fn refusal(path: &str, error: ApiError) -> Response {
    if !path.starts_with(ABOVE) {
        return error.into_response();
    }
    let (status, detail, pause) = error.told();
    let detail = serde_json::to_value(detail).unwrap_or_default();
    let mut response = (status, Json(told(&detail, status))).into_response();
    if let Some(seconds) = pause {
        let seconds = HeaderValue::from(seconds);
        response.headers_mut().insert(RETRY_AFTER, seconds);
    }
    response
}

fn told(detail: &Value, status: StatusCode) -> Value {
    match detail {
        Value::String(sentence) => json!({ "message": sentence }),
        Value::Array(problems) => of_problems(problems),
        _ => json!({ "message": status.canonical_reason().unwrap_or("This was not done.") }),
    }
}

fn of_problems(problems: &[Value]) -> Value {
    let errors: Vec<Value> = problems
        .iter()
        .map(|problem| {
            let place: Vec<String> = problem["loc"]
                .as_array()
                .into_iter()
                .flatten()
                // Whether it stood in the body or in the query is plain from its name.
                .skip(1)
                .map(|part| {
                    part.as_str()
                        .map_or_else(|| part.to_string(), str::to_owned)
                })
                .collect();
            json!({ "field": place.join("."), "message": problem["msg"] })
        })
        .collect();
    let sentences: Vec<String> = errors
        .iter()
        .map(|error| {
            let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
            match text("field").as_str() {
                "" => text("message"),
                field => format!("{field}: {}", text("message")),
            }
        })
        .collect();
    json!({ "message": sentences.join("; "), "errors": errors })
}
