//! Previews: what a session must show to count nowhere.

use axum::http::StatusCode;
use serde_json::{Value, json};

use vivavoce_test_server::Site;

#[tokio::test]
async fn only_who_was_given_a_token_to_try_it_out_is_in_no_insight() {
    let site = Site::new().await;
    let asks = async |scenario: &str, token: Value, source: &str| -> String {
        let mut headers = vec!["content-type: application/json".to_owned()];
        if let Some(token) = token.as_str() {
            let body = json!({ "scenario_id": scenario, "token": token }).to_string();
            let line = "POST /api/embed/access";
            let bearer = site
                .ask(line, &["content-type: application/json"], body)
                .await;
            let bearer = bearer.with(StatusCode::OK)["bearer"].clone();
            headers.push(format!(
                "authorization: Bearer {}",
                bearer.as_str().unwrap()
            ));
        }
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let body = json!({ "scenario_id": scenario, "style": "full", "source": source });
        let line = "POST /api/embed/sessions";
        let begun = site.ask(line, &headers, body.to_string()).await;
        let id = begun.with(StatusCode::CREATED)["session_id"].clone();
        let line = format!("GET /sessions/{}", id.as_str().unwrap());
        let session = site.api(&line, &Value::Null).await.with(StatusCode::OK);
        session["source"].as_str().unwrap().to_owned()
    };
    for is_public in [true, false] {
        let made = site.scenario(json!({ "is_public": is_public })).await;
        let id = made["id"].as_str().unwrap();
        let token = async |preview: Value| {
            let body = json!({ "scenario_id": id, "preview": preview });
            let minted = site.api("POST /scenario-access-token", &body).await;
            minted.with(StatusCode::OK)["access_token"].clone()
        };
        let (owners, visitors) = (token(json!(true)).await, token(Value::Null).await);
        assert_eq!(asks(id, owners.clone(), "PREVIEW").await, "PREVIEW");
        assert_eq!(asks(id, owners, "EMBED").await, "EMBED");
        assert_eq!(asks(id, visitors, "PREVIEW").await, "EMBED");
        if is_public {
            assert_eq!(asks(id, Value::Null, "PREVIEW").await, "EMBED");
        }
    }
}
