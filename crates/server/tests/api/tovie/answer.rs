//! Answers another process waits for.

use std::collections::HashSet;
use std::sync::Arc;

use axum::http::StatusCode;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use vivavoce_agent::{Agent, AgentContext, AgentError, Step};

use serde_json::json;
use vivavoce_test_server::Site;

/// Says nothing, for ever.
struct Silent;

impl Agent for Silent {
    fn reply(&self, _moment: AgentContext) -> BoxStream<'static, Result<Step, AgentError>> {
        stream::pending().boxed()
    }
}

#[tokio::test]
async fn a_starved_process_does_not_ask_again_what_it_waits_for() {
    let site = Site::answered_by(Arc::new(Silent)).await;
    let scenario = site
        .scenario(json!({ "strategy": { "skip_auto_start": true } }))
        .await;
    let channel = json!({ "scenario_id": scenario["id"] });
    let made = site.api("POST /channels", &channel).await;
    let made = made.with(StatusCode::CREATED);
    let line = format!("POST /chatapi/{}/async", made["token"].as_str().unwrap());
    let asked = json!({ "clientId": "c", "query": "Hello" }).to_string();
    site.ask(&line, &[], asked).await.with(StatusCode::OK);
    let app = &site.app;
    // As long as a lease and more, in which nothing of this process ran.
    app.clock.advance(10 * vivavoce_tovie::LEASE);
    let now = app.clock.now();
    let periodic = site.server.periodic();
    let resuming = periodic
        .iter()
        .find(|work| work.name == "unanswered requests");
    (resuming.unwrap().run)().await.unwrap();
    // It has not even taken it: another process, which cannot know, does.
    let none = HashSet::new();
    let claimed = vivavoce_tovie::store::claim_unanswered(&app.store, now, now + 1, &none).await;
    assert_eq!(claimed.unwrap().len(), 1);
}
