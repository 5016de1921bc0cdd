use std::sync::Arc;

use futures_util::stream::{self, BoxStream, StreamExt as _};

use super::*;
use crate::talkio::settle;
use vivavoce_agent::{Agent, AgentContext, AgentError, Step};

/// A page's embed, as its widget opens it.
pub struct Lesson<'a> {
    site: &'a Site,
    scenario: String,
    pub session: String,
    /// Its address.
    pub embed: String,
    /// What the token in it became.
    bearer: String,
    session_token: String,
}

impl<'a> Lesson<'a> {
    pub async fn of(site: &'a Site, page: &Answer, scenario: &str) -> Lesson<'a> {
        let (_, rest) = page.text.split_once("<iframe id=\"embed\"").unwrap();
        let (_, rest) = rest.split_once("src=\"").unwrap();
        let address = rest.split('"').next().unwrap().replace("&amp;", "&");
        let (embed, token) = address.split_once("#scenarioAccessToken=").unwrap();
        let (_, rest) = embed.split_once("restoreSession=").unwrap();
        let session = rest.split('&').next().unwrap().to_owned();
        let kind = "content-type: application/json";
        let ask = json!({ "scenario_id": scenario, "token": token }).to_string();
        let granted = site.ask("POST /api/embed/access", &[kind], ask).await;
        assert_eq!(granted.status, 200, "{}", granted.text);
        // On a shared computer the next one is somebody else.
        assert!(cookies(&granted).is_empty());
        let mut lesson = Lesson {
            site,
            scenario: scenario.to_owned(),
            embed: embed.to_owned(),
            bearer: format!(
                "authorization: Bearer {}",
                granted.json()["bearer"].as_str().unwrap()
            ),
            session_token: String::new(),
            session,
        };
        let resumed = lesson.begin(&lesson.session.clone()).await;
        assert_eq!(resumed.status, 200, "{}", resumed.text);
        let resumed = resumed.json();
        assert_eq!(resumed["session_id"], lesson.session.as_str());
        lesson.session_token = resumed["session_token"].as_str().unwrap().to_owned();
        lesson
    }

    async fn begin(&self, restore: &str) -> Answer {
        let body = json!({
            "scenario_id": self.scenario, "style": "full", "restore": restore,
            // Whoever writes something here stays who they are.
            "user": { "name": "Mallory", "email": "mallory@example.com" },
            "variables": { "userName": "Mallory" },
        });
        let headers = ["content-type: application/json", self.bearer.as_str()];
        self.site
            .ask("POST /api/embed/sessions", &headers, body.to_string())
            .await
    }

    /// As the embed does after the end.
    pub async fn again(&self) -> Answer {
        self.begin("000000000000000000000000").await
    }

    pub async fn events(&self) -> Answer {
        let line = format!("GET /api/embed/sessions/{}/events?wait=0", self.session);
        let bearer = format!("authorization: Bearer {}", self.session_token);
        self.site.ask(&line, &[&bearer], "").await
    }

    pub async fn say(&self, text: &str) {
        let line = format!("POST /api/embed/sessions/{}/turns", self.session);
        let bearer = format!("authorization: Bearer {}", self.session_token);
        let headers = [
            bearer.as_str(),
            "content-type: application/json",
            "idempotency-key: turn-0001",
        ];
        let body = json!({ "text": text }).to_string();
        let taken = self.site.ask(&line, &headers, body).await;
        assert_eq!(taken.status, 202, "{}", taken.text);
        settle(self.site, &self.session).await;
    }
}

#[tokio::test]
async fn what_opens_a_lesson_ends_with_the_sign_in() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    let template = school.template("books-literature").await;
    for how in ["signing out", "a new password"] {
        let user = format!("u-{}", how.len());
        school.user(&user, json!({ "userName": "Ada" })).await;
        let browser = Browser::of(&school, &user).await;
        let page = browser.get("/app/chat?t=books-literature").await;
        let lesson = Lesson::of(&site, &page, &template.id).await;
        settle(&site, &lesson.session).await;
        lesson.say("I like books.").await;
        let session = site.app.store.session(&lesson.session).await;
        let member = session.unwrap().unwrap().visitor;
        if how == "signing out" {
            browser.post("/authentication/logout", "").await;
        } else {
            choose_password(&site.app.store, &member, "a hash").await;
        }
        assert_eq!(lesson.events().await.status, 401, "{how}");
        let again = lesson.again().await;
        assert!([401, 403].contains(&again.status), "{how}: {}", again.text);
        // Signed in again, the lesson goes on.
        let browser = Browser::of(&school, &user).await;
        let page = browser.get("/app/chat?t=books-literature").await;
        let later = Lesson::of(&site, &page, &template.id).await;
        assert_eq!(later.session, lesson.session, "{how}");
        assert!(later.events().await.text.contains("I like books."), "{how}");
    }
}

#[tokio::test]
async fn a_conversation_in_the_embed_is_the_users_and_goes_on_later() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({ "userName": "Ada" })).await;
    let mut template = school.template("books-literature").await;
    for is_public in [true, false] {
        template.is_public = is_public;
        site.app.store.put_scenario(template.clone()).await.unwrap();
        let browser = Browser::of(&school, "u").await;
        let page = browser.get("/app/chat?t=books-literature").await;
        assert_eq!(page.status, 200, "{}", page.text);
        let lesson = Lesson::of(&site, &page, &template.id).await;
        settle(&site, &lesson.session).await;
        lesson.say("I like books.").await;
        // A page that is closed where nothing can be kept says so; the lesson goes on all the same.
        let line = format!("POST /api/embed/sessions/{}/stop", lesson.session);
        let body = json!({ "session_token": lesson.session_token, "reason": "lost" }).to_string();
        let closed = site
            .ask(&line, &["content-type: text/plain"], body)
            .await
            .json();
        assert_eq!(closed["status"], "active");
        // The next day in another browser: the same conversation.
        site.app.clock.advance(20 * 3_600_000);
        let browser = Browser::of(&school, "u").await;
        let page = browser.get("/app/chat?t=books-literature").await;
        let later = Lesson::of(&site, &page, &template.id).await;
        assert_eq!(later.session, lesson.session);
        assert!(later.events().await.text.contains("I like books."));
        // It stands in the partner's list.
        let line = format!("GET /users/u/conversations/{}", lesson.session);
        let seen = school.ask(&line, Value::Null).await.json();
        assert_eq!(seen["promptTemplateId"], "books-literature");
        assert_eq!(seen["messages"][1]["content"], "I like books.");
        let kept = site
            .app
            .store
            .session(&lesson.session)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (kept.user.name.as_str(), kept.source.as_str()),
            ("Ada", "TALKIO")
        );

        // After its end the embed begins another one: still the user's, whatever it says.
        school.end(&lesson.session).await;
        let again = later.again().await;
        assert_eq!(again.status, 201, "{}", again.text);
        let next = again.json()["session_id"].as_str().unwrap().to_owned();
        let kept = site.app.store.session(&next).await.unwrap().unwrap();
        assert_eq!(
            (kept.user.name.as_str(), kept.user.email.as_str()),
            ("Ada", "")
        );
        assert_eq!(kept.variables["userName"], "Ada");
        let read = browser.get(&format!("/app/chat/{}", lesson.session)).await;
        assert!(read.text.contains("I like books.") && !read.text.contains("<iframe"));
        // A new one by the button.
        let new = browser.post("/app/chat", "t=books-literature").await;
        let page = browser.get(location(&new)).await;
        assert_ne!(Lesson::of(&site, &page, &template.id).await.session, next);
        for running in vivavoce_talkio::store::running_talks(&site.app.store, &kept.visitor, None)
            .await
            .unwrap()
        {
            school.end(&running).await;
        }
    }
    let total = school
        .ask("GET /users/u/conversations", Value::Null)
        .await
        .json();
    assert_eq!(total["total"], 6);
}

#[tokio::test]
async fn nobody_opens_anothers_conversation_or_a_topic_that_is_not_theirs() {
    let site = Site::new().await;
    let north = School::new(&site, "north", "partner").await;
    let south = School::new(&site, "south", "partner").await;
    north.user("u", json!({})).await;
    north.user("other", json!({})).await;
    let books = north.template("books").await;
    let hidden = north.template("hidden").await;
    south.template("theirs").await;
    let mut organization = north.organization.clone();
    organization.templates = Some(vec!["books".to_owned()]);
    vivavoce_talkio::store::change_organization(
        &site.app.store,
        organization,
        north.organization.clone(),
    )
    .await
    .unwrap();
    let others = north.talk("other", &books, &["CANARY"]).await;
    let browser = Browser::of(&north, "u").await;
    for path in [
        format!("/app/chat/{others}"),
        format!("/app/chat/{others}/remarks"),
        "/app/chat?t=hidden".to_owned(),
        format!("/app/chat?t={}", hidden.id),
        "/app/chat?t=theirs".to_owned(),
        "/app/chat?t=nothing".to_owned(),
        "/app/chat/000000000000000000000000".to_owned(),
    ] {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
        assert!(!answer.text.contains("CANARY"), "{path}");
    }
    let refused = browser.post("/app/chat", "t=theirs").await;
    assert_eq!(refused.status, 404);
    assert_eq!(location(&browser.get("/app/chat").await), "/app");
    // Without a cookie there is nothing at all.
    for path in [
        "/app",
        "/app/settings",
        "/app/chat?t=books",
        "/app/introduction",
    ] {
        let answer = site
            .ask(&format!("GET {path}"), &["cookie: __Host-vv-school=x"], "")
            .await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.text.contains("You are not signed in"), "{path}");
    }
}

/// Says what it was told.
struct Echo;

impl Agent for Echo {
    fn reply(&self, context: AgentContext) -> BoxStream<'static, Result<Step, AgentError>> {
        let told = json!({
            "setting": context.setting, "language": context.language, "variables": context.variables,
        });
        stream::iter([Ok(Step::Text(told.to_string()))]).boxed()
    }
}

#[tokio::test]
async fn the_agent_is_told_whom_it_teaches_by_the_settings_of_now() {
    let site = Site::answered_by(Arc::new(Echo)).await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    let books = school.template("books").await;
    let session = school.talk("u", &books, &[]).await;
    let heard = async |number: usize| {
        let lines = site.app.store.transcript(&session).await.unwrap();
        serde_json::from_str::<Value>(&lines[number].text).unwrap()
    };
    let first = heard(0).await;
    assert_eq!(first["language"], "en-US");
    assert!(
        first["setting"][0].as_str().unwrap().contains("\"Emma\""),
        "{first}"
    );
    let settings = json!({
        "practiceLanguage": "de-DE", "practiceLanguageProficiency": "elementary", "defaultTutor": "Jo",
        "userLanguage": "fr-FR",
    });
    school.ask("PUT /users/u/settings", settings).await;
    vivavoce_engine::conversation::say(&site.app, &session, "turn-0001", "Hallo", None)
        .await
        .unwrap();
    settle(&site, &session).await;
    let second = heard(2).await;
    assert_eq!(second["language"], "de-DE");
    let setting = second["setting"].to_string();
    for part in ["Jo", "de-DE", "elementary", "fr-FR"] {
        assert!(setting.contains(part), "{part}: {setting}");
    }
    assert_eq!(
        second["variables"]["practiceLanguageProficiency"],
        "elementary"
    );
}
