//! Blocks to the elements they become: what the page's policy on untrusted text says.
//!
//! A sketch is a node before it is made. It can be compared, so that only differences reach the DOM.
//! Tags and attribute names are our own words (`&'static str`); a model's text is only ever a text
//! node, a judged address, or an attribute's value.

use std::borrow::Cow;

use vivavoce_core::links::{image_source, safe_link};
use vivavoce_markdown::tree::{Align, Block, Cell, Inline, Item, List, Table};

use crate::browser::markdown::Drawing;

#[derive(PartialEq)]
pub(super) enum Sketch {
    Text(String),
    Element(Shape),
}

#[derive(PartialEq)]
pub(super) struct Shape {
    pub(super) tag: &'static str,
    pub(super) attributes: Vec<(&'static str, Cow<'static, str>)>,
    pub(super) children: Vec<Sketch>,
}

impl Shape {
    pub(super) fn attribute(&self, name: &str) -> Option<&Cow<'static, str>> {
        self.attributes
            .iter()
            .find_map(|(known, value)| (*known == name).then_some(value))
    }

    fn new(tag: &'static str, children: Vec<Sketch>) -> Shape {
        Shape {
            tag,
            attributes: Vec::new(),
            children,
        }
    }

    fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Shape {
        self.attributes.push((name, value.into()));
        self
    }

    /// Reads in the direction of its own text, whatever the page's is. Code never does.
    fn auto(self) -> Shape {
        match self.tag {
            "figure" | "hr" => self,
            _ => self.with("dir", "auto"),
        }
    }

    fn sketch(self) -> Sketch {
        Sketch::Element(self)
    }
}

/// One sketch for each block.
pub(super) fn blocks(blocks: Vec<Block>, drawing: &Drawing) -> Vec<Sketch> {
    (blocks.into_iter())
        .map(|one| block(one, drawing).auto().sketch())
        .collect()
}

/// What stands within a block: each part in its own direction, but the first. A browser looks for a block's
/// direction past whatever has one of its own, so that the first part must have none to give it.
fn within(index: usize, block: Shape) -> Sketch {
    match index {
        0 => block.sketch(),
        _ => block.auto().sketch(),
    }
}

/// A text that was not parsed.
pub(super) fn plain(text: String) -> Sketch {
    Shape::new("p", vec![Sketch::Text(text)])
        .with("class", "plain")
        .auto()
        .sketch()
}

/// A text beyond the limits, folded.
pub(super) fn rest(text: String, drawing: &Drawing) -> Sketch {
    let label = Sketch::Text(drawing.labels.rest.clone());
    let summary = Shape::new("summary", vec![label]).sketch();
    Shape::new("details", vec![summary, plain(text)])
        .with("class", "rest")
        .sketch()
}

fn block(one: Block, drawing: &Drawing) -> Shape {
    match one {
        Block::Paragraph(inner) => Shape::new("p", inlines(inner, drawing)),
        Block::Heading(level, inner) => {
            let tag = match level {
                0 | 1 => "h3",
                2 => "h4",
                3 => "h5",
                _ => "h6",
            };
            Shape::new(tag, inlines(inner, drawing))
        }
        Block::Code(language, code) => code_block(language, code, drawing),
        Block::List(inner) => list(inner, drawing),
        Block::Quote(inner) => {
            let inner = inner.into_iter().enumerate();
            let inner = inner.map(|(index, one)| within(index, block(one, drawing)));
            Shape::new("blockquote", inner.collect())
        }
        Block::Table(inner) => table(inner, drawing),
        Block::Rule => Shape::new("hr", Vec::new()),
    }
}

fn code_block(language: String, code: String, drawing: &Drawing) -> Shape {
    let mut caption = Vec::new();
    if !language.is_empty() {
        let language = vec![Sketch::Text(language)];
        caption.push(
            Shape::new("span", language)
                .with("class", "language")
                .sketch(),
        );
    }
    // Live, so that a screen reader hears it turn to "Copied".
    let button = Shape::new("button", vec![Sketch::Text(drawing.labels.copy.clone())])
        .with("type", "button")
        .with("class", "copy")
        .with("data-copy", "")
        .with("aria-live", "polite");
    caption.push(button.sketch());
    let pre = Shape::new("pre", vec![code_text(code)])
        // It scrolls sideways, so the keyboard must reach it.
        .with("tabindex", "0")
        .with("dir", "ltr");
    let children = vec![Shape::new("figcaption", caption).sketch(), pre.sketch()];
    Shape::new("figure", children).with("class", "code")
}

fn code_text(code: String) -> Sketch {
    Shape::new("code", vec![Sketch::Text(code)])
        .with("dir", "ltr")
        .sketch()
}

fn list(list: List, drawing: &Drawing) -> Shape {
    let is_tasks = list.items.iter().any(|item| item.task.is_some());
    let tight = list.tight;
    let items = list
        .items
        .into_iter()
        .map(|one| item(one, tight, drawing))
        .collect();
    let mut shape = match list.start {
        None => Shape::new("ul", items),
        Some(1) => Shape::new("ol", items),
        Some(start) => Shape::new("ol", items).with("start", start.to_string()),
    };
    if is_tasks {
        shape = shape.with("class", "tasks");
    }
    shape
}

fn item(item: Item, tight: bool, drawing: &Drawing) -> Sketch {
    let mut children = Vec::new();
    let mut rest = item.blocks.into_iter().peekable();
    if let Some(done) = item.task {
        let mut input = Shape::new("input", Vec::new())
            .with("type", "checkbox")
            .with("disabled", "");
        if done {
            input = input.with("checked", "");
        }
        let mut label = vec![input.sketch(), Sketch::Text(" ".to_owned())];
        if let Some(Block::Paragraph(text)) =
            rest.next_if(|block| matches!(block, Block::Paragraph(_)))
        {
            label.extend(inlines(text, drawing));
        }
        children.push(Shape::new("label", label).sketch());
    }
    for inner in rest {
        match inner {
            Block::Paragraph(text) if tight => children.extend(inlines(text, drawing)),
            inner => children.push(within(children.len(), block(inner, drawing))),
        }
    }
    // An item has its list's direction: its number stands where the list has room for it.
    let shape = Shape::new("li", children);
    match item.task {
        Some(_) => shape.with("class", "task").sketch(),
        None => shape.sketch(),
    }
}

fn table(table: Table, drawing: &Drawing) -> Shape {
    let Table { align, head, rows } = table;
    let head = row(head, "th", &align, drawing);
    let head = Shape::new("thead", vec![head]).sketch();
    let rows = rows
        .into_iter()
        .map(|cells| row(cells, "td", &align, drawing))
        .collect();
    let body = Shape::new("tbody", rows).sketch();
    let table = Shape::new("table", vec![head, body]).sketch();
    Shape::new("div", vec![table])
        .with("class", "table")
        .with("role", "group")
        .with("aria-label", drawing.labels.table.clone())
        // It scrolls sideways, so the keyboard must reach it.
        .with("tabindex", "0")
}

fn row(cells: Vec<Cell>, tag: &'static str, align: &[Align], drawing: &Drawing) -> Sketch {
    let columns = align.iter().copied().chain(std::iter::repeat(Align::None));
    let cells = cells
        .into_iter()
        .zip(columns)
        .map(|(cell, align)| {
            let mut shape = Shape::new(tag, inlines(cell, drawing));
            if tag == "th" {
                shape = shape.with("scope", "col");
            }
            match align {
                Align::None => shape,
                Align::Left => shape.with("class", "left"),
                Align::Center => shape.with("class", "center"),
                Align::Right => shape.with("class", "right"),
            }
            .sketch()
        })
        .collect();
    Shape::new("tr", cells).sketch()
}

fn inlines(inlines: Vec<Inline>, drawing: &Drawing) -> Vec<Sketch> {
    let mut line = Line {
        drawing,
        is_link: false,
        sketches: Vec::new(),
    };
    line.take(inlines);
    line.sketches
}

/// A run of text under construction.
struct Line<'d> {
    drawing: &'d Drawing,
    /// Inside a link, where no other link may be.
    is_link: bool,
    sketches: Vec<Sketch>,
}

impl Line<'_> {
    fn take(&mut self, inlines: Vec<Inline>) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: Inline) {
        match inline {
            Inline::Text(text) => self.text(&text),
            Inline::Soft => self.text("\n"),
            Inline::Hard => self.push(Shape::new("br", Vec::new())),
            Inline::Code(code) => self.sketches.push(code_text(code)),
            Inline::Emphasis(inner) => self.wrap("em", inner),
            Inline::Strong(inner) => self.wrap("strong", inner),
            Inline::Strike(inner) => self.wrap("del", inner),
            Inline::Link(address, inner) => match safe_link(&address) {
                Some(address) if !self.is_link => {
                    let inner = self.inside(inner, true);
                    self.push(link(address, inner));
                }
                _ => self.take(inner),
            },
            Inline::Image(address, alt) => self.image(&address, alt),
        }
    }

    fn image(&mut self, address: &str, alt: String) {
        let source = image_source(address, &self.drawing.origin, &self.drawing.image_hosts);
        if let Some(source) = source {
            let image = Shape::new("img", Vec::new())
                .with("src", source)
                .with("alt", alt)
                .with("loading", "lazy")
                .with("decoding", "async")
                .with("referrerpolicy", "no-referrer");
            self.push(image);
            return;
        }
        match safe_link(address) {
            Some(address) if !self.is_link => {
                let label = if alt.is_empty() { address.clone() } else { alt };
                let image = link(address, vec![Sketch::Text(label)]);
                self.push(image.with("class", "image"));
            }
            _ => self.text(&alt),
        }
    }

    /// Neighbouring texts are one node.
    fn text(&mut self, text: &str) {
        match self.sketches.last_mut() {
            Some(Sketch::Text(before)) => before.push_str(text),
            _ => self.sketches.push(Sketch::Text(text.to_owned())),
        }
    }

    fn wrap(&mut self, tag: &'static str, inner: Vec<Inline>) {
        let inner = self.inside(inner, self.is_link);
        self.push(Shape::new(tag, inner));
    }

    fn inside(&self, inner: Vec<Inline>, is_link: bool) -> Vec<Sketch> {
        let mut line = Line {
            drawing: self.drawing,
            is_link,
            sketches: Vec::new(),
        };
        line.take(inner);
        line.sketches
    }

    fn push(&mut self, shape: Shape) {
        self.sketches.push(shape.sketch());
    }
}

/// A link out. Its title is where it leads, whatever its text says.
fn link(address: String, inner: Vec<Sketch>) -> Shape {
    Shape::new("a", inner)
        .with("title", address.clone())
        .with("href", address)
        .with("target", "_blank")
        .with("rel", "noopener noreferrer nofollow ugc")
}
