use expect_test::{Expect, expect};

use super::{Context, Heard, Protocol, Start, VendorDialect, Verdict, script, verdict};
use crate::dialect::script as bare;
use crate::dialect::{
    CallId, Delivery, Dialect as _, Event, Head, Input, Link, Network, Output, Reading, Speaker,
    Verb, What,
};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::wire::StopReason;

/// A vendor that repeats what it hears. `bye` from it ends the session, `wake` is said later.
#[derive(Default)]
struct Parrot {
    call: Option<(CallId, EntryId)>,
}

impl Protocol for Parrot {
    fn begin(&mut self, cx: &mut Context, start: &Start) {
        let kept = start.open.kept.as_deref().unwrap_or("nothing");
        let from = if start.resumed { "resumed" } else { "new" };
        cx.tell(super::VendorEvent::Keep(format!(
            "{} {from} {kept}",
            start.session_id
        )));
    }

    fn act(&mut self, cx: &mut Context, verb: Verb) {
        match verb {
            Verb::Send { entry, text, .. } => {
                cx.echo(&entry, &text);
                cx.emit(Event::Delivery {
                    entry: entry.clone(),
                    delivery: Delivery::Sending,
                });
                let call = cx.call("POST", "/say", Some(text), Reading::Whole, 5_000);
                self.call = Some((call, entry));
            }
            Verb::Cancel => {
                if let Some((call, _)) = self.call.take() {
                    cx.abort(call);
                }
            }
            Verb::Vendor(super::VendorCommand::Conversations) => cx.wake_after(3, 1_000),
            other => cx.tell(super::VendorEvent::Keep(format!("{other:?}"))),
        }
    }

    fn hear(&mut self, cx: &mut Context, heard: Heard<'_>) {
        let (entry, head, body) = match heard {
            Heard::Answer { head, body, .. } => match self.call.take() {
                Some((_, entry)) => (entry, head, body),
                None => return,
            },
            Heard::Wake(timer) => {
                cx.tell(super::VendorEvent::Unread(timer));
                return;
            }
            _ => {
                let attempt = 1;
                cx.emit(Event::Link(Link::Lost { attempt }));
                return;
            }
        };
        let delivery = match verdict(&head, body, Failure::Unreachable) {
            Verdict::Good => Delivery::Sent,
            Verdict::Again(failure, _) | Verdict::Bad(failure) => Delivery::Failed(failure),
        };
        let said = String::from_utf8_lossy(body).into_owned();
        cx.emit(Event::Delivery { entry, delivery });
        if said == "bye" {
            let (reason, at) = (StopReason::Agent, cx.now);
            cx.emit(Event::Ended { reason, at });
            return;
        }
        cx.emit(Event::Link(Link::Restored));
        cx.emit(Event::MessageStarted {
            entry: "a".into(),
            speaker: Speaker::Agent,
            at: cx.now,
        });
    }

    fn network(&mut self, cx: &mut Context, network: Network) {
        cx.tell(super::VendorEvent::Keep(format!(
            "{network:?} {} {}",
            cx.offline, cx.hidden
        )));
    }

    fn leave(&mut self, cx: &mut Context) {
        cx.call("POST", "/leave", None, Reading::Whole, 5_000);
    }
}

fn check(story: &str, expected: Expect) {
    script::check::<Parrot>(story, expected);
}

/// With our session's own calls.
fn check_bare(story: &str, expected: Expect) {
    let story = format!("with backend shop\n{story}");
    bare::check(&mut VendorDialect::speaking::<Parrot>(), &story, expected);
}

#[test]
fn our_session_stands_before_the_vendors_conversation_begins() {
    check_bare(
        r#"
        with kept c7
        open demo
        send e1 hi
        #1 201 {"session_id":"s1","session_token":"t1","last_seq":1,"started_at":1000000}
        #2 200 "hi"
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{},"backend":"shop"}
            = connected s1 started=1000000 resumed=false
            ~ 15000
            = keep s1 new c7
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = visitor e1
            > #2 POST /relay/shop/say [Bearer t1] hi
            = sent e1
            = agent a
        "#]],
    );
}

#[test]
fn a_session_carried_on_with_after_a_reload_says_so() {
    check_bare(
        "with kept c7
        resume s1 t1
        #1 page started 900000
        send e1 hi",
        expect![[r#"
            > #1 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = connected s1 started=900000 resumed=true
            ~ 15000
            = keep s1 resumed c7
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = visitor e1
            > #2 POST /relay/shop/say [Bearer t1] hi
        "#]],
    );
}

#[test]
fn a_session_that_ended_meanwhile_is_not_begun_again() {
    check_bare(
        "resume s1 t1
        #1 page started 900000; stopped lost; submitted
        #2 200 {\"status\":\"restricted\"}
        send e1 hi",
        expect![[r#"
            > #1 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = connected s1 started=900000 resumed=true
            = ended Lost
            = submitted
            > #2 GET /api/embed/sessions/s1/results [Bearer t1]
            = results Restricted None
            = visitor e1
            = say e1 "hi"
            = end e1
            = unsent e1: Unreachable
        "#]],
    );
}

#[test]
fn contact_is_kept_and_an_end_on_the_server_noticed() {
    check_bare(
        r#"
        open demo
        #1 201 {"session_id":"s1","session_token":"t1","last_seq":1}
        wait 15000
        #2 page started 1000000
        hidden
        wait 15000
        #3 page
        wait 239999
        send e1 hi
        wait 1
        #5 page 2 stopped max_duration
        #4 200 "late"
        submit
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{},"backend":"shop"}
            = connected s1 started=0 resumed=false
            ~ 15000
            = keep s1 new nothing
            > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            ~ 15000
            = keep Hidden false true
            > #3 GET /api/embed/sessions/s1/events?after=1 [Bearer t1]
            ~ 240000
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = visitor e1
            > #4 POST /relay/shop/say [Bearer t1] hi
            > #5 GET /api/embed/sessions/s1/events?after=1 [Bearer t1]
            x #4
            > #6 POST /relay/shop/leave [Bearer t1] [keepalive]
            = unsent e1: Unreachable
            = ended MaxDuration
            > #7 POST /api/embed/sessions/s1/submit [Bearer t1] {}
        "#]],
    );
}

#[test]
fn a_stop_leaves_the_vendor_first_and_nothing_late_is_heard() {
    check(
        r#"
        send e1 hi
        conversations
        stop
        #1 200 "late"
        #2 200 "left"
        wait 5000
        send e2 still
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep s1 new nothing
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #1 POST /relay/shop/say [Bearer t1] hi
            ~ 1000
            x #1
            > #2 POST /relay/shop/leave [Bearer t1] [keepalive]
            = unsent e1: Unreachable
            = ended Visitor
            = visitor e2
            = say e2 "still"
            = end e2
            = unsent e2: Unreachable
        "#]],
    );
}

#[test]
fn an_end_the_vendor_tells_ends_our_session() {
    check(
        "send e1 hi
        #1 200 bye
        wait 3000",
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep s1 new nothing
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #1 POST /relay/shop/say [Bearer t1] hi
            = sent e1
            > #2 POST /relay/shop/leave [Bearer t1] [keepalive]
            = ended Agent
        "#]],
    );
}

#[test]
fn a_refusal_asks_our_log_at_once_whether_the_session_still_runs() {
    check(
        r#"
        send e1 hi
        ended max_duration
        #1 401 {"detail":"This session has ended."}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep s1 new nothing
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #1 POST /relay/shop/say [Bearer t1] hi
            = unsent e1: Refused
            = agent a
            > #2 POST /relay/shop/leave [Bearer t1] [keepalive]
            = ended MaxDuration
        "#]],
    );
}

#[test]
fn one_word_about_the_link_though_there_are_two() {
    check_bare(
        r#"
        open demo
        #1 201 {"session_id":"s1","session_token":"t1","last_seq":1}
        wait 15000
        #2 broken
        wait 1500
        send e1 hi
        #3 page started 1000000
        #4 200 "hi"
        send e2 hi
        #5 broken
        send e3 hi
        #6 200 "hi"
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{},"backend":"shop"}
            = connected s1 started=0 resumed=false
            ~ 15000
            = keep s1 new nothing
            > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = link lost (1)
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = visitor e1
            > #4 POST /relay/shop/say [Bearer t1] hi
            = link restored
            ~ 15000
            = sent e1
            = agent a
            = visitor e2
            = say e2 "hi"
            = end e2
            = sending e2
            = visitor e2
            > #5 POST /relay/shop/say [Bearer t1] hi
            = link lost (1)
            = visitor e3
            = say e3 "hi"
            = end e3
            = sending e3
            = visitor e3
            > #6 POST /relay/shop/say [Bearer t1] hi
            = sent e3
            = link restored
            = agent a
        "#]],
    );
}

#[test]
fn verbs_reach_whom_they_concern() {
    check_bare(
        r#"
        open demo
        #1 201 {"session_id":"s1","session_token":"t1","last_seq":1}
        note Hesitates
        #2 200 {}
        retry
        bearer t2
        send e1 hi
        cancel
        seen e1
        conversations
        offline
        online
        hidden
        wait 1000
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{},"backend":"shop"}
            = connected s1 started=0 resumed=false
            ~ 15000
            = keep s1 new nothing
            > #2 POST /api/embed/sessions/s1/notes [Bearer t1] {"notes":[{"text":"Hesitates","timestamp":0,"source":""}]}
            = keep Notes([Note { text: "Hesitates", timestamp: 0, source: "" }])
            > #3 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = keep RetryNow
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = visitor e1
            > #4 POST /relay/shop/say [Bearer t2] hi
            x #4
            = keep Vendor(Seen { entry: #e1 })
            ~ 1000
            ~ 1500
            = keep Offline true false
            x #3
            ~ 15000
            = keep Online false false
            = keep Hidden false true
            = unread 3
        "#]],
    );
}

#[test]
fn a_public_address_is_talked_to_without_our_token() {
    check(
        "with address https://bot.example/chatapi/a:b/
        send e1 hi",
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep s1 new nothing
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #1 POST https://bot.example/chatapi/a:b/say hi
        "#]],
    );
}

#[test]
fn a_second_session_begins_with_a_new_conversation() {
    check(
        r#"
        open agent
        send e1 hi
        conversations
        stop
        wait 700
        open agent
        wait 1000
        send e2 again
        #3 200 "again"
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep s1 new nothing
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #1 POST /relay/shop/say [Bearer t1] hi
            ~ 1000
            x #1
            > #2 POST /relay/shop/leave [Bearer t1] [keepalive]
            = unsent e1: Unreachable
            = ended Visitor
            = connected s1 started=1000000 resumed=false
            = keep s1 new nothing
            = visitor e2
            = say e2 "again"
            = end e2
            = sending e2
            > #3 POST /relay/shop/say [Bearer t1] again
            = sent e2
            = agent a
        "#]],
    );
}

#[test]
fn what_was_sent_stands_before_what_came_of_it() {
    let mut dialect = VendorDialect::speaking::<Parrot>();
    let mut transcript = crate::transcript::Transcript::default();
    let send = |entry: &str| {
        What::Do(Verb::Send {
            entry: entry.into(),
            text: "hi".to_owned(),
            choice: None,
        })
    };
    let head = || Head {
        status: 201,
        ..Head::default()
    };
    let created = br#"{"session_id":"s1","session_token":"t1","last_seq":1}"#;
    let answer = |call, body| What::Answer {
        call: CallId(call),
        head: head(),
        body,
    };
    for what in [
        What::Do(Verb::Open(Box::default())),
        answer(0, created),
        send("e1"),
        answer(1, b"hi"),
        send("e2"),
    ] {
        let (now, chance) = (1.0, 0.5);
        dialect.handle(Input { now, chance, what });
        while let Some(output) = dialect.poll() {
            if let Output::Event(event) = output {
                transcript.apply(&event);
            }
        }
    }
    let order: Vec<&str> = transcript
        .entries()
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(order, ["e1", "a", "e2"]);
}
