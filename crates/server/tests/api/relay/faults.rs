//! Vendors that fail in every way they can, and secrets that stay where they are.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::response::{IntoResponse as _, Redirect};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::{Asked, Guest, JSON, Log, SECRET, Vendor, heard, raw, reply, shop};
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

fn hasty(mut settings: Settings) -> Settings {
    settings.engine.limits.relay.answer = Duration::from_millis(150);
    settings.engine.limits.relay.body = Duration::from_millis(150);
    settings
}

const AGENT: &str = "GET /v1/agent";

#[tokio::test]
async fn a_failing_vendor_is_a_sentence_and_a_way_to_try_again() {
    let page =
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<b>hello</b>\n";
    // What is answered, with which status, whether it is worth trying again, and what the log says.
    let cases: [(&str, &'static [u8], u16, bool, &str); 12] = [
        ("nothing", b"", 502, true, "no HTTP"),
        ("no HTTP", b"SSH-2.0-OpenSSH_9.6\r\n", 502, true, "no HTTP"),
        ("half a head", b"HTTP/1.1 200 OK\r\ncontent-ty", 502, true, "no HTTP"),
        ("half a body", b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{\"a\":", 502, true, "its connection broke"),
        ("half a JSON", b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5\r\n\r\n{\"a\":", 502, false, "its JSON is broken or cut"),
        ("a page", page, 502, false, "a page or a file"),
        ("packed", b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\x1f\x8b\x08\x00", 502, false, "its JSON is broken or cut"),
        ("a page of an error", b"HTTP/1.1 503 Down\r\ncontent-type: text/html\r\nretry-after: 3\r\ncontent-length: 4\r\n\r\nDown", 503, true, "answered with an error"),
        ("a JSON error", b"HTTP/1.1 502 Bad\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}", 502, false, "answered with an error"),
        ("elsewhere", b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n", 502, false, "sends us elsewhere"),
        ("a stream", b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 10\r\n\r\ndata: {}\n\n", 502, false, "a page or a file"),
        ("a refused key", b"HTTP/1.1 401 No\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}", 502, false, "refuses our secret"),
    ];
    let (log, _guard) = Log::open();
    for (name, bytes, status, again, why) in cases {
        Log::listen();
        let site = Site::with(shop("totebot", &raw(bytes).await, "")).await;
        let answer = Guest::new(&site, "any").await.call(AGENT, None).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text);
        let json = answer.json();
        let detail = json["detail"].as_str().unwrap_or("Its own.").to_owned();
        assert!(detail.ends_with('.'), "{name}: {detail}");
        assert_eq!(answer.headers.contains_key("retry-after"), again, "{name}");
        let log = log.taken();
        assert!(log.contains(why), "{name}: {log}");
    }
    // Held, and nobody listens: no other test is given it.
    let held = tokio::net::TcpSocket::new_v4().unwrap();
    held.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let gone = format!("http://{}", held.local_addr().unwrap());
    let site = Site::with(shop("totebot", &gone, "")).await;
    let answer = Guest::new(&site, "any").await.call(AGENT, None).await;
    assert_eq!(answer.status, 502, "{}", answer.text);
    assert_eq!(answer.headers["retry-after"], "2");
    let log = log.taken();
    assert!(log.contains("there is no connection to it"), "{log}");
}

#[tokio::test]
async fn a_slow_vendor_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = format!("http://{}", listener.local_addr().unwrap());
    let slow = raw(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n").await;
    let stays = tokio::spawn(async move {
        let mut open = Vec::new();
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            heard(&mut stream).await;
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{")
                .await
                .ok();
            open.push(stream);
        }
    });
    let (log, _guard) = Log::open();
    let site = Site::with(hasty(shop("totebot", &silent, ""))).await;
    Log::listen();
    let answer = Guest::new(&site, "any").await.call(AGENT, None).await;
    assert_eq!(answer.status, 504, "{}", answer.text);
    assert_eq!(answer.headers["retry-after"], "2");
    let log = log.taken();
    assert!(log.contains("its answer does not end"), "{log}");
    stays.abort();
    let site = Site::with(shop("totebot", &slow, "")).await;
    assert_eq!(
        Guest::new(&site, "any")
            .await
            .call(AGENT, None)
            .await
            .status,
        200
    );
    // What a vendor holds until there is something to tell is waited for longer than that, and
    // longer than the half minute it may be held.
    let default = vivavoce_engine::settings::Limits::default();
    assert!(default.relay.poll > Duration::from_secs(45));
    assert!(default.relay.poll < default.request_total);
}

#[tokio::test]
async fn ten_megabytes_are_refused() {
    let vendor = Vendor::serve(|_: &Asked| reply(200, &json!({ "a": "x".repeat(10 << 20) }))).await;
    let site = Site::with(shop("totebot", &vendor.url, "")).await;
    let ada = Guest::new(&site, "any").await;
    let answer = ada.call(AGENT, None).await;
    assert_eq!(answer.status, 502, "{:.200}", answer.text);
    assert!(answer.text.len() < 500);
    let long = json!({ "message": "x".repeat(2 << 20) });
    assert_eq!(ada.call("POST /v1/chat", long).await.status, 413);
    assert_eq!(vendor.seen().len(), 1);
}

#[tokio::test]
async fn a_login_link_leads_to_the_page_that_is_framed_or_nowhere() {
    let named = "frame = \"https://s.example\"";
    for (link, more, status) in [
        ("OWN/authentication/partner/?token=t", "", 200),
        ("https://s.example/?token=t", named, 200),
        ("HTTPS://S.example:443/?token=t#x", named, 200),
        ("https://s.example/?token=t", "", 502),
        ("OWN/?token=t", named, 502),
        ("http://s.example/?token=t", named, 502),
        ("https://s.example.evil.example/?token=t", named, 502),
        ("https://s.example@evil.example/?token=t", named, 502),
        ("//s.example/?token=t", named, 502),
        ("javascript:alert(1)", named, 502),
        ("", named, 502),
    ] {
        let vendor = Vendor::serve(move |asked: &Asked| {
            let own = format!("http://{}", asked.headers["host"].to_str().unwrap());
            let link = link.replace("OWN", &own);
            reply(200, &json!({ "data": { "token": "t", "link": link } }))
        })
        .await;
        let more = format!("organization = \"school\"\nprovider = \"p\"\n{more}");
        let site = Site::with(shop("talkio", &vendor.url, &more)).await;
        let ada = Guest::new(&site, "books").await;
        let answer = ada.call("GET /users/me/token", None).await;
        assert_eq!(answer.status, status, "{link} {more}: {}", answer.text);
        let told = answer.text.contains("\"token\"");
        assert_eq!(told, status == 200, "{}", answer.text);
    }
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    let inner = Vendor::serve(|_: &Asked| reply(200, &json!({ "inner": true }))).await;
    let to = inner.url.clone();
    let vendor = Vendor::serve(move |asked: &Asked| match asked.line.as_str() {
        "GET /v1/chats/" => reply(200, &json!([])),
        "POST /v1/chats" => Redirect::temporary("/v1/chats/").into_response(),
        "POST /v1/chats/" => reply(200, &json!({ "id": 7 })),
        _ => Redirect::temporary(&format!("{to}/v1/secrets")).into_response(),
    })
    .await;
    let site = Site::with(shop("agentok", &vendor.url, "")).await;
    let ada = Guest::new(&site, "12").await;
    // The one redirect there is: the same address with its slash, where the older ones have it.
    let new = json!({ "name": "x", "from_project": 12 });
    let made = ada.call("POST /v1/chats", new).await;
    assert_eq!(made.json(), json!({ "id": 7 }));
    for line in [
        "GET /v1/chats/7",
        "POST /v1/chats/7/abort",
        "POST /v1/chats/7/messages",
    ] {
        let answer = ada.call(line, json!({})).await;
        assert_eq!(answer.status, 502, "{line}: {}", answer.text);
        assert!(!answer.headers.contains_key("location"));
    }
    assert_eq!(inner.lines(), Vec::<String>::new());
}

#[tokio::test]
async fn a_pause_the_vendor_asks_for_holds_for_all_visitors() {
    for (header, expected) in [
        (Some(("retry-after", "37")), "37"),
        (None, "60"),
        (Some(("x-ratelimit-reset", "41")), "41"),
    ] {
        let vendor = Vendor::serve(move |_: &Asked| {
            let mut response = reply(429, &json!({ "statusCode": 429, "message": "Too many" }));
            if let Some((name, value)) = header {
                response.headers_mut().insert(name, value.parse().unwrap());
            }
            response
        })
        .await;
        let site = Site::with(shop("totebot", &vendor.url, "")).await;
        let (ada, bob) = (
            Guest::new(&site, "any").await,
            Guest::new(&site, "any").await,
        );
        let asked = Instant::now();
        let first = ada.call("POST /v1/chat", json!({ "message": "Hi" })).await;
        assert_eq!(first.status, 429);
        assert_eq!(first.headers["retry-after"], expected);
        assert_eq!(first.json()["message"], "Too many");
        let second = bob.call("POST /v1/chat", json!({ "message": "Hi" })).await;
        assert_eq!(
            (second.status, vendor.seen().len()),
            (429, 1),
            "{}",
            second.text
        );
        let left: u64 = second.headers["retry-after"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        // As long as it was, but for what has passed since.
        let most: u64 = expected.parse().unwrap();
        let least = most.saturating_sub(asked.elapsed().as_secs() + 1);
        assert!((least..=most).contains(&left), "{left}");
        assert!(second.json()["detail"].is_string());
    }
}

#[tokio::test]
async fn a_visitor_the_vendor_has_enough_of_pauses_alone_until_another_is_told_so_too() {
    // What the vendor's first, second and third answer are; what three visitors get, one after another.
    let cases = [
        ([429, 200, 200], [429, 200, 200]),
        ([503, 200, 429], [503, 200, 429]),
        ([429, 429, 200], [429, 429, 429]),
    ];
    for (answers, expected) in cases {
        let left = Mutex::new(answers.into_iter());
        let vendor = Vendor::serve(move |_: &Asked| {
            let status = left.lock().unwrap().next().unwrap_or(200);
            let mut response = reply(status, &json!({ "id": 7 }));
            let pause = "600".parse().unwrap();
            response.headers_mut().insert("retry-after", pause);
            response
        })
        .await;
        let site = Site::with(shop("agentok", &vendor.url, "")).await;
        let mut got = Vec::new();
        let mut first = None;
        for _ in 0..3 {
            let guest = Guest::new(&site, "12").await;
            let body = json!({ "name": "x", "from_project": 12 });
            got.push(guest.call("POST /v1/chats", body.clone()).await.status);
            first.get_or_insert(guest);
        }
        assert_eq!(got, expected, "{answers:?}");
        let again = json!({ "name": "x", "from_project": 12 });
        let again = first.unwrap().call("POST /v1/chats", again).await;
        assert_eq!(again.status, 429, "{answers:?}: {}", again.text);
    }
}

#[tokio::test]
async fn facts_about_an_agent_are_asked_for_once_and_outlive_a_vendor_that_is_away() {
    let calls = Arc::new(Mutex::new(0));
    let count = calls.clone();
    let vendor = Vendor::serve(move |_: &Asked| {
        *count.lock().unwrap() += 1;
        reply(200, &json!({ "name": "Shop assistant" }))
    })
    .await;
    let site = Site::with(shop("totebot", &vendor.url, "")).await;
    for _ in 0..5 {
        let guest = Guest::new(&site, "any").await;
        assert_eq!(
            guest.call(AGENT, None).await.json()["name"],
            "Shop assistant"
        );
    }
    assert_eq!(*calls.lock().unwrap(), 1);
}

#[tokio::test]
async fn long_work_is_not_waited_for_and_goes_on() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (done, finished) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = [0; 4_096];
        heard(&mut stream).await;
        let made = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\nconnection: close\r\n\r\n{\"id\":7}";
        stream.write_all(made).await.unwrap();
        drop(stream);
        let (mut stream, _) = listener.accept().await.unwrap();
        heard(&mut stream).await;
        tokio::time::sleep(Duration::from_millis(600)).await;
        let whole =
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\nnull";
        let written = stream.write_all(whole).await;
        // Whoever asked would have hung up by now.
        let open = stream.read(&mut asked).now_or_pending().await;
        done.send((written.is_ok(), open)).ok();
    });
    let mut settings = shop("agentok", &url, "");
    settings.engine.limits.relay.work_wait = Duration::from_millis(150);
    let site = Site::with(settings).await;
    let ada = Guest::new(&site, "12").await;
    ada.call("POST /v1/chats", json!({ "name": "x", "from_project": 12 }))
        .await;
    let taken = ada
        .call("POST /v1/chats/7/messages", json!({ "content": "Hi" }))
        .await;
    assert_eq!((taken.status, taken.text.as_str()), (202, "null"));
    assert_eq!(finished.await.unwrap(), (true, true));
}

trait NowOrPending {
    /// Nothing comes, and nobody hangs up, for a moment.
    async fn now_or_pending(self) -> bool;
}

impl<F: Future> NowOrPending for F {
    async fn now_or_pending(self) -> bool {
        tokio::time::timeout(Duration::from_millis(5), self)
            .await
            .is_err()
    }
}

#[tokio::test]
async fn a_secret_is_in_no_answer_and_no_log_whatever_the_vendor_repeats() {
    let (log, _guard) = Log::open();
    let chatty = |asked: &Asked| {
        let all: Vec<String> = (asked.headers.iter())
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        let said = json!({ "you": all, "at": asked.line, "id": 1, "token": "t" });
        let mut response = match asked.line.contains("error") {
            true => reply(500, &said),
            false => reply(200, &said),
        };
        let headers = response.headers_mut();
        headers.insert("set-cookie", format!("s={SECRET}").parse().unwrap());
        headers.insert("server", SECRET.parse().unwrap());
        headers.insert("x-ratelimit-limit", SECRET.parse().unwrap());
        headers.insert("x-ratelimit-remaining", "5".parse().unwrap());
        response
    };
    let client = "9f86d081884c7d659a2feaa0c55ad015";
    let cases = [
        (
            "tovie",
            "",
            format!("GET ?clientId={client}&query=error"),
            Value::Null,
        ),
        (
            "tovie",
            "",
            "POST /async".to_owned(),
            json!({ "clientId": client }),
        ),
        ("agentok", "", "GET /v1/chats/1".to_owned(), Value::Null),
        ("totebot", "", AGENT.to_owned(), Value::Null),
        (
            "talkio",
            "organization = \"school\"\nprovider = \"p1\"",
            "GET /users/me/token".to_owned(),
            Value::Null,
        ),
        (
            "ag-ui",
            "",
            "POST /error".to_owned(),
            json!({ "threadId": client }),
        ),
    ];
    let mut bearers = Vec::new();
    for (dialect, more, line, body) in cases {
        Log::listen();
        let vendor = Vendor::serve(chatty).await;
        let site = Site::with(shop(dialect, &vendor.url, more)).await;
        let word = if dialect == "ag-ui" { "error" } else { "12" };
        let ada = Guest::new(&site, word).await;
        if dialect == "agentok" {
            let new = json!({ "name": "x", "from_project": 12 });
            assert_eq!(ada.call("POST /v1/chats", new).await.status, 200);
        }
        let (method, path) = line.split_once(' ').unwrap();
        let asked = format!("{method} /relay/shop{path}");
        let headers = [
            &ada.bearer,
            JSON,
            "cookie: session=CANARY-COOKIE",
            "origin: https://host.example",
            "x-forwarded-for: 192.0.2.1",
            "x-api-key: CANARY-MINE",
        ];
        let answer = site.ask(&asked, &headers, body.to_string()).await;
        assert!(
            matches!(answer.status, 200 | 500),
            "{dialect}: {}",
            answer.text
        );
        let shown = format!("{:?} {}", answer.headers, answer.text);
        assert!(!shown.contains("CANARY-secret"), "{dialect}: {shown}");
        assert!(
            shown.contains("[secret]"),
            "{dialect} never got it: {shown}"
        );
        for name in ["set-cookie", "x-ratelimit-limit", "server"] {
            assert!(!answer.headers.contains_key(name), "{dialect}: {shown}");
        }
        assert_eq!(answer.headers["x-ratelimit-remaining"], "5");
        assert_eq!(answer.headers["cache-control"], "no-store");
        let got = vendor.seen().pop().unwrap();
        let token = ada.bearer.strip_prefix("authorization: Bearer ").unwrap();
        let got = format!("{:?} {}", got.headers, got.line);
        for own in [
            token,
            "CANARY-COOKIE",
            "CANARY-MINE",
            "host.example",
            "192.0.2.1",
        ] {
            assert!(!got.contains(own), "{dialect} got {own}: {got}");
        }
        bearers.push(token.to_owned());
        bearers.extend(ada.key);
    }
    let log = log.text();
    assert!(log.contains("/relay/"), "nothing was logged: {log:.300}");
    assert!(
        !log.contains("CANARY-secret"),
        "{}",
        around(&log, "CANARY-secret")
    );
    for bearer in bearers {
        assert!(!log.contains(&bearer), "{}", around(&log, &bearer));
    }
}

fn around<'a>(log: &'a str, part: &str) -> &'a str {
    let line = log.lines().find(|line| line.contains(part));
    line.unwrap_or_default()
}

#[tokio::test]
async fn an_ended_session_and_a_busy_one_are_told_so() {
    let vendor = Vendor::serve(|_: &Asked| reply(200, &json!({}))).await;
    let mut settings = shop("totebot", &vendor.url, "");
    settings.engine.limits.relay_per_session = vivavoce_engine::settings::Rate {
        burst: 3,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let ada = Guest::new(&site, "any").await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(ada.call(AGENT, None).await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 429]);
    let bob = Guest::new(&site, "any").await;
    assert_eq!(bob.call(AGENT, None).await.status, 200);
    let stop = format!("POST /api/embed/sessions/{}/stop", bob.session);
    site.ask(&stop, &[&bob.bearer, JSON], "{}")
        .await
        .with(axum::http::StatusCode::OK);
    assert_eq!(bob.call(AGENT, None).await.status, 409);
    let other = site
        .ask("GET /relay/other/v1/agent", &[&ada.bearer], "")
        .await;
    assert_eq!(other.status, 403);
    for bearer in [
        "authorization: Bearer wrong",
        "authorization: Basic x",
        "x: y",
    ] {
        assert_eq!(
            site.ask("GET /relay/shop/v1/agent", &[bearer], "")
                .await
                .status,
            401
        );
    }
}

#[tokio::test]
async fn a_visitor_on_the_line_counts_as_being_there() {
    let vendor = Vendor::serve(|_: &Asked| reply(200, &json!({}))).await;
    let site = Site::with(shop("totebot", &vendor.url, "")).await;
    site.app.clock.hold();
    let ada = Guest::new(&site, "any").await;
    site.app.clock.advance(120_000);
    ada.call(AGENT, None).await;
    let session = site.app.store.session(&ada.session).await.unwrap().unwrap();
    assert!(site.app.clock.now() - session.last_contact_at < 5_000);
}
