//! The copy buttons of code blocks.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlDocument};

use crate::browser::listen::Listener;
use crate::browser::markdown::Drawing;
use crate::browser::task::Task;
use crate::browser::timer::sleep;
use crate::browser::{document, files, window};

/// Milliseconds a button says that it worked.
const SAID: u64 = 2_000;

/// Lets the copy buttons of all messages inside `root` work, present and future ones; ends with the
/// value.
pub fn copy_buttons(root: &Element, drawing: Rc<Drawing>) -> Listener {
    // One at a time: a further click ends what the one before still says.
    let copying = RefCell::new(None);
    Listener::new(root, "click", move |event| {
        let button = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|target| target.closest("button[data-copy]").ok().flatten());
        let Some(button) = button else {
            return;
        };
        let code = button
            .closest("figure")
            .ok()
            .flatten()
            .and_then(|figure| figure.query_selector("code").ok().flatten());
        let Some(code) = code else {
            return;
        };
        let before = copying.take();
        drop(before);
        let drawing = Rc::clone(&drawing);
        copying.replace(Some(Task::start(async move {
            let text = code.text_content().unwrap_or_default();
            if files::copy(&text).await || copy_selected(&code) {
                let _said = Said::new(button, &drawing);
                sleep(SAID).await;
            }
        })));
    })
}

/// The old way, for frames whose host does not grant the clipboard. Where even that fails the code
/// is left selected, for the visitor's own Ctrl+C.
fn copy_selected(code: &Element) -> bool {
    let Some(selection) = window().and_then(|window| window.get_selection().ok().flatten()) else {
        return false;
    };
    if selection.select_all_children(code).is_err() {
        return false;
    }
    document()
        .and_then(|document| document.dyn_into::<HtmlDocument>().ok())
        .is_some_and(|document| document.exec_command("copy").unwrap_or(false))
}

/// A button that says "Copied" as long as this lives.
struct Said {
    button: Element,
    drawing: Rc<Drawing>,
}

impl Said {
    fn new(button: Element, drawing: &Rc<Drawing>) -> Said {
        button.set_text_content(Some(&drawing.labels.copied));
        Said {
            button,
            drawing: Rc::clone(drawing),
        }
    }
}

impl Drop for Said {
    fn drop(&mut self) {
        self.button
            .set_text_content(Some(&self.drawing.labels.copy));
    }
}
