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
    two_digits(date.get_hours()) + ":" + &two_digits(date.get_minutes())
}

fn two_digits(number: u32) -> String {
    let zero = if number < 10 { "0" } else { "" };
    [zero, &number.to_string()].concat()
}

/// When it was, as short as it can be told: the time of day for today, else the day as `2026-11-21`,
/// which is read the same in every language.
pub fn day_or_time(millis: f64) -> String {
    let (date, now) = (
        js_sys::Date::new(&JsValue::from_f64(millis)),
        js_sys::Date::new_0(),
    );
    let day = |date: &js_sys::Date| (date.get_full_year(), date.get_month(), date.get_date());
    if date.get_time().is_nan() || day(&date) == day(&now) {
        return time_of_day(millis);
    }
    let (year, month, day) = day(&date);
    [
        &year.to_string(),
        "-",
        &two_digits(month + 1),
        "-",
        &two_digits(day),
    ]
    .concat()
}
