//! What widget, server and client spell alike: wire types, caps, text, languages.
//!
//! Nothing in this crate decides, opens a socket or reads a clock. The widget reads it through
//! `vivavoce_core`, which re-exports what it needs.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

pub mod agui;
pub mod caps;
pub mod json;
pub mod language;
pub mod person;
pub mod query;
mod secret;
pub mod sse;
pub mod text;
pub mod variables;
pub mod wire;

pub use secret::Secret;
