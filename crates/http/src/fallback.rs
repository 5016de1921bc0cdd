//! What is said where an address exists and the method does not.

use axum::extract::OriginalUri;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use crate::ApiError;

/// 405, with a sentence.
#[expect(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn wrong_method(OriginalUri(uri): OriginalUri) -> Response {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!(
            "{} does not take this method. Its Allow header says which it takes.",
            uri.path()
        ),
    )
    .into_response()
}

/// The same where no API says it in its own words.
pub fn no_such_method() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "This address does not take this method. The Allow header says which it takes.",
    )
}
