//! Bodies and queries, with errors in the form the vendor documents.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, RawQuery, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde_json::{Map, Value};

use crate::{ApiError, App};

/// A JSON object, whatever the content type says.
pub struct Body(pub Map<String, Value>);

impl FromRequest<App> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let bytes = Bytes::from_request(request, app).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(inner)
                if inner.status() == StatusCode::PAYLOAD_TOO_LARGE =>
            {
                let limit = app.settings.limits.api_body_bytes / 1024;
                ApiError::too_large(format!(
                    "The body has more than {limit} kB. Shorten its documents and send it again."
                ))
            }
            _ => ApiError::bad_request("The body did not arrive whole. Please send it again."),
        })?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(map)) => Ok(Body(map)),
            Ok(_) => Err(ApiError::invalid(
                &["body"],
                "Input should be a JSON object",
                "model_attributes_type",
            )),
            Err(error) => Err(ApiError::invalid(
                &["body"],
                format!("This is not JSON: {error}"),
                "json_invalid",
            )),
        }
    }
}

/// A query's members as texts; of a repeated name the last counts.
pub struct Asked(pub Map<String, Value>);

impl FromRequestParts<App> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let query = RawQuery::from_request_parts(parts, app)
            .await
            .ok()
            .and_then(|RawQuery(q)| q);
        let pairs = vivavoce_core::query::pairs(query.as_deref().unwrap_or_default())
            // `?user_email=` is how a form says that nothing was filled in.
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, Value::from(value)));
        Ok(Asked(pairs.collect()))
    }
}
