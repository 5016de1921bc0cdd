//! What a list, and what is added to one, is bounded by.

use super::*;
use crate::talkio::School;

const ROWS: &str = "WITH RECURSIVE n (value) AS \
                    (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ";

async fn fill(site: &Site, count: i64, insert: &str) {
    let sql = format!("{ROWS}{count}) {insert}");
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(&site.root)
        .execute(site.app.store.read())
        .await
        .unwrap();
}

#[tokio::test]
async fn organizations_come_in_pages_and_there_are_so_many() {
    let site = Site::new().await;
    let form = |slug: &str| json!({ "slug": slug, "provider": "p" });
    fill(
        &site,
        998,
        "INSERT INTO organizations (id, account_id, provider, slug, name, created_at) \
         SELECT 'o' || value, $1, 'p', 'o' || value, '', value FROM n",
    )
    .await;
    for slug in ["north", "south"] {
        let made = site.api("POST /organizations", &form(slug)).await;
        assert_eq!(made.status, 201, "{}", made.text);
    }
    let full = site.api("POST /organizations", &form("east")).await;
    assert_eq!(full.status, 409, "{}", full.text);
    assert!(
        full.text.contains("has 1000 organizations"),
        "{}",
        full.text
    );
    for (query, count, next) in [
        ("", 500, true),
        ("?page=2", 500, false),
        ("?page=3", 0, false),
        ("?limit=3&page=2", 3, true),
        ("?provider=other", 0, false),
    ] {
        let line = format!("GET /organizations{query}");
        let list = site.api(&line, &Value::Null).await.with(OK);
        assert_eq!(
            list["organizations"].as_array().unwrap().len(),
            count,
            "{query}"
        );
        assert_eq!(list["page_meta"]["has_next"], next, "{query}");
    }
    let mut north = form("north");
    for (list, status) in [
        (json!(["books"]), 200),
        (json!(vec!["67c551e83f44cdf6055a8167"; 500]), 200),
        (json!(vec!["b"; 501]), 422),
        (json!(["b".repeat(81)]), 422),
        (json!(vec!["b".repeat(80); 300]), 422),
    ] {
        north["templates"] = list;
        let answer = site.api("POST /organizations", &north).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
}

#[tokio::test]
async fn an_account_has_so_many_scenarios() {
    let site = Site::new().await;
    let texts = json!({ "name": "T", "description": "d", "ai_instructions": "i" });
    let kept = site.api("POST /scenarios", &texts).await.json();
    fill(
        &site,
        10_000,
        "INSERT INTO scenarios (id, account_id, name, description, ai_instructions, is_public, \
         is_featured, is_recording, analysis_access, session_analysis, appearance, strategy, pricing, \
         user_metadata, created_at, updated_at) SELECT 's' || value, $1, '', '', '', 1, 0, 0, '', \
         '{}', '{}', '{}', '{}', '{}', 1, 1 FROM n",
    )
    .await;
    let full = site.api("POST /scenarios", &texts).await;
    assert_eq!(full.status, 409, "{}", full.text);
    assert!(full.text.contains("scenarios. Remove"), "{}", full.text);
    let change = json!({ "id": kept["id"], "name": "Another" });
    site.api("POST /scenarios", &change).await.with(OK);
}

#[tokio::test]
async fn keys_that_ended_long_ago_are_listed_no_more() {
    let site = Site::new().await;
    site.app.clock.hold();
    let make = async |form: Value| {
        site.app.clock.advance(10);
        let made = site.api("POST /keys", &form).await.json();
        made["id"].as_str().unwrap().to_owned()
    };
    let expired = make(json!({ "valid_for_days": 1 })).await;
    let revoked = make(json!({})).await;
    let valid = make(json!({})).await;
    site.api(&format!("DELETE /keys/{revoked}"), &Value::Null)
        .await
        .with(OK);
    let listed = async || {
        let list = site.api("GET /keys", &Value::Null).await.with(OK);
        let keys = list["keys"].as_array().unwrap().clone();
        let ids = keys.iter().map(|it| it["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<String>>()
    };
    let all = listed().await;
    assert_eq!(all[..3], [valid.clone(), revoked.clone(), expired.clone()]);
    site.app.clock.advance(90 * DAY + 1_000);
    assert_eq!(listed().await[..2], [valid.clone(), expired]);
    site.app.clock.advance(DAY);
    assert_eq!(listed().await.len(), all.len() - 2);
    // Each is still there for whoever names it.
    site.api(&format!("GET /keys/{revoked}"), &Value::Null)
        .await
        .with(OK);
    fill(
        &site,
        2_100,
        "INSERT INTO credentials (id, account_id, kind, key_hash, label, scope, created_at) \
         SELECT 'k' || value, $1, 'public', 'k' || value, '', '{}', 1 FROM n",
    )
    .await;
    let list = listed().await;
    assert_eq!((list.len(), &list[0]), (2_000, &valid));
}

#[tokio::test]
async fn many_who_change_one_thing_at_once_all_have_their_way() {
    let mut settings = Settings::default();
    settings.engine.limits.api_calls = Rate {
        burst: 1_000,
        per_minute: 1_000,
    };
    let site = Site::with(settings).await;
    let scenario = site.scenario(json!({})).await;
    let bought = json!({ "id": "p", "scenario_id": scenario["id"], "user_email": "a@example.com",
        "amount": 5, "currency": "EUR" });
    assert_eq!(site.api("POST /purchases", &bought).await.status, 201);
    for line in ["POST /purchases", "POST /scenarios"] {
        let all = (0..40).map(|number| {
            let body = if line == "POST /scenarios" {
                json!({ "id": scenario["id"], "name": format!("Name {number}") })
            } else {
                json!({ "id": "p", "user_name": format!("Name {number}") })
            };
            async move { body }
        });
        let bodies = futures_util::future::join_all(all).await;
        let all = bodies.iter().map(|body| site.api(line, body));
        let answers = futures_util::future::join_all(all).await;
        let statuses: Vec<u16> = answers.iter().map(|it| it.status).collect();
        assert_eq!(statuses, [200; 40], "{line}");
    }
}

#[tokio::test]
async fn what_cannot_be_an_item_is_said_so_and_an_event_is_told_as_it_stands() {
    let site = Site::new().await;
    site.scenario(json!({ "slug": "shop" })).await;
    for (item, shown) in [
        (json!("Lamp"), Some((json!(1), Value::Null))),
        (
            json!({ "name": "Lamp", "quantity": "2", "price": "29.99" }),
            Some((json!(2), json!(29.99))),
        ),
        (
            json!({ "name": "Lamp", "quantity": 2.0, "price": null }),
            Some((json!(2), Value::Null)),
        ),
        (json!({ "name": "Lamp", "quantity": -5 }), None),
        (json!({ "name": "Lamp", "quantity": 1.5 }), None),
        (json!({ "name": "Lamp", "quantity": "many" }), None),
        (
            json!({ "name": "Lamp", "quantity": 5_000_000_000_u64 }),
            None,
        ),
        (json!({ "name": "Lamp", "price": -3 }), None),
        (json!({ "name": "Lamp", "price": "dear" }), None),
    ] {
        let order = json!({ "id": "o", "total": 5, "currency": "EUR", "items": [item] });
        let answer = site.api("POST /scenarios/shop/orders", &order).await;
        match shown {
            None => assert_eq!(answer.status, 422, "{item}: {}", answer.text),
            Some((quantity, price)) => {
                assert!(answer.status < 300, "{item}: {}", answer.text);
                let found = &answer.json()["items"][0];
                assert_eq!(
                    (&found["quantity"], &found["price"]),
                    (&quantity, &price),
                    "{item}"
                );
            }
        }
    }
    let event = |quantity: i64| json!({ "id": "e", "type": "cart_add", "product": "Lamp", "quantity": quantity });
    let line = "POST /scenarios/shop/events";
    let first = site.api(line, &event(2)).await.with(StatusCode::CREATED);
    assert_eq!(site.api(line, &event(7)).await.with(OK), first);
}

#[tokio::test]
async fn a_channel_says_whether_it_opens_anything_and_its_key_which_scenario() {
    let site = Site::new().await;
    let maker = site.api("POST /keys", &json!({})).await.json();
    let (one, two) = (
        site.scenario(json!({})).await,
        site.scenario(json!({})).await,
    );
    let form = json!({ "scenario_id": one["id"] });
    let key = maker["key"].as_str().unwrap();
    let made = site.api_as(key, "POST /channels", &form).await.json();
    assert_eq!(made["state"], "valid");
    let id = made["id"].as_str().unwrap();
    let line = format!("PUT /channels/{id}");
    let moved = json!({ "scenario_id": two["id"] });
    let moved = site.api(&line, &moved).await.with(OK);
    assert_eq!(moved["state"], "valid");
    let key = site
        .api(&format!("GET /keys/{id}"), &Value::Null)
        .await
        .with(OK);
    assert_eq!(key["scenario_id"], two["id"]);
    let states = async || {
        let list = site.api("GET /channels", &Value::Null).await.with(OK);
        let one = site
            .api(&format!("GET /channels/{id}"), &Value::Null)
            .await
            .with(OK);
        assert_eq!(list["channels"][0], one);
        one["state"].clone()
    };
    let gone = format!("DELETE /scenarios/{}", two["id"].as_str().unwrap());
    site.api(&gone, &Value::Null).await.with(OK);
    assert_eq!(states().await, "without_scenario");
    site.api(&line, &form).await.with(OK);
    assert_eq!(states().await, "valid");
    let maker = format!("DELETE /keys/{}", maker["id"].as_str().unwrap());
    site.api(&maker, &Value::Null).await.with(OK);
    assert_eq!(states().await, "revoked");
}

#[tokio::test]
async fn vendors_errors_are_in_their_own_form_also_beside_their_calls() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let form = json!({ "scenario_id": scenario["id"] });
    let made = site.api("POST /channels", &form).await.json();
    let chat = format!("/chatapi/{}", made["token"].as_str().unwrap());
    let line = format!("GET {chat}/client/c/history?page=-1");
    let refused = site.ask(&line, &[], "").await;
    assert_eq!(refused.status, 400, "{}", refused.text);
    assert_eq!(refused.json()["status"], 400, "{}", refused.text);
    let nothing = site.ask("GET /api/partner/v3/nope", &[], "").await;
    assert_eq!(nothing.status, 404);
    assert!(nothing.json()["message"].is_string(), "{}", nothing.text);
}

#[tokio::test]
async fn no_user_of_a_school_is_named_like_another() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school
        .user("u", json!({ "email": "Ann@Example.com" }))
        .await;
    school.user("bob@example.com", json!({})).await;
    school
        .user("own@example.com", json!({ "email": "own@example.com" }))
        .await;
    let user = |id: &str, email: Value| json!({ "id": id, "email": email, "userName": "User", "userType": "member" });
    for (body, status) in [
        (user(".", Value::Null), 400),
        (user("..", Value::Null), 400),
        (user("ann@example.com", Value::Null), 409),
        (user("v", json!("Bob@example.com")), 409),
        (user("v", json!("v@example.com")), 201),
    ] {
        let answer = school.ask("POST /users", body.clone()).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
    }
    let taken = json!({ "email": "bob@example.com" });
    assert_eq!(school.ask("PUT /users/v", taken).await.status, 409);
    let renamed = json!({ "email": "V@example.com", "userName": "Vera" });
    assert_eq!(school.ask("PUT /users/v", renamed).await.status, 200);
}
