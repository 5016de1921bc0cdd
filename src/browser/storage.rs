//! What a reload finds again: the frame's session id in `history.state`, its secrets in
//! sessionStorage; and what another system's visitor is known by, in localStorage. Any of
//! these may be blocked (sandbox, privacy settings); then nothing is kept, and nothing fails.
//!
//! Nothing is written before the visitor acted.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::Storage;

use super::window;

/// The property of `history.state` that names this frame's session.
const STATE: &str = "vivavoce";

/// The name of a frame that had a session which no reload can find.
const LOST: &str = "vivavoce-lost";

fn storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}

pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// `false` where storage is blocked or full.
pub fn set(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        storage.remove_item(key).ok();
    }
}

/// What this device keeps beyond this tab; nothing where that is blocked.
pub fn device_get(key: &str) -> Option<String> {
    window()?.local_storage().ok()??.get_item(key).ok()?
}

pub fn device_set(key: &str, value: &str) -> bool {
    let storage = window().and_then(|window| window.local_storage().ok()?);
    storage.is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// The session this very frame had before it was reloaded.
pub fn frame_session() -> Option<String> {
    let state = window()?.history().ok()?.state().ok()?;
    if !state.is_object() {
        return None;
    }
    Reflect::get(&state, &STATE.into()).ok()?.as_string()
}

/// Names this frame's session, or none. The rest of `history.state` stays as it is.
pub fn set_frame_session(id: Option<&str>) -> bool {
    replace_state(id).is_some()
}

/// Notes on the frame itself that its session cannot be found again, or no longer. A sandboxed frame
/// keeps not even `history.state`, but it does keep its name; one the host gave stays as it is.
pub fn set_lost(lost: bool) {
    let Some(window) = window() else { return };
    let (from, to) = if lost { ("", LOST) } else { (LOST, "") };
    if window.name().is_ok_and(|name| name == from) {
        window.set_name(to).ok();
    }
}

/// Whether that was noted before the document was loaded anew.
pub fn is_lost() -> bool {
    window().is_some_and(|window| window.name().is_ok_and(|name| name == LOST))
}

fn replace_state(id: Option<&str>) -> Option<()> {
    let history = window()?.history().ok()?;
    let state = Object::new();
    let before = history.state().unwrap_or(JsValue::NULL);
    if before.is_object() {
        Object::assign(&state, &before.into());
    }
    match id {
        Some(id) => {
            Reflect::set(&state, &STATE.into(), &id.into()).ok()?;
        }
        None => {
            Reflect::delete_property(&state, &STATE.into()).ok()?;
        }
    }
    history.replace_state(&state, "").ok()
}
