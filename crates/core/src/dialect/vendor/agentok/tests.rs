//! Exchanges as both generations and the vendor's page have them, and what may go wrong in them.

use expect_test::{Expect, expect};

use super::Agentok;
use crate::dialect::vendor::script;

fn check(story: &str, expected: Expect) {
    script::check::<Agentok>(story, expected);
}

#[test]
fn three_turns_with_tools_and_a_summary() {
    check(
        r#"
        with user Ann <ann@example.com>
        open 12
        send e1 Hello
        #1 200 {"id":345,"status":"ready"}
        wait 1000
        #3 200 [{"id":1,"type":"user","content":"(About the visitor: name: Ann; email: ann@example.com)\n\nHello"},{"id":3,"type":"assistant","content":"12 °C","metadata":{"tool_info":{"type":"tool_response","meta":"c"}}},{"id":2,"type":"assistant","sender":"Assistant","receiver":"User","content":"","metadata":{"tool_info":{"type":"suggested_tool_call","meta":"c","tool":"get_weather","arguments":{"city":"Oslo"}}}}]
        #4 200 {"id":345,"status":"running"}
        wait 1000
        #5 200 [{"id":1,"type":"user","content":"Hello"},{"id":4,"type":"assistant","sender":"Assistant","receiver":"User","content":"It is 12 °C."},{"id":6,"type":"summary","content":"Weather told."},{"id":7,"type":"assistant","content":"__STATUS_COMPLETED__ DONE"}]
        #6 200 {"status":"completed"}
        #2 200 null
        send e2 And Bergen?
        #7 200 {"detail":"ok"}
        wait 1000
        #8 200 [{"id":8,"type":"user","content":"And Bergen?"},{"id":9,"type":"assistant","content":"Rain."}]
        #9 200 {"status":"completed"}
        wait 1250
        #10 200 []
        #11 200 {"status":"completed"}
        wait 2000
        #12 200 []
        #13 200 {"status":"completed"}
        send e3 Thanks
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Hello"
            = end e1
            = sending e1
            > #1 POST /relay/shop/v1/chats [Bearer t1] {"name":"Hello","from_type":"project","from_project":12,"user_id":"","owner":""}
            = keep {"chat":"345"}
            > #2 POST /relay/shop/v1/chats/345/messages [Bearer t1] {"message":"(About the visitor: name: Ann; email: ann@example.com)\n\nHello","content":"(About the visitor: name: Ann; email: ann@example.com)\n\nHello","type":"user","chat":"345","owner":""}
            = run e1
            ~ 1000
            > #3 GET /relay/shop/v1/chats/345/messages [Bearer t1]
            = sent e1
            = tool 345-2 get_weather
            = input 345-2 "{\"city\":\"Oslo\"}"
            = result 345-2 "12 °C"
            > #4 GET /relay/shop/v1/chats/345 [Bearer t1]
            ~ 1000
            > #5 GET /relay/shop/v1/chats/345/messages [Bearer t1]
            = agent 345-4
            = say 345-4 "It is 12 °C."
            = end 345-4
            = author 345-4 Assistant to User
            = Summary 345-6 
            = input 345-6 "Weather told."
            = called 345-6
            = done e1
            > #6 GET /relay/shop/v1/chats/345 [Bearer t1]
            = visitor e2
            = say e2 "And Bergen?"
            = end e2
            = sending e2
            > #7 POST /relay/shop/v1/chats/345/messages [Bearer t1] {"message":"And Bergen?","content":"And Bergen?","type":"user","chat":"345","owner":""}
            = run e2
            ~ 1000
            = sent e2
            ~ 1000
            > #8 GET /relay/shop/v1/chats/345/messages [Bearer t1]
            = agent 345-9
            = say 345-9 "Rain."
            = end 345-9
            > #9 GET /relay/shop/v1/chats/345 [Bearer t1]
            ~ 1000
            > #10 GET /relay/shop/v1/chats/345/messages [Bearer t1]
            > #11 GET /relay/shop/v1/chats/345 [Bearer t1]
            = done e2
            = visitor e3
            = say e3 "Thanks"
            = end e3
            = sending e3
            > #12 POST /relay/shop/v1/chats/345/messages [Bearer t1] {"message":"Thanks","content":"Thanks","type":"user","chat":"345","owner":""}
            = run e3
            ~ 1000
        "#]],
    );
}

#[test]
fn what_a_quick_answer_stands_for_is_the_vendors_to_say() {
    check(
        r#"
        open flow-1
        send e1 Deploy
        #1 200 {"id":"c1"}
        wait 1000
        #3 200 [{"id":1,"type":"user","content":"Deploy"},{"id":2,"type":"assistant","content":"Shall I?"},{"id":3,"type":"assistant","content":"__STATUS_WAIT_FOR_HUMAN_INPUT__ Shall I?"}]
        #4 200 {"status":"wait_for_human_input"}
        press e2 enter Continue
        #5 200 {"detail":"Input sent to assistant."}
        wait 1000
        #6 200 [{"id":4,"type":"assistant","content":"__STATUS_RECEIVED_HUMAN_INPUT__ x"},{"id":5,"type":"user","content":"Go on."},{"id":6,"type":"assistant","content":"Done."},{"id":7,"type":"assistant","content":"__STATUS_COMPLETED__ DONE"}]
        #7 200 {"status":"completed"}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Deploy"
            = end e1
            = sending e1
            > #1 POST /relay/shop/v1/chats [Bearer t1] {"name":"Deploy","from_type":"flow","from_flow":"flow-1","user_id":"","owner":""}
            = keep {"chat":"c1"}
            > #2 POST /relay/shop/v1/chats/c1/messages [Bearer t1] {"message":"Deploy","content":"Deploy","type":"user","chat":"c1","owner":""}
            = run e1
            ~ 1000
            > #3 GET /relay/shop/v1/chats/c1/messages [Bearer t1]
            = sent e1
            = agent c1-2
            = say c1-2 "Shall I?"
            = end c1-2
            = done e1
            = prompt "Shall I?" ["Continue", "Exit"]
            > #4 GET /relay/shop/v1/chats/c1 [Bearer t1]
            ~ 15000
            = visitor e2
            = say e2 "Continue"
            = end e2
            = sending e2
            = prompt over
            > #5 POST /relay/shop/v1/chats/c1/input [Bearer t1] {"message":"\n","content":"\n","type":"user","chat":"c1","owner":""}
            = run e2
            ~ 1000
            = sent e2
            ~ 1000
            > #6 GET /relay/shop/v1/chats/c1/messages [Bearer t1]
            = agent c1-6
            = say c1-6 "Done."
            = end c1-6
            = done e2
            > #7 GET /relay/shop/v1/chats/c1 [Bearer t1]
        "#]],
    );
}

#[test]
fn a_stop_that_comes_before_its_message_comes_again() {
    check(
        r#"
        open flow-1
        send e1 Deploy
        #1 200 {"id":"c1"}
        cancel
        #3 200 {"error":"No assistant found with that chat ID. c1"}
        #2 200 null
        wait 700
        #4 200 {"detail":"Assistant for chat c1 terminated gracefully."}
        #5 broken
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Deploy"
            = end e1
            = sending e1
            > #1 POST /relay/shop/v1/chats [Bearer t1] {"name":"Deploy","from_type":"flow","from_flow":"flow-1","user_id":"","owner":""}
            = keep {"chat":"c1"}
            > #2 POST /relay/shop/v1/chats/c1/messages [Bearer t1] {"message":"Deploy","content":"Deploy","type":"user","chat":"c1","owner":""}
            = run e1
            ~ 1000
            > #3 POST /relay/shop/v1/chats/c1/abort [Bearer t1]
            ~ 700
            = sent e1
            ~ 1000
            > #4 POST /relay/shop/v1/chats/c1/abort [Bearer t1]
            > #5 GET /relay/shop/v1/chats/c1/messages [Bearer t1]
            = cancelled e1
            = link lost (1)
            ~ 1000
        "#]],
    );
}

#[test]
fn a_chat_that_is_still_at_work_is_followed_once_it_is_opened() {
    check(
        r#"
        with kept {"chat":"c1"}
        resume s1 t1
        #1 200 [{"id":"c1","name":"Deploy","status":"ready"},{"id":"c2","name":"Tidy up","status":"running"}]
        #2 200 [{"id":1,"type":"user","content":"Deploy"},{"id":2,"type":"assistant","content":"Done."}]
        #3 200 {"status":"completed"}
        pick c2
        #4 200 [{"id":3,"type":"user","content":"Tidy up"}]
        #5 200 {"status":"running"}
        wait 1000
        #6 200 [{"id":3,"type":"user","content":"Tidy up"},{"id":4,"type":"assistant","content":"Tidy."}]
        #7 200 {"status":"completed"}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=true
            > #1 GET /relay/shop/v1/chats [Bearer t1]
            > #2 GET /relay/shop/v1/chats/c1/messages [Bearer t1]
            = conversations c1* "Deploy" 0 c2 "Tidy up" 0
            = visitor c1-1
            = say c1-1 "Deploy"
            = end c1-1
            = agent c1-2
            = say c1-2 "Done."
            = end c1-2
            > #3 GET /relay/shop/v1/chats/c1 [Bearer t1]
            = anew
            = keep {"chat":"c2"}
            = conversations c1 "Deploy" 0 c2* "Tidy up" 0
            > #4 GET /relay/shop/v1/chats/c2/messages [Bearer t1]
            = visitor c2-3
            = say c2-3 "Tidy up"
            = end c2-3
            > #5 GET /relay/shop/v1/chats/c2 [Bearer t1]
            ~ 1000
            > #6 GET /relay/shop/v1/chats/c2/messages [Bearer t1]
            = agent c2-4
            = say c2-4 "Tidy."
            = end c2-4
            > #7 GET /relay/shop/v1/chats/c2 [Bearer t1]
        "#]],
    );
}

#[test]
fn the_agents_wait_for_the_visitor_and_are_answered() {
    check(
        r#"
        open flow-1
        send e1 Deploy
        #1 200 {"id":"c1"}
        wait 1000
        #3 200 [{"id":"a","type":"user","content":"Deploy","created":"2024-01-08 12:00:00.000Z"},{"id":"b","type":"assistant","sender":"Planner","content":"Shall I?","created":"2024-01-08 12:00:01.000Z"},{"id":"c","type":"assistant","content":"__STATUS_WAIT_FOR_HUMAN_INPUT__ Provide feedback to Planner:","created":"2024-01-08 12:00:02.000Z"}]
        #4 200 {"status":"wait_for_human_input"}
        press e2 enter Continue
        #5 200 {"detail":"Input sent to assistant."}
        wait 1000
        #6 200 [{"id":"d","type":"assistant","content":"__STATUS_RECEIVED_HUMAN_INPUT__ x"},{"id":"e","type":"assistant","content":"Done."}]
        #7 200 {"status":"wait_for_human_input"}
        wait 1000
        #8 200 []
        #9 200 {"status":"wait_for_human_input"}
        send e3 Undo it
        #10 200 {"error":"No assistant found with that chat ID. c1"}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Deploy"
            = end e1
            = sending e1
            > #1 POST /relay/shop/v1/chats [Bearer t1] {"name":"Deploy","from_type":"flow","from_flow":"flow-1","user_id":"","owner":""}
            = keep {"chat":"c1"}
            > #2 POST /relay/shop/v1/chats/c1/messages [Bearer t1] {"message":"Deploy","content":"Deploy","type":"user","chat":"c1","owner":""}
            = run e1
            ~ 1000
            > #3 GET /relay/shop/v1/chats/c1/messages [Bearer t1]
            = sent e1
            = agent c1-b
            = say c1-b "Shall I?"
            = end c1-b
            = author c1-b Planner
            = done e1
            = prompt "Provide feedback to Planner:" ["Continue", "Exit"]
            > #4 GET /relay/shop/v1/chats/c1 [Bearer t1]
            ~ 15000
            = visitor e2
            = say e2 "Continue"
            = end e2
            = sending e2
            = prompt over
            > #5 POST /relay/shop/v1/chats/c1/input [Bearer t1] {"message":"\n","content":"\n","type":"user","chat":"c1","owner":""}
            = run e2
            ~ 1000
            = sent e2
            ~ 1000
            > #6 GET /relay/shop/v1/chats/c1/messages [Bearer t1]
            = agent c1-e
            = say c1-e "Done."
            = end c1-e
            > #7 GET /relay/shop/v1/chats/c1 [Bearer t1]
            ~ 1000
            > #8 GET /relay/shop/v1/chats/c1/messages [Bearer t1]
            > #9 GET /relay/shop/v1/chats/c1 [Bearer t1]
            = done e2
            = prompt "" ["Continue", "Exit"]
            ~ 15000
            = visitor e3
            = say e3 "Undo it"
            = end e3
            = sending e3
            = prompt over
            > #10 POST /relay/shop/v1/chats/c1/input [Bearer t1] {"message":"Undo it","content":"Undo it","type":"user","chat":"c1","owner":""}
            = run e3
            ~ 1000
            = done e3
            = unsent e3: Rejected { detail: "No assistant found with that chat ID. c1" }
        "#]],
    );
}

#[test]
fn a_call_that_blocks_or_breaks_does_not_hold_the_screen() {
    check(
        r#"
        open 12
        send e1 Work
        #1 200 {"id":1}
        wait 1000
        #3 200 [{"id":1,"type":"user","content":"Work"}]
        #4 200 {"status":"running"}
        #2 broken
        wait 1000
        #5 503
        wait 5000
        #6 200 [{"id":2,"type":"assistant","content":"Worked."}]
        #7 200 {"status":"thinking hard"}
        wait 1000
        #8 200 [{"id":3,"type":"assistant","content":"__STATUS_COMPLETED__ 1: KeyError: secret"}]
        #9 200 {"status":"failed"}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Work"
            = end e1
            = sending e1
            > #1 POST /relay/shop/v1/chats [Bearer t1] {"name":"Work","from_type":"project","from_project":12,"user_id":"","owner":""}
            = keep {"chat":"1"}
            > #2 POST /relay/shop/v1/chats/1/messages [Bearer t1] {"message":"Work","content":"Work","type":"user","chat":"1","owner":""}
            = run e1
            ~ 1000
            > #3 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            = sent e1
            > #4 GET /relay/shop/v1/chats/1 [Bearer t1]
            ~ 1000
            > #5 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            = link lost (1)
            ~ 1000
            > #6 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            = link restored
            = agent 1-2
            = say 1-2 "Worked."
            = end 1-2
            > #7 GET /relay/shop/v1/chats/1 [Bearer t1]
            ~ 1000
            > #8 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            = run e1 failed: Agent { detail: "" }
            > #9 GET /relay/shop/v1/chats/1 [Bearer t1]
        "#]],
    );
}

#[test]
fn stop_generating_aborts_and_a_second_message_waits_for_the_first() {
    check(
        r#"
        open 12
        send e1 Work
        send e2 More
        #1 200 {"id":1}
        cancel
        #3 200 {"detail":"terminated"}
        #4 200 [{"id":1,"type":"user","content":"Work"},{"id":2,"type":"assistant","content":"I beg"}]
        #5 200 {"status":"aborted"}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Work"
            = end e1
            = sending e1
            > #1 POST /relay/shop/v1/chats [Bearer t1] {"name":"Work","from_type":"project","from_project":12,"user_id":"","owner":""}
            = visitor e2
            = say e2 "More"
            = end e2
            = sending e2
            = keep {"chat":"1"}
            > #2 POST /relay/shop/v1/chats/1/messages [Bearer t1] {"message":"Work","content":"Work","type":"user","chat":"1","owner":""}
            = run e1
            ~ 1000
            > #3 POST /relay/shop/v1/chats/1/abort [Bearer t1]
            > #4 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            = sent e1
            = agent 1-2
            = say 1-2 "I beg"
            = end 1-2
            > #5 GET /relay/shop/v1/chats/1 [Bearer t1]
            = cancelled e1
            > #6 POST /relay/shop/v1/chats/1/messages [Bearer t1] {"message":"More","content":"More","type":"user","chat":"1","owner":""}
            = run e2
            ~ 1000
            ~ 1000
        "#]],
    );
}

#[test]
fn an_aborted_runs_last_word_does_not_end_the_next_run() {
    check(
        r#"
        open 12
        send e1 Work
        #1 200 {"id":1}
        cancel
        #3 200 {}
        send e2 More
        #4 200 [{"id":1,"type":"user","content":"Work"},{"id":2,"type":"assistant","content":"Wor"}]
        #5 200 {"status":"aborted"}
        wait 1000
        #7 200 [{"id":3,"type":"assistant","content":"__STATUS_COMPLETED__ TERMINATED"}]
        #8 200 {"status":"aborted"}
        wait 1000
        #9 200 [{"id":4,"type":"user","content":"More"},{"id":5,"type":"assistant","content":"__STATUS_COMPLETED__ DONE"}]
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Work"
            = end e1
            = sending e1
            > #1 POST /relay/shop/v1/chats [Bearer t1] {"name":"Work","from_type":"project","from_project":12,"user_id":"","owner":""}
            = keep {"chat":"1"}
            > #2 POST /relay/shop/v1/chats/1/messages [Bearer t1] {"message":"Work","content":"Work","type":"user","chat":"1","owner":""}
            = run e1
            ~ 1000
            > #3 POST /relay/shop/v1/chats/1/abort [Bearer t1]
            > #4 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            = visitor e2
            = say e2 "More"
            = end e2
            = sending e2
            = sent e1
            = agent 1-2
            = say 1-2 "Wor"
            = end 1-2
            > #5 GET /relay/shop/v1/chats/1 [Bearer t1]
            = cancelled e1
            > #6 POST /relay/shop/v1/chats/1/messages [Bearer t1] {"message":"More","content":"More","type":"user","chat":"1","owner":""}
            = run e2
            ~ 1000
            ~ 1000
            > #7 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            > #8 GET /relay/shop/v1/chats/1 [Bearer t1]
            ~ 1000
            > #9 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            = sent e2
            = done e2
            > #10 GET /relay/shop/v1/chats/1 [Bearer t1]
        "#]],
    );
}

#[test]
fn a_reload_shows_the_chat_and_whether_it_waits() {
    check(
        r#"
        with kept {"chat":"345"}
        resume s1 t1
        #1 200 [{"id":345,"name":"Weather","updated_at":"2025-01-09T10:00:00Z"},{"id":344,"name":"Old","updated_at":"2025-01-08T10:00:00Z"}]
        #2 200 [{"id":1,"type":"user","content":"(About the visitor: name: Ann)\n\nHello"},{"id":2,"type":"assistant","content":"Shall I?"},{"id":3,"type":"assistant","content":"__STATUS_WAIT_FOR_HUMAN_INPUT__ old"}]
        #3 200 {"status":"wait_for_human_input"}
        pick 344
        #4 200 []
        #5 200 {"status":"completed"}
        delete 345
        #6 200 {"result":"success"}
        delete 344
        #7 404
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=true
            > #1 GET /relay/shop/v1/chats [Bearer t1]
            > #2 GET /relay/shop/v1/chats/345/messages [Bearer t1]
            = conversations 345* "Weather" 1736416800000 344 "Old" 1736330400000
            = visitor 345-1
            = say 345-1 "Hello"
            = end 345-1
            = agent 345-2
            = say 345-2 "Shall I?"
            = end 345-2
            > #3 GET /relay/shop/v1/chats/345 [Bearer t1]
            = prompt "" ["Continue", "Exit"]
            ~ 15000
            = prompt over
            = anew
            = keep {"chat":"344"}
            = conversations 345 "Weather" 1736416800000 344* "Old" 1736330400000
            > #4 GET /relay/shop/v1/chats/344/messages [Bearer t1]
            > #5 GET /relay/shop/v1/chats/344 [Bearer t1]
            > #6 DELETE /relay/shop/v1/chats/345 [Bearer t1]
            = conversations 344* "Old" 1736330400000
            > #7 DELETE /relay/shop/v1/chats/344 [Bearer t1]
            = anew
            = keep {"chat":""}
            = conversations
        "#]],
    );
}

#[test]
fn the_first_generation_has_slashes_and_no_messages() {
    check(
        r#"
        with generation 1
        open flow-1
        send e1 Hello
        #1 201 {"id":"c1","status":"ready"}
        wait 1000
        #3 405
        #4 200 {"status":"running"}
        cancel
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Hello"
            = end e1
            = sending e1
            > #1 POST /relay/shop/chats/ [Bearer t1] {"name":"Hello","from_type":"flow","from_flow":"flow-1","user_id":"","owner":""}
            = keep {"chat":"c1"}
            > #2 POST /relay/shop/chats/c1/messages [Bearer t1] {"message":"Hello","content":"Hello","type":"user","chat":"c1","owner":""}
            = run e1
            ~ 1000
            > #3 GET /relay/shop/chats/c1/messages [Bearer t1]
            > #4 GET /relay/shop/chats/c1 [Bearer t1]
            = sent e1
            ~ 1000
            = cancelled e1
        "#]],
    );
}

#[test]
fn what_cannot_be_made_or_sent_is_told_and_kept() {
    check(
        r#"
        open 12
        send e1 Hello
        #1 400 {"detail":"Failed to create chat: no such project"}
        resend e1
        #2 200 {"nothing":1}
        resend e1
        #3 200 {"id":1}
        #4 422 {"detail":[{"loc":["body"],"msg":"field required"}]}
        resend e1
        #5 200 {}
        wait 1000
        #6 404
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Hello"
            = end e1
            = sending e1
            > #1 POST /relay/shop/v1/chats [Bearer t1] {"name":"Hello","from_type":"project","from_project":12,"user_id":"","owner":""}
            = unsent e1: Rejected { detail: "Failed to create chat: no such project" }
            = sending e1
            > #2 POST /relay/shop/v1/chats [Bearer t1] {"name":"Hello","from_type":"project","from_project":12,"user_id":"","owner":""}
            = unsent e1: Protocol
            = sending e1
            > #3 POST /relay/shop/v1/chats [Bearer t1] {"name":"Hello","from_type":"project","from_project":12,"user_id":"","owner":""}
            = keep {"chat":"1"}
            > #4 POST /relay/shop/v1/chats/1/messages [Bearer t1] {"message":"Hello","content":"Hello","type":"user","chat":"1","owner":""}
            = run e1
            ~ 1000
            = done e1
            = unsent e1: Rejected { detail: "field required" }
            = sending e1
            > #5 POST /relay/shop/v1/chats/1/messages [Bearer t1] {"message":"Hello","content":"Hello","type":"user","chat":"1","owner":""}
            = run e1
            ~ 1000
            = sent e1
            ~ 1000
            > #6 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            = keep {"chat":""}
            = run e1 failed: Agent { detail: "" }
        "#]],
    );
}

#[test]
fn what_may_have_arrived_is_looked_for_before_it_is_sent_again() {
    check(
        r#"
        open 12
        send e1 Hello
        #1 200 {"id":1}
        #2 502
        resend e1
        #3 502
        resend e1
        #4 200 [{"id":1,"type":"user","content":"Hello"},{"id":2,"type":"assistant","content":"Hi"},{"id":3,"type":"assistant","content":"__STATUS_COMPLETED__ DONE"}]
        #5 200 {"status":"completed"}
        send e2 More
        #6 502
        resend e2
        #7 200 [{"id":1,"type":"user","content":"Hello"},{"id":2,"type":"assistant","content":"Hi"},{"id":3,"type":"assistant","content":"__STATUS_COMPLETED__ DONE"}]
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Hello"
            = end e1
            = sending e1
            > #1 POST /relay/shop/v1/chats [Bearer t1] {"name":"Hello","from_type":"project","from_project":12,"user_id":"","owner":""}
            = keep {"chat":"1"}
            > #2 POST /relay/shop/v1/chats/1/messages [Bearer t1] {"message":"Hello","content":"Hello","type":"user","chat":"1","owner":""}
            = run e1
            ~ 1000
            = done e1
            = unsent e1: Unreachable
            = sending e1
            > #3 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            = unsent e1: Unreachable
            = link lost (1)
            ~ 1000
            = sending e1
            > #4 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            = link restored
            = visitor e1
            = sent e1
            = run e1
            = agent 1-2
            = say 1-2 "Hi"
            = end 1-2
            = done e1
            > #5 GET /relay/shop/v1/chats/1 [Bearer t1]
            = visitor e2
            = say e2 "More"
            = end e2
            = sending e2
            > #6 POST /relay/shop/v1/chats/1/messages [Bearer t1] {"message":"More","content":"More","type":"user","chat":"1","owner":""}
            = run e2
            ~ 1000
            = done e2
            = unsent e2: Unreachable
            = sending e2
            > #7 GET /relay/shop/v1/chats/1/messages [Bearer t1]
            > #8 POST /relay/shop/v1/chats/1/messages [Bearer t1] {"message":"More","content":"More","type":"user","chat":"1","owner":""}
            = run e2
            ~ 1000
            > #9 GET /relay/shop/v1/chats/1 [Bearer t1]
        "#]],
    );
}
