//! Text to tree.

use pulldown_cmark::{Options, Parser};

use crate::builder::Builder;
use crate::lines::line_start;
use crate::prepare::Prepared;
use crate::speculate;
use crate::tree::{Block, Limits, Tree};

/// What models write beyond CommonMark. No footnotes or metadata: a stray `[^1]` or `---` is likelier
/// to be meant as itself. Formulas are no markup here ([`crate::prepare`]).
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Parses `text`, never fails.
///
/// `open`: more text is to come. The tree then also settles what the text's very end leaves
/// undecided, so that nothing flickers when the rest arrives: a half-written `**bold` is already
/// bold, half a link shows its text only, and a line of nothing but marks (`--`, `1.`) waits.
///
/// A text that keeps growing need not be parsed from its beginning: parse what follows
/// [`Tree::finished`], with `limits` less what is finished, and once more everything when it ends.
pub fn parse(text: &str, open: bool, limits: Limits) -> Tree {
    let Some(cut) = cut(text, limits.bytes) else {
        return if open {
            parse_open(text, limits)
        } else {
            parse_whole(text, limits)
        };
    };
    let mut tree = parse_whole(text.get(..cut).unwrap_or_default(), limits);
    tree.rest.get_or_insert(cut);
    tree
}

/// Where a text that is too long is cut: at the end of a line if one is near.
fn cut(text: &str, limit: usize) -> Option<usize> {
    if text.len() <= limit {
        return None;
    }
    let limit = text.floor_char_boundary(limit);
    let line = line_start(text, limit);
    Some(if limit - line < 1_000 { line } else { limit })
}

fn parse_open(text: &str, limits: Limits) -> Tree {
    let prepared = Prepared::new(speculate::hold(text), true);
    let mut tree = parse_prepared(&prepared, &prepared.text, true, limits);
    if tree.rest.is_none()
        && matches!(tree.blocks.last(), Some(Block::Paragraph(_)))
        && let Some(head) = speculate::table_head(&prepared.text)
    {
        // The head line of a table is a paragraph full of bars until the line below it arrives.
        let early = parse_prepared(&prepared, &head, true, limits);
        if matches!(early.blocks.last(), Some(Block::Table(_))) {
            let finished = tree.finished;
            tree = early;
            tree.finished = finished;
        }
    }
    tree
}

fn parse_whole(text: &str, limits: Limits) -> Tree {
    let prepared = Prepared::new(text, false);
    parse_prepared(&prepared, &prepared.text, false, limits)
}

/// `text`: the prepared one, with what its end is expected to be.
fn parse_prepared(prepared: &Prepared, text: &str, open: bool, limits: Limits) -> Tree {
    let mut builder = Builder::new(text, prepared.text.len(), open, limits.nodes);
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        if !builder.take(event, range) {
            break;
        }
    }
    let mut tree = builder.tree(prepared.undecided);
    tree.finished.bytes = prepared.source(tree.finished.bytes);
    tree.rest = tree.rest.map(|rest| prepared.source(rest));
    tree
}
