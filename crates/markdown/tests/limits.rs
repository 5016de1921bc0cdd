//! Whatever comes in, the tree stays shallow and small, and the work in proportion to the text.

mod common;
mod families;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use common::show;
use families::families;
use proptest::prelude::*;
use vivavoce_markdown::codec::{pack, unpack};
use vivavoce_markdown::tree::{Block, DEPTH, Inline};
use vivavoce_markdown::{Limits, parse};

/// Counts the bytes this thread asks for: work that can be compared from run to run, which time
/// cannot.
struct Counting;

thread_local! {
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

#[allow(
    unsafe_code,
    reason = "an allocator that only counts, then asks the system's"
)]
// SAFETY: every call is passed on as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.with(|asked| asked.set(asked.get() + layout.size()));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Bytes allocated for parsing `text`.
fn work(text: &str, open: bool) -> usize {
    let before = ASKED.with(Cell::get);
    parse(
        text,
        open,
        Limits {
            nodes: usize::MAX,
            bytes: usize::MAX,
        },
    );
    ASKED.with(Cell::get) - before
}

fn check(name: &str, text: &str, open: bool, limits: Limits) {
    let tree = &parse(text, open, limits);
    let depth = depth(&tree.blocks);
    assert!(depth <= DEPTH, "{name}: depth {depth}");
    assert!(
        tree.nodes <= limits.nodes + 8,
        "{name}: {} nodes",
        tree.nodes
    );
    // Every drawn node is one that was counted, but for the few that settle an open end.
    let drawn = count(&tree.blocks);
    assert!(
        drawn <= tree.nodes + 10 * usize::from(open),
        "{name}: {drawn} drawn, {} counted",
        tree.nodes
    );
    if let Some(rest) = tree.rest {
        assert!(
            text.is_char_boundary(rest) && rest <= text.len(),
            "{name}: rest at {rest}"
        );
    }
    let finished = tree.finished;
    assert!(text.is_char_boundary(finished.bytes), "{name}");
    assert!(
        finished.blocks <= tree.blocks.len() && finished.nodes <= tree.nodes,
        "{name}"
    );
    assert_eq!(unpack(&pack(tree)).as_ref(), Some(tree), "{name}");
}

fn depth(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match block {
            Block::Rule | Block::Code(..) => 0,
            Block::Paragraph(inner) | Block::Heading(_, inner) => inline_depth(inner),
            Block::Quote(inner) => 1 + depth(inner),
            Block::List(list) => {
                2 + list
                    .items
                    .iter()
                    .map(|item| depth(&item.blocks))
                    .max()
                    .unwrap_or(0)
            }
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                3 + cells.map(|cell| inline_depth(cell)).max().unwrap_or(0)
            }
        })
        .max()
        .unwrap_or(0)
}

fn inline_depth(inlines: &[Inline]) -> usize {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner) => 1 + inline_depth(inner),
            _ => 0,
        })
        .max()
        .unwrap_or(0)
}

fn count(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match block {
            Block::Rule => 1,
            Block::Code(..) => 8,
            Block::Paragraph(inner) | Block::Heading(_, inner) => 1 + count_inline(inner),
            Block::Quote(inner) => 1 + count(inner),
            Block::List(list) => {
                1 + list
                    .items
                    .iter()
                    .map(|item| 1 + 2 * usize::from(item.task.is_some()) + count(&item.blocks))
                    .sum::<usize>()
            }
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                4 + 1 + table.rows.len() + cells.map(|cell| 1 + count_inline(cell)).sum::<usize>()
            }
        })
        .sum()
}

fn count_inline(inlines: &[Inline]) -> usize {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner) => 1 + count_inline(inner),
            _ => 1,
        })
        .sum()
}

#[test]
fn pathological_texts_stay_shallow_and_small() {
    for n in [3_500, 50_000, 200_000] {
        for (name, text) in families(n) {
            for open in [false, true] {
                check(name, &text, open, Limits::MESSAGE);
            }
        }
    }
}

#[test]
fn work_grows_in_proportion_to_the_text() {
    for open in [false, true] {
        let (small, large) = (families(20_000), families(80_000));
        for ((name, small), (_, large)) in small.iter().zip(&large) {
            if *name == "wide table" {
                // As many cells as columns times rows, up to a fixed number.
                continue;
            }
            let (small, large) = (work(small, open), work(large, open));
            assert!(
                large <= 6 * small + 100_000,
                "{name}: {small} bytes, then {large}"
            );
        }
    }
}

#[test]
fn what_is_too_deep_keeps_its_text() {
    let text = format!("{}deep *em* `code`\n\nafter", "> ".repeat(200));
    let tree = parse(&text, false, Limits::MESSAGE);
    let shown = show(&tree.blocks);
    assert_eq!(shown.matches("quote(").count(), DEPTH);
    assert!(shown.contains("p(deep em code(code))"), "{shown}");
    assert!(shown.ends_with(" p(after)"), "{shown}");

    let items = format!("{}one", "- ".repeat(40));
    let shown = show(&parse(&items, false, Limits::MESSAGE).blocks);
    assert_eq!(shown.matches("ul-tight(").count(), DEPTH / 2);
    assert!(shown.contains("p(one)"), "{shown}");

    let nested: String = (0..40)
        .map(|depth| format!("{}- item{depth}\n", "  ".repeat(depth)))
        .collect();
    let shown = show(&parse(&nested, false, Limits::MESSAGE).blocks);
    for depth in 0..40 {
        assert!(
            shown.contains(&format!("item{depth}")),
            "item{depth} in {shown}"
        );
    }
    assert!(shown.contains("item20/item21"), "{shown}");

    let table = format!(
        "{}| a | b |\n{}|---|---|\n{}| 1 | 2 |",
        "> ".repeat(31),
        "> ".repeat(31),
        "> ".repeat(31)
    );
    let shown = show(&parse(&table, false, Limits::MESSAGE).blocks);
    assert!(shown.contains("p(a/b/1/2)"), "{shown}");
}

#[test]
fn what_is_too_much_is_the_rest() {
    let text = "word *em* word\n\n".repeat(5_000);
    let limits = Limits {
        nodes: 100,
        bytes: 100_000,
    };
    let tree = parse(&text, false, limits);
    let rest = tree.rest.unwrap();
    assert_eq!(rest % 16, 0, "between two blocks");
    assert_eq!(tree.blocks.len(), rest / 16);
    assert!(tree.nodes >= 100 && tree.nodes < 110);

    let tree = parse(
        &text,
        false,
        Limits {
            nodes: 1_000_000,
            bytes: 1_003,
        },
    );
    assert_eq!(tree.rest, Some(992), "cut before the line that is too long");
    let tree = parse(
        &"é".repeat(5_000),
        true,
        Limits {
            nodes: 10,
            bytes: 1_501,
        },
    );
    assert_eq!(tree.rest, Some(1_500), "cut between characters");
    let tree = parse(
        "short",
        false,
        Limits {
            nodes: 10,
            bytes: 5,
        },
    );
    assert_eq!(tree.rest, None);
    for nodes in 1..40 {
        let items = "- item\n".repeat(50);
        let tree = parse(
            &items,
            false,
            Limits {
                nodes,
                bytes: 1_000,
            },
        );
        let rest = tree.rest.unwrap();
        let shown = show(&tree.blocks).matches("{p(item)}").count();
        assert_eq!(
            rest,
            shown * 7,
            "{nodes} nodes: no item is empty, none is missing"
        );
    }
    let tree = parse("short", false, Limits { nodes: 0, bytes: 0 });
    assert_eq!((tree.blocks.len(), tree.rest), (0, Some(0)));
}

fn soup() -> impl Strategy<Value = String> {
    let mark = prop::sample::select(vec![
        ">",
        "- ",
        "* ",
        "1. ",
        "#",
        "```",
        "~~~",
        "`",
        "*",
        "**",
        "_",
        "~~",
        "~",
        "|",
        "|-|\n",
        "\n",
        "\n\n",
        "\r",
        "    ",
        "\t",
        "[",
        "]",
        "(",
        ")",
        "[a]: /b\n",
        "](",
        "![",
        "<",
        ">",
        "<!--",
        "-->",
        "<?",
        "&",
        "&amp;",
        "&#0;",
        ";",
        "\\",
        "a",
        "é",
        "\u{0}",
        "\u{feff}",
        "😀",
        "\u{200d}",
        "\u{202e}",
        "http://",
        "www.",
        "@",
        ".",
        ":",
        "\"",
        "'",
        "=",
        "---",
        "[ ]",
        "[x]",
        "!",
        "{",
        "}",
        "$",
        "^",
        "+",
    ]);
    prop::collection::vec(mark, 0..120).prop_map(|marks| marks.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn any_marks_give_a_tree(text in soup(), nodes in 0usize..60, bytes in 0usize..300, open: bool) {
        let limits = Limits { nodes, bytes };
        check("soup", &text, open, limits);
    }

    #[test]
    fn any_text_gives_a_tree(text in "\\PC*", open: bool) {
        check("text", &text, open, Limits::MESSAGE);
    }
}
