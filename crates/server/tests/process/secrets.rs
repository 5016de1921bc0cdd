//! What was shown once stands nowhere afterwards: in no log at its most talkative, in no file.

use serde_json::{Value, json};

use super::server::{KEY, Server, command, database};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_and_no_name_is_logged_or_kept() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "trace");
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let mut secrets = vec![KEY.to_owned()];

    // Keys, by API and beside the running server by command.
    let made = server.api("POST /keys", &json!({ "name": "n" })).await;
    let made = made.with(201);
    let (key, key_id) = (text(&made, "key"), text(&made, "id"));
    let said = command(folder.path())
        .args(["key", "create", "--name", "by hand", "--log", "trace"])
        .output()
        .unwrap();
    let by_hand = String::from_utf8(said.stdout).unwrap();
    let by_hand = by_hand.lines().next().unwrap().to_owned();
    assert!(by_hand.starts_with("vv_"), "{by_hand}");
    for key in [&key, &by_hand] {
        let bearer = format!("Bearer {key}");
        let held = [("authorization", bearer.as_str())];
        let list = "GET /api/public/scenarios";
        assert_eq!(server.ask(list, &held, String::new()).await.status, 200);
        // Where it does not belong, people put it all the same.
        for line in [
            format!("GET /api/public/keys/{key}"),
            format!("DELETE /api/public/keys/{key}"),
            format!("GET /api/public/scenarios?api_key={key}"),
            format!("GET /api/public/sessions/{key}/transcript.txt"),
            format!("GET /embed/{key}"),
            format!("GET /{key}"),
        ] {
            assert!(server.ask(&line, &held, String::new()).await.status < 500);
        }
        let body = json!({ "session_id": key, "scenario_id": key }).to_string();
        for path in ["sessions/analyze", "scenario-access-token"] {
            let line = format!("POST /api/public/{path}");
            assert!(server.ask(&line, &held, body.clone()).await.status < 500);
        }
    }
    secrets.extend([key, by_hand]);

    // A private and a passcode-protected conversation.
    let made = json!({
        "name": "n",
        "description": "",
        "ai_instructions": "CANARY-INSTRUCTIONS",
        "is_public": false,
    });
    let made = server.api("POST /scenarios", &made).await.with(201);
    let id = text(&made, "id");
    let ask = json!({ "scenario_id": id });
    let minted = server.api("POST /scenario-access-token", &ask).await;
    let token = text(&minted.with(200), "access_token");
    let page = format!(
        "GET /embed/{id}?scenarioAccessToken={token}&userName=CANARY-NAME&userEmail=CANARY@example.com"
    );
    server.ask(&page, &[], String::new()).await;
    let ask = json!({ "scenario_id": id, "token": token }).to_string();
    let granted = server.ask("POST /api/embed/access", &[], ask).await;
    let bearer = text(&granted.with(200), "bearer");
    let held = format!("Bearer {bearer}");
    let start = json!({
        "scenario_id": id,
        "style": "full",
        "user": { "name": "CANARY-NAME", "email": "CANARY@example.com" },
    });
    let started = server
        .ask(
            "POST /api/embed/sessions",
            &[("authorization", &held)],
            start.to_string(),
        )
        .await
        .with(201);
    let session = text(&started, "session_id");
    let session_token = text(&started, "session_token");
    let stop_ticket = text(&started, "stop_ticket");
    let own = format!("Bearer {session_token}");
    let turn = format!("POST /api/embed/sessions/{session}/turns");
    let headers = [
        ("authorization", own.as_str()),
        ("idempotency-key", "turn-0001"),
    ];
    let said = json!({ "text": "CANARY-SAID" }).to_string();
    assert_eq!(server.ask(&turn, &headers, said).await.status, 202);
    let beacon = json!({ "session_token": session_token, "reason": "visitor" }).to_string();
    let stop = format!("POST /api/embed/sessions/{session}/stop");
    assert_eq!(server.ask(&stop, &[], beacon).await.status, 200);
    let beacon = json!({ "stop_ticket": stop_ticket }).to_string();
    assert_eq!(server.ask(&stop, &[], beacon).await.status, 200);
    let coded = json!({ "id": id, "is_public": true, "passcode": "CANARY-PASSCODE" });
    server.api("POST /scenarios", &coded).await.with(200);
    for passcode in ["CANARY-PASSCODE", "CANARY-GUESS"] {
        let ask = json!({ "scenario_id": id, "passcode": passcode }).to_string();
        server.ask("POST /api/embed/access", &[], ask).await;
    }
    let revoke = format!("DELETE /keys/{key_id}");
    server.api(&revoke, &Value::Null).await.with(200);
    secrets.extend([token, bearer, session_token, stop_ticket]);

    secrets.extend(vendors(&server, &id).await);

    let log = server.logged();
    assert!(log.contains(&format!("/embed/{id}")), "requests are logged");
    for secret in secrets.iter().map(String::as_str).chain(["CANARY"]) {
        if let Some(line) = log.lines().find(|line| line.contains(secret)) {
            panic!("{secret} is logged: {line}");
        }
    }
    // What is kept of a secret is not the secret.
    let mut kept = Vec::new();
    for name in ["test.db", "test.db-wal"] {
        kept.extend(
            std::fs::read(database(folder.path()).with_file_name(name)).unwrap_or_default(),
        );
    }
    let found = |text: &str| kept.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(found("CANARY-SAID"), "the transcript is kept");
    for secret in secrets
        .iter()
        .map(String::as_str)
        .chain(["CANARY-PASSCODE"])
    {
        assert!(!found(secret), "{secret} is in the database");
    }
}

/// Keys and tokens of the vendors' APIs, each used as it is meant to be, and put in a wrong place.
async fn vendors(server: &Server, scenario: &str) -> Vec<String> {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let school = json!({ "slug": "school", "name": "School", "provider": "partner" });
    server.api("POST /organizations", &school).await.with(201);
    let mut keys = Vec::new();
    for wanted in [
        json!({ "api": "totebot", "scenario_id": scenario }),
        json!({ "api": "agentok" }),
        json!({ "api": "talkio", "provider": "partner" }),
    ] {
        let made = server.api("POST /keys", &wanted).await.with(201);
        keys.push(text(&made, "key"));
    }
    let channel = json!({ "scenario_id": scenario, "name": "App" });
    let made = server.api("POST /channels", &channel).await.with(201);
    keys.push(text(&made, "token"));
    let [totebot, agentok, talkio, tovie] = &keys[..] else {
        panic!("{}", keys.len())
    };

    let bearer = format!("Bearer {totebot}");
    let users = "/api/partner/v3/organizations/school/users";
    let partner = [("x-api-key", talkio.as_str()), ("x-provider", "partner")];
    let said = |body: Value| body.to_string();
    let user = said(json!({
        "id": "u-1", "userName": "CANARY-NAME", "userType": "member", "email": "CANARY@example.com",
    }));
    for (line, headers, body) in [
        (
            "POST /v1/chat".to_owned(),
            &[("authorization", bearer.as_str())][..],
            said(json!({ "message": "Hello" })),
        ),
        (
            "POST /v1/chats".to_owned(),
            &[("x-api-key", agentok.as_str())][..],
            said(json!({ "name": "c", "from_type": "flow", "from_flow": scenario })),
        ),
        (format!("POST {users}"), &partner[..], user),
        (
            format!("GET {users}/CANARY@example.com"),
            &partner[..],
            String::new(),
        ),
        (
            format!("POST /chatapi/{tovie}"),
            &[][..],
            said(json!({ "clientId": "c", "query": "/start" })),
        ),
        (
            format!("GET /chatadapter/chatapi/{tovie}/client/c/history"),
            &[][..],
            String::new(),
        ),
    ] {
        let answer = server.ask(&line, headers, body).await;
        assert!(answer.status < 300, "{line}: {answer:?}");
    }
    let mint = format!("GET {users}/u-1/token");
    let minted = server.ask(&mint, &partner, String::new()).await;
    let token = text(&minted.with(200), "token");
    let link = format!("GET /authentication/partner/?token={token}&path=app/settings");
    // It leads on to a page that wants the cookie, which this client does not keep.
    assert_eq!(server.ask(&link, &[], String::new()).await.status, 401);
    for key in keys.iter().chain([&token]) {
        for place in [
            "api/public/keys",
            "api/public/channels",
            "embed",
            "app/chat",
            "chats",
        ] {
            let line = format!("GET /{place}/{key}");
            assert!(server.ask(&line, &[], String::new()).await.status < 500);
        }
    }
    keys.push(token);
    keys
}
