//! Requests that cannot be granted, and what they are told.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use vivavoce_engine::store::Database;
use vivavoce_engine::{settings::Limits, settings::Rate};

use crate::site::{limits, scenario, site, site_with};

fn sentence(body: &Value) -> String {
    match &body["detail"] {
        Value::String(text) => text.clone(),
        Value::Array(items) => items[0]["msg"].as_str().unwrap().to_owned(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_turn_is_checked_before_it_is_taken() {
    let site = site().await;
    let talk = site.talk().await;
    let long = "漢".repeat(8_001);
    let cases = [
        ("turn-0001", json!({ "text": "" }), 422, "empty"),
        ("turn-0001", json!({ "text": " \n " }), 422, "empty"),
        ("turn-0001", json!({ "text": long }), 422, "8000 characters"),
        (
            "turn-0001",
            json!({ "text": "x".repeat(140_000) }),
            413,
            "too large",
        ),
        ("turn-0001", json!({ "text": 7 }), 422, "Send a text"),
        (
            "turn-0001",
            json!({ "text": "a", "choice": "x".repeat(201) }),
            422,
            "200",
        ),
        ("short", json!({ "text": "a" }), 422, "Idempotency-Key"),
        ("with space", json!({ "text": "a" }), 422, "Idempotency-Key"),
        (
            "<script>alert(1)",
            json!({ "text": "a" }),
            422,
            "Idempotency-Key",
        ),
    ];
    for (key, body, status, part) in cases {
        let answer = talk.turn_with(key, body).await.expect(status).json();
        assert!(sentence(&answer).contains(part), "{answer}");
    }
    talk.post("turns", json!({ "text": "no key" }))
        .await
        .expect(422);
    // Eight thousand of any character, however it is written.
    talk.turn_with("turn-0001", json!({ "text": "漢".repeat(8_000) }))
        .await
        .expect(202);
    let escaped = format!("{{\"text\":\"{}\"}}", "\\ud83d\\ude00".repeat(8_000));
    let request = Request::post(talk.path("turns"))
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {}", talk.token))
        .header("idempotency-key", "turn-0002")
        .body(Body::from(escaped))
        .unwrap();
    site.request(request).await.expect(202);
}

#[tokio::test]
async fn a_session_is_checked_before_it_begins() {
    let site = site().await;
    site.put(scenario("open")).await;
    let many: serde_json::Map<String, Value> =
        (0..51).map(|n| (format!("v{n}"), json!("x"))).collect();
    let cases = [
        (json!({ "scenario_id": "" }), 422, "id or slug"),
        (
            json!({ "scenario_id": "nowhere" }),
            404,
            "no such conversation",
        ),
        (json!({ "style": "huge" }), 422, "full, basic or minimal"),
        (json!({ "user": { "name": "x".repeat(201) } }), 422, "200"),
        (json!({ "user": { "email": "x".repeat(255) } }), 422, "254"),
        (json!({ "variables": { "a b": "x" } }), 422, "no spaces"),
        (
            json!({ "variables": { "a": "x".repeat(4_001) } }),
            422,
            "4000",
        ),
        (json!({ "variables": many }), 422, "50 variables"),
        (json!({ "language": "x".repeat(36) }), 422, "tag"),
        (json!({ "max_duration_seconds": 0 }), 422, "a second"),
        (json!({ "max_duration_seconds": -1 }), 422, "from 0 on"),
        (json!({ "backend": "shop" }), 422, "no backend"),
        (
            json!({ "user": { "email": "not an address", "name": "Ann\u{202e}\u{0}" } }),
            201,
            "",
        ),
    ];
    for (more, status, part) in cases {
        let mut body = json!({ "scenario_id": "open", "style": "full" });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let answer = site
            .post("/api/embed/sessions", &[], body)
            .await
            .expect(status)
            .json();
        assert!(
            part.is_empty() || sentence(&answer).contains(part),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn every_error_has_a_detail_and_the_headers_of_cors() {
    let site = site().await;
    let post = |kind: &str, body: &str| {
        let request = Request::post("/api/embed/sessions").header("content-type", kind);
        request.body(Body::from(body.to_owned())).unwrap()
    };
    let plain = |method: &str, path: &str| {
        Request::builder()
            .method(method)
            .uri(path)
            .body(Body::empty())
            .unwrap()
    };
    let cases = [
        (post("text/html", "{}"), 415),
        (post("application/json", "{"), 400),
        (post("application/json; charset=utf-8", "[]"), 422),
        (post("application/json", &" ".repeat(140_000)), 413),
        (plain("GET", "/api/embed/nothing"), 404),
        (plain("GET", "/api/embed/sessions"), 405),
        (plain("DELETE", "/api/embed/scenarios/x"), 405),
        (plain("GET", "/api/embed/scenarios/%FF"), 404),
        (plain("GET", "/api/embed/sessions/%FF/results"), 404),
        (plain("GET", "/api/embed/scenarios/nowhere"), 404),
    ];
    for (request, status) in cases {
        let named = format!("{} {}", request.method(), request.uri());
        let answer = site.request(request).await;
        assert_eq!(answer.status, status, "{named}: {}", answer.text);
        assert!(!sentence(&answer.json()).is_empty(), "{named}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{named}");
        assert_eq!(
            answer.header("access-control-allow-credentials"),
            "",
            "{named}"
        );
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            "cross-origin",
            "{named}"
        );
        assert_eq!(answer.header("cache-control"), "no-store", "{named}");
    }
    let preflight = Request::builder()
        .method("OPTIONS")
        .uri("/api/embed/sessions/x/turns")
        .header("origin", "null")
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization,content-type,idempotency-key",
        )
        .body(Body::empty())
        .unwrap();
    let answer = site.request(preflight).await.expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(
        answer.header("access-control-allow-headers"),
        "authorization,content-type,idempotency-key"
    );
}

#[tokio::test]
async fn floods_are_told_when_to_come_back() {
    let slow = Rate {
        burst: 3,
        per_minute: 60,
    };
    let few = Limits {
        sessions_per_address: slow,
        turns_per_session: slow,
        ..limits()
    };
    let site = site_with(&Database::Memory, few).await;
    site.app.clock.hold();
    site.put(scenario("open")).await;
    let start = || json!({ "scenario_id": "open", "style": "basic" });
    let mut answers = Vec::new();
    for _ in 0..4 {
        answers.push(site.post("/api/embed/sessions", &[], start()).await);
    }
    assert_eq!(
        answers.iter().map(|it| it.status).collect::<Vec<_>>(),
        [201, 201, 201, 429]
    );
    assert_eq!(answers[3].header("retry-after"), "1");
    site.app.clock.advance(1_000);
    let talk = site.talk_in("open", json!({})).await;
    for number in 0..3 {
        talk.turn(&format!("turn-{number:04}"), "say hi").await;
    }
    let refused = talk
        .turn_with("turn-0003", json!({ "text": "say hi" }))
        .await
        .expect(429);
    assert_eq!(refused.header("retry-after"), "1");
    site.app.clock.advance(1_000);
    talk.turn("turn-0003", "say hi").await;
}
