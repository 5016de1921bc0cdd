//! Where this document was opened, read once.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::{document, window};

/// The document's address, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Address {
    pub origin: String,
    pub path: String,
    /// With its `?`, or empty.
    pub query: String,
    /// With its `#`, or empty.
    pub fragment: String,
}

pub fn read() -> Address {
    let Some(location) = window().map(|window| window.location()) else {
        return Address::default();
    };
    Address {
        origin: location.origin().unwrap_or_default(),
        path: location.pathname().unwrap_or_default(),
        query: location.search().unwrap_or_default(),
        fragment: location.hash().unwrap_or_default(),
    }
}

/// The access token the guard took out of the address. A second call finds nothing.
pub fn take_token() -> Option<String> {
    let window = window()?;
    let name = JsValue::from_str("vivavoceToken");
    let token = Reflect::get(&window, &name).ok()?.as_string();
    Reflect::delete_property(&window, &name).ok();
    token
}

/// Takes what the guard should have scrubbed out of the address.
pub fn replace(address: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let state = history.state().unwrap_or(JsValue::NULL);
        history
            .replace_state_with_url(&state, "", Some(address))
            .ok();
    }
}

/// The text of the page's own JSON block.
pub fn page_config() -> Option<String> {
    document()?
        .get_element_by_id("vivavoce-config")?
        .text_content()
}

/// Opens a link the visitor pressed, in a tab that knows nothing of us.
pub fn open(link: &str) {
    if let Some(window) = window() {
        window
            .open_with_url_and_target_and_features(link, "_blank", "noopener,noreferrer")
            .ok();
    }
}
