//! What the page around us hears, and what it can make us do.

use vivavoce::browser::storage;
use vivavoce_core::phase::Phase;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::around::{
    alone, beacon_lines, block_storage, command, furnish, greet, handed_lines, heard_lines, hello,
    leave, record_beacons, say_cyclic, say_json, surround, unblock_storage,
};
use crate::network::{self, settle};
use crate::session::{Stage, go_live, newest, open_page};

const JSON: &str = r#"{"content-type":"application/json"}"#;
const HOST: &str = "https://www.example.com";
const ADDRESS: &str = "/api/embed/sessions/5e55105e55105e55105e5510";
const LAST_WORDS: &str = r#"{"session_token":"tok","reason":"lost"}"#;

/// What was heard, without the clock.
fn heard() -> Vec<String> {
    heard_lines()
        .lines()
        .map(|line| match line.split_once("\"timestamp\":") {
            Some((before, after)) => {
                let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
                format!("{before}\"timestamp\":T{after}")
            }
            None => line.to_owned(),
        })
        .collect()
}

#[wasm_bindgen_test]
async fn an_unknown_host_hears_the_four_events_and_no_extra() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    stage.session.engaged();
    go_live(&stage).await;
    stage.session.end();
    settle().await;
    let stop = newest("POST /api/embed/sessions/5e55105e55105e55105e5510/stop");
    network::answer(stop, 200, JSON, r#"{"reason":"visitor"}"#);
    vivavoce::browser::timer::sleep(900).await;
    stage.session.submit(None);
    settle().await;
    network::answer(
        newest("POST /api/embed/sessions/5e55105e55105e55105e5510/submit"),
        200,
        JSON,
        "{}",
    );
    settle().await;
    assert_eq!(stage.phase(), Phase::Submitted);
    let id = "5e55105e55105e55105e5510";
    let line = |event| format!(r#"{{"event":"{event}","sessionId":"{id}","timestamp":T}} > *"#);
    assert_eq!(heard(), [line("onStart"), line("onStop"), line("onSubmit")]);
    alone();
}

#[wasm_bindgen_test]
async fn a_host_that_says_hello_is_told_by_name_and_hears_extras() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    assert_eq!(heard(), [""; 0]);
    greet(HOST);
    let ready = format!(r#"{{"type":"onReady","data":{{"scenario_id":"demo"}}}} > {HOST}"#);
    assert_eq!(heard(), [ready.as_str()]);
    stage.session.engaged();
    stage.session.engaged();
    let click = format!(r#"{{"type":"onClick","data":{{"scenario_id":"demo"}}}} > {HOST}"#);
    assert_eq!(heard(), [ready.as_str(), click.as_str()]);
    go_live(&stage).await;
    assert!(heard().last().unwrap().ends_with(&format!(" > {HOST}")));
    alone();
}

#[wasm_bindgen_test]
async fn a_resumed_session_is_not_started_twice() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    go_live(&stage).await;
    drop(stage);
    let stage = Stage::reloaded(open_page("?promptUserInfo=false"));
    settle().await;
    let page = r#"{"events":[{"seq":1,"timestamp":1,"type":"CUSTOM","name":"session.started","value":{}}],"last_seq":1,"running":false}"#;
    network::answer(0, 200, JSON, page);
    settle().await;
    assert_eq!(stage.phase(), Phase::Live);
    let starts = heard()
        .iter()
        .filter(|line| line.contains("onStart"))
        .count();
    assert_eq!(starts, 1);
    greet(HOST);
    let ready = r#"{"type":"onReady","data":{"scenario_id":"demo","session_id":"5e55105e55105e55105e5510"}}"#;
    assert!(
        heard().iter().any(|line| line.starts_with(ready)),
        "{:?}",
        heard()
    );
    alone();
}

#[wasm_bindgen_test]
async fn commands_are_answered_and_wrong_ones_change_nothing() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    greet(HOST);
    let mut seen = heard().len();
    for (sent, answer) in [
        (
            r#"{"id":1,"command":{"name":"getState"}}"#,
            r#"{"id":1,"state":{"phase":"ready","scenarioId":"demo"}} > port"#,
        ),
        (
            r#"{"id":2,"command":{"name":"send","value":"hi"}}"#,
            r#"{"id":2,"error":{"code":"phase","message":"send is not possible in the phase ready."}} > port"#,
        ),
        (
            r#"{"id":3,"command":{"name":"prefill","value":"A draft"}}"#,
            r#"{"id":3,"state":{"phase":"ready","scenarioId":"demo"}} > port"#,
        ),
        (
            r#"{"id":4,"command":{"name":"setVariables","value":{"role":"clerk"}}}"#,
            r#"{"id":4,"state":{"phase":"ready","scenarioId":"demo"}} > port"#,
        ),
        (
            r#"{"id":5,"command":{"name":"start"}}"#,
            r#"{"id":5,"state":{"phase":"connecting","scenarioId":"demo"}} > port"#,
        ),
    ] {
        command(sent);
        // A port's messages are tasks of their own; a busy machine takes its time over them.
        for _ in 0..100 {
            settle().await;
            if heard().len() > seen {
                break;
            }
        }
        let heard = heard();
        assert_eq!(
            heard.get(seen).map(String::as_str),
            Some(answer),
            "to {sent}"
        );
        seen = heard.len();
    }
    use leptos::prelude::*;
    assert_eq!(stage.session.draft().get_untracked(), "A draft");
    assert!(network::line(0).contains(r#""role":"clerk""#));
    // No request at all: no answer.
    command(r#""hello""#);
    command(r#"{"command":{"name":"start"}}"#);
    vivavoce::browser::timer::sleep(100).await;
    assert_eq!(heard().len(), seen);
    alone();
}

#[wasm_bindgen_test]
async fn strangers_change_nothing_and_get_no_reply() {
    surround();
    let mut page = open_page("?promptUserInfo=false");
    page.config.deployment.allowed_hosts = vec![HOST.to_owned()];
    let stage = Stage::new(page);
    let hello = r#"{"type":"vivavoce.hello","version":1}"#;
    let notes = r#"{"type":"session_notes","notes":[{"text":"x"}]}"#;
    for json in [
        hello,
        notes,
        "{}",
        "[]",
        r#"{"type":7}"#,
        r#"{"type":"vivavoce.hello"}"#,
    ] {
        for (origin, from_host) in [
            ("https://www.example.com.evil.net", true),
            ("https://www.example.co", true),
            ("http://www.example.com", true),
            ("null", true),
            ("", true),
            (HOST, false),
        ] {
            say_json(json, origin, from_host);
        }
    }
    say_cyclic("session_notes", HOST);
    say_cyclic("vivavoce.hello", "https://evil.net");
    settle().await;
    // Who frames us is not known, but who may: nobody else gets it delivered.
    let ready = format!(r#"{{"type":"onReady","data":{{"scenario_id":"demo"}}}} > {HOST}"#);
    assert_eq!(heard(), [ready]);
    assert_eq!(stage.phase(), Phase::Ready);
    assert_eq!(network::count(), 0);
    alone();
}

#[wasm_bindgen_test]
async fn notes_before_the_session_reach_it() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    say_json(
        r#"{"type":"session_notes","notes":[{"text":"Looks at prices","timestamp":5,"source":"host"}]}"#,
        HOST,
        true,
    );
    go_live(&stage).await;
    settle().await;
    let notes = newest("POST /api/embed/sessions/5e55105e55105e55105e5510/notes");
    assert!(network::line(notes).contains("Looks at prices"));
    alone();
}

#[wasm_bindgen_test]
fn outside_any_frame_nothing_is_posted() {
    surround();
    alone();
    let stage = Stage::new(open_page(""));
    stage.session.engaged();
    assert_eq!(heard(), [""; 0]);
    assert_eq!(
        storage::frame_session(),
        None,
        "nothing is kept before a session"
    );
}

#[wasm_bindgen_test]
async fn a_page_that_cannot_be_resumed_ends_its_session_as_it_goes() {
    surround();
    block_storage();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    go_live(&stage).await;
    leave(true);
    let first = format!("{ADDRESS}/leave {LAST_WORDS}");
    assert_eq!(beacon_lines(), first, "the back/forward cache keeps it");
    leave(false);
    leave(false);
    let both = format!("{first}\n{ADDRESS}/stop {LAST_WORDS}");
    assert_eq!(beacon_lines(), both);
    let ends: Vec<String> = heard().into_iter().skip(1).collect();
    let line =
        r#"{"event":"onTerminated","sessionId":"5e55105e55105e55105e5510","timestamp":T} > *"#;
    assert_eq!(ends, [line]);
    unblock_storage();
    alone();
}

#[wasm_bindgen_test]
async fn a_page_that_can_be_resumed_only_leaves() {
    surround();
    record_beacons();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    leave(false);
    assert_eq!(beacon_lines(), "", "there is no session yet");
    go_live(&stage).await;
    leave(false);
    assert_eq!(beacon_lines(), format!("{ADDRESS}/leave {LAST_WORDS}"));
    assert_eq!(heard().len(), 1, "onStart alone");
    assert_eq!(stage.phase(), Phase::Live);
    unblock_storage();
    alone();
}

/// Waits for a line of the port that contains `part`.
async fn handed(part: &str) -> String {
    for _ in 0..100 {
        if let Some(line) = handed_lines().lines().rev().find(|it| it.contains(part)) {
            return line.to_owned();
        }
        settle().await;
    }
    panic!("no {part} in {}", handed_lines());
}

#[wasm_bindgen_test]
async fn a_session_kept_by_the_loader_goes_on_in_another_frame() {
    surround();
    block_storage();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    greet(HOST);
    assert_eq!(handed("version").await, r#"{"version":1}"#);
    go_live(&stage).await;
    let kept = handed(r#""started":true"#).await;
    let stop = format!(
        r#""stop":["{ADDRESS}/stop","{{\"session_token\":\"tok\",\"reason\":\"visitor\"}}"]"#
    );
    assert!(kept.contains(&stop), "{kept}");
    // The loader keeps it, so the frame may go and come back.
    leave(false);
    assert_eq!(beacon_lines(), format!("{ADDRESS}/leave {LAST_WORDS}"));
    drop(stage);

    // Its successor knows nothing, and is told so on the screen until it is given the session.
    let stage = Stage::reloaded(open_page("?promptUserInfo=false"));
    greet(HOST);
    command(r#"{"session":{"token":"","told":{"session_id":"5e55105e55105e55105e5510"}}}"#);
    command(r#"{"session":7}"#);
    vivavoce::browser::timer::sleep(100).await;
    assert_eq!(network::count(), 0, "that names no session");
    command(&kept);
    command(r#"{"id":1,"command":{"name":"send","value":"And then?"}}"#);
    for _ in 0..100 {
        settle().await;
        if network::count() > 0 {
            break;
        }
    }
    let page = r#"{"events":[{"seq":1,"timestamp":1,"type":"CUSTOM","name":"session.started","value":{}}],"last_seq":1,"running":false}"#;
    assert!(
        network::line(0).contains("/5e55105e55105e55105e5510/events"),
        "{}",
        network::line(0)
    );
    network::answer(0, 200, JSON, page);
    settle().await;
    assert_eq!(stage.phase(), Phase::Live);
    let turn = newest("POST /api/embed/sessions/5e55105e55105e55105e5510/turns");
    assert!(
        network::line(turn).contains("And then?"),
        "sent once it stands"
    );
    let starts = heard()
        .iter()
        .filter(|line| line.contains("onStart"))
        .count();
    assert_eq!(starts, 1, "{:?}", heard());
    // A second one is not taken in its place.
    let requests = network::count();
    command(&kept.replace("5e55105e55105e55105e5510", "0e55105e55105e55105e5510"));
    vivavoce::browser::timer::sleep(100).await;
    assert_eq!((stage.phase(), network::count()), (Phase::Live, requests));
    unblock_storage();
    alone();
}

#[wasm_bindgen_test]
async fn a_loader_too_old_is_told_so_and_gets_no_line() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    hello(HOST, 0, true);
    assert_eq!(handed("version").await, r#"{"version":1}"#);
    let before = heard();
    command(r#"{"id":1,"command":{"name":"start"}}"#);
    vivavoce::browser::timer::sleep(100).await;
    assert_eq!(heard(), before);
    assert_eq!(stage.phase(), Phase::Ready);
    // One from the future is served with what we speak.
    hello(HOST, 9, false);
    command(r#"{"id":1,"command":{"name":"getState"}}"#);
    for _ in 0..100 {
        settle().await;
        if heard().len() > before.len() {
            break;
        }
    }
    assert!(
        heard()
            .iter()
            .any(|line| line.contains(r#"{"id":1,"state":"#)),
        "{:?}",
        heard()
    );
    alone();
}

#[wasm_bindgen_test]
async fn a_host_that_asks_for_it_hears_how_tall_the_content_is() {
    surround();
    let heights = || -> Vec<String> {
        let sizes = heard();
        let sizes = sizes.iter().filter(|line| line.contains("onResize"));
        sizes
            .filter_map(|line| line.split_once("\"height\":"))
            .map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect())
            .collect()
    };
    furnish(420);
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    greet(HOST);
    vivavoce::browser::timer::sleep(200).await;
    assert_eq!(heights(), [""; 0], "nobody asked");
    hello(HOST, 1, true);
    vivavoce::browser::timer::sleep(400).await;
    assert_eq!(heights(), ["420"]);
    furnish(500);
    vivavoce::browser::timer::sleep(400).await;
    assert_eq!(heights(), ["420", "500"]);
    // The same loader, which wants it no longer.
    greet(HOST);
    furnish(300);
    vivavoce::browser::timer::sleep(400).await;
    assert_eq!(heights(), ["420", "500"]);
    drop(stage);
    furnish(0);
    alone();
}

#[wasm_bindgen_test]
async fn a_token_is_asked_for_before_the_access_ends_and_once() {
    surround();
    let mut page = open_page("?promptUserInfo=false");
    let facts = page.config.scenario.as_mut().unwrap();
    facts.access_expires_at = Some(vivavoce::browser::clock::now() as i64 + 600);
    let stage = Stage::new(page);
    greet(HOST);
    let asked = || {
        heard()
            .iter()
            .filter(|line| line.contains("onTokenNeeded"))
            .count()
    };
    assert_eq!(asked(), 0);
    vivavoce::browser::timer::sleep(450).await;
    assert_eq!(asked(), 1);
    vivavoce::browser::timer::sleep(450).await;
    assert_eq!(asked(), 1);
    assert_eq!(stage.phase(), Phase::Ready);
    alone();
}
