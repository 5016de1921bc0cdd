//! Two accounts, what one of them owns, and everybody who may ask for it.

use axum::http::StatusCode;
use serde_json::{Value, json};

use vivavoce_engine::ids;
use vivavoce_talkio::store::Organization;
use vivavoce_test_server::{Answer, Site};

const CREATED: StatusCode = StatusCode::CREATED;
const DAY: i64 = 86_400_000;
const PURCHASE: &str = "pay-1042";

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Actor {
    /// With a valid key of the account everything belongs to.
    Owner,
    /// With the session's token.
    Holder,
    /// With the session's stop ticket, where a token is wanted.
    TicketHolder,
    /// With a valid key of another account.
    Neighbour,
    /// With a valid key of the root account.
    Root,
    /// With the key of the agent that the owner's scenario is.
    Agent,
    /// With another agent's key, where an agent's is wanted.
    OtherAgent,
    /// With another session's token.
    OtherHolder,
    /// With nothing.
    Nobody,
    /// With something that never was a key.
    Guesser,
    /// With a key of the owner's that has expired.
    Expired,
    /// With a key of the owner's that was revoked.
    Revoked,
    /// With a key of an account that was closed.
    Closed,
    /// With a token for another scenario.
    OtherGuest,
    /// With the owner's key, where a session's token is wanted; as a cookie elsewhere.
    Misplaced,
}

impl Actor {
    /// Everybody but the owner and the session's visitor.
    pub const STRANGERS: [Actor; 11] = [
        Actor::TicketHolder,
        Actor::Neighbour,
        Actor::Root,
        Actor::OtherHolder,
        Actor::Nobody,
        Actor::Guesser,
        Actor::Expired,
        Actor::Revoked,
        Actor::Closed,
        Actor::OtherGuest,
        Actor::Misplaced,
    ];

    pub fn has_key(self) -> bool {
        matches!(self, Actor::Owner | Actor::Neighbour | Actor::Root)
    }
}

pub struct World<'a> {
    site: &'a Site,
    account: String,
    scenario: String,
    session: String,
    session_token: String,
    stop_ticket: String,
    key_id: String,
    webhook: String,
    channel: String,
    dialog: String,
    owner: String,
    neighbour: String,
    expired: String,
    revoked: String,
    closed: String,
    other_session_token: String,
    other_access: String,
    /// Keys of partners: the owner's and the neighbour's.
    partners: [String; 2],
    agent: String,
    other_agent: String,
    /// What stands for a word in a call.
    records: Vec<(&'static str, String)>,
}

impl<'a> World<'a> {
    pub async fn make(site: &'a Site) -> World<'a> {
        let account = async |name: &str| {
            let made = site.api("POST /accounts", &json!({ "name": name })).await;
            made.with(CREATED)["id"].as_str().unwrap().to_owned()
        };
        let key = async |account: &str, more: Value| {
            let mut body = json!({ "account_id": account, "name": "CANARY-KEY" });
            body.as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            let made = site.api("POST /keys", &body).await.with(CREATED);
            let text = |name: &str| made[name].as_str().unwrap().to_owned();
            (text("key"), text("id"))
        };
        let (own, next, shut) = (
            account("CANARY-ACCOUNT").await,
            account("Neighbour").await,
            account("Closed").await,
        );
        let (expired, _) = key(&own, json!({ "valid_for_days": 1 })).await;
        site.app.clock.advance(2 * DAY);
        let (revoked, revoked_id) = key(&own, json!({})).await;
        let revoke = format!("DELETE /keys/{revoked_id}");
        site.api(&revoke, &Value::Null).await.with(StatusCode::OK);
        let (closed, _) = key(&shut, json!({})).await;
        let close = format!("DELETE /accounts/{shut}");
        site.api(&close, &Value::Null).await.with(StatusCode::OK);
        let (owner, _) = key(&own, json!({})).await;
        let (_, key_id) = key(&own, json!({})).await;
        let (neighbour, _) = key(&next, json!({ "name": "next" })).await;

        let (scenario, session, session_token, _) = conversation(site, &owner, "CANARY").await;
        let (other_scenario, _, other_session_token, other_access) =
            conversation(site, &neighbour, "theirs").await;
        let purchase = json!({
            "id": PURCHASE,
            "scenario_id": scenario,
            "user_email": "CANARY@example.com",
            "amount": 5,
            "currency": "EUR",
        });
        site.api_as(&owner, "POST /purchases", &purchase)
            .await
            .with(CREATED);
        let webhook = json!({ "url": "https://hooks.example.com/CANARY" });
        let webhook = site.api_as(&owner, "POST /webhooks", &webhook).await;
        let webhook = webhook.with(CREATED)["id"].as_str().unwrap().to_owned();
        let partners = [
            school(site, &own, "matrix-school", "CANARY-USER").await,
            school(site, &next, "neighbours-school", "Neighbour").await,
        ];
        let agent = async |account: &str, scenario: &str| {
            let more = json!({ "name": "agent", "api": "totebot", "scenario_id": scenario });
            key(account, more).await.0
        };
        let (agent, other_agent) = (
            agent(&own, &scenario).await,
            agent(&next, &other_scenario).await,
        );
        let records = records(site, &owner, &scenario, &session).await;
        let channel = json!({ "name": "CANARY", "scenario_id": scenario });
        let channel = site.api_as(&owner, "POST /channels", &channel).await;
        let channel = channel.with(CREATED)["id"].as_str().unwrap().to_owned();
        let now = site.app.clock.now();
        let fresh = ids::new_id(now);
        let dialogs = &site.app.store;
        let dialog =
            vivavoce_tovie::store::open_dialog(dialogs, &channel, "CANARY-CLIENT", fresh, now);
        let dialog = dialog.await.unwrap().id;
        World {
            site,
            channel,
            dialog,
            partners,
            agent,
            other_agent,
            records,
            webhook,
            account: own,
            scenario,
            session,
            stop_ticket: ids::stop_ticket(&session_token),
            session_token,
            key_id,
            owner,
            neighbour,
            expired,
            revoked,
            closed,
            other_session_token,
            other_access,
        }
    }

    pub async fn call(&self, actor: Actor, line: &str, path: &str, body: &str) -> Answer {
        let put = |text: &str| {
            let text = self
                .records
                .iter()
                .fold(text.to_owned(), |text, (word, id)| text.replace(word, id));
            text.replace("SCENARIO", &self.scenario)
                .replace("SESSION", &self.session)
                .replace("/KEY", &format!("/{}", self.key_id))
                .replace("ACCOUNT", &self.account)
                .replace("PURCHASE", PURCHASE)
                .replace("WEBHOOK", &self.webhook)
                .replace("CHANNEL", &self.channel)
                .replace("DIALOG", &self.dialog)
        };
        let secret = match actor {
            Actor::Owner => Some(self.owner.as_str()),
            Actor::Holder => Some(self.session_token.as_str()),
            Actor::TicketHolder => Some(self.stop_ticket.as_str()),
            Actor::Neighbour => Some(self.neighbour.as_str()),
            Actor::Root => Some(self.site.key.as_str()),
            Actor::Agent => Some(self.agent.as_str()),
            Actor::OtherAgent => Some(self.other_agent.as_str()),
            Actor::OtherHolder => Some(self.other_session_token.as_str()),
            Actor::Guesser => Some("vv_0000000000000000000000000000000000000000000"),
            Actor::Expired => Some(self.expired.as_str()),
            Actor::Revoked => Some(self.revoked.as_str()),
            Actor::Closed => Some(self.closed.as_str()),
            Actor::OtherGuest => Some(self.other_access.as_str()),
            Actor::Nobody | Actor::Misplaced => None,
        };
        let is_partners = line.contains(" /api/partner/");
        let secret = match actor {
            Actor::Owner if is_partners => Some(self.partners[0].as_str()),
            Actor::Neighbour if is_partners => Some(self.partners[1].as_str()),
            _ => secret,
        };
        let misplaced = match actor {
            Actor::Misplaced if line.contains("/api/embed/sessions/") => {
                format!("authorization: Bearer {}", self.owner)
            }
            Actor::Misplaced => format!("cookie: __Host-vv-{}={}", self.scenario, self.owner),
            _ => "x-nothing: here".to_owned(),
        };
        let bearer = secret.map(|secret| {
            let name = if is_partners {
                "x-api-key: "
            } else {
                "authorization: Bearer "
            };
            format!("{name}{secret}")
        });
        let (method, _) = line.split_once(' ').unwrap();
        let mut headers = vec![
            "content-type: application/json",
            "idempotency-key: matrix-turn",
            "x-provider: partner",
            &misplaced,
        ];
        headers.extend(bearer.as_deref());
        let line = format!("{method} {}", put(path));
        self.site.ask(&line, &headers, put(body)).await
    }
}

/// A school of an account's with a user `u`; returns the key of its partner.
async fn school(site: &Site, account: &str, slug: &str, name: &str) -> String {
    let now = site.app.clock.now();
    let organization = Organization {
        id: ids::new_id(now),
        account_id: account.to_owned(),
        provider: "partner".to_owned(),
        slug: slug.to_owned(),
        name: "School".to_owned(),
        created_at: now,
        ..Organization::default()
    };
    vivavoce_talkio::store::add_organization(&site.app.store, organization)
        .await
        .unwrap();
    let ask = json!({ "account_id": account, "api": "talkio", "provider": "partner" });
    let made = site.api("POST /keys", &ask).await.with(CREATED);
    let key = made["key"].as_str().unwrap().to_owned();
    let headers = [&format!("x-api-key: {key}"), "x-provider: partner"];
    let line = format!("POST /api/partner/v3/organizations/{slug}/users");
    let user = json!({ "id": "u", "userName": name, "userType": "member" }).to_string();
    site.ask(&line, &headers, user).await.with(CREATED);
    key
}

/// What the owner recorded of the scenario, and the agent's message in its session.
async fn records(
    site: &Site,
    key: &str,
    scenario: &str,
    session: &str,
) -> Vec<(&'static str, String)> {
    let mut records = Vec::new();
    for (word, kind, form) in [
        (
            "ENTRY",
            "knowledge",
            json!({ "kind": "question", "question": "CANARY?", "answer": "CANARY." }),
        ),
        (
            "LEAD",
            "leads",
            json!({ "email": "CANARY@example.com", "conversation_id": session }),
        ),
        (
            "ORDER",
            "orders",
            json!({ "id": "o-1", "total": 5, "currency": "EUR", "items": ["CANARY mug"] }),
        ),
        (
            "INTEGRATION",
            "integrations",
            json!({ "kind": "ecommerce", "provider": "CANARY" }),
        ),
        (
            "SHOPPED",
            "events",
            json!({ "id": "e-1", "type": "cart_add", "product": "CANARY mug" }),
        ),
    ] {
        let line = format!("POST /scenarios/{scenario}/{kind}");
        let made = site.api_as(key, &line, &form).await.with(CREATED);
        records.push((word, made["id"].as_str().unwrap().to_owned()));
    }
    let lines = site.app.store.transcript(session).await.unwrap();
    let said = lines
        .iter()
        .find(|line| line.by == vivavoce_agent::By::Agent);
    records.push(("MESSAGE", said.unwrap().id.clone()));
    records
}

/// A private scenario of the key's account, and a session in it that is still going on: scenario,
/// session, its token, and an access token.
async fn conversation(site: &Site, key: &str, mark: &str) -> (String, String, String, String) {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let made = json!({
        "name": format!("{mark}-NAME"),
        "description": format!("{mark}-DESCRIPTION"),
        "user_friendly_description": format!("{mark}-FRIENDLY"),
        "ai_instructions": format!("{mark}-INSTRUCTIONS {{{{ {mark}_VARIABLE }}}}"),
        "rubrik": format!("{mark}-RUBRIK"),
        "user_metadata": { "note": format!("{mark}-METADATA") },
        "pdf_context": "Q0FOQVJZLURPQ1VNRU5U",
        "is_public": false,
    });
    let made = site.api_as(key, "POST /scenarios", &made).await;
    let scenario = text(&made.with(CREATED), "id");
    let ask = json!({ "scenario_id": scenario });
    let minted = site
        .api_as(key, "POST /scenario-access-token", &ask)
        .await
        .with(StatusCode::OK);
    let token = text(&minted, "access_token");
    let kind = "content-type: application/json";
    let ask = json!({ "scenario_id": scenario, "token": token }).to_string();
    let granted = site.ask("POST /api/embed/access", &[kind], ask).await;
    let bearer = text(&granted.with(StatusCode::OK), "bearer");
    let bearer = format!("authorization: Bearer {bearer}");
    let start = json!({
        "scenario_id": scenario,
        "style": "full",
        "user": { "name": format!("{mark}-VISITOR"), "email": format!("{mark}@example.com") },
    });
    let started = site
        .ask(
            "POST /api/embed/sessions",
            &[kind, &bearer],
            start.to_string(),
        )
        .await
        .with(CREATED);
    let (session, session_token) = (
        text(&started, "session_id"),
        text(&started, "session_token"),
    );
    let held = format!("authorization: Bearer {session_token}");
    let said = json!({ "text": format!("{mark}-SAID") }).to_string();
    let line = format!("POST /api/embed/sessions/{session}/turns");
    let headers = [kind, &held, "idempotency-key: first-turn"];
    let taken = site.ask(&line, &headers, said).await;
    assert_eq!(taken.status, 202, "{}", taken.text);
    let log = format!("GET /api/embed/sessions/{session}/events?wait=0");
    loop {
        let page = site.ask(&log, &[&held], "").await.json();
        if page["running"] == false {
            return (scenario, session, session_token, token);
        }
        // A session may be looked at ten times a second, and at first more often.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
