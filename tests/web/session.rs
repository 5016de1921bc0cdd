//! A whole session against a scripted network: what is asked, what is told, what is shown.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use vivavoce::browser::address::Address;
use vivavoce::browser::storage;
use vivavoce::session::Page;
use vivavoce::session::Session;
use vivavoce::session::parts::Loaders;
use vivavoce_core::failure::Failure;
use vivavoce_core::phase::{Phase, Pulse};
use vivavoce_core::transcript::Body;
use vivavoce_core::wire::{Lock, PageConfig, ScenarioFacts};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::network::{self, settle};

/// An embed whose scenario is open, as the server would serve it.
pub fn open_page(query: &str) -> Page {
    Page {
        address: Address {
            origin: "https://embed.example".to_owned(),
            path: "/embed/demo".to_owned(),
            query: query.to_owned(),
            fragment: String::new(),
        },
        config: PageConfig {
            scenario: Some(ScenarioFacts {
                id: "67bf56c23f44cdf6055a8165".to_owned(),
                name: "Demo".to_owned(),
                is_public: true,
                shows_results: true,
                ..ScenarioFacts::default()
            }),
            ..PageConfig::default()
        },
        ..Page::default()
    }
}

/// A session on a page; ends when dropped.
pub struct Stage {
    pub owner: Owner,
    pub session: Session,
}

impl Stage {
    /// A frame nobody was in before.
    pub fn new(page: Page) -> Stage {
        Stage::with(page, vivavoce::start::loaders())
    }

    /// The same, whose parts come from elsewhere.
    pub fn with(page: Page, loaders: Loaders) -> Stage {
        if let Some(id) = storage::frame_session() {
            storage::remove(&["vivavoce:", &id].concat());
            storage::remove(&["vivavoce:", &id, ":draft"].concat());
        }
        storage::set_frame_session(None);
        Stage::begun(page, loaders)
    }

    /// The same frame, loaded anew.
    pub fn reloaded(page: Page) -> Stage {
        Stage::begun(page, vivavoce::start::loaders())
    }

    fn begun(page: Page, loaders: Loaders) -> Stage {
        any_spawner::Executor::init_wasm_bindgen().ok();
        network::install();
        let owner = Owner::new();
        let session = owner.with(|| Session::begin(page, loaders));
        Stage { owner, session }
    }

    pub fn phase(&self) -> Phase {
        self.session.phase().get_untracked()
    }

    /// `speaker: text` of every entry.
    pub fn said(&self) -> String {
        let rows = self.session.rows().get_untracked();
        let lines = rows.iter().filter_map(|row| {
            row.peek(|entry| match &entry.body {
                Body::Message(message) => format!("{:?}: {}", message.speaker, message.text),
                Body::Tool(tool) => format!("Tool: {}", tool.name),
            })
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.owner.cleanup();
        network::restore();
    }
}

const JSON: &str = r#"{"content-type":"application/json"}"#;
const SSE: &str = r#"{"content-type":"text/event-stream"}"#;
pub const CREATED: &str = r#"{"session_id":"5e55105e55105e55105e5510","session_token":"tok","stop_ticket":"tick","expires_at":0,"last_seq":1,"started_at":1}"#;

/// One event of the log, as the stream has it.
pub fn event(seq: u32, rest: &str) -> String {
    format!("id: {seq}\ndata: {{\"seq\":{seq},\"timestamp\":1700000000000,{rest}}}\n\n")
}

/// The number of the newest call that begins with `start`.
#[track_caller]
pub fn newest(start: &str) -> u32 {
    let lines: Vec<String> = (0..network::count()).map(network::line).collect();
    let found = lines.iter().rposition(|line| line.starts_with(start));
    match found {
        Some(at) => at as u32,
        None => panic!("no call {start:?} among {lines:#?}"),
    }
}

/// From ready to live.
pub async fn go_live(stage: &Stage) {
    stage.session.start();
    assert_eq!(stage.phase(), Phase::Connecting);
    settle().await;
    network::answer(newest("POST /api/embed/sessions "), 201, JSON, CREATED);
    settle().await;
    assert_eq!(stage.phase(), Phase::Live);
}

#[wasm_bindgen_test]
async fn a_conversation_from_the_dialog_to_the_results() {
    let stage = Stage::new(open_page("?t_role=clerk&maxDuration=600"));
    let session = stage.session;
    assert_eq!(stage.phase(), Phase::Credentials);
    let errors = session.continue_with("Ann".to_owned(), "nowhere".to_owned());
    assert!(errors.is_err_and(|errors| errors.email.is_some()));
    assert_eq!(stage.phase(), Phase::Credentials);
    session
        .continue_with(" Ann ".to_owned(), "ann@example.com".to_owned())
        .unwrap();
    assert_eq!(stage.phase(), Phase::Ready);
    assert_eq!(network::count(), 0, "nothing is asked before the start");

    session.start();
    settle().await;
    let asked = network::line(0);
    for part in [
        "POST /api/embed/sessions ",
        r#""scenario_id":"demo""#,
        r#""style":"full""#,
        r#""name":"Ann""#,
        r#""email":"ann@example.com""#,
        r#""role":"clerk""#,
        r#""max_duration_seconds":600"#,
    ] {
        assert!(asked.contains(part), "{part} is not in {asked}");
    }
    network::answer(0, 201, JSON, CREATED);
    settle().await;
    assert_eq!(stage.phase(), Phase::Live);
    assert_eq!(session.remaining().get_untracked(), Some(600));

    assert!(!session.send("  ".to_owned()));
    assert!(session.send("Hello".to_owned()));
    settle().await;
    let turn = newest("POST /api/embed/sessions/5e55105e55105e55105e5510/turns");
    let line = network::line(turn);
    assert!(line.contains("authorization=Bearer tok"), "{line}");
    assert!(line.ends_with(r#" {"text":"Hello"}"#), "{line}");
    let key = line
        .split_once("idempotency-key=")
        .and_then(|(_, rest)| rest.split_once(' '))
        .map(|(key, _)| key.to_owned())
        .unwrap();
    assert_eq!(key.len(), 24);
    network::answer(
        turn,
        202,
        JSON,
        &format!(r#"{{"turn_id":"{key}","seq":2}}"#),
    );
    settle().await;
    let stream = newest("GET /api/embed/sessions/5e55105e55105e55105e5510/events");
    network::open(stream, 200, SSE);
    settle().await;
    let started = r#""type":"CUSTOM","name":"session.started","value":{}"#;
    network::chunk(stream, &event(1, started));
    let run = format!(r#""type":"RUN_STARTED","threadId":"s","runId":"{key}""#);
    network::chunk(stream, &event(2, &run));
    for (seq, rest) in [
        (
            3,
            format!(r#""type":"TEXT_MESSAGE_START","messageId":"{key}","role":"user""#),
        ),
        (
            4,
            format!(r#""type":"TEXT_MESSAGE_CONTENT","messageId":"{key}","delta":"Hello""#),
        ),
        (
            5,
            format!(r#""type":"TEXT_MESSAGE_END","messageId":"{key}""#),
        ),
        (
            6,
            r#""type":"TEXT_MESSAGE_START","messageId":"a1","role":"assistant""#.to_owned(),
        ),
        (
            7,
            r#""type":"TEXT_MESSAGE_CONTENT","messageId":"a1","delta":"Good ""#.to_owned(),
        ),
    ] {
        network::chunk(stream, &event(seq, &rest));
    }
    vivavoce::browser::timer::sleep(150).await;
    let all: Vec<String> = (0..network::count()).map(network::line).collect();
    assert!(
        session.running().get_untracked(),
        "{} {all:?}",
        stage.said()
    );
    assert_eq!(session.pulse().get_untracked(), Pulse::Speaking);
    assert_eq!(stage.said(), "Visitor: Hello\nAgent: Good ");
    let arranged = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&arranged);
    let _count = stage.owner.with(|| {
        Effect::new(move |_| {
            session.rows().track();
            counted.fetch_add(1, Ordering::Relaxed);
        })
    });
    settle().await;
    assert!(
        !session.send("Too early".to_owned()),
        "a reply is being written"
    );

    network::chunk(
        stream,
        &event(
            8,
            r#""type":"TEXT_MESSAGE_CONTENT","messageId":"a1","delta":"day.""#,
        ),
    );
    network::chunk(
        stream,
        &event(9, r#""type":"TEXT_MESSAGE_END","messageId":"a1""#),
    );
    let finished = format!(r#""type":"RUN_FINISHED","threadId":"s","runId":"{key}""#);
    network::chunk(stream, &event(10, &finished));
    vivavoce::browser::timer::sleep(150).await;
    assert_eq!(stage.said(), "Visitor: Hello\nAgent: Good day.");
    assert!(!session.running().get_untracked());
    assert_eq!(session.pulse().get_untracked(), Pulse::Idle);
    assert_eq!(
        arranged.load(Ordering::Relaxed),
        1,
        "a delta concerns its own row alone"
    );

    session.end();
    assert_eq!(stage.phase(), Phase::Stopping);
    settle().await;
    let stop = newest("POST /api/embed/sessions/5e55105e55105e55105e5510/stop");
    assert!(network::line(stop).ends_with(" keepalive"));
    network::answer(stop, 200, JSON, r#"{"reason":"visitor"}"#);
    network::chunk(
        stream,
        &event(
            11,
            r#""type":"CUSTOM","name":"session.stopped","value":{"reason":"visitor"}"#,
        ),
    );
    vivavoce::browser::timer::sleep(900).await;
    assert_eq!(stage.phase(), Phase::Review);

    session.submit(Some("Fine.".to_owned()));
    assert!(session.busy().get_untracked());
    settle().await;
    let submit = newest("POST /api/embed/sessions/5e55105e55105e55105e5510/submit");
    assert!(network::line(submit).contains(r#"{"comment":"Fine."}"#));
    network::answer(submit, 200, JSON, "{}");
    settle().await;
    assert_eq!(stage.phase(), Phase::Submitted);
    settle().await;
    let results = newest("GET /api/embed/sessions/5e55105e55105e55105e5510/results");
    network::answer(results, 200, JSON, r#"{"status":"ready","score":7.5}"#);
    settle().await;
    let score = session
        .results()
        .with_untracked(|it| it.as_ref().map(|it| it.results["score"].clone()));
    assert_eq!(score, Some(7.5.into()));

    session.again();
    assert_eq!(stage.phase(), Phase::Ready);
    assert_eq!(stage.said(), "");
    assert_eq!(storage::frame_session(), None);
}

#[wasm_bindgen_test]
async fn what_is_sent_stands_in_the_transcript_at_once() {
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    go_live(&stage).await;
    assert!(stage.session.send("Hello".to_owned()));
    assert_eq!(stage.said(), "Visitor: Hello", "with no frame in between");
}

#[wasm_bindgen_test]
async fn a_stopped_start_stops_what_it_created() {
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    stage.session.start();
    settle().await;
    stage.session.end();
    assert_eq!(stage.phase(), Phase::Ready);
    network::answer(0, 201, JSON, CREATED);
    settle().await;
    newest("POST /api/embed/sessions/5e55105e55105e55105e5510/stop");
    assert_eq!(stage.phase(), Phase::Ready);
}

#[wasm_bindgen_test]
async fn a_reload_carries_on_where_it_was() {
    let stage = Stage::new(open_page("?promptUserInfo=false"));
    go_live(&stage).await;
    stage.session.draft().set("half a thou".to_owned());
    vivavoce::browser::timer::sleep(500).await;
    drop(stage);

    let stage = Stage::reloaded(open_page("?promptUserInfo=false"));
    assert_eq!(stage.phase(), Phase::Connecting);
    settle().await;
    let replay = newest("GET /api/embed/sessions/5e55105e55105e55105e5510/events?after=0");
    assert!(network::line(replay).contains("authorization=Bearer tok"));
    network::answer(
        replay,
        200,
        JSON,
        r#"{"events":[
            {"seq":1,"timestamp":1700000000000,"type":"CUSTOM","name":"session.started","value":{}},
            {"seq":2,"timestamp":1700000000000,"type":"RUN_STARTED","threadId":"s","runId":"g"},
            {"seq":3,"timestamp":1700000000000,"type":"TEXT_MESSAGE_START","messageId":"a","role":"assistant"},
            {"seq":4,"timestamp":1700000000000,"type":"TEXT_MESSAGE_CONTENT","messageId":"a","delta":"Welcome back"},
            {"seq":5,"timestamp":1700000000000,"type":"TEXT_MESSAGE_END","messageId":"a"},
            {"seq":6,"timestamp":1700000000000,"type":"RUN_FINISHED","threadId":"s","runId":"g"}
        ],"last_seq":6,"running":false}"#,
    );
    vivavoce::browser::timer::sleep(150).await;
    assert_eq!(stage.phase(), Phase::Live);
    assert_eq!(stage.said(), "Agent: Welcome back");
    assert_eq!(stage.session.draft().get_untracked(), "half a thou");
    assert!(!stage.session.anew().get_untracked());
}

#[wasm_bindgen_test]
async fn a_session_that_is_gone_starts_anew_and_says_so() {
    for status in [401, 404] {
        let stage = Stage::new(open_page("?promptUserInfo=false"));
        go_live(&stage).await;
        drop(stage);
        let stage = Stage::reloaded(open_page("?promptUserInfo=false"));
        settle().await;
        network::answer(0, status, JSON, r#"{"detail":"gone"}"#);
        settle().await;
        assert_eq!(stage.phase(), Phase::Ready);
        assert!(stage.session.anew().get_untracked());
        assert_eq!(storage::frame_session(), None);
    }
}

#[wasm_bindgen_test]
fn a_reload_without_storage_starts_anew_and_says_so() {
    let stage = Stage::new(open_page(""));
    drop(stage);
    storage::set_frame_session(Some("aaaaaaaaaaaaaaaaaaaaaaaa"));
    let stage = Stage::reloaded(open_page(""));
    assert_eq!(stage.phase(), Phase::Credentials);
    assert!(stage.session.anew().get_untracked());
}

fn locked_page(lock: Lock, token: Option<&str>) -> Page {
    let mut page = open_page("?promptUserInfo=false");
    page.config.scenario = None;
    page.config.locked = Some(lock);
    page.token = token.map(str::to_owned);
    page
}

#[wasm_bindgen_test]
async fn a_token_is_exchanged_once_and_opens_the_scenario() {
    let stage = Stage::new(locked_page(Lock::Token, Some("sat")));
    assert_eq!(stage.phase(), Phase::Loading);
    settle().await;
    assert_eq!(
        network::line(0),
        r#"POST /api/embed/access content-type=application/json {"scenario_id":"demo","token":"sat"}"#
    );
    network::answer(0, 200, JSON, r#"{"bearer":"b","expires_at":1}"#);
    settle().await;
    assert_eq!(
        network::line(1),
        "GET /api/embed/scenarios/demo authorization=Bearer b"
    );
    network::answer(1, 200, JSON, r#"{"id":"1","name":"Private"}"#);
    settle().await;
    assert_eq!(stage.phase(), Phase::Ready);
    stage.session.start();
    settle().await;
    assert!(network::line(2).contains("authorization=Bearer b"));
}

#[wasm_bindgen_test]
async fn a_wrong_passcode_can_be_tried_again() {
    let stage = Stage::new(locked_page(Lock::Passcode, None));
    assert_eq!(stage.phase(), Phase::Locked);
    assert_eq!(stage.session.failure().get_untracked(), None);
    stage.session.unlock("0000".to_owned());
    assert!(stage.session.busy().get_untracked());
    settle().await;
    network::answer(0, 401, JSON, r#"{"detail":"wrong passcode"}"#);
    settle().await;
    assert_eq!(stage.phase(), Phase::Locked);
    assert_eq!(stage.session.lock().get_untracked(), Some(Lock::Passcode));
    assert_eq!(
        stage.session.failure().get_untracked(),
        Some(Failure::Refused)
    );
    assert!(!stage.session.busy().get_untracked());
    // Too many tries, or no network: still locked, still told.
    stage.session.unlock("1111".to_owned());
    settle().await;
    network::answer(1, 429, r#"{"retry-after":"2"}"#, "{}");
    settle().await;
    assert_eq!(stage.phase(), Phase::Locked);
    assert_eq!(
        stage.session.failure().get_untracked(),
        Some(Failure::Busy {
            retry_after: Some(2000)
        })
    );
    stage.session.unlock("2222".to_owned());
    settle().await;
    network::answer(2, 200, JSON, r#"{"bearer":"b","expires_at":1}"#);
    settle().await;
    network::answer(3, 200, JSON, r#"{"id":"1","name":"Private"}"#);
    settle().await;
    assert_eq!(stage.phase(), Phase::Ready);
    assert_eq!(stage.session.failure().get_untracked(), None);
}

#[wasm_bindgen_test]
async fn a_stale_token_does_not_lock_an_open_scenario() {
    let mut page = open_page("?promptUserInfo=false");
    page.token = Some("old".to_owned());
    let stage = Stage::new(page);
    settle().await;
    network::answer(0, 401, JSON, "{}");
    settle().await;
    assert_eq!(stage.phase(), Phase::Ready);
}

#[wasm_bindgen_test]
async fn a_page_without_facts_asks_for_them_and_retries() {
    let mut page = open_page("?promptUserInfo=false");
    page.config.scenario = None;
    let stage = Stage::new(page);
    settle().await;
    network::refuse(0);
    settle().await;
    assert_eq!(stage.phase(), Phase::Failed);
    assert_eq!(
        stage.session.failure().get_untracked(),
        Some(Failure::Unreachable)
    );
    stage.session.retry();
    assert_eq!(stage.phase(), Phase::Loading);
    settle().await;
    network::answer(1, 200, JSON, r#"{"id":"1","name":"Late"}"#);
    settle().await;
    assert_eq!(stage.phase(), Phase::Ready);
    assert_eq!(stage.session.failure().get_untracked(), None);
}

#[wasm_bindgen_test]
fn an_address_without_a_scenario_and_one_unknown_are_missing() {
    let mut nowhere = open_page("");
    nowhere.address.path = "/".to_owned();
    let mut unknown = open_page("");
    unknown.config.scenario = None;
    unknown.config.missing = true;
    for page in [nowhere, unknown] {
        let stage = Stage::new(page);
        assert_eq!(stage.phase(), Phase::Failed);
        assert_eq!(
            stage.session.failure().get_untracked(),
            Some(Failure::Missing)
        );
    }
}

#[wasm_bindgen_test]
async fn auto_start_starts_once() {
    let stage = Stage::new(open_page(
        "?userName=Ann&userEmail=ann@example.com&autoStart=true",
    ));
    assert_eq!(stage.phase(), Phase::Connecting);
    settle().await;
    assert!(network::line(0).starts_with("POST /api/embed/sessions "));
}
