//! The way to other systems (`?backend=`): visitors talk to a vendor through us, so that its secret
//! stays here and each of them reaches only what is theirs.
//!
//! [`table`] says which calls there are, [`theirs`] what in them names somebody's, [`bindings`] whose
//! it is. [`budget`] deals out what the vendor takes, [`way`] sends, [`answer`] and [`stream`] hand on.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, Method, header};
use tower_http::cors::{Any, CorsLayer};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use vivavoce_engine::settings::API_CALL_BYTES;
use vivavoce_http::headers::{CORP, fixed};
use vivavoce_http::limit::limit;
use vivavoce_http::openapi::{self, Document};
use vivavoce_http::{App, HttpApi};

mod agui;
mod answer;
mod bindings;
mod budget;
mod lists;
mod pass;
pub mod path;
mod relay;
mod scrub;
mod settings;
mod stream;
pub mod table;
mod talkio;
mod theirs;
mod way;
mod whole;

use relay::RelayState;
pub use relay::{Relay, SEATS};
pub use settings::{BackendDialect, BackendSettings, SHOWN};

impl HttpApi for Relay {
    fn name(&self) -> &'static str {
        "relay"
    }

    fn cors(&self, _app: &App) -> Option<CorsLayer> {
        Some(cors())
    }

    fn routes(&self, app: &App) -> Router<App> {
        routes().with_state(RelayState::new(app, self.clone()))
    }

    fn documents(&self, app: &App) -> Vec<Document> {
        vec![description(app)]
    }
}

fn routes() -> Router<RelayState> {
    let (calls, _) = documented().split_for_parts();
    calls
        .layer(limit(API_CALL_BYTES))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        // What a vendor says is data; nobody opens it as a page of ours.
        .layer(fixed(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ))
        .layer(fixed(CORP, "cross-origin"))
}

/// The calls' description; the other systems' own describe what they take.
fn description(app: &App) -> Document {
    let about = "Calls of the systems that `[backends]` names, by the session that talks to them.";
    let url = app.settings.public_url.as_deref();
    Document {
        name: "relay",
        title: "Relay",
        prefixes: &["/relay/"],
        json: openapi::head("Viva Voce: relay", about, &[], url)
            .merge_from(documented().into_openapi()),
    }
}

/// Every call with its description.
fn documented() -> OpenApiRouter<RelayState> {
    OpenApiRouter::default().routes(routes!(
        pass::get,
        pass::post,
        pass::put,
        pass::patch,
        pass::delete
    ))
}

/// Any origin, never with credentials: a sandboxed frame's origin is `null`.
fn cors() -> CorsLayer {
    let rates = [
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
    ];
    let exposed = [header::RETRY_AFTER]
        .into_iter()
        .chain(rates.map(HeaderName::from_static));
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers(exposed.collect::<Vec<_>>())
        .max_age(Duration::from_secs(7_200))
}
