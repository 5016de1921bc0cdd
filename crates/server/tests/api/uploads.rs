//! Room for large bodies.

use axum::body::Body as Sent;
use futures_util::stream;
use serde_json::json;
use tower::ServiceExt as _;

use vivavoce_http::uploads::{ACCOUNTS, FURTHER};
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
    let mut accounts = vec![site.key.clone()];
    for name in ["Second", "Third", "Other"] {
        let made = site.api("POST /accounts", &json!({ "name": name })).await;
        let id = made.json()["id"].clone();
        let made = site.api("POST /keys", &json!({ "account_id": id })).await;
        accounts.push(made.json()["key"].as_str().unwrap().to_owned());
    }
    let (other, slow_ones) = accounts.split_last().unwrap();
    let sending: Vec<_> = slow_ones
        .iter()
        .flat_map(|key| std::iter::repeat_n(key, 6))
        .map(|key| tokio::spawn(site.router.clone().oneshot(large(key, slow()))))
        .collect();
    // They have come as far as they do.
    while site.app.uploads.free() != (ACCOUNTS - slow_ones.len(), 0) {
        tokio::task::yield_now().await;
    }
    let body = json!({
        "name": "n", "description": "", "ai_instructions": "i",
        "script": [], "user_metadata": { "long": "x".repeat(60_000) },
    });
    let body = body.to_string() + &" ".repeat(vivavoce_engine::settings::API_CALL_BYTES);
    let answer = site.router.clone().oneshot(large(other, Sent::from(body)));
    let status = answer.await.unwrap().status();
    assert!(!status.is_server_error(), "{status}");
    sending.iter().for_each(tokio::task::JoinHandle::abort);
    for send in sending {
        send.await.ok();
    }
    assert_eq!(site.app.uploads.free(), (ACCOUNTS, FURTHER));
}
