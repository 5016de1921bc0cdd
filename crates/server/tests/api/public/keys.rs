use serde_json::{Value, json};

use super::OK;
use vivavoce_engine::settings::Rate;
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

const CREATED: axum::http::StatusCode = axum::http::StatusCode::CREATED;
const NOTHING: Value = Value::Null;

#[tokio::test]
async fn a_key_is_shown_once_and_opens_until_it_is_revoked() {
    let site = Site::new().await;
    site.app.clock.hold();
    let wanted = json!({ "name": "deploy\u{7}", "valid_for_days": "30" });
    let made = site.api("POST /keys", &wanted).await.with(CREATED);
    let (id, key) = (
        made["id"].as_str().unwrap().to_owned(),
        made["key"].as_str().unwrap().to_owned(),
    );
    assert!(key.starts_with("vv_") && key.len() == 46, "{made}");
    for (member, expected) in [
        ("name", json!("deploy")),
        ("api", json!("public")),
        ("state", json!("valid")),
        ("account_id", json!(site.root)),
        ("last_used_at", NOTHING),
        ("revoked_at", NOTHING),
    ] {
        assert_eq!(made[member], expected, "{member}");
    }
    let path = format!("/keys/{id}");
    site.api_as(&key, "GET /scenarios", &NOTHING).await.with(OK);
    let seen = site.api(&format!("GET {path}"), &NOTHING).await;
    assert!(!seen.text.contains(&key), "a key is shown once");
    let first_use = seen.with(OK)["last_used_at"].clone();
    assert!(first_use.is_string());

    // Kept to the minute, so that a busy key does not write at every call.
    site.app.clock.advance(30_000);
    site.api_as(&key, "GET /scenarios", &NOTHING).await.with(OK);
    let seen = site.api(&format!("GET {path}"), &NOTHING).await.with(OK);
    assert_eq!(seen["last_used_at"], first_use);
    site.app.clock.advance(31_000);
    site.api_as(&key, "GET /scenarios", &NOTHING).await.with(OK);
    let list = site.api("GET /keys", &NOTHING).await;
    assert!(!list.text.contains(&key) && !list.text.contains("hash"));
    let list = list.with(OK);
    let seen = list["keys"].as_array().unwrap();
    let seen = seen.iter().find(|it| it["id"] == json!(id)).unwrap();
    assert_ne!(seen["last_used_at"], first_use);

    for _ in 0..2 {
        let gone = site.api(&format!("DELETE {path}"), &NOTHING).await.with(OK);
        assert_eq!(gone["success"], true);
        site.app.clock.advance(10);
    }
    assert_eq!(
        site.api_as(&key, "GET /scenarios", &NOTHING).await.status,
        401
    );
    let seen = site.api(&format!("GET {path}"), &NOTHING).await.with(OK);
    assert_eq!(seen["state"], "revoked");
}

#[tokio::test]
async fn a_key_ends_when_it_was_said_to() {
    let site = Site::new().await;
    site.app.clock.hold();
    let wanted = json!({ "valid_for_days": 1 });
    let made = site.api("POST /keys", &wanted).await.with(CREATED);
    let key = made["key"].as_str().unwrap();
    site.app.clock.advance(86_399_000);
    site.api_as(key, "POST /test", &json!({})).await.with(OK);
    site.app.clock.advance(2_000);
    let refused = site.api_as(key, "POST /test", &json!({})).await;
    assert_eq!(refused.status, 401);
    let path = format!("GET /keys/{}", made["id"].as_str().unwrap());
    assert_eq!(site.api(&path, &NOTHING).await.json()["state"], "expired");
    for (body, place) in [
        (json!({ "valid_for_days": 0 }), "valid_for_days"),
        (json!({ "expires_at": "2001-01-01" }), "expires_at"),
        (json!({ "api": "everything" }), "api"),
        (json!({ "name": 7 }), "name"),
    ] {
        let answer = site.api("POST /keys", &body).await;
        assert_eq!(answer.status, 422, "{body}");
        assert_eq!(answer.json()["detail"][0]["loc"], json!(["body", place]));
    }
}

#[tokio::test]
async fn accounts_are_the_roots_to_make_and_close() {
    let site = Site::new().await;
    let made = site
        .api("POST /accounts", &json!({ "name": "Example Ltd" }))
        .await
        .with(CREATED);
    let id = made["id"].as_str().unwrap();
    let key = site
        .api("POST /keys", &json!({ "account_id": id, "name": "first" }))
        .await
        .with(CREATED);
    let key = key["key"].as_str().unwrap();
    let own = site
        .api_as(key, "GET /accounts/me", &NOTHING)
        .await
        .with(OK);
    assert_eq!((&own["id"], &own["is_root"]), (&json!(id), &json!(false)));

    let scenario = json!({ "name": "n", "description": "", "ai_instructions": "i", "slug": "theirs", "is_public": true });
    site.api_as(key, "POST /scenarios", &scenario)
        .await
        .with(CREATED);
    let visit = "GET /api/embed/scenarios/theirs";
    assert_eq!(site.ask(visit, &[], "").await.status, 200);
    // Only the root makes, lists and closes accounts; whoever else names one finds none.
    for (line, body, status) in [
        ("POST /accounts", json!({ "name": "mine" }), 403),
        ("GET /accounts", NOTHING, 403),
        ("POST /keys", json!({ "account_id": site.root }), 404),
        ("GET /keys?account_id=ROOT", NOTHING, 404),
        ("GET /accounts/ROOT", NOTHING, 404),
        ("DELETE /accounts/ROOT", NOTHING, 403),
        ("DELETE /accounts/me", NOTHING, 403),
    ] {
        let line = line.replace("ROOT", &site.root);
        let answer = site.api_as(key, &line, &body).await;
        assert_eq!(answer.status, status, "{line}: {}", answer.text);
    }
    let root = format!("DELETE /accounts/{}", site.root);
    assert_eq!(site.api(&root, &NOTHING).await.status, 409);

    let closed = site
        .api(&format!("DELETE /accounts/{id}"), &NOTHING)
        .await
        .with(OK);
    assert_eq!(closed["success"], true);
    assert_eq!(
        site.api_as(key, "GET /scenarios", &NOTHING).await.status,
        401
    );
    assert_eq!(site.ask(visit, &[], "").await.status, 404);
    let again = site.api("POST /keys", &json!({ "account_id": id })).await;
    assert_eq!(again.status, 409, "{}", again.text);
    let list = site.api("GET /accounts", &NOTHING).await.with(OK);
    let states: Vec<&Value> = list["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|account| &account["state"])
        .collect();
    assert_eq!(states, ["open", "open", "closed"]);
}

#[tokio::test]
async fn an_address_that_guesses_is_slowed_and_keeps_nobody_else_out() {
    let mut settings = Settings::default();
    settings.engine.limits.anonymous_calls = Rate {
        burst: 3,
        per_minute: 60,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let mut statuses = Vec::new();
    for line in [
        "GET /scenarios",
        "GET /featured-scenarios",
        "GET /scenarios",
        "GET /scenarios",
        "GET /featured-scenarios",
    ] {
        let answer = site
            .ask(&line.replace("GET /", "GET /api/public/"), &[], "")
            .await;
        assert_eq!(
            answer.status == 429,
            answer.headers.contains_key("retry-after"),
            "{line}"
        );
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [401, 200, 401, 429, 429]);
    let guess = json!({ "scenario_id": "x", "token": "y" });
    site.scenario(json!({ "is_public": false, "slug": "private" }))
        .await;
    let guess = guess.to_string().replace("\"x\"", "\"private\"");
    let kind = "content-type: application/json";
    let try_token = async || {
        site.ask("POST /api/embed/access", &[kind], guess.clone())
            .await
    };
    assert_eq!(try_token().await.status, 429);
    // The same address with a key that is one.
    site.api("GET /scenarios", &NOTHING).await.with(OK);
    site.app.clock.advance(1_000);
    assert_eq!(try_token().await.status, 403);
    // A key of another API counts as one that is wrong.
    let scope = json!({ "api": "agentok" });
    let made = site.api("POST /keys", &scope).await.with(CREATED);
    let other = made["key"].as_str().unwrap();
    site.app.clock.advance(1_000);
    for status in [403, 429] {
        let answer = site.api_as(other, "GET /scenarios", &NOTHING).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
}

#[tokio::test]
async fn what_a_key_made_ends_with_it() {
    let site = Site::new().await;
    site.app.clock.hold();
    let secret = |made: &Value| made["key"].as_str().unwrap().to_owned();
    let revoke = |made: &Value| format!("DELETE /keys/{}", made["id"].as_str().unwrap());
    let short = json!({ "valid_for_days": 2 });
    let parent = site.api("POST /keys", &short).await.with(CREATED);
    let key = secret(&parent);
    let child = site.api_as(&key, "POST /keys", &json!({})).await;
    let child = child.with(CREATED);
    assert_eq!(child["expires_at"], parent["expires_at"]);
    assert_eq!(child["made_by"], parent["id"]);
    for (body, status) in [
        (json!({ "valid_for_days": 1 }), 201),
        (json!({ "valid_for_days": 3 }), 422),
        (json!({ "expires_at": "2999-01-01" }), 422),
    ] {
        let answer = site.api_as(&key, "POST /keys", &body).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
        let tells = answer.text.contains("ends with it at the latest");
        assert_eq!(tells, status == 422, "{}", answer.text);
    }
    let grandchild = site.api_as(&secret(&child), "POST /keys", &json!({})).await;
    let grandchild = grandchild.with(CREATED);
    site.scenario(json!({ "is_public": false, "slug": "private" }))
        .await;
    let mint = json!({ "scenario_id": "private" });
    let minted = site
        .api_as(&secret(&child), "POST /scenario-access-token", &mint)
        .await
        .with(OK);
    let token = minted["access_token"].as_str().unwrap();
    let held = format!("authorization: Bearer {token}");
    let visit = async || {
        let line = "GET /api/embed/scenarios/private";
        site.ask(line, &[&held], "").await.status
    };
    assert_eq!(visit().await, 200);

    let channel = json!({ "scenario_id": "private" });
    let channel = site.api_as(&key, "POST /channels", &channel).await;
    let channel = channel.with(CREATED);
    let chat = format!(
        "GET /chatapi/{}/events?clientId=a&ts=0&all=true",
        channel["token"].as_str().unwrap()
    );
    // Exchanged at the machine, and not leaked: what it made goes on, and is still its own.
    let kept = site.api_as(&secret(&child), "POST /keys", &json!({})).await;
    let kept = kept.with(CREATED);
    let below = site.api_as(&secret(&kept), "POST /keys", &json!({})).await;
    let below = below.with(CREATED);
    let id = kept["id"].as_str().unwrap();
    let done = site
        .app
        .store
        .revoke_credential(&site.root, id, true, 7)
        .await;
    assert_eq!(done.unwrap(), [id]);
    let again = site
        .api_as(&secret(&below), "GET /scenarios", &NOTHING)
        .await;
    assert_eq!(again.status, 200, "{}", again.text);

    let done = site.api(&revoke(&parent), &NOTHING).await.with(OK);
    let with_it = done["revoked_with_it"].as_array().unwrap();
    // With the one that lasts a day, and the channel's.
    assert_eq!(with_it.len(), 5, "{done}");
    assert!(with_it.contains(&grandchild["id"]) && with_it.contains(&channel["id"]));
    assert_eq!(site.ask(&chat, &[], "").await.status, 404);
    for (made, status) in [
        (&parent, 401),
        (&child, 401),
        (&grandchild, 401),
        (&below, 401),
    ] {
        let answer = site.api_as(&secret(made), "GET /scenarios", &NOTHING).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    assert_eq!(visit().await, 403);
}
