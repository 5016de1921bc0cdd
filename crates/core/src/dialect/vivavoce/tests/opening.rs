use expect_test::expect;

use super::check;

#[test]
fn a_session_is_created_and_its_log_streamed_from_the_start() {
    check(
        r#"
        open demo
        #1 201 {"session_id":"s1","session_token":"t1","last_seq":1,"started_at":1000000}
        #2 open
        #2 bytes : welcome\n\n
        #2 log started 1000000
        #2 log run g
        #2 log agent m
        #2 log say m Welcome
        #2 log end m
        #2 log done g
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = connected s1 started=1000000 resumed=false
            > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 20001
            ~ 35000
            = run g
            = agent m
            = say m "Welcome"
            = end m
            = done g
        "#]],
    );
}

#[test]
fn private_access_goes_along_as_a_bearer() {
    check(
        "open demo secret",
        expect![[r#"
        > #1 POST /api/embed/sessions [Bearer secret] {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
    "#]],
    );
}

#[test]
fn a_refused_creation_waits_for_another_bearer() {
    check(
        r#"
        open demo old
        #1 401 {"detail":"This access has expired."}
        wait 60000
        bearer new
        #2 201 {"session_id":"s1","session_token":"t1"}
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions [Bearer old] {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = failed: Refused
            > #2 POST /api/embed/sessions [Bearer new] {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = connected s1 started=0 resumed=false
            > #3 GET /api/embed/sessions/s1/events?after=0 [Bearer t1] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn an_unknown_scenario_is_missing() {
    check(
        r#"open demo
        #1 404 {"detail":"No such scenario."}"#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = failed: Missing
        "#]],
    );
}

#[test]
fn a_rejected_creation_carries_the_servers_sentence() {
    check(
        r#"open demo
        #1 422 {"detail":[{"loc":["body","variables"],"msg":"Too many variables.","type":"v"}]}"#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = failed: Rejected { detail: "Too many variables." }
        "#]],
    );
}

#[test]
fn creating_is_tried_again_until_patience_ends_and_then_on_request() {
    check(
        r#"
        open demo
        #1 broken
        wait 250
        #2 503
        wait 500
        wait 8000
        #3 broken
        wait 1000
        wait 8000
        #4 broken
        wait 2000
        wait 8000
        #5 broken
        wait 100000
        retry
        #6 201 {"session_id":"s1","session_token":"t1"}
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            ~ 250
            > #2 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            ~ 500
            > #3 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            ~ 1000
            > #4 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            ~ 2000
            > #5 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = failed: Unreachable
            > #6 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = connected s1 started=0 resumed=false
            > #7 GET /api/embed/sessions/s1/events?after=0 [Bearer t1] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn retry_after_is_kept_even_by_someone_who_presses_retry() {
    check(
        r#"
        open demo
        #1 429 retry=5000 {"detail":"Slow down."}
        wait 1000
        retry
        online
        wait 3999
        wait 1
        #2 429 retry=90000
        retry
        wait 89999
        wait 1
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            ~ 5250
            ~ 4000
            ~ 4000
            > #2 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = failed: Busy { retry_after: Some(90000) }
            ~ 90000
            ~ 90000
            > #3 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
        "#]],
    );
}

#[test]
fn an_answer_without_a_session_is_not_understood() {
    check(
        r#"open demo
        #1 200 <html>"#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = failed: Protocol
        "#]],
    );
    check(
        r#"open demo
        #1 201 {"session_id":"s1"}"#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = failed: Protocol
        "#]],
    );
}

#[test]
fn a_resumed_session_replays_its_log_page_by_page_and_goes_on() {
    check(
        r#"
        resume s1 t1
        #1 page last=6 started 900000; run g; agent m; say m Wel
        #2 page running say m come; end m
        #3 open
        "#,
        expect![[r#"
            > #1 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = connected s1 started=900000 resumed=true
            = run g
            = agent m
            = say m "Wel"
            > #2 GET /api/embed/sessions/s1/events?after=4 [Bearer t1]
            = say m "come"
            = end m
            > #3 GET /api/embed/sessions/s1/events?after=6 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
        "#]],
    );
}

#[test]
fn a_resumed_session_without_anything_said_goes_on() {
    check(
        "resume s1 t1
        #1 page started 900000
        wait 30000",
        expect![[r#"
            > #1 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = connected s1 started=900000 resumed=true
            > #2 GET /api/embed/sessions/s1/events?after=1 [Bearer t1] [stream]
            ~ 10000
            x #2
            ~ 1500
            > #3 GET /api/embed/sessions/s1/events?after=1 [Bearer t1]
            = link lost (1)
        "#]],
    );
}

#[test]
fn a_resumed_session_that_is_over_comes_back_with_its_results() {
    check(
        r#"
        resume s1 t1
        #1 page started 1; run e; visitor e; say e hi; end e; done e; stopped visitor; submitted; analyzed
        #2 200 {"status":"ready","score":7.5}
        wait 100000
        "#,
        expect![[r#"
            > #1 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = connected s1 started=1 resumed=true
            = run e
            = visitor e
            = say e "hi"
            = end e
            = done e
            = ended Visitor
            = submitted
            > #2 GET /api/embed/sessions/s1/results [Bearer t1]
            = results Ready Some(7.5)
        "#]],
    );
}

#[test]
fn a_resumed_session_whose_token_is_refused_says_so() {
    check(
        "resume s1 t1
        #1 401 {}
        bearer t2
        #2 page started 5",
        expect![[r#"
            > #1 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = failed: Refused
            > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t2]
            = connected s1 started=5 resumed=true
            > #3 GET /api/embed/sessions/s1/events?after=1 [Bearer t2] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn a_session_the_server_restored_is_replayed() {
    check(
        r#"
        open demo
        #1 200 {"session_id":"s1","session_token":"t1","restored":true,"started_at":5,"last_seq":2}
        #2 page started 5; run g
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = connected s1 started=5 resumed=true
            > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = run g
            > #3 GET /api/embed/sessions/s1/events?after=2 [Bearer t1] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn a_stop_before_there_is_a_session_ends_it_when_there_is_one() {
    check(
        r#"
        open demo
        stop visitor
        #1 201 {"session_id":"s1","session_token":"t1"}
        #2 200 {"reason":"visitor"}
        wait 100000
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = ended Visitor
            > #2 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
        "#]],
    );
}

#[test]
fn a_stop_before_there_is_a_session_makes_none() {
    check(
        "open demo
        stop
        #1 broken
        wait 100000",
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = ended Visitor
        "#]],
    );
}

#[test]
fn what_was_written_while_connecting_is_sent_then() {
    check(
        r#"
        open demo
        send e1 hi
        #1 201 {"session_id":"s1","session_token":"t1"}
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = connected s1 started=0 resumed=false
            > #2 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            > #3 GET /api/embed/sessions/s1/events?after=0 [Bearer t1] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn opened_again_after_its_end_it_starts_anew() {
    check(
        r#"
        open demo
        #1 201 {"session_id":"s1","session_token":"t1"}
        open demo
        #2 open
        #2 log stopped agent
        open demo
        #3 201 {"session_id":"s2","session_token":"t2"}
        #4 open
        #4 log 1 run g
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = connected s1 started=0 resumed=false
            > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t1] [stream]
            ~ 10000
            ~ 20001
            ~ 6000
            ~ 35000
            x #2
            = ended Agent
            > #3 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = connected s2 started=0 resumed=false
            > #4 GET /api/embed/sessions/s2/events?after=0 [Bearer t2] [stream]
            ~ 10000
            ~ 6000
            ~ 20001
            ~ 35000
            = run g
        "#]],
    );
}
