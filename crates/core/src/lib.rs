//! What Viva Voce decides: configuration, phases, transcript, protocols.
//!
//! Nothing in this crate opens a socket, reads a clock, draws a random number or touches a DOM;
//! time, chance and identity come in as arguments. So it runs under plain `cargo test`, inside the
//! widget, and inside the server's own tests.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

pub mod announce;
pub mod backoff;
pub mod color;
pub mod config;
pub mod credentials;
pub mod dialect;
pub mod failure;
pub mod host;
pub mod json;
pub mod links;
pub mod phase;
pub mod query;
pub mod sse;
pub mod theme;
pub mod transcript;
pub mod variables;
pub mod wire;
