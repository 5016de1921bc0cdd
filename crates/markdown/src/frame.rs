//! Containers under construction.

use pulldown_cmark::{Alignment, CodeBlockKind, LinkType, Tag};

use crate::speculate::Piece;
use crate::stand_in::restored;
use crate::tree::{Align, Block, Cell, Item};

/// One open container. Which of the lists fills depends on its kind; an empty one costs nothing.
#[derive(Default)]
pub(crate) struct Frame {
    pub(crate) kind: Kind,
    /// Where in the source it begins.
    pub(crate) at: usize,
    pub(crate) blocks: Vec<Block>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) items: Vec<Item>,
    pub(crate) head: Vec<Cell>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) text: String,
    pub(crate) task: Option<bool>,
    /// Of a list: an item has paragraphs of its own.
    pub(crate) loose: bool,
}

#[derive(Default)]
pub(crate) enum Kind {
    #[default]
    Root,
    Quote,
    List(Option<u64>),
    Item,
    Table(Vec<Align>),
    Head,
    Row,
    Cell,
    Paragraph,
    /// The paragraph a tight item's text stands in, which the parser does not announce.
    Implicit,
    Heading(u8),
    Code(String),
    Emphasis,
    Strong,
    Strike,
    Link(String),
    Image(String),
}

/// Whether `tag` stands within a line of text.
pub(crate) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// How many levels deeper `tag` leads. A list is of no use without its items, nor a table without
/// its rows and cells: those come along with it and cost nothing themselves.
pub(crate) fn levels(tag: &Tag<'_>) -> usize {
    match tag {
        Tag::BlockQuote(_) => 1,
        Tag::List(_) => 2,
        Tag::Table(_) => 3,
        tag => usize::from(is_inline(tag)),
    }
}

impl Frame {
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
            && self.pieces.is_empty()
            && self.items.is_empty()
            && self.head.is_empty()
            && self.cells.is_empty()
            && self.rows.is_empty()
            && self.text.is_empty()
    }

    pub(crate) fn is_item(&self) -> bool {
        matches!(self.kind, Kind::Item)
    }
}

impl Kind {
    /// What `tag` opens, and how many nodes drawing it takes. `None`: an extension that is not asked
    /// for, of which the text alone counts.
    pub(crate) fn of(tag: Tag<'_>) -> Option<(Kind, usize)> {
        Some(match tag {
            Tag::Paragraph | Tag::HtmlBlock => (Kind::Paragraph, 1),
            Tag::Heading { level, .. } => (Kind::Heading(level as u8), 1),
            Tag::BlockQuote(_) => (Kind::Quote, 1),
            // Figure, caption, language, button with its text, pre, code, text.
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                (Kind::Code(language(&restored(&info))), 8)
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => (Kind::Code(String::new()), 8),
            Tag::List(start) => (Kind::List(start), 1),
            Tag::Item => (Kind::Item, 1),
            // The region around it, table, head, body.
            Tag::Table(align) => (Kind::Table(align.into_iter().map(column).collect()), 4),
            Tag::TableHead => (Kind::Head, 1),
            Tag::TableRow => (Kind::Row, 1),
            Tag::TableCell => (Kind::Cell, 1),
            Tag::Emphasis => (Kind::Emphasis, 1),
            Tag::Strong => (Kind::Strong, 1),
            Tag::Strikethrough => (Kind::Strike, 1),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                let mut address = String::new();
                if link_type == LinkType::Email {
                    address.push_str("mailto:");
                }
                address.push_str(&dest_url);
                (Kind::Link(address), 1)
            }
            Tag::Image { dest_url, .. } => (Kind::Image(dest_url.into_string()), 1),
            _ => return None,
        })
    }
}

fn column(align: Alignment) -> Align {
    match align {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// The first word after the fence, where it looks like a language's name.
fn language(info: &str) -> String {
    let word = info
        .split(|c: char| c.is_whitespace() || c == ',' || c == '{')
        .next()
        .unwrap_or_default();
    let is_name = word.len() <= 32
        && word
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '#' | '.' | '_'));
    if is_name {
        word.to_owned()
    } else {
        String::new()
    }
}
