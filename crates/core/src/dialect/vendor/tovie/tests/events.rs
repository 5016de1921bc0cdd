use expect_test::expect;

use super::{RETURNED, check_returned};
use crate::dialect::vendor::script::play;
use crate::dialect::vendor::tovie::Tovie;

#[test]
fn what_comes_twice_is_told_once() {
    check_returned(
        r#"
        #5 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"A"}]}}},{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"A"}]}}},{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:03.000","data":{"replies":[{"type":"text","text":"Another reply to the same"}]}}}]}
        #6 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:03.000","data":{"replies":[{"type":"text","text":"Another reply to the same"}]}}}]}
        "#,
        expect![[r#"
            = agent q1-1
            = say q1-1 "A"
            = end q1-1
            ~ 300
            = agent q1-2
            = say q1-2 "Another reply to the same"
            = end q1-2
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366463001 [Bearer t1]
            ~ 1000
        "#]],
    );
}

#[test]
fn a_synchronous_answer_and_its_event_are_one() {
    check_returned(
        r#"
        send e1 hi
        #6 501 {}
        #5 200 {"events":[{"type":"userRequest","event":{"questionId":"q1","query":"hi","cid":"c1","timestamp":"2022-09-28T12:01:00.000"}}]}
        #8 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","query":"hi","timestamp":"2022-09-28T12:01:01.000","data":{"replies":[{"type":"text","text":"ho"}]}}}]}
        #7 200 {"questionId":"q1","query":"hi","timestamp":"2022-09-28T12:01:01.000","data":{"replies":[{"type":"text","text":"ho"}]}}
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            > #7 POST /relay/shop [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            > #8 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366460001 [Bearer t1]
            = agent q1-1
            = say q1-1 "ho"
            = end q1-1
            = status e1 read
            ~ 300
            = done e1
            > #9 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366461001 [Bearer t1]
        "#]],
    );
}

#[test]
fn another_tab_is_kept_in_step() {
    check_returned(
        r#"
        #5 200 {"events":[{"type":"userRequest","event":{"questionId":"q1","query":"from the other tab","cid":"c1","timestamp":"2022-09-28T12:01:00.000"}},{"type":"botResponse","event":{"questionId":"q1","query":"from the other tab","timestamp":"2022-09-28T12:01:01.000","data":{"replies":[{"type":"text","text":"seen"}]}}},{"type":"stateChanged","event":{"timestamp":"2022-09-28T12:01:02.000","data":{"cid":"c1","seen":1664366461000,"draft":"begun elsewh"}}}]}
        draft my own
        #6 200 {"events":[{"type":"stateChanged","event":{"timestamp":"2022-09-28T12:01:03.000","data":{"seen":0,"draft":"begun elsewhere"}}}]}
        "#,
        expect![[r#"
            = visitor q1-q
            = say q1-q "from the other tab"
            = end q1-q
            = status q1-q delivered
            = agent q1-1
            = say q1-1 "seen"
            = end q1-1
            = status q1-q read
            ~ 300
            = draft "begun elsewh"
            = keep {"client":"visitor-1","cid":"c1","seen":1664366461000}
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366462001 [Bearer t1]
            ~ 1500
            > #7 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366463001 [Bearer t1]
        "#]],
    );
}

#[test]
fn at_two_hundred_and_fifty_events_the_history_tells_the_rest() {
    let event = |n: u32| {
        format!(
            r#"{{"type":"botResponse","event":{{"questionId":"q{n}","timestamp":{},"data":{{"replies":[{{"type":"text","text":"{n}"}}]}}}}}}"#,
            1_664_366_500_000_u64 + u64::from(n)
        )
    };
    let all: Vec<String> = (1..=250).map(event).collect();
    let before = format!("{RETURNED}\n#5 200 {{\"events\":[{}]}}", all.join(","));
    let told = play::<Tovie>(&before);
    let asks = told.lines().filter(|line| line.contains("/history?from="));
    let asks: Vec<&str> = asks.collect();
    assert_eq!(
        asks,
        ["> #6 GET /relay/shop/client/visitor-1/history?from=1664366400000 [Bearer t1]"]
    );
    let story = format!(
        "{before}\n#6 200 {{\"messages\":[{},{}]}}",
        event(250),
        event(251)
    );
    let rest = play::<Tovie>(&story);
    let said = rest.strip_prefix(&told).unwrap();
    let said: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("= say"))
        .collect();
    assert_eq!(said, [r#"= say q251-1 "251""#]);
}

#[test]
fn a_held_poll_is_repeated_at_once_and_an_eager_one_is_not() {
    check_returned(
        r#"
        wait 30000
        #5 200 {"events":[]}
        #6 200 {"events":[]}
        wait 1000
        #7 200 {}
        wait 2000
        wait 20000
        // Something on the way cut it off; it had nothing to say.
        #8 broken
        "#,
        expect![[r#"
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
            ~ 1000
            > #7 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
            ~ 2000
            > #8 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
            > #9 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
        "#]],
    );
}

#[test]
fn a_dead_vendor_is_asked_more_and_more_rarely() {
    check_returned(
        r#"
        #5 broken
        wait 250
        #6 500 {}
        wait 500
        #7 200 {"events":[{"type":"botResponse","event":{"ti
        wait 1000
        #8 502 <html>
        wait 2000
        #9 broken
        wait 4000
        #10 broken
        wait 8000
        #11 broken
        online
        #12 200 {"events":[]}
        "#,
        expect![[r#"
            ~ 250
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
            ~ 500
            = link lost (2)
            > #7 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
            ~ 1000
            = link lost (3)
            > #8 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
            ~ 2000
            = link lost (4)
            > #9 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
            ~ 4000
            = link lost (5)
            > #10 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
            ~ 8000
            = link lost (6)
            > #11 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
            ~ 15000
            = link lost (7)
            > #12 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
            = link restored
            ~ 1000
        "#]],
    );
}

#[test]
fn without_events_the_history_is_looked_at() {
    check_returned(
        r#"
        #5 404 {"message":"No handler"}
        wait 5000
        #6 200 {"history":[{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"A word"}]}}]}
        hidden
        send e1 hi
        wait 5000
        "#,
        expect![[r#"
            ~ 5000
            > #6 GET /relay/shop/client/visitor-1/history?from=1664366400000 [Bearer t1]
            ~ 5000
            = agent q1-1
            = say q1-1 "A word"
            = end q1-1
            ~ 300
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = run e1
            > #7 POST /relay/shop [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            > #8 POST /relay/shop/client/visitor-1/message-statuses [Bearer t1] {"statuses":[{"questionId":"q1","status":"DELIVERED"}]}
            > #9 GET /relay/shop/client/visitor-1/history?from=1664366460000 [Bearer t1]
            ~ 30000
        "#]],
    );
}

#[test]
fn a_page_that_slept_asks_anew() {
    check_returned(
        r#"
        hidden
        sleep 600000
        visible
        "#,
        expect![[r#"
            x #5
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366400001 [Bearer t1]
        "#]],
    );
}
