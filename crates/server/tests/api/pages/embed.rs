use axum::http::Request;
use serde_json::json;

use axum::extract::FromRequestParts as _;
use axum::http::StatusCode;
use vivavoce_core::address::Style;
use vivavoce_pages::embed::{Address, filled};
use vivavoce_protocol::wire::{Lock, PageConfig};
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

const TEMPLATE: &str = r#"<!doctype html><html lang="en"><title>Conversation</title>
<script type="application/json" id="vivavoce-config">{}</script><main data-style="full">"#;

/// The block as the widget reads it.
fn block(body: &str) -> PageConfig {
    let (_, json) = body.split_once("id=\"vivavoce-config\">").unwrap();
    let (json, _) = json.split_once("</script>").unwrap();
    serde_json::from_str(json).unwrap()
}

/// Status, body and block of the page of `scenario`.
async fn opened(site: &Site, scenario: &str, cookie: Option<&str>) -> (u16, String, PageConfig) {
    opened_with(site, scenario, "color=blue-500", cookie).await
}

async fn opened_with(
    site: &Site,
    scenario: &str,
    query: &str,
    cookie: Option<&str>,
) -> (u16, String, PageConfig) {
    let mut request = Request::builder()
        .uri(format!("/embed/x?{query}"))
        .header("host", "v.example");
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    let mut address = Address::from_request_parts(&mut parts, &site.app)
        .await
        .unwrap();
    address.scenario = scenario.to_owned();
    let response = filled(&site.app, Style::Full, address, TEMPLATE)
        .await
        .unwrap();
    let status = response.status().as_u16();
    assert_eq!(
        response.headers()["cache-control"],
        "no-store, no-transform"
    );
    assert_eq!(response.headers()["referrer-policy"], "no-referrer");
    let bytes = axum::body::to_bytes(response.into_body(), 1_000_000)
        .await
        .unwrap();
    let body = String::from_utf8(bytes.to_vec()).unwrap();
    let page = block(&body);
    (status, body, page)
}

#[tokio::test]
async fn a_page_carries_the_facts_and_never_what_is_internal() {
    let site = Site::new().await;
    let made = site
        .scenario(json!({ "slug": "my-training", "rubrik": "CANARY-RUBRIC" }))
        .await;
    for id in [made["id"].as_str().unwrap(), "my-training"] {
        let (status, body, page) = opened(&site, id, None).await;
        assert_eq!(status, 200);
        let facts = page.scenario.unwrap();
        assert_eq!(facts.id, made["id"].as_str().unwrap());
        assert_eq!(
            (facts.name.as_str(), facts.variables),
            ("Training", vec!["product".to_owned()])
        );
        assert_eq!(facts.user_friendly_description, None);
        assert!(!page.theme.is_empty() && page.locked.is_none() && !page.missing);
        assert!(!body.contains("CANARY"), "{body}");
    }
}

#[tokio::test]
async fn a_page_may_be_framed_where_the_scenarios_owner_says() {
    let site = Site::new().await;
    let hosts = json!(["https://a.example", "https://b.example"]);
    for (more, framed) in [
        (json!({ "allowed_hosts": hosts }), true),
        // What is locked is framed by nobody else either.
        (
            json!({ "allowed_hosts": hosts, "passcode": "open sesame" }),
            true,
        ),
        (json!({}), false),
    ] {
        let scenario = site.scenario(more.clone()).await;
        let request = Request::builder()
            .uri("/embed/x")
            .header("host", "v.example");
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let mut address = Address::from_request_parts(&mut parts, &site.app)
            .await
            .unwrap();
        scenario["id"]
            .as_str()
            .unwrap()
            .clone_into(&mut address.scenario);
        let response = filled(&site.app, Style::Full, address, TEMPLATE)
            .await
            .unwrap();
        let policy = response.headers()["content-security-policy"].clone();
        let ancestors = "frame-ancestors 'self' https://a.example https://b.example";
        assert_eq!(
            policy.to_str().unwrap().contains(ancestors),
            framed,
            "{more}"
        );
        let (_, _, page) = opened(&site, scenario["id"].as_str().unwrap(), None).await;
        let told = json!(page.deployment.allowed_hosts);
        assert_eq!(told == hosts, framed, "{more}: {told}");
    }
}

#[tokio::test]
async fn an_unknown_scenario_opens_a_page_that_says_so() {
    let site = Site::new().await;
    for id in ["nobody", "basic", "", "\u{0}", &"x".repeat(5_000)] {
        let (status, _, page) = opened(&site, id, None).await;
        assert_eq!((status, page.missing), (404, true), "{id:.20}");
    }
}

#[tokio::test]
async fn a_locked_scenario_opens_with_its_cookie_and_no_other() {
    let site = Site::new().await;
    let private = site.scenario(json!({ "is_public": false })).await;
    let private = private["id"].as_str().unwrap();
    let guarded = site.scenario(json!({ "passcode": "open sesame" })).await;
    let guarded = guarded["id"].as_str().unwrap();
    let paid = site.scenario(json!({ "pricing": { "amount": 5 } })).await;
    let coming = json!({ "starts_at": 4_076_026_200_000_i64 });
    let coming = site.scenario(coming).await;
    let past = json!({ "ends_at": 1_583_020_800_000_i64 });
    let past = site.scenario(past).await;
    for (id, lock) in [
        (private, Lock::Token),
        (guarded, Lock::Passcode),
        (paid["id"].as_str().unwrap(), Lock::Paid),
        (
            coming["id"].as_str().unwrap(),
            Lock::OpensAt(4_076_026_200_000),
        ),
        (
            past["id"].as_str().unwrap(),
            Lock::ClosedAt(1_583_020_800_000),
        ),
    ] {
        let (status, body, page) = opened(&site, id, None).await;
        assert_eq!(
            (status, page.locked, page.scenario),
            (200, Some(lock), None)
        );
        assert!(!body.contains("Training"), "{body}");
    }

    let minted = site
        .api(
            "POST /scenario-access-token",
            &json!({ "scenario_id": private }),
        )
        .await;
    let token = minted.json()["access_token"].as_str().unwrap().to_owned();
    let body = json!({ "scenario_id": private, "token": token }).to_string();
    let granted = site
        .ask(
            "POST /api/embed/access",
            &["content-type: application/json"],
            body,
        )
        .await;
    let cookie = granted.headers["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let (_, _, page) = opened(&site, private, Some(cookie)).await;
    assert_eq!(page.scenario.unwrap().name, "Training");

    let (_, value) = cookie.split_once('=').unwrap();
    let borrowed = format!("__Host-vv-{guarded}={value}");
    let (_, _, page) = opened(&site, guarded, Some(&borrowed)).await;
    assert_eq!(page.locked, Some(Lock::Passcode));

    site.app.clock.advance(3_600_001);
    let (_, _, page) = opened(&site, private, Some(cookie)).await;
    assert_eq!(
        page.locked,
        Some(Lock::Token),
        "the cookie outlived its token"
    );
}

#[tokio::test]
async fn addresses_that_lead_nowhere_are_answered_in_their_own_language() {
    let site = Site::new().await;
    let page = site.ask("GET /nowhere", &[], "").await;
    assert_eq!(page.status, 404);
    assert!(page.text.contains("Nothing is here"), "{}", page.text);
    for line in [
        "GET /api/public/nowhere",
        "GET /api/nowhere",
        "PATCH /api/public/scenarios",
    ] {
        let answer = site.ask(line, &[], "").await;
        assert!(matches!(answer.status, 404 | 405), "{line}");
        assert!(
            answer.json()["detail"].is_string(),
            "{line}: {}",
            answer.text
        );
    }
    assert_eq!(
        site.ask("GET /healthz", &[], "").await.with(StatusCode::OK)["status"],
        "ok"
    );
    let asset = site.ask("GET /assets/gone-0123456789ab.js", &[], "").await;
    assert_eq!(
        (
            asset.status,
            asset.headers["cache-control"].to_str().unwrap()
        ),
        (404, "no-store")
    );
    assert_eq!(asset.headers["access-control-allow-origin"], "*");
}

#[tokio::test]
async fn a_page_of_another_system_opens_whatever_it_calls_its_scenario() {
    let source = r#"
        [embed]
        backend = "shop"
        [backends.shop]
        dialect = "totebot"
        url = "https://t.example"
        secret = "CANARY-SECRET"
        title = "Shop assistant"
        description = "Ask about mugs."
        [backends.desk]
        dialect = "tovie"
        url = "https://d.example/chatapi"
        secret = "CANARY-TOKEN"
        [backends.open]
        dialect = "tovie"
        url = "https://d.example/chatapi"
        secret = "public-token"
        direct = true
        scenarios = ["only"]
        [backends.own]
        dialect = "vivavoce"
    "#;
    let flags = vivavoce_server::settings::Flags::default();
    let settings = Settings::from_sources(&flags, &|_| None, "vivavoce.toml", source).unwrap();
    let site = Site::with(settings).await;
    site.scenario(json!({ "slug": "ours" })).await;
    for (scenario, query, title) in [
        ("anything", "", Some("Shop assistant")),
        ("ours", "backend=desk", Some("desk")),
        ("only", "backend=open", Some("open")),
        ("other", "backend=open", None),
        ("ours", "backend=own", Some("Training")),
        ("anything", "backend=own", None),
        ("ours", "backend=shoop", None),
    ] {
        let (status, body, page) = opened_with(&site, scenario, query, None).await;
        let name = page.scenario.as_ref().map(|facts| facts.name.as_str());
        assert_eq!(name, title, "{scenario}?{query}");
        assert_eq!(status, if title.is_some() { 200 } else { 404 });
        assert_eq!(page.missing, title.is_none());
        assert!(!body.contains("CANARY"), "{body}");
        assert_eq!(page.deployment.backend.as_deref(), Some("shop"));
        let addresses = page
            .deployment
            .backends
            .iter()
            .filter_map(|it| it.address.clone());
        let addresses: Vec<String> = addresses.collect();
        assert_eq!(addresses, ["https://d.example/chatapi/public-token"]);
    }
    let (_, _, page) = opened_with(&site, "anything", "", None).await;
    let facts = page.scenario.unwrap();
    assert_eq!(
        (facts.id.as_str(), facts.shows_results),
        ("anything", false)
    );
    assert_eq!(
        facts.user_friendly_description.as_deref(),
        Some("Ask about mugs.")
    );
}
