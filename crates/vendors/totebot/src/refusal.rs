//! Errors in the vendor's form, which is NestJS': `{statusCode, message, error}`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};

use super::shapes::{Failure, Sentences};
use vivavoce_engine::store::StoreError;
use vivavoce_http::ApiError;
use vivavoce_http::error::{Detail, Mistake, Place};

/// An error as an answer.
#[derive(Debug)]
pub struct Refusal {
    pub status: StatusCode,
    /// One sentence at least.
    pub messages: Vec<String>,
    /// Seconds.
    pub retry_after: Option<u64>,
}

impl Refusal {
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            messages: vec![message.into()],
            retry_after: None,
        }
    }

    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, message)
    }
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        let (status, detail, retry_after) = error.told();
        let messages = match detail {
            Detail::Mistakes(mistakes) => mistakes.iter().map(sentence).collect(),
            Detail::Sentence(sentence) => vec![sentence],
        };
        // The vendor's framework says 400 of what does not validate.
        let status = match status {
            StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
            status => status,
        };
        Self {
            status,
            messages,
            retry_after,
        }
    }
}

impl From<vivavoce_engine::Refusal> for Refusal {
    fn from(refusal: vivavoce_engine::Refusal) -> Self {
        ApiError::from(refusal).into()
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        ApiError::from(error).into()
    }
}

/// `limit: Input should be …`.
fn sentence(mistake: &Mistake) -> String {
    let place: Vec<String> = mistake.loc.iter().skip(1).map(Place::to_string).collect();
    let msg = &mistake.msg;
    if place.is_empty() {
        msg.clone()
    } else {
        format!("{}: {msg}", place.join("."))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut messages = self.messages;
        let message = match messages.pop() {
            Some(only) if messages.is_empty() => Sentences::One(only),
            Some(last) => {
                messages.push(last);
                Sentences::Many(messages)
            }
            None => Sentences::Many(messages),
        };
        let failure = Failure {
            status_code: self.status.as_u16(),
            message,
            error: self.status.canonical_reason().unwrap_or("Error").to_owned(),
        };
        let mut response = (self.status, Json(failure)).into_response();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
