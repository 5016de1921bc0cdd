//! What is spent in a day, and what happens beyond its ceilings.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::outbox::smtp::MailServer;
use crate::talkio::settle;
use vivavoce_agent::{Agent, AgentContext, AgentError, Step, Usage};
use vivavoce_engine::conversation;
use vivavoce_engine::runs;
use vivavoce_engine::settings::{Ceiling, MailSettings};
use vivavoce_engine::store::Spending;
use vivavoce_protocol::Secret;
use vivavoce_server::Settings;
use vivavoce_test_server::{Answer, Held, Site};

const DAY: i64 = 86_400_000;

/// What every reply costs.
const REPLY: Usage = Usage {
    input: 7,
    output: 3,
};

/// Spends tokens on every reply, and waits for a permit where the visitor says "wait".
#[derive(Clone)]
struct Spender {
    let_go: Arc<Semaphore>,
    /// A permit for each reply that it has counted.
    asked: Arc<Semaphore>,
}

impl Spender {
    fn new() -> Self {
        Spender {
            let_go: Arc::new(Semaphore::new(0)),
            asked: Arc::new(Semaphore::new(0)),
        }
    }
}

impl Agent for Spender {
    fn reply(&self, context: AgentContext) -> BoxStream<'static, Result<Step, AgentError>> {
        let (let_go, asked) = (self.let_go.clone(), self.asked.clone());
        let reply = async move {
            context.meter.add(REPLY);
            asked.add_permits(1);
            if context.history.last().is_some_and(|it| it.text == "wait") {
                let_go.acquire().await.unwrap().forget();
            }
            Ok(Step::Text("Hi.".to_owned()))
        };
        stream::once(reply).boxed()
    }
}

fn limited(per_scenario: Ceiling, per_account: Ceiling) -> Settings {
    let mut settings = Settings::default();
    let limits = &mut settings.engine.limits;
    (limits.per_scenario, limits.per_account) = (per_scenario, per_account);
    // Sessions outlast a day.
    limits.session_total = Duration::from_secs(5 * 86_400);
    settings
}

fn runs(most: u64) -> Ceiling {
    Ceiling {
        runs: Some(most),
        ..Ceiling::default()
    }
}

fn tokens(most: u64) -> Ceiling {
    Ceiling {
        tokens: Some(most),
        ..Ceiling::default()
    }
}

async fn site(per_scenario: Ceiling, per_account: Ceiling) -> Site {
    let settings = limited(per_scenario, per_account);
    let site = Site::answered_with(Arc::new(Spender::new()), settings).await;
    site.app.clock.hold();
    site
}

/// A scenario in which the visitor speaks first.
async fn scenario(site: &Site, more: Value) -> String {
    let mut all = json!({ "strategy": { "skip_auto_start": true } });
    all.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    site.scenario(all).await["id"].as_str().unwrap().to_owned()
}

/// How the runs of a session ended, in order: `ok`, or the code of the error.
async fn ends(held: &Held<'_>) -> Vec<String> {
    let page = held.look().await.json();
    let events = page["events"].as_array().unwrap().iter();
    let word = |event: &Value| match event["type"].as_str()? {
        "RUN_FINISHED" => Some("ok".to_owned()),
        "RUN_ERROR" => Some(event["code"].as_str().unwrap_or_default().to_owned()),
        _ => None,
    };
    events
        .filter_map(|it| word(it).or_else(|| word(&it["event"])))
        .collect()
}

/// Of so many turns in a new session of a scenario, how many are answered; once one is not, none is.
async fn answered(site: &Site, scenario: &str, turns: usize) -> usize {
    let held = site.open(scenario, "Bo").await;
    for turn in 0..turns {
        held.say(&format!("turn-number-{turn}"), "Hello").await;
    }
    let ends = ends(&held).await;
    assert_eq!(ends.len(), turns, "{ends:?}");
    let answered = ends.iter().take_while(|end| *end == "ok").count();
    assert!(
        ends[answered..].iter().all(|end| end == "daily_limit"),
        "{ends:?}"
    );
    answered
}

#[tokio::test]
async fn a_days_ceiling_holds_for_a_scenario_or_for_an_account_until_the_next_day() {
    let none = Ceiling::default();
    // Name, the deployment's ceilings, the scenario's own; how many of four turns are answered, and of
    // one in another scenario of the account.
    let cases = [
        ("none", none, none, json!({}), 4, 1),
        ("runs", runs(2), none, json!({}), 2, 1),
        (
            "its own runs",
            none,
            none,
            json!({ "runs_per_day": 2 }),
            2,
            1,
        ),
        ("fewer", runs(3), none, json!({ "runs_per_day": 2 }), 2, 1),
        (
            "not more",
            runs(2),
            none,
            json!({ "runs_per_day": 3 }),
            2,
            1,
        ),
        ("tokens", tokens(25), none, json!({}), 3, 1),
        ("exactly", tokens(20), none, json!({}), 2, 1),
        (
            "its own tokens",
            none,
            none,
            json!({ "tokens_per_day": 5 }),
            1,
            1,
        ),
        ("the account's runs", none, runs(2), json!({}), 2, 0),
        ("the account's tokens", none, tokens(25), json!({}), 3, 0),
        ("whichever is first", runs(3), tokens(15), json!({}), 2, 0),
    ];
    for (name, per_scenario, per_account, own, first, other) in cases {
        let site = site(per_scenario, per_account).await;
        let one = scenario(&site, own).await;
        let another = scenario(&site, json!({})).await;
        assert_eq!(answered(&site, &one, 4).await, first, "{name}");
        assert_eq!(
            answered(&site, &one, 1).await,
            usize::from(first == 4),
            "{name}"
        );
        assert_eq!(answered(&site, &another, 1).await, other, "{name}: another");
        site.app.clock.advance(DAY);
        assert_eq!(answered(&site, &one, 4).await, first, "{name}: tomorrow");
    }
}

#[tokio::test]
async fn a_visitor_reads_a_sentence_the_session_goes_on_and_the_turn_can_be_asked_again() {
    let site = site(runs(1), Ceiling::default()).await;
    let id = scenario(&site, json!({})).await;
    let held = site.open(&id, "Bo").await;
    held.say("turn-number-1", "Hello").await;
    held.say("turn-number-2", "And then?").await;
    let page = held.look().await.text;
    let sentence =
        "This conversation has been used as much as it may be today. Please come back tomorrow.";
    assert!(page.contains(sentence), "{page}");
    assert!(page.contains("And then?"), "what was said stands: {page}");
    assert!(!page.contains("SESSION_STOPPED"), "{page}");
    // Asked again on the same day, and on the next.
    held.say("turn-number-2", "And then?").await;
    assert_eq!(ends(&held).await, ["ok", "daily_limit", "daily_limit"]);
    site.app.clock.advance(DAY);
    held.say("turn-number-2", "And then?").await;
    assert_eq!(
        ends(&held).await,
        ["ok", "daily_limit", "daily_limit", "ok"]
    );
    // What did not begin is not counted.
    let line = format!("GET /sessions/{}", held.id);
    let seen = site.api(&line, &Value::Null).await.json();
    assert_eq!(seen["runs"], 2);
}

#[tokio::test]
async fn a_greeting_and_turns_that_waited_are_told_too() {
    let agent = Spender::new();
    let settings = limited(runs(1), Ceiling::default());
    let site = Site::answered_with(Arc::new(agent.clone()), settings).await;
    let greeting = site.scenario(json!({})).await;
    for expected in ["ok", "daily_limit"] {
        let held = site.open(greeting["id"].as_str().unwrap(), "Bo").await;
        held.settle().await;
        assert_eq!(ends(&held).await, [expected]);
    }
    let id = scenario(&site, json!({})).await;
    let held = site.open(&id, "Bo").await;
    for (turn, text) in ["wait", "Two", "Three"].into_iter().enumerate() {
        let turn = format!("turn-number-{turn}");
        conversation::say(&site.app, &held.id, &turn, text, None)
            .await
            .unwrap();
    }
    agent.let_go.add_permits(1);
    settle(&site, &held.id).await;
    assert_eq!(ends(&held).await, ["ok", "daily_limit", "daily_limit"]);
}

#[tokio::test]
async fn what_was_spent_is_shown_by_session_scenario_and_account() {
    let site = site(Ceiling::default(), Ceiling::default()).await;
    let one = scenario(&site, json!({})).await;
    let another = scenario(&site, json!({})).await;
    let held = site.open(&one, "Bo").await;
    held.say("turn-number-1", "Hello").await;
    held.say("turn-number-2", "Again").await;
    answered(&site, &another, 1).await;
    let get = async |path: &str| site.api(&format!("GET {path}"), &Value::Null).await.json();
    let seen = get(&format!("/sessions/{}", held.id)).await;
    assert_eq!(
        (&seen["runs"], &seen["tokens_in"], &seen["tokens_out"]),
        (&json!(2), &json!(14), &json!(6))
    );
    let spent = |shape: &Value| {
        let of = |name: &str| shape["spending"][name].as_u64().unwrap();
        (of("runs"), of("tokens_in"), of("tokens_out"))
    };
    assert_eq!(spent(&get(&format!("/scenarios/{one}")).await), (2, 14, 6));
    let list = get("/scenarios").await;
    let listed: Vec<_> = list["scenarios"]
        .as_array()
        .unwrap()
        .iter()
        .map(spent)
        .collect();
    assert!(
        listed.contains(&(2, 14, 6)) && listed.contains(&(1, 7, 3)),
        "{listed:?}"
    );
    let me = get("/accounts/me").await;
    assert_eq!(spent(&me), (3, 21, 9));
    assert_eq!(me["spending"]["day"].as_str().unwrap().len(), 10);
    let all = get("/accounts").await;
    let accounts: Vec<_> = all["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(spent)
        .collect();
    assert_eq!(accounts, [(3, 21, 9), (0, 0, 0)]);
    // A scenario that is removed gives an account nothing back.
    site.api(&format!("DELETE /scenarios/{one}"), &Value::Null)
        .await;
    assert_eq!(spent(&get("/accounts/me").await), (3, 21, 9));
    site.app.clock.advance(DAY);
    assert_eq!(spent(&get("/accounts/me").await), (0, 0, 0));
}

#[tokio::test]
async fn a_reply_the_visitor_stops_was_paid_for() {
    let agent = Spender::new();
    let site = Site::answered_by(Arc::new(agent.clone())).await;
    let id = scenario(&site, json!({})).await;
    let held = site.open(&id, "Bo").await;
    conversation::say(&site.app, &held.id, "turn-number-1", "wait", None)
        .await
        .unwrap();
    let store = &site.app.store;
    let spent = async || store.session_spending(&held.id).await.unwrap();
    agent.asked.acquire().await.unwrap().forget();
    runs::cancel(&site.app, &held.id, "turn-number-1")
        .await
        .unwrap();
    let expected = Spending {
        runs: 1,
        tokens_in: 7,
        tokens_out: 3,
        bytes: 0,
    };
    for _ in 0..1_000 {
        if spent().await == expected {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(spent().await, expected);
}

/// A ceiling of what is written, in kilobytes.
fn written(most: u64) -> Ceiling {
    Ceiling {
        bytes: Some(most * 1024),
        ..Ceiling::default()
    }
}

/// Asks to begin a session of a scenario.
async fn begin(site: &Site, scenario: &str) -> Answer {
    let body = json!({ "scenario_id": scenario, "style": "full" }).to_string();
    let json = ["content-type: application/json"];
    site.ask("POST /api/embed/sessions", &json, body).await
}

#[tokio::test]
async fn beyond_what_may_be_written_in_a_day_no_session_begins_and_those_that_run_go_on() {
    let none = Ceiling::default();
    // Name, ceilings; whether another session of the scenario begins, and one of another of the account.
    let cases = [
        ("none", none, none, 201, 201),
        ("plenty", written(1_000), none, 201, 201),
        ("the scenario's", written(20), none, 429, 201),
        ("the account's", none, written(20), 429, 429),
    ];
    for (name, per_scenario, per_account, own, other) in cases {
        let site = site(per_scenario, per_account).await;
        let one = scenario(&site, json!({})).await;
        let another = scenario(&site, json!({})).await;
        let held = site.open(&one, "Bo").await;
        for turn in 0..4 {
            let text = "x".repeat(7_000);
            held.say(&format!("turn-number-{turn}"), &text).await;
        }
        let refused = begin(&site, &one).await;
        assert_eq!(refused.status, own, "{name}: {}", refused.text);
        if own == 429 {
            assert!(refused.text.contains("come back tomorrow"), "{name}");
            let seconds: i64 = refused.headers["retry-after"]
                .to_str()
                .unwrap()
                .parse()
                .unwrap();
            assert!((1..=DAY / 1_000).contains(&seconds), "{name}: {seconds}");
        }
        assert_eq!(begin(&site, &another).await.status, other, "{name}");
        held.say("turn-number-5", "Still there?").await;
        assert_eq!(ends(&held).await, ["ok"; 5], "{name}");
        site.app.clock.advance(DAY);
        assert_eq!(begin(&site, &one).await.status, 201, "{name}: tomorrow");
    }
}

#[tokio::test]
async fn an_address_that_has_written_a_days_worth_begins_nothing_more() {
    let mut settings = Settings::default();
    settings.engine.limits.written_per_address = 20;
    let site = Site::answered_with(Arc::new(Spender::new()), settings).await;
    site.app.clock.hold();
    let id = scenario(&site, json!({})).await;
    let held = site.open(&id, "Bo").await;
    for turn in 0..4 {
        held.say(&format!("turn-number-{turn}"), &"x".repeat(7_000))
            .await;
    }
    assert_eq!(begin(&site, &id).await.status, 429);
    held.say("turn-number-5", "Still there?").await;
    assert_eq!(ends(&held).await, ["ok"; 5]);
    site.app.clock.advance(DAY);
    assert_eq!(begin(&site, &id).await.status, 201);
}

/// Waits until so many mails have come, and sees that no more do.
async fn arrived(server: &MailServer, count: usize) {
    for _ in 0..3_000 {
        if server.got().len() >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(server.got().len(), count);
}

#[tokio::test]
async fn the_owner_is_mailed_once_a_day_and_scenario() {
    let server = MailServer::new().await;
    let mut settings = limited(runs(1), Ceiling::default());
    settings.engine.limits.sweep_every = Duration::from_millis(20);
    settings.engine.public_url = Some("https://voice.example".to_owned());
    settings.engine.mail = Some(MailSettings {
        url: Secret::new(format!("smtp://{}", server.address)),
        from: "Viva Voce <voice@example.com>".parse().unwrap(),
    });
    let site = Site::answered_with(Arc::new(Spender::new()), settings).await;
    site.app.clock.hold();
    site.server.start();
    let owned = json!({
        "name": "Calls & <b>more</b>",
        "session_analysis": { "admin_email": "admin@example.com", "email_analysis": false },
    });
    let id = scenario(&site, owned).await;
    let nobodys = scenario(&site, json!({})).await;
    answered(&site, &id, 1).await;
    answered(&site, &nobodys, 3).await;
    arrived(&server, 0).await;
    answered(&site, &id, 3).await;
    answered(&site, &id, 1).await;
    arrived(&server, 1).await;
    let mail = server.got()[0].clone();
    assert!(mail.to[0].contains("<admin@example.com>"), "{:?}", mail.to);
    let (head, _) = mail.data.split_once("\r\n\r\n").unwrap();
    assert!(
        head.contains(&format!("Message-ID: <spending-{id}-")),
        "{head}"
    );
    let text = mail.part("text/plain");
    for part in [
        "Calls & <b>more</b>",
        "This scenario has used all runs of ",
        "the server's runs_per_day_per_scenario",
        "Runs of this scenario today: 1",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let html = mail.part("text/html");
    assert!(html.contains("Calls &amp; &lt;b&gt;more"), "{html}");
    site.app.clock.advance(DAY);
    answered(&site, &id, 2).await;
    arrived(&server, 2).await;
}
