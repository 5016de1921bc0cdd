//! What conversations with other systems show, whoever is behind them.

use std::cell::Cell;
use std::future::{pending, ready};

use leptos::prelude::*;
use vivavoce::browser::coming::{Coming, Missing};
use vivavoce::browser::storage;
use vivavoce::browser::timer::sleep;
use vivavoce::session::Page;
use vivavoce::session::parts::{Loaders, System};
use vivavoce_core::dialect::vendor::{
    Activity, AgentFacts, Attachment, Card, ConversationFacts, Field, FieldKind, Panel, Prompt,
    Rating, Status, VendorEvent,
};
use vivavoce_core::dialect::{Event, Speaker};
use vivavoce_core::failure::Failure;
use vivavoce_core::phase::Phase;
use vivavoce_core::wire::{BackendFacts, Choice};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::network::{self, settle};
use crate::session::{CREATED, Stage, go_live, newest, open_page};
use crate::view::Shown;

fn page() -> Page {
    let mut page = open_page("?promptUserInfo=false&backend=shop");
    page.config.deployment.image_hosts = vec!["cdn.example".to_owned()];
    page.config.deployment.backends = vec![BackendFacts {
        name: "shop".to_owned(),
        dialect: "totebot".to_owned(),
        ..BackendFacts::default()
    }];
    page
}

thread_local! {
    /// What the vendor's part does when it is asked for.
    static COMES: Cell<Option<Result<(), Missing>>> = const { Cell::new(None) };
}

/// A stage whose vendor's part does what [`COMES`] says: comes, does not, or is awaited (`None`).
fn staged() -> Stage {
    let loaders = vivavoce::start::loaders();
    let system = |dialect: &str| {
        Some(match COMES.get() {
            Some(Ok(())) => return (vivavoce::start::loaders().system)(dialect),
            Some(Err(missing)) => Box::pin(ready(Err(missing))) as Coming<&'static System>,
            None => Box::pin(pending()),
        })
    };
    Stage::with(page(), Loaders { system, ..loaders })
}

#[wasm_bindgen_test]
async fn a_vendor_that_does_not_come_is_out_of_reach_until_it_does() {
    for (missing, failure) in [
        (Missing::Unreachable, Failure::Unreachable),
        (Missing::Gone, Failure::Unreachable),
        (Missing::Offline, Failure::Offline),
    ] {
        COMES.set(Some(Err(missing)));
        let stage = staged();
        stage.session.draft().set("half a thou".to_owned());
        stage.session.start();
        assert_eq!(stage.phase(), Phase::Connecting);
        settle().await;
        assert_eq!(stage.phase(), Phase::Failed);
        assert_eq!(stage.session.failure().get_untracked(), Some(failure));
        assert_eq!(network::count(), 0, "no session was created");
        assert!(stage.session.slots().with_untracked(Option::is_none));

        if missing == Missing::Gone {
            // Retry would load these tests anew.
            continue;
        }
        COMES.set(Some(Ok(())));
        stage.session.retry();
        go_on(&stage).await;
        assert!(stage.session.slots().with_untracked(Option::is_some));
        assert_eq!(stage.session.draft().get_untracked(), "half a thou");
    }
}

#[wasm_bindgen_test]
async fn a_start_can_be_taken_back_while_the_vendor_is_awaited() {
    COMES.set(None);
    let stage = staged();
    stage.session.start();
    settle().await;
    assert_eq!(stage.phase(), Phase::Connecting);
    stage.session.end();
    assert_eq!(stage.phase(), Phase::Ready);
    assert_eq!(network::count(), 0);
    COMES.set(Some(Ok(())));
    stage.session.start();
    go_on(&stage).await;
}

/// From connecting to live.
async fn go_on(stage: &Stage) {
    settle().await;
    assert_eq!(stage.phase(), Phase::Connecting);
    let json = r#"{"content-type":"application/json"}"#;
    network::answer(newest("POST /api/embed/sessions "), 201, json, CREATED);
    settle().await;
    assert_eq!(stage.phase(), Phase::Live);
}

async fn live() -> Shown {
    let shown = Shown::new(page()).await;
    go_live(&shown.stage).await;
    settle().await;
    shown
}

async fn hear(shown: &Shown, events: Vec<Event>) {
    shown.stage.session.hear(events);
    // A painted frame, also of a busy machine.
    sleep(150).await;
}

async fn tell(shown: &Shown, told: Vec<VendorEvent>) {
    hear(shown, told.into_iter().map(Event::Vendor).collect()).await;
}

fn said(entry: &str, speaker: Speaker, text: &str) -> Vec<Event> {
    vec![
        Event::MessageStarted {
            entry: entry.into(),
            speaker,
            at: 1_700_000_000_000.0,
        },
        Event::MessageDelta {
            entry: entry.into(),
            text: text.to_owned(),
        },
        Event::MessageEnded {
            entry: entry.into(),
        },
    ]
}

fn attached(entry: &str, attachment: Attachment) -> VendorEvent {
    VendorEvent::Attached {
        entry: entry.into(),
        attachment,
    }
}

fn choice(id: &str, text: &str) -> Choice {
    Choice {
        id: id.to_owned(),
        text: text.to_owned(),
        url: None,
    }
}

#[wasm_bindgen_test]
async fn the_dialect_is_the_backends_and_its_session_names_it() {
    let shown = Shown::new(page()).await;
    shown.stage.session.start();
    settle().await;
    let call = newest("POST /api/embed/sessions ");
    assert!(
        network::line(call).contains(r#""backend":"shop""#),
        "{}",
        network::line(call)
    );
    go_on_as(&shown, call).await;
    let relayed = network::line(newest("GET /relay/shop/v1/agent"));
    assert!(relayed.starts_with("GET /relay/shop/"), "{relayed}");
}

async fn go_on_as(shown: &Shown, call: u32) {
    let created = r#"{"session_id":"5e55105e55105e55105e5510","session_token":"tok","visitor":"who-i-am","last_seq":1,"started_at":1}"#;
    network::answer(call, 201, r#"{"content-type":"application/json"}"#, created);
    settle().await;
    assert_eq!(
        shown.main.get_attribute("data-phase").as_deref(),
        Some("live")
    );
    assert_eq!(
        storage::device_get("vivavoce:visitor:shop").as_deref(),
        Some("who-i-am")
    );
}

#[wasm_bindgen_test]
async fn pictures_come_from_allowed_hosts_only_and_nothing_leads_to_a_script() {
    let shown = live().await;
    hear(&shown, said("a", Speaker::Agent, "")).await;
    let image = |url: &str| Attachment::Image {
        url: url.to_owned(),
        caption: "A mug".to_owned(),
    };
    let file = |url: &str| Attachment::File {
        url: url.to_owned(),
        name: "Terms".to_owned(),
    };
    tell(
        &shown,
        vec![
            attached("a", image("https://cdn.example/a.png")),
            attached("a", image("https://elsewhere.example/b.png")),
            attached("a", image("javascript:alert(1)")),
            attached("a", file("https://elsewhere.example/c.pdf")),
            attached("a", file("data:text/html,x")),
            attached(
                "a",
                Attachment::Audio {
                    url: "https://cdn.example/d.mp3".to_owned(),
                    name: String::new(),
                },
            ),
        ],
    )
    .await;
    assert_eq!(shown.count("[data-entry=a] img"), 1);
    assert_eq!(
        shown.attribute("[data-entry=a] img", "src").as_deref(),
        Some("https://cdn.example/a.png")
    );
    assert_eq!(shown.count("[data-entry=a] audio"), 1);
    assert_eq!(shown.count("[data-entry=a] a"), 2);
    for link in ["b.png", "c.pdf"] {
        let rel = shown.attribute(
            &format!("a[href='https://elsewhere.example/{link}']"),
            "rel",
        );
        assert_eq!(rel.as_deref(), Some("noopener noreferrer nofollow ugc"));
    }
    assert!(!shown.main.inner_html().contains("javascript:"));
    assert!(!shown.main.inner_html().contains("data:text"));
    // The message has no text, and is there all the same.
    assert_eq!(
        shown.attribute("[data-entry=a]", "class").as_deref(),
        Some("entry")
    );
}

#[wasm_bindgen_test]
async fn cards_stand_in_one_row_that_the_keyboard_reaches() {
    let shown = live().await;
    hear(&shown, said("a", Speaker::Agent, "Have a look.")).await;
    let card = |title: &str, button| {
        attached(
            "a",
            Attachment::Card(Card {
                title: title.to_owned(),
                description: "Red".to_owned(),
                image: None,
                button,
            }),
        )
    };
    let hostile = Choice {
        url: Some("javascript:alert(1)".to_owned()),
        ..choice("x", "Buy")
    };
    tell(
        &shown,
        vec![
            card("Mug", Some(choice("mug", "Take it"))),
            card("Cup", Some(hostile)),
        ],
    )
    .await;
    assert_eq!(shown.count(".cards"), 1);
    assert_eq!(shown.count(".cards .card"), 2);
    assert_eq!(shown.attribute(".cards", "tabindex").as_deref(), Some("0"));
    assert_eq!(shown.attribute(".cards", "role").as_deref(), Some("group"));
    assert_eq!(shown.count(".cards [data-control=choice]"), 1);
    shown.get(".cards [data-control=choice]").click();
    settle().await;
    assert!(
        shown.stage.said().ends_with("Visitor: Take it"),
        "{}",
        shown.stage.said()
    );
}

#[wasm_bindgen_test]
async fn who_speaks_to_whom_is_told_to_eye_and_ear() {
    let shown = live().await;
    hear(&shown, said("a", Speaker::Agent, "On it.")).await;
    tell(
        &shown,
        vec![VendorEvent::Author {
            entry: "a".into(),
            from: "Planner".to_owned(),
            to: Some("Coder".to_owned()),
        }],
    )
    .await;
    assert_eq!(
        shown
            .get("[data-entry=a] .author .unseen")
            .text_content()
            .as_deref(),
        Some("Planner to Coder")
    );
    assert_eq!(shown.count("[data-entry=a] .author [aria-hidden=true]"), 3);
}

#[wasm_bindgen_test]
async fn each_kind_of_activity_reads_as_what_it_is() {
    for (kind, name, running, over) in [
        (Activity::Tool, "search", "Using search", "Used search"),
        (
            Activity::Action,
            "refund",
            "Working on refund",
            "Done: refund",
        ),
        (Activity::Step, "Plan", "Plan", "Plan"),
        (
            Activity::Reasoning,
            "",
            "Thinking it through…",
            "Thought it through",
        ),
        (
            Activity::State,
            "",
            "What the agent keeps in mind",
            "What the agent keeps in mind",
        ),
        (Activity::Summary, "", "Summary", "Summary"),
        (Activity::Notice, "It rang.", "It rang.", "It rang."),
        (
            Activity::HandOver,
            "Ann joined.",
            "Ann joined.",
            "Ann joined.",
        ),
    ] {
        let shown = live().await;
        let start = Event::ToolStarted {
            entry: "t".into(),
            name: name.to_owned(),
            kind,
            at: 1.0,
        };
        hear(&shown, vec![start]).await;
        let line = || {
            shown
                .get("[data-entry=t]")
                .query_selector("summary, .told")
                .unwrap()
                .unwrap()
        };
        assert_eq!(line().text_content().as_deref(), Some(running), "{kind:?}");
        hear(
            &shown,
            vec![
                Event::ToolInput {
                    entry: "t".into(),
                    delta: "{\"q\":1}".to_owned(),
                },
                Event::ToolEnded { entry: "t".into() },
            ],
        )
        .await;
        assert_eq!(line().text_content().as_deref(), Some(over), "{kind:?}");
        let opens = !matches!(kind, Activity::Notice | Activity::HandOver);
        assert_eq!(
            shown.count("[data-entry=t] details") == 1,
            opens,
            "{kind:?}"
        );
    }
}

#[wasm_bindgen_test]
async fn an_activity_with_nothing_behind_it_does_not_open() {
    let shown = live().await;
    hear(
        &shown,
        vec![
            Event::ToolStarted {
                entry: "t".into(),
                name: "Plan".to_owned(),
                kind: Activity::Tool,
                at: 1.0,
            },
            Event::ToolEnded { entry: "t".into() },
        ],
    )
    .await;
    shown.get("[data-entry=t] summary").click();
    settle().await;
    assert_eq!(shown.attribute("[data-entry=t] details", "open"), None);
}

#[wasm_bindgen_test]
async fn a_prompt_is_answered_by_its_buttons_or_the_composer_though_a_run_is_open() {
    let shown = live().await;
    let run = "r".into();
    hear(&shown, vec![Event::RunStarted { run }]).await;
    assert_eq!(shown.count("[data-control=cancel]"), 1);
    tell(
        &shown,
        vec![VendorEvent::Prompt(Some(Prompt {
            text: "Shall I book it?".to_owned(),
            choices: vec![choice("yes", "Yes"), choice("\n", "\n")],
            closed: false,
        }))],
    )
    .await;
    assert_eq!(shown.text(".question"), "Shall I book it?");
    assert_eq!(shown.count("[data-control=answer]"), 2);
    assert_eq!(shown.count("[data-control=cancel]"), 0);
    shown.fill("message", "No, wait");
    settle().await;
    shown.control("send").click();
    settle().await;
    assert!(
        shown.stage.said().ends_with("Visitor: No, wait"),
        "{}",
        shown.stage.said()
    );
    tell(&shown, vec![VendorEvent::Prompt(None)]).await;
    assert_eq!(shown.count(".prompt"), 0);
    assert_eq!(shown.count("[data-control=cancel]"), 1);
}

#[wasm_bindgen_test]
async fn a_closed_composer_says_why_and_takes_nothing_but_buttons() {
    let closed = VendorEvent::Prompt(Some(Prompt {
        text: "Which one?".to_owned(),
        choices: vec![choice("a", "This")],
        closed: true,
    }));
    for told in [closed, VendorEvent::Composer { open: false }] {
        let shown = live().await;
        let mut events = said("a", Speaker::Agent, "Which one?");
        events.push(Event::Offered {
            entry: "a".into(),
            choices: vec![choice("a", "This")],
        });
        hear(&shown, events).await;
        tell(&shown, vec![told]).await;
        let field = "[data-control=message]";
        assert!(shown.attribute(field, "readonly").is_some());
        assert_eq!(
            shown.attribute(field, "aria-description").as_deref(),
            Some("Choose an answer")
        );
        shown.fill("message", "Neither");
        settle().await;
        shown.control("send").click();
        settle().await;
        assert_eq!(shown.stage.said(), "Agent: Which one?");
        shown.control("choice").click();
        settle().await;
        assert_eq!(shown.stage.said(), "Agent: Which one?\nVisitor: This");
        tell(
            &shown,
            vec![
                VendorEvent::Prompt(None),
                VendorEvent::Composer { open: true },
            ],
        )
        .await;
        assert_eq!(shown.attribute(field, "readonly"), None);
    }
}

#[wasm_bindgen_test]
async fn how_far_a_message_got_is_a_word_too() {
    let shown = live().await;
    hear(&shown, said("v", Speaker::Visitor, "Hello")).await;
    for (status, word) in [
        (Status::Sent, "Sent"),
        (Status::Delivered, "Delivered"),
        (Status::Read, "Read"),
        (Status::NotSent, "Not delivered"),
    ] {
        let entry = "v".into();
        tell(&shown, vec![VendorEvent::Status { entry, status }]).await;
        let ticks = shown.get("[data-entry=v] .ticks").text_content();
        assert_eq!(ticks.as_deref(), Some(word));
    }
}

#[wasm_bindgen_test]
async fn thumbs_are_there_where_the_vendor_takes_them_and_say_which_is_pressed() {
    let shown = live().await;
    hear(&shown, said("a", Speaker::Agent, "Yes.")).await;
    assert_eq!(shown.count(".thumb"), 0);
    let rating = |rating| VendorEvent::Rating {
        entry: "a".into(),
        rating,
    };
    tell(&shown, vec![rating(None)]).await;
    let pressed = |control: &str| {
        let pressed = shown.control(control).get_attribute("aria-pressed");
        pressed.as_deref() == Some("true")
    };
    assert!(!pressed("good") && !pressed("bad"));
    shown.control("good").click();
    settle().await;
    assert_eq!(shown.text("[role=status]"), "Thank you for your feedback.");
    tell(&shown, vec![rating(Some(Rating::Negative))]).await;
    assert!(!pressed("good") && pressed("bad"));
}

#[wasm_bindgen_test]
async fn the_header_says_who_answers() {
    let shown = live().await;
    assert_eq!(shown.count(".bar .detail"), 0);
    tell(
        &shown,
        vec![VendorEvent::Agent(AgentFacts {
            name: "Demo".to_owned(),
            detail: "small-model".to_owned(),
            avatar_url: None,
        })],
    )
    .await;
    assert_eq!(shown.text(".bar .detail"), "small-model");
    tell(&shown, vec![VendorEvent::Human(true)]).await;
    assert_eq!(shown.text(".state"), "A person answers now");
    assert_eq!(shown.text("[role=status]"), "A person answers now");
    tell(&shown, vec![VendorEvent::Human(false)]).await;
    assert_eq!(shown.text(".state"), "Your turn");
}

#[wasm_bindgen_test]
async fn conversations_are_behind_one_button_and_deleting_asks_first() {
    let shown = live().await;
    assert_eq!(shown.count("[data-control=conversations]"), 0);
    let facts = |id: &str, current, deletable| ConversationFacts {
        id: id.to_owned(),
        title: format!("About {id}"),
        at: 0.0,
        current,
        deletable,
    };
    let all = vec![facts("mugs", true, false), facts("cups", false, true)];
    tell(&shown, vec![VendorEvent::Conversations(all)]).await;
    shown.control("conversations").click();
    settle().await;
    assert_eq!(
        shown.attribute(".drawer", "aria-label").as_deref(),
        Some("Conversations")
    );
    assert_eq!(shown.count(".conversation"), 2);
    assert_eq!(
        shown.text(".conversation[aria-current=true] span"),
        "About mugs"
    );
    assert_eq!(shown.count("[data-control=delete]"), 1);
    shown.control("delete").click();
    settle().await;
    assert_eq!(shown.text(".sure p"), "Delete “About cups” for good?");
    shown.control("keep").click();
    settle().await;
    assert_eq!(shown.count(".sure"), 0);
    shown.control("close").click();
    settle().await;
    assert_eq!(shown.count(".drawer"), 0);
    assert_eq!(
        shown
            .attribute("[data-control=conversations]", "aria-expanded")
            .as_deref(),
        Some("false")
    );
}

#[wasm_bindgen_test]
async fn another_conversation_takes_the_place_of_all_that_was_said() {
    let shown = live().await;
    hear(&shown, said("a", Speaker::Agent, "Old")).await;
    let mut events = vec![Event::Anew];
    events.extend(said("b", Speaker::Agent, "New"));
    hear(&shown, events).await;
    assert_eq!(shown.stage.said(), "Agent: New");
    assert_eq!(shown.count("[data-entry]"), 1);
}

#[wasm_bindgen_test]
async fn a_panel_shows_figures_and_takes_settings() {
    let shown = live().await;
    let field = |id: &str, value: &str, kind| Field {
        id: id.to_owned(),
        label: id.to_owned(),
        value: value.to_owned(),
        kind,
    };
    tell(
        &shown,
        vec![VendorEvent::Panel(Panel {
            id: "settings".to_owned(),
            title: "Settings".to_owned(),
            place: 1,
            fields: vec![
                field("tutor", "Emma", FieldKind::Edit),
                field("speed", "3", FieldKind::Number { from: 1, to: 5 }),
                field("live", "true", FieldKind::Flag),
                field("words", "120", FieldKind::Text),
            ],
        })],
    )
    .await;
    shown.control("details").click();
    settle().await;
    assert_eq!(shown.text(".panel h3"), "Settings");
    assert_eq!(
        shown
            .attribute("[data-field=live]", "aria-checked")
            .as_deref(),
        Some("true")
    );
    assert_eq!(
        shown.attribute("[data-field=speed]", "max").as_deref(),
        Some("5")
    );
    assert!(shown.text(".panel").contains("120"));

    // What does not fit is not told; the field shows again what counts.
    for entered in ["9", "0", "fast"] {
        let speed = shown.get("[data-field=speed]");
        let speed = speed.unchecked_into::<web_sys::HtmlInputElement>();
        speed.set_value(entered);
        let change = web_sys::Event::new("change").unwrap();
        speed.dispatch_event(&change).unwrap();
        assert_eq!(speed.value(), "3", "{entered}");
    }
    // Panels stand in their own order, whichever comes first.
    let panel = |id: &str, place: u8| {
        VendorEvent::Panel(Panel {
            id: id.to_owned(),
            title: id.to_owned(),
            place,
            fields: vec![field("f", "1", FieldKind::Text)],
        })
    };
    tell(
        &shown,
        vec![panel("month", 4), panel("today", 2), panel("said", 0)],
    )
    .await;
    let titles = shown.text(".panels");
    let at = |title: &str| titles.find(title).unwrap();
    assert!(
        at("said") < at("Settings") && at("Settings") < at("today"),
        "{titles}"
    );
    assert!(at("today") < at("month"), "{titles}");
    // A field one is in stays while figures come in.
    let tutor = shown.get("[data-field=tutor]");
    let figures = VendorEvent::Panel(Panel {
        id: "today".to_owned(),
        title: "today".to_owned(),
        place: 2,
        fields: vec![field("f", "77", FieldKind::Text)],
    });
    tell(&shown, vec![figures]).await;
    assert!(shown.text(".panels").contains("77"));
    assert!(shown.get("[data-field=tutor]").is_same_node(Some(&tutor)));
    // So does the one whose panel says what counts now, and what is being entered beside it.
    let entering = tutor.clone().unchecked_into::<web_sys::HtmlInputElement>();
    entering.set_value("Jo");
    let settings = VendorEvent::Panel(Panel {
        id: "settings".to_owned(),
        title: "Settings".to_owned(),
        place: 1,
        fields: vec![
            field("tutor", "Emma", FieldKind::Edit),
            field("speed", "4", FieldKind::Number { from: 1, to: 5 }),
            field("live", "false", FieldKind::Flag),
            field("words", "121", FieldKind::Text),
        ],
    });
    tell(&shown, vec![settings]).await;
    let live = shown.attribute("[data-field=live]", "aria-checked");
    assert_eq!(live.as_deref(), Some("false"));
    assert!(shown.text(".panels").contains("121"));
    let speed = shown.get("[data-field=speed]");
    let speed = speed.unchecked_into::<web_sys::HtmlInputElement>();
    assert_eq!((speed.value(), entering.value()), ("4".into(), "Jo".into()));
    assert!(shown.get("[data-field=tutor]").is_same_node(Some(&tutor)));
}

#[wasm_bindgen_test]
async fn a_vendors_own_page_takes_the_conversations_place_in_a_strict_frame() {
    let shown = live().await;
    let framed = |url: &str| VendorEvent::Framed {
        url: url.to_owned(),
    };
    tell(&shown, vec![framed("javascript:alert(1)")]).await;
    assert_eq!(shown.count("iframe"), 0);
    // Never loaded: the sandboxed test page has no such host.
    tell(
        &shown,
        vec![framed(
            "https://school.invalid/authentication/partner/?token=t",
        )],
    )
    .await;
    assert_eq!(
        shown.attribute("iframe", "allow").as_deref(),
        Some("microphone; screen-wake-lock")
    );
    assert!(shown.attribute("iframe", "sandbox").is_some());
    assert_eq!(shown.count("[role=log]"), 0);
    assert!(shown.attribute(".foot", "hidden").is_some());
}

#[wasm_bindgen_test]
async fn what_a_vendor_kept_of_a_draft_fills_an_empty_composer_only() {
    let shown = live().await;
    tell(&shown, vec![VendorEvent::Draft("Where is my".to_owned())]).await;
    let draft = shown.stage.session.draft();
    use leptos::prelude::GetUntracked as _;
    assert_eq!(draft.get_untracked(), "Where is my");
    tell(
        &shown,
        vec![VendorEvent::Draft("Something else".to_owned())],
    )
    .await;
    assert_eq!(draft.get_untracked(), "Where is my");
}

#[wasm_bindgen_test]
async fn what_a_vendor_wants_kept_is_given_back_to_the_next_session() {
    let key = "vivavoce:kept:shop/demo";
    let shown = live().await;
    tell(&shown, vec![VendorEvent::Keep("c7".to_owned())]).await;
    assert_eq!(storage::device_get(key).as_deref(), Some("c7"));
}

#[wasm_bindgen_test]
async fn a_failed_reply_says_why_and_is_asked_for_again() {
    let shown = live().await;
    shown.fill("message", "Hello");
    settle().await;
    shown.control("send").click();
    settle().await;
    let call = newest("POST /relay/shop/v1/chat");
    let run = shown
        .attribute("[data-speaker=visitor]", "data-entry")
        .unwrap();
    let failed = |detail: &str| Event::RunFailed {
        run: run.as_str().into(),
        failure: Failure::Agent {
            detail: detail.to_owned(),
        },
        again: true,
    };
    hear(&shown, vec![failed("<b>Out of order</b>")]).await;
    let line = ".broken .undelivered";
    let told = shown.get(&format!("{line} [role=alert]")).inner_text();
    assert_eq!(told, "<b>Out of order</b>. Try again in a moment.");
    // What goes on leaves it behind.
    hear(&shown, said("a", Speaker::Agent, "Here I am.")).await;
    assert_eq!(shown.count(line), 0);
    hear(&shown, vec![failed("")]).await;
    let network_error = r#"{"content-type":"application/json"}"#;
    network::answer(call, 500, network_error, "{}");
    settle().await;
    shown.get(&format!("{line} [data-control=retry]")).click();
    settle().await;
    assert_ne!(newest("POST /relay/shop/v1/chat"), call);
    assert_eq!(shown.count(line), 0);
}

#[wasm_bindgen_test]
async fn retry_after_a_session_that_is_over_leads_to_another_one() {
    let shown = live().await;
    let phase = || shown.main.get_attribute("data-phase").unwrap();
    hear(&shown, vec![Event::Failed(Failure::Refused)]).await;
    assert_eq!(phase(), "failed");
    shown.control("retry").click();
    settle().await;
    assert_eq!(phase(), "ready");
    assert_eq!(shown.count("[data-control=start]"), 1);
}
