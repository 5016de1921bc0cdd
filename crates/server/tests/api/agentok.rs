//! Chats over the router, in the forms of the page and of both generations.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::openapi::world::{Operation, operations};
use vivavoce_agentok::script::{self, Kind, Status};
use vivavoce_protocol::wire::{Event, LogEvent};
use vivavoce_test_server::{Answer, Site};

struct Caller<'a> {
    site: &'a Site,
    key: String,
}

impl<'a> Caller<'a> {
    async fn new(site: &'a Site, owner: &str) -> Caller<'a> {
        let made = site
            .api_as(owner, "POST /keys", &json!({"api": "agentok"}))
            .await
            .json();
        let key = made["key"].as_str().unwrap().to_owned();
        assert!(key.starts_with("agk_"));
        Caller { site, key }
    }

    async fn ask(&self, line: &str, body: Value) -> Answer {
        let header = format!("x-api-key: {}", self.key);
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.site
            .ask(line, &[&header, "content-type: application/json"], body)
            .await
    }

    async fn chat(&self, scenario: &str) -> i64 {
        let body = json!({"name": "My Chatbot", "from_type": "project", "from_project": scenario});
        let made = self.ask("POST /v1/chats", body).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()["id"].as_i64().unwrap()
    }

    /// Until the chat stands as `status`.
    async fn until(&self, chat: i64, status: &str) -> Vec<Value> {
        for _ in 0..6_000 {
            // So many looks in a minute no caller could take otherwise.
            self.site.app.clock.advance(200);
            let stands = self
                .ask(&format!("GET /v1/chats/{chat}"), Value::Null)
                .await
                .json();
            if stands["status"] == status {
                let all = self
                    .ask(&format!("GET /v1/chats/{chat}/messages"), Value::Null)
                    .await;
                return all.json().as_array().unwrap().clone();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the chat never was {status}");
    }
}

/// `type content` of each message.
fn lines(messages: &[Value]) -> Vec<String> {
    let line = |it: &Value| {
        format!(
            "{} {}",
            it["type"].as_str().unwrap(),
            it["content"].as_str().unwrap()
        )
    };
    messages.iter().map(line).collect()
}

#[tokio::test]
async fn three_turns_are_taken_at_once_and_told_when_asked() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({"is_public": false})).await;
    let caller = Caller::new(&site, &site.key).await;
    let chat = caller.chat(scenario["id"].as_str().unwrap()).await;
    let stands = caller
        .ask(&format!("GET /v1/chats/{chat}"), Value::Null)
        .await
        .json();
    assert_eq!(stands["status"], "ready");
    let mut said = 0;
    for body in [
        json!({"message": "Hello"}),
        json!({"type": "user", "content": "And?"}),
        json!({"message": "Bye", "content": "Bye", "type": "user", "owner": "", "chat": "1"}),
    ] {
        let sent = caller
            .ask(&format!("POST /v1/chats/{chat}/messages"), body)
            .await;
        assert_eq!(sent.status, 200, "{}", sent.text);
        assert_eq!(sent.json()["type"], "user");
        let all = caller.until(chat, "completed").await;
        assert_eq!(all.len(), said + 4, "{:?}", lines(&all));
        assert_eq!(sent.json()["id"], all[said]["id"]);
        said = all.len();
    }
    let all = caller.until(chat, "completed").await;
    assert_eq!(
        lines(&all)[..4],
        [
            "user Hello",
            "assistant Hello there. How are you?",
            "summary Hello there. How are you?",
            "assistant __STATUS_COMPLETED__ DONE"
        ]
    );
    let ids: Vec<i64> = all.iter().map(|it| it["id"].as_i64().unwrap()).collect();
    assert!(ids.is_sorted(), "{ids:?}");
}

#[tokio::test]
async fn the_page_s_form_and_a_slash_at_the_end_work_too() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let caller = Caller::new(&site, &site.key).await;
    let bearer = format!("authorization: Bearer {}", caller.key);
    let body = json!({"name": "My Chatbot", "from_type": "flow", "from_flow": scenario["id"]});
    let made = site.ask("POST /chats/", &[&bearer], body.to_string()).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.json()["from_flow"], scenario["id"]);
    let path = format!("/chats/{id}");
    let sent = caller
        .ask(
            &format!("POST {path}/messages/"),
            json!({"message": "Hello"}),
        )
        .await;
    assert_eq!(
        (sent.status, sent.json()["chat_id"].as_str()),
        (200, Some(id.as_str()))
    );
    let listed = caller.ask("GET /chats", Value::Null).await.json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let gone = caller.ask(&format!("DELETE {path}"), Value::Null).await;
    assert_eq!(gone.json(), json!({"result": "success"}));
    for line in [
        format!("GET {path}"),
        format!("DELETE {path}"),
        format!("POST {path}/messages"),
    ] {
        let missing = caller.ask(&line, json!({"message": "x"})).await;
        assert_eq!(missing.status, 404, "{line}");
        assert_eq!(missing.json()["detail"], format!("Chat not found: {id}"));
    }
}

#[tokio::test]
async fn a_number_names_a_project_for_good() {
    let site = Site::new().await;
    let first = site.scenario(json!({})).await;
    let caller = Caller::new(&site, &site.key).await;
    let projects = caller.ask("GET /v1/projects", Value::Null).await.json();
    let projects = projects.as_array().unwrap();
    let own = projects
        .iter()
        .find(|it| it["scenario_id"] == first["id"])
        .unwrap();
    let body =
        json!({"name": "x", "from_type": "project", "from_project": own["id"], "user_id": "me"});
    let made = caller.ask("POST /v1/chats", body).await;
    assert_eq!(
        (made.status, &made.json()["from_project"]),
        (201, &own["id"])
    );
    let body = json!({"name": "x", "from_type": "project", "from_project": 999});
    let refused = caller.ask("POST /v1/chats", body).await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.json()["detail"]
            .as_str()
            .unwrap()
            .starts_with("Failed to create chat:")
    );
}

#[tokio::test]
async fn what_is_missing_is_named_and_what_is_foreign_does_not_exist() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({"is_public": true})).await;
    let caller = Caller::new(&site, &site.key).await;
    let other = Caller::new(&site, &site.other_key).await;
    let id = scenario["id"].as_str().unwrap();
    let chat = caller.chat(id).await;
    let cases = [
        ("POST /v1/chats".to_owned(), json!({}), 422),
        ("POST /v1/chats".to_owned(), json!({"name": "x"}), 422),
        (
            "POST /v1/chats".to_owned(),
            json!({"name": "x", "from_type": "cup", "from_cup": 1}),
            422,
        ),
        (format!("POST /v1/chats/{chat}/messages"), json!({}), 422),
        (
            format!("POST /v1/chats/{chat}/messages"),
            json!({"message": " "}),
            422,
        ),
        ("GET /v1/chats/no".to_owned(), Value::Null, 404),
        ("GET /v1/chats/99".to_owned(), Value::Null, 404),
        (format!("PATCH /v1/chats/{chat}"), Value::Null, 405),
    ];
    for (line, body, status) in cases {
        let answer = caller.ask(&line, body).await;
        assert_eq!(answer.status, status, "{line}: {}", answer.text);
    }
    for line in [
        format!("GET /v1/chats/{chat}"),
        format!("GET /v1/chats/{chat}/messages"),
        format!("DELETE /v1/chats/{chat}"),
        format!("POST /v1/chats/{chat}/abort"),
    ] {
        assert_eq!(other.ask(&line, Value::Null).await.status, 404, "{line}");
    }
    let foreign = json!({"name": "x", "from_type": "flow", "from_flow": id});
    assert_eq!(other.ask("POST /v1/chats", foreign).await.status, 400);
    assert_eq!(
        other.ask("GET /v1/chats", Value::Null).await.json(),
        json!([])
    );
    for (headers, detail) in [
        (&[][..], "No authentication credentials provided"),
        (&["x-api-key: agk_no"][..], "API key authentication failed"),
    ] {
        let refused = site.ask("GET /v1/chats", headers, "").await;
        assert_eq!(
            (refused.status, refused.json()["detail"].as_str()),
            (401, Some(detail))
        );
    }
    let public = format!("x-api-key: {}", site.key);
    assert_eq!(site.ask("GET /chats", &[&public], "").await.status, 401);
}

#[tokio::test]
async fn nothing_that_waits_or_runs_is_a_sentence_with_200() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let caller = Caller::new(&site, &site.key).await;
    let chat = caller.chat(scenario["id"].as_str().unwrap()).await;
    for call in ["input", "abort"] {
        let answer = caller
            .ask(
                &format!("POST /v1/chats/{chat}/{call}"),
                json!({"message": "x"}),
            )
            .await;
        let error = format!("No assistant found with that chat ID. {chat}");
        assert_eq!(
            (answer.status, answer.json()),
            (200, json!({"error": error}))
        );
    }
}

/// A log of events, each with the number and second it has.
fn log(events: Vec<Event>) -> Vec<LogEvent> {
    let numbered = (1..).zip(events);
    numbered
        .map(|(seq, event)| LogEvent {
            seq,
            timestamp: seq as i64 * 1_000,
            event,
        })
        .collect()
}

#[test]
fn a_log_tells_the_state_of_its_run() {
    let run = || Event::RunStarted {
        thread_id: String::new(),
        run_id: "r".to_owned(),
    };
    let done = |status: Option<&str>| Event::RunFinished {
        thread_id: String::new(),
        run_id: "r".to_owned(),
        result: status.map(|it| json!({ "status": it })),
    };
    let say = |text: &str| {
        let id = || "m".to_owned();
        vec![
            Event::TextMessageStart {
                message_id: id(),
                role: "assistant".to_owned(),
            },
            Event::TextMessageContent {
                message_id: id(),
                delta: text.to_owned(),
            },
            Event::TextMessageEnd { message_id: id() },
        ]
    };
    let ask = || Event::Custom {
        name: "ask".to_owned(),
        value: json!({}),
    };
    let cases: Vec<(Vec<Event>, Status, &[&str])> = vec![
        (vec![], Status::Ready, &[]),
        (vec![run()], Status::Running, &[]),
        (
            [vec![run()], say("Half")[..2].to_vec()].concat(),
            Status::Running,
            &[],
        ),
        (
            [vec![run()], say("Hi"), vec![done(None)]].concat(),
            Status::Completed,
            &["Hi", "Hi", "__STATUS_COMPLETED__ DONE"],
        ),
        (
            [vec![run()], say("Sure?"), vec![ask(), done(None)]].concat(),
            Status::WaitForHumanInput,
            &["Sure?", "__STATUS_WAIT_FOR_HUMAN_INPUT__ Sure?"],
        ),
        (
            [vec![run()], say("Sure?"), vec![ask(), done(None), run()]].concat(),
            Status::Running,
            &[
                "Sure?",
                "__STATUS_WAIT_FOR_HUMAN_INPUT__ Sure?",
                "__STATUS_RECEIVED_HUMAN_INPUT__ Sure?",
            ],
        ),
        (
            [
                vec![run()],
                say("Ha")[..2].to_vec(),
                vec![done(Some("cancelled"))],
            ]
            .concat(),
            Status::Aborted,
            &["Ha", "__STATUS_COMPLETED__ TERMINATED"],
        ),
        (
            vec![
                run(),
                Event::RunError {
                    message: "secret".to_owned(),
                    code: None,
                    run_id: None,
                },
            ],
            Status::Failed,
            &["__STATUS_COMPLETED__ 1: The reply failed."],
        ),
    ];
    for (events, status, expected) in cases {
        let (messages, stands) = script::read(&log(events), 0, "Support");
        let said: Vec<&str> = messages.iter().map(|it| it.content.as_str()).collect();
        assert_eq!((stands, said.as_slice()), (status, expected));
        for message in &messages {
            // A summary is of all, a marker nobody's words.
            let is_said =
                message.kind == Kind::Assistant && !message.content.starts_with("__STATUS");
            let (from, to) = (message.sender.as_deref(), message.receiver.as_deref());
            let expected = is_said.then_some(("Support", "User"));
            assert_eq!(from.zip(to), expected, "{message:?}");
        }
    }
}

#[tokio::test]
async fn the_description_has_every_route() {
    let site = Site::new().await;
    let mut documents = site.server.documents().into_iter();
    let document = documents.find(|it| it.name == "agentok").unwrap();
    let description = serde_json::to_value(document.json).unwrap();
    let calls = operations(&description);
    let names: BTreeSet<&str> = calls.iter().map(Operation::name).collect();
    assert_eq!((calls.len(), names.len()), (18, 18));
}

#[tokio::test]
async fn a_number_is_never_given_again() {
    let site = Site::new().await;
    let caller = Caller::new(&site, &site.key).await;
    let scenario = async || {
        let made = site.scenario(json!({})).await;
        made["id"].as_str().unwrap().to_owned()
    };
    let projects = async || -> Vec<i64> {
        let all = caller.ask("GET /v1/projects", Value::Null).await.json();
        let all = all.as_array().unwrap().clone();
        all.iter().map(|it| it["id"].as_i64().unwrap()).collect()
    };
    let mut chats = Vec::new();
    let mut numbers = Vec::new();
    for _ in 0..3 {
        let id = scenario().await;
        chats.push(caller.chat(&id).await);
        chats.push(caller.chat(&id).await);
        numbers.extend(projects().await);
        // With its chats and its number.
        let line = format!("DELETE /scenarios/{id}");
        let gone = site.api(&line, &Value::Null).await;
        assert_eq!(gone.status, 200, "{}", gone.text);
        vivavoce_engine::removals::carry_out(&site.app).await;
    }
    assert_eq!(chats, [1, 2, 3, 4, 5, 6]);
    assert_eq!(numbers, [1, 2, 3]);
}

#[tokio::test]
async fn a_list_says_how_a_chat_stands_without_reading_what_was_said_before() {
    let site = Site::new().await;
    let id = site.scenario(json!({})).await["id"].clone();
    let caller = Caller::new(&site, &site.key).await;
    let chat = caller.chat(id.as_str().unwrap()).await;
    let listed = async || {
        let all = caller.ask("GET /v1/chats", Value::Null).await.json();
        all[0]["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(listed().await, "ready");
    let line = format!("POST /v1/chats/{chat}/messages");
    for _ in 0..2 {
        caller.ask(&line, json!({"message": "Hello"})).await;
        caller.until(chat, "completed").await;
        assert_eq!(listed().await, "completed");
    }
    // What stands before the newest run is not looked at.
    let broken = "UPDATE events SET body = 'broken' WHERE seq < (SELECT MAX(seq) FROM events \
                  WHERE body LIKE '%RUN_STARTED%')";
    let done = sqlx::query(broken).execute(site.app.store.read()).await;
    assert!(done.unwrap().rows_affected() > 0);
    assert_eq!(listed().await, "completed");
}
