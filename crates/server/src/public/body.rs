//! Bodies and queries, with errors in the form the vendor documents.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, RawQuery, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::http::request::Parts;
use axum::routing::MethodRouter;
use serde_json::{Map, Value};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

use crate::settings::API_CALL_BYTES;
use crate::{ApiError, App};

/// How long a large body waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many bytes the route takes, beside axum's own limit, for the sentence.
#[derive(Clone, Copy)]
pub struct Limit(pub usize);

/// Sets a route's limit.
pub fn limited<S>(router: MethodRouter<S>, bytes: usize) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    router
        .layer::<_, Infallible>(DefaultBodyLimit::max(bytes))
        .layer(Extension(Limit(bytes)))
}

/// A JSON object, whatever the content type says.
pub struct Body(pub Map<String, Value>);

impl FromRequest<App> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let limit = request.extensions().get::<Limit>().map(|limit| limit.0);
        let limit = limit.unwrap_or(API_CALL_BYTES) / 1024;
        let bytes = Bytes::from_request(request, app).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(inner)
                if inner.status() == StatusCode::PAYLOAD_TOO_LARGE =>
            {
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

/// Large bodies taken in at once, of all accounts and of one.
const AT_ONCE: usize = 4;
const OF_ONE: usize = 2;

/// Who takes in large bodies. Clones are handles to the same.
#[derive(Clone)]
pub(crate) struct Uploads {
    all: Arc<Semaphore>,
    /// By account, for as long as it has any.
    own: Arc<Mutex<HashMap<String, Arc<Semaphore>>>>,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            all: Arc::new(Semaphore::new(AT_ONCE)),
            own: Arc::default(),
        }
    }
}

impl Uploads {
    fn of(&self, account_id: &str) -> Arc<Semaphore> {
        // Nothing is left half done where somebody panicked.
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        // A permit holds its semaphore, and so does whoever waits for one.
        own.retain(|_, room| Arc::strong_count(room) > 1);
        own.entry(account_id.to_owned())
            .or_insert_with(|| Arc::new(Semaphore::new(OF_ONE)))
            .clone()
    }

    /// First of the account's own, so that whoever sends slowly keeps only their own waiting.
    async fn room(&self, account_id: &str) -> Result<Room, AcquireError> {
        let own = self.of(account_id).acquire_owned().await?;
        let all = self.all.clone().acquire_owned().await?;
        Ok(Room {
            _held: Some((own, all)),
        })
    }
}

/// Whose call it is, for [`Room`]; [`super::caller::Caller`] says it.
#[derive(Clone)]
pub(super) struct Uploader(pub(super) String);

/// Room for a large body, held until the call is done, so that a few callers cannot fill the
/// memory. One of unknown length counts as large. Stands after the caller.
pub struct Room {
    _held: Option<(OwnedSemaphorePermit, OwnedSemaphorePermit)>,
}

impl FromRequestParts<App> for Room {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let length = parts.headers.get(CONTENT_LENGTH);
        let length: Option<usize> = length.and_then(|it| it.to_str().ok()?.parse().ok());
        if length.is_some_and(|length| length <= API_CALL_BYTES) {
            return Ok(Room { _held: None });
        }
        let whose = parts.extensions.get::<Uploader>();
        let whose = whose.ok_or_else(|| ApiError::internal("a large body of nobody's"))?;
        match tokio::time::timeout(PATIENCE, app.uploads.room(&whose.0)).await {
            Ok(Ok(room)) => Ok(room),
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

impl FromRequestParts<App> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let query = RawQuery::from_request_parts(parts, app)
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

#[cfg(test)]
mod tests {
    use axum::body::Body as Sent;
    use futures_util::stream;
    use serde_json::json;
    use tower::ServiceExt as _;

    use crate::trial::Site;

    #[tokio::test]
    async fn whoever_sends_large_bodies_slowly_keeps_nobody_elses_waiting() {
        let site = Site::new().await;
        let large = |key: &str, body: Sent| {
            axum::http::Request::post("/api/public/scenarios")
                .header("authorization", format!("Bearer {key}"))
                .header("content-type", "application/json")
                .body(body)
                .unwrap()
        };
        let slow = || Sent::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>());
        let sending: Vec<_> = (0..6)
            .map(|_| tokio::spawn(site.router.clone().oneshot(large(&site.key, slow()))))
            .collect();
        // The slow ones have come as far as they do.
        while site.app.uploads.all.available_permits() > super::AT_ONCE - super::OF_ONE {
            tokio::task::yield_now().await;
        }
        let other = site
            .api("POST /accounts", &json!({ "name": "Other" }))
            .await;
        let id = other.json()["id"].clone();
        let made = site.api("POST /keys", &json!({ "account_id": id })).await;
        let key = made.json()["key"].as_str().unwrap().to_owned();
        let body = json!({
            "name": "n", "description": "", "ai_instructions": "i",
            "script": [], "user_metadata": { "long": "x".repeat(60_000) },
        });
        let body = body.to_string() + &" ".repeat(crate::settings::API_CALL_BYTES);
        let answer = site.router.clone().oneshot(large(&key, Sent::from(body)));
        let status = answer.await.unwrap().status();
        assert!(!status.is_server_error(), "{status}");
        sending.iter().for_each(tokio::task::JoinHandle::abort);
    }
}
