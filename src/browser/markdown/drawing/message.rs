//! One message as it is drawn: what stands, and what the next piece of text changes.

use std::rc::Rc;

use vivavoce_markdown::{Finished, Limits, Tree};
use web_sys::Element;

use super::vdom::{self, Sketch};
use super::{parser, patch};
use crate::browser::markdown::{Draw, Drawing};

pub(super) struct Message {
    container: Element,
    drawing: Rc<Drawing>,
    text: String,
    open: bool,
    /// What the container's children show, one each. Given up when the message has ended.
    sketches: Vec<Sketch>,
    /// The leading part of text and sketches that no further text changes.
    finished: Finished,
    /// Where the part begins that is shown as plain text, once a limit was reached.
    rest: Option<usize>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// Nothing is drawn.
    Blank,
    /// Drawn unparsed, for want of the parser.
    Plain,
    /// Drawn as blocks that may still change.
    Growing,
    /// Drawn as blocks for good, as far as we know.
    Ended,
}

impl Message {
    pub(super) fn new(container: Element, drawing: Rc<Drawing>) -> Message {
        Message {
            container,
            drawing,
            text: String::new(),
            open: true,
            sketches: Vec::new(),
            finished: Finished::default(),
            rest: None,
            stage: Stage::Blank,
        }
    }
}

impl Draw for Message {
    fn is_plain(&self) -> bool {
        self.stage == Stage::Plain
    }

    fn update(&mut self, text: &str, open: bool) {
        let is_same = self.text == text && self.open == open;
        if is_same && self.stage != Stage::Blank {
            return;
        }
        let kept = self.rest.unwrap_or(self.finished.bytes);
        if self.text.get(..kept) != text.get(..kept) {
            // Not a continuation. The sketches stay: what is equal by chance need not be redrawn.
            self.finished = Finished::default();
            self.rest = None;
        }
        if self.stage == Stage::Ended {
            self.container.set_text_content(None);
            self.finished = Finished::default();
            self.rest = None;
        }
        text.clone_into(&mut self.text);
        self.open = open;
        self.draw();
    }

    fn draw(&mut self) {
        if self.open {
            self.draw_open();
        } else {
            self.draw_whole();
        }
    }
}

impl Message {
    /// The open end alone is parsed and drawn.
    fn draw_open(&mut self) {
        if let Some(rest) = self.rest {
            // Beyond the limits nothing is parsed any more: the plain rest grows.
            let tail = self.rest_sketch(rest);
            let last = self.sketches.len().saturating_sub(1);
            self.show(last, vec![tail]);
            return;
        }
        let Finished {
            blocks,
            bytes,
            nodes,
        } = self.finished;
        let limits = Limits {
            nodes: Limits::MESSAGE.nodes.saturating_sub(nodes),
            bytes: Limits::MESSAGE.bytes.saturating_sub(bytes),
        };
        let tail = self.text.get(bytes..).unwrap_or_default();
        let Some(tree) = parser::parse(tail, true, limits) else {
            self.draw_plain();
            return;
        };
        let grown = tree.finished;
        let full = tree.rest.is_some();
        let sketches = self.sketch(tree, bytes);
        self.stage = Stage::Growing;
        self.show(blocks, sketches);
        if !full {
            self.finished = Finished {
                blocks: blocks + grown.blocks,
                bytes: bytes + grown.bytes,
                nodes: nodes + grown.nodes,
            };
        }
    }

    /// All of it is parsed, because a link's definition may stand anywhere; only what then differs
    /// from what stands is drawn.
    fn draw_whole(&mut self) {
        let Some(tree) = parser::parse(&self.text, false, Limits::MESSAGE) else {
            self.draw_plain();
            return;
        };
        self.rest = None;
        let sketches = self.sketch(tree, 0);
        self.show(0, sketches);
        self.stage = Stage::Ended;
        // Most messages never change again, and there may be a thousand.
        self.sketches = Vec::new();
    }

    fn draw_plain(&mut self) {
        self.finished = Finished::default();
        self.rest = None;
        self.stage = Stage::Plain;
        let plain = vdom::plain(self.text.clone());
        self.show(0, vec![plain]);
    }

    /// `tree` as sketches, with the rest it left over; `offset`: where its text begins in ours.
    fn sketch(&mut self, tree: Tree, offset: usize) -> Vec<Sketch> {
        let mut sketches = vdom::blocks(tree.blocks, &self.drawing);
        if let Some(rest) = tree.rest {
            let rest = offset + rest;
            self.rest = Some(rest);
            sketches.push(self.rest_sketch(rest));
        }
        sketches
    }

    fn rest_sketch(&self, from: usize) -> Sketch {
        let text = self.text.get(from..).unwrap_or_default();
        vdom::rest(
            text.trim_start_matches(['\n', '\r']).to_owned(),
            &self.drawing,
        )
    }

    /// Makes the children from `from` on show `sketches`.
    fn show(&mut self, from: usize, sketches: Vec<Sketch>) {
        let standing = self.sketches.get(from..).unwrap_or_default();
        patch::patch(&self.container, from, standing, &sketches);
        self.sketches.truncate(from);
        self.sketches.extend(sketches);
    }
}
