//! Agentok Studio's API, answered from our own scenarios and sessions: a flow or a project is a
//! scenario, a chat a conversation with it.
//!
//! The vendor's page and the two generations of its public code differ; what is served takes the
//! forms of all three, at `/chats…` as the page has it and at `/v1/chats…` as today's code has it,
//! with and without a slash at the end.

use axum::http::header;
use axum::{Extension, Router};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use vivavoce_engine::Registry;
use vivavoce_engine::settings::API_CALL_BYTES;
use vivavoce_http::headers::fixed;
use vivavoce_http::limit::limit;
use vivavoce_http::openapi::{Document, with_slash};
use vivavoce_http::{App, HttpApi};

mod caller;
mod chats;
mod description;
mod messages;
pub mod script;
mod shapes;
mod store;

pub use caller::KEY;
use shapes::Generation;

/// The API.
pub struct Agentok;

impl HttpApi for Agentok {
    fn name(&self) -> &'static str {
        "agentok"
    }

    fn is_owners(&self) -> bool {
        true
    }

    fn register(&self, registry: &mut Registry) {
        registry.add_key_kind(KEY);
    }

    fn routes(&self, _app: &App) -> Router<App> {
        routes()
    }

    fn documents(&self, _app: &App) -> Vec<Document> {
        vec![description::document(calls().into_openapi())]
    }
}

fn routes() -> Router<App> {
    let of = |generation| Router::from(calls()).layer(Extension(generation));
    Router::new()
        .nest("/v1", of(Generation(false)))
        .merge(of(Generation(true)))
        .layer(limit(API_CALL_BYTES))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
}

/// Every call with its description, as the second generation has it below `/v1`.
fn calls() -> OpenApiRouter<App> {
    let all = [
        routes!(chats::list, chats::create),
        routes!(chats::read, chats::delete),
        routes!(messages::list, messages::send),
        routes!(messages::answer),
        routes!(messages::abort),
        routes!(chats::projects),
    ];
    all.into_iter().fold(OpenApiRouter::default(), with_slash)
}
