//! What is on the screen, found as a screen reader or a host's test finds it: by role, name,
//! `data-control`, text and the identity of nodes.

use leptos::prelude::*;
use vivavoce::app::Embed;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::timer::sleep;
use vivavoce::session::Page;
use vivavoce_core::phase::Phase;
use vivavoce_core::wire::{Branding, Lock};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit};

use crate::network::{self, settle};
use crate::session::{Stage, event, go_live, newest, open_page};

pub const SESSION: &str = "/api/embed/sessions/5e55105e55105e55105e5510";
pub const JSON: &str = r#"{"content-type":"application/json"}"#;
const SSE: &str = r#"{"content-type":"text/event-stream"}"#;
pub const STYLES: &str = concat!(
    include_str!("../../style/tokens.css"),
    include_str!("../../style/shell.css"),
    include_str!("../../style/pulse.css"),
    include_str!("../../style/conversation.css"),
    include_str!("../../style/prose.css"),
    include_str!("../../style/after.css"),
    include_str!("../../style/print.css"),
    include_str!("../../style/vendor.css"),
);

/// A session with its embed in the page; both go when dropped.
pub struct Shown {
    pub stage: Stage,
    owner: Owner,
    embed: Option<Piece>,
    pub main: Element,
    style: Element,
    seq: u32,
}

impl Shown {
    pub async fn new(page: Page) -> Shown {
        Shown::of(Stage::new(page)).await
    }

    async fn of(stage: Stage) -> Shown {
        let document = document();
        let style = document.create_element("style").unwrap();
        style.set_text_content(Some(STYLES));
        document.head().unwrap().append_child(&style).unwrap();
        let owner = stage.owner.with(Owner::new);
        let session = stage.session;
        let embed = owner.with(|| view! { <Embed session/> }).piece();
        let main = embed.root().unwrap().clone();
        document.body().unwrap().append_child(&main).unwrap();
        settle().await;
        Shown {
            stage,
            owner,
            embed: Some(embed),
            main,
            style,
            seq: 0,
        }
    }

    pub async fn live() -> Shown {
        let shown = Shown::new(open_page("?promptUserInfo=false")).await;
        go_live(&shown.stage).await;
        settle().await;
        shown
    }

    pub fn find(&self, selector: &str) -> Option<HtmlElement> {
        let found = self.main.query_selector(selector).unwrap();
        found.map(|found| found.dyn_into().unwrap())
    }

    #[track_caller]
    pub fn get(&self, selector: &str) -> HtmlElement {
        match self.find(selector) {
            Some(found) => found,
            None => panic!("no {selector} in {}", self.main.inner_html()),
        }
    }

    pub fn control(&self, control: &str) -> HtmlElement {
        self.get(&format!("[data-control={control}]"))
    }

    pub fn text(&self, selector: &str) -> String {
        self.get(selector).inner_text().trim().to_owned()
    }

    pub fn count(&self, selector: &str) -> u32 {
        self.main.query_selector_all(selector).unwrap().length()
    }

    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.get(selector).get_attribute(name)
    }

    /// Which control has the focus, or the tag of what else has.
    pub fn focus(&self) -> String {
        let document = document();
        let active = document.active_element().unwrap();
        active
            .get_attribute("data-control")
            .unwrap_or_else(|| active.tag_name())
    }

    pub fn fill(&self, control: &str, text: &str) {
        let field = self.control(control);
        match field.dyn_ref::<HtmlTextAreaElement>() {
            Some(area) => area.set_value(text),
            None => field
                .dyn_ref::<web_sys::HtmlInputElement>()
                .unwrap()
                .set_value(text),
        }
        let input = web_sys::Event::new("input").unwrap();
        field.dispatch_event(&input).unwrap();
    }

    pub fn value(&self, control: &str) -> String {
        let field = self.control(control);
        field.unchecked_into::<HtmlTextAreaElement>().value()
    }

    /// Presses a key in the message field; whether the browser would still do what it does then.
    pub fn key(&self, key: &str, shift: bool, composing: bool, code: u32) -> bool {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_shift_key(shift);
        init.set_is_composing(composing);
        init.set_key_code(code);
        init.set_cancelable(true);
        init.set_bubbles(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.control("message").dispatch_event(&event).unwrap()
    }

    /// Presses Enter in the message field.
    pub fn enter(&self) {
        self.key("Enter", false, false, 13);
    }

    /// Sends a text and returns its key, under which the server knows it.
    pub async fn say(&self, text: &str) -> String {
        self.fill("message", text);
        self.control("send").click();
        settle().await;
        let line = network::line(newest(&format!("POST {SESSION}/turns")));
        let (_, rest) = line.split_once("idempotency-key=").unwrap();
        rest.split_once(' ').unwrap().0.to_owned()
    }

    /// The server takes the turn and opens its stream.
    pub async fn taken(&mut self, key: &str) -> u32 {
        let turn = newest(&format!("POST {SESSION}/turns"));
        let body = format!(r#"{{"turn_id":"{key}","seq":2}}"#);
        network::answer(turn, 202, JSON, &body);
        settle().await;
        let stream = newest(&format!("GET {SESSION}/events"));
        network::open(stream, 200, SSE);
        settle().await;
        self.log(
            stream,
            r#""type":"CUSTOM","name":"session.started","value":{}"#,
        );
        let run = format!(r#""type":"RUN_STARTED","threadId":"s","runId":"{key}""#);
        self.log(stream, &run);
        let echo = format!(r#""type":"TEXT_MESSAGE_START","messageId":"{key}","role":"user""#);
        self.log(stream, &echo);
        let end = format!(r#""type":"TEXT_MESSAGE_END","messageId":"{key}""#);
        self.log(stream, &end);
        stream
    }

    /// One more event of the log.
    pub fn log(&mut self, stream: u32, rest: &str) {
        self.seq += 1;
        network::chunk(stream, &event(self.seq, rest));
    }

    pub fn begin(&mut self, stream: u32, id: &str) {
        let start = format!(r#""type":"TEXT_MESSAGE_START","messageId":"{id}","role":"assistant""#);
        self.log(stream, &start);
    }

    pub fn delta(&mut self, stream: u32, id: &str, text: &str) {
        let content =
            format!(r#""type":"TEXT_MESSAGE_CONTENT","messageId":"{id}","delta":"{text}""#);
        self.log(stream, &content);
    }

    pub fn finish(&mut self, stream: u32, id: &str, run: &str) {
        let end = format!(r#""type":"TEXT_MESSAGE_END","messageId":"{id}""#);
        self.log(stream, &end);
        let finished = format!(r#""type":"RUN_FINISHED","threadId":"s","runId":"{run}""#);
        self.log(stream, &finished);
    }
}

impl Shown {
    /// One turn is taken, `draft` is being written, and the session has lasted as long as it may; where
    /// the style submits by itself, it has.
    pub async fn time_is_up(&mut self, draft: &str) {
        let key = self.say("Hello").await;
        let stream = self.taken(&key).await;
        self.begin(stream, "a1");
        self.delta(stream, "a1", "Good day.");
        self.finish(stream, "a1", &key);
        painted().await;
        self.fill("message", draft);
        let stopped =
            r#""type":"CUSTOM","name":"session.stopped","value":{"reason":"max_duration"}"#;
        self.log(stream, stopped);
        painted().await;
        if self.stage.phase() == Phase::Stopping {
            let submit = newest(&format!("POST {SESSION}/submit"));
            network::answer(submit, 200, JSON, "{}");
            painted().await;
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.main.remove();
        self.embed.take();
        self.owner.cleanup();
        self.style.remove();
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "a test stands outside the widget"
)]
pub fn document() -> web_sys::Document {
    web_sys::window().unwrap().document().unwrap()
}

/// Two frames, also of a busy machine: what was written is painted.
pub async fn painted() {
    sleep(150).await;
}

#[wasm_bindgen_test]
async fn the_dialog_says_what_is_wrong_and_keeps_the_focus() {
    let shown = Shown::new(open_page("?userName=Ann")).await;
    assert_eq!(
        shown
            .attribute("dialog[open]", "aria-labelledby")
            .as_deref(),
        Some("vv-title")
    );
    assert_eq!(shown.text("#vv-title"), "Demo");
    assert_eq!(shown.text("label[for=email]"), "Email");
    assert!(
        shown
            .main
            .text_content()
            .unwrap()
            .contains("This conversation is saved.")
    );
    shown.fill("email", "nowhere");
    shown.control("continue").click();
    painted().await;
    assert_eq!(shown.focus(), "email");
    assert_eq!(
        shown.attribute("#email", "aria-invalid").as_deref(),
        Some("true")
    );
    let described = shown.attribute("#email", "aria-describedby").unwrap();
    assert!(
        shown
            .text(&format!("#{described}"))
            .contains("name@example.com")
    );
    // Correcting it takes the complaint back at once.
    shown.fill("email", "ann@example.com");
    painted().await;
    assert_eq!(shown.attribute("#email", "aria-invalid"), None);
    shown.control("continue").click();
    painted().await;
    assert_eq!(shown.stage.phase(), Phase::Ready);
    assert_eq!(
        shown.focus(),
        "start",
        "the focus does not fall to the body"
    );
}

#[wasm_bindgen_test]
async fn what_a_control_is_called_is_what_it_shows() {
    let check = |shown: &Shown, names: &[(&str, &str)]| {
        for (control, name) in names {
            let element = shown.control(control);
            assert_eq!(element.inner_text().trim(), *name);
            assert_eq!(element.get_attribute("aria-label"), None, "{control}");
        }
    };
    let shown = Shown::new(open_page("")).await;
    check(&shown, &[("continue", "Continue")]);
    assert_eq!(shown.text("label[for=name]"), "Name");
    drop(shown);
    let shown = Shown::new(open_page("?promptUserInfo=false&buttonStopLabel=Done")).await;
    check(&shown, &[("start", "Start")]);
    go_live(&shown.stage).await;
    painted().await;
    check(&shown, &[("send", "Send"), ("end", "Done")]);
    let message = shown.control("message");
    assert_eq!(
        message.get_attribute("aria-label").as_deref(),
        Some("Message")
    );
    assert_eq!(
        message.get_attribute("placeholder").as_deref(),
        Some("Message")
    );
    assert_eq!(
        shown.attribute("[role=log]", "aria-label").as_deref(),
        Some("Conversation")
    );
    assert_eq!(
        shown.attribute("[role=log]", "aria-live").as_deref(),
        Some("off")
    );
    assert_eq!(shown.count("[role=status]"), 1);
}

#[wasm_bindgen_test]
async fn start_stays_the_same_element_while_connecting() {
    let shown = Shown::new(open_page("?promptUserInfo=false&buttonStartLabel=Ask")).await;
    let start = shown.control("start");
    assert_eq!(start.inner_text(), "Ask");
    start.focus().unwrap();
    start.click();
    painted().await;
    assert_eq!(
        shown
            .attribute("main, [data-control=start]", "aria-disabled")
            .as_deref(),
        Some("true")
    );
    assert!(shown.control("start") == start, "it was replaced");
    assert_eq!(
        shown.main.get_attribute("data-phase").as_deref(),
        Some("connecting")
    );
    assert_eq!(shown.focus(), "start");
    let asked = network::count();
    start.click();
    settle().await;
    assert_eq!(network::count(), asked, "a second press does nothing");
}

#[wasm_bindgen_test]
async fn a_delta_changes_a_text_and_keeps_its_element() {
    let mut shown = Shown::live().await;
    let key = shown.say("Hello").await;
    painted().await;
    assert_eq!(
        shown.attribute("article", "data-delivery").as_deref(),
        Some("sending")
    );
    let own = shown.get("article[data-speaker=visitor]");
    assert_eq!(
        own.get_attribute("data-entry").as_deref(),
        Some(key.as_str())
    );
    assert_eq!(shown.text("article .text"), "Hello");
    assert_eq!(shown.value("message"), "", "the field is empty again");
    let stream = shown.taken(&key).await;
    painted().await;
    assert_eq!(
        shown.main.get_attribute("data-pulse").as_deref(),
        Some("thinking")
    );
    assert_eq!(shown.text(".state"), "Thinking…");
    assert_eq!(shown.count(".typing"), 1);

    shown.begin(stream, "a1");
    shown.delta(stream, "a1", "Good ");
    painted().await;
    let reply = shown.get("article[data-entry=a1]");
    assert_eq!(shown.count(".typing"), 0);
    // What is written on the root has every entry styled anew.
    let written = |element: &HtmlElement| {
        let level = element.style().get_property_value("--level");
        level.unwrap_or_default()
    };
    assert_eq!(written(shown.main.unchecked_ref()), "");
    assert!(written(&shown.get(".bar .avatar")).starts_with("0."));
    shown.delta(stream, "a1", "day.");
    shown.finish(stream, "a1", &key);
    painted().await;
    assert_eq!(shown.text("article[data-entry=a1] .text"), "Good day.");
    assert!(
        shown.get("article[data-entry=a1]") == reply,
        "a delta replaced its element"
    );
    assert!(shown.get("article[data-speaker=visitor]") == own);
    assert_eq!(own.get_attribute("data-delivery").as_deref(), Some("sent"));
    assert_eq!(shown.text(".state"), "Your turn");
    assert_eq!(written(&shown.get(".bar .avatar")), "0.00");
}

#[wasm_bindgen_test]
async fn enter_sends_but_not_while_an_input_method_composes() {
    let shown = Shown::live().await;
    shown.fill("message", "にほん");
    for (shift, composing, code, default_stays) in [
        (true, false, 13, true),   // a new line
        (false, true, 13, true),   // Chrome, Firefox
        (false, false, 229, true), // Safari
    ] {
        assert_eq!(shown.key("Enter", shift, composing, code), default_stays);
        painted().await;
        assert_eq!(shown.count("article"), 0);
    }
    shown.control("message").focus().unwrap();
    assert!(!shown.key("Enter", false, false, 13));
    painted().await;
    assert_eq!(shown.count("article"), 1);
    assert_eq!(shown.focus(), "message");
    // Nothing to send: nothing is sent, and the control says so.
    assert_eq!(shown.value("message"), "");
    assert!(!shown.key("Enter", false, false, 13));
    painted().await;
    assert_eq!(shown.count("article"), 1);
}

#[wasm_bindgen_test]
async fn stop_generating_takes_sends_place_and_hands_the_focus_on() {
    let mut shown = Shown::live().await;
    let key = shown.say("Hello").await;
    let stream = shown.taken(&key).await;
    shown.begin(stream, "a1");
    shown.delta(stream, "a1", "Once upon");
    painted().await;
    assert!(shown.find("[data-control=send]").is_none());
    let cancel = shown.control("cancel");
    assert_eq!(cancel.inner_text(), "Stop generating");
    cancel.focus().unwrap();
    shown.finish(stream, "a1", &key);
    sleep(300).await;
    assert!(shown.find("[data-control=cancel]").is_none());
    assert_eq!(
        shown.focus(),
        "message",
        "its control went while it had the focus"
    );
}

#[wasm_bindgen_test]
async fn a_message_that_could_not_be_sent_says_so_and_can_be_sent_again() {
    let shown = Shown::live().await;
    let key = shown.say("x".repeat(20).as_str()).await;
    let turn = newest(&format!("POST {SESSION}/turns"));
    network::answer(turn, 422, JSON, r#"{"detail":"Too long."}"#);
    painted().await;
    let entry = format!("article[data-entry='{key}']");
    assert_eq!(
        shown.attribute(&entry, "data-delivery").as_deref(),
        Some("failed")
    );
    assert!(
        shown
            .text(&format!("{entry} .undelivered"))
            .contains("Not sent. Too long.")
    );
    let asked = network::count();
    shown.get(&format!("{entry} [data-control=retry]")).click();
    settle().await;
    assert!(network::count() > asked);
    assert!(network::line(asked).contains(&key), "under the same key");
    assert_eq!(shown.focus(), "message");
}

#[wasm_bindgen_test]
async fn choices_are_pressed_once_and_go() {
    let mut shown = Shown::live().await;
    let key = shown.say("Hello").await;
    let stream = shown.taken(&key).await;
    shown.begin(stream, "a1");
    shown.delta(stream, "a1", "Tea?");
    shown.log(
        stream,
        r#""type":"CUSTOM","name":"choices","value":{"messageId":"a1","choices":[{"id":"y","text":"Yes"},{"id":"n","text":"No"},{"id":"m","text":"More","url":"https://example.com/tea"},{"id":"x","text":"Bad","url":"javascript:alert(1)"}]}"#,
    );
    shown.finish(stream, "a1", &key);
    painted().await;
    assert_eq!(
        shown.attribute(".choices", "role").as_deref(),
        Some("group")
    );
    assert_eq!(shown.count(".choices button"), 2);
    let link = shown.get(".choices a");
    assert_eq!(
        link.get_attribute("href").as_deref(),
        Some("https://example.com/tea")
    );
    assert_eq!(
        shown.count(".choices > *"),
        3,
        "an address nobody may be sent to is left out"
    );
    shown.get(".choices button").click();
    painted().await;
    assert!(shown.find(".choices").is_none());
    assert_eq!(shown.text("article[data-delivery=sending] .text"), "Yes");
}

#[wasm_bindgen_test]
async fn a_tool_is_one_line_with_more_behind_it() {
    let mut shown = Shown::live().await;
    let key = shown.say("Hello").await;
    let stream = shown.taken(&key).await;
    shown.log(
        stream,
        r#""type":"TOOL_CALL_START","toolCallId":"t1","toolCallName":"weather""#,
    );
    painted().await;
    assert_eq!(
        shown.text("article[data-entry=t1] summary"),
        "Using weather"
    );
    shown.log(
        stream,
        r#""type":"TOOL_CALL_ARGS","toolCallId":"t1","delta":"Paris""#,
    );
    shown.log(stream, r#""type":"TOOL_CALL_END","toolCallId":"t1""#);
    shown.log(
        stream,
        r#""type":"TOOL_CALL_RESULT","messageId":"r","toolCallId":"t1","content":"Rain""#,
    );
    painted().await;
    assert_eq!(shown.text("article[data-entry=t1] summary"), "Used weather");
    assert!(shown.find("details[open]").is_none());
    shown.get("summary").click();
    let more = shown.text(".more");
    assert!(more.contains("Paris") && more.contains("Rain"), "{more}");
}

#[wasm_bindgen_test]
async fn the_transcript_follows_until_the_reader_scrolls_up() {
    let mut shown = Shown::live().await;
    let key = shown.say("Hello").await;
    let stream = shown.taken(&key).await;
    shown.begin(stream, "a1");
    let paragraph = "Once upon a time there was a long story.\\n\\n".repeat(60);
    shown.delta(stream, "a1", &paragraph);
    sleep(200).await;
    let log = shown.get("[role=log]");
    let below = |log: &HtmlElement| log.scroll_height() - log.client_height() - log.scroll_top();
    assert!(
        log.scroll_height() > log.client_height() + 200,
        "it does not scroll"
    );
    assert!(below(&log) <= 1, "it stays at the end");
    assert!(shown.find("[data-control=latest]").is_none());

    log.set_scroll_top(log.scroll_top() - 4);
    sleep(100).await;
    let held = log.scroll_top();
    shown.delta(stream, "a1", &paragraph);
    sleep(200).await;
    assert_eq!(log.scroll_top(), held, "the smallest step up lets go");
    assert_eq!(shown.control("latest").inner_text(), "New messages");
    shown.control("latest").click();
    sleep(100).await;
    assert!(below(&log) <= 1);
    assert!(shown.find("[data-control=latest]").is_none());
    shown.delta(stream, "a1", &paragraph);
    sleep(200).await;
    assert!(below(&log) <= 1, "it follows again");
}

#[wasm_bindgen_test]
async fn finished_sentences_are_spoken_once() {
    let mut shown = Shown::live().await;
    let key = shown.say("Hello").await;
    let stream = shown.taken(&key).await;
    shown.begin(stream, "a1");
    shown.delta(stream, "a1", "It is *late*. And");
    sleep(200).await;
    assert_eq!(shown.text("[role=status]"), "It is late.");
    shown.delta(stream, "a1", " cold.");
    shown.finish(stream, "a1", &key);
    sleep(1_300).await;
    assert_eq!(shown.text("[role=status]"), "And cold.");
}

#[wasm_bindgen_test]
async fn a_failure_keeps_the_transcript_and_the_draft() {
    let mut shown = Shown::live().await;
    let key = shown.say("Hello").await;
    let stream = shown.taken(&key).await;
    shown.begin(stream, "a1");
    shown.delta(stream, "a1", "Good day.");
    shown.finish(stream, "a1", &key);
    painted().await;
    shown.say("More").await;
    shown.fill("message", "half a thou");
    // The session is gone for good.
    let turn = newest(&format!("POST {SESSION}/turns"));
    network::answer(turn, 404, JSON, r#"{"detail":"no such session"}"#);
    painted().await;
    assert_eq!(shown.stage.phase(), Phase::Failed);
    painted().await;
    assert_eq!(shown.text("article[data-entry=a1] .text"), "Good day.");
    assert_eq!(shown.value("message"), "half a thou");
    let told = shown.text("[role=alert]");
    assert!(
        told.matches('.').count() >= 2,
        "what, and what to do: {told}"
    );
    assert_eq!(shown.count(".trouble-panel button"), 1);
    assert!(shown.find("[data-control=end]").is_none());
}

#[wasm_bindgen_test]
async fn a_wrong_passcode_is_told_each_time() {
    let mut page = open_page("?promptUserInfo=false");
    page.config.scenario = None;
    page.config.locked = Some(Lock::Passcode);
    let shown = Shown::new(page).await;
    assert_eq!(shown.text("h1"), "Enter the passcode");
    shown.control("unlock").click();
    painted().await;
    assert_eq!(shown.text(".error"), "Enter the passcode.");
    for n in 0..2 {
        shown.fill("passcode", "0000");
        painted().await;
        assert_eq!(
            shown.text(".field"),
            "Passcode",
            "no complaint while it is corrected"
        );
        shown.control("unlock").click();
        settle().await;
        network::answer(n, 401, JSON, r#"{"detail":"wrong passcode"}"#);
        painted().await;
        assert!(shown.text(".error").contains("not the passcode"));
        assert_eq!(shown.value("passcode"), "0000", "nothing typed is lost");
    }
}

#[wasm_bindgen_test]
async fn a_missing_scenario_says_so_on_a_screen_of_its_own() {
    let mut page = open_page("");
    page.config.scenario = None;
    page.config.missing = true;
    let shown = Shown::new(page).await;
    assert_eq!(
        shown.main.get_attribute("data-phase").as_deref(),
        Some("failed")
    );
    assert_eq!(shown.text("h1"), "This conversation does not exist.");
    assert_eq!(shown.control("retry").inner_text(), "Retry");
}

#[wasm_bindgen_test]
async fn results_are_a_table_with_bars_and_lists() {
    let shown = Shown::live().await;
    shown.control("end").click();
    settle().await;
    let stop = newest(&format!("POST {SESSION}/stop"));
    network::answer(stop, 200, JSON, r#"{"reason":"visitor"}"#);
    for _ in 0..60 {
        sleep(100).await;
        if shown.stage.phase() == Phase::Review {
            break;
        }
    }
    assert_eq!(shown.text("h1"), "Ready to submit?");
    shown.fill("comment", "Fine.");
    shown.control("submit").click();
    settle().await;
    let submit = newest(&format!("POST {SESSION}/submit"));
    assert!(network::line(submit).contains(r#"{"comment":"Fine."}"#));
    network::answer(submit, 200, JSON, "{}");
    painted().await;
    assert!(
        shown
            .main
            .text_content()
            .unwrap()
            .contains("This takes a moment")
    );
    let results = newest(&format!("GET {SESSION}/results"));
    network::answer(
        results,
        200,
        JSON,
        r#"{"status":"ready","score":7.5,"report_card":[{"topic":"Warmth","score":8.0,"score_str":"8/10","note":"Kind."}],
            "strengths":["Listening"],"weaknesses":["Haste"],"action_items":["Breathe"]}"#,
    );
    painted().await;
    assert!(shown.text(".score").contains("7.5"));
    assert_eq!(shown.text("tbody th[scope=row]"), "Warmth");
    assert!(shown.text("tbody").contains("8/10"));
    let bar = shown.get("tbody .meter i");
    assert_eq!(bar.style().get_property_value("--share").unwrap(), "0.80");
    // On a narrow page a topic has a line of its own, above its bar.
    for (width, above) in [("320px", true), ("400px", true), ("900px", false)] {
        let main = shown.main.unchecked_ref::<HtmlElement>();
        main.style().set_property("width", width).unwrap();
        let topic = shown.get("tbody th").get_bounding_client_rect();
        let bar = shown.get("tbody .meter").get_bounding_client_rect();
        assert_eq!(topic.bottom() <= bar.top(), above, "{width}");
        assert_eq!(topic.left() >= bar.left(), above, "{width}");
    }
    let headings: Vec<String> = ["Strengths", "To work on", "Next steps"]
        .map(str::to_owned)
        .into();
    for heading in headings {
        assert!(
            shown.main.text_content().unwrap().contains(&heading),
            "{heading}"
        );
    }
    assert_eq!(shown.count("input[type=checkbox]"), 1);
    shown.control("again").click();
    painted().await;
    assert_eq!(shown.stage.phase(), Phase::Ready);
}

#[wasm_bindgen_test]
async fn the_foot_names_us_the_operator_or_nobody() {
    let shown = Shown::new(open_page("")).await;
    assert_eq!(shown.text("footer"), "Powered by Viva Voce");
    drop(shown);
    let shown = Shown::new(open_page("?hidePoweredBy=true")).await;
    assert!(shown.find("footer").is_none());
    drop(shown);
    let mut page = open_page("");
    page.config.deployment.branding = Some(Branding {
        text: "By Acme".to_owned(),
        url: Some("https://acme.example/".to_owned()),
    });
    let shown = Shown::new(page).await;
    assert_eq!(shown.text("footer a"), "By Acme");
}

#[wasm_bindgen_test]
async fn what_the_address_says_of_the_look_is_at_the_root() {
    let shown = Shown::new(open_page(
        "?showPulse=false&avatarId=3&avatarUrl=/faces/ann.png",
    ))
    .await;
    assert_eq!(shown.main.get_attribute("dir").as_deref(), Some("ltr"));
    assert_eq!(
        shown.main.get_attribute("data-show-pulse").as_deref(),
        Some("false")
    );
    assert_eq!(shown.main.get_attribute("data-face").as_deref(), Some("3"));
    let style = shown.main.unchecked_ref::<HtmlElement>().style();
    assert_eq!(
        style.get_property_value("--face").unwrap(),
        r#"url("/faces/ann.png")"#
    );
}
