use expect_test::expect;

use super::{check, check_returned};

#[test]
fn a_new_visitor_is_greeted_and_three_turns_are_answered() {
    check(
        r#"
        with user Ann <ann@example.com>
        with variable company Acme
        with language en
        open agent
        #1 200 {"questionId":"q0"}
        #2 200 {"events":[{"type":"botResponse","event":{"clientId":"x","questionId":"q0","query":"/start","timestamp":"2022-09-28T12:00:00.100","data":{"replies":[{"type":"text","text":"Hi! Your name?"}],"answer":"Hi! Your name?","nlpClass":"/Start"},"blockForm":false}}]}
        send e1 Ann
        #4 200 {"questionId":"q1"}
        #3 200 {"events":[{"type":"userRequest","event":{"questionId":"q1","query":"Ann","timestamp":"2022-09-28T12:00:05.000"}},{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:00:05.100","data":{"replies":[{"type":"text","text":"Hello Ann."}]}}}]}
        send e2 And you?
        send e3 Hey?
        #6 200 {"questionId":"q2"}
        #7 200 {"questionId":"q3"}
        #5 200 {"events":[{"type":"botResponse","event":{"questionId":"q2","timestamp":"2022-09-28T12:00:09.000","data":{"replies":[{"type":"text","text":"A bot."}]}}},{"type":"botResponse","event":{"questionId":"q3","timestamp":"2022-09-28T12:00:09.500","data":{"replies":[{"type":"text","text":"Yes?"}]}}}]}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep {"client":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","seen":0}
            = run start
            > #1 POST /relay/shop/async [Bearer t1] {"clientId":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","query":"/start","data":{"company":"Acme","name":"Ann","email":"ann@example.com","language":"en"}}
            ~ 6000
            > #2 GET /relay/shop/events?clientId=04c0d767b928f10047d8b2590a74a41f&cid=vv-s1&all=true [Bearer t1]
            = agent q0-1
            = say q0-1 "Hi! Your name?"
            = end q0-1
            ~ 300
            = done start
            > #3 GET /relay/shop/events?clientId=04c0d767b928f10047d8b2590a74a41f&cid=vv-s1&all=true&ts=1664366400101 [Bearer t1]
            = visitor e1
            = say e1 "Ann"
            = end e1
            = sending e1
            = run e1
            > #4 POST /relay/shop/async [Bearer t1] {"clientId":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","query":"Ann","data":{"company":"Acme","name":"Ann","email":"ann@example.com","language":"en"}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
            = agent q1-1
            = say q1-1 "Hello Ann."
            = end q1-1
            = status e1 read
            = done e1
            > #5 GET /relay/shop/events?clientId=04c0d767b928f10047d8b2590a74a41f&cid=vv-s1&all=true&ts=1664366405101 [Bearer t1]
            = visitor e2
            = say e2 "And you?"
            = end e2
            = sending e2
            = run e2
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","query":"And you?","data":{"company":"Acme","name":"Ann","email":"ann@example.com","language":"en"}}
            = visitor e3
            = say e3 "Hey?"
            = end e3
            = sending e3
            = visitor e2
            = sent e2
            = status e2 delivered
            ~ 6000
            = run e3
            > #7 POST /relay/shop/async [Bearer t1] {"clientId":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","query":"Hey?","data":{"company":"Acme","name":"Ann","email":"ann@example.com","language":"en"}}
            = visitor e3
            = sent e3
            = status e3 delivered
            ~ 6000
            = agent q2-1
            = say q2-1 "A bot."
            = end q2-1
            = status e2 read
            = status e3 read
            = done e2
            = agent q3-1
            = say q3-1 "Yes?"
            = end q3-1
            = done e3
            > #8 GET /relay/shop/events?clientId=04c0d767b928f10047d8b2590a74a41f&cid=vv-s1&all=true&ts=1664366409501 [Bearer t1]
        "#]],
    );
}

#[test]
fn without_an_asynchronous_form_messages_go_out_synchronously() {
    check_returned(
        r#"
        send e1 one
        send e2 two
        #6 405 {"error":"Method Not Allowed"}
        #7 200 {"questionId":"q1","query":"one","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"1"}]},"blockForm":false}
        #8 200 {"questionId":"q2","query":"two","timestamp":"2022-09-28T12:01:01.000","data":{"replies":[{"type":"text","text":"2"}]},"blockForm":false}
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "one"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"one","data":{}}
            = visitor e2
            = say e2 "two"
            = end e2
            = sending e2
            > #7 POST /relay/shop [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"one","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            = agent q1-1
            = say q1-1 "1"
            = end q1-1
            = status e1 read
            ~ 300
            = done e1
            = run e2
            > #8 POST /relay/shop [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"two","data":{}}
            = visitor e2
            = sent e2
            = status e2 delivered
            = agent q2-1
            = say q2-1 "2"
            = end q2-1
            = status e2 read
            = done e2
        "#]],
    );
}

#[test]
fn an_asynchronous_form_that_answers_at_once_is_as_good() {
    check_returned(
        r#"
        send e1 one
        #6 200 {"questionId":"q1","query":"one","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"1"}]}}
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "one"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"one","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
            = agent q1-1
            = say q1-1 "1"
            = end q1-1
            = status e1 read
            ~ 300
            = done e1
        "#]],
    );
}

#[test]
fn a_message_of_which_nobody_knows_is_looked_for_before_it_is_sent_again() {
    check_returned(
        r#"
        send e1 arrived
        #6 broken
        wait 250
        #7 200 {"messages":[{"questionId":"q1","query":"arrived","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"Good"}]}}]}
        send e2 lost
        #8 502 <html>
        wait 250
        #9 200 {"messages":[]}
        #10 200 {"questionId":"q2"}
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "arrived"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"arrived","data":{}}
            ~ 250
            > #7 GET /relay/shop/client/visitor-1/history?from=1664366400000 [Bearer t1]
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
            = agent q1-1
            = say q1-1 "Good"
            = end q1-1
            = status e1 read
            ~ 300
            = done e1
            = visitor e2
            = say e2 "lost"
            = end e2
            = sending e2
            = run e2
            > #8 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"lost","data":{}}
            ~ 250
            > #9 GET /relay/shop/client/visitor-1/history?from=1664366460000 [Bearer t1]
            > #10 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"lost","data":{}}
            = visitor e2
            = sent e2
            = status e2 delivered
            ~ 6000
        "#]],
    );
}

#[test]
fn an_event_may_be_faster_than_the_answer() {
    check_returned(
        r#"
        send e1 hi
        #5 200 {"events":[{"type":"userRequest","event":{"questionId":"q1","query":"hi","timestamp":"2022-09-28T12:01:00.000"}}]}
        #7 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:01.000","data":{"replies":[{"type":"text","text":"ho"}]}}}]}
        #6 200 {"questionId":"q1"}
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
            > #7 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366460001 [Bearer t1]
            = agent q1-1
            = say q1-1 "ho"
            = end q1-1
            = status e1 read
            ~ 300
            = done e1
            > #8 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366461001 [Bearer t1]
        "#]],
    );
}

#[test]
fn a_busy_vendor_is_given_the_time_it_asks_for() {
    check_returned(
        r#"
        send e1 hi
        #6 429 retry=5000 {"message":"Slow down"}
        retry
        wait 4999
        wait 1001
        #7 200 {"questionId":"q1"}
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            ~ 5250
            > #7 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
        "#]],
    );
}

#[test]
fn after_three_quarters_of_a_minute_the_visitor_is_asked() {
    check_returned(
        r#"
        send e1 hi
        #6 503 retry=20000 {}
        wait 21000
        #7 503 retry=20000 {}
        wait 22000
        #8 503 retry=20000 {}
        resend e1
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            ~ 20250
            > #7 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            ~ 20500
            > #8 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            = done e1
            = unsent e1: Busy { retry_after: Some(20000) }
            = sending e1
            = run e1
            > #9 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
        "#]],
    );
}

#[test]
fn what_is_refused_is_told_with_the_vendors_sentence() {
    check_returned(
        r#"
        send e1 hi
        #6 400 {"error":"Bad Request"}
        #7 400 {"timestamp":1,"error":"Bad Request","exception":"java.lang.X","message":"The query is too long"}
        resend e1
        #8 403 {"exception":"Forbidden"}
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
            = unsent e1: Rejected { detail: "The query is too long" }
            = sending e1
            = run e1
            > #8 POST /relay/shop [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{}}
            = done e1
            = unsent e1: Refused
        "#]],
    );
}

#[test]
fn a_channel_that_is_not_there_fails_the_conversation_until_it_is_tried_again() {
    check(
        r#"
        #1 404 {"message":"No such channel"}
        #2 404 {"message":"No such channel"}
        retry
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep {"client":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","seen":0}
            = run start
            > #1 POST /relay/shop/async [Bearer t1] {"clientId":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","query":"/start","data":{}}
            > #2 POST /relay/shop [Bearer t1] {"clientId":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","query":"/start","data":{}}
            = run start failed: Missing
            = failed: Unreachable
            = run start
            > #3 POST /relay/shop [Bearer t1] {"clientId":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","query":"/start","data":{}}
        "#]],
    );
}

#[test]
fn a_name_the_vendor_has_forgotten_is_exchanged() {
    check(
        r#"
        with kept {"client":"visitor-1","cid":"c1","seen":1664366400000}
        #1 404 {}
        #2 404 {}
        #3 404 {}
        #4 404 {}
        #5 200 {"questionId":"q0"}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/client/visitor-1/history [Bearer t1]
            > #2 GET /relay/shop/client/visitor-1/state [Bearer t1]
            = run start
            > #3 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"/start","data":{}}
            > #4 POST /relay/shop [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"/start","data":{}}
            = keep {"client":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","seen":1664366400000}
            > #5 POST /relay/shop/async [Bearer t1] {"clientId":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","query":"/start","data":{}}
            ~ 6000
            > #6 GET /relay/shop/events?clientId=04c0d767b928f10047d8b2590a74a41f&cid=vv-s1&all=true [Bearer t1]
        "#]],
    );
}

#[test]
fn a_pressed_button_sends_what_it_stands_for() {
    check_returned(
        r#"
        #5 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"inlineButtons","buttons":[{"text":"Yes, please","callback_data":"cb:yes"}]}]}}}]}
        press e1 cb:yes Yes, please
        // In the history it stands as the visitor knows it.
        #6 200 {"events":[{"type":"userRequest","event":{"questionId":"q9","query":"cb:yes","timestamp":"2022-09-28T12:01:09.000"}}]}
        "#,
        expect![[r#"
            = agent q1-1
            = end q1-1
            = offered q1-1 Yes, please
            ~ 300
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366460001 [Bearer t1]
            = visitor e1
            = say e1 "Yes, please"
            = end e1
            = sending e1
            = run e1
            > #7 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"cb:yes","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
            > #8 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366469001 [Bearer t1]
        "#]],
    );
}

#[test]
fn a_cancelled_wait_ends_and_the_reply_still_stands_there() {
    check_returned(
        r#"
        send e1 hi
        #6 200 {"questionId":"q1"}
        cancel
        #5 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:01.000","data":{"replies":[{"type":"text","text":"ho"}]}}}]}
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
            = cancelled e1
            = agent q1-1
            = say q1-1 "ho"
            = end q1-1
            = status e1 read
            ~ 300
            > #7 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366461001 [Bearer t1]
        "#]],
    );
}

#[test]
fn the_hosts_notes_go_along_with_the_next_message() {
    check_returned(
        r#"
        note Hesitated on pricing
        send e1 hi
        #6 200 {"questionId":"q1"}
        send e2 more
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hi","data":{"notes":[{"text":"Hesitated on pricing","timestamp":0,"source":""}]}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
            = visitor e2
            = say e2 "more"
            = end e2
            = sending e2
            = run e2
            > #7 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"more","data":{}}
        "#]],
    );
}

#[test]
fn an_answer_no_event_brings_is_found_in_the_history() {
    check_returned(
        r#"
        send e1 one
        #6 200 {"questionId":"q1"}
        wait 6000
        #7 200 [{"questionId":"q1","query":"one","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"1"}]}}]
        send e2 two
        #8 200 {"questionId":"q2"}
        wait 6300
        #10 200 [{"questionId":"q2","query":"two","timestamp":"2022-09-28T12:01:10.000","data":{"replies":[{"type":"text","text":"2"}]}}]
        // Events bring nothing here: from now on it is sent synchronously.
        send e3 three
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "one"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"one","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
            > #7 GET /relay/shop/client/visitor-1/history?from=1664366400000 [Bearer t1]
            ~ 9000
            = agent q1-1
            = say q1-1 "1"
            = end q1-1
            = status e1 read
            ~ 300
            = done e1
            = visitor e2
            = say e2 "two"
            = end e2
            = sending e2
            = run e2
            > #8 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"two","data":{}}
            = visitor e2
            = sent e2
            = status e2 delivered
            ~ 6000
            > #9 POST /relay/shop/client/visitor-1/message-statuses [Bearer t1] {"statuses":[{"questionId":"q1","status":"DELIVERED"}]}
            > #10 GET /relay/shop/client/visitor-1/history?from=1664366460000 [Bearer t1]
            ~ 9000
            = agent q2-1
            = say q2-1 "2"
            = end q2-1
            = status e2 read
            = done e2
            = visitor e3
            = say e3 "three"
            = end e3
            = sending e3
            = run e3
            > #11 POST /relay/shop [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"three","data":{}}
        "#]],
    );
}

#[test]
fn not_every_message_is_answered() {
    check_returned(
        r#"
        send e1 thanks
        #6 200 {"questionId":"q1"}
        wait 6000
        #7 200 []
        wait 9000
        #8 200 []
        wait 15000
        #9 200 []
        wait 30000
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "thanks"
            = end e1
            = sending e1
            = run e1
            > #6 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"thanks","data":{}}
            = visitor e1
            = sent e1
            = status e1 delivered
            ~ 6000
            > #7 GET /relay/shop/client/visitor-1/history?from=1664366400000 [Bearer t1]
            ~ 9000
            > #8 GET /relay/shop/client/visitor-1/history?from=1664366400000 [Bearer t1]
            ~ 15000
            > #9 GET /relay/shop/client/visitor-1/history?from=1664366400000 [Bearer t1]
            ~ 30000
            = done e1
            > #10 GET /relay/shop/client/visitor-1/history?from=1664366400000 [Bearer t1]
        "#]],
    );
}

#[test]
fn whoever_leaves_a_person_says_the_closing_word() {
    check_returned(
        r#"
        #5 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"switch","closeChatPhrases":["/close"]}]}}}]}
        draft half a thou
        stop
        "#,
        expect![[r#"
            = HandOver q1-1 person-coming
            = called q1-1
            = human true
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366460001 [Bearer t1]
            ~ 1500
            x #6
            > #7 POST /relay/shop/async [Bearer t1] [keepalive] {"clientId":"visitor-1","cid":"c1","query":"/close"}
            > #8 POST /relay/shop/client/visitor-1/state [Bearer t1] [keepalive] {"cid":"c1","seen":1664366400000,"draft":"half a thou"}
        "#]],
    );
}
