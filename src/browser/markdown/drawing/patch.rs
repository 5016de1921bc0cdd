//! Sketches to DOM nodes, with as few changes as make the one the other.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Node, Text};

use super::vdom::{Shape, Sketch};
use crate::browser::document;

/// Makes `parent`'s children from the one numbered `from` on, which show `old`, show `new`.
///
/// A node is kept where it can be: a text that grows is appended to, an element of the same tag gets
/// its attributes and children changed. Where a page translator or an extension put something else in
/// a node's place, that is replaced.
pub(super) fn patch(parent: &Node, from: usize, old: &[Sketch], new: &[Sketch]) {
    let mut child = u32::try_from(from)
        .ok()
        .and_then(|from| parent.child_nodes().item(from));
    for at in 0..old.len().max(new.len()) {
        match (old.get(at), new.get(at)) {
            (Some(old), Some(new)) => {
                let next = child.as_ref().and_then(Node::next_sibling);
                if old != new || child.is_none() {
                    let fits = child.as_ref().is_some_and(|node| change(node, old, new));
                    if !fits && let Some(fresh) = create(new) {
                        match &child {
                            Some(node) => parent.replace_child(&fresh, node).ok(),
                            None => parent.append_child(&fresh).ok(),
                        };
                    }
                }
                child = next;
            }
            (None, Some(new)) => {
                if let Some(fresh) = create(new) {
                    parent.insert_before(&fresh, child.as_ref()).ok();
                }
            }
            (Some(_), None) => {
                let Some(node) = child else {
                    return;
                };
                child = node.next_sibling();
                parent.remove_child(&node).ok();
            }
            (None, None) => return,
        }
    }
}

/// Changes `node` from `old` to `new`; `false` where it takes another node.
fn change(node: &Node, old: &Sketch, new: &Sketch) -> bool {
    match (old, new) {
        (Sketch::Text(old), Sketch::Text(new)) => {
            let Some(text) = node.dyn_ref::<Text>() else {
                return false;
            };
            match new.strip_prefix(old.as_str()) {
                // Appending keeps a selection in the text.
                Some(more) => text.append_data(more).is_ok(),
                None => {
                    text.set_data(new);
                    true
                }
            }
        }
        (Sketch::Element(old), Sketch::Element(new)) if old.tag == new.tag => {
            let Some(element) = node.dyn_ref::<Element>() else {
                return false;
            };
            attributes(element, old, new);
            patch(element, 0, &old.children, &new.children);
            true
        }
        _ => false,
    }
}

fn attributes(element: &Element, old: &Shape, new: &Shape) {
    for (name, value) in &new.attributes {
        if old.attribute(name) != Some(value) {
            element.set_attribute(name, value).ok();
        }
    }
    for (name, _) in &old.attributes {
        if new.attribute(name).is_none() {
            element.remove_attribute(name).ok();
        }
    }
}

/// Its recursion is bounded by the tree's depth.
fn create(sketch: &Sketch) -> Option<Node> {
    let document = document()?;
    match sketch {
        Sketch::Text(text) => Some(document.create_text_node(text).into()),
        Sketch::Element(shape) => {
            let element = document.create_element(shape.tag).ok()?;
            for (name, value) in &shape.attributes {
                element.set_attribute(name, value).ok();
            }
            for child in &shape.children {
                if let Some(child) = create(child) {
                    element.append_child(&child).ok();
                }
            }
            Some(element.into())
        }
    }
}
