//! The widget's own Totebot machine against this server's answer to that API. The relay between
//! them is played by a few lines, which put the key in: what is shown is that the two sides agree.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;
use serde_json::json;
use tower::ServiceExt as _;
use vivavoce_core::dialect::vendor::totebot::Totebot;
use vivavoce_core::dialect::vendor::{Rating, VendorCommand, VendorDialect, VendorEvent};
use vivavoce_core::dialect::{Event, Open, Verb};
use vivavoce_core::transcript::EntryId;
use vivavoce_engine::keys::{self, Wanted};
use vivavoce_engine::store::Database;
use vivavoce_engine::{settings::Limits, settings::Rate};
use vivavoce_protocol::wire::{BackendFacts, CreateSession, User};
use vivavoce_server::{settings::BackendDialect, settings::BackendSettings, settings::Settings};

use crate::driver::{Driver, Network};
use crate::site::{ACCOUNT, Site, limits, scenario, site_in};

struct World {
    site: Site,
    scenario_id: String,
    network: Network,
}

impl World {
    async fn new() -> World {
        let much = Rate {
            burst: 10_000,
            per_minute: 10_000,
        };
        let mut settings = Settings {
            engine: vivavoce_engine::Settings {
                limits: Limits {
                    sessions_per_address: much,
                    ..limits()
                },
                ..vivavoce_engine::Settings::default()
            },
            ..Settings::default()
        };
        let shop = BackendSettings {
            dialect: BackendDialect::Totebot,
            url: "https://api.totebot.example".to_owned(),
            secret: None,
            title: None,
            description: None,
            terms: Default::default(),
            generation: 2,
            state_path: None,
            show: Vec::new(),
            direct: false,
            organization: None,
            provider: None,
            frame: None,
            scenarios: Vec::new(),
            requests_per_minute: None,
            concurrent: 8,
            concurrent_lasting: 100,
        };
        settings.backends.insert("shop".to_owned(), shop);
        let site = site_in(&Database::Memory, settings).await;
        let play = site.put(scenario("support")).await;
        let wanted = Wanted {
            kind: vivavoce_totebot::KEY,
            scope: json!({ "scenario_id": play.id }),
            ..Wanted::default()
        };
        let now = site.app.clock.now();
        let key = keys::create(&site.app.store, ACCOUNT, wanted, now).await;
        let key = key.unwrap().key;
        let front = Router::new()
            .fallback(relayed)
            .with_state((site.router.clone(), key));
        World {
            site,
            scenario_id: play.id,
            network: Arc::new(Mutex::new(Some(front))),
        }
    }

    fn widget(&self, kept: Option<&str>) -> Driver<VendorDialect> {
        let machine = VendorDialect::speaking::<Totebot>();
        let mut driver = Driver::speaking(machine, self.network.clone(), 11);
        driver.act(Verb::Open(Box::new(Open {
            create: CreateSession {
                scenario_id: "support".to_owned(),
                style: "full".to_owned(),
                backend: Some("shop".to_owned()),
                user: User {
                    name: "Ann".to_owned(),
                    email: "ann@example.com".to_owned(),
                },
                variables: [("who".to_owned(), "a nurse".to_owned())].into(),
                ..CreateSession::default()
            },
            backend: BackendFacts {
                name: "shop".to_owned(),
                dialect: "totebot".to_owned(),
                ..BackendFacts::default()
            },
            kept: kept.map(str::to_owned),
            seed: "0123456789abcdef0123456789abcdef".to_owned(),
            ..Open::default()
        })));
        driver
    }
}

/// What the relay does: calls of the backend go on with its key, all others are our own server's.
async fn relayed(State((own, key)): State<(Router, String)>, mut request: Request) -> Response {
    let path = request.uri().to_string();
    if let Some(rest) = path.strip_prefix("/relay/shop") {
        *request.uri_mut() = rest.parse::<Uri>().unwrap();
        let bearer = HeaderValue::try_from(format!("Bearer {key}")).unwrap();
        request.headers_mut().insert(header::AUTHORIZATION, bearer);
    }
    own.oneshot(request).await.unwrap()
}

fn told(driver: &Driver<VendorDialect>) -> impl Iterator<Item = &VendorEvent> {
    driver.events.iter().filter_map(|event| match event {
        Event::Vendor(told) => Some(told),
        _ => None,
    })
}

fn finished(driver: &Driver<VendorDialect>) -> usize {
    driver.saw(|event| matches!(event, Event::RunFinished { .. }))
}

#[tokio::test]
async fn our_machine_talks_to_our_server() {
    let world = World::new().await;
    let mut one = world.widget(None);
    one.until("who answers", |it| {
        told(it).any(|told| matches!(told, VendorEvent::Agent(facts) if facts.name == "Practice"))
    })
    .await;
    for (count, entry, text) in [
        (1, "e1", "say one and only"),
        (2, "e2", "drip two two"),
        (3, "e3", "tool"),
    ] {
        one.send(entry, text);
        one.until("a reply", |it| finished(it) == count).await;
    }
    let shown = one.told();
    for line in [
        "Visitor: say one and only",
        "Agent: one and only",
        "Agent: two two",
        "Found it.",
    ] {
        assert!(shown.contains(line), "{shown}");
    }
    let is_tool = |event: &Event| matches!(event, Event::ToolStarted { .. });
    assert!(one.saw(is_tool) > 0, "{:#?}", one.events);

    // A thumb reaches the message it was meant for.
    let rateable = told(&one).find_map(|told| match told {
        VendorEvent::Rating { entry, .. } => Some(entry.clone()),
        _ => None,
    });
    one.act(Verb::Vendor(VendorCommand::Rate {
        entry: rateable.unwrap(),
        rating: Rating::Negative,
    }));
    let patched = |it: &Driver<VendorDialect>| {
        let statuses = it.statuses.lock().unwrap();
        statuses
            .iter()
            .any(|(line, status)| line.starts_with("PATCH ") && *status == 200)
    };
    one.until("the thumb", patched).await;

    // One conversation, whose visitor is known by name.
    let filter = vivavoce_engine::store::ConversationFilter {
        scenario_id: world.scenario_id.clone(),
        source: Some("API".to_owned()),
        ..Default::default()
    };
    let store = &world.site.app.store;
    let (conversations, total) = store.conversations(&filter, 10, 0).await.unwrap();
    assert_eq!(total, 1);
    let session = &conversations[0].session;
    assert_eq!(session.user.email, "ann@example.com");
    assert_eq!(session.variables["who"], "a nurse");
    let feedback = store.feedback(&session.id).await.unwrap();
    assert_eq!(feedback.values().collect::<Vec<_>>(), ["NEGATIVE"]);

    // A reload goes on in it, with what was said.
    let kept = told(&one).filter_map(|told| match told {
        VendorEvent::Keep(text) => Some(text.clone()),
        _ => None,
    });
    let kept = kept.last().unwrap();
    drop(one);
    let mut again = world.widget(Some(&kept));
    again.act(Verb::Vendor(VendorCommand::Open {
        conversation: session.id.clone(),
    }));
    again
        .until("what was said", |it| it.told().contains("Agent: two two"))
        .await;
    again.send("e4", "say four");
    again
        .until("the fourth reply", |it| it.told().contains("Agent: four"))
        .await;
    let (_, total) = store.conversations(&filter, 10, 0).await.unwrap();
    assert_eq!(total, 1);
}

#[tokio::test]
async fn stopping_and_failing_are_told_to_our_machine() {
    let world = World::new().await;
    let mut one = world.widget(None);
    one.send("e1", "hang half a");
    one.until("the first words", |it| it.told().contains("half a"))
        .await;
    one.act(Verb::Cancel);
    one.send("e2", "fail so far");
    one.until("a failure", |it| {
        it.saw(|event| matches!(event, Event::RunFailed { .. })) > 0
    })
    .await;
    // The stopped reply ended on the server, too, or nothing could have followed it.
    one.send("e3", "say again");
    one.until("a reply", |it| it.told().contains("Agent: again"))
        .await;
    let entry = EntryId::from("e3");
    let is_sent =
        |event: &Event| matches!(event, Event::Delivery { entry: it, .. } if *it == entry);
    assert!(one.saw(is_sent) > 0);
}
