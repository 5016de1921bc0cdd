//! Recorded exchanges in the assumed form, and what may be wrong with them.

use expect_test::{Expect, expect};

use super::Totebot;
use crate::dialect::vendor::script;

fn check(story: &str, expected: Expect) {
    script::check::<Totebot>(story, expected);
}

#[test]
fn three_turns_are_one_conversation() {
    check(
        r#"
        with user Ann <ann@example.com>
        with variable plan gold
        send e1 Do you have red mugs?
        #2 open
        #2 bytes data: {"type":"chunk","content":"Yes, "}\n\ndata: {"type":"chunk","content":"two."}\n\n
        #2 bytes data: {"type":"completed","conversationId":"c 1","messageId":"m9","content":"Yes, two."}\n\n
        #2 closed
        send e2 And blue?
        #3 open
        #3 bytes event: chunk\ndata: {"text":"No."}\n\nevent: completed\ndata: {"data":{"message_id":"m11"}}\n\n
        #3 closed
        send e3 Bye
        #4 open
        #4 bytes data: Goodbye\n\ndata: [DONE]\n\n
        #4 closed
        rate e1-reply-1 positive
        #5 200 {}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            = keep {"visitor":""}
            = visitor e1
            = say e1 "Do you have red mugs?"
            = end e1
            = sending e1
            > #2 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Do you have red mugs?","identity":{"id":"","name":"Ann","email":"ann@example.com","metadata":{"plan":"gold"}}}
            = sent e1
            = run e1
            = agent e1-reply-1
            = say e1-reply-1 "Yes, "
            = say e1-reply-1 "two."
            = keep {"visitor":"","conversation":"c 1","titles":{"c 1":"Do you have red mugs?"}}
            = end e1-reply-1
            = done e1
            = rating e1-reply-1 None
            = visitor e2
            = say e2 "And blue?"
            = end e2
            = sending e2
            > #3 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"And blue?","conversationId":"c 1","identity":{"id":"","name":"Ann","email":"ann@example.com","metadata":{"plan":"gold"}}}
            = sent e2
            = run e2
            = agent e2-reply-2
            = say e2-reply-2 "No."
            = end e2-reply-2
            = done e2
            = rating e2-reply-2 None
            = visitor e3
            = say e3 "Bye"
            = end e3
            = sending e3
            > #4 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Bye","conversationId":"c 1","identity":{"id":"","name":"Ann","email":"ann@example.com","metadata":{"plan":"gold"}}}
            = sent e3
            = run e3
            = agent e3-reply-3
            = say e3-reply-3 "Goodbye"
            = end e3-reply-3
            = done e3
            > #5 PATCH /relay/shop/v1/conversations/c%201/messages/m9/feedback [Bearer t1] {"feedback":"POSITIVE"}
            = rating e1-reply-1 Some(Positive)
        "#]],
    );
}

#[test]
fn actions_and_tools_are_rows() {
    check(
        r#"
        send e1 Order
        #2 open
        #2 bytes data: {"type":"tool_call","name":"search_products","arguments":{"q":"red mug"}}\n\n
        #2 bytes data: {"type":"action_started","action":"order","id":"a1"}\n\n
        #2 bytes data: {"type":"typing"}\n\n
        #2 bytes data: {"type":"action_completed","action":"order","id":"a1","result":{"n":1}}\n\n
        #2 bytes data: {"type":"action_completed","action":"mail","result":"sent"}\n\n
        #2 bytes data: {"type":"chunk","content":"Done"}\n\n
        #2 bytes data: {"type":"completed","content":"All done."}\n\n
        #2 closed
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            = keep {"visitor":""}
            = visitor e1
            = say e1 "Order"
            = end e1
            = sending e1
            > #2 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Order","identity":{"id":"","metadata":{}}}
            = sent e1
            = run e1
            = tool e1-row-1 search_products
            = input e1-row-1 "{\"q\":\"red mug\"}"
            = Action e1-row-2 order
            = result e1-row-2 "{\"n\":1}"
            = Action e1-row-3 mail
            = result e1-row-3 "sent"
            = agent e1-reply-4
            = say e1-reply-4 "Done"
            = text e1-reply-4 "All done."
            = called e1-row-1
            = end e1-reply-4
            = done e1
        "#]],
    );
}

#[test]
fn a_stream_that_ends_early_is_what_arrived_or_a_failure() {
    check(
        r#"
        send e1 One
        #2 open
        #2 bytes data: {"type":"chunk","content":"Half a"}\n\n
        #2 closed
        send e2 Two
        #3 open
        #3 closed
        resend e2
        #4 open
        #4 bytes data: {"type":"chunk","content":"So"}\n\n
        #4 broken
        send e3 Three
        #5 open
        #5 bytes data: {"type":"chunk","content":"Er"}\n\ndata: {"type":"error","message":"The model is down.","code":"x"}\n\n
        #5 closed
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            = keep {"visitor":""}
            = visitor e1
            = say e1 "One"
            = end e1
            = sending e1
            > #2 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"One","identity":{"id":"","metadata":{}}}
            = sent e1
            = run e1
            = agent e1-reply-1
            = say e1-reply-1 "Half a"
            = end e1-reply-1
            = done e1
            = visitor e2
            = say e2 "Two"
            = end e2
            = sending e2
            > #3 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Two","identity":{"id":"","metadata":{}}}
            = sent e2
            = run e2
            = run e2 failed: Unreachable
            = sending e2
            > #4 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Two","identity":{"id":"","metadata":{}}}
            = sent e2
            = run e2
            = agent e2-reply-2
            = say e2-reply-2 "So"
            = run e2 failed: Unreachable
            = visitor e3
            = say e3 "Three"
            = end e3
            = sending e3
            > #5 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Three","identity":{"id":"","metadata":{}}}
            = sent e3
            = run e3
            = agent e3-reply-3
            = say e3-reply-3 "Er"
            = run e3 failed: Agent { detail: "The model is down." }
        "#]],
    );
}

#[test]
fn too_much_is_waited_for_once_and_then_told() {
    check(
        r#"
        send e1 One
        send e2 Two
        #2 open 429 retry=30000
        wait 30000
        #3 open 429
        #4 open
        #4 bytes data: {"type":"chunk","content":"Ok"}\n\n
        #4 closed
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            = keep {"visitor":""}
            = visitor e1
            = say e1 "One"
            = end e1
            = sending e1
            > #2 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"One","identity":{"id":"","metadata":{}}}
            = visitor e2
            = say e2 "Two"
            = end e2
            = sending e2
            x #2
            = Notice e1-busy-1 The service is busy. Your message is sent in 30 seconds.
            = called e1-busy-1
            ~ 30000
            > #3 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"One","identity":{"id":"","metadata":{}}}
            x #3
            = unsent e1: Busy { retry_after: None }
            > #4 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Two","identity":{"id":"","metadata":{}}}
            = sent e2
            = run e2
            = agent e2-reply-2
            = say e2-reply-2 "Ok"
            = end e2-reply-2
            = done e2
        "#]],
    );
}

#[test]
fn a_reload_goes_on_and_a_forgotten_conversation_begins_anew() {
    check(
        r#"
        with kept {"visitor":"v1","conversation":"c1"}
        resume s1 t1
        #1 200 {"name":"Mug Shop","model":"gpt-4o","trainingStatus":"TRAINED"}
        #2 200 {"data":[{"id":"m2","role":"assistant","content":"Yes.","createdAt":"2026-01-05T10:00:05Z","feedback":"NEGATIVE"},{"id":"m1","role":"user","content":"Mugs?","createdAt":"2026-01-05T10:00:00Z"},{"id":"m3","role":"system","content":"x"}]}
        #3 200 {"items":[{"id":"c0","title":"Plates","updatedAt":"2026-01-01T00:00:00Z"},{"id":"c1","messages":[{"content":"Mugs?"}],"createdAt":"2026-01-05T10:00:00Z"}]}
        send e1 More
        #4 open 404
        #5 open
        #5 bytes data: {"type":"completed","conversationId":"c2","messageId":"m4","content":"Fresh"}\n\n
        #5 closed
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=true
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            > #2 GET /relay/shop/v1/conversations/c1/messages?limit=250 [Bearer t1]
            = keep {"visitor":"v1","conversation":"c1"}
            > #3 GET /relay/shop/v1/conversations?limit=50 [Bearer t1]
            = agent is "Mug Shop" "gpt-4o" -
            = visitor m1
            = say m1 "Mugs?"
            = end m1
            = agent m2
            = say m2 "Yes."
            = end m2
            = rating m2 Some(Negative)
            = conversations c1* "Mugs?" 1767607200000 c0 "Plates" 1767225600000
            = visitor e1
            = say e1 "More"
            = end e1
            = sending e1
            > #4 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"More","conversationId":"c1","identity":{"id":"v1","metadata":{}}}
            x #4
            = keep {"visitor":"v1","titles":{"c1":"Mugs?"}}
            > #5 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"More","identity":{"id":"v1","metadata":{}}}
            = sent e1
            = run e1
            = keep {"visitor":"v1","conversation":"c2","titles":{"c1":"Mugs?","c2":"More"}}
            = agent e1-reply-1
            = say e1-reply-1 "Fresh"
            = end e1-reply-1
            = done e1
            = rating e1-reply-1 None
        "#]],
    );
}

#[test]
fn conversations_are_listed_and_turned_to() {
    check(
        r#"
        with kept {"visitor":"v1","conversation":"c1"}
        open agent
        #2 200 [{"id":"c1","title":"Mugs"}]
        send e1 Hello
        #3 open
        #3 bytes data: {"type":"chunk","content":"Hi"}\n\n
        pick c1
        #4 200 {"messages":[{"id":1,"role":"user","content":"Mugs?"},{"id":2,"role":"assistant","content":"Yes."}]}
        rate 2 negative
        #5 500
        new
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            = keep {"visitor":"v1"}
            > #2 GET /relay/shop/v1/conversations?limit=50 [Bearer t1]
            = conversations c1 "Mugs" 0
            = visitor e1
            = say e1 "Hello"
            = end e1
            = sending e1
            > #3 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Hello","identity":{"id":"v1","metadata":{}}}
            = sent e1
            = run e1
            = agent e1-reply-1
            = say e1-reply-1 "Hi"
            x #3
            = cancelled e1
            = anew
            = keep {"visitor":"v1","conversation":"c1"}
            = conversations c1* "Mugs" 0
            > #4 GET /relay/shop/v1/conversations/c1/messages?limit=250 [Bearer t1]
            = visitor 1
            = say 1 "Mugs?"
            = end 1
            = agent 2
            = say 2 "Yes."
            = end 2
            = rating 2 None
            > #5 PATCH /relay/shop/v1/conversations/c1/messages/2/feedback [Bearer t1] {"feedback":"NEGATIVE"}
            = rating 2 Some(Negative)
            = rating 2 None
            = anew
            = keep {"visitor":"v1","titles":{"c1":"Mugs?"}}
            = conversations c1 "Mugs" 0
        "#]],
    );
}

#[test]
fn a_conversation_without_a_name_is_called_by_what_was_said_first() {
    check(
        r#"
        with kept {"visitor":"v1","titles":{"c1":"Mugs?","c9":"Forgotten there"}}
        open agent
        #2 200 [{"id":"c1"},{"id":"c2","title":"Plates"}]
        send e1 Do you ship?
        #3 open
        #3 bytes data: {"type":"completed","conversationId":"c3","content":"Yes."}\n\n
        #3 closed
        conversations
        #4 200 [{"id":"c1"},{"id":"c2","title":"Plates"},{"id":"c3"}]
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            = keep {"visitor":"v1","titles":{"c1":"Mugs?","c9":"Forgotten there"}}
            > #2 GET /relay/shop/v1/conversations?limit=50 [Bearer t1]
            = conversations c1 "Mugs?" 0 c2 "Plates" 0
            = visitor e1
            = say e1 "Do you ship?"
            = end e1
            = sending e1
            > #3 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Do you ship?","identity":{"id":"v1","metadata":{}}}
            = sent e1
            = run e1
            = keep {"visitor":"v1","conversation":"c3","titles":{"c1":"Mugs?","c3":"Do you ship?"}}
            = agent e1-reply-1
            = say e1-reply-1 "Yes."
            = end e1-reply-1
            = done e1
            > #4 GET /relay/shop/v1/conversations?limit=50 [Bearer t1]
            = conversations c1 "Mugs?" 0 c2 "Plates" 0 c3* "Do you ship?" 0
        "#]],
    );
}

#[test]
fn what_comes_late_of_one_conversation_does_not_stand_in_another() {
    check(
        r#"
        pick c1
        pick c2
        #3 200 {"data":[{"id":"2","role":"assistant","content":"Of the second"}]}
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            = keep {"visitor":""}
            = anew
            = keep {"visitor":"","conversation":"c1"}
            > #2 GET /relay/shop/v1/conversations/c1/messages?limit=250 [Bearer t1]
            x #2
            = anew
            = keep {"visitor":"","conversation":"c2"}
            > #3 GET /relay/shop/v1/conversations/c2/messages?limit=250 [Bearer t1]
            = agent 2
            = say 2 "Of the second"
            = end 2
            = rating 2 None
        "#]],
    );
}

#[test]
fn stop_generating_ends_the_reply_as_it_is() {
    check(
        r#"
        send e1 Tell me everything
        #2 open
        #2 bytes data: {"type":"chunk","content":"Well"}\n\n
        cancel
        send e2 Enough
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            = keep {"visitor":""}
            = visitor e1
            = say e1 "Tell me everything"
            = end e1
            = sending e1
            > #2 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Tell me everything","identity":{"id":"","metadata":{}}}
            = sent e1
            = run e1
            = agent e1-reply-1
            = say e1-reply-1 "Well"
            x #2
            = cancelled e1
            = visitor e2
            = say e2 "Enough"
            = end e2
            = sending e2
            > #3 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Enough","identity":{"id":"","metadata":{}}}
        "#]],
    );
}

#[test]
fn a_hostile_answer_neither_breaks_nor_is_believed() {
    check(
        r#"
        send e1 One
        #2 open 200 application/json
        #2 bytes {"message":"In one piece","conversationId":"../../x"}
        #2 closed
        send e2 Two
        #3 open
        #3 bytes data: {"type":"chunk","content":["no"]}\n\ndata: {"type":7}\n\ndata: {"type":"chunk","con
        #3 closed
        send e3 Three
        #4 open 500
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            = keep {"visitor":""}
            = visitor e1
            = say e1 "One"
            = end e1
            = sending e1
            > #2 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"One","identity":{"id":"","metadata":{}}}
            = sent e1
            = run e1
            = keep {"visitor":"","conversation":"../../x","titles":{"../../x":"One"}}
            = agent e1-reply-1
            = say e1-reply-1 "In one piece"
            = end e1-reply-1
            = done e1
            = visitor e2
            = say e2 "Two"
            = end e2
            = sending e2
            > #3 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Two","conversationId":"../../x","identity":{"id":"","metadata":{}}}
            = sent e2
            = run e2
            = run e2 failed: Unreachable
            = visitor e3
            = say e3 "Three"
            = end e3
            = sending e3
            > #4 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Three","conversationId":"../../x","identity":{"id":"","metadata":{}}}
            x #4
            = unsent e3: Unreachable
        "#]],
    );
}

#[test]
fn a_reply_of_nothing_or_of_an_error_is_none_and_can_be_had_again() {
    check(
        r#"
        send e1 One
        #2 open
        #2 bytes data: {"type":"completed","content":7}\n\n
        resend e1
        #3 open 200 application/json
        #3 bytes {"statusCode":500,"message":"Out of order","error":"Internal Server Error"}
        #3 closed
        resend e1
        #4 open
        #4 bytes data: {"type":"chunk","content":"Yes"}\n\ndata: [DONE]\n\n
        send e2 Two
        "#,
        expect![[r#"
            = connected s1 started=1000000 resumed=false
            > #1 GET /relay/shop/v1/agent [Bearer t1]
            = keep {"visitor":""}
            = visitor e1
            = say e1 "One"
            = end e1
            = sending e1
            > #2 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"One","identity":{"id":"","metadata":{}}}
            = sent e1
            = run e1
            = run e1 failed: Agent { detail: "" }
            x #2
            = sending e1
            > #3 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"One","identity":{"id":"","metadata":{}}}
            = sent e1
            = run e1
            = run e1 failed: Agent { detail: "Out of order" }
            = sending e1
            > #4 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"One","identity":{"id":"","metadata":{}}}
            = sent e1
            = run e1
            = agent e1-reply-1
            = say e1-reply-1 "Yes"
            = end e1-reply-1
            = done e1
            = visitor e2
            = say e2 "Two"
            = end e2
            x #4
            = sending e2
            > #5 POST /relay/shop/v1/chat [Bearer t1] [stream] {"message":"Two","identity":{"id":"","metadata":{}}}
        "#]],
    );
}

#[test]
fn an_endless_event_ends_the_reply_and_not_the_talk() {
    let bytes = "x".repeat(1 << 19);
    let story = format!(
        "send e1 One\n#2 open\n#2 bytes data: {bytes}\n#2 bytes {bytes}\n#2 bytes {bytes}\n\
         resend e1\n#3 open\n#3 bytes data: {{\"type\":\"completed\",\"content\":\"Yes\"}}\\n\\n"
    );
    let told = script::play::<Totebot>(&story);
    let at = |what: &str| {
        told.find(what)
            .unwrap_or_else(|| panic!("{what}: {told:.3000}"))
    };
    assert!(at("run e1 failed: Agent") < at("x #2"));
    assert!(at("x #2") < at("> #3 POST /relay/shop/v1/chat"));
    at("= say e1-reply-1 \"Yes\"");
}

#[test]
fn the_last_event_counts_without_its_blank_line_and_half_of_one_does_not() {
    let completed = r#"data: {"type":"completed","conversationId":"c1","messageId":"m9","content":"Yes, two."}"#;
    let cases = [
        (format!("{completed}\\n"), "Yes, two.", true),
        (completed.to_owned(), "Yes, two.", true),
        (format!("event: completed\\n{completed}"), "Yes, two.", true),
        (
            r#"data: {"type":"chunk","content":"two."}"#.to_owned(),
            "Yes, two.",
            false,
        ),
        ("data: two.".to_owned(), "Yes, two.", false),
        ("data: [DONE]".to_owned(), "Yes, ", false),
        (
            r#"data: {"type":"chunk","content":"tw"#.to_owned(),
            "Yes, ",
            false,
        ),
        ("dat".to_owned(), "Yes, ", false),
    ];
    for (last, reply, rated) in cases {
        let told = script::play::<Totebot>(&format!(
            "send e1 Hi\n#2 open\n#2 bytes data: {{\"type\":\"chunk\",\"content\":\"Yes, \"}}\\n\\n{last}\n#2 closed"
        ));
        let pieces = told
            .lines()
            .filter_map(|line| line.strip_prefix("= say e1-reply-1 "));
        let said: String = pieces.map(|it| it.trim_matches('"')).collect();
        assert_eq!(said, reply, "{last}\n{told}");
        assert_eq!(
            told.contains("= rating e1-reply-1"),
            rated,
            "{last}\n{told}"
        );
        assert!(told.contains("= done e1"), "{last}\n{told}");
    }
}

#[test]
fn an_error_that_says_nothing_is_one() {
    // bayesimpact/bayes-platform#669
    let cases = [
        ("event: error\\nid: 1\\n\\n", Some("")),
        ("event:error\r\\nid: 1\r\\n\r\\n", Some("")),
        ("id: 1\\nevent: error\\n\\n", Some("")),
        ("event: error", Some("")),
        ("event: err", None),
        (
            "event: error\\ndata: {\"message\":\"Out of order\"}\\n\\n",
            Some("Out of order"),
        ),
        ("event: errors\\n\\n", None),
        ("event: ping\\n\\n", None),
    ];
    for (last, expected) in cases {
        let half = "#2 bytes data: {\"type\":\"chunk\",\"content\":\"Half\"}\\n\\n";
        // The script trims what stands at a line's ends.
        for cut in 0..=10 {
            // A line feed of the script is one character.
            let (one, two) = last.split_at(cut);
            if one.ends_with('\\') || two.starts_with('\r') || one.ends_with('\r') {
                continue;
            }
            let told = script::play::<Totebot>(&format!(
                "send e1 Hi\n#2 open\n{half}\n#2 bytes {one}\n#2 bytes {two}\n#2 closed"
            ));
            let failed =
                expected.map(|detail| format!("= run e1 failed: Agent {{ detail: {detail:?} }}"));
            let ended = failed.unwrap_or_else(|| "= done e1".to_owned());
            assert!(told.contains(&ended), "{last} cut at {cut}\n{told}");
        }
    }
}
