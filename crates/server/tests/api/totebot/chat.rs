use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::StatusCode;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use serde_json::{Value, json};
use tokio::sync::{Semaphore, oneshot};

use super::{KIND, OK, Shop};
use vivavoce_agent::{Agent, AgentContext, AgentError, By, ScriptedAgent, Step};
use vivavoce_engine::settings::Rate;
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

/// The events of a stream, read as strictly as the form allows: comment lines and `data:` lines
/// alone, an empty line after each event, JSON with a known type in each, the last one an end.
pub(super) fn frames(text: &str) -> Vec<Value> {
    let kinds = [
        "chunk",
        "tool_call",
        "action_started",
        "action_completed",
        "completed",
        "error",
    ];
    assert!(text.ends_with("\n\n"), "{text}");
    let mut all: Vec<Value> = Vec::new();
    for block in text.trim_end_matches('\n').split("\n\n") {
        if block.starts_with(':') {
            assert!(!block.contains('\n'), "{block}");
            continue;
        }
        let data = block
            .strip_prefix("data: ")
            .unwrap_or_else(|| panic!("{block}"));
        assert!(!data.contains(['\n', '\r']), "{data}");
        let event: Value = serde_json::from_str(data).unwrap();
        let kind = event["type"].as_str().unwrap().to_owned();
        assert!(kinds.contains(&kind.as_str()), "{kind}");
        assert!(event["conversationId"].is_string(), "{event}");
        all.push(event);
    }
    let (last, before) = all.split_last().unwrap();
    let is_end = |event: &Value| event["type"] == "completed" || event["type"] == "error";
    assert!(is_end(last), "{last}");
    assert!(!before.iter().any(is_end), "{text}");
    if last["type"] == "completed" {
        let chunks: String = before
            .iter()
            .filter(|event| event["type"] == "chunk")
            .map(|event| event["content"].as_str().unwrap())
            .collect();
        assert_eq!(last["content"], chunks);
    }
    all
}

#[tokio::test]
async fn a_conversation_begins_goes_on_and_can_be_read_and_judged() {
    let site = Site::new().await;
    let shop = Shop::open(&site).await;
    let first = shop
        .chat(json!({ "message": "Do you have red mugs?" }))
        .await;
    assert_eq!(first["content"], "Hello there. How are you?");
    let id = first["conversationId"].as_str().unwrap();
    let second = shop
        .chat(json!({ "message": "And blue ones?", "conversationId": id }))
        .await;
    assert_eq!(second["conversationId"], id);
    assert_ne!(second["messageId"], first["messageId"]);

    let path = format!("/conversations/{id}/messages");
    let messages = shop.get(&path).await;
    let said: Vec<(&str, &str)> = messages["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["role"].as_str().unwrap(),
                it["content"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("user", "Do you have red mugs?"),
            ("assistant", "Hello there. How are you?"),
            ("user", "And blue ones?"),
            ("assistant", "Hello there. How are you?"),
        ]
    );
    assert_eq!(messages["total"], 4);

    let message = second["messageId"].as_str().unwrap();
    for word in ["POSITIVE", "negative"] {
        let line = format!("PATCH {path}/{message}/feedback");
        let judged = shop.ask(&line, &json!({ "feedback": word })).await.with(OK);
        assert_eq!(judged["id"], message);
        assert_eq!(judged["feedback"], word.to_uppercase());
    }
    let whole = shop.get(&format!("/conversations/{id}")).await;
    assert_eq!(whole["messages"][3]["feedback"], "NEGATIVE");
    assert_eq!(whole["messages"][1]["feedback"], Value::Null);
    let own = whole["messages"][0]["id"].as_str().unwrap();
    for (message, body, status) in [
        (message, json!({ "feedback": "GOOD" }), 400),
        (message, json!({}), 400),
        (own, json!({ "feedback": "POSITIVE" }), 400),
        ("none", json!({ "feedback": "POSITIVE" }), 404),
    ] {
        let line = format!("PATCH {path}/{message}/feedback");
        let refused = shop.ask(&line, &body).await;
        assert_eq!(refused.status, status, "{}", refused.text);
        assert_eq!(refused.json()["statusCode"], status);
    }
}

#[tokio::test]
async fn a_wrong_message_is_refused_in_the_vendors_form() {
    let site = Site::new().await;
    let shop = Shop::open(&site).await;
    let held = site.open(&shop.scenario, "Ada").await;
    let long = "x".repeat(vivavoce_protocol::caps::MESSAGE + 1);
    for (body, status, part) in [
        (json!({}), 400, "message: Field required"),
        (json!({ "message": " " }), 400, "empty"),
        (json!({ "message": 3 }), 400, "valid string"),
        (json!({ "message": long }), 400, "more than"),
        (
            json!({ "message": "Hi", "identity": "me" }),
            400,
            "identity",
        ),
        (
            json!({ "message": "Hi", "identity": { "email": "nobody" } }),
            400,
            "identity.email",
        ),
        (
            json!({ "message": "Hi", "identity": { "about": "x".repeat(17_000) } }),
            400,
            "16384 bytes",
        ),
        (
            json!({ "message": "Hi", "source": "RADIO" }),
            400,
            "TELEGRAM",
        ),
        (
            json!({ "message": "Hi", "conversationId": "67c551e83f44cdf6055a816a" }),
            404,
            "no such conversation",
        ),
        (
            json!({ "message": "Hi", "conversationId": held.id }),
            409,
            "embed",
        ),
    ] {
        let refused = shop.ask("POST /chat", &body).await;
        assert_eq!(refused.status, status, "{body:.100}: {}", refused.text);
        let told = refused.json();
        assert_eq!(told["statusCode"], status);
        assert!(told["error"].is_string(), "{told}");
        assert!(told["message"].to_string().contains(part), "{told}");
    }
    let broken = site
        .ask("POST /v1/chat", &[&shop.bearer(), KIND], "{\"message\":")
        .await;
    assert_eq!(
        (broken.status, broken.json()["error"].clone()),
        (400, json!("Bad Request"))
    );
    let wrong = shop.ask("DELETE /chat", &Value::Null).await;
    assert_eq!(wrong.status, 405);
    assert_eq!(wrong.json()["statusCode"], 405);
}

#[tokio::test]
async fn an_ended_conversation_does_not_go_on() {
    let script = json!({ "steps": [{ "say": "Hello." }, { "end": "Bye." }] });
    let site = Site::answered_by(Arc::new(ScriptedAgent::new(Duration::ZERO))).await;
    let shop = Shop::of(&site, json!({ "script": script })).await;
    let last = shop.chat(json!({ "message": "Hi" })).await;
    assert_eq!(last["content"], "Hello.\n\nBye.");
    assert_eq!(last["ended"], true);
    let again = json!({ "message": "Hi", "conversationId": last["conversationId"] });
    let refused = shop.ask("POST /chat", &again).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
}

#[tokio::test]
async fn sixty_calls_a_minute_for_each_agent_and_address() {
    let settings = Settings {
        http: vivavoce_http::HttpSettings {
            trusted_proxies: vec!["0.0.0.0/32".parse().unwrap()],
            ..vivavoce_http::HttpSettings::default()
        },
        ..Settings::default()
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let (shop, other) = (Shop::open(&site).await, Shop::open(&site).await);
    let ask = async |shop: &Shop<'_>, address: &str| {
        let from = format!("x-forwarded-for: {address}");
        site.ask("GET /v1/leads", &[&shop.bearer(), &from], "")
            .await
    };
    for call in 0..60 {
        let answer = ask(&shop, "203.0.113.1").await;
        assert_eq!(answer.status, 200, "call {call}");
        assert_eq!(answer.headers["x-ratelimit-limit"], "60");
        let left = format!("{}", 59 - call);
        assert_eq!(answer.headers["x-ratelimit-remaining"], left.as_str());
    }
    let refused = ask(&shop, "203.0.113.1").await;
    assert_eq!(refused.status, 429);
    let seconds: u64 = refused.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    let told = refused.json();
    assert_eq!(told["statusCode"], 429);
    assert_eq!(told["error"], "Too Many Requests");
    // Another address, and another agent, have their own.
    assert_eq!(ask(&shop, "203.0.113.2").await.status, 200);
    assert_eq!(ask(&other, "203.0.113.1").await.status, 200);
    site.app.clock.advance(60_000);
    assert_eq!(ask(&shop, "203.0.113.1").await.status, 200);
}

#[tokio::test]
async fn only_an_agents_own_key_opens_it() {
    let mut settings = Settings::default();
    settings.engine.limits.anonymous_calls = Rate {
        burst: 8,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    let shop = Shop::open(&site).await;
    let keys = site.api("GET /keys", &Value::Null).await.with(OK);
    let id = |key: &Value| key["id"].as_str().unwrap().to_owned();
    let mut all = keys["keys"].as_array().unwrap().iter();
    let own = all.find(|key| key["api"] == "totebot").map(id).unwrap();
    for header in [
        "x-nothing: here".to_owned(),
        "authorization: Bearer tb_pk_0000000000000000000000000000000000000000000".to_owned(),
        "authorization: Basic dXNlcjpwYXNz".to_owned(),
        // A key of our own API opens more, and not this.
        format!("authorization: Bearer {}", site.key),
    ] {
        let refused = site.ask("GET /v1/agent", &[&header], "").await;
        assert_eq!(refused.status, 401, "{header}");
        assert_eq!(refused.json()["error"], "Unauthorized");
    }
    let foreign = site
        .ask("GET /api/public/scenarios", &[&shop.bearer()], "")
        .await;
    assert_eq!(foreign.status, 403);
    shop.get("/agent").await;
    let revoke = format!("DELETE /keys/{own}");
    site.api(&revoke, &Value::Null).await.with(OK);
    let refused = shop.ask("GET /agent", &Value::Null).await;
    assert_eq!(refused.status, 401);
    // Who guesses on is told to wait.
    let mut last = 401;
    for _ in 0..8 {
        last = shop.ask("GET /agent", &Value::Null).await.status;
    }
    assert_eq!(last, 429);
}

/// Says one piece each time it is let, and tells when its reply was dropped.
struct Slow {
    let_go: Arc<Semaphore>,
    dropped: Mutex<Option<oneshot::Sender<()>>>,
}

impl Agent for Slow {
    fn reply(&self, _: AgentContext) -> BoxStream<'static, Result<Step, AgentError>> {
        let guard = self.dropped.lock().unwrap().take();
        let pieces = ["One ", "two ", "three"].map(str::to_owned);
        stream::unfold(
            (pieces.into_iter(), self.let_go.clone(), guard),
            |(mut pieces, let_go, guard)| async move {
                let_go.acquire().await.unwrap().forget();
                let piece = pieces.next()?;
                Some((Ok(Step::Text(piece)), (pieces, let_go, guard)))
            },
        )
        .boxed()
    }
}

#[tokio::test]
async fn a_reply_streams_while_it_is_written_and_stops_when_nobody_listens() {
    let let_go = Arc::new(Semaphore::new(0));
    let (dropped, gone) = oneshot::channel();
    let agent = Slow {
        let_go: let_go.clone(),
        dropped: Mutex::new(Some(dropped)),
    };
    let site = Site::answered_by(Arc::new(agent)).await;
    let shop = Shop::open(&site).await;
    let body = json!({ "message": "Count" }).to_string();
    let response = site
        .respond("POST /v1/chat", &[&shop.bearer(), KIND], body)
        .await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let next = async |stream: &mut axum::body::BodyDataStream| -> String {
        let chunk = tokio::time::timeout(Duration::from_secs(60), stream.next()).await;
        String::from_utf8(chunk.unwrap().unwrap().unwrap().to_vec()).unwrap()
    };
    assert_eq!(next(&mut stream).await, ": welcome\n\n");
    let mut id = String::new();
    // Each piece is here before the agent may go on with the next.
    for piece in ["One ", "two "] {
        let_go.add_permits(1);
        let data = next(&mut stream).await;
        let event: Value = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        assert_eq!(event["content"], piece);
        event["conversationId"]
            .as_str()
            .unwrap()
            .clone_into(&mut id);
    }
    drop(stream);
    // The sender in the agent's stream is dropped with it.
    let heard = tokio::time::timeout(Duration::from_secs(60), gone).await;
    assert!(heard.unwrap().is_err());
    let lines = site.app.store.transcript(&id).await.unwrap();
    let said: Vec<&str> = lines
        .iter()
        .filter(|line| line.by == By::Agent)
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(said, ["One two "]);
    // And the conversation goes on.
    let_go.add_permits(10);
    let last = shop
        .chat(json!({ "message": "Again", "conversationId": id }))
        .await;
    assert_eq!(last["content"], "One two three");
}

#[tokio::test]
async fn who_the_caller_speaks_for_is_known_to_the_agent_and_kept() {
    let script = json!({ "steps": [{ "ask": "Hello {{ user_first_name }}, of {{ plan }}?" }] });
    let site = Site::answered_by(Arc::new(ScriptedAgent::new(Duration::ZERO))).await;
    let shop = Shop::of(&site, json!({ "script": script })).await;
    let identity = json!({
        "id": "cust-1", "name": "Ann Lee", "email": "Ann@Example.com", "phone": "+47 1",
        "plan": "gold", "metadata": { "visits": 3, "tags": ["a"] },
    });
    let body = json!({ "message": "Hi", "identity": identity, "source": "whatsapp" });
    let last = shop.chat(body).await;
    assert_eq!(last["content"], "Hello Ann, of gold?");
    let id = last["conversationId"].as_str().unwrap();
    let read = shop.get(&format!("/conversations/{id}")).await;
    assert_eq!(read["source"], "WHATSAPP");
    let customer =
        json!({ "id": "cust-1", "name": "Ann Lee", "email": "Ann@Example.com", "phone": "+47 1" });
    assert_eq!(read["customer"], customer);
    assert_eq!(
        read["metadata"],
        json!({ "plan": "gold", "visits": 3, "tags": ["a"] })
    );
    // What a later message says of somebody adds to it.
    let body = json!({ "message": "Hm", "conversationId": id, "identity": { "phone": "+47 2" } });
    shop.chat(body).await;
    let read = shop.get(&format!("/conversations/{id}")).await;
    assert_eq!(read["customer"]["phone"], "+47 2");
    assert_eq!(read["customer"]["email"], "Ann@Example.com");
}

#[tokio::test]
async fn knowledge_answers_and_a_script_captures_leads() {
    let script = json!({ "steps": [
        { "ask": "What is your email?", "save": "email", "check": { "email": true } },
        { "lead": { "email": "{{ email }}", "name": "Ann", "note": "Call about {{ nothing }}" } },
        { "ask": "Anything else?" },
        { "end": "Bye." },
    ] });
    let site = Site::answered_by(Arc::new(ScriptedAgent::new(Duration::ZERO))).await;
    let shop = Shop::of(&site, json!({ "script": script })).await;
    let form = json!({ "kind": "question", "question": "Do you ship to Norway?", "answer": "In four days." });
    let known = shop.record("knowledge", form).await;

    // Who opens with a question is answered before the script begins.
    let ask = json!({ "message": "Can you ship it to Norway?" });
    let answer = shop.ask("POST /chat", &ask).await;
    let events = frames(&answer.text);
    let kinds: HashMap<&str, &Value> = events
        .iter()
        .map(|event| (event["type"].as_str().unwrap(), event))
        .collect();
    assert_eq!(kinds["tool_call"]["name"], "search_knowledge");
    assert_eq!(
        kinds["action_completed"]["result"]["knowledge_id"],
        known["id"]
    );
    assert_eq!(
        kinds["completed"]["content"],
        "In four days.\n\nWhat is your email?"
    );
    let id = kinds["completed"]["conversationId"].clone();
    let say = async |text: &str| {
        let body = json!({ "message": text, "conversationId": id });
        shop.chat(body).await["content"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    // A question in between is answered, and the script stays where it was …
    assert_eq!(
        say("Do you ship to Norway?").await,
        "In four days.\n\nWhat is your email?"
    );
    let gone = format!(
        "DELETE /scenarios/{}/knowledge/{}",
        shop.scenario,
        known["id"].as_str().unwrap()
    );
    site.api(&gone, &Value::Null).await.with(OK);
    // … also after the knowledge is gone.
    assert_eq!(say("It is Ann@Example.com").await, "Anything else?");
    let leads = shop.get("/leads").await;
    assert_eq!(leads["total"], 1);
    let lead = &leads["data"][0];
    // A variable nobody filled says nothing.
    assert_eq!(
        (
            &lead["email"],
            &lead["name"],
            &lead["note"],
            &lead["origin"]
        ),
        (
            &json!("ann@example.com"),
            &json!("Ann"),
            &Value::Null,
            &json!("agent")
        )
    );
    assert_eq!(lead["conversationId"], id);
}
