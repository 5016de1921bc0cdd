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
use utoipa::openapi::OpenApi;

use crate::{App, embed, headers, pages, public};

mod common;
pub mod shapes;
#[cfg(test)]
mod tests;

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

pub fn routes(app: &App) -> Router<App> {
    let text = Bytes::from(document(app).to_json().unwrap_or_default());
    Router::new()
        .route("/api", get(page))
        .route("/api/", get(async || Redirect::permanent("/api")))
        .route("/api/docs", get(async || Redirect::permanent("/api")))
        .route(
            "/api/openapi.json",
            get(async move || written(text.clone())),
        )
        .route("/api/page/{name}", get(asset))
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

/// `GET /api/openapi.json`.
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
