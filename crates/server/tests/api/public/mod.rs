mod at_once;
mod keys;
mod lists;
mod purchases;
mod records;

mod removal;
mod scenarios;
mod terms;

use axum::http::StatusCode;
use serde_json::{Value, json};

use vivavoce_engine::settings::Rate;
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

const OK: StatusCode = StatusCode::OK;

/// Every call that needs a key, with ids put in for `SCENARIO` and `SESSION`.
const CALLS: [(&str, &str); 20] = [
    ("POST /scenarios", r#"{"id":"SCENARIO","name":"Mine now"}"#),
    ("GET /scenarios", ""),
    ("GET /scenarios/SCENARIO", ""),
    ("GET /sessions?scenario_id=SCENARIO", ""),
    ("GET /sessions/SESSION", ""),
    ("GET /sessions/SESSION/transcript.txt", ""),
    ("POST /sessions/analyze", r#"{"session_id":"SESSION"}"#),
    (
        "POST /scenario-access-token",
        r#"{"scenario_id":"SCENARIO"}"#,
    ),
    ("GET /purchases", ""),
    ("GET /purchases?scenario_id=SCENARIO", ""),
    (
        "POST /purchases",
        r#"{"id":"p","scenario_id":"SCENARIO","user_email":"a@b.example","amount":1,"currency":"USD"}"#,
    ),
    ("GET /webhooks", ""),
    ("POST /webhooks", r#"{"url":"https://www.example.com/"}"#),
    ("DELETE /webhooks/0", ""),
    ("GET /balance", ""),
    ("POST /test", r#"{"input":"check"}"#),
    ("GET /visitors/export?email=ada@example.com", ""),
    ("DELETE /visitors?email=ada@example.com", ""),
    ("DELETE /sessions/SESSION", ""),
    ("DELETE /scenarios/SCENARIO", ""),
];

#[tokio::test]
async fn a_scenario_is_created_changed_listed_and_removed() {
    let site = Site::new().await;
    let made = site
        .scenario(json!({
            "user_friendly_description": "Practice",
            "rubrik": "Empathy",
            "is_recording": "true",
            "passcode": "123456",
            "restrict_analysis": true,
            "session_analysis": { "admin_email": "a@b.c", "is_auto_submit": 1, "own": [1] },
            "unknown_member": { "is": "passed over" },
        }))
        .await;
    let id = made["id"].as_str().unwrap();
    assert!(vivavoce_engine::ids::is_id(id), "{id}");
    let seen = site
        .api(&format!("GET /scenarios/{id}"), &Value::Null)
        .await
        .with(OK);
    assert_eq!(seen, made);
    for (member, expected) in [
        ("is_public", json!(true)),
        ("is_recording", json!(true)),
        ("requires_passcode", json!(true)),
        ("passcode", Value::Null),
        ("restrict_analysis", json!(true)),
        ("analysis_access", json!("never")),
        ("variables", json!(["product"])),
        (
            "session_analysis",
            json!({ "admin_email": "a@b.c", "is_auto_analysis": false, "is_auto_submit": true, "own": [1] }),
        ),
        (
            "embed_urls",
            json!({
                "full": format!("http://v.example/embed/{id}"),
                "basic": format!("http://v.example/embed/basic/{id}"),
                "minimal": format!("http://v.example/embed/minimal/{id}"),
            }),
        ),
    ] {
        assert_eq!(made[member], expected, "{member}");
    }

    // What is not mentioned stays; null clears.
    let change =
        json!({ "id": id, "name": "Renamed", "rubrik": null, "slug": "my-slug", "passcode": "" });
    let changed = site.api("POST /scenarios", &change).await.with(OK);
    assert_eq!(changed["name"], "Renamed");
    assert_eq!(changed["rubrik"], Value::Null);
    assert_eq!(changed["requires_passcode"], false);
    assert_eq!(changed["user_friendly_description"], "Practice");
    assert_eq!(changed["created_at"], made["created_at"]);
    site.api("GET /scenarios/my-slug", &Value::Null)
        .await
        .with(OK);

    let taken =
        json!({ "name": "n", "description": "", "ai_instructions": "i", "slug": "my-slug" });
    site.api("POST /scenarios", &taken)
        .await
        .with(StatusCode::CONFLICT);
    let list = site.api("GET /scenarios", &Value::Null).await.with(OK);
    assert_eq!(list["scenarios"].as_array().unwrap().len(), 1);

    site.api(&format!("DELETE /scenarios/{id}"), &Value::Null)
        .await
        .with(OK);
    site.api(&format!("GET /scenarios/{id}"), &Value::Null)
        .await
        .with(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wrong_body_is_refused_with_the_path_of_every_mistake() {
    let site = Site::new().await;
    // body, the places of its mistakes
    let cases = [
        (
            "{}",
            vec!["body.name", "body.description", "body.ai_instructions"],
        ),
        (
            r#"{"name":3,"description":"d","ai_instructions":[]}"#,
            vec!["body.name", "body.ai_instructions"],
        ),
        (
            r#"{"name":" ","description":"","ai_instructions":"i"}"#,
            vec!["body.name"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":" "}"#,
            vec!["body.ai_instructions"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","is_public":"maybe"}"#,
            vec!["body.is_public"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","session_analysis":{"is_auto_submit":"x","admin_email":"nobody"}}"#,
            vec![
                "body.session_analysis.is_auto_submit",
                "body.session_analysis.admin_email",
            ],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","strategy":{"max_duration_seconds":-1}}"#,
            vec!["body.strategy.max_duration_seconds"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","appearance":[]}"#,
            vec!["body.appearance"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","appearance":{"avatar_url":"javascript:alert(1)"}}"#,
            vec!["body.appearance.avatar_url"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","slug":"basic"}"#,
            vec!["body.slug"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","slug":"A b"}"#,
            vec!["body.slug"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","analysis_access":"some"}"#,
            vec!["body.analysis_access"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","pdf_context":"§"}"#,
            vec!["body.pdf_context"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","pdf_context":"JVBERi0xLjc="}"#,
            vec!["body.pdf_context"],
        ),
        (
            r#"{"name":"n","description":"","ai_instructions":"i","starts_at":"2030-01-02","ends_at":"2030-01-01"}"#,
            vec!["body.ends_at"],
        ),
        (r#"{"id":7}"#, vec!["body.id"]),
        ("[]", vec!["body"]),
        ("{", vec!["body"]),
        ("", vec!["body"]),
        ("\u{0}", vec!["body"]),
    ];
    for (body, places) in cases {
        let authorization = format!("authorization: Bearer {}", site.key);
        let answer = site
            .ask("POST /api/public/scenarios", &[&authorization], body)
            .await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.text);
        let found: Vec<String> = answer.json()["detail"]
            .as_array()
            .unwrap()
            .iter()
            .map(|problem| {
                assert!(
                    problem["msg"].as_str().is_some_and(|msg| !msg.is_empty()),
                    "{problem}"
                );
                assert!(problem["type"].is_string(), "{problem}");
                let loc = problem["loc"].as_array().unwrap();
                loc.iter()
                    .map(|part| part.as_str().unwrap())
                    .collect::<Vec<_>>()
                    .join(".")
            })
            .collect();
        assert_eq!(found, places, "{body}");
    }
}

#[tokio::test]
async fn without_a_valid_key_nothing_opens() {
    let site = Site::new().await;
    let keys = [
        "",
        "Bearer",
        "Bearer ",
        "Bearer nonsense",
        "Basic dTpw",
        "bearer  vv_",
    ];
    for (line, body) in CALLS {
        let (method, path) = line.split_once(' ').unwrap();
        let line = format!("{method} /api/public{path}");
        let answer = site.ask(&line, &[], body).await;
        assert_eq!(answer.status, 401, "{line}");
        assert!(answer.json()["detail"].is_string());
        for key in keys {
            let header = format!("authorization: {key}");
            let answer = site.ask(&line, &[&header], body).await;
            assert_eq!(answer.status, 401, "{line} with {key:?}");
        }
    }
    let scheme = format!("authorization: bearer {}", site.key);
    assert_eq!(
        site.ask("GET /api/public/scenarios", &[&scheme], "")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn what_belongs_to_another_account_does_not_exist() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({ "slug": "rooted" })).await;
    let id = scenario["id"].as_str().unwrap();
    let session = site.talk(id).await;
    for (line, body) in CALLS {
        if !line.contains("SCENARIO") && !body.contains('S') {
            continue;
        }
        for name in [id, "rooted"] {
            let put = |text: &str| text.replace("SCENARIO", name).replace("SESSION", &session);
            let body = serde_json::from_str(&put(body)).unwrap_or(Value::Null);
            let answer = site.api_as(&site.other_key, &put(line), &body).await;
            assert_eq!(answer.status, 404, "{line}: {}", answer.text);
        }
    }
    let none = site
        .api_as(&site.other_key, "GET /scenarios", &Value::Null)
        .await
        .with(OK);
    assert_eq!(none["scenarios"], json!([]));
    let feature =
        json!({ "name": "n", "description": "", "ai_instructions": "i", "is_featured": true });
    let answer = site
        .api_as(&site.other_key, "POST /scenarios", &feature)
        .await;
    assert_eq!(answer.status, 403, "{}", answer.text);
}

#[tokio::test]
async fn a_session_is_shown_with_what_was_said_and_what_was_made_of_it() {
    let site = Site::new().await;
    // What is said comes at no later second than the session's first, however slow the machine is.
    site.app.clock.hold();
    let scenario = site
        .scenario(json!({ "rubrik": "- Greets\n- Asks questions" }))
        .await;
    let id = scenario["id"].as_str().unwrap();
    let session = site.talk(id).await;
    let path = format!("/sessions/{session}");

    let analyzed = site
        .api("POST /sessions/analyze", &json!({ "session_id": session }))
        .await
        .with(OK);
    assert_eq!(analyzed["is_analyzing"], false);
    for force in [false, true] {
        let body = json!({ "session_id": session, "force": force });
        let again = site.api("POST /sessions/analyze", &body).await.with(OK);
        assert_eq!(again["evaluation"], analyzed["evaluation"]);
    }

    let seen = site
        .api(&format!("GET {path}"), &Value::Null)
        .await
        .with(OK);
    for (member, expected) in [
        ("id", json!(session)),
        ("scenario_id", json!(id)),
        ("scenario_name", json!("Training")),
        ("status", json!("completed")),
        ("user_name", json!("Ada")),
        ("stop_reason", json!("visitor")),
        ("is_analyzing", json!(false)),
        ("extraction_results", Value::Null),
        ("evaluation_results", analyzed["evaluation"].clone()),
        ("improvement_results", analyzed["improvement"].clone()),
    ] {
        assert_eq!(seen[member], expected, "{member}");
    }
    let said: Vec<(&str, &str)> = seen["transcript"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            (
                item["role"].as_str().unwrap(),
                item["content"].as_str().unwrap(),
            )
        })
        .collect();
    let reply = ("ai", "Hello there. How are you?");
    let visitor = ["I am fine.", "What about you?"].map(|text| ("user", text));
    assert_eq!(said, [reply, visitor[0], reply, visitor[1], reply]);
    let text = seen["finalized_transcript"].as_str().unwrap();
    assert!(
        text.starts_with("[00:00] AI: Hello there. How are you?\n\n[00:0"),
        "{text}"
    );
    assert_eq!(seen["transcript_content"], seen["finalized_transcript"]);
    let address = seen["transcript_url"].as_str().unwrap();
    assert_eq!(
        address,
        format!("http://v.example/api/public{path}/transcript.txt")
    );
    let fetched = site
        .api(&format!("GET {path}/transcript.txt"), &Value::Null)
        .await;
    assert_eq!((fetched.status, fetched.text.as_str()), (200, text));
    for member in [
        "overall_score",
        "final_score",
        "strengths",
        "weaknesses",
        "detailed_feedback",
        "report_card",
        "quiz_results",
    ] {
        assert!(seen["evaluation_results"].get(member).is_some(), "{member}");
    }

    let list = format!("GET /sessions?scenario_id={id}");
    let row = &site.api(&list, &Value::Null).await.with(OK)["sessions"][0];
    assert_eq!(
        (&row["id"], &row["status"]),
        (&json!(session), &json!("completed"))
    );
}

#[tokio::test]
async fn sessions_are_listed_by_page_person_and_day() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({ "slug": "listed" })).await;
    let first = site.talk(scenario["id"].as_str().unwrap()).await;
    site.app.clock.advance(2 * DAY);
    let second = site.talk("listed").await;
    let day = |at: i64| vivavoce_http::times::written(at)[..10].to_owned();
    let now = site.app.clock.now();
    let (today, before) = (day(now), day(now - 2 * DAY));
    // query, ids, total
    let cases = [
        (String::new(), vec![&second, &first], 2),
        ("&limit=1".to_owned(), vec![&second], 2),
        ("&limit=1&page=2".to_owned(), vec![&first], 2),
        ("&page=9".to_owned(), vec![], 2),
        (
            "&user_email=ada@example.com".to_owned(),
            vec![&second, &first],
            2,
        ),
        ("&user_email=eve@example.com".to_owned(), vec![], 0),
        ("&user_email=".to_owned(), vec![&second, &first], 2),
        (format!("&from_date={today}"), vec![&second], 1),
        (format!("&to_date={before}"), vec![&first], 1),
        (
            format!("&from_date={before}&to_date={today}"),
            vec![&second, &first],
            2,
        ),
    ];
    for (query, ids, total) in cases {
        let line = format!("GET /sessions?scenario_id=listed{query}");
        let page = site.api(&line, &Value::Null).await.with(OK);
        let found: Vec<&str> = page["sessions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().unwrap())
            .collect();
        assert_eq!(found, ids, "{query}");
        assert_eq!(page["page_meta"]["total"], total, "{query}");
    }
    let meta = &site
        .api("GET /sessions?scenario_id=listed&limit=1", &Value::Null)
        .await
        .json()["page_meta"];
    assert_eq!(
        *meta,
        json!({ "page": 1, "limit": 1, "total": 2, "total_pages": 2, "has_next": true, "has_prev": false })
    );
    for (query, place) in [
        ("", "scenario_id"),
        ("?scenario_id=listed&page=0", "page"),
        ("?scenario_id=listed&limit=501", "limit"),
        ("?scenario_id=listed&from_date=soon", "from_date"),
        (
            "?scenario_id=listed&user_email=ada+test@example.com",
            "user_email",
        ),
    ] {
        let answer = site
            .api(&format!("GET /sessions{query}"), &Value::Null)
            .await;
        assert_eq!(answer.status, 422, "{query}");
        assert_eq!(answer.json()["detail"][0]["loc"], json!(["query", place]));
    }
}

#[tokio::test]
async fn an_access_token_lasts_as_long_as_was_asked() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({ "is_public": false })).await;
    let id = scenario["id"].as_str().unwrap();
    let now = site.app.clock.now();
    for (more, hours) in [
        (json!({}), Some(1)),
        (json!({ "valid_for_hours": 24, "email": null }), Some(24)),
        (json!({ "duration_hours": "2" }), Some(2)),
        (json!({ "valid_for_hours": 0 }), None),
        (json!({ "duration_hours": 25 }), None),
        (json!({ "valid_for_hours": 1.5 }), None),
    ] {
        let mut body = json!({ "scenario_id": id });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let answer = site.api("POST /scenario-access-token", &body).await;
        let Some(hours) = hours else {
            assert_eq!(answer.status, 422, "{body}");
            continue;
        };
        let minted = answer.with(OK);
        let token = minted["access_token"].as_str().unwrap();
        let address = format!("http://v.example/embed/{id}?scenarioAccessToken={token}");
        assert_eq!(minted["iframe_src"], address);
        assert_eq!(minted["scenario_id"], id);
        let access = site.app.store.access(token).await.unwrap().unwrap();
        let ends = now + hours * 3_600_000;
        assert!((ends..ends + 60_000).contains(&access.expires_at), "{body}");
        assert_eq!(
            minted["expires_at"],
            vivavoce_http::times::written_with_zone(access.expires_at)
        );
    }
}

#[tokio::test]
async fn featured_scenarios_are_open_and_keep_what_is_internal() {
    let site = Site::new().await;
    site.scenario(json!({
        "is_featured": true,
        "user_friendly_description": "Sell something",
        "user_metadata": { "example_variables": { "product": "tea" }, "secret": "CANARY" },
    }))
    .await;
    site.scenario(json!({ "is_featured": true, "is_public": false }))
        .await;
    let list = site
        .ask("GET /api/public/featured-scenarios", &[], "")
        .await;
    assert!(!list.text.contains("CANARY"), "{}", list.text);
    let list = list.with(OK);
    let [only] = list["scenarios"].as_array().unwrap().as_slice() else {
        panic!("{list}")
    };
    assert_eq!(only["description"], "Sell something");
    assert_eq!(only["example_variables"], json!({ "product": "tea" }));
    let wrong = site.ask(
        "GET /api/public/featured-scenarios",
        &["authorization: Bearer x"],
        "",
    );
    assert_eq!(wrong.await.status, 401);
}

#[tokio::test]
async fn a_key_that_asks_too_often_is_told_when_to_come_back() {
    let mut settings = Settings::default();
    settings.engine.limits.api_calls = Rate {
        burst: 3,
        per_minute: 60,
    };
    settings.engine.limits.api_body_bytes = 4096;
    let site = Site::with(settings).await;
    site.app.clock.hold();
    for _ in 0..3 {
        site.api("GET /purchases", &Value::Null).await.with(OK);
    }
    let refused = site.api("GET /purchases", &Value::Null).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.headers["retry-after"], "1");
    site.api_as(&site.other_key, "GET /purchases", &Value::Null)
        .await
        .with(OK);

    let long = json!({ "name": "n", "description": "", "ai_instructions": "x".repeat(5_000) });
    let refused = site.api_as(&site.other_key, "POST /scenarios", &long).await;
    assert_eq!(refused.status, 413);
    assert!(
        refused.json()["detail"].as_str().unwrap().contains("4 kB"),
        "{}",
        refused.text
    );
}

#[tokio::test]
async fn no_body_brings_the_server_down() {
    let site = Site::with(Settings {
        engine: vivavoce_engine::Settings {
            limits: vivavoce_engine::settings::Limits {
                api_calls: Rate {
                    burst: 10_000,
                    per_minute: 10_000,
                },
                ..Default::default()
            },
            ..Default::default()
        },
        ..Settings::default()
    })
    .await;
    let deep = "[".repeat(100_000);
    let nested = format!("{}1{}", r#"{"appearance":"#.repeat(100), "}".repeat(100));
    let bodies = [
        deep.as_str(),
        &nested,
        r#"{"name":"\ud800"}"#,
        r#"{"scenario_id":1e999}"#,
        r#"{"scenario_id":"\u0000","session_id":"' OR 1=1 --","valid_for_hours":9223372036854775807}"#,
        r#"{"name":"n","name":"m","description":{},"ai_instructions":null,"script":{"steps":[[[]]]}}"#,
        r#"{"name":"n","description":"","ai_instructions":"i","starts_at":9223372036854775807}"#,
        r#"{"name":"n","description":"","ai_instructions":"i","starts_at":"-9999-01-01"}"#,
        "null",
        "\u{feff}{}",
    ];
    let authorization = format!("authorization: Bearer {}", site.key);
    for (line, _) in CALLS {
        let (method, path) = line.split_once(' ').unwrap();
        for name in [
            "%00",
            "..%2f..",
            "%ff",
            "a?page=-1&limit=1e9&from_date=%FF",
            "💥",
        ] {
            let path = path.replace("SCENARIO", name).replace("SESSION", name);
            let path: String = path.chars().filter(char::is_ascii).collect();
            for body in bodies {
                let line = format!("{method} /api/public{path}");
                let answer = site.ask(&line, &[&authorization], body.to_owned()).await;
                assert!(answer.status < 500, "{line} {body:.80}: {}", answer.text);
            }
        }
    }
}
