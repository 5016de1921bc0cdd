//! Where a scrolling element stands, and how big an element is.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver, ScrollBehavior, ScrollToOptions};

use super::dom;

/// In CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Metrics {
    /// How far it is scrolled down.
    pub top: f64,
    /// The part one sees.
    pub client_height: f64,
    /// The whole content.
    pub scroll_height: f64,
}

impl Metrics {
    /// How much lies below the part one sees. Fractions of a pixel occur at any zoom.
    pub fn below(self) -> f64 {
        self.scroll_height - self.client_height - self.top
    }
}

pub fn metrics(element: &Element) -> Metrics {
    Metrics {
        top: f64::from(element.scroll_top()),
        client_height: f64::from(element.client_height()),
        scroll_height: f64::from(element.scroll_height()),
    }
}

/// The height the page needs so that nothing in it scrolls, in CSS pixels: as it stands, and what
/// its scrolling part hides.
pub fn needed_height() -> f64 {
    let height = dom::find("main.embed").map_or(0, |main| main.offset_height());
    let hidden = dom::find(".stage,.transcript,.report").map_or(0.0, |part| {
        let part = metrics(&part);
        part.scroll_height - part.client_height
    });
    f64::from(height) + hidden
}

pub fn to_top(element: &Element, top: f64, smooth: bool) {
    let options = ScrollToOptions::new();
    options.set_top(top);
    options.set_behavior(if smooth {
        ScrollBehavior::Smooth
    } else {
        ScrollBehavior::Instant
    });
    element.scroll_to_with_scroll_to_options(&options);
}

pub fn to_end(element: &Element, smooth: bool) {
    to_top(element, f64::from(element.scroll_height()), smooth);
}

/// Watches an element's size; ends with the value.
#[must_use = "dropping it ends the watch at once"]
pub struct SizeWatch {
    observer: Option<ResizeObserver>,
    _closure: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Calls `changed` after `element`'s size changed, and once at the beginning.
    pub fn new(element: &Element, changed: impl FnMut() + 'static) -> SizeWatch {
        let closure = Closure::wrap(Box::new(changed) as Box<dyn FnMut()>);
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        SizeWatch {
            observer,
            _closure: closure,
        }
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
