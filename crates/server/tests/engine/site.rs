//! A server in this process, and a visitor of it.

use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use vivavoce_engine::ids;
use vivavoce_engine::store::{Account, Database, Scenario, Store, empty_object};
use vivavoce_engine::{settings::Limits, settings::Rate};
use vivavoce_http::App;
use vivavoce_server::Server;
use vivavoce_server::settings::Settings;

use crate::agent::obedient;

pub struct Site {
    pub app: App,
    pub router: Router,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

/// Times short enough for tests; sizes and rates as deployed, but for looks: a test looks as often as
/// it takes. A slow machine starves an agent for seconds, which is not what ends a run: who tests
/// that takes [`hasty`] ones.
pub fn limits() -> Limits {
    Limits {
        run_idle: Duration::from_secs(60),
        run_total: Duration::from_secs(120),
        run_lease: Duration::from_millis(900),
        delta_every: Duration::from_millis(5),
        heartbeat: Duration::from_millis(200),
        sweep_every: Duration::from_millis(50),
        last_notes: Duration::from_secs(60),
        calls_per_session: Rate {
            burst: 100_000,
            per_minute: 100_000,
        },
        ..Limits::default()
    }
}

/// With runs that end as failed when their agent falls silent.
pub fn hasty() -> Limits {
    Limits {
        run_idle: Duration::from_millis(600),
        ..limits()
    }
}

/// Whether a test that waits may go on waiting, whatever machine it is on.
pub fn patience() -> impl Fn() -> bool {
    let began = std::time::Instant::now();
    move || began.elapsed() < Duration::from_secs(60)
}

pub async fn site() -> Site {
    site_with(&Database::Memory, limits()).await
}

pub async fn site_with(database: &Database, limits: Limits) -> Site {
    let settings = Settings {
        engine: vivavoce_engine::Settings {
            limits,
            ..vivavoce_engine::Settings::default()
        },
        ..Settings::default()
    };
    site_in(database, settings).await
}

pub async fn site_in(database: &Database, settings: Settings) -> Site {
    let store = Store::open(database).await.unwrap();
    let server = Server::new(store, obedient(), None, settings);
    server.start();
    let site = Site {
        router: server.router(),
        app: server.app,
    };
    if site.app.store.accounts().await.unwrap().is_empty() {
        site.app
            .store
            .add_account(Account {
                id: ACCOUNT.to_owned(),
                name: "Owner".to_owned(),
                is_root: true,
                created_at: site.app.clock.now(),
                closed_at: None,
            })
            .await
            .unwrap();
    }
    site
}

pub fn file(path: &Path) -> Database {
    Database::Sqlite(path.join("test.db"))
}

pub const ACCOUNT: &str = "000000000000000000000001";

pub fn scenario(slug: &str) -> Scenario {
    Scenario {
        id: ids::new_id(1_700_000_000_000),
        slug: Some(slug.to_owned()),
        account_id: ACCOUNT.to_owned(),
        name: "Practice".to_owned(),
        description: "CANARY-DESCRIPTION".to_owned(),
        user_friendly_description: Some("Practise with me.".to_owned()),
        ai_instructions: "You are {{ who }}.".to_owned(),
        is_public: true,
        analysis_access: "default".to_owned(),
        session_analysis: empty_object(),
        appearance: empty_object(),
        strategy: empty_object(),
        pricing: empty_object(),
        user_metadata: empty_object(),
        ..Scenario::default()
    }
}

impl Site {
    pub async fn put(&self, scenario: Scenario) -> Scenario {
        self.app.store.put_scenario(scenario.clone()).await.unwrap();
        scenario
    }

    pub async fn request(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request(build("GET", path, headers, Body::empty()))
            .await
    }

    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: Value) -> Answer {
        let json = ("content-type", "application/json");
        let headers: Vec<_> = headers.iter().copied().chain([json]).collect();
        self.request(build("POST", path, &headers, body.to_string().into()))
            .await
    }

    /// A session of a public scenario that does not greet.
    pub async fn talk(&self) -> Talk<'_> {
        let mut scenario = scenario(&format!("s{}", ids::new_secret()));
        scenario.strategy = json!({ "skip_auto_start": true });
        let scenario = self.put(scenario).await;
        self.talk_in(&scenario.id, json!({})).await
    }

    pub async fn talk_in(&self, scenario_id: &str, more: Value) -> Talk<'_> {
        let mut body = json!({ "scenario_id": scenario_id, "style": "full" });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let created = self
            .post("/api/embed/sessions", &[], body)
            .await
            .expect(201)
            .json();
        Talk {
            site: self,
            id: created["session_id"].as_str().unwrap().to_owned(),
            token: created["session_token"].as_str().unwrap().to_owned(),
            created,
        }
    }
}

fn build(method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

/// One session and its token.
pub struct Talk<'a> {
    pub site: &'a Site,
    pub id: String,
    pub token: String,
    pub created: Value,
}

impl<'a> Talk<'a> {
    /// The same session on another server.
    pub fn on<'b>(&self, site: &'b Site) -> Talk<'b> {
        Talk {
            site,
            id: self.id.clone(),
            token: self.token.clone(),
            created: Value::Null,
        }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/api/embed/sessions/{}/{rest}", self.id)
    }

    pub async fn get(&self, rest: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        self.site
            .get(&self.path(rest), &[("authorization", &bearer)])
            .await
    }

    pub async fn post(&self, rest: &str, body: Value) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        self.site
            .post(&self.path(rest), &[("authorization", &bearer)], body)
            .await
    }

    pub async fn turn_with(&self, key: &str, body: Value) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", key)];
        self.site.post(&self.path("turns"), &headers, body).await
    }

    /// Sends `text` under `key`; answers what was answered.
    pub async fn turn(&self, key: &str, text: &str) -> Value {
        self.turn_with(key, json!({ "text": text }))
            .await
            .expect(202)
            .json()
    }

    /// The whole log, as soon as nothing more is to come.
    pub async fn quiet(&self) -> Vec<Value> {
        let patient = patience();
        while patient() {
            let page = self.get("events?after=0&wait=0").await.expect(200).json();
            if page["running"] == json!(false) {
                return page["events"].as_array().unwrap().clone();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the run never ends: {:?}", self.log().await);
    }

    pub async fn log(&self) -> Vec<Value> {
        let page = self.get("events?after=0&wait=0").await.expect(200).json();
        page["events"].as_array().unwrap().clone()
    }

    /// Waits until the log tells of `what` (a word of [`told`]).
    pub async fn until(&self, what: &str) -> Vec<Value> {
        let patient = patience();
        while patient() {
            let log = self.log().await;
            if told(&log).contains(what) {
                return log;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{what} never comes: {}", told(&self.log().await));
    }

    pub async fn stream(&self, after: u64) -> EventStream {
        let bearer = format!("Bearer {}", self.token);
        let headers = [
            ("authorization", bearer.as_str()),
            ("accept", "text/event-stream"),
        ];
        let path = self.path(&format!("events?after={after}"));
        let request = build("GET", &path, &headers, Body::empty());
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        EventStream {
            body: response.into_body(),
            text: String::new(),
        }
    }
}

/// A stream being read.
pub struct EventStream {
    body: Body,
    pub text: String,
}

impl EventStream {
    /// Reads the next chunk; `None` at the end.
    pub async fn chunk(&mut self) -> Option<String> {
        let frame = tokio::time::timeout(Duration::from_secs(60), self.body.frame())
            .await
            .expect("a stream is never silent for long")?;
        let text = String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap();
        self.text.push_str(&text);
        Some(text)
    }

    /// Reads until the text contains `part`.
    pub async fn until(&mut self, part: &str) -> &str {
        // A stream shows life for ever.
        let patient = patience();
        while !self.text.contains(part) {
            assert!(patient(), "{part} never comes: {}", self.text);
            assert!(
                self.chunk().await.is_some(),
                "ended without {part}: {}",
                self.text
            );
        }
        &self.text
    }

    /// The events read so far.
    pub fn events(&self) -> Vec<Value> {
        let data = self
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("data: {\"seq\""));
        data.map(|rest| serde_json::from_str(&format!("{{\"seq\"{rest}")).unwrap())
            .collect()
    }
}

/// A log in one line: ids, times and numbers left out.
///
/// `run`, `user[…]`, `agent[…]` with the whole text (`agent[…` while open), `tool(name input)`,
/// `=result`, `choices`, `done`, `cut`, `cancelled`, `failed(code)`, and the names of custom events.
pub fn told(log: &[Value]) -> String {
    let mut words: Vec<String> = Vec::new();
    for (number, event) in log.iter().enumerate() {
        assert_eq!(event["seq"], json!(number + 1), "a gap: {log:?}");
        let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        match event["type"].as_str().unwrap() {
            "RUN_STARTED" => words.push("run".to_owned()),
            "TEXT_MESSAGE_START" if event["role"] == "user" => words.push("user[".to_owned()),
            "TEXT_MESSAGE_START" => words.push("agent[".to_owned()),
            "TEXT_MESSAGE_CONTENT" => words.last_mut().unwrap().push_str(&text("delta")),
            "TEXT_MESSAGE_END" => words.last_mut().unwrap().push(']'),
            "TOOL_CALL_START" => words.push(format!("tool({} ", text("toolCallName"))),
            "TOOL_CALL_ARGS" => words.last_mut().unwrap().push_str(&text("delta")),
            "TOOL_CALL_END" => words.last_mut().unwrap().push(')'),
            "TOOL_CALL_RESULT" => words.push(format!("={}", text("content"))),
            "RUN_FINISHED" if event["result"]["status"] == "cut" => {
                words.push("cut".to_owned());
            }
            "RUN_FINISHED" if event["result"]["status"] == "cancelled" => {
                words.push("cancelled".to_owned());
            }
            "RUN_FINISHED" => words.push("done".to_owned()),
            "RUN_ERROR" => words.push(format!("failed({})", text("code"))),
            "CUSTOM" => words.push(match text("name").as_str() {
                "session.stopped" => format!("stopped({})", event["value"]["reason"]),
                name => name.trim_start_matches("session.").to_owned(),
            }),
            other => panic!("{other}"),
        }
    }
    words.join(" ").replace('"', "")
}
