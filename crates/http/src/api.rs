//! An API as the server is composed of them: routes, their descriptions, and what is done beside them.

use axum::Router;
use tower_http::cors::CorsLayer;
use utoipa_axum::router::OpenApiRouter;
use vivavoce_engine::Registry;
use vivavoce_engine::registry::Periodic;

use crate::error::{Refusing, plainly};
use crate::openapi::Document;
use crate::{App, cors};

/// Implemented by our own APIs and by each vendor's.
pub trait HttpApi: Send + Sync + 'static {
    /// Its name in settings (`[cors]`) and in the address of its description.
    fn name(&self) -> &'static str;

    /// Adds what the engine must know of it, before that starts.
    fn register(&self, _registry: &mut Registry) {}

    /// Its callers are owners' systems, which read apart from visitors.
    fn is_owners(&self) -> bool {
        false
    }

    /// Which pages of others may read its answers, whoever gives them; none where there is no such layer.
    fn cors(&self, app: &App) -> Option<CorsLayer> {
        cors::layer(&app.http, self.name(), "")
    }

    /// Its form for errors that none of its routes tells: no room for a body, not done in time, asked under
    /// another name.
    fn refusing(&self) -> Refusing {
        plainly()
    }

    /// Its routes, with whatever state of its own they need.
    fn routes(&self, app: &App) -> Router<App>;

    /// Calls of the public API that are about it, below `/api/public`.
    fn public_calls(&self, _app: &App) -> OpenApiRouter<App> {
        OpenApiRouter::default()
    }

    /// Descriptions of its calls.
    fn documents(&self, _app: &App) -> Vec<Document> {
        Vec::new()
    }

    /// What is done again and again while the server runs.
    fn periodic(&self, _app: &App) -> Vec<Periodic> {
        Vec::new()
    }
}
