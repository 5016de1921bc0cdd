//! What stands before a conversation: terms to accept, a scenario that opens later, is over, has a price.

use leptos::prelude::*;
use vivavoce::browser::clock::now;
use vivavoce::session::Page;
use vivavoce_core::phase::Phase;
use vivavoce_core::wire::Lock;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::network::{self, settle};
use crate::session::{CREATED, Stage, newest, open_page};
use crate::view::{Shown, painted};

const JSON: &str = r#"{"content-type":"application/json"}"#;
const TERMS: &str = "https://owner.example/terms";
const PRIVACY: &str = "https://owner.example/privacy";
const BEGIN: &str = "POST /api/embed/sessions ";

fn page(style: &str, query: &str, terms: bool, privacy: bool) -> Page {
    let mut page = open_page(query);
    page.address.path = ["/embed/", style, "demo"].concat();
    let facts = page.config.scenario.as_mut().unwrap();
    facts.terms_url = terms.then(|| TERMS.to_owned());
    facts.privacy_url = privacy.then(|| PRIVACY.to_owned());
    page
}

fn locked(lock: Lock) -> Page {
    let mut page = open_page("?promptUserInfo=false");
    page.config.scenario = None;
    page.config.locked = Some(lock);
    page
}

fn has_begun() -> bool {
    (0..network::count()).any(|call| network::line(call).starts_with(BEGIN))
}

#[wasm_bindgen_test]
async fn start_waits_until_the_box_is_checked() {
    for (style, terms, privacy, told) in [
        (
            "",
            true,
            true,
            "I accept the terms of use and the privacy policy.",
        ),
        ("basic/", true, false, "I accept the terms of use."),
        ("", false, true, "I accept the privacy policy."),
    ] {
        let shown = Shown::new(page(style, "?promptUserInfo=false", terms, privacy)).await;
        assert_eq!(shown.text(".accept label"), told);
        let links = [(terms, TERMS), (privacy, PRIVACY)];
        for (_, address) in links.iter().filter(|(asked, _)| *asked) {
            let link = shown.get(&format!(".accept a[href=\"{address}\"]"));
            assert_eq!(link.get_attribute("target").as_deref(), Some("_blank"));
        }
        shown.control("start").click();
        painted().await;
        assert_eq!(shown.stage.phase(), Phase::Ready);
        assert_eq!(shown.text(".accept .error"), "Check the box to go on.");
        assert_eq!(shown.focus(), "accept");
        let invalid = || shown.attribute("[data-control=accept]", "aria-invalid");
        assert_eq!(invalid().as_deref(), Some("true"));
        assert!(!has_begun());
        shown.control("accept").click();
        painted().await;
        assert_eq!(
            (shown.text(".accept .error"), invalid()),
            (String::new(), None)
        );
        shown.control("start").click();
        settle().await;
        assert_eq!(shown.stage.phase(), Phase::Connecting);
        let asked = network::line(newest(BEGIN));
        let written = |asked: bool, address: &str| match asked {
            true => format!("\"{address}\""),
            false => "null".to_owned(),
        };
        let (terms, privacy) = (written(terms, TERMS), written(privacy, PRIVACY));
        for part in [
            format!(r#""accepted":{{"terms_url":{terms},"privacy_url":{privacy}}}"#),
            r#""interface_language":"en""#.to_owned(),
        ] {
            assert!(asked.contains(&part), "no {part} in {asked}");
        }
    }
}

#[wasm_bindgen_test]
async fn nothing_is_asked_where_the_owner_has_no_terms() {
    let shown = Shown::new(open_page("?promptUserInfo=false")).await;
    assert!(shown.find("[data-control=accept]").is_none());
    shown.control("start").click();
    settle().await;
    assert!(!network::line(newest(BEGIN)).contains("accepted"));
}

#[wasm_bindgen_test]
async fn a_box_that_is_unchecked_again_is_not_accepted() {
    let shown = Shown::new(page("", "?promptUserInfo=false", true, false)).await;
    for _ in 0..2 {
        shown.control("accept").click();
    }
    let field: HtmlInputElement = shown.control("accept").unchecked_into();
    assert!(!field.checked());
    shown.control("start").click();
    settle().await;
    assert_eq!(shown.stage.phase(), Phase::Ready);
}

#[wasm_bindgen_test]
async fn auto_start_stops_where_something_is_to_be_accepted() {
    let shown = Shown::new(page("", "?promptUserInfo=false&autoStart=true", true, true)).await;
    assert_eq!(shown.stage.phase(), Phase::Ready);
    // The verb of the page around it does not go past it either.
    shown.stage.session.start();
    settle().await;
    assert_eq!(shown.stage.phase(), Phase::Ready);
    assert!(!has_begun());
    shown.control("accept").click();
    shown.control("start").click();
    settle().await;
    assert!(has_begun());
}

#[wasm_bindgen_test]
async fn in_minimal_the_step_with_the_form_asks() {
    for (query, who) in [("?promptUserInfo=false", false), ("", true)] {
        let shown = Shown::new(page("minimal/", query, true, true)).await;
        // Whichever comes first, the button or the form.
        if shown.stage.phase() == Phase::Ready {
            assert!(shown.find("[data-control=accept]").is_none());
            shown.control("start").click();
            painted().await;
        }
        assert_eq!(shown.stage.phase(), Phase::Credentials);
        assert_eq!(shown.find("[data-control=name]").is_some(), who);
        if who {
            shown.fill("name", "Ann");
            shown.fill("email", "ann@example.com");
        }
        shown.control("continue").click();
        painted().await;
        assert_eq!(shown.stage.phase(), Phase::Credentials, "{query}");
        assert_eq!(shown.text(".accept .error"), "Check the box to go on.");
        assert_eq!(shown.focus(), "accept");
        shown.control("accept").click();
        shown.control("continue").click();
        painted().await;
        if shown.stage.phase() == Phase::Ready {
            shown.control("start").click();
            settle().await;
        }
        assert!(network::line(newest(BEGIN)).contains(PRIVACY), "{query}");
    }
}

#[wasm_bindgen_test]
async fn who_carries_on_is_not_asked_again() {
    let stage = Stage::new(page("", "?promptUserInfo=false", true, true));
    stage.session.accepted().set(true);
    stage.session.start();
    settle().await;
    network::answer(newest(BEGIN), 201, JSON, CREATED);
    settle().await;
    assert_eq!(stage.phase(), Phase::Live);
    drop(stage);
    let again = Stage::reloaded(page("", "?promptUserInfo=false", true, true));
    settle().await;
    assert_eq!(again.phase(), Phase::Connecting);
}

#[wasm_bindgen_test]
async fn every_visitor_is_told_that_an_ai_answers_before_the_first_message() {
    for (style, query) in [
        ("", "?promptUserInfo=false"),
        ("basic/", "?promptUserInfo=false"),
        ("minimal/", "?promptUserInfo=false"),
        ("", "?promptUserInfo=false&autoStart=true"),
        ("minimal/", "?promptUserInfo=false&autoStart=true"),
    ] {
        let shown = Shown::new(page(style, query, false, false)).await;
        if shown.stage.phase() == Phase::Ready {
            let lines = shown.count(".facts li") > 0;
            assert_eq!(lines, style != "minimal/", "Minimal is one button");
            if lines {
                assert_eq!(shown.text(".facts li"), "An AI answers");
            }
            shown.control("start").click();
            settle().await;
        }
        network::answer(newest(BEGIN), 201, JSON, CREATED);
        painted().await;
        let told = shown.get(".transcript > :first-child");
        assert_eq!(told.inner_text(), "An AI answers", "{style} {query}");
    }
}

#[wasm_bindgen_test]
async fn what_is_closed_says_its_own_sentence_and_when() {
    let private = "This conversation is private";
    for (lock, title, part) in [
        (
            Lock::OpensAt(1_893_499_200_000),
            "This conversation is not open now",
            "It opens on January 1, 2030",
        ),
        (
            Lock::ClosedAt(1_583_064_000_000),
            "This conversation is not open now",
            "It closed on March 1, 2020",
        ),
        (
            Lock::Paid,
            "This conversation has a price",
            "came with your purchase",
        ),
        (Lock::Token, private, "the link you were given"),
    ] {
        let shown = Shown::new(locked(lock)).await;
        assert_eq!(shown.text("h1"), title);
        let told = shown.text(".sentence");
        assert!(told.contains(part), "{lock:?}: {told}");
        assert!(shown.find("[data-control=retry]").is_none(), "{lock:?}");
    }
}

#[wasm_bindgen_test]
async fn when_its_time_comes_it_is_asked_for_and_opens() {
    let soon = now() as i64 + 40;
    let shown = Shown::new(locked(Lock::OpensAt(soon))).await;
    assert!(shown.find("[data-control=retry]").is_none());
    painted().await;
    assert_eq!(network::count(), 1);
    assert!(
        shown.find("[data-control=retry]").is_some(),
        "{}",
        shown.main.inner_html()
    );
    // The device's clock was ahead: it is still closed, and can be tried again.
    let body = format!(r#"{{"detail":"opens later","locked":{{"opens_at":{soon}}}}}"#);
    network::answer(0, 403, JSON, &body);
    painted().await;
    assert_eq!(shown.stage.phase(), Phase::Locked);
    assert_eq!(network::count(), 1, "nobody is asked again and again");
    shown.control("retry").click();
    settle().await;
    assert_eq!(network::line(1), "GET /api/embed/scenarios/demo");
    network::answer(1, 200, JSON, r#"{"id":"1","name":"Open"}"#);
    painted().await;
    assert_eq!(shown.stage.phase(), Phase::Ready);
}

#[wasm_bindgen_test]
async fn a_start_that_is_refused_says_why() {
    for (locked, title) in [
        (
            r#"{"closed_at":1583064000000}"#,
            "This conversation is not open now",
        ),
        (r#""paid""#, "This conversation has a price"),
        (r#""token""#, "This conversation is private"),
    ] {
        let shown = Shown::new(open_page("?promptUserInfo=false")).await;
        shown.control("start").click();
        settle().await;
        network::answer(newest(BEGIN), 403, JSON, r#"{"detail":"x"}"#);
        settle().await;
        assert_eq!(shown.stage.phase(), Phase::Connecting);
        let body = format!(r#"{{"detail":"x","locked":{locked}}}"#);
        network::answer(newest("GET /api/embed/scenarios/demo"), 403, JSON, &body);
        painted().await;
        assert_eq!(shown.text("h1"), title);
    }
}

#[wasm_bindgen_test]
async fn access_that_expired_says_so() {
    let mut page = locked(Lock::Token);
    page.token = Some("sat".to_owned());
    let shown = Shown::new(page).await;
    network::answer(0, 403, JSON, r#"{"detail":"x","locked":"token"}"#);
    painted().await;
    assert_eq!(shown.text("h1"), "Your access was not accepted.");
    assert!(shown.text(".sentence").contains("ask for a new link"));
}
