use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::pdf::{pages, saying};
use vivavoce_test_server::Site;

const OK: StatusCode = StatusCode::OK;
const CREATED: StatusCode = StatusCode::CREATED;

#[tokio::test]
async fn leads_and_orders_come_in_pages() {
    let site = Site::new().await;
    site.scenario(json!({ "slug": "shop" })).await;
    // kind, three forms of it, how many come where nobody asks
    for (kind, form, usual) in [
        ("leads", json!({ "phone": "+47" }), 500),
        ("orders", json!({ "total": 1, "currency": "EUR" }), 50),
    ] {
        let base = format!("/scenarios/shop/{kind}");
        let mut made = Vec::new();
        for id in ["a", "b", "c"] {
            let mut form = form.clone();
            form["id"] = json!(id);
            let one = site.api(&format!("POST {base}"), &form).await.with(CREATED);
            made.push(one["id"].as_str().unwrap().to_owned());
        }
        made.reverse();
        for (query, ids, meta) in [
            ("", &made[..], (1, usual, 1)),
            ("?limit=2", &made[..2], (1, 2, 2)),
            ("?limit=2&page=2", &made[2..], (2, 2, 2)),
            ("?limit=2&page=3", &[], (3, 2, 2)),
        ] {
            let line = format!("GET {base}{query}");
            let page = site.api(&line, &Value::Null).await.with(OK);
            let found = page[kind].as_array().unwrap().iter();
            let found: Vec<&str> = found.map(|row| row["id"].as_str().unwrap()).collect();
            assert_eq!(found, ids, "{line}");
            let (number, limit, pages) = meta;
            let told = &page["page_meta"];
            for (name, value) in [
                ("page", number),
                ("limit", limit),
                ("total", 3),
                ("total_pages", pages),
            ] {
                assert_eq!(told[name], value, "{line}: {name}");
            }
        }
        let wrong = site
            .api(&format!("GET {base}?limit=501"), &Value::Null)
            .await;
        assert_eq!(wrong.status, 422, "{kind}");
    }
}

#[tokio::test]
async fn records_are_made_changed_listed_and_removed() {
    let site = Site::new().await;
    let made = site.scenario(json!({ "slug": "shop" })).await;
    let session = site.talk(made["id"].as_str().unwrap()).await;
    // kind, its form, a change, what the change shows, its name in a list
    for (kind, form, change, shown) in [
        (
            "knowledge",
            json!({ "kind": "link", "url": "https://shop.example/care", "text": "Wipe it." }),
            json!({ "title": "Care" }),
            json!({ "title": "Care", "url": "https://shop.example/care", "text": "Wipe it.", "kind": "link" }),
        ),
        (
            "leads",
            json!({ "email": "Ada@Example.com", "conversation_id": session }),
            json!({ "note": "Call\nher", "email": null, "phone": "+47" }),
            json!({ "email": "", "phone": "+47", "note": "Callher", "conversation_id": session, "origin": "api" }),
        ),
        (
            "orders",
            json!({ "id": 17, "total": "9.5", "currency": "eur", "items": ["Mug", { "name": "Lamp", "quantity": 2, "price": 3 }] }),
            json!({ "status": "canceled" }),
            json!({ "id": "17", "total": 9.5, "currency": "EUR", "status": "CANCELLED",
                "items": [{ "name": "Mug", "quantity": 1, "price": null }, { "name": "Lamp", "quantity": 2, "price": 3.0 }] }),
        ),
        (
            "integrations",
            json!({ "kind": "ecommerce", "provider": "shopify", "products": ["Mug"] }),
            json!({ "is_active": "no" }),
            json!({ "name": "shopify", "is_active": false, "products": ["Mug"] }),
        ),
    ] {
        let base = format!("/scenarios/shop/{kind}");
        let one = site.api(&format!("POST {base}"), &form).await.with(CREATED);
        let place = format!("{base}/{}", one["id"].as_str().unwrap());
        let changed = site.api(&format!("PUT {place}"), &change).await.with(OK);
        for (name, value) in shown.as_object().unwrap() {
            assert_eq!(&changed[name], value, "{kind}.{name}");
        }
        let list = site
            .api(&format!("GET {base}"), &Value::Null)
            .await
            .with(OK);
        assert_eq!(list[kind], json!([changed]), "{kind}");
        let gone = format!("DELETE {place}");
        site.api(&gone, &Value::Null).await.with(OK);
        let again = site.api(&gone, &Value::Null).await;
        assert_eq!(again.status, 404, "{kind}");
        assert_eq!(
            site.api(&format!("GET {base}"), &Value::Null).await.json()[kind],
            json!([])
        );
    }
}

#[tokio::test]
async fn every_mistake_in_a_record_is_named() {
    let site = Site::new().await;
    site.scenario(json!({ "slug": "shop" })).await;
    for (kind, form, places) in [
        ("knowledge", json!({}), &["kind", "text"][..]),
        (
            "knowledge",
            json!({ "kind": "book", "text": "a" }),
            &["kind"],
        ),
        (
            "knowledge",
            json!({ "kind": "question" }),
            &["question", "answer"],
        ),
        (
            "knowledge",
            json!({ "kind": "question", "question": "Why?", "answer": " " }),
            &["answer"],
        ),
        (
            "knowledge",
            json!({ "kind": "link", "text": "a" }),
            &["url"],
        ),
        (
            "knowledge",
            json!({ "kind": "link", "url": "ftp://a.example", "text": "a" }),
            &["url"],
        ),
        (
            "knowledge",
            json!({ "kind": "link", "url": "https://a.example" }),
            &["text"],
        ),
        ("knowledge", json!({ "kind": "document" }), &["document"]),
        (
            "knowledge",
            json!({ "kind": "document", "document": "%%%" }),
            &["document"],
        ),
        ("knowledge", json!({ "kind": "text", "text": 3 }), &["text"]),
        ("leads", json!({ "name": "Ada" }), &["email"]),
        (
            "leads",
            json!({ "email": "ada", "conversation_id": "x" }),
            &["conversation_id", "email"],
        ),
        ("orders", json!({}), &["id", "total", "currency"]),
        (
            "orders",
            json!({ "id": "1", "total": -1, "currency": "Euro", "status": "?", "items": [{}] }),
            &["status", "total", "currency", "items"],
        ),
        (
            "integrations",
            json!({ "kind": "radio" }),
            &["kind", "provider"],
        ),
        (
            "integrations",
            json!({ "kind": "channel", "provider": "a", "products": [1] }),
            &["products"],
        ),
        (
            "events",
            json!({ "quantity": 0, "at": "then" }),
            &["type", "quantity", "at"],
        ),
        ("events", json!({ "type": "sneeze" }), &["type"]),
    ] {
        let answer = site
            .api(&format!("POST /scenarios/shop/{kind}"), &form)
            .await;
        assert_eq!(answer.status, 422, "{kind} {form}: {}", answer.text);
        let told = answer.json();
        let told: Vec<&str> = told["detail"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["loc"][1].as_str().unwrap())
            .collect();
        assert_eq!(told, places, "{kind} {form}");
    }
    let lost = site
        .api(
            "POST /scenarios/none/leads",
            &json!({ "email": "a@b.example" }),
        )
        .await;
    assert_eq!(lost.status, 404);
}

#[tokio::test]
async fn a_document_is_known_by_its_text() {
    use base64::Engine as _;
    let site = Site::new().await;
    let made = site.scenario(json!({ "slug": "shop" })).await;
    let file = base64::engine::general_purpose::STANDARD
        .encode(pages(&[&saying("Bulbs of forty watts fit")]));
    let form = json!({ "kind": "document", "title": "Bulbs", "document": file });
    let known = site
        .api("POST /scenarios/shop/knowledge", &form)
        .await
        .with(CREATED);
    assert!(
        known["text"].as_str().unwrap().contains("forty watts"),
        "{known}"
    );
    let found = site
        .app
        .store
        .knowledge_passages(made["id"].as_str().unwrap())
        .await
        .unwrap();
    let found = vivavoce_text::retrieval::best(found, "How many watts may a bulb have?");
    let (_, answer) =
        vivavoce_text::retrieval::answer(&found, "How many watts do bulbs have that fit?").unwrap();
    assert!(answer.contains("forty watts"), "{answer}");
}

#[tokio::test]
async fn a_lead_needs_an_address_or_a_number() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let path = format!("/scenarios/{}/leads", scenario["id"].as_str().unwrap());
    for (form, status) in [
        (json!({ "email": "" }), 422),
        (json!({ "email": " " }), 422),
        (json!({ "email": null }), 422),
        (json!({ "phone": "" }), 422),
        (json!({ "name": "Ada", "email": "", "phone": "" }), 422),
        (json!({ "email": 7 }), 422),
        (json!({ "email": "nobody" }), 422),
        (json!({ "email": "", "phone": "+47 1" }), 201),
        (json!({ "email": "ada@example.com", "phone": "" }), 201),
    ] {
        let answer = site.api(&format!("POST {path}"), &form).await;
        assert_eq!(answer.status, status, "{form}: {}", answer.text);
        if status == 422 {
            let detail = answer.json()["detail"].clone();
            assert_eq!(detail.as_array().unwrap().len(), 1, "{form}: {detail}");
            assert_eq!(detail[0]["loc"][1], "email", "{form}: {detail}");
        }
    }
    // Nor is a known one left without both.
    let lead = site
        .api(
            &format!("POST {path}"),
            &json!({ "email": "bo@example.com" }),
        )
        .await
        .json();
    let line = format!("PUT {path}/{}", lead["id"].as_str().unwrap());
    for (change, status) in [
        (json!({ "email": "" }), 422),
        (json!({ "name": "Bo" }), 200),
        (json!({ "email": "", "phone": "+47 2" }), 200),
    ] {
        let answer = site.api(&line, &change).await;
        assert_eq!(answer.status, status, "{change}: {}", answer.text);
    }
}
