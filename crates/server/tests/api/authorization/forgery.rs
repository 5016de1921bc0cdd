//! Tokens that were tampered with, at every door.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use vivavoce_engine::ids;
use vivavoce_engine::{settings::Limits, settings::Rate};
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

const JSON: &str = "content-type: application/json";
const HOUR: i64 = 3_600_000;

/// A site whose limits do not stand before what is tested.
async fn patient_site() -> Site {
    let many = Rate {
        burst: 10_000_000,
        per_minute: 10_000_000,
    };
    Site::with(Settings {
        engine: vivavoce_engine::Settings {
            limits: Limits {
                anonymous_calls: many,
                api_calls: many,
                ..Limits::default()
            },
            ..vivavoce_engine::Settings::default()
        },
        ..Settings::default()
    })
    .await
}

/// A private scenario, an access token for it, the bearer that became of it, and a session.
struct Held {
    scenario: String,
    token: String,
    bearer: String,
    session: String,
    session_token: String,
    stop_ticket: String,
}

async fn held(site: &Site, slug: &str) -> Held {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let made = site
        .scenario(json!({ "slug": slug, "is_public": false }))
        .await;
    let scenario = text(&made, "id");
    let token = mint(site, &scenario, 1).await;
    let granted = exchange(site, &scenario, &token).await.unwrap();
    let start = json!({ "scenario_id": scenario, "style": "full" }).to_string();
    let bearer = text(&granted, "bearer");
    let authorization = format!("authorization: Bearer {bearer}");
    let started = site
        .ask("POST /api/embed/sessions", &[JSON, &authorization], start)
        .await
        .with(StatusCode::CREATED);
    Held {
        scenario,
        token,
        bearer,
        session: text(&started, "session_id"),
        session_token: text(&started, "session_token"),
        stop_ticket: text(&started, "stop_ticket"),
    }
}

async fn mint(site: &Site, scenario: &str, hours: u32) -> String {
    let ask = json!({ "scenario_id": scenario, "valid_for_hours": hours });
    let minted = site.api("POST /scenario-access-token", &ask).await;
    minted.with(StatusCode::OK)["access_token"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn exchange(site: &Site, scenario: &str, token: &str) -> Result<Value, u16> {
    let ask = json!({ "scenario_id": scenario, "token": token }).to_string();
    let answer = site.ask("POST /api/embed/access", &[JSON], ask).await;
    if answer.status == 200 {
        Ok(answer.json())
    } else {
        Err(answer.status)
    }
}

/// The doors `secret` opens, by name.
async fn opened(site: &Site, held: &Held, secret: &str) -> Vec<&'static str> {
    let mut doors = Vec::new();
    if exchange(site, &held.scenario, secret).await.is_ok() {
        doors.push("exchange");
    }
    let line = format!("POST /api/embed/sessions/{}/stop", held.session);
    // The whole one would end the session.
    for (door, name, whole) in [
        ("beacon", "session_token", &held.session_token),
        ("ticket", "stop_ticket", &held.stop_ticket),
    ] {
        let beacon = json!({ name: secret, "reason": "visitor" }).to_string();
        if secret != whole && site.ask(&line, &[], beacon).await.status < 300 {
            doors.push(door);
        }
    }
    // What no header can carry cannot come by one, and the space around a value is not part of it.
    if !secret.bytes().all(|byte| byte.is_ascii_graphic()) || secret.is_empty() {
        return doors;
    }
    let bearer = format!("authorization: Bearer {secret}");
    let cookie = format!("cookie: __Host-vv-{}={secret}", held.scenario);
    let facts = format!("GET /api/embed/scenarios/{}", held.scenario);
    let log = format!("GET /api/embed/sessions/{}/events?wait=0", held.session);
    for (name, line, header) in [
        ("bearer", facts.as_str(), &bearer),
        ("cookie", facts.as_str(), &cookie),
        ("session", log.as_str(), &bearer),
        ("key", "GET /api/public/scenarios", &bearer),
    ] {
        if site.ask(line, &[header], "").await.status < 300 {
            doors.push(name);
        }
    }
    doors
}

/// One of the ways in which a token is forged.
fn tampered(token: &str, way: u32, rng: &mut StdRng) -> String {
    let mut bytes = token.as_bytes().to_vec();
    let place = rng.random_range(0..bytes.len());
    match way {
        0 => {
            bytes[place] ^= 1 << rng.random_range(0..7);
            String::from_utf8_lossy(&bytes).into_owned()
        }
        1 => token[..place].to_owned(),
        2 => token[place.max(1)..].to_owned(),
        3 => format!(
            "{token}{}",
            ["=", "==", ".", "A", "\0", " ", "%00"][place % 7]
        ),
        4 => {
            let swapped = |c: char| {
                if c.is_ascii_lowercase() {
                    c.to_ascii_uppercase()
                } else {
                    c.to_ascii_lowercase()
                }
            };
            if place % 2 == 0 {
                token.chars().map(swapped).collect()
            } else {
                let (before, rest) = token.split_at(place);
                before.chars().chain(rest.chars().map(swapped)).collect()
            }
        }
        5 => {
            bytes.swap(place, (place + 1) % token.len());
            String::from_utf8_lossy(&bytes).into_owned()
        }
        6 => token.chars().rev().collect(),
        7 => format!("{token}{token}"),
        8 => STANDARD.encode(token),
        // What a stolen database would show.
        9 => ids::hash(token)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect(),
        10 => URL_SAFE_NO_PAD.encode(ids::hash(token)),
        11 => {
            let other = ["sat_", "vv_", "tb_pk_", ""][place % 4];
            let bare = token.trim_start_matches("sat_").trim_start_matches("vv_");
            format!("{other}{bare}")
        }
        12 => format!(
            "{}.{}.",
            URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#),
            URL_SAFE_NO_PAD.encode(token)
        ),
        13 => {
            let mut drawn = [0_u8; 32];
            rng.fill(&mut drawn);
            format!("sat_{}", URL_SAFE_NO_PAD.encode(drawn))
        }
        14 => token.replacen(['-', '_'], "+", 1),
        _ => [
            "",
            "null",
            "undefined",
            "' OR 1=1 --",
            "*",
            "%",
            "SCENARIO_ACCESS_TOKEN",
        ][place % 7]
            .to_owned(),
    }
}

#[tokio::test]
async fn a_tampered_token_opens_no_door() {
    let prove = std::env::var_os("VIVAVOCE_PROVE").is_some_and(|value| value == "1");
    let wanted = if prove { 10_000 } else { 1_000 };
    let site = patient_site().await;
    let (own, other) = (held(&site, "own").await, held(&site, "other").await);
    let key = site.key.clone();
    let secrets = [
        &own.token,
        &own.bearer,
        &own.session_token,
        &own.stop_ticket,
        &key,
    ];
    // Each opens its own doors, and no other.
    let doors: [&[&str]; 5] = [
        &["exchange", "bearer", "cookie"],
        &["exchange", "bearer", "cookie"],
        &["session"],
        &[],
        &["key"],
    ];
    for (secret, doors) in secrets.iter().zip(doors) {
        assert_eq!(opened(&site, &own, secret).await, doors);
    }
    for secret in [
        &other.token,
        &other.bearer,
        &other.session_token,
        &other.stop_ticket,
    ] {
        assert!(opened(&site, &own, secret).await.is_empty(), "another's");
    }
    let mut rng = StdRng::seed_from_u64(0x7661_6c69_6421);
    let mut tried = 0;
    while tried < wanted {
        let secret = secrets[tried % secrets.len()];
        let way = rng.random_range(0..16);
        let forged = tampered(secret, way, &mut rng);
        if secrets.contains(&&forged) {
            continue;
        }
        let doors = opened(&site, &own, &forged).await;
        assert!(doors.is_empty(), "{forged:?} (way {way}) opens {doors:?}");
        tried += 1;
    }
    site.app.clock.advance(HOUR + 1_000);
    for secret in [&own.token, &own.bearer] {
        assert!(opened(&site, &own, secret).await.is_empty(), "expired");
    }
    // The session under way goes on by its own token.
    assert_eq!(opened(&site, &own, &own.session_token).await, ["session"]);
    let ticket = json!({ "stop_ticket": own.stop_ticket }).to_string();
    let stop = format!("POST /api/embed/sessions/{}/stop", own.session);
    site.ask(&stop, &[], ticket).await.with(StatusCode::OK);
}

#[tokio::test]
async fn a_session_outlives_the_access_it_began_with_and_a_reload_does_not() {
    let site = patient_site().await;
    let own = held(&site, "own").await;
    let facts = format!("GET /api/embed/scenarios/{}", own.scenario);
    let access = format!("authorization: Bearer {}", own.bearer);
    let told = site.ask(&facts, &[&access], "").await.with(StatusCode::OK);
    let ends = told["access_expires_at"].as_i64().unwrap();
    let left = ends - site.app.clock.now();
    assert!((HOUR - 60_000..=HOUR).contains(&left), "{left}");

    site.app.clock.advance(HOUR + 1_000);
    let session = format!("authorization: Bearer {}", own.session_token);
    let turn = format!("POST /api/embed/sessions/{}/turns", own.session);
    let said = json!({ "text": "Still here" }).to_string();
    let headers = [JSON, &session, "idempotency-key: after-expiry"];
    let taken = site.ask(&turn, &headers, said.clone()).await;
    assert_eq!(taken.status, 202, "{}", taken.text);
    // A reload finds the door shut, whatever it still holds.
    let start = json!({ "scenario_id": own.scenario, "style": "full" }).to_string();
    for (headers, status) in [
        (vec![], 401),
        (vec![access.as_str()], 403),
        (vec![&session], 403),
    ] {
        let shown = site.ask(&facts, &headers, "").await;
        assert_eq!(shown.status, status, "{}", shown.text);
        assert_eq!(shown.json()["locked"], "token");
        let headers: Vec<&str> = headers.into_iter().chain([JSON]).collect();
        let anew = site
            .ask("POST /api/embed/sessions", &headers, start.clone())
            .await;
        assert_eq!(anew.status, status, "{}", anew.text);
    }
    // The host brings a new token: it is exchanged, and the session goes on as it was.
    let token = mint(&site, &own.scenario, 1).await;
    let granted = exchange(&site, &own.scenario, &token).await.unwrap();
    assert!(granted["expires_at"].as_i64().unwrap() > site.app.clock.now());
    let access = format!(
        "authorization: Bearer {}",
        granted["bearer"].as_str().unwrap()
    );
    site.ask(&facts, &[&access], "").await.with(StatusCode::OK);
    let headers = [JSON, &session, "idempotency-key: after-renewal"];
    let taken = site.ask(&turn, &headers, said).await;
    assert_eq!(taken.status, 202, "{}", taken.text);
}
