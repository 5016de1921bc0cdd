//! The widget's machines for Agentok and AG-UI against this server's answers to those APIs. The relay
//! between them is played by a few lines, which put the key in: what is shown is that the two sides
//! agree.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Uri};
use axum::response::Response;
use tower::ServiceExt as _;
use vivavoce_core::dialect::vendor::agentok::Agentok;
use vivavoce_core::dialect::vendor::agui::AgUi;
use vivavoce_core::dialect::vendor::{VendorDialect, VendorEvent};
use vivavoce_core::dialect::{Event, Open, Resume, Verb};
use vivavoce_core::transcript::EntryId;
use vivavoce_engine::keys::{self, Wanted};
use vivavoce_engine::settings::Rate;
use vivavoce_engine::store::Database;
use vivavoce_protocol::wire::{BackendFacts, CreateSession};
use vivavoce_server::{settings::BackendDialect, settings::BackendSettings, settings::Settings};

use crate::driver::{Driver, Network};
use crate::site::{ACCOUNT, Site, limits, scenario, site_in};

#[derive(Clone)]
struct Front {
    own: Router,
    key: String,
    /// What a call of the backend begins with here.
    base: &'static str,
}

/// What the relay does: calls of the backend go on with its key, all others are our own server's.
async fn relayed(State(front): State<Front>, mut request: Request) -> Response {
    let path = request.uri().to_string();
    if let Some(rest) = path.strip_prefix("/relay/shop") {
        let path = [front.base, rest].concat();
        *request.uri_mut() = path.parse::<Uri>().unwrap();
        let headers = request.headers_mut();
        headers.remove("authorization");
        headers.insert("x-api-key", HeaderValue::try_from(front.key).unwrap());
    }
    front.own.oneshot(request).await.unwrap()
}

struct World {
    site: Site,
    network: Network,
    dialect: BackendDialect,
}

impl World {
    async fn new(dialect: BackendDialect, base: &'static str) -> World {
        let much = Rate {
            burst: 10_000,
            per_minute: 10_000,
        };
        let mut limits = limits();
        limits.sessions_per_address = much;
        limits.turns_per_address = much;
        let mut settings = Settings {
            engine: vivavoce_engine::Settings {
                limits,
                ..vivavoce_engine::Settings::default()
            },
            ..Settings::default()
        };
        let shop = BackendSettings {
            dialect,
            url: "https://api.example.com".to_owned(),
            secret: None,
            terms: Default::default(),
            title: None,
            description: None,
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
        site.put(scenario("support")).await;
        let wanted = Wanted {
            kind: vivavoce_agentok::KEY,
            ..Wanted::default()
        };
        let now = site.app.clock.now();
        let key = keys::create(&site.app.store, ACCOUNT, wanted, now).await;
        let front = Front {
            own: site.router.clone(),
            key: key.unwrap().key,
            base,
        };
        let router = Router::new().fallback(relayed).with_state(front);
        World {
            site,
            network: Arc::new(Mutex::new(Some(router))),
            dialect,
        }
    }

    fn widget(
        &self,
        machine: VendorDialect,
        kept: Option<(&str, Resume)>,
    ) -> Driver<VendorDialect> {
        let mut driver = Driver::speaking(machine, self.network.clone(), 11);
        let (kept, resume) = kept.unzip();
        driver.act(Verb::Open(Box::new(Open {
            create: CreateSession {
                scenario_id: "support".to_owned(),
                style: "full".to_owned(),
                backend: Some("shop".to_owned()),
                ..CreateSession::default()
            },
            backend: BackendFacts {
                name: "shop".to_owned(),
                dialect: self.dialect.as_str().to_owned(),
                ..BackendFacts::default()
            },
            kept: kept.map(str::to_owned),
            resume,
            ..Open::default()
        })));
        driver
    }
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

/// The newest question, while it is asked.
fn asked(driver: &Driver<VendorDialect>) -> Option<String> {
    let prompts = told(driver).filter_map(|told| match told {
        VendorEvent::Prompt(prompt) => Some(prompt.as_ref().map(|it| it.text.clone())),
        _ => None,
    });
    prompts.last().flatten()
}

/// What a reload of the page has: what was kept, and the session.
fn left(driver: &Driver<VendorDialect>) -> (String, Resume) {
    let kept = told(driver).filter_map(|told| match told {
        VendorEvent::Keep(text) => Some(text.clone()),
        _ => None,
    });
    let session = driver.events.iter().find_map(|event| match event {
        Event::Connected { session, .. } => Some(Resume {
            session_id: session.session_id.clone(),
            session_token: session.session_token.clone(),
        }),
        _ => None,
    });
    (kept.last().unwrap(), session.unwrap())
}

/// Three turns, a tool, a question that waits, stopping, failing, and a reload.
async fn check(dialect: BackendDialect, base: &'static str, machine: fn() -> VendorDialect) {
    let world = World::new(dialect, base).await;
    let mut one = world.widget(machine(), None);
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
    assert!(!shown.contains("__STATUS"), "{shown}");
    let tools =
        |event: &Event| matches!(event, Event::ToolResult { content, .. } if content == "found");
    assert_eq!(one.saw(tools), 1, "{:#?}", one.events);

    // The agent waits for an answer, and goes on with it.
    one.send("e4", "ask Shall I?");
    one.until("a question", |it| asked(it).as_deref() == Some("Shall I?"))
        .await;
    one.send("e5", "say then");
    one.until("the answer's reply", |it| it.told().contains("Agent: then"))
        .await;
    assert_eq!(asked(&one), None);
    one.until("its end", |it| finished(it) == 5).await;

    // Stopping reaches the agent, and a failure the visitor.
    one.send("e6", "hang half a");
    // Agentok's words come only whole.
    let is_begun =
        |event: &Event| matches!(event, Event::RunStarted { run } if run.as_str() == "e6");
    one.until("the run", |it| it.saw(is_begun) == 1).await;
    let is_sent = |event: &Event| {
        matches!(event, Event::Delivery { entry, delivery } if entry.as_str() == "e6"
            && *delivery == vivavoce_core::dialect::Delivery::Sent)
    };
    one.until("its arrival", |it| it.saw(is_sent) == 1).await;
    one.act(Verb::Cancel);
    one.until("the end of it", |it| {
        it.saw(|event| {
            matches!(
                event,
                Event::RunFinished {
                    cancelled: true,
                    ..
                }
            )
        }) == 1
    })
    .await;
    one.send("e7", "fail so far");
    one.until("a failure", |it| {
        it.saw(|event| matches!(event, Event::RunFailed { .. })) == 1
    })
    .await;
    one.send("e8", "say again");
    one.until("a reply", |it| it.told().contains("Agent: again"))
        .await;

    // The agent's end is a session's, not the conversation's.
    one.send("e8b", "bye");
    one.until("the end", |it| it.told().contains("Agent: Goodbye."))
        .await;
    one.send("e8c", "say still here");
    one.until("a reply", |it| it.told().contains("Agent: still here"))
        .await;

    // A reload shows what was said, and goes on.
    let (kept, resume) = left(&one);
    drop(one);
    let mut two = world.widget(machine(), Some((&kept, resume)));
    two.until("what was said", |it| it.told().contains("Agent: two two"))
        .await;
    two.send("e9", "say nine");
    two.until("a reply", |it| it.told().contains("Agent: nine"))
        .await;
    assert!(two.transcript.get(&EntryId::from("e9")).is_some());
    drop(world.site);
}

#[tokio::test]
async fn our_agentok_machine_talks_to_our_server() {
    check(
        BackendDialect::Agentok,
        "",
        VendorDialect::speaking::<Agentok>,
    )
    .await;
}

#[tokio::test]
async fn our_ag_ui_machine_talks_to_our_server() {
    check(
        BackendDialect::AgUi,
        "/ag-ui",
        VendorDialect::speaking::<AgUi>,
    )
    .await;
}
