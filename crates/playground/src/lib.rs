//! The pages at `/`: the embed live with every setting, the snippet that comes of it, and what an
//! owner looks after.
//!
//! [`state`], [`route`], [`parameter`], [`snippet`], [`known`], [`draft`]
//! and [`contrast`] are pure.
//! [`browser`] is what these pages need of the platform beyond the widget's own `browser`; [`api`]
//! asks the public API; [`view`] shows. Elements are the widget's `El`, which makes no markup of
//! texts: the pages run under `require-trusted-types-for 'script'` without any policy.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use leptos::prelude::*;

pub mod api;
pub mod bench;
pub mod browser;
pub mod contrast;
pub mod draft;
pub mod known;
pub mod parameter;
pub mod route;
pub mod site;
pub mod snippet;
pub mod state;
pub mod view;

/// Mounts the page that the address names.
pub fn run() {
    mount_to_body(view::app::app);
}
