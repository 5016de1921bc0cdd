//! Every error a caller sees: a status and `{"detail": …}`.
//!
//! Use the constructors, which read as HTTP. A `detail` is a sentence that says what to do; what
//! the operator must know goes to the log, once, where the error becomes a response.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::store::StoreError;

/// One thing wrong with a request: `loc` is the path to it, e.g. `["body", "notes", 3]`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Invalid {
    pub loc: Vec<Value>,
    pub msg: String,
    #[serde(rename = "type")]
    pub kind: String,
}

/// An error as an answer.
#[derive(Debug)]
pub struct ApiError {
    pub status: StatusCode,
    detail: Value,
    /// Members of the body beside `detail`.
    beside: Map<String, Value>,
    /// `Retry-After`, whole seconds.
    retry_after: Option<u64>,
    /// For the log only.
    cause: Option<String>,
}

impl ApiError {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: Value::String(detail.into()),
            beside: Map::new(),
            retry_after: None,
            cause: None,
        }
    }

    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    /// 429; `seconds` until trying again can succeed.
    pub fn too_many(detail: impl Into<String>, seconds: u64) -> Self {
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, detail);
        error.retry_after = Some(seconds.max(1));
        error
    }

    /// 422 for one member of the request: `loc` is the path to it, e.g. `["body", "text"]`.
    pub fn invalid(loc: &[&str], msg: impl Into<String>, kind: &str) -> Self {
        Self::invalid_all(vec![Invalid {
            loc: loc.iter().map(|part| Value::from(*part)).collect(),
            msg: msg.into(),
            kind: kind.to_owned(),
        }])
    }

    /// 422 for everything that is wrong at once.
    pub fn invalid_all(problems: Vec<Invalid>) -> Self {
        let mut error = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "");
        error.detail = json!(problems);
        error
    }

    /// 500; `cause` is logged, the caller gets one sentence.
    pub fn internal(cause: impl ToString) -> Self {
        let mut error = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong on our side. Please try again.",
        );
        error.cause = Some(cause.to_string());
        error
    }

    /// Adds a member to the body beside `detail`.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.beside.insert(name.to_owned(), value.into());
        self
    }

    /// What a vendor's API says in its own form: the status, the `detail` and the seconds to wait.
    /// Logs the cause, so that an error is told once.
    pub fn told(self) -> (StatusCode, Value, Option<u64>) {
        self.log();
        (self.status, self.detail, self.retry_after)
    }

    fn log(&self) {
        if let Some(cause) = &self.cause {
            tracing::error!(status = self.status.as_u16(), cause, "request failed");
        }
    }

    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

impl IntoResponse for ApiError {
    fn into_response(mut self) -> Response {
        self.log();
        self.beside.insert("detail".to_owned(), self.detail);
        let mut response = (self.status, Json(Value::Object(self.beside))).into_response();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => ApiError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "The server is busy. Please try again in a moment.",
            )
            .retry_after(2),
            StoreError::Taken(what) => {
                ApiError::conflict(format!("This {what} is taken. Please choose another."))
            }
            other => ApiError::internal(other),
        }
    }
}
