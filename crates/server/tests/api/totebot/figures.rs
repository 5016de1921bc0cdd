use serde_json::{Value, json};

use super::{CREATED, OK, Shop};
use vivavoce_test_server::Site;

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn analytics_count_what_happened_in_the_span_asked_for() {
    let site = Site::new().await;
    let shop = Shop::open(&site).await;
    let now = || vivavoce_http::times::written_with_zone(site.app.clock.now());
    let began = now();
    shop.chat(json!({ "message": "Hi", "identity": { "id": "a" } }))
        .await;
    shop.chat(json!({ "message": "Hi", "identity": { "id": "a" } }))
        .await;
    site.app.opens.note(&shop.scenario, site.app.clock.now());
    shop.record(
        "events",
        json!({ "id": "e1", "type": "cart_add", "product": "Mug" }),
    )
    .await;
    let again = json!({ "id": "e1", "type": "cart_add", "product": "Mug" });
    let line = format!("POST /scenarios/{}/events", shop.scenario);
    site.api(&line, &again).await.with(OK);
    site.app.clock.advance(2 * DAY);
    let later = now();
    site.app.clock.advance(2 * 3_600_000);
    let last = shop.chat(json!({ "message": "Hi" })).await;
    shop.chat(json!({ "message": "Hi" })).await;
    shop.chat(json!({ "message": "Hi", "source": "PREVIEW" }))
        .await;
    site.app.opens.note(&shop.scenario, site.app.clock.now());
    site.app.opens.note(&shop.scenario, site.app.clock.now());
    shop.record(
        "events",
        json!({ "type": "checkout_initiated", "conversation_id": last["conversationId"] }),
    )
    .await;
    shop.record("events", json!({ "type": "cart_add" })).await;
    let figures = async |query: String| {
        let it = shop.get(&format!("/analytics{query}")).await;
        let names = [
            "chatOpens",
            "conversations",
            "messages",
            "uniqueUsers",
            "cartAdds",
            "checkoutInitiations",
        ];
        names.map(|name| it[name].as_u64().unwrap())
    };
    assert_eq!(figures(String::new()).await, [3, 4, 8, 3, 2, 1]);
    assert_eq!(figures(format!("?from={later}")).await, [2, 2, 4, 2, 1, 1]);
    assert_eq!(figures(format!("?to={later}")).await, [1, 2, 4, 1, 1, 0]);
    assert_eq!(
        figures(format!("?from={began}&to={later}")).await,
        [1, 2, 4, 1, 1, 0]
    );
    assert_eq!(figures("?to=2020-01-01".into()).await, [0; 6]);
    let refused = shop.ask("GET /analytics?from=now", &Value::Null).await;
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn a_served_embed_page_is_an_open_and_a_preview_is_none() {
    let site = Site::new().await;
    let shop = Shop::open(&site).await;
    let page = format!("/embed/{}", shop.scenario);
    for (method, query, headers) in [
        ("GET", "", vec![]),
        ("GET", "?preview=false", vec![]),
        ("GET", "?preview=true", vec![]),
        ("HEAD", "", vec![]),
        ("GET", "", vec!["sec-purpose: prefetch;prerender"]),
    ] {
        site.ask(&format!("{method} {page}{query}"), &headers, "")
            .await;
    }
    let served = site.ask(&format!("GET {page}"), &[], "").await;
    // Without a built widget there is no page, and so no open.
    let expected = if served.status == 200 { 3 } else { 0 };
    for _ in 0..6_000 {
        if shop.get("/analytics").await["chatOpens"] == expected {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(shop.get("/analytics").await["chatOpens"], expected);
}

#[tokio::test]
async fn revenue_adds_up_what_counts_and_never_two_currencies() {
    let site = Site::new().await;
    let shop = Shop::open(&site).await;
    let line = format!("POST /scenarios/{}/orders", shop.scenario);
    for (id, total, currency, status, day) in [
        ("a", 10.1, "EUR", "PAID", "2030-01-01"),
        ("b", 0.2, "eur", "FULFILLED", "2030-01-01"),
        ("c", 5.0, "EUR", "PAID", "2030-01-03"),
        ("d", 99.0, "EUR", "REFUNDED", "2030-01-02"),
        ("e", 99.0, "EUR", "PENDING", "2030-01-02"),
        ("f", 7.0, "NOK", "PAID", "2030-01-09"),
    ] {
        let form = json!({ "id": id, "total": total, "currency": currency, "status": status, "placed_at": day });
        site.api(&line, &form).await.with(CREATED);
    }
    let all = shop.get("/analytics/revenue").await;
    assert_eq!(
        all,
        json!({
            "totalRevenue": 15.3, "orderCount": 3, "currency": "EUR",
            "daily": [
                { "date": "2030-01-01", "revenue": 10.3, "orderCount": 2 },
                { "date": "2030-01-02", "revenue": 0.0, "orderCount": 0 },
                { "date": "2030-01-03", "revenue": 5.0, "orderCount": 1 },
            ],
            "byCurrency": [
                { "currency": "EUR", "totalRevenue": 15.3, "orderCount": 3 },
                { "currency": "NOK", "totalRevenue": 7.0, "orderCount": 1 },
            ],
        })
    );
    let some = shop
        .get("/analytics/revenue?from=2030-01-02&to=2030-01-03")
        .await;
    assert_eq!(
        (&some["totalRevenue"], &some["orderCount"]),
        (&json!(5.0), &json!(1))
    );
    let late = shop.get("/analytics/revenue?from=2030-01-04").await;
    assert_eq!(late["currency"], "NOK");
    // An order that is changed is not counted twice.
    let form = json!({ "id": "a", "status": "REFUNDED" });
    site.api(&line, &form).await.with(OK);
    assert_eq!(shop.get("/analytics/revenue").await["totalRevenue"], 5.2);
}

#[tokio::test]
async fn insights_read_every_conversation_but_previews() {
    let site = Site::new().await;
    let shop = Shop::open(&site).await;
    let products =
        json!({ "kind": "ecommerce", "provider": "own", "products": ["Red mug", "Brass lamp"] });
    shop.record("integrations", products).await;
    for text in [
        "I love the red mugs. How much is shipping to Norway?",
        "The brass lamp is terrible! I want a refund",
        "What does delivery to Norway cost?",
        "hello",
    ] {
        shop.chat(json!({ "message": text })).await;
    }
    let body = json!({ "message": "The red mug is awful. A refund!", "source": "PREVIEW" });
    shop.chat(body).await;

    let felt = shop.get("/insights/sentiment").await;
    let counts = ["positive", "negative", "neutral"].map(|it| felt[it]["count"].as_u64().unwrap());
    assert_eq!((counts, &felt["total"]), ([1, 1, 2], &json!(4)));
    assert_eq!(felt["positive"]["percentage"], 25.0);
    let shares: f64 = ["positive", "negative", "neutral"]
        .map(|it| felt[it]["score"].as_f64().unwrap())
        .iter()
        .sum();
    assert!((shares - 1.0).abs() < 0.001, "{felt}");

    let wants = shop.get("/insights/intents").await;
    let told: Vec<(&str, f64)> = wants["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["intent"].as_str().unwrap(),
                it["score"].as_f64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("pricing", 0.5),
            ("shipping", 0.5),
            ("returns_and_refunds", 0.25)
        ]
    );

    let named = shop.get("/insights/products").await;
    let told: Vec<(&str, u64, &str)> = named["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let text = |name: &str| it[name].as_str().unwrap();
            (
                text("product"),
                it["mentions"].as_u64().unwrap(),
                text("sentiment"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("Brass lamp", 1, "NEGATIVE"), ("Red mug", 1, "POSITIVE")]
    );

    let asked = shop.get("/insights/questions").await;
    assert_eq!(
        (&asked["total"], &asked["data"][0]["count"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(asked["data"][0]["examples"].as_array().unwrap().len(), 1);

    // What comes later is read, too.
    shop.chat(json!({ "message": "How do I reset my password?" }))
        .await;
    assert_eq!(shop.get("/insights/questions").await["total"], 2);
    assert_eq!(
        shop.get("/insights/sentiment?to=2020-01-01").await["total"],
        0
    );
}

#[tokio::test]
async fn a_language_nobody_reads_is_unknown_and_not_neutral() {
    let site = Site::new().await;
    let shop = Shop::open(&site).await;
    shop.chat(json!({ "message": "Die Lampe ist kaputt und ich bin sehr verärgert" }))
        .await;
    let last = shop.chat(json!({ "message": "Где мой заказ?" })).await;
    let felt = shop.get("/insights/sentiment").await;
    let counts = ["positive", "negative", "neutral"].map(|it| felt[it]["count"].as_u64().unwrap());
    assert_eq!(counts, [0, 1, 0]);
    assert_eq!((&felt["unknown"], &felt["total"]), (&json!(1), &json!(2)));
    assert_eq!(felt["negative"]["percentage"], 100.0);
    let wants = shop.get("/insights/intents").await;
    assert_eq!(wants["data"][0]["intent"], "damaged_or_wrong");
    assert_eq!(wants["total"], 1);
    let id = last["conversationId"].as_str().unwrap();
    let told = shop.get(&format!("/conversations/{id}")).await;
    assert_eq!(
        (&told["sentiment"], &told["sentimentScore"]),
        (&json!(null), &json!(null))
    );
}

#[tokio::test]
async fn of_a_conversation_without_a_transcript_no_word_is_kept() {
    let site = Site::new().await;
    let quiet = json!({ "strategy": { "disable_transcription": true } });
    let shop = Shop::of(&site, quiet).await;
    let body = json!({ "message": "I hate this, write to ada@example.com. Where is my order?" });
    let last = shop.chat(body).await;
    let id = last["conversationId"].as_str().unwrap();
    assert_eq!(shop.get("/emails").await["total"], 0);
    assert_eq!(shop.get("/insights/questions").await["total"], 0);
    assert_eq!(
        shop.get("/insights/sentiment").await["negative"]["count"],
        1
    );
    assert_eq!(shop.get("/conversations?product=order").await["total"], 0);
    // Once the transcript is gone, what was made of it stays.
    let reason = vivavoce_protocol::wire::StopReason::Visitor;
    vivavoce_engine::runs::end(&site.app, id, reason)
        .await
        .unwrap();
    for _ in 0..6_000 {
        if site.app.store.results(id).await.unwrap().is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(
        shop.get("/insights/sentiment").await["negative"]["count"],
        1
    );
    let messages = shop.get(&format!("/conversations/{id}/messages")).await;
    assert_eq!(messages["data"], json!([]));
}
