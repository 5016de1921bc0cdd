//! How this process asks others over HTTP: models, vendors, webhooks.

use std::sync::Once;

use reqwest::{Client, ClientBuilder, redirect};

/// A client under our name. It follows no redirect, which would carry what is sent, and its secrets, to
/// an address nobody configured.
pub fn client() -> ClientBuilder {
    static PROVIDER: Once = Once::new();
    // Err means that somebody installed one before us, which is as good.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    Client::builder()
        .redirect(redirect::Policy::none())
        .user_agent(concat!("vivavoce/", env!("CARGO_PKG_VERSION")))
}
