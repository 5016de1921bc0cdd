//! The copy buttons of code blocks.

use js_sys::{Function, Reflect};
use vivavoce::browser::markdown::drawing::TOOLS;
use vivavoce::browser::timer::sleep;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, window};

use super::{Stage, drawing, lend_parser};

/// Replaces `navigator.clipboard.writeText` by what keeps the text in `globalThis.copied`.
fn fake_clipboard(works: bool) {
    let write = if works {
        "globalThis.copied = text; return Promise.resolve();"
    } else {
        "return Promise.reject(new Error('not allowed'));"
    };
    Function::new_no_args(&format!(
        "globalThis.copied = undefined;
         Object.defineProperty(navigator, 'clipboard', {{ configurable: true, value: {{ writeText(text) {{ {write} }} }} }});"
    ))
    .call0(&JsValue::UNDEFINED)
    .unwrap();
}

fn copied() -> Option<String> {
    Reflect::get(&js_sys::global(), &"copied".into())
        .unwrap()
        .as_string()
}

#[wasm_bindgen_test]
async fn a_copy_button_copies_and_says_so() {
    lend_parser();
    fake_clipboard(true);
    let stage = Stage::new();
    let listener = (TOOLS.copy_buttons)(&stage.0, drawing());
    let mut blocks = stage.blocks();
    blocks.update("```\nfirst\n```\n\n```js\nsecond", true);
    let buttons = stage.0.query_selector_all("button").unwrap();
    let button = |at| buttons.item(at).unwrap().unchecked_into::<HtmlElement>();
    button(1).click();
    sleep(20).await;
    assert_eq!(copied().as_deref(), Some("second"));
    assert_eq!(button(1).text_content().unwrap(), "Copied");
    assert_eq!(button(0).text_content().unwrap(), "Copy");
    // More text must neither stop it from saying so nor bring the label back too early.
    blocks.update("```\nfirst\n```\n\n```js\nsecond\nthird", true);
    assert_eq!(button(1).text_content().unwrap(), "Copied");
    button(0).click();
    sleep(20).await;
    assert_eq!(copied().as_deref(), Some("first\n"));
    assert_eq!(button(1).text_content().unwrap(), "Copy", "one at a time");
    sleep(2_100).await;
    assert_eq!(button(0).text_content().unwrap(), "Copy");

    drop(listener);
    fake_clipboard(true);
    button(0).click();
    sleep(20).await;
    assert_eq!(copied(), None, "the listener is gone");
}

#[wasm_bindgen_test]
async fn without_a_clipboard_the_code_is_selected() {
    lend_parser();
    fake_clipboard(false);
    let stage = Stage::new();
    let _listener = (TOOLS.copy_buttons)(&stage.0, drawing());
    stage.blocks().update("```\nthe code\n```", false);
    stage.find("button").unchecked_into::<HtmlElement>().click();
    sleep(20).await;
    let selected = window().unwrap().get_selection().unwrap().unwrap();
    assert_eq!(String::from(selected.to_string()), "the code");
    selected.remove_all_ranges().unwrap();
}
