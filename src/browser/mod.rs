//! The one door to the browser: nothing outside this folder names `web_sys` or `js_sys`.
//!
//! What is acquired here (a listener, a timer, a request, an observer) is a value; dropping it
//! undoes it. Nothing here panics on what a page, a server or a sandbox does.
#![allow(
    clippy::disallowed_methods,
    reason = "the door itself; everything else comes through here"
)]

pub mod address;
pub mod chunk;
pub mod clock;
pub mod coming;
pub mod dom;
pub mod events;
pub mod fetch;
pub mod files;
pub mod frame;
pub mod guard;
pub mod host;
pub mod intl;
pub mod listen;
pub mod markdown;
pub mod media;
pub mod page;
pub mod piece;
mod plain;
pub mod random;
pub mod reading;
pub mod scroll;
pub mod storage;
pub mod task;
pub mod theme;
pub mod timer;

pub use web_sys::{Element, Event, EventTarget, HtmlElement};

/// The window this document lives in. `None` only outside a browser (native tests).
pub(crate) fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

pub(crate) fn document() -> Option<web_sys::Document> {
    window()?.document()
}
