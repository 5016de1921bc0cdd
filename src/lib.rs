//! The embeddable conversation widget.
//!
//! `vivavoce-core` decides, [`browser`] does, [`view`] shows; [`session`] is where they meet.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

pub mod browser;
pub mod driver;
pub mod session;
pub mod strings;
pub mod view;
