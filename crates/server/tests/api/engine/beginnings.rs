//! How sessions begin through every door.

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::{Value, json};
use vivavoce_test_server::Site;

use crate::talkio::School;

const JSON: &str = "content-type: application/json";
/// First messages at once.
const MANY: usize = 6;

/// A request that begins a session where there is none.
pub struct First {
    pub door: &'static str,
    pub line: String,
    pub headers: Vec<String>,
    pub body: Value,
}

impl First {
    pub async fn ask(&self, site: &Site) -> vivavoce_test_server::Answer {
        let headers: Vec<&str> = self.headers.iter().map(String::as_str).collect();
        let body = if self.body.is_null() {
            String::new()
        } else {
            self.body.to_string()
        };
        site.ask(&self.line, &headers, body).await
    }
}

/// What begins a session of `scenario` through each door that knows its visitors by something they bring.
pub async fn doors(site: &Site, scenario: &Value) -> Vec<First> {
    let id = scenario["id"].as_str().unwrap();
    let channel = json!({ "scenario_id": id });
    let made = site.api("POST /channels", &channel).await;
    let token = made.with(StatusCode::CREATED);
    let chat = format!("POST /chatapi/{}", token["token"].as_str().unwrap());
    let key = site.api("POST /keys", &json!({ "api": "agentok" })).await;
    let key = format!("x-api-key: {}", key.json()["key"].as_str().unwrap());
    let of = json!({ "name": "Chat", "from_type": "project", "from_project": id });
    let of = site
        .ask("POST /v1/chats", &[&key, JSON], of.to_string())
        .await;
    let number = of.json()["id"].clone();
    let school = School::of(site, &site.root, "north", "partner").await;
    school.user("u", json!({})).await;
    let link = school.ask("GET /users/u/token", Value::Null).await.json();
    let link = link["link"].as_str().unwrap();
    let link = link.strip_prefix("http://v.example").unwrap();
    let entered = site.ask(&format!("GET {link}"), &[], "").await;
    let cookie = entered.headers["set-cookie"].to_str().unwrap();
    let cookie = format!("cookie: {}", cookie.split(';').next().unwrap());
    let of = |door, line: String, headers: &[&str], body: Value| First {
        door,
        line,
        headers: headers.iter().map(|&it| it.to_owned()).collect(),
        body,
    };
    let said = json!([{ "id": "m", "role": "user", "content": "Hello" }]);
    vec![
        of(
            "AG-UI",
            format!("POST /ag-ui/{id}"),
            &[JSON],
            json!({ "threadId": "a-thread-that-nobody-guesses", "messages": said }),
        ),
        of(
            "AG-UI's greeting",
            format!("POST /ag-ui/{id}"),
            &[JSON],
            json!({ "threadId": "another-one-that-nobody-guesses" }),
        ),
        of(
            "Tovie",
            chat.clone(),
            &[JSON],
            json!({ "clientId": "c", "query": "Hello" }),
        ),
        of(
            "Agentok",
            format!("POST /v1/chats/{number}/messages"),
            &[&key, JSON],
            json!({ "message": "Hello" }),
        ),
        of(
            "a school",
            format!("GET /app/chat?t={id}"),
            &[&cookie],
            Value::Null,
        ),
    ]
}

async fn count(site: &Site, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .fetch_one(site.app.store.read())
        .await
        .unwrap()
}

#[tokio::test]
async fn of_first_messages_at_once_one_session_begins() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({ "is_public": true })).await;
    let hook = json!({ "url": "https://hooks.example.com/", "events": ["session.started"] });
    site.api("POST /webhooks", &hook)
        .await
        .with(StatusCode::CREATED);
    for (begun, first) in doors(&site, &scenario).await.into_iter().enumerate() {
        let before = i64::try_from(begun).unwrap();
        let answers = join_all((0..MANY).map(|_| first.ask(&site))).await;
        for answer in &answers {
            assert!(answer.status < 300, "{}: {}", first.door, answer.text);
        }
        let sessions = count(&site, "SELECT COUNT(*) FROM sessions").await;
        assert_eq!(sessions - before, 1, "{}", first.door);
        let told = "SELECT COUNT(*) FROM outbox WHERE body LIKE '%session.started%'";
        assert_eq!(count(&site, told).await - before, 1, "{}", first.door);
        if first.door == "Tovie" {
            let new = answers.iter().filter(|answer| {
                let told = answer.json();
                told["data"]["newSessionStarted"] == true || told["newSessionStarted"] == true
            });
            assert_eq!(new.count(), 1);
        }
    }
}

#[tokio::test]
async fn whoever_starts_anew_several_times_at_once_is_in_one_session() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({ "is_public": true })).await;
    let mut doors = doors(&site, &scenario).await;
    let mut start = doors.remove(2);
    for query in ["Hello", "/start"] {
        start.body["query"] = json!(query);
        let answers = join_all((0..MANY).map(|_| start.ask(&site))).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        let open = "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL";
        assert_eq!(count(&site, open).await, 1, "{query}");
        // None that nobody was ever in.
        let idle = "SELECT COUNT(*) FROM sessions WHERE id NOT IN \
                    (SELECT session_id FROM tovie_events WHERE session_id IS NOT NULL)";
        assert_eq!(count(&site, idle).await, 0, "{query}");
    }
}
