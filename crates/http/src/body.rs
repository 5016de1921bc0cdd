//! Bodies and queries, with errors in the form the vendor documents.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRef, FromRequest, FromRequestParts, RawQuery, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::http::request::Parts;
use serde_json::{Map, Value};

use crate::limit::{self, Unread};
use crate::uploads::Place;
use crate::{ApiError, App, json};
use vivavoce_engine::settings::API_CALL_BYTES;

/// How long a large body waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// A JSON object, whatever the content type says.
pub struct Body(pub Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        Ok(Body(object(whole(request, state).await?).await?))
    }
}

/// A whole body, up to the route's limit.
///
/// # Errors
/// 413 and 400, in a sentence.
pub async fn whole<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    let read = limit::whole(request, state).await;
    read.map_err(|unread| match unread {
        Unread::TooLong(most) => ApiError::too_large(format!(
            "The body has more than {} kB. Shorten its documents and send it again.",
            most / 1024
        )),
        Unread::Broken => {
            ApiError::bad_request("The body did not arrive whole. Please send it again.")
        }
    })
}

/// The JSON object that a body is.
///
/// # Errors
/// 422 where it is none.
pub async fn object(body: Bytes) -> Result<Map<String, Value>, ApiError> {
    match json::value(body).await? {
        Ok(Value::Object(map)) => Ok(map),
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

/// Whose call it is, for [`Room`]; [`crate::account::Caller`] says it.
#[derive(Clone)]
pub struct Uploader(pub String);

/// Room for a large body, held until the call is done, so that a few callers cannot fill the
/// memory. One of unknown length counts as large. Stands after the caller.
pub struct Room {
    _held: Option<Place>,
}

impl<S> FromRequestParts<S> for Room
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = &App::from_ref(state);
        let length = parts.headers.get(CONTENT_LENGTH);
        let length: Option<usize> = length.and_then(|it| it.to_str().ok()?.parse().ok());
        if length.is_some_and(|length| length <= API_CALL_BYTES) {
            return Ok(Room { _held: None });
        }
        let whose = parts.extensions.get::<Uploader>();
        let whose = whose.ok_or_else(|| ApiError::internal("a large body of nobody's"))?;
        match tokio::time::timeout(PATIENCE, app.uploads.take(&whose.0)).await {
            Ok(Ok(place)) => Ok(Room { _held: Some(place) }),
            _ => Err(ApiError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "The server is busy with other documents. Please try again in a moment.",
            )
            .retry_after(5)),
        }
    }
}

/// A query's members as texts; of a repeated name the last counts.
pub struct Asked(pub Map<String, Value>);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let query = RawQuery::from_request_parts(parts, state)
            .await
            .ok()
            .and_then(|RawQuery(q)| q);
        Ok(Asked(members(query.as_deref().unwrap_or_default())))
    }
}

/// A query's members as texts.
pub fn members(query: &str) -> Map<String, Value> {
    vivavoce_protocol::query::pairs(query)
        // `?user_email=` is how a form says that nothing was filled in.
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name, Value::from(value)))
        .collect()
}
