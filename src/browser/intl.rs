//! Numbers, dates and plural forms as a language has them. A `lang` is one of the interface's: what
//! is no language tag makes the browser throw.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(lang: &str) -> PluralRules;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, number: f64) -> String;

    /// Numbers and dates have it.
    type Written;
    #[wasm_bindgen(method, js_name = toLocaleString)]
    fn written(this: &Written, lang: &str, options: &JsValue) -> String;
}

/// The plural category of `number` (CLDR): `one`, `few`, `other`…
pub fn category(lang: &str, number: f64) -> String {
    if cfg!(not(target_arch = "wasm32")) {
        // Tests without a browser speak English.
        return (if number == 1.0 { "one" } else { "other" }).to_owned();
    }
    PluralRules::new(lang).select(number)
}

/// `12,000` or `١٢٬٠٠٠`
pub fn number(lang: &str, number: f64) -> String {
    if cfg!(not(target_arch = "wasm32")) {
        return (number as u32).to_string();
    }
    written(number.into(), lang, &JsValue::UNDEFINED)
}

/// With one digit after the point: `7.4` or `7,4`.
pub fn tenths(lang: &str, number: f64) -> String {
    let options = [
        ("minimumFractionDigits", 1.into()),
        ("maximumFractionDigits", 1.into()),
    ];
    written(number.into(), lang, &object(&options))
}

/// A share of one as whole percent: `46%`, `46 %` or `%46`.
pub fn percent(lang: &str, share: f64) -> String {
    written(share.into(), lang, &object(&[("style", "percent".into())]))
}

/// Day and time at `millis` (Unix), on the visitor's clock: `November 30, 2026 at 8:05 PM`.
pub fn date(lang: &str, millis: f64) -> String {
    let options = [("dateStyle", "long".into()), ("timeStyle", "short".into())];
    let date = js_sys::Date::new(&millis.into());
    written(date.into(), lang, &object(&options))
}

fn written(value: JsValue, lang: &str, options: &JsValue) -> String {
    use wasm_bindgen::JsCast as _;
    value.unchecked_into::<Written>().written(lang, options)
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value).ok();
    }
    object.into()
}
