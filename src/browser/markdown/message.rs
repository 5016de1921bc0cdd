//! One message on the page: plain text until what draws blocks is here.

use std::rc::Rc;

use web_sys::Element;

use super::{Draw, Drawing, tools};
use crate::browser::document;

pub(super) struct Message {
    container: Element,
    drawing: Rc<Drawing>,
    /// What is shown, and whether more is to come, as long as it is plain for want of `blocks`.
    shown: Option<(String, bool)>,
    blocks: Option<Box<dyn Draw>>,
}

impl Message {
    pub(super) fn new(container: Element, drawing: Rc<Drawing>) -> Message {
        Message {
            container,
            drawing,
            shown: None,
            blocks: None,
        }
    }

    pub(super) fn is_plain(&self) -> bool {
        self.blocks.as_ref().is_none_or(|blocks| blocks.is_plain())
    }

    pub(super) fn update(&mut self, text: &str, open: bool) {
        if let Some(blocks) = self.blocks() {
            return blocks.update(text, open);
        }
        let plain = match self.container.first_element_child() {
            Some(plain) if self.shown.is_some() => Some(plain),
            _ => self.begin(),
        };
        if let Some(plain) = plain {
            plain.set_text_content(Some(text));
        }
        self.shown = Some((text.to_owned(), open));
    }

    /// Draws the text anew, as it stands.
    pub(super) fn draw(&mut self) {
        if let Some(blocks) = &mut self.blocks {
            blocks.draw();
        } else if let Some((text, open)) = self.shown.take() {
            self.shown = Some((String::new(), open));
            self.update(&text, open);
        }
    }

    fn blocks(&mut self) -> Option<&mut Box<dyn Draw>> {
        if self.blocks.is_none() {
            let made = (tools()?.blocks)(self.container.clone(), Rc::clone(&self.drawing));
            self.container.set_text_content(None);
            self.shown = None;
            self.blocks = Some(made);
        }
        self.blocks.as_mut()
    }

    /// As `drawing` draws a text that was not parsed.
    fn begin(&self) -> Option<Element> {
        let plain = document()?.create_element("p").ok()?;
        plain.set_class_name("plain");
        plain.set_attribute("dir", "auto").ok()?;
        self.container.append_child(&plain).ok()?;
        Some(plain)
    }
}
