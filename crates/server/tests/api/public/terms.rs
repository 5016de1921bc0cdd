//! What a visitor accepts before a conversation, and the owner's own texts.

use axum::http::StatusCode;
use serde_json::{Value, json};

use vivavoce_test_server::Site;

use crate::relay::shop;

const JSON: &str = "content-type: application/json";
const TERMS: &str = "https://www.example.com/terms";
const PRIVACY: &str = "https://www.example.com/privacy";

async fn begin(site: &Site, scenario: &Value, more: Value) -> (u16, Value) {
    let mut body = json!({ "scenario_id": scenario, "style": "minimal" });
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let answer = site
        .ask("POST /api/embed/sessions", &[JSON], body.to_string())
        .await;
    (answer.status, answer.json())
}

#[tokio::test]
async fn a_session_begins_once_all_that_the_scenario_asks_for_is_accepted() {
    let site = Site::new().await;
    let both = json!({ "terms_url": TERMS, "privacy_url": PRIVACY });
    let terms = json!({ "terms_url": TERMS });
    let privacy = json!({ "terms_url": null, "privacy_url": PRIVACY });
    let none = json!({});
    let other = json!({ "terms_url": "https://www.example.com/old", "privacy_url": PRIVACY });
    for (asked, accepted, begins) in [
        (&both, &both, true),
        (&both, &terms, false),
        (&both, &other, false),
        (&both, &none, false),
        (&terms, &terms, true),
        (&terms, &both, false),
        (&privacy, &privacy, true),
        (&privacy, &Value::Null, false),
        (&none, &Value::Null, true),
        (&none, &none, true),
        // Of what nobody asked for nothing is kept.
        (&none, &both, true),
    ] {
        let scenario = site.scenario(asked.clone()).await;
        let (status, made) = begin(&site, &scenario["id"], json!({ "accepted": accepted })).await;
        let case = format!("{asked} {accepted}: {made}");
        if begins {
            assert_eq!(status, 201, "{case}");
            let line = format!("GET /sessions/{}", made["session_id"].as_str().unwrap());
            let kept = site.api(&line, &Value::Null).await.with(StatusCode::OK);
            let is_asked = *asked != none;
            assert_eq!(kept["accepted"].is_object(), is_asked, "{case}: {kept}");
            assert_eq!(kept["accepted"]["terms_url"], asked["terms_url"], "{case}");
            assert_eq!(
                kept["accepted"]["privacy_url"], asked["privacy_url"],
                "{case}"
            );
            if is_asked {
                assert_eq!(kept["accepted"]["at"], kept["created_at"], "{case}");
            }
        } else {
            assert_eq!(status, 422, "{case}");
            let place = &made["detail"][0]["loc"];
            assert_eq!(*place, json!(["body", "accepted"]), "{case}");
        }
    }
}

#[tokio::test]
async fn what_was_accepted_is_told_to_the_page_and_exported_with_the_visitor() {
    let site = Site::new().await;
    let asked = json!({ "terms_url": TERMS, "privacy_url": PRIVACY });
    let texts = json!({ "texts": { "*": { "start": "Let us talk" } } });
    let mut more = asked.clone();
    more["texts"] = texts["texts"].clone();
    let scenario = site.scenario(more).await;
    let line = format!(
        "GET /api/embed/scenarios/{}",
        scenario["id"].as_str().unwrap()
    );
    let facts = site.ask(&line, &[], "").await.with(StatusCode::OK);
    for (member, told) in [
        ("terms_url", &asked["terms_url"]),
        ("privacy_url", &asked["privacy_url"]),
        ("texts", &texts["texts"]),
    ] {
        assert_eq!(facts[member], *told, "{member}");
    }
    let held = json!({ "accepted": asked, "interface_language": "pt-BR", "language": "en" });
    let held = site
        .open_with(scenario["id"].as_str().unwrap(), "Ada", held)
        .await;
    held.stop("visitor").await;
    let line = "GET /visitors/export?email=ada@example.com";
    let told = site.api(line, &Value::Null).await.with(StatusCode::OK);
    let records = told["records"].as_array().unwrap();
    let session = records.iter().find(|it| it["kind"] == "session").unwrap();
    assert_eq!(session["data"]["accepted"]["terms_url"], TERMS, "{told}");
    assert_eq!(session["data"]["interface_language"], "pt-BR");
    assert_eq!(session["data"]["language"], "en");
}

#[tokio::test]
async fn a_session_that_is_resumed_is_not_asked_again() {
    let site = Site::new().await;
    let asked = json!({ "terms_url": TERMS });
    let scenario = site.scenario(asked.clone()).await;
    let (_, made) = begin(&site, &scenario["id"], json!({ "accepted": asked })).await;
    let token = made["session_token"].as_str().unwrap();
    let bearer = format!("authorization: Bearer {token}");
    let body =
        json!({ "scenario_id": scenario["id"], "style": "full", "restore": made["session_id"] });
    let again = site
        .ask(
            "POST /api/embed/sessions",
            &[JSON, &bearer],
            body.to_string(),
        )
        .await
        .with(StatusCode::OK);
    assert_eq!(again["session_id"], made["session_id"]);
}

#[tokio::test]
async fn a_backend_asks_for_what_the_operator_sets() {
    let more = format!("terms_url = \"{TERMS}\"");
    let site = Site::with(shop("totebot", "https://api.totebot.example", &more)).await;
    let line = "GET /api/embed/scenarios/mugs?backend=shop";
    let facts = site.ask(line, &[], "").await.with(StatusCode::OK);
    assert_eq!(facts["terms_url"], TERMS, "{facts}");
    for (accepted, status) in [(Value::Null, 422), (json!({ "terms_url": TERMS }), 201)] {
        let more = json!({ "accepted": accepted, "backend": "shop" });
        let (answered, made) = begin(&site, &json!("mugs"), more).await;
        assert_eq!(answered, status, "{made}");
    }
}

#[tokio::test]
async fn addresses_and_texts_are_checked() {
    let site = Site::new().await;
    let long = "x".repeat(2_001);
    let many: serde_json::Map<String, Value> = (0..20)
        .map(|at| (format!("key-{at}"), json!("y".repeat(1_900))))
        .collect();
    for (body, place) in [
        (
            json!({ "terms_url": "www.example.com" }),
            json!(["terms_url"]),
        ),
        (
            json!({ "terms_url": "javascript:alert(1)" }),
            json!(["terms_url"]),
        ),
        (
            json!({ "privacy_url": "ftp://a.example" }),
            json!(["privacy_url"]),
        ),
        (json!({ "privacy_url": 7 }), json!(["privacy_url"])),
        (json!({ "texts": [] }), json!(["texts"])),
        (
            json!({ "texts": { "deutsch!": {} } }),
            json!(["texts", "deutsch!"]),
        ),
        (json!({ "texts": { "de": "x" } }), json!(["texts", "de"])),
        (
            json!({ "texts": { "de": { "Start": "x" } } }),
            json!(["texts", "de", "Start"]),
        ),
        (
            json!({ "texts": { "de": { "a--b": "x" } } }),
            json!(["texts", "de", "a--b"]),
        ),
        (
            json!({ "texts": { "de": { "start": 7 } } }),
            json!(["texts", "de", "start"]),
        ),
        (
            json!({ "texts": { "*": { "start": long } } }),
            json!(["texts", "*", "start"]),
        ),
        (json!({ "texts": { "*": many } }), json!(["texts"])),
    ] {
        let mut form = json!({ "name": "n", "description": "", "ai_instructions": "i" });
        form.as_object_mut()
            .unwrap()
            .extend(body.as_object().unwrap().clone());
        let told = site
            .api("POST /scenarios", &form)
            .await
            .with(StatusCode::UNPROCESSABLE_ENTITY);
        let mut loc = vec![json!("body")];
        loc.extend(place.as_array().unwrap().clone());
        assert_eq!(told["detail"][0]["loc"], json!(loc), "{body:.80}");
    }
}
