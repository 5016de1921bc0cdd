//! JSON bodies, with an error a person can act upon.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::ApiError;

/// A JSON body. Errors: 413 (the route's body limit), 415, 400 for what is no JSON, 422 for JSON of
/// another shape.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if content_type(request.headers()) != "application/json" {
            return Err(ApiError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Send the body as application/json.",
            ));
        }
        parse(&bytes(request, state).await?).map(Json)
    }
}

/// The whole body, up to the route's limit.
pub async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                ApiError::too_large("The request is too large. Send less at once.")
            } else {
                ApiError::bad_request("The request's body did not arrive whole. Please try again.")
            }
        })
}

/// Lower case, without parameters; empty where the header is missing.
pub fn content_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// A `T` from a JSON object.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    // serde also reads a struct from a list of its members, and `[]` as one without any.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(match serde_json::from_slice::<IgnoredAny>(bytes) {
            Ok(_) => ApiError::invalid(&["body"], "The body must be a JSON object.", "type_error"),
            Err(error) => not_json(&error),
        });
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if !inner.is_data() {
            return not_json(&inner);
        }
        let members = path.split('.').filter(|member| *member != ".");
        let loc: Vec<&str> = std::iter::once("body").chain(members).collect();
        ApiError::invalid(&loc, inner.to_string(), "type_error")
    })?;
    reader.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

fn not_json(error: &serde_json::Error) -> ApiError {
    ApiError::bad_request(format!("The body is not valid JSON: {error}."))
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use axum::response::IntoResponse as _;
    use vivavoce_protocol::wire::CreateSession;

    use super::*;

    #[tokio::test]
    async fn a_wrong_body_is_named_by_its_member() {
        let cases = [
            ("", 400, "not valid JSON"),
            ("{", 400, "not valid JSON"),
            ("{} {}", 400, "not valid JSON"),
            (r#"{"style": 3}"#, 422, r#""loc":["body","style"]"#),
            (
                r#"{"user": {"name": []}}"#,
                422,
                r#""loc":["body","user","name"]"#,
            ),
            ("[]", 422, r#""loc":["body"]"#),
            (r#" ["id"]"#, 422, "a JSON object"),
            ("7", 422, r#""loc":["body"]"#),
        ];
        for (body, status, part) in cases {
            let response = parse::<CreateSession>(body.as_bytes())
                .unwrap_err()
                .into_response();
            assert_eq!(response.status().as_u16(), status, "{body}");
            let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(text.contains(part), "{body}: {text}");
        }
    }
}
