//! What a text is made of, ready to be drawn.

use serde::{Deserialize, Serialize};

/// How much of a message is drawn as blocks. What is beyond becomes [`Tree::rest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// About as many DOM nodes as the drawing may have ([`Tree::nodes`]).
    pub nodes: usize,
    /// UTF-8 bytes of text that are parsed.
    pub bytes: usize,
}

impl Limits {
    /// For one whole message.
    pub const MESSAGE: Limits = Limits {
        nodes: 5_000,
        bytes: 100_000,
    };
}

/// Containers within containers (quotes, lists, items, emphasis, …) that are drawn; what is deeper
/// is flattened to text. Chromium's renderer crashes at some 3,500 nested block quotes, and three
/// and a half kilobytes of `>` ask for just that.
pub const DEPTH: usize = 32;

/// A parsed text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    pub blocks: Vec<Block>,
    /// The part that no text appended later can change.
    pub finished: Finished,
    /// About as many DOM nodes as drawing the blocks takes. At most [`Limits::nodes`], plus one
    /// block's worth.
    pub nodes: usize,
    /// Byte offset from which the text is not in the blocks, because a limit was reached: to be
    /// offered as plain text.
    pub rest: Option<usize>,
}

/// The leading blocks of a growing text that stay as they are, whatever is appended, so that only
/// the text after them must be parsed again. One thing can still change them: a link reference
/// definition (`[name]: address`) that arrives later makes `[name]` in them a link. Hence the one
/// full parse when a message ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    pub blocks: usize,
    /// UTF-8 bytes of text they came from: where the open rest begins, always the start of a line.
    pub bytes: usize,
    /// Their share of [`Tree::nodes`].
    pub nodes: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    Paragraph(Vec<Inline>),
    /// Level 1 to 6, as written.
    Heading(u8, Vec<Inline>),
    /// The language is a short word (`rust`, `c++`) or empty; the code ends with its line break.
    Code(String, String),
    List(List),
    Quote(Vec<Block>),
    Table(Table),
    Rule,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List {
    /// The first number of an ordered list; `None`: bullets.
    pub start: Option<u64>,
    /// Items are one line each: no paragraphs' distance between them.
    pub tight: bool,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// A task list's item, and whether it is done.
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// One per column.
    pub align: Vec<Align>,
    pub head: Vec<Cell>,
    /// Every row has as many cells as the head, unless a limit cut it.
    pub rows: Vec<Vec<Cell>>,
}

pub type Cell = Vec<Inline>;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    #[default]
    None,
    Left,
    Center,
    Right,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    Text(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Strike(Vec<Inline>),
    Code(String),
    /// The address as written, unjudged.
    Link(String, Vec<Inline>),
    /// The address as written, unjudged, and the text that stands for the picture.
    Image(String, String),
    /// A line break of the source that means a space.
    Soft,
    Hard,
}
