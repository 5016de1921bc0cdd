//! `<viva-voce>` for host pages, under three addresses: the newest, this version's, and the one in
//! `/assets` whose name holds its content's hash; and its package, which npm installs from two. All
//! are told by `/assets/viva-voce.json`.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;

use crate::assets;
use vivavoce_http::headers::CORP;

pub const VERSIONED: &str = concat!("/viva-voce@", env!("CARGO_PKG_VERSION"), ".js");
pub const VERSIONED_PACKAGE: &str = concat!("/viva-voce@", env!("CARGO_PKG_VERSION"), ".tgz");
/// Where other versions would be.
pub const ANY_VERSION: &str = "/viva-voce@";

/// `GET /viva-voce.js`: reaches every page within minutes of an update.
pub async fn newest(headers: HeaderMap) -> Response<Body> {
    kept_for("public, max-age=300", headers).await
}

/// `GET /viva-voce@VERSION.js`: what a version is does not change, but for those who build it.
pub async fn versioned(headers: HeaderMap) -> Response<Body> {
    kept_for("public, max-age=86400", headers).await
}

/// `GET /viva-voce.tgz`, and of this version: for npm, which keeps its hash and asks each time whether
/// it is still the same.
pub async fn package(headers: HeaderMap) -> Response<Body> {
    assets::serve(Path("viva-voce.tgz".to_owned()), headers).await
}

async fn kept_for(lifetime: &'static str, headers: HeaderMap) -> Response<Body> {
    let mut response = assets::serve(Path("viva-voce.js".to_owned()), headers).await;
    if response.status() != StatusCode::NOT_FOUND {
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static(lifetime));
    }
    response
}

/// A page names a version this server does not have.
pub fn other_version() -> Response<Body> {
    let sentence = format!(
        "This server has {VERSIONED} and {VERSIONED_PACKAGE}. /viva-voce.js and /viva-voce.tgz \
         always are the newest.\n"
    );
    let mut response = (StatusCode::NOT_FOUND, sentence).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Else the page's console says nothing but that it was blocked.
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(CORP, HeaderValue::from_static("cross-origin"));
    response
}
