use expect_test::expect;

use super::check;

#[test]
fn the_history_stands_there_again_and_nobody_is_greeted_twice() {
    check(
        r#"
        with kept {"client":"visitor-1","cid":"c1","seen":1664366403000}
        with state /widget/{clientId}/saved
        #2 200 {"cid":"c1","seen":1664366403000,"draft":"I was going to"}
        #1 200 {"messages":[{"questionId":"q2","timestamp":"2022-09-28T12:00:05.000","request":{"query":"Prices"},"data":{"replies":[{"type":"text","text":"4 €"}]},"status":"DELIVERED"},{"questionId":"q1","query":"/start","timestamp":"2022-09-28T12:00:00.000","data":{"replies":[{"type":"text","text":"Hi"},{"type":"buttons","buttons":[{"text":"Prices"}]}]},"status":"READ"}]}
        #3 200 {"notReadCount":1}
        #4 200 {"status":"DELIVERED"}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/client/visitor-1/history [Bearer t1]
            > #2 GET /relay/shop/widget/visitor-1/saved [Bearer t1]
            = draft "I was going to"
            = agent q1-1
            = say q1-1 "Hi"
            = end q1-1
            = offered q1-1 Prices
            = status q1-1 read
            = visitor q2-q
            = say q2-q "Prices"
            = end q2-q
            = status q2-q delivered
            = agent q2-1
            = say q2-1 "4 €"
            = end q2-1
            = status q2-q read
            = status q2-1 delivered
            > #3 GET /relay/shop/client/visitor-1/message-not-read-count [Bearer t1]
            > #4 GET /relay/shop/client/visitor-1/message/q2/status [Bearer t1]
            > #5 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true&ts=1664366405001 [Bearer t1]
            = unread 1
            = status q2-1 delivered
        "#]],
    );
}

#[test]
fn a_history_that_is_empty_or_missing_is_a_beginning() {
    for answer in ["200 []", "200 {\"messages\":[]}", "404 {}"] {
        let story = format!(
            "with kept {{\"client\":\"visitor-1\",\"cid\":\"c1\"}}\n#1 {answer}\n#2 200 {{}}"
        );
        let told = crate::dialect::vendor::script::play::<super::Tovie>(&story);
        assert!(told.contains(r#""query":"/start""#), "{answer}: {told}");
    }
}

#[test]
fn a_vendor_without_state_leaves_it_to_the_device() {
    check(
        r#"
        with kept {"client":"visitor-1","cid":"c1","seen":5,"draft":"half a thought"}
        #2 404 {}
        draft half a thought, and more
        draft 
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep {"client":"visitor-1","cid":"c1","seen":5}
            > #1 GET /relay/shop/client/visitor-1/history [Bearer t1]
            > #2 GET /relay/shop/client/visitor-1/state [Bearer t1]
            = draft "half a thought"
            = keep {"client":"visitor-1","cid":"c1","seen":5,"draft":"half a thought"}
            = keep {"client":"visitor-1","cid":"c1","seen":5,"draft":"half a thought, and more"}
            = keep {"client":"visitor-1","cid":"c1","seen":5}
        "#]],
    );
}

#[test]
fn a_dead_history_does_not_keep_the_visitor_from_talking() {
    check(
        r#"
        with kept {"client":"visitor-1","cid":"c1"}
        #2 200 {}
        send e1 hello
        #1 500 {"message":"Boom"}
        wait 1000
        #3 broken
        wait 2000
        #4 200 {"messages":[{"questi
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep {"client":"visitor-1","cid":"c1","seen":0}
            > #1 GET /relay/shop/client/visitor-1/history [Bearer t1]
            > #2 GET /relay/shop/client/visitor-1/state [Bearer t1]
            = visitor e1
            = say e1 "hello"
            = end e1
            = sending e1
            ~ 250
            > #3 GET /relay/shop/client/visitor-1/history [Bearer t1]
            ~ 500
            = link lost (2)
            > #4 GET /relay/shop/client/visitor-1/history [Bearer t1]
            ~ 1000
            = link lost (3)
            = run e1
            > #5 POST /relay/shop/async [Bearer t1] {"clientId":"visitor-1","cid":"c1","query":"hello","data":{}}
            > #6 GET /relay/shop/events?clientId=visitor-1&cid=c1&all=true [Bearer t1]
        "#]],
    );
}

#[test]
fn what_the_device_kept_may_be_anything() {
    for kept in [
        "",
        "nonsense",
        "[]",
        r#"{"client":5}"#,
        r#"{"client":"short"}"#,
        r#"{"client":"with space in it"}"#,
    ] {
        let told =
            crate::dialect::vendor::script::play::<super::Tovie>(&format!("with kept {kept}"));
        let first = told.lines().find(|line| line.starts_with("= keep"));
        let name = first
            .and_then(|it| it.split('"').nth(3))
            .unwrap_or_default();
        assert_eq!(name.len(), 32, "{kept}: {told}");
        assert!(told.contains("/async"), "{kept}: {told}");
    }
}

#[test]
fn names_from_outside_do_not_change_the_path() {
    check(
        r#"
        with kept {"client":"../../admin?x=#","cid":"a&b=c"}
        #1 200 [{"questionId":"q/../1","timestamp":"2022-09-28T12:00:00.000","data":{"replies":[{"type":"text","text":"Hi"}]}}]
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep {"client":"../../admin?x=#","cid":"a&b=c","seen":0}
            > #1 GET /relay/shop/client/%2E%2E%2F%2E%2E%2Fadmin%3Fx%3D%23/history [Bearer t1]
            > #2 GET /relay/shop/client/%2E%2E%2F%2E%2E%2Fadmin%3Fx%3D%23/state [Bearer t1]
            = agent q/../1-1
            = say q/../1-1 "Hi"
            = end q/../1-1
            ~ 300
            > #3 GET /relay/shop/client/%2E%2E%2F%2E%2E%2Fadmin%3Fx%3D%23/message-not-read-count [Bearer t1]
            > #4 GET /relay/shop/client/%2E%2E%2F%2E%2E%2Fadmin%3Fx%3D%23/message/q%2F%2E%2E%2F1/status [Bearer t1]
            > #5 GET /relay/shop/events?clientId=%2E%2E%2F%2E%2E%2Fadmin%3Fx%3D%23&cid=a%26b%3Dc&all=true&ts=1664366400001 [Bearer t1]
        "#]],
    );
}

#[test]
fn a_direct_backend_is_talked_to_at_its_own_address() {
    check(
        r#"
        with address https://bot.example/chatadapter/chatapi/abcdefgh:0123456789012345678901234567890123456789
        open agent
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = keep {"client":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","seen":0}
            = run start
            > #1 POST https://bot.example/chatadapter/chatapi/abcdefgh:0123456789012345678901234567890123456789/async {"clientId":"04c0d767b928f10047d8b2590a74a41f","cid":"vv-s1","query":"/start","data":{}}
        "#]],
    );
}
