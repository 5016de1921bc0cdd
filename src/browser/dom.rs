//! Small things a view does to elements that leptos has no word for.

use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::document;

pub fn find(selector: &str) -> Option<HtmlElement> {
    document()?
        .query_selector(selector)
        .ok()
        .flatten()?
        .dyn_into()
        .ok()
}

/// What stands in the field `selector` finds; empty where there is none.
pub fn field_value(selector: &str) -> String {
    find(selector)
        .and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok())
        .map(|field| field.value())
        .unwrap_or_default()
}

/// Moves the focus there. Nothing happens where it cannot go.
pub fn focus(element: &HtmlElement) {
    element.focus().ok();
}

/// Whether nothing in particular has the focus: it fell back to the body, or is outside the frame.
pub fn focus_is_lost() -> bool {
    document()
        .and_then(|document| document.active_element())
        .is_none_or(|active| active.tag_name() == "BODY")
}

/// Sets an attribute of the root element (`<html>`).
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        root.set_attribute(name, value).ok();
    }
}
