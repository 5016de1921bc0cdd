//! What the page around us hears, and what it can make us do.

use std::cell::Cell;
use std::future::ready;

use vivavoce::browser::clock::now;
use vivavoce::browser::coming::{Coming, Missing};
use vivavoce::browser::storage;
use vivavoce::browser::timer::sleep;
use vivavoce::session::Page;
use vivavoce::session::parts::{Loaders, NewHostPort};
use vivavoce_core::phase::Phase;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::host_page::{
    alone, be_online, beacon_lines, block_storage, command, command_source, furnish, greet,
    handed_lines, heard_lines, hello, leave, order_lines, record_beacons, say_json, say_source,
    surround, unblock_storage,
};
use crate::network::{self, settle};
use crate::session::{CREATED, Stage, event, go_live, newest, open_page};

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

/// What came since `seen` messages had come, once that is `expected`; posts are there at once, a
/// port's messages are tasks of their own.
#[track_caller]
fn came(seen: &mut usize, expected: &[&str]) -> impl Future<Output = ()> {
    let place = std::panic::Location::caller();
    let begin = *seen;
    *seen += expected.len();
    let expected: Vec<String> = expected.iter().map(|it| (*it).to_owned()).collect();
    async move {
        let mut now = Vec::new();
        // The log is read to its end before a stop is told.
        for _ in 0..400 {
            settle().await;
            let lines = order_lines();
            now = lines.lines().skip(begin).map(str::to_owned).collect();
            if now.len() >= expected.len() {
                break;
            }
        }
        settle().await;
        assert_eq!(now, expected, "at {place}");
    }
}

#[wasm_bindgen_test]
async fn the_messages_of_a_life_come_in_order() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    let mut seen = 0;
    greet(HOST);
    came(&mut seen, &["onReady", "welcome > port"]).await;
    stage.session.engaged();
    came(&mut seen, &["onClick"]).await;
    command(r#"{"id":1,"command":{"name":"start"}}"#);
    came(&mut seen, &["#1 connecting > port"]).await;
    network::answer(newest("POST /api/embed/sessions "), 201, JSON, CREATED);
    came(
        &mut seen,
        &["onStart", "kept > port", "kept started > port"],
    )
    .await;
    command(r#"{"id":2,"command":{"name":"send","value":"Hello"}}"#);
    command(r#"{"id":3,"command":{"name":"stop"}}"#);
    came(&mut seen, &["#2 live > port", "#3 stopping > port"]).await;
    network::answer(
        newest(&format!("POST {ADDRESS}/stop")),
        200,
        JSON,
        r#"{"reason":"visitor"}"#,
    );
    came(&mut seen, &["onStop", "kept started ended > port"]).await;
    stage.session.submit(None);
    settle().await;
    network::answer(newest(&format!("POST {ADDRESS}/submit")), 200, JSON, "{}");
    came(
        &mut seen,
        &["onSubmit", "kept started ended submitted > port"],
    )
    .await;
    stage.session.again();
    came(&mut seen, &["nothing kept > port"]).await;
    alone();
}

#[wasm_bindgen_test]
async fn a_session_that_ends_by_itself_is_stopped_then_submitted() {
    for (reason, event_name) in [("agent", "onStop"), ("duration", "onTerminated")] {
        surround();
        let mut page = open_page("?promptUserInfo=false");
        page.address.path = "/embed/minimal/demo".to_owned();
        let stage = Stage::new(page);
        go_live(&stage).await;
        settle().await;
        let stream = newest(&format!("GET {ADDRESS}/events"));
        network::open(stream, 200, r#"{"content-type":"text/event-stream"}"#);
        settle().await;
        let started = r#""type":"CUSTOM","name":"session.started","value":{}"#;
        let stopped =
            format!(r#""type":"CUSTOM","name":"session.stopped","value":{{"reason":"{reason}"}}"#);
        // Both in one chunk: what follows from the first is done before the second is told.
        network::chunk(stream, &[event(1, started), event(2, &stopped)].concat());
        let mut seen = 0;
        came(&mut seen, &["onStart", event_name]).await;
        assert_eq!(stage.phase(), Phase::Stopping);
        network::answer(newest(&format!("POST {ADDRESS}/submit")), 200, JSON, "{}");
        came(&mut seen, &["onSubmit"]).await;
        assert_eq!(stage.phase(), Phase::Submitted);
        drop(stage);
        alone();
    }
}

#[wasm_bindgen_test]
async fn commands_wait_for_the_scenario_and_are_answered_in_order() {
    surround();
    let mut page = open_page("?promptUserInfo=false");
    page.config.scenario = None;
    let stage = Stage::new(page);
    greet(HOST);
    let mut seen = 0;
    came(&mut seen, &["welcome > port"]).await;
    for (id, named) in [
        (1, r#""getState""#),
        (2, r#""start""#),
        (3, r#""send","value":"At once""#),
        (4, r#""getState""#),
    ] {
        command(&format!(r#"{{"id":{id},"command":{{"name":{named}}}}}"#));
    }
    settle().await;
    came(&mut seen, &[]).await;
    network::answer(0, 200, JSON, r#"{"id":"1","name":"Late"}"#);
    let answers = [
        "onReady",
        "#1 ready > port",
        "#2 connecting > port",
        "#4 connecting > port",
    ];
    came(&mut seen, &answers).await;
    assert!(network::line(1).starts_with("POST /api/embed/sessions "));
    command(r#"{"id":5,"command":{"name":"getState"}}"#);
    came(&mut seen, &["#5 connecting > port"]).await;
    network::answer(1, 201, JSON, CREATED);
    let answers = [
        "onStart",
        "kept > port",
        "kept started > port",
        "#3 live > port",
    ];
    came(&mut seen, &answers).await;
    settle().await;
    assert!(network::line(newest(&format!("POST {ADDRESS}/turns"))).contains("At once"));
    drop(stage);
    alone();
}

#[wasm_bindgen_test]
async fn a_hello_waits_for_the_part_that_answers_it() {
    thread_local! {
        static COMES: Cell<bool> = const { Cell::new(false) };
    }
    surround();
    let loaders = vivavoce::start::loaders();
    let host = || match COMES.get() {
        true => (vivavoce::start::loaders().host)(),
        false => Box::pin(ready(Err(Missing::Offline))) as Coming<NewHostPort>,
    };
    let page = open_page("?promptUserInfo=false");
    let stage = Stage::with(page, Loaders { host, ..loaders });
    greet(HOST);
    command(r#"{"id":1,"command":{"name":"start"}}"#);
    let mut seen = 0;
    stage.session.engaged();
    came(&mut seen, &[]).await;
    COMES.set(true);
    be_online();
    let answers = [
        "onReady",
        "onClick",
        "welcome > port",
        "#1 connecting > port",
    ];
    came(&mut seen, &answers).await;
    drop(stage);
    alone();
}

#[wasm_bindgen_test]
async fn what_does_not_open_is_told_before_the_embed_is_ready() {
    surround();
    let mut page = open_page("?promptUserInfo=false");
    page.config.scenario = None;
    let stage = Stage::new(page);
    greet(HOST);
    let mut seen = 0;
    came(&mut seen, &["welcome > port"]).await;
    network::refuse(0);
    came(&mut seen, &["onError unreachable", "onReady"]).await;
    stage.session.retry();
    settle().await;
    network::answer(1, 401, JSON, r#"{"detail":"no","locked":"token"}"#);
    came(&mut seen, &["onTokenNeeded"]).await;
    command(r#"{"id":1,"command":{"name":"setAccessToken","value":"sat"}}"#);
    came(&mut seen, &["#1 locked > port"]).await;
    drop(stage);
    alone();
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
    sleep(900).await;
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
    settle().await;
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
async fn start_is_refused_until_the_visitor_has_accepted_the_terms() {
    use leptos::prelude::*;
    surround();
    let mut page = open_page("?promptUserInfo=false");
    let facts = page.config.scenario.as_mut().unwrap();
    facts.terms_url = Some("https://owner.example/terms".to_owned());
    let stage = Stage::new(page);
    greet(HOST);
    settle().await;
    let mut seen = order_lines().lines().count();
    command(r#"{"id":1,"command":{"name":"start"}}"#);
    came(&mut seen, &["#1 gesture > port"]).await;
    assert_eq!(stage.phase(), Phase::Ready);
    stage.session.accepted().set(true);
    command(r#"{"id":2,"command":{"name":"start"}}"#);
    came(&mut seen, &["#2 connecting > port"]).await;
}

#[wasm_bindgen_test]
async fn commands_are_answered_and_wrong_ones_change_nothing() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    greet(HOST);
    settle().await;
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
    sleep(100).await;
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
    let cyclic = "(() => { const m = { type: 'session_notes' }; m.notes = [m]; return m; })()";
    say_source(cyclic, HOST);
    say_source(
        &cyclic.replace("session_notes", "vivavoce.hello"),
        "https://evil.net",
    );
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

/// Values that no message may hang or trap with; the whole message is refused.
const HOSTILE: &[&str] = &[
    "(() => { const it = {}; it.it = it; return it; })()",
    "(() => { const it = []; it.push(it, it); return it; })()",
    "(() => { let it = {}; for (let n = 0; n < 100000; n++) it = { it }; return it; })()",
    "(() => { let it = []; for (let n = 0; n < 100000; n++) it = [it]; return it; })()",
    // A thousand million values out of thirty lists.
    "(() => { let it = [1]; for (let n = 0; n < 30; n++) it = [it, it]; return it; })()",
    "(() => { const it = []; it.length = 4294967295; return it; })()",
    "Object.fromEntries(Array.from({ length: 20001 }, (_, n) => [n, 0]))",
    "'x'.repeat(262144)",
    "{ ['x'.repeat(262144)]: 1 }",
    "{ get it() { throw 'a text'; } }",
    "[{ get it() { throw undefined; } }]",
    "new Proxy({ it: 1 }, { get() { throw 'a text'; } })",
    "new Proxy({}, { ownKeys() { throw 'a text'; } })",
    "new Proxy({}, { getPrototypeOf() { throw 'a text'; } })",
    "new Proxy([1], { get() { throw 'a text'; } })",
    "(() => { const it = Proxy.revocable({}, {}); it.revoke(); return it.proxy; })()",
    "new Proxy({}, { ownKeys: () => ['it'], getOwnPropertyDescriptor: () => ({ configurable: true, \
     enumerable: true, value: 1 }), get() { return new Proxy({}, this); } })",
];

/// Values that JSON has no word for, or an odd one.
const ODD: &[&str] = &[
    "undefined",
    "() => 1",
    "Symbol()",
    "NaN",
    "7n",
    "2n ** 4000n",
    "new Date()",
    "new Map([[1, 2]])",
    "new Uint8Array(100000000)",
    "new String('x'.repeat(1000000))",
    "document.body",
    "JSON.parse('{\"__proto__\":{\"notes\":7}}')",
    "Object.create(null)",
    "'\\ud800'",
    "[,]",
    "{ [Symbol()]: 1 }",
];

#[wasm_bindgen_test]
async fn no_message_hangs_or_traps_and_what_is_good_in_it_is_taken() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    greet(HOST);
    handed("version").await;
    for (values, name) in [(HOSTILE, "hostile"), (ODD, "odd")] {
        for value in values {
            say_source(value, HOST);
            for place in [
                format!("{{ type: 'session_notes', notes: [{{ text: '{name}', it: {value} }}] }}"),
                format!("{{ type: 'session_notes', notes: [{{ text: '{name}' }}], it: {value} }}"),
            ] {
                say_source(&place, HOST);
            }
        }
    }
    for value in HOSTILE {
        command_source(&format!(
            "{{ id: 7, command: {{ name: 'prefill', value: {value} }} }}"
        ));
    }
    command_source("{ id: 8, command: { name: 'prefill', value: 'x\\udc00', it: undefined } }");
    for _ in 0..100 {
        settle().await;
        if heard().iter().any(|line| line.starts_with(r#"{"id":8"#)) {
            break;
        }
    }
    use leptos::prelude::*;
    assert_eq!(stage.session.draft().get_untracked(), "x\u{fffd}");
    assert!(
        !heard()
            .iter()
            .any(|line| line.starts_with(r#"{"id":7,"state""#)),
        "{:?}",
        heard()
    );
    assert!(!heard().iter().any(|line| line.contains("not plain")));
    go_live(&stage).await;
    settle().await;
    let notes = network::line(newest(&format!("POST {ADDRESS}/notes")));
    let count = |word: &str| notes.matches(&format!(r#""text":"{word}""#)).count();
    assert_eq!(
        (count("hostile"), count("odd")),
        (0, 2 * ODD.len()),
        "{notes}"
    );
    alone();
}

#[wasm_bindgen_test]
async fn a_command_with_too_much_in_it_or_itself_is_answered_by_its_id() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    greet(HOST);
    handed("version").await;
    let mut seen = heard().len();
    // Nesting that deep cannot be sent at all.
    let sent = HOSTILE[..8].iter().filter(|it| !it.contains("100000"));
    for (id, value) in sent.enumerate() {
        command_source(&format!(
            "{{ id: {id}, command: {{ name: 'setVariables', value: {value} }} }}"
        ));
        let answer = format!(r#"{{"id":{id},"error":{{"code":"invalid","#);
        for _ in 0..100 {
            settle().await;
            if heard().len() > seen {
                break;
            }
        }
        let heard = heard();
        let last = heard.get(seen).map(String::as_str).unwrap_or_default();
        assert!(last.starts_with(&answer), "{value}: {last}");
        seen = heard.len();
    }
    // What has no id of ours is no request.
    for id in ["1.5", "-1", "'7'", "null", "NaN", "4294967296"] {
        command_source(&format!(
            "(() => {{ const it = {{ id: {id} }}; it.it = it; return it; }})()"
        ));
    }
    command(r#"{"id":99,"command":{"name":"getState"}}"#);
    for _ in 0..100 {
        settle().await;
        if heard().len() > seen {
            break;
        }
    }
    assert!(
        heard()[seen].starts_with(r#"{"id":99,"state""#),
        "{:?}",
        heard()
    );
    drop(stage);
    alone();
}

#[wasm_bindgen_test]
async fn variables_of_a_page_need_not_be_texts_and_a_wrong_one_loses_itself() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    greet(HOST);
    handed("version").await;
    let mut seen = heard().len();
    command_source(
        "{ id: 1, command: { name: 'setVariables', value: { order: 42, vip: true, rate: 1.5, big: 7n, \
         city: undefined, note: null, day: new Map(), none: NaN, 'a b': 'x', company: 'Acme' } } }",
    );
    for _ in 0..100 {
        settle().await;
        if heard().len() > seen {
            break;
        }
    }
    let answer = heard()[seen].clone();
    assert!(
        answer.contains(r#""code":"invalid""#)
            && answer.contains("as no text, number, true or false: day, none"),
        "{answer}"
    );
    seen = heard().len();
    go_live(&stage).await;
    settle().await;
    let line = network::line(0);
    for pair in [
        r#""order":"42""#,
        r#""vip":"true""#,
        r#""rate":"1.5""#,
        r#""big":"7""#,
        r#""company":"Acme""#,
    ] {
        assert!(line.contains(pair), "{pair}: {line}");
    }
    for name in ["city", "note", "day", "none", "a b"] {
        assert!(!line.contains(&format!("\"{name}\":")), "{name}: {line}");
    }
    assert!(heard().len() >= seen);
    drop(stage);
    alone();
}

#[wasm_bindgen_test]
async fn what_begins_by_itself_is_ready_before_it_has_started() {
    surround();
    let stage = Stage::new(open_page("?promptUserInfo=false&autoStart=true"));
    greet(HOST);
    settle().await;
    network::answer(newest("POST /api/embed/sessions "), 201, JSON, CREATED);
    for _ in 0..100 {
        settle().await;
        if heard().iter().any(|line| line.contains("onStart")) {
            break;
        }
    }
    let heard = heard();
    let place = |name: &str| heard.iter().position(|line| line.contains(name));
    let (ready, start) = (place("onReady"), place("onStart"));
    assert!(ready.is_some() && ready < start, "{heard:?}");
    assert!(
        !heard[ready.unwrap_or_default()].contains("session_id"),
        "{heard:?}"
    );
    drop(stage);
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

const SESSION: &str = "5e55105e55105e55105e5510";
const REPLAY: &str = r#"{"events":[{"seq":1,"timestamp":1,"type":"CUSTOM","name":"session.started","value":{}}],"last_seq":1,"running":false}"#;

/// A page of `HOST`'s, which the deployment names or not.
fn page_of_host(is_named: bool) -> Page {
    let mut page = open_page("?promptUserInfo=false");
    if is_named {
        page.config.deployment.allowed_hosts = vec![HOST.to_owned()];
    }
    page
}

/// A frame that was moved: it begins where no session was, in a browser that keeps what it kept.
fn moved(page: Page) -> Stage {
    storage::set_frame_session(None);
    storage::set_lost(false);
    Stage::reloaded(page)
}

/// The note that an earlier conversation is not gone on with.
fn says_anew(stage: &Stage) -> bool {
    use leptos::prelude::*;
    stage.session.anew().get_untracked()
}

/// Waits until the session is asked for that `line` gives back; answers with its log.
async fn carries_on(stage: &Stage, line: &str) {
    command(line);
    command(r#"{"id":1,"command":{"name":"send","value":"And then?"}}"#);
    wait_for("the log to be asked for", || network::count() > 0).await;
    let asked = network::line(0);
    assert!(
        asked.contains(&format!("/{SESSION}/events")) && asked.contains("Bearer tok"),
        "{asked}"
    );
    network::answer(0, 200, JSON, REPLAY);
    wait_for("the conversation", || stage.phase() == Phase::Live).await;
    settle().await;
    let turn = newest(&format!("POST {ADDRESS}/turns"));
    assert!(
        network::line(turn).contains("And then?"),
        "sent once it stands"
    );
    let starts = heard();
    let starts = starts.iter().filter(|line| line.contains("onStart"));
    assert_eq!(starts.count(), 1, "{:?}", heard());
    assert!(!says_anew(stage));
    // A second one is not taken in its place.
    let requests = network::count();
    command(&line.replace(SESSION, "0e55105e55105e55105e5510"));
    sleep(100).await;
    assert_eq!((stage.phase(), network::count()), (Phase::Live, requests));
}

#[wasm_bindgen_test]
async fn a_moved_frame_finds_its_session_by_the_id_the_loader_keeps() {
    for is_named in [false, true] {
        surround();
        record_beacons();
        let stage = Stage::new(page_of_host(is_named));
        greet(HOST);
        assert_eq!(handed("version").await, r#"{"version":1}"#);
        go_live(&stage).await;
        let kept = handed(r#""started":true"#).await;
        let stop = r#"{\"stop_ticket\":\"tick\",\"reason\":\"visitor\"}"#;
        let told = format!(
            r#"{{"session_id":"{SESSION}","started":true,"ended":false,"submitted":false}}"#
        );
        let wanted =
            format!(r#"{{"session":{{"told":{told}}},"stop":["{ADDRESS}/stop","{stop}"]}}"#);
        assert_eq!(kept, wanted);
        leave(false);
        assert_eq!(beacon_lines(), format!("{ADDRESS}/leave {LAST_WORDS}"));
        drop(stage);

        let stage = moved(page_of_host(is_named));
        greet(HOST);
        carries_on(&stage, &kept).await;
        assert!(!handed_lines().contains("tok\""), "{}", handed_lines());
        unblock_storage();
        drop(stage);
        alone();
    }
}

#[wasm_bindgen_test]
async fn without_storage_a_named_page_keeps_the_session_for_another_frame() {
    surround();
    block_storage();
    let stage = Stage::new(page_of_host(true));
    greet(HOST);
    go_live(&stage).await;
    let kept = handed(r#""started":true"#).await;
    assert!(kept.contains(r#""token":"tok""#), "{kept}");
    // The loader keeps it, so the frame may go and come back.
    leave(false);
    assert_eq!(beacon_lines(), format!("{ADDRESS}/leave {LAST_WORDS}"));
    drop(stage);

    // Its successor knows nothing, and says so until it is given the session.
    let stage = Stage::reloaded(page_of_host(true));
    greet(HOST);
    command(r#"{"session":7}"#);
    sleep(100).await;
    assert!(says_anew(&stage));
    assert_eq!(network::count(), 0, "that names no session");
    carries_on(&stage, &kept).await;
    unblock_storage();
    drop(stage);
    alone();
}

#[wasm_bindgen_test]
async fn without_storage_a_page_nobody_named_has_nothing_and_the_next_frame_says_so() {
    surround();
    block_storage();
    let stage = Stage::new(page_of_host(false));
    greet(HOST);
    go_live(&stage).await;
    let kept = handed(r#""started":true"#).await;
    assert!(!handed_lines().contains("tok\""), "{}", handed_lines());
    // The loader may stop it; else it ends by itself, and the next frame says so.
    leave(false);
    assert_eq!(beacon_lines(), format!("{ADDRESS}/leave {LAST_WORDS}"));
    drop(stage);

    let stage = moved(page_of_host(false));
    greet(HOST);
    wait_for("the start", || stage.phase() == Phase::Ready).await;
    assert!(!says_anew(&stage));
    for _ in 0..2 {
        command(&kept);
        assert_eq!(handed(r#""session":false"#).await, r#"{"session":false}"#);
    }
    settle().await;
    assert!(says_anew(&stage));
    let ends = heard();
    let ends: Vec<&String> = ends.iter().filter(|it| it.contains("Terminated")).collect();
    let end =
        format!(r#"{{"event":"onTerminated","sessionId":"{SESSION}","timestamp":T}} > {HOST}"#);
    assert_eq!(ends, [&end], "once");
    assert_eq!((stage.phase(), network::count()), (Phase::Ready, 0));
    // The new conversation is as any other.
    go_live(&stage).await;
    assert!(!says_anew(&stage));
    unblock_storage();
    drop(stage);
    alone();
}

#[wasm_bindgen_test]
async fn a_page_nobody_named_can_plant_no_session() {
    let planted = "0e55105e55105e55105e5510";
    let whole = format!(
        r#"{{"session":{{"token":"theirs","told":{{"session_id":"{planted}","started":true}}}},"stop":["/x","y"]}}"#
    );
    // Whether the browser keeps anything or not.
    for is_blocked in [false, true] {
        surround();
        record_beacons();
        if is_blocked {
            block_storage();
        }
        let stage = Stage::new(page_of_host(false));
        greet(HOST);
        handed("version").await;
        command(&whole);
        assert_eq!(handed(r#""session":false"#).await, r#"{"session":false}"#);
        assert_eq!((stage.phase(), network::count()), (Phase::Ready, 0));
        go_live(&stage).await;
        let begun = network::line(newest("POST /api/embed/sessions "));
        assert!(!begun.contains("theirs") && !begun.contains(planted));
        // What it then claims is not taken in the place of the visitor's own.
        command(&whole);
        sleep(50).await;
        assert_eq!(stage.session.session_id().as_deref(), Some(SESSION));
        unblock_storage();
        drop(stage);
        alone();
    }
}

#[wasm_bindgen_test]
async fn a_frame_that_knows_its_session_minds_no_other_id() {
    surround();
    let stage = Stage::new(page_of_host(false));
    go_live(&stage).await;
    drop(stage);
    let stage = Stage::reloaded(page_of_host(false));
    greet(HOST);
    command(r#"{"session":{"told":{"session_id":"0e55105e55105e55105e5510"}}}"#);
    wait_for("the log to be asked for", || network::count() > 0).await;
    network::answer(0, 200, JSON, REPLAY);
    wait_for("the conversation", || stage.phase() == Phase::Live).await;
    assert_eq!(stage.session.session_id().as_deref(), Some(SESSION));
    drop(stage);
    alone();
}

#[wasm_bindgen_test]
async fn what_an_earlier_version_kept_is_gone_on_with() {
    surround();
    let earlier = format!(
        r#"{{"token":"tok","started_at":1,"told":{{"session_id":"{SESSION}","started":true,"ended":false,"submitted":false}},"facts":null,"renewed":false}}"#
    );
    storage::set(&["vivavoce:", SESSION].concat(), &earlier);
    let stage = moved(page_of_host(false));
    greet(HOST);
    command(&format!(
        r#"{{"session":{earlier},"stop":["{ADDRESS}/stop","{{\"session_token\":\"tok\",\"reason\":\"visitor\"}}"]}}"#
    ));
    wait_for("the log to be asked for", || network::count() > 0).await;
    network::answer(0, 200, JSON, REPLAY);
    wait_for("the conversation", || stage.phase() == Phase::Live).await;
    let kept = handed(r#""started":true"#).await;
    // Its loader can still call it: two texts.
    let stop = r#"{\"stop_ticket\":\"\",\"reason\":\"visitor\"}"#;
    assert!(
        kept.ends_with(&format!(r#""stop":["{ADDRESS}/stop","{stop}"]}}"#)),
        "{kept}"
    );
    drop(stage);
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
    sleep(100).await;
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
    sleep(200).await;
    assert_eq!(heights(), [""; 0], "nobody asked");
    hello(HOST, 1, true);
    wait_for("the height", || !heights().is_empty()).await;
    assert_eq!(heights(), ["420"]);
    furnish(500);
    wait_for("another height", || heights().len() > 1).await;
    assert_eq!(heights(), ["420", "500"]);
    // The same loader, which wants it no longer.
    greet(HOST);
    furnish(300);
    sleep(400).await;
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
    facts.access_expires_at = Some(now() as i64 + 600);
    let stage = Stage::new(page);
    greet(HOST);
    let asked = || {
        heard()
            .iter()
            .filter(|line| line.contains("onTokenNeeded"))
            .count()
    };
    assert_eq!(asked(), 0);
    sleep(450).await;
    assert_eq!(asked(), 1);
    sleep(450).await;
    assert_eq!(asked(), 1);
    assert_eq!(stage.phase(), Phase::Ready);
    alone();
}

/// What becomes of the chunk `host` in a test.
#[derive(Clone, Copy, PartialEq)]
enum Chunk {
    Awaited,
    Comes,
    Fails,
}

thread_local! {
    static CHUNK: Cell<Chunk> = const { Cell::new(Chunk::Awaited) };
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

/// A session whose chunk `host` waits for the test's word.
fn stage_with(chunk: Chunk) -> Stage {
    CHUNK.set(chunk);
    ASKED.set(0);
    let host = || -> Coming<NewHostPort> {
        ASKED.set(ASKED.get() + 1);
        Box::pin(async {
            while CHUNK.get() == Chunk::Awaited {
                sleep(5).await;
            }
            match CHUNK.get() {
                Chunk::Comes => Ok(vivavoce::host::begin as NewHostPort),
                _ => Err(Missing::Unreachable),
            }
        })
    };
    storage::set_frame_session(None);
    let loaders = Loaders {
        host,
        ..vivavoce::start::loaders()
    };
    Stage::with(open_page("?promptUserInfo=false"), loaders)
}

/// From start to submission.
async fn live_and_end(stage: &Stage) {
    stage.session.engaged();
    go_live(stage).await;
    end(stage).await;
}

async fn end(stage: &Stage) {
    stage.session.end();
    settle().await;
    let stop = newest(&format!("POST {ADDRESS}/stop"));
    network::answer(stop, 200, JSON, r#"{"reason":"visitor"}"#);
    wait_for("the review", || stage.phase() == Phase::Review).await;
    stage.session.submit(None);
    settle().await;
    let submit = newest(&format!("POST {ADDRESS}/submit"));
    network::answer(submit, 200, JSON, "{}");
    wait_for("the end", || stage.phase() == Phase::Submitted).await;
}

async fn wait_for(what: &str, stands: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if stands() {
            return;
        }
        settle().await;
    }
    panic!("{what} did not come: {:?}", heard());
}

/// The documented ones of what was heard: when each happened, and the message with its target.
fn four() -> Vec<(f64, String)> {
    let lines = heard_lines();
    let lines = lines.lines().filter(|line| line.contains(r#"{"event""#));
    lines
        .map(|line| {
            let (name, rest) = line.split_once(r#""timestamp":"#).unwrap();
            let (at, target) = rest.split_once("} > ").unwrap();
            (at.parse().unwrap(), format!("{name}> {target}"))
        })
        .collect()
}

fn names(of: &[(f64, String)], target: &str) -> bool {
    let id = "5e55105e55105e55105e5510";
    let wanted = ["onStart", "onStop", "onSubmit"];
    let wanted = wanted.map(|it| format!(r#"{{"event":"{it}","sessionId":"{id}",> {target}"#));
    of.iter().map(|(_, it)| it).eq(wanted.iter())
}

#[wasm_bindgen_test]
async fn what_waits_for_a_late_chunk_is_told_once_in_order_and_with_its_own_time() {
    for is_greeted in [true, false] {
        surround();
        let stage = stage_with(Chunk::Awaited);
        if is_greeted {
            greet(HOST);
        }
        let begun = now();
        live_and_end(&stage).await;
        sleep(30).await;
        let ended = now() - 30.0;
        assert_eq!(heard(), [""; 0]);
        if !is_greeted {
            greet(HOST);
        }
        command(r#"{"id":1,"command":{"name":"getState"}}"#);
        CHUNK.set(Chunk::Comes);
        let answer = r#"{"id":1,"state":{"phase":"submitted""#;
        wait_for("the answer", || {
            heard().iter().any(|line| line.starts_with(answer))
        })
        .await;
        assert_eq!(ASKED.get(), 1);
        let told = four();
        // Who introduces himself last is known last.
        let target = if is_greeted { HOST } else { "*" };
        assert!(names(&told, target), "{told:?}");
        let times: Vec<f64> = told.iter().map(|(at, _)| *at).collect();
        assert!(times.is_sorted(), "{times:?}");
        assert!(
            times.iter().all(|at| (begun.floor()..=ended).contains(at)),
            "{times:?} between {begun} and {ended}"
        );
        let extras: Vec<String> = heard()
            .into_iter()
            .filter(|it| it.contains("type"))
            .collect();
        let extra =
            |name: &str| format!(r#"{{"type":"{name}","data":{{"scenario_id":"demo"}}}} > {HOST}"#);
        match is_greeted {
            true => assert_eq!(extras, [extra("onReady"), extra("onClick")]),
            false => assert_eq!(extras, [extra("onReady")]),
        }
        drop(stage);
        alone();
    }
}

#[wasm_bindgen_test]
async fn without_the_chunk_the_documented_four_are_told_and_the_rest_once_it_comes() {
    surround();
    let stage = stage_with(Chunk::Fails);
    stage.session.engaged();
    go_live(&stage).await;
    wait_for("the last try", || !heard().is_empty()).await;
    assert_eq!((ASKED.get(), four().len()), (3, 1), "{:?}", heard());
    // What comes later does not wait.
    end(&stage).await;
    assert!(names(&four(), "*"), "{:?}", heard());
    assert_eq!(ASKED.get(), 3);
    greet(HOST);
    CHUNK.set(Chunk::Comes);
    be_online();
    let ready = r#"{"type":"onReady""#;
    wait_for("what waited", || {
        heard().iter().any(|line| line.starts_with(ready))
    })
    .await;
    assert_eq!(four().len(), 3, "nothing twice: {:?}", heard());
    drop(stage);
    alone();
}

#[wasm_bindgen_test]
async fn nothing_overtakes_what_waits_while_the_last_try_is_under_way() {
    surround();
    let stage = stage_with(Chunk::Fails);
    go_live(&stage).await;
    wait_for("the second try", || ASKED.get() == 2).await;
    CHUNK.set(Chunk::Awaited);
    wait_for("the last try", || ASKED.get() == 3).await;
    end(&stage).await;
    assert_eq!(heard(), [""; 0]);
    CHUNK.set(Chunk::Fails);
    wait_for("what waited", || heard().len() >= 3).await;
    assert!(names(&four(), "*"), "{:?}", heard());
    drop(stage);
    alone();
}

#[wasm_bindgen_test]
async fn a_document_that_goes_before_the_chunk_comes_says_what_it_must() {
    surround();
    block_storage();
    let stage = stage_with(Chunk::Awaited);
    go_live(&stage).await;
    assert_eq!(heard(), [""; 0]);
    leave(false);
    let id = "5e55105e55105e55105e5510";
    let line = |event| format!(r#"{{"event":"{event}","sessionId":"{id}","timestamp":T}} > *"#);
    assert_eq!(heard(), [line("onStart"), line("onTerminated")]);
    CHUNK.set(Chunk::Comes);
    sleep(50).await;
    assert_eq!(four().len(), 2, "nothing twice: {:?}", heard());
    unblock_storage();
    drop(stage);
    alone();
}

#[wasm_bindgen_test]
async fn nothing_is_fetched_for_a_page_that_is_not_there() {
    surround();
    alone();
    let stage = stage_with(Chunk::Comes);
    stage.session.engaged();
    go_live(&stage).await;
    assert_eq!(ASKED.get(), 0);
}
