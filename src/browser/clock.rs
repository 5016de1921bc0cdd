//! What time it is. Clocks are read here and handed on as values.

/// Unix time in milliseconds.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// The zone of the visitor's clock.
pub fn zone() -> vivavoce_core::dialect::Zone {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let name = js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into());
    vivavoce_core::dialect::Zone {
        name: name.ok().and_then(|it| it.as_string()).unwrap_or_default(),
        // JavaScript counts the minutes UTC is ahead.
        ahead: -(js_sys::Date::new_0().get_timezone_offset() as i32),
    }
}
