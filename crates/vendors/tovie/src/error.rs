//! Errors in the vendor's form: a status and `{timestamp, status, error, exception, message}`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use serde::Serialize;
use serde_json::json;

use super::envelope;
use vivavoce_engine::Refusal;
use vivavoce_engine::store::StoreError;
use vivavoce_http::ApiError;
use vivavoce_http::error::Detail;

/// As the description shows it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Failure {
    /// UTC, without a zone.
    #[schema(example = "2022-09-28T12:32:13.262")]
    pub timestamp: String,
    #[schema(example = 404)]
    pub status: u16,
    #[schema(example = "Not Found")]
    pub error: String,
    #[schema(example = "NotFound")]
    pub exception: String,
    /// A sentence that says what to do.
    pub message: String,
}

pub struct ChatError(ApiError);

impl ChatError {
    pub fn bad_request(message: &str) -> Self {
        Self(ApiError::bad_request(message))
    }

    pub fn not_found(message: &str) -> Self {
        Self(ApiError::not_found(message))
    }

    pub fn method() -> Self {
        Self(ApiError::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This address does not take this method.",
        ))
    }
}

impl From<ApiError> for ChatError {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl From<Refusal> for ChatError {
    fn from(refusal: Refusal) -> Self {
        ApiError::from(refusal).into()
    }
}

impl From<StoreError> for ChatError {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for ChatError {
    fn into_response(self) -> Response {
        let (status, detail, pause) = self.0.told();
        // The vendor answers 400 for whatever it cannot read.
        let status = match status {
            StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
            status => status,
        };
        let message = match detail {
            Detail::Sentence(text) => text,
            Detail::Mistakes(mistakes) => {
                let each: Vec<String> = mistakes.into_iter().map(|it| it.msg).collect();
                each.join("; ")
            }
        };
        let word = status.canonical_reason().unwrap_or("Error");
        let now = jiff::Timestamp::now().as_millisecond();
        let body = json!(Failure {
            timestamp: envelope::time(now),
            status: status.as_u16(),
            error: word.to_owned(),
            exception: word.replace(' ', ""),
            message,
        });
        let mut response = (status, Json(body)).into_response();
        if let Some(seconds) = pause {
            let seconds = HeaderValue::from(seconds);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}
