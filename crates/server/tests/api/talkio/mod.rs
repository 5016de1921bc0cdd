//! The partner's API, call by call.

use serde_json::{Value, json};

use vivavoce_engine::keys::{self, Wanted};
use vivavoce_engine::store::{Account, Scenario};
use vivavoce_engine::{conversation, ids, runs};
use vivavoce_talkio::store::{self, Member, Organization};
use vivavoce_test_server::{Answer, Site};

mod bounds;
mod people;
mod reports;
mod school;

/// A school of a partner's, with one user.
pub struct School<'a> {
    pub site: &'a Site,
    pub slug: String,
    pub key: String,
    pub provider: String,
    pub organization: Organization,
}

impl<'a> School<'a> {
    pub async fn new(site: &'a Site, slug: &str, provider: &str) -> School<'a> {
        let now = site.app.clock.now();
        let account = Account {
            id: ids::new_id(now),
            name: slug.to_owned(),
            created_at: now,
            ..Account::default()
        };
        let id = account.id.clone();
        site.app.store.add_account(account).await.unwrap();
        School::of(site, &id, slug, provider).await
    }

    pub async fn of(site: &'a Site, account: &str, slug: &str, provider: &str) -> School<'a> {
        let now = site.app.clock.now();
        let organization = Organization {
            id: ids::new_id(now),
            account_id: account.to_owned(),
            provider: provider.to_owned(),
            slug: slug.to_owned(),
            name: format!("School {slug}"),
            created_at: now,
            ..Organization::default()
        };
        let store = &site.app.store;
        store::add_organization(store, organization.clone())
            .await
            .unwrap();
        let wanted = Wanted {
            kind: vivavoce_talkio::KEY,
            scope: json!({ "provider": provider }),
            ..Wanted::default()
        };
        let key = keys::create(store, account, wanted, now).await.unwrap().key;
        School {
            site,
            slug: slug.to_owned(),
            key,
            provider: provider.to_owned(),
            organization,
        }
    }

    pub async fn ask(&self, line: &str, body: Value) -> Answer {
        let key = format!("x-api-key: {}", self.key);
        let provider = format!("x-provider: {}", self.provider);
        self.ask_as(line, body, &[&key, &provider]).await
    }

    pub async fn ask_as(&self, line: &str, body: Value, headers: &[&str]) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let line = format!("{method} /api/partner/v3/organizations/{}{path}", self.slug);
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let headers: Vec<&str> = headers
            .iter()
            .copied()
            .chain(["content-type: application/json"])
            .collect();
        self.site.ask(&line, &headers, body).await
    }

    /// Creates a user; `more` is beside what is required.
    pub async fn user(&self, id: &str, more: Value) -> Value {
        let mut body = json!({ "id": id, "userName": "User", "userType": "member" });
        if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
            body.extend(more);
        }
        let made = self.ask("POST /users", body).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()
    }

    pub async fn member(&self, id: &str) -> Member {
        let found = store::member_of(&self.site.app.store, &self.organization.id, id).await;
        found.unwrap().unwrap()
    }

    /// A template of the account's.
    pub async fn template(&self, slug: &str) -> Scenario {
        let now = self.site.app.clock.now();
        let scenario = Scenario {
            id: ids::new_id(now),
            slug: Some(slug.to_owned()),
            account_id: self.organization.account_id.clone(),
            name: format!("About {slug}"),
            description: "CANARY-DESCRIPTION".to_owned(),
            ai_instructions: "CANARY-INSTRUCTIONS".to_owned(),
            analysis_access: "default".to_owned(),
            created_at: now,
            updated_at: now,
            session_analysis: json!({}),
            appearance: json!({}),
            strategy: json!({}),
            pricing: json!({}),
            user_metadata: json!({}),
            vendor: json!({}),
            ..Scenario::default()
        };
        let store = &self.site.app.store;
        store.put_scenario(scenario.clone()).await.unwrap();
        scenario
    }

    /// A user's conversation: the agent greets, then each line is said and answered.
    pub async fn talk(&self, user: &str, scenario: &Scenario, lines: &[&str]) -> String {
        let member = self.member(user).await;
        let app = &self.site.app;
        let beginning = vivavoce_talkio::lesson::beginning(&member);
        let session = conversation::begin(app, scenario, beginning, None)
            .await
            .unwrap();
        settle(self.site, &session.id).await;
        for (turn, text) in lines.iter().enumerate() {
            app.clock.advance(30_000);
            let turn = format!("turn-number-{turn}");
            conversation::say(app, &session.id, &turn, text, None)
                .await
                .unwrap();
            settle(self.site, &session.id).await;
        }
        session.id
    }

    pub async fn end(&self, session: &str) {
        let reason = vivavoce_protocol::wire::StopReason::Visitor;
        runs::end(&self.site.app, session, reason).await.unwrap();
    }
}

/// Makes it noon, far from where a day or a week ends, and lets only what is said take time.
pub fn at_noon(site: &Site) {
    const DAY: i64 = 86_400_000;
    let clock = &site.app.clock;
    clock.hold();
    clock.advance(DAY - clock.now() % DAY + DAY / 2);
}

/// Waits until the agent has said all it has to.
pub async fn settle(site: &Site, session: &str) {
    loop {
        let open: i64 = sqlx::query_scalar(
            "SELECT (SELECT COUNT(*) FROM runs WHERE session_id = $1 AND outcome IS NULL) \
             + (SELECT COUNT(*) FROM turns WHERE session_id = $1 AND state <> 'started')",
        )
        .bind(session)
        .fetch_one(site.app.store.read())
        .await
        .unwrap();
        if open == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// The status and the members an answer must have.
pub fn check(line: &str, answer: &Answer, status: u16, expected: &Value) {
    assert_eq!(answer.status, status, "{line}: {}", answer.text);
    assert_eq!(answer.headers["content-type"], "application/json", "{line}");
    let found = answer.json();
    if let Err(place) = has(&found, expected) {
        panic!("{line}: {place} of {found:#}\nexpected {expected:#}");
    }
}

/// Every member of `expected` is in `found`; `"*"` is anything but null.
fn has(found: &Value, expected: &Value) -> Result<(), String> {
    match (found, expected) {
        (found, Value::String(any)) if any == "*" && !found.is_null() => Ok(()),
        (Value::Object(found), Value::Object(expected)) => {
            for (name, expected) in expected {
                let inner = found.get(name).ok_or(format!("{name} is missing"))?;
                has(inner, expected).map_err(|place| format!("{name}.{place}"))?;
            }
            Ok(())
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            for (found, expected) in found.iter().zip(expected) {
                has(found, expected)?;
            }
            Ok(())
        }
        (found, expected) if found == expected => Ok(()),
        (found, expected) => Err(format!("{found} is not {expected}")),
    }
}
