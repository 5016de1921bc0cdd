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

pub mod address;
pub mod annotations;
pub mod announce;
pub mod backoff;
pub mod color;
pub mod config;
pub mod credentials;
pub mod dialect;
pub mod event;
pub mod failure;
pub mod host;
pub mod links;
pub mod nearest;
pub mod phase;
pub mod theme;
pub mod transcript;

pub use vivavoce_protocol::{
    Secret, agui, caps, json, language, person, query, sse, text, variables, wire,
};
