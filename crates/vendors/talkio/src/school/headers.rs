//! The headers of a school's pages.

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use vivavoce_http::headers::{COEP, CORP, PERMISSIONS_POLICY, every_page, insert, origin_of};
use vivavoce_protocol::wire::Deployment;

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
