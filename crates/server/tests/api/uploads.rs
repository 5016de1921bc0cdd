//! Room for large bodies.

use axum::body::Body as Sent;
use futures_util::stream;
use serde_json::json;
use tower::ServiceExt as _;

use vivavoce_http::body::{AT_ONCE, OF_ONE};
use vivavoce_test_server::Site;

#[tokio::test]
async fn whoever_sends_large_bodies_slowly_keeps_nobody_elses_waiting() {
    let site = Site::new().await;
    let large = |key: &str, body: Sent| {
        axum::http::Request::post("/api/public/scenarios")
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json")
            .body(body)
            .unwrap()
    };
    let slow = || Sent::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let sending: Vec<_> = (0..6)
        .map(|_| tokio::spawn(site.router.clone().oneshot(large(&site.key, slow()))))
        .collect();
    // The slow ones have come as far as they do.
    while site.app.uploads.free() > AT_ONCE - OF_ONE {
        tokio::task::yield_now().await;
    }
    let other = site
        .api("POST /accounts", &json!({ "name": "Other" }))
        .await;
    let id = other.json()["id"].clone();
    let made = site.api("POST /keys", &json!({ "account_id": id })).await;
    let key = made.json()["key"].as_str().unwrap().to_owned();
    let body = json!({
        "name": "n", "description": "", "ai_instructions": "i",
        "script": [], "user_metadata": { "long": "x".repeat(60_000) },
    });
    let body = body.to_string() + &" ".repeat(vivavoce_engine::settings::API_CALL_BYTES);
    let answer = site.router.clone().oneshot(large(&key, Sent::from(body)));
    let status = answer.await.unwrap().status();
    assert!(!status.is_server_error(), "{status}");
    sending.iter().for_each(tokio::task::JoinHandle::abort);
}
