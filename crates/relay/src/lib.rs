//! The way to other systems (`?backend=`): visitors talk to a vendor through us, so that its secret
//! stays here and each of them reaches only what is theirs.
//!
//! [`table`] says which calls there are, [`theirs`] what in them names somebody's, [`bindings`] whose
//! it is. [`budget`] deals out what the vendor takes, [`way`] sends, [`answer`] and [`stream`] hand on.

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use vivavoce_engine::settings::{API_CALL_BYTES, RelayTimes};
use vivavoce_http::openapi::{self, Document};
use vivavoce_http::{App, HttpApi};

mod answer;
mod bindings;
mod budget;
mod lists;
mod pass;
pub mod path;
mod scrub;
mod settings;
mod stream;
pub mod table;
mod talkio;
mod theirs;
mod way;

pub use settings::{BackendDialect, BackendSettings};
use way::Way;

/// Calls one session may have under way at once.
pub const SEATS: u32 = 8;

/// The relay as an API of the server; clones are handles to the same. It is what all requests to the
/// vendors share.
#[derive(Clone, Default)]
pub struct Relay {
    ways: Arc<HashMap<String, Arc<Way>>>,
    /// Calls under way by session.
    seats: Arc<Mutex<HashMap<String, u32>>>,
}

/// One of a session's calls under way.
#[derive(Debug)]
struct Seat {
    seats: Arc<Mutex<HashMap<String, u32>>>,
    session: String,
}

impl Relay {
    /// Ways to the systems of `backends`, by the name `?backend=` uses.
    pub fn new(backends: &BTreeMap<String, BackendSettings>, times: &RelayTimes) -> Self {
        let others = backends
            .iter()
            .filter(|(_, backend)| backend.dialect != BackendDialect::Vivavoce);
        let mut ways = HashMap::new();
        for (name, backend) in others {
            match way::client(times) {
                Ok(client) => {
                    ways.insert(name.clone(), Arc::new(Way::new(name, backend, client)));
                }
                Err(error) => tracing::error!(%error, "no HTTP client for the backends"),
            }
        }
        Self {
            ways: Arc::new(ways),
            seats: Arc::default(),
        }
    }

    /// Whether no session has a call under way.
    pub fn is_idle(&self) -> bool {
        let seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        seats.is_empty()
    }

    /// Calls a session has under way.
    pub fn under_way(&self, session: &str) -> u32 {
        let seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        seats.get(session).copied().unwrap_or_default()
    }

    fn way(&self, name: &str) -> Option<Arc<Way>> {
        self.ways.get(name).cloned()
    }

    /// `None` where the session has as many calls under way as it may.
    fn seat(&self, session: &str) -> Option<Seat> {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = seats.entry(session.to_owned()).or_default();
        if *taken >= SEATS {
            return None;
        }
        *taken += 1;
        Some(Seat {
            seats: self.seats.clone(),
            session: session.to_owned(),
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = seats.get_mut(&self.session) {
            *taken -= 1;
            if *taken == 0 {
                seats.remove(&self.session);
            }
        }
    }
}

/// The state of its routes.
#[derive(Clone)]
struct RelayState {
    app: App,
    relay: Relay,
}

impl Deref for RelayState {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl FromRef<RelayState> for App {
    fn from_ref(state: &RelayState) -> App {
        state.app.clone()
    }
}

impl HttpApi for Relay {
    fn name(&self) -> &'static str {
        "relay"
    }

    fn routes(&self, app: &App) -> Router<App> {
        routes().with_state(RelayState {
            app: app.clone(),
            relay: self.clone(),
        })
    }

    fn documents(&self, app: &App) -> Vec<Document> {
        vec![description(app)]
    }
}

fn routes() -> Router<RelayState> {
    let (calls, _) = documented().split_for_parts();
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    calls
        .layer(DefaultBodyLimit::max(API_CALL_BYTES))
        .layer(cors())
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        // What a vendor says is data; nobody opens it as a page of ours.
        .layer(fixed(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ))
        .layer(fixed(
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ))
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
