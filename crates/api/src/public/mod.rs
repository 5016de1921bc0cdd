//! The public API under `/api/public`, as the vendor's guide documents it: lenient in what it
//! reads, exact and generous in what it writes.
//!
//! Every call but the featured list needs a key; what belongs to another account does not exist.

use axum::Router;
use axum::http::header;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use crate::document::Reader;
use vivavoce_engine::settings::API_CALL_BYTES;
use vivavoce_http::App;
use vivavoce_http::headers::fixed;
use vivavoce_http::limit;

mod account;
mod accounts;
mod keys;
mod page_meta;
mod purchases;
mod records;
mod scenario_document;
mod scenario_form;
mod scenario_objects;
mod scenario_shape;
mod scenario_texts;
mod scenarios;
mod session_shape;
mod sessions;
mod spending;
mod tokens;
mod visitors;
mod webhooks;

use scenario_document::PublicState;

/// `reader` reads PDF files; `more` are calls that vendors add.
pub fn routes(app: &App, reader: Reader, more: OpenApiRouter<App>) -> Router<App> {
    let (calls, _) = documented(app, more).split_for_parts();
    let calls = calls
        .method_not_allowed_fallback(vivavoce_http::fallback::wrong_method)
        .layer(limit::limit(
            API_CALL_BYTES.min(app.settings.limits.api_body_bytes),
        ))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    Router::new().nest(
        "/api/public",
        calls.with_state(PublicState::new(app, reader)),
    )
}

/// Every call with its description, below no prefix yet.
pub fn documented(app: &App, more: OpenApiRouter<App>) -> OpenApiRouter<PublicState> {
    let large = app.settings.limits.api_body_bytes;
    OpenApiRouter::default()
        .routes(
            routes!(scenarios::put, scenarios::list).map(|router| limit::limited(router, large)),
        )
        .routes(routes!(scenarios::read, scenarios::remove))
        .routes(routes!(scenarios::featured))
        .routes(routes!(tokens::mint))
        .routes(routes!(tokens::mint_own))
        .routes(routes!(sessions::list))
        .routes(routes!(sessions::read, sessions::remove))
        .routes(routes!(sessions::transcript))
        .routes(routes!(sessions::analyze))
        .routes(routes!(visitors::export))
        .routes(routes!(visitors::erase))
        .routes(routes!(purchases::record, purchases::list))
        .routes(routes!(purchases::read))
        .routes(routes!(webhooks::create, webhooks::list))
        .routes(routes!(webhooks::read, webhooks::remove))
        .routes(routes!(keys::create, keys::list))
        .routes(routes!(keys::read, keys::revoke))
        .routes(routes!(accounts::create, accounts::list))
        .routes(routes!(accounts::read, accounts::close))
        .routes(routes!(account::balance))
        .routes(routes!(account::test))
        .merge(records::documented(large))
        .merge(more.with_state(app.clone()))
}
