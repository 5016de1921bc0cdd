//! Runs over the router, and our own machine as their client.

use axum::body::Body;
use futures_util::stream;
use serde_json::{Value, json};

use std::sync::Arc;
use std::time::Duration;

use axum::body::to_bytes;
use axum::response::Response;
use futures_util::StreamExt as _;
use futures_util::future::join_all;
use futures_util::stream::BoxStream;
use tokio::sync::oneshot;
use vivavoce_agent::{Agent, AgentContext, AgentError, Step};
use vivavoce_engine::runs;
use vivavoce_engine::settings::Rate;
use vivavoce_protocol::wire::StopReason;
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

const JSON: &str = "content-type: application/json";

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
        .ask(
            &format!("POST /ag-ui/{scenario}"),
            &[JSON],
            input.to_string(),
        )
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
            .ask(
                &format!("POST /ag-ui/{scenario}"),
                &[JSON],
                body.to_string(),
            )
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
        let answer = site
            .ask("POST /ag-ui/open", &[header, JSON], body.clone())
            .await;
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

/// A body that never comes.
fn never() -> Body {
    Body::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>())
}

#[tokio::test]
async fn who_is_not_let_in_is_told_before_they_have_sent_a_word() {
    let site = Site::new().await;
    let private = site.scenario(json!({ "is_public": false })).await;
    let closed = json!({ "is_public": true, "strategy": { "ag_ui": false } });
    let closed = site.scenario(closed).await;
    for (scenario, status) in [
        (&json!("nothing"), 404),
        (&private["id"], 401),
        (&closed["id"], 403),
    ] {
        let line = format!("POST /ag-ui/{}", scenario.as_str().unwrap());
        let answer = site.ask(&line, &[JSON], never()).await;
        assert_eq!(answer.status, status, "{line}: {}", answer.text);
    }
}

#[tokio::test]
async fn who_is_refused_uses_up_nothing_of_those_who_are_not() {
    let few = Rate {
        burst: 3,
        per_minute: 1,
    };
    let mut settings = Settings::default();
    settings.engine.limits.anonymous_calls = few;
    settings.engine.limits.turns_per_address = few;
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let open = json!({ "is_public": true, "slug": "open" });
    site.scenario(open).await;
    let asked = async |line: &str, statuses: [u16; 4]| {
        for status in statuses {
            let body = input(THREAD, Some("Hi")).to_string();
            let answer = site.ask(line, &[JSON], body).await;
            assert_eq!(answer.status, status, "{line}: {}", answer.text);
        }
    };
    asked("POST /ag-ui/no-such-thing", [404, 404, 404, 429]).await;
    // Nor by messages that are none.
    let long = input(THREAD, Some(&"x".repeat(9_000))).to_string();
    for _ in 0..9 {
        let answer = site.ask("POST /ag-ui/open", &[JSON], long.clone()).await;
        assert_eq!(answer.status, 429, "{}", answer.text);
    }
    asked("POST /ag-ui/open", [200, 200, 200, 429]).await;
    site.app.clock.advance(60_000);
    // Nor the other way around.
    let answer = site.ask("POST /ag-ui/no-such-thing", &[JSON], "").await;
    assert_eq!(answer.status, 404, "{}", answer.text);
}

#[tokio::test]
async fn what_is_not_sent_as_json_reaches_nobody() {
    let site = Site::new().await;
    site.scenario(json!({ "is_public": true, "slug": "open" }))
        .await;
    let body = input(THREAD, Some("Hi")).to_string();
    // What a page may make a browser send without asking first.
    for kind in [
        "content-type: text/plain",
        "content-type: application/x-www-form-urlencoded",
        "content-type: multipart/form-data",
        "x-nothing: here",
    ] {
        let answer = site.ask("POST /ag-ui/open", &[kind], body.clone()).await;
        assert_eq!(answer.status, 415, "{kind}: {}", answer.text);
        assert!(answer.text.contains("application/json"), "{}", answer.text);
    }
    let kind = "content-type: application/json; charset=utf-8";
    let answer = site.ask("POST /ag-ui/open", &[kind], body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

async fn sessions(site: &Site) -> i64 {
    sqlx::query_scalar("SELECT COUNT(*) FROM sessions")
        .fetch_one(site.app.store.read())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_message_that_is_refused_begins_nothing() {
    let site = Site::new().await;
    site.scenario(json!({ "is_public": true, "slug": "open" }))
        .await;
    for body in [
        input(THREAD, Some(&"a".repeat(8_001))),
        json!({ "threadId": THREAD, "resume": [{ "payload": "b".repeat(8_001) }] }),
        json!({ "threadId": THREAD, "resume": [{ "payload": vec![0; 100_000] }] }),
        json!({ "threadId": THREAD, "resume": [{ "payload": "\u{200b}" }] }),
    ] {
        let answer = site
            .ask("POST /ag-ui/open", &[JSON], body.to_string())
            .await;
        assert_eq!(answer.status, 422, "{}", answer.text);
    }
    assert_eq!(sessions(&site).await, 0);
}

#[tokio::test]
async fn a_thread_takes_as_many_turns_as_a_session_of_the_widget() {
    let site = Site::new().await;
    site.app.clock.hold();
    site.scenario(json!({ "is_public": true, "slug": "open" }))
        .await;
    let ask = async || {
        let body = input(THREAD, Some("Hi")).to_string();
        site.ask("POST /ag-ui/open", &[JSON], body).await.status
    };
    let mut taken = 0;
    while ask().await == 200 {
        taken += 1;
    }
    let most = site.app.settings.limits.turns_per_session;
    assert_eq!(taken, most.burst);
    site.app.clock.advance(60_000 / i64::from(most.per_minute));
    assert_eq!([ask().await, ask().await], [200, 429]);
    let other = input("another-thread-of-somebody", Some("Hi")).to_string();
    let answer = site.ask("POST /ag-ui/open", &[JSON], other).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn only_what_is_kept_counts_for_an_address() {
    let mut settings = Settings::default();
    // In kilobytes.
    settings.engine.limits.written_per_address = 100;
    let site = Site::with(settings).await;
    site.app.clock.hold();
    site.scenario(json!({ "is_public": true, "slug": "open" }))
        .await;
    let mut threads = 0;
    let mut begin = async |more: Value| {
        threads += 1;
        let mut body = input(&format!("a-thread-nobody-guesses-{threads}"), Some("Hi"));
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        site.ask("POST /ag-ui/open", &[JSON], body.to_string())
            .await
    };
    let long = "a".repeat(900_000);
    let said =
        json!([{ "role": "assistant", "content": long }, { "role": "user", "content": "Hi" }]);
    for more in [
        json!({ "messages": said }),
        json!({ "tools": [{ "description": long }] }),
    ] {
        let answer = begin(more).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    let refused = begin(json!({ "messages": [{ "role": "user", "content": long }] })).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    // What it fills in is kept, and the day's bytes are soon used up.
    let state: Value = (0..7)
        .map(|it| (format!("v{it}"), json!("b".repeat(4_000))))
        .collect();
    let mut begun = 0;
    while begin(json!({ "state": state })).await.status == 200 {
        begun += 1;
    }
    assert!((3..=4).contains(&begun), "{begun}");
}

/// Never answers.
struct Silent;

impl Agent for Silent {
    fn reply(&self, _moment: AgentContext) -> BoxStream<'static, Result<Step, AgentError>> {
        stream::pending().boxed()
    }
}

/// Reads a stream to its end, which comes.
async fn end(response: Response) -> String {
    let whole = to_bytes(response.into_body(), 1 << 20);
    let whole = tokio::time::timeout(Duration::from_secs(60), whole).await;
    String::from_utf8_lossy(&whole.expect("the stream has no end").unwrap()).into_owned()
}

#[tokio::test]
async fn a_stream_ends_with_what_it_waits_for() {
    let site = Site::answered_by(Arc::new(Silent)).await;
    site.scenario(json!({ "is_public": true, "slug": "open" }))
        .await;
    let ask = async |text: Option<&str>| {
        let body = input(THREAD, text).to_string();
        site.respond("POST /ag-ui/open", &[JSON], body).await
    };
    let first = ask(Some("Hello")).await;
    // The agent has not spoken first in this one, and will not.
    let nothing = end(ask(None).await).await;
    assert!(nothing.contains("RUN_FINISHED"), "{nothing}");
    let mut open = vec![ask(Some("And?")).await, ask(Some("Well?")).await];
    open.push(ask(Some("Still?")).await);
    // Four have a place, and a fifth takes the first one's.
    open.push(ask(Some("Hm?")).await);
    let lost = end(first).await;
    assert!(lost.contains("RUN_ERROR"), "{lost}");
    let id: String = sqlx::query_scalar("SELECT id FROM sessions")
        .fetch_one(site.app.store.read())
        .await
        .unwrap();
    runs::end(&site.app, &id, StopReason::MaxDuration)
        .await
        .unwrap();
    for ended in join_all(open.into_iter().map(end)).await {
        let has_end = ["RUN_ERROR", "RUN_FINISHED"]
            .iter()
            .any(|it| ended.contains(it));
        assert!(has_end, "{ended}");
    }
}

#[tokio::test]
async fn a_right_that_ends_while_the_body_comes_opens_nothing() {
    let site = Site::new().await;
    for (change, status) in [
        (json!({ "pricing": { "price": 5, "currency": "EUR" } }), 401),
        (json!({ "is_public": false }), 401),
        (json!({ "ends_at": "2001-01-01T00:00:00Z" }), 403),
        (json!({ "strategy": { "ag_ui": false } }), 403),
        (Value::Null, 404),
    ] {
        let scenario = site.scenario(json!({ "is_public": true })).await;
        let id = scenario["id"].as_str().unwrap();
        let (reached, is_in) = oneshot::channel();
        let (go, changed) = oneshot::channel::<()>();
        // Asked for once whoever sends it was let in, and there once that is not so any more.
        let body = stream::once(async move {
            reached.send(()).ok();
            changed.await.ok();
            Ok::<_, std::io::Error>(input(THREAD, Some("Hi")).to_string())
        });
        let line = format!("POST /ag-ui/{id}");
        let asked = site.ask(&line, &[JSON], Body::from_stream(body));
        let owner = async {
            is_in.await.unwrap();
            let line = format!("/scenarios/{id}");
            let done = match change.is_null() {
                true => site.api(&format!("DELETE {line}"), &change).await,
                false => {
                    let mut changed = change.clone();
                    changed["id"] = json!(id);
                    site.api("POST /scenarios", &changed).await
                }
            };
            assert!(done.status < 300, "{change}: {}", done.text);
            go.send(()).unwrap();
        };
        let (answer, ()) = futures_util::join!(asked, owner);
        assert_eq!(answer.status, status, "{change}: {}", answer.text);
    }
    assert_eq!(sessions(&site).await, 0);
}

#[tokio::test]
async fn a_short_thread_is_taken_where_a_bearer_opens_the_scenario() {
    let site = Site::new().await;
    let private = site.scenario(json!({"is_public": false})).await;
    let public = site.scenario(json!({"is_public": true})).await;
    let (private, public) = (
        private["id"].as_str().unwrap(),
        public["id"].as_str().unwrap(),
    );
    let bearer = async |email: Option<&str>| {
        let form = json!({ "scenario_id": private, "email": email });
        let minted = site.api("POST /scenario-access-token", &form).await.json();
        let body = json!({ "scenario_id": private, "token": minted["access_token"] });
        let granted = site
            .ask("POST /api/embed/access", &[JSON], body.to_string())
            .await;
        format!(
            "authorization: Bearer {}",
            granted.json()["bearer"].as_str().unwrap()
        )
    };
    let (one, other) = (bearer(None).await, bearer(None).await);
    let (ann, anns_next) = (
        bearer(Some("ann@example.com")).await,
        bearer(Some("Ann@example.com")).await,
    );
    let mut sessions = 0;
    for (scenario, opens, thread, status, is_new) in [
        (private, one.as_str(), json!("thread_1a2b3c4d"), 200, true),
        (private, &one, json!("thread_1a2b3c4d"), 200, false),
        (private, &one, json!(7), 200, true),
        // Whoever else opens it has threads of their own, of the same names.
        (private, &other, json!("thread_1a2b3c4d"), 200, true),
        (private, &ann, json!("thread_1a2b3c4d"), 200, true),
        (private, &anns_next, json!("thread_1a2b3c4d"), 200, false),
        (
            private,
            &one,
            json!("ann@example.com\nthread_1a2b3c4d"),
            200,
            true,
        ),
        (private, &one, json!(""), 422, false),
        (private, &one, json!(null), 422, false),
        (private, &one, json!("t".repeat(201)), 422, false),
        (
            private,
            "authorization: Bearer nothing",
            json!("thread_1a2b3c4d"),
            403,
            false,
        ),
        // A bearer that opens nothing makes no name of its holder's.
        (public, &one, json!("thread_1a2b3c4d"), 422, false),
        (
            public,
            "x-nothing: here",
            json!("thread_1a2b3c4d"),
            422,
            false,
        ),
        (public, "x-nothing: here", json!(THREAD), 200, false),
    ] {
        let mut body = input(THREAD, Some("Hi"));
        body["threadId"] = thread.clone();
        let line = format!("POST /ag-ui/{scenario}");
        let answer = site.ask(&line, &[JSON, opens], body.to_string()).await;
        assert_eq!(answer.status, status, "{thread} {opens}: {}", answer.text);
        let line = format!("GET /sessions?scenario_id={private}");
        let list = site.api(&line, &Value::Null).await.json();
        let count = list["sessions"].as_array().unwrap().len();
        assert_eq!(count, sessions + usize::from(is_new), "{thread} {opens}");
        sessions = count;
    }
}

#[tokio::test]
async fn a_history_is_taken_as_clients_send_it() {
    // agno-agi/agno#5520 (names in the Python models' spelling, a message without an id); langchain-ai/langserve#304
    // and elastic/beats#33425 (a slash at the end, and a redirection that loses the body).
    let site = Site::new().await;
    let made = site
        .scenario(json!({"is_public": true, "slug": "shop"}))
        .await;
    assert!(made["id"].is_string());
    let history = json!([
        {"id": "m1", "role": "system", "content": "Be kind."},
        {"id": "m1", "role": "user", "content": [{"type": "text", "text": "Hello"}, {"type": "binary"}]},
        {"id": 7, "role": "assistant", "content": null, "toolCalls": [{"id": 1, "function": {}}]},
        {"role": "tool", "toolCallId": 1, "content": {"ok": true}}, null, {"role": "later", "x": []},
        {"id": "m1", "role": "assistant", "content": ""},
        {"id": "m9", "role": "user", "content": "And?"}, {"role": "activity", "content": {}},
    ]);
    for (names, kind, status) in [
        (
            ["threadId", "runId"],
            "content-type: application/json; charset=utf-8",
            200,
        ),
        (
            ["thread_id", "run_id"],
            "content-type: Application/JSON",
            200,
        ),
        (
            ["threadId", "runId"],
            "content-type: application/vnd.agent+json",
            200,
        ),
        (
            ["threadId", "runId"],
            "content-type: text/plain;charset=UTF-8",
            415,
        ),
        (
            ["threadId", "runId"],
            "content-type: application/x-www-form-urlencoded",
            415,
        ),
        (["threadId", "runId"], "x-nothing: here", 415),
    ] {
        let body = json!({names[0]: THREAD, names[1]: 12, "messages": history, "tools": null});
        let answer = site
            .ask("POST /ag-ui/shop", &[kind], body.to_string())
            .await;
        assert_eq!(answer.status, status, "{kind}: {}", answer.text);
        if status == 200 {
            assert!(
                answer.text.contains("Hello there.") && answer.text.contains(r#""runId":"12""#),
                "{}",
                answer.text
            );
        } else {
            assert!(
                answer.text.contains("Content-Type: application/json"),
                "{}",
                answer.text
            );
        }
    }
}
