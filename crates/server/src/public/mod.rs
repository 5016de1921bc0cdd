//! The public API under `/api/public`, as the vendor's guide documents it: lenient in what it
//! reads, exact and generous in what it writes.
//!
//! Every call but the featured list needs a key; what belongs to another account does not exist.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use crate::App;
use crate::settings::API_CALL_BYTES;

mod account;
mod accounts;
pub(crate) mod body;
mod caller;
pub(crate) mod channels;
pub(crate) mod fields;
mod keys;
mod operators;
pub(crate) mod organizations;
mod pages;
mod purchases;
mod records;
mod scenario_document;
mod scenario_form;
mod scenario_objects;
mod scenario_shape;
mod scenarios;
mod session_shape;
mod sessions;
#[cfg(test)]
mod tests;
pub(crate) mod times;
mod tokens;
mod webhooks;

pub fn routes(app: &App) -> Router<App> {
    let (calls, _) = documented(app).split_for_parts();
    let calls = calls
        .method_not_allowed_fallback(crate::pages::wrong_method)
        .layer(DefaultBodyLimit::max(
            API_CALL_BYTES.min(app.settings.limits.api_body_bytes),
        ))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    Router::new().nest("/api/public", calls)
}

/// Every call with its description, below no prefix yet.
pub fn documented(app: &App) -> OpenApiRouter<App> {
    let large = app.settings.limits.api_body_bytes;
    OpenApiRouter::default()
        .routes(routes!(scenarios::put, scenarios::list).map(|router| body::limited(router, large)))
        .routes(routes!(scenarios::read, scenarios::remove))
        .routes(routes!(scenarios::featured))
        .routes(routes!(tokens::mint))
        .routes(routes!(tokens::mint_own))
        .routes(routes!(sessions::list))
        .routes(routes!(sessions::read, sessions::remove))
        .routes(routes!(sessions::transcript))
        .routes(routes!(sessions::analyze))
        .routes(routes!(purchases::record, purchases::list))
        .routes(routes!(purchases::read))
        .routes(routes!(webhooks::create, webhooks::list))
        .routes(routes!(webhooks::read, webhooks::remove))
        .routes(routes!(keys::create, keys::list))
        .routes(routes!(keys::read, keys::revoke))
        .routes(routes!(channels::create, channels::list))
        .routes(routes!(channels::read, channels::change, channels::remove))
        .routes(routes!(operators::list))
        .routes(routes!(operators::read))
        .routes(routes!(operators::take))
        .routes(routes!(operators::say))
        .routes(routes!(operators::give_back))
        .routes(routes!(accounts::create, accounts::list))
        .routes(routes!(accounts::read, accounts::close))
        .routes(routes!(organizations::put, organizations::list))
        .routes(routes!(organizations::read, organizations::remove))
        .routes(routes!(account::balance))
        .routes(routes!(account::test))
        .merge(records::documented(large))
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}
