//! What the visitor prefers: colour scheme, reduced motion, and how wide the frame is.

use wasm_bindgen::JsCast as _;
use web_sys::{EventTarget, MediaQueryList};

use super::listen::Listener;
use super::window;

/// Whether `query` (e.g. `(prefers-reduced-motion: reduce)`) matches now.
pub fn matches(query: &str) -> bool {
    list(query).is_some_and(|list| list.matches())
}

/// Calls `changed` with the new answer whenever it changes; ends with the value.
pub fn watch(query: &str, mut changed: impl FnMut(bool) + 'static) -> Option<Listener> {
    let list = list(query)?;
    let target: &EventTarget = list.unchecked_ref();
    let asked = list.clone();
    Some(Listener::new(target, "change", move |_| {
        changed(asked.matches())
    }))
}

fn list(query: &str) -> Option<MediaQueryList> {
    window()?.match_media(query).ok()?
}
