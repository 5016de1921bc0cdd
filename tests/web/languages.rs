//! The interface in other languages than English, and in its owner's words.
#![allow(
    clippy::disallowed_methods,
    reason = "a page of the test's own stands around the widget"
)]

use js_sys::{Function, Reflect};
use vivavoce::words::{Counting as _, locale, read, speak, spoken, texts};
use vivavoce_core::json::parse;
use vivavoce_core::language::ENGLISH;
use vivavoce_core::wire::Lock;
use vivavoce_locales::widget::{self, After, KEYS, Locked};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Node, window};

use crate::network::settle;
use crate::session::{go_live, open_page};
use crate::view::{Shown, document};

/// The page speaks a language; English again when dropped.
struct Speaking;

impl Speaking {
    fn of(lang: &'static str) -> Speaking {
        let file = widget::file(lang).unwrap();
        assert!(read(lang, file.to_owned()));
        Speaking
    }

    /// An owner's words, as the parameter `texts` has them.
    fn own(texts: &str) -> Speaking {
        texts::apply(&[parse(texts).unwrap()]);
        Speaking
    }
}

impl Drop for Speaking {
    fn drop(&mut self) {
        speak(ENGLISH, None);
    }
}

fn root(name: &str) -> Option<String> {
    document().document_element().unwrap().get_attribute(name)
}

#[wasm_bindgen_test]
async fn every_screen_speaks_the_language_of_the_page() {
    let _german = Speaking::of("de");
    let words = spoken();
    let shown = Shown::new(open_page("")).await;
    assert_eq!(root("lang").as_deref(), Some("de"));
    assert_eq!(shown.main.get_attribute("dir").as_deref(), Some("ltr"));
    assert_eq!(shown.text("[data-control=continue]"), words.continue_);
    assert_ne!(words.continue_, "Continue");
    drop(shown);
    let mut page = open_page("");
    page.config.scenario = None;
    page.config.locked = Some(Lock::Passcode);
    let shown = Shown::new(page).await;
    let unlock = Locked::of(words.lines).unlock;
    assert_eq!(shown.text("[data-control=unlock]"), unlock);
    assert_ne!(unlock, "Unlock");
    assert_ne!(After::of(words.lines).score, After::english().score);
}

#[wasm_bindgen_test]
async fn an_arabic_interface_runs_from_right_to_left_and_what_is_said_by_itself() {
    let _arabic = Speaking::of("ar");
    let shown = Shown::new(open_page("?promptUserInfo=false")).await;
    go_live(&shown.stage).await;
    settle().await;
    assert_eq!(root("dir").as_deref(), Some("rtl"));
    assert_eq!(shown.main.get_attribute("dir").as_deref(), Some("rtl"));
    assert_eq!(
        shown.attribute("[data-control=message]", "dir").as_deref(),
        Some("auto")
    );
    drop(shown);
    drop(_arabic);
    let shown = Shown::new(open_page("?lang=ar")).await;
    // Its file did not come: what is English is written as English is.
    assert_eq!(shown.main.get_attribute("dir").as_deref(), Some("ltr"));
    assert_eq!(root("lang").as_deref(), Some("en"));
}

#[wasm_bindgen_test]
fn numbers_have_the_forms_and_digits_of_the_language() {
    for (lang, numbers) in [
        ("en", vec![(1, "one"), (2, "other")]),
        (
            "pl",
            vec![
                (1, "one"),
                (3, "few"),
                (5, "many"),
                (22, "few"),
                (112, "many"),
            ],
        ),
        (
            "ar",
            vec![
                (1, "one"),
                (2, "two"),
                (3, "few"),
                (11, "many"),
                (100, "other"),
            ],
        ),
        ("ja", vec![(1, "other"), (2, "other")]),
    ] {
        let _language = Speaking::of(lang);
        let text = spoken().characters_left;
        for (number, category) in numbers {
            let written = vivavoce::browser::intl::number(lang, f64::from(number));
            let said = text.count(number as usize);
            assert_eq!(said, text.with(category, &written), "{lang} {number}");
        }
    }
    let clock = || vivavoce::words::clock(67);
    assert_eq!(clock(), "1:07");
    let _persian = Speaking::of("fa");
    assert_eq!(clock(), "۱:۰۷");
}

/// What `src/boot/boot.js` leaves at the window.
fn answering(with: &str) {
    let window = window().unwrap();
    let asked = Function::new_with_args("language", with);
    Reflect::set(&window, &"vivavoceWords".into(), &asked).unwrap();
}

#[wasm_bindgen_test]
async fn a_language_whose_file_does_not_come_is_english() {
    let window = window().unwrap();
    Reflect::delete_property(&window, &"vivavoceWords".into()).unwrap();
    locale::load("de").await;
    assert_eq!(spoken().lang, "en", "nobody to ask");
    for answer in [
        "throw new Error('patched')",
        "return Promise.reject(new TypeError('Failed to fetch'))",
        "return Promise.resolve('')",
        "return Promise.resolve('Start\\nof another build')",
        "return 7",
    ] {
        answering(answer);
        locale::load("de").await;
        assert_eq!(spoken().lang, "en", "{answer}");
    }
    let file = widget::file("de").unwrap();
    Reflect::set(&window, &"vivavoceTestFile".into(), &file.into()).unwrap();
    answering("return Promise.resolve(language === 'de' && window.vivavoceTestFile)");
    locale::load("de").await;
    assert_eq!(spoken().lang, "de");
    drop(Speaking);
    Reflect::delete_property(&window, &"vivavoceWords".into()).unwrap();
}

/// Every text and name that stands in `element`.
fn said(element: &Element) -> Vec<String> {
    let mut said = Vec::new();
    let mut nodes: Vec<Node> = vec![element.clone().into()];
    while let Some(node) = nodes.pop() {
        if let Some(element) = node.dyn_ref::<Element>() {
            let names = ["aria-label", "placeholder", "title"];
            said.extend(names.iter().filter_map(|name| element.get_attribute(name)));
        }
        let children = node.child_nodes();
        if children.length() == 0 {
            said.push(node.text_content().unwrap_or_default());
        }
        nodes.extend((0..children.length()).filter_map(|at| children.item(at)));
    }
    said.iter().map(|text| text.trim().to_owned()).collect()
}

#[wasm_bindgen_test]
async fn every_text_can_be_an_owners() {
    // Each key's text names the key, and what is filled into it.
    let texts = KEYS.iter().map(|key| {
        let places = key.places.iter().map(|it| format!("{{{it}}}"));
        format!(
            "\"{0}\": \"«{0}»{1}\"",
            key.name,
            places.collect::<String>()
        )
    });
    let texts: Vec<String> = texts.collect();
    let _own = Speaking::own(&format!("{{\"*\": {{{}}}}}", texts.join(", ")));
    let mut seen = Vec::new();
    for (query, lock, live) in [
        ("", None, false),
        ("?promptUserInfo=false&maxDuration=600", None, false),
        ("?promptUserInfo=false&maxDuration=600", None, true),
        ("", Some(Lock::Passcode), false),
        ("", Some(Lock::Token), false),
    ] {
        let mut page = open_page(query);
        if lock.is_some() {
            page.config.scenario = None;
            page.config.locked = lock;
        }
        let shown = Shown::new(page).await;
        if live {
            go_live(&shown.stage).await;
            settle().await;
        }
        seen.extend(said(&shown.main));
    }
    let ours: Vec<&str> = widget::ENGLISH.split('\n').collect();
    let left: Vec<&String> = seen
        .iter()
        .filter(|it| ours.contains(&it.as_str()))
        .collect();
    assert!(left.is_empty(), "still ours: {left:?}");
    for key in [
        "continue",
        "name",
        "email",
        "saved-notice",
        "powered-by",
        "start",
        "by-text",
        "saved",
        "end",
        "message",
        "idle",
        "conversation",
        "passcode",
        "unlock",
        "passcode-title",
        "locked-title",
    ] {
        let own = format!("«{key}»");
        assert!(
            seen.iter().any(|it| it.contains(&own)),
            "{key} is in nothing of {seen:?}"
        );
    }
    assert_eq!(spoken().characters_left.count(3), "«characters-left»3");
}
