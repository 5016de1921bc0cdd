//! Tovie's chat API over our agents: a channel is a scenario's, a client's dialog is one lasting
//! session after the other.
//!
//! Paths, words and what is assumed where nothing is public: the vendor's documentation of the Chat
//! API channel. A dialog's events stand in a table of their own, so that any process can answer a
//! long poll, and finish a request whose process died.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse as _;
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use vivavoce_engine::Registry;
use vivavoce_engine::registry::Periodic;
use vivavoce_http::error::Refusing;
use vivavoce_http::headers::fixed;
use vivavoce_http::limit::limit;
use vivavoce_http::openapi::Document;
use vivavoce_http::{App, HttpApi};

mod access;
mod answer;
pub mod channels;
mod delivery;
mod dialog;
mod envelope;
mod error;
mod events;
mod operators;
mod resume;
mod send;
mod state;
mod statuses;
pub mod store;

pub use access::KEY;
pub use dialog::LEASE;
use error::ChatError;
use state::{Answering, TovieState};

/// Bytes of one request; a state may be this large too.
const BODY: usize = 100_000;
/// The API; clones are handles to the same.
#[derive(Clone, Default)]
pub struct Tovie {
    /// Requests of dialogs this process waits for the answers of, by dialog and time.
    answering: Answering,
}

impl Tovie {
    fn state(&self, app: &App) -> TovieState {
        TovieState::new(app, self.answering.clone())
    }
}

impl HttpApi for Tovie {
    fn name(&self) -> &'static str {
        "tovie"
    }

    fn refusing(&self) -> Refusing {
        Arc::new(|_, error| ChatError::from(error).into_response())
    }

    fn register(&self, registry: &mut Registry) {
        registry.add_key_kind(KEY);
        registry.add_delivery(delivery::Items);
    }

    fn routes(&self, app: &App) -> Router<App> {
        routes().with_state(self.state(app))
    }

    fn public_calls(&self, app: &App) -> OpenApiRouter<App> {
        OpenApiRouter::default()
            .routes(routes!(channels::create, channels::list))
            .routes(routes!(channels::read, channels::change, channels::remove))
            .routes(routes!(operators::list))
            .routes(routes!(operators::read))
            .routes(routes!(operators::take))
            .routes(routes!(operators::say))
            .routes(routes!(operators::give_back))
            .with_state(self.state(app))
    }

    fn documents(&self, _app: &App) -> Vec<Document> {
        vec![document()]
    }

    fn periodic(&self, app: &App) -> Vec<Periodic> {
        let every = app.settings.limits.sweep_every;
        let resume = |state: TovieState| async move { resume::resume(&state).await };
        let state = &self.state(app);
        vec![Periodic::new("unanswered requests", every, state, resume)]
    }
}

fn routes() -> Router<TovieState> {
    let (calls, _) = documented().split_for_parts();
    Router::new()
        .merge(calls.clone())
        .nest("/chatadapter", calls)
        .method_not_allowed_fallback(async || ChatError::method())
        .layer(limit(BODY))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
}

/// Every call with its description. They are served below `/chatadapter` too.
fn documented() -> OpenApiRouter<TovieState> {
    OpenApiRouter::default()
        .routes(routes!(send::ask, send::simply))
        .routes(routes!(send::ask_later))
        .routes(routes!(events::poll))
        .routes(routes!(events::history))
        .routes(routes!(dialog::save, dialog::load))
        .routes(routes!(statuses::read, statuses::set))
        .routes(routes!(statuses::set_many))
        .routes(routes!(statuses::unread))
}

fn document() -> Document {
    Document {
        name: "tovie",
        title: "Tovie chat API",
        prefixes: &["/chatapi/"],
        json: description(),
    }
}

fn description() -> OpenApi {
    let about = "A channel's token stands in the address; there is no other key. Make a channel \
        with `POST /api/public/channels`. Every call is served below `/chatadapter` too.";
    let mut info = InfoBuilder::new()
        .title("Tovie chat API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(about))
        .build();
    info.license = None;
    let mut all = OpenApiBuilder::new().info(info).build();
    all.merge(documented().into_openapi());
    all
}
