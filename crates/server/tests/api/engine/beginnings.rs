//! How sessions begin through every door.

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::{Value, json};
use vivavoce_engine::conversation::{self, Beginning};
use vivavoce_engine::store::StoreError;
use vivavoce_server::Settings;
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
    /// The same with other words, where it has any.
    fn saying(&self, text: &str) -> Option<First> {
        let mut body = self.body.clone();
        let said = match self.door {
            "AG-UI" => &mut body["messages"][0]["content"],
            "Tovie" => &mut body["query"],
            "Agentok" | "Totebot" => &mut body["message"],
            _ => return None,
        };
        *said = json!(text);
        Some(First {
            door: self.door,
            line: self.line.clone(),
            headers: self.headers.clone(),
            body,
        })
    }

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

/// The same with those whose every call begins one.
async fn all_doors(site: &Site, scenario: &Value) -> Vec<First> {
    let mut all = doors(site, scenario).await;
    let id = &scenario["id"];
    let form = json!({ "api": "totebot", "scenario_id": id });
    let key = site.api("POST /keys", &form).await.json();
    let bearer = format!("authorization: Bearer {}", key["key"].as_str().unwrap());
    all.push(First {
        door: "Totebot",
        line: "POST /v1/chat".to_owned(),
        headers: vec![bearer, JSON.to_owned()],
        body: json!({ "message": "Hello" }),
    });
    all.push(First {
        door: "the embed",
        line: "POST /api/embed/sessions".to_owned(),
        headers: vec![JSON.to_owned()],
        body: json!({ "scenario_id": id, "style": "full", "user": { "name": "Ada", "email": "" } }),
    });
    all
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

#[tokio::test]
async fn a_scenarios_dates_hold_at_every_door() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({ "is_public": true })).await;
    let id = scenario["id"].as_str().unwrap();
    let doors = all_doors(&site, &scenario).await;
    for dates in [
        json!({ "id": id, "starts_at": "2999-01-01T00:00:00Z", "ends_at": null }),
        json!({ "id": id, "starts_at": null, "ends_at": "2001-01-01T00:00:00Z" }),
    ] {
        let changed = site.api("POST /scenarios", &dates).await;
        assert!(changed.status < 300, "{}", changed.text);
        for first in &doors {
            let answer = first.ask(&site).await;
            // A school's page knows no topic that is not open.
            let status = if first.door == "a school" { 404 } else { 403 };
            assert_eq!(answer.status, status, "{}: {}", first.door, answer.text);
        }
    }
    let nothing = "SELECT (SELECT COUNT(*) FROM sessions) + (SELECT COUNT(*) FROM tovie_events)";
    assert_eq!(count(&site, nothing).await, 0);
}

#[tokio::test]
async fn the_longest_duration_holds_at_every_door() {
    let site = Site::new().await;
    let scenario = json!({ "is_public": true, "strategy": { "max_duration_seconds": 3 } });
    let scenario = site.scenario(scenario).await;
    for first in all_doors(&site, &scenario).await {
        // A lesson is gone on with on another day.
        if first.door == "a school" {
            continue;
        }
        let answer = first.ask(&site).await;
        assert!(answer.status < 300, "{}: {}", first.door, answer.text);
        let lasts = "SELECT deadline_at - created_at FROM sessions ORDER BY rowid DESC LIMIT 1";
        assert_eq!(count(&site, lasts).await, 3_000, "{}", first.door);
    }
}

#[tokio::test]
async fn what_shows_nothing_is_no_message_at_any_door() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({ "is_public": true })).await;
    let id = scenario["id"].as_str().unwrap();
    let held = site.open(id, "Ada").await;
    held.settle().await;
    let runs = "SELECT COUNT(*) FROM runs";
    let before = count(&site, runs).await;
    let doors = all_doors(&site, &scenario).await;
    for text in [" ", "\u{200b}\u{2060}", "\u{0}\u{202e}", "\u{2800}"] {
        for first in &doors {
            let Some(blank) = first.saying(text) else {
                continue;
            };
            let answer = blank.ask(&site).await;
            // An agent on AG-UI that is told nothing says nothing.
            let is_refused = matches!(answer.status, 400 | 422) || first.door == "AG-UI";
            assert!(is_refused, "{} {text:?}: {}", first.door, answer.text);
        }
        let answer = held.try_to_say("turn-0001", text).await;
        assert_eq!(answer.status, 422, "{text:?}: {}", answer.text);
    }
    // AG-UI's own greeting, where it would have one.
    let greetings = "SELECT COUNT(*) FROM runs WHERE run_id IN (SELECT turn_id FROM turns)";
    assert_eq!(count(&site, greetings).await, 0);
    assert!(count(&site, runs).await <= before + 1);
}

#[tokio::test]
async fn what_is_refused_counts_nothing_of_an_address() {
    let mut settings = Settings::default();
    // In kilobytes.
    settings.engine.limits.written_per_address = 100;
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let scenario = site.scenario(json!({ "is_public": true })).await;
    let mut doors = doors(&site, &scenario).await;
    let mut first = doors.remove(2);
    let ends = async |at: Value| {
        let dates = json!({ "id": scenario["id"], "ends_at": at });
        let changed = site.api("POST /scenarios", &dates).await;
        assert!(changed.status < 300, "{}", changed.text);
    };
    ends(json!("2001-01-01T00:00:00Z")).await;
    first.body["data"] = json!({ "note": "n".repeat(60_000) });
    for _ in 0..4 {
        assert_eq!(first.ask(&site).await.status, 403);
    }
    ends(Value::Null).await;
    let mut begun = 0;
    loop {
        first.body["clientId"] = json!(format!("client {begun}"));
        if first.ask(&site).await.status != 200 {
            break;
        }
        begun += 1;
    }
    // Sixty kilobytes each.
    assert_eq!(begun, 2);
}

#[tokio::test]
async fn nothing_begins_in_a_scenario_that_was_removed_meanwhile() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({ "is_public": true })).await;
    let id = scenario["id"].as_str().unwrap();
    let read = site.app.store.scenario(id).await.unwrap().unwrap();
    let line = format!("DELETE /scenarios/{id}");
    site.api(&line, &Value::Null).await;
    let begun = conversation::begin(&site.app, &read, Beginning::default(), None).await;
    assert!(matches!(begun, Err(StoreError::Gone(_))), "{begun:?}");
}
