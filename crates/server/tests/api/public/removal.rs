//! A session is removed: what goes, what stays, and who notices.

use std::time::Duration;

use axum::body::to_bytes;
use serde_json::{Value, json};

use super::*;
use vivavoce_engine::removals;
use vivavoce_engine::store::{Access, AccessKind};
use vivavoce_test_server::found;

/// Said in what is removed, and nowhere else.
const SAID: &str = "CANARY-SAID";

async fn count(site: &Site, sql: &'static str) -> i64 {
    let count = sqlx::query_scalar(sql).fetch_one(site.app.store.read());
    count.await.unwrap()
}

async fn only(site: &Site, scenario_id: &str) -> String {
    let line = format!("GET /sessions?scenario_id={scenario_id}");
    let page = site.api(&line, &Value::Null).await.with(OK);
    let all = page["sessions"].as_array().unwrap();
    assert_eq!(all.len(), 1, "{page}");
    all[0]["id"].as_str().unwrap().to_owned()
}

async fn remove(site: &Site, id: &str) {
    let line = format!("DELETE /sessions/{id}");
    let gone = site.api(&line, &Value::Null).await.with(OK);
    assert_eq!(gone, json!({ "success": true, "id": id }));
    // The call waits two seconds for that, which a busy machine may need.
    removals::carry_out(&site.app).await;
}

#[tokio::test]
async fn a_session_goes_with_all_that_was_said_in_it_and_nothing_else() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let scenario_id = scenario["id"].as_str().unwrap();
    let (going, staying) = (
        site.open(scenario_id, SAID).await,
        site.open(scenario_id, "Ben").await,
    );
    for held in [&going, &staying] {
        held.settle().await;
        held.say("turn-0001", &format!("{SAID} {}", held.id)).await;
        let access = Access {
            scenario_id: scenario_id.to_owned(),
            kind: AccessKind::Granted,
            email: None,
            session_id: Some(held.id.clone()),
            made_by: None,
            passcode_epoch: 0,
            is_preview: false,
            created_at: 1,
            expires_at: i64::MAX,
        };
        site.app.store.add_access(access, &held.id).await.unwrap();
    }
    going.stop("visitor").await;
    let other = json!({ "session_id": going.id });
    let lead = json!({ "name": "A", "email": "a@b.example", "session_id": going.id });
    let line = format!("POST /scenarios/{scenario_id}/leads");
    assert_eq!(site.api(&line, &lead).await.status, 201);
    site.api("POST /sessions/analyze", &other).await.with(OK);
    let line = format!("DELETE /sessions/{}", going.id);
    let foreign = site.api_as(&site.other_key, &line, &Value::Null).await;
    assert_eq!(foreign.status, 404);

    remove(&site, &going.id).await;
    assert_eq!(site.api(&line, &Value::Null).await.status, 404);
    assert_eq!(only(&site, scenario_id).await, staying.id);
    assert_eq!(found(site.app.store.read(), &going.id).await, [""; 0]);
    assert!(!found(site.app.store.read(), &staying.id).await.is_empty());
    // It is the owner's own record of somebody, with a call of its own.
    assert_eq!(count(&site, "SELECT COUNT(*) FROM leads").await, 1);
    staying.say("turn-0002", "Still here").await;
    assert_eq!(
        going.look().await.json()["detail"],
        "There is no such session. Start a new one."
    );
}

#[tokio::test]
async fn a_dialog_forgets_the_session_it_was_in_and_goes_on_in_another() {
    let site = Site::new().await;
    let scenario = site
        .scenario(json!({ "strategy": { "skip_auto_start": true } }))
        .await;
    let scenario_id = scenario["id"].as_str().unwrap();
    let channel = json!({
        "scenario_id": scenario_id, "webhook_url": "https://hooks.example.com/",
    });
    let made = site.api("POST /channels", &channel).await;
    let made = made.with(StatusCode::CREATED);
    let chat = format!("/chatapi/{}", made["token"].as_str().unwrap());
    let say = async |words: &str| {
        let asked = json!({ "clientId": "ann", "query": words }).to_string();
        site.ask(&format!("POST {chat}"), &[], asked).await.with(OK)
    };
    say(&format!("{SAID} first")).await;
    // Its answer is to be sent to the webhook, and nobody sends.
    let later = json!({ "clientId": "ann", "query": format!("{SAID} later") }).to_string();
    let line = format!("POST {chat}/async");
    site.ask(&line, &[], later).await.with(OK);
    let parcels = "SELECT COUNT(*) FROM outbox WHERE kind = 'tovie'";
    for _ in 0..6_000 {
        if count(&site, parcels).await == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let line = format!("POST {chat}/client/ann/state");
    let state = json!({ "seen": SAID }).to_string();
    let saved = site.ask(&line, &[], state).await;
    assert!(saved.status < 300, "{}", saved.text);

    let first = only(&site, scenario_id).await;
    remove(&site, &first).await;
    assert_eq!(found(site.app.store.read(), SAID).await, [""; 0]);
    assert_eq!(found(site.app.store.read(), &first).await, [""; 0]);
    assert_eq!(count(&site, parcels).await, 0);
    assert_eq!(count(&site, "SELECT COUNT(*) FROM tovie_clients").await, 1);

    let again = say("Hello again").await;
    assert_eq!(again["data"]["newSessionStarted"], true, "{again}");
    assert_ne!(only(&site, scenario_id).await, first);
    // The request that began it belongs to it.
    let second = only(&site, scenario_id).await;
    remove(&site, &second).await;
    assert_eq!(count(&site, "SELECT COUNT(*) FROM tovie_events").await, 0);
}

#[tokio::test]
async fn the_stream_of_who_still_talks_ends() {
    let mut settings = Settings::default();
    settings.engine.limits.heartbeat = Duration::from_millis(20);
    let site = Site::with(settings).await;
    let scenario = site.scenario(json!({})).await;
    let held = site.open(scenario["id"].as_str().unwrap(), "Ada").await;
    held.settle().await;
    let stream = held.stream().await;
    remove(&site, &held.id).await;
    let whole = to_bytes(stream.into_body(), usize::MAX);
    let whole = tokio::time::timeout(Duration::from_secs(60), whole).await;
    let whole = String::from_utf8(whole.unwrap().unwrap().to_vec()).unwrap();
    assert!(whole.contains("event: reconnect"), "{whole}");
    assert_eq!(held.look().await.status, 404);
}

#[tokio::test]
async fn what_is_marked_is_there_for_nobody_and_goes_also_after_a_restart() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let scenario_id = scenario["id"].as_str().unwrap();
    let id = site.talk(scenario_id).await;
    let poll = site.open(scenario_id, "Ben").await;
    poll.settle().await;
    let store = &site.app.store;
    let now = site.app.clock.now();
    // As much as a process does that is killed then.
    let marked = vec![id.clone(), poll.id.clone()];
    let (waited, done) = tokio::join!(poll.wait(), store.mark_sessions_removed(marked, now));
    done.unwrap();
    assert_eq!(waited.status, 404, "{}", waited.text);
    let line = format!("GET /sessions?scenario_id={scenario_id}");
    let page = site.api(&line, &Value::Null).await.with(OK);
    assert_eq!(page["page_meta"]["total"], 0);
    for line in [
        format!("GET /sessions/{id}"),
        format!("GET /sessions/{id}/transcript.txt"),
        format!("DELETE /sessions/{id}"),
    ] {
        assert_eq!(site.api(&line, &Value::Null).await.status, 404, "{line}");
    }
    assert_eq!(count(&site, "SELECT COUNT(*) FROM sessions").await, 2);
    removals::carry_out(&site.app).await;
    assert_eq!(count(&site, "SELECT COUNT(*) FROM sessions").await, 0);
    assert_eq!(count(&site, "SELECT COUNT(*) FROM events").await, 0);
}
