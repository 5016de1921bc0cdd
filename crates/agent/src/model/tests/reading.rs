//! What endpoints send, and what is heard of it.

use super::*;

/// A stream of these events, each with its blank line.
fn events(events: &[&str]) -> Vec<u8> {
    let lines = events.iter().map(|event| format!("data: {event}\n\n"));
    lines.collect::<String>().into_bytes()
}

fn chunk(delta: &Value) -> String {
    json!({"id": "c1", "object": "chat.completion.chunk",
           "choices": [{"index": 0, "delta": delta, "finish_reason": null}]})
    .to_string()
}

fn said(text: &str) -> String {
    chunk(&json!({"content": text}))
}

const STOP: &str = r#"{"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;
const DONE: &str = "[DONE]";

fn answered(kind: &'static str, body: impl Into<Vec<u8>>) -> Reaction {
    Reaction::Chunks(200, kind, vec![(0, body.into())])
}

async fn check_stream(body: impl Into<Vec<u8>>, heard: &str) {
    check(&[answered("text/event-stream", body)], heard, None, 1).await;
}

/// "Good morning." with something in between.
async fn check_between(odd: &str) {
    let (good, morning) = (said("Good "), said("morning."));
    let parts = [odd, &good, odd, &morning, odd, STOP, odd, DONE];
    check_stream(events(&parts), "Good morning.").await;
}

#[tokio::test]
async fn what_is_no_piece_of_the_answer_is_passed_over() {
    for odd in [
        r#"{"type":"ping"}"#,
        r#"{"type": "ping", "cost": "0"}"#,
        r#"{"sources":[{"name":"faq.md"}]}"#,
        r#"{"event":"message_start","data":{"text":"no"}}"#,
        r#"{"error":null}"#,
        r#"{"error":{}}"#,
        r#"{"error":"","choices":[]}"#,
        r#"{"choices":null}"#,
        r#"{"choices":[],"usage":null}"#,
        r#"{"choices":[null]}"#,
        r#"{"choices":[{"index":0}]}"#,
        r#"{"choices":[{"index":0,"delta":null}]}"#,
        r#"{"choices":[{"index":0,"delta":{"content":null}}]}"#,
        "[]",
        "[1,2]",
        "null",
        "true",
        "42",
        "\"ping\"",
        "",
        "ping",
        ": OPENROUTER PROCESSING",
        "OK",
        "{}",
    ] {
        check_between(odd).await;
    }
    // Named events and comments.
    for odd in [
        "event: ping\ndata: {}\n\n",
        "event: sources\ndata: [{\"name\":\"faq.md\"}]\n\n",
        "event: heartbeat\n\n",
        ": keep-alive\n\n",
        "retry: 3000\n\n",
        "id: 4\nevent: message\ndata: {\"type\":\"ping\"}\n\n",
    ] {
        let stream = [
            odd.as_bytes(),
            &events(&[&said("Good ")]),
            odd.as_bytes(),
            &events(&[&said("morning."), STOP]),
            odd.as_bytes(),
        ];
        check_stream(stream.concat(), "Good morning.").await;
    }
}

#[tokio::test]
async fn an_answer_of_nothing_but_odd_pieces_is_wrong() {
    for odd in [
        "{\"type\":\"ping\"}",
        "[1,2]",
        "{\"hello\": 1}",
        "hello",
        "{nonsense",
    ] {
        let stream = answered("text/event-stream", events(&[odd]));
        check(&[stream], "", Some("protocol"), 2).await;
    }
    // A piece that cannot be read is a part of the answer that is lost.
    let torn = events(&[
        &said("Good "),
        "{\"choices\":[{\"delta\":{\"con",
        &said("morning."),
    ]);
    let torn = answered("text/event-stream", torn);
    check(&[torn], "Good ", Some("protocol"), 1).await;
}

#[tokio::test]
async fn an_error_within_a_success_is_one_however_it_is_sent() {
    let told = |body: &str| answered("text/event-stream", body.as_bytes().to_vec());
    let ok = || answered("text/event-stream", events(&[&said("ok"), STOP]));
    // It says that another try may help.
    for error in [
        "event: error\ndata: {\"error\":{\"message\":\"gone\",\"type\":\"server_error\"}}\n\n",
        "event: error\ndata: {\"message\":\"gone\",\"type\":\"server_error\"}\n\n",
        "event: ERROR\ndata: {\"message\":\"gone\",\"code\":503}\n\n",
        "event: error\ndata: {\"message\":\"gone\",\"code\":503}",
        "data: {\"error\":{\"message\":\"gone\",\"type\":\"server_error\"}}\n\n",
        "data: [{\"error\":{\"message\":\"gone\",\"code\":503}}]\n\n",
        "data: {\"error\":[{\"message\":\"gone\",\"code\":503}]}\n\n",
        "data: {\"object\":\"error\",\"message\":\"gone\",\"code\":503}\n\n",
        "data: {\"type\":\"error\",\"message\":\"gone\",\"code\":503}\n\n",
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"error\":{\"message\":\"gone\",\"code\":502}}]}\n\n",
        "{\"error\":{\"message\":\"gone\",\"code\":503}}",
        "[{\"error\":{\"message\":\"gone\",\"code\":503}}]",
        "event: error\ndata: {\"error\":{\"message\":\"Failed to call a function. Please adjust your prompt.\",\"type\":\"invalid_request_error\",\"code\":\"tool_use_failed\",\"status_code\":400}}\n\n",
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}]}\n\n",
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"network_error\"}]}\n\n",
        // It says nothing of it, and nothing else.
        "event: error\ndata: {\"detail\":\"generation failed\"}\n\n",
        "data: {\"error\":{\"message\":\"Something odd happened\"}}\n\n",
        "data: {\"error\":\"oops\"}\n\n",
        "{\"error\":{\"message\":\"model busy\"}}",
        "{\"detail\":\"model busy\"}",
        "{\"choices\":[{\"message\":{\"content\":\"Good mor",
        "data: [DONE]\n\n",
    ] {
        check(&[told(error), ok()], "ok", None, 2).await;
    }
    // Or that it would not.
    for error in [
        "event: error\ndata: {\"message\":\"bad key\",\"code\":401}\n\n",
        "data: {\"error\":{\"message\":\"bad key\",\"type\":\"authentication_error\"}}\n\n",
    ] {
        check(&[told(error), ok()], "", Some("refused"), 1).await;
    }
    let request = "data: {\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}}\n\n";
    check(&[told(request)], "", Some("protocol"), 1).await;
    // Words before it were heard: another answer would contradict them.
    let late = [
        events(&[&said("Well")]),
        b"event: error\ndata: {\"message\":\"gone\",\"code\":503}\n\n".to_vec(),
    ];
    check(
        &[told(&String::from_utf8_lossy(&late.concat())), ok()],
        "Well",
        Some("unreachable"),
        1,
    )
    .await;
    let given_up = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"error"}]}"#;
    let late = events(&[&said("Well"), given_up, DONE]);
    check(
        &[answered("text/event-stream", late), ok()],
        "Well",
        Some("unreachable"),
        1,
    )
    .await;
}

#[tokio::test]
async fn a_stream_may_end_without_its_last_line() {
    let all = [said("All "), said("is well.")];
    let begun = events(&[&all[0], &all[1]]);
    for end in [
        format!("data: {STOP}\n"),
        format!("data: {STOP}"),
        format!("data: {STOP}\r\n"),
        format!("data:{STOP}"),
        "data: [DONE]".to_owned(),
        "data: [DONE]\n".to_owned(),
        "data: [done]".to_owned(),
        format!("data: {STOP}\ndata: [DONE]"),
        format!("data: {STOP}\n\ndata: {{\"usage\":{{\"prompt_tok"),
    ] {
        let stream = [begun.as_slice(), end.as_bytes()].concat();
        check_stream(stream.clone(), "All is well.").await;
        check(
            &[Reaction::Broken(vec![(0, stream)])],
            "All is well.",
            None,
            1,
        )
        .await;
    }
    // A connection that ends before the answer does is broken as ever.
    for end in [
        "",
        "\n",
        "data: {\"choices\":[{\"del",
        "data: ",
        ": bye\n\n",
    ] {
        let stream = [begun.as_slice(), end.as_bytes()].concat();
        let stream = answered("text/event-stream", stream);
        check(&[stream], "All is well.", Some("unreachable"), 1).await;
    }
}

#[tokio::test]
async fn an_answer_that_said_how_it_ends_waits_for_no_end_of_its_connection() {
    // musistudio/claude-code-router#1271, and with heartbeats maximhq/bifrost#6784.
    let mut chunks = vec![(0, events(&[&said("ok"), STOP]))];
    chunks.extend((0..400).map(|_| (50, b": still here\n\n".to_vec())));
    let open = Reaction::Chunks(200, "text/event-stream", chunks);
    check_in(hasty(), &[open], "ok", None, 1).await;
}

#[tokio::test]
async fn the_first_bytes_say_what_an_answer_is_and_not_its_type() {
    let stream = events(&[&said("Good "), &said("morning."), STOP, DONE]);
    let whole =
        json!({"choices": [{"message": {"content": "Good morning."}, "finish_reason": "stop"}]});
    let lines = format!("{}\n{}\n{STOP}\n", said("Good "), said("morning."));
    let pretty = serde_json::to_string_pretty(&whole).unwrap();
    let marked = |body: &[u8]| [b"\xEF\xBB\xBF", body].concat();
    let blank = |body: &[u8]| [b" \r\n\n", body].concat();
    let list = format!("[{},\n{},\n{STOP}]", said("Good "), said("morning."));
    let forms: Vec<Vec<u8>> = vec![
        stream.clone(),
        marked(&stream),
        blank(&stream),
        [b": hello\n\n", stream.as_slice()].concat(),
        String::from_utf8(stream.clone())
            .unwrap()
            .replace('\n', "\r\n")
            .into_bytes(),
        String::from_utf8(stream.clone())
            .unwrap()
            .replace('\n', "\r")
            .into_bytes(),
        String::from_utf8(stream)
            .unwrap()
            .replace("\n\n", "\n")
            .into_bytes(),
        whole.to_string().into_bytes(),
        pretty.clone().into_bytes(),
        marked(pretty.as_bytes()),
        blank(pretty.as_bytes()),
        format!("{whole}\n\ndata: [DONE]\n\n").into_bytes(),
        lines.clone().into_bytes(),
        format!("{lines}[DONE]").into_bytes(),
        list.into_bytes(),
    ];
    for kind in [
        "",
        "application/json",
        "text/plain",
        "application/octet-stream",
        "text/event-stream; charset=utf-8",
        "application/x-ndjson",
    ] {
        for form in &forms {
            check(&[answered(kind, form.clone())], "Good morning.", None, 1).await;
        }
    }
    for form in &forms {
        let chunks = form.chunks(5).map(|it| (0, it.to_vec())).collect();
        check(
            &[Reaction::Chunks(200, "application/json", chunks)],
            "Good morning.",
            None,
            1,
        )
        .await;
    }
    // SamSaffron/term-llm#454: one document on several data lines.
    let spread = pretty
        .lines()
        .map(|line| format!("data: {line}\n"))
        .collect::<String>()
        + "\n";
    check_stream(spread, "Good morning.").await;
    // A page is none, nor is JSON that is cut.
    let page = answered("application/json", "<html>hello</html>");
    check(&[page], "", Some("unreachable"), 2).await;
    let cut = answered("text/event-stream", "{\"choices\": [{\"message\":");
    check(&[cut], "", Some("protocol"), 2).await;
}

#[tokio::test]
async fn a_mislabelled_stream_is_heard_as_it_comes() {
    let chunks = vec![
        (0, events(&[&said("Good ")])),
        (60_000, events(&[&said("morning."), STOP])),
    ];
    for kind in ["application/json", "text/plain", ""] {
        let (settings, _stub) = stub(&[Reaction::Chunks(200, kind, chunks.clone())]).await;
        let mut stream = ModelAgent::new(settings).unwrap().reply(context());
        let first = stream.next().await.unwrap().unwrap();
        assert_eq!(first, Step::Text("Good ".to_owned()), "{kind}");
    }
}

#[tokio::test]
async fn halves_of_characters_are_joined() {
    let raw = |pieces: &[&str]| {
        let pieces: Vec<String> = pieces
            .iter()
            .map(|piece| {
                format!(r#"{{"choices":[{{"index":0,"delta":{{"content":"{piece}"}}}}]}}"#)
            })
            .collect();
        let mut all: Vec<&str> = pieces.iter().map(String::as_str).collect();
        all.extend([STOP, DONE]);
        events(&all)
    };
    let cases: &[(&[&str], &str)] = &[
        (&[r"Sure \ud83d", r"\ude00 gladly."], "Sure 😀 gladly."),
        (&[r"Sure \uD83D", "", r"\uDE00 gladly."], "Sure 😀 gladly."),
        (&[r"Sure \ud83d", " gladly."], "Sure \u{FFFD} gladly."),
        (&["Sure ", r"\ude00 gladly."], "Sure \u{FFFD} gladly."),
        (&[r"Sure \ud83d\ude00 gladly."], "Sure 😀 gladly."),
        (&[r"Sure gladly.\ud83d"], "Sure gladly.\u{FFFD}"),
        (&[r"\ud83d", r"\ude00\ud83d", r"\ude00"], "😀😀"),
    ];
    for (pieces, expected) in cases {
        check_stream(raw(pieces), expected).await;
    }
    // The bytes of one, in two events and in two chunks.
    let frame = |bytes: &[u8]| {
        let (before, after) = (br#"data: {"choices":[{"delta":{"content":""#, b"\"}}]}\n\n");
        [before.as_slice(), bytes, after].concat()
    };
    let two = [
        frame(b"Sure \xF0\x9F"),
        frame(b"\x98\x80 gladly."),
        events(&[STOP]),
    ]
    .concat();
    check_stream(two.clone(), "Sure 😀 gladly.").await;
    let chunks = two.chunks(3).map(|it| (0, it.to_vec())).collect();
    check(
        &[Reaction::Chunks(200, "", chunks)],
        "Sure 😀 gladly.",
        None,
        1,
    )
    .await;
    let lone = [frame(b"Sure \xF0\x9F"), frame(b" gladly."), events(&[STOP])].concat();
    check_stream(lone, "Sure \u{FFFD} gladly.").await;
    let whole = b"{\"choices\":[{\"message\":{\"content\":\"Sure \xFF \\ud83d.\"}}]}".to_vec();
    check_stream(whole, "Sure \u{FFFD} \u{FFFD}.").await;
    // In a call's arguments.
    let call = |arguments: &str| {
        format!(
            r#"{{"choices":[{{"delta":{{"tool_calls":[{{"index":0,"function":{{"name":"offer_choices","arguments":"{arguments}"}}}}]}}}}]}}"#
        )
    };
    for [first, second] in [
        [r#"{\"choices\":[\"Tea \ud83d"#, r#"\ude00\"]}"#],
        [r#"{\"choices\":[\"Tea \\ud83d"#, r#"\\ude00\"]}"#],
    ] {
        let stream = events(&[&said("Tea?"), &call(first), &call(second), STOP]);
        check_stream(stream, "Tea?[Tea 😀]").await;
    }
}

#[tokio::test]
async fn text_comes_under_many_names() {
    let choice = |choice: Value| json!({"choices": [choice]}).to_string();
    let first = |content: Value| choice(json!({"index": 0, "delta": {"content": content}}));
    let pieces = [
        first(json!("Hi")),
        first(json!([{"type": "text", "text": "Hi"}])),
        first(json!(["Hi"])),
        first(json!([{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "Hi"}])),
        first(json!([{"type": "reasoning", "text": "hm"}, {"type": "output_text", "text": "Hi"}])),
        first(json!([{"type": "text", "text": {"value": "Hi"}}])),
        first(json!({"type": "text", "text": "Hi"})),
        first(json!({"content": "Hi"})),
        choice(json!({"text": "Hi"})),
        choice(json!({"delta": "Hi"})),
        choice(json!({"delta": null, "text": "Hi"})),
        choice(json!({"message": {"role": "assistant", "content": "Hi"}})),
        choice(json!({"delta": null, "message": {"content": "Hi"}})),
        choice(json!({"delta": {}, "message": {"content": "Hi"}})),
        choice(json!({"delta": {"refusal": "Hi"}})),
        json!({"choices": {"delta": {"content": "Hi"}}}).to_string(),
        json!({"choices": [{"index": 1, "delta": {"content": "no"}}, {"index": 0, "delta": {"content": "Hi"}}]}).to_string(),
        json!({"choices": [{"index": 0, "delta": {"content": "Hi"}}, {"index": 1, "delta": {"content": "no"}}]}).to_string(),
        json!([{"choices": [{"delta": {"content": "Hi"}}]}]).to_string(),
        json!(first(json!("Hi"))).to_string(),
        format!("data: {}", first(json!("Hi"))),
    ];
    for piece in pieces {
        check_stream(events(&[&piece, STOP]), "Hi").await;
    }
    check_stream(
        events(&[
            &first(json!("4")),
            &first(json!(2)),
            &first(json!(".")),
            STOP,
        ]),
        "42.",
    )
    .await;
    let one = |content: &str, finish: Value| {
        choice(json!({"index": 1, "delta": {"content": content}, "finish_reason": finish}))
    };
    check_stream(
        events(&[&one("H", json!(null)), &one("i", json!("stop"))]),
        "Hi",
    )
    .await;
    // A second choice that comes in chunks of its own.
    let second = choice(json!({"index": 1, "delta": {"content": "no"}, "finish_reason": "length"}));
    check_stream(events(&[&said("Hi"), &second, STOP, &second]), "Hi").await;
    // Messages in place of deltas: pieces, or all so far; the whole once more at the end
    // (abundantbeing/hermes-browser-extension#11).
    let message = |text: &str| choice(json!({"index": 0, "message": {"content": text}}));
    let ended = |text: &str| choice(json!({"message": {"content": text}, "finish_reason": "stop"}));
    check_stream(
        events(&[&message("Good "), &message("morning."), STOP]),
        "Good morning.",
    )
    .await;
    check_stream(
        events(&[&message("Good "), &message("Good morning."), STOP]),
        "Good morning.",
    )
    .await;
    check_stream(events(&[&message("Ha"), &message("Ha"), STOP]), "HaHa").await;
    check_stream(events(&[&said("Hi"), &said("."), &ended("Hi.")]), "Hi.").await;
    check_stream(
        events(&[&said("<think>hm</think>"), &said("Hi."), &ended("Hi.")]),
        "Hi.",
    )
    .await;
    let long = "There is a lamp, and there is a cup.";
    let again = choice(json!({"delta": {"content": long}, "finish_reason": "stop"}));
    check_stream(
        events(&[
            &said("There is a lamp, "),
            &said("and there is a cup."),
            &again,
        ]),
        long,
    )
    .await;
    // infiniflow/ragflow#15443: as one more piece, before the reason.
    let parts = [
        said("There is a lamp, "),
        said("and there is a cup."),
        said(long),
    ];
    check_stream(events(&[&parts[0], &parts[1], &parts[2], STOP]), long).await;
    // What a model says twice is said twice.
    check_stream(events(&[&said(long), &said(long), DONE]), &long.repeat(2)).await;
    check_stream(
        events(&[&said("no "), &said("no "), &said("no."), STOP]),
        "no no no.",
    )
    .await;
}

#[tokio::test]
async fn any_reason_but_a_bad_one_is_a_good_end() {
    let ending = |name: &str, reason: Value| {
        let mut choice = json!({"index": 0, "delta": {}});
        choice[name] = reason;
        json!({"choices": [choice]}).to_string()
    };
    for reason in [
        "stop",
        "STOP",
        "eos",
        "eos_token",
        "end_turn",
        "stop_sequence",
        "tool_use",
        "tool_calls",
        "function_call",
        "COMPLETE",
        "unknown",
        "FINISH_REASON_UNSPECIFIED",
    ] {
        check_stream(
            events(&[&said("ok"), &ending("finish_reason", json!(reason))]),
            "ok",
        )
        .await;
    }
    for (name, reason) in [
        ("finishReason", json!("STOP")),
        ("stop_reason", json!("end_turn")),
        ("finish_details", json!({"type": "stop"})),
        ("finish_reason", json!({"type": "stop"})),
    ] {
        check_stream(events(&[&said("ok"), &ending(name, reason)]), "ok").await;
    }
    // None at all, however it is written (adolfousier/opencrabs#1499, mudler/LocalAI#1886).
    for none in [json!(null), json!(""), json!("null"), json!(0)] {
        let stream = events(&[&said("ok"), &ending("finish_reason", none)]);
        let stream = answered("text/event-stream", stream);
        check(&[stream], "ok", Some("unreachable"), 1).await;
    }
    // A reason with every piece.
    let piece =
        json!({"choices": [{"delta": {"content": "o"}, "finish_reason": "stop"}]}).to_string();
    check_stream(events(&[&piece, &piece, DONE]), "oo").await;
    for reason in [
        "content_filter",
        "SAFETY",
        "sensitive",
        "guardrail_intervened",
        "refusal",
    ] {
        let withheld = answered(
            "text/event-stream",
            events(&[&ending("finish_reason", json!(reason)), DONE]),
        );
        let error = check(&[withheld], "", Some("protocol"), 1).await;
        assert!(
            error.detail.contains("would rather not"),
            "{}",
            error.detail
        );
        // What a filter stopped after its first words is cut; a refusal said what it has to say.
        let shown = if reason == "refusal" { "ok" } else { "ok✂" };
        let stream = events(&[&said("ok"), &ending("finish_reason", json!(reason))]);
        check_stream(stream, shown).await;
    }
}

#[tokio::test]
async fn a_limit_of_tokens_marks_the_reply_as_cut() {
    let ending =
        |reason: &str| json!({"choices": [{"delta": {}, "finish_reason": reason}]}).to_string();
    for reason in [
        "length",
        "LENGTH",
        "max_tokens",
        "MAX_TOKENS",
        "max_output_tokens",
        "model_length",
        "model_context_window_exceeded",
        "max_length",
    ] {
        let stream = events(&[&said("You need a lamp, a"), &ending(reason), DONE]);
        check_stream(stream, "You need a lamp, a✂").await;
    }
    let whole =
        json!({"choices": [{"message": {"content": "A lamp, a"}, "finish_reason": "length"}]});
    check_stream(whole.to_string(), "A lamp, a✂").await;
    // A call that is cut is not carried out, and the model is not asked for it again.
    let call = |name: &str, arguments: &str| tool(name, arguments).to_string();
    for torn in ["", "{", "{\"choices\":[\"Te"] {
        let stream = events(&[
            &said("Tea?"),
            &call("offer_choices", torn),
            &ending("length"),
        ]);
        check_stream(stream, "Tea?✂").await;
    }
    let torn = said("\n<tool_call>{\"name\":\"offer_ch");
    check_stream(events(&[&said("Tea?"), &torn, &ending("length")]), "Tea?✂").await;
    // One that is whole is.
    let whole = call("offer_choices", "{\"choices\":[\"Tea\",\"Coffee\"]}");
    check_stream(
        events(&[&said("Tea?"), &whole, &ending("length")]),
        "Tea?[Tea/Coffee]✂",
    )
    .await;
    // Before the first word it is a failure.
    let silent = answered("text/event-stream", events(&[&ending("length"), DONE]));
    let error = check(&[silent], "", Some("protocol"), 1).await;
    assert!(error.cause.contains("limit of tokens"), "{}", error.cause);
}

/// Deltas with a call each, beside "Tea?".
async fn check_calls(deltas: &[Value], heard: &str) {
    let deltas: Vec<String> = deltas.iter().map(chunk).collect();
    let question = said("Tea?");
    let mut all: Vec<&str> = vec![&question];
    all.extend(deltas.iter().map(String::as_str));
    all.push(r#"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#);
    check_stream(events(&all), heard).await;
}

const TEA: &str = r#"{"choices":["Tea","Coffee"]}"#;

#[tokio::test]
async fn a_call_is_put_together_from_any_pieces() {
    let piece = |value: Value| json!({"tool_calls": [value]});
    let called = |id: &str, name: &str, arguments: &str| {
        piece(
            json!({"index": 0, "id": id, "type": "function", "function": {"name": name, "arguments": arguments}}),
        )
    };
    let more = |id: &str, arguments: &str| {
        piece(json!({"index": 0, "id": id, "function": {"arguments": arguments}}))
    };
    let offer = "offer_choices";
    let (first, second) = TEA.split_at(14);
    let f = |arguments: Value| json!({"name": offer, "arguments": arguments});
    for deltas in [
        // An id that changes, with and without the name.
        vec![called("x", offer, ""), more("y", first), more("y", second)],
        vec![called("x", offer, ""), more("y", first), more("z", second)],
        vec![
            called("x", offer, ""),
            called("y", offer, first),
            called("z", offer, second),
        ],
        vec![called("x", offer, first), more("", second)],
        vec![
            piece(json!({"id": "x", "function": {"name": offer, "arguments": ""}})),
            piece(json!({"id": "y", "function": {"arguments": first}})),
            piece(json!({"id": "z", "function": {"arguments": second}})),
        ],
        // The whole once more.
        vec![
            called("x", offer, ""),
            more("", first),
            more("", second),
            called("x", offer, TEA),
        ],
        vec![
            called("x", offer, TEA),
            called("x", offer, TEA),
            called("x", offer, TEA),
        ],
        vec![called("x", offer, TEA), called("y", offer, TEA)],
        vec![called("x", offer, TEA), more("x", TEA)],
        vec![called("x", offer, TEA), more("x", first)],
        vec![
            called("x", offer, TEA),
            piece(json!({"index": 1, "id": "y", "function": f(json!(TEA))})),
        ],
        vec![
            called("x", offer, TEA),
            json!({"function_call": f(json!(TEA))}),
        ],
        // All so far with every piece; an empty object first.
        vec![called("x", offer, first), more("x", TEA)],
        vec![called("x", offer, "{"), more("x", first), more("x", TEA)],
        vec![
            called("x", offer, "{}"),
            more("x", first),
            more("x", second),
        ],
        vec![called("x", offer, "{}"), more("x", TEA)],
        // Otherwise than by the letter.
        vec![piece(
            json!({"index": 0, "function": f(json!({"choices": ["Tea", "Coffee"]}))}),
        )],
        vec![piece(
            json!({"index": "0", "id": 7, "function": f(json!(TEA))}),
        )],
        vec![piece(json!({"name": offer, "arguments": TEA}))],
        vec![piece(
            json!({"function": {"name": offer, "parameters": {"choices": ["Tea", "Coffee"]}}}),
        )],
        vec![json!({"tool_calls": {"index": 0, "function": f(json!(TEA))}})],
        vec![json!({"function_call": f(json!(TEA))})],
        vec![
            json!({"function_call": {"name": offer, "arguments": first}}),
            json!({"function_call": {"arguments": second}, "tool_calls": null}),
        ],
        // A name in two pieces.
        vec![
            called("x", "offer_", ""),
            called("x", "choices", ""),
            more("x", TEA),
        ],
        // Encoded twice, in a list, in a fence, with a line break.
        vec![called("x", offer, &json!(TEA).to_string())],
        vec![called(
            "x",
            offer,
            &json!(json!(TEA).to_string()).to_string(),
        )],
        vec![called("x", offer, &format!("[{TEA}]"))],
        vec![called("x", offer, &format!("```json\n{TEA}\n```"))],
        // tenstorrent/tt-inference-server#3683
        vec![called("x", offer, &format!("json\n{TEA}"))],
        vec![called("x", offer, "{\"choices\":[\"Tea\",\"Coffee\n\"]}")],
        // Within themselves, by hand, without the last bracket, the list alone.
        vec![called(
            "x",
            offer,
            &json!({"arguments": {"choices": ["Tea", "Coffee"]}}).to_string(),
        )],
        vec![called("x", offer, &json!({"arguments": TEA}).to_string())],
        vec![called(
            "x",
            offer,
            &json!({"name": offer, "parameters": {"choices": ["Tea", "Coffee"]}}).to_string(),
        )],
        vec![called("x", offer, "{\"Choices\":[\"Tea\",\"Coffee\"]}")],
        vec![called("x", offer, "{\"choices\":[\"Tea\",\"Coffee\"],}")],
        vec![called(
            "x",
            offer,
            "{'choices': ['Tea', 'Coffee'], 'question': None}",
        )],
        vec![called("x", offer, "{\"choices\":[\"Tea\",\"Coffee\"]")],
        vec![called("x", offer, "[\"Tea\",\"Coffee\"]")],
    ] {
        check_calls(&deltas, "Tea?[Tea/Coffee]").await;
    }
    // Two calls stay two.
    let end = |arguments: &str| json!({"index": 0, "id": "y", "function": {"name": "end_session", "arguments": arguments}});
    for deltas in [
        vec![called("x", offer, TEA), piece(end("{}"))],
        vec![called("", offer, TEA), called("", "ask", "{}")],
        vec![
            json!({"tool_calls": [{"index": 0, "id": "x", "function": f(json!(TEA))}, {"index": 1, "id": "x", "function": {"name": "ask", "arguments": ""}}]}),
        ],
    ] {
        let (settings, _stub) = stub(&[answered(
            "text/event-stream",
            events(&[
                &said("Tea?"),
                &chunk(&deltas[0]),
                deltas.get(1).map(chunk).as_deref().unwrap_or("{}"),
                STOP,
            ]),
        )])
        .await;
        let (steps, error) = heard(&settings).await;
        let both = line(&steps);
        assert!(
            error.is_none() && (both == "Tea?[Tea/Coffee]?" || both == "Tea?∎"),
            "{both}"
        );
    }
}

#[tokio::test]
async fn a_list_is_one_however_it_is_written() {
    let offered = |choices: Value| {
        json!({"tool_calls": [{"index": 0, "id": "x", "function": {
            "name": "offer_choices",
            "arguments": json!({"question": "Tea or coffee?", "choices": choices}).to_string()}}]})
    };
    for choices in [
        json!(["Tea", "Coffee"]),
        json!("[\"Tea\",\"Coffee\"]"),
        json!("\"[\\\"Tea\\\",\\\"Coffee\\\"]\""),
        json!("['Tea', 'Coffee']"),
        json!("[Tea, Coffee]"),
        json!("Tea, Coffee"),
        json!("Tea\nCoffee"),
        json!("- Tea\n- Coffee"),
        json!("Tea | Coffee"),
        json!("Tea; Coffee"),
        json!("Tea、Coffee"),
        json!("Tea，Coffee"),
        json!("Tea / Coffee"),
        json!("Tea<br>Coffee"),
        json!("1. Tea\n2. Coffee"),
        json!("1) Tea\n2) Coffee"),
        json!(["1. Tea", "2. Coffee"]),
        json!("('Tea', 'Coffee')"),
        json!("{'Tea', 'Coffee'}"),
        json!(["[\"Tea\",\"Coffee\"]"]),
        json!("[\\\"Tea\\\",\\\"Coffee\\\"]"),
        json!("\\\"Tea\\\", \\\"Coffee\\\""),
        json!("[\"Tea\",\"Coffee\""),
        json!("[\"Tea\",\"Coffee\",]"),
        json!("[“Tea”, “Coffee”]"),
        json!("“Tea”, “Coffee”"),
        json!([["Tea", "Coffee"]]),
        json!([{"text": "Tea"}, {"label": "Coffee"}]),
        json!("[{\"text\":\"Tea\"},{\"title\":\"Coffee\"}]"),
        json!({"0": "Tea", "1": "Coffee"}),
        json!({"items": ["Tea", "Coffee"]}),
        json!(["Tea", null, "", "Coffee", "Tea"]),
    ] {
        check_calls(&[offered(choices)], "Tea?[Tea/Coffee]").await;
    }
    // What stands within one item separates none.
    for (choices, shown) in [
        (
            json!("['Yes, please', 'No, thanks']"),
            "Yes, please/No, thanks",
        ),
        (
            json!("'Yes, please', 'No, thanks'"),
            "Yes, please/No, thanks",
        ),
        (json!("1,5 l, 2 l"), "1,5 l/2 l"),
        (json!("1,5 l\n2 l"), "1,5 l/2 l"),
        (json!("-5\n-10"), "-5/-10"),
        (json!(["1. Tea", "3. Coffee"]), "1. Tea/3. Coffee"),
        (json!(["1.5", "2.5"]), "1.5/2.5"),
        (
            json!(["Yes, please", "No; thanks"]),
            "Yes, please/No; thanks",
        ),
        (json!(["Yes, please"]), "Yes, please"),
        (json!("24/7"), "24/7"),
    ] {
        check_calls(&[offered(choices)], &format!("Tea?[{shown}]")).await;
    }
    check_calls(&[offered(json!([1, 2.5, true]))], "Tea?[1/2.5/true]").await;
    check_calls(&[offered(json!("Tea"))], "Tea?[Tea]").await;
    // No list is told to the model.
    for choices in [
        json!(null),
        json!(""),
        json!([]),
        json!({}),
        json!(true),
        json!(3),
        json!("[]"),
        json!([{}]),
    ] {
        let first = events(&[&said("Tea?"), &chunk(&offered(choices)), STOP]);
        let ok = answered("text/event-stream", events(&[&said("ok"), STOP]));
        let (settings, stub) = stub(&[answered("text/event-stream", first), ok]).await;
        heard(&settings).await;
        let told = stub.requests.lock().unwrap().last().unwrap().1["messages"].to_string();
        assert!(told.contains("must be a list"), "{told}");
    }
}

#[tokio::test]
async fn a_tools_name_is_its_own_whatever_stands_around_it() {
    for name in [
        "offer_choices<|channel|>commentary",
        "offer_choices<|channel|>json",
        "offer_choices <|constrain|>json",
        "functions.offer_choices",
        "functions_offer_choices",
        "function:offer_choices",
        "functions.offer_choices:0",
        "offer_choices:12",
        "default_api.offer_choices",
        "tools/offer_choices",
        "assistant to=functions.offer_choices",
        "to=functions.offer_choices<|channel|>commentary",
        " offer_choices\n",
        "\"offer_choices\"",
        "`offer_choices`",
        "Offer_Choices",
        "offerChoices",
        "offer-choices",
        "offer choices",
        "offer_choices()",
        "offer_choicescommentary",
        "<|start|>functions.offer_choices",
        "multi_tool_use.offer_choices",
        "repo.offer_choices",
        "offer_choices.",
        "offer_choices{",
        "$offer_choices",
        "offer_choices[0]",
        "<function=offer_choices>",
        "offer_choices<channel>",
    ] {
        let called =
            json!({"tool_calls": [{"index": 0, "function": {"name": name, "arguments": TEA}}]});
        check_calls(&[called], "Tea?[Tea/Coffee]").await;
    }
    // Other tools stay others; marks are not shown.
    for (name, shown) in [
        ("look_up", "look_up"),
        ("crm.ask", "crm.ask"),
        ("ask_human", "ask_human"),
        ("reask", "reask"),
        ("offer_choices_v2", "offer_choices_v2"),
        ("functions.look_up", "functions.look_up"),
        ("look_up<|channel|>commentary", "look_up"),
        ("$look_up", "$look_up"),
        ("my_offer_choices", "my_offer_choices"),
        ("end_session.now", "end_session.now"),
    ] {
        let called =
            json!({"tool_calls": [{"index": 0, "function": {"name": name, "arguments": "{}"}}]});
        let first = events(&[&said("Well."), &chunk(&called), STOP]);
        let ok = answered("text/event-stream", events(&[&said("ok"), STOP]));
        let expected = format!("Well.|<{shown}:{{}}>=ok");
        check(
            &[answered("text/event-stream", first), ok],
            &expected,
            None,
            2,
        )
        .await;
    }
}

#[tokio::test]
async fn every_call_of_a_turn_has_an_id_of_its_own() {
    let called = |id: Value| {
        let call =
            json!({"index": 0, "id": id, "function": {"name": "look_up", "arguments": "{}"}});
        let other = json!({"index": 1, "id": id, "function": {"name": "find", "arguments": "{}"}});
        answered(
            "text/event-stream",
            events(&[&chunk(&json!({"tool_calls": [call, other]})), STOP]),
        )
    };
    for id in [json!("call_0"), json!(""), json!(null), json!("look_up:0")] {
        let ok = answered("text/event-stream", events(&[&said("ok"), STOP]));
        let (settings, stub) = stub(&[called(id.clone()), called(id.clone()), ok]).await;
        let (_, error) = heard(&settings).await;
        assert!(error.is_none(), "{error:?}");
        let body = stub.requests.lock().unwrap().last().unwrap().1.clone();
        let messages = body["messages"].as_array().unwrap();
        let calls = messages
            .iter()
            .filter_map(|it| it["tool_calls"].as_array())
            .flatten();
        let ids: Vec<&Value> = calls.map(|call| &call["id"]).collect();
        let answered: Vec<&Value> = messages
            .iter()
            .map(|it| &it["tool_call_id"])
            .filter(|it| !it.is_null())
            .collect();
        assert_eq!(ids, answered, "{id}");
        let apart: std::collections::BTreeSet<String> =
            ids.iter().map(|id| id.to_string()).collect();
        assert_eq!((apart.len(), apart.contains("\"\"")), (4, false), "{id}");
    }
}

#[tokio::test]
async fn a_call_in_the_text_is_carried_out() {
    let call = r#"{"name": "end_session", "arguments": {}}"#;
    let stream = events(&[
        &said("Goodbye!\n"),
        &said("<tool_call>\n"),
        &said(call),
        &said("\n</tool_call>"),
        STOP,
    ]);
    check_stream(stream, "Goodbye!∎").await;
    let farewell =
        r#"<tool_call>{"name":"end_session","arguments":{"farewell":"Goodbye!"}}</tool_call>"#;
    check_stream(events(&[&said(farewell), STOP]), "Goodbye!∎").await;
    let offer = format!(
        "Tea?\n<tool_call>{{\"name\":\"functions.offer_choices\",\"arguments\":{TEA}}}</tool_call>"
    );
    check_stream(events(&[&said(&offer), STOP]), "Tea?[Tea/Coffee]").await;
    let harmony = format!(
        "<|channel|>commentary to=functions.offer_choices <|constrain|>json<|message|>{TEA}<|call|>"
    );
    check_stream(
        events(&[&said("Tea?"), &said(&harmony), STOP]),
        "Tea?[Tea/Coffee]",
    )
    .await;
    // Of another tool: as if it had come beside the text.
    let other = said("Well.<tool_call>{\"name\":\"look_up\",\"arguments\":{\"q\":1}}</tool_call>");
    let first = answered("text/event-stream", events(&[&other, STOP]));
    let ok = answered("text/event-stream", events(&[&said("ok"), STOP]));
    check(&[first, ok], "Well.|<look_up:{\"q\":1}>=ok", None, 2).await;
    // Beside the call it repeats.
    let both = [
        said("Tea?"),
        said(offer.strip_prefix("Tea?\n").unwrap()),
        chunk(
            &json!({"tool_calls": [{"index": 0, "function": {"name": "offer_choices", "arguments": TEA}}]}),
        ),
    ];
    check_stream(
        events(&[&both[0], &both[1], &both[2], STOP]),
        "Tea?[Tea/Coffee]",
    )
    .await;
}

#[tokio::test]
async fn words_before_the_end_of_thoughts_are_taken_back_and_the_next_time_kept() {
    let late = || {
        let parts = [
            said("He greets me. "),
            said("Be brief.\n"),
            said("</think>"),
            said("\n\nHello!"),
        ];
        answered(
            "text/event-stream",
            events(&[&parts[0], &parts[1], &parts[2], &parts[3], STOP]),
        )
    };
    let plain = || {
        answered(
            "text/event-stream",
            events(&[&said("Well, "), &said("yes."), STOP]),
        )
    };
    let (settings, _stub) = stub(&[late(), late(), plain(), late(), plain(), plain()]).await;
    let agent = ModelAgent::new(settings).unwrap();
    let mut lines = Vec::new();
    for _ in 0..6 {
        let steps: Vec<Step> = agent.reply(context()).map(Result::unwrap).collect().await;
        let pieces = steps
            .iter()
            .filter(|step| matches!(step, Step::Text(_)))
            .count();
        lines.push(format!("{} in {pieces}", line(&steps)));
    }
    assert_eq!(
        lines,
        [
            "He greets me. Be brief.⌫Hello! in 3",
            // Kept back, and the mark comes.
            "Hello! in 1",
            // It does not come: all is said at the end, and the habit is forgotten.
            "Well, yes. in 1",
            "He greets me. Be brief.⌫Hello! in 3",
            "Well, yes. in 1",
            "Well, yes. in 2",
        ]
    );
    // Nothing stands of an answer that was all thoughts.
    let only = events(&[&said("Hm.\n"), &said("</think>\n"), STOP]);
    check(
        &[answered("text/event-stream", only)],
        "Hm.⌫",
        Some("protocol"),
        2,
    )
    .await;
}

#[tokio::test]
async fn harmony_and_thoughts_are_not_said() {
    let harmony = [
        said("<|channel|>analysis<|message|>The visitor greets me.<|end|>"),
        said("<|start|>assistant<|channel|>final<|message|>"),
        said("Hello! How can I help?"),
    ];
    let parts: Vec<&str> = harmony
        .iter()
        .map(String::as_str)
        .chain([STOP, DONE])
        .collect();
    check_stream(events(&parts), "Hello! How can I help?").await;
    check_stream(
        events(&[&said("<think>hm"), &said("</think>Hello"), STOP]),
        "Hello",
    )
    .await;
    // Thoughts alone are no answer.
    let silent = answered("text/event-stream", events(&[&said("<think>hm"), STOP]));
    check(&[silent], "", Some("protocol"), 2).await;
}
