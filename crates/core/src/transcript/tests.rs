use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::{Body, Change, Entry, EntryId, Transcript};
use crate::dialect::{Activity, Delivery, Event, Speaker};
use crate::failure::Failure;
use crate::wire::{Choice, SessionCreated, StopReason};

/// Plays a script of events. Above the line stands every change, below it the transcript.
///
/// `connect at`, `run id`, `done id`, `cancelled id`, `failed id`, `agent id at`, `visitor id at`
/// (`who` and `at` as in `MessageStarted`), `say id text`, `end id`, `sending|sent|unsent id`,
/// `tool id name`, `input id text`, `called id`, `result id text`, `offer id a,b`, `over`.
/// `write id text` is a local echo as a dialect tells it.
fn check(script: &str, expected: Expect) {
    let mut transcript = Transcript::default();
    let mut out = String::new();
    for line in script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        for event in events(line) {
            for change in transcript.apply(&event) {
                out += &match change {
                    Change::Added {
                        entry,
                        before: None,
                    } => format!("+ {entry}\n"),
                    Change::Added {
                        entry,
                        before: Some(it),
                    } => format!("+ {entry} before {it}\n"),
                    Change::Moved {
                        entry,
                        before: None,
                    } => format!("> {entry}\n"),
                    Change::Moved {
                        entry,
                        before: Some(it),
                    } => format!("> {entry} before {it}\n"),
                    Change::Grew { entry, delta } => format!("… {entry} {delta:?}\n"),
                    Change::Updated { entry } => format!("* {entry}\n"),
                };
            }
            // The same again changes nothing, except text, which only its dialect can tell apart.
            let grows = matches!(event, Event::MessageDelta { .. } | Event::ToolInput { .. });
            // A first start after an echo means that the log has it; the echo itself comes once.
            let echo = line.starts_with("write");
            if !grows && !echo {
                assert_eq!(transcript.apply(&event), [], "twice: {line}");
            }
        }
    }
    out += "---\n";
    for entry in transcript.entries() {
        out += &show(entry);
    }
    expected.assert_eq(&out);
}

fn show(entry: &Entry) -> String {
    let mut line = format!("{} ", entry.id);
    match &entry.body {
        Body::Message(message) => {
            let who = match message.speaker {
                Speaker::Visitor => "visitor",
                Speaker::Agent => "agent",
            };
            write!(line, "{who} {:?}", message.text).unwrap();
            let delivery = message.delivery.as_ref().map(|delivery| match delivery {
                Delivery::Sending => " sending",
                Delivery::Sent => " sent",
                Delivery::Failed(_) => " failed",
            });
            line += delivery.unwrap_or_default();
            line += if message.open { " open" } else { "" };
            line += if message.cut { " cut" } else { "" };
            for choice in &message.choices {
                line += &format!(" [{}]", choice.text);
            }
            line += if message.choices_used { " used" } else { "" };
        }
        Body::Tool(tool) => {
            write!(line, "tool {}({}) {:?}", tool.name, tool.input, tool.result).unwrap();
            line += if tool.open { " open" } else { "" };
        }
    }
    line + "\n"
}

fn events(line: &str) -> Vec<Event> {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    let (id, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let entry = EntryId::from(id);
    let delivery = |delivery| {
        vec![Event::Delivery {
            entry: entry.clone(),
            delivery,
        }]
    };
    let started = |speaker| {
        vec![Event::MessageStarted {
            entry: entry.clone(),
            speaker,
            at: text.parse().unwrap_or(0.0),
        }]
    };
    let text = text.to_owned();
    match verb {
        "connect" => vec![Event::Connected {
            session: SessionCreated {
                started_at: id.parse().unwrap(),
                ..SessionCreated::default()
            },
            resumed: false,
        }],
        "run" => vec![Event::RunStarted { run: entry }],
        "done" | "cancelled" => vec![Event::RunFinished {
            run: entry,
            cancelled: verb == "cancelled",
        }],
        "failed" => vec![Event::RunFailed {
            run: entry,
            failure: Failure::Unreachable,
            again: true,
        }],
        "agent" => started(Speaker::Agent),
        "visitor" => started(Speaker::Visitor),
        "say" => vec![Event::MessageDelta { entry, text }],
        "end" => vec![Event::MessageEnded { entry }],
        "write" => [
            started(Speaker::Visitor),
            vec![
                Event::MessageDelta {
                    entry: entry.clone(),
                    text,
                },
                Event::MessageEnded {
                    entry: entry.clone(),
                },
            ],
            delivery(Delivery::Sending),
        ]
        .concat(),
        "sending" => delivery(Delivery::Sending),
        "sent" => delivery(Delivery::Sent),
        "unsent" => delivery(Delivery::Failed(Failure::Unreachable)),
        "tool" => vec![Event::ToolStarted {
            entry,
            name: text,
            kind: Activity::Tool,
            at: 0.0,
        }],
        "input" => vec![Event::ToolInput { entry, delta: text }],
        "called" => vec![Event::ToolEnded { entry }],
        "result" => vec![Event::ToolResult {
            entry,
            content: text,
        }],
        "offer" => vec![Event::Offered {
            entry,
            choices: text
                .split(',')
                .map(|it| Choice {
                    id: it.to_owned(),
                    text: it.to_owned(),
                    url: None,
                })
                .collect(),
        }],
        "over" => vec![Event::Ended {
            reason: StopReason::Visitor,
            at: 0.0,
        }],
        _ => panic!("no such verb: {line}"),
    }
}

#[test]
fn a_reply_grows_delta_by_delta() {
    check(
        "
        run r1
        agent a 1
        say a Hel
        say a lo
        end a
        done r1
        ",
        expect![[r#"
            + a
            … a "Hel"
            … a "lo"
            * a
            ---
            a agent "Hello"
        "#]],
    );
}

#[test]
fn a_local_echo_stays_the_same_entry_when_the_log_has_it() {
    check(
        "
        write v hi
        sent v
        run v
        visitor v 5
        say v hi
        end v
        agent a 6
        say a hey
        ",
        expect![[r#"
            + v
            … v "hi"
            * v
            * v
            * v
            + a
            … a "hey"
            ---
            v visitor "hi" sent
            a agent "hey" open
        "#]],
    );
}

#[test]
fn what_the_log_tells_goes_before_what_is_still_on_its_way() {
    check(
        "
        write v1 hi
        agent a 1
        say a welcome
        write v2 there
        tool t search
        ",
        expect![[r#"
            + v1
            … v1 "hi"
            * v1
            * v1
            + a before v1
            … a "welcome"
            + v2 before v1
            … v2 "there"
            * v2
            > v2
            * v2
            + t before v1
            ---
            a agent "welcome" open
            t tool search() None open
            v1 visitor "hi" sending
            v2 visitor "there" sending
        "#]],
    );
}

#[test]
fn an_echo_moves_to_where_the_log_says() {
    check(
        "
        write v1 one
        unsent v1
        write v2 two
        write v3 three
        visitor v3 1
        visitor v2 1
        agent a 2
        ",
        expect![[r#"
            + v1
            … v1 "one"
            * v1
            * v1
            * v1
            + v2 before v1
            … v2 "two"
            * v2
            > v2
            * v2
            + v3 before v1
            … v3 "three"
            * v3
            > v3
            * v3
            > v3 before v1
            > v2 before v1
            + a before v1
            ---
            v3 visitor "three" sending
            v2 visitor "two" sending
            a agent "" open
            v1 visitor "one" failed
        "#]],
    );
}

#[test]
fn a_failed_entry_sent_again_is_the_same_entry() {
    check(
        "
        write v hi
        unsent v
        sending v
        sent v
        visitor v 1
        ",
        expect![[r#"
            + v
            … v "hi"
            * v
            * v
            * v
            * v
            * v
            ---
            v visitor "hi" sent
        "#]],
    );
}

#[test]
fn a_replayed_log_makes_the_same_transcript_without_deliveries() {
    check(
        "
        run r1
        visitor r1 1
        say r1 hi
        end r1
        agent a 2
        say a hey
        end a
        done r1
        ",
        expect![[r#"
            + r1
            … r1 "hi"
            * r1
            + a
            … a "hey"
            * a
            ---
            r1 visitor "hi"
            a agent "hey"
        "#]],
    );
}

#[test]
fn a_cancelled_reply_is_cut_even_if_its_message_was_ended() {
    check(
        "
        visitor v 1
        end v
        run v
        agent a 2
        say a Once upon
        end a
        cancelled v
        ",
        expect![[r#"
            + v
            * v
            + a
            … a "Once upon"
            * a
            * a
            ---
            v visitor ""
            a agent "Once upon" cut
        "#]],
    );
}

#[test]
fn a_failed_reply_keeps_its_text_and_closes_everything() {
    check(
        "
        run v
        tool t search
        input t {
        agent a 2
        say a Once
        failed v
        say a upon
        ",
        expect![[r#"
            + t
            … t "{"
            + a
            … a "Once"
            * a
            * t
            ---
            t tool search({) None
            a agent "Once" cut
        "#]],
    );
}

#[test]
fn the_reply_before_is_not_cut_by_a_run_that_says_nothing() {
    check(
        "
        run r1
        agent a 1
        end a
        done r1
        visitor v 2
        end v
        run v
        failed v
        ",
        expect![[r#"
            + a
            * a
            + v
            * v
            ---
            a agent ""
            v visitor ""
        "#]],
    );
}

#[test]
fn the_end_closes_what_is_open_and_nothing_else() {
    check(
        "
        run r
        agent a 1
        end a
        agent b 1
        say b but
        over
        ",
        expect![[r#"
            + a
            * a
            + b
            … b "but"
            * b
            ---
            a agent ""
            b agent "but" cut
        "#]],
    );
}

#[test]
fn choices_are_used_by_any_later_word_of_the_visitor() {
    check(
        "
        agent a 1
        offer a yes,no
        write v maybe
        ",
        expect![[r#"
            + a
            * a
            + v
            * a
            … v "maybe"
            * v
            * v
            ---
            a agent "" open [yes] [no] used
            v visitor "maybe" sending
        "#]],
    );
    check(
        "
        agent a 1
        offer a yes,no
        visitor v 1
        agent b 2
        offer b red,blue
        ",
        expect![[r#"
            + a
            * a
            + v
            * a
            + b
            * b
            ---
            a agent "" open [yes] [no] used
            v visitor "" open
            b agent "" open [red] [blue]
        "#]],
    );
}

#[test]
fn choices_that_come_after_the_visitor_wrote_are_used() {
    check(
        "
        write v hi
        agent a 1
        offer a yes,no
        unsent v
        agent b 1
        offer b more,less
        ",
        expect![[r#"
            + v
            … v "hi"
            * v
            * v
            + a before v
            * a
            * v
            + b before v
            * b
            ---
            a agent "" open [yes] [no] used
            b agent "" open [more] [less]
            v visitor "hi" failed
        "#]],
    );
}

#[test]
fn later_choices_replace_earlier_ones() {
    check(
        "
        agent a 1
        offer a yes,no
        offer a ok
        ",
        expect![[r#"
            + a
            * a
            * a
            ---
            a agent "" open [ok]
        "#]],
    );
}

#[test]
fn a_tool_has_its_input_and_one_result() {
    check(
        r#"
        tool t search
        input t {"q":
        input t 1}
        called t
        result t found
        result t other
        "#,
        expect![[r#"
            + t
            … t "{\"q\":"
            … t "1}"
            * t
            * t
            ---
            t tool search({"q":1}) Some("found")
        "#]],
    );
}

#[test]
fn what_names_no_entry_changes_nothing() {
    check(
        "say x hi\nend x\nsent x\nresult x y\noffer x a\ninput x y",
        expect![[r#"
            ---
        "#]],
    );
}

#[test]
fn the_download_is_in_the_documented_format() {
    let mut transcript = Transcript::default();
    let script = "
        connect 1000
        agent a 4000
        say a Hello…
        tool t search
        visitor v 10999
        say v Hi…
        agent silent 11000
        agent b 3726000
        say b Still there?
        write w lost
        unsent w
        ";
    for line in script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        for event in events(line) {
            transcript.apply(&event);
        }
    }
    expect![[r#"
        [00:03] AI: Hello…

        [00:09] User: Hi…

        [62:05] AI: Still there?"#]]
    .assert_eq(&transcript.to_text());
    transcript.clear();
    assert_eq!(transcript, Transcript::default());
    assert_eq!(transcript.to_text(), "");
}

#[test]
fn a_long_log_is_taken_in_quickly() {
    let mut transcript = Transcript::default();
    for n in 0..1_000 {
        let entry = EntryId::from(format!("{n:024x}").as_str());
        let speaker = [Speaker::Agent, Speaker::Visitor][n % 2];
        transcript.apply(&Event::MessageStarted {
            entry: entry.clone(),
            speaker,
            at: 0.0,
        });
        for _ in 0..100 {
            let text = "word ".to_owned();
            transcript.apply(&Event::MessageDelta {
                entry: entry.clone(),
                text,
            });
        }
        transcript.apply(&Event::MessageEnded { entry });
    }
    assert_eq!(transcript.entries().len(), 1_000);
    assert_eq!(transcript.to_text().matches("word").count(), 100_000);
}

fn transcript_of(events: &[Event]) -> Transcript {
    let mut transcript = Transcript::default();
    for event in events {
        transcript.apply(event);
    }
    transcript
}

fn said(entry: &str, speaker: Speaker) -> [Event; 2] {
    let id = EntryId::from(entry);
    [
        Event::MessageStarted {
            entry: id.clone(),
            speaker,
            at: 1.0,
        },
        Event::MessageEnded { entry: id },
    ]
}

#[test]
fn an_activity_has_its_kind_from_the_start() {
    let transcript = transcript_of(&[Event::ToolStarted {
        entry: "t".into(),
        name: "search".to_owned(),
        kind: Activity::HandOver,
        at: 2.0,
    }]);
    let Body::Tool(tool) = &transcript.get(&"t".into()).unwrap().body else {
        panic!();
    };
    assert_eq!(tool.kind, Activity::HandOver);
}

#[test]
fn the_whole_text_replaces_what_came_of_it() {
    let text = |entry: &str| Event::Text {
        entry: entry.into(),
        text: "All of it.".to_owned(),
    };
    let mut transcript = transcript_of(&said("a", Speaker::Agent));
    transcript.apply(&Event::ToolStarted {
        entry: "t".into(),
        name: "search".to_owned(),
        kind: Activity::Tool,
        at: 2.0,
    });
    for (told, changes) in [
        (text("a"), true),
        (text("a"), false),
        (text("t"), false),
        (text("unknown"), false),
    ] {
        let done = transcript.apply(&told);
        assert_eq!(!done.is_empty(), changes, "{told:?}");
    }
    let Body::Message(message) = &transcript.get(&"a".into()).unwrap().body else {
        panic!();
    };
    assert_eq!(message.text, "All of it.");
}

#[test]
fn text_that_is_taken_back_is_begun_anew() {
    let told = |text: &str| Event::Text {
        entry: "a".into(),
        text: text.to_owned(),
    };
    let delta = |text: &str| Event::MessageDelta {
        entry: "a".into(),
        text: text.to_owned(),
    };
    let mut transcript = transcript_of(&said("a", Speaker::Agent)[..1]);
    for (event, text, withdrawals) in [
        (told(""), "", 0),
        (delta("Hm."), "Hm.", 0),
        (told(""), "", 1),
        (told(""), "", 1),
        (delta("Hello!"), "Hello!", 1),
        (told("Hello! How are you?"), "Hello! How are you?", 1),
        (told(""), "", 2),
    ] {
        transcript.apply(&event);
        let Body::Message(message) = &transcript.get(&"a".into()).unwrap().body else {
            panic!();
        };
        assert_eq!(
            (message.text.as_str(), message.withdrawals),
            (text, withdrawals)
        );
    }
}

#[test]
fn another_conversation_begins_empty_also_of_what_was_being_sent() {
    let mut transcript = transcript_of(&said("v", Speaker::Visitor));
    transcript.apply(&Event::Delivery {
        entry: "v".into(),
        delivery: Delivery::Sending,
    });
    transcript.apply(&Event::Anew);
    assert!(transcript.entries().is_empty());
    let changes = transcript.apply(&said("a", Speaker::Agent)[0]);
    let (entry, before) = ("a".into(), None);
    assert_eq!(changes, [Change::Added { entry, before }]);
}
