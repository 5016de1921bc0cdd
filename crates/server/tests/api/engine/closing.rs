//! Closed accounts: what they hold goes after its time, and nobody else's does.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::doors::{Parrot, email_of, id_of, rest, through_agentok};
use super::visitors::known;
use vivavoce_engine::removals;
use vivavoce_engine::runs::sweep_once;
use vivavoce_server::Settings;
use vivavoce_test_server::{Site, found};

const OK: StatusCode = StatusCode::OK;
const DAY: i64 = 86_400_000;
const CANARY: &str = "CANARY";

#[tokio::test]
async fn a_closed_account_goes_after_its_time_with_all_it_holds() {
    let mut settings = Settings::default();
    settings.engine.limits.keep_closed_accounts = Some(Duration::from_secs(30 * 86_400));
    let mut site = Site::answered_with(Parrot::shared(), settings).await;
    site.app.clock.hold();
    let made = site.scenario(json!({})).await;
    let staying = site.talk(made["id"].as_str().unwrap()).await;

    // Everything a visitor may leave, and everything an account may have.
    let theirs = site.api("POST /accounts", &json!({ "name": CANARY })).await;
    let theirs = theirs.json()["id"].as_str().unwrap().to_owned();
    let form = json!({ "account_id": theirs, "name": CANARY });
    let key = site.api("POST /keys", &form).await.json();
    let key = key["key"].as_str().unwrap().to_owned();
    let (root, root_key) = (site.root.clone(), site.key.clone());
    (site.root, site.key) = (theirs.clone(), key);
    let made = site
        .scenario(json!({ "strategy": { "skip_auto_start": true } }))
        .await;
    let id = made["id"].as_str().unwrap();
    known(&site, id, CANARY).await;
    through_agentok(&site, id, CANARY).await;
    let hook = json!({ "url": "https://hooks.example.com/CANARY", "description": CANARY });
    site.api("POST /webhooks", &hook).await;
    let below = format!("POST /scenarios/{id}");
    for (kind, body) in [
        (
            "knowledge",
            json!({ "kind": "text", "title": CANARY, "text": CANARY }),
        ),
        (
            "integrations",
            json!({ "kind": "channel", "provider": CANARY }),
        ),
    ] {
        let done = site.api(&format!("{below}/{kind}"), &body).await;
        assert_eq!(done.status, 201, "{kind}: {}", done.text);
    }
    let running = site.open(id, CANARY).await;
    running.settle().await;
    rest(&site).await;
    let mail = [
        format!("spending-{id}-2030-01-01"),
        format!("report-{}", running.id),
        format!("question-{theirs}-x-2030-01-01"),
    ];
    for name in mail {
        let body = json!({ "to": email_of(CANARY), "scenario_id": id }).to_string();
        let put = "INSERT INTO outbox (id, kind, body, due_at, created_at, target) \
                   VALUES ($1, 'mail', $2, 9999999999999, 1, 'mail')";
        let put = sqlx::query(put).bind(name).bind(body);
        put.execute(site.app.store.read()).await.unwrap();
    }
    let asked = "INSERT INTO mail_recipients (account_id, address, asked_at) VALUES ($1, $2, 1)";
    let asked = sqlx::query(asked).bind(&theirs).bind(email_of(CANARY));
    asked.execute(site.app.store.read()).await.unwrap();
    // Other systems are the root account's to talk to.
    for table in ["relay_things", "relay_visitors"] {
        let gone = format!("DELETE FROM {table}");
        let gone = sqlx::query(sqlx::AssertSqlSafe(gone));
        gone.execute(site.app.store.read()).await.unwrap();
    }
    (site.root, site.key) = (root, root_key);

    let app = &site.app;
    let sweep = async || {
        sweep_once(app).await.unwrap();
        removals::carry_out(app).await;
    };
    let there = format!("GET /accounts/{theirs}");
    app.clock.advance(31 * DAY);
    sweep().await;
    site.api(&there, &Value::Null).await.with(OK);
    let close = format!("DELETE /accounts/{theirs}");
    site.api(&close, &Value::Null).await.with(OK);
    app.clock.advance(30 * DAY - 1_000);
    sweep().await;
    site.api(&there, &Value::Null).await.with(OK);
    app.clock.advance(2_000);
    sweep().await;
    assert_eq!(site.api(&there, &Value::Null).await.status, 404);
    for word in [CANARY, &id_of(CANARY), &theirs] {
        let left = found(app.store.read(), word).await;
        // The other account's own texts; see `Site::scenario`.
        let own = ["scenarios.ai_instructions", "scenarios.description"];
        let own: &[&str] = if word == CANARY { &own } else { &[] };
        assert_eq!(left, own, "{word}");
    }
    let line = format!("GET /sessions/{staying}");
    site.api(&line, &Value::Null).await.with(OK);
}

#[tokio::test]
async fn without_a_time_a_closed_account_is_kept() {
    let site = Site::new().await;
    site.app.clock.hold();
    let made = site.api("POST /accounts", &json!({ "name": "A" })).await;
    let line = format!("/accounts/{}", made.json()["id"].as_str().unwrap());
    site.api(&format!("DELETE {line}"), &Value::Null)
        .await
        .with(OK);
    site.app.clock.advance(3_650 * DAY);
    sweep_once(&site.app).await.unwrap();
    removals::carry_out(&site.app).await;
    let kept = site
        .api(&format!("GET {line}"), &Value::Null)
        .await
        .with(OK);
    assert_eq!(kept["state"], "closed");
}
