//! Puts derived colours on the root element, through CSSOM: no policy blocks that.

use vivavoce_core::theme::Derived;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::document;

fn root() -> Option<HtmlElement> {
    document()?.document_element()?.dyn_into().ok()
}

/// Whether the guard has already put the server's colours there.
pub fn is_painted() -> bool {
    root().is_some_and(|root| root.has_attribute("data-scheme"))
}

/// Replaces whatever colours stand there.
pub fn apply(derived: &Derived) {
    let Some(root) = root() else { return };
    let style = root.style();
    // One scheme's names would outlive a change to the other.
    let names: Vec<String> = (0..style.length()).map(|at| style.item(at)).collect();
    for name in names {
        if name.starts_with("--") || name == "color-scheme" {
            style.remove_property(&name).ok();
        }
    }
    for (name, value) in &derived.properties {
        style.set_property(name, value).ok();
    }
    root.set_attribute("data-scheme", derived.scheme.as_str())
        .ok();
}
