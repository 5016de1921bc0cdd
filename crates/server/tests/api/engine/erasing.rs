use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::json;

use super::doors::{
    email_of, rest, site, through_ag_ui, through_agentok, through_talkio, through_the_embed,
    through_totebot, through_tovie,
};
use crate::talkio::settle;
use vivavoce_engine::log::append;
use vivavoce_engine::log::{PLACES, erase};
use vivavoce_engine::runs::sweep_once;
use vivavoce_engine::store::{Asked, Extraction};
use vivavoce_engine::store::{StoreError, analyses};
use vivavoce_engine::{conversation, insights, runs};
use vivavoce_protocol::wire::Event;
use vivavoce_test_server::{Site, found};

/// What is said through every door, and by whom.
const CANARY: &str = "CANARY";
const JSON: &str = "content-type: application/json";
const OK: StatusCode = StatusCode::OK;
const HOUR: i64 = 3_600_000;

/// One that keeps no transcript, as its owner or whoever embeds it says.
async fn fleeting(site: &Site) -> String {
    let scenario = site
        .scenario(json!({
            "rubrik": "- Mentions a lamp",
            "strategy": { "disable_transcription": true, "skip_auto_start": true },
            "session_analysis": {
                "is_auto_analysis": true,
                "extraction_vars": [{ "name": "what", "type": "text" }],
            },
        }))
        .await;
    scenario["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn where_no_transcript_is_kept_nothing_stays_in_any_table() {
    let (site, _) = site().await;
    let app = &site.app;
    let id = fleeting(&site).await;
    let kept = site
        .scenario(json!({ "strategy": { "skip_auto_start": true } }))
        .await;
    let variables = json!({ "variables": { "product": CANARY } });
    let ended = through_the_embed(&site, &id, CANARY, variables).await;
    let asked = json!({ "transcribe": false });
    through_the_embed(&site, kept["id"].as_str().unwrap(), CANARY, asked).await;
    through_tovie(&site, &id, CANARY).await;
    through_totebot(&site, &id, CANARY).await;
    through_agentok(&site, &id, CANARY).await;
    through_ag_ui(&site, &id, CANARY, CANARY).await;
    through_talkio(&site, &id, CANARY, json!({})).await;
    rest(&site).await;
    app.clock.advance(10_000);
    sweep_once(app).await.unwrap();
    // What a model makes of it quotes too.
    let mut analysis = app.store.analysis(&ended).await.unwrap().unwrap();
    assert!(format!("{analysis:?}").contains(CANARY), "{analysis:?}");
    analysis.extraction = Some(Extraction {
        state: Asked::Done,
        values: [("what".to_owned(), json!(CANARY))].into_iter().collect(),
        detail: None,
    });
    let session = ended.clone();
    app.store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move { analyses::upsert(tx.conn(), &session, &analysis, 1).await })
        })
        .await
        .unwrap();
    insights::refresh(app, &id).await.unwrap();
    let before = found(app.store.read(), CANARY).await;
    for (table, columns, _) in PLACES {
        // Hashes, and what only a failed try writes.
        let words = columns.iter().filter(|it| {
            ![
                "note_hash",
                "body_hash",
                "detail",
                "handover",
                "question_id",
                "cid",
            ]
            .contains(it)
        });
        for column in words {
            let place = format!("{table}.{column}");
            assert!(before.contains(&place), "{place} is not tried: {before:?}");
        }
    }
    for place in OWN.iter().flat_map(|(table, columns)| {
        columns
            .iter()
            .map(move |column| format!("{table}.{column}"))
    }) {
        assert!(before.contains(&place), "{place} is not tried: {before:?}");
    }
    app.clock.advance(HOUR + 1_000);
    sweep_once(app).await.unwrap();
    insights::refresh(app, &id).await.unwrap();
    let left = found(app.store.read(), CANARY).await;
    // The scenario's own texts; see `Site::scenario`.
    assert_eq!(left, ["scenarios.ai_instructions", "scenarios.description"]);
    // Once is enough.
    let dirty: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM sessions WHERE transcribe = 0 AND last_seq > erased_seq",
    )
    .fetch_one(app.store.read())
    .await
    .unwrap();
    assert_eq!(dirty, 0);
    let results = app.store.results(&ended).await.unwrap().unwrap();
    assert_eq!(results.figures.visitor_turns, 1);
}

#[tokio::test]
async fn what_stands_beside_a_session_goes_after_the_same_rest() {
    let (site, _) = site().await;
    let app = &site.app;
    let texts = json!({ "name": "T", "description": "d", "ai_instructions": "Sell {{ product }}.",
        "strategy": { "disable_transcription": true, "skip_auto_start": true } });
    let fleeting = site.api("POST /scenarios", &texts).await.json();
    let mut texts = texts;
    texts["strategy"] = json!({ "skip_auto_start": true });
    let kept = site.api("POST /scenarios", &texts).await.json();
    let mut tokens = Vec::new();
    for (scenario, word) in [(&fleeting, CANARY), (&kept, "KEPT")] {
        let id = scenario["id"].as_str().unwrap();
        let made = site
            .api("POST /channels", &json!({ "scenario_id": id }))
            .await;
        let token = made.json()["token"].as_str().unwrap().to_owned();
        let chat = format!("/chatapi/{token}");
        let data = json!({ "email": email_of(word), word: word });
        for (line, body) in [
            // Who never speaks, who only tells, and who does.
            (format!("POST {chat}/client/quiet/state"), data.clone()),
            (
                format!("POST {chat}"),
                json!({ "clientId": "telling", "event": "opened", "data": data, "cid": word }),
            ),
            (
                format!("POST {chat}"),
                json!({ "clientId": "speaking", "query": word, "data": data, "cid": word }),
            ),
        ] {
            let answer = site.ask(&line, &[JSON], body.to_string()).await;
            assert!(answer.status < 300, "{line}: {}", answer.text);
        }
        for client in ["telling", "speaking"] {
            let line = format!("GET {chat}/events?clientId={client}&all=true&cid={word}");
            site.ask(&line, &[], "").await.with(OK);
        }
        let key = site.api("POST /keys", &json!({ "api": "agentok" })).await;
        let key = format!("x-api-key: {}", key.json()["key"].as_str().unwrap());
        let chat = json!({ "name": word, "from_type": "project", "from_project": id });
        let made = site
            .ask("POST /v1/chats", &[&key, JSON], chat.to_string())
            .await;
        assert_eq!(made.status, 201, "{}", made.text);
        let variables = json!({ "variables": { word: "1", "product": word } });
        through_the_embed(&site, id, word, variables).await;
        tokens.push(token);
    }
    rest(&site).await;
    let places = [
        "agentok_chats.name",
        "sessions.variables",
        "tovie_clients.state",
        "tovie_cursors.cid",
        "tovie_events.body",
    ];
    let before = found(app.store.read(), CANARY).await;
    for place in places {
        assert!(before.contains(&place.to_owned()), "{place}: {before:?}");
    }
    let kept = found(app.store.read(), "KEPT").await;
    app.clock.advance(HOUR - 10_000);
    sweep_once(app).await.unwrap();
    let early = found(app.store.read(), CANARY).await;
    assert!(
        early.contains(&"tovie_clients.state".to_owned()),
        "{early:?}"
    );
    app.clock.advance(20_000);
    for _ in 0..2 {
        sweep_once(app).await.unwrap();
        app.clock.advance(61_000);
    }
    assert_eq!(found(app.store.read(), CANARY).await, [""; 0]);
    let left: Vec<String> = kept
        .iter()
        .filter(|it| !found_is_told_once(it))
        .cloned()
        .collect();
    let now = found(app.store.read(), "KEPT").await;
    for place in left {
        assert!(now.contains(&place), "{place}: {now:?}");
    }
    // What the scenario names keeps its name, and the client is one as before.
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT variables FROM sessions WHERE transcribe = 0 ORDER BY variables",
    )
    .fetch_all(app.store.read())
    .await
    .unwrap();
    assert_eq!(names, [r#"{"product":""}"#, "{}"]);
    let line = format!("/chatapi/{}/client/quiet/state", tokens[0]);
    let state = site.ask(&format!("GET {line}"), &[], "").await.with(OK);
    assert_eq!(state, json!({}));
    // And what it leaves there once more goes once more.
    let again = json!({ "what": CANARY }).to_string();
    site.ask(&format!("POST {line}"), &[JSON], again)
        .await
        .with(OK);
    app.clock.advance(HOUR + 1_000);
    sweep_once(app).await.unwrap();
    assert_eq!(found(app.store.read(), CANARY).await, [""; 0]);
}

/// Whether something goes by itself that was only to be sent.
fn found_is_told_once(place: &str) -> bool {
    place.starts_with("outbox.")
}

#[tokio::test]
async fn a_running_reply_is_left_alone_and_the_conversation_goes_on_with_no_memory() {
    let (site, parrot) = site().await;
    let app = &site.app;
    let id = fleeting(&site).await;
    let run = async |text: &str| through_ag_ui(&site, &id, CANARY, text).await;
    run("CANARY one").await;
    app.clock.advance(HOUR - 1_000);
    sweep_once(app).await.unwrap();
    let places = async || found(app.store.read(), "CANARY one").await;
    assert!(places().await.contains(&"events.body".to_owned()));
    let session: String = sqlx::query_scalar("SELECT id FROM sessions")
        .fetch_one(app.store.read())
        .await
        .unwrap();
    let heard = || parrot.heard.lock().unwrap().clone();
    conversation::say(app, &session, "turn-0002", "CANARY wait", None)
        .await
        .unwrap();
    while heard().len() < 2 {
        tokio::task::yield_now().await;
    }
    app.clock.advance(2 * HOUR);
    sweep_once(app).await.unwrap();
    erase(app, &session, app.clock.now()).await.unwrap();
    assert!(places().await.contains(&"events.body".to_owned()));
    parrot.let_go.add_permits(1);
    settle(&site, &session).await;
    app.clock.advance(HOUR + 1_000);
    sweep_once(app).await.unwrap();
    assert_eq!(places().await, [""; 0]);
    assert_eq!(found(app.store.read(), "CANARY wait").await, [""; 0]);

    run("Three").await;
    let heard = heard();
    assert!(heard[1].contains(&"CANARY one".to_owned()), "{heard:?}");
    assert_eq!(heard[2], ["Three"]);
    let sessions: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sessions")
        .fetch_one(app.store.read())
        .await
        .unwrap();
    assert_eq!(sessions, 1);
    // And is erased again.
    assert!(!found(app.store.read(), "Three").await.is_empty());
    app.clock.advance(HOUR + 1_000);
    sweep_once(app).await.unwrap();
    assert_eq!(found(app.store.read(), "Three").await, [""; 0]);
}

#[tokio::test]
async fn what_a_dialog_says_after_its_session_was_erased_goes_as_well() {
    let (site, _) = site().await;
    let app = &site.app;
    let id = fleeting(&site).await;
    through_tovie(&site, &id, CANARY).await;
    rest(&site).await;
    let session: String = sqlx::query_scalar("SELECT id FROM sessions")
        .fetch_one(app.store.read())
        .await
        .unwrap();
    let reason = vivavoce_protocol::wire::StopReason::Agent;
    runs::end(app, &session, reason).await.unwrap();
    app.clock.advance(6_000);
    sweep_once(app).await.unwrap();
    app.clock.advance(61_000);
    sweep_once(app).await.unwrap();
    let own = ["scenarios.ai_instructions", "scenarios.description"];
    assert_eq!(found(app.store.read(), CANARY).await, own);
    let token: String = sqlx::query_scalar("SELECT token FROM tovie_channels")
        .fetch_one(app.store.read())
        .await
        .unwrap();
    let event = json!({ "clientId": "canary", "event": "late", "data": { "what": CANARY } });
    let line = format!("POST /chatapi/{token}");
    site.ask(&line, &[JSON], event.to_string()).await.with(OK);
    assert_ne!(found(app.store.read(), CANARY).await, own);
    app.clock.advance(61_000);
    sweep_once(app).await.unwrap();
    assert_eq!(found(app.store.read(), CANARY).await, own);
}

/// What [`own`] blanks.
const OWN: [(&str, &[&str]); 3] = [
    (
        "sessions",
        &["user_name", "user_email", "variables", "comment", "visitor"],
    ),
    ("results", &["body", "extraction"]),
    ("agentok_chats", &["name"]),
];

/// Columns of what belongs to a session in which nobody's words stand: names of ours, words of a list,
/// and what the owner or the deployment says.
const OTHERS: [&str; 71] = [
    "access_tokens.email",
    "access_tokens.kind",
    "access_tokens.made_by",
    "access_tokens.scenario_id",
    "access_tokens.token_hash",
    "analyses.owner",
    "conversation_insights.emails",
    "conversation_insights.intents",
    "conversation_insights.questions",
    "conversation_insights.sentiment",
    "conversation_insights.words",
    "events.body",
    "former_identities.account_id",
    "leads.email",
    "leads.id",
    "leads.name",
    "leads.origin",
    "leads.phone",
    "leads.scenario_id",
    "message_feedback.message_id",
    "message_feedback.value",
    "orders.currency",
    "orders.customer_email",
    "orders.customer_id",
    "orders.id",
    "orders.items",
    "orders.scenario_id",
    "orders.status",
    "outbox.id",
    "outbox.kind",
    "outbox.outcome",
    "outbox.owner",
    "outbox.target",
    "relay_sessions.scenario",
    "relay_sessions.visitor_id",
    "remarks.kind",
    "remarks.language",
    "remarks.message_id",
    "results.judgement",
    "runs.outcome",
    "runs.owner",
    "runs.run_id",
    "session_tokens.stop_hash",
    "session_tokens.token_hash",
    "sessions.accepted",
    "sessions.account_id",
    "sessions.backend",
    "sessions.id",
    "sessions.interface_language",
    "sessions.language",
    "sessions.scenario_id",
    "sessions.scenario_name",
    "sessions.source",
    "sessions.status",
    "sessions.stop_reason",
    "sessions.style",
    "shop_events.customer_id",
    "shop_events.id",
    "shop_events.kind",
    "shop_events.product",
    "shop_events.scenario_id",
    "tovie_clients.channel_id",
    "tovie_clients.client_id",
    "tovie_clients.id",
    "tovie_clients.mode",
    "tovie_clients.operator",
    "tovie_events.client",
    "tovie_events.kind",
    "tovie_events.status",
    "turns.state",
    "turns.turn_id",
];

#[tokio::test]
async fn every_column_of_what_belongs_to_a_session_is_known_to_hold_words_or_not() {
    let site = Site::new().await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND c.type IN ('TEXT', 'BLOB') AND (t.name = 'sessions' \
         OR EXISTS (SELECT 1 FROM pragma_table_info(t.name) k WHERE k.name = 'session_id'))",
    )
    .fetch_all(site.app.store.read())
    .await
    .unwrap();
    let listed: BTreeSet<String> = PLACES
        .iter()
        .map(|(table, columns, _)| (*table, *columns))
        .chain(OWN)
        .flat_map(|(table, columns)| {
            columns
                .iter()
                .map(move |column| format!("{table}.{column}"))
        })
        .chain(OTHERS.map(str::to_owned))
        .collect();
    let unknown: Vec<String> = columns
        .into_iter()
        .filter(|(_, column)| column != "session_id")
        .map(|(table, column)| format!("{table}.{column}"))
        .filter(|place| !listed.contains(place))
        .collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[tokio::test]
async fn a_long_log_is_erased_some_rows_at_a_time() {
    let site = Site::new().await;
    let scenario = site
        .scenario(json!({ "strategy": { "skip_auto_start": true } }))
        .await;
    let id = site.open(scenario["id"].as_str().unwrap(), "Bo").await.id;
    let store = &site.app.store;
    let (hub, session) = (site.app.hub.clone(), id.clone());
    store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                let said: Vec<Event> = (0..2_000)
                    .map(|number| Event::TextMessageContent {
                        message_id: "m".to_owned(),
                        delta: format!("CANARY {number}"),
                    })
                    .collect();
                append(tx, &hub, &session, 1, &said).await.map(drop)
            })
        })
        .await
        .unwrap();
    let before = store.log(&id).await.unwrap().len();
    // What a write sees that comes in between.
    let seen = async |sql: &'static str| {
        let id = id.clone();
        let count: Result<i64, StoreError> = store
            .write(move |tx| {
                Box::pin(async move {
                    let count = sqlx::query_scalar(sql).bind(id);
                    Ok(count.fetch_one(tx.conn()).await?)
                })
            })
            .await;
        count.unwrap()
    };
    let left = "SELECT COUNT(*) FROM events WHERE session_id = $1 AND body LIKE '%CANARY%'";
    let mut counts = BTreeSet::new();
    let erasing = erase(&site.app, &id, 5);
    tokio::pin!(erasing);
    loop {
        tokio::select! {
            biased;
            count = seen(left) => counts.insert(count),
            done = &mut erasing => {
                done.unwrap();
                break;
            }
        };
    }
    assert!(counts.len() > 5, "{counts:?}");
    assert_eq!(seen(left).await, 0);
    let erased = "SELECT last_seq - erased_seq FROM sessions WHERE id = $1";
    assert_eq!(seen(erased).await, 0);
    // Its numbering is kept.
    assert_eq!(store.log(&id).await.unwrap().len(), before);
}
