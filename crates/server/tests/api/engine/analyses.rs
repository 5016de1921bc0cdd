use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;
use tokio::sync::Semaphore;

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;
use vivavoce_agent::model::{ModelSettings, Times};
use vivavoce_engine::analyses::{after_end, claim, is_under_way, lease};
use vivavoce_engine::runs;
use vivavoce_engine::store::Asked;
use vivavoce_engine::store::Database;
use vivavoce_server::Settings;
use vivavoce_test_server::Site;

const OK: StatusCode = StatusCode::OK;

/// What a model says, request by request; the last goes on.
#[derive(Clone, Copy)]
enum Says {
    Good,
    Garbage,
    Status(u16),
    /// Good, once the test lets it.
    Held,
    Never,
}

/// A model endpoint that judges and extracts.
#[derive(Clone)]
struct Model {
    says: Arc<Mutex<Vec<Says>>>,
    /// What was asked for: `judge` or `extract`.
    asked: Arc<Mutex<Vec<&'static str>>>,
    /// A permit for each answer that is held.
    let_go: Arc<Semaphore>,
    url: String,
}

impl Model {
    async fn new(says: &[Says]) -> Model {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let model = Model {
            says: Arc::new(Mutex::new(says.iter().rev().copied().collect())),
            asked: Arc::default(),
            let_go: Arc::new(Semaphore::new(0)),
            url: format!("http://{}", listener.local_addr().unwrap()),
        };
        let app = Router::new()
            .route("/chat/completions", post(answer))
            .with_state(model.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        model
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        settings.engine.analysis.model = Some(ModelSettings {
            url: self.url.clone(),
            key: None,
            name: "judge".to_owned(),
            temperature: None,
            max_tokens: None,
            headers: Vec::new(),
            times: Times {
                total: Duration::from_secs(60),
                ..Times::default()
            },
        });
        settings.engine.limits.sweep_every = Duration::from_millis(20);
        // A slow machine has a test look often.
        settings.engine.limits.api_calls = vivavoce_engine::settings::Rate {
            burst: 100_000,
            per_minute: 100_000,
        };
        settings
    }

    fn asked(&self) -> String {
        self.asked.lock().unwrap().join(" ")
    }
}

async fn answer(State(model): State<Model>, Json(body): Json<Value>) -> impl IntoResponse {
    let orders = body["messages"][0]["content"].as_str().unwrap();
    let what = if orders.contains("You take facts") {
        "extract"
    } else {
        "judge"
    };
    model.asked.lock().unwrap().push(what);
    let says = {
        let mut says = model.says.lock().unwrap();
        match says.as_slice() {
            [only] => *only,
            _ => says.pop().unwrap(),
        }
    };
    let good = match what {
        "extract" => json!({ "deal_closed": "yes", "budget": null }),
        _ => json!({
            "score": 7.4,
            "report_card": [
                { "topic": "Greets", "score": 9, "note": "said hello" },
                { "topic": "Asks questions", "score": 5, "note": "one" },
            ],
            "strengths": ["warm"],
            "weaknesses": ["vague"],
            "action_items": ["ask more"],
            "feedback": "Good.",
            "intents": ["booking", "world_peace"],
        }),
    };
    let (status, text) = match says {
        Says::Good => (200, good.to_string()),
        Says::Garbage => (200, "I would say seven.".to_owned()),
        Says::Status(status) => (status, String::new()),
        Says::Held => {
            model.let_go.acquire().await.unwrap().forget();
            (200, good.to_string())
        }
        Says::Never => std::future::pending().await,
    };
    let body = json!({
        "choices": [{ "message": { "content": text }, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 50, "completion_tokens": 20 },
    });
    (StatusCode::from_u16(status).unwrap(), Json(body))
}

/// A scenario with a rubric and two variables, and a session of it that has ended.
async fn talked(site: &Site, auto: bool) -> String {
    let scenario = site
        .scenario(json!({
            "rubrik": "- Greets\n- Asks questions",
            "session_analysis": {
                "is_auto_analysis": auto,
                "extraction_vars": [
                    { "name": "deal_closed", "type": "boolean" },
                    { "name": "budget", "type": "number" },
                ],
            },
        }))
        .await;
    site.talk(scenario["id"].as_str().unwrap()).await
}

async fn seen(site: &Site, id: &str) -> Value {
    let line = format!("GET /sessions/{id}");
    site.api(&line, &Value::Null).await.with(OK)
}

async fn ready(site: &Site, id: &str) -> Value {
    for _ in 0..6_000 {
        let seen = seen(site, id).await;
        if seen["is_analyzing"] == false {
            return seen;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("never analyzed");
}

async fn analyze(site: &Site, id: &str, force: bool) -> Value {
    let body = json!({ "session_id": id, "force": force });
    site.api("POST /sessions/analyze", &body).await.with(OK)
}

#[tokio::test]
async fn a_session_is_judged_by_itself_where_the_scenario_says_so() {
    let model = Model::new(&[Says::Held]).await;
    let site = Site::with(model.settings()).await;
    site.server.start();
    let id = talked(&site, true).await;
    let early = seen(&site, &id).await;
    assert_eq!(early["is_analyzing"], true);
    assert_eq!(early["evaluation_results"], Value::Null);
    model.let_go.add_permits(2);
    let seen = ready(&site, &id).await;
    for (pointer, expected) in [
        ("/evaluation_results/overall_score", json!("7.4/10")),
        ("/evaluation_results/final_score", json!(7.4)),
        ("/evaluation_results/score_source", json!("model")),
        ("/evaluation_results/strengths", json!("- warm")),
        ("/evaluation_results/report_card/0/topic", json!("Greets")),
        ("/evaluation_results/report_card/0/score", json!(9.0)),
        ("/evaluation_results/figures/visitor_turns", json!(2)),
        ("/improvement_results/action_items", json!("1. ask more")),
        (
            "/extraction_results",
            json!({ "deal_closed": true, "budget": null }),
        ),
        ("/judgement/status", json!("done")),
        ("/extraction/status", json!("done")),
    ] {
        assert_eq!(seen.pointer(pointer), Some(&expected), "{pointer}");
    }
    // Asked for again, it is there already.
    let called = analyze(&site, &id, false).await;
    assert_eq!(called["evaluation"], seen["evaluation_results"]);
    let mut asked: Vec<&str> = model.asked.lock().unwrap().clone();
    asked.sort_unstable();
    assert_eq!(asked, ["extract", "judge"]);
}

#[tokio::test]
async fn a_session_is_judged_when_somebody_asks_and_once() {
    let model = Model::new(&[Says::Good]).await;
    let site = Site::with(model.settings()).await;
    let id = talked(&site, false).await;
    let measured = ready(&site, &id).await;
    assert_eq!(measured["evaluation_results"]["score_source"], "measured");
    assert_eq!(measured["judgement"]["status"], "none");
    assert_eq!(measured["extraction_results"], Value::Null);
    assert_eq!(model.asked(), "");

    let first = analyze(&site, &id, false).await;
    for (pointer, expected) in [
        ("/session_id", json!(id)),
        ("/evaluation/overall_score", json!("7.4/10")),
        ("/evaluation/strengths", json!("- warm")),
        ("/evaluation/score", json!(7.4)),
        ("/evaluation_results/final_score", json!(7.4)),
        ("/improvement/improvement_areas", json!("- vague")),
        ("/improvement_results/action_items", json!("1. ask more")),
        ("/overall_score", json!(74.0)),
        ("/strengths", json!(["warm"])),
        ("/improvements", json!(["vague"])),
        ("/analysis/strengths", json!(["warm"])),
        ("/summary", json!("Good.")),
        ("/transcript/0/role", json!("ai")),
        ("/is_analyzing", json!(false)),
    ] {
        assert_eq!(first.pointer(pointer), Some(&expected), "{pointer}");
    }
    assert_eq!(analyze(&site, &id, false).await, first);
    assert_eq!(model.asked.lock().unwrap().len(), 2);
    assert_eq!(
        analyze(&site, &id, true).await["evaluation"],
        first["evaluation"]
    );
    assert_eq!(model.asked.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn what_a_judge_says_was_wanted_stands_instead_of_what_words_tell() {
    let model = Model::new(&[Says::Good]).await;
    let site = Site::with(model.settings()).await;
    let wanted = async |id: &str| -> String {
        let session = site.app.store.session(id).await.unwrap().unwrap();
        let scenario = session.scenario_id;
        vivavoce_engine::insights::refresh(&site.app, &scenario)
            .await
            .unwrap();
        sqlx::query_scalar("SELECT intents FROM conversation_insights WHERE session_id = $1")
            .bind(id)
            .fetch_one(site.app.store.read())
            .await
            .unwrap()
    };
    let early = talked(&site, false).await;
    assert_ne!(wanted(&early).await, "[\"booking\"]", "by its words");
    analyze(&site, &early, true).await;
    let late = talked(&site, false).await;
    analyze(&site, &late, true).await;
    for id in [&early, &late] {
        assert_eq!(wanted(id).await, "[\"booking\"]");
    }
}

#[tokio::test]
async fn a_judgement_that_fails_leaves_what_was_measured_and_says_why() {
    use Says::{Garbage, Good, Status};
    let cases: [(&[Says], usize, &str); 4] = [
        // Asked twice for each: the judgement and the variables.
        (&[Garbage], 4, "could not be used"),
        (&[Status(401)], 2, "refused the key"),
        (&[Status(500)], 4, "could not be reached"),
        (&[Status(429)], 2, "no room"),
    ];
    for (says, requests, words) in cases {
        let model = Model::new(says).await;
        let site = Site::with(model.settings()).await;
        site.server.start();
        let id = talked(&site, true).await;
        let seen = ready(&site, &id).await;
        let results = &seen["evaluation_results"];
        assert_eq!(results["score_source"], "measured");
        assert_eq!(results["figures"]["visitor_turns"], 2);
        let feedback = results["detailed_feedback"].as_str().unwrap();
        assert!(feedback.contains("judgement is missing"), "{feedback}");
        assert_eq!(seen["judgement"]["status"], "failed");
        let detail = seen["judgement"]["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{detail}");
        assert_eq!(seen["extraction"]["status"], "failed");
        assert_eq!(seen["extraction_results"], Value::Null);
        assert_eq!(model.asked.lock().unwrap().len(), requests, "{words}");
        // It stands until somebody wants another.
        analyze(&site, &id, false).await;
        assert_eq!(model.asked.lock().unwrap().len(), requests);
        *model.says.lock().unwrap() = vec![Good];
        let again = analyze(&site, &id, true).await;
        assert_eq!(again["judgement"]["status"], "done");
        assert_eq!(again["evaluation"]["final_score"], 7.4);
    }
    // Once out of form is put right.
    let model = Model::new(&[Garbage, Good]).await;
    let site = Site::with(model.settings()).await;
    let id = talked(&site, false).await;
    ready(&site, &id).await;
    assert_eq!(
        analyze(&site, &id, false).await["judgement"]["status"],
        "done"
    );
}

#[tokio::test]
async fn callers_at_once_share_one_judgement_and_nobody_waits_for_ever() {
    let model = Model::new(&[Says::Held]).await;
    let mut settings = model.settings();
    settings.engine.limits.analysis_wait = Duration::from_millis(200);
    let site = Site::with(settings).await;
    let id = talked(&site, false).await;
    ready(&site, &id).await;
    let early = futures_util::future::join_all((0..5).map(|_| analyze(&site, &id, true))).await;
    for answer in early {
        assert_eq!(answer["is_analyzing"], true);
        assert_eq!(answer["evaluation"]["score_source"], "measured");
    }
    model.let_go.add_permits(2);
    let seen = ready(&site, &id).await;
    assert_eq!(seen["evaluation_results"]["score_source"], "model");
    assert_eq!(model.asked.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_model_that_never_comes_to_an_end_is_left() {
    let model = Model::new(&[Says::Never]).await;
    let mut settings = model.settings();
    settings.engine.limits.analysis_total = Duration::from_millis(200);
    let site = Site::with(settings).await;
    let id = talked(&site, true).await;
    let seen = ready(&site, &id).await;
    assert_eq!(seen["judgement"]["status"], "failed");
    assert_eq!(seen["judgement"]["detail"], "The model took too long.");
}

#[tokio::test]
async fn an_analysis_lost_with_its_process_is_done_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::Sqlite(folder.path().join("test.db"));
    let model = Model::new(&[Says::Never]).await;
    let first = Site::at(&database, model.settings()).await;
    let id = talked(&first, true).await;
    for _ in 0..6_000 {
        if !model.asked().is_empty() {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    // As after a power cut: nothing is released.
    drop(first);
    *model.says.lock().unwrap() = vec![Says::Good];
    let second = Site::at(&database, model.settings()).await;
    second.server.start();
    sleep(Duration::from_millis(100)).await;
    assert!(second.app.store.analysis(&id).await.unwrap().is_none());
    second.app.clock.advance(200_000);
    for _ in 0..6_000 {
        if let Some(analysis) = second.app.store.analysis(&id).await.unwrap() {
            assert_eq!(analysis.judgement.unwrap().state, Asked::Done);
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("never analyzed");
}

#[tokio::test]
async fn a_starved_process_does_not_take_its_own_analysis_for_lost() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::Sqlite(folder.path().join("test.db"));
    let model = Model::new(&[Says::Never]).await;
    let site = Site::at(&database, model.settings()).await;
    let other = Site::at(&database, model.settings()).await;
    let id = talked(&site, true).await;
    // Its end begins its analysis.
    while !is_under_way(&site.app, &id) {
        sleep(Duration::from_millis(5)).await;
    }
    site.app.clock.advance(200_000);
    other.app.clock.advance(200_000);
    assert!(claim(&site.app, &id).await.unwrap().is_none());
    after_end(&site.app, &id).await.unwrap();
    assert_eq!(seen(&site, &id).await["is_analyzing"], true);
    // Another process cannot know, and takes it over.
    let taken = claim(&other.app, &id).await.unwrap();
    assert!(taken.is_some());
    // What the first then finds is not kept.
    let owner = &site.app.process;
    let until = lease(&site.app, site.app.clock.now());
    assert!(
        !site
            .app
            .store
            .renew_analysis(&id, owner, until)
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn nothing_said_is_not_judged() {
    let model = Model::new(&[Says::Good]).await;
    let site = Site::with(model.settings()).await;
    let scenario = site
        .scenario(json!({ "session_analysis": { "is_auto_analysis": true } }))
        .await;
    let id = site.silence(scenario["id"].as_str().unwrap()).await;
    let seen = ready(&site, &id).await;
    assert_eq!(seen["judgement"]["status"], "skipped");
    assert_eq!(seen["evaluation_results"]["final_score"], Value::Null);
    assert_eq!(model.asked(), "");
}

#[tokio::test]
async fn what_was_not_kept_is_not_judged_later() {
    let model = Model::new(&[Says::Good]).await;
    let site = Site::with(model.settings()).await;
    site.server.start();
    let scenario = site
        .scenario(json!({ "rubrik": "- Fine", "strategy": { "disable_transcription": true } }))
        .await;
    let id = site.talk(scenario["id"].as_str().unwrap()).await;
    let first = ready(&site, &id).await;
    assert_eq!(first["evaluation_results"]["figures"]["visitor_turns"], 2);
    site.app.clock.advance(120_000);
    for _ in 0..6_000 {
        let session = site.app.store.session(&id).await.unwrap().unwrap();
        if session.erased_at.is_some() {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    let called = analyze(&site, &id, true).await;
    // But for the quotation.
    let (called_results, first) = (&called["evaluation"], &first["evaluation_results"]);
    for member in ["final_score", "figures", "strengths", "detailed_feedback"] {
        assert_eq!(called_results[member], first[member], "{member}");
    }
    let note = |results: &Value| results["report_card"][0].to_string();
    assert!(note(first).contains("I am fine."), "{first}");
    assert!(!note(called_results).contains("I am fine."), "{called}");
    assert_eq!(called["transcript"], json!([]));
    assert_eq!(model.asked(), "");
}

#[tokio::test]
async fn a_judgement_of_a_session_that_is_removed_comes_to_nothing() {
    let model = Model::new(&[Says::Held]).await;
    let site = Site::with(model.settings()).await;
    let hook = json!({ "url": "https://hooks.example.com/", "events": ["session.analyzed"] });
    let made = site.api("POST /webhooks", &hook).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = talked(&site, true).await;
    let app = &site.app;
    for _ in 0..6_000 {
        if model.asked.lock().unwrap().len() == 2 {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    // Marked, and its rows still there: as between two steps of the removal.
    let now = app.clock.now();
    app.store
        .mark_sessions_removed(vec![id.clone()], now)
        .await
        .unwrap();
    model.let_go.add_permits(2);
    app.tasks.close();
    app.tasks.wait().await;
    for sql in [
        "SELECT COUNT(*) FROM results",
        "SELECT COUNT(*) FROM outbox",
    ] {
        let count: i64 = sqlx::query_scalar(sql)
            .fetch_one(app.store.read())
            .await
            .unwrap();
        assert_eq!(count, 0, "{sql}");
    }
}

#[tokio::test]
async fn a_judgement_that_comes_after_the_erasure_quotes_nobody() {
    let model = Model::new(&[Says::Held]).await;
    let mut settings = model.settings();
    settings.engine.limits.analysis_wait = Duration::from_millis(20);
    let site = Site::with(settings).await;
    let app = &site.app;
    app.clock.hold();
    let scenario = site
        .scenario(json!({
            "rubrik": "- Greets",
            "strategy": { "disable_transcription": true },
            "session_analysis": {
                "extraction_vars": [{ "name": "deal_closed", "type": "boolean" }],
            },
        }))
        .await;
    let id = site.talk(scenario["id"].as_str().unwrap()).await;
    ready(&site, &id).await;
    assert_eq!(analyze(&site, &id, true).await["is_analyzing"], true);
    app.clock.advance(61_000);
    runs::sweep_once(app).await.unwrap();
    model.let_go.add_permits(2);
    app.tasks.close();
    app.tasks.wait().await;
    let judged = app.store.analysis(&id).await.unwrap().unwrap();
    assert_eq!(judged.results.score, Some(7.4));
    assert_eq!(judged.results.report_card.len(), 1, "{judged:?}");
    assert_eq!(judged.results.report_card[0].note, "");
    assert_eq!(judged.results.strengths, [""; 0]);
    assert_eq!(judged.results.feedback, None);
    assert_eq!(
        judged.extraction.unwrap().values["deal_closed"],
        json!(null)
    );
}

#[tokio::test]
async fn what_a_judgement_costs_counts_for_its_scenario_and_account() {
    let model = Model::new(&[Says::Good, Says::Good, Says::Garbage]).await;
    let site = Site::with(model.settings()).await;
    let id = talked(&site, false).await;
    let scenario = seen(&site, &id).await["scenario_id"].clone();
    let line = format!("GET /scenarios/{}", scenario.as_str().unwrap());
    let spent = async || {
        let scenario = site.api(&line, &Value::Null).await.with(OK);
        let account = site.api("GET /accounts/me", &Value::Null).await.with(OK);
        assert_eq!(scenario["spending"], account["spending"]);
        let of = |name: &str| scenario["spending"][name].as_u64().unwrap();
        (of("runs"), of("tokens_in"), of("tokens_out"))
    };
    // The greeting and two replies, which were no model's.
    assert_eq!(spent().await, (3, 0, 0));
    analyze(&site, &id, false).await;
    assert_eq!(spent().await, (3, 100, 40));
    // One that fails was paid for too: each question is asked twice.
    let failed = analyze(&site, &id, true).await;
    assert_eq!(failed["judgement"]["status"], "failed");
    assert_eq!(spent().await, (3, 300, 120));
    // They are no replies of the session.
    let seen = seen(&site, &id).await;
    let of = |name: &str| seen[name].as_u64().unwrap();
    assert_eq!((of("runs"), of("tokens_in"), of("tokens_out")), (3, 0, 0));
}

#[tokio::test]
async fn no_model_judges_beyond_a_days_ceiling() {
    let model = Model::new(&[Says::Good]).await;
    let mut settings = model.settings();
    settings.engine.limits.per_account.tokens = Some(100);
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let first = talked(&site, false).await;
    let second = talked(&site, false).await;
    analyze(&site, &first, false).await;
    let asked = model.asked();
    for force in [false, true] {
        let answer = analyze(&site, &second, force).await;
        for part in ["judgement", "extraction"] {
            assert_eq!(answer[part]["status"], "skipped", "{part}");
            let detail = answer[part]["detail"].as_str().unwrap();
            assert!(detail.contains("all tokens of the day"), "{detail}");
        }
        assert_eq!(answer["evaluation"]["score_source"], "measured");
    }
    assert_eq!(model.asked(), asked);
    site.app.clock.advance(86_400_000);
    let answer = analyze(&site, &second, true).await;
    assert_eq!(answer["judgement"]["status"], "done");
}
