use expect_test::expect;

use super::check_greeted;

#[test]
fn a_stop_is_told_once_the_log_has_it() {
    check_greeted(
        r#"
        stop visitor
        #3 200 {"reason":"visitor"}
        #2 log stopped visitor
        wait 100000
        "#,
        expect![[r#"
            > #3 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            ~ 3000
            ~ 700
            x #2
            = ended Visitor
        "#]],
    );
}

#[test]
fn the_log_may_be_faster_than_the_stops_answer() {
    check_greeted(
        "stop
        #2 log stopped visitor
        #3 200 {}
        wait 100000",
        expect![[r#"
            > #3 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            ~ 3000
            x #3
            x #2
            = ended Visitor
        "#]],
    );
}

#[test]
fn a_stopped_session_ends_though_the_log_is_silent() {
    check_greeted(
        r#"
        stop
        #3 200 {"reason":"visitor"}
        wait 699
        wait 1
        wait 100000
        "#,
        expect![[r#"
            > #3 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            ~ 3000
            ~ 700
            x #2
            = ended Visitor
        "#]],
    );
}

#[test]
fn the_last_words_are_fetched_where_no_stream_is_open() {
    check_greeted(
        r#"
        wait 20001
        stop
        #3 200 {"reason":"visitor"}
        #4 page run r; visitor r; say r bye; end r; cancelled r; stopped visitor
        wait 100000
        "#,
        expect![[r#"
            x #2
            ~ 5000
            > #3 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            ~ 3000
            ~ 700
            > #4 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
            = run r
            = visitor r
            = say r "bye"
            = end r
            = cancelled r
            = ended Visitor
        "#]],
    );
}

#[test]
fn a_stop_that_does_not_arrive_ends_the_session_all_the_same() {
    check_greeted(
        r#"
        stop
        wait 1000
        #3 broken
        wait 250
        wait 1750
        submit Thanks
        #4 broken
        wait 1000
        #5 200 {"reason":"visitor"}
        #6 200 {}
        #7 200 {"status":"ready"}
        "#,
        expect![[r#"
            > #3 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            ~ 3000
            ~ 250
            > #4 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            x #2
            = ended Visitor
            ~ 500
            > #5 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            > #6 POST /api/embed/sessions/s1/submit [Bearer t1] {"comment":"Thanks"}
            = submitted
            > #7 GET /api/embed/sessions/s1/results [Bearer t1]
            = results Ready None
        "#]],
    );
}

#[test]
fn late_answer_after_stop_is_ignored() {
    check_greeted(
        r#"
        send e1 hi
        #3 202 {}
        #2 log run e1
        #2 log visitor e1
        #2 log agent a
        #2 log say a Once
        stop
        wait 3000
        #2 log say a upon
        #2 log done e1
        #2 log stopped visitor
        #4 200 {}
        wait 100000
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = sent e1
            = run e1
            = visitor e1
            = agent a
            = say a "Once"
            > #4 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            ~ 3000
            x #2
            = ended Visitor
        "#]],
    );
}

#[test]
fn the_first_reason_counts() {
    check_greeted(
        r#"
        stop visitor
        stop max_duration
        #3 200 {"reason":"agent"}
        wait 700
        "#,
        expect![[r#"
            > #3 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            ~ 3000
            ~ 700
            x #2
            = ended Agent
        "#]],
    );
}

#[test]
fn the_agent_or_the_clock_may_end_it() {
    for reason in ["agent", "max_duration", "silence", "lost"] {
        check_greeted(
            &format!("#2 log stopped {reason}\nstop"),
            match reason {
                "agent" => expect![[r#"
                    x #2
                    = ended Agent
                "#]],
                "max_duration" => expect![[r#"
                    x #2
                    = ended MaxDuration
                "#]],
                "silence" => expect![[r#"
                    x #2
                    = ended Silence
                "#]],
                _ => expect![[r#"
                    x #2
                    = ended Lost
                "#]],
            },
        );
    }
}

#[test]
fn a_reason_newer_than_this_build_ends_it_too() {
    check_greeted(
        "#2 log stopped solar_flare",
        expect![[r#"
        x #2
        = ended Lost
    "#]],
    );
}

#[test]
fn what_was_still_on_its_way_at_the_end_is_not_said_to_have_arrived() {
    check_greeted(
        "
        send e1 hi
        send e2 there
        #2 log stopped agent
        send e3 anyone
        ",
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = visitor e2
            = say e2 "there"
            = end e2
            = sending e2
            x #2
            x #3
            = unsent e1: Unreachable
            = unsent e2: Unreachable
            = ended Agent
            = visitor e3
            = say e3 "anyone"
            = end e3
            = sending e3
            = unsent e3: Unreachable
        "#]],
    );
}

#[test]
fn a_stop_the_server_refuses_ends_it_here() {
    check_greeted(
        "stop
        #3 401 {}
        wait 100000",
        expect![[r#"
            > #3 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            ~ 3000
            x #2
            = ended Visitor
        "#]],
    );
}

#[test]
fn a_failed_session_can_be_ended() {
    check_greeted(
        "#2 broken
        wait 250
        #3 open 404
        stop
        #4 404",
        expect![[r#"
            ~ 1500
            ~ 250
            > #3 GET /api/embed/sessions/s1/events?after=6 [Bearer t1] [stream]
            ~ 10000
            x #3
            = failed: Missing
            > #4 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            = ended Visitor
        "#]],
    );
}

#[test]
fn a_submission_waits_for_the_end_and_results_are_asked_for_until_they_are_there() {
    check_greeted(
        r#"
        submit It was good
        stop
        #3 200 {}
        #2 log stopped visitor
        #4 200 {"status":"submitted"}
        #5 202 {"status":"analyzing"}
        wait 1000
        #6 202 {"status":"analyzing"}
        wait 2000
        #7 broken
        wait 3000
        #8 503 retry=9000
        wait 9000
        #9 200 {"status":"ready","score":8.0}
        wait 100000
        "#,
        expect![[r#"
            > #3 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            ~ 3000
            ~ 700
            x #2
            = ended Visitor
            > #4 POST /api/embed/sessions/s1/submit [Bearer t1] {"comment":"It was good"}
            = submitted
            > #5 GET /api/embed/sessions/s1/results [Bearer t1]
            ~ 1000
            > #6 GET /api/embed/sessions/s1/results [Bearer t1]
            ~ 2000
            > #7 GET /api/embed/sessions/s1/results [Bearer t1]
            ~ 3000
            > #8 GET /api/embed/sessions/s1/results [Bearer t1]
            ~ 9000
            > #9 GET /api/embed/sessions/s1/results [Bearer t1]
            = results Ready Some(8.0)
        "#]],
    );
}

#[test]
fn restricted_results_are_results() {
    check_greeted(
        r#"
        #2 log stopped agent
        submit
        #3 200 {}
        #4 200 {"status":"restricted"}
        submit
        "#,
        expect![[r#"
            x #2
            = ended Agent
            > #3 POST /api/embed/sessions/s1/submit [Bearer t1] {}
            = submitted
            > #4 GET /api/embed/sessions/s1/results [Bearer t1]
            = results Restricted None
        "#]],
    );
}

#[test]
fn results_that_do_not_come_are_given_up_and_asked_for_on_request() {
    check_greeted(
        "
        #2 log stopped agent
        submit
        #3 200 {}
        wait 90000
        #4 202 {}
        retry
        #5 200 {\"status\":\"ready\"}
        ",
        expect![[r#"
            x #2
            = ended Agent
            > #3 POST /api/embed/sessions/s1/submit [Bearer t1] {}
            = submitted
            > #4 GET /api/embed/sessions/s1/results [Bearer t1]
            = results Failed None
            > #5 GET /api/embed/sessions/s1/results [Bearer t1]
            = results Ready None
        "#]],
    );
}

#[test]
fn a_submission_that_cannot_be_stored_fails_and_may_be_tried_again() {
    check_greeted(
        r#"
        #2 log stopped agent
        submit Good
        #3 422 {"detail":"A comment has at most 4000 characters."}
        submit Better
        #4 broken
        wait 45000
        #5 broken
        retry
        #6 200 {}
        "#,
        expect![[r#"
            x #2
            = ended Agent
            > #3 POST /api/embed/sessions/s1/submit [Bearer t1] {"comment":"Good"}
            = failed: Rejected { detail: "A comment has at most 4000 characters." }
            > #4 POST /api/embed/sessions/s1/submit [Bearer t1] {"comment":"Better"}
            ~ 250
            > #5 POST /api/embed/sessions/s1/submit [Bearer t1] {"comment":"Better"}
            = failed: Unreachable
            > #6 POST /api/embed/sessions/s1/submit [Bearer t1] {"comment":"Better"}
            = submitted
            > #7 GET /api/embed/sessions/s1/results [Bearer t1]
        "#]],
    );
}

#[test]
fn a_submission_the_server_finds_too_early_stops_again_first() {
    check_greeted(
        r#"
        stop
        #3 200 {}
        #2 log stopped visitor
        submit
        #4 409 {"detail":"Stop the session before you submit it."}
        #5 200 {}
        wait 250
        #6 200 {}
        "#,
        expect![[r#"
            > #3 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            ~ 3000
            ~ 700
            x #2
            = ended Visitor
            > #4 POST /api/embed/sessions/s1/submit [Bearer t1] {}
            ~ 250
            > #5 POST /api/embed/sessions/s1/stop [Bearer t1] [keepalive] {"reason":"visitor"}
            > #6 POST /api/embed/sessions/s1/submit [Bearer t1] {}
            = submitted
            > #7 GET /api/embed/sessions/s1/results [Bearer t1]
        "#]],
    );
}
