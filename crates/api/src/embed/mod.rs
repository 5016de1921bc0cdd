//! Our own protocol, under `/api/embed`.
//!
//! Whoever may frame the widget may call this from any origin, so nothing here relies on a cookie
//! unless our own page sent it, and nothing here tells a visitor what only the owner may know.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, Method, header};
use tower_http::cors::{Any, CorsLayer};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use vivavoce_http::headers::{CORP, fixed};
use vivavoce_http::{ApiError, App};

mod access;
mod ending;
mod events;
mod notes;
mod scenarios;
mod sessions;
mod turns;

pub fn routes(app: &App) -> Router<App> {
    let limit = vivavoce_http::limit::limit(app.settings.limits.body_bytes);
    let (calls, _) = documented().split_for_parts();
    let routes = calls
        .fallback(async || ApiError::not_found("There is nothing at this address."))
        .method_not_allowed_fallback(async || {
            ApiError::new(
                axum::http::StatusCode::METHOD_NOT_ALLOWED,
                "This address does not take this method.",
            )
        })
        .layer(limit);
    Router::new().nest("/api/embed", routes).layer(
        tower::ServiceBuilder::new()
            .layer(fixed(header::CACHE_CONTROL, "no-store"))
            .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .layer(fixed(CORP, "cross-origin")),
    )
}

/// Every call with its description, below no prefix yet.
pub fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(scenarios::show))
        .routes(routes!(access::grant))
        .routes(routes!(sessions::create))
        .routes(routes!(turns::create))
        .routes(routes!(turns::again))
        .routes(routes!(turns::cancel))
        .routes(routes!(notes::add))
        .routes(routes!(events::read))
        .routes(routes!(ending::stop))
        .routes(routes!(ending::leave))
        .routes(routes!(ending::submit))
        .routes(routes!(ending::results))
}

/// Any origin, never with credentials: a sandboxed frame's origin is `null`.
pub fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers([header::RETRY_AFTER])
        .max_age(Duration::from_secs(7_200))
}
