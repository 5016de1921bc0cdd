//! Small things a view does to elements that leptos has no word for.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlTextAreaElement};

use super::document;

pub fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

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

/// Whether the focus is on `element` or inside it.
pub fn has_focus(element: &Element) -> bool {
    document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| element.contains(Some(&active)))
}

/// Whether nothing in particular has the focus: it fell back to the body, or is outside the frame.
pub fn focus_is_lost() -> bool {
    document()
        .and_then(|document| document.active_element())
        .is_none_or(|active| active.tag_name() == "BODY")
}

/// Opens a `<dialog>` with the page behind it inert.
pub fn show_modal(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        dialog.show_modal().ok();
    }
}

pub fn close(dialog: &HtmlDialogElement) {
    if dialog.open() {
        dialog.close();
    }
}

/// Makes a field as tall as its text, between the bounds its stylesheet sets.
pub fn grow(field: &HtmlTextAreaElement) {
    let style = field.style();
    style.set_property("height", "auto").ok();
    // The border is outside scrollHeight; without it the field would scroll by two pixels.
    let border = field.offset_height() - field.client_height();
    let mut height = (field.scroll_height() + border).to_string();
    height.push_str("px");
    style.set_property("height", &height).ok();
}

/// Sets a CSS property through CSSOM, which no content security policy blocks.
pub fn set_style(element: &HtmlElement, property: &str, value: &str) {
    element.style().set_property(property, value).ok();
}

/// Sets an attribute of the root element (`<html>`).
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        root.set_attribute(name, value).ok();
    }
}

/// Puts an element at the end of the page.
pub fn append_to_body(element: &Element) {
    if let Some(body) = document().and_then(|document| document.body()) {
        body.append_child(element).ok();
    }
}
