//! Names we answer to.

use axum::http::StatusCode;

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
