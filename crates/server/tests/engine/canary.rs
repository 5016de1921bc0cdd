//! What only the owner may know never reaches a visitor.

use serde_json::json;
use vivavoce_engine::store::passcode;

use crate::site::{scenario, site};

#[tokio::test]
async fn no_answer_carries_what_is_the_owners() {
    let site = site().await;
    let mut secret = scenario("secret");
    secret.ai_instructions = "CANARY-INSTRUCTIONS {{ CANARY_NAME }}".to_owned();
    secret.rubrik = Some("CANARY-RUBRIK".to_owned());
    secret.pdf_context = Some("CANARY-DOCUMENT".to_owned());
    secret.script =
        Some(json!({ "steps": ["CANARY-SCRIPT {{ role }}", { "ask": "{{CANARY_NAME}}" }] }));
    secret.user_metadata = json!({ "owner": "CANARY-METADATA" });
    secret.session_analysis = json!({
        "admin_email": "CANARY@example.com",
        "evaluation_target": "CANARY-TARGET",
        "extraction_vars": [{ "name": "CANARY-EXTRACTION" }],
    });
    secret.vendor = json!({
        "memory": { "of": "CANARY-MEMORY" },
        "ai_model_config": { "model": "CANARY-MODEL" },
        "tools_config": { "tools": { "CANARY-TOOL": {} } },
    });
    secret.user_friendly_description = None;
    secret.strategy = json!({ "skip_auto_start": true, "conductor": "CANARY-STRATEGY" });
    let secret = site.put(secret).await;
    let mut locked = secret.clone();
    locked.id = "a".repeat(24);
    locked.slug = Some("locked".to_owned());
    locked.passcode_hash = Some(passcode::hash("CANARY-PASSCODE").await.unwrap());
    site.put(locked).await;

    let mut answers = Vec::new();
    for slug in ["secret", &secret.id, "locked"] {
        answers.push(site.get(&format!("/api/embed/scenarios/{slug}"), &[]).await);
        for style in ["", "basic/", "minimal/"] {
            answers.push(site.get(&format!("/embed/{style}{slug}"), &[]).await);
        }
        let wrong = json!({ "scenario_id": slug, "passcode": "guess", "token": null });
        answers.push(site.post("/api/embed/access", &[], wrong).await);
        let start = json!({ "scenario_id": slug, "style": "full" });
        answers.push(site.post("/api/embed/sessions", &[], start).await);
    }
    let facts = answers[0].json();
    assert_eq!(
        facts["variables"],
        json!(["CANARY_NAME", "role"]),
        "names of variables are public"
    );
    assert_eq!(
        facts["user_friendly_description"],
        json!(null),
        "no fallback to the internal one"
    );
    let talk = site.talk_in("secret", json!({})).await;
    answers.push(
        talk.turn_with("turn-0001", json!({ "text": "fail half" }))
            .await,
    );
    talk.quiet().await;
    answers.push(talk.post("stop", json!({})).await);
    talk.until("analyzed").await;
    answers.push(talk.get("events?wait=0").await);
    answers.push(talk.post("submit", json!({})).await);
    for answer in answers {
        let text = answer.text.replace("CANARY_NAME", "");
        assert!(!text.contains("CANARY"), "{}: {text}", answer.status);
        assert!(
            answer
                .headers
                .values()
                .all(|it| !it.to_str().unwrap_or("").contains("CANARY"))
        );
    }
}
