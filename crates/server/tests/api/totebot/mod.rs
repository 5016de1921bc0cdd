mod chat;
mod figures;
mod lists;

use axum::http::StatusCode;
use serde_json::{Value, json};

use vivavoce_test_server::{Answer, Site};

const OK: StatusCode = StatusCode::OK;
const CREATED: StatusCode = StatusCode::CREATED;
const KIND: &str = "content-type: application/json";

/// An agent and its key.
pub(super) struct Shop<'a> {
    pub site: &'a Site,
    pub scenario: String,
    key: String,
}

impl<'a> Shop<'a> {
    pub async fn open(site: &'a Site) -> Shop<'a> {
        Shop::of(site, json!({ "name": "Lamps and mugs" })).await
    }

    /// `more` is beside what a scenario needs.
    pub async fn of(site: &'a Site, more: Value) -> Shop<'a> {
        let made = site.scenario(more).await;
        let scenario = made["id"].as_str().unwrap().to_owned();
        let form = json!({ "api": "totebot", "scenario_id": scenario });
        let key = site.api("POST /keys", &form).await.with(CREATED);
        let key = key["key"].as_str().unwrap().to_owned();
        assert!(key.starts_with("tb_pk_"), "{key}");
        Shop {
            site,
            scenario,
            key,
        }
    }

    pub fn bearer(&self) -> String {
        format!("authorization: Bearer {}", self.key)
    }

    /// `line` without `/v1`.
    pub async fn ask(&self, line: &str, body: &Value) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let line = format!("{method} /v1{path}");
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        // So many calls in a minute no test could make otherwise.
        self.site.app.clock.advance(1_001);
        self.site.ask(&line, &[&self.bearer(), KIND], body).await
    }

    pub async fn get(&self, path: &str) -> Value {
        self.ask(&format!("GET {path}"), &Value::Null)
            .await
            .with(OK)
    }

    /// Says something and reads the reply to its end: its last event.
    pub async fn chat(&self, body: Value) -> Value {
        let answer = self.ask("POST /chat", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        chat::frames(&answer.text).pop().unwrap()
    }

    /// Records something by our own API.
    pub async fn record(&self, kind: &str, form: Value) -> Value {
        let line = format!("POST /scenarios/{}/{kind}", self.scenario);
        self.site.api(&line, &form).await.with(CREATED)
    }
}
