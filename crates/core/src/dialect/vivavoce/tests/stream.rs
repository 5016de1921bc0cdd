use expect_test::expect;

use super::{check, check_greeted};
use crate::dialect::script;
use crate::dialect::vivavoce::Vivavoce;

#[test]
fn an_embed_in_a_crowd_asks_again_and_again_and_holds_no_stream() {
    let story = r#"
        open demo
        #1 201 {"session_id":"s1","session_token":"t1","last_seq":1,"started_at":1000000}
        #2 page running started 1000000; run g
        wait 700
        #3 page agent m; say m Welcome; end m; done g
        wait 700
        #4 page
        // Nothing more is awaited.
        wait 3000
        #5 page
        send v1 Hello
    "#;
    script::check(
        &mut Vivavoce::after(3),
        story,
        expect![[r#"
        > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
        = connected s1 started=1000000 resumed=false
        > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
        = run g
        ~ 700
        > #3 GET /api/embed/sessions/s1/events?after=2 [Bearer t1]
        = agent m
        = say m "Welcome"
        = end m
        = done g
        ~ 700
        > #4 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
        ~ 700
        > #5 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
        ~ 5000
        = visitor v1
        = say v1 "Hello"
        = end v1
        = sending v1
        > #6 POST /api/embed/sessions/s1/turns [Bearer t1] [v1] {"text":"Hello"}
        > #7 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
    "#]],
    );
    // The first three of a page have a stream each.
    let out = script::play(&mut Vivavoce::after(2), story);
    assert!(out.contains("[stream]"), "{out}");
}

#[test]
fn the_stream_is_given_up_when_nothing_runs_and_polls_take_its_place() {
    check_greeted(
        "
        wait 20001
        wait 5000
        #3 page
        wait 5000
        #4 page running run r
        #5 open
        ",
        expect![[r#"
            x #2
            ~ 5000
            > #3 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
            ~ 5000
            > #4 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
            = run r
            > #5 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
        "#]],
    );
}

#[test]
fn a_hidden_page_asks_rarely_and_at_once_when_it_is_seen_again() {
    check_greeted(
        "
        wait 20001
        hidden
        wait 5000
        #3 page
        wait 239999
        wait 1
        #4 page
        visible
        #5 page
        ",
        expect![[r#"
            x #2
            ~ 5000
            > #3 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
            ~ 240000
            > #4 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
            ~ 240000
            > #5 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
            ~ 5000
        "#]],
    );
}

#[test]
fn what_comes_twice_is_taken_once() {
    check_greeted(
        "
        #2 log 5 end m
        #2 log 6 done g
        #2 log 7 run r
        #2 log 7 run r
        ",
        expect![[r#"
            = run r
        "#]],
    );
}

#[test]
fn a_gap_is_asked_for_again() {
    check_greeted(
        "
        #2 log 7 run r
        #2 log 9 say a there
        #2 log 10 done r
        wait 250
        #3 open
        #3 log 8 agent a
        #3 log 9 say a there
        ",
        expect![[r#"
            = run r
            x #2
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            = agent a
            = say a "there"
        "#]],
    );
}

#[test]
fn a_gap_in_the_log_itself_does_not_stop_the_conversation() {
    check_greeted(
        "
        #2 log 7 run r
        #2 log 9 agent a
        wait 500
        #3 open
        #3 log 9 agent a
        wait 500
        #4 open
        #4 log 9 agent a
        wait 1000
        #5 open
        #5 log 9 agent a
        wait 2000
        #6 open
        #6 log 9 agent a
        wait 4000
        #7 open
        #7 log 9 agent a
        #7 log say a hello
        ",
        expect![[r#"
            = run r
            x #2
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            x #3
            ~ 1500
            ~ 500
            > #4 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            x #4
            ~ 1500
            ~ 1000
            > #5 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            x #5
            ~ 1500
            ~ 2000
            = link lost (1)
            > #6 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            = link restored
            x #6
            ~ 1500
            ~ 4000
            = link lost (1)
            > #7 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            = link restored
            = agent a
            = say a "hello"
        "#]],
    );
}

#[test]
fn a_cut_stream_goes_on_after_the_last_event_taken() {
    check_greeted(
        r#"
        #2 log run r
        #2 log agent a
        #2 bytes id: 9\ndata: {"seq":9,"type":"TEXT_MESS
        #2 broken
        wait 250
        #3 open
        #3 log 9 say a hello
        #3 broken
        wait 250
        #4 open
        #4 log 10 say a world
        "#,
        expect![[r#"
            = run r
            = agent a
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=8 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            = say a "hello"
            ~ 1500
            ~ 250
            > #4 GET /api/embed/sessions/s1/events?after=9 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            = say a "world"
        "#]],
    );
}

#[test]
fn the_link_is_lost_after_a_second_failed_try() {
    check_greeted(
        "
        #2 log run r
        #2 broken
        wait 250
        #3 broken
        wait 500
        #4 broken
        wait 1000
        #5 page running agent a
        ",
        expect![[r#"
            = run r
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            = link lost (2)
            ~ 500
            > #4 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            = link lost (3)
            ~ 1000
            > #5 GET /api/embed/sessions/s1/events?after=7 [Bearer t1]
            = link restored
            = agent a
            > #6 GET /api/embed/sessions/s1/events?after=8 [Bearer t1] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn the_link_is_lost_after_a_moment_even_if_the_second_try_hangs() {
    check_greeted(
        "
        #2 log run r
        #2 broken
        wait 1499
        wait 1
        #3 open
        #3 bytes :\\n
        ",
        expect![[r#"
            = run r
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            = link lost (1)
            ~ 6000
            ~ 35000
            = link restored
        "#]],
    );
}

#[test]
fn a_stream_that_goes_silent_is_opened_anew() {
    check_greeted(
        "
        #2 log run r
        wait 15000
        #2 bytes : here\\n\\n
        wait 34999
        wait 1
        ",
        expect![[r#"
            = run r
            ~ 15000
            x #2
            ~ 1500
            ~ 250
        "#]],
    );
}

#[test]
fn a_sleeping_page_does_not_blame_the_stream() {
    check(
        r#"
        open demo
        #1 201 {"session_id":"s1","session_token":"t1"}
        #2 open
        // What came meanwhile is delivered only after the timer for the first byte.
        sleep 60000
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = connected s1 started=0 resumed=false
            > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 20001
            x #2
            ~ 1500
            ~ 250
        "#]],
    );
}

#[test]
fn a_page_that_is_seen_again_does_not_wait_for_its_timers() {
    check_greeted(
        "
        #2 log run r
        hidden
        #2 broken
        visible
        #3 open
        #3 log agent a
        wait 21000
        visible
        ",
        expect![[r#"
            = run r
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            = agent a
            x #3
            > #4 GET /api/embed/sessions/s1/events?after=8 [Bearer t1] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn a_new_network_means_a_new_stream() {
    check_greeted(
        "
        #2 log run r
        offline
        wait 1500
        online
        #3 open
        #3 bytes :\\n
        ",
        expect![[r#"
            = run r
            ~ 1500
            = link lost (0)
            x #2
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            = link restored
        "#]],
    );
}

#[test]
fn a_server_that_shuts_down_says_when_to_come_back() {
    check_greeted(
        r#"
        #2 log run r
        #2 bytes retry: 800\nevent: reconnect\ndata: {"after":800}\n\n
        wait 1049
        wait 1
        #3 open
        #3 bytes : welcome\n\n
        "#,
        expect![[r#"
            = run r
            x #2
            ~ 1500
            ~ 1050
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
        "#]],
    );
}

#[test]
fn where_streams_are_held_back_pages_that_wait_take_their_place() {
    check(
        r#"
        open demo
        #1 201 {"session_id":"s1","session_token":"t1"}
        #2 open
        wait 6000
        #3 page running started 1000000; run g
        #4 page running agent m; say m Hello
        #5 page
        wait 1000
        #6 page end m; done g
        wait 1000
        #7 page
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = connected s1 started=0 resumed=false
            > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 20001
            x #2
            ~ 1500
            > #3 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = run g
            > #4 GET /api/embed/sessions/s1/events?after=2&wait=20 [Bearer t1]
            = agent m
            = say m "Hello"
            > #5 GET /api/embed/sessions/s1/events?after=4&wait=20 [Bearer t1]
            ~ 1000
            > #6 GET /api/embed/sessions/s1/events?after=4&wait=20 [Bearer t1]
            = end m
            = done g
            > #7 GET /api/embed/sessions/s1/events?after=6&wait=20 [Bearer t1]
            > #8 GET /api/embed/sessions/s1/events?after=6&wait=20 [Bearer t1]
        "#]],
    );
}

#[test]
fn where_not_even_the_head_of_a_stream_comes_pages_take_its_place() {
    check(
        r#"
        open demo
        #1 201 {"session_id":"s1","session_token":"t1"}
        wait 10000
        #3 page running run g
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = connected s1 started=0 resumed=false
            > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t1] [stream]
            ~ 10000
            x #2
            ~ 1500
            > #3 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = run g
            > #4 GET /api/embed/sessions/s1/events?after=1&wait=20 [Bearer t1]
        "#]],
    );
}

#[test]
fn streams_that_end_without_a_byte_are_blocked_if_pages_come_twice() {
    check(
        r#"
        open demo
        #1 201 {"session_id":"s1","session_token":"t1"}
        #2 open 200 text/html
        #2 closed
        wait 250
        #3 open
        #3 closed
        wait 500
        #4 page running run g
        #5 broken
        wait 1000
        #6 page running
        wait 1000
        #7 page running agent m
        "#,
        expect![[r#"
            > #1 POST /api/embed/sessions {"scenario_id":"demo","style":"","user":{"name":"","email":""},"variables":{}}
            = connected s1 started=0 resumed=false
            > #2 GET /api/embed/sessions/s1/events?after=0 [Bearer t1] [stream]
            ~ 10000
            x #2
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=0 [Bearer t1] [stream]
            ~ 10000
            ~ 19751
            ~ 6000
            = link lost (2)
            ~ 500
            > #4 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = link restored
            = run g
            > #5 GET /api/embed/sessions/s1/events?after=1 [Bearer t1] [stream]
            ~ 10000
            ~ 1500
            ~ 1000
            > #6 GET /api/embed/sessions/s1/events?after=1 [Bearer t1]
            ~ 1000
            > #7 GET /api/embed/sessions/s1/events?after=1&wait=20 [Bearer t1]
            = agent m
            > #8 GET /api/embed/sessions/s1/events?after=2&wait=20 [Bearer t1]
        "#]],
    );
}

#[test]
fn a_server_that_is_down_does_not_make_streams_blocked() {
    check_greeted(
        "
        #2 log run r
        #2 broken
        wait 250
        #3 broken
        wait 500
        #4 broken
        wait 1000
        #5 broken
        wait 2000
        #6 broken
        wait 4000
        #7 open
        #7 log agent a
        ",
        expect![[r#"
            = run r
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            = link lost (2)
            ~ 500
            > #4 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            = link lost (3)
            ~ 1000
            > #5 GET /api/embed/sessions/s1/events?after=7 [Bearer t1]
            = link lost (4)
            ~ 2000
            > #6 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            = link lost (5)
            ~ 4000
            > #7 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            ~ 6000
            ~ 35000
            = link restored
            = agent a
        "#]],
    );
}

#[test]
fn a_busy_server_is_left_alone_for_as_long_as_it_asks() {
    check_greeted(
        "
        #2 log run r
        #2 broken
        wait 250
        #3 open 503 retry=4000
        retry
        online
        wait 3999
        wait 1
        ",
        expect![[r#"
            = run r
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            x #3
            = link lost (2)
            ~ 4500
            ~ 4000
            ~ 4000
            > #4 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn a_refused_token_fails_the_session_and_keeps_everything() {
    check_greeted(
        "
        #2 log run r
        #2 broken
        wait 250
        #3 open 401
        #3 closed
        send e1 hi
        wait 60000
        bearer t2
        resend e1
        ",
        expect![[r#"
            = run r
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            x #3
            = failed: Refused
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            = unsent e1: Unreachable
            > #4 GET /api/embed/sessions/s1/events?after=7 [Bearer t2] [stream]
            ~ 10000
            = sending e1
            > #5 POST /api/embed/sessions/s1/turns [Bearer t2] [e1] {"text":"hi"}
        "#]],
    );
}

#[test]
fn a_session_that_is_gone_is_missing() {
    check_greeted(
        "wait 20001
        wait 5000
        #3 404 {}
        wait 100000",
        expect![[r#"
            x #2
            ~ 5000
            > #3 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
            = failed: Missing
        "#]],
    );
}

#[test]
fn unknown_and_malformed_events_count_and_show_nothing() {
    check_greeted(
        r#"
        #2 log {"type":"STATE_SNAPSHOT","snapshot":{}}
        #2 log {"type":"TEXT_MESSAGE_CONTENT","messageId":"m"}
        #2 bytes id: 9\ndata: {broken\n\n
        #2 bytes data: not even numbered\n\n
        #2 log 10 system x
        #2 log say x secret
        #2 log end x
        #2 log run r
        "#,
        expect![[r#"
            = run r
        "#]],
    );
}

#[test]
fn a_malformed_event_in_a_page_does_not_take_the_others_with_it() {
    check_greeted(
        r#"
        wait 25001
        #3 page run r; {"type":"TOOL_CALL_START"}; agent a
        "#,
        expect![[r#"
            x #2
            ~ 5000
            > #3 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
            = run r
            = agent a
            > #4 GET /api/embed/sessions/s1/events?after=9 [Bearer t1] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn an_event_without_end_fails_instead_of_filling_the_memory() {
    let giant = "x".repeat(5 << 20);
    check_greeted(
        &format!("#2 bytes data: {giant}"),
        expect![[r#"
        x #2
        = failed: Protocol
    "#]],
    );
}

#[test]
fn tools_and_choices_are_told() {
    check_greeted(
        r#"
        #2 log run r
        #2 log tool t search
        #2 log input t {}
        #2 log called t
        #2 log result t found
        #2 log choices m yes,no
        "#,
        expect![[r#"
            = run r
            = tool t search
            = input t "{}"
            = called t
            = result t "found"
            = offered m yes,no
        "#]],
    );
}

#[test]
fn words_that_are_withdrawn_are_taken_back_and_others_stand_in_their_place() {
    check_greeted(
        r#"
        #2 log run r
        #2 log agent m
        #2 log say m Hm.
        #2 log {"type":"CUSTOM","name":"withdrawn","value":{"messageId":"m"}}
        #2 log say m Hello!
        #2 log end m
        "#,
        expect![[r#"
            = run r
            = agent m
            = say m "Hm."
            = text m ""
            = say m "Hello!"
            = end m
        "#]],
    );
}

#[test]
fn a_link_lost_for_ten_minutes_is_lost_for_good() {
    check_greeted(
        "
        #2 log run r
        offline
        wait 700000
        chance 1
        #2 broken
        wait 500
        #3 broken
        wait 1000
        #4 broken
        wait 100000
        ",
        expect![[r#"
            = run r
            ~ 1500
            = link lost (0)
            x #2
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            x #3
            = link lost (2)
            > #4 GET /api/embed/sessions/s1/events?after=7 [Bearer t1]
            = link lost (3)
            = ended Lost
        "#]],
    );
}
