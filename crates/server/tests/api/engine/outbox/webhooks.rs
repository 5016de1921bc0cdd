use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::*;

const OK: StatusCode = StatusCode::OK;
const CREATED: StatusCode = StatusCode::CREATED;

/// Somebody's server, which notes what it is sent.
#[derive(Clone)]
struct Receiver {
    heard: Arc<Mutex<Vec<Message>>>,
    answers: Arc<Mutex<Answer>>,
    url: String,
}

/// A status, and `Retry-After` or `Location`.
type Answer = (u16, Option<(&'static str, String)>);

#[derive(Clone, Debug)]
struct Message {
    headers: HeaderMap,
    body: String,
}

impl Message {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// As a receiver following the standard would: by its own arithmetic.
    fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD
            .decode(secret.strip_prefix("whsec_").unwrap())
            .unwrap();
        let (id, at) = (self.header("webhook-id"), self.header("webhook-timestamp"));
        let given = self
            .header("webhook-signature")
            .strip_prefix("v1,")
            .unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{id}.{at}.{}", self.body).as_bytes());
        mac.verify_slice(&STANDARD.decode(given).unwrap()).is_ok()
    }
}

impl Receiver {
    async fn new() -> Receiver {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Receiver {
            heard: Arc::default(),
            answers: Arc::new(Mutex::new((200, None))),
            url: format!("http://{}/hooks", listener.local_addr().unwrap()),
        };
        let app = Router::new()
            .fallback(any(hear))
            .with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        receiver
    }

    fn answer(&self, status: u16, header: Option<(&'static str, String)>) {
        *self.answers.lock().unwrap() = (status, header);
    }

    fn heard(&self) -> Vec<Message> {
        self.heard.lock().unwrap().clone()
    }

    fn events(&self) -> Vec<String> {
        let names = self.heard().into_iter();
        let mut names: Vec<String> = names
            .map(|it| it.json()["event"].as_str().unwrap().to_owned())
            .collect();
        names.sort_unstable();
        names
    }
}

async fn hear(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    receiver.heard.lock().unwrap().push(Message {
        headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    });
    let (status, header) = receiver.answers.lock().unwrap().clone();
    let mut answer = StatusCode::from_u16(status).unwrap().into_response();
    if let Some((name, value)) = header {
        answer.headers_mut().insert(name, value.parse().unwrap());
    }
    answer
}

async fn hook(site: &Site, url: &str, events: Value) -> Value {
    let body = json!({ "url": url, "events": events });
    site.api("POST /webhooks", &body).await.with(CREATED)
}

async fn shown(site: &Site, hook: &Value) -> Value {
    let line = format!("GET /webhooks/{}", hook["id"].as_str().unwrap());
    site.api(&line, &Value::Null).await.with(OK)
}

/// Waits until a webhook's newest delivery stands so.
async fn state(site: &Site, hook: &Value, wanted: &str) -> Value {
    eventually(wanted, async || {
        let first = shown(site, hook).await["deliveries"][0].clone();
        (first["state"] == wanted).then_some(first)
    })
    .await
}

#[tokio::test]
async fn webhooks_hear_of_their_accounts_sessions_signed() {
    let site = Site::with(settings()).await;
    site.server.start();
    let (all, some, other) = (
        Receiver::new().await,
        Receiver::new().await,
        Receiver::new().await,
    );
    let hook_all = hook(&site, &all.url, json!([])).await;
    hook(&site, &some.url, json!(["session.analyzed"])).await;
    let foreign = json!({ "url": other.url });
    site.api_as(&site.other_key, "POST /webhooks", &foreign)
        .await
        .with(CREATED);
    let scenario = site.scenario(json!({})).await;
    let scenario_id = scenario["id"].as_str().unwrap();
    let talked = site.talk(scenario_id).await;
    let held = site.open(scenario_id, "Bo").await;
    held.stop("max_duration").await;
    eventually("every event", async || {
        (all.heard().len() == 6 && some.heard().len() == 2).then_some(())
    })
    .await;
    assert_eq!(
        all.events(),
        [
            "session.analyzed",
            "session.analyzed",
            "session.completed",
            "session.started",
            "session.started",
            "session.terminated"
        ]
    );
    assert_eq!(some.events(), ["session.analyzed"; 2]);
    assert!(other.heard().is_empty());

    let secret = hook_all["secret"].as_str().unwrap();
    let now = site.app.clock.now() / 1_000;
    let mut ids = BTreeMap::new();
    for message in all.heard() {
        assert!(message.is_signed_with(secret));
        assert!(!message.is_signed_with(&format!("whsec_{}", STANDARD.encode([7; 32]))));
        assert_eq!(message.header("content-type"), "application/json");
        let at: i64 = message.header("webhook-timestamp").parse().unwrap();
        assert!((now - 60..=now).contains(&at));
        let body = message.json();
        assert_eq!(body["id"], message.header("webhook-id"));
        assert_eq!(body["type"], body["event"]);
        assert!(body["ts"].as_str().unwrap().ends_with('Z'), "{body}");
        assert_eq!(body["data"]["scenario_id"], scenario_id);
        let org = site.api("GET /accounts/me", &Value::Null).await.json();
        assert_eq!(body["data"]["org_id"], org["id"]);
        ids.insert(message.header("webhook-id").to_owned(), body);
    }
    assert_eq!(ids.len(), 6);
    let of = |event: &str| {
        let found = ids.values().find(|body| body["event"] == event).unwrap();
        found["data"]["session_id"].as_str().unwrap().to_owned()
    };
    assert_eq!(of("session.completed"), talked);
    assert_eq!(of("session.terminated"), held.id);

    // What was heard is noted a moment later.
    let seen = eventually("all delivered", async || {
        let seen = shown(&site, &hook_all).await;
        let deliveries = seen["deliveries"].as_array().unwrap();
        let is_done = deliveries.iter().all(|it| it["state"] == "delivered");
        is_done.then_some(seen)
    })
    .await;
    assert!(!seen.to_string().contains("whsec_"));
    assert_eq!(seen["deliveries"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn a_delivery_that_fails_is_tried_again_with_the_same_id() {
    let site = Site::with(settings()).await;
    site.server.start();
    let receiver = Receiver::new().await;
    receiver.answer(500, None);
    let hook = hook(&site, &receiver.url, json!(["session.started"])).await;
    let scenario = site.scenario(json!({})).await;
    site.open(scenario["id"].as_str().unwrap(), "Bo").await;
    for attempts in 1..=7 {
        let waiting = eventually("a try", async || {
            let first = shown(&site, &hook).await["deliveries"][0].clone();
            (first["attempts"] == attempts && first["state"] == "waiting").then_some(first)
        })
        .await;
        assert_eq!(waiting["detail"], "the address answered 500");
        assert!(waiting["next_attempt_at"].is_string());
        site.app.clock.advance(12 * 3_600_000);
    }
    let last = state(&site, &hook, "given_up").await;
    assert_eq!(
        (&last["attempts"], &last["next_attempt_at"]),
        (&json!(8), &Value::Null)
    );
    site.app.clock.advance(48 * 3_600_000);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let heard = receiver.heard();
    assert_eq!(heard.len(), 8);
    let secret = hook["secret"].as_str().unwrap();
    for message in &heard {
        assert_eq!(message.header("webhook-id"), heard[0].header("webhook-id"));
        assert_eq!(message.body, heard[0].body);
        assert!(message.is_signed_with(secret));
    }
    // Each try says when it was made, or a receiver would take the last for an old one replayed.
    assert_ne!(
        heard[0].header("webhook-timestamp"),
        heard[7].header("webhook-timestamp")
    );
}

#[tokio::test]
async fn an_address_says_how_it_wants_to_be_treated() {
    let site = Site::with(settings()).await;
    site.server.start();
    let elsewhere = Receiver::new().await;
    let scenario = site.scenario(json!({})).await;
    let scenario_id = scenario["id"].as_str().unwrap();
    let begin = async |receiver: &Receiver| {
        let hook = hook(&site, &receiver.url, json!(["session.started"])).await;
        site.open(scenario_id, "Bo").await;
        hook
    };

    let gone = Receiver::new().await;
    gone.answer(410, None);
    let hook = begin(&gone).await;
    state(&site, &hook, "given_up").await;
    assert_eq!(shown(&site, &hook).await["state"], "disabled");
    site.open(scenario_id, "Bo").await;

    let moved = Receiver::new().await;
    moved.answer(302, Some(("location", elsewhere.url.clone())));
    let hook = begin(&moved).await;
    let failed = eventually("a try", async || {
        let first = shown(&site, &hook).await["deliveries"][0].clone();
        (first["attempts"] == 1).then_some(first)
    })
    .await;
    assert_eq!(failed["detail"], "the address answered 302");
    assert!(elsewhere.heard().is_empty(), "redirects are not followed");

    let busy = Receiver::new().await;
    busy.answer(429, Some(("retry-after", "7200".to_owned())));
    let hook = begin(&busy).await;
    // The clock moves once the try is noted: when it was only heard, the next would be due later.
    eventually("a try that is noted", async || {
        let first = shown(&site, &hook).await["deliveries"][0].clone();
        (first["attempts"] == 1).then_some(())
    })
    .await;
    busy.answer(204, None);
    site.app.clock.advance(3_600_000);
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(busy.heard().len(), 1, "not before the time it asked for");
    site.app.clock.advance(3_700_000);
    state(&site, &hook, "delivered").await;
    assert_eq!(gone.heard().len(), 1, "what is gone is not asked again");
}

#[tokio::test]
async fn what_a_process_did_not_send_the_next_one_does() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::new().await;
    // The first process never gets to sending: its outbox is not started.
    let first = Site::at(&file(&folder), settings()).await;
    let made = hook(&first, &receiver.url, json!([])).await;
    let scenario = first.scenario(json!({})).await;
    first.talk(scenario["id"].as_str().unwrap()).await;
    first.app.shutdown().await;
    assert!(receiver.heard().is_empty());

    let second = Site::at(&file(&folder), settings()).await;
    second.server.start();
    eventually("the rest", async || {
        (receiver.heard().len() == 3).then_some(())
    })
    .await;
    assert_eq!(
        receiver.events(),
        ["session.analyzed", "session.completed", "session.started"]
    );
    let secret = made["secret"].as_str().unwrap();
    assert!(receiver.heard().iter().all(|it| it.is_signed_with(secret)));
}

#[tokio::test]
async fn two_processes_send_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::new().await;
    let sites = [
        Site::at(&file(&folder), settings()).await,
        Site::at(&file(&folder), settings()).await,
    ];
    let [one, two] = &sites;
    hook(one, &receiver.url, json!(["session.started"])).await;
    let scenario = one
        .scenario(json!({ "strategy": { "skip_auto_start": true } }))
        .await;
    for _ in 0..30 {
        one.open(scenario["id"].as_str().unwrap(), "Bo").await;
    }
    one.server.start();
    two.server.start();
    eventually("all of them", async || {
        (receiver.heard().len() >= 30).then_some(())
    })
    .await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut ids: Vec<String> = receiver
        .heard()
        .iter()
        .map(|it| it.header("webhook-id").to_owned())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((receiver.heard().len(), ids.len()), (30, 30));
}

#[tokio::test]
async fn nothing_is_sent_into_our_own_network() {
    let mut strict = settings();
    strict.engine.webhooks.allow_private = false;
    let site = Site::with(strict).await;
    site.server.start();
    let receiver = Receiver::new().await;
    for url in [
        receiver.url.as_str(),
        "http://localhost:9/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]:9/",
        "ftp://www.example.com/",
        "nonsense",
    ] {
        let refused = site.api("POST /webhooks", &json!({ "url": url })).await;
        assert_eq!(refused.status, 422, "{url}: {}", refused.text);
        let loc = &refused.json()["detail"][0]["loc"];
        assert_eq!(*loc, json!(["body", "url"]), "{url}");
    }
    // Taken while it was allowed, or a name that leads home: refused when it is sent to.
    let port = receiver.url.rsplit_once(':').unwrap().1;
    let account_id = site.api("GET /accounts/me", &Value::Null).await.json()["id"].clone();
    for (number, url) in [receiver.url.clone(), format!("http://localhost:{port}")]
        .into_iter()
        .enumerate()
    {
        let hook = vivavoce_engine::store::Webhook {
            id: format!("w{number}"),
            account_id: account_id.as_str().unwrap().to_owned(),
            url,
            description: String::new(),
            events: vec!["session.started".to_owned()],
            secret: vivavoce_engine::outbox::webhook::new_secret(),
            created_at: 1,
            disabled_at: None,
        };
        site.app.store.add_webhook(hook).await.unwrap();
    }
    let scenario = site.scenario(json!({})).await;
    site.open(scenario["id"].as_str().unwrap(), "Bo").await;
    for id in ["w0", "w1"] {
        let detail = eventually("a try", async || {
            site.app.store.parcels(id, 1).await.unwrap()[0]
                .detail
                .clone()
        })
        .await;
        assert!(detail.contains("own network"), "{detail}");
    }
    assert!(receiver.heard().is_empty());
}

#[tokio::test]
async fn webhooks_are_made_listed_and_removed() {
    let site = Site::with(settings()).await;
    let url = "https://www.example.com/hooks";
    let made = site
        .api(
            "POST /webhooks",
            &json!({ "url": url, "description": "the shop", "events": ["session.completed"] }),
        )
        .await
        .with(CREATED);
    let secret = made["secret"].as_str().unwrap();
    assert_eq!(secret.len(), "whsec_".len() + 44);
    let list = site.api("GET /webhooks", &Value::Null).await;
    assert!(!list.text.contains(secret));
    let list = list.with(OK);
    assert_eq!(list["webhooks"][0]["events"], json!(["session.completed"]));
    assert_eq!(list["webhooks"][0]["description"], "the shop");
    let id = made["id"].as_str().unwrap().to_owned();
    for line in ["GET /webhooks/", "DELETE /webhooks/"] {
        let line = format!("{line}{id}");
        let foreign = site.api_as(&site.other_key, &line, &Value::Null).await;
        assert_eq!(foreign.status, 404, "{line}");
    }
    for (body, place) in [
        (json!({}), json!(["body", "url"])),
        (json!({ "url": 3 }), json!(["body", "url"])),
        (
            json!({ "url": url, "events": "session.eaten" }),
            json!(["body", "events", 0]),
        ),
        (
            json!({ "url": url, "events": {} }),
            json!(["body", "events"]),
        ),
    ] {
        let refused = site.api("POST /webhooks", &body).await;
        assert_eq!(refused.status, 422, "{body}");
        assert_eq!(refused.json()["detail"][0]["loc"], place, "{body}");
    }
    for _ in 1..20 {
        hook(&site, url, json!("*")).await;
    }
    let full = site.api("POST /webhooks", &json!({ "url": url })).await;
    assert_eq!(full.status, 409, "{}", full.text);
    let line = format!("DELETE /webhooks/{id}");
    site.api(&line, &Value::Null).await.with(OK);
    site.api(&line, &Value::Null)
        .await
        .with(StatusCode::NOT_FOUND);
}
