//! A visitor's data: all of it is exported, none of it is left, and nobody else's is touched.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::doors::{
    email_of, id_of, rest, site, through_ag_ui, through_talkio, through_the_embed, through_totebot,
    through_tovie,
};
use crate::talkio::School;
use vivavoce_engine::removals;
use vivavoce_engine::runs::sweep_once;
use vivavoce_engine::store::personal::KEPT;
use vivavoce_test_server::{Site, found};

const OK: StatusCode = StatusCode::OK;
/// Who is erased, who has the same address in another account, and who is somebody else.
const CANARY: &str = "CANARY";
const NAMESAKE: &str = "NAMESAKE";
const OTHER: &str = "OTHER";

async fn sql(site: &Site, sql: &'static str, bound: &[&str]) {
    let mut query = sqlx::query(sql);
    for value in bound {
        query = query.bind((*value).to_owned());
    }
    query.execute(site.app.store.read()).await.unwrap();
}

async fn count(site: &Site, sql: &'static str) -> i64 {
    let count = sqlx::query_scalar(sql).fetch_one(site.app.store.read());
    count.await.unwrap()
}

/// Somebody who is known everywhere.
pub async fn known(site: &Site, scenario: &str, who: &str) {
    let (id, email) = (id_of(who), email_of(who));
    let variables = json!({ "variables": { "product": who } });
    let session = through_the_embed(site, scenario, who, variables).await;
    through_tovie(site, scenario, who).await;
    through_totebot(site, scenario, who).await;
    through_ag_ui(site, scenario, who, who).await;
    let user = json!({ "userName": who, "email": email, "phoneNumber": "+49 30 1234567" });
    through_talkio(site, scenario, who, user).await;
    let below = format!("POST /scenarios/{scenario}");
    for (line, body) in [
        (
            format!("{below}/leads"),
            json!({ "email": email, "name": who, "note": who }),
        ),
        (
            format!("{below}/orders"),
            json!({ "id": format!("o-{}", who.len()), "total": 5, "currency": "EUR",
                "customer_email": email, "customer_id": format!("shopper {who}") }),
        ),
        (
            format!("{below}/orders"),
            json!({ "id": format!("p-{}", who.len()), "total": 6, "currency": "EUR", "customer_id": who }),
        ),
        (
            format!("{below}/events"),
            json!({ "type": "cart_add", "customer_id": format!("shopper {who}") }),
        ),
        (
            "POST /purchases".to_owned(),
            json!({ "id": format!("pay-{}", who.len()), "scenario_id": scenario, "user_id": who,
                "user_email": email, "user_name": who, "amount": 5, "currency": "EUR" }),
        ),
        (
            "POST /scenario-access-token".to_owned(),
            json!({ "scenario_id": scenario, "email": email }),
        ),
    ] {
        let done = site.api(&line, &body).await;
        assert!(done.status < 300, "{line}: {}", done.text);
    }
    for (statement, bound) in [
        // What a backend knows them by.
        (
            "INSERT INTO relay_visitors (id, backend, key_hash, vendor_user, created_at, last_seen_at) \
             VALUES ($1, 'shop', $1, $2, 1, $3)",
            [id.as_str(), who, "99999999999999"],
        ),
        (
            "INSERT INTO relay_things (backend, kind, thing, visitor_id, created_at) \
             VALUES ('shop', 'chat', $2, $1, $3)",
            [&id, who, "1"],
        ),
        (
            "INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, \
             user_name, user_email, variables, source, backend, visitor, transcribe, created_at, \
             deadline_at, last_contact_at, last_seq, changed_at) \
             SELECT 'at-' || $1, scenario_id, account_id, '', 'full', 'completed', $2, user_email, '{}', \
             'EMBED', 'shop', $1, 1, created_at, 1, 1, 0, created_at FROM sessions WHERE id = $3",
            [&id, who, &session],
        ),
        (
            "INSERT INTO relay_sessions (session_id, visitor_id, scenario) VALUES ('at-' || $1, $1, $2 || $3)",
            [&id, "x", "y"],
        ),
        (
            "INSERT INTO message_feedback (session_id, message_id, value, at) VALUES ($3, $1, $2, 1)",
            [&id, "NEGATIVE", &session],
        ),
        (
            "INSERT INTO agentok_chats (id, account_id, scenario_id, name, from_type, from_id, \
             created_at, updated_at) SELECT LENGTH($1), account_id, scenario_id, $2, 'flow', '', 1, 1 \
             FROM sessions WHERE id = $3",
            [&id, who, &session],
        ),
        (
            "INSERT INTO agentok_sessions (chat_id, position, session_id) VALUES (LENGTH($1), LENGTH($2), $3)",
            [&id, "", &session],
        ),
        (
            "INSERT INTO outbox (id, kind, body, due_at, created_at, done_at, target, detail) \
             SELECT 'invitation-' || m.id || '-1', 'mail', '{}', 1, 1, 1, 'mail', $1 || $2 || $3 \
             FROM members m WHERE m.user_id = $1",
            [&id, who, "is nobody here"],
        ),
        (
            "INSERT INTO organization_preferences (account_id, provider, user_id, organization_id) \
             SELECT o.account_id, o.provider, $1, o.id FROM organizations o \
             WHERE o.slug = $1 AND $2 <> $3",
            [&id, who, ""],
        ),
    ] {
        sql(site, statement, &bound).await;
    }
}

/// Everything an account has of whoever gave this address, in pieces.
async fn exported(site: &Site, key: &str, email: &str) -> (Vec<Value>, usize) {
    let (mut all, mut pieces, mut after) = (Vec::new(), 0, String::new());
    loop {
        let line = format!("GET /visitors/export?email={email}{after}");
        let answer = site.api_as(key, &line, &Value::Null).await.with(OK);
        all.extend(answer["records"].as_array().unwrap().iter().cloned());
        pieces += 1;
        match answer["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return (all, pieces),
        }
    }
}

#[tokio::test]
async fn an_erased_visitor_stands_in_no_table_and_whoever_else_does_as_before() {
    let (site, _) = site().await;
    let app = &site.app;
    let scenario = site
        .scenario(json!({ "strategy": { "skip_auto_start": true } }))
        .await;
    let id = scenario["id"].as_str().unwrap();
    known(&site, id, CANARY).await;
    known(&site, id, OTHER).await;
    let theirs = json!({ "name": "T", "description": "d", "ai_instructions": "i",
        "strategy": { "skip_auto_start": true } });
    let theirs = site
        .api_as(&site.other_key, "POST /scenarios", &theirs)
        .await
        .json();
    let user = json!({ "user": { "name": NAMESAKE, "email": "canary@example.com" } });
    let held = site
        .open_with(theirs["id"].as_str().unwrap(), NAMESAKE, user)
        .await;
    rest(&site).await;
    app.clock.advance(10_000);
    sweep_once(app).await.unwrap();
    vivavoce_engine::insights::refresh(app, id).await.unwrap();

    let (all, _) = exported(&site, &site.key, "canary@EXAMPLE.com").await;
    let kinds: BTreeSet<&str> = all.iter().map(|it| it["kind"].as_str().unwrap()).collect();
    let every: BTreeSet<&str> = KEPT.iter().map(|kept| kept.kind).collect();
    assert_eq!(kinds, every);
    let text = Value::from(all.clone()).to_string();
    assert!(!text.contains(OTHER) && !text.contains(NAMESAKE), "{text}");
    let sessions = all.iter().filter(|it| it["kind"] == "session");
    assert_eq!(sessions.clone().count(), 6);
    for session in sessions.filter(|it| it["data"]["source"] == "EMBED") {
        let (data, at) = (&session["data"], session["data"]["backend"].is_null());
        assert_eq!(data["notes"][0]["text"] == CANARY, at, "{data}");
        assert_eq!(data["transcript"].to_string().contains(CANARY), at);
    }
    let lead = all.iter().find(|it| it["data"]["origin"] == "api").unwrap();
    let at = lead["data"]["created_at"].as_str().unwrap();
    assert!(at.starts_with("20") && at.contains('T'), "{at}");
    assert_eq!(
        exported(&site, &site.other_key, "canary@example.com")
            .await
            .0
            .len(),
        1
    );

    let others = found(app.store.read(), OTHER).await;
    let namesakes = found(app.store.read(), NAMESAKE).await;
    let line = "DELETE /visitors?email=%20Canary@Example.com";
    let gone = site.api(line, &Value::Null).await.with(OK);
    assert_eq!(gone["email"], "canary@example.com");
    // The call waits two seconds for that, which a busy machine may need.
    removals::carry_out(app).await;
    let again = site.api(line, &Value::Null).await.with(OK);
    assert_eq!(again["success"], true);
    removals::carry_out(app).await;
    let left = found(app.store.read(), CANARY).await;
    // The scenario's own texts; see `Site::scenario`.
    assert_eq!(left, ["scenarios.ai_instructions", "scenarios.description"]);
    let small = found(app.store.read(), &id_of(CANARY)).await;
    // What the owner called an organization, and whom the other account knows by this address.
    assert_eq!(
        small,
        [
            "organizations.name",
            "organizations.slug",
            "sessions.user_email"
        ]
    );
    assert_eq!(found(app.store.read(), OTHER).await, others);
    assert_eq!(found(app.store.read(), NAMESAKE).await, namesakes);
    assert_eq!(held.look().await.status, 200);
    // The books are kept.
    for (sql, rows) in [
        ("SELECT COUNT(*) FROM purchases WHERE amount = 5", 2),
        ("SELECT COUNT(*) FROM orders", 4),
        ("SELECT COUNT(*) FROM shop_events", 2),
        ("SELECT COUNT(*) FROM visitor_erasures", 0),
    ] {
        assert_eq!(count(&site, sql).await, rows, "{sql}");
    }
    assert_eq!(
        exported(&site, &site.key, "canary@example.com").await.0,
        [Value::Null; 0]
    );
}

#[tokio::test]
async fn whose_a_session_is_their_address_says_or_the_client_they_are() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let id = scenario["id"].as_str().unwrap();
    let rows = [
        // Email, client: whether it goes.
        ("Ann@Example.com", "", true),
        ("bob@example.com", "", false),
        ("", "", false),
        // A client who once said this address, and one who said another.
        ("ANN@example.com", "client-1", true),
        ("", "client-1", true),
        ("bob@example.com", "client-1", false),
        ("", "client-2", false),
        // Whom an API's caller calls by it.
        ("", "ann@example.com", true),
    ];
    for (number, (email, visitor, _)) in rows.iter().enumerate() {
        let statement = "INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, \
             user_name, user_email, variables, source, visitor, transcribe, created_at, ended_at, \
             deadline_at, last_contact_at, last_seq, changed_at, analyzed_at) \
             VALUES ($1, $2, $3, '', 'full', 'completed', '', $4, '{}', 'API', $5, 1, 1, 1, 1, 1, 0, 1, 1)";
        let name = number.to_string();
        sql(&site, statement, &[&name, id, &site.root, email, visitor]).await;
    }
    let line = "DELETE /visitors?email=ann@example.com";
    site.api(line, &Value::Null).await.with(OK);
    removals::carry_out(&site.app).await;
    let left: Vec<String> = sqlx::query_scalar("SELECT id FROM sessions ORDER BY id")
        .fetch_all(site.app.store.read())
        .await
        .unwrap();
    let stay = rows.iter().enumerate().filter(|(_, row)| !row.2);
    let stay: Vec<String> = stay.map(|(number, _)| number.to_string()).collect();
    assert_eq!(left, stay);
}

#[tokio::test]
async fn whoever_is_called_by_their_address_is_found_whatever_its_case() {
    let (site, _) = site().await;
    let scenario = site
        .scenario(json!({ "strategy": { "skip_auto_start": true } }))
        .await;
    let id = scenario["id"].as_str().unwrap();
    let channel = json!({ "scenario_id": id, "webhook_url": "https://hooks.example.com/" });
    let made = site.api("POST /channels", &channel).await;
    let chat = format!("/chatapi/{}", made.json()["token"].as_str().unwrap());
    let form = json!({ "api": "totebot", "scenario_id": id });
    let key = site.api("POST /keys", &form).await.json();
    let bearer = format!("authorization: Bearer {}", key["key"].as_str().unwrap());
    let school = School::of(&site, &site.root, "school", "partner").await;
    let slug = "school";
    // Some names in capitals, some in small letters, and somebody else's.
    for (number, called) in [
        "John.Gonzo@Example.COM",
        "john.gonzo@example.com",
        "Jane@Else.ORG",
    ]
    .into_iter()
    .enumerate()
    {
        let json = "content-type: application/json";
        let asks = [
            (
                "POST /v1/chat".to_owned(),
                json!({ "message": "Hi.", "identity": { "id": called } }),
            ),
            (
                format!("POST {chat}"),
                json!({ "clientId": called, "query": "Hi." }),
            ),
        ];
        for (line, body) in asks {
            let answer = site.ask(&line, &[&bearer, json], body.to_string()).await;
            assert!(answer.status < 300, "{line}: {}", answer.text);
        }
        let below = format!("POST /scenarios/{id}");
        for (line, body) in [
            (
                format!("{below}/orders"),
                json!({ "id": format!("o-{number}"), "total": 5, "currency": "EUR", "customer_id": called }),
            ),
            (
                format!("{below}/events"),
                json!({ "id": format!("e-{number}"), "type": "cart_add", "customer_id": called }),
            ),
            (
                "POST /purchases".to_owned(),
                json!({ "id": format!("p-{number}"), "scenario_id": id, "user_id": called, "amount": 5,
                    "user_email": format!("till{number}@example.com"), "currency": "EUR" }),
            ),
        ] {
            let done = site.api(&line, &body).await;
            assert!(done.status < 300, "{line}: {}", done.text);
        }
        school.user(called, json!({})).await;
        sql(
            &site,
            "INSERT INTO organization_preferences (account_id, provider, user_id, organization_id) \
             SELECT o.account_id, o.provider, $1, o.id FROM organizations o WHERE o.slug = $2",
            &[called, slug],
        )
        .await;
    }
    rest(&site).await;
    let theirs = async |part: &str| found(site.app.store.read(), part).await;
    let before = theirs("Jane@Else.ORG").await;
    for part in ["John.Gonzo@Example.COM", "john.gonzo@example.com"] {
        assert_eq!(theirs(part).await, before, "{part}");
    }
    let (all, _) = exported(&site, &site.key, "john.gonzo@example.com").await;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &all {
        *kinds.entry(record["kind"].as_str().unwrap()).or_default() += 1;
    }
    let twice = [
        "client",
        "order",
        "preference",
        "purchase",
        "shop_event",
        "user",
    ];
    for kind in twice {
        assert_eq!(kinds.get(kind), Some(&2), "{kind}: {kinds:?}");
    }
    assert_eq!(kinds["session"], 4, "{kinds:?}");
    let line = "DELETE /visitors?email=JOHN.gonzo@example.com";
    site.api(line, &Value::Null).await.with(OK);
    removals::carry_out(&site.app).await;
    for part in ["onzo@", "till0", "till1"] {
        assert_eq!(theirs(part).await, [""; 0], "{part}");
    }
    assert_eq!(theirs("Jane@Else.ORG").await, before);
    for (sql, rows) in [
        ("SELECT COUNT(*) FROM purchases", 3),
        ("SELECT COUNT(*) FROM orders", 3),
        ("SELECT COUNT(*) FROM shop_events", 3),
        ("SELECT COUNT(*) FROM members", 1),
    ] {
        assert_eq!(count(&site, sql).await, rows, "{sql}");
    }
}

#[tokio::test]
async fn an_export_comes_in_pieces_and_misses_nothing() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let id = scenario["id"].as_str().unwrap();
    let line = format!("POST /scenarios/{id}/leads");
    for number in 0..230 {
        let lead = json!({ "email": "ann@example.com", "name": number.to_string() });
        // So many calls in a minute no caller could make otherwise.
        site.app.clock.advance(1_000);
        assert_eq!(site.api(&line, &lead).await.status, 201, "{number}");
    }
    let (all, pieces) = exported(&site, &site.key, "ann@example.com").await;
    let names: BTreeSet<&str> = (all.iter().filter_map(|it| it["data"]["name"].as_str())).collect();
    assert_eq!((all.len(), names.len(), pieces), (230, 230, 2));
    for (query, place) in [
        ("", "email"),
        ("?email=ann", "email"),
        ("?email=ann@example.com&after=lead", "after"),
        ("?email=ann@example.com&after=nothing.1", "after"),
    ] {
        let line = format!("GET /visitors/export{query}");
        let refused = site.api(&line, &Value::Null).await;
        assert_eq!(refused.status, 422, "{line}");
        assert_eq!(refused.json()["detail"][0]["loc"], json!(["query", place]));
    }
    let line = "DELETE /visitors";
    assert_eq!(site.api(line, &Value::Null).await.status, 422);
}

#[tokio::test]
async fn an_erasure_that_was_interrupted_is_gone_on_with() {
    let site = Site::new().await;
    let scenario = site.scenario(json!({})).await;
    let held = site.open(scenario["id"].as_str().unwrap(), CANARY).await;
    held.settle().await;
    // As much as a process does that is killed then.
    let person = vivavoce_engine::store::Person::new(&site.root, "ada@example.com");
    let now = site.app.clock.now();
    site.app.store.ask_erasure(person, now).await.unwrap();
    // Whoever comes later is none of it.
    site.app.clock.hold();
    site.app.clock.advance(1_000);
    let later = site.open(scenario["id"].as_str().unwrap(), "LATER").await;
    removals::carry_out(&site.app).await;
    assert_eq!(held.look().await.status, 404);
    assert_eq!(later.look().await.status, 200);
    assert_eq!(count(&site, "SELECT COUNT(*) FROM sessions").await, 1);
    assert_eq!(
        count(&site, "SELECT COUNT(*) FROM visitor_erasures").await,
        0
    );
}

/// Tables in which nothing of a visitor stands: what the owner or the deployment says, hashes, and what
/// goes with a row that is known.
const NOT_PERSONAL: [&str; 24] = [
    "_sqlx_migrations",
    "account_spending",
    "accounts",
    "agentok_numbers",
    "agentok_projects",
    "credentials",
    "embed_opens",
    "health",
    "integrations",
    "knowledge",
    "knowledge_passages",
    // Whom an account's results are mailed to.
    "mail_recipients",
    "member_tokens",
    "organizations",
    "purchase_keys",
    "relay_scenarios",
    "scenario_spending",
    "scenarios",
    "tovie_channels",
    "tovie_cursors",
    "tovie_operators",
    // Until it is done.
    "visitor_erasures",
    "webhooks",
    // It tells which vendor's scenario a session was with.
    "relay_sessions",
];

/// Columns of the others that an export leaves out: names of ours, hashes, and keys to look up by.
const NOT_TOLD: [&str; 23] = [
    "access_tokens.made_by",
    "access_tokens.token_hash",
    "agentok_chats.account_id",
    "agentok_chats.scenario_id",
    "conversation_insights.words",
    "former_identities.account_id",
    "members.email_key",
    "members.password_hash",
    "members.temporary_hash",
    "organization_preferences.account_id",
    "outbox.detail",
    "outbox.id",
    "outbox.outcome",
    "outbox.owner",
    "outbox.target",
    "purchases.account_id",
    "relay_things.visitor_id",
    "relay_things.thing",
    "relay_visitors.key_hash",
    "tovie_clients.id",
    "tovie_clients.session_id",
    "tovie_events.client",
    "agentok_sessions.session_id",
];

#[tokio::test]
async fn every_column_of_the_database_is_known_to_tell_of_a_visitor_or_not() {
    let site = Site::new().await;
    let columns: Vec<(String, String, bool)> = sqlx::query_as(
        "SELECT t.name, c.name, EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name) f \
         WHERE f.\"table\" = 'sessions' AND f.on_delete = 'CASCADE') \
         FROM sqlite_master t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND c.type IN ('TEXT', 'BLOB')",
    )
    .fetch_all(site.app.store.read())
    .await
    .unwrap();
    let mut told: BTreeMap<&str, String> = BTreeMap::new();
    for kept in &KEPT {
        told.entry(kept.table).or_default().push_str(kept.told);
    }
    let mut unknown = Vec::new();
    for (table, column, goes) in &columns {
        let place = format!("{table}.{column}");
        let is_known = match told.get(table.as_str()) {
            // Its session's detail is; `every_column_of_what_belongs_to_a_session…` knows the columns.
            _ if table == "sessions" => true,
            Some(told) => {
                told.contains(&format!("'{column}'")) || NOT_TOLD.contains(&place.as_str())
            }
            // It goes with its session, and what it holds is shown there.
            None => *goes || NOT_PERSONAL.contains(&table.as_str()),
        };
        if !is_known {
            unknown.push(place);
        }
    }
    assert!(columns.len() > 150, "{}", columns.len());
    assert!(unknown.is_empty(), "{unknown:#?}");
}
