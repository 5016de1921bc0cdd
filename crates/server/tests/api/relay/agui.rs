//! AG-UI agents' streams, and those of others that are not called what they are.

use serde_json::{Value, json};

use super::streams::{patient, text, told_as};
use super::{Guest, JSON, Log, SECRET, piece, raw, shop};
use vivavoce_test_server::Site;

/// The line and the body of a message to an agent.
fn asks(dialect: &str, session: &str) -> (&'static str, Value) {
    match dialect {
        "ag-ui" => ("POST ", json!({ "threadId": session, "runId": "1" })),
        _ => ("POST /v1/chat", json!({ "message": "Hi" })),
    }
}

#[tokio::test]
async fn a_stream_is_handed_on_as_it_comes_whatever_it_is_called() {
    // nearai/private-ml-sdk#20, lightspeed-core/lightspeed-stack#1145
    let kinds = [
        None,
        Some("text/plain"),
        Some("text/plain; charset=utf-8"),
        Some("application/json"),
        Some("application/octet-stream"),
        Some("text/html"),
        Some("Text/Event-Stream"),
    ];
    let first = "data: {\"type\":\"chunk\",\"content\":\"Hello \"}\n\n";
    for dialect in ["ag-ui", "totebot"] {
        for kind in kinds {
            let (vendor, say) = told_as(kind).await;
            let site = Site::with(shop(dialect, &vendor.url, "")).await;
            let ada = Guest::new(&site, "helper").await;
            let (line, body) = asks(dialect, &ada.session);
            let opened = async {
                // Half of a field, by which nothing is known yet.
                say.send("da").unwrap();
                tokio::task::yield_now().await;
                say.send(first.strip_prefix("da").unwrap()).unwrap();
            };
            let (response, ()) = tokio::join!(ada.open(line, body), opened);
            assert_eq!(response.status(), 200, "{dialect} {kind:?}");
            let named = &response.headers()["content-type"];
            assert_eq!(named, "text/event-stream", "{dialect} {kind:?}");
            let mut body = response.into_body();
            let mut got = String::new();
            while got.len() < first.len() {
                got += &text(&mut body).await;
            }
            assert_eq!(got, first, "{dialect} {kind:?}");
            // The rest is not waited for.
            for piece in ["data: {\"type\":\"b\"}\n\n", ": quiet\n\n"] {
                say.send(piece).unwrap();
                assert_eq!(text(&mut body).await, piece, "{dialect} {kind:?}");
            }
            // The last event has no blank line behind it.
            say.send("data: {\"type\":\"c\"}").unwrap();
            drop(say);
            let mut rest = String::new();
            while let Some(piece) = piece(&mut body).await {
                rest += &String::from_utf8_lossy(&piece.unwrap());
            }
            assert_eq!(rest, "data: {\"type\":\"c\"}", "{dialect} {kind:?}");
        }
    }
}

#[tokio::test]
async fn what_is_no_stream_is_not_taken_for_one() {
    let cases: [(&str, &'static [u8], u16, &str); 7] = [
        (
            "an error in JSON",
            b"content-type: application/json\r\ncontent-length: 13\r\n\r\n{\"detail\":\"\"}",
            200,
            "{\"detail\":\"\"}",
        ),
        (
            "the same without a name",
            b"content-length: 13\r\n\r\n{\"detail\":\"\"}",
            200,
            "{\"detail\":\"\"}",
        ),
        (
            "the same with another",
            b"content-type: text/html\r\ncontent-length: 13\r\n\r\n{\"detail\":\"\"}",
            200,
            "{\"detail\":\"\"}",
        ),
        (
            "a page",
            b"content-type: text/html\r\ncontent-length: 9\r\n\r\n<b>No</b>",
            502,
            "did not understand",
        ),
        (
            "a page without a name",
            b"content-length: 9\r\n\r\n<b>No</b>",
            502,
            "did not understand",
        ),
        ("nothing", b"content-length: 0\r\n\r\n", 200, ""),
        (
            "a text",
            b"content-type: text/plain\r\ncontent-length: 4\r\n\r\nDown",
            200,
            "Down",
        ),
    ];
    for dialect in ["ag-ui", "totebot"] {
        for (name, bytes, status, expected) in cases {
            let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n";
            let bytes = Box::leak([head.as_slice(), bytes].concat().into_boxed_slice());
            let site = Site::with(shop(dialect, &raw(bytes).await, "")).await;
            let ada = Guest::new(&site, "helper").await;
            let (line, body) = asks(dialect, &ada.session);
            let answer = ada.call(line, body).await;
            assert_eq!(answer.status, status, "{dialect} {name}: {}", answer.text);
            assert!(
                answer.text.contains(expected),
                "{dialect} {name}: {}",
                answer.text
            );
            let kind = answer.headers.get("content-type");
            assert!(
                kind.is_none_or(|it| it != "text/event-stream"),
                "{dialect} {name}"
            );
        }
    }
}

#[tokio::test]
async fn a_stream_without_a_name_is_waited_for_as_others_are() {
    let (vendor, say) = told_as(None).await;
    let mut settings = patient(shop("ag-ui", &vendor.url, ""), 400);
    settings.engine.limits.relay.body = std::time::Duration::ZERO;
    let site = Site::with(settings).await;
    let ada = Guest::new(&site, "helper").await;
    let (log, _guard) = Log::open();
    Log::listen();
    let (line, body) = asks("ag-ui", &ada.session);
    let answer = ada.call(line, body).await;
    assert_eq!(answer.status, 504, "{}", answer.text);
    assert!(
        log.text().contains("its answer does not begin"),
        "{}",
        log.text()
    );
    say.closed().await;
}

#[tokio::test]
async fn json_is_read_as_browsers_read_it_whatever_it_is_called() {
    let cases: [&'static [u8]; 4] = [
        b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 14\r\n\r\n{\"name\":\"Rex\"}",
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 14\r\n\r\n{\"name\":\"Rex\"}",
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 17\r\n\r\n\xEF\xBB\xBF{\"name\":\"Rex\"}",
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 27\r\n\r\n{\"name\":\"Rex\",\"x\":\"\\ud83d\"}",
    ];
    for bytes in cases {
        let site = Site::with(shop("totebot", &raw(bytes).await, "")).await;
        let answer = Guest::new(&site, "any")
            .await
            .call("GET /v1/agent", None)
            .await;
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(answer.status, 200, "{shown}: {}", answer.text);
        assert_eq!(
            answer.headers["content-type"], "application/json",
            "{shown}"
        );
    }
}

#[tokio::test]
async fn what_an_agent_notes_of_its_own_inside_stays_here() {
    let (vendor, say) = told_as(Some("text/event-stream")).await;
    let site = Site::with(shop("ag-ui", &vendor.url, "")).await;
    let ada = Guest::new(&site, "helper").await;
    let (line, body) = asks("ag-ui", &ada.session);
    let response = site
        .respond(
            &line.replace("POST ", "POST /relay/shop"),
            &[&ada.bearer, JSON],
            body.to_string(),
        )
        .await;
    let mut body = response.into_body();
    for piece in [
        "data: {\"type\":\"RUN_STARTED\",\"rawEvent\":{\"input\":\"PROMPT\"}}\n\n",
        "data: {\"type\":\"RAW\",\"event\":{\"input\":\"PROMPT\"}}\n\n",
        "data: {\"type\":\"STATE_SNAPSHOT\",\"snapshot\":{\"a\":[{\"raw_event\":\"PROMPT\"}]}}\n\n",
        "data: {\"type\":\"CUSTOM\",\"name\":\"x\",\"value\":\"",
        SECRET,
        "\"}\n\n",
        "data: {\"type\":\"RUN_FINISHED\",\"rawEvent\":\"PROMPT\"}",
    ] {
        say.send(piece).unwrap();
    }
    drop(say);
    let mut got = String::new();
    while let Some(piece) = piece(&mut body).await {
        got += &String::from_utf8_lossy(&piece.unwrap());
    }
    let expected = [
        "data: {\"type\":\"RUN_STARTED\"}\n\n",
        ":\n\n",
        "data: {\"snapshot\":{\"a\":[{}]},\"type\":\"STATE_SNAPSHOT\"}\n\n",
        "data: {\"type\":\"CUSTOM\",\"name\":\"x\",\"value\":\"[secret]\"}\n\n",
        "data: {\"type\":\"RUN_FINISHED\"}\n\n",
    ];
    assert_eq!(got, expected.concat());
}

#[tokio::test]
async fn the_last_event_goes_on_though_the_connection_breaks_behind_it() {
    let bytes = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n1d\r\ndata: {\"type\":\"RUN_FINISHED\"}\r\n";
    let site = Site::with(shop("ag-ui", &raw(bytes).await, "")).await;
    let ada = Guest::new(&site, "helper").await;
    let (line, body) = asks("ag-ui", &ada.session);
    let mut body = ada.open(line, body).await.into_body();
    let last = text(&mut body).await;
    assert_eq!(last, "data: {\"type\":\"RUN_FINISHED\"}");
    // What is cut does not look whole.
    assert!(piece(&mut body).await.is_some_and(|end| end.is_err()));
}
