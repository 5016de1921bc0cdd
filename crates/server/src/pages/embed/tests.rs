use axum::http::Request;
use serde_json::json;

use super::*;
use crate::settings::{BackendDialect, Settings};
use crate::trial::Site;

const TEMPLATE: &str = r#"<!doctype html><html lang="en"><title>Conversation</title>
<script type="application/json" id="vivavoce-config">{}</script><main data-style="full">"#;

fn composed(query: &str, page: PageConfig) -> String {
    let (config, _) = Config::parse(query);
    compose(TEMPLATE, Style::Minimal, &config, page, "")
}

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
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["referrer-policy"], "no-referrer");
    let bytes = axum::body::to_bytes(response.into_body(), 1_000_000)
        .await
        .unwrap();
    let body = String::from_utf8(bytes.to_vec()).unwrap();
    let page = block(&body);
    (status, body, page)
}

#[test]
fn nothing_a_scenario_or_an_address_says_leaves_its_place() {
    let facts = ScenarioFacts {
        name: "</title></script><script>alert(1)</script>&\"{}".to_owned(),
        ..ScenarioFacts::default()
    };
    let page = PageConfig {
        scenario: Some(facts.clone()),
        ..PageConfig::default()
    };
    for query in ["", "name=%3C/title%3E%3Cscript%3E&lang=%22%3E%3Cscript%3E"] {
        let body = composed(query, page.clone());
        assert_eq!(body.matches("<script").count(), 1, "{body}");
        assert_eq!(body.matches("</script").count(), 1, "{body}");
        assert_eq!(body.matches("</title").count(), 1, "{body}");
        assert_eq!(block(&body).scenario.unwrap(), facts);
    }
}

#[test]
fn a_page_loads_ahead_what_it_needs_for_certain_and_nothing_else() {
    let list = r#"{"after": [{"address": "assets/after-1.css", "integrity": "sha384-a"}],
        "locked": [{"address": "assets/shared-2.wasm", "integrity": "sha384-s"},
            {"address": "assets/locked-3.wasm", "integrity": "sha384-l"}],
        "vendor_agui": [{"address": "assets/shared-2.wasm", "integrity": "sha384-s"},
            {"address": "assets/vendor-4.css", "integrity": "sha384-c", "stated": "vendor.css"},
            {"address": "assets/vendor_agui-5.wasm", "integrity": "sha384-v", "stated": "vendor_agui shared vendor.css"}]}"#;
    let chunks: Chunks = serde_json::from_str(list).unwrap();
    let source = r#"
        [backends.shop]
        dialect = "ag-ui"
        url = "https://t.example"
        [backends.own]
        dialect = "vivavoce"
    "#;
    let flags = crate::settings::Flags::default();
    let settings = Settings::from_sources(&flags, &|_| None, "vivavoce.toml", source).unwrap();
    let links = |page: &PageConfig, backend: Option<&str>| {
        preloads(&chunks, &needed(page, visits::of_page(&settings, backend)))
    };
    let (open, locked, missing) = (
        PageConfig::default(),
        PageConfig {
            locked: Some(Lock::Passcode),
            ..PageConfig::default()
        },
        PageConfig {
            missing: true,
            ..PageConfig::default()
        },
    );
    let of_lock = "<link rel=\"preload\" as=\"fetch\" href=\"/assets/shared-2.wasm\" crossorigin>\n\
         <link rel=\"preload\" as=\"fetch\" href=\"/assets/locked-3.wasm\" crossorigin>\n";
    let of_vendor = "<link rel=\"preload\" as=\"fetch\" href=\"/assets/shared-2.wasm\" crossorigin fetchpriority=\"low\">\n\
         <link rel=\"preload\" as=\"style\" integrity=\"sha384-c\" href=\"/assets/vendor-4.css\" crossorigin fetchpriority=\"low\" data-chunk=\"vendor.css\" data-integrity=\"sha384-c\">\n\
         <link rel=\"preload\" as=\"fetch\" href=\"/assets/vendor_agui-5.wasm\" crossorigin fetchpriority=\"low\" data-chunk=\"vendor_agui shared vendor.css\" data-integrity=\"sha384-v\">\n";
    for (page, backend, wanted) in [
        (&open, None, ""),
        (&open, Some("own"), ""),
        (&open, Some("unknown"), ""),
        (&open, Some("shop"), of_vendor),
        (&locked, None, of_lock),
        (&missing, Some("shop"), ""),
    ] {
        assert_eq!(links(page, backend), wanted, "{backend:?}");
    }
    let (config, _) = Config::parse("");
    let template = "<head><title>Conversation</title><a href=\"{base}assets/x\"></head>";
    let body = compose(template, Style::Full, &config, locked, of_lock);
    assert!(body.contains("<a href=\"/assets/x\">"), "{body}");
    assert!(body.ends_with(&format!("{of_lock}</head>")), "{body}");
    let both = [
        ("locked".to_owned(), true),
        ("vendor_agui".to_owned(), false),
    ];
    assert_eq!(preloads(&chunks, &both).matches("shared-2").count(), 1);
    assert!(preloads(&Chunks::new(), &both).is_empty());
}

#[test]
fn every_dialect_is_a_chunk_of_the_widget() {
    let source = include_str!("../../../../../src/chunks.rs");
    let vendors = BackendDialect::NAMES
        .iter()
        .filter(|(_, dialect)| *dialect != BackendDialect::Vivavoce);
    for (name, _) in vendors {
        let row = format!("chunk!(vendor_{}, ", name.replace('-', ""));
        assert!(source.contains(&row), "{name} is in no chunk");
        assert!(
            source.contains(&format!("\"{name}\" => ")),
            "{name} is not asked for"
        );
    }
}

#[test]
fn style_title_and_language_are_in_the_first_paint() {
    let body = composed("name=Caf%C3%A9&lang=ar", PageConfig::default());
    assert!(body.contains("data-style=\"minimal\""), "{body}");
    assert!(body.contains("<title>Café</title>"), "{body}");
    assert!(body.contains("<html lang=\"ar\" dir=\"rtl\">"), "{body}");
    assert!(composed("", PageConfig::default()).contains("<html lang=\"en\">"));
}

#[test]
fn the_first_byte_has_the_direction_of_the_controls_or_else_of_the_conversation() {
    for (query, tag) in [
        ("", "<html lang=\"en\">"),
        ("languageCode=de", "<html lang=\"en\">"),
        ("lang=de", "<html lang=\"de\">"),
        ("lang=ar", "<html lang=\"ar\" dir=\"rtl\">"),
        ("languageCode=ar", "<html lang=\"en\" dir=\"rtl\">"),
        ("accent=he-IL", "<html lang=\"en\" dir=\"rtl\">"),
        ("languageCode=nqo", "<html lang=\"en\" dir=\"rtl\">"),
        ("lang=de&languageCode=ar", "<html lang=\"de\">"),
        ("lang=ar&languageCode=de", "<html lang=\"ar\" dir=\"rtl\">"),
        ("languageCode=ar-Latn", "<html lang=\"en\">"),
    ] {
        let body = composed(query, PageConfig::default());
        assert!(body.contains(tag), "{query}: {body}");
    }
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
    for (id, lock) in [(private, Lock::Token), (guarded, Lock::Passcode)] {
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
    let flags = crate::settings::Flags::default();
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
