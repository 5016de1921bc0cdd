//! What the stories in `tests/` are told with: a real Chromium, a real server process, a host page
//! on another site, and a proxy that breaks connections on request.
//!
//! `host.localhost` and `embed.localhost` are cross-site to one another, count as secure, and
//! resolve to this machine, so everything a third-party iframe meets can be tested without TLS.

pub mod axe;
pub mod bench;
pub mod chrome;
pub mod clipped;
pub mod embed;
pub mod host;
pub mod page;
pub mod particular;
pub mod proxy;
pub mod server;
pub mod story;
pub mod tags;
pub mod vendor;
pub mod wait;
pub mod wiretap;

/// The full figures rather than the seeded tenth of `cargo xtask test`.
pub fn proving() -> bool {
    std::env::var_os("VIVAVOCE_PROVE").is_some()
}
