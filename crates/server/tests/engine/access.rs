//! Private scenarios and resumed sessions.

use serde_json::{Value, json};
use vivavoce_engine::ids;
use vivavoce_engine::store::{
    Access, AccessKind, Database, Purchase, PurchaseStatus, Scenario, passcode,
};
use vivavoce_engine::{settings::Limits, settings::Rate};
use vivavoce_server::settings::Settings;

use crate::site::{Site, limits, scenario, site, site_in, told};

const HOST: (&str, &str) = ("host", "embed.localhost");

async fn mint(site: &Site, scenario: &Scenario, hours: i64, session: Option<&str>) -> String {
    let token = ids::new_secret();
    let now = site.app.clock.now();
    let access = Access {
        scenario_id: scenario.id.clone(),
        kind: AccessKind::Minted,
        email: None,
        session_id: session.map(str::to_owned),
        made_by: None,
        passcode_epoch: 0,
        is_preview: false,
        created_at: now,
        expires_at: now + hours * 3_600_000,
    };
    site.app.store.add_access(access, &token).await.unwrap();
    token
}

async fn private(site: &Site, slug: &str) -> Scenario {
    let mut private = scenario(slug);
    private.is_public = false;
    private.strategy = json!({ "skip_auto_start": true });
    site.put(private).await
}

async fn with_passcode(site: &Site, slug: &str, code: &str) -> Scenario {
    let mut locked = scenario(slug);
    locked.passcode_hash = Some(passcode::hash(code).await.unwrap());
    site.put(locked).await
}

fn start(id: &str) -> Value {
    json!({ "scenario_id": id, "style": "full" })
}

#[tokio::test]
async fn a_token_opens_its_scenario_until_it_expires() {
    let site = site().await;
    site.app.clock.hold();
    let scenario = private(&site, "private").await;
    let other = private(&site, "other").await;
    let path = "/api/embed/scenarios/private";
    let locked = site.get(path, &[]).await.expect(401).json();
    assert_eq!(locked["locked"], "token");
    site.post("/api/embed/sessions", &[], start("private"))
        .await
        .expect(401);

    let token = mint(&site, &scenario, 1, None).await;
    let ask = |id: &str, token: &str| json!({ "scenario_id": id, "token": token });
    let access = "/api/embed/access";
    let foreign = site
        .post(access, &[], ask(&other.id, &token))
        .await
        .expect(403)
        .json();
    assert_eq!(foreign["locked"], "token");
    site.post(access, &[], ask("private", "nonsense"))
        .await
        .expect(403);
    site.post(access, &[], ask("nowhere", &token))
        .await
        .expect(404);
    for _ in 0..3 {
        let granted = site
            .post(access, &[], ask("private", &token))
            .await
            .expect(200);
        let cookie = granted.header("set-cookie").to_owned();
        let name = format!("__Host-vv-{}=", scenario.id);
        assert!(cookie.starts_with(&name), "{cookie}");
        let attributes = "; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=None; Partitioned";
        assert!(cookie.ends_with(attributes), "{cookie}");
        let bearer = format!("Bearer {}", granted.json()["bearer"].as_str().unwrap());
        let held = [("authorization", bearer.as_str())];
        site.get(path, &held).await.expect(200);
        site.get("/api/embed/scenarios/other", &held)
            .await
            .expect(403);
        site.post("/api/embed/sessions", &held, start("private"))
            .await
            .expect(201);
    }
    let granted = site
        .post(access, &[], ask("private", &token))
        .await
        .expect(200)
        .json();
    let bearer = format!("Bearer {}", granted["bearer"].as_str().unwrap());
    site.app.clock.advance(3_601_000);
    assert_eq!(
        site.get(path, &[("authorization", &bearer)])
            .await
            .expect(403)
            .json()["locked"],
        "token"
    );
    site.post(access, &[], ask("private", &token))
        .await
        .expect(403);
}

#[tokio::test]
async fn a_cookie_counts_only_for_our_own_page() {
    let site = site().await;
    let scenario = private(&site, "private").await;
    let token = mint(&site, &scenario, 1, None).await;
    let ask = json!({ "scenario_id": "private", "token": token });
    let granted = site
        .post("/api/embed/access", &[HOST], ask)
        .await
        .expect(200);
    let cookie = granted
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let cookie = ("cookie", cookie.as_str());
    site.get("/api/embed/scenarios/private", &[HOST, cookie])
        .await
        .expect(200);
    for (origin, status) in [
        (Some("http://embed.localhost"), 201),
        (Some("https://embed.localhost"), 201),
        (Some("https://evil.example"), 401),
        (Some("https://embed.localhost.evil.example"), 401),
        (Some("null"), 401),
        (None, 401),
    ] {
        let mut headers = vec![HOST, cookie];
        headers.extend(origin.map(|origin| ("origin", origin)));
        let answer = site
            .post("/api/embed/sessions", &headers, start("private"))
            .await;
        assert_eq!(answer.status, status, "{origin:?}");
    }
}

#[tokio::test]
async fn passcodes_are_limited_by_scenario_and_address() {
    let site = site().await;
    site.app.clock.hold();
    with_passcode(&site, "coded", "open sesame").await;
    with_passcode(&site, "also-coded", "open sesame").await;
    let locked = site
        .get("/api/embed/scenarios/coded", &[])
        .await
        .expect(401)
        .json();
    assert_eq!(locked["locked"], "passcode");
    let attempt = async |slug: &str, code: &str| {
        let body = json!({ "scenario_id": slug, "passcode": code });
        site.post("/api/embed/access", &[], body).await
    };
    for _ in 0..15 {
        attempt("coded", "open sesame").await.expect(200);
    }
    for _ in 0..30 {
        let wrong = attempt("coded", "sesame").await.expect(403).json();
        assert_eq!(wrong["detail"], "That passcode is not right.");
        assert_eq!(wrong["locked"], "passcode");
    }
    let refused = attempt("coded", "open sesame").await.expect(429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    assert_eq!(
        refused.header("access-control-expose-headers"),
        "retry-after"
    );
    attempt("also-coded", "open sesame").await.expect(200);
    site.app.clock.advance(60_000);
    attempt("coded", "open sesame").await.expect(200);
    attempt("coded", &"x".repeat(10_000)).await.expect(403);
}

/// A site whose visitors come from wherever they say, and what a try of the scenario `coded` answers.
async fn guessed_at(limits: Limits) -> (Site, impl AsyncFn(&Site, &str, &str) -> u16) {
    let settings = Settings {
        engine: vivavoce_engine::Settings {
            limits,
            ..vivavoce_engine::Settings::default()
        },
        http: vivavoce_http::HttpSettings {
            trusted_proxies: vec!["0.0.0.0/32".parse().unwrap()],
            ..vivavoce_http::HttpSettings::default()
        },
        ..Settings::default()
    };
    let site = site_in(&Database::Memory, settings).await;
    site.app.clock.hold();
    with_passcode(&site, "coded", "open sesame").await;
    let attempt = async |site: &Site, address: &str, code: &str| {
        let body = json!({ "scenario_id": "coded", "passcode": code });
        let from = [("x-forwarded-for", address)];
        site.post("/api/embed/access", &from, body).await.status
    };
    (site, attempt)
}

#[tokio::test]
async fn a_passcode_guessed_at_from_everywhere_opens_to_who_knows_it() {
    let (site, attempt) = guessed_at(Limits {
        passcodes_in_all: Rate {
            burst: 3,
            per_minute: 1,
        },
        ..limits()
    })
    .await;
    for machine in 1..=3 {
        let address = format!("203.0.113.{machine}");
        assert_eq!(attempt(&site, &address, "sesame").await, 403, "{address}");
    }
    // From now on each address has five tries an hour.
    for status in [403, 403, 403, 403, 403, 429, 429] {
        assert_eq!(attempt(&site, "203.0.113.4", "sesame").await, status);
    }
    assert_eq!(attempt(&site, "203.0.113.4", "open sesame").await, 429);
    for _ in 0..12 {
        assert_eq!(attempt(&site, "203.0.113.5", "open sesame").await, 200);
    }
    site.app.clock.advance(12 * 60_000);
    assert_eq!(attempt(&site, "203.0.113.4", "open sesame").await, 200);
}

#[tokio::test]
async fn a_network_of_many_households_tries_passcodes_for_all_of_them_together() {
    let (site, attempt) = guessed_at(Limits {
        passcodes: Rate {
            burst: 1,
            per_minute: 1,
        },
        ..limits()
    })
    .await;
    let attempt = async |address: &str, code: &str| attempt(&site, address, code).await;
    for household in 0..8 {
        let address = format!("2001:db8:1:{household:x}::1");
        assert_eq!(attempt(&address, "open sesame").await, 200);
        assert_eq!(attempt(&address, "sesame").await, 403, "{address}");
        assert_eq!(attempt(&address, "sesame").await, 429, "{address}");
    }
    assert_eq!(attempt("2001:db8:1:ff::1", "open sesame").await, 429);
    assert_eq!(attempt("2001:db8:2:ff::1", "open sesame").await, 200);
    assert_eq!(attempt("203.0.113.1", "open sesame").await, 200);
}

#[tokio::test]
async fn only_who_holds_a_session_resumes_it() {
    let site = site().await;
    let scenario = private(&site, "private").await;
    let access = mint(&site, &scenario, 1, None).await;
    let open = format!("Bearer {access}");
    let created = site
        .post(
            "/api/embed/sessions",
            &[("authorization", &open)],
            start("private"),
        )
        .await
        .expect(201)
        .json();
    let id = created["session_id"].as_str().unwrap();
    let mut body = start("private");
    body["restore"] = json!(id);
    let restored = async |bearer: &str| {
        let bearer = format!("Bearer {bearer}");
        let held = [("authorization", bearer.as_str())];
        site.post("/api/embed/sessions", &held, body.clone())
            .await
            .json()
    };
    let token = created["session_token"].as_str().unwrap();
    let again = restored(token).await;
    assert_eq!(again["restored"], true);
    assert_eq!(again["session_id"], id);
    assert_eq!(again["session_token"], token);
    assert_eq!(again["stop_ticket"], created["stop_ticket"]);
    let anew = restored(&access).await;
    assert_eq!(
        anew["restored"], false,
        "access to the scenario is not access to a session of it"
    );
    assert_ne!(anew["session_id"], id);
    let for_it = mint(&site, &scenario, 1, Some(id)).await;
    let resumed = restored(&for_it).await;
    assert_eq!(resumed["restored"], true);
    let token = resumed["session_token"].as_str().unwrap().to_owned();
    let talk = crate::site::Talk {
        site: &site,
        id: id.to_owned(),
        token,
        created: Value::Null,
    };
    assert_eq!(told(&talk.log().await), "started");
    talk.post("stop", json!({})).await.expect(200);
    assert_eq!(
        restored(&for_it).await["restored"],
        false,
        "an ended session is not resumed"
    );
}

#[tokio::test]
async fn a_session_opens_to_its_own_token_only() {
    let site = site().await;
    let one = site.talk().await;
    let other = site.talk().await;
    for (id, token, status) in [
        (&one.id, one.token.as_str(), 200),
        (&one.id, other.token.as_str(), 401),
        (&one.id, "", 401),
        (&one.id, &one.token.to_uppercase(), 401),
        (&"0".repeat(24), one.token.as_str(), 404),
    ] {
        let bearer = format!("Bearer {token}");
        for (method, rest) in [
            ("GET", "events?wait=0"),
            ("GET", "results"),
            ("POST", "turns"),
            ("POST", "notes"),
            ("POST", "submit"),
            ("POST", "turns/turn-0001/cancel"),
        ] {
            let path = format!("/api/embed/sessions/{id}/{rest}");
            let headers = [("authorization", bearer.as_str())];
            let answer = match method {
                "GET" => site.get(&path, &headers).await,
                _ => site.post(&path, &headers, json!({})).await,
            };
            let is_refused = matches!(answer.status, 401 | 404) && rest != "turns/turn-0001/cancel";
            if status == 200 {
                assert!(!is_refused, "{method} {rest}: {}", answer.text);
            } else {
                assert_eq!(answer.status, status, "{method} {rest}: {}", answer.text);
                assert!(answer.json()["detail"].is_string());
            }
        }
    }
}

#[tokio::test]
async fn a_paid_scenario_opens_to_its_buyers_token_only() {
    let site = site().await;
    let mut paid = with_passcode(&site, "paid", "open sesame").await;
    for pricing in [
        json!({ "amount": 29.99 }),
        json!({ "price": "5" }),
        json!({ "is_paid": true }),
    ] {
        paid.pricing = pricing;
        site.put(paid.clone()).await;
        let mut body = start("paid");
        body["user"] = json!({ "name": "Ann", "email": "buyer@example.com" });
        assert_eq!(
            site.post("/api/embed/sessions", &[], body.clone())
                .await
                .expect(401)
                .json()["locked"],
            "paid"
        );
        let guess = json!({ "scenario_id": "paid", "passcode": "open sesame" });
        site.post("/api/embed/access", &[], guess).await.expect(422);
        let anyone = mint(&site, &paid, 1, None).await;
        let held = format!("Bearer {anyone}");
        site.post(
            "/api/embed/sessions",
            &[("authorization", &held)],
            body.clone(),
        )
        .await
        .expect(403);
        let token = ids::new_secret();
        let access = Access {
            email: Some("buyer@example.com".to_owned()),
            ..site.app.store.access(&anyone).await.unwrap().unwrap()
        };
        site.app.store.add_access(access, &token).await.unwrap();
        let ask = json!({ "scenario_id": "paid", "token": token });
        let granted = async |status| {
            let answer = site.post("/api/embed/access", &[], ask.clone()).await;
            answer.expect(status).json()
        };
        buy(&site, &paid, PurchaseStatus::Refunded).await;
        granted(403).await;
        buy(&site, &paid, PurchaseStatus::Completed).await;
        let granted = granted(200).await;
        let held = format!("Bearer {}", granted["bearer"].as_str().unwrap());
        site.post(
            "/api/embed/sessions",
            &[("authorization", &held)],
            body.clone(),
        )
        .await
        .expect(201);
        // What the money had opened closes with it.
        buy(&site, &paid, PurchaseStatus::Refunded).await;
        site.post("/api/embed/sessions", &[("authorization", &held)], body)
            .await
            .expect(403);
    }
}

/// Records the purchase of `buyer@example.com` as it stands now.
async fn buy(site: &Site, scenario: &Scenario, status: PurchaseStatus) {
    let purchase = Purchase {
        id: "pay_1".to_owned(),
        account_id: scenario.account_id.clone(),
        scenario_id: Some(scenario.id.clone()),
        scenario_name: scenario.name.clone(),
        product_id: scenario.id.clone(),
        product_type: "scenario".to_owned(),
        product_name: scenario.name.clone(),
        user_id: None,
        user_name: String::new(),
        user_email: "buyer@example.com".to_owned(),
        amount: 29.99,
        currency: "USD".to_owned(),
        status,
        purchase_date: 1,
        created_at: 1,
        updated_at: 1,
        completed_at: Some(1),
    };
    let store = &site.app.store;
    let seen = store
        .purchase(&purchase.account_id, &purchase.id)
        .await
        .unwrap();
    store.record_purchase(purchase, None, seen).await.unwrap();
}

#[tokio::test]
async fn a_scenario_opens_between_its_dates() {
    let site = site().await;
    let now = site.app.clock.now();
    for (slug, starts, ends, status) in [
        ("before", Some(now + 60_000), None, 403),
        ("during", Some(now - 60_000), Some(now + 60_000), 201),
        ("after", None, Some(now - 1), 403),
    ] {
        let mut dated = scenario(slug);
        dated.starts_at = starts;
        dated.ends_at = ends;
        site.put(dated).await;
        site.post("/api/embed/sessions", &[], start(slug))
            .await
            .expect(status);
    }
}
