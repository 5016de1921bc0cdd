//! Signing in, and what the pages do for whoever has.

use serde_json::{Value, json};

use crate::talkio::School;
use vivavoce_engine::store::Store;
use vivavoce_server::settings::Settings;
use vivavoce_test_server::{Answer, Site};

mod frames;
mod help;
mod invited;
mod lessons;
mod names;

const OWN: &str = "sec-fetch-site: same-origin";
const FORM: &str = "content-type: application/x-www-form-urlencoded";

/// The cookies an answer sets, as `name=value`; an emptied one is none.
fn cookies(answer: &Answer) -> Vec<String> {
    let lines = answer.headers.get_all("set-cookie").iter();
    lines
        .map(|line| line.to_str().unwrap())
        .map(|line| line.split(';').next().unwrap().to_owned())
        .filter(|pair| !pair.ends_with('='))
        .collect()
}

/// A browser that has followed a login link.
struct Browser<'a> {
    site: &'a Site,
    cookie: String,
}

impl<'a> Browser<'a> {
    async fn of(school: &School<'a>, user: &str) -> Browser<'a> {
        let link = link(school, user).await;
        let entered = school.site.ask(&format!("GET {link}"), &[], "").await;
        assert_eq!(entered.status, 303, "{}", entered.text);
        Browser {
            site: school.site,
            cookie: format!("cookie: {}", cookies(&entered)[0]),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.site
            .ask(&format!("GET {path}"), &[&self.cookie], "")
            .await
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        let headers = [self.cookie.as_str(), OWN, FORM];
        self.site
            .ask(&format!("POST {path}"), &headers, body.to_owned())
            .await
    }
}

/// The path and query of a fresh login link.
async fn choose_password(store: &Store, member: &str, hash: &str) {
    use vivavoce_talkio::store::{SignIn, add_member_token, set_password};
    let until = i64::MAX;
    add_member_token(store, member, SignIn::Change, "a form", 1, until)
        .await
        .unwrap();
    let done = set_password(store, member, "a form", hash, 1).await;
    assert!(done.unwrap());
}

async fn link(school: &School<'_>, user: &str) -> String {
    let made = school
        .ask(&format!("GET /users/{user}/token"), Value::Null)
        .await;
    let link = made.json()["link"].as_str().unwrap().to_owned();
    link.strip_prefix("http://v.example").unwrap().to_owned()
}

fn location(answer: &Answer) -> &str {
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.headers["location"].to_str().unwrap()
}

#[tokio::test]
async fn a_link_signs_in_and_leads_where_it_says() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    for (more, expected) in [
        ("", "/app"),
        (
            "&path=app/chat?t=books-literature",
            "/app/chat?t=books-literature",
        ),
        (
            "&path=app%2Fchat%3Ft%3Dbooks%26a%3D1&hide-chat-sidebar=true",
            "/app/chat?t=books&hide-chat-sidebar=true",
        ),
        ("&path=//evil.example", "/app"),
        ("&path=https://evil.example/app/chat?t=x", "/app"),
        ("&path=%0d%0aLocation:%20https://evil.example", "/app"),
        ("&path=/%5Cevil.example/app/settings", "/app"),
    ] {
        let link = link(&school, "u").await;
        let entered = site.ask(&format!("GET {link}{more}"), &[], "").await;
        assert_eq!(location(&entered), expected, "{more}");
        assert_eq!(entered.headers["referrer-policy"], "no-referrer");
        assert_eq!(entered.headers["cache-control"], "no-store");
        assert_eq!(cookies(&entered).len(), 1);
    }
}

#[tokio::test]
async fn a_link_from_elsewhere_signs_nobody_in_as_somebody_else_without_asking() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    school.user("v", json!({})).await;
    let browser = Browser::of(&school, "u").await;
    let follow = async |link: &str, from: &str| {
        let headers = [browser.cookie.as_str(), from];
        site.ask(&format!("GET {link}"), &headers, "").await
    };
    let own = link(&school, "u").await;
    let entered = follow(&own, "sec-fetch-site: cross-site").await;
    assert_eq!(location(&entered), "/app", "their own link goes on as ever");
    let link = link(&school, "v").await;
    // However often it is opened: asking uses it up no more than looking at it.
    for _ in 0..8 {
        let asked = follow(&link, "sec-fetch-site: cross-site").await;
        assert_eq!(asked.status, 200, "{}", asked.text);
        assert!(
            asked.text.contains("Sign in as somebody else?"),
            "{}",
            asked.text
        );
        assert!(cookies(&asked).is_empty());
        let address = link.replace('&', "&amp;");
        assert!(
            asked.text.contains(&format!("href=\"{address}\"")),
            "{link} {}",
            asked.text
        );
    }
    let entered = follow(&link, "sec-fetch-site: same-origin").await;
    assert_eq!(location(&entered), "/app");
    assert_eq!(cookies(&entered).len(), 1);
}

#[tokio::test]
async fn the_cookie_fits_the_place_it_is_set_in() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    for (place, scope) in [
        ("document", "SameSite=Lax"),
        ("iframe", "SameSite=None; Partitioned"),
    ] {
        let link = link(&school, "u").await;
        let place = format!("sec-fetch-dest: {place}");
        let entered = site.ask(&format!("GET {link}"), &[&place], "").await;
        let line = entered.headers["set-cookie"].to_str().unwrap();
        let (pair, rest) = line.split_once("; ").unwrap();
        assert!(pair.starts_with("__Host-vv-school="), "{line}");
        assert_eq!(
            rest,
            format!("Path=/; Max-Age=2592000; Secure; HttpOnly; {scope}")
        );
    }
}

#[tokio::test]
async fn a_link_that_signs_nobody_in_says_why() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    let soon = site.app.clock.now() + 3_600_000;
    school.user("u", json!({ "accountExpiresAt": soon })).await;
    let good = link(&school, "u").await;
    let cases = [
        ("/authentication/partner/".to_owned(), 400, "has no token"),
        (
            "/authentication/partner/?token=nonsense".to_owned(),
            401,
            "is not valid",
        ),
        (
            "/authentication/partner?token=".to_owned(),
            400,
            "has no token",
        ),
    ];
    for (path, status, words) in cases {
        let refused = site.ask(&format!("GET {path}"), &[], "").await;
        assert_eq!(refused.status, status, "{path}");
        assert!(refused.text.contains(words), "{path}: {}", refused.text);
    }
    // Who only looks ahead takes nothing.
    for _ in 0..9 {
        let looked = site.ask(&format!("HEAD {good}"), &[], "").await;
        assert_eq!(looked.status, 204);
        let looked = site
            .ask(
                &format!("GET {good}"),
                &["sec-purpose: prefetch;prerender"],
                "",
            )
            .await;
        assert!(cookies(&looked).is_empty());
    }
    let mut cookie = String::new();
    for _ in 0..5 {
        let entered = site.ask(&format!("GET {good}"), &[], "").await;
        assert_eq!(location(&entered), "/app");
        cookie = format!("cookie: {}", cookies(&entered)[0]);
    }
    let used = site.ask(&format!("GET {good}"), &[], "").await;
    assert_eq!(used.status, 401);
    assert!(used.text.contains("is used up"), "{}", used.text);
    let other = link(&school, "u").await;
    site.app.clock.advance(15 * 60_000);
    let late = site.ask(&format!("GET {other}"), &[], "").await;
    assert_eq!(late.status, 401);
    assert!(late.text.contains("has expired"), "{}", late.text);
    assert!(cookies(&late).is_empty());
    // A frame loaded again, by whoever is signed in anyway.
    let again = site
        .ask(&format!("GET {other}&path=app/settings"), &[&cookie], "")
        .await;
    assert_eq!(location(&again), "/app/settings");
    site.app.clock.advance(3_600_000);
    let ended = site.ask(&format!("GET {good}"), &[&cookie], "").await;
    assert_eq!(ended.status, 403);
    assert!(ended.text.contains("access has ended"), "{}", ended.text);
}

#[tokio::test]
async fn whoever_is_deleted_or_suspended_is_out_at_the_next_request() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    let template = school.template("books").await;
    for (user, line, body) in [
        ("gone", "DELETE /users/gone", Value::Null),
        (
            "late",
            "PUT /users/late",
            json!({ "accountExpiresAt": "2020-01-01" }),
        ),
    ] {
        school.user(user, json!({})).await;
        let browser = Browser::of(&school, user).await;
        let page = browser.get("/app/chat?t=books").await;
        assert_eq!(page.status, 200);
        let lesson = lessons::Lesson::of(&site, &page, &template.id).await;
        assert_eq!(lesson.events().await.status, 200);
        let done = school.ask(line, body).await;
        assert_eq!(done.status, 200, "{}", done.text);
        for path in ["/app", "/app/settings", "/app/chat?t=books"] {
            assert_eq!(browser.get(path).await.status, 401, "{path} of {user}");
        }
        assert_eq!(lesson.events().await.status, 401, "{user}");
        assert_eq!(lesson.again().await.status, 401, "{user}");
        let link = site.ask(&format!("GET {}", lesson.embed), &[], "").await;
        assert!(!link.text.contains("CANARY"));
    }
}

#[tokio::test]
async fn signing_out_ends_the_cookie_and_leads_where_the_school_wants() {
    let site = Site::new().await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    for (logout, expected) in [
        (None, "/authentication/left"),
        (
            Some("https://school.example/bye"),
            "https://school.example/bye",
        ),
    ] {
        let found =
            vivavoce_talkio::store::organization_by_id(&site.app.store, &school.organization.id)
                .await;
        let seen = found.unwrap().unwrap();
        let mut organization = seen.clone();
        organization.logout_url = logout.map(str::to_owned);
        vivavoce_talkio::store::change_organization(&site.app.store, organization, seen)
            .await
            .unwrap();
        let browser = Browser::of(&school, "u").await;
        let foreign = [browser.cookie.as_str(), "sec-fetch-site: cross-site"];
        let refused = site.ask("POST /authentication/logout", &foreign, "").await;
        assert_eq!(refused.status, 403);
        assert_eq!(browser.get("/app/settings").await.status, 200);
        let left = browser.post("/authentication/logout", "").await;
        assert_eq!(location(&left), expected);
        assert_eq!(left.headers.get_all("set-cookie").iter().count(), 2);
        assert!(cookies(&left).is_empty());
        assert_eq!(browser.get("/app/settings").await.status, 401);
    }
    // The cookie lasts a month.
    let browser = Browser::of(&school, "u").await;
    site.app.clock.advance(29 * 86_400_000);
    assert_eq!(browser.get("/app/settings").await.status, 200);
    site.app.clock.advance(86_400_000);
    assert_eq!(
        location(&browser.get("/app/settings").await),
        "https://school.example/bye"
    );
}
