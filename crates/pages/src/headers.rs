//! The headers of the embeds and of the playground: what they may load, who may frame them.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_SECURITY_POLICY;
use vivavoce_engine::backends::Backend;
use vivavoce_http::headers::{COEP, CORP, PERMISSIONS_POLICY, every_page, insert, visited_page};
use vivavoce_protocol::wire::Deployment;

/// The headers of an embed page. `own` is the origin it is served from, if we know it; `backend`
/// the one its address names.
pub fn embed_page(
    deployment: &Deployment,
    own: Option<&str>,
    backend: Option<&Backend>,
) -> HeaderMap {
    let mut headers = every_page();
    insert(
        &mut headers,
        CONTENT_SECURITY_POLICY,
        &embed_policy(deployment, own, backend),
    );
    insert(&mut headers, CORP, "cross-origin");
    // A nested page that sends no COEP of its own would not load, and the framed vendor's does not.
    if backend.is_none_or(|backend| backend.frames.is_none()) {
        insert(&mut headers, COEP, "credentialless");
    }
    insert(
        &mut headers,
        PERMISSIONS_POLICY,
        "microphone=(self), camera=(), geolocation=(), display-capture=(), payment=(), usb=()",
    );
    headers
}

/// The headers of the playground, which is WebAssembly and frames our embeds. It builds its elements
/// one by one, so not even a policy of ours may make markup of a text.
pub fn playground() -> HeaderMap {
    visited_page("'self' 'wasm-unsafe-eval'", "'self'")
}

fn embed_policy(deployment: &Deployment, own: Option<&str>, backend: Option<&Backend>) -> String {
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
    let direct: Vec<&str> = backend
        .and_then(|backend| backend.connects.as_deref())
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
    if let Some(origin) = backend.and_then(|backend| backend.frames.as_ref()) {
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

#[cfg(test)]
mod tests {
    use super::*;

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
                "cache-control: no-store, no-transform",
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
                "cache-control: no-store, no-transform",
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
        let policy = |backend: Option<Backend>| {
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

        let (relayed, _) = policy(Some(Backend::default()));
        assert!(!relayed.contains("vendor.example"), "{relayed}");

        let (direct, _) = policy(Some(Backend {
            connects: Some("https://vendor.example".to_owned()),
            ..Backend::default()
        }));
        assert!(
            direct.contains("connect-src 'self' https://vendor.example;"),
            "{direct}"
        );

        let (framed, isolated) = policy(Some(Backend {
            frames: Some("https://learn.example".to_owned()),
            ..Backend::default()
        }));
        assert!(
            framed.contains("frame-src https://learn.example;"),
            "{framed}"
        );
        assert!(!isolated);
    }
}
