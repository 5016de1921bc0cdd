use axum::http::StatusCode;
use serde_json::{Value, json};

use vivavoce_test_server::Site;

const OK: StatusCode = StatusCode::OK;
const CREATED: StatusCode = StatusCode::CREATED;

/// A scenario with a price; its id.
async fn priced(site: &Site) -> String {
    let pricing = json!({ "amount": 29.99, "currency": "eur" });
    let scenario = site.scenario(json!({ "pricing": pricing })).await;
    scenario["id"].as_str().unwrap().to_owned()
}

async fn record(site: &Site, key: Option<&str>, body: &Value) -> vivavoce_test_server::Answer {
    let authorization = format!("authorization: Bearer {}", site.key);
    let key = key.map(|key| format!("idempotency-key: {key}"));
    let mut headers = vec![authorization.as_str(), "content-type: application/json"];
    headers.extend(key.as_deref());
    site.ask("POST /api/public/purchases", &headers, body.to_string())
        .await
}

async fn listed(site: &Site, query: &str) -> Vec<String> {
    let line = format!("GET /purchases{query}");
    let list = site.api(&line, &Value::Null).await.with(OK);
    let all = list["purchases"].as_array().unwrap().iter();
    all.map(|it| it["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_purchase_is_recorded_once_and_changed_by_its_id() {
    let site = Site::new().await;
    let scenario = priced(&site).await;
    let body = json!({
        "id": "pay_1",
        "scenario_id": scenario,
        "user_email": " Buyer@Example.com ",
        "user_name": "John\nDoe",
        "purchase_date": "2025-02-26T18:02:00Z",
    });
    let made = record(&site, None, &body).await.with(CREATED);
    for (member, expected) in [
        ("id", json!("pay_1")),
        ("scenario_id", json!(scenario)),
        ("product_id", json!(scenario)),
        ("product_type", json!("scenario")),
        ("product_name", json!("Training")),
        ("scenario_name", json!("Training")),
        ("amount", json!(29.99)),
        ("currency", json!("EUR")),
        ("status", json!("completed")),
        ("purchase_date", json!("2025-02-26T18:02:00.000000")),
        ("user_email", json!("buyer@example.com")),
        ("user_name", json!("JohnDoe")),
        ("user_id", Value::Null),
    ] {
        assert_eq!(made[member], expected, "{member}");
    }
    assert!(made["completed_at"].is_string() && made["created_at"].is_string());
    assert_eq!(record(&site, None, &body).await.with(OK), made);

    // What is not mentioned stays.
    site.app.clock.advance(5_000);
    let refund = json!({ "id": "pay_1", "status": "refunded" });
    let refunded = record(&site, None, &refund).await.with(OK);
    assert_eq!(refunded["status"], "refunded");
    assert_ne!(refunded["updated_at"], made["updated_at"]);
    for member in [
        "amount",
        "user_email",
        "purchase_date",
        "created_at",
        "completed_at",
    ] {
        assert_eq!(refunded[member], made[member], "{member}");
    }
    let line = "GET /purchases/pay_1";
    assert_eq!(site.api(line, &Value::Null).await.with(OK), refunded);
    let foreign = site.api_as(&site.other_key, line, &Value::Null).await;
    assert_eq!(foreign.status, 404);
    let none = site.api_as(&site.other_key, "GET /purchases", &Value::Null);
    assert_eq!(none.await.with(OK)["purchases"], json!([]));
}

#[tokio::test]
async fn a_request_sent_again_changes_nothing_however_late_it_comes() {
    let site = Site::new().await;
    let scenario = priced(&site).await;
    let bought = json!({ "scenario_id": scenario, "user_email": "a@example.com" });
    let made = record(&site, Some("one"), &bought).await.with(CREATED);
    assert_eq!(record(&site, Some("one"), &bought).await.with(OK), made);
    let other = json!({ "scenario_id": scenario, "user_email": "b@example.com" });
    let clash = record(&site, Some("one"), &other).await;
    assert_eq!(clash.status, 409, "{}", clash.text);
    assert_eq!(listed(&site, "").await.len(), 1);

    let id = made["id"].clone();
    let cancel = json!({ "id": id, "status": "canceled" });
    let cancelled = record(&site, Some("two"), &cancel).await.with(OK);
    assert_eq!(cancelled["status"], "cancelled");
    // The first request arrives once more, after what came later.
    assert_eq!(
        record(&site, Some("one"), &bought).await.with(OK),
        cancelled
    );
    // Another account's keys are its own.
    let foreign = json!({ "product_id": "book", "user_email": "a@example.com", "amount": 1, "currency": "USD" });
    let authorization = format!("authorization: Bearer {}", site.other_key);
    let headers = [authorization.as_str(), "idempotency-key: one"];
    let line = "POST /api/public/purchases";
    let made = site
        .ask(line, &headers, foreign.to_string())
        .await
        .with(CREATED);
    assert_eq!(
        (&made["scenario_id"], &made["product_id"]),
        (&Value::Null, &json!("book"))
    );
}

#[tokio::test]
async fn a_purchase_of_somebody_erased_can_be_refunded() {
    let site = Site::new().await;
    let scenario = priced(&site).await;
    let body = json!({ "id": "p1", "scenario_id": scenario, "user_email": "ann@example.com" });
    record(&site, None, &body).await.with(CREATED);
    let line = "DELETE /visitors?email=ann@example.com";
    site.api(line, &Value::Null).await.with(OK);
    vivavoce_engine::removals::carry_out(&site.app).await;
    let refund = json!({ "id": "p1", "status": "refunded" });
    let refunded = record(&site, None, &refund).await.with(OK);
    assert_eq!(refunded["status"], "refunded");
    assert_eq!(refunded["user_email"], "");
    // A new one still says whose it is.
    for email in [json!({}), json!({ "user_email": null })] {
        let mut body = json!({ "id": "p2", "scenario_id": scenario });
        body.as_object_mut()
            .unwrap()
            .extend(email.as_object().unwrap().clone());
        let refused = record(&site, None, &body).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(
            refused.json()["detail"][0]["loc"],
            json!(["body", "user_email"])
        );
    }
}

#[tokio::test]
async fn a_request_sent_again_is_known_after_its_scenario_is_gone() {
    let site = Site::new().await;
    let scenario = priced(&site).await;
    let body = json!({ "scenario_id": scenario, "user_email": "ann@example.com" });
    let made = record(&site, Some("one"), &body).await.with(CREATED);
    let line = format!("DELETE /scenarios/{scenario}");
    site.api(&line, &Value::Null).await.with(OK);
    assert_eq!(record(&site, Some("one"), &body).await.with(OK), made);
    assert_eq!(record(&site, Some("two"), &body).await.status, 404);
    let other = json!({ "scenario_id": scenario, "user_email": "bob@example.com" });
    assert_eq!(record(&site, Some("one"), &other).await.status, 409);
}

#[tokio::test]
async fn purchases_are_listed_by_buyer_scenario_and_status() {
    let site = Site::new().await;
    let (one, two) = (priced(&site).await, priced(&site).await);
    for (id, scenario, email, status, day) in [
        ("p1", &one, "a@example.com", "completed", 1),
        ("p2", &two, "a@example.com", "refunded", 2),
        ("p3", &one, "b@example.com", "pending", 3),
    ] {
        let body = json!({
            "id": id, "scenario_id": scenario, "user_email": email, "status": status,
            "purchase_date": format!("2025-01-0{day}"),
        });
        record(&site, None, &body).await.with(CREATED);
    }
    let cases = [
        (String::new(), vec!["p3", "p2", "p1"]),
        ("?user_email=A@example.com".to_owned(), vec!["p2", "p1"]),
        ("?user_email=".to_owned(), vec!["p3", "p2", "p1"]),
        ("?user_email=nobody@example.com".to_owned(), vec![]),
        (format!("?scenario_id={one}"), vec!["p3", "p1"]),
        ("?status=refunded".to_owned(), vec!["p2"]),
        ("?limit=2".to_owned(), vec!["p3", "p2"]),
        ("?limit=2&page=2".to_owned(), vec!["p1"]),
    ];
    for (query, expected) in cases {
        assert_eq!(listed(&site, &query).await, expected, "{query}");
    }
    let missing = site
        .api("GET /purchases?scenario_id=nothing", &Value::Null)
        .await;
    assert_eq!(missing.status, 404);
    for query in ["?status=stolen", "?page=0"] {
        let line = format!("GET /purchases{query}");
        let refused = site.api(&line, &Value::Null).await;
        assert_eq!(refused.status, 422, "{query}");
    }
}

#[tokio::test]
async fn a_wrong_purchase_is_refused_with_the_place_of_every_mistake() {
    let site = Site::new().await;
    let scenario = priced(&site).await;
    let free = site.scenario(json!({})).await["id"].clone();
    let cases = [
        (
            json!({}),
            vec!["id", "user_email", "scenario_id", "amount", "currency"],
        ),
        (
            json!({ "id": "x", "scenario_id": free, "user_email": "a@b.example" }),
            vec!["amount", "currency"],
        ),
        (
            json!({ "id": "x", "scenario_id": scenario, "user_email": "nobody" }),
            vec!["user_email"],
        ),
        (
            json!({ "id": "x", "scenario_id": scenario, "user_email": 3 }),
            vec!["user_email"],
        ),
        (
            json!({ "id": "x", "scenario_id": scenario, "user_email": "a@b.example", "amount": -1, "currency": "dollars", "status": "stolen" }),
            vec!["amount", "currency", "status"],
        ),
        (
            json!({ "id": 7, "scenario_id": scenario, "user_email": "a@b.example", "amount": "NaN" }),
            vec!["id", "amount"],
        ),
    ];
    for (body, expected) in cases {
        let refused = record(&site, None, &body).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text);
        let detail = refused.json()["detail"].as_array().unwrap().clone();
        let places: Vec<&str> = detail
            .iter()
            .map(|it| it["loc"][1].as_str().unwrap())
            .collect();
        assert_eq!(places, expected, "{body}");
    }
    let body = json!({ "id": "x", "scenario_id": "nothing", "user_email": "a@b.example" });
    assert_eq!(record(&site, None, &body).await.status, 404);
    let long = "k".repeat(201);
    let body = json!({ "scenario_id": scenario, "user_email": "a@b.example" });
    assert_eq!(record(&site, Some(&long), &body).await.status, 422);
}

#[tokio::test]
async fn a_paid_scenario_opens_to_its_buyer_until_the_money_is_given_back() {
    let site = Site::new().await;
    let scenario = priced(&site).await;
    let mint = async |email: Value| {
        let body = json!({ "scenario_id": scenario, "email": email });
        site.api("POST /scenario-access-token", &body).await
    };
    let enter = async |token: &str| {
        let body = json!({
            "scenario_id": scenario, "style": "full",
            // Of no weight: anybody can write an address into a form.
            "user": { "name": "B", "email": "buyer@example.com" },
        });
        let authorization = format!("authorization: Bearer {token}");
        let headers = [authorization.as_str(), "content-type: application/json"];
        let line = "POST /api/embed/sessions";
        site.ask(line, &headers, body.to_string()).await.status
    };
    assert_eq!(mint(Value::Null).await.status, 422);
    assert_eq!(mint(json!("buyer@example.com")).await.status, 403);
    let mut buy = json!({ "id": "p1", "scenario_id": scenario, "user_email": "Buyer@Example.com", "status": "pending" });
    record(&site, None, &buy).await.with(CREATED);
    assert_eq!(mint(json!("buyer@example.com")).await.status, 403);
    buy["status"] = json!("completed");
    record(&site, None, &buy).await.with(OK);
    assert_eq!(mint(json!("other@example.com")).await.status, 403);
    let minted = mint(json!("BUYER@example.com")).await.with(OK);
    let token = minted["access_token"].as_str().unwrap();
    assert_eq!(enter(token).await, 201);
    assert_eq!(enter("sat_nonsense").await, 403);
    for status in ["refunded", "cancelled", "failed"] {
        buy["status"] = json!(status);
        record(&site, None, &buy).await.with(OK);
        assert_eq!(enter(token).await, 403, "{status}");
        buy["status"] = json!("completed");
        record(&site, None, &buy).await.with(OK);
        assert_eq!(enter(token).await, 201, "{status}");
    }
    // A purchase of another scenario opens this one not.
    let another = priced(&site).await;
    let other = json!({ "id": "p2", "scenario_id": another, "user_email": "eve@example.com" });
    record(&site, None, &other).await.with(CREATED);
    assert_eq!(mint(json!("eve@example.com")).await.status, 403);
}

#[tokio::test]
async fn nothing_is_metered_here_and_that_is_said() {
    let site = Site::new().await;
    let balance = site.api("GET /balance", &Value::Null).await.with(OK);
    assert_eq!(balance["available_minutes"], Value::Null);
    assert_eq!(balance["is_unlimited"], true);
    assert!(balance["last_updated"].is_string());
}

#[tokio::test]
async fn a_price_is_what_was_read_when_it_was_taken_and_what_cannot_be_read_is_one() {
    let site = Site::new().await;
    let begin = async |id: &str| {
        let body = json!({ "scenario_id": id, "style": "full" }).to_string();
        let headers = ["content-type: application/json"];
        site.ask("POST /api/embed/sessions", &headers, body)
            .await
            .status
    };
    for (given, kept, status) in [
        (json!({ "amount": " 29.99" }), json!(29.99), 401),
        (json!({ "amount": "29.99\n" }), json!(29.99), 401),
        (json!({ "amount": "1e2" }), json!(100.0), 401),
        (json!({ "amount": " 0 " }), json!(0.0), 201),
        (json!({ "amount": 29.99 }), json!(29.99), 401),
    ] {
        let made = site
            .scenario(json!({ "is_public": true, "pricing": given }))
            .await;
        assert_eq!(made["pricing"]["amount"], kept, "{given}");
        assert_eq!(begin(made["id"].as_str().unwrap()).await, status, "{given}");
    }
    // As an older version kept them.
    for (stored, status) in [
        (json!({ "amount": " 29.99" }), 401),
        (json!({ "price": "29,99" }), 401),
        (json!({ "amount": [1] }), 401),
        (json!({ "is_paid": "yes" }), 401),
        (
            json!({ "amount": null, "price": "0", "is_paid": false }),
            201,
        ),
    ] {
        let made = site.scenario(json!({ "is_public": true })).await;
        let id = made["id"].as_str().unwrap();
        let mut scenario = site.app.store.scenario(id).await.unwrap().unwrap();
        scenario.pricing = stored.clone();
        site.app.store.put_scenario(scenario).await.unwrap();
        assert_eq!(begin(id).await, status, "{stored}");
    }
}
