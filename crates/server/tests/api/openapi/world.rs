//! A server with something in it: what the description's examples speak of.

use std::sync::Arc;

use serde_json::{Value, json};

use vivavoce_engine::settings::Rate;
use vivavoce_engine::store::{Access, AccessKind};
use vivavoce_server::settings::Settings;
use vivavoce_server::{demos, seed};
use vivavoce_test_server::{Answer, Site};

/// One operation of the description.
#[derive(Clone, Debug)]
pub struct Operation {
    pub method: String,
    pub path: String,
    pub about: Value,
}

impl Operation {
    pub fn name(&self) -> &str {
        self.about["operationId"].as_str().unwrap_or_default()
    }

    /// The first security scheme; empty where none is needed.
    pub fn scheme(&self) -> &str {
        let all = self.about["security"].as_array().map(Vec::as_slice);
        let schemes = all.unwrap_or_default().iter().filter_map(Value::as_object);
        schemes
            .flat_map(|it| it.keys())
            .next()
            .map_or("", String::as_str)
    }

    pub fn parameters(&self) -> &[Value] {
        self.about["parameters"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The schema of its JSON body.
    pub fn body(&self) -> Option<&Value> {
        let body = &self.about["requestBody"]["content"]["application/json"]["schema"];
        (!body.is_null()).then_some(body)
    }
}

/// The description as a reader gets it.
pub fn description(site: &Site) -> Value {
    serde_json::from_str(&site.server.documents()[0].json.to_json().unwrap()).unwrap()
}

pub fn operations(description: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, about) in item.as_object().unwrap() {
            all.push(Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                about: about.clone(),
            });
        }
    }
    all
}

/// What a name in the description leads to.
pub fn resolved<'a>(description: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(name) => description
            .pointer(name.trim_start_matches('#'))
            .unwrap_or(&Value::Null),
        None => value,
    }
}

pub struct World {
    pub site: Site,
    /// What an example says, and what stands here for it.
    pub names: Vec<(&'static str, String)>,
    /// Sessions and what opens them.
    sessions: Vec<(String, String)>,
}

impl World {
    pub async fn new() -> World {
        let mut settings = Settings::default();
        let plenty = Rate {
            burst: 1_000_000,
            per_minute: 1_000_000,
        };
        let limits = &mut settings.engine.limits;
        limits.api_calls = plenty;
        limits.anonymous_calls = plenty;
        limits.sessions_per_address = plenty;
        limits.turns_per_address = plenty;
        limits.turns_per_session = plenty;
        limits.passcodes = plenty;
        let site = Site::with(settings).await;
        let now = site.app.clock.now();
        let root = site.app.store.root_account(now).await.unwrap();
        for demo in demos::scenarios() {
            let scenario = seed::scenario(demo, &root.id, now);
            site.app.store.put_scenario(scenario).await.unwrap();
        }
        let private = site.scenario(json!({ "is_public": false })).await;
        let scenario_id = text(&private["id"]);
        let key = site.api("POST /keys", &json!({})).await.json();
        let account = site.api("POST /accounts", &json!({ "name": "a" })).await;
        let hook = json!({ "url": "https://hooks.example.com/talks" });
        let hook = site.api("POST /webhooks", &hook).await.json();
        let bought = json!({
            "id": "pay_1042", "scenario_id": scenario_id, "user_email": "john.doe@example.com",
            "amount": 29.99, "currency": "USD",
        });
        site.api("POST /purchases", &bought).await.json();
        let school = json!({
            "slug": "partner-example-school", "name": "Example School", "provider": "example",
        });
        site.api("POST /organizations", &school).await.json();
        let records = records(&site, &scenario_id).await;
        let channel = json!({ "name": "a", "scenario_id": scenario_id });
        let channel = text(&site.api("POST /channels", &channel).await.json()["id"]);
        let fresh = vivavoce_engine::ids::new_id(now);
        let dialog =
            vivavoce_tovie::store::open_dialog(&site.app.store, &channel, "test", fresh, now);
        let dialog = dialog.await.unwrap().id;
        let take = format!("POST /operator/dialogs/{dialog}/take");
        site.api(&take, &json!({ "operator": "Bob" })).await.json();
        let mut world = World {
            names: vec![
                ("67c551e83f44cdf6055a816b", channel),
                ("67c551e83f44cdf6055a816c", dialog),
                ("67c551e83f44cdf6055a816a", text(&hook["id"])),
                ("67bf56c23f44cdf6055a8165", scenario_id.clone()),
                ("67c551e83f44cdf6055a8167", text(&key["id"])),
                ("67c551e83f44cdf6055a8168", text(&account.json()["id"])),
            ],
            site,
            sessions: Vec::new(),
        };
        world.names.extend(records);
        for (secret, kind) in [
            ("sat_example", AccessKind::Minted),
            ("access-bearer", AccessKind::Granted),
        ] {
            let access = Access {
                scenario_id: scenario_id.clone(),
                kind,
                email: None,
                session_id: None,
                made_by: None,
                passcode_epoch: 0,
                is_preview: false,
                created_at: now,
                expires_at: now + 3_600_000,
            };
            world
                .site
                .app
                .store
                .add_access(access, secret)
                .await
                .unwrap();
        }
        let running = world.session().await;
        let ended = world.session().await;
        let line = format!("POST /api/embed/sessions/{ended}/stop");
        world
            .with_session(&line, json!({ "reason": "visitor" }))
            .await;
        let line = format!("GET /api/embed/sessions/{running}/events?wait=0");
        let log = world.with_session(&line, Value::Null).await;
        let mut greetings = log["events"].as_array().unwrap().iter();
        let greeting = greetings.find(|event| event["type"] == "RUN_STARTED");
        let greeting = text(&greeting.unwrap()["runId"]);
        world.names.push(("67c551e8b7c7e7f6055a8100", greeting));
        world.names.push(("67c551e83f44cdf6055a8169", running));
        world.names.push(("67c551e83f44cdf6055a8166", ended));
        world
    }

    /// A session with one turn.
    async fn session(&mut self) -> String {
        let body = json!({ "scenario_id": "demo-interview", "style": "full" }).to_string();
        let json_type = "content-type: application/json";
        let line = "POST /api/embed/sessions";
        let created = self.site.ask(line, &[json_type], body).await.json();
        let id = text(&created["session_id"]);
        let token = text(&created["session_token"]);
        self.sessions.push((id.clone(), token));
        self.settle(&id).await;
        let line = format!("POST /api/embed/sessions/{id}/turns");
        self.with_session(&line, json!({ "text": "Hello" })).await;
        self.settle(&id).await;
        id
    }

    /// Until nothing more comes by itself.
    async fn settle(&self, id: &str) {
        loop {
            let line = format!("GET /api/embed/sessions/{id}/events?wait=0");
            if self.with_session(&line, Value::Null).await["running"] == false {
                return;
            }
            // A session may be looked at ten times a second, and at first more often.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    async fn with_session(&self, line: &str, body: Value) -> Value {
        let token = self.secret("session", line).unwrap_or_default();
        let bearer = format!("authorization: Bearer {token}");
        let headers = [
            bearer.as_str(),
            "content-type: application/json",
            "idempotency-key: turn-0000",
        ];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = self.site.ask(line, &headers, body).await;
        assert!(answer.status < 300, "{line}: {}", answer.text);
        answer.json()
    }

    /// An example's text with what stands here in its place.
    pub fn here(&self, text: &str) -> String {
        self.names
            .iter()
            .fold(text.to_owned(), |text, (name, real)| {
                text.replace(name, real)
            })
    }

    /// What opens a scheme at an address.
    pub fn secret(&self, scheme: &str, address: &str) -> Option<&str> {
        let of_session = || {
            self.sessions
                .iter()
                .find(|(id, _)| address.contains(id.as_str()))
        };
        match scheme {
            "api_key" => Some(&self.site.key),
            "session" => of_session()
                .or(self.sessions.first())
                .map(|(_, token)| token.as_str()),
            "access" => Some("access-bearer"),
            _ => None,
        }
    }

    /// Everything that opens something.
    pub fn secrets(&self) -> Vec<&str> {
        let tokens = self.sessions.iter().map(|(_, token)| token.as_str());
        tokens
            .chain([
                self.site.key.as_str(),
                &self.site.other_key,
                "access-bearer",
            ])
            .collect()
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

/// Answers held against what the description says of them.
#[derive(Clone)]
pub struct Judge {
    description: Arc<Value>,
}

impl Judge {
    /// Strict: a member that is not described is a mistake, too.
    pub fn new(mut description: Value) -> Judge {
        for schema in description["components"]["schemas"]
            .as_object_mut()
            .unwrap()
            .values_mut()
        {
            if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
                schema["additionalProperties"] = Value::Bool(false);
            }
        }
        Judge {
            description: Arc::new(description),
        }
    }

    /// `Err` says what is wrong with an answer to `operation`.
    pub fn check(&self, operation: &Operation, answer: &Answer) -> Result<(), String> {
        let responses = &operation.about["responses"];
        let described = &responses[answer.status.to_string()];
        if described.is_null() {
            return Err(format!("the status {} is not described", answer.status));
        }
        let described = resolved(&self.description, described);
        let kind = answer
            .headers
            .get("content-type")
            .and_then(|it| it.to_str().ok());
        let kind = kind
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default();
        let Some(contents) = described["content"].as_object() else {
            return if answer.text.is_empty() {
                Ok(())
            } else {
                Err("a body that is not described".to_owned())
            };
        };
        let Some(content) = contents.get(kind) else {
            return Err(format!("the content type {kind:?} is not described"));
        };
        if kind != "application/json" {
            return Ok(());
        }
        let body: Value = serde_json::from_str(&answer.text).map_err(|error| error.to_string())?;
        let schema = json!({
            "allOf": [content["schema"]],
            "components": self.description["components"],
        });
        let validator = jsonschema::validator_for(&schema).map_err(|error| error.to_string())?;
        let wrong: Vec<String> = validator
            .iter_errors(&body)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(wrong.join("; "))
        }
    }
}

/// What the owner recorded of a scenario, by what the examples call it.
async fn records(site: &Site, scenario: &str) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for (name, kind, form) in [
        (
            "67c551e83f44cdf6055a8170",
            "knowledge",
            json!({ "kind": "question", "question": "Where?", "answer": "In Oslo." }),
        ),
        (
            "67c551e83f44cdf6055a8171",
            "leads",
            json!({ "email": "ada@example.com" }),
        ),
        (
            "67c551e83f44cdf6055a8172",
            "integrations",
            json!({ "kind": "channel", "provider": "telegram" }),
        ),
        (
            "order-1042",
            "orders",
            json!({ "id": "order-1042", "total": 1, "currency": "EUR" }),
        ),
        (
            "cart-1042",
            "events",
            json!({ "id": "cart-1042", "type": "cart_add" }),
        ),
    ] {
        let line = format!("POST /scenarios/{scenario}/{kind}");
        let made = site.api(&line, &form).await.json();
        all.push((name, text(&made["id"])));
    }
    all
}
