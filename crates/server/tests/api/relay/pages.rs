//! Pages and sessions of other systems are as whole as our own.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Guest, JSON, settings, shop};
use vivavoce_test_server::Site;

#[tokio::test]
async fn a_session_with_another_system_is_listed_and_ends_like_any_other() {
    let site = Site::with(shop(
        "totebot",
        "https://t.example",
        "title = \"Shop assistant\"",
    ))
    .await;
    let ada = Guest::new(&site, "whatever").await;
    let bob = Guest::new(&site, "something else").await;
    let own = |more: &str| format!("/api/embed/sessions/{}/{more}", ada.session);
    let bearer: [&str; 2] = [&ada.bearer, JSON];
    // Nothing of ours answers in it.
    let key = "idempotency-key: turn-0001";
    let said = site
        .ask(
            &format!("POST {}", own("turns")),
            &[&ada.bearer, JSON, key],
            r#"{"text":"Hi"}"#,
        )
        .await;
    assert_eq!(said.status, 409);
    for (line, body) in [("stop", "{}"), ("submit", r#"{"comment":"Thanks"}"#)] {
        site.ask(&format!("POST {}", own(line)), &bearer, body)
            .await
            .with(StatusCode::OK);
    }
    let results = site
        .ask(&format!("GET {}", own("results")), &bearer, "")
        .await;
    assert_eq!(results.with(StatusCode::OK)["status"], "restricted");

    let list = site
        .api("GET /sessions?backend=shop", &Value::Null)
        .await
        .with(StatusCode::OK);
    let rows = list["sessions"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(row["backend"], "shop");
        assert_eq!(row["scenario_name"], "Shop assistant");
    }
    let scenario = rows[0]["scenario_id"].as_str().unwrap();
    let by_scenario = format!("GET /sessions?scenario_id={scenario}");
    let same = site
        .api(&by_scenario, &Value::Null)
        .await
        .with(StatusCode::OK);
    assert_eq!(same["sessions"], list["sessions"]);
    let one = format!("GET /sessions/{}", ada.session);
    let one = site.api(&one, &Value::Null).await.with(StatusCode::OK);
    assert_eq!(
        (&one["status"], &one["comment"]),
        (&json!("completed"), &json!("Thanks"))
    );
    assert_eq!(
        (&one["transcript"], &one["evaluation_results"]),
        (&json!([]), &Value::Null)
    );
    assert_eq!(one["is_analyzing"], false);
    let analyze = json!({ "session_id": ada.session, "force": true });
    assert_eq!(
        site.api("POST /sessions/analyze", &analyze).await.status,
        409
    );
    // The account's scenarios are its own; nobody else lists these, and no visitor opens ours so.
    let mine = site.api("GET /scenarios", &Value::Null).await.json();
    assert!(!mine.to_string().contains(scenario), "{mine}");
    let other = site
        .api_as(&site.other_key, "GET /sessions?backend=shop", &Value::Null)
        .await;
    assert_eq!(other.status, 404);
    let direct = json!({ "scenario_id": scenario, "style": "full" }).to_string();
    assert_eq!(
        site.ask("POST /api/embed/sessions", &[JSON], direct)
            .await
            .status,
        404
    );
    // A reload goes on with the session it had.
    let again = json!({ "scenario_id": "something else", "style": "full", "backend": "shop", "restore": bob.session });
    let again = site
        .ask(
            "POST /api/embed/sessions",
            &[&bob.bearer, JSON],
            again.to_string(),
        )
        .await
        .with(StatusCode::OK);
    assert_eq!(
        (&again["session_id"], &again["restored"]),
        (&json!(bob.session), &json!(true))
    );
}

#[tokio::test]
async fn an_entry_can_name_the_only_scenarios_there_are() {
    let site = Site::with(shop(
        "agentok",
        "https://a.example",
        "scenarios = [\"12\", \"13\"]",
    ))
    .await;
    for (scenario, status) in [("12", 201), ("13", 201), ("14", 404)] {
        let begin = json!({ "scenario_id": scenario, "style": "full", "backend": "shop" });
        let begun = site
            .ask("POST /api/embed/sessions", &[JSON], begin.to_string())
            .await;
        assert_eq!(begun.status, status, "{scenario}: {}", begun.text);
        let facts = format!("GET /api/embed/scenarios/{scenario}?backend=shop");
        let shown = site.ask(&facts, &[], "").await;
        assert_eq!(
            shown.status,
            if status == 201 { 200 } else { 404 },
            "{}",
            shown.text
        );
    }
    let unknown = json!({ "scenario_id": "12", "style": "full", "backend": "shoop" });
    assert_eq!(
        site.ask("POST /api/embed/sessions", &[JSON], unknown.to_string())
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn a_backend_of_the_own_dialect_is_this_server() {
    let site = Site::with(settings("[backends.own]\ndialect = \"vivavoce\"")).await;
    let scenario = site.scenario(json!({ "slug": "ours" })).await;
    let begin = json!({ "scenario_id": "ours", "style": "full", "backend": "own" });
    let begun = site
        .ask("POST /api/embed/sessions", &[JSON], begin.to_string())
        .await
        .with(StatusCode::CREATED);
    let session = site
        .app
        .store
        .session(begun["session_id"].as_str().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((session.backend, begun.get("visitor")), (None, None));
    assert_eq!(session.scenario_id, scenario["id"].as_str().unwrap());
}
