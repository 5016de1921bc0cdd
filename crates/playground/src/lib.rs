//! The pages at `/`: the embed live with every setting, the snippet that comes of it, and what an
//! owner looks after.
//!
//! [`state`], [`route`], [`parameter`], [`snippet`], [`known`], [`draft`], [`preview`]
//! and [`contrast`] are pure.
//! [`browser`] is what these pages need of the platform beyond the widget's own `browser`; [`api`]
//! asks the public API; [`view`] shows, as the widget does. No markup is made of texts: the pages run
//! under `require-trusted-types-for 'script'` without any policy, so a text of an element that has no
//! other is written in braces (`docs/contributing/widget.md` says why).
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use leptos::prelude::*;

pub mod api;
pub mod bench;
pub mod browser;
pub mod contrast;
pub mod draft;
pub mod known;
pub mod parameter;
pub mod preview;
pub mod route;
pub mod site;
pub mod snippet;
pub mod state;
pub mod view;

/// Mounts the page that the address names.
pub fn run() {
    mount_to_body(view::app::App);
}
