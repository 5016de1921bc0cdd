//! Headers of answers, and those of pages: what they may load, who may frame them, what they give away.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use tower_http::set_header::SetResponseHeaderLayer;

pub const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
pub const COEP: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");
pub const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The headers of a page of ours that is visited and not embedded; `frames` is what it may frame.
pub fn plain_page(frames: &str) -> HeaderMap {
    visited_page("'self'", frames)
}

/// The headers of a page of ours: `scripts` is what runs there, `frames` what it frames.
pub fn visited_page(scripts: &str, frames: &str) -> HeaderMap {
    let mut headers = every_page();
    insert(
        &mut headers,
        CONTENT_SECURITY_POLICY,
        &format!(
            "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; \
             connect-src 'self'; frame-src {frames}; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        ),
    );
    insert(&mut headers, CORP, "same-origin");
    insert(
        &mut headers,
        PERMISSIONS_POLICY,
        "microphone=(self), camera=(), geolocation=(), display-capture=(), payment=(), usb=()",
    );
    headers
}

/// The headers every page has.
pub fn every_page() -> HeaderMap {
    let mut headers = HeaderMap::new();
    insert(&mut headers, CONTENT_TYPE, "text/html; charset=utf-8");
    // What a CDN adds to a page (a beacon, a script of its own) our policy refuses: better it adds nothing.
    insert(&mut headers, CACHE_CONTROL, "no-store, no-transform");
    // The address carries a token and a person's name.
    insert(&mut headers, REFERRER_POLICY, "no-referrer");
    insert(&mut headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    headers
}

/// Gives every answer of some routes this header.
pub fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// Sets one; one that cannot be written is logged and left out.
pub fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    match HeaderValue::from_str(value) {
        Ok(value) => {
            headers.insert(name, value);
        }
        Err(_) => tracing::error!(%name, "a setting cannot be written into this header"),
    }
}

/// The origin of an address; `None` where it has none.
pub fn origin_of(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    url.origin()
        .is_tuple()
        .then(|| url.origin().ascii_serialization())
}
