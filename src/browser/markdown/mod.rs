//! Draws one message's markdown as DOM nodes, while it grows.
//!
//! See [`Blocks`]. A text that a model wrote comes in; nodes made by `createElement` and
//! `createTextNode` come out, and no markup is ever parsed by the browser. The parser is a Wasm
//! module of its own (`boot/markdown.js`), and what makes nodes of its answer a chunk (`drawing`); until both
//! are there, a message is plain text.
//!
//! # What stylesheets may rely on
//!
//! A block is one of these, directly in the container or nested in another:
//!
//! | markup | is |
//! |---|---|
//! | `p` | a paragraph; `p.plain` an unparsed text, whose line breaks count (`white-space: pre-wrap`) |
//! | `h3`, `h4`, `h5`, `h6` | headings of level 1, 2, 3 and 4–6: demoted by two, because the page's own outline has `h1` and `h2` and an agent must not break into it |
//! | `ul`, `ol[start]`, `li` | lists; a tight item holds its text directly, a loose one in `p` |
//! | `ul.tasks > li.task > label > input[type=checkbox][disabled]` | a task and its text |
//! | `blockquote`, `hr` | as ever |
//! | `figure.code > figcaption > span.language? + button.copy[data-copy]`, `figure.code > pre[tabindex=0] > code` | a code block |
//! | `div.table[role=group][tabindex=0] > table > thead, tbody` | a table that scrolls by itself; cells have the class `left`, `center` or `right` where their column is aligned |
//! | `details.rest > summary + p.plain` | what is beyond the limits |
//!
//! and in them `em`, `strong`, `del`, `code`, `br`, `img`, `a[target=_blank]`, and `a.image` for an
//! image that may not be fetched.

pub mod drawing;
mod message;
mod waiting;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::Element;

use super::listen::Listener;
use message::Message;

/// What the chunk hands out.
pub struct Tools {
    /// Draws a message into a container, which is emptied before the first text is shown.
    pub blocks: fn(Element, Rc<Drawing>) -> Box<dyn Draw>,
    /// Lets the copy buttons of all messages inside an element work, present and future ones; ends with the
    /// value.
    pub copy_buttons: fn(&Element, Rc<Drawing>) -> Listener,
}

/// A message drawn as blocks.
pub trait Draw {
    fn update(&mut self, text: &str, open: bool);
    /// Draws the text anew, as it stands.
    fn draw(&mut self);
    /// It stands unparsed, for want of the parser.
    fn is_plain(&self) -> bool;
}

thread_local! {
    static TOOLS: Cell<Option<&'static Tools>> = const { Cell::new(None) };
}

fn tools() -> Option<&'static Tools> {
    TOOLS.get()
}

/// From now on messages are drawn as blocks, those that stand already too.
pub fn begin(tools: &'static Tools) {
    if TOOLS.replace(Some(tools)).is_none() {
        waiting::draw_waiting();
    }
}

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
///
/// Nodes stay as long as what they show stays: while a message grows, only the last block's end is
/// touched, so a selection in it, its scroll position and its focus survive.
pub struct Blocks(Rc<RefCell<Message>>);

impl Blocks {
    pub fn new(container: Element, drawing: Rc<Drawing>) -> Blocks {
        Blocks(Rc::new(RefCell::new(Message::new(container, drawing))))
    }

    /// Shows `text`; `open` says that more is to come. Usually `text` continues the last one, which
    /// is cheap; any other text is drawn just as well.
    pub fn update(&mut self, text: &str, open: bool) {
        if let Ok(mut message) = self.0.try_borrow_mut() {
            message.update(text, open);
            if message.is_plain() {
                waiting::when_there(&self.0);
            }
        }
    }
}
