use expect_test::expect;

use super::check_greeted;

#[test]
fn a_message_stands_there_at_once_and_is_answered() {
    check_greeted(
        r#"
        send e1 hi there
        #3 202 {"turn_id":"e1","seq":7}
        #2 log run e1
        #2 log visitor e1
        #2 log say e1 hi there
        #2 log end e1
        #2 log agent a
        #2 log say a Hey
        #2 log end a
        #2 log done e1
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "hi there"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi there"}
            = sent e1
            = run e1
            = visitor e1
            = agent a
            = say a "Hey"
            = end a
            = done e1
        "#]],
    );
}

#[test]
fn a_pressed_choice_is_named() {
    check_greeted(
        "press e1 yes Yes, please",
        expect![[r#"
        = visitor e1
        = say e1 "Yes, please"
        = end e1
        = sending e1
        > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"Yes, please","choice":"yes"}
    "#]],
    );
}

#[test]
fn the_log_may_be_faster_than_the_answer() {
    check_greeted(
        r#"
        send e1 hi
        #2 log run e1
        #2 log visitor e1
        #3 202 {}
        send e2 more
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
            = visitor e2
            = say e2 "more"
            = end e2
            = sending e2
            > #4 POST /api/embed/sessions/s1/turns [Bearer t1] [e2] {"text":"more"}
        "#]],
    );
}

#[test]
fn turns_wait_for_the_one_before_to_be_taken() {
    check_greeted(
        "
        send e1 one
        send e2 two
        send e3 three
        #3 202 {}
        #4 202 {}
        #5 202 {}
        ",
        expect![[r#"
            = visitor e1
            = say e1 "one"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"one"}
            = visitor e2
            = say e2 "two"
            = end e2
            = sending e2
            = visitor e3
            = say e3 "three"
            = end e3
            = sending e3
            = sent e1
            > #4 POST /api/embed/sessions/s1/turns [Bearer t1] [e2] {"text":"two"}
            = sent e2
            > #5 POST /api/embed/sessions/s1/turns [Bearer t1] [e3] {"text":"three"}
            = sent e3
        "#]],
    );
}

#[test]
fn the_same_entry_is_sent_once() {
    check_greeted(
        "send e1 hi
        send e1 hi",
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
        "#]],
    );
}

#[test]
fn a_lost_answer_is_asked_for_again_under_the_same_key() {
    check_greeted(
        "
        send e1 hi
        #3 broken
        wait 250
        #4 500
        wait 500
        #5 429 retry=3000
        wait 4000
        #6 202 {}
        ",
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            ~ 250
            > #4 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            ~ 500
            > #5 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            ~ 4000
            > #6 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = sent e1
        "#]],
    );
}

#[test]
fn the_log_settles_a_turn_whose_answers_are_lost() {
    check_greeted(
        "
        send e1 hi
        #3 broken
        #2 log run e1
        #2 log visitor e1
        wait 15000
        send e2 more
        ",
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            ~ 250
            = sent e1
            = run e1
            = visitor e1
            = visitor e2
            = say e2 "more"
            = end e2
            = sending e2
            > #4 POST /api/embed/sessions/s1/turns [Bearer t1] [e2] {"text":"more"}
        "#]],
    );
}

#[test]
fn a_turn_that_cannot_be_delivered_fails_and_may_be_sent_again() {
    check_greeted(
        "
        send e1 hi
        send e2 more
        wait 44000
        #3 broken
        wait 1000
        #5 broken
        resend e1
        ",
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = visitor e2
            = say e2 "more"
            = end e2
            = sending e2
            x #2
            ~ 1500
            ~ 250
            > #4 GET /api/embed/sessions/s1/events?after=6 [Bearer t1] [stream]
            ~ 10000
            = link lost (1)
            ~ 250
            > #5 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = unsent e1: Unreachable
            > #6 POST /api/embed/sessions/s1/turns [Bearer t1] [e2] {"text":"more"}
            = sending e1
        "#]],
    );
}

#[test]
fn without_a_network_the_visitor_hears_of_the_network() {
    check_greeted(
        "
        offline
        send e1 hi
        wait 46000
        #3 broken
        ",
        expect![[r#"
            ~ 1500
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = link lost (0)
            x #2
            ~ 250
            > #4 GET /api/embed/sessions/s1/events?after=6 [Bearer t1] [stream]
            ~ 10000
            x #4
            = link lost (2)
            > #5 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
            = unsent e1: Offline
        "#]],
    );
}

#[test]
fn a_long_retry_after_is_told_and_kept() {
    check_greeted(
        r#"
        send e1 hi
        #3 429 retry=60000 {"detail":"Slow down."}
        resend e1
        wait 100
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = unsent e1: Busy { retry_after: Some(60000) }
            = sending e1
            ~ 60000
        "#]],
    );
}

#[test]
fn a_rejected_turn_fails_alone_and_the_next_is_sent() {
    check_greeted(
        r#"
        send e1 much too long
        send e2 short
        #3 413 {"detail":"A message has at most 8000 characters."}
        #4 202 {}
        "#,
        expect![[r#"
            = visitor e1
            = say e1 "much too long"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"much too long"}
            = visitor e2
            = say e2 "short"
            = end e2
            = sending e2
            = unsent e1: Rejected { detail: "A message has at most 8000 characters." }
            > #4 POST /api/embed/sessions/s1/turns [Bearer t1] [e2] {"text":"short"}
            = sent e2
        "#]],
    );
}

#[test]
fn a_conflict_fails_the_turn_and_the_log_says_why() {
    check_greeted(
        r#"
        wait 20001
        send e1 hi
        #3 409 {"detail":"This session has ended."}
        #4 open
        #4 log stopped max_duration
        "#,
        expect![[r#"
            x #2
            ~ 5000
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            > #4 GET /api/embed/sessions/s1/events?after=6 [Bearer t1] [stream]
            ~ 10000
            = unsent e1: Rejected { detail: "This session has ended." }
            ~ 20001
            ~ 6000
            ~ 35000
            x #4
            = ended MaxDuration
        "#]],
    );
}

#[test]
fn a_turn_that_failed_though_it_arrived_is_sent_after_all() {
    check_greeted(
        "
        send e1 hi
        wait 46000
        #3 broken
        #5 page running run e1; visitor e1
        ",
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            x #2
            ~ 1500
            ~ 250
            > #4 GET /api/embed/sessions/s1/events?after=6 [Bearer t1] [stream]
            ~ 10000
            = link lost (1)
            x #4
            = link lost (2)
            > #5 GET /api/embed/sessions/s1/events?after=6 [Bearer t1]
            = unsent e1: Unreachable
            = link restored
            = sent e1
            = run e1
            = visitor e1
            > #6 GET /api/embed/sessions/s1/events?after=8 [Bearer t1] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn an_interrupted_reply_keeps_what_it_said_and_can_be_asked_for_again() {
    check_greeted(
        r#"
        send e1 hi
        #3 202 {}
        #2 log run e1
        #2 log visitor e1
        #2 log say e1 hi
        #2 log end e1
        #2 log agent a
        #2 log say a Once
        #2 log end a
        #2 log error e1 The reply was interrupted.
        resend e1
        #4 202 {}
        #2 log run e1
        #2 log agent b
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
            = end a
            = run e1 failed: Agent { detail: "The reply was interrupted." }
            > #4 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = run e1
            = agent b
        "#]],
    );
}

#[test]
fn an_interrupted_reply_of_an_earlier_frame_can_be_asked_for_again() {
    super::check(
        r#"
        resume s1 t1
        #1 page started 1; run e; visitor e; say e hel; say e lo; end e; error e Interrupted.
        resend e
        #3 409 {"detail":"No."}
        resend e
        "#,
        expect![[r#"
            > #1 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = connected s1 started=1 resumed=true
            = run e
            = visitor e
            = say e "hel"
            = say e "lo"
            = end e
            = run e failed: Agent { detail: "Interrupted." }
            > #2 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e] {"text":"hello"}
            = run e failed: Rejected { detail: "No." }
            ~ 20001
            > #4 POST /api/embed/sessions/s1/turns [Bearer t1] [e] {"text":"hello"}
        "#]],
    );
}

#[test]
fn a_greeting_that_failed_can_be_asked_for_again_until_it_comes() {
    super::check(
        r#"
        resume s1 t1
        #1 page started 1; run g; agent a; say a Hel; error g Interrupted.
        resend g
        resend g
        #3 503 {}
        wait 250
        #4 202 {}
        #2 log run g
        #2 log error g Interrupted.
        resend g
        #5 409 {"detail":"No."}
        resend g
        #6 202 {}
        #2 log run g
        #2 log done g
        resend g
        "#,
        expect![[r#"
            > #1 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = connected s1 started=1 resumed=true
            = run g
            = agent a
            = say a "Hel"
            = run g failed: Agent { detail: "Interrupted." }
            > #2 GET /api/embed/sessions/s1/events?after=5 [Bearer t1] [stream]
            ~ 10000
            > #3 POST /api/embed/sessions/s1/turns/g/again [Bearer t1] {}
            ~ 250
            > #4 POST /api/embed/sessions/s1/turns/g/again [Bearer t1] {}
            ~ 20001
            ~ 35000
            = run g
            = run g failed: Agent { detail: "Interrupted." }
            > #5 POST /api/embed/sessions/s1/turns/g/again [Bearer t1] {}
            = run g failed: Rejected { detail: "No." }
            > #6 POST /api/embed/sessions/s1/turns/g/again [Bearer t1] {}
            = run g
            = done g
        "#]],
    );
}

#[test]
fn a_greeting_is_not_asked_for_once_somebody_has_spoken() {
    super::check(
        r#"
        resume s1 t1
        #1 page started 1; run g; run e; visitor e; say e hi; end e; error g Interrupted.
        resend g
        "#,
        expect![[r#"
            > #1 GET /api/embed/sessions/s1/events?after=0 [Bearer t1]
            = connected s1 started=1 resumed=true
            = run g
            = run e
            = visitor e
            = say e "hi"
            = end e
            = run g failed for good: Agent { detail: "Interrupted." }
            > #2 GET /api/embed/sessions/s1/events?after=7 [Bearer t1] [stream]
            ~ 10000
        "#]],
    );
}

#[test]
fn what_did_not_fail_is_not_sent_again() {
    check_greeted(
        "
        send e1 hi
        resend e1
        #3 202 {}
        resend e1
        resend g
        resend unknown
        ",
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = sent e1
        "#]],
    );
}

#[test]
fn stop_generating_ends_the_run() {
    check_greeted(
        "
        send e1 hi
        #3 202 {}
        #2 log run e1
        cancel
        cancel
        #4 broken
        wait 250
        #5 200 {}
        #2 log cancelled e1
        cancel
        ",
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = sent e1
            = run e1
            > #4 POST /api/embed/sessions/s1/turns/e1/cancel [Bearer t1] {}
            ~ 250
            > #5 POST /api/embed/sessions/s1/turns/e1/cancel [Bearer t1] {}
            = cancelled e1
        "#]],
    );
}

#[test]
fn a_reply_that_a_limit_cut_ends_as_one_that_was_stopped() {
    check_greeted(
        "
        send e1 hi
        #3 202 {}
        #2 log run e1
        #2 log cut e1
        ",
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = sent e1
            = run e1
            = cancelled e1
        "#]],
    );
}

#[test]
fn a_cancel_that_came_too_late_is_forgotten() {
    check_greeted(
        r#"
        #2 log run r
        cancel
        #2 log done r
        #3 409 {"detail":"It is over."}
        wait 1000
        "#,
        expect![[r#"
            = run r
            > #3 POST /api/embed/sessions/s1/turns/r/cancel [Bearer t1] {}
            x #3
            = done r
        "#]],
    );
}

#[test]
fn a_reply_that_is_only_awaited_is_stopped_when_its_turn_is_taken() {
    check_greeted(
        "
        send e1 hi
        cancel
        #3 202 {}
        ",
        expect![[r#"
            = visitor e1
            = say e1 "hi"
            = end e1
            = sending e1
            > #3 POST /api/embed/sessions/s1/turns [Bearer t1] [e1] {"text":"hi"}
            = sent e1
            > #4 POST /api/embed/sessions/s1/turns/e1/cancel [Bearer t1] {}
        "#]],
    );
}

#[test]
fn notes_are_posted_in_order_and_again() {
    check_greeted(
        "
        note one
        note two
        #3 broken
        wait 250
        #4 200 {}
        #5 422 {}
        note three
        ",
        expect![[r#"
            > #3 POST /api/embed/sessions/s1/notes [Bearer t1] {"notes":[{"text":"one","timestamp":0,"source":""}]}
            ~ 250
            > #4 POST /api/embed/sessions/s1/notes [Bearer t1] {"notes":[{"text":"one","timestamp":0,"source":""}]}
            > #5 POST /api/embed/sessions/s1/notes [Bearer t1] {"notes":[{"text":"two","timestamp":0,"source":""}]}
            > #6 POST /api/embed/sessions/s1/notes [Bearer t1] {"notes":[{"text":"three","timestamp":0,"source":""}]}
        "#]],
    );
}
