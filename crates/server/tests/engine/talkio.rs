//! The widget's Talkio machine, through this server's relay, against another server's answer to that
//! API; and the school its login link opens, as a browser walks through it.

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use vivavoce_core::dialect::vendor::talkio::Talkio;
use vivavoce_core::dialect::vendor::{
    ConversationFacts, VendorCommand, VendorDialect, VendorEvent,
};
use vivavoce_core::dialect::{Event, Link, Open, Resume, Verb, Zone};
use vivavoce_core::failure::{Failure, Retry};
use vivavoce_engine::keys::{self, Wanted};
use vivavoce_engine::store::Database;
use vivavoce_engine::{settings::Limits, settings::Rate};
use vivavoce_protocol::wire::{BackendFacts, CreateSession, User};
use vivavoce_server::{settings::Flags, settings::Settings};
use vivavoce_talkio::store::Organization;

use crate::driver::{Driver, Network};
use crate::site::{ACCOUNT, Answer, Site, Talk, limits, scenario, site_in};

const DAY: i64 = 86_400_000;
const API: &str = "/api/partner/v3/organizations/north";

/// A school, and a site whose widget is in front of it.
struct World {
    school: Site,
    key: String,
    /// Where the school is reached.
    address: String,
    /// What its API answers to everything; 0: what it has to say.
    ill: Arc<AtomicU16>,
    widgets: Site,
    network: Network,
}

impl World {
    async fn new() -> World {
        let much = Rate {
            burst: 10_000,
            per_minute: 10_000,
        };
        let plenty = || Limits {
            sessions_per_address: much,
            turns_per_address: much,
            ..limits()
        };
        let settings = Settings {
            engine: vivavoce_engine::Settings {
                limits: plenty(),
                ..vivavoce_engine::Settings::default()
            },
            ..Settings::default()
        };
        let school = site_in(&Database::Memory, settings).await;
        // Far from midnight, so that a day lasts as long as a test.
        let now = school.app.clock.now();
        school.app.clock.advance(DAY - now % DAY + DAY / 2);
        let now = school.app.clock.now();
        let organization = Organization {
            id: "0000000000000000000000aa".to_owned(),
            account_id: ACCOUNT.to_owned(),
            provider: "partner".to_owned(),
            slug: "north".to_owned(),
            name: "North".to_owned(),
            created_at: now,
            ..Organization::default()
        };
        let store = &school.app.store;
        vivavoce_talkio::store::add_organization(store, organization)
            .await
            .unwrap();
        let wanted = Wanted {
            kind: vivavoce_talkio::KEY,
            scope: json!({ "provider": "partner" }),
            ..Wanted::default()
        };
        let key = keys::create(store, ACCOUNT, wanted, now).await.unwrap().key;
        school.put(scenario("books")).await;

        let ill: Arc<AtomicU16> = Arc::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let front = school
            .router
            .clone()
            .layer(middleware::from_fn_with_state(ill.clone(), or_ill));
        tokio::spawn(async move { axum::serve(listener, front).await });

        let secret = key.clone();
        let environment = move |name: &str| (name == "SCHOOL_KEY").then(|| secret.clone());
        let source = format!(
            "[backends.school]\ndialect = \"talkio\"\nurl = \"{address}\"\n\
             organization = \"north\"\nprovider = \"partner\"\nsecret = \"env:SCHOOL_KEY\"\n"
        );
        let settings = Settings::from_sources(&Flags::default(), &environment, "t", &source);
        let settings = Settings {
            engine: vivavoce_engine::Settings {
                limits: plenty(),
                ..vivavoce_engine::Settings::default()
            },
            ..settings.unwrap()
        };
        let widgets = site_in(&Database::Memory, settings).await;
        let network = Arc::new(Mutex::new(Some(widgets.router.clone())));
        World {
            school,
            key,
            address,
            ill,
            widgets,
            network,
        }
    }

    /// A visitor's page at `/embed/<scenario>?backend=school`.
    fn widget(
        &self,
        scenario: &str,
        zone: Zone,
        earlier: Option<&Earlier>,
    ) -> Driver<VendorDialect> {
        let machine = VendorDialect::speaking::<Talkio>();
        let mut driver = Driver::speaking(machine, self.network.clone(), 11);
        driver.since = self.school.app.clock.now() as f64;
        driver.act(Verb::Open(Box::new(Open {
            create: CreateSession {
                scenario_id: scenario.to_owned(),
                style: "full".to_owned(),
                backend: Some("school".to_owned()),
                user: User {
                    name: "Ada".to_owned(),
                    email: "ada@example.com".to_owned(),
                },
                visitor: earlier.map(|it| it.visitor.clone()),
                ..CreateSession::default()
            },
            backend: BackendFacts {
                name: "school".to_owned(),
                dialect: "talkio".to_owned(),
                ..BackendFacts::default()
            },
            resume: earlier.and_then(|it| it.session.clone()),
            zone,
            ..Open::default()
        })));
        driver
    }

    /// One that is where it should be: the school is framed, and all that stands beside it told.
    async fn settled(&self, scenario: &str, zone: Zone) -> Driver<VendorDialect> {
        let mut one = self.widget(scenario, zone, None);
        one.until("the frame", |it| framed(it).is_some()).await;
        one.until("what stands beside it", |it| {
            let panels = ["settings", "today", "month", "week"];
            panels.iter().all(|id| panel(it, id).is_some()) && conversations(it).is_some()
        })
        .await;
        one
    }

    /// The partner's own call.
    async fn ask(&self, line: &str, body: Value) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let request = axum::http::Request::builder()
            .method(method)
            .uri([API, path].concat())
            .header("x-api-key", &self.key)
            .header("x-provider", "partner")
            .header("content-type", "application/json");
        let body = match body {
            Value::Null => Body::empty(),
            body => Body::from(body.to_string()),
        };
        self.school.request(request.body(body).unwrap()).await
    }

    /// The accounts visitors have there, oldest first.
    async fn users(&self) -> Vec<Value> {
        let all = self.ask("GET /users?limit=100", Value::Null).await;
        all.expect(200).json()["data"].as_array().unwrap().clone()
    }

    async fn user(&self) -> String {
        let users = self.users().await;
        assert_eq!(users.len(), 1, "{users:?}");
        users[0]["id"].as_str().unwrap().to_owned()
    }

    /// Follows a login link as a frame does: where it leads, and the cookie it leaves.
    async fn signed_in(&self, link: &str) -> (String, String) {
        let entered = self.entered(link).await.expect(303);
        let cookie = entered.header("set-cookie").split(';').next().unwrap();
        assert!(cookie.starts_with("__Host-vv-school="), "{cookie}");
        (entered.header("location").to_owned(), cookie.to_owned())
    }

    async fn entered(&self, link: &str) -> Answer {
        let path = link.strip_prefix(&self.address).expect("the school's link");
        let frame = ("sec-fetch-dest", "iframe");
        self.school
            .get(path, &[frame, ("host", "school.example")])
            .await
    }

    /// A page of the school.
    async fn page(&self, path: &str, cookie: &str) -> Answer {
        let headers = [("cookie", cookie), ("host", "school.example")];
        self.school.get(path, &headers).await
    }

    /// The lesson on a page, as its embed opens it.
    async fn lesson(&self, page: &Answer) -> Talk<'_> {
        let (_, rest) = page.text.split_once("<iframe id=\"embed\"").unwrap();
        let (_, rest) = rest.split_once("src=\"").unwrap();
        let address = rest.split('"').next().unwrap().replace("&amp;", "&");
        let (embed, token) = address.split_once("#scenarioAccessToken=").unwrap();
        let (_, rest) = embed.split_once("restoreSession=").unwrap();
        let session = rest.split('&').next().unwrap();
        let scenario = embed.split("/embed/").nth(1).unwrap();
        let scenario = scenario.split('?').next().unwrap();
        let granted = json!({ "scenario_id": scenario, "token": token });
        let granted = self.school.post("/api/embed/access", &[], granted).await;
        let bearer = granted.expect(200).json()["bearer"]
            .as_str()
            .unwrap()
            .to_owned();
        let bearer = format!("Bearer {bearer}");
        let body = json!({ "scenario_id": scenario, "style": "full", "restore": session });
        let headers = [("authorization", bearer.as_str())];
        let resumed = self
            .school
            .post("/api/embed/sessions", &headers, body)
            .await;
        let resumed = resumed.expect(200).json();
        assert_eq!(resumed["session_id"], session);
        Talk {
            site: &self.school,
            id: session.to_owned(),
            token: resumed["session_token"].as_str().unwrap().to_owned(),
            created: resumed,
        }
    }
}

/// The school's API, unless it is ill.
async fn or_ill(State(ill): State<Arc<AtomicU16>>, request: Request, next: Next) -> Response {
    match StatusCode::from_u16(ill.load(Ordering::Relaxed)) {
        Ok(status) => (status, r#"{"message":"Not now."}"#).into_response(),
        Err(_) => next.run(request).await,
    }
}

/// What a page keeps of a visit.
struct Earlier {
    visitor: String,
    /// `None`: the visitor comes back later, on this device.
    session: Option<Resume>,
}

impl Earlier {
    fn of(driver: &Driver<VendorDialect>) -> Earlier {
        let session = driver.events.iter().find_map(|event| match event {
            Event::Connected { session, .. } => Some(session),
            _ => None,
        });
        let session = session.unwrap();
        Earlier {
            visitor: session.visitor.clone().unwrap(),
            session: Some(Resume {
                session_id: session.session_id.clone(),
                session_token: session.session_token.clone(),
            }),
        }
    }
}

fn told(driver: &Driver<VendorDialect>) -> impl Iterator<Item = &VendorEvent> {
    driver.events.iter().filter_map(|event| match event {
        Event::Vendor(told) => Some(told),
        _ => None,
    })
}

/// The newest address of the frame.
fn framed(driver: &Driver<VendorDialect>) -> Option<String> {
    let all = told(driver).filter_map(|told| match told {
        VendorEvent::Framed { url } => Some(url.clone()),
        _ => None,
    });
    all.last()
}

fn conversations(driver: &Driver<VendorDialect>) -> Option<&[ConversationFacts]> {
    let all = told(driver).filter_map(|told| match told {
        VendorEvent::Conversations(all) => Some(all.as_slice()),
        _ => None,
    });
    all.last()
}

/// A panel as it is now: its fields by id.
fn panel(driver: &Driver<VendorDialect>, id: &str) -> Option<Vec<(String, String)>> {
    let all = told(driver).filter_map(|told| match told {
        VendorEvent::Panel(panel) if panel.id == id => Some(panel),
        _ => None,
    });
    let fields = all.last()?.fields.iter();
    Some(fields.map(|it| (it.id.clone(), it.value.clone())).collect())
}

fn value(driver: &Driver<VendorDialect>, of: &str, field: &str) -> Option<String> {
    let fields = panel(driver, of)?;
    let found = fields.into_iter().find(|(id, _)| id == field);
    found.map(|(_, value)| value)
}

fn failures(driver: &Driver<VendorDialect>) -> Vec<Failure> {
    let all = driver.events.iter().filter_map(|event| match event {
        Event::Failed(failure) => Some(failure.clone()),
        _ => None,
    });
    all.collect()
}

#[tokio::test]
async fn the_frames_link_signs_the_visitor_in_and_leads_where_the_page_says() {
    for (scenario, place) in [
        ("books", "/app/chat?t=books&hide-chat-sidebar=true"),
        ("dashboard", "/app?hide-chat-sidebar=true"),
        ("school", "/app?hide-chat-sidebar=true"),
    ] {
        let world = World::new().await;
        let one = world.settled(scenario, Zone::default()).await;
        let link = framed(&one).unwrap();
        let begins = format!("{}/authentication/partner/?token=", world.address);
        assert!(link.starts_with(&begins), "{link}");
        let (location, cookie) = world.signed_in(&link).await;
        assert_eq!(location, place);
        let page = world.page("/app/settings", &cookie).await.expect(200);
        // Nobody is named in the address; the page knows the visitor by the account made for them.
        assert!(page.text.contains("Emma"), "{}", page.text);
        let users = world.users().await;
        assert_eq!(users[0]["userName"], "Ada");
        assert_eq!(users[0]["userType"], "member");
        assert!(!link.contains("Ada") && !link.contains("ada%40"), "{link}");
    }
}

#[tokio::test]
async fn settings_are_read_and_changed_for_the_lessons_that_follow() {
    let world = World::new().await;
    let mut one = world.settled("books", Zone::default()).await;
    let all = panel(&one, "settings").unwrap();
    assert_eq!(all.len(), 10, "{all:?}");
    let user = world.user().await;
    for (field, entered, kept) in [
        ("readAloudSpeed", "5", json!(5)),
        ("defaultTutor", "Jo", json!("Jo")),
        ("showLiveFeedback", "true", json!(true)),
        ("practiceLanguage", "de-DE", json!("de-DE")),
    ] {
        let (puts, gets) = (
            asked(&one, "PUT"),
            asked(&one, "GET /relay/school/users/me/settings"),
        );
        one.act(set(field, entered));
        assert_eq!(value(&one, "settings", field).as_deref(), Some(entered));
        one.until("its arrival", |it| {
            asked(it, "PUT") > puts && asked(it, "GET /relay/school/users/me/settings") > gets
        })
        .await;
        assert_eq!(value(&one, "settings", field).as_deref(), Some(entered));
        let path = format!("GET /users/{user}/settings");
        let found = world.ask(&path, Value::Null).await.expect(200).json();
        assert_eq!(found[field], kept, "{found}");
    }
    // What the school refuses is shown as it was, and what is no value at all is not even asked.
    one.act(set("practiceLanguage", "<nothing>"));
    let puts = asked(&one, "PUT");
    one.act(set("readAloudSpeed", "9"));
    one.until("the refusal", |it| asked(it, "PUT") > puts).await;
    one.until("what counts", |it| {
        value(it, "settings", "practiceLanguage").as_deref() == Some("de-DE")
    })
    .await;
    assert_eq!(
        value(&one, "settings", "readAloudSpeed").as_deref(),
        Some("5")
    );
    let (_, cookie) = world.signed_in(&framed(&one).unwrap()).await;
    let page = world.page("/app/settings", &cookie).await.expect(200);
    assert!(page.text.contains("value=\"Jo\""), "{}", page.text);
}

fn set(field: &str, value: &str) -> Verb {
    Verb::Vendor(VendorCommand::Set {
        panel: "settings".to_owned(),
        field: field.to_owned(),
        value: value.to_owned(),
    })
}

/// How many calls that begin so were answered.
fn asked(driver: &Driver<VendorDialect>, line: &str) -> usize {
    let statuses = driver.statuses.lock().unwrap();
    statuses
        .iter()
        .filter(|(made, _)| made.starts_with(line))
        .count()
}

#[tokio::test]
async fn turns_spoken_in_the_school_are_told_after_a_refresh() {
    let world = World::new().await;
    let mut one = world.settled("books", Zone::default()).await;
    assert_eq!(conversations(&one), Some(&[][..]));
    let figure =
        |it: &Driver<VendorDialect>, of: &str| value(it, of, "conversations.user.messages");
    for of in ["today", "month", "week"] {
        assert_eq!(figure(&one, of).as_deref(), Some("0"), "{of}");
    }
    assert_eq!(
        value(&one, "week", "summary").as_deref(),
        Some("Nothing was said this week.")
    );

    // Only what is said takes time, however slow the machine is.
    world.school.app.clock.hold();
    let (place, cookie) = world.signed_in(&framed(&one).unwrap()).await;
    let page = world.page(&place, &cookie).await.expect(200);
    let lesson = world.lesson(&page).await;
    lesson.quiet().await;
    for (key, text) in [
        ("turn-0001", "say I read"),
        ("turn-0002", "say a book"),
        ("turn-0003", "say about ships"),
    ] {
        world.school.app.clock.advance(6_000);
        lesson.turn(key, text).await;
        lesson.quiet().await;
    }

    one.act(Verb::Vendor(VendorCommand::Conversations));
    one.until("the conversation", |it| {
        conversations(it).is_some_and(|all| !all.is_empty())
    })
    .await;
    let found = conversations(&one).unwrap().to_vec();
    assert_eq!((found.len(), found[0].title.as_str()), (1, "Practice"));
    assert_eq!(found[0].id, lesson.id);
    one.act(Verb::Vendor(VendorCommand::Open {
        conversation: lesson.id.clone(),
    }));
    one.until("what was said", |it| panel(it, "conversation").is_some())
        .await;
    let said: Vec<String> = panel(&one, "conversation")
        .unwrap()
        .into_iter()
        .map(|(_, said)| said)
        .collect();
    assert_eq!(
        said,
        [
            "Hello. You are {{ who }}.",
            "say I read",
            "I read",
            "say a book",
            "a book",
            "say about ships",
            "about ships"
        ]
    );

    one.act(Verb::Vendor(VendorCommand::Panels));
    for of in ["today", "month", "week"] {
        one.until("the figures", |it| figure(it, of).as_deref() == Some("3"))
            .await;
    }
    assert_eq!(
        value(&one, "today", "conversations.user.words").as_deref(),
        Some("9")
    );
    let pace = value(&one, "today", "conversations.user.wordsPerMinute").unwrap();
    // Nine words, six seconds each three of them.
    assert!(
        (25.0..=30.0).contains(&pace.parse::<f64>().unwrap()),
        "{pace}"
    );
    assert_eq!(
        value(&one, "today", "videoConversations.user.wordsPerMinute").as_deref(),
        Some("0")
    );
    assert_eq!(
        value(&one, "week", "summary").as_deref(),
        Some("9 words in 1 conversation on 1 day.")
    );
    assert!(value(&one, "week", "vocabulary.newWords").is_some());
    assert_eq!(
        value(&one, "week", "comparedToPreviousWeek.messages").as_deref(),
        Some("3")
    );
}

#[tokio::test]
async fn figures_are_those_of_the_visitors_own_day() {
    let world = World::new().await;
    for (name, ahead) in [("Pacific/Kiritimati", 840), ("Pacific/Pago_Pago", -660)] {
        let zone = Zone {
            name: name.to_owned(),
            ahead,
        };
        let one = world.settled("books", zone).await;
        let now = world.school.app.clock.now();
        let time = jiff::Timestamp::from_millisecond(now).unwrap();
        let date = time.to_zoned(jiff::tz::TimeZone::get(name).unwrap()).date();
        let name = name.replace('/', "%2F");
        for call in [
            format!("usage/stats?date={date}&timezone={name} 200"),
            format!(
                "usage/monthly-stats?month={}&timezone={name} 200",
                date.strftime("%Y-%m")
            ),
            format!("weekly-assessment/{date}?practiceLanguage=en-US 200"),
        ] {
            let statuses = one.statuses.lock().unwrap();
            let made = statuses
                .iter()
                .map(|(line, status)| format!("{line} {status}"));
            let made: Vec<String> = made.collect();
            assert!(
                made.iter().any(|it| it.ends_with(&call)),
                "{call}: {made:#?}"
            );
        }
    }
}

#[tokio::test]
async fn a_reload_and_a_later_visit_find_the_same_account() {
    let world = World::new().await;
    let one = world.settled("books", Zone::default()).await;
    let mut earlier = Earlier::of(&one);
    let first = framed(&one).unwrap();
    let user = world.user().await;
    drop(one);
    for _ in 0..2 {
        let mut again = world.widget("books", Zone::default(), Some(&earlier));
        again.until("the frame", |it| framed(it).is_some()).await;
        // A link of its own: the first may be used up, or late.
        let link = framed(&again).unwrap();
        assert_ne!(link, first);
        world.signed_in(&link).await;
        assert_eq!(world.user().await, user);
        earlier.session = None;
    }
    let mut other = world.widget("books", Zone::default(), None);
    other.until("the frame", |it| framed(it).is_some()).await;
    assert_eq!(world.users().await.len(), 2);
}

#[tokio::test]
async fn whose_account_has_expired_is_told_and_can_come_back_once_it_is_renewed() {
    let world = World::new().await;
    let mut one = world.settled("books", Zone::default()).await;
    let earlier = Earlier::of(&one);
    let user = world.user().await;
    let (place, cookie) = world.signed_in(&framed(&one).unwrap()).await;
    let update = format!("PUT /users/{user}");
    let ended = json!({ "accountExpiresAt": "2020-01-01T00:00:00.000Z" });
    world.ask(&update, ended).await.expect(200);

    // The frame says so at its next request, and its link opens nothing any more.
    let page = world.page(&place, &cookie).await.expect(401);
    assert!(page.text.contains("You are not signed in") || page.text.contains("access has ended"));
    let refused = world.entered(&framed(&one).unwrap()).await.expect(403);
    assert!(
        refused.text.contains("Your access has ended"),
        "{}",
        refused.text
    );
    // What stands beside it stays, and its figures are still told.
    one.act(Verb::Vendor(VendorCommand::Panels));
    let figures = |it: &Driver<VendorDialect>| {
        it.saw(|event| matches!(event, Event::Vendor(VendorEvent::Panel(panel)) if panel.id == "today"))
    };
    one.until("figures", |it| figures(it) == 2).await;
    assert_eq!(failures(&one), []);
    drop(one);

    // Whoever comes now is not let in, and is told why.
    let mut again = world.widget("books", Zone::default(), Some(&earlier));
    again
        .until("a refusal", |it| !failures(it).is_empty())
        .await;
    assert_eq!(failures(&again), [Failure::Refused]);
    assert_eq!(framed(&again), None);
    drop(again);

    let renewed = json!({ "accountExpiresAt": null });
    world.ask(&update, renewed).await.expect(200);
    let mut back = world.widget("books", Zone::default(), Some(&earlier));
    back.until("the frame", |it| framed(it).is_some()).await;
    assert_eq!(world.user().await, user);
    drop(world.widgets);
}

#[tokio::test]
async fn whose_account_was_removed_has_a_new_one_with_nothing_of_the_old() {
    let world = World::new().await;
    let one = world.settled("books", Zone::default()).await;
    let earlier = Earlier::of(&one);
    let user = world.user().await;
    let (place, cookie) = world.signed_in(&framed(&one).unwrap()).await;
    let page = world.page(&place, &cookie).await.expect(200);
    let lesson = world.lesson(&page).await;
    lesson.quiet().await;
    lesson.turn("turn-0001", "say CANARY").await;
    lesson.quiet().await;
    world
        .ask(&format!("DELETE /users/{user}"), Value::Null)
        .await
        .expect(200);
    world.page(&place, &cookie).await.expect(401);
    let refused = world.entered(&framed(&one).unwrap()).await.expect(401);
    assert!(refused.text.contains("not valid"), "{}", refused.text);
    drop(one);

    let mut again = world.widget("books", Zone::default(), Some(&earlier));
    again.until("the frame", |it| framed(it).is_some()).await;
    world.signed_in(&framed(&again).unwrap()).await;
    again
        .until("the list", |it| conversations(it).is_some())
        .await;
    assert_eq!(conversations(&again), Some(&[][..]));
}

#[tokio::test]
async fn a_school_that_fails_can_be_tried_again_and_tells_everything_then() {
    // What a school that asks for a pause does to everybody, the relay's tests say.
    let cases = [
        (500, Failure::Unreachable),
        (502, Failure::Unreachable),
        (503, Failure::Busy { retry_after: None }),
    ];
    for (status, expected) in cases {
        let world = World::new().await;
        // The account stands; then the school fails.
        let earlier = Earlier::of(&world.settled("books", Zone::default()).await);
        world.ill.store(status, Ordering::Relaxed);
        let mut one = world.widget("books", Zone::default(), Some(&earlier));
        one.until("a failure", |it| !failures(it).is_empty()).await;
        let failed = failures(&one).remove(0);
        assert_eq!(
            std::mem::discriminant(&failed),
            std::mem::discriminant(&expected),
            "{status}: {failed:?}"
        );
        assert_ne!(failed.retry(), Retry::Never, "{status}");
        let lost = |event: &Event| matches!(event, Event::Link(Link::Lost { .. }));
        assert!(one.saw(lost) > 0, "{status}: {:?}", one.events);
        assert_eq!(framed(&one), None);

        world.ill.store(0, Ordering::Relaxed);
        one.act(Verb::RetryNow);
        one.until("the frame", |it| framed(it).is_some()).await;
        assert_eq!(one.saw(|it| matches!(it, Event::Link(Link::Restored))), 1);
        world.signed_in(&framed(&one).unwrap()).await;
        for id in ["settings", "today", "month", "week"] {
            one.until("what stands beside it", |it| panel(it, id).is_some())
                .await;
        }
        one.until("the list", |it| conversations(it).is_some())
            .await;
    }
}
