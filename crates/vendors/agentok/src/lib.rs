//! Agentok Studio's API, answered from our own scenarios and sessions: a flow or a project is a
//! scenario, a chat a conversation with it.
//!
//! The vendor's page and the two generations of its public code differ; what is served takes the
//! forms of all three, at `/chats…` as the page has it and at `/v1/chats…` as today's code has it,
//! with and without a slash at the end.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::{get, post};
use tower_http::set_header::SetResponseHeaderLayer;

use vivavoce_engine::keys::{KeyKind, KeyScope};
use vivavoce_engine::settings::API_CALL_BYTES;
use vivavoce_engine::{Registry, ids};
use vivavoce_http::openapi::Document;
use vivavoce_http::{App, HttpApi, cors};

mod caller;
mod chats;
mod messages;
pub mod script;
mod store;

/// The API.
pub struct Agentok;

/// Keys that open the account's scenarios as flows and projects.
pub const KEY: KeyKind = KeyKind {
    name: "agentok",
    opens: "The account's scenarios as Agentok flows and projects: `/chats` and `/v1/chats`",
    scope: KeyScope::Account,
    prefix: "agk_",
    make: || format!("agk_{}", ids::new_secret()),
};

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

    fn routes(&self, app: &App) -> Router<App> {
        routes(app)
    }

    fn documents(&self, _app: &App) -> Vec<Document> {
        vec![document()]
    }
}

fn routes(app: &App) -> Router<App> {
    let calls = Router::new()
        .nest("/v1", calls(false))
        .merge(calls(true))
        .layer(DefaultBodyLimit::max(API_CALL_BYTES))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    match cors::layer(&app.http, "agentok") {
        Some(layer) => calls.layer(layer),
        None => calls,
    }
}

fn calls(first_generation: bool) -> Router<App> {
    let generation = Generation(first_generation);
    let list = || get(chats::list).post(chats::create);
    let one = || get(chats::read).delete(chats::delete);
    let said = || get(messages::list).post(messages::send);
    let mut calls = Router::new();
    for slash in ["", "/"] {
        let at = |path: &str| format!("{path}{slash}");
        calls = calls
            .route(&at("/chats"), list())
            .route(&at("/chats/{id}"), one())
            .route(&at("/chats/{id}/messages"), said())
            .route(&at("/chats/{id}/input"), post(messages::answer))
            .route(&at("/chats/{id}/abort"), post(messages::abort))
            .route(&at("/projects"), get(chats::projects));
    }
    calls.layer(axum::Extension(generation))
}

/// Whether a call came by the paths of the page and the first generation.
#[derive(Clone, Copy, Debug)]
struct Generation(bool);

fn document() -> Document {
    let text = include_str!("openapi.json");
    let json = serde_json::from_str(text).unwrap_or_default();
    Document {
        name: "agentok",
        title: "Agentok Studio",
        prefixes: &["/chats", "/v1/chats", "/projects", "/v1/projects"],
        json,
    }
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}
