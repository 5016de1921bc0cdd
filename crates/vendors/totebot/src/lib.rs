//! Totebot's public API at `/v1`, answered from our own scenarios, sessions and records.
//!
//! What the vendor documents (calls, parameters, types of stream events, the rate) stands; what it
//! does not document (names of members, bodies of errors) is in the manner of its family. An agent is
//! a scenario, and a key opens exactly one.

use std::sync::Arc;

use axum::Router;
use axum::extract::OriginalUri;
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use vivavoce_engine::Registry;
use vivavoce_engine::settings::API_CALL_BYTES;
use vivavoce_http::error::Refusing;
use vivavoce_http::headers::fixed;
use vivavoce_http::limit::limit;
use vivavoce_http::openapi::Document;
use vivavoce_http::{App, HttpApi};

mod agent;
mod analytics;
mod asked;
mod caller;
mod chat;
mod conversations;
mod customers;
mod description;
mod frames;
mod insights;
mod knowledge;
mod leads;
mod orders;
mod refusal;
mod shapes;
mod stream;
mod window;

pub use caller::KEY;
use description::PREFIX;
use window::{TotebotState, Windows};

/// The API; clones are handles to the same.
#[derive(Clone, Default)]
pub struct Totebot {
    /// How often its agents were asked lately.
    windows: Windows,
}

impl HttpApi for Totebot {
    fn name(&self) -> &'static str {
        "totebot"
    }

    fn is_owners(&self) -> bool {
        true
    }

    fn refusing(&self) -> Refusing {
        Arc::new(|_, error| refusal::Refusal::from(error).into_response())
    }

    fn register(&self, registry: &mut Registry) {
        registry.add_key_kind(KEY);
    }

    fn routes(&self, app: &App) -> Router<App> {
        let state = TotebotState::new(app, self.windows.clone());
        routes(&state).with_state(state)
    }

    fn documents(&self, app: &App) -> Vec<Document> {
        vec![description::document(app, documented().into_openapi())]
    }
}

fn routes(app: &TotebotState) -> Router<TotebotState> {
    let (calls, _) = documented().split_for_parts();
    let calls = calls
        .route_layer(middleware::from_fn_with_state(
            app.clone(),
            caller::admitted,
        ))
        .method_not_allowed_fallback(wrong_method)
        .layer(limit(API_CALL_BYTES))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    Router::new().nest(PREFIX, calls)
}

/// Every call with its description, below no prefix yet.
fn documented() -> OpenApiRouter<TotebotState> {
    OpenApiRouter::default()
        .routes(routes!(agent::read))
        .routes(routes!(chat::chat))
        .routes(routes!(conversations::list))
        .routes(routes!(conversations::read))
        .routes(routes!(conversations::list_messages))
        .routes(routes!(conversations::feedback))
        .routes(routes!(analytics::figures))
        .routes(routes!(analytics::revenue))
        .routes(routes!(insights::sentiment))
        .routes(routes!(insights::intents))
        .routes(routes!(insights::products))
        .routes(routes!(insights::questions))
        .routes(routes!(customers::list))
        .routes(routes!(customers::emails))
        .routes(routes!(knowledge::list))
        .routes(routes!(knowledge::integrations))
        .routes(routes!(orders::list))
        .routes(routes!(leads::list))
}

async fn wrong_method(OriginalUri(uri): OriginalUri) -> Response {
    refusal::Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!(
            "{} does not take this method. Its Allow header says which it takes.",
            uri.path()
        ),
    )
    .into_response()
}
