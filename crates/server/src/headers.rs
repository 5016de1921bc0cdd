//! The headers of pages: what they may load, who may frame them, what they give away.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use vivavoce_protocol::wire::Deployment;

use crate::settings::{BackendDialect, BackendSettings};

pub const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
pub const COEP: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");
pub const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The headers of an embed page. `own` is the origin it is served from, if we know it; `backend`
/// the one its address names.
pub fn embed_page(
    deployment: &Deployment,
    own: Option<&str>,
    backend: Option<&BackendSettings>,
) -> HeaderMap {
    let mut headers = every_page();
    insert(
        &mut headers,
        CONTENT_SECURITY_POLICY,
        &embed_policy(deployment, own, backend),
    );
    insert(&mut headers, CORP, "cross-origin");
    // A nested page that sends no COEP of its own would not load, and the framed vendor's does not.
    if !backend.is_some_and(is_framed) {
        insert(&mut headers, COEP, "credentialless");
    }
    insert(
        &mut headers,
        PERMISSIONS_POLICY,
        "microphone=(self), camera=(), geolocation=(), display-capture=(), payment=(), usb=()",
    );
    headers
}

/// The headers of a page of ours that is visited and not embedded; `frames` is what it may frame.
pub fn plain_page(frames: &str) -> HeaderMap {
    visited_page("'self'", frames)
}

/// The same for the playground, which is WebAssembly and frames our embeds. It builds its elements
/// one by one, so not even a policy of ours may make markup of a text.
pub fn playground() -> HeaderMap {
    visited_page("'self' 'wasm-unsafe-eval'", "'self'")
}

fn visited_page(scripts: &str, frames: &str) -> HeaderMap {
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

/// The headers of a page of a school: it is signed in to, embedded where embeds may be, frames the
/// embed and sends forms. `leaves_to` is where signing out leads.
pub fn school_page(
    deployment: &Deployment,
    own: Option<&str>,
    leaves_to: Option<&str>,
) -> HeaderMap {
    let mut headers = every_page();
    // Forms of a page without a referrer come from nowhere, and nowhere is not us.
    insert(&mut headers, REFERRER_POLICY, "same-origin");
    let own = match own {
        Some(own) => format!("'self' {own}"),
        None => "'self'".to_owned(),
    };
    // A form may lead on to where its answer leads.
    let forms = match leaves_to.and_then(origin_of) {
        Some(origin) => format!("{own} {origin}"),
        None => own.clone(),
    };
    let mut policy = format!(
        "default-src 'none'; script-src {own}; style-src {own}; img-src 'self' data:; \
         connect-src {own}; frame-src {own}; base-uri 'none'; form-action {forms}; \
         object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    );
    if !deployment.allowed_hosts.is_empty() {
        policy.push_str("; frame-ancestors 'self' ");
        policy.push_str(&deployment.allowed_hosts.join(" "));
    }
    insert(&mut headers, CONTENT_SECURITY_POLICY, &policy);
    insert(&mut headers, CORP, "cross-origin");
    insert(&mut headers, COEP, "credentialless");
    insert(
        &mut headers,
        PERMISSIONS_POLICY,
        "microphone=(self), camera=(), geolocation=(), display-capture=(), payment=(), usb=()",
    );
    headers
}

fn every_page() -> HeaderMap {
    let mut headers = HeaderMap::new();
    insert(&mut headers, CONTENT_TYPE, "text/html; charset=utf-8");
    insert(&mut headers, CACHE_CONTROL, "no-store");
    // The address carries a token and a person's name.
    insert(&mut headers, REFERRER_POLICY, "no-referrer");
    insert(&mut headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    headers
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    match HeaderValue::from_str(value) {
        Ok(value) => {
            headers.insert(name, value);
        }
        Err(_) => tracing::error!(%name, "a setting cannot be written into this header"),
    }
}

fn is_framed(backend: &BackendSettings) -> bool {
    backend.dialect == BackendDialect::Talkio
}

/// The one origin whose pages an embed of `backend` frames; `None` where it frames none.
pub fn framed_origin(backend: &BackendSettings) -> Option<String> {
    let named = || backend.frame.clone().or_else(|| origin_of(&backend.url));
    is_framed(backend).then(named).flatten()
}

fn embed_policy(
    deployment: &Deployment,
    own: Option<&str>,
    backend: Option<&BackendSettings>,
) -> String {
    // Engines disagree on what 'self' is in a frame without an origin of its own (a sandbox
    // without allow-same-origin), so our origin stands beside it by name.
    let own = match own {
        Some(own) => format!("'self' {own}"),
        None => "'self'".to_owned(),
    };
    let with = |base: &str, more: &[&str]| {
        let mut sources = base.to_owned();
        for source in more {
            sources.push(' ');
            sources.push_str(source);
        }
        sources
    };
    let images: Vec<&str> = deployment.image_hosts.iter().map(String::as_str).collect();
    let backend_origin = backend.and_then(|backend| origin_of(&backend.url));
    let direct: Vec<&str> = backend_origin
        .as_deref()
        .filter(|_| backend.is_some_and(|backend| backend.direct))
        .into_iter()
        .collect();
    let mut policy = vec![
        "default-src 'none'".to_owned(),
        format!("script-src {own} 'wasm-unsafe-eval'"),
        format!("style-src {own}"),
        format!("connect-src {}", with(&own, &direct)),
        format!("img-src {}", with(&format!("{own} data:"), &images)),
        format!("font-src {own}"),
        // Another system's answers may be recordings, on the hosts its pictures are on.
        format!(
            "media-src {}",
            match backend {
                Some(_) => with(&format!("{own} blob:"), &images),
                None => format!("{own} blob:"),
            }
        ),
        format!("worker-src {own}"),
    ];
    if let Some(origin) = backend.and_then(framed_origin) {
        policy.push(format!("frame-src {origin}"));
    }
    policy.extend(
        [
            "base-uri 'none'",
            "form-action 'none'",
            "object-src 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
        .map(str::to_owned),
    );
    if !deployment.allowed_hosts.is_empty() {
        let hosts: Vec<&str> = deployment
            .allowed_hosts
            .iter()
            .map(String::as_str)
            .collect();
        policy.push(format!("frame-ancestors {}", with("'self'", &hosts)));
    }
    policy.join("; ")
}

/// The origin of a backend's address, which was checked when the settings were read.
pub fn origin_of(url: &str) -> Option<String> {
    let url = reqwest::Url::parse(url).ok()?;
    url.origin()
        .is_tuple()
        .then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backend(dialect: BackendDialect, direct: bool) -> BackendSettings {
        BackendSettings {
            dialect,
            url: "https://vendor.example/chatapi/t:1".to_owned(),
            secret: None,
            title: None,
            description: None,
            generation: 2,
            state_path: None,
            direct,
            organization: None,
            provider: None,
            frame: None,
            scenarios: Vec::new(),
            requests_per_minute: None,
            concurrent: 32,
        }
    }

    fn lines(headers: &HeaderMap) -> Vec<String> {
        let mut lines: Vec<String> = headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        lines.sort();
        lines
    }

    /// Frozen: a change here is a change of what the embed may do.
    #[test]
    fn the_embed_page_has_exactly_these_headers() {
        let deployment = Deployment {
            allowed_hosts: vec!["https://a.example".to_owned()],
            image_hosts: vec!["https://i.example".to_owned()],
            ..Deployment::default()
        };
        assert_eq!(
            lines(&embed_page(&deployment, Some("https://v.example"), None)),
            [
                "cache-control: no-store",
                "content-security-policy: default-src 'none'; \
                 script-src 'self' https://v.example 'wasm-unsafe-eval'; \
                 style-src 'self' https://v.example; \
                 connect-src 'self' https://v.example; \
                 img-src 'self' https://v.example data: https://i.example; \
                 font-src 'self' https://v.example; \
                 media-src 'self' https://v.example blob:; \
                 worker-src 'self' https://v.example; \
                 base-uri 'none'; form-action 'none'; object-src 'none'; \
                 require-trusted-types-for 'script'; trusted-types 'none'; \
                 frame-ancestors 'self' https://a.example",
                "content-type: text/html; charset=utf-8",
                "cross-origin-embedder-policy: credentialless",
                "cross-origin-resource-policy: cross-origin",
                "permissions-policy: microphone=(self), camera=(), geolocation=(), \
                 display-capture=(), payment=(), usb=()",
                "referrer-policy: no-referrer",
                "x-content-type-options: nosniff",
            ]
        );
    }

    /// Frozen like the embed's.
    #[test]
    fn the_playground_has_exactly_these_headers() {
        assert_eq!(
            lines(&playground()),
            [
                "cache-control: no-store",
                "content-security-policy: default-src 'none'; \
                 script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
                 connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; \
                 frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
                "content-type: text/html; charset=utf-8",
                "cross-origin-resource-policy: same-origin",
                "permissions-policy: microphone=(self), camera=(), geolocation=(), \
                 display-capture=(), payment=(), usb=()",
                "referrer-policy: no-referrer",
                "x-content-type-options: nosniff",
            ]
        );
    }

    #[test]
    fn the_policy_follows_the_backend_and_the_hosts() {
        let policy = |backend: Option<BackendSettings>| {
            let headers = embed_page(&Deployment::default(), None, backend.as_ref());
            let policy = headers[CONTENT_SECURITY_POLICY]
                .to_str()
                .unwrap()
                .to_owned();
            (policy, headers.contains_key(COEP))
        };
        let (plain, isolated) = policy(None);
        assert!(
            !plain.contains("frame-ancestors") && !plain.contains("frame-src"),
            "{plain}"
        );
        assert!(isolated);

        let (relayed, _) = policy(Some(backend(BackendDialect::Tovie, false)));
        assert!(!relayed.contains("vendor.example"), "{relayed}");

        let (direct, _) = policy(Some(backend(BackendDialect::Tovie, true)));
        assert!(
            direct.contains("connect-src 'self' https://vendor.example;"),
            "{direct}"
        );
        assert!(
            !direct.contains("t:1"),
            "the channel's token is in a header: {direct}"
        );

        let (framed, isolated) = policy(Some(backend(BackendDialect::Talkio, false)));
        assert!(
            framed.contains("frame-src https://vendor.example;"),
            "{framed}"
        );
        assert!(!isolated);

        let elsewhere = BackendSettings {
            frame: Some("https://learn.example".to_owned()),
            ..backend(BackendDialect::Talkio, false)
        };
        let (framed, _) = policy(Some(elsewhere));
        assert!(
            framed.contains("frame-src https://learn.example;"),
            "{framed}"
        );
    }
}
