//! The public API under `/api/public`, as the vendor's guide documents it: lenient in what it
//! reads, exact and generous in what it writes.
//!
//! Every call but the featured list needs a key; what belongs to another account does not exist.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::{get, post};

use tower_http::set_header::SetResponseHeaderLayer;

use crate::App;
use crate::settings::API_CALL_BYTES;

mod account;
mod accounts;
mod body;
mod caller;
mod fields;
mod keys;
mod pages;
mod scenario_document;
mod scenario_form;
mod scenario_objects;
mod scenario_shape;
mod scenarios;
mod session_shape;
mod sessions;
#[cfg(test)]
mod tests;
mod times;
mod tokens;

pub fn routes(app: &App) -> Router<App> {
    let calls = Router::new()
        .route(
            "/scenarios",
            body::limited(
                post(scenarios::put).get(scenarios::list),
                app.settings.limits.api_body_bytes,
            ),
        )
        .route(
            "/scenarios/{id}",
            get(scenarios::read).delete(scenarios::remove),
        )
        .route("/featured-scenarios", get(scenarios::featured))
        .route("/sessions", get(sessions::list))
        .route("/sessions/analyze", post(sessions::analyze))
        .route("/sessions/{id}", get(sessions::read))
        .route("/sessions/{id}/transcript.txt", get(sessions::transcript))
        .route("/scenario-access-token", post(tokens::mint))
        .route("/scenario-access-token/me", post(tokens::mint))
        .route("/keys", post(keys::create).get(keys::list))
        .route("/keys/{id}", get(keys::read).delete(keys::revoke))
        .route("/accounts", post(accounts::create).get(accounts::list))
        .route(
            "/accounts/{id}",
            get(accounts::read).delete(accounts::close),
        )
        .route("/purchases", get(account::purchases))
        .route("/test", post(account::test))
        .method_not_allowed_fallback(crate::pages::wrong_method)
        .layer(DefaultBodyLimit::max(
            API_CALL_BYTES.min(app.settings.limits.api_body_bytes),
        ))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    Router::new().nest("/api/public", calls)
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}
