//! Doors: who is called something says it through every API, in a session or beside one.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use vivavoce_agent::{Agent, AgentContext, AgentError, Captured, SharedAgent, Step};
use vivavoce_protocol::wire::Choice;
use vivavoce_test_server::Site;

use crate::talkio::{School, settle};

const JSON: &str = "content-type: application/json";
const OK: StatusCode = StatusCode::OK;

/// Repeats what it hears in every way an agent has, and remembers it.
#[derive(Clone)]
pub struct Parrot {
    pub heard: Arc<Mutex<Vec<Vec<String>>>>,
    /// What has "wait" in it is answered with a permit.
    pub let_go: Arc<Semaphore>,
}

impl Parrot {
    pub fn new() -> Parrot {
        Parrot {
            heard: Arc::default(),
            let_go: Arc::new(Semaphore::new(0)),
        }
    }

    pub fn shared() -> SharedAgent {
        Arc::new(Parrot::new())
    }
}

impl Agent for Parrot {
    fn reply(&self, context: AgentContext) -> BoxStream<'static, Result<Step, AgentError>> {
        let heard: Vec<String> = context.history.into_iter().map(|said| said.text).collect();
        let last = heard.last().cloned().unwrap_or_default();
        self.heard.lock().unwrap().push(heard);
        let (id, let_go) = ("t".to_owned(), self.let_go.clone());
        let steps = [
            Step::Text(format!("{last}, you say?")),
            Step::Choices(vec![Choice {
                id: last.clone(),
                text: last.clone(),
                url: None,
            }]),
            Step::ToolStart {
                id: id.clone(),
                name: "look".to_owned(),
            },
            Step::ToolInput {
                id: id.clone(),
                delta: json!({ "for": last }).to_string(),
            },
            Step::ToolEnd { id: id.clone() },
            Step::ToolResult {
                id,
                content: last.clone(),
            },
            Step::Lead(Captured {
                name: "Ann".to_owned(),
                email: "ann@example.com".to_owned(),
                note: last.clone(),
                ..Captured::default()
            }),
        ];
        let wait = async move {
            if last.contains("wait") {
                let_go.acquire().await.unwrap().forget();
            }
            stream::iter(steps.map(Ok))
        };
        stream::once(wait).flatten().boxed()
    }
}

pub async fn site() -> (Site, Parrot) {
    let parrot = Parrot::new();
    let site = Site::answered_by(Arc::new(parrot.clone())).await;
    site.app.clock.hold();
    (site, parrot)
}

/// What they are called by those who do not say it aloud.
pub fn id_of(who: &str) -> String {
    who.to_lowercase()
}

pub fn email_of(who: &str) -> String {
    format!("{who}@example.com")
}

pub async fn through_the_embed(site: &Site, scenario: &str, who: &str, mut more: Value) -> String {
    more["user"] = json!({ "name": who, "email": email_of(who) });
    let held = site.open_with(scenario, who, more).await;
    held.post(
        "notes",
        json!({ "notes": [{ "text": who, "timestamp": 1, "source": "page" }] }),
    )
    .await;
    held.say("turn-0001", &format!("The lamp is {who}.")).await;
    held.stop("visitor").await;
    held.post("submit", json!({ "comment": who })).await;
    held.id.clone()
}

pub async fn through_tovie(site: &Site, scenario: &str, who: &str) {
    let client = id_of(who);
    let channel = json!({ "scenario_id": scenario, "webhook_url": "https://hooks.example.com/" });
    let made = site.api("POST /channels", &channel).await;
    let made = made.with(StatusCode::CREATED);
    let chat = format!("/chatapi/{}", made["token"].as_str().unwrap());
    let data = json!({ "name": who, "email": email_of(who), "product": who });
    for (line, body) in [
        // Before there is a session, in it, and for the webhook.
        (
            format!("POST {chat}"),
            json!({ "clientId": client, "event": "opened", "data": data }),
        ),
        (
            format!("POST {chat}"),
            json!({ "clientId": client, "query": who, "data": data }),
        ),
        (
            format!("POST {chat}"),
            json!({ "clientId": client, "event": who, "data": data }),
        ),
        (
            format!("POST {chat}/async"),
            json!({ "clientId": client, "query": who }),
        ),
        (format!("POST {chat}/client/{client}/state"), data.clone()),
    ] {
        let answer = site.ask(&line, &[JSON], body.to_string()).await;
        assert!(answer.status < 300, "{line}: {}", answer.text);
    }
}

/// In one conversation, first as somebody the caller calls otherwise.
pub async fn through_totebot(site: &Site, scenario: &str, who: &str) {
    let form = json!({ "api": "totebot", "scenario_id": scenario });
    let key = site.api("POST /keys", &form).await.json();
    let bearer = format!("authorization: Bearer {}", key["key"].as_str().unwrap());
    let mut conversation = Value::Null;
    for who in [&format!("{who} before"), who] {
        let said = json!({
            "message": who,
            "conversationId": conversation,
            "identity": {
                "id": who, "name": who, "email": email_of(who.trim_end_matches(" before")), "phone": who,
                "metadata": { "product": who },
            },
        });
        let line = "POST /v1/chat";
        let answer = site.ask(line, &[&bearer, JSON], said.to_string()).await;
        assert!(answer.text.contains("completed"), "{}", answer.text);
        let event = answer
            .text
            .lines()
            .find_map(|line| line.strip_prefix("data: "))
            .unwrap();
        let event: Value = serde_json::from_str(event).unwrap();
        conversation = event["conversationId"].clone();
    }
}

pub async fn through_agentok(site: &Site, scenario: &str, who: &str) {
    let key = site.api("POST /keys", &json!({ "api": "agentok" })).await;
    let key = format!("x-api-key: {}", key.json()["key"].as_str().unwrap());
    let chat = json!({ "name": who, "from_type": "project", "from_project": scenario });
    let line = "POST /v1/chats";
    let made = site.ask(line, &[&key, JSON], chat.to_string()).await;
    let line = format!("POST /v1/chats/{}/messages", made.json()["id"]);
    let said = json!({ "type": "user", "content": who }).to_string();
    site.ask(&line, &[&key, JSON], said).await.with(OK);
}

pub async fn through_ag_ui(site: &Site, scenario: &str, who: &str, text: &str) {
    let run = json!({
        "threadId": format!("a-thread-nobody-guesses-{}", id_of(who)),
        "messages": [{ "id": "m", "role": "user", "content": text }],
        "state": { "product": who },
        "context": [
            { "description": "user name", "value": who },
            { "description": "user email", "value": email_of(who) },
        ],
    });
    let line = format!("POST /ag-ui/{scenario}");
    let answer = site.ask(&line, &[JSON], run.to_string()).await;
    assert!(answer.text.contains("RUN_FINISHED"), "{}", answer.text);
}

/// In an organization of its own, as a user of this name.
pub async fn through_talkio(site: &Site, scenario: &str, who: &str, user: Value) {
    let id = id_of(who);
    let school = School::of(site, &site.root, &id, "partner").await;
    school.user(&id, user).await;
    let scenario = site.app.store.scenario(scenario).await.unwrap().unwrap();
    let talk = school.talk(&id, &scenario, &[who]).await;
    let store = &site.app.store;
    let remark =
        vivavoce_talkio::store::add_remark(store, &talk, "turn-number-0", "feedback", "en", who, 1);
    remark.await.unwrap();
}

/// Every session's replies are written, and what is to be told of them is noted.
pub async fn rest(site: &Site) {
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM sessions")
        .fetch_all(site.app.store.read())
        .await
        .unwrap();
    for id in ids {
        settle(site, &id).await;
    }
    let asked = "SELECT COUNT(*) FROM tovie_events WHERE lease_until IS NOT NULL";
    for _ in 0..6_000 {
        let open: i64 = sqlx::query_scalar(asked)
            .fetch_one(site.app.store.read())
            .await
            .unwrap();
        if open == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("a request was never answered");
}
