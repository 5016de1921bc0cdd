//! What these pages need of the platform beyond the widget's own `browser`.
#![allow(
    clippy::disallowed_methods,
    reason = "a door too; nothing else in this crate names web_sys"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Function, JSON, Promise, Reflect};
use vivavoce::browser::listen::Listener;
use vivavoce::browser::{dom, files};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Element, Event};

/// A new entry in the browser's history; nothing is loaded.
pub fn go(address: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        history
            .push_state_with_url(&JsValue::NULL, "", Some(address))
            .ok();
    }
}

/// The present entry gets another address.
pub fn replace(address: &str) {
    vivavoce::browser::address::replace(address);
}

/// Leaves these pages.
pub fn load(address: &str) {
    if let Some(window) = web_sys::window() {
        window.location().set_href(address).ok();
    }
}

/// While `is_unsaved`, the browser asks before the page is closed, loaded anew or left.
pub fn guard(is_unsaved: impl Fn() -> bool + 'static) -> Option<Listener> {
    Listener::on_window("beforeunload", move |event| {
        if is_unsaved() {
            event.prevent_default();
        }
    })
}

/// Shows a `<dialog>` over everything else, which cannot be reached meanwhile.
pub fn open_dialog(dialog: &Element) {
    let show = Reflect::get(dialog, &"showModal".into()).unwrap_or(JsValue::UNDEFINED);
    if let Ok(show) = show.dyn_into::<Function>() {
        show.call0(dialog).ok();
    }
}

pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

pub fn focus(selector: &str) {
    if let Some(element) = dom::find(selector) {
        dom::focus(&element);
    }
}

/// Whether a click is meant to open another tab or window, which is the browser's own to do.
pub fn is_plain_click(event: &Event) -> bool {
    let flag = |name: &str| Reflect::get(event, &name.into()).is_ok_and(|flag| flag.is_truthy());
    let button = Reflect::get(event, &"button".into())
        .ok()
        .and_then(|it| it.as_f64());
    button == Some(0.0)
        && !["ctrlKey", "metaKey", "shiftKey", "altKey"]
            .into_iter()
            .any(flag)
}

/// A moment as the visitor's language writes it; what is no date stays as it is.
pub fn date(iso: &str) -> String {
    let at = js_sys::Date::new(&iso.into());
    if at.get_time().is_nan() {
        return iso.to_owned();
    }
    String::from(at.to_locale_string("default", &JsValue::UNDEFINED))
}

/// A moment as a field for date and time has it, in the clock of whoever looks: `2030-01-01T09:00`.
/// Empty for what is no date.
pub fn local(iso: &str) -> String {
    let at = js_sys::Date::new(&iso.into());
    if iso.is_empty() || at.get_time().is_nan() {
        return String::new();
    }
    let aside = at.get_timezone_offset() * 60_000.0;
    let shifted = js_sys::Date::new(&(at.get_time() - aside).into());
    let text = String::from(shifted.to_iso_string());
    text.get(..16).unwrap_or_default().to_owned()
}

/// The moment that such a field means, for every clock; empty for what is no date.
pub fn moment(local: &str) -> String {
    let at = js_sys::Date::new(&local.into());
    if local.is_empty() || at.get_time().is_nan() {
        return String::new();
    }
    String::from(at.to_iso_string())
}

/// The time of day, now.
pub fn time() -> String {
    let options = js_sys::Object::new();
    Reflect::set(&options, &"hour12".into(), &JsValue::FALSE).ok();
    let now = js_sys::Date::new_0();
    String::from(now.to_locale_time_string_with_options("default", &options))
}

/// Puts a text on the clipboard, or has it selected where the page may not.
pub async fn copy(text: &str, shown: Option<impl AsRef<Element>>) -> bool {
    if files::copy(text).await {
        return true;
    }
    let selected = || -> Option<()> {
        let selection = web_sys::window()?.get_selection().ok()??;
        selection.select_all_children(shown?.as_ref()).ok()
    };
    selected();
    false
}

/// A `<viva-voce>`.
#[derive(Clone)]
pub struct Tag(Rc<Inner>);

struct Inner {
    /// Outside a browser there is none, and nothing happens.
    element: Option<Element>,
    listeners: RefCell<Vec<Listener>>,
}

impl Tag {
    /// One that stands nowhere yet.
    #[allow(clippy::new_without_default, reason = "it makes an element")]
    pub fn new() -> Tag {
        let document = web_sys::window().and_then(|window| window.document());
        let element = document.and_then(|document| document.create_element("viva-voce").ok());
        Tag(Rc::new(Inner {
            element,
            listeners: RefCell::default(),
        }))
    }

    /// Puts it into the page.
    pub fn stand_in(&self, parent: &Element) {
        if let Some(element) = &self.0.element {
            parent.append_child(element).ok();
        }
    }

    pub fn remove(&self) {
        if let Some(element) = &self.0.element {
            element.remove();
        }
    }

    /// `None` takes the attribute away.
    pub fn set(&self, attribute: &str, value: Option<&str>) {
        let Some(element) = &self.0.element else {
            return;
        };
        match value {
            Some(value) => element.set_attribute(attribute, value).ok(),
            None => element.remove_attribute(attribute).ok(),
        };
    }

    /// Hears one of its events, for as long as the tag is held; told is its message, as JSON.
    pub fn on(&self, event: &'static str, heard: impl Fn(String) + 'static) {
        let Some(element) = &self.0.element else {
            return;
        };
        let listener = Listener::new(element, event, move |event| {
            let detail = Reflect::get(&event, &"detail".into()).unwrap_or(JsValue::NULL);
            heard(json(&detail));
        });
        self.0.listeners.borrow_mut().push(listener);
    }

    /// Has the element ask `source` whenever it needs an access token.
    pub fn set_token_source<F>(&self, source: impl Fn() -> F + 'static)
    where
        F: Future<Output = Result<String, String>> + 'static,
    {
        let ask = Closure::<dyn Fn() -> Promise>::new(move || {
            let asked = source();
            future_to_promise(async move {
                match asked.await {
                    Ok(token) => Ok(token.into()),
                    Err(sentence) => Err(js_sys::Error::new(&sentence).into()),
                }
            })
        });
        // The element holds it as long as it lives.
        self.set_property("getToken", &ask.into_js_value());
    }

    pub fn set_variables(&self, variables: &BTreeMap<String, String>) {
        let object = js_sys::Object::new();
        for (name, value) in variables {
            Reflect::set(&object, &name.into(), &value.into()).ok();
        }
        self.set_property("variables", &object);
    }

    fn set_property(&self, name: &str, value: &JsValue) {
        if let Some(element) = &self.0.element {
            Reflect::set(element, &name.into(), value).ok();
        }
    }

    /// Calls one of the element's commands; `value` is JSON, or nothing. Ready with the state it
    /// led to, as JSON, or with the error's code and sentence.
    pub async fn command(&self, name: &str, value: Option<&str>) -> Result<String, String> {
        let absent = || "The element is not there yet.".to_owned();
        let element = self.0.element.as_ref().ok_or_else(absent)?;
        let method = Reflect::get(element, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let method: Function = method.dyn_into().map_err(|_| absent())?;
        let arguments = Array::new();
        if let Some(value) = value {
            let value =
                JSON::parse(value).map_err(|_| "The value is not valid JSON.".to_owned())?;
            arguments.push(&value);
        }
        let answer = method
            .apply(element, &arguments)
            .map_err(|error| sentence(&error))?;
        let Ok(promise) = answer.dyn_into::<Promise>() else {
            return Ok(String::new());
        };
        match JsFuture::from(promise).await {
            Ok(state) if state.is_undefined() => Ok(String::new()),
            Ok(state) => Ok(json(&state)),
            Err(error) => Err(sentence(&error)),
        }
    }
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).map(String::from).unwrap_or_default()
}

fn sentence(error: &JsValue) -> String {
    let text = |name: &str| {
        Reflect::get(error, &name.into())
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    };
    let (code, message) = (text("code"), text("message"));
    if code.is_empty() {
        message
    } else {
        format!("{code}: {message}")
    }
}
