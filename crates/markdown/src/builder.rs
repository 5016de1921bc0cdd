//! Parser events to tree, on a stack of our own: no recursion on what a text nests.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::frame::{self, Frame, Kind};
use crate::lines::{is_decided, line_start};
use crate::prepare::{self, break_tag};
use crate::speculate::{self, Piece};
use crate::stand_in::{BEGIN, END, restored, restored_address};
use crate::tree::{Block, DEPTH, Finished, Inline, Item, List, Table, Tree};

pub(crate) struct Builder<'s> {
    source: &'s str,
    /// Where of the source the text ends that is there.
    end: usize,
    open: bool,
    /// Most nodes the tree may have.
    limit: usize,
    nodes: usize,
    /// What is under construction, the root first; never empty.
    stack: Vec<Frame>,
    /// Containers entered beyond [`DEPTH`], which have no frame: their text goes to the top one.
    flattened: usize,
    tops: Vec<Top>,
    rest: Option<usize>,
}

/// A top-level block: where its line begins and what stood before it.
struct Top {
    start: usize,
    blocks: usize,
    nodes: usize,
    is_table: bool,
}

impl<'s> Builder<'s> {
    pub(crate) fn new(source: &'s str, end: usize, open: bool, limit: usize) -> Builder<'s> {
        Builder {
            source,
            end,
            open,
            limit,
            nodes: 0,
            stack: vec![Frame::default()],
            flattened: 0,
            tops: Vec::new(),
            rest: None,
        }
    }

    /// Takes the next event in. `false`: the tree is full, and there is no use for more.
    pub(crate) fn take(&mut self, event: Event<'_>, at: Range<usize>) -> bool {
        if self.nodes >= self.limit && !matches!(event, Event::End(_)) {
            self.rest = Some(self.source.floor_char_boundary(at.start));
            return false;
        }
        match event {
            Event::Start(tag) => self.start(tag, at.start),
            Event::End(_) if self.flattened > 0 => self.flattened -= 1,
            Event::End(_) => {
                let there = self.source.get(..self.end).unwrap_or(self.source);
                let reaches_end = at.end >= there.trim_end().len();
                self.close_implicit(reaches_end);
                self.close(reaches_end);
            }
            Event::Text(text) => self.text(&text, at.start),
            Event::Code(code) => self.inline(Inline::Code(code.into_string()), at.start),
            Event::InlineHtml(html) => self.html(&html, at.start),
            Event::Html(html) => {
                self.html(html.trim_end_matches(['\n', '\r']), at.start);
                self.inline(Inline::Hard, at.start);
            }
            // Who writes into a conversation means the lines that they end, as do most models. Only a
            // heading is one line, however its source is wrapped.
            Event::SoftBreak if self.is_heading() => self.inline(Inline::Soft, at.start),
            // The line was broken by a tag at its end.
            Event::SoftBreak if self.ends_with_break() => {}
            Event::SoftBreak => self.inline(Inline::Hard, at.start),
            Event::HardBreak => self.inline(Inline::Hard, at.start),
            Event::Rule => {
                if self.flattened == 0 {
                    self.begin_block(at.start, false);
                    self.nodes += 1;
                    self.add(Block::Rule);
                }
            }
            Event::TaskListMarker(done) => {
                if self.flattened == 0
                    && let Some(item) = self.stack.iter_mut().rev().find(|frame| frame.is_item())
                {
                    item.task = Some(done);
                    self.nodes += 2;
                }
            }
            // Extensions that are not asked for.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text, at.start);
            }
        }
        true
    }

    /// What was built; frames that are still open (the tree was full) are closed. From the line at
    /// `undecided` on nothing is finished.
    pub(crate) fn tree(mut self, undecided: usize) -> Tree {
        // Those that nothing came into belong to the rest.
        while self.stack.len() > 1
            && let Some(empty) = self.stack.pop_if(|frame| frame.is_empty())
        {
            let at = self.source.floor_char_boundary(empty.at);
            self.rest = self.rest.map(|rest| rest.min(at));
        }
        while self.stack.len() > 1 {
            self.close(false);
        }
        let finished = self
            .tops
            .iter()
            .rev()
            .find(|top| {
                top.start <= undecided
                    && !prepare::is_kept(self.source, top.start)
                    && is_decided(self.source, top.start, top.is_table)
            })
            .map_or(Finished::default(), |top| Finished {
                blocks: top.blocks,
                bytes: top.start,
                nodes: top.nodes,
            });
        Tree {
            blocks: self.stack.pop().map(|root| root.blocks).unwrap_or_default(),
            finished,
            nodes: self.nodes,
            rest: self.rest,
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        let is_inline = frame::is_inline(&tag);
        if self.flattened > 0 {
            self.flattened += 1;
            self.separate(is_inline, at);
            return;
        }
        if is_inline {
            self.open_implicit();
        } else {
            self.begin_block(at, matches!(tag, Tag::Table(_)));
        }
        let too_deep = self.stack.len() - 1 + frame::levels(&tag) > DEPTH;
        if matches!(tag, Tag::Paragraph) {
            self.loosen();
        }
        let opened = if too_deep { None } else { Kind::of(tag) };
        let Some((kind, nodes)) = opened else {
            self.flattened = 1;
            self.separate(is_inline, at);
            return;
        };
        self.nodes += nodes;
        self.push(kind, at);
    }

    fn push(&mut self, kind: Kind, at: usize) {
        self.stack.push(Frame {
            kind,
            at,
            ..Frame::default()
        });
    }

    /// A block begins: whatever text stood loose in this container is a paragraph of its own.
    fn begin_block(&mut self, at: usize, is_table: bool) {
        self.close_implicit(false);
        if self.stack.len() == 1 {
            let start = line_start(self.source, at);
            let blocks = self.top().blocks.len();
            self.tops.push(Top {
                start,
                blocks,
                nodes: self.nodes,
                is_table,
            });
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        if text.is_empty() {
            return;
        }
        if let Kind::Code(_) = self.top().kind {
            self.top().text.push_str(text);
            return;
        }
        self.inline(Inline::Text(text.to_owned()), at);
    }

    /// Tags as text, but for the one that breaks a line.
    fn html(&mut self, html: &str, at: usize) {
        let mut shown = 0;
        for (found, _) in html.match_indices('<') {
            let rest = html.get(found..).unwrap_or_default();
            if let Some(length) = break_tag(rest) {
                self.text(html.get(shown..found).unwrap_or_default(), at + shown);
                self.inline(Inline::Hard, at + found);
                shown = found + length;
            }
        }
        self.text(html.get(shown..).unwrap_or_default(), at + shown);
    }

    fn ends_with_break(&mut self) -> bool {
        let last = self.top().pieces.last();
        last.is_some_and(|piece| matches!(piece.inline, Inline::Hard))
    }

    fn is_heading(&self) -> bool {
        let mut frames = self.stack.iter();
        frames.any(|frame| matches!(frame.kind, Kind::Heading(_)))
    }

    fn inline(&mut self, inline: Inline, start: usize) {
        self.open_implicit();
        let is_text = matches!(inline, Inline::Text(_));
        let pieces = &mut self.top().pieces;
        let after_text = matches!(
            pieces.last(),
            Some(Piece {
                inline: Inline::Text(_),
                ..
            })
        );
        pieces.push(Piece { start, inline });
        // Neighbouring texts become one node in the end.
        if !(is_text && after_text) {
            self.nodes += 1;
        }
    }

    /// Keeps the texts of flattened blocks apart.
    fn separate(&mut self, is_inline: bool, start: usize) {
        let last = self.top().pieces.last().map(|piece| &piece.inline);
        if !is_inline && last.is_some_and(|last| !matches!(last, Inline::Soft)) {
            self.inline(Inline::Soft, start);
        }
    }

    fn open_implicit(&mut self) {
        if matches!(self.top().kind, Kind::Root | Kind::Quote | Kind::Item) {
            self.nodes += 1;
            self.push(Kind::Implicit, self.source.len());
        }
    }

    fn close_implicit(&mut self, reaches_end: bool) {
        if matches!(self.top().kind, Kind::Implicit) {
            self.close(reaches_end);
        }
    }

    /// The item that holds the paragraph that begins now has paragraphs of its own.
    fn loosen(&mut self) {
        if let [.., list, item] = self.stack.as_mut_slice()
            && item.is_item()
        {
            list.loose = true;
        }
    }

    fn top(&mut self) -> &mut Frame {
        if self.stack.is_empty() {
            self.stack.push(Frame::default());
        }
        let last = self.stack.len() - 1;
        // The borrow checker cannot see that `last_mut` of a vector just filled is there.
        #[allow(
            clippy::indexing_slicing,
            reason = "the line above fills an empty stack"
        )]
        &mut self.stack[last]
    }

    fn add(&mut self, block: Block) {
        self.top().blocks.push(block);
    }

    /// Ends the top frame and gives what it became to the one below.
    fn close(&mut self, reaches_end: bool) {
        if self.stack.len() < 2 {
            return;
        }
        let Some(frame) = self.stack.pop() else {
            return;
        };
        let Frame {
            kind,
            blocks,
            pieces,
            at,
            ..
        } = frame;
        match kind {
            Kind::Root => {}
            Kind::Quote => self.add(Block::Quote(blocks)),
            Kind::List(start) => self.add(Block::List(List {
                start,
                tight: !frame.loose,
                items: frame.items,
            })),
            Kind::Item => self.top().items.push(Item {
                task: frame.task,
                blocks,
            }),
            Kind::Table(align) => self.add(Block::Table(Table {
                align,
                head: frame.head,
                rows: frame.rows,
            })),
            Kind::Head => self.top().head = frame.cells,
            Kind::Row => self.top().rows.push(frame.cells),
            Kind::Cell => {
                let cell = self.line(pieces, reaches_end);
                self.top().cells.push(cell);
            }
            Kind::Paragraph | Kind::Implicit => {
                let inlines = self.line(pieces, reaches_end);
                // A definition of link addresses alone leaves nothing to show.
                if !inlines.is_empty() {
                    self.add(Block::Paragraph(inlines));
                }
            }
            Kind::Heading(level) => {
                let inlines = self.line(pieces, reaches_end);
                self.add(Block::Heading(level, inlines));
            }
            Kind::Code(language) => self.add(Block::Code(language, restored(&frame.text))),
            Kind::Emphasis => self.wrap(Inline::Emphasis, pieces, at),
            Kind::Strong => self.wrap(Inline::Strong, pieces, at),
            Kind::Strike => self.wrap(Inline::Strike, pieces, at),
            Kind::Link(address) => self.wrap(|inner| Inline::Link(address, inner), pieces, at),
            Kind::Image(address) => self.wrap(
                |inner| {
                    let mut alt = String::new();
                    plain(&inner, &mut alt);
                    Inline::Image(address, alt)
                },
                pieces,
                at,
            ),
        }
    }

    fn wrap(&mut self, into: impl FnOnce(Vec<Inline>) -> Inline, pieces: Vec<Piece>, at: usize) {
        let inline = into(speculate::join(pieces));
        self.top().pieces.push(Piece { start: at, inline });
    }

    /// The inlines of one paragraph, heading or cell.
    fn line(&mut self, pieces: Vec<Piece>, reaches_end: bool) -> Vec<Inline> {
        let pieces = if self.open && reaches_end {
            speculate::settle(pieces, self.source.get(..self.end).unwrap_or(self.source))
        } else {
            pieces
        };
        self.finished(speculate::join(pieces), false)
    }

    /// Everything as it was written, and the addresses in it as links, unless `is_link`. Its recursion
    /// is bounded by [`DEPTH`] and what [`speculate`] adds to it.
    fn finished(&mut self, inlines: Vec<Inline>, is_link: bool) -> Vec<Inline> {
        let mut finished = Vec::with_capacity(inlines.len());
        for inline in inlines {
            finished.push(match inline {
                Inline::Text(text) => {
                    self.finish_text(&text, is_link, &mut finished);
                    continue;
                }
                Inline::Code(code) => Inline::Code(restored(&code)),
                Inline::Image(address, alt) => {
                    Inline::Image(restored_address(&address), restored(&alt))
                }
                Inline::Link(address, inner) => {
                    Inline::Link(restored_address(&address), self.finished(inner, true))
                }
                Inline::Emphasis(inner) => Inline::Emphasis(self.finished(inner, is_link)),
                Inline::Strong(inner) => Inline::Strong(self.finished(inner, is_link)),
                Inline::Strike(inner) => Inline::Strike(self.finished(inner, is_link)),
                Inline::Soft | Inline::Hard => inline,
            });
        }
        while matches!(finished.last(), Some(Inline::Hard | Inline::Soft)) {
            finished.pop();
        }
        finished
    }

    /// A text, and links for the addresses in it as long as the tree has room.
    fn finish_text(&mut self, text: &str, is_link: bool, into: &mut Vec<Inline>) {
        let mut rest = text;
        while !is_link
            && self.nodes < self.limit
            && let Some((before, after)) = rest.split_once(BEGIN)
            && let Some((address, after)) = after.split_once(END)
        {
            push_text(restored(before), into);
            let label = restored(address);
            let target = format!("{}{}", scheme(&label), restored_address(address));
            into.push(Inline::Link(target, vec![Inline::Text(label)]));
            rest = after;
            self.nodes += 3;
        }
        push_text(restored(rest), into);
    }
}

fn push_text(text: String, into: &mut Vec<Inline>) {
    if !text.is_empty() {
        into.push(Inline::Text(text));
    }
}

/// What a bare address lacks.
fn scheme(address: &str) -> &'static str {
    let has = |start: &str| {
        address
            .get(..start.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(start))
    };
    if has("http://") || has("https://") {
        ""
    } else if has("www.") {
        "http://"
    } else {
        "mailto:"
    }
}

/// The text of `inlines` alone. Its recursion is bounded by [`DEPTH`].
fn plain(inlines: &[Inline], into: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Image(_, text) => into.push_str(text),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner) => plain(inner, into),
            Inline::Soft | Inline::Hard => into.push(' '),
        }
    }
}
