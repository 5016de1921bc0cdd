//! The page's own life: network, visibility, going away.

use js_sys::Promise;
use vivavoce_core::dialect::Network;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::VisibilityState;

use super::guard::call;
use super::listen::Listener;
use super::{document, window};

pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

pub fn is_visible() -> bool {
    document().is_none_or(|document| document.visibility_state() == VisibilityState::Visible)
}

/// The visitor's language as BCP 47, e.g. `en-GB`.
pub fn language() -> Option<String> {
    window()?.navigator().language()
}

/// The visitor's languages, the preferred first.
pub fn languages() -> Vec<String> {
    let languages = window().map(|window| window.navigator().languages());
    let languages = languages.iter().flat_map(|all| all.iter());
    languages
        .filter_map(|language| language.as_string())
        .collect()
}

/// The interface's texts in a language, as its file has them (`src/boot/boot.js`).
pub async fn words(lang: &str) -> Option<String> {
    let answer = call("vivavoceWords", &lang.into())?;
    JsFuture::from(Promise::resolve(&answer))
        .await
        .ok()?
        .as_string()
}

/// Reports every change of network and visibility; ends with the value.
pub fn watch(changed: impl Fn(Network) + Clone + 'static) -> Vec<Listener> {
    let online = changed.clone();
    let offline = changed.clone();
    let shown = changed.clone();
    [
        Listener::on_window("online", move |_| online(Network::Online)),
        Listener::on_window("offline", move |_| offline(Network::Offline)),
        // Back from the back/forward cache: every connection is gone, and no other event says so.
        Listener::on_window("pageshow", move |_| shown(Network::Visible)),
        Listener::on_document("visibilitychange", move |_| {
            changed(if is_visible() {
                Network::Visible
            } else {
                Network::Hidden
            });
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Calls `leaving` when the document goes away. `kept`: it went into the back/forward cache, and
/// may come back as it was.
pub fn on_leave(mut leaving: impl FnMut(bool) + 'static) -> Option<Listener> {
    Listener::on_window("pagehide", move |event| {
        let kept = js_sys::Reflect::get(event.unchecked_ref(), &"persisted".into())
            .is_ok_and(|persisted| persisted.is_truthy());
        leaving(kept);
    })
}

/// Sends `body` as text/plain though the page is going away. `false` where the browser refused.
pub fn beacon(address: &str, body: &str) -> bool {
    window().is_some_and(|window| {
        window
            .navigator()
            .send_beacon_with_opt_str(address, Some(body))
            .unwrap_or(false)
    })
}

/// Loads the document anew.
pub fn reload() {
    if let Some(window) = window() {
        window.location().reload().ok();
    }
}

/// A message for the developer of the page around us.
pub fn warn(message: &str) {
    web_sys::console::warn_1(&message.into());
}
