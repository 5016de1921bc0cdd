use expect_test::expect;

use super::check_returned;

const TWO: &str = r#"
#5 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}}},{"type":"botResponse","event":{"questionId":"q2","timestamp":"2022-09-28T12:01:01.000","data":{"replies":[{"type":"text","text":"C"}]}}}]}
wait 300
"#;

#[test]
fn what_arrived_is_delivered_and_what_was_seen_is_read() {
    check_returned(
        &[
            TWO,
            r#"
            #7 200 {}
            #8 200 {"count":2}
            seen q1-2
            wait 300
            #9 200
            #10 200 1
            seen q2-1
            wait 1500
            #11 200 {}
            "#,
        ]
        .concat(),
        expect![[r#"
            = agent q1-1
            = say q1-1 "A"
            = end q1-1
            = agent q1-2
            = say q1-2 "B"
            = end q1-2
            ~ 300
            = agent q2-1
            = say q2-1 "C"
            = end q2-1
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366461001 [Bearer t1]
            > #7 POST /relay/shop/client/visitor-1/message-statuses [Bearer t1] {"statuses":[{"questionId":"q1","status":"DELIVERED"},{"questionId":"q2","status":"DELIVERED"}]}
            = status q1-1 delivered
            = status q1-2 delivered
            = status q2-1 delivered
            > #8 GET /relay/shop/client/visitor-1/message-not-read-count [Bearer t1]
            = unread 2
            ~ 300
            = keep {"client":"visitor-1","cid":"c1","seen":1664366460000}
            ~ 1500
            > #9 POST /relay/shop/client/visitor-1/message-statuses [Bearer t1] {"statuses":[{"questionId":"q1","status":"READ"}]}
            = status q1-1 read
            = status q1-2 read
            > #10 GET /relay/shop/client/visitor-1/message-not-read-count [Bearer t1]
            = unread 1
            ~ 300
            = keep {"client":"visitor-1","cid":"c1","seen":1664366461000}
            > #11 POST /relay/shop/client/visitor-1/message-statuses [Bearer t1] {"statuses":[{"questionId":"q2","status":"READ"}]}
            > #12 POST /relay/shop/client/visitor-1/state [Bearer t1] {"cid":"c1","seen":1664366461000,"draft":""}
            = status q2-1 read
            > #13 GET /relay/shop/client/visitor-1/message-not-read-count [Bearer t1]
        "#]],
    );
}

#[test]
fn what_the_state_says_was_seen_is_still_told_as_read() {
    check_returned(
        r#"
        #5 200 {"events":[{"type":"botResponse","event":{"questionId":"q1","timestamp":"2022-09-28T12:01:00.000","data":{"replies":[{"type":"text","text":"A"}]}}}]}
        seen q1-1
        // Its own state comes back before the status goes out.
        #6 200 {"events":[{"type":"stateChanged","event":{"timestamp":"2022-09-28T12:01:01.000","data":{"cid":"c1","seen":1664366460000,"draft":""}}}]}
        wait 300
        #8 200 {"statuses":[]}
        "#,
        expect![[r#"
            = agent q1-1
            = say q1-1 "A"
            = end q1-1
            ~ 300
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366460001 [Bearer t1]
            = keep {"client":"visitor-1","cid":"c1","seen":1664366460000}
            ~ 1500
            > #7 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366461001 [Bearer t1]
            > #8 POST /relay/shop/client/visitor-1/message-statuses [Bearer t1] {"statuses":[{"questionId":"q1","status":"READ"}]}
            = status q1-1 read
            > #9 GET /relay/shop/client/visitor-1/message-not-read-count [Bearer t1]
        "#]],
    );
}

#[test]
fn without_the_bulk_form_each_is_told_by_itself() {
    check_returned(
        &[
            TWO,
            r#"
            #7 404 {}
            wait 300
            #8 200 {"status":"DELIVERED"}
            wait 300
            #10 405 {}
            seen q2-1
            wait 300
            "#,
        ]
        .concat(),
        expect![[r#"
            = agent q1-1
            = say q1-1 "A"
            = end q1-1
            = agent q1-2
            = say q1-2 "B"
            = end q1-2
            ~ 300
            = agent q2-1
            = say q2-1 "C"
            = end q2-1
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366461001 [Bearer t1]
            > #7 POST /relay/shop/client/visitor-1/message-statuses [Bearer t1] {"statuses":[{"questionId":"q1","status":"DELIVERED"},{"questionId":"q2","status":"DELIVERED"}]}
            ~ 300
            > #8 POST /relay/shop/client/visitor-1/message/q1/status [Bearer t1] {"status":"DELIVERED"}
            = status q1-1 delivered
            = status q1-2 delivered
            > #9 GET /relay/shop/client/visitor-1/message-not-read-count [Bearer t1]
            ~ 300
            > #10 POST /relay/shop/client/visitor-1/message/q2/status [Bearer t1] {"status":"DELIVERED"}
            = keep {"client":"visitor-1","cid":"c1","seen":1664366461000}
            ~ 1500
        "#]],
    );
}

#[test]
fn a_status_is_tried_again_and_then_let_go() {
    check_returned(
        &[
            TWO,
            r#"
            #7 503 retry=2000 {}
            wait 2250
            #8 broken
            seen q2-1
            wait 500
            #9 200 {}
            "#,
        ]
        .concat(),
        expect![[r#"
            = agent q1-1
            = say q1-1 "A"
            = end q1-1
            = agent q1-2
            = say q1-2 "B"
            = end q1-2
            ~ 300
            = agent q2-1
            = say q2-1 "C"
            = end q2-1
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366461001 [Bearer t1]
            > #7 POST /relay/shop/client/visitor-1/message-statuses [Bearer t1] {"statuses":[{"questionId":"q1","status":"DELIVERED"},{"questionId":"q2","status":"DELIVERED"}]}
            ~ 2250
            > #8 POST /relay/shop/client/visitor-1/message-statuses [Bearer t1] {"statuses":[{"questionId":"q1","status":"DELIVERED"},{"questionId":"q2","status":"DELIVERED"}]}
            ~ 500
            = keep {"client":"visitor-1","cid":"c1","seen":1664366461000}
            ~ 1500
            > #9 POST /relay/shop/client/visitor-1/message-statuses [Bearer t1] {"statuses":[{"questionId":"q1","status":"READ"},{"questionId":"q2","status":"READ"}]}
            = status q1-1 read
            = status q1-2 read
            = status q2-1 read
            > #10 GET /relay/shop/client/visitor-1/message-not-read-count [Bearer t1]
        "#]],
    );
}
