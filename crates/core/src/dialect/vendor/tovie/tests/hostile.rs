use expect_test::expect;

use super::{RETURNED, check_answer, check_replies, check_returned};
use crate::dialect::vendor::script::play;
use crate::dialect::vendor::tovie::Tovie;

#[test]
fn addresses_that_are_no_links_lead_nowhere() {
    check_replies(
        r#"[{"type":"inlineButtons","buttons":[{"text":"Click","url":"javascript:alert(1)"},{"text":"Data","url":"data:text/html,x","callback_data":"safe"}]},
            {"type":"carousel","text":"","content":[{"title":"T","btnText":"Go","url":"JaVa\tScript:alert(1)","image":"javascript:alert(2)"}]},
            {"type":"image","imageUrl":"javascript:alert(3)","text":"caption stays"},
            {"type":"image","imageUrl":"data:image/svg+xml,<svg onload=alert(4)>"},
            {"type":"audio","audioUrl":"file:///etc/passwd"},
            {"type":"text","markup":"html","text":"<a href='javascript:alert(5)'>x</a>"}]"#,
        expect![[r#"
            = visitor e1
            = sent e1
            = status e1 delivered
            = agent q1-1
            = end q1-1
            = attached q1-1 card "T" "" - None
            = agent q1-2
            = say q1-2 "caption stays"
            = end q1-2
            = agent q1-3
            = say q1-3 "x"
            = end q1-3
            = offered q1-3 Data
            = status e1 read
            ~ 300
            = done e1
        "#]],
    );
}

#[test]
fn wrong_types_everywhere_are_survived() {
    check_answer(
        r#"{"questionId":{"a":1},"timestamp":[],"query":9,"data":"text","blockForm":"yes","cid":{}}"#,
        expect![[r#"
            = visitor e1
            = sent e1
            = status e1 delivered
            = done e1
        "#]],
    );
    check_answer(
        r#"{"questionId":"q1","timestamp":"soon","data":{"replies":{"type":"text"},"answer":["x"],"nlpClass":{}}}"#,
        expect![[r#"
            = visitor e1
            = sent e1
            = status e1 delivered
            = done e1
        "#]],
    );
}

#[test]
fn a_damaged_answer_is_told_and_can_be_had_again() {
    check_returned(
        r#"
        send e1 hi
        #6 404 {}
        #7 200 {"questionId":"q1","data":{"replies":[{"type":"te
        resend e1
        #8 200 {"messages":[{"questionId":"q1","query":"hi","timestamp":"2022-09-28T12:01:01.000","data":{"replies":[{"type":"text","text":"ho"}]}}]}
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            > #7 POST /relay/shop [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            = done e1
            = unsent e1: Agent { detail: "" }
            = sending e1
            > #8 GET /relay/shop/client/visitor-1/history?from=1664366400000 [Bearer t1]
            = visitor e1
            = sent e1
            = status e1 delivered
            = agent q1-1
            = say q1-1 "ho"
            = end q1-1
            = status e1 read
            ~ 300
        "#]],
    );
}

#[test]
fn an_answer_without_measure_is_no_answer() {
    let huge = format!(
        r#"{{"questionId":"q1","data":{{"replies":[{{"type":"text","text":"{}"}}]}}}}"#,
        "x".repeat(10_000_000)
    );
    let story = format!("{RETURNED}\nsend e1 hi\n#6 404 {{}}\n#7 200 {huge}");
    let told = play::<Tovie>(&story);
    assert!(told.contains("= unsent e1: Agent"), "{}", told.len());
    assert!(told.len() < 20_000);
    // One that is merely long is cut short.
    let long = huge.replace(&"x".repeat(9_000_000), "");
    let story = format!("{RETURNED}\nsend e1 hi\n#6 404 {{}}\n#7 200 {long}");
    let told = play::<Tovie>(&story);
    assert!(told.contains("x…\""), "{}", told.len());
    assert!(told.len() < 70_000);
}

#[test]
fn every_cut_of_an_event_is_survived() {
    let event = r#"{"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"Ünï"}]}}}]}"#;
    for (cut, _) in event.char_indices().skip(1) {
        let story = format!(
            "{RETURNED}\n#5 200 {}\nwait 1000\n#6 200 {event}",
            event.get(..cut).unwrap()
        );
        let told = play::<Tovie>(&story);
        assert_eq!(
            told.matches(r#"= say q1-1 "Ünï""#).count(),
            1,
            "cut at {cut}"
        );
    }
}

#[test]
fn an_error_with_200_is_an_error_and_can_be_tried_again() {
    check_returned(
        r#"
        send e1 hi
        #6 200 {"timestamp":"2022-09-28T12:01:00.000","status":500,"error":"Internal Server Error","exception":"x.Y","message":"Out of order"}
        resend e1
        #7 200 {"messages":[]}
        #8 200 {"questionId":"q1"}
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            = done e1
            = unsent e1: Agent { detail: "Out of order" }
            = sending e1
            > #7 GET /relay/shop/client/visitor-1/history?from=1664366400000 [Bearer t1]
            = run e1
            > #8 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
        "#]],
    );
}

#[test]
fn what_was_accepted_without_a_name_stands_there_once() {
    check_returned(
        r#"
        send e1 hi
        #6 200 {"questionId":null}
        #5 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","query":"hi","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"ho"}]}}}]}
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
            = agent q1-1
            = say q1-1 "ho"
            = end q1-1
            = status e1 read
            ~ 300
            = done e1
            > #7 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366460001 [Bearer t1]
        "#]],
    );
}
