//! The plain script that outlives us (`src/boot/guard.js`).

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use super::window;

/// The widget stands; a failure to load is no longer to be expected.
pub fn ready() {
    call("vivavoceReady", &JsValue::UNDEFINED);
}

/// Shows the guard's own message, which needs nothing of ours.
pub fn failed(kind: &str) {
    call("vivavoceFailed", &JsValue::from_str(kind));
}

/// Calls what a script of ours left at the window.
pub(super) fn call(name: &str, argument: &JsValue) -> Option<JsValue> {
    let window = window()?;
    let function = Reflect::get(&window, &name.into()).ok()?;
    function
        .dyn_into::<Function>()
        .ok()?
        .call1(&window, argument)
        .ok()
}

/// Hands panics to the guard: a panic ends this instance, and only plain script can still speak.
pub fn catch_panics() {
    std::panic::set_hook(Box::new(|info| {
        let mut message = String::from("vivavoce: ");
        message.push_str(info.payload_as_str().unwrap_or("panicked"));
        if let Some(place) = info.location() {
            message.push_str(" (");
            message.push_str(place.file());
            message.push(':');
            message.push_str(&place.line().to_string());
            message.push(')');
        }
        web_sys::console::error_1(&message.into());
        failed("crash");
    }));
}
