//! Which pages of others may call a vendor's API from a browser.
//!
//! None unless `[cors]` names them, and never with cookies: what a page may do there, it does with
//! the key it shows.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowHeaders, AllowOrigin};

pub use tower_http::cors::CorsLayer;

use crate::HttpSettings;

/// The layer for the routes of the API called so that stand below `prefix`; `None` where no page is admitted, so
/// that no answer carries a header of this kind.
pub fn layer(settings: &HttpSettings, api: &str, prefix: &'static str) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = settings
        .cors
        .get(api)?
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok())
        .collect();
    Some(
        CorsLayer::new()
            .allow_origin(AllowOrigin::predicate(move |origin, request| {
                origins.contains(origin) && request.uri.path().starts_with(prefix)
            }))
            .allow_methods([
                Method::GET,
                Method::POST,
                Method::PUT,
                Method::PATCH,
                Method::DELETE,
            ])
            // Each vendor has headers of its own for its keys.
            .allow_headers(AllowHeaders::mirror_request())
            .expose_headers([header::RETRY_AFTER, HeaderName::from_static("x-request-id")])
            .max_age(Duration::from_secs(7_200)),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn only_the_named_pages_may_call_and_never_with_cookies() {
        let settings = HttpSettings {
            cors: BTreeMap::from([(
                "talkio".to_owned(),
                vec!["https://school.example".to_owned()],
            )]),
            ..HttpSettings::default()
        };
        assert!(layer(&settings, "tovie", "").is_none());
        let layer = layer(&settings, "talkio", "/api").unwrap();
        let router: Router = Router::new()
            .route("/api", get(async || "here"))
            .route("/", get(async || "elsewhere"))
            .layer(layer);
        for (path, origin, allowed) in [
            ("/api", "https://school.example", true),
            ("/", "https://school.example", false),
            ("/api", "https://school.example.evil.example", false),
            ("/api", "http://school.example", false),
            ("/api", "null", false),
        ] {
            for method in ["OPTIONS", "GET"] {
                let request = Request::builder()
                    .method(method)
                    .uri(path)
                    .header("origin", origin)
                    .header("access-control-request-method", "GET")
                    .header("access-control-request-headers", "x-api-key")
                    .body(Body::empty())
                    .unwrap();
                let answer = router.clone().oneshot(request).await.unwrap();
                let headers = answer.headers();
                let named = headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN);
                assert_eq!(
                    named.is_some_and(|it| it == origin),
                    allowed,
                    "{method} {path} {origin}"
                );
                assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
            }
        }
    }
}
