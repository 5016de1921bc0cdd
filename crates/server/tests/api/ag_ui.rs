//! Runs over the router, and our own machine as their client.

use axum::body::Body;
use futures_util::stream;
use serde_json::{Value, json};

use vivavoce_ag_ui::{given_variables, said};
use vivavoce_engine::runs;
use vivavoce_engine::settings::Rate;
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

const THREAD: &str = "7d1c2a3e-4b5f-4c6d-8e7f-9a0b1c2d3e4f";

fn input(thread: &str, text: Option<&str>) -> Value {
    let messages: Vec<Value> = text
        .map(|text| json!({"id": "m", "role": "user", "content": text}))
        .into_iter()
        .collect();
    json!({"threadId": thread, "runId": "run-1", "messages": messages, "state": {}, "tools": [], "context": [], "forwardedProps": {}})
}

async fn run(site: &Site, scenario: &str, input: &Value) -> Vec<Value> {
    let answer = site
        .ask(&format!("POST /ag-ui/{scenario}"), &[], input.to_string())
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let events = answer
        .text
        .split("\n\n")
        .filter_map(|it| it.strip_prefix("data: "));
    events.map(|it| serde_json::from_str(it).unwrap()).collect()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|it| it["type"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_run_is_streamed_as_ag_ui_and_its_thread_goes_on() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({"is_public": true})).await;
    let id = scenario["id"].as_str().unwrap();
    for text in ["Hello", "And?", "Bye"] {
        let events = run(&site, id, &input(THREAD, Some(text))).await;
        assert_eq!(kinds(&events)[..2], ["RUN_STARTED", "TEXT_MESSAGE_START"]);
        let said: String = events
            .iter()
            .filter_map(|it| it["delta"].as_str())
            .collect();
        assert_eq!(said, "Hello there. How are you?");
        let last = events.last().unwrap();
        assert_eq!(
            (last["type"].as_str(), &last["outcome"]["type"]),
            (Some("RUN_FINISHED"), &json!("success"))
        );
        assert_eq!(
            (&last["threadId"], &last["runId"]),
            (&json!(THREAD), &json!("run-1"))
        );
        assert!(events.iter().all(|it| it.get("seq").is_none()));
    }
    let sessions = site
        .api(&format!("GET /sessions?scenario_id={id}"), &Value::Null)
        .await
        .json();
    assert_eq!(sessions["sessions"].as_array().unwrap().len(), 1);
    run(&site, id, &input("another-thread-of-somebody", Some("Hi"))).await;
    let sessions = site
        .api(&format!("GET /sessions?scenario_id={id}"), &Value::Null)
        .await
        .json();
    assert_eq!(sessions["sessions"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_private_or_wrong_is_refused_with_a_sentence() {
    let site = Site::new().await;
    let private = site.scenario(json!({"is_public": false})).await;
    let public = site.scenario(json!({"is_public": true})).await;
    let (private, public) = (
        private["id"].as_str().unwrap(),
        public["id"].as_str().unwrap(),
    );
    let fine = input(THREAD, Some("Hi"));
    for (scenario, body, status) in [
        (private, fine.clone(), 401),
        ("nowhere", fine.clone(), 404),
        (public, input("short", Some("Hi")), 422),
        (public, json!({}), 422),
        (public, json!([]), 422),
    ] {
        let answer = site
            .ask(&format!("POST /ag-ui/{scenario}"), &[], body.to_string())
            .await;
        assert_eq!(answer.status, status, "{}", answer.text);
        assert!(!answer.json()["detail"].is_null());
    }
}

#[tokio::test]
async fn a_scenario_and_a_deployment_may_close_the_door() {
    let site = Site::new().await;
    let closed = json!({"is_public": true, "slug": "closed", "strategy": {"ag_ui": false}});
    site.scenario(closed).await;
    let body = input(THREAD, Some("Hi")).to_string();
    let answer = site.ask("POST /ag-ui/closed", &[], body.clone()).await;
    assert_eq!(answer.status, 403, "{}", answer.text);
    assert!(answer.text.contains("not open to AG-UI"), "{}", answer.text);

    let settings = Settings {
        ag_ui: false,
        ..Settings::default()
    };
    let site = Site::with(settings).await;
    site.scenario(json!({"is_public": true, "slug": "open"}))
        .await;
    for line in [
        "POST /ag-ui/open",
        "GET /ag-ui/open",
        "POST /ag-ui/open/",
        "GET /ag-ui",
        "POST /ag-ui/open/more",
    ] {
        let answer = site.ask(line, &[], body.clone()).await;
        assert_eq!(answer.status, 404, "{line}: {}", answer.text);
        assert_eq!(answer.headers["content-type"], "application/json", "{line}");
        assert!(answer.text.contains("ag_ui"), "{line}: {}", answer.text);
    }
    let list = site.ask("GET /api/documents.json", &[], "").await;
    assert!(!list.text.contains("ag-ui"), "{}", list.text);
}

#[tokio::test]
async fn only_pages_that_may_show_a_scenario_talk_to_it() {
    let site = Site::new().await;
    site.scenario(
        json!({"is_public": true, "slug": "open", "allowed_hosts": ["https://a.example"]}),
    )
    .await;
    let body = input(THREAD, Some("Hi")).to_string();
    for (header, status) in [
        ("origin: https://a.example", 200),
        ("origin: https://b.example", 403),
        ("origin: null", 403),
        // No browser sent this.
        ("x-nothing: here", 200),
    ] {
        let answer = site.ask("POST /ag-ui/open", &[header], body.clone()).await;
        assert_eq!(answer.status, status, "{header}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_thread_lasts_no_longer_than_its_scenario_says() {
    let site = Site::new().await;
    site.app.clock.hold();
    let scenario = json!({"is_public": true, "strategy": {"max_duration_seconds": 300}});
    let scenario = site.scenario(scenario).await;
    let id = scenario["id"].as_str().unwrap();
    let sessions = async || {
        let line = format!("GET /sessions?scenario_id={id}");
        let list = site.api(&line, &Value::Null).await.json();
        list["sessions"].as_array().unwrap().len()
    };
    run(&site, id, &input(THREAD, Some("Hello"))).await;
    site.app.clock.advance(299_000);
    run(&site, id, &input(THREAD, Some("And?"))).await;
    assert_eq!(sessions().await, 1);
    site.app.clock.advance(2_000);
    runs::sweep_once(&site.app).await.unwrap();
    run(&site, id, &input(THREAD, Some("Hello again"))).await;
    assert_eq!(sessions().await, 2);
}

#[test]
fn what_is_said_is_the_last_message_or_the_answer_to_an_interrupt() {
    let of = |value: Value| said(value.as_object().unwrap());
    let user = |content: Value| json!({"messages": [{"role": "user", "content": content}]});
    let cases = [
        (user(json!("Hi")), Some("Hi")),
        (
            user(json!([{"type": "text", "text": "a"}, {"type": "image"}, {"text": "b"}])),
            Some("a\n\nb"),
        ),
        (user(json!(" ")), None),
        (
            json!({"messages": [{"role": "assistant", "content": "x"}]}),
            None,
        ),
        (json!({"messages": []}), None),
        (
            json!({"resume": [{"interruptId": "i", "status": "resolved", "payload": "yes"}]}),
            Some("yes"),
        ),
        (
            json!({"resume": {"interruptId": "i", "payload": {"approved": true}}}),
            Some(r#"{"approved":true}"#),
        ),
        (
            json!({"resume": [{"interruptId": "i", "status": "cancelled"}]}),
            Some("Cancel."),
        ),
    ];
    for (value, expected) in cases {
        assert_eq!(of(value.clone()).as_deref(), expected, "{value}");
    }
}

#[test]
fn state_and_context_fill_variables() {
    let input = json!({
        "state": {"plan": "gold", "n": 1},
        "context": [{"description": "city", "value": "Oslo"}, {"description": "user name", "value": "Ann"}, {"value": "x"}],
    });
    let all = given_variables(input.as_object().unwrap());
    let all: Vec<(&str, &str)> = all.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(all, [("city", "Oslo"), ("plan", "gold")]);
}

#[tokio::test]
async fn who_is_not_let_in_is_told_before_they_have_sent_a_word() {
    let mut settings = Settings::default();
    settings.engine.limits.turns_per_address = Rate {
        burst: 4,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let private = site.scenario(json!({ "is_public": false })).await;
    let closed = json!({ "is_public": true, "strategy": { "ag_ui": false } });
    let closed = site.scenario(closed).await;
    let open = site.scenario(json!({ "is_public": true })).await;
    // A body that never comes.
    let never = || Body::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>());
    for (scenario, status) in [
        (&json!("nothing"), 404),
        (&private["id"], 401),
        (&closed["id"], 403),
        (&private["id"], 401),
        // One address has asked often enough.
        (&open["id"], 429),
    ] {
        let line = format!("POST /ag-ui/{}", scenario.as_str().unwrap());
        let answer = site.ask(&line, &[], never()).await;
        assert_eq!(answer.status, status, "{line}: {}", answer.text);
    }
}
