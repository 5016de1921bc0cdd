//! Runs as agents stream them, and what may be wrong with them.

use expect_test::{Expect, expect};

mod sent;

use super::AgUi;
use crate::dialect::vendor::script;

fn check(story: &str, expected: Expect) {
    script::check::<AgUi>(story, expected);
}

#[test]
fn three_turns_carry_what_was_said_and_who_says_it() {
    check(
        r#"
        with user Ann <ann@example.com>
        with variable plan gold
        with language en
        open support
        send e1 Hello
        #1 open
        #1 bytes data: {"type":"RUN_STARTED","threadId":"s1","runId":"r"}\n\n
        #1 bytes data: {"type":"TEXT_MESSAGE_START","messageId":"m1","role":"assistant"}\n\ndata: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m1","delta":"Hi "}\n\n
        #1 bytes data: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m1","delta":"Ann."}\n\ndata: {"type":"TEXT_MESSAGE_END","messageId":"m1"}\n\n
        #1 bytes data: {"type":"RUN_FINISHED","threadId":"s1","runId":"r"}\n\n
        #1 closed
        send e2 More
        #2 open
        #2 bytes data: {"type":"TEXT_MESSAGE_CHUNK","messageId":"m2","delta":"Sure"}\n\ndata: {"type":"TEXT_MESSAGE_CHUNK","delta":"!"}\n\n
        #2 bytes data: {"type":"RUN_FINISHED","outcome":{"type":"success"}}\n\n
        #2 closed
        note She hesitates
        send e3 Bye
        #3 open
        #3 bytes data: {"type":"RUN_FINISHED"}\n\n
        #3 closed
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Hello"
            = end e1
            = sending e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"Hello"}],"state":{},"asked":[]}
            > #1 POST /relay/shop/support [Bearer t1] [stream] {"threadId":"s1","runId":"s1-1","state":{},"messages":[{"id":"e1","role":"user","content":"Hello"}],"tools":[],"context":[{"description":"plan","value":"gold"},{"description":"user name","value":"Ann"},{"description":"user email","value":"ann@example.com"},{"description":"language","value":"en"}],"forwardedProps":{}}
            = sent e1
            = run e1
            = agent m1
            = say m1 "Hi "
            = say m1 "Ann."
            = end m1
            = done e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"Hello"},{"id":"m1","role":"assistant","content":"Hi Ann."}],"state":{},"asked":[]}
            = visitor e2
            = say e2 "More"
            = end e2
            = sending e2
            = keep {"thread":"s1","runs":2,"messages":[{"id":"e1","role":"user","content":"Hello"},{"id":"m1","role":"assistant","content":"Hi Ann."},{"id":"e2","role":"user","content":"More"}],"state":{},"asked":[]}
            > #2 POST /relay/shop/support [Bearer t1] [stream] {"threadId":"s1","runId":"s1-2","state":{},"messages":[{"id":"e1","role":"user","content":"Hello"},{"id":"m1","role":"assistant","content":"Hi Ann."},{"id":"e2","role":"user","content":"More"}],"tools":[],"context":[{"description":"plan","value":"gold"},{"description":"user name","value":"Ann"},{"description":"user email","value":"ann@example.com"},{"description":"language","value":"en"}],"forwardedProps":{}}
            = sent e2
            = run e2
            = agent m2
            = say m2 "Sure"
            = say m2 "!"
            = end m2
            = done e2
            = keep {"thread":"s1","runs":2,"messages":[{"id":"e1","role":"user","content":"Hello"},{"id":"m1","role":"assistant","content":"Hi Ann."},{"id":"e2","role":"user","content":"More"},{"id":"m2","role":"assistant","content":"Sure!"}],"state":{},"asked":[]}
            = visitor e3
            = say e3 "Bye"
            = end e3
            = sending e3
            = keep {"thread":"s1","runs":3,"messages":[{"id":"e1","role":"user","content":"Hello"},{"id":"m1","role":"assistant","content":"Hi Ann."},{"id":"e2","role":"user","content":"More"},{"id":"m2","role":"assistant","content":"Sure!"},{"id":"e3","role":"user","content":"Bye"}],"state":{},"asked":[]}
            > #3 POST /relay/shop/support [Bearer t1] [stream] {"threadId":"s1","runId":"s1-3","state":{},"messages":[{"id":"e1","role":"user","content":"Hello"},{"id":"m1","role":"assistant","content":"Hi Ann."},{"id":"e2","role":"user","content":"More"},{"id":"m2","role":"assistant","content":"Sure!"},{"id":"e3","role":"user","content":"Bye"}],"tools":[],"context":[{"description":"plan","value":"gold"},{"description":"user name","value":"Ann"},{"description":"user email","value":"ann@example.com"},{"description":"language","value":"en"},{"description":"note of the page","value":"She hesitates"}],"forwardedProps":{}}
            = sent e3
            = run e3
            = done e3
            = keep {"thread":"s1","runs":3,"messages":[{"id":"e1","role":"user","content":"Hello"},{"id":"m1","role":"assistant","content":"Hi Ann."},{"id":"e2","role":"user","content":"More"},{"id":"m2","role":"assistant","content":"Sure!"},{"id":"e3","role":"user","content":"Bye"}],"state":{},"asked":[]}
        "#]],
    );
}

#[test]
fn tools_steps_reasoning_and_state_are_rows() {
    check(
        r#"
        with show state steps
        open agent
        send e1 Weather?
        #1 open
        #1 bytes data: {"type":"THINKING_START","title":"Where?"}\n\ndata: {"type":"THINKING_TEXT_MESSAGE_START"}\n\ndata: {"type":"THINKING_TEXT_MESSAGE_CONTENT","delta":"Oslo"}\n\ndata: {"type":"THINKING_TEXT_MESSAGE_END"}\n\ndata: {"type":"THINKING_END"}\n\n
        #1 bytes data: {"type":"STEP_STARTED","stepName":"look"}\n\ndata: {"type":"REASONING_START"}\n\ndata: {"type":"REASONING_MESSAGE_CONTENT","delta":"Oslo it is"}\n\ndata: {"type":"REASONING_END"}\n\n
        #1 bytes data: {"type":"TOOL_CALL_START","toolCallId":"t1","toolCallName":"weather"}\n\ndata: {"type":"TOOL_CALL_ARGS","toolCallId":"t1","delta":"{\"city\":\"Oslo\"}"}\n\ndata: {"type":"TOOL_CALL_END","toolCallId":"t1"}\n\n
        #1 bytes data: {"type":"TOOL_CALL_RESULT","toolCallId":"t1","messageId":"x","content":"12"}\n\ndata: {"type":"STEP_FINISHED","stepName":"look"}\n\n
        #1 bytes data: {"type":"STATE_SNAPSHOT","snapshot":{"n":1}}\n\ndata: {"type":"STATE_DELTA","delta":[{"op":"replace","path":"/n","value":2}]}\n\ndata: {"type":"STATE_DELTA","delta":[{"op":"remove","path":"/none"}]}\n\n
        #1 bytes data: {"type":"TOOL_CALL_CHUNK","toolCallId":"t2","toolCallName":"mail","delta":"{}"}\n\ndata: {"type":"ACTIVITY_SNAPSHOT","messageId":"a","activityType":"PLAN","content":{"step":1}}\n\ndata: {"type":"SOMETHING_NEW"}\n\n
        #1 bytes data: {"type":"RUN_FINISHED"}\n\n
        #1 closed
        send e2 And?
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Weather?"
            = end e1
            = sending e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"Weather?"}],"state":{},"asked":[]}
            > #1 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-1","state":{},"messages":[{"id":"e1","role":"user","content":"Weather?"}],"tools":[],"context":[],"forwardedProps":{}}
            = sent e1
            = run e1
            = Reasoning e1-row-1 Where?
            = input e1-row-1 "Oslo"
            = called e1-row-1
            = Step e1-row-1-2 look
            = Reasoning e1-row-1-3 
            = input e1-row-1-3 "Oslo it is"
            = called e1-row-1-3
            = tool t1 weather
            = input t1 "{\"city\":\"Oslo\"}"
            = called t1
            = result t1 "12"
            = called e1-row-1-2
            = tool t2 mail
            = input t2 "{}"
            = Action e1-row-1-4 PLAN
            = input e1-row-1-4 "{\"step\":1}"
            = called e1-row-1-4
            = called t2
            = State e1-row-1-5 
            = input e1-row-1-5 "{\"n\":2}"
            = called e1-row-1-5
            = done e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"Weather?"},{"id":"t1-call","role":"assistant","toolCalls":[{"id":"t1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},{"id":"t1-result","role":"tool","toolCallId":"t1","content":"12"}],"state":{"n":2},"asked":[]}
            = visitor e2
            = say e2 "And?"
            = end e2
            = sending e2
            = keep {"thread":"s1","runs":2,"messages":[{"id":"e1","role":"user","content":"Weather?"},{"id":"t1-call","role":"assistant","toolCalls":[{"id":"t1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},{"id":"t1-result","role":"tool","toolCallId":"t1","content":"12"},{"id":"e2","role":"user","content":"And?"}],"state":{"n":2},"asked":[]}
            > #2 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-2","state":{"n":2},"messages":[{"id":"e1","role":"user","content":"Weather?"},{"id":"t1-call","role":"assistant","toolCalls":[{"id":"t1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},{"id":"t1-result","role":"tool","toolCallId":"t1","content":"12"},{"id":"e2","role":"user","content":"And?"}],"tools":[],"context":[],"forwardedProps":{}}
        "#]],
    );
}

#[test]
fn an_interrupt_is_asked_and_its_answer_resumes() {
    check(
        r#"
        open agent
        send e1 Pay
        #1 open
        #1 bytes data: {"type":"RUN_FINISHED","outcome":{"type":"interrupt","interrupts":[{"id":"i1","reason":"tool_approval","message":"Pay 5 €?"},{"id":"i2","reason":"input","message":"Note?","responseSchema":{"type":"string"}}]}}\n\n
        #1 closed
        send e2 maybe
        press e3 yes Yes
        send e4 for mugs
        #2 open
        #2 bytes data: {"type":"RUN_FINISHED","interrupt":{"id":"d1","reason":"human_approval","payload":{"amount":5}}}\n\n
        #2 closed
        press e5 no No
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Pay"
            = end e1
            = sending e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"Pay"}],"state":{},"asked":[]}
            > #1 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-1","state":{},"messages":[{"id":"e1","role":"user","content":"Pay"}],"tools":[],"context":[],"forwardedProps":{}}
            = sent e1
            = run e1
            = done e1
            = prompt "Pay 5 €?" ["Yes", "No"] closed
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"Pay"}],"state":{},"asked":[{"draft":false,"of":{"id":"i1","message":"Pay 5 €?","reason":"tool_approval"}},{"draft":false,"of":{"id":"i2","message":"Note?","reason":"input","responseSchema":{"type":"string"}}}]}
            = visitor e2
            = say e2 "maybe"
            = end e2
            = unsent e2: Rejected { detail: "Pay 5 €?" }
            = visitor e3
            = say e3 "Yes"
            = end e3
            = sent e3
            = prompt "Note?" []
            = visitor e4
            = say e4 "for mugs"
            = end e4
            = prompt over
            = sending e4
            > #2 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-2","state":{},"messages":[{"id":"e1","role":"user","content":"Pay"}],"tools":[],"context":[],"forwardedProps":{},"resume":[{"interruptId":"i1","status":"resolved","payload":{"approved":true}},{"interruptId":"i2","status":"resolved","payload":"for mugs"}]}
            = sent e4
            = run e4
            = keep {"thread":"s1","runs":2,"messages":[{"id":"e1","role":"user","content":"Pay"},{"id":"e3","role":"answer","content":"Yes"},{"id":"e4","role":"answer","content":"for mugs"}],"state":{},"asked":[]}
            = done e4
            = prompt "{\"amount\":5}" ["Yes", "No"] closed
            = keep {"thread":"s1","runs":2,"messages":[{"id":"e1","role":"user","content":"Pay"},{"id":"e3","role":"answer","content":"Yes"},{"id":"e4","role":"answer","content":"for mugs"}],"state":{},"asked":[{"draft":true,"of":{"id":"d1","payload":{"amount":5},"reason":"human_approval"}}]}
            = visitor e5
            = say e5 "No"
            = end e5
            = prompt over
            = sending e5
            > #3 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-3","state":{},"messages":[{"id":"e1","role":"user","content":"Pay"}],"tools":[],"context":[],"forwardedProps":{},"resume":{"interruptId":"d1","payload":{"approved":false}}}
        "#]],
    );
}

#[test]
fn a_reload_shows_what_was_said_and_asks_again() {
    check(
        r#"
        with kept {"thread":"s1","runs":2,"messages":[{"id":"e1","role":"user","content":"Pay"},{"id":"c-call","role":"assistant","toolCalls":[]},{"id":"e0","role":"answer","content":"Yes, please"},{"id":"m1","role":"assistant","content":[{"type":"text","text":"Sure?"}]}],"state":{"n":1},"asked":[{"draft":false,"of":{"id":"i1","reason":"confirm","message":"Really?"}}]}
        resume s1 t1
        press e2 yes Yes
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=true
            = visitor e1
            = say e1 "Pay"
            = end e1
            = visitor e0
            = say e0 "Yes, please"
            = end e0
            = agent m1
            = say m1 "Sure?"
            = end m1
            = prompt "Really?" ["Yes", "No"] closed
            = visitor e2
            = say e2 "Yes"
            = end e2
            = prompt over
            = sending e2
            > #1 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-3","state":{"n":1},"messages":[{"content":"Pay","id":"e1","role":"user"},{"id":"c-call","role":"assistant","toolCalls":[]},{"content":[{"text":"Sure?","type":"text"}],"id":"m1","role":"assistant"}],"tools":[],"context":[],"forwardedProps":{},"resume":[{"interruptId":"i1","status":"resolved","payload":{"approved":true}}]}
        "#]],
    );
}

#[test]
fn what_was_kept_of_another_session_is_not_shown() {
    check(
        r#"
        with kept {"thread":"s0","messages":[{"id":"e1","role":"user","content":"Old"}]}
        open agent
        send e1 New
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "New"
            = end e1
            = sending e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"New"}],"state":{},"asked":[]}
            > #1 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-1","state":{},"messages":[{"id":"e1","role":"user","content":"New"}],"tools":[],"context":[],"forwardedProps":{}}
        "#]],
    );
}

#[test]
fn a_run_that_fails_or_breaks_off_says_so_and_can_be_asked_again() {
    check(
        r#"
        open agent
        send e1 One
        #1 open
        #1 bytes data: {"type":"TEXT_MESSAGE_START","messageId":"m1"}\n\ndata: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m1","delta":"Half"}\n\ndata: {"type":"RUN_ERROR","message":"Out of money","code":"x"}\n\n
        #1 closed
        resend e1
        #2 open
        #2 broken
        send e2 Two
        #3 open 429 retry=5000
        wait 5000
        #4 open 404
        send e3 Three
        #5 open
        #5 bytes data: {"type":"TEXT_MESSAGE_START","messageId":"m2"}\n\ndata: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m2","delta":"W"}\n\n
        cancel
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "One"
            = end e1
            = sending e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"One"}],"state":{},"asked":[]}
            > #1 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-1","state":{},"messages":[{"id":"e1","role":"user","content":"One"}],"tools":[],"context":[],"forwardedProps":{}}
            = sent e1
            = run e1
            = agent m1
            = say m1 "Half"
            = run e1 failed: Agent { detail: "Out of money" }
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"One"}],"state":{},"asked":[]}
            = sending e1
            = keep {"thread":"s1","runs":2,"messages":[{"id":"e1","role":"user","content":"One"}],"state":{},"asked":[]}
            > #2 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-2","state":{},"messages":[{"id":"e1","role":"user","content":"One"}],"tools":[],"context":[],"forwardedProps":{}}
            = sent e1
            = run e1
            = run e1 failed: Unreachable
            = keep {"thread":"s1","runs":2,"messages":[{"id":"e1","role":"user","content":"One"}],"state":{},"asked":[]}
            = visitor e2
            = say e2 "Two"
            = end e2
            = sending e2
            = keep {"thread":"s1","runs":3,"messages":[{"id":"e1","role":"user","content":"One"},{"id":"e2","role":"user","content":"Two"}],"state":{},"asked":[]}
            > #3 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-3","state":{},"messages":[{"id":"e1","role":"user","content":"One"},{"id":"e2","role":"user","content":"Two"}],"tools":[],"context":[],"forwardedProps":{}}
            x #3
            = Notice e2-busy-3 The service is busy. Your message is sent in 5 seconds.
            = called e2-busy-3
            ~ 5000
            = keep {"thread":"s1","runs":4,"messages":[{"id":"e1","role":"user","content":"One"},{"id":"e2","role":"user","content":"Two"}],"state":{},"asked":[]}
            > #4 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-4","state":{},"messages":[{"id":"e1","role":"user","content":"One"},{"id":"e2","role":"user","content":"Two"}],"tools":[],"context":[],"forwardedProps":{}}
            x #4
            = unsent e2: Missing
            = visitor e3
            = say e3 "Three"
            = end e3
            = sending e3
            = keep {"thread":"s1","runs":5,"messages":[{"id":"e1","role":"user","content":"One"},{"id":"e2","role":"user","content":"Two"},{"id":"e3","role":"user","content":"Three"}],"state":{},"asked":[]}
            > #5 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-5","state":{},"messages":[{"id":"e1","role":"user","content":"One"},{"id":"e2","role":"user","content":"Two"},{"id":"e3","role":"user","content":"Three"}],"tools":[],"context":[],"forwardedProps":{}}
            = sent e3
            = run e3
            = agent m2
            = say m2 "W"
            x #5
            = cancelled e3
            = keep {"thread":"s1","runs":5,"messages":[{"id":"e1","role":"user","content":"One"},{"id":"e2","role":"user","content":"Two"},{"id":"e3","role":"user","content":"Three"},{"id":"m2","role":"assistant","content":"W"}],"state":{},"asked":[]}
        "#]],
    );
}

#[test]
fn hostile_events_are_passed_over() {
    check(
        r#"
        open agent
        send e1 Hello
        #1 open
        #1 bytes data: not json\n\ndata: []\n\ndata: {"type":7}\n\ndata: {"type":"TEXT_MESSAGE_CONTENT","messageId":"never","delta":"x"}\n\ndata: {"type":"TEXT_MESSAGE_START","messageId":"u","role":"system"}\n\ndata: {"type":"TEXT_MESSAGE_CONTENT","messageId":"u","delta":"secret"}\n\n
        #1 bytes data: {"type":"TOOL_CALL_ARGS","toolCallId":"none","delta":"x"}\n\ndata: {"type":"STATE_DELTA","delta":"no"}\n\ndata: {"type":"MESSAGES_SNAPSHOT","messages":[{"id":"e1","role":"user","content":"Hello"},{"id":"m9","role":"assistant","content":"All at once"},{"role":"assistant","content":"no id"}]}\n\n
        #1 bytes data: {"type":"RAW","event":{"secret":1},"source":"x"}\n\ndata: {"type":"CUSTOM","name":"other","value":7}\n\ndata: {"type":"ACTIVITY_DELTA","messageId":"a","activityType":"PLAN","patch":[]}\n\n
        #1 bytes data: {"type":"CUSTOM","name":"choices","value":{"messageId":"m9","choices":[{"id":"a","text":"A"}]}}\n\ndata: {"type":"RUN_FINISHED"}\n\ndata: {"type":"RUN_FINISHED"}\n\n
        #1 closed
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Hello"
            = end e1
            = sending e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"Hello"}],"state":{},"asked":[]}
            > #1 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-1","state":{},"messages":[{"id":"e1","role":"user","content":"Hello"}],"tools":[],"context":[],"forwardedProps":{}}
            = sent e1
            = run e1
            = agent never
            = say never "x"
            = agent m9
            = say m9 "All at once"
            = end m9
            = agent e1-listed-1
            = say e1-listed-1 "no id"
            = end e1-listed-1
            = offered m9 A
            = end never
            = done e1
            = keep {"thread":"s1","runs":1,"messages":[{"content":"Hello","id":"e1","role":"user"},{"content":"All at once","id":"m9","role":"assistant"},{"content":"no id","id":"e1-listed-1","role":"assistant"},{"id":"never","role":"assistant","content":"x"}],"state":{},"asked":[]}
        "#]],
    );
}

#[test]
fn an_endless_event_ends_the_run_and_not_the_talk() {
    let bytes = "x".repeat(1 << 21);
    let story = format!(
        "open agent\nsend e1 One\n#1 open\n#1 bytes data: {bytes}\n#1 bytes {bytes}\n#1 bytes {bytes}\n\
         resend e1\n#2 open\n#2 bytes data: {{\"type\":\"RUN_FINISHED\"}}\\n\\n\nsend e2 Two"
    );
    let told = script::play::<AgUi>(&story);
    let at = |what: &str| {
        told.find(what)
            .unwrap_or_else(|| panic!("{what}: {told:.3000}"))
    };
    assert!(at("run e1 failed: Agent") < at("x #1"));
    assert!(at("x #1") < at("> #2 POST /relay/shop"));
    // A run that is over holds nobody up, though its stream does not end.
    assert!(at("= done e1") < at("x #2"));
    assert!(at("x #2") < at("> #3 POST /relay/shop"));
}

#[test]
fn an_agent_does_not_put_words_in_the_place_of_the_visitors() {
    check(
        r#"
        open agent
        send e1 Hello
        #1 open
        #1 bytes data: {"type":"TEXT_MESSAGE_START","messageId":"e1"}\n\ndata: {"type":"TEXT_MESSAGE_CONTENT","messageId":"e1","delta":"Mine"}\n\ndata: {"type":"TEXT_MESSAGE_END","messageId":"e1"}\n\ndata: {"type":"RUN_FINISHED"}\n\n
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Hello"
            = end e1
            = sending e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"Hello"}],"state":{},"asked":[]}
            > #1 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-1","state":{},"messages":[{"id":"e1","role":"user","content":"Hello"}],"tools":[],"context":[],"forwardedProps":{}}
            = sent e1
            = run e1
            = agent e1-2
            = say e1-2 "Mine"
            = end e1-2
            = done e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"Hello"},{"id":"e1-2","role":"assistant","content":"Mine"}],"state":{},"asked":[]}
        "#]],
    );
}

#[test]
fn an_agent_that_leaves_out_what_was_said_does_not_take_it_from_the_screen() {
    check(
        r#"
        open agent
        send e1 Hello
        #1 open
        #1 bytes data: {"type":"MESSAGES_SNAPSHOT","messages":[{"id":"m1","role":"assistant","content":"In short: a greeting."}]}\n\ndata: {"type":"RUN_FINISHED"}\n\n
        #1 closed
        send e2 And?
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            = visitor e1
            = say e1 "Hello"
            = end e1
            = sending e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"user","content":"Hello"}],"state":{},"asked":[]}
            > #1 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-1","state":{},"messages":[{"id":"e1","role":"user","content":"Hello"}],"tools":[],"context":[],"forwardedProps":{}}
            = sent e1
            = run e1
            = agent m1
            = say m1 "In short: a greeting."
            = end m1
            = done e1
            = keep {"thread":"s1","runs":1,"messages":[{"id":"e1","role":"answer","content":"Hello"},{"content":"In short: a greeting.","id":"m1","role":"assistant"}],"state":{},"asked":[]}
            = visitor e2
            = say e2 "And?"
            = end e2
            = sending e2
            = keep {"thread":"s1","runs":2,"messages":[{"id":"e1","role":"answer","content":"Hello"},{"content":"In short: a greeting.","id":"m1","role":"assistant"},{"id":"e2","role":"user","content":"And?"}],"state":{},"asked":[]}
            > #2 POST /relay/shop [Bearer t1] [stream] {"threadId":"s1","runId":"s1-2","state":{},"messages":[{"content":"In short: a greeting.","id":"m1","role":"assistant"},{"id":"e2","role":"user","content":"And?"}],"tools":[],"context":[],"forwardedProps":{}}
        "#]],
    );
}
