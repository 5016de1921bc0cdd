//! The embeddable conversation widget.
//!
//! `vivavoce-core` decides, [`browser`] does, [`screens`] show; [`session`] is where they meet.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

pub mod app;
pub mod browser;
pub mod chunks;
pub mod components;
pub mod driver;
pub mod here;
pub mod host;
pub mod screens;
pub mod session;
pub mod start;
pub mod vendor;
pub mod words;
