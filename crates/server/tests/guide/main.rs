//! Tough Tongue AI's integration guide, followed step by step against our server. Only the base
//! address and the key are ours, and the placeholders are filled in.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use curl::{Answer, Curl, answer, client, visit};
use process::{KEY, Server};
use serde_json::{Value, json};
use vivavoce_client::Client;
use vivavoce_client::types::{AccessTokenForm, ScenarioForm, SessionStatus};

mod curl;
mod examples;
mod process;

/// A developer who reads the guide.
struct Reader {
    server: Server,
    /// What the guide's placeholders stand for.
    filled: Vec<(&'static str, String)>,
}

impl Reader {
    fn new() -> Reader {
        Reader {
            server: Server::start(),
            filled: Vec::new(),
        }
    }

    fn fill(&mut self, placeholder: &'static str, with: &str) {
        self.filled.retain(|(known, _)| *known != placeholder);
        self.filled.push((placeholder, with.to_owned()));
    }

    fn ours(&self, example: &str) -> String {
        let base = &self.server.base;
        let mut ours = example
            .replace("https://dev.api.toughtongueai.com", base)
            .replace("https://dev.toughtongueai.com", base)
            .replace("Bearer YOUR_API_TOKEN", "Bearer ")
            .replace("Bearer ", &format!("Bearer {KEY}"));
        for (placeholder, with) in &self.filled {
            ours = ours.replace(placeholder, with);
        }
        ours
    }

    async fn run(&self, example: &str) -> Answer {
        Curl::read(&self.ours(example)).send().await
    }

    /// Loads what a snippet's iframe loads.
    async fn load(&self, snippet: &str) -> Answer {
        let ours = self.ours(snippet);
        let (_, rest) = ours.split_once("src=\"").unwrap();
        let (address, _) = rest.split_once('"').unwrap();
        visit(address).await
    }

    async fn embed(&self, path: &str, bearer: Option<&str>, body: Value) -> Answer {
        let mut request = client().post(format!("{}/api/embed{path}", self.server.base));
        if let Some(bearer) = bearer {
            request = request.bearer_auth(bearer);
        }
        if path.ends_with("/turns") {
            let stamp = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap()
                .as_nanos();
            request = request.header("idempotency-key", format!("turn-{stamp}"));
        }
        answer(request.json(&body)).await
    }

    /// What an embed does between Start and End; returns the session's id.
    async fn talk(&self, scenario: &str, bearer: Option<&str>) -> String {
        let user = json!({ "name": "John Doe", "email": "optional@email.com" });
        let wanted = json!({
            "scenario_id": scenario, "style": "full", "user": user,
            "variables": { "company_name": "Acme Corp" },
        });
        let begun = self.embed("/sessions", bearer, wanted).await.json(201);
        let (id, token) = (
            begun["session_id"].as_str().unwrap(),
            begun["session_token"].as_str(),
        );
        self.settle(id, token).await;
        for text in ["I was charged twice!", "Thank you, that helps."] {
            let path = format!("/sessions/{id}/turns");
            let said = self.embed(&path, token, json!({ "text": text })).await;
            assert_eq!(said.status, 202, "{}", said.text);
            self.settle(id, token).await;
        }
        let stop = json!({ "reason": "visitor" });
        let stopped = self
            .embed(&format!("/sessions/{id}/stop"), token, stop)
            .await;
        assert_eq!(stopped.json(200)["status"], "completed");
        id.to_owned()
    }

    /// Until the agent has said what it has to say.
    async fn settle(&self, id: &str, token: Option<&str>) {
        let address = format!("{}/api/embed/sessions/{id}/events?wait=5", self.server.base);
        for _ in 0..400 {
            let page = answer(client().get(&address).bearer_auth(token.unwrap())).await;
            if page.json(200)["running"] == false {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the agent never stops talking");
    }
}

/// What an embed's page must be, whatever is in it.
fn check_page(page: &Answer, style: &str) {
    if page.status == 503 && page.text.contains("not built yet") {
        eprintln!("the widget is not built, so its page was not looked at");
        return;
    }
    assert_eq!(page.status, 200, "{:.500}", page.text);
    let header = |name: &str| page.headers.get(name).map_or("", |it| it.to_str().unwrap());
    assert!(header("content-type").starts_with("text/html"));
    assert_eq!(header("cache-control"), "no-store, no-transform");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(header("cross-origin-embedder-policy"), "credentialless");
    assert!(header("permissions-policy").contains("microphone=(self)"));
    // Any site may frame it as long as the operator names none.
    assert!(!page.headers.contains_key("x-frame-options"));
    let policy = header("content-security-policy");
    assert!(
        policy.contains("script-src 'self'") && !policy.contains("frame-ancestors"),
        "{policy}"
    );
    assert!(
        page.text.contains(&format!("data-style=\"{style}\"")),
        "{style}"
    );
    for secret in ["Internal description for your team", "frustrated customer"] {
        assert!(!page.text.contains(secret), "visitors see {secret:?}");
    }
}

/// What the server wrote into the page for the widget; `None` where the widget is not built.
fn config(page: &Answer) -> Option<Value> {
    let (_, rest) = page.text.split_once("id=\"vivavoce-config\">")?;
    let (json, _) = rest.split_once("</script>")?;
    serde_json::from_str(json).ok()
}

#[tokio::test]
async fn every_step_of_the_guide_works() {
    let mut reader = Reader::new();

    // 2. Using API to create scenarios
    let scenario = reader.run(examples::CREATE).await.json(201);
    let id = scenario["id"].as_str().unwrap().to_owned();
    assert!(
        id.len() == 24 && id.bytes().all(|b| b.is_ascii_hexdigit()),
        "{id}"
    );
    for (member, expected) in [
        ("name", json!("Customer Support Training")),
        ("description", json!("Internal description for your team")),
        ("is_public", json!(true)),
        ("is_recording", json!(true)),
    ] {
        assert_eq!(scenario[member], expected, "{member}");
    }
    assert_eq!(
        scenario["session_analysis"]["admin_email"],
        "admin@example.com"
    );
    assert_eq!(scenario["session_analysis"]["is_auto_submit"], true);

    // 3. Embedding scenarios in your application
    reader.fill("SCENARIO_ID", &id);
    let page = reader.load(examples::EMBED_BASIC).await;
    check_page(&page, "basic");
    for snippet in [examples::EMBED_USER, examples::EMBED_VARIABLES] {
        for (style, path) in [("full", ""), ("basic", "basic/"), ("minimal", "minimal/")] {
            let styled = snippet.replace("/embed/", &format!("/embed/{path}"));
            check_page(&reader.load(&styled).await, style);
        }
    }
    for query in examples::CUSTOMIZED {
        let page = visit(&format!("{}/embed/{id}{query}", reader.server.base)).await;
        check_page(&page, "full");
        if query.contains("name=") && config(&page).is_some() {
            assert!(page.text.contains("<title>Support Training</title>"));
        }
    }

    // 4. Managing scenarios and sessions
    let session = reader.talk(&id, None).await;
    let list = reader.run(examples::SCENARIOS).await.json(200);
    assert!(
        list["scenarios"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["id"] == id.as_str())
    );

    let sessions = reader.run(examples::SESSIONS).await.json(200);
    let row = &sessions["sessions"][0];
    assert_eq!(row["id"], session.as_str());
    assert_eq!(
        (&row["status"], &row["user_name"]),
        (&json!("completed"), &json!("John Doe"))
    );

    let featured = reader.run(examples::FEATURED).await.json(200);
    assert!(!featured["scenarios"].as_array().unwrap().is_empty());

    reader.fill("SESSION_ID", &session);
    let detail = reader.run(examples::SESSION).await.json(200);
    let text = detail["finalized_transcript"].as_str().unwrap();
    assert!(
        text.contains("] AI: ") && text.contains("] User: I was charged twice!"),
        "{text}"
    );
    assert_eq!(detail["user_email"], "optional@email.com");

    let analysis = reader.run(examples::ANALYZE).await.json(200);
    assert!(
        analysis["evaluation"]["strengths"].is_string(),
        "{analysis}"
    );
    assert!(
        analysis["improvement"]["action_items"].is_string(),
        "{analysis}"
    );
    let detail = reader.run(examples::SESSION).await.json(200);
    assert!(
        detail["evaluation_results"]["detailed_feedback"].is_string(),
        "{detail}"
    );

    let purchases = reader.run(examples::PURCHASES).await.json(200);
    assert_eq!(purchases["purchases"], json!([]));
    let again = reader.run(examples::TOKEN_AGAIN).await.json(200);
    assert!(again["access_token"].is_string());
}

#[tokio::test]
async fn a_private_scenario_opens_with_its_token_as_the_guide_says() {
    let mut reader = Reader::new();
    let private = examples::CREATE.replace("\"is_public\": true", "\"is_public\": false");
    let scenario = reader.run(&private).await.json(201);
    let id = scenario["id"].as_str().unwrap().to_owned();
    reader.fill("SCENARIO_ID", &id);
    let closed = format!("{}/embed/{id}", reader.server.base);
    let locked = visit(&closed).await;
    check_page(&locked, "full");
    if let Some(config) = config(&locked) {
        assert_eq!(
            (&config["scenario"], &config["locked"]),
            (&Value::Null, &json!("token"))
        );
    }
    let refused = reader
        .embed(
            "/sessions",
            None,
            json!({ "scenario_id": id, "style": "full" }),
        )
        .await;
    assert_eq!(refused.json(401)["locked"], "token");

    // Step 1: Generate Access Token
    let minted = reader.run(examples::TOKEN).await.json(200);
    let token = minted["access_token"].as_str().unwrap().to_owned();
    let address = format!("{closed}?scenarioAccessToken={token}");
    assert_eq!(minted["iframe_src"], address.as_str());

    // Step 2: Embed with Access Token
    reader.fill("YOUR_ACCESS_TOKEN", &token);
    let page = reader.load(examples::EMBED_PRIVATE).await;
    check_page(&page, "full");
    assert!(!page.text.contains(&token), "the token stands in the page");

    // The iframe automatically converts the token to a secure cookie.
    let granted = reader
        .embed(
            "/access",
            None,
            json!({ "scenario_id": id, "token": token }),
        )
        .await;
    let access = granted.json(200);
    let cookie = granted.headers["set-cookie"].to_str().unwrap().to_owned();
    let (pair, attributes) = cookie.split_once(';').unwrap();
    assert!(pair.starts_with(&format!("__Host-vv-{id}=")), "{cookie}");
    for attribute in [
        "Path=/",
        "Secure",
        "HttpOnly",
        "SameSite=None",
        "Partitioned",
    ] {
        assert!(
            attributes.split(';').any(|it| it.trim() == attribute),
            "{attribute} of {cookie}"
        );
    }
    assert!(!attributes.contains("Domain"), "{cookie}");
    // It dies with the token: after an hour.
    let (_, age) = attributes.split_once("Max-Age=").unwrap();
    let age: i64 = age.split(';').next().unwrap().trim().parse().unwrap();
    assert!((3_500..=3_600).contains(&age), "{cookie}");

    // All subsequent requests use the cookie for authentication.
    let with_cookie = |path: &str| {
        let request = client().get(format!("{}{path}", reader.server.base));
        answer(request.header("cookie", pair))
    };
    let page = with_cookie(&format!("/embed/{id}")).await;
    check_page(&page, "full");
    if let Some(config) = config(&page) {
        assert_eq!(config["locked"], Value::Null);
        assert_eq!(config["scenario"]["id"], id.as_str());
    }
    let facts = with_cookie(&format!("/api/embed/scenarios/{id}"))
        .await
        .json(200);
    assert_eq!(facts["name"], "Customer Support Training");
    reader.talk(&id, access["bearer"].as_str()).await;

    // Parameter Name: Use scenarioAccessToken (not accessToken)
    let wrong = visit(&format!("{closed}?accessToken={token}")).await;
    if let Some(config) = config(&wrong) {
        assert_eq!(config["locked"], "token");
    }

    // Only scenario creators can generate access tokens for their scenarios
    let root = Client::new(&reader.server.base, KEY).unwrap();
    let account = root.create_account("another").await.unwrap();
    let key = root
        .create_key(&vivavoce_client::types::KeyForm {
            account_id: Some(account.id),
            ..Default::default()
        })
        .await
        .unwrap();
    let theirs = reader.ours(examples::TOKEN).replace(KEY, &key.key);
    assert_eq!(Curl::read(&theirs).send().await.status, 404);
}

#[tokio::test]
async fn the_client_does_everything_the_guide_does() {
    let reader = Reader::new();
    let client = Client::new(&reader.server.base, KEY).unwrap();
    assert!(client.check().await.unwrap().success);

    let form = ScenarioForm {
        rubrik: Some("Apologises\nOffers a refund".to_owned()),
        passcode: Some("open sesame".to_owned()),
        ..ScenarioForm::new(
            "Training",
            "internal",
            "You are a customer of {{ company_name }}.",
        )
    };
    let scenario = client.create_scenario(&form).await.unwrap();
    assert!(scenario.requires_passcode && scenario.variables == ["company_name"]);
    let change = ScenarioForm {
        name: Some("Renamed".to_owned()),
        ..ScenarioForm::default()
    };
    let changed = client
        .update_scenario(&scenario.id, &change.clear("passcode"))
        .await
        .unwrap();
    assert!(changed.name == "Renamed" && !changed.requires_passcode);
    assert_eq!(client.scenario(&scenario.id).await.unwrap(), changed);
    assert!(client.scenarios().await.unwrap().contains(&changed));
    assert!(!client.featured_scenarios().await.unwrap().is_empty());

    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.insert(0, reader.talk(&scenario.id, None).await);
    }
    let mut sessions = client
        .sessions(&scenario.id)
        .user_email("Optional@Email.com")
        .page_size(2);
    let mut found = Vec::new();
    while let Some(session) = sessions.next().await.unwrap() {
        assert_eq!(session.status, SessionStatus::Completed);
        found.push(session.id);
    }
    assert_eq!(found, ids, "pages of two follow one another");
    assert!(
        client
            .sessions(&scenario.id)
            .to_date("2020-01-01")
            .all()
            .await
            .unwrap()
            .is_empty()
    );
    let detail = client.session(&ids[0]).await.unwrap();
    let said = |line: &vivavoce_client::types::Line| line.content == "I was charged twice!";
    assert!(detail.transcript.iter().any(said), "{detail:?}");
    assert_eq!(
        Some(client.transcript(&ids[0]).await.unwrap()),
        detail.transcript_content
    );
    let analysis = client.analyze(&ids[0], true).await.unwrap();
    assert!(analysis.evaluation.figures.is_some() && !analysis.is_analyzing);

    let token = client
        .access_token(&AccessTokenForm::new(&scenario.id))
        .await
        .unwrap();
    assert!(
        token.iframe_src.ends_with(&token.access_token) && !format!("{token:?}").contains("sat_")
    );

    let key = client
        .create_key(&vivavoce_client::types::KeyForm::default())
        .await
        .unwrap();
    let other = Client::new(&format!("{}/api/public", reader.server.base), &key.key).unwrap();
    assert!(other.check().await.is_ok());
    client.revoke_key(&key.id).await.unwrap();
    assert_eq!(other.check().await.unwrap_err().status(), Some(401));
    assert!(
        client
            .keys()
            .await
            .unwrap()
            .iter()
            .any(|it| it.id == key.id)
    );

    client.delete_scenario(&scenario.id).await.unwrap();
    let gone = client.scenario(&scenario.id).await.unwrap_err();
    assert!(gone.is_not_found(), "{gone}");
    let wrong = client
        .create_scenario(&ScenarioForm::default())
        .await
        .unwrap_err();
    assert!(
        wrong.to_string().contains("body.name: Field required"),
        "{wrong}"
    );
    let nowhere = Client::new("http://127.0.0.1:9", KEY)
        .unwrap()
        .check()
        .await
        .unwrap_err();
    assert!(
        matches!(nowhere, vivavoce_client::Error::Unreachable(_)),
        "{nowhere}"
    );
}
