//! What every refusal has: a sentence.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use futures_util::stream;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

#[tokio::test]
async fn whoever_asks_by_a_wrong_method_is_told_which_is_right() {
    let site = Site::with(Settings::default()).await;
    for (line, allowed) in [
        ("POST /", "GET"),
        ("POST /embed/x", "GET"),
        ("PUT /mail", "GET"),
        ("POST /livez", "GET"),
        ("POST /healthz", "GET"),
        ("POST /assets/x", "GET"),
        ("GET /ag-ui/x", "POST"),
        ("PUT /chats", "GET"),
        ("PUT /v1/chats", "GET"),
        ("PUT /api/embed/sessions", "POST"),
        ("PUT /api/documents.json", "GET"),
        ("DELETE /authentication/partner/", "GET"),
    ] {
        let answer = site.ask(line, &[], "").await;
        assert_eq!(answer.status, 405, "{line}: {}", answer.text);
        let allow = answer.headers.get("allow").map(|it| it.to_str().unwrap());
        assert!(
            allow.is_some_and(|it| it.contains(allowed)),
            "{line}: {allow:?}"
        );
        let detail = answer.with(StatusCode::METHOD_NOT_ALLOWED);
        assert!(
            detail["detail"]
                .as_str()
                .is_some_and(|it| it.ends_with('.')),
            "{line}: {detail}"
        );
    }
}

/// Asks with a body that never comes.
async fn refused(site: &Site, path: &str, headers: &[(&str, &str)]) -> (u16, Value) {
    let mut request = Request::post(path).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let never = stream::pending::<Result<Vec<u8>, std::io::Error>>();
    let request = request.body(Body::from_stream(never)).unwrap();
    let answer = site.router.clone().oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let bytes = to_bytes(answer.into_body(), 100_000).await.unwrap();
    let told = serde_json::from_slice(&bytes);
    (status, told.unwrap_or_else(|_| panic!("{path}: {bytes:?}")))
}

/// The sentence, where the API has it, if the rest is in its form too.
fn sentence(told: &Value, form: &str, status: u16) -> Option<String> {
    let (is_in_form, sentence) = match form {
        "tovie" => (
            told["exception"].is_string() && told["status"] == status,
            &told["message"],
        ),
        "totebot" => (
            told["error"].is_string() && told["statusCode"] == status,
            &told["message"],
        ),
        "talkio" => (told.get("detail").is_none(), &told["message"]),
        _ => (told.get("message").is_none(), &told["detail"]),
    };
    sentence.as_str().filter(|_| is_in_form).map(str::to_owned)
}

#[tokio::test]
async fn what_no_call_tells_is_told_in_its_apis_form() {
    let limits = vivavoce_engine::settings::Limits {
        request_total: Duration::from_millis(20),
        ..vivavoce_engine::settings::Limits::default()
    };
    let settings = Settings {
        engine: vivavoce_engine::Settings {
            public_url: Some("https://v.example".to_owned()),
            limits,
            ..vivavoce_engine::Settings::default()
        },
        http: vivavoce_http::HttpSettings {
            hosts: vec!["v.example".to_owned()],
            ..vivavoce_http::HttpSettings::default()
        },
        ..Settings::default()
    };
    let site = Site::with(settings).await;
    let ours = [("host", "v.example")];
    for (path, form) in [
        ("/chatapi/no-such-channel", "tovie"),
        ("/v1/chat", "totebot"),
        ("/api/partner/v3/organizations/x/users", "talkio"),
        ("/v1/chats", "agentok"),
        ("/ag-ui/x", "ag-ui"),
        ("/api/embed/sessions", "embed"),
        ("/api/public/scenarios", "public"),
    ] {
        for (headers, status) in [
            (&[("host", "elsewhere.example")][..], 421),
            (&[("host", "v.example"), ("host", "v.example")], 400),
        ] {
            let (found, told) = refused(&site, path, headers).await;
            assert_eq!(found, status, "{path}: {told}");
            assert!(sentence(&told, form, status).is_some(), "{path}: {told}");
        }
    }
    for (path, form) in [
        ("/chatapi/no-such-channel", "tovie"),
        ("/api/embed/sessions", "embed"),
    ] {
        let (found, told) = refused(&site, path, &ours).await;
        assert_eq!(found, 503, "{path}: {told}");
        assert!(
            sentence(&told, form, 503)
                .is_some_and(|it| it.contains("20 ms") || it.contains("not done")),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_body_that_says_that_it_is_too_long_is_not_waited_for() {
    let site = Site::new().await;
    site.scenario(json!({ "is_public": true, "slug": "open" }))
        .await;
    let bearer = format!("Bearer {}", site.key);
    let key = [("authorization", bearer.as_str())];
    for (path, headers, most, form) in [
        ("/chatapi/no-such-channel", &[][..], 100_000, "tovie"),
        ("/ag-ui/open", &[], 1 << 20, "ag-ui"),
        (
            "/api/embed/sessions",
            &[],
            vivavoce_protocol::caps::BODY_BYTES,
            "embed",
        ),
        (
            "/api/public/webhooks",
            &key,
            vivavoce_engine::settings::API_CALL_BYTES,
            "public",
        ),
        ("/api/public/scenarios", &key, 30 * 1024 * 1024, "public"),
    ] {
        let length = (most + 1).to_string();
        let mut headers = headers.to_vec();
        headers.push(("content-length", &length));
        let (found, told) = refused(&site, path, &headers).await;
        assert_eq!(found, 413, "{path}: {told}");
        assert!(
            sentence(&told, form, 413).is_some_and(|it| it.ends_with('.')),
            "{path}: {told}"
        );
    }
}

#[tokio::test]
async fn half_a_character_spoils_no_body() {
    let site = Site::new().await;
    let made = site.scenario(json!({ "is_public": true })).await;
    let id = made["id"].as_str().unwrap();
    let key = site
        .api(
            "POST /keys",
            &json!({ "api": "totebot", "scenario_id": id }),
        )
        .await;
    let totebot = format!(
        "authorization: Bearer {}",
        key.json()["key"].as_str().unwrap()
    );
    let key = site.api("POST /keys", &json!({ "api": "agentok" })).await;
    let agentok = format!("x-api-key: {}", key.json()["key"].as_str().unwrap());
    let public = format!("authorization: Bearer {}", site.key);
    let leads = format!("POST /api/public/scenarios/{id}/leads");
    let thread = format!("POST /ag-ui/{id}");
    for (line, key, body) in [
        (leads.as_str(), &public, r#"{"phone": "1", "name": "TEXT"}"#.to_owned()),
        ("POST /api/embed/sessions", &public, format!(r#"{{"scenario_id": "{id}", "style": "full", "user": {{"name": "TEXT"}}}}"#)),
        ("POST /v1/chat", &totebot, r#"{"message": "TEXT", "identity": {"KEY": "TEXT"}}"#.to_owned()),
        (
            "POST /v1/chats",
            &agentok,
            format!(r#"{{"name": "TEXT", "from_type": "project", "from_project": "{id}"}}"#),
        ),
        (
            thread.as_str(),
            &public,
            r#"{"threadId": "a-thread-that-nobody-guesses", "messages": [{"id": "KEY", "role": "user", "content": "TEXT"}]}"#
                .to_owned(),
        ),
    ] {
        for (text, is_json) in [
            (r"so \ud83d", true),
            (r"\ude00 so", true),
            (r"\uDE00\uD83D", true),
            (r"\ud83d\ude00", true),
            (r"\\ud83d", true),
            (r"\ud83", false),
            (r"\x", false),
            ("\"", false),
        ] {
            let body = body.replace("TEXT", text).replace("KEY", r"\udc00");
            let answer = site.ask(line, &[key, "content-type: application/json"], body.clone()).await;
            assert_eq!(answer.status < 300, is_json, "{line} {body}: {} {}", answer.status, answer.text);
            if !is_json {
                assert!(answer.text.contains("JSON"), "{line} {body}: {}", answer.text);
            }
            if line == leads && is_json {
                let name = &answer.json()["name"];
                let expected = match text {
                    r"so \ud83d" => "so \u{fffd}",
                    r"\ude00 so" => "\u{fffd} so",
                    r"\uDE00\uD83D" => "\u{fffd}\u{fffd}",
                    r"\ud83d\ude00" => "😀",
                    _ => r"\ud83d",
                };
                assert_eq!(name, expected, "{body}");
            }
        }
        // What is no UTF-8 is no JSON; the mark that some editors and shells put before it is nothing
        // (Badgerati/Pode#1604, axodotdev/axoasset#87).
        let mut broken = body.replace("TEXT", "a").into_bytes();
        let marked = [b"\xef\xbb\xbf".as_slice(), &broken].concat();
        let answer = site.ask(line, &[key, "content-type: application/json"], marked).await;
        assert!(answer.status < 300, "{line}: {}", answer.text);
        let at = broken.iter().rposition(|byte| *byte == b'a').unwrap();
        broken[at] = 0xff;
        let answer = site.ask(line, &[key, "content-type: application/json"], broken).await;
        assert!((400..500).contains(&answer.status), "{line}: {}", answer.text);
    }
}
