//! Tovie's chat API as its callers meet it, and the widget's own machine against it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use serde_json::{Value, json};
use vivavoce_core::dialect::vendor::tovie::Tovie;
use vivavoce_core::dialect::vendor::{Status, VendorCommand, VendorDialect, VendorEvent};
use vivavoce_core::dialect::{Event, Open, Verb};
use vivavoce_core::transcript::EntryId;
use vivavoce_engine::ids;
use vivavoce_engine::store::{Account, Store};
use vivavoce_engine::{settings::Limits, settings::Rate};
use vivavoce_protocol::wire::{BackendFacts, CreateSession, User};
use vivavoce_server::{Server, seed};
use vivavoce_server::{settings::BackendDialect, settings::BackendSettings, settings::Settings};

use crate::agent::{let_go, obedient};
use crate::driver::Driver;
use crate::site::{ACCOUNT, Site, limits, patience, scenario, site_in};

const TOKEN: &str = "abcdefgh:0123456789012345678901234567890123456789";

/// A channel with the token [`TOKEN`].
struct World {
    _folder: tempfile::TempDir,
    site: Site,
    key: String,
    channel: String,
}

impl World {
    async fn new(channel: Value) -> World {
        World::with(channel, |_| {}).await
    }

    async fn with(channel: Value, set: impl FnOnce(&mut Settings)) -> World {
        let much = Rate {
            burst: 10_000,
            per_minute: 10_000,
        };
        let mut settings = Settings {
            engine: vivavoce_engine::Settings {
                limits: Limits {
                    sessions_per_address: much,
                    ..limits()
                },
                ..vivavoce_engine::Settings::default()
            },
            ..Settings::default()
        };
        settings.engine.webhooks.allow_private = true;
        settings.backends.insert(
            "shop".to_owned(),
            BackendSettings {
                dialect: BackendDialect::Tovie,
                url: "https://bot.example/chatapi/x".to_owned(),
                secret: None,
                title: None,
                description: None,
                terms: Default::default(),
                generation: 2,
                state_path: None,
                show: Vec::new(),
                direct: true,
                organization: None,
                provider: None,
                frame: None,
                scenarios: Vec::new(),
                requests_per_minute: None,
                concurrent: 8,
                concurrent_lasting: 100,
            },
        );
        set(&mut settings);
        let folder = tempfile::tempdir().unwrap();
        let site = site_in(&crate::site::file(folder.path()), settings).await;
        let key = seed::mint(&site.app.store, ACCOUNT, "test", site.app.clock.now());
        let key = key.await.unwrap().key;
        let mut play = scenario("support");
        play.strategy = json!({});
        site.put(play).await;
        let mut world = World {
            _folder: folder,
            site,
            key,
            channel: String::new(),
        };
        let mut body = json!({ "name": "App", "scenario_id": "support", "token": TOKEN });
        body.as_object_mut()
            .unwrap()
            .extend(channel.as_object().unwrap().clone());
        let made = world.own("POST /channels", body).await;
        world.channel = made["id"].as_str().unwrap().to_owned();
        assert_eq!(made["token"], TOKEN);
        world
    }

    /// A call of our own API that works.
    async fn own(&self, line: &str, body: Value) -> Value {
        let (status, answer) = self.own_as(&self.key, line, body).await;
        assert!(status < 300, "{line}: {status} {answer}");
        answer
    }

    async fn own_as(&self, key: &str, line: &str, body: Value) -> (u16, Value) {
        let (method, path) = line.split_once(' ').unwrap();
        let request = axum::http::Request::builder()
            .method(method)
            .uri(format!("/api/public{path}"))
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json");
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = self.site.request(request.body(body.into()).unwrap()).await;
        (answer.status, answer.json())
    }

    /// A call of the chat API; `path` is what follows the token.
    async fn chat(&self, line: &str, body: Value) -> (u16, Value) {
        let (method, path) = line.split_once(' ').unwrap_or((line, ""));
        let path = format!("/chatapi/{TOKEN}{path}");
        let answer = match method {
            "GET" => self.site.get(&path, &[]).await,
            _ => self.site.post(&path, &[], body).await,
        };
        (answer.status, answer.json())
    }

    /// One that works.
    async fn good(&self, line: &str, body: Value) -> Value {
        let (status, answer) = self.chat(line, body).await;
        assert_eq!(status, 200, "{line}: {answer}");
        answer
    }

    async fn say(&self, client: &str, query: &str) -> Value {
        let body = json!({ "clientId": client, "query": query, "cid": "c1" });
        self.good("POST", body).await
    }

    /// Types and texts of a client's events from `ts` on.
    async fn events(&self, query: &str) -> Vec<String> {
        let answer = self
            .good(&format!("GET /events?{query}"), Value::Null)
            .await;
        let events = answer["events"].as_array().unwrap().iter();
        events
            .map(|it| format!("{} {}", it["type"].as_str().unwrap(), words(&it["event"])))
            .collect()
    }
}

/// What an envelope says: the question, the replies' texts, its buttons.
fn words(envelope: &Value) -> String {
    let mut words = String::new();
    if let Some(query) = envelope["query"].as_str() {
        words += &format!("<{query}>");
    }
    for reply in envelope["data"]["replies"].as_array().into_iter().flatten() {
        words += &match reply["type"].as_str().unwrap() {
            "text" => reply["text"].as_str().unwrap().to_owned(),
            "buttons" => format!("{}", reply["buttons"]),
            other => format!("({other})"),
        };
    }
    words
}

async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let patient = patience();
    // A client may look four times a second, and at first more often.
    for pause in std::iter::repeat_n(25, 40).chain(std::iter::repeat(300)) {
        if let Some(found) = look().await {
            return found;
        }
        if !patient() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
    panic!("no {what}");
}

#[tokio::test]
async fn naming_another_client_each_time_begins_no_more_than_an_address_may() {
    let world = World::with(json!({}), |settings| {
        settings.engine.limits.sessions_per_address = Rate {
            burst: 2,
            per_minute: 0,
        };
    })
    .await;
    for (client, query, status) in [
        ("a", "say hi", 200),
        ("b", "/start", 200),
        ("c", "say hi", 429),
        // Beginning anew is beginning.
        ("b", "/start", 429),
        ("a", "say more", 200),
        ("b", "say hi", 200),
    ] {
        let body = json!({ "clientId": client, "query": query });
        let (told, answer) = world.chat("POST", body).await;
        assert_eq!(told, status, "{client} {query}: {answer}");
    }
    let long = format!("/events?clientId=a&cid={}", "x".repeat(201));
    let (status, answer) = world.chat(&format!("GET {long}"), Value::Null).await;
    assert_eq!(status, 400, "{answer}");
    assert!(answer.to_string().contains("cid"), "{answer}");
}

#[tokio::test]
async fn a_synchronous_request_gets_the_whole_exchange() {
    let world = World::new(json!({ "block_form": true })).await;
    let greeting = json!({
        "clientId": "ann", "query": "/start", "cid": "c1",
        "data": { "who": "a nurse", "name": "Ann", "nested": { "x": 1 } },
    });
    let mut answer = world.good("POST", greeting).await;
    let question = answer["questionId"].take();
    assert_eq!(question.as_str().unwrap().len(), 36);
    let time = answer["timestamp"].take();
    assert_eq!(time.as_str().unwrap().len(), 23, "{time}");
    assert_eq!(
        answer,
        json!({
            "clientId": "ann", "questionId": null, "query": "/start", "cid": "c1",
            "timestamp": null, "blockForm": false, "status": "SENT",
            "data": {
                "nlpClass": "/Agent", "confidence": 1.0,
                "replies": [{ "type": "text", "markup": "markdown", "state": "/Agent",
                    "text": "Hello. You are a nurse." }],
                "answer": "Hello. You are a nurse.",
                "newSessionStarted": true, "debugData": [], "endSession": false,
            },
        })
    );
    // A button's text is what it sends; the agent hears which it was.
    let answer = world.say("ann", "choose").await;
    assert_eq!(words(&answer), r#"<choose>Which?[{"text":"say A"}]"#);
    assert_eq!(answer["data"]["newSessionStarted"], false);
    // Only beside buttons may a client not write.
    assert_eq!(answer["blockForm"], true);
    let history = world.good("GET /client/ann/history", Value::Null).await;
    let blocked: Vec<&Value> = history["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["blockForm"])
        .collect();
    assert_eq!(blocked, [false, true]);
    assert_eq!(words(&world.say("ann", "say A").await), "<say A>A");
    let heard = words(&world.say("ann", "history").await);
    assert!(heard.contains("Visitor: say A (a)"), "{heard}");
    // An event is no word of the client's: the agent is told of it beside the conversation.
    let event = json!({ "clientId": "ann", "event": "cartChanged", "data": { "items": 3 } });
    let answer = world.good("POST", event).await;
    assert_eq!(
        (&answer["event"], &answer["data"]["replies"]),
        (&json!("cartChanged"), &json!([]))
    );
    let heard = words(&world.say("ann", "history").await);
    let (_, notes) = heard.split_once(" | ").unwrap();
    assert!(
        notes.contains("cartChanged") && notes.contains('3'),
        "{heard}"
    );
    // The agent ends its session; the next word begins another.
    let answer = world.say("ann", "bye").await;
    assert_eq!(answer["data"]["endSession"], true);
    let answer = world.say("ann", "say again").await;
    assert_eq!(answer["data"]["newSessionStarted"], true);
    // A failing agent says so.
    assert_eq!(
        words(&world.say("ann", "fail Hm.").await),
        "<fail Hm.>Hm.The agent did not answer."
    );
    // Under the older address, too, and without a word for another client's talk.
    let path = format!("/chatadapter/chatapi/{TOKEN}");
    let body = json!({ "clientId": "bob", "query": "history" });
    let answer = world.site.post(&path, &[], body).await.expect(200).json();
    assert_eq!(words(&answer), "<history>Visitor: history | ");
}

#[tokio::test]
async fn what_cannot_be_taken_is_answered_in_the_vendors_form() {
    let world = World::new(json!({})).await;
    world.say("ann", "say hi").await;
    let wrong = format!("/chatapi/{}", TOKEN.replace("abc", "xyz"));
    let checks: [(&str, String, Value, u16, &str); 14] = [
        (
            "POST",
            wrong.clone(),
            json!({ "clientId": "a", "query": "b" }),
            404,
            "no channel",
        ),
        (
            "GET",
            format!("{wrong}/events?clientId=a"),
            Value::Null,
            404,
            "no channel",
        ),
        (
            "POST",
            String::new(),
            json!([]),
            400,
            "The body must be JSON",
        ),
        (
            "POST",
            String::new(),
            json!({ "clientId": "a" }),
            400,
            "either a query",
        ),
        (
            "POST",
            String::new(),
            json!({ "clientId": "a", "query": "b", "event": "c" }),
            400,
            "either a query",
        ),
        (
            "POST",
            String::new(),
            json!({ "query": "b" }),
            400,
            "clientId must be",
        ),
        (
            "POST",
            String::new(),
            json!({ "clientId": "a\u{0}", "query": "b" }),
            400,
            "clientId must be",
        ),
        (
            "POST",
            String::new(),
            json!({ "clientId": "a", "query": "x".repeat(90_000) }),
            400,
            "Please shorten",
        ),
        (
            "POST",
            "/client/ann/state".into(),
            json!([1]),
            400,
            "must be a JSON object",
        ),
        (
            "POST",
            "/client/ann/message/q/status".into(),
            json!({ "status": "EATEN" }),
            400,
            "status must be",
        ),
        (
            "POST",
            "/client/ann/message/q/status".into(),
            json!({ "status": "READ" }),
            404,
            "no reply",
        ),
        (
            "GET",
            "/client/bob/message/q/status".into(),
            Value::Null,
            404,
            "no reply",
        ),
        (
            "GET",
            "/events".into(),
            Value::Null,
            400,
            "clientId must be",
        ),
        (
            "GET",
            "/events?clientId=ann&ts=yesterday".into(),
            Value::Null,
            400,
            "A time is",
        ),
    ];
    for (method, path, body, status, part) in checks {
        let path = if path.starts_with("/chatapi") {
            path
        } else {
            format!("/chatapi/{TOKEN}{path}")
        };
        let answer = match method {
            "GET" => world.site.get(&path, &[]).await,
            _ => world.site.post(&path, &[], body).await,
        };
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        let body = answer.json();
        assert_eq!(body["status"], status, "{body}");
        for name in ["timestamp", "error", "exception", "message"] {
            assert!(body[name].is_string(), "{body}");
        }
        assert!(
            body["message"].as_str().unwrap().contains(part),
            "{path}: {body}"
        );
        assert!(
            !answer.text.contains("0123456789"),
            "{path}: {}",
            answer.text
        );
    }
    let request = axum::http::Request::delete(format!("/chatapi/{TOKEN}")).body("".into());
    assert_eq!(world.site.request(request.unwrap()).await.status, 405);
    // A removed channel opens nothing.
    world
        .own(&format!("DELETE /channels/{}", world.channel), Value::Null)
        .await;
    let (status, _) = world
        .chat("POST", json!({ "clientId": "a", "query": "b" }))
        .await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn asynchronous_replies_come_by_the_events() {
    let world = World::new(json!({})).await;
    let body = json!({ "clientId": "ann", "query": "say hello there", "cid": "c1" });
    let answer = world.good("POST /async", body).await;
    let question = answer["questionId"].as_str().unwrap();
    assert_eq!(answer.as_object().unwrap().len(), 1);
    // By default only what persons say, so this waits for nothing that comes.
    let seen = world.events("clientId=ann&all=true&cid=c1").await;
    assert_eq!(seen, ["botResponse <say hello there>hello there"]);
    let simple = world
        .good("GET ?clientId=ann&query=say%20simply", Value::Null)
        .await;
    assert_eq!(
        simple,
        json!({ "clientId": "ann", "query": "say simply", "event": null })
    );
    // Without a name for the connection everything is told, from the given time on.
    let seen = eventually("the simple reply", async || {
        let seen = world.events("clientId=ann&all=true&ts=0").await;
        (seen.len() == 4).then_some(seen)
    })
    .await;
    assert_eq!(
        seen,
        [
            "userRequest <say hello there>",
            "botResponse <say hello there>hello there",
            "userRequest <say simply>",
            "botResponse <say simply>simply",
        ]
    );
    // Another connection is not told of this one's.
    let seen = world.events("clientId=ann&all=true&ts=0&cid=c2").await;
    assert_eq!(
        seen,
        ["userRequest <say simply>", "botResponse <say simply>simply"]
    );
    // The history has each exchange once.
    let history = world.good("GET /client/ann/history", Value::Null).await;
    let said: Vec<String> = history["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(words)
        .collect();
    assert_eq!(said, ["<say hello there>hello there", "<say simply>simply"]);
    assert_eq!(history["messages"][0]["questionId"], question);
    let later = history["messages"][1]["timestamp"].as_str().unwrap();
    for (span, count) in [
        (format!("from={later}"), 1),
        ("to=5".to_owned(), 0),
        ("page=0&size=1".to_owned(), 1),
        ("page=2&size=1".to_owned(), 0),
    ] {
        let history = world
            .good(&format!("GET /client/ann/history?{span}"), Value::Null)
            .await;
        assert_eq!(
            history["messages"].as_array().unwrap().len(),
            count,
            "{span}"
        );
    }
    let nobody = world.good("GET /client/nobody/history", Value::Null).await;
    assert_eq!(nobody, json!({ "messages": [] }));
}

#[tokio::test]
async fn a_poll_is_held_until_something_happens() {
    let world = World::new(json!({})).await;
    world.say("ann", "say one").await;
    // What came of this connection's own word, and then nothing.
    let query = "clientId=ann&all=true&cid=c1";
    assert_eq!(world.events(query).await, ["botResponse <say one>one"]);
    let began = std::time::Instant::now();
    let seen = async {
        let seen = world.events(query).await;
        // Only then, or the reply would be told with it.
        let_go("poll");
        seen
    };
    let (seen, _) = tokio::join!(seen, async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        world.say("ann", "after poll two").await;
    });
    assert_eq!(seen, ["userRequest <after poll two>"]);
    assert!(began.elapsed() >= Duration::from_millis(290));
    // A client nobody has heard of may be waited for as well.
    let (seen, _) = tokio::join!(world.events("clientId=new&all=true"), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        world
            .good("POST /client/new/state", json!({ "x": 1 }))
            .await;
    });
    assert_eq!(seen, ["stateChanged "]);
    // At most 250 in one answer, and nothing is left out.
    for _ in 0..130 {
        // A client has 60 words a minute.
        world.site.app.clock.advance(2_000);
        world
            .good("POST /client/many/state", json!({ "x": 1 }))
            .await;
        world
            .good("POST", json!({ "clientId": "many", "event": "tick" }))
            .await;
    }
    let first = world
        .good("GET /events?clientId=many&all=true&ts=0", Value::Null)
        .await;
    assert_eq!(first["events"].as_array().unwrap().len(), 250);
    let rest = world
        .good("GET /events?clientId=many&all=true", Value::Null)
        .await;
    assert_eq!(rest["events"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn statuses_state_and_the_count_of_what_is_unread() {
    let world = World::new(json!({})).await;
    let mut questions = Vec::new();
    for word in ["one", "two", "three"] {
        let answer = world.say("ann", &format!("say {word}")).await;
        questions.push(answer["questionId"].as_str().unwrap().to_owned());
    }
    let count = async || {
        world
            .good("GET /client/ann/message-not-read-count", Value::Null)
            .await
    };
    assert_eq!(count().await, json!({ "count": 3 }));
    let path = format!("/client/ann/message/{}/status", questions[0]);
    let read = async || world.good(&format!("GET {path}"), Value::Null).await["status"].clone();
    assert_eq!(read().await, "SENT");
    for (set, now) in [
        ("DELIVERED", "DELIVERED"),
        ("READ", "READ"),
        ("DELIVERED", "READ"),
        ("SENT", "READ"),
        ("NOT_SENT", "NOT_SENT"),
    ] {
        let answer = world
            .good(&format!("POST {path}"), json!({ "status": set }))
            .await;
        assert_eq!(
            (&answer["status"], read().await),
            (&json!(now), json!(now)),
            "{set}"
        );
    }
    assert_eq!(count().await, json!({ "count": 2 }));
    let many = json!({ "statuses": [
        { "questionId": questions[1], "status": "READ" },
        { "questionId": "nobody's", "status": "READ" },
        { "status": "READ" },
        { "questionId": 7, "status": "READ" },
    ] });
    let answer = world.good("POST /client/ann/message-statuses", many).await;
    assert_eq!(
        answer,
        json!({
            "statuses": [{ "questionId": questions[1], "status": "READ" }],
            "errors": [
                { "index": 1, "questionId": "nobody's", "message": "This client has no reply with this questionId" },
                { "index": 2, "questionId": null, "message": "questionId is missing" },
                { "index": 3, "questionId": "7", "message": "This client has no reply with this questionId" },
            ],
        })
    );
    for (body, status) in [
        (json!({}), 400),
        (json!({ "statuses": null }), 400),
        (json!({ "statuses": {} }), 400),
        (json!([]), 400),
        (
            json!({ "statuses": [{ "questionId": questions[1], "status": "EATEN" }] }),
            400,
        ),
        (json!({ "statuses": [{ "questionId": questions[1] }] }), 400),
        (json!({ "statuses": [] }), 200),
    ] {
        let (found, answer) = world
            .chat("POST /client/ann/message-statuses", body.clone())
            .await;
        assert_eq!(found, status, "{body}: {answer}");
        assert!(
            status == 200 || answer["message"].is_string(),
            "{body}: {answer}"
        );
    }
    assert_eq!(count().await, json!({ "count": 1 }));
    // Another client's replies are its own.
    let (status, _) = world
        .chat(
            &format!("GET /client/bob/message/{}/status", questions[0]),
            Value::Null,
        )
        .await;
    assert_eq!(status, 404);

    let state = "/client/ann/state";
    assert_eq!(
        world.good(&format!("GET {state}"), Value::Null).await,
        json!({})
    );
    let object = json!({ "draft": "Ünï", "list": [1, { "deep": null }] });
    assert_eq!(
        world.good(&format!("POST {state}"), object.clone()).await,
        object
    );
    assert_eq!(
        world.good(&format!("GET {state}"), Value::Null).await,
        object
    );
    assert_eq!(
        world.good("GET /client/bob/state", Value::Null).await,
        json!({})
    );
    let (status, _) = world
        .chat(&format!("POST {state}"), json!({ "x": "y".repeat(70_000) }))
        .await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_state_is_kept_as_it_was_sent_and_told_beside_what_an_event_has() {
    let world = World::new(json!({})).await;
    let raw = async |method: &str, path: &str, body: &'static str| {
        let request = axum::http::Request::builder()
            .method(method)
            .uri(format!("/chatapi/{TOKEN}{path}"))
            .body(body.into());
        world.site.request(request.unwrap()).await
    };
    for (sent, kept) in [
        ("{}", "{}"),
        (
            r#"{"n":12345678901234567890123,"f":1.10,"e":1E5,"z":-0}"#,
            r#"{"n":12345678901234567890123,"f":1.10,"e":1E5,"z":-0}"#,
        ),
        (
            " {\"b\" : 1, \"a\": [ 1.0 ]}\n",
            "{\"b\" : 1, \"a\": [ 1.0 ]}",
        ),
        (
            r#"{"a":{"a":{"a":9007199254740993.0}}}"#,
            r#"{"a":{"a":{"a":9007199254740993.0}}}"#,
        ),
        (
            r#"{"replies":7,"answer":null,"draft":"so \ud83d"}"#,
            r#"{"replies":7,"answer":null,"draft":"so \ufffd"}"#,
        ),
    ] {
        let answer = raw("POST", "/client/ann/state", sent).await.expect(200);
        assert_eq!(answer.text, kept, "{sent}");
        let answer = raw("GET", "/client/ann/state", "").await.expect(200);
        assert_eq!(answer.text, kept, "{sent}");
    }
    for broken in [
        "",
        "[]",
        "7",
        "{\"a\":}",
        "{\"a\":1}}",
        "{\"a\":\"\\ud83\"}",
    ] {
        assert_eq!(
            raw("POST", "/client/ann/state", broken).await.status,
            400,
            "{broken}"
        );
    }
    let path = "/events?clientId=ann&all=true&ts=0";
    let told = raw("GET", path, "").await.expect(200);
    assert!(
        told.text.contains(r#""n":12345678901234567890123"#),
        "{}",
        told.text
    );
    let events = told.json()["events"].clone();
    let all: Vec<&Value> = events
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["event"]["data"])
        .collect();
    assert_eq!(all.len(), 5);
    for data in all {
        assert_eq!(data["replies"], json!([]), "{data}");
        for name in [
            "nlpClass",
            "confidence",
            "answer",
            "newSessionStarted",
            "debugData",
            "endSession",
        ] {
            assert!(!data[name].is_null(), "{name}: {data}");
        }
    }
    assert_eq!(events[4]["event"]["data"]["draft"], "so \u{fffd}");
}

#[tokio::test]
async fn a_client_is_named_by_a_text_or_by_a_number_in_its_digits() {
    let world = World::new(json!({})).await;
    for (body, client) in [
        (r#"{"clientId":424242,"query":"say hi"}"#, Some("424242")),
        (
            r#"{"clientId":9007199254740993,"query":"say hi","cid":7}"#,
            Some("9007199254740993"),
        ),
        (
            r#"{"clientId":12345678901234567890123,"query":"say hi"}"#,
            Some("12345678901234567890123"),
        ),
        (r#"{"clientId":-1,"query":7}"#, Some("-1")),
        (
            r#"{"clientId":"so \ud83d","query":"say hi"}"#,
            Some("so \u{fffd}"),
        ),
        (
            r#"{"clientId":"a","clientId":"b","query":"say hi","event":null,"data":null}"#,
            Some("b"),
        ),
        // An object without members, as PHP writes it (UserScape/php-customerio#20, intercom/intercom-php#81).
        (r#"{"clientId":"c","query":"say hi","data":[]}"#, Some("c")),
        (r#"{"clientId":"a","query":"say hi","data":[1]}"#, None),
        (r#"{"clientId":true,"query":"say hi"}"#, None),
        (r#"{"clientId":{},"query":"say hi"}"#, None),
        (r#"{"clientId":[1],"query":"say hi"}"#, None),
        (r#"{"clientId":null,"query":"say hi"}"#, None),
        (r#"{"clientId":"","query":"say hi"}"#, None),
        (r#"{"clientId":"a","query":{}}"#, None),
        (r#"{"clientId":"a","query":"say hi","data":"x"}"#, None),
        (r#"{"clientId":"a","query":"say hi""#, None),
        (r#"["a"]"#, None),
    ] {
        let request = axum::http::Request::post(format!("/chatapi/{TOKEN}"));
        let answer = world.site.request(request.body(body.into()).unwrap()).await;
        let told = answer.json();
        match client {
            Some(client) => assert_eq!(told["clientId"], client, "{body}: {told}"),
            None => assert_eq!(
                (answer.status, told["status"].clone()),
                (400, json!(400)),
                "{body}: {told}"
            ),
        }
    }
    // One person, however they are named.
    let history = world.good("GET /client/424242/history", Value::Null).await;
    assert_eq!(history["messages"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_a_client_may_send_is_the_operators_to_say() {
    let world = World::with(json!({}), |settings| {
        settings.engine.limits.channel_client_says = Rate {
            burst: 2,
            per_minute: 0,
        };
    })
    .await;
    for (client, status) in [("ann", 200), ("ann", 200), ("ann", 429), ("bob", 200)] {
        let (found, answer) = world
            .chat("POST", json!({ "clientId": client, "query": "say hi" }))
            .await;
        assert_eq!(found, status, "{answer}");
    }
    world.good("GET /client/ann/history", Value::Null).await;
}

#[tokio::test]
async fn a_reply_that_no_webhook_takes_is_not_sent() {
    let hook = Hook::default();
    let url = hook.listen().await;
    let world = World::new(json!({ "webhook_url": url })).await;
    let ask = async || {
        let answer = world
            .good(
                "POST /async",
                json!({ "clientId": "ann", "query": "say hi" }),
            )
            .await;
        answer["questionId"].as_str().unwrap().to_owned()
    };
    let status = async |question: &str| {
        let line = format!("GET /client/ann/message/{question}/status");
        let (_, answer) = world.chat(&line, Value::Null).await;
        answer["status"].as_str().unwrap_or_default().to_owned()
    };
    let taken = ask().await;
    hook.arrived(1).await;
    world.site.app.clock.hold();
    *hook.refuses.lock().unwrap() = 8;
    let lost = ask().await;
    hook.arrived(2).await;
    let seen = ask().await;
    hook.arrived(3).await;
    // Whoever heard of it by the events has it.
    world
        .good(
            &format!("POST /client/ann/message/{seen}/status"),
            json!({ "status": "DELIVERED" }),
        )
        .await;
    for tries in 1..=4 {
        eventually("a try that is noted", async || {
            let all = world
                .site
                .app
                .store
                .parcels(&world.channel, 9)
                .await
                .unwrap();
            let tried = all
                .iter()
                .filter(|it| it.detail.is_some() && it.attempts == tries);
            (tried.count() == 2).then_some(())
        })
        .await;
        assert!(tries == 4 || status(&lost).await == "SENT", "{tries}");
        world.site.app.clock.advance(3_300);
    }
    eventually("a reply that is not sent", async || {
        (status(&lost).await == "NOT_SENT").then_some(())
    })
    .await;
    assert_eq!(status(&seen).await, "DELIVERED");
    assert_eq!(status(&taken).await, "SENT");
}

/// What a webhook got, and how it answers.
#[derive(Clone, Default)]
struct Hook {
    got: Arc<Mutex<Vec<(String, Value)>>>,
    refuses: Arc<Mutex<u32>>,
}

impl Hook {
    async fn listen(&self) -> String {
        let hook = self.clone();
        let take = async move |headers: axum::http::HeaderMap, body: axum::Json<Value>| {
            let id = headers["webhook-id"].to_str().unwrap().to_owned();
            assert!(headers.contains_key("webhook-signature"));
            hook.got.lock().unwrap().push((id, body.0));
            let mut refuses = hook.refuses.lock().unwrap();
            if *refuses > 0 {
                *refuses -= 1;
                return StatusCode::INTERNAL_SERVER_ERROR;
            }
            StatusCode::OK
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/hook", post(take));
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}/hook")
    }

    async fn arrived(&self, count: usize) -> Vec<(String, Value)> {
        eventually(&format!("{count} deliveries"), async || {
            let got = self.got.lock().unwrap().clone();
            (got.len() >= count).then_some(got)
        })
        .await
    }
}

#[tokio::test]
async fn the_webhook_hears_on_its_three_occasions_and_four_times_at_most() {
    let hook = Hook::default();
    let url = hook.listen().await;
    let world = World::new(json!({ "webhook_url": url })).await;
    // Not of what was answered already.
    world.say("ann", "say sync").await;
    let ask = async |query: &str| {
        let body = json!({ "clientId": "ann", "query": query });
        let answer = world.good("POST /async", body).await;
        answer["questionId"].as_str().unwrap().to_owned()
    };
    let question = ask("say hello").await;
    let got = hook.arrived(1).await;
    let mut item = got[0].1.clone();
    assert!(item[0]["timestamp"].take().is_string());
    assert_eq!(
        item,
        json!([{
            "token": TOKEN, "clientId": "ann", "questionId": question,
            "data": { "nlpClass": "/Agent", "confidence": 1.0, "answer": "hello",
                "replies": [{ "type": "text", "text": "hello", "markup": "markdown", "state": "/Agent" }],
                "newSessionStarted": false, "debugData": [], "endSession": false },
            "timestamp": null, "blockForm": false,
        }])
    );
    // When three seconds pass between replies, the first does not wait for the second.
    let question = ask("pause webhook").await;
    hook.arrived(2).await;
    let_go("webhook");
    let got = hook.arrived(3).await;
    let texts: Vec<&Value> = got[1..]
        .iter()
        .map(|(_, it)| &it[0]["data"]["answer"])
        .collect();
    assert_eq!(texts, ["First.", "Second."]);
    assert!(
        got[1..]
            .iter()
            .all(|(_, it)| it[0]["questionId"] == question)
    );
    // A person's answer.
    let dialogs = world
        .own("GET /operator/dialogs?state=all", Value::Null)
        .await;
    let id = dialogs["dialogs"][0]["id"].as_str().unwrap().to_owned();
    world
        .own(&format!("POST /operator/dialogs/{id}/take"), json!({}))
        .await;
    *hook.refuses.lock().unwrap() = 9;
    world.site.app.clock.hold();
    let noted = async |tries: i64| {
        eventually("a try that is noted", async || {
            let all = world.site.app.store.parcels(&world.channel, 9).await;
            let mut failed = all.unwrap().into_iter().filter(|it| it.detail.is_some());
            failed.any(|it| it.attempts == tries).then_some(())
        })
        .await;
    };
    world
        .own(
            &format!("POST /operator/dialogs/{id}/messages"),
            json!({ "text": "Bob here" }),
        )
        .await;
    // It fails and is tried three times more, three seconds apart.
    for tries in 1..=4 {
        let got = hook.arrived(3 + tries).await;
        assert_eq!(got[2 + tries].1[0]["data"]["answer"], "Bob here");
        assert_eq!(got[2 + tries].0, got[3].0, "the same message");
        // The clock moves once the try is noted: when it was only heard, the next would be due later.
        noted(tries as i64).await;
        tokio::time::sleep(Duration::from_millis(150)).await;
        assert_eq!(hook.got.lock().unwrap().len(), 3 + tries, "too early");
        // What failed together is not tried together, so a pause may be a tenth longer.
        world.site.app.clock.advance(3_300);
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(hook.got.lock().unwrap().len(), 7);
    // Taken off, it hears nothing more.
    let path = format!("PUT /channels/{}", world.channel);
    let changed = world
        .own(&path, json!({ "webhook_url": null, "name": "Quiet" }))
        .await;
    assert_eq!(
        (&changed["webhook_url"], &changed["name"]),
        (&Value::Null, &json!("Quiet"))
    );
}

#[tokio::test]
async fn a_person_takes_over_answers_and_hands_back() {
    let world = World::new(json!({})).await;
    // Nobody is there: the agent stays, and the client is told.
    let answer = world.say("ann", "person").await;
    assert_eq!(words(&answer), "<person>I ask somebody.");
    let seen = eventually("the word that nobody is there", async || {
        let seen = world.events("clientId=ann&ts=0").await;
        (!seen.is_empty()).then_some(seen)
    })
    .await;
    assert_eq!(seen, ["noLivechatOperatorsOnline "]);
    let waiting = world.own("GET /operator/dialogs", Value::Null).await;
    assert_eq!(waiting, json!({ "dialogs": [] }));
    // Now somebody has looked.
    let answer = world.say("ann", "person").await;
    assert_eq!(words(&answer), "<person>I ask somebody.(switch)");
    let waiting = world.own("GET /operator/dialogs", Value::Null).await;
    let dialog = &waiting["dialogs"][0];
    assert_eq!(
        (
            &dialog["state"],
            &dialog["destination"],
            &dialog["client_id"]
        ),
        (&json!("waiting"), &json!("Sales"), &json!("ann"))
    );
    let id = dialog["id"].as_str().unwrap();
    let answer = world.say("ann", "are you there?").await;
    assert_eq!(answer["data"]["replies"], json!([]));
    let early = world
        .own_as(
            &world.key,
            &format!("POST /operator/dialogs/{id}/messages"),
            json!({ "text": "x" }),
        )
        .await;
    assert_eq!(early.0, 409);
    let take = format!("POST /operator/dialogs/{id}/take");
    world.own(&take, json!({ "operator": "Bob" })).await;
    let (status, refused) = world
        .own_as(&world.key, &take, json!({ "operator": "Eve" }))
        .await;
    assert_eq!(status, 409);
    assert!(
        refused["detail"]
            .as_str()
            .unwrap()
            .starts_with("Bob has taken"),
        "{refused}"
    );
    world.own(&take, json!({ "operator": "Bob" })).await;
    world
        .own(
            &format!("POST /operator/dialogs/{id}/messages"),
            json!({ "text": "Yes, Bob here" }),
        )
        .await;
    let detail = world
        .own(&format!("GET /operator/dialogs/{id}"), Value::Null)
        .await;
    let said: Vec<String> = detail["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {}", it["type"].as_str().unwrap(), words(it)))
        .collect();
    assert_eq!(
        said,
        [
            "userRequest <person>",
            "botResponse I ask somebody.",
            "noLivechatOperatorsOnline ",
            "userRequest <person>",
            "botResponse I ask somebody.(switch)",
            "userRequest <are you there?>",
            "operatorMessage Yes, Bob here",
        ]
    );
    world
        .own(&format!("POST /operator/dialogs/{id}/return"), json!({}))
        .await;
    // By default a client hears persons and the platform only.
    assert_eq!(
        world.events("clientId=ann&ts=0").await,
        [
            "noLivechatOperatorsOnline ",
            "operatorMessage Yes, Bob here",
            "livechatFinished Bye from Sales."
        ]
    );
    // The agent knows what was said meanwhile.
    let heard = words(&world.say("ann", "history").await);
    assert!(
        heard.contains("Visitor: are you there?; Agent: Yes, Bob here"),
        "{heard}"
    );
    // And which of it was not said to it.
    let session = detail["session_id"].as_str().unwrap();
    let (said, _) = world.site.app.store.history(session).await.unwrap();
    let aside = said.iter().filter(|it| it.aside);
    let aside: Vec<&str> = aside.map(|it| it.text.as_str()).collect();
    assert_eq!(aside, ["are you there?", "Yes, Bob here"]);
    // The client's own closing word hands back, too.
    world.say("ann", "person").await;
    world.say("ann", " /CLOSE ").await;
    assert_eq!(words(&world.say("ann", "say back").await), "<say back>back");
    // A person may come without being asked.
    world.own(&take, json!({ "operator": "Bob" })).await;
    assert_eq!(
        words(&world.say("ann", "say anything").await),
        "<say anything>"
    );
    // To other accounts there is no such dialog and no such channel.
    let other = Account {
        id: ids::new_id(1),
        name: "other".to_owned(),
        is_root: false,
        created_at: 1,
        closed_at: None,
    };
    let store = &world.site.app.store;
    store.add_account(other.clone()).await.unwrap();
    let theirs = seed::mint(store, &other.id, "x", world.site.app.clock.now())
        .await
        .unwrap()
        .key;
    for line in [
        format!("GET /operator/dialogs/{id}"),
        take,
        format!("POST /operator/dialogs/{id}/messages"),
        format!("POST /operator/dialogs/{id}/return"),
        format!("GET /channels/{}", world.channel),
        format!("PUT /channels/{}", world.channel),
        format!("DELETE /channels/{}", world.channel),
    ] {
        let (status, _) = world
            .own_as(&theirs, &line, json!({ "text": "x", "operator": "x" }))
            .await;
        assert_eq!(status, 404, "{line}");
    }
    let (_, none) = world
        .own_as(&theirs, "GET /operator/dialogs?state=all", Value::Null)
        .await;
    assert_eq!(none, json!({ "dialogs": [] }));
}

#[tokio::test]
async fn a_request_whose_process_died_is_answered_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let database = crate::site::file(folder.path());
    let limits = Limits {
        run_lease: Duration::from_millis(300),
        ..limits()
    };
    let settings = || Settings {
        engine: vivavoce_engine::Settings {
            limits: limits.clone(),
            ..vivavoce_engine::Settings::default()
        },
        ..Settings::default()
    };
    let site = site_in(&database, settings()).await;
    let key = seed::mint(&site.app.store, ACCOUNT, "t", site.app.clock.now())
        .await
        .unwrap()
        .key;
    site.put(scenario("support")).await;
    let auth = format!("Bearer {key}");
    let body = json!({ "name": "A", "scenario_id": "support", "token": TOKEN });
    site.post("/api/public/channels", &[("authorization", &auth)], body)
        .await
        .expect(201);
    // It is asked, and goes away before the agent has answered.
    let path = format!("/chatapi/{TOKEN}/async");
    let body = json!({ "clientId": "ann", "query": "hang half" });
    site.post(&path, &[], body).await.expect(200);
    site.app.shutdown().await;
    drop(site);
    let store = Store::open(&database).await.unwrap();
    let server = Server::new(store, obedient(), None, settings());
    let app = server.app.clone();
    app.clock.advance(20_000);
    server.start();
    let router = server.router();
    let answer = eventually("the other's answer", async || {
        let request = axum::http::Request::get(format!("/chatapi/{TOKEN}/client/ann/history"));
        let request = request.body(axum::body::Body::empty()).unwrap();
        let response = tower::ServiceExt::oneshot(router.clone(), request)
            .await
            .unwrap();
        let bytes = axum::body::to_bytes(response.into_body(), 100_000)
            .await
            .unwrap();
        let history: Value = serde_json::from_slice(&bytes).unwrap();
        let last = history["messages"].as_array()?.last()?.clone();
        (!last["data"]["replies"].as_array()?.is_empty()).then(|| words(&last))
    })
    .await;
    assert!(
        answer.ends_with("The reply was interrupted. Please try again."),
        "{answer}"
    );
}

/// The widget's machine in front of the channel.
fn widget(world: &World, kept: Option<&str>) -> Driver<VendorDialect> {
    let network = Arc::new(Mutex::new(Some(world.site.router.clone())));
    let mut driver = Driver::speaking(VendorDialect::speaking::<Tovie>(), network, 7);
    driver.act(Verb::Open(Box::new(Open {
        create: CreateSession {
            scenario_id: "support".to_owned(),
            style: "full".to_owned(),
            backend: Some("shop".to_owned()),
            user: User {
                name: "Ann".to_owned(),
                email: "ann@example.com".to_owned(),
            },
            variables: [("who".to_owned(), "a nurse".to_owned())].into(),
            ..CreateSession::default()
        },
        backend: BackendFacts {
            name: "shop".to_owned(),
            dialect: "tovie".to_owned(),
            address: Some(format!("/chatapi/{TOKEN}")),
            ..BackendFacts::default()
        },
        kept: kept.map(str::to_owned),
        seed: "0123456789abcdef0123456789abcdef".to_owned(),
        ..Open::default()
    })));
    driver
}

fn told(driver: &Driver<VendorDialect>) -> impl Iterator<Item = &VendorEvent> {
    driver.events.iter().filter_map(|event| match event {
        Event::Vendor(told) => Some(told),
        _ => None,
    })
}

#[tokio::test]
async fn our_machine_talks_to_our_server() {
    let world = World::new(json!({ "block_form": true })).await;
    let mut one = widget(&world, None);
    one.until("greeting", |it| {
        it.told().contains("Hello. You are a nurse.")
    })
    .await;
    // Three turns.
    for (entry, text, reply) in [
        ("e1", "say one", "Agent: one"),
        ("e2", "drip two two", "Agent: two two"),
        ("e3", "say three", "Agent: three"),
    ] {
        one.send(entry, text);
        one.until("a reply", |it| it.told().ends_with(reply)).await;
    }
    assert_eq!(
        one.told(),
        "Agent: Hello. You are a nurse.\nVisitor: say one\nAgent: one\nVisitor: drip two two\n\
         Agent: two two\nVisitor: say three\nAgent: three"
    );
    // Buttons close the composer; pressing one opens it.
    one.send("e4", "choose");
    one.until("buttons", |it| {
        told(it).any(|it| *it == VendorEvent::Composer { open: false })
    })
    .await;
    one.act(Verb::Send {
        entry: "e5".into(),
        text: "say A".to_owned(),
        choice: Some("say A".to_owned()),
    });
    one.until("an open composer", |it| {
        told(it).any(|it| *it == VendorEvent::Composer { open: true })
    })
    .await;
    one.send("e6", "history");
    one.until("the choice's id", |it| it.told().contains("say A (a)"))
        .await;
    // What arrived is delivered; what was seen is read; the count follows.
    let last = EntryId::from(one.transcript.entries().last().unwrap().id.as_str());
    one.act(Verb::Vendor(VendorCommand::Seen { entry: last }));
    one.until("read messages", |it| {
        told(it).any(|it| {
            matches!(
                it,
                VendorEvent::Status {
                    status: Status::Read,
                    ..
                }
            )
        })
    })
    .await;
    one.until("no unread ones", |it| {
        told(it).any(|it| *it == VendorEvent::Unread(0))
    })
    .await;
    one.act(Verb::Vendor(VendorCommand::Draft(
        "half a thought".to_owned(),
    )));
    let client = vivavoce_tovie::store::dialogs(&world.site.app.store, ACCOUNT, None, 9)
        .await
        .unwrap();
    assert_eq!(client[0].client_id, "0123456789abcdef0123456789abcdef");
    one.until("a saved state", |it| {
        it.statuses.lock().unwrap().iter().any(|(line, status)| {
            line.starts_with("POST") && line.ends_with("/state") && *status == 200
        })
    })
    .await;

    // Another tab: the history, the draft, and in step from then on.
    let kept = told(&one).filter_map(|it| match it {
        VendorEvent::Keep(kept) => Some(kept.clone()),
        _ => None,
    });
    let kept = kept.last().unwrap();
    let mut two = widget(&world, Some(&kept));
    two.until("the history", |it| it.told() == one.told()).await;
    two.until("the draft", |it| {
        told(it).any(|it| *it == VendorEvent::Draft("half a thought".to_owned()))
    })
    .await;
    two.send("f1", "say from the second");
    two.until("its reply", |it| {
        it.told().ends_with("Agent: from the second")
    })
    .await;
    one.until("the other tab's words", |it| {
        it.told()
            .ends_with("Visitor: say from the second\nAgent: from the second")
    })
    .await;
    assert_eq!(one.told(), two.told());

    // A person takes over, answers, and hands back.
    world.own("GET /operator/dialogs", Value::Null).await;
    one.send("e7", "person");
    one.until("a person", |it| {
        told(it).any(|it| *it == VendorEvent::Human(true))
    })
    .await;
    one.send("e8", "are you there?");
    let id = eventually("the waiting dialog", async || {
        let waiting = world.own("GET /operator/dialogs", Value::Null).await;
        Some(waiting["dialogs"][0]["id"].as_str()?.to_owned())
    })
    .await;
    world
        .own(
            &format!("POST /operator/dialogs/{id}/take"),
            json!({ "operator": "Bob" }),
        )
        .await;
    world
        .own(
            &format!("POST /operator/dialogs/{id}/messages"),
            json!({ "text": "Yes, Bob here" }),
        )
        .await;
    one.until("Bob", |it| {
        it.told()
            .ends_with("Visitor: are you there?\nAgent: Yes, Bob here")
    })
    .await;
    world
        .own(
            &format!("POST /operator/dialogs/{id}/return"),
            json!({ "text": "Bye" }),
        )
        .await;
    one.until("the agent again", |it| {
        told(it).any(|it| *it == VendorEvent::Human(false))
    })
    .await;
    one.send("e9", "say me again");
    one.until("the agent's words", |it| {
        it.told().ends_with("Agent: me again")
    })
    .await;
    two.until("the same in the other tab", |it| it.told() == one.told())
        .await;
    // Nothing was asked that is not there.
    for driver in [&one, &two] {
        let asked = driver.statuses.lock().unwrap();
        let bad: Vec<_> = asked.iter().filter(|(_, status)| *status >= 400).collect();
        assert!(bad.is_empty(), "{bad:?}");
    }
}

#[tokio::test]
async fn our_machine_loses_nothing_where_calls_fail() {
    let world = World::new(json!({})).await;
    for seed in 0..4_u32 {
        let mut driver = widget(
            &world,
            Some(&format!("{{\"client\":\"visitor-{seed}\",\"cid\":\"c\"}}")),
        );
        driver
            .until("greeting", |it| it.told().contains("Hello. You are"))
            .await;
        driver.faults = 25;
        for turn in 0..6 {
            driver.send(&format!("e{seed}-{turn}"), &format!("say word-{turn}"));
            let word = format!("Agent: word-{turn}");
            let entry = EntryId::from(format!("e{seed}-{turn}").as_str());
            // What could not be sent can be sent again, and is not said twice.
            loop {
                let is_told = |it: &Driver<VendorDialect>| it.told().contains(&word);
                let failed = |it: &Driver<VendorDialect>| {
                    it.events.iter().rev().find_map(|event| match event {
                        Event::Delivery {
                            entry: one,
                            delivery,
                        } if *one == entry => Some(matches!(
                            delivery,
                            vivavoce_core::dialect::Delivery::Failed(_)
                        )),
                        _ => None,
                    }) == Some(true)
                };
                driver
                    .until("a reply or a failure", |it| is_told(it) || failed(it))
                    .await;
                if is_told(&driver) {
                    break;
                }
                driver.act(Verb::Resend {
                    entry: entry.clone(),
                });
            }
        }
        driver.faults = 0;
        for turn in 0..6 {
            assert_eq!(
                driver
                    .told()
                    .matches(&format!("Visitor: say word-{turn}\n"))
                    .count(),
                1,
                "{}",
                driver.told()
            );
            assert_eq!(
                driver
                    .told()
                    .matches(&format!("Agent: word-{turn}"))
                    .count(),
                1,
                "{}",
                driver.told()
            );
        }
    }
}
