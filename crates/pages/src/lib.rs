//! The pages a browser opens: the embeds, the playground, the documents, and what stands where there is nothing.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use vivavoce_http::openapi::Document;
use vivavoce_http::{ApiError, App};

pub mod assets;
mod docs;
pub mod embed;
mod front;
mod headers;
pub mod health;
mod interface;
mod mail;
pub mod reference;
pub mod script;

use health::Health;

/// Everything a browser opens, and the reference of the APIs that `documents` describe.
pub fn routes(documents: Vec<Document>, paths: ApiPaths) -> Router<App> {
    let (embeds, _) = documented().split_for_parts();
    let health = Health::default();
    embeds
        .route("/", get(front::playground))
        .route("/scenarios", get(front::playground))
        .route("/scenarios/{id}", get(front::playground))
        .route("/scenarios/{id}/integration", get(front::playground))
        .route("/scenarios/{id}/sessions/{session}", get(front::playground))
        .route("/keys", get(front::playground))
        .route("/docs", get(docs::contents))
        .route("/docs/", get(async || Redirect::permanent("/docs")))
        .route("/docs/{name}", get(docs::page))
        .route("/front/{name}", get(front::file))
        .route("/assets/{*name}", get(assets::serve))
        .route("/viva-voce.js", get(script::newest))
        .route(script::VERSIONED, get(script::versioned))
        .route("/viva-voce.tgz", get(script::package))
        .route(script::VERSIONED_PACKAGE, get(script::package))
        .route("/healthz", get(health::ready))
        .route("/livez", get(health::live))
        .route("/robots.txt", get(robots))
        .route(
            "/mail",
            get(mail::ask)
                .post(mail::answer)
                .layer(DefaultBodyLimit::max(mail::ANSWER)),
        )
        .route("/licenses.txt", get(licenses))
        .merge(reference::routes(documents))
        .layer(Extension(health))
        .fallback(async move |uri: Uri| paths.missing(uri.path()))
}

/// The embeds' pages with their description.
pub fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(embed::full))
        .routes(routes!(embed::basic))
        .routes(routes!(embed::minimal))
}

/// What others wrote that the server and the widget are made with, and under which licences.
async fn licenses() -> Response {
    match assets::find("licenses.txt") {
        Some(file) => {
            let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8");
            ([kind], file.content.into_owned()).into_response()
        }
        None => front::not_built(),
    }
}

/// Addresses of embeds carry names and tokens; none of them belongs into an index.
async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /embed/\nDisallow: /api/\nDisallow: /mail\nDisallow: /app\nDisallow: /authentication/\n"
}

/// What the first parts of the APIs' addresses are: below them, what is said is JSON.
#[derive(Clone, Debug)]
pub struct ApiPaths(Arc<HashSet<String>>);

impl ApiPaths {
    pub fn new(documents: &[Document]) -> Self {
        let prefixes = documents.iter().flat_map(|document| document.prefixes);
        let firsts = prefixes.filter_map(|prefix| Some(first_part(prefix)?.to_owned()));
        // Pages stand below `/embed`, though they are described.
        let mut firsts: HashSet<String> = firsts.filter(|first| first != "embed").collect();
        firsts.insert("api".to_owned());
        Self(Arc::new(firsts))
    }

    fn has(&self, path: &str) -> bool {
        first_part(path).is_some_and(|first| self.0.contains(first))
    }

    /// The page for what is asked under another name; `None` below the APIs.
    pub fn misdirected(&self, path: &str) -> Option<Response> {
        (!self.has(path)).then(front::misdirected)
    }

    /// Nothing is here: a sentence, as JSON below the APIs.
    fn missing(&self, path: &str) -> Response {
        if self.has(path) {
            return ApiError::not_found(format!("There is nothing at {path}.")).into_response();
        }
        if path.starts_with(script::ANY_VERSION) {
            return script::other_version();
        }
        front::not_found()
    }
}

fn first_part(path: &str) -> Option<&str> {
    path.split('/').nth(1).filter(|part| !part.is_empty())
}
