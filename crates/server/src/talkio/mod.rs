//! Talkio's Partner API V3, and the pages its login link opens.
//!
//! A partner's organizations have users; a user signs in by a link the partner asked for, or by a
//! mailed password, and talks in the account's scenarios, which the vendor calls prompt templates.
//! What is read is read leniently, what is written is exact. Errors are `{"message": …}`.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::middleware;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

mod border;
mod calendar;
mod conversations;
mod describe;
mod expired;
mod figures;
mod legacy;
pub(crate) mod lesson;
mod lists;
mod months;
mod partner;
mod preference;
mod school;
mod settings;
mod tokens;
mod usage;
mod user_form;
mod users;
mod weeks;
pub mod wire;

#[cfg(test)]
pub(crate) mod tests;

pub use describe::document;
pub use school::study::Study;
pub use settings::Settings;

/// Everything below stands under an organization.
pub const PREFIX: &str = "/api/partner/v3/organizations/{slug}";

/// Bytes of a request's body.
const BODY: usize = 64 * 1024;

pub fn routes(app: &App) -> Router<App> {
    let (calls, _) = documented().split_for_parts();
    let calls = calls
        .fallback(crate::pages::missing)
        .method_not_allowed_fallback(crate::pages::wrong_method)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn(border::in_the_vendors_form))
        .layer(SetResponseHeaderLayer::overriding(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ));
    let calls = match crate::cors::layer(&app.settings, "talkio") {
        Some(cors) => calls.layer(cors),
        None => calls,
    };
    Router::new().nest(PREFIX, calls).merge(school::routes())
}

/// Every call with its description, below no prefix yet.
fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(users::create, users::list))
        .routes(routes!(users::invite))
        .routes(routes!(users::read, users::update, users::remove))
        .routes(routes!(tokens::mint))
        .routes(routes!(settings::read, settings::update))
        .routes(routes!(expired::list))
        .routes(routes!(expired::read))
        .routes(routes!(usage::stats))
        .routes(routes!(months::stats))
        .routes(routes!(weeks::assess))
        .routes(routes!(conversations::list))
        .routes(routes!(conversations::read))
        .routes(routes!(preference::read, preference::update))
        .routes(routes!(legacy::totals))
        .routes(routes!(legacy::durations))
}
