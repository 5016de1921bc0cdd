//! A text that grows: what is finished stays, and the end is calm.

mod common;

use common::show;
use proptest::prelude::*;
use vivavoce_markdown::tree::{Block, Finished, Inline};
use vivavoce_markdown::{Limits, parse};

/// What a drawing that parses only the open rest holds: the way `browser::blocks` uses the parser.
#[derive(Default)]
struct Growing {
    blocks: Vec<Block>,
    finished: Finished,
}

impl Growing {
    fn grow(&mut self, text: &str) {
        let limits = Limits {
            nodes: Limits::MESSAGE.nodes - self.finished.nodes,
            bytes: Limits::MESSAGE.bytes - self.finished.bytes,
        };
        let tree = parse(&text[self.finished.bytes..], true, limits);
        self.blocks.truncate(self.finished.blocks);
        self.blocks.extend(tree.blocks);
        self.finished.blocks += tree.finished.blocks;
        self.finished.bytes += tree.finished.bytes;
        self.finished.nodes += tree.finished.nodes;
    }
}

/// Grows `text` by every character. Blocks once finished must be those of the whole text, unless
/// a link's definition comes into play (`defines`), which only the full parse at the end sets right.
fn check(text: &str, defines: bool) {
    let whole = parse(text, false, Limits::MESSAGE);
    assert!(whole.rest.is_none(), "cases stay within the limits");
    let mut growing = Growing::default();
    let ends = text
        .char_indices()
        .map(|(at, _)| at)
        .skip(1)
        .chain([text.len()]);
    for end in ends {
        growing.grow(&text[..end]);
        let finished = growing.finished;
        assert!(finished.bytes <= end);
        assert!(finished.blocks <= growing.blocks.len());
        if !defines {
            assert_eq!(
                show(&growing.blocks[..finished.blocks]),
                show(&whole.blocks[..finished.blocks.min(whole.blocks.len())]),
                "finished after {:?} of {text:?}",
                &text[..end],
            );
            for open in [false, true] {
                let tree = parse(&text[..end], open, Limits::MESSAGE);
                let finished = tree.finished.blocks;
                assert_eq!(
                    show(&tree.blocks[..finished]),
                    show(&whole.blocks[..finished.min(whole.blocks.len())]),
                    "finished at once after {:?} of {text:?}",
                    &text[..end],
                );
            }
        }
    }
    if !defines {
        let tail = parse(&text[growing.finished.bytes..], false, Limits::MESSAGE);
        growing.blocks.truncate(growing.finished.blocks);
        growing.blocks.extend(tail.blocks);
        assert_eq!(
            show(&growing.blocks),
            show(&whole.blocks),
            "the end of {text:?}"
        );
        assert_eq!(
            growing.finished.nodes + tail.nodes,
            whole.nodes,
            "nodes of {text:?}"
        );
    }
}

/// Texts whose end decides what stands before it.
const TREACHEROUS: &[&str] = &[
    "para\n***bold*** more\n\nend\n",
    "para\n***\nmore\n",
    "para\n#hash\n# heading\nx\n",
    "para\n```js``` inline\n\nx\n",
    "para\n```js\ncode\n```\nafter\n",
    "para\n<div>\nhtml\n\nafter\n",
    "para\n<divx>\nnot html\n\nafter\n",
    "para\n-\n\nafter\n",
    "para\n- item\n\nafter\n",
    "para\n---\nafter\n",
    "para\n===\nafter\n",
    "para\n1.\n\nafter\n",
    "para\n1. one\n2. two\n\nafter\n",
    "para\n2. not a list\n",
    "para\n| a | b |\n|---|---|\n| 1 | 2 |\nlazy row\n\nafter\n",
    "para\n| a | b |\n|---|---|x\nno table\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n# heading\n",
    "| a |\n|---|\n> quote\n",
    "head | er\n--- | ---\nx | y\n",
    "- a\n- b\n\n- c\n\n\n- d\n\npara\n",
    "- a\n* b\n+ c\n1. d\n1) e\n",
    "- a\n\n  second\n\n not inside\n",
    "- a\nlazy\n- b\n",
    "- a\n\n      code\n\n    still\n\nout\n",
    "-\n\n  not inside\n",
    "- a\n  - b\n\n    c\n\n- d\n\nend\n",
    "1. a\n\n   ```\n   x\n\n   y\n   ```\n\n2. b\n",
    "> a\nlazy\n\n> b\n\nc\n",
    "> a\n===\n> b\n---\n",
    "> ```\n> code\n\nout\n",
    "> - a\n> - b\n- c\n",
    "    code\n\n    more\n\npara\n",
    "para\n    not code\n\n\tcode\n",
    "```\nopen\n\n# not a heading\n",
    "````\n```\nx\n```\n````\npara\n",
    "~~~ a ` b\nx\n~~~~\ny\n",
    "<script>\nx\n\ny\n</script>\nz\n\np\n",
    "<!-- a\n\nb -->\nc\n\nd\n",
    "<pre>\n\n*x*\n</pre>*y*\n\nz\n",
    "<b>\ninline\n\nx\n",
    "# a\n## b\n### c\npara\n# d\n",
    "a\r\n\r\nb\r\n- c\r\n- d\r\n\r\ne\r\n",
    "a\r\rb\r- c\r\rd\r",
    "\n\n\n  a\n\n\n   b\n",
    "a\\\nb  \nc\n\nd\n",
    "***\n---\n___\n* * *\n- - -a\n",
    "*open\n\nclose*\n\n**a\n",
    "`open\n\nclose`\n",
    "[a](\nb)\n\n[c\n](d)\n",
    "&amp; &am\n\np;\n",
    "\u{feff}# a\n\nb\n",
    "- [ ] a\n- [x] b\n\n  c\n- [ ]\n\nd\n",
    "\ta\n\n\t\tb\n\n -\tc\n\n\td\n",
    "1986\\. A year\n\n1986. A list\n\n",
    "\\[\na\n# b\n\\]\n\nc\n",
    "\\[\na\n# b\n\nc\n\\]\n",
    "a \\[\n- b\n```\nc\n\\]\n```\n",
    "$$\na\n===\n$$\nb\n",
    "> $$\n> - a\n\n$$\nb\n",
    "$$\n- ~~~\n-$$$$\n$$",
    "# a $$\n-->\\[$$\n| a | b |\n",
    "<script>\n$$\n</script>\n- a\n$$\n",
    "```md\n```js\n1\n```\n2\n```\n\n3\n",
    "<br>\n*a*\n<br>\n# b\n",
    "é\n\n- ü\n\n| ö |\n|---|\n| 😀 |\n\nß\n",
];

#[test]
fn finished_blocks_stay_as_they_are() {
    for text in TREACHEROUS {
        check(text, false);
    }
}

/// Two texts after each other are a third: every ending meets every beginning.
#[test]
fn finished_blocks_stay_as_they_are_whatever_follows() {
    for first in TREACHEROUS {
        for second in TREACHEROUS {
            check(&format!("{first}{second}"), false);
        }
    }
}

#[test]
fn late_definitions_are_right_after_the_full_parse() {
    for text in [
        "see [a]\n\n[b]\n\n[a]: /x\n",
        "[a]: /x\n'title\n\nno end\n",
        "[a]: /x\n'title\nend'\n\n[a]\n",
        "[a]:\n/x\n\n# h\n\n[a]\n",
        "- [a]\n\n  [a]: /x\n\n[a]\n",
    ] {
        check(text, true);
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b c",
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "-",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        "#",
        "# ",
        "```",
        "```\n",
        "~~~",
        "`",
        "*",
        "**",
        "_",
        "~~",
        "|",
        "| a | b |\n",
        "|---|---|\n",
        "---\n",
        "===\n",
        "***\n",
        "<div>",
        "</div>",
        "<b>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "[",
        "]",
        "(",
        ")",
        "[x](y)",
        "![i](j)",
        "[ ] ",
        "\\",
        "&amp;",
        "é",
        "😀",
        "https://x.example",
        "\\[",
        "\\]",
        "\\(",
        "$$",
        "$$\n",
        "。",
        "次",
        "<br>",
        "[x](https://y z)",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn finished_blocks_stay_as_they_are_in_random_texts(text in pieces()) {
        check(&text, false);
    }
}

/// The texts that are emphasised in `blocks`.
fn emphasised(inlines: &[Inline], into: &mut Vec<String>) {
    for inline in inlines {
        if let Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) = inline {
            into.push(inlines_text(inner));
            emphasised(inner, into);
        }
    }
}

fn inlines_text(inlines: &[Inline]) -> String {
    let texts = inlines.iter().map(|inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => {
            inlines_text(inner)
        }
        _ => String::new(),
    });
    texts.collect()
}

/// Whatever of the growing `text` is drawn as emphasised is so, or would be if the mark were closed next.
fn check_emphasis(text: &str) {
    let spans = |text: &str, open| {
        let mut spans = Vec::new();
        for block in parse(text, open, Limits::MESSAGE).blocks {
            if let Block::Paragraph(inlines) = block {
                emphasised(&inlines, &mut spans);
            }
        }
        spans
    };
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    for end in ends.chain([text.len()]) {
        // Marks at the very end wait for what follows them.
        let grown = text[..end].trim_end_matches(['*', '~']);
        let possible: Vec<String> = ["", "次**", "次~~", "次**~~", "次~~**", "次**次**"]
            .iter()
            .flat_map(|close| spans(&format!("{grown}{close}"), false))
            .collect();
        for drawn in spans(grown, true) {
            let is_possible = possible
                .iter()
                .any(|span| span.starts_with(drawn.trim_end()));
            assert!(
                is_possible,
                "{drawn:?} of {grown:?} in {text:?}: {possible:?}"
            );
        }
    }
}

#[test]
fn nothing_is_drawn_as_emphasised_that_cannot_be() {
    for text in [
        "这是**我想做的事。**所以继续。",
        "**「A」**なので**「B」**です。",
        "**마크다운(Markdown)**을 쓰세요.",
        "**foo.**bar **baz** ~~a.~~b",
        "2 ** 3 ** 4, a**b, ~~ c ~~",
    ] {
        check_emphasis(text);
    }
}

/// Every text of up to four of these, between the marks that matter.
#[test]
fn nothing_is_drawn_as_emphasised_that_cannot_be_in_any_order() {
    let pieces = ["**", "「", "。", "次", "ab", " ", "."];
    for number in 0..pieces.len().pow(4) {
        let inside: String = (0..4u32)
            .map(|place| pieces[number / pieces.len().pow(place) % pieces.len()])
            .collect();
        for text in [format!("a**{inside}**b"), format!("次**{inside}")] {
            // A longer run is another mark.
            if !text.contains("***") {
                check_emphasis(&text);
            }
        }
    }
}

/// Left: an open text. Right: how its end is shown before more is known.
#[test]
fn the_end_of_an_open_text_is_calm() {
    for (text, expected) in [
        ("a **bo", "p(a strong(bo))"),
        ("a **bold*", "p(a strong(bold))"),
        ("a **bold**", "p(a strong(bold))"),
        ("a **", "p(a)"),
        ("a *it", "p(a em(it))"),
        ("a ***both", "p(a em(strong(both)))"),
        // The parser took a part of the marks for a pair that is closed.
        ("x ***Note:** this is", "p(x em(strong(Note:) this is))"),
        ("x ***Note:* this", "p(x strong(em(Note:) this))"),
        ("***Wichtig:** Bitte", "p(em(strong(Wichtig:) Bitte))"),
        ("**a* b", "p(*em(a) b)"),
        ("__a_ b", "p(em(em(a) b))"),
        ("- ***a** b", "ul-tight({p(em(strong(a) b))})"),
        ("***a** b **c", "p(em(strong(a) b strong(c)))"),
        ("**a *b* c", "p(strong(a em(b) c))"),
        ("**a** *b", "p(strong(a) em(b))"),
        ("***a*** b", "p(em(strong(a)) b)"),
        ("a **b *c", "p(a strong(b em(c)))"),
        ("**a `b", "p(strong(a code(b)))"),
        ("a ~~gone", "p(a del(gone))"),
        ("a `co*de", "p(a code(co*de))"),
        ("2 * 3", "p(2 * 3)"),
        ("5*3 and snake_case", "p(5*3 and snake_case)"),
        ("\\*a \\[b \\`c", "p(*a [b `c)"),
        ("an [ex", "p(an ex)"),
        ("an [**ex** am", "p(an strong(ex) am)"),
        ("an [example]", "p(an example)"),
        ("an [example](http", "p(an example)"),
        ("an [example](https://x.example/a_b", "p(an example)"),
        ("an [example](https://x.example \"ti", "p(an example)"),
        ("an [aside], so", "p(an [aside], so)"),
        ("a [note] (really", "p(a [note] (really)"),
        ("see ![al", "p(see )"),
        ("see ![alt](https://x", "p(see )"),
        ("see !", "p(see !)"),
        ("text\n-", "p(text)"),
        ("text\n==", "p(text)"),
        ("text\n1.", "p(text)"),
        ("text\n\n##", "p(text)"),
        ("text\n``", "p(text)"),
        ("text\n```ru", "p(text)"),
        ("text\n```rust\nlet", "p(text) code[rust](let)"),
        ("- a\n- [", "ul-tight({p(a)})"),
        ("- a\n- [x", "ul-tight({p(a)})"),
        ("- a\n- [ ] **b", "ul-tight({p(a)} {[ ] p(strong(b))})"),
        ("# Ti **t", "h1(Ti strong(t))"),
        ("2**3 ~ x", "p(2**3 ~ x)"),
        ("> q **b", "quote(p(q strong(b)))"),
        ("| Na", "table[-](Na)"),
        ("| Name | Va", "table[--](Name|Va)"),
        ("| Na | **V", "table[--](Na|strong(V))"),
        ("| Na | [V](https://x", "table[--](Na|V)"),
        ("```md\n```js\n1\n```\nx", "code[md](```js\n1\n```\nx)"),
        ("Here:\n| a | b |\n|--", "p(Here:) table[--](a|b)"),
        (
            "| a | b |\n|---|---|\n| 1 | **2",
            "table[--](a|b / 1|strong(2))",
        ),
        ("a **b\nc", "p(a **b//c)"),
        ("```\n| a", "code[](| a)"),
        ("这**「重", "p(这strong(「重))"),
        ("**注意。**次**（", "p(strong(注意。)次strong(（))"),
        ("a~~（旧", "p(adel(（旧))"),
        // Two marks of which neither is the other's pair.
        ("**foo.**bar", "p(**foo.**bar)"),
        ("f(*a, b) c", "p(f(*a, b) c)"),
        ("**f(**k", "p(strong(f(strong(k)))"),
        ("an [ex](https://x.example/a b (2", "p(an ex)"),
        ("an [ex](a b", "p(an [ex](a b)"),
        ("see ![a](/b c", "p(see )"),
        ("a<", "p(a)"),
        ("a<BR /", "p(a)"),
        ("a<b", "p(a)"),
        // A tag breaks the line that is drawn, not the one that is written.
        ("**bold<br>mo", "p(strong(bold//mo))"),
        ("**bold<br>", "p(strong(bold))"),
        ("a *b<br/>c **d<BR />e", "p(a em(b//c strong(d//e)))"),
        ("~~a<br>b", "p(del(a//b))"),
        ("`x<br>y", "p(code(x<br>y))"),
        ("[text<br>mo", "p(text//mo)"),
        ("[text<br>mo](https://x", "p(text//mo)"),
        ("a<br>b **c", "p(a//b strong(c))"),
        ("- **a<br>b", "ul-tight({p(strong(a//b))})"),
        ("| **Note<br>mo", "table[-](strong(Note//mo))"),
        (
            "| a |\n|---|\n| x<br>**y<br>z",
            "table[-](a / x//strong(y//z))",
        ),
        ("**a<br>\nb", "p(**a//b)"),
        ("**a<br>b\nc", "p(**a//b//c)"),
        ("a <i", "p(a <i)"),
        ("a \\(", "p(a)"),
        ("a \\(ab", "p(a)"),
        ("a \\(abc", "p(a (abc)"),
        ("a \\(x\\", "p(a)"),
        ("a \\(a+", "p(a \\(a+)"),
        ("2 item\\(s", "p(2 item)"),
        ("2 item\\(s\\) *b", "p(2 item(s) em(b))"),
        ("a \\(x_1*b*", "p(a \\(x_1*b)"),
        ("\\[\n- a*b*c", "p(\\[//- a*b*c)"),
        ("$$\n=\nb", "p($$//=//b)"),
        ("a $b*c*d", "p(a $b*c*d)"),
        ("a $5 *b", "p(a $5 em(b))"),
        ("\\(see *b", "p((see em(b))"),
        (
            "**https://x.example/a_b",
            "p(strong(a<https://x.example/a_b>(https://x.example/a_b)))",
        ),
    ] {
        let tree = parse(text, true, Limits::MESSAGE);
        // A code block's last line break is not written yet, but is drawn.
        assert_eq!(
            show(&tree.blocks).replace("\n)", ")"),
            expected,
            "for {text:?}"
        );
    }
}
