//! Two changes at once: both are acknowledged, so both are done.

use futures_util::future::join;
use serde_json::{Value, json};

use super::*;
use crate::talkio::School;

/// Two changes of one thing, and what it then has to say of both.
struct Pair {
    line: String,
    one: Value,
    other: Value,
    read: String,
    both: Value,
}

async fn check(site: &Site, pair: Pair) {
    let ask = async |body: &Value| site.api(&pair.line, body).await;
    let (one, other) = join(ask(&pair.one), ask(&pair.other)).await;
    assert!(one.status < 300, "{}: {}", pair.line, one.text);
    assert!(other.status < 300, "{}: {}", pair.line, other.text);
    let stands = site.api(&pair.read, &Value::Null).await.json();
    // A list of one, where nothing reads one alone.
    let stands = match stands.as_object().filter(|it| it.len() <= 2) {
        Some(list) => list
            .values()
            .find(|it| it.is_array())
            .map(|it| it[0].clone()),
        None => None,
    }
    .unwrap_or(stands);
    for (name, value) in pair.both.as_object().unwrap() {
        assert_eq!(&stands[name], value, "{} {name}: {stands}", pair.line);
    }
}

#[tokio::test]
async fn of_two_changes_at_once_none_is_lost() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let id = scenario["id"].as_str().unwrap();
    let records = format!("/scenarios/{id}");
    let made = async |line: String, body: Value| {
        let answer = site.api(&line, &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()["id"].as_str().unwrap().to_owned()
    };
    let purchase = json!({ "id": "p", "scenario_id": id, "user_email": "a@b.example", "amount": 5, "currency": "EUR" });
    made("POST /purchases".to_owned(), purchase).await;
    let lead = made(
        format!("POST {records}/leads"),
        json!({ "name": "A", "email": "a@b.example" }),
    )
    .await;
    let order =
        json!({ "id": "o", "total": 5, "currency": "EUR", "customer_email": "a@b.example" });
    made(format!("POST {records}/orders"), order).await;
    let entry = json!({ "kind": "text", "title": "T", "text": "What it is." });
    let entry = made(format!("POST {records}/knowledge"), entry).await;
    let shop = json!({ "kind": "ecommerce", "provider": "shopify", "name": "S" });
    let shop = made(format!("POST {records}/integrations"), shop).await;
    let channel = json!({ "name": "C", "scenario_id": id });
    let channel = made("POST /channels".to_owned(), channel).await;
    let school = json!({ "slug": "north", "provider": "p", "name": "N" });
    made("POST /organizations".to_owned(), school).await;
    for round in 0..5 {
        let name = format!("name {round}");
        let status = if round % 2 == 0 {
            "refunded"
        } else {
            "completed"
        };
        for (line, one, other, read, both) in [
            (
                "POST /purchases".to_owned(),
                json!({ "id": "p", "status": status }),
                json!({ "id": "p", "user_name": name }),
                "GET /purchases/p".to_owned(),
                json!({ "status": status, "user_name": name }),
            ),
            (
                format!("PUT {records}/leads/{lead}"),
                json!({ "name": name }),
                json!({ "note": name }),
                format!("GET {records}/leads"),
                json!({ "name": name, "note": name }),
            ),
            (
                format!("PUT {records}/orders/o"),
                json!({ "customer_id": name }),
                json!({ "total": round }),
                format!("GET {records}/orders"),
                json!({ "customer_id": name, "total": f64::from(round) }),
            ),
            (
                format!("PUT {records}/knowledge/{entry}"),
                json!({ "title": name }),
                json!({ "text": name }),
                format!("GET {records}/knowledge/{entry}"),
                json!({ "title": name, "text": name }),
            ),
            (
                format!("PUT {records}/integrations/{shop}"),
                json!({ "name": name }),
                json!({ "provider": format!("shop{round}") }),
                format!("GET {records}/integrations"),
                json!({ "name": name, "provider": format!("shop{round}") }),
            ),
            (
                format!("PUT /channels/{channel}"),
                json!({ "name": name }),
                json!({ "block_form": round % 2 == 0 }),
                format!("GET /channels/{channel}"),
                json!({ "name": name, "block_form": round % 2 == 0 }),
            ),
            (
                "POST /organizations".to_owned(),
                json!({ "slug": "north", "name": name }),
                json!({ "slug": "north", "logout_url": format!("https://a.example/{round}") }),
                "GET /organizations/north".to_owned(),
                json!({ "name": name, "logout_url": format!("https://a.example/{round}") }),
            ),
        ] {
            let pair = Pair {
                line,
                one,
                other,
                read,
                both,
            };
            check(&site, pair).await;
        }
    }
    // Made by two at once, it is made by one and changed by the other.
    let one = json!({ "slug": "south", "provider": "p", "name": "One" });
    let other = json!({ "slug": "south", "provider": "p", "logout_url": "https://a.example/" });
    let line = "POST /organizations";
    let (one, other) = join(site.api(line, &one), site.api(line, &other)).await;
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201]);
}

#[tokio::test]
async fn a_user_who_is_suspended_while_they_are_renamed_stays_suspended() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    let suspend = json!({ "accountExpiresAt": "2020-01-01T00:00:00Z" });
    let rename = json!({ "userName": "Another" });
    let suspend = school.ask("PUT /users/u", suspend);
    let rename = school.ask("PUT /users/u", rename);
    let (suspended, renamed) = join(suspend, rename).await;
    assert_eq!(suspended.status, 200, "{}", suspended.text);
    let member = school.member("u").await;
    assert!(member.is_suspended(site.app.clock.now()));
    // Whoever came second was told that the user is suspended, or changed them before.
    let is_renamed = member.user_name == "Another";
    assert_eq!(is_renamed, renamed.status == 200, "{}", renamed.text);
}

#[tokio::test]
async fn knowledge_added_at_once_is_no_more_than_a_scenario_may_know() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let line = format!(
        "POST /scenarios/{}/knowledge",
        scenario["id"].as_str().unwrap()
    );
    let text = "word ".repeat(80_000);
    let entry = json!({ "kind": "text", "title": "T", "text": text });
    let all = (0..6).map(|_| site.api(&line, &entry));
    let answers = futures_util::future::join_all(all).await;
    let statuses: Vec<u16> = answers.iter().map(|it| it.status).collect();
    let taken = statuses.iter().filter(|it| **it == 201).count();
    assert!(taken < 6 && statuses.contains(&409), "{statuses:?}");
}

#[tokio::test]
async fn added_at_once_there_are_no_more_than_there_may_be() {
    let mut settings = Settings::default();
    settings.engine.limits.api_calls = Rate {
        burst: 1_000,
        per_minute: 1_000,
    };
    let site = Site::with(settings).await;
    let scenario = site.scenario(json!({})).await;
    let id = scenario["id"].as_str().unwrap();
    let shops = format!("/scenarios/{id}/integrations");
    let shop = json!({ "kind": "ecommerce", "provider": "shopify", "name": "S" });
    let hook = json!({ "url": "https://www.example.com/" });
    // What is added where, how many there may be, and the list they stand in. The site has a key of
    // its own.
    for (line, body, most, list) in [
        ("/webhooks", hook, 20, "webhooks"),
        (&shops, shop, 50, "integrations"),
        ("/channels", json!({ "scenario_id": id }), 100, "channels"),
        ("/keys", json!({ "name": "k" }), 500, "keys"),
    ] {
        let add = format!("POST {line}");
        let all = (0..most + 10).map(|_| site.api(&add, &body));
        let answers = futures_util::future::join_all(all).await;
        let made = answers.iter().filter(|it| it.status == 201).count();
        let refused = answers.iter().filter(|it| it.status == 409).count();
        assert_eq!(made + refused, answers.len(), "{line}");
        let stand = site.api(&format!("GET {line}"), &Value::Null).await.json();
        let stand = stand[list].as_array().unwrap();
        // A channel's key is a key too.
        let stand = stand
            .iter()
            .filter(|it| list != "keys" || it["state"] == "valid");
        assert_eq!(stand.count(), most, "{line}");
        let refusal = answers.iter().find(|it| it.status == 409).unwrap();
        assert!(
            refusal.text.contains(&format!("has {most} {list}. Remove")),
            "{}",
            refusal.text
        );
    }
}

#[tokio::test]
async fn a_channel_that_is_refused_leaves_no_key_behind() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let body = json!({ "scenario_id": scenario["id"] });
    for _ in 0..100 {
        let made = site.api("POST /channels", &body).await;
        assert_eq!(made.status, 201, "{}", made.text);
    }
    let keys = async || {
        let list = site.api("GET /keys", &Value::Null).await.json();
        list["keys"].as_array().unwrap().len()
    };
    let before = keys().await;
    let refused = site.api("POST /channels", &body).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert_eq!(keys().await, before);
}
