use std::collections::BTreeSet;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use super::Shop;
use crate::openapi::world::{Judge, Operation, operations};
use vivavoce_engine::conversation::{self, Beginning};
use vivavoce_engine::store::{Order, OrderStatus};
use vivavoce_test_server::Site;

const DAY: i64 = 86_400_000;

/// A shop in which something happened: three conversations by the API, one in an embed, a preview.
async fn busy(site: &Site) -> (Shop<'_>, Vec<String>) {
    let shop = Shop::open(site).await;
    let mut ids = Vec::new();
    for (message, identity, source) in [
        (
            "I love the red mugs! How much is shipping to Norway?",
            json!({ "id": "cust-1", "name": "Zoe", "email": "zoe@example.com" }),
            "API",
        ),
        (
            "My lamp arrived broken and I am angry. I want a refund! Write to help@example.org",
            json!({ "name": "bob", "email": "Bob@Example.com" }),
            "TELEGRAM",
        ),
        ("The order has number 12", json!({}), "API"),
    ] {
        let body = json!({ "message": message, "identity": identity, "source": source });
        let last = shop.chat(body).await;
        ids.push(last["conversationId"].as_str().unwrap().to_owned());
        site.app.clock.advance(DAY);
    }
    let held = site.open(&shop.scenario, "Ada").await;
    held.settle().await;
    held.say("turn-0001", "Do you deliver to Norway?").await;
    ids.push(held.id);
    // What another system answers in is that system's.
    let scenario = site.app.store.scenario(&shop.scenario).await.unwrap();
    let elsewhere = Beginning {
        backend: Some("elsewhere".to_owned()),
        ..Beginning::default()
    };
    conversation::begin(&site.app, &scenario.unwrap(), elsewhere, None)
        .await
        .unwrap();
    let body = json!({ "message": "I love the red mug preview", "source": "PREVIEW",
        "identity": { "id": "boss", "email": "boss@example.com" } });
    let preview = shop.chat(body).await;
    ids.push(preview["conversationId"].as_str().unwrap().to_owned());
    let shop_form = json!({ "kind": "ecommerce", "provider": "shopify", "products": ["Red mug", "Brass lamp"] });
    shop.record("integrations", shop_form).await;
    let off = json!({ "kind": "channel", "provider": "telegram", "is_active": false });
    shop.record("integrations", off).await;
    for form in [
        json!({ "id": "o-1", "conversation_id": ids[0], "total": 19.9, "currency": "EUR", "items": ["Red mug"] }),
        json!({ "id": "o-2", "customer_email": "BOB@example.com", "total": 5, "currency": "EUR", "status": "cancelled" }),
        json!({ "id": "o-3", "customer_id": "cust-9", "total": 7, "currency": "NOK" }),
        json!({ "id": "o-4", "conversation_id": ids[4], "total": 1_000, "currency": "EUR" }),
    ] {
        shop.record("orders", form).await;
    }
    shop.record(
        "knowledge",
        json!({ "kind": "text", "text": "We are in Oslo." }),
    )
    .await;
    shop.record(
        "leads",
        json!({ "phone": "+47 1", "conversation_id": ids[1] }),
    )
    .await;
    shop.record(
        "leads",
        json!({ "phone": "+47 2", "conversation_id": ids[4] }),
    )
    .await;
    (shop, ids)
}

fn listed(page: &Value) -> Vec<&str> {
    let data = page["data"].as_array().unwrap();
    data.iter().map(|it| it["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn conversations_are_found_by_every_filter() {
    let site = Site::new().await;
    let (shop, ids) = busy(&site).await;
    let created = async |at: usize| {
        let path = format!("/conversations/{}", ids[at]);
        let read = shop.get(&path).await;
        read["createdAt"].as_str().unwrap().to_owned()
    };
    let (second, third) = (created(1).await, created(2).await);
    let day = &third[..10];
    // query, which of them, newest first
    let cases: Vec<(String, &[usize])> = vec![
        (String::new(), &[3, 2, 1, 0]),
        ("?source=".into(), &[3, 2, 1, 0]),
        ("?source=EMBED".into(), &[3]),
        ("?source=api".into(), &[2, 0]),
        ("?source=TELEGRAM".into(), &[1]),
        ("?source=WHATSAPP".into(), &[]),
        ("?source=PREVIEW".into(), &[4]),
        ("?sentiment=POSITIVE".into(), &[0]),
        ("?sentiment=NEGATIVE".into(), &[1]),
        ("?sentiment=NEUTRAL".into(), &[3, 2]),
        ("?product=red%20MUG".into(), &[0]),
        ("?product=lamps".into(), &[1]),
        ("?product=100%25".into(), &[]),
        ("?purchased=yes".into(), &[0]),
        ("?purchased=no".into(), &[3, 2, 1]),
        ("?customerId=cust-1".into(), &[0]),
        ("?customerId=bob@example.com".into(), &[1]),
        ("?customerId=ada@example.com".into(), &[3]),
        ("?customerId=nobody".into(), &[]),
        (format!("?startDate={second}"), &[3, 2, 1]),
        (format!("?endDate={second}"), &[1, 0]),
        (format!("?startDate={day}&endDate={day}"), &[2]),
        ("?page=2&limit=3".into(), &[0]),
        ("?page=9".into(), &[]),
        ("?sentiment=NEGATIVE&source=API".into(), &[]),
    ];
    for (query, expected) in cases {
        let page = shop.get(&format!("/conversations{query}")).await;
        let expected: Vec<&str> = expected.iter().map(|at| ids[*at].as_str()).collect();
        assert_eq!(listed(&page), expected, "{query}");
    }
    for query in [
        "limit=251",
        "limit=0",
        "page=0",
        "page=x",
        "startDate=tomorrow",
        "source=RADIO",
        "sentiment=SAD",
        "purchased=maybe",
    ] {
        let line = format!("GET /conversations?{query}");
        let refused = shop.ask(&line, &Value::Null).await;
        assert_eq!(refused.status, 400, "{query}: {}", refused.text);
        let name = query.split('=').next().unwrap();
        assert!(
            refused.json()["message"].to_string().contains(name),
            "{query}"
        );
    }
}

#[tokio::test]
async fn lists_tell_what_is_held_and_leave_previews_out() {
    let site = Site::new().await;
    let (shop, ids) = busy(&site).await;
    let names = |page: &Value, member: &str| -> Vec<String> {
        let data = page["data"].as_array().unwrap();
        let text = |it: &Value| it[member].as_str().unwrap_or("-").to_owned();
        data.iter().map(text).collect()
    };
    for (query, expected) in [
        ("", ["Ada", "bob", "Zoe"]),
        ("?sortBy=a-z", ["Ada", "bob", "Zoe"]),
        ("?sortBy=z-a", ["Zoe", "bob", "Ada"]),
        ("?sortBy=oldest", ["Zoe", "bob", "Ada"]),
        ("?sortBy=newest", ["Ada", "bob", "Zoe"]),
    ] {
        let page = shop.get(&format!("/customers{query}")).await;
        assert_eq!(names(&page, "name"), expected, "{query}");
    }
    assert_eq!(
        shop.ask("GET /customers?sortBy=age", &Value::Null)
            .await
            .status,
        400
    );
    let emails = shop.get("/emails").await;
    let expected = [
        "ada@example.com",
        "help@example.org",
        "bob@example.com",
        "zoe@example.com",
    ];
    assert_eq!(names(&emails, "email"), expected);
    assert_eq!(emails["data"][1]["conversationId"], ids[1].as_str());
    let orders = shop.get("/orders").await;
    assert_eq!((listed(&orders).len(), &orders["take"]), (3, &json!(20)));
    for (query, count) in [
        ("skip=1", 2),
        ("take=1", 1),
        ("skip=3", 0),
        ("skip=1&take=250", 2),
    ] {
        let page = shop.get(&format!("/orders?{query}")).await;
        assert_eq!(
            (listed(&page).len(), &page["total"]),
            (count, &json!(3)),
            "{query}"
        );
    }
    for query in ["take=0", "take=251", "skip=-1"] {
        let refused = shop
            .ask(&format!("GET /orders?{query}"), &Value::Null)
            .await;
        assert_eq!(refused.status, 400, "{query}");
    }
    let leads = shop.get("/leads").await;
    assert_eq!(names(&leads, "phone"), ["+47 1"]);
    let all = shop.get("/integrations").await;
    assert_eq!(names(&all, "provider"), ["shopify"]);
    let known = shop.get("/knowledge").await;
    assert_eq!(names(&known, "type"), ["text"]);
    let agent = shop.get("/agent").await;
    assert_eq!(agent["name"], "Lamps and mugs");
    assert_eq!(
        (&agent["model"], &agent["trainingStatus"]),
        (&json!("scripted"), &json!("TRAINED"))
    );
    assert_eq!(agent["knowledgeSources"], 1);
    let one = shop.get(&format!("/conversations/{}", ids[0])).await;
    assert_eq!(one["products"], json!(["Red mug"]));
    assert_eq!(one["orders"][0]["id"], "o-1");
    assert_eq!(one["purchased"], true);
}

#[tokio::test]
async fn one_agents_key_shows_nothing_of_another() {
    let site = Site::new().await;
    let (shop, ids) = busy(&site).await;
    let other = Shop::open(&site).await;
    for path in [
        "conversations",
        "customers",
        "emails",
        "knowledge",
        "integrations",
        "orders",
        "leads",
        "insights/products",
        "insights/questions",
        "insights/intents",
    ] {
        let mine = shop.get(&format!("/{path}")).await;
        let theirs = other.get(&format!("/{path}")).await;
        assert!(!mine["data"].as_array().unwrap().is_empty(), "{path}");
        assert_eq!(theirs["data"], json!([]), "{path}");
    }
    let figures = other.get("/analytics").await;
    assert_eq!(
        (&figures["messages"], &figures["cartAdds"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(
        other.get("/analytics/revenue").await["currency"],
        Value::Null
    );
    assert_eq!(other.get("/insights/sentiment").await["total"], 0);
    for (line, body) in [
        (format!("GET /conversations/{}", ids[0]), Value::Null),
        (
            format!("GET /conversations/{}/messages", ids[0]),
            Value::Null,
        ),
        (
            format!("PATCH /conversations/{}/messages/x/feedback", ids[0]),
            json!({ "feedback": "POSITIVE" }),
        ),
        (
            "POST /chat".to_owned(),
            json!({ "message": "Hi", "conversationId": ids[0] }),
        ),
    ] {
        assert_eq!(other.ask(&line, &body).await.status, 404, "{line}");
    }
}

#[tokio::test]
async fn every_answer_is_as_the_description_says() {
    let site = Site::new().await;
    let (shop, ids) = busy(&site).await;
    let documents = site.server.documents();
    let document = documents.iter().find(|it| it.name == "totebot").unwrap();
    let text = document.json.to_json().unwrap();
    let description: Value = serde_json::from_str(&text).unwrap();
    let judge = Judge::new(description.clone());
    let all: Vec<Operation> = operations(&description);
    assert_eq!(all.len(), 18);
    let messages = shop
        .get(&format!("/conversations/{}/messages", ids[0]))
        .await;
    let message = messages["data"][1]["id"].as_str().unwrap();
    for operation in &all {
        let path = operation
            .path
            .replace("{conversationId}", &ids[0])
            .replace("{messageId}", message);
        let line = format!("{} {}", operation.method, path.strip_prefix("/v1").unwrap());
        let body = match operation.name() {
            "chat" => json!({ "message": "Hi" }),
            "giveFeedback" => json!({ "feedback": "POSITIVE" }),
            _ => Value::Null,
        };
        for (line, status) in [(line.clone(), 200), (line.replace(&ids[0], "none"), 404)] {
            if status == 404 && !operation.path.contains("{conversationId}") {
                continue;
            }
            let answer = shop.ask(&line, &body).await;
            assert_eq!(answer.status, status, "{line}: {}", answer.text);
            judge
                .check(operation, &answer)
                .unwrap_or_else(|problem| panic!("{line}: {problem}"));
        }
        let bare = format!("{} {path}", operation.method);
        let refused = site.ask(&bare, &[], "").await;
        assert_eq!(refused.status, 401, "{bare}");
        judge.check(operation, &refused).unwrap();
        assert!(operation.about["summary"].is_string(), "{bare}");
    }
}

/// Pages of every size put together are the whole, in order, nothing twice.
#[tokio::test]
async fn pages_of_any_size_together_are_the_whole() {
    let mut dice = StdRng::seed_from_u64(0x7073_0001);
    let rounds = if std::env::var_os("VIVAVOCE_PROVE").is_some() {
        20
    } else {
        2
    };
    for _ in 0..rounds {
        let site = Site::new().await;
        let shop = Shop::open(&site).await;
        let scenario = site
            .app
            .store
            .scenario(&shop.scenario)
            .await
            .unwrap()
            .unwrap();
        let count = dice.random_range(0..40_usize);
        for number in 0..count {
            // Many at the same moment: only their ids tell them apart.
            if dice.random_ratio(1, 3) {
                site.app.clock.advance(dice.random_range(0..5_000));
            }
            let now = site.app.clock.now();
            conversation::begin(&site.app, &scenario, Beginning::default(), None)
                .await
                .unwrap();
            let order = Order {
                id: format!("o-{number}"),
                scenario_id: scenario.id.clone(),
                session_id: None,
                customer_id: None,
                customer_email: String::new(),
                status: OrderStatus::Paid,
                total: 1.0,
                currency: "EUR".to_owned(),
                items: Vec::new(),
                placed_at: now - now % 10_000,
                created_at: now,
                updated_at: now,
            };
            site.app.store.put_order(order, None).await.unwrap();
        }
        let whole = shop.get("/conversations?limit=250").await;
        let orders = shop.get("/orders?take=250").await;
        assert_eq!(
            (listed(&whole).len(), listed(&orders).len()),
            (count, count)
        );
        for _ in 0..4 {
            let size = dice.random_range(1..=12_usize);
            let (mut seen, mut bought) = (Vec::new(), Vec::new());
            for page in 0..=count.div_ceil(size) {
                let path = format!("/conversations?limit={size}&page={}", page + 1);
                let one = shop.get(&path).await;
                assert_eq!(one["totalPages"], count.div_ceil(size));
                seen.extend(listed(&one).into_iter().map(str::to_owned));
                let path = format!("/orders?take={size}&skip={}", page * size);
                let one = shop.get(&path).await;
                bought.extend(listed(&one).into_iter().map(str::to_owned));
            }
            assert_eq!(seen, listed(&whole), "{size}");
            assert_eq!(bought, listed(&orders), "{size}");
            let once: BTreeSet<&String> = seen.iter().collect();
            assert_eq!(once.len(), count);
        }
    }
}

#[tokio::test]
async fn a_list_in_which_nobody_pages_ends_and_says_how_many_there_are() {
    let site = Site::new().await;
    let shop = Shop::open(&site).await;
    for many in [
        "INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, user_name, \
         user_email, variables, source, transcribe, created_at, ended_at, deadline_at, \
         last_contact_at, last_seq, changed_at, analyzed_at) \
         SELECT 'many-' || n.value, s.id, s.account_id, '', 'full', 'completed', '', \
         'v' || n.value || '@example.com', '{}', 'API', 1, n.value, 1, 1, 1, 0, 1, 1 \
         FROM numbers n, scenarios s WHERE s.id = $1",
        "INSERT INTO leads (id, scenario_id, name, email, phone, note, origin, created_at, updated_at) \
         SELECT 'many-' || value, $1, '', 'v' || value || '@example.com', '', '', 'api', value, 1 \
         FROM numbers",
    ] {
        let numbers = "WITH RECURSIVE numbers (value) AS \
                       (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < 2050) ";
        let many = sqlx::query(sqlx::AssertSqlSafe(format!("{numbers}{many}")));
        let many = many.bind(&shop.scenario).execute(site.app.store.read());
        assert_eq!(many.await.unwrap().rows_affected(), 2_050);
    }
    for path in ["/customers", "/emails", "/leads"] {
        let page = shop.get(path).await;
        let data = page["data"].as_array().unwrap();
        assert_eq!(
            (data.len(), &page["total"]),
            (2_000, &json!(2_050)),
            "{path}"
        );
        // The newest.
        let ends = [&data[0]["email"], &data[1_999]["email"]];
        assert_eq!(ends, ["v2050@example.com", "v51@example.com"], "{path}");
    }
}

#[tokio::test]
async fn another_identity_is_another_person() {
    let ann = json!({ "id": "cust-ann", "name": "Ann", "email": "ann@example.com", "phone": "+47 1", "plan": "gold" });
    let flo = json!({ "id": "cust-flo", "name": "Flo" });
    // Identities one after the other in one conversation; customers and addresses then, as `id name email phone`
    // and `address name`, each in order; the conversation's customer.
    type Case<'a> = (&'a [Value], &'a [&'a str], &'a [&'a str], &'a str);
    let cases: [Case<'_>; 18] = [
        (
            &[ann.clone(), flo.clone()],
            &["cust-ann Ann ann@example.com +47 1", "cust-flo Flo - -"],
            &["ann@example.com Ann"],
            "cust-flo Flo - -",
        ),
        (
            &[ann.clone(), flo.clone(), json!({ "id": "cust-ann" })],
            &["cust-ann Ann ann@example.com +47 1", "cust-flo Flo - -"],
            &["ann@example.com Ann"],
            "cust-ann Ann ann@example.com +47 1",
        ),
        (
            &[ann.clone(), json!({ "id": 7, "email": "flo@example.com" })],
            &[
                "7 - flo@example.com -",
                "cust-ann Ann ann@example.com +47 1",
            ],
            &["ann@example.com Ann", "flo@example.com -"],
            "7 - flo@example.com -",
        ),
        // By the address alone.
        (
            &[
                json!({ "email": "Ann@example.com", "name": "Ann" }),
                json!({ "email": "flo@example.com" }),
            ],
            &[
                "ann@example.com Ann Ann@example.com -",
                "flo@example.com - flo@example.com -",
            ],
            &["ann@example.com Ann", "flo@example.com -"],
            "flo@example.com - flo@example.com -",
        ),
        (
            &[
                json!({ "email": "Ann@example.com", "name": "Ann" }),
                json!({ "email": "ann@Example.com", "phone": "+47 2" }),
            ],
            &["ann@example.com Ann ann@Example.com +47 2"],
            &["ann@example.com Ann"],
            "ann@example.com Ann ann@Example.com +47 2",
        ),
        (
            &[ann.clone(), json!({ "email": "flo@example.com" })],
            &[
                "cust-ann Ann ann@example.com +47 1",
                "flo@example.com - flo@example.com -",
            ],
            &["ann@example.com Ann", "flo@example.com -"],
            "flo@example.com - flo@example.com -",
        ),
        // An id where an address is known, and the other way round: another name is another person.
        (
            &[
                json!({ "name": "Eann", "email": "eann@example.com" }),
                json!({ "id": "e-flo", "name": "Eflo" }),
            ],
            &["e-flo Eflo - -", "eann@example.com Eann eann@example.com -"],
            &["eann@example.com Eann"],
            "e-flo Eflo - -",
        ),
        (
            &[
                json!({ "name": "Eann", "email": "eann@example.com" }),
                json!({ "id": "e-flo", "name": "Eflo" }),
                json!({ "email": "Eann@example.com" }),
            ],
            &["e-flo Eflo - -", "eann@example.com Eann Eann@example.com -"],
            &["eann@example.com Eann"],
            "eann@example.com Eann Eann@example.com -",
        ),
        (
            &[
                flo.clone(),
                json!({ "name": "Ann", "email": "ann@example.com" }),
            ],
            &["ann@example.com Ann ann@example.com -", "cust-flo Flo - -"],
            &["ann@example.com Ann"],
            "ann@example.com Ann ann@example.com -",
        ),
        // The same person, of whom more is known now.
        (
            &[
                json!({ "name": "Ann", "email": "ann@example.com" }),
                json!({ "id": "cust-ann", "name": "ann Smith" }),
            ],
            &["cust-ann ann Smith ann@example.com -"],
            &["ann@example.com ann Smith"],
            "cust-ann ann Smith ann@example.com -",
        ),
        (
            &[
                json!({ "name": "Ann", "email": "ann@example.com" }),
                json!({ "id": "cust-ann", "name": "Anna", "email": "Ann@example.com" }),
            ],
            &["cust-ann Anna Ann@example.com -"],
            &["ann@example.com Anna"],
            "cust-ann Anna Ann@example.com -",
        ),
        (
            &[
                flo.clone(),
                json!({ "name": "Flo", "email": "flo@example.com" }),
            ],
            &["cust-flo Flo flo@example.com -"],
            &["flo@example.com Flo"],
            "cust-flo Flo flo@example.com -",
        ),
        (
            &[json!({}), ann.clone()],
            &["cust-ann Ann ann@example.com +47 1"],
            &["ann@example.com Ann"],
            "cust-ann Ann ann@example.com +47 1",
        ),
        (
            &[json!({ "name": "Ann" }), json!({ "id": "cust-ann" })],
            &["cust-ann Ann - -"],
            &[],
            "cust-ann Ann - -",
        ),
        (
            &[
                json!({ "email": "ann@example.com", "name": "Ann" }),
                json!({ "id": "cust-ann" }),
            ],
            &["cust-ann Ann ann@example.com -"],
            &["ann@example.com Ann"],
            "cust-ann Ann ann@example.com -",
        ),
        (
            &[
                ann.clone(),
                json!({ "id": "cust-ann", "email": "ann@work.example" }),
            ],
            &["cust-ann Ann ann@work.example +47 1"],
            &["ann@work.example Ann"],
            "cust-ann Ann ann@work.example +47 1",
        ),
        (
            &[ann.clone(), json!({ "name": "Anna" })],
            &["cust-ann Anna ann@example.com +47 1"],
            &["ann@example.com Anna"],
            "cust-ann Anna ann@example.com +47 1",
        ),
        (
            &[ann.clone(), json!({})],
            &["cust-ann Ann ann@example.com +47 1"],
            &["ann@example.com Ann"],
            "cust-ann Ann ann@example.com +47 1",
        ),
    ];
    let site = Site::new().await;
    for (identities, customers, emails, customer) in cases {
        let shop = Shop::open(&site).await;
        let mut id = Value::Null;
        for identity in identities {
            let body = json!({ "message": "Hi", "conversationId": id, "identity": identity });
            let last = shop.chat(body).await;
            assert!(
                id.is_null() || id == last["conversationId"],
                "{identities:?}"
            );
            id = last["conversationId"].clone();
        }
        let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let person = |it: &Value| {
            ["id", "name", "email", "phone"]
                .map(|name| word(&it[name]))
                .join(" ")
        };
        let list = |told: &Value, each: &dyn Fn(&Value) -> String| {
            let mut all: Vec<String> = told["data"].as_array().unwrap().iter().map(each).collect();
            all.sort();
            all
        };
        let told = shop.get("/customers").await;
        assert_eq!(list(&told, &person), customers, "{identities:?}");
        assert_eq!(told["total"], customers.len());
        let told = shop.get("/emails").await;
        let address = |it: &Value| format!("{} {}", word(&it["email"]), word(&it["name"]));
        assert_eq!(list(&told, &address), emails, "{identities:?}");
        let read = shop
            .get(&format!("/conversations/{}", id.as_str().unwrap()))
            .await;
        assert_eq!(person(&read["customer"]), customer, "{identities:?}");
        let is_anns = customer.contains("+47 1");
        assert_eq!(read["metadata"]["plan"] == "gold", is_anns, "{read}");
        assert!(is_anns || read["variables"]["plan"].is_null(), "{read}");
        for one in customers {
            let (id, _) = one.split_once(' ').unwrap();
            let talks = shop.get(&format!("/conversations?customerId={id}")).await;
            assert_eq!(talks["total"], 1, "{identities:?} {id}");
        }
        let users = shop.get("/analytics").await;
        assert_eq!(
            users["uniqueUsers"],
            customers.len(),
            "{identities:?} {users}"
        );
    }
}

#[tokio::test]
async fn a_customer_is_named_by_a_text_or_by_a_number_in_its_digits() {
    let site = Site::new().await;
    let shop = Shop::open(&site).await;
    // PHP writes an object without members as a list (UserScape/php-customerio#20, intercom/intercom-php#81).
    for (identity, customer) in [
        (r#"{"id": 424242}"#, "424242"),
        (r#"{"id": 9007199254740993}"#, "9007199254740993"),
        (
            r#"{"id": 12345678901234567890123}"#,
            "12345678901234567890123",
        ),
        (
            r#"{"userId": 12345678901234567890123, "metadata": []}"#,
            "12345678901234567890123",
        ),
        (r#"{"id": "so \ud83d"}"#, "so \u{fffd}"),
        (r#"{"id": true}"#, ""),
        ("[]", ""),
        ("null", ""),
    ] {
        site.app.clock.advance(1_001);
        let body = format!(r#"{{"message": "Hi", "identity": {identity}}}"#);
        let answer = site
            .ask(
                "POST /v1/chat",
                &[&shop.bearer(), "content-type: application/json"],
                body,
            )
            .await;
        assert_eq!(answer.status, 200, "{identity}: {}", answer.text);
        let id = super::chat::frames(&answer.text).pop().unwrap()["conversationId"].clone();
        let read = shop
            .get(&format!("/conversations/{}", id.as_str().unwrap()))
            .await;
        assert_eq!(
            read["customer"]["id"].as_str().unwrap_or_default(),
            customer,
            "{identity}"
        );
    }
    for (identity, conversation, status) in [
        ("[1]", "null", 400),
        ("7", "null", 400),
        ("{}", "7", 404),
        ("{}", "{}", 400),
    ] {
        site.app.clock.advance(1_001);
        let body = format!(
            r#"{{"message": "Hi", "identity": {identity}, "conversationId": {conversation}}}"#
        );
        let answer = site
            .ask(
                "POST /v1/chat",
                &[&shop.bearer(), "content-type: application/json"],
                body,
            )
            .await;
        assert_eq!(
            answer.status, status,
            "{identity} {conversation}: {}",
            answer.text
        );
    }
}
