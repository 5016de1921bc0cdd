//! Names we answer to.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures_util::stream;
use tower::ServiceExt as _;

use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

#[tokio::test]
async fn a_name_that_is_not_ours_is_refused_where_ours_are_known() {
    let settings = Settings {
        engine: vivavoce_engine::Settings {
            public_url: Some("https://voice.example".to_owned()),
            ..vivavoce_engine::Settings::default()
        },
        http: vivavoce_http::HttpSettings {
            hosts: vec!["voice.example".to_owned(), "[::1]".to_owned()],
            ..vivavoce_http::HttpSettings::default()
        },
        ..Settings::default()
    };
    let site = Site::with(settings).await;
    for (line, host, status) in [
        ("GET /api/documents.json", "voice.example", 200),
        ("GET /api/documents.json", "Voice.Example.:8787", 200),
        ("GET /api/documents.json", "[::1]:8787", 200),
        ("GET /api/documents.json", "evil.example", 421),
        ("GET /api/documents.json", "voice.example.evil.example", 421),
        ("GET /api/documents.json", "", 421),
        (
            "GET http://evil.example/api/documents.json",
            "voice.example",
            421,
        ),
        (
            "GET http://voice.example/api/documents.json",
            "voice.example",
            200,
        ),
        ("GET /embed/nothing", "evil.example", 421),
        ("GET /nowhere", "evil.example", 421),
        ("GET /healthz", "evil.example", 200),
        ("GET /livez", "10.0.0.7:8787", 200),
    ] {
        let answer = site.ask_at(line, host).await;
        assert_eq!(answer.status, status, "{line} {host}: {}", answer.text);
        if status == 421 && line.contains("/api/") {
            let status = StatusCode::MISDIRECTED_REQUEST;
            assert!(answer.with(status)["detail"].is_string());
        }
    }
    // Without a word of the operator's, any name is.
    let site = Site::new().await;
    let answer = site.ask_at("GET /api/documents.json", "evil.example").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn what_is_answered_in_a_calls_place_may_be_read_by_who_may_read_the_call() {
    const PAGE: &str = "https://page.example";
    let settings = Settings {
        engine: vivavoce_engine::Settings {
            public_url: Some("https://voice.example".to_owned()),
            limits: vivavoce_engine::settings::Limits {
                request_total: Duration::from_millis(20),
                ..vivavoce_engine::settings::Limits::default()
            },
            ..vivavoce_engine::Settings::default()
        },
        http: vivavoce_http::HttpSettings {
            hosts: vec!["voice.example".to_owned()],
            cors: BTreeMap::from([("talkio".to_owned(), vec![PAGE.to_owned()])]),
            ..vivavoce_http::HttpSettings::default()
        },
        ..Settings::default()
    };
    let site = Site::with(settings).await;
    let talkio = "/api/partner/v3/organizations/x/users";
    for (path, hosts, status, readable) in [
        ("/api/embed/sessions", &["voice.example"][..], 503, "*"),
        ("/api/embed/sessions", &["evil.example"], 421, "*"),
        ("/api/embed/sessions", &["voice.example"; 2], 400, "*"),
        ("/relay/s/x", &["evil.example"], 421, "*"),
        (talkio, &["evil.example"], 421, PAGE),
        ("/authentication/partner/x", &["evil.example"], 421, ""),
        ("/api/public/scenarios", &["evil.example"], 421, ""),
        ("/livez", &["voice.example"; 2], 400, ""),
    ] {
        let mut request = Request::post(path)
            .header("origin", PAGE)
            .header("content-type", "application/json");
        for host in hosts {
            request = request.header("host", *host);
        }
        let never = stream::pending::<Result<Vec<u8>, std::io::Error>>();
        let request = request.body(Body::from_stream(never)).unwrap();
        let answer = site.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), status, "{path} {hosts:?}");
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .map_or("", |it| it.to_str().unwrap())
        };
        let is_kept = !header("cache-control").starts_with("no-store");
        assert!(!is_kept, "{path} {hosts:?}");
        assert_eq!(
            header("access-control-allow-origin"),
            readable,
            "{path} {hosts:?}"
        );
    }
}
