//! A server without a socket, for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use serde_json::{Value, json};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{QueryBuilder, Row as _};
use tower::ServiceExt as _;

use vivavoce_agent::{Agent, AgentContext, AgentError, SharedAgent, Step};
use vivavoce_engine::analyses;
use vivavoce_engine::ids;
use vivavoce_engine::store::{Account, Database, Store};
use vivavoce_http::App;
use vivavoce_server::seed;
use vivavoce_server::{Server, Settings};

/// Says the same two sentences at every turn.
struct Parrot;

impl Agent for Parrot {
    fn reply(&self, _moment: AgentContext) -> BoxStream<'static, Result<Step, AgentError>> {
        let steps = ["Hello there. ", "How are you?"];
        stream::iter(steps.map(|text| Ok(Step::Text(text.to_owned())))).boxed()
    }
}

/// An empty database with two accounts.
pub struct Site {
    pub server: Server,
    /// The server's.
    pub app: App,
    pub router: Router,
    /// The root account's.
    pub key: String,
    pub root: String,
    /// Another account's.
    pub other_key: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// The body, where the status is this one.
    pub fn with(self, status: StatusCode) -> Value {
        assert_eq!(self.status, status.as_u16(), "{}", self.text);
        self.json()
    }
}

impl Site {
    pub async fn new() -> Site {
        Site::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Site {
        Site::at(&Database::Memory, settings).await
    }

    /// On a database that may have been used before: its keys and accounts are new all the same.
    pub async fn at(database: &Database, settings: Settings) -> Site {
        Site::of(database, settings, Arc::new(Parrot)).await
    }

    /// One whose visitors are answered by `agent`.
    pub async fn answered_by(agent: SharedAgent) -> Site {
        Site::answered_with(agent, Settings::default()).await
    }

    pub async fn answered_with(agent: SharedAgent, settings: Settings) -> Site {
        Site::of(&Database::Memory, settings, agent).await
    }

    async fn of(database: &Database, settings: Settings, agent: SharedAgent) -> Site {
        let store = Store::open(database).await.unwrap();
        let judge = analyses::judge(&settings.engine).unwrap();
        let server = Server::new(store, agent, judge, settings);
        let app = server.app.clone();
        let now = app.clock.now();
        let root = app.store.root_account(now).await.unwrap().id;
        let key = seed::mint(&app.store, &root, "test", now)
            .await
            .unwrap()
            .key;
        let other = Account {
            id: ids::new_id(now),
            name: "other".to_owned(),
            is_root: false,
            created_at: now + 1,
            closed_at: None,
        };
        let other_id = other.id.clone();
        app.store.add_account(other).await.unwrap();
        let other_key = seed::mint(&app.store, &other_id, "test", now)
            .await
            .unwrap()
            .key;
        let router = server.service();
        Site {
            server,
            app,
            router,
            key,
            root,
            other_key,
        }
    }

    /// `line` is `METHOD /path`; `headers` are `name: value`.
    pub async fn ask(&self, line: &str, headers: &[&str], body: impl Into<Body>) -> Answer {
        let response = self.respond(line, headers, body).await;
        read(response).await
    }

    /// Like [`Site::ask`], but of a stream only the head.
    pub async fn ask_some(&self, line: &str, headers: &[&str], body: impl Into<Body>) -> Answer {
        let response = self.respond(line, headers, body).await;
        let kind = response.headers().get("content-type");
        if kind.is_some_and(|kind| kind == "text/event-stream") {
            return Answer {
                status: response.status().as_u16(),
                headers: response.headers().clone(),
                text: String::new(),
            };
        }
        read(response).await
    }

    pub async fn respond(
        &self,
        line: &str,
        headers: &[&str],
        body: impl Into<Body>,
    ) -> axum::response::Response {
        let (method, path) = line.split_once(' ').unwrap();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "v.example");
        for header in headers {
            let (name, value) = header.split_once(": ").unwrap();
            request = request.header(name, value);
        }
        let request = request.body(body.into()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Without a header but the host it is asked under.
    pub async fn ask_at(&self, line: &str, host: &str) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", host)
            .body(Body::empty())
            .unwrap();
        read(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// With the root account's key.
    pub async fn api(&self, line: &str, body: &Value) -> Answer {
        self.api_as(&self.key, line, body).await
    }

    pub async fn api_as(&self, key: &str, line: &str, body: &Value) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let line = format!("{method} /api/public{path}");
        let authorization = format!("authorization: Bearer {key}");
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.ask(
            &line,
            &[&authorization, "content-type: application/json"],
            body,
        )
        .await
    }

    /// A scenario of the root account; `more` is beside what is required.
    pub async fn scenario(&self, more: Value) -> Value {
        let mut body = json!({
            "name": "Training",
            "description": "CANARY-DESCRIPTION",
            "ai_instructions": "CANARY-INSTRUCTIONS: sell {{ product }}.",
        });
        if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
            body.extend(more);
        }
        self.api("POST /scenarios", &body)
            .await
            .with(StatusCode::CREATED)
    }

    /// A whole session of two turns, as a widget would hold it; returns its id.
    pub async fn talk(&self, scenario_id: &str) -> String {
        let held = self.open(scenario_id, "Ada").await;
        held.settle().await;
        for (turn, text) in ["I am fine.", "What about you?"].into_iter().enumerate() {
            held.say(&format!("turn-number-{turn}"), text).await;
        }
        held.stop("visitor").await;
        held.id
    }

    /// A session in which the visitor says nothing.
    pub async fn silence(&self, scenario_id: &str) -> String {
        let held = self.open(scenario_id, "Ada").await;
        held.settle().await;
        held.stop("visitor").await;
        held.id
    }

    /// A session that has just begun; `name` is the visitor's.
    pub async fn open(&self, scenario_id: &str, name: &str) -> Held<'_> {
        self.open_with(scenario_id, name, json!({})).await
    }

    /// The same; `more` is asked for beside.
    pub async fn open_with(&self, scenario_id: &str, name: &str, more: Value) -> Held<'_> {
        let mut body = json!({
            "scenario_id": scenario_id,
            "style": "full",
            "user": { "name": name, "email": "Ada@Example.com" },
        });
        if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
            body.extend(more);
        }
        let created = self
            .ask("POST /api/embed/sessions", &[JSON], body.to_string())
            .await
            .with(StatusCode::CREATED);
        Held {
            site: self,
            id: created["session_id"].as_str().unwrap().to_owned(),
            bearer: format!(
                "authorization: Bearer {}",
                created["session_token"].as_str().unwrap()
            ),
        }
    }
}

const JSON: &str = "content-type: application/json";

/// A session and what opens it.
pub struct Held<'a> {
    site: &'a Site,
    pub id: String,
    /// The header that says so.
    pub bearer: String,
}

impl Held<'_> {
    /// Waits until the agent has said all it has to.
    pub async fn settle(&self) {
        let line = format!("GET /api/embed/sessions/{}/events?after=0&wait=0", self.id);
        // A session may be looked at three hundred times at once, and a test may hold the clock.
        for pause in std::iter::repeat_n(10, 50).chain(std::iter::repeat(300)) {
            let headers = [self.bearer.as_str(), "accept: application/json"];
            let page = self.site.ask(&line, &headers, "").await.json();
            if page["running"] == false {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
        }
    }

    pub async fn say(&self, key: &str, text: &str) {
        let answer = self.try_to_say(key, text).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        self.settle().await;
    }

    /// Says something that may be refused.
    pub async fn try_to_say(&self, key: &str, text: &str) -> Answer {
        let key = format!("idempotency-key: {key}");
        let line = format!("POST /api/embed/sessions/{}/turns", self.id);
        let body = json!({ "text": text }).to_string();
        let headers = [self.bearer.as_str(), JSON, &key];
        self.site.ask(&line, &headers, body).await
    }

    /// What an answer to a look at the log says.
    pub async fn look(&self) -> Answer {
        self.wait_for(0, 0).await
    }

    /// The same, waiting for something that has not been said.
    pub async fn wait(&self) -> Answer {
        self.wait_for(u32::MAX, 1).await
    }

    async fn wait_for(&self, after: u32, seconds: u32) -> Answer {
        let line = format!(
            "GET /api/embed/sessions/{}/events?after={after}&wait={seconds}",
            self.id
        );
        let headers = [self.bearer.as_str(), "accept: application/json"];
        self.site.ask(&line, &headers, "").await
    }

    /// The log as it grows.
    pub async fn stream(&self) -> axum::response::Response {
        let line = format!("GET /api/embed/sessions/{}/events?after=0", self.id);
        self.site.respond(&line, &[&self.bearer], "").await
    }

    pub async fn stop(&self, reason: &str) {
        self.post("stop", json!({ "reason": reason })).await;
    }

    /// Whatever else is done with it, and is.
    pub async fn post(&self, what: &str, body: Value) {
        let line = format!("POST /api/embed/sessions/{}/{what}", self.id);
        let headers = [self.bearer.as_str(), JSON];
        let done = self.site.ask(&line, &headers, body.to_string()).await;
        assert!(done.status < 300, "{what}: {}", done.text);
    }
}

/// Every value of every row, by table and column, as SQL writes them.
pub type Rows = BTreeMap<String, Vec<BTreeMap<String, String>>>;

/// All there is in a database.
pub async fn rows(pool: &SqlitePool) -> Rows {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let mut all = Rows::new();
    for table in tables {
        let columns: Vec<String> =
            sqlx::query_scalar("SELECT name FROM pragma_table_info($1) ORDER BY name")
                .bind(&table)
                .fetch_all(pool)
                .await
                .unwrap();
        let mut query = QueryBuilder::new("SELECT ");
        let mut list = query.separated(", ");
        for column in &columns {
            list.push(format!("quote(\"{column}\") AS \"{column}\""));
        }
        query.push(format!(" FROM \"{table}\" ORDER BY rowid"));
        let found = query.build().fetch_all(pool).await.unwrap();
        let read = |row: &SqliteRow| {
            let value = |name: &String| (name.clone(), row.get(name.as_str()));
            columns.iter().map(value).collect()
        };
        all.insert(table, found.iter().map(read).collect());
    }
    all
}

/// Where a word stands in a database, as `table.column`.
pub async fn found(pool: &SqlitePool, word: &str) -> Vec<String> {
    let mut places = BTreeSet::new();
    // Some columns are bytes.
    let bytes: String = word.bytes().map(|byte| format!("{byte:02X}")).collect();
    for (table, rows) in rows(pool).await {
        for (column, value) in rows.iter().flatten() {
            if value.contains(word) || value.contains(&bytes) {
                places.insert(format!("{table}.{column}"));
            }
        }
    }
    places.into_iter().collect()
}

async fn read(response: axum::response::Response) -> Answer {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
    Answer {
        status,
        headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    }
}
