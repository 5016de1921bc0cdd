use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::OK;
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

const NOTHING: Value = Value::Null;

#[tokio::test]
async fn every_member_the_vendor_documents_is_taken_and_given_back() {
    let site = Site::new().await;
    let all = json!({
        "type": "quiz",
        "user_friendly_description": "Practise",
        "user_instructions": "Find a quiet room.",
        "rubrik": "- Listens",
        "is_public": true,
        "is_recording": true,
        "analysis_access": "always",
        "session_analysis": {
            "admin_email": "admin@example.com",
            "is_auto_analysis": true,
            "is_auto_submit": true,
            "email_analysis": true,
            "email_transcript": null,
            "multimodal_analysis": false,
            "evaluation_target": "user",
            "enable_extraction": true,
            "extraction_vars": [{ "name": "deal_closed", "description": "Sold?", "type": "boolean" }],
        },
        "appearance": { "voice": "Aoede", "avatar_url": "https://i.example/a.png", "language_code": "en-US", "start_sound": null },
        "strategy": { "skip_auto_start": true, "max_duration_seconds": 600, "silence": { "seconds": 120 }, "conductor": "x", "disable_transcription": null },
        "pricing": { "amount": 0, "currency": "USD" },
        "user_metadata": { "team": ["a"] },
        "memory": { "enabled": true },
        "ai_model_config": { "model": "m" },
        "tools_config": { "tools": { "timer": { "should_register": true } } },
        "starts_at": "2025-01-01T00:00:00.000000",
        "ends_at": "2035-01-01T00:00:00.000000",
        "retention_days": 30,
        "runs_per_day": 500,
        "tokens_per_day": 2_000_000_000_u64,
        "allowed_hosts": ["https://www.example.com"],
        "terms_url": "https://www.example.com/terms?v=2",
        "privacy_url": "http://www.example.com/privacy",
        "texts": { "*": { "start": "Let us talk" }, "pt-BR": { "end": "Sair", "thanks-title": "Obrigado", "minutes": { "one": "minuto", "other": "minutos" } } },
    });
    let made = site.scenario(all.clone()).await;
    for (member, given) in all.as_object().unwrap() {
        assert_eq!(made[member], *given, "{member}");
    }
    let id = &made["id"];
    // What is not mentioned stays.
    let changed = site
        .api(
            "POST /scenarios",
            &json!({ "id": id, "memory": null, "pricing": null, "retention_days": null, "runs_per_day": null, "allowed_hosts": null, "terms_url": null, "privacy_url": "", "texts": { "de": { "end": "Ende" } } }),
        )
        .await
        .with(OK);
    for (member, expected) in [
        ("type", &json!("quiz")),
        ("tools_config", &all["tools_config"]),
        ("memory", &NOTHING),
        ("pricing", &json!({})),
        ("retention_days", &NOTHING),
        ("runs_per_day", &NOTHING),
        ("tokens_per_day", &json!(2_000_000_000_u64)),
        ("allowed_hosts", &json!([])),
        ("terms_url", &NOTHING),
        ("privacy_url", &NOTHING),
        ("texts", &json!({ "de": { "end": "Ende" } })),
    ] {
        assert_eq!(changed[member], *expected, "{member}");
    }
    // The older and the newer word for the same, both ways.
    for (body, restricts, access) in [
        (json!({ "restrict_analysis": true }), true, "never"),
        (json!({ "restrict_analysis": false }), false, "default"),
        (json!({ "analysis_access": "never" }), true, "never"),
        (json!({ "analysis_access": "always" }), false, "always"),
        (json!({ "restrict_analysis": false }), false, "always"),
        (
            json!({ "restrict_analysis": true, "analysis_access": "default" }),
            false,
            "default",
        ),
    ] {
        let mut body = body;
        body["id"] = id.clone();
        let changed = site.api("POST /scenarios", &body).await.with(OK);
        assert_eq!(changed["restrict_analysis"], restricts, "{body}");
        assert_eq!(changed["analysis_access"], access, "{body}");
    }
}

#[tokio::test]
async fn objects_merge_at_every_depth() {
    let site = Site::new().await;
    let made = site
        .scenario(json!({
            "pricing": { "is_paid": true, "amount": 29.99 },
            "strategy": { "disable_transcription": true, "silence": { "seconds": 120, "say": "Hello?" } },
            "session_analysis": { "admin_email": "admin@example.com", "extraction_vars": [{ "name": "a" }] },
            "tools_config": { "tools": { "timer": { "on": true }, "notes": { "on": true } } },
            "user_metadata": { "team": "a" },
        }))
        .await;
    // What is sent, where what is looked at stands, and what stands there then.
    let cases = [
        (
            json!({ "pricing": { "currency": "EUR" } }),
            "/pricing",
            json!({ "is_paid": true, "amount": 29.99, "currency": "EUR" }),
        ),
        (
            json!({ "strategy": { "skip_auto_start": true, "silence": { "seconds": 60 } } }),
            "/strategy",
            json!({ "disable_transcription": true, "skip_auto_start": true, "silence": { "seconds": 60, "say": "Hello?" } }),
        ),
        (
            json!({ "session_analysis": { "extraction_vars": [{ "name": "b" }] } }),
            "/session_analysis",
            json!({ "admin_email": "admin@example.com", "extraction_vars": [{ "name": "b" }],
                "is_auto_analysis": false, "is_auto_submit": false }),
        ),
        (
            json!({ "tools_config": { "tools": { "timer": { "on": null } } } }),
            "/tools_config/tools",
            json!({ "timer": { "on": null }, "notes": { "on": true } }),
        ),
        (
            json!({ "user_metadata": { "team": { "name": "a" } } }),
            "/user_metadata",
            json!({ "team": { "name": "a" } }),
        ),
        (json!({ "pricing": null }), "/pricing", json!({})),
    ];
    for (mut change, place, expected) in cases {
        change["id"] = made["id"].clone();
        let changed = site.api("POST /scenarios", &change).await.with(OK);
        assert_eq!(changed.pointer(place), Some(&expected), "{change}");
    }
    // Together they may not be more than one may be.
    for (name, status) in [("a", 200), ("b", 422)] {
        let change = json!({ "id": made["id"], "user_metadata": { name: "x".repeat(40_000) } });
        assert_eq!(site.api("POST /scenarios", &change).await.status, status);
    }
}

#[tokio::test]
async fn mistakes_within_objects_are_named_by_their_place() {
    let site = Site::new().await;
    let cases = [
        (json!({ "type": "poem" }), json!(["body", "type"])),
        (json!({ "memory": [] }), json!(["body", "memory"])),
        (
            json!({ "runs_per_day": 0 }),
            json!(["body", "runs_per_day"]),
        ),
        (
            json!({ "tokens_per_day": "many" }),
            json!(["body", "tokens_per_day"]),
        ),
        (
            json!({ "pricing": { "amount": -1 } }),
            json!(["body", "pricing", "amount"]),
        ),
        (
            json!({ "pricing": { "price": "much" } }),
            json!(["body", "pricing", "price"]),
        ),
        (
            json!({ "pricing": { "amount": "NaN" } }),
            json!(["body", "pricing", "amount"]),
        ),
        (
            json!({ "session_analysis": { "extraction_vars": {} } }),
            json!(["body", "session_analysis", "extraction_vars"]),
        ),
        (
            json!({ "session_analysis": { "extraction_vars": [{ "name": "a" }, { "name": "b", "type": "money" }] } }),
            json!(["body", "session_analysis", "extraction_vars", 1, "type"]),
        ),
        (
            json!({ "session_analysis": { "extraction_vars": [{}] } }),
            json!(["body", "session_analysis", "extraction_vars", 0, "name"]),
        ),
        (
            json!({ "session_analysis": { "admin_email": "a@b" } }),
            json!(["body", "session_analysis", "admin_email"]),
        ),
        (json!({ "slug": "full" }), json!(["body", "slug"])),
    ];
    for (mut body, place) in cases {
        let required = json!({ "name": "n", "description": "", "ai_instructions": "i" });
        body.as_object_mut()
            .unwrap()
            .extend(required.as_object().unwrap().clone());
        let answer = site.api("POST /scenarios", &body).await;
        assert_eq!(answer.status, 422, "{body}");
        assert_eq!(answer.json()["detail"][0]["loc"], place, "{}", answer.text);
    }
}

#[tokio::test]
async fn a_document_reaches_the_agent_as_text_and_nobody_else() {
    let site = Site::new().await;
    let file = crate::pdf::pages(&[&crate::pdf::saying("CANARY in the document.")]);
    let encoded = STANDARD.encode(&file);
    let text = Some("CANARY in the document.\n".to_owned());
    let cases = [
        (encoded.clone(), text.clone()),
        (
            format!("data:application/pdf;base64,{encoded}"),
            text.clone(),
        ),
        (URL_SAFE_NO_PAD.encode(&file), text.clone()),
        (
            encoded
                .as_bytes()
                .chunks(76)
                .map(|line| format!("{}\r\n", str::from_utf8(line).unwrap()))
                .collect(),
            text.clone(),
        ),
        (STANDARD.encode([b"\r\n".as_slice(), &file].concat()), text),
        (
            STANDARD.encode("\u{feff}CANARY plain"),
            Some("CANARY plain".to_owned()),
        ),
        (String::new(), None),
    ];
    for (given, kept) in cases {
        let made = site.scenario(json!({ "pdf_context": given })).await;
        assert!(!made.to_string().contains("CANARY in"), "{made}");
        assert_eq!(made["has_pdf_context"], kept.is_some());
        let id = made["id"].as_str().unwrap();
        let stored = site.app.store.scenario(id).await.unwrap().unwrap();
        assert_eq!(stored.pdf_context, kept);
        let shown = site
            .ask(&format!("GET /api/embed/scenarios/{id}"), &[], "")
            .await;
        assert!(!shown.text.contains("CANARY"), "{}", shown.text);
    }
    let made = site.scenario(json!({ "pdf_context": encoded })).await;
    let cleared = json!({ "id": made["id"], "pdf_context": null });
    let cleared = site.api("POST /scenarios", &cleared).await.with(OK);
    assert_eq!(cleared["has_pdf_context"], false);
}

#[tokio::test]
async fn an_unreadable_document_is_refused_by_name() {
    let site = Site::new().await;
    let blank = crate::pdf::pages(&["0 0 10 10 re f"]);
    let broken = STANDARD.encode("%PDF-1.7 and nothing more");
    for (given, part) in [
        ("§".to_owned(), "base64"),
        (STANDARD.encode([0_u8, 159, 146, 150]), "neither a PDF"),
        (broken, "damaged"),
        (STANDARD.encode(blank), "holds no text"),
    ] {
        let body =
            json!({ "name": "n", "description": "", "ai_instructions": "i", "pdf_context": given });
        let answer = site.api("POST /scenarios", &body).await;
        assert_eq!(answer.status, 422, "{part}");
        let problem = &answer.json()["detail"][0];
        assert_eq!(problem["loc"], json!(["body", "pdf_context"]));
        assert!(problem["msg"].as_str().unwrap().contains(part), "{problem}");
    }
    let list = site.api("GET /scenarios", &NOTHING).await.with(OK);
    assert_eq!(list["scenarios"], json!([]));
}

#[tokio::test]
async fn a_real_sized_document_gets_through_and_a_larger_one_is_told_the_limit() {
    let mut settings = Settings::default();
    // Unoptimized and on a slow machine, reading takes longer than a server would allow.
    settings.engine.limits.document_total = Duration::from_secs(300);
    settings.engine.limits.request_total = Duration::from_secs(400);
    let site = Site::with(settings).await;
    // Most of such a file is pictures nobody reads.
    let file = |megabytes: usize| {
        let picture = "x".repeat(megabytes * 1024 * 1024);
        let picture = format!(
            "<< /Length {} >>\nstream\n{picture}\nendstream",
            picture.len()
        );
        let mut objects = crate::pdf::objects(&[&crate::pdf::saying("Hello")]);
        objects.push(picture);
        STANDARD.encode(crate::pdf::pdf(&objects))
    };
    let mut body = json!({ "name": "n", "description": "", "ai_instructions": "i" });
    body["pdf_context"] = Value::from(file(20));
    let made = site.api("POST /scenarios", &body).await;
    assert_eq!(made.status, 201, "{:.200}", made.text);
    assert!(made.text.len() < 5_000, "the file is not echoed");
    body["pdf_context"] = Value::from(file(23));
    let refused = site.api("POST /scenarios", &body).await;
    assert_eq!(refused.status, 413);
    assert!(refused.text.contains("30720 kB"), "{}", refused.text);
    let long = json!({ "session_id": "x".repeat(1_100_000) });
    let refused = site.api("POST /sessions/analyze", &long).await;
    assert_eq!(refused.status, 413);
    assert!(refused.text.contains("1024 kB"), "{}", refused.text);
}

#[tokio::test]
async fn changes_at_once_do_not_undo_each_other() {
    let site = Site::new().await;
    let made = site.scenario(json!({ "slug": "busy" })).await;
    let members = [
        "rubrik",
        "user_friendly_description",
        "user_instructions",
        "name",
        "description",
    ];
    let bodies: Vec<Value> = members
        .iter()
        .map(|member| json!({ "id": made["id"], (*member): format!("changed {member}") }))
        .collect();
    let calls = bodies.iter().map(|body| site.api("POST /scenarios", body));
    for answer in futures_util::future::join_all(calls).await {
        answer.with(OK);
    }
    let seen = site.api("GET /scenarios/busy", &NOTHING).await.with(OK);
    for member in members {
        assert_eq!(seen[member], json!(format!("changed {member}")));
    }
    let taken = site.scenario(json!({})).await;
    let body = json!({ "id": taken["id"], "slug": "busy" });
    let refused = site.api("POST /scenarios", &body).await;
    assert_eq!(refused.status, 409);
    assert_eq!(
        refused.json()["detail"],
        "This slug is taken. Please choose another."
    );
}

#[tokio::test]
async fn a_new_passcode_ends_what_the_old_one_opened() {
    let site = Site::new().await;
    let made = site
        .scenario(json!({ "passcode": "old-code", "slug": "coded" }))
        .await;
    let kind = "content-type: application/json";
    let ask = json!({ "scenario_id": "coded", "passcode": "old-code" }).to_string();
    let granted = site
        .ask("POST /api/embed/access", &[kind], ask.clone())
        .await
        .with(OK);
    let held = format!(
        "authorization: Bearer {}",
        granted["bearer"].as_str().unwrap()
    );
    let visit = "GET /api/embed/scenarios/coded";
    assert_eq!(site.ask(visit, &[&held], "").await.status, 200);
    let other = json!({ "id": made["id"], "name": "Renamed" });
    site.api("POST /scenarios", &other).await.with(OK);
    assert_eq!(site.ask(visit, &[&held], "").await.status, 200);
    let new = json!({ "id": made["id"], "passcode": "new-code" });
    site.api("POST /scenarios", &new).await.with(OK);
    assert_eq!(site.ask(visit, &[&held], "").await.status, 403);
    assert_eq!(
        site.ask("POST /api/embed/access", &[kind], ask)
            .await
            .status,
        403
    );
    let ask = json!({ "scenario_id": "coded", "passcode": "new-code" }).to_string();
    let granted = site.ask("POST /api/embed/access", &[kind], ask).await;
    let granted = granted.with(OK)["bearer"].as_str().unwrap().to_owned();
    let fresh = format!("authorization: Bearer {granted}");
    assert_eq!(site.ask(visit, &[&fresh], "").await.status, 200);
    // However many had come in: none of them is written to for that.
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM access_tokens")
        .fetch_one(site.app.store.read())
        .await
        .unwrap();
    assert_eq!(rows, 2);
}

#[tokio::test]
async fn the_pages_that_may_show_a_scenario_are_origins_the_server_allows() {
    let mut settings = Settings::default();
    let site = Site::new().await;
    let made = site.scenario(json!({})).await;
    let set = async |site: &Site, hosts: Value, id: &Value| {
        let body = json!({ "id": id, "allowed_hosts": hosts });
        site.api("POST /scenarios", &body).await
    };
    let given = json!(["https://WWW.example.com:443/", "https://www.example.com"]);
    let kept = set(&site, given, &made["id"]).await.with(OK);
    assert_eq!(kept["allowed_hosts"], json!(["https://www.example.com"]));
    for wrong in [
        json!(["https://*.example.com"]),
        json!(["https://a.example;sandbox"]),
        json!(["https://a'"]),
        json!(["a/b"]),
        json!("x"),
        json!([7]),
    ] {
        let refused = set(&site, wrong.clone(), &made["id"]).await;
        assert_eq!(refused.status, 422, "{wrong}: {}", refused.text);
    }
    settings.http.deployment.allowed_hosts = vec!["https://a.example".to_owned()];
    let site = Site::with(settings).await;
    let made = site.scenario(json!({})).await;
    let refused = set(&site, json!(["https://b.example"]), &made["id"]).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(
        refused.text.contains("on https://a.example only"),
        "{}",
        refused.text
    );
    set(&site, json!(["https://a.example"]), &made["id"])
        .await
        .with(OK);
}

#[tokio::test]
async fn a_passcode_that_is_set_has_six_characters() {
    let site = Site::new().await;
    let made = site.scenario(json!({ "passcode": "sesame" })).await;
    for (passcode, status) in [
        ("", 200),
        ("12345", 422),
        ("        ", 422),
        ("  12345  ", 422),
        ("\u{1f511}234567", 200),
    ] {
        let body = json!({ "id": made["id"], "passcode": passcode });
        let answer = site.api("POST /scenarios", &body).await;
        assert_eq!(answer.status, status, "{passcode}: {}", answer.text);
        let tells = answer.text.contains("at least 6 characters");
        assert_eq!(tells, status == 422, "{}", answer.text);
    }
}

#[tokio::test]
async fn outside_its_dates_a_scenario_says_when_it_opens() {
    let site = Site::new().await;
    let coming =
        json!({ "slug": "coming", "starts_at": "2099-03-01T09:30:00Z", "ends_at": "2099-04-01" });
    site.scenario(coming).await;
    let past = json!({ "slug": "past", "ends_at": "2020-03-01" });
    site.scenario(past).await;
    for (slug, part, lock) in [
        (
            "coming",
            "opens on 1 March 2099, 09:30 UTC",
            json!({ "opens_at": 4_076_040_600_000_i64 }),
        ),
        (
            "past",
            "was open until 1 March 2020, 00:00 UTC",
            json!({ "closed_at": 1_583_020_800_000_i64 }),
        ),
    ] {
        let shown = site
            .ask(&format!("GET /api/embed/scenarios/{slug}"), &[], "")
            .await;
        let start = json!({ "scenario_id": slug, "style": "full" }).to_string();
        let kind = "content-type: application/json";
        let started = site.ask("POST /api/embed/sessions", &[kind], start).await;
        for answer in [shown, started] {
            assert_eq!(answer.status, 403);
            assert!(answer.text.contains(part), "{}", answer.text);
            // For the page, which says it in the visitor's own time.
            assert_eq!(answer.json()["locked"], lock);
        }
    }
}

#[tokio::test]
async fn a_list_is_bounded_and_says_what_it_leaves_out() {
    let site = Site::new().await;
    let long = "x".repeat(399_000);
    for number in 0..25 {
        site.scenario(json!({ "name": number.to_string(), "ai_instructions": long }))
            .await;
    }
    let answer = site.api("GET /scenarios", &NOTHING).await;
    assert!(answer.text.len() < 9 * 1024 * 1024, "{}", answer.text.len());
    let all = answer.with(OK);
    let list = all["scenarios"].as_array().unwrap();
    assert_eq!((list.len(), &all["page_meta"]["total"]), (25, &json!(25)));
    for (place, scenario) in list.iter().enumerate() {
        // So many fit.
        let is_short = place >= 8 * 1024 * 1024 / long.len();
        assert_eq!(scenario["is_shortened"], is_short, "{place}");
        assert_eq!(scenario["ai_instructions"] == "", is_short, "{place}");
    }
    let line = format!("GET /scenarios/{}", list[24]["id"].as_str().unwrap());
    let whole = site.api(&line, &NOTHING).await.with(OK);
    assert_eq!(whole["ai_instructions"], long);
    let line = "GET /scenarios?limit=10&page=3";
    let page = site.api(line, &NOTHING).await.with(OK);
    let names: Vec<&str> = (page["scenarios"].as_array().unwrap().iter())
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["4", "3", "2", "1", "0"]);
    assert_eq!(page["page_meta"]["has_next"], false);
}
