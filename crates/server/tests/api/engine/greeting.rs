//! A greeting that fails, and is asked for again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::stream::{self, BoxStream, StreamExt as _};
use serde_json::{Value, json};
use vivavoce_agent::{Agent, AgentContext, AgentError, Step};
use vivavoce_server::settings::Settings;
use vivavoce_test_server::{Held, Site};

/// Fails as often as it is told, and answers then.
struct Stumbling(AtomicUsize);

impl Agent for Stumbling {
    fn reply(&self, _: AgentContext) -> BoxStream<'static, Result<Step, AgentError>> {
        let failing = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
        let step = match failing {
            Ok(_) => Err(AgentError {
                code: "unreachable",
                detail: "The agent cannot be reached right now. Please try again in a moment."
                    .to_owned(),
                cause: "as told".to_owned(),
            }),
            Err(_) => Ok(Step::Text("Welcome.".to_owned())),
        };
        stream::iter([step]).boxed()
    }
}

/// The types of a session's events, and its greeting's id.
async fn told(held: &Held<'_>) -> (Vec<String>, String) {
    held.settle().await;
    let page = held.look().await.json();
    let events = page["events"].as_array().unwrap();
    let kinds = events
        .iter()
        .map(|event| event["type"].as_str().unwrap().to_owned());
    let begun = events
        .iter()
        .find(|event| event["type"] == "RUN_STARTED")
        .unwrap();
    let run = begun["runId"].as_str().unwrap().to_owned();
    (kinds.filter(|kind| kind.starts_with("RUN_")).collect(), run)
}

async fn again(site: &Site, held: &Held<'_>, run: &str) -> u16 {
    let line = format!("POST /api/embed/sessions/{}/turns/{run}/again", held.id);
    site.ask(&line, &[held.bearer.as_str()], "{}").await.status
}

#[tokio::test]
async fn a_greeting_that_failed_is_begun_again_until_somebody_has_spoken() {
    let agent = Arc::new(Stumbling(AtomicUsize::new(2)));
    let site = Site::answered_with(agent.clone(), Settings::default()).await;
    let scenario: Value = site.scenario(json!({})).await;
    let id = scenario["id"].as_str().unwrap();
    let held = site.open(id, "Bo").await;
    let (kinds, run) = told(&held).await;
    assert_eq!(kinds, ["RUN_STARTED", "RUN_ERROR"]);
    assert_eq!(again(&site, &held, &run).await, 202);
    let (kinds, _) = told(&held).await;
    assert_eq!(kinds[2..], ["RUN_STARTED", "RUN_ERROR"]);
    assert_eq!(again(&site, &held, &run).await, 202);
    let (kinds, _) = told(&held).await;
    assert_eq!(kinds[4..], ["RUN_STARTED", "RUN_FINISHED"]);
    // One that was heard is not begun again, and others there are not.
    assert_eq!(again(&site, &held, &run).await, 202);
    assert_eq!(told(&held).await.0.len(), 6);
    assert_eq!(again(&site, &held, "0123456789abcdef01234567").await, 404);
    // Somebody who spoke does not wait for it.
    agent.0.store(1, Ordering::Relaxed);
    let held = site.open(id, "Cy").await;
    let (_, run) = told(&held).await;
    held.say("turn-number-1", "Hello").await;
    held.settle().await;
    assert_eq!(again(&site, &held, &run).await, 409);
    assert_eq!(again(&site, &held, "turn-number-1").await, 404);
    // Nor does one who is gone.
    agent.0.store(1, Ordering::Relaxed);
    let held = site.open(id, "Di").await;
    let (_, run) = told(&held).await;
    held.stop("visitor").await;
    assert_eq!(again(&site, &held, &run).await, 409);
}
