//! `<viva-voce>` for host pages, under three addresses: the newest, this version's, and the one in
//! `/assets` whose name holds its content's hash. `/assets/viva-voce.json` tells them all.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;

use crate::assets;
use crate::headers::CORP;

pub const VERSIONED: &str = concat!("/viva-voce@", env!("CARGO_PKG_VERSION"), ".js");
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
    let sentence = format!("This server has {VERSIONED}. /viva-voce.js always is the newest.\n");
    let mut response = (StatusCode::NOT_FOUND, sentence).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Else the page's console says nothing but that it was blocked.
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(CORP, HeaderValue::from_static("cross-origin"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::Site;
    use serde_json::Value;

    async fn header(site: &Site, address: &str, name: &str) -> String {
        let answer = site.ask(&format!("GET {address}"), &[], "").await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.text);
        let value = answer.headers.get(name).and_then(|it| it.to_str().ok());
        value.unwrap_or_default().to_owned()
    }

    #[tokio::test]
    async fn the_element_has_a_newest_a_versioned_and_an_unchanging_address() {
        let site = Site::new().await;
        let told = site.ask("GET /assets/viva-voce.json", &[], "").await;
        let told: Value = serde_json::from_str(&told.text).unwrap();
        assert_eq!(told["version"], env!("CARGO_PKG_VERSION"));
        assert!(told["integrity"].as_str().unwrap().starts_with("sha384-"));
        let addresses = &told["addresses"];
        assert_eq!(addresses["immutable"], told["src"]);
        let mut tags = Vec::new();
        for (kind, lifetime) in [
            ("newest", "public, max-age=300"),
            ("versioned", "public, max-age=86400"),
            ("immutable", "public, max-age=31536000, immutable"),
        ] {
            let address = addresses[kind].as_str().unwrap();
            assert_eq!(header(&site, address, "cache-control").await, lifetime);
            for (name, value) in [
                ("access-control-allow-origin", "*"),
                ("cross-origin-resource-policy", "cross-origin"),
                ("content-type", "text/javascript; charset=utf-8"),
                ("x-content-type-options", "nosniff"),
            ] {
                assert_eq!(header(&site, address, name).await, value, "{address}");
            }
            tags.push(header(&site, address, "etag").await);
        }
        assert!(tags.iter().all(|tag| *tag == tags[0]), "{tags:?}");
    }

    #[tokio::test]
    async fn another_version_is_answered_with_the_one_there_is() {
        let site = Site::new().await;
        let answer = site.ask("GET /viva-voce@0.0.1.js", &[], "").await;
        assert_eq!(answer.status, 404);
        assert!(answer.text.contains(VERSIONED), "{}", answer.text);
        assert_eq!(answer.headers["access-control-allow-origin"], "*");
    }
}
