//! What the view asks about the document it is read in.

use wasm_bindgen::JsValue;

use super::document;

/// Whether the visitor is in this document: in an iframe, that its frame has the focus.
pub fn frame_has_focus() -> bool {
    document().is_some_and(|document| document.has_focus().unwrap_or(false))
}

/// What the tab, the history and a screen reader's list of frames call this document.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// The origin of this document, `https://embed.example.com`; `null` in a sandbox without one.
pub fn origin() -> String {
    super::window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default()
}

/// The time of day at `millis` (Unix), as `14:32` on the visitor's clock. In every language: `Intl`
/// takes a twentieth of a millisecond per time, and throws for a tag it does not know.
pub fn time_of_day(millis: f64) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(millis));
    if date.get_time().is_nan() {
        return String::new();
    }
    let mut text = String::with_capacity(5);
    for (number, after) in [(date.get_hours(), ":"), (date.get_minutes(), "")] {
        if number < 10 {
            text.push('0');
        }
        text.push_str(&number.to_string());
        text.push_str(after);
    }
    text
}
