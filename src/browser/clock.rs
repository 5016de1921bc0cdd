//! What time it is. Clocks are read here and handed on as values.

/// Unix time in milliseconds.
pub fn now() -> f64 {
    js_sys::Date::now()
}
