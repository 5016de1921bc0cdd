//! A body as bytes, and how many of them a route takes.

use std::convert::Infallible;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::routing::MethodRouter;
use vivavoce_engine::settings::API_CALL_BYTES;

/// How many bytes a route takes, beside axum's own limit, which tells it nobody.
#[derive(Clone, Copy)]
struct Limit(usize);

/// Layers that set the limit of routes.
pub fn limit(
    bytes: usize,
) -> (
    DefaultBodyLimit,
    Extension<impl Clone + Send + Sync + 'static>,
) {
    (DefaultBodyLimit::max(bytes), Extension(Limit(bytes)))
}

/// Sets one route's limit.
pub fn limited<S>(router: MethodRouter<S>, bytes: usize) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    router.layer::<_, Infallible>(limit(bytes))
}

/// Why there is no body.
pub enum Unread {
    /// It has more bytes than the route takes, which are so many.
    TooLong(usize),
    /// It did not come to its end.
    Broken,
}

/// The whole body. One that says itself that it is too long is not waited for.
///
/// # Errors
/// It is too long, or did not come.
pub async fn whole<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Unread> {
    let limit = request.extensions().get::<Limit>();
    let limit = limit.map_or(API_CALL_BYTES, |limit| limit.0);
    let length = request.headers().get(CONTENT_LENGTH);
    let length: Option<u64> = length.and_then(|it| it.to_str().ok()?.parse().ok());
    if length.is_some_and(|length| length > limit as u64) {
        return Err(Unread::TooLong(limit));
    }
    let read = Bytes::from_request(request, state).await;
    read.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Unread::TooLong(limit),
        _ => Unread::Broken,
    })
}
