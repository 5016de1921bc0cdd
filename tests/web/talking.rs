//! Writing, stopping, ending: what the visitor does in a conversation, and what becomes of what was
//! not sent.

use js_sys::Function;
use leptos::prelude::*;
use vivavoce::browser::timer::sleep;
use vivavoce_core::phase::Phase;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::network::{self, settle};
use crate::session::{Stage, go_live, newest, open_page};
use crate::view::{JSON, SESSION, Shown, painted};

/// As a finger or a mouse presses, and no script or key.
fn press(element: &HtmlElement) {
    let press = Function::new_with_args(
        "element",
        "for (const kind of ['pointerdown', 'click'])
           element.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true, detail: 1}))",
    );
    press.call1(&JsValue::NULL, element).unwrap();
}

/// The texts of the turns that were asked for.
fn turns() -> Vec<String> {
    let lines = (0..network::count()).map(network::line);
    let turns = lines.filter(|line| line.starts_with(&format!("POST {SESSION}/turns")));
    turns
        .filter_map(|line| {
            Some(
                line.split_once(r#"{"text":""#)?
                    .1
                    .trim_end_matches("\"}")
                    .to_owned(),
            )
        })
        .collect()
}

/// A reply is being written; its stream and its run.
async fn replying() -> (Shown, u32, String) {
    let mut shown = Shown::live().await;
    let key = shown.say("Hello").await;
    let stream = shown.taken(&key).await;
    shown.begin(stream, "a1");
    shown.delta(stream, "a1", "Once upon");
    painted().await;
    (shown, stream, key)
}

async fn waiting(text: &str) -> (Shown, u32, String) {
    let (shown, stream, key) = replying().await;
    shown.fill("message", text);
    shown.enter();
    painted().await;
    assert_eq!(shown.text(".queued p"), text);
    assert_eq!(shown.value("message"), "");
    assert_eq!(turns(), ["Hello"], "not yet");
    (shown, stream, key)
}

#[wasm_bindgen_test]
async fn what_is_written_during_a_reply_is_the_next_turn() {
    let (mut shown, stream, key) = waiting("And then?").await;
    assert!(shown.text(".queued").contains("Sent when the reply ends"));
    assert_eq!(shown.text("[role=status]"), "Sent when the reply ends");
    // A further one is a further line of it.
    shown.fill("message", "Tell me.");
    shown.enter();
    painted().await;
    shown.finish(stream, "a1", &key);
    painted().await;
    assert!(shown.find(".queued").is_none());
    assert_eq!(turns(), ["Hello", "And then?\\nTell me."]);
    assert_eq!(shown.value("message"), "");
}

#[wasm_bindgen_test]
async fn what_waits_can_be_taken_back() {
    let (shown, ..) = waiting("And then?").await;
    shown.fill("message", "More");
    shown.control("take-back").click();
    painted().await;
    assert!(shown.find(".queued").is_none());
    assert_eq!(shown.value("message"), "And then?\nMore");
    assert_eq!(shown.focus(), "message");
}

#[wasm_bindgen_test]
async fn what_waits_goes_when_the_reply_is_stopped_and_comes_back_when_it_fails() {
    let (mut shown, stream, key) = waiting("Stop it").await;
    assert!(
        !shown.key("Escape", false, false, 27),
        "Escape stops the reply"
    );
    settle().await;
    newest(&format!("POST {SESSION}/turns/{key}/cancel"));
    let cancelled = format!(
        r#""type":"RUN_FINISHED","threadId":"s","runId":"{key}","outcome":{{"type":"cancelled"}}"#
    );
    shown.log(stream, &cancelled);
    painted().await;
    assert_eq!(turns(), ["Hello", "Stop it"]);
    drop(shown);

    let (mut shown, stream, _) = waiting("Are you there?").await;
    shown.log(
        stream,
        r#""type":"RUN_ERROR","message":"The model is away.","code":"agent""#,
    );
    painted().await;
    assert_eq!(turns(), ["Hello"]);
    assert!(shown.find(".queued").is_none());
    assert_eq!(shown.value("message"), "Are you there?");
}

#[wasm_bindgen_test]
async fn what_waits_is_in_the_composer_after_a_reload() {
    let (shown, ..) = waiting("And then?").await;
    shown.fill("message", "More");
    sleep(500).await;
    drop(shown);
    let stage = Stage::reloaded(open_page("?promptUserInfo=false"));
    settle().await;
    let replay = newest(&format!("GET {SESSION}/events?after=0"));
    network::answer(
        replay,
        200,
        JSON,
        r#"{"events":[],"last_seq":0,"running":false}"#,
    );
    painted().await;
    assert_eq!(stage.session.draft().get_untracked(), "And then?\nMore");
}

#[wasm_bindgen_test]
async fn a_press_aimed_at_send_or_stop_does_not_hit_what_took_its_place() {
    let (mut shown, stream, key) = replying().await;
    sleep(500).await;
    shown.fill("message", "Half a thought");
    shown.finish(stream, "a1", &key);
    // Stop is about to be pressed, and is gone.
    while shown.find("[data-control=send]").is_none() {
        settle().await;
    }
    press(&shown.control("send"));
    settle().await;
    assert_eq!(turns(), ["Hello"]);
    assert_eq!(shown.value("message"), "Half a thought");
    while shown
        .attribute("[data-control=send]", "aria-disabled")
        .is_some()
    {
        settle().await;
    }
    press(&shown.control("send"));
    settle().await;
    assert_eq!(turns(), ["Hello", "Half a thought"]);
    let key = turn_key();
    let run = format!(r#""type":"RUN_STARTED","threadId":"s","runId":"{key}""#);
    shown.log(stream, &run);
    while shown.find("[data-control=cancel]").is_none() {
        settle().await;
    }
    // The second half of a double click on Send.
    press(&shown.control("cancel"));
    settle().await;
    let cancels = (0..network::count())
        .map(network::line)
        .filter(|line| line.contains("/cancel"))
        .count();
    assert_eq!(cancels, 0);
}

fn turn_key() -> String {
    let line = network::line(newest(&format!("POST {SESSION}/turns")));
    let (_, rest) = line.split_once("idempotency-key=").unwrap();
    rest.split_once(' ').unwrap().0.to_owned()
}

#[wasm_bindgen_test]
async fn end_asks_once_where_the_visitor_has_said_something() {
    let (shown, ..) = replying().await;
    let asks = |shown: &Shown| shown.find("[data-control=keep]").is_some();
    // Three ways to go on.
    for way in ["keep", "Escape", "elsewhere"] {
        shown.control("end").click();
        painted().await;
        assert!(asks(&shown), "{way}");
        assert_eq!(shown.text("[data-control=keep]"), "Keep talking");
        assert_eq!(shown.focus(), "keep", "not what ends");
        match way {
            "keep" => shown.control("keep").click(),
            "Escape" => {
                shown.key("Escape", false, false, 27);
            }
            _ => press(&shown.get("[role=log]")),
        }
        painted().await;
        assert!(!asks(&shown), "{way}");
        assert_eq!(shown.stage.phase(), Phase::Live);
    }
    let cancels = (0..network::count()).filter(|n| network::line(*n).contains("/cancel"));
    assert_eq!(cancels.count(), 0, "Escape goes on, and stops nothing else");
    while shown
        .attribute("[data-control=end]", "aria-disabled")
        .is_some()
    {
        settle().await;
    }
    // A double click asks, and no more.
    press(&shown.control("end"));
    settle().await;
    press(&shown.control("end"));
    press(&shown.control("keep"));
    settle().await;
    assert!(asks(&shown));
    shown.control("end").click();
    painted().await;
    assert_eq!(shown.stage.phase(), Phase::Stopping);
    assert!(!asks(&shown));
}

#[wasm_bindgen_test]
async fn nobody_is_asked_who_said_nothing_nor_by_the_stop_command() {
    let shown = Shown::live().await;
    shown.control("end").click();
    assert_eq!(shown.stage.phase(), Phase::Stopping);
    drop(shown);
    let (shown, ..) = replying().await;
    shown.stage.session.end();
    assert_eq!(shown.stage.phase(), Phase::Stopping);
}

#[wasm_bindgen_test]
async fn the_time_that_is_left_is_told() {
    for (limit, told, short) in [
        (300, "5 minutes left.", false),
        (59, "1 minute left.", true),
    ] {
        let query = format!("?promptUserInfo=false&maxDuration={limit}");
        let shown = Shown::new(open_page(&query)).await;
        go_live(&shown.stage).await;
        painted().await;
        assert_eq!(shown.text("[role=status]"), told);
        assert!(shown.text("[role=timer]").ends_with(" left"));
        assert_eq!(shown.find(".timer.short").is_some(), short);
    }
}

#[wasm_bindgen_test]
async fn when_the_time_is_up_the_screen_says_so_and_keeps_what_was_typed() {
    for style in ["", "/basic", "/minimal"] {
        let mut page = open_page("?promptUserInfo=false");
        page.address.path = format!("/embed{style}/demo");
        let mut shown = Shown::new(page).await;
        go_live(&shown.stage).await;
        settle().await;
        shown.time_is_up("half a thou").await;
        let all = shown.main.text_content().unwrap();
        for part in [
            "The time is up.",
            "You had written this and not sent it:",
            "half a thou",
        ] {
            assert!(all.contains(part), "{part} is not in {all}");
        }
        if !style.is_empty() {
            assert_eq!(shown.text("[data-control=download]"), "Download transcript");
        }
    }
    // Nobody is told so who ended it, and where no transcript is kept none is offered.
    let mut page = open_page("?promptUserInfo=false&transcribe=false");
    page.address.path = "/embed/basic/demo".to_owned();
    let shown = Shown::new(page).await;
    go_live(&shown.stage).await;
    shown.say("Hello").await;
    shown.stage.session.end();
    settle().await;
    let stop = newest(&format!("POST {SESSION}/stop"));
    network::answer(stop, 200, JSON, r#"{"reason":"visitor"}"#);
    while shown.stage.phase() != Phase::Stopping || !asked("/submit") {
        sleep(50).await;
    }
    network::answer(newest(&format!("POST {SESSION}/submit")), 200, JSON, "{}");
    painted().await;
    assert_eq!(shown.stage.phase(), Phase::Submitted);
    let all = shown.main.text_content().unwrap();
    assert!(
        !all.contains("The time is up.") && !all.contains("You had written"),
        "{all}"
    );
    assert!(shown.find("[data-control=download]").is_none());
}

fn asked(end: &str) -> bool {
    (0..network::count()).any(|n| network::line(n).contains(end))
}

#[wasm_bindgen_test]
async fn suggested_answers_are_told() {
    let (mut shown, stream, _) = replying().await;
    shown.log(
        stream,
        r#""type":"CUSTOM","name":"choices","value":{"messageId":"a1","choices":[{"id":"y","text":"Yes"},{"id":"n","text":"No"}]}"#,
    );
    painted().await;
    assert_eq!(shown.text("[role=status]"), "2 suggested answers");
}

#[wasm_bindgen_test]
async fn the_time_stands_below_the_last_entry_of_a_run() {
    let (mut shown, stream, key) = replying().await;
    shown.begin(stream, "a2");
    shown.delta(stream, "a2", "a time.");
    shown.finish(stream, "a2", &key);
    painted().await;
    let shows = |entry: &str| {
        let time = shown.get(&format!("article[data-entry={entry}] time"));
        (time.offset_height() > 0, time.offset_top())
    };
    assert!(!shows("a1").0);
    let (shown_below, top) = shows("a2");
    let text = shown.get("article[data-entry=a2] .text");
    assert!(shown_below && top >= text.offset_top() + text.offset_height());
    let own = shown.get("article[data-speaker=visitor] time");
    assert!(own.unchecked_ref::<HtmlElement>().offset_height() > 0);
}
