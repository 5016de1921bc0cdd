//! Every error a caller sees: a status and `{"detail": …}`.
//!
//! Use the constructors, which read as HTTP. A `detail` is a sentence that says what to do; what
//! the operator must know goes to the log, once, where the error becomes a response.

use std::fmt;
use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use vivavoce_protocol::wire::Lock;

use vivavoce_engine::Refusal;
use vivavoce_engine::spending::USED_UP;
use vivavoce_engine::store::StoreError;

/// An error.
#[derive(Debug, Serialize, ToSchema)]
pub struct Failure {
    /// A sentence that says what to do; for 422 every mistake with its place.
    pub detail: Detail,
    /// Where a scenario did not open: what opens it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub locked: Option<Lock>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Detail {
    Sentence(String),
    Mistakes(Vec<Mistake>),
}

/// One thing wrong with a request.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Mistake {
    /// Where, for instance `["body", "session_analysis", "is_auto_submit"]`.
    pub loc: Vec<Place>,
    pub msg: String,
    /// The kind of mistake, for machines.
    #[serde(rename = "type")]
    pub kind: String,
}

/// One step of the way to a mistake.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Place {
    Member(String),
    Index(u64),
}

impl From<&str> for Place {
    fn from(member: &str) -> Self {
        Place::Member(member.to_owned())
    }
}

impl From<usize> for Place {
    fn from(index: usize) -> Self {
        Place::Index(index as u64)
    }
}

impl From<Value> for Place {
    fn from(step: Value) -> Self {
        match step {
            Value::String(member) => Place::Member(member),
            other => match other.as_u64() {
                Some(index) => Place::Index(index),
                None => Place::Member(other.to_string()),
            },
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Member(member) => f.write_str(member),
            Place::Index(index) => index.fmt(f),
        }
    }
}

/// An error as an answer.
#[derive(Debug)]
pub struct ApiError {
    pub status: StatusCode,
    body: Failure,
    /// `Retry-After`, whole seconds.
    retry_after: Option<u64>,
    /// For the log only.
    cause: Option<String>,
    is_stale: bool,
}

/// How often a change is decided anew, because another one came between.
pub const TRIES: u32 = 64;

/// Reads, decides and writes as the body says, and again where somebody else wrote in between: what
/// is acknowledged was done to what it was decided on.
#[macro_export]
macro_rules! anew {
    ($attempt:expr) => {{
        // Of all who change one thing at once one is through each time; who comes last has to wait for
        // every other one.
        let mut tries = $crate::error::TRIES;
        loop {
            tries -= 1;
            let done: Result<_, $crate::ApiError> = async { $attempt }.await;
            match done {
                Err(error) if error.is_stale() && tries > 0 => {}
                done => break done,
            }
        }
    }};
}

impl ApiError {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            body: Failure {
                detail: Detail::Sentence(detail.into()),
                locked: None,
            },
            retry_after: None,
            cause: None,
            is_stale: false,
        }
    }

    /// Somebody else changed what this was about: doing it again may well succeed.
    pub fn is_stale(&self) -> bool {
        self.is_stale
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
        Self::invalid_all(vec![Mistake {
            loc: loc.iter().map(|part| Place::from(*part)).collect(),
            msg: msg.into(),
            kind: kind.to_owned(),
        }])
    }

    /// 422 for everything that is wrong at once.
    pub fn invalid_all(mistakes: Vec<Mistake>) -> Self {
        let mut error = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "");
        error.body.detail = Detail::Mistakes(mistakes);
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

    /// Says what opens the scenario that did not.
    pub fn locked(mut self, lock: Lock) -> Self {
        self.body.locked = Some(lock);
        self
    }

    /// What a vendor's API says in its own form: the status, the `detail` and the seconds to wait.
    /// Logs the cause, so that an error is told once.
    pub fn told(self) -> (StatusCode, Detail, Option<u64>) {
        self.log();
        (self.status, self.body.detail, self.retry_after)
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
    fn into_response(self) -> Response {
        self.log();
        let mut response = (self.status, Json(self.body)).into_response();
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
            StoreError::TooSlow => ApiError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "Reading this takes too long. Ask for less of it at once, or for a shorter time.",
            ),
            StoreError::Changed => {
                let mut error = ApiError::conflict(
                    "This is being changed by many calls at once. Please try again.",
                );
                error.is_stale = true;
                error
            }
            StoreError::NoRoom => ApiError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "This server has no room for another conversation just now. Please try again \
                 later.",
            )
            .retry_after(60),
            StoreError::UsedUp { seconds } => ApiError::too_many(USED_UP, seconds),
            StoreError::MailsUsedUp { seconds } => ApiError::too_many(
                "This account has sent as many mails today as it may. Please try again tomorrow.",
                seconds,
            ),
            StoreError::Full { owner, what, count } => ApiError::conflict(format!(
                "This {owner} has {count} {what}. Remove one that is not used any more."
            )),
            StoreError::Taken(what) => {
                ApiError::conflict(format!("This {what} is taken. Please choose another."))
            }
            StoreError::Gone(what) => ApiError::not_found(format!(
                "There is no such {what} any more. Check the address you were given."
            )),
            other => ApiError::internal(other),
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown(sentence) => ApiError::not_found(sentence),
            Refusal::NotAdmitted(sentence) => ApiError::unauthorized(sentence),
            Refusal::Conflict(sentence) => ApiError::conflict(sentence),
            Refusal::Invalid { member, sentence } => {
                ApiError::invalid(&["body", member], sentence, "value_error")
            }
            Refusal::TooMany { sentence, seconds } => ApiError::too_many(sentence, seconds),
            Refusal::Store(error) => error.into(),
        }
    }
}

/// Words an error of ours at an address.
pub type Refusing = Arc<dyn Fn(&str, ApiError) -> Response + Send + Sync>;

/// Errors as our own APIs tell them.
pub fn plainly() -> Refusing {
    Arc::new(|_, error| error.into_response())
}
