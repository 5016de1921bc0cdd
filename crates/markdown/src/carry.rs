//! The tree as bytes, to carry it from the parser's Wasm module to the widget's.
//!
//! It crosses that border several times a second while a reply streams, and reading JSON with serde
//! would weigh more than drawing what was read. Both sides are built from this one file, so the
//! format is nobody else's: numbers as LEB128, texts and lists after their length, an enum's
//! variant and an option's presence as one number before what it holds.

use crate::tree::{Align, Block, Cell, DEPTH, Finished, Inline, Item, List, Table, Tree};

/// Lists within each other that are read: more than a tree of [`DEPTH`] has.
const LEVELS: usize = 2 * DEPTH;

/// `tree` as bytes, for [`unpack`].
pub fn pack(tree: &Tree) -> Vec<u8> {
    let mut out = Vec::new();
    list(&mut out, &tree.blocks, block);
    let Finished {
        blocks,
        bytes,
        nodes,
    } = tree.finished;
    for count in [blocks, bytes, nodes, tree.nodes] {
        number(&mut out, count as u64);
    }
    option(&mut out, tree.rest.map(|rest| rest as u64));
    out
}

fn number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn option(out: &mut Vec<u8>, given: Option<u64>) {
    number(out, given.is_some().into());
    if let Some(given) = given {
        number(out, given);
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn list<T>(out: &mut Vec<u8>, items: &[T], one: fn(&mut Vec<u8>, &T)) {
    number(out, items.len() as u64);
    for item in items {
        one(out, item);
    }
}

fn block(out: &mut Vec<u8>, block: &Block) {
    match block {
        Block::Rule => out.push(0),
        Block::Paragraph(inner) => {
            out.push(1);
            inlines(out, inner);
        }
        Block::Heading(level, inner) => {
            out.extend([2, *level]);
            inlines(out, inner);
        }
        Block::Code(language, code) => {
            out.push(3);
            text(out, language);
            text(out, code);
        }
        Block::List(inner) => {
            out.push(4);
            option(out, inner.start);
            out.push(inner.tight.into());
            list(out, &inner.items, item);
        }
        Block::Quote(inner) => {
            out.push(5);
            list(out, inner, self::block);
        }
        Block::Table(Table { align, head, rows }) => {
            out.push(6);
            list(out, align, |out, align| {
                out.push(match align {
                    Align::None => 0,
                    Align::Left => 1,
                    Align::Center => 2,
                    Align::Right => 3,
                });
            });
            list(out, head, inlines);
            list(out, rows, |out, row| list(out, row, inlines));
        }
    }
}

fn item(out: &mut Vec<u8>, item: &Item) {
    option(out, item.task.map(u64::from));
    list(out, &item.blocks, block);
}

fn inlines(out: &mut Vec<u8>, inner: &Cell) {
    list(out, inner, inline);
}

fn inline(out: &mut Vec<u8>, inline: &Inline) {
    match inline {
        Inline::Soft => out.push(0),
        Inline::Hard => out.push(1),
        Inline::Text(inner) => {
            out.push(2);
            text(out, inner);
        }
        Inline::Code(inner) => {
            out.push(3);
            text(out, inner);
        }
        Inline::Emphasis(inner) => {
            out.push(4);
            inlines(out, inner);
        }
        Inline::Strong(inner) => {
            out.push(5);
            inlines(out, inner);
        }
        Inline::Strike(inner) => {
            out.push(6);
            inlines(out, inner);
        }
        Inline::Link(address, inner) => {
            out.push(7);
            text(out, address);
            inlines(out, inner);
        }
        Inline::Image(address, alt) => {
            out.push(8);
            text(out, address);
            text(out, alt);
        }
    }
}

/// The tree that [`pack`] made `bytes` of; `None` for any other bytes.
pub fn unpack(bytes: &[u8]) -> Option<Tree> {
    let mut reader = Reader { bytes, level: 0 };
    let blocks = reader.list(Reader::block)?;
    let finished = Finished {
        blocks: reader.size()?,
        bytes: reader.size()?,
        nodes: reader.size()?,
    };
    let nodes = reader.size()?;
    let rest = reader.option()?;
    let rest = match rest {
        Some(rest) => Some(usize::try_from(rest).ok()?),
        None => None,
    };
    reader.bytes.is_empty().then_some(Tree {
        blocks,
        finished,
        nodes,
        rest,
    })
}

struct Reader<'a> {
    /// What is still to be read.
    bytes: &'a [u8],
    level: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn option(&mut self) -> Option<Option<u64>> {
        match self.number()? {
            0 => Some(None),
            _ => self.number().map(Some),
        }
    }

    fn text(&mut self) -> Option<String> {
        let length = self.size()?;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(text).ok().map(str::to_owned)
    }

    fn list<T>(&mut self, one: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.level += 1;
        if self.level > LEVELS {
            return None;
        }
        let mut items = Vec::new();
        for _ in 0..self.number()? {
            items.push(one(self)?);
        }
        self.level -= 1;
        Some(items)
    }

    fn block(&mut self) -> Option<Block> {
        Some(match self.byte()? {
            0 => Block::Rule,
            1 => Block::Paragraph(self.inlines()?),
            2 => Block::Heading(self.byte()?, self.inlines()?),
            3 => Block::Code(self.text()?, self.text()?),
            4 => Block::List(List {
                start: self.option()?,
                tight: self.byte()? != 0,
                items: self.list(Reader::item)?,
            }),
            5 => Block::Quote(self.list(Reader::block)?),
            6 => Block::Table(Table {
                align: self.list(Reader::align)?,
                head: self.list(Reader::inlines)?,
                rows: self.list(|reader| reader.list(Reader::inlines))?,
            }),
            _ => return None,
        })
    }

    fn item(&mut self) -> Option<Item> {
        Some(Item {
            task: self.option()?.map(|done| done != 0),
            blocks: self.list(Reader::block)?,
        })
    }

    fn align(&mut self) -> Option<Align> {
        Some(match self.byte()? {
            0 => Align::None,
            1 => Align::Left,
            2 => Align::Center,
            3 => Align::Right,
            _ => return None,
        })
    }

    fn inlines(&mut self) -> Option<Cell> {
        self.list(Reader::inline)
    }

    fn inline(&mut self) -> Option<Inline> {
        Some(match self.byte()? {
            0 => Inline::Soft,
            1 => Inline::Hard,
            2 => Inline::Text(self.text()?),
            3 => Inline::Code(self.text()?),
            4 => Inline::Emphasis(self.inlines()?),
            5 => Inline::Strong(self.inlines()?),
            6 => Inline::Strike(self.inlines()?),
            7 => Inline::Link(self.text()?, self.inlines()?),
            8 => Inline::Image(self.text()?, self.text()?),
            _ => return None,
        })
    }
}

#[cfg(all(test, feature = "parser"))]
mod tests {
    use super::*;
    use crate::{Limits, parse};

    const EVERYTHING: &str = "# Hi *é* **b** ~~c~~ `d`\n\nsoft\nand  \nhard [l](http://a.b) \
        ![i](http://c.d)\n\n---\n\n> 3. a\n> 4. b\n\n- [x] done\n- [ ] open\n\n  loose\n\n\
        | a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |\n\n```rust\nfn f() {}\n```\n";

    #[test]
    fn what_is_packed_is_unpacked_again() {
        let deepest = format!("{}x", "> - ".repeat(200));
        for text in ["", EVERYTHING, &deepest, "a\n\nb\n\nc"] {
            for open in [false, true] {
                for limits in [Limits::MESSAGE, Limits { nodes: 3, bytes: 5 }] {
                    let tree = parse(text, open, limits);
                    assert_eq!(unpack(&pack(&tree)), Some(tree), "{text}");
                }
            }
        }
    }

    #[test]
    fn other_bytes_give_no_tree() {
        let packed = pack(&parse(EVERYTHING, false, Limits::MESSAGE));
        for end in 0..packed.len() {
            assert_eq!(unpack(packed.get(..end).unwrap()), None, "cut at {end}");
        }
        assert_eq!(unpack(&[&packed[..], &[0]].concat()), None);
        // Ever deeper, ever longer, and more than there is.
        assert_eq!(unpack(&[1, 5].repeat(100_000)), None);
        assert_eq!(unpack(&[0xff; 20]), None);
        assert_eq!(unpack(&[0xff, 0xff, 0xff, 0x7f, 9]), None);
        // Whatever comes out of a damaged one, it is not a crash.
        for at in 0..packed.len() {
            let mut damaged = packed.clone();
            if let Some(byte) = damaged.get_mut(at) {
                *byte ^= 0x15;
            }
            let _ = unpack(&damaged);
        }
    }
}
