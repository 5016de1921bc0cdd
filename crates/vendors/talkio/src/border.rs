//! Errors as the vendor writes them.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::{Value, json};

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
    let told = match &ours["detail"] {
        Value::String(sentence) => json!({ "message": sentence }),
        Value::Array(problems) => of_problems(problems),
        _ => json!({ "message": status.canonical_reason().unwrap_or("This was not done.") }),
    };
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        parts.status = StatusCode::BAD_REQUEST;
    }
    parts.headers.remove(CONTENT_LENGTH);
    parts
        .headers
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, Body::from(told.to_string()))
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
