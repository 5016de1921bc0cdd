//! Text of either direction in an interface of either: on which side things stand, as the style sheets
//! have it.

use vivavoce::browser::markdown::drawing::TOOLS;
use vivavoce::browser::markdown::{Blocks, begin};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, window};

use super::{document, drawing, elements, lend_parser};

const STYLES: &str = concat!(
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/shell.css"),
    include_str!("../../../style/conversation.css"),
    include_str!("../../../style/prose.css"),
);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Left,
    Right,
}

use Side::{Left, Right};

/// A message in an embed that runs in one direction.
struct Shown {
    main: Element,
    style: Element,
}

impl Shown {
    fn new(direction: &str, text: &str) -> Shown {
        lend_parser();
        let make = |tag: &str, class: &str| {
            let element = document().create_element(tag).unwrap();
            element.set_attribute("class", class).unwrap();
            element
        };
        let style = make("style", "");
        style.set_text_content(Some(STYLES));
        document().head().unwrap().append_child(&style).unwrap();
        let main = make("main", "embed");
        main.set_attribute("dir", direction).unwrap();
        let entry = make("article", "entry");
        entry.set_attribute("data-speaker", "agent").unwrap();
        let message = make("div", "text prose");
        main.append_child(&entry).unwrap();
        entry.append_child(&message).unwrap();
        document().body().unwrap().append_child(&main).unwrap();
        begin(&TOOLS);
        Blocks::new(message, drawing()).update(text, false);
        Shown { main, style }
    }

    fn all(&self, selector: &str) -> Vec<Element> {
        elements(&self.main, selector)
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.main.remove();
        self.style.remove();
    }
}

fn style(element: &Element, property: &str) -> String {
    let style = window().unwrap().get_computed_style(element).unwrap();
    style.unwrap().get_property_value(property).unwrap()
}

/// How far `inner` is from `outer`'s edge at `side`, and at the other.
fn gaps(inner: &Element, outer: &Element, side: Side) -> (f64, f64) {
    let inner = inner.get_bounding_client_rect();
    let outer = outer.get_bounding_client_rect();
    let (left, right) = (inner.left() - outer.left(), outer.right() - inner.right());
    match side {
        Left => (left, right),
        Right => (right, left),
    }
}

const INTERFACES: [&str; 2] = ["ltr", "rtl"];

#[wasm_bindgen_test]
fn numbers_and_bullets_stand_beside_their_text_within_the_message() {
    let check = |text: &str, sides: &[Side]| {
        for interface in INTERFACES {
            let shown = Shown::new(interface, text);
            let lists = shown.all("ol, ul");
            assert_eq!(lists.len(), sides.len(), "{text}");
            for (list, side) in lists.iter().zip(sides) {
                for item in elements(list, ":scope > li") {
                    // A number stands outside of its item, on the side of the item's direction.
                    let (room, none) = gaps(&item, list, *side);
                    assert!(room >= 20.0 && none < 1.0, "{interface}: {text}: {room}");
                    let (direction, align) = match side {
                        Left => ("ltr", "left"),
                        Right => ("rtl", "right"),
                    };
                    assert_eq!(style(&item, "direction"), direction, "{interface}: {text}");
                    assert_eq!(style(&item, "text-align"), align, "{interface}: {text}");
                }
            }
        }
    };
    check("1. First\n2. Second\n\n- one\n- two", &[Left, Left]);
    check("1. אחד\n2. שתיים\n\n- אחד\n- שתיים", &[Right, Right]);
    // Loose items have paragraphs.
    check("- אחד\n\n- שתיים", &[Right]);
    // The list's side is that of its first words, whatever one of its items is in.
    check("- אחד\n- cargo run", &[Right]);
    // A list within an item has its own.
    check("- אחד\n    1. one\n    2. two", &[Right, Left]);
    check("- one\n    1. אחד", &[Left, Right]);
    check("> - אחד", &[Right]);
}

#[wasm_bindgen_test]
fn tables_quotes_and_tasks_stand_on_the_side_of_their_text() {
    let check = |text: &str, side: Side| {
        for interface in INTERFACES {
            let shown = Shown::new(interface, text);
            let message = shown.all(".prose").remove(0);
            for flush in shown.all("table, th:first-child, .task input, .plain") {
                let (gap, _) = gaps(&flush, &message, side);
                assert!(gap.abs() < 1.0, "{interface}: {text}: {gap}");
            }
            let edge = match side {
                Left => "border-left-width",
                Right => "border-right-width",
            };
            for quote in shown.all("blockquote") {
                assert_eq!(style(&quote, edge), "3px", "{interface}: {text}");
            }
            for code in shown.all("code") {
                assert_eq!(style(&code, "direction"), "ltr", "{interface}: {text}");
            }
        }
    };
    check("| Day | Time |\n|---|---|\n| Mon | 10 |", Left);
    check("| יום | Time |\n|---|---|\n| Mon | 10 |", Right);
    check("> Quiet.\n>\n> שקט", Left);
    check("> שקט\n>\n> Quiet.", Right);
    check("> - אחד", Right);
    check("- [x] done\n- [ ] אחד", Left);
    check("- [x] אחד\n- [ ] open", Right);
    check("אחד `cargo run`\n\n```rust\nfn main() {}\n```", Right);
}
