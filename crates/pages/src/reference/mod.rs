//! The reference of the APIs: their descriptions, and the page that shows them.

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use serde_json::json;

use crate::front;
use vivavoce_http::openapi::Document;
use vivavoce_http::{App, headers};

/// The files of the page; a debug build reads them anew.
fn file(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "api.css" => Some((
            "text/css; charset=utf-8",
            include_str!("../../static/reference/api.css"),
        )),
        "api.js" => Some((
            "text/javascript; charset=utf-8",
            include_str!("../../static/reference/api.js"),
        )),
        "call.js" => Some((
            "text/javascript; charset=utf-8",
            include_str!("../../static/reference/call.js"),
        )),
        "schema.js" => Some((
            "text/javascript; charset=utf-8",
            include_str!("../../static/reference/schema.js"),
        )),
        _ => None,
    }
}

/// The page, and every description of `documents`.
pub fn routes(documents: Vec<Document>) -> Router<App> {
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
    let body = front::filled("reference/index.html", "/api", &[]);
    (headers::plain_page("'none'"), body).into_response()
}

/// `GET /api/page/{name}`.
async fn asset(Path(name): Path<String>) -> Response {
    let Some((kind, text)) = file(&name) else {
        return vivavoce_http::ApiError::not_found("There is nothing at this address.")
            .into_response();
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
