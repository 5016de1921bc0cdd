//! What time ends.

use serde_json::json;
use sqlx::{AssertSqlSafe, Row as _};

use std::time::Duration;

use crate::talkio::settle;
use vivavoce_engine::conversation::{self, Beginning};
use vivavoce_engine::runs::finish;
use vivavoce_engine::runs::sweep::{
    BATCH, OLD, OLD_BY_SCENARIO, RESTING, UNERASED, limit, sweep_once,
};
use vivavoce_engine::store::{RESTED_CHATS, RESTED_CLIENTS};
use vivavoce_engine::{analyses, removals};
use vivavoce_protocol::wire::StopReason;
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

#[tokio::test]
async fn whoever_comes_back_while_the_silent_are_looked_for_keeps_their_session() {
    let site = Site::new().await;
    let scenario = site
        .scenario(json!({ "strategy": { "skip_auto_start": true } }))
        .await;
    let id = site.open(scenario["id"].as_str().unwrap(), "Bo").await.id;
    // A slow sweep has found it silent since then, and somebody asks before it is ended.
    let before = site.app.clock.now();
    site.app.clock.advance(1_000);
    let now = site.app.clock.now();
    site.app.store.note_contact(&id, now, now).await.unwrap();
    let ended = finish::end_silent(&site.app, &id, before).await;
    assert!(!ended.unwrap());
    assert!(finish::end_silent(&site.app, &id, now).await.unwrap());
    let session = site.app.store.session(&id).await.unwrap().unwrap();
    assert_eq!(session.stop_reason, Some(StopReason::Lost));
}

#[tokio::test]
async fn sessions_that_always_fail_take_no_others_place() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let scenario = scenario["id"].as_str().unwrap();
    let account = site.api("GET /accounts/me", &json!(null)).await.json()["id"].clone();
    let store = &site.app.store;
    // Ended long ago; of all but the last nothing can be read.
    sqlx::query(
        "WITH RECURSIVE n (value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n \
         WHERE value < $1) \
         INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, \
         user_name, user_email, variables, source, transcribe, created_at, deadline_at, \
         last_contact_at, last_seq, changed_at, ended_at) \
         SELECT 's' || value, $2, $3, 'n', 'full', 'completed', '', '', '{}', 'EMBED', 1, \
         1, 1, 1, 1, 1, 1 FROM n",
    )
    .bind(2 * limit())
    .bind(scenario)
    .bind(account.as_str().unwrap())
    .execute(store.read())
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO events (session_id, seq, at, body) \
         SELECT id, 1, 1, 'broken' FROM sessions WHERE id <> $1",
    )
    .bind(format!("s{}", 2 * BATCH))
    .execute(store.read())
    .await
    .unwrap();
    let last = format!("s{}", 2 * BATCH);
    site.app.clock.hold();
    for _ in 0..3 {
        sweep_once(&site.app).await.unwrap();
    }
    assert!(store.analysis(&last).await.unwrap().is_some());
    assert_eq!(
        site.app.failing.put_off(site.app.clock.now()).len(),
        2 * BATCH
    );
}

const DAY: i64 = 86_400_000;

async fn ids_of(site: &Site) -> Vec<String> {
    sqlx::query_scalar("SELECT id FROM sessions ORDER BY id")
        .fetch_all(site.app.store.read())
        .await
        .unwrap()
}

/// A session that has ended and is analyzed, as the last thing that happens in it.
async fn talked(site: &Site, scenario: &serde_json::Value) -> String {
    let id = site.talk(scenario["id"].as_str().unwrap()).await;
    analyses::after_end(&site.app, &id).await.unwrap();
    id
}

/// What a sweep marks, and what a removal then does.
async fn sweep_and_remove(site: &Site) {
    // Ended, analyzed and then old: a look for each.
    for _ in 0..3 {
        sweep_once(&site.app).await.unwrap();
    }
    removals::carry_out(&site.app).await;
}

#[tokio::test]
async fn a_session_goes_when_nothing_was_said_in_it_for_as_long_as_its_scenario_keeps_any() {
    let site = Site::new().await;
    site.app.clock.hold();
    let short = site.scenario(json!({ "retention_days": 30 })).await;
    let long = site.scenario(json!({})).await;
    let kept = talked(&site, &long).await;
    talked(&site, &short).await;
    // One that nobody ends, and in one of them somebody goes on.
    let scenario = short["id"].as_str().unwrap();
    let scenario = site.app.store.scenario(scenario).await.unwrap().unwrap();
    let mut lasting = Vec::new();
    for _ in 0..2 {
        let beginning = Beginning::default();
        let begun = conversation::begin(&site.app, &scenario, beginning, None).await;
        lasting.push(begun.unwrap().id);
    }
    site.app.clock.advance(29 * DAY);
    conversation::say(&site.app, &lasting[1], "turn-0001", "Still here", None)
        .await
        .unwrap();
    settle(&site, &lasting[1]).await;
    sweep_and_remove(&site).await;
    assert_eq!(ids_of(&site).await.len(), 4);
    site.app.clock.advance(2 * DAY);
    sweep_and_remove(&site).await;
    let mut left = vec![kept.clone(), lasting.remove(1)];
    left.sort();
    assert_eq!(ids_of(&site).await, left);
    site.app.clock.advance(30 * DAY);
    sweep_and_remove(&site).await;
    assert_eq!(ids_of(&site).await, [kept]);
}

#[tokio::test]
async fn whoever_has_no_session_left_goes_as_sessions_do() {
    for by_deployment in [false, true] {
        let mut settings = Settings::default();
        settings.engine.limits.keep_sessions =
            by_deployment.then(|| Duration::from_secs(30 * 86_400));
        let site = Site::with(settings).await;
        site.app.clock.hold();
        let days = if by_deployment {
            json!(null)
        } else {
            json!(30)
        };
        let short = json!({ "retention_days": days, "strategy": { "skip_auto_start": true } });
        let short = site.scenario(short).await;
        let mut chats = Vec::new();
        for scenario in [&short, &site.scenario(json!({})).await] {
            let made = json!({ "scenario_id": scenario["id"] });
            let made = site.api("POST /channels", &made).await.json();
            let chat = format!("/chatapi/{}", made["token"].as_str().unwrap());
            let json = "content-type: application/json";
            for (line, body) in [
                (format!("POST {chat}/client/quiet/state"), json!({ "a": 1 })),
                (
                    format!("POST {chat}"),
                    json!({ "clientId": "speaking", "query": "Hi.", "cid": "c" }),
                ),
            ] {
                let answer = site.ask(&line, &[json], body.to_string()).await;
                assert!(answer.status < 300, "{line}: {}", answer.text);
            }
            let key = site.api("POST /keys", &json!({ "api": "agentok" })).await;
            let key = format!("x-api-key: {}", key.json()["key"].as_str().unwrap());
            let body =
                json!({ "name": "Chat", "from_type": "project", "from_project": scenario["id"] });
            let made = site
                .ask("POST /v1/chats", &[&key, json], body.to_string())
                .await;
            assert_eq!(made.status, 201, "{}", made.text);
            chats.push(chat);
        }
        let counts = async || {
            let mut all = Vec::<i64>::new();
            for table in [
                "tovie_clients",
                "tovie_cursors",
                "sessions",
                "agentok_chats WHERE name <> ''",
            ] {
                let sql = format!("SELECT COUNT(*) FROM {table}");
                let count = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(site.app.store.read());
                all.push(count.await.unwrap());
            }
            all
        };
        assert_eq!(counts().await, [4_i64, 2, 2, 2]);
        site.app.clock.advance(29 * DAY);
        sweep_and_remove(&site).await;
        assert_eq!(counts().await, [4, 2, 2, 2]);
        site.app.clock.advance(2 * DAY);
        sweep_and_remove(&site).await;
        sweep_and_remove(&site).await;
        let left: &[i64] = if by_deployment {
            &[0, 0, 0, 0]
        } else {
            &[2, 1, 1, 1]
        };
        assert_eq!(counts().await, left);
        let line = format!("GET {}/client/quiet/state", chats[0]);
        let state = site.ask(&line, &[], "").await;
        assert_eq!(state.with(axum::http::StatusCode::OK), json!({}));
    }
    let store = &Site::new().await.app.store;
    for sql in RESTED_CLIENTS.into_iter().chain(RESTED_CHATS) {
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
            .fetch_all(store.read())
            .await
            .unwrap();
        let plan: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
        assert!(plan.concat().contains("_at_rest"), "{plan:?}");
        assert!(!plan.concat().contains("SCAN d"), "{plan:?}");
    }
}

#[tokio::test]
async fn a_scenario_keeps_its_sessions_no_longer_than_the_deployment_does() {
    let mut settings = Settings::default();
    settings.engine.limits.keep_sessions = Some(Duration::from_secs(10 * 86_400));
    let site = Site::with(settings).await;
    site.app.clock.hold();
    for more in [
        json!({ "retention_days": 30 }),
        json!({ "retention_days": 5 }),
        json!({}),
    ] {
        let scenario = site.scenario(more).await;
        talked(&site, &scenario).await;
    }
    for (days, left) in [(4, 3), (2, 2), (3, 2), (2, 0)] {
        site.app.clock.advance(days * DAY);
        sweep_and_remove(&site).await;
        assert_eq!(ids_of(&site).await.len(), left);
    }
}

#[tokio::test]
async fn what_is_old_is_marked_some_at_a_time_and_found_by_an_index() {
    let mut settings = Settings::default();
    settings.engine.limits.keep_sessions = Some(Duration::from_secs(86_400));
    let site = Site::with(settings).await;
    let scenario = site.scenario(json!({ "retention_days": 1 })).await;
    let account = site.api("GET /accounts/me", &json!(null)).await.json()["id"].clone();
    let store = &site.app.store;
    sqlx::query(
        "WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n \
         WHERE value < $1) \
         INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, \
         user_name, user_email, variables, source, transcribe, created_at, deadline_at, \
         last_contact_at, last_seq, changed_at, ended_at, analyzed_at) \
         SELECT 's' || value, $2, $3, 'n', 'full', 'completed', '', '', '{}', 'EMBED', 1, \
         1, 1, 1, 1, 1, 1, 1 FROM n",
    )
    .bind(limit() + 50)
    .bind(scenario["id"].as_str().unwrap())
    .bind(account.as_str().unwrap())
    .execute(store.read())
    .await
    .unwrap();
    let marked = async || {
        let sql = "SELECT COUNT(*) FROM sessions WHERE removed_at IS NOT NULL";
        let count: i64 = sqlx::query_scalar(sql)
            .fetch_one(store.read())
            .await
            .unwrap();
        count
    };
    for _ in 0..2 {
        // The second finds that the first's are not gone yet.
        sweep_once(&site.app).await.unwrap();
        assert_eq!(marked().await, limit());
    }
    removals::carry_out(&site.app).await;
    sweep_once(&site.app).await.unwrap();
    assert_eq!(marked().await, 50);

    for sql in [OLD, OLD_BY_SCENARIO, UNERASED, RESTING] {
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
            .fetch_all(store.read())
            .await
            .unwrap();
        let plan: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
        let all = plan.join("\n");
        for table in ["SCAN sessions", "SCAN s\n", "SCAN runs"] {
            assert!(!format!("{all}\n").contains(table), "{all}");
        }
        let index = match sql {
            OLD => "sessions_changed",
            OLD_BY_SCENARIO => "sessions_by_scenario (scenario_id=? AND created_at<?)",
            _ => "sessions_unerased",
        };
        assert!(all.contains(index), "{all}");
    }
}
