//! Messages drawn as DOM nodes, in a real document.
#![allow(
    clippy::disallowed_methods,
    reason = "a test looks at the page from outside"
)]

#[path = "markdown/copying.rs"]
mod copying;
#[path = "markdown/direction.rs"]
mod direction;
#[path = "markdown/hostile.rs"]
mod hostile;

use std::rc::Rc;

use js_sys::{Function, Reflect};
use vivavoce::browser::markdown::{Blocks, Drawing, Labels, begin, drawing as blocks};
use vivavoce::browser::timer::sleep;
use vivavoce_markdown::codec::pack;
use vivavoce_markdown::{Limits, parse};
use wasm_bindgen::prelude::{Closure, JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, Element, Node, window};

fn document() -> Document {
    window().unwrap().document().unwrap()
}

fn drawing() -> Rc<Drawing> {
    Rc::new(Drawing {
        labels: Labels {
            copy: "Copy".to_owned(),
            copied: "Copied".to_owned(),
            table: "Table".to_owned(),
            rest: "Show the rest".to_owned(),
        },
        image_hosts: vec!["images.example".to_owned()],
        origin: "https://embed.example".to_owned(),
    })
}

fn set_parser(function: &JsValue) {
    Reflect::set(&js_sys::global(), &"vivavoceMarkdown".into(), function).unwrap();
}

/// Puts the parser where the widget looks for it, as `boot/markdown.js` does.
fn lend_parser() {
    let lent = Closure::<dyn Fn(String, bool, usize, usize) -> Vec<u8>>::new(
        |text: String, open, nodes, bytes| pack(&parse(&text, open, Limits { nodes, bytes })),
    );
    set_parser(&lent.into_js_value());
}

fn take_parser_away() {
    set_parser(&JsValue::UNDEFINED);
}

fn announce_parser() {
    let event = web_sys::Event::new("vivavoce-markdown").unwrap();
    window().unwrap().dispatch_event(&event).unwrap();
}

/// A container in the page that leaves it again.
struct Stage(Element);

impl Stage {
    fn new() -> Stage {
        let element = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&element).unwrap();
        Stage(element)
    }

    fn blocks(&self) -> Blocks {
        begin(&blocks::TOOLS);
        Blocks::new(self.0.clone(), drawing())
    }

    fn outline(&self) -> String {
        outline(&self.0)
    }

    fn find(&self, selector: &str) -> Element {
        self.0.query_selector(selector).unwrap().unwrap()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// What `selector` finds in `root`.
fn elements(root: &Element, selector: &str) -> Vec<Element> {
    let found = root.query_selector_all(selector).unwrap();
    (0..found.length())
        .filter_map(|index| found.get(index)?.dyn_into().ok())
        .collect()
}

/// An element's children in a line: `tag.class attribute=value(children)`.
fn outline(element: &Element) -> String {
    let mut parts = Vec::new();
    let mut child = element.first_child();
    while let Some(node) = child {
        child = node.next_sibling();
        let Some(element) = node.dyn_ref::<Element>() else {
            parts.push(node.text_content().unwrap_or_default());
            continue;
        };
        let mut part = element.local_name();
        for name in element.get_attribute_names() {
            let name = name.as_string().unwrap();
            let value = element.get_attribute(&name).unwrap();
            match name.as_str() {
                // Everywhere the same, and checked once.
                "dir" | "target" | "rel" | "title" | "loading" | "decoding" | "referrerpolicy" => {}
                "class" => part.push_str(&format!(".{value}")),
                _ if value.is_empty() => part.push_str(&format!(" {name}")),
                _ => part.push_str(&format!(" {name}={value}")),
            }
        }
        parts.push(format!("{part}({})", outline(element)));
    }
    parts.join("")
}

fn check(cases: &[(&str, &str)]) {
    lend_parser();
    for (text, expected) in cases {
        let stage = Stage::new();
        stage.blocks().update(text, false);
        assert_eq!(stage.outline(), *expected, "for {text:?}");
    }
}

#[wasm_bindgen_test]
fn markdown_becomes_elements() {
    check(&[
        (
            "one\ntwo\\\nthree<br>four",
            "p(onebr()twobr()threebr()four)",
        ),
        ("one\ntwo\n===", "h3(one\ntwo)"),
        (
            "# a\n## b\n### c\n#### d\n###### e",
            "h3(a)h4(b)h5(c)h6(d)h6(e)",
        ),
        ("*a* **b** ~~c~~ `d`", "p(em(a) strong(b) del(c) code(d))"),
        ("- a\n- b\n\n  c", "ul(li(p(a))li(p(b)p(c)))"),
        ("3. a\n4. b", "ol start=3(li(a)li(b))"),
        (
            "- [ ] a\n- [x] **b**\n  - c",
            "ul.tasks(li.task(label(input type=checkbox disabled() a))\
             li.task(label(input type=checkbox disabled checked() strong(b))ul(li(c))))",
        ),
        ("> a\n\n---", "blockquote(p(a))hr()"),
        (
            "```rust\nlet a;\n```",
            "figure.code(figcaption(span.language(rust)button type=button.copy data-copy aria-live=polite(Copy))\
             pre tabindex=0(code(let a;\n)))",
        ),
        (
            "| a | b |\n|:-:|--:|\n| 1 | 2 |",
            "div.table role=group aria-label=Table tabindex=0(table(\
             thead(tr(th scope=col.center(a)th scope=col.right(b)))\
             tbody(tr(td.center(1)td.right(2)))))",
        ),
        ("<b onclick=x>a</b>", "p(<b onclick=x>a</b>)"),
    ]);
}

#[wasm_bindgen_test]
fn only_good_addresses_become_links_and_images() {
    check(&[
        (
            "[a](https://x.example/b)",
            "p(a href=https://x.example/b(a))",
        ),
        (
            "<a@x.example> [t](tel:+49-30)",
            "p(a href=mailto:a@x.example(a@x.example) a href=tel:+49-30(t))",
        ),
        (
            "[a](javascript:alert(1)) [b](/b) [c](data:,x) [d](//x.example)",
            "p(a b c d)",
        ),
        (
            "![a](https://images.example/b.png)",
            "p(img src=https://images.example/b.png alt=a())",
        ),
        ("![a](/b.png)", "p(img src=/b.png alt=a())"),
        (
            "![a](https://x.example/b.png)",
            "p(a href=https://x.example/b.png.image(a))",
        ),
        (
            "![](https://x.example/b.png)",
            "p(a href=https://x.example/b.png.image(https://x.example/b.png))",
        ),
        (
            "[![a](https://x.example/b.png) c](https://x.example)",
            "p(a href=https://x.example/(a c))",
        ),
        ("![a](data:image/png;base64,AAAA)", "p(a)"),
    ]);
    let stage = Stage::new();
    stage.blocks().update("[a](https://x.example/b)", false);
    let link = stage.find("a");
    assert_eq!(link.get_attribute("target").unwrap(), "_blank");
    assert_eq!(
        link.get_attribute("rel").unwrap(),
        "noopener noreferrer nofollow ugc"
    );
    assert_eq!(link.get_attribute("title").unwrap(), "https://x.example/b");
    assert_eq!(stage.find("p").get_attribute("dir").unwrap(), "auto");
}

/// Grows `text` by a few characters at a time; returns what it looked like in the end, before and
/// after it was said to be whole.
fn grow(stage: &Stage, text: &str, step: usize) -> (String, String) {
    let mut blocks = stage.blocks();
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for end in ends.iter().skip(step).step_by(step) {
        blocks.update(&text[..*end], true);
    }
    blocks.update(text, true);
    let open = stage.outline();
    blocks.update(text, false);
    (open, stage.outline())
}

const ALL: &str = "# Title\n\nA *paragraph* with **bold** and a [link](https://x.example/a_b).\n\n- one\n- two\n  1. three\n\n\
    | a | b |\n|---|---|\n| 1 | `2` |\n| 3 | **4** |\n\n```rust\nfn main() {}\n```\n\n> quote\n> more\n\n- [ ] task\n- [x] done\n\n\
    ---\n\nLast line with é and 😀.\n";

#[wasm_bindgen_test]
fn a_growing_message_ends_as_if_drawn_at_once() {
    lend_parser();
    let at_once = Stage::new();
    at_once.blocks().update(ALL, false);
    for step in [1, 2, 7, 50] {
        let stage = Stage::new();
        let (open, whole) = grow(&stage, ALL, step);
        assert_eq!(open, at_once.outline(), "open, by {step}");
        assert_eq!(whole, at_once.outline(), "whole, by {step}");
    }
}

#[wasm_bindgen_test]
fn finished_blocks_keep_their_nodes() {
    lend_parser();
    let stage = Stage::new();
    let mut blocks = stage.blocks();
    let mut seen: Vec<(usize, Node, String)> = Vec::new();
    for end in ALL
        .char_indices()
        .map(|(at, _)| at)
        .skip(1)
        .chain([ALL.len()])
    {
        blocks.update(&ALL[..end], true);
        let children = stage.0.child_nodes();
        for (at, node, look) in &seen {
            let now = children.item(*at as u32).unwrap();
            assert!(
                node.is_same_node(Some(&now)),
                "child {at} was replaced at {end}"
            );
            assert_eq!(
                &outline(now.unchecked_ref()),
                look,
                "child {at} changed at {end}"
            );
        }
        let finished = parse(&ALL[..end], true, Limits::MESSAGE).finished.blocks;
        for at in seen.len()..finished {
            let node = children.item(at as u32).unwrap();
            let look = outline(node.unchecked_ref());
            seen.push((at, node, look));
        }
    }
    assert_eq!(seen.len(), 8);
    blocks.update(ALL, false);
    for (at, node, _) in &seen {
        let now = stage.0.child_nodes().item(*at as u32);
        assert!(
            node.is_same_node(now.as_ref()),
            "child {at} was replaced at the end"
        );
    }
}

#[wasm_bindgen_test]
fn the_open_block_keeps_the_nodes_that_stay() {
    lend_parser();
    let stage = Stage::new();
    let mut blocks = stage.blocks();
    blocks.update("```\nfirst\n", true);
    let code = stage.find("code").first_child().unwrap();
    let pre = stage.find("pre");
    blocks.update("```\nfirst\nsecond\n", true);
    blocks.update("```\nfirst\nsecond\n```\n\nafter", true);
    assert!(pre.is_same_node(Some(&stage.find("pre"))));
    assert!(
        code.is_same_node(stage.find("code").first_child().as_ref()),
        "a selection would be lost"
    );

    blocks.update("- a\n- b", true);
    let first = stage.find("li");
    blocks.update("- a\n- b\n- c\n- d", true);
    assert!(first.is_same_node(Some(&stage.find("li"))));
}

#[wasm_bindgen_test]
fn a_late_definition_makes_the_link() {
    lend_parser();
    let stage = Stage::new();
    let (_, whole) = grow(
        &stage,
        "See [docs].\n\nMore.\n\n[docs]: https://x.example/d\n",
        3,
    );
    assert_eq!(whole, "p(See a href=https://x.example/d(docs).)p(More.)");
}

#[wasm_bindgen_test]
fn a_text_that_is_no_continuation_is_drawn_anew() {
    lend_parser();
    let stage = Stage::new();
    let mut blocks = stage.blocks();
    blocks.update("one\n\ntwo\n\nthree", true);
    blocks.update("un\n\ndeux", true);
    assert_eq!(stage.outline(), "p(un)p(deux)");
    blocks.update("un\n\ndeux", false);
    blocks.update("*uno*", false);
    assert_eq!(stage.outline(), "p(em(uno))");
    blocks.update("*uno* due", true);
    assert_eq!(stage.outline(), "p(em(uno) due)");
    blocks.update("", false);
    assert_eq!(stage.outline(), "");
}

#[wasm_bindgen_test]
async fn text_is_plain_until_the_parser_comes() {
    take_parser_away();
    let stages = [Stage::new(), Stage::new()];
    let mut drawn: Vec<Blocks> = stages.iter().map(Stage::blocks).collect();
    drawn[0].update("# Hi\n\n<b>", false);
    drawn[1].update("**bo", true);
    let gone = Stage::new();
    gone.blocks().update("*gone*", false);
    assert_eq!(stages[0].outline(), "p.plain(# Hi\n\n<b>)");
    drawn[1].update("**bold", true);
    assert_eq!(stages[1].outline(), "p.plain(**bold)");
    lend_parser();
    announce_parser();
    sleep(50).await;
    assert_eq!(stages[0].outline(), "h3(Hi)p(<b>)");
    assert_eq!(stages[1].outline(), "p(strong(bold))");
    assert_eq!(gone.outline(), "p.plain(*gone*)", "its message is dropped");
    drawn[1].update("**bold** end", false);
    assert_eq!(stages[1].outline(), "p(strong(bold) end)");
}

#[wasm_bindgen_test]
fn a_parser_that_fails_leaves_plain_text() {
    for answer in [
        "return ''",
        "throw new Error('trap')",
        "return 7",
        "return '{}'",
    ] {
        set_parser(&Function::new_no_args(answer));
        let stage = Stage::new();
        let mut blocks = stage.blocks();
        blocks.update("*a*", true);
        blocks.update("*a* b", false);
        announce_parser();
        assert_eq!(stage.outline(), "p.plain(*a* b)", "{answer}");
    }
}

#[wasm_bindgen_test]
fn too_much_is_folded() {
    lend_parser();
    let stage = Stage::new();
    let text = "- item\n".repeat(4_000);
    let mut blocks = stage.blocks();
    blocks.update(&text, true);
    let nodes = |stage: &Stage| stage.0.query_selector_all("*").unwrap().length();
    assert!(nodes(&stage) <= Limits::MESSAGE.nodes as u32);
    let rest = stage.find("details.rest > p.plain");
    assert_eq!(
        stage.find("details.rest > summary").text_content().unwrap(),
        "Show the rest"
    );
    let items = stage.0.query_selector_all("li").unwrap().length() as usize;
    assert_eq!(rest.text_content().unwrap(), text[items * 7..]);

    let longer = format!("{text}more");
    blocks.update(&longer, true);
    assert!(rest.is_same_node(Some(&stage.find("details.rest > p.plain"))));
    assert_eq!(rest.text_content().unwrap(), longer[items * 7..]);
    blocks.update(&longer, false);
    assert_eq!(
        stage.find("details.rest > p.plain").text_content().unwrap(),
        longer[items * 7..]
    );
}

#[wasm_bindgen_test]
fn what_nests_without_end_stays_shallow() {
    lend_parser();
    for mark in [">", "- ", "1. ", "* > ", "**a ", "[", "![a", "- [ ] "] {
        for open in [true, false] {
            let stage = Stage::new();
            stage.blocks().update(&mark.repeat(3_500), open);
            let deepest = depth(&stage.0);
            assert!(deepest <= 64, "{mark:?}: {deepest}");
        }
    }
}

/// Levels of elements below `element`.
fn depth(element: &Element) -> usize {
    let all = element.query_selector_all("*").unwrap();
    let mut deepest = 0;
    for at in 0..all.length() {
        let mut node = all.item(at).unwrap();
        let mut depth = 1;
        while let Some(parent) = node.parent_element().filter(|parent| parent != element) {
            depth += 1;
            node = parent.into();
        }
        deepest = deepest.max(depth);
    }
    deepest
}
