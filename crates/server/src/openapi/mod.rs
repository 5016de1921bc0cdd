//! The description of our API, written by the code itself, and the page that shows it.
//!
//! Every handler says beside its signature what it takes and gives (`#[utoipa::path]`), and the
//! router is made of exactly those, so that a route without a description is not served. What all
//! calls have in common is added here.

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use serde_json::json;
use utoipa::openapi::OpenApi;

use crate::{App, agentok, agui, embed, headers, pages, public, relay, talkio, totebot, tovie};

mod common;
#[cfg(test)]
pub(crate) mod tests;

/// The files of the page; a debug build reads them anew.
fn file(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "api.css" => Some((
            "text/css; charset=utf-8",
            include_str!("../../pages/api/api.css"),
        )),
        "api.js" => Some((
            "text/javascript; charset=utf-8",
            include_str!("../../pages/api/api.js"),
        )),
        "call.js" => Some((
            "text/javascript; charset=utf-8",
            include_str!("../../pages/api/call.js"),
        )),
        "schema.js" => Some((
            "text/javascript; charset=utf-8",
            include_str!("../../pages/api/schema.js"),
        )),
        _ => None,
    }
}

/// One API's description.
pub struct Document {
    /// As its address has it.
    pub name: &'static str,
    /// As the page calls it.
    pub title: &'static str,
    /// What the paths of its calls begin with; nothing else is served there.
    pub prefixes: &'static [&'static str],
    pub json: OpenApi,
}

impl Document {
    /// Whether a path is one of its calls': a prefix is whole words, so that `/v1/chat` is not
    /// `/v1/chats`.
    pub fn serves(&self, path: &str) -> bool {
        self.prefixes.iter().any(|prefix| {
            let rest = path.strip_prefix(prefix);
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('/') || prefix.ends_with('/')
            })
        })
    }

    /// Where it is served.
    pub fn address(&self) -> String {
        match self.name {
            OWN => "/api/openapi.json".to_owned(),
            name => format!("/api/{name}/openapi.json"),
        }
    }
}

/// The name of our own description.
const OWN: &str = "vivavoce";

/// Every API this server answers, our own first.
pub fn documents(app: &App) -> Vec<Document> {
    let own = Document {
        name: OWN,
        title: "Viva Voce",
        prefixes: &["/api/public/", "/api/embed/", "/embed/"],
        json: document(app),
    };
    let relay = Document {
        name: "relay",
        title: "Relay",
        prefixes: &["/relay/"],
        json: relay_document(app),
    };
    let mut documents = vec![
        own,
        talkio::document(app),
        totebot::document(app),
        agentok::document(app),
    ];
    documents.extend(app.settings.ag_ui.then(|| agui::document(app)));
    documents.extend([tovie::document(app), relay]);
    documents
}

pub fn routes(app: &App) -> Router<App> {
    let documents = documents(app);
    let list: Vec<_> = documents
        .iter()
        .map(|it| json!({ "name": it.name, "title": it.title, "address": it.address() }))
        .collect();
    let list = Bytes::from(json!({ "documents": list }).to_string());
    let router = Router::new()
        .route("/api", get(page))
        .route("/api/", get(async || Redirect::permanent("/api")))
        .route("/api/docs", get(async || Redirect::permanent("/api")))
        .route(
            "/api/documents.json",
            get(async move || written(list.clone())),
        )
        .route("/api/page/{name}", get(asset));
    documents.into_iter().fold(router, |router, document| {
        let text = Bytes::from(document.json.to_json().unwrap_or_default());
        let answer = async move || written(text.clone());
        router.route(&document.address(), get(answer))
    })
}

/// Everything that is served below `/api/public` and `/api/embed`, and the embeds' own pages.
pub fn document(app: &App) -> OpenApi {
    let mut all = common::head(app.settings.public_url.as_deref());
    for (prefix, part) in [
        ("/api/public", public::documented(app).into_openapi()),
        ("/api/embed", embed::documented().into_openapi()),
        ("", pages::documented().into_openapi()),
    ] {
        all = if prefix.is_empty() {
            all.merge_from(part)
        } else {
            all.nest(prefix, part)
        };
    }
    common::complete(&mut all);
    all
}

/// The way to other systems, whose own calls their own descriptions describe.
fn relay_document(app: &App) -> OpenApi {
    let mut all = common::head(app.settings.public_url.as_deref());
    all.info.title = "Viva Voce: relay".to_owned();
    all.info.description = Some(
        "Calls of the systems that `[backends]` names, by the session that talks to them."
            .to_owned(),
    );
    all.tags = None;
    all.merge_from(relay::documented().into_openapi())
}

/// A description, or the list of them.
fn written(text: Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // It tells nobody anything that is not public, and tools on other pages read it.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, text).into_response()
}

/// `GET /api`.
async fn page() -> Response {
    let body = include_str!("../../pages/api/index.html");
    (headers::plain_page("'none'"), body).into_response()
}

/// `GET /api/page/{name}`.
async fn asset(Path(name): Path<String>) -> Response {
    let Some((kind, text)) = file(&name) else {
        return crate::ApiError::not_found("There is nothing at this address.").into_response();
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    (headers, text).into_response()
}
