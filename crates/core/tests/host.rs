//! Messages between embed and host: their frozen forms, their recipients, and what is refused.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use vivavoce_core::config::Restyle;
use vivavoce_core::host::{
    About, Command, ErrorCode, Extra, Hello, HostEvent, Inbound, OLDEST, Occasion, Post, Reply,
    Request, State, Surroundings, Target, UserGiven, VERSION, Welcome, origin_of,
};
use vivavoce_core::phase::Phase;
use vivavoce_core::wire::{Note, Variables};

const SCENARIO: &str = "67bf56c23f44cdf6055a8165";
const SESSION: &str = "67bf57183f44cdf6055a8166";
const NOW: i64 = 1_705_312_800_000;

/// The text of a frozen form. These files are a promise to hosts: never change one, add another.
macro_rules! frozen {
    ($name:literal) => {
        include_str!(concat!("frozen/", $name, ".json")).trim_end()
    };
}

fn check<T>(value: &T, frozen: &str)
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    assert_eq!(serde_json::to_string(value).unwrap(), frozen);
    assert_eq!(&serde_json::from_str::<T>(frozen).unwrap(), value);
}

/// A message as plain data; what is no JSON is nothing.
fn plain(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

#[test]
fn events_have_exactly_the_documented_fields() {
    let event = |event| HostEvent {
        event,
        session_id: SESSION.to_owned(),
        timestamp: NOW,
    };
    check(&event(Occasion::Start), frozen!("onStart"));
    check(&event(Occasion::Stop), frozen!("onStop"));
    check(&event(Occasion::Terminated), frozen!("onTerminated"));
    check(&event(Occasion::Submit), frozen!("onSubmit"));
    for occasion in [
        Occasion::Start,
        Occasion::Stop,
        Occasion::Terminated,
        Occasion::Submit,
    ] {
        assert_eq!(serde_json::to_value(occasion).unwrap(), occasion.as_str());
    }
    let post = Post::from(event(Occasion::Start));
    assert_eq!(serde_json::to_string(&post).unwrap(), frozen!("onStart"));
}

/// How an extra looks on the wire. One without a frozen form does not compile.
fn frozen_form(extra: &Extra) -> &'static str {
    match extra {
        Extra::Ready(about) if about.session_id.is_some() => frozen!("onReady-resumed"),
        Extra::Ready(_) => frozen!("onReady"),
        Extra::Click(_) => frozen!("onClick"),
        Extra::Error { .. } => frozen!("onError"),
        Extra::Resize { .. } => frozen!("onResize"),
        Extra::TokenNeeded(_) => frozen!("onTokenNeeded"),
    }
}

#[test]
fn extras_have_the_other_form() {
    let about = |session: Option<&str>| About {
        scenario_id: SCENARIO.to_owned(),
        session_id: session.map(str::to_owned),
    };
    let resize = Extra::Resize {
        scenario_id: SCENARIO.to_owned(),
        session_id: None,
        height: 420,
    };
    for extra in [
        Extra::Ready(about(None)),
        Extra::Ready(about(Some(SESSION))),
        Extra::Click(about(None)),
        Extra::Error {
            scenario_id: SCENARIO.to_owned(),
            session_id: None,
            code: "load".to_owned(),
            message: "The conversation could not be loaded.".to_owned(),
        },
        resize.clone(),
        Extra::TokenNeeded(about(Some(SESSION))),
    ] {
        check(&extra, frozen_form(&extra));
    }
    let post = Post::from(resize);
    assert_eq!(serde_json::to_string(&post).unwrap(), frozen!("onResize"));
}

#[test]
fn what_lists_the_events_by_hand_lists_each() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = core.join("../..");
    let read = |file: &str| {
        let text = fs::read_to_string(root.join(file));
        text.unwrap_or_else(|error| panic!("{file}: {error}"))
    };
    let mut count = 0;
    for entry in fs::read_dir(core.join("tests/frozen")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = file.trim_end_matches(".json");
        let Some(kind) = name.strip_prefix("on").filter(|it| !it.contains('-')) else {
            continue;
        };
        let kind = kind.to_lowercase();
        for (file, written) in [
            ("host/viva-voce.d.ts", format!("'{name}'")),
            ("host/viva-voce.d.ts", format!("'vv-{kind}'")),
            ("host/react.js", format!("{name}: 'vv-{kind}'")),
            ("host/react.d.ts", format!("{name}?: Detail<'vv-{kind}'>")),
            (
                "crates/playground/src/view/stage.rs",
                format!("\"vv-{kind}\""),
            ),
            ("crates/core/tests/snippets/html.rs", format!("\"{name}\"")),
            ("crates/core/tests/snippets/stage.js", format!("'{kind}'")),
            ("crates/e2e/src/particular.rs", format!("'{kind}'")),
            ("docs/events.md", format!("| `{name}` |")),
            ("docs/events.md", format!("`vv-{kind}`")),
            ("README.md", format!("\"{name}\"")),
        ] {
            assert!(read(file).contains(&written), "{file} lacks {written}");
        }
        count += 1;
    }
    assert!(count > 8, "{count} events");
}

#[test]
fn commands_and_replies_have_these_forms() {
    let own = str::to_owned;
    let check_command = |id: u32, command: Command, frozen: &str| {
        let request = Request {
            id,
            command,
            wrong: None,
        };
        check(&request, frozen);
        assert!(Request::read(|| plain(frozen)).is_ok(), "{frozen}");
    };
    check_command(1, Command::Start, frozen!("command-start"));
    check_command(2, Command::Stop, frozen!("command-stop"));
    check_command(3, Command::Send(own("Hello")), frozen!("command-send"));
    check_command(
        4,
        Command::Prefill(own("I would like")),
        frozen!("command-prefill"),
    );
    let variables = Variables::from([(own("company_name"), own("Acme"))]);
    check_command(
        5,
        Command::SetVariables(variables.into()),
        frozen!("command-setVariables"),
    );
    let user = UserGiven {
        name: Some(own("Ada")),
        email: Some(own("ada@example.com")),
    };
    check_command(6, Command::SetUser(user), frozen!("command-setUser"));
    let theme = Restyle {
        color: Some(own("teal-500")),
        background: None,
        theme: Some(own("dark")),
    };
    check_command(7, Command::SetTheme(theme), frozen!("command-setTheme"));
    check_command(
        8,
        Command::SetAccessToken(own("eyJ")),
        frozen!("command-setAccessToken"),
    );
    check_command(9, Command::GetState, frozen!("command-getState"));
    check_command(10, Command::Destroy, frozen!("command-destroy"));
    let state = State {
        phase: own("live"),
        scenario_id: own(SCENARIO),
        session_id: Some(own(SESSION)),
    };
    check(&Reply::done(9, state), frozen!("reply-done"));
    check(
        &Reply::wrong_phase(3, "send", Phase::Ready),
        frozen!("reply-error"),
    );
}

#[test]
fn a_wrong_command_is_answered_and_noise_is_not() {
    let code = |json: &str| match Request::read(|| plain(json)) {
        Ok(request) => panic!("{request:?}"),
        Err(reply) => reply.map(|reply| (reply.id, reply.error.unwrap().code)),
    };
    let invalid = |id| Some((id, ErrorCode::Invalid));
    assert_eq!(code(r#"{"id":1,"command":{"name":"explode"}}"#), invalid(1));
    assert_eq!(code(r#"{"id":2,"command":{"name":"send"}}"#), invalid(2));
    assert_eq!(
        code(r#"{"id":3,"command":{"name":"send","value":{"a":1}}}"#),
        invalid(3)
    );
    assert_eq!(
        code(r#"{"id":4,"command":{"name":"send","value":" "}}"#),
        invalid(4)
    );
    assert_eq!(code(r#"{"id":5}"#), invalid(5));
    for wrong in [
        "null",
        "7",
        r#"{"value":"no name"}"#,
        r#"{"name":"setUser","value":"Ada"}"#,
        r#"{"name":"setUser","value":{"name":7}}"#,
        r#"{"name":"setVariables","value":"a=b"}"#,
        r#"{"name":"setVariables","value":[["a","b"]]}"#,
        r#"{"name":"setVariables","value":null}"#,
        r#"{"name":"setTheme"}"#,
        r#"{"name":"setAccessToken","value":null}"#,
    ] {
        let request = format!(r#"{{"id":9,"command":{wrong}}}"#);
        assert_eq!(code(&request), invalid(9), "{wrong}");
    }
    let long = format!(
        r#"{{"id":6,"command":{{"name":"prefill","value":"{}"}}}}"#,
        "x".repeat(8_001)
    );
    assert_eq!(code(&long), invalid(6));
    for noise in [
        "",
        "null",
        "[]",
        "7",
        "{}",
        r#"{"id":-1}"#,
        r#"{"id":"1"}"#,
        r#"{"id":1e9"#,
    ] {
        assert_eq!(code(noise), None, "{noise}");
    }
}

#[test]
fn a_command_may_carry_what_nobody_asked_for() {
    let check = |command: &str, wanted: Command| {
        let request = format!(r#"{{"future":1,"command":{command},"id":9}}"#);
        let read = Request::read(|| plain(&request));
        assert_eq!(read.map(|it| it.command), Ok(wanted), "{command}");
    };
    check(r#"{"name":"start","value":7}"#, Command::Start);
    check(r#"{"value":{"a":[]},"name":"stop"}"#, Command::Stop);
    check(r#"{"name":"getState","value":"x"}"#, Command::GetState);
    check(
        r#"{"name":"destroy","value":null,"x":[]}"#,
        Command::Destroy,
    );
}

#[test]
fn what_a_command_has_too_much_or_wrong_is_named_with_the_nearest_right_name() {
    let told = |command: &str| {
        let request = format!(r#"{{"id":9,"command":{command}}}"#);
        match Request::read(|| plain(&request)) {
            Ok(request) => request.wrong.unwrap_or_default(),
            Err(reply) => reply.and_then(|reply| reply.error).unwrap().message,
        }
    };
    let check = |command: &str, wanted: &str| assert_eq!(told(command), wanted, "{command}");
    for (command, wanted) in [
        (
            r#"{"name":"setTheme","value":{"colour":"red"}}"#,
            "setTheme has no member \"colour\". Did you mean color?",
        ),
        (
            r#"{"name":"setTheme","value":{"accent":"red","color":"red"}}"#,
            "setTheme has no member \"accent\", but color, background, theme.",
        ),
        (
            r#"{"name":"setUser","value":{"mail":"ada@example.com"}}"#,
            "setUser has no member \"mail\". Did you mean email?",
        ),
        (
            r#"{"name":"setUser","value":{"name":null,"age":7}}"#,
            "setUser has no member \"age\", but name, email.",
        ),
        (
            r#"{"name":"setUser","value":{"email":"x"}}"#,
            "setUser: email is no e-mail address such as ada@example.com; left out.",
        ),
        (
            r#"{"name":"setUser","value":"Ada"}"#,
            "setUser takes an object of texts, with name, email.",
        ),
        (
            r#"{"name":"setUser","value":{"name":7}}"#,
            "setUser takes an object of texts, with name, email.",
        ),
        (
            r#"{"name":"setVariables","value":"x"}"#,
            "setVariables takes an object of names and values.",
        ),
        (r#"{"name":"send"}"#, "send takes a text."),
        (
            r#"{"name":"setColour","value":"red"}"#,
            "There is no command \"setColour\", but start, stop, send, prefill, setVariables, \
             setUser, setTheme, setAccessToken, getState, destroy.",
        ),
        (
            r#"{"name":"Start"}"#,
            "There is no command \"Start\". Did you mean start?",
        ),
        (
            r#"{"name":"setUser","value":{"name":"Ada","email":""}}"#,
            "",
        ),
        (r#"{"name":"setTheme","value":{"theme":null}}"#, ""),
        (r#"{"name":"setVariables","value":{"colour":"red"}}"#, ""),
        (r#"{"name":"start","value":{"colour":"red"}}"#, ""),
    ] {
        check(command, wanted);
    }
}

#[test]
fn of_a_command_that_is_wrong_in_part_the_rest_holds() {
    let json =
        r#"{"id":1,"command":{"name":"setUser","value":{"name":"Ada","email":"x","nam":1}}}"#;
    let request = Request::read(|| plain(json)).unwrap();
    let user = UserGiven {
        name: Some("Ada".to_owned()),
        email: None,
    };
    assert_eq!(request.command, Command::SetUser(user));
    assert_eq!(
        request.wrong.as_deref(),
        Some("setUser has no member \"nam\". Did you mean name?")
    );
}

/// elevenlabs/packages#360: variables are texts, numbers, yes or no, or not there.
#[test]
fn variables_of_a_command_need_not_be_texts_and_one_that_cannot_be_loses_itself() {
    for json in [
        r#"{"id":1,"command":{"name":"setVariables","value":{"order":42,"vip":true,"note":null,"company":"Acme","bad":{"a":[1]}}}}"#,
        r#"{"command":{"value":{"bad":[],"company":"Acme","note":null,"vip":true,"order":42},"name":"setVariables"},"id":1}"#,
    ] {
        let Ok(Request {
            command: Command::SetVariables(given),
            ..
        }) = Request::read(|| plain(json))
        else {
            panic!("{json}");
        };
        let texts = [("company", "Acme"), ("order", "42"), ("vip", "true")];
        let texts = texts.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(given.texts, Variables::from(texts));
        assert_eq!(given.refused, ["bad"]);
    }
}

#[test]
fn notes_are_taken_as_the_vendor_documents_them_and_capped() {
    let read = |json: &str| Inbound::read("session_notes", plain(json), NOW);
    let note = |text: &str, timestamp, source: &str| Note {
        text: text.to_owned(),
        timestamp,
        source: source.to_owned(),
    };
    let documented = note("User hesitated on pricing", NOW, "evaluator");
    assert_eq!(
        read(frozen!("session_notes")),
        Some(Inbound::Notes(vec![documented], None))
    );
    assert_eq!(
        read(
            r#"{"notes":[{"text":" a\u0000b\u202e "},{"text":" "},{"text":"c","timestamp":1.5e3,"x":{}}]}"#
        ),
        Some(Inbound::Notes(
            vec![note("ab", NOW, ""), note("c", 1_500, "")],
            None
        ))
    );
    let many = format!(
        r#"{{"notes":[{}{{"text":"z"}}]}}"#,
        r#"{"text":"y"},"#.repeat(500)
    );
    let Some(Inbound::Notes(notes, None)) = read(&many) else {
        panic!("refused");
    };
    assert_eq!(notes.len(), 50);
    let long = format!(r#"{{"notes":[{{"text":"{}"}}]}}"#, "x".repeat(100_000));
    let Some(Inbound::Notes(notes, None)) = read(&long) else {
        panic!("refused");
    };
    assert_eq!(notes[0].text.len(), 2_000);
    for wrong in [
        "",
        "{}",
        "null",
        r#"{"notes":[]}"#,
        r#"{"notes":{}}"#,
        r#"{"notes":"text"}"#,
        r#"{"notes":[{"text":""}]}"#,
    ] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
    // What is no note loses itself alone, and the console says so.
    for wrong in [
        r#""text""#,
        "null",
        "7",
        "[]",
        "{}",
        r#"{"text":7}"#,
        r#"{"text":null}"#,
        r#"{"text":{"text":"a"}}"#,
        r#"{"text":"a","timestamp":"2026-01-01T00:00:00Z"}"#,
        r#"{"text":"a","timestamp":{}}"#,
        r#"{"text":"a","source":7}"#,
        r#"{"source":"a"}"#,
    ] {
        let json = format!(r#"{{"notes":[{{"text":"y"}},{wrong},{{"text":"z"}}]}}"#);
        let Some(Inbound::Notes(notes, Some(warning))) = read(&json) else {
            panic!("{wrong}: {:?}", read(&json));
        };
        assert_eq!(notes, [note("y", NOW, ""), note("z", NOW, "")], "{wrong}");
        assert!(warning.contains("1 of 3 left out, number 2"), "{warning}");
        let alone = read(&format!(r#"{{"notes":[{wrong}]}}"#));
        assert!(
            matches!(&alone, Some(Inbound::Notes(notes, Some(_))) if notes.is_empty()),
            "{alone:?}"
        );
    }
}

#[test]
fn a_hello_is_understood_and_nothing_else() {
    let read = |kind: &str, json: &str| Inbound::read(kind, plain(json), NOW);
    let hello = Hello {
        version: 1,
        resize: true,
    };
    assert_eq!(
        read("vivavoce.hello", frozen!("hello")),
        Some(Inbound::Hello(hello))
    );
    assert!(read("vivavoce.hello", r#"{"version":1,"future":[]}"#).is_some());
    for wrong in [
        "{}",
        r#"{"version":-1}"#,
        r#"{"version":"1"}"#,
        r#"{"version":1,"resize":1}"#,
    ] {
        assert_eq!(read("vivavoce.hello", wrong), None, "{wrong}");
    }
    for kind in ["", "hello", "onStart", "session_notes ", "__proto__"] {
        assert_eq!(read(kind, frozen!("hello")), None, "{kind}");
    }
}

#[test]
fn loaders_of_all_ages_are_welcomed_with_a_version() {
    for (version, spoken, is_spoken) in [
        (OLDEST, OLDEST, true),
        (VERSION, VERSION, true),
        // A loader from the future speaks ours too, or finds out that it does not.
        (VERSION + 7, VERSION, true),
        // One from before the first knows by the answer that it is too old.
        (0, OLDEST, false),
    ] {
        let hello = Hello {
            version,
            ..Hello::default()
        };
        assert_eq!(hello.welcome(), Welcome { version: spoken });
        assert_eq!(hello.is_spoken(), is_spoken);
    }
    check(&Welcome { version: 1 }, frozen!("welcome"));
}

#[test]
fn messages_go_to_the_known_host_or_to_those_allowed() {
    let allowed = [
        "https://shop.example".to_owned(),
        "http://localhost:3000/".to_owned(),
    ];
    let around = |ancestor, hello, allowed| Surroundings {
        is_top: false,
        ancestor,
        hello,
        own: "https://talk.example",
        allowed,
    };
    let origins = |origins: &[&str]| {
        Target::Origins(origins.iter().map(|origin| (*origin).to_owned()).collect())
    };
    let anyone = Target::Anyone("*".to_owned());
    let check = |ancestor, hello, wanted: &Target| {
        assert_eq!(
            &around(ancestor, hello, &[]).target(),
            wanted,
            "{ancestor:?} {hello:?}"
        );
    };
    let shop = origins(&["https://shop.example"]);
    check(Some("https://shop.example"), None, &shop);
    check(
        Some("https://shop.example"),
        Some("https://other.example"),
        &shop,
    );
    check(None, Some("https://shop.example"), &shop);
    check(Some("null"), Some("https://shop.example"), &shop);
    check(Some(""), None, &anyone);
    check(Some("null"), Some("null"), &anyone);
    check(Some("file://"), None, &anyone);
    check(Some("chrome-extension://abc"), None, &anyone);
    check(None, None, &anyone);

    let check = |ancestor, hello, wanted: &Target| {
        assert_eq!(
            &around(ancestor, hello, &allowed).target(),
            wanted,
            "{ancestor:?} {hello:?}"
        );
    };
    check(Some("https://shop.example"), None, &shop);
    check(
        Some("http://localhost:3000"),
        None,
        &origins(&["http://localhost:3000"]),
    );
    check(
        Some("https://talk.example"),
        None,
        &origins(&["https://talk.example"]),
    );
    check(
        Some("https://shop.example.evil.example"),
        None,
        &Target::Nobody,
    );
    check(Some("http://shop.example"), None, &Target::Nobody);
    check(Some("https://shop.example:8443"), None, &Target::Nobody);
    check(None, Some("https://evil.example"), &Target::Nobody);
    check(
        None,
        None,
        &origins(&["https://shop.example", "http://localhost:3000"]),
    );

    let top = Surroundings {
        is_top: true,
        ..around(Some("https://shop.example"), None, &[])
    };
    assert_eq!(top.target(), Target::Nobody);
    assert!(!top.hears("https://shop.example"));
}

#[test]
fn a_page_is_named_by_the_deployment_or_is_our_own() {
    let allowed = ["https://shop.example/".to_owned()];
    let check = |ancestor, hello, allowed, wanted: bool| {
        let around = Surroundings {
            is_top: false,
            ancestor,
            hello,
            own: "https://talk.example",
            allowed,
        };
        assert_eq!(around.is_named(), wanted, "{ancestor:?} {hello:?}");
        let top = Surroundings {
            is_top: true,
            ..around
        };
        assert!(!top.is_named());
    };
    let (shop, own) = (Some("https://shop.example"), Some("https://talk.example"));
    check(shop, None, &allowed, true);
    check(None, shop, &allowed, true);
    check(Some("null"), shop, &allowed, true);
    // What the browser says counts, whatever the page says.
    check(Some("https://evil.example"), shop, &allowed, false);
    check(None, Some("https://shop.example:8443"), &allowed, false);
    check(None, Some("null"), &allowed, false);
    check(None, None, &allowed, false);
    // Where anyone may show us, nobody is named.
    check(shop, shop, &[], false);
    check(None, shop, &[], false);
    check(None, None, &[], false);
    check(own, None, &[], true);
    check(own, own, &allowed, true);
}

#[test]
fn anyone_hears_the_documented_four_only() {
    let event = Post::from(HostEvent {
        event: Occasion::Start,
        session_id: SESSION.to_owned(),
        timestamp: NOW,
    });
    let extra = Post::from(Extra::Click(About::default()));
    let anyone = Target::Anyone("*".to_owned());
    assert_eq!(event.origins(&anyone), ["*"]);
    assert!(extra.origins(&anyone).is_empty());
    let known = Target::Origins(vec!["https://shop.example".to_owned()]);
    assert_eq!(event.origins(&known), ["https://shop.example"]);
    assert_eq!(extra.origins(&known), ["https://shop.example"]);
    assert!(event.origins(&Target::Nobody).is_empty());
}

#[test]
fn only_the_host_is_listened_to() {
    let allowed = ["https://shop.example".to_owned()];
    let check = |ancestor, allowed, origin: &str, wanted: bool| {
        let around = Surroundings {
            ancestor,
            allowed,
            own: "https://talk.example",
            ..Surroundings::default()
        };
        assert_eq!(around.hears(origin), wanted, "{ancestor:?} {origin}");
    };
    check(None, &[], "https://shop.example", true);
    check(None, &allowed, "https://shop.example", true);
    check(None, &allowed, "https://talk.example", true);
    check(None, &allowed, "https://evil.example", false);
    check(
        Some("https://shop.example"),
        &[],
        "https://shop.example",
        true,
    );
    check(
        Some("https://shop.example"),
        &[],
        "https://evil.example",
        false,
    );
    check(None, &[], "null", false);
    check(None, &[], "", false);
    check(None, &[], "file://", false);
}

#[test]
fn origins_are_compared_as_browsers_write_them() {
    let check = |text: &str, wanted: Option<&str>| assert_eq!(origin_of(text).as_deref(), wanted);
    check("https://Shop.Example", Some("https://shop.example"));
    check("https://shop.example:443/", Some("https://shop.example"));
    check("http://[::1]:80", Some("http://[::1]"));
    check("https://shop.example/path", None);
    check("https://shop.example/?", None);
    check("https://shop.example//", None);
    check("shop.example", None);
    check("null", None);
    check("mailto:a@b.c/", None);
    check("*", None);
}
