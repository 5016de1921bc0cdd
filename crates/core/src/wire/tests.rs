//! serde's readers and writers, which the server uses, and the widget's own agree.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::*;
use crate::host::{
    About, Command, ErrorCode, Extra, HostEvent, Occasion, Post, Reply, Request, State,
};
use crate::json::{self, Read, Write};
use crate::phase::{Phase, Told};

/// What one writes the other reads, both ways, and an empty object is the default for both.
fn check<T>(value: &T)
where
    T: Serialize + DeserializeOwned + Read + Write + Default + PartialEq + std::fmt::Debug,
{
    check_one(value);
    check_one(&T::default());
    let empty = json::parse("{}").unwrap();
    assert_eq!(T::read(&empty), Some(T::default()));
    assert_eq!(T::read(&json::Json::Null), None);
}

fn check_one<T>(value: &T)
where
    T: Serialize + DeserializeOwned + Read + Write + PartialEq + std::fmt::Debug,
{
    let theirs = serde_json::to_string(value).unwrap();
    let read = json::read_bytes::<T>(theirs.as_bytes());
    assert_eq!(read.as_ref(), Some(value), "{theirs}");
    let ours = json::text(value);
    assert_eq!(&serde_json::from_str::<T>(&ours).unwrap(), value, "{ours}");
    check_text(&ours, &theirs);
}

/// As serde writes it, but for `null`s, which are left out.
fn check_text(ours: &str, theirs: &str) {
    let read = |text: &str| without_nulls(serde_json::from_str(text).unwrap());
    assert_eq!(read(ours), read(theirs));
    assert!(!ours.contains("null"), "{ours}");
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        Value::Object(members) => Value::Object(Map::from_iter(
            (members.into_iter())
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name, without_nulls(value))),
        )),
        // 1 and 1.0 are the same number.
        Value::Number(number) => json!(number.as_f64()),
        value => value,
    }
}

fn own(text: &str) -> String {
    text.to_owned()
}

fn facts() -> ScenarioFacts {
    ScenarioFacts {
        id: own("67bf56c23f44cdf6055a8165"),
        slug: Some(own("demo")),
        name: own("A \"name\"\n"),
        user_friendly_description: Some(own("é☃😀\u{1}")),
        variables: vec![own("company_name")],
        is_public: true,
        is_recording: true,
        requires_passcode: true,
        is_auto_submit: true,
        shows_results: true,
        max_duration_seconds: Some(600),
        greets: true,
        avatar_url: Some(own("/a.png")),
        language: Some(own("en")),
        access_expires_at: Some(1_740_596_520_000),
    }
}

#[test]
fn the_page_and_its_scenario_are_read_as_they_are_written() {
    check(&facts());
    check(&PageConfig {
        deployment: Deployment {
            api: own("https://api.example"),
            allowed_hosts: vec![own("https://shop.example")],
            image_hosts: vec![own("cdn.example")],
            branding: Some(Branding {
                text: own("Acme"),
                url: Some(own("https://acme.example")),
            }),
            backends: vec![BackendFacts {
                name: own("shop"),
                dialect: own("totebot"),
                title: Some(own("Shop")),
                description: Some(own("A shop")),
                address: Some(own("https://bot.example/chatapi/abc:1")),
                generation: Some(1),
                state_path: Some(own("/state")),
            }],
            backend: Some(own("shop")),
        },
        scenario: Some(facts()),
        locked: Some(Lock::Passcode),
        missing: true,
        theme: vec![(own("--accent"), own("#123456"))],
        scheme: own("dark"),
    });
    for lock in [Lock::Token, Lock::Passcode] {
        check_one(&lock);
    }
}

#[test]
fn the_life_of_a_session_is_read_as_it_is_written() {
    check(&AccessGranted {
        bearer: own("b"),
        expires_at: 1_705_312_800_123,
    });
    check(&CreateSession {
        scenario_id: own("demo"),
        style: own("full"),
        user: User {
            name: own("Ada"),
            email: own("ada@example.com"),
        },
        variables: [(own("role"), own("\\"))].into(),
        language: Some(own("de")),
        backend: Some(own("shop")),
        restore: Some(own("s")),
        max_duration_seconds: Some(1),
        transcribe: Some(false),
        source: Some(own("PREVIEW")),
        visitor: Some(own("v")),
    });
    check(&SessionCreated {
        session_id: own("s"),
        session_token: own("t"),
        expires_at: -1,
        last_seq: 1 << 53,
        started_at: 1_705_312_800_123,
        max_duration_seconds: Some(u32::MAX),
        restored: true,
        visitor: Some(own("v")),
    });
    check(&CreateTurn {
        text: own("Hi\u{7f}"),
        choice: Some(own("yes")),
    });
    check(&StopRequest {
        session_token: Some(own("t")),
        reason: StopReason::MaxDuration,
    });
    check(&SubmitRequest {
        comment: Some(own("Well.")),
    });
    check(&NotesRequest {
        notes: vec![Note {
            text: own("hesitated"),
            timestamp: 1_705_312_800_123,
            source: own("evaluator"),
        }],
    });
    check(&Choices {
        message_id: own("m"),
        choices: vec![Choice {
            id: own("yes"),
            text: own("Yes"),
            url: Some(own("https://example.com")),
        }],
    });
    check(&Told {
        session_id: own("s"),
        started: true,
        ended: true,
        submitted: true,
    });
    // The widget never reads what it only asks with.
    let access = AccessRequest {
        scenario_id: own("demo"),
        token: None,
        passcode: Some(own("1234")),
    };
    let theirs = serde_json::to_string(&access).unwrap();
    assert_eq!(json::text(&access), theirs);
}

#[test]
fn every_reason_has_one_word_and_an_unknown_one_is_lost() {
    for reason in [
        StopReason::Visitor,
        StopReason::Agent,
        StopReason::MaxDuration,
        StopReason::Silence,
        StopReason::Lost,
    ] {
        check_one(&reason);
    }
    let read = |text: &str| StopReason::read(&json::parse(text).unwrap());
    assert_eq!(read("\"earthquake\""), Some(StopReason::Lost));
    assert_eq!(read("7"), None);
}

#[test]
fn results_are_read_as_they_are_written() {
    for status in [
        ResultsStatus::Analyzing,
        ResultsStatus::Ready,
        ResultsStatus::Restricted,
        ResultsStatus::Failed,
    ] {
        check_one(&status);
    }
    for source in [ScoreSource::Measured, ScoreSource::Model] {
        check_one(&source);
    }
    check(&Results {
        status: ResultsStatus::Ready,
        score: Some(7.4),
        score_source: ScoreSource::Model,
        report_card: vec![Criterion {
            topic: own("Structure"),
            score: 6.5,
            score_str: own("6.5"),
            note: own("Clear."),
            weight: Some(0.25),
        }],
        strengths: vec![own("Asks.")],
        weaknesses: vec![own("Rushes.")],
        action_items: vec![own("Pause.")],
        feedback: Some(own("Well done.")),
        figures: Figures {
            duration_seconds: 312,
            visitor_turns: 5,
            agent_turns: 6,
            visitor_words: 210,
            agent_words: 250,
            talk_share: 0.46,
            words_per_turn: 42.0,
            response_seconds: Some(3.125),
            visitor_questions: 2,
            agent_questions: 5,
            fillers: 3,
            rubric_coverage: Some(0.5),
        },
    });
}

#[test]
fn hosts_are_told_what_serde_would_tell_them() {
    let about = |session: Option<&str>| About {
        scenario_id: own("demo"),
        session_id: session.map(own),
    };
    let mut posts: Vec<Post> = [
        Extra::Ready(about(Some("s"))),
        Extra::Click(about(None)),
        Extra::Error {
            about: about(None),
            code: own("load"),
            message: own("\"Oh\""),
        },
        Extra::Resize {
            about: about(Some("s")),
            height: 420,
        },
        Extra::TokenNeeded(about(None)),
    ]
    .map(Post::from)
    .into();
    for event in [
        Occasion::Start,
        Occasion::Stop,
        Occasion::Terminated,
        Occasion::Submit,
    ] {
        posts.push(Post::from(HostEvent {
            event,
            session_id: own("s"),
            timestamp: 1_705_312_800_123,
        }));
    }
    for post in posts {
        // To the letter: hosts may compare.
        assert_eq!(json::text(&post), serde_json::to_string(&post).unwrap());
    }
    let state = State {
        phase: own("live"),
        scenario_id: own("demo"),
        session_id: Some(own("s")),
    };
    for reply in [
        Reply::done(9, state),
        Reply::wrong_phase(3, "send", Phase::Ready),
        Reply::error(4, ErrorCode::Invalid, own("No.")),
        Reply::error(4, ErrorCode::Gesture, own("No.")),
        Reply::error(4, ErrorCode::Refused, own("No.")),
    ] {
        assert_eq!(json::text(&reply), serde_json::to_string(&reply).unwrap());
    }
}

#[test]
fn every_command_is_read_as_serde_writes_it() {
    let text = || own("Hi");
    for command in [
        Command::Start,
        Command::Stop,
        Command::Send(text()),
        Command::Prefill(text()),
        Command::SetVariables([(own("role"), own("CTO"))].into()),
        Command::SetUser(crate::host::UserGiven {
            name: Some(own("Ada")),
            email: None,
        }),
        Command::SetTheme(crate::config::Restyle {
            color: Some(own("teal-500")),
            background: None,
            theme: Some(own("dark")),
        }),
        Command::SetAccessToken(text()),
        Command::GetState,
        Command::Destroy,
    ] {
        let request = Request { id: 7, command };
        let json = serde_json::to_string(&request).unwrap();
        assert_eq!(Request::read(&json).ok(), Some(request), "{json}");
    }
}

#[test]
fn an_error_gives_its_sentence_in_either_form() {
    for (body, shown) in [
        (r#"{"detail":"Too long."}"#, "Too long."),
        (
            r#"{"detail":[{"msg":"One"},{"loc":[]},{"msg":"Two"}]}"#,
            "One; Two",
        ),
        (r#"{"detail":{}}"#, ""),
        ("[]", ""),
    ] {
        assert_eq!(sentence(&json::parse(body).unwrap()), shown);
    }
}
