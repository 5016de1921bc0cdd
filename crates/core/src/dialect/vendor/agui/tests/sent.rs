//! Runs as agents and frameworks in use send them: what is seen, and what the next run's `messages` say.

use serde_json::{Value, json};

use super::super::AgUi;
use crate::dialect::vendor::script;

/// The stream of a run, event by event: what does not stand here in short is JSON of an event, or a
/// line as it is.
fn stream(run: &[&str]) -> String {
    run.iter().map(|line| written(line)).collect()
}

fn written(line: &str) -> String {
    let (what, rest) = line.split_once(' ').unwrap_or((line, ""));
    let (id, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let event = match what {
        "start" => json!({"type": "TEXT_MESSAGE_START", "messageId": id, "role": "assistant"}),
        "say" => json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": id, "delta": rest}),
        "end" => json!({"type": "TEXT_MESSAGE_END", "messageId": id}),
        "chunk" => json!({"type": "TEXT_MESSAGE_CHUNK", "messageId": id, "delta": rest}),
        "call" => json!({"type": "TOOL_CALL_START", "toolCallId": id, "toolCallName": rest}),
        "args" => json!({"type": "TOOL_CALL_ARGS", "toolCallId": id, "delta": rest}),
        "called" => json!({"type": "TOOL_CALL_END", "toolCallId": id}),
        "callchunk" => {
            json!({"type": "TOOL_CALL_CHUNK", "toolCallId": id, "toolCallName": "find", "delta": rest})
        }
        "result" => {
            json!({"type": "TOOL_CALL_RESULT", "messageId": "r", "toolCallId": id, "content": rest})
        }
        "finish" => json!({"type": "RUN_FINISHED", "threadId": "s1", "runId": "r"}),
        "raw" => return line.strip_prefix("raw ").unwrap_or_default().to_owned(),
        _ => return format!("data: {line}\\n\\n"),
    };
    format!("data: {event}\\n\\n")
}

/// A whole message.
fn told(id: &str, text: &str) -> String {
    let lines = [
        format!("start {id}"),
        format!("say {id} {text}"),
        format!("end {id}"),
    ];
    lines.map(|line| written(&line)).concat()
}

/// A whole call, with its result.
fn done(id: &str, args: &str, result: &str) -> String {
    let lines = [
        format!("call {id} find"),
        format!("args {id} {args}"),
        format!("called {id}"),
        format!("result {id} {result}"),
    ];
    lines.map(|line| written(&line)).concat()
}

/// Each run answers a message of the visitor's, `Hello 1`, `Hello 2` …
fn play(runs: &[String]) -> String {
    let mut story = "open agent\n".to_owned();
    for (at, bytes) in runs.iter().enumerate() {
        let number = at + 1;
        story += &format!(
            "send e{number} Hello {number}\n#{number} open\n#{number} bytes {bytes}\n#{number} closed\n"
        );
    }
    let number = runs.len() + 1;
    script::play::<AgUi>(&format!("{story}send e{number} Hello {number}\n"))
}

/// What the visitor sees of the agent: a text, `find {…} -> result`, `? question`, `failed`.
fn seen(told: &str) -> Vec<String> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in told.lines().filter_map(|line| line.strip_prefix("= ")) {
        let mut parts = line.splitn(3, ' ');
        let (what, id) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let rest = parts.next().unwrap_or_default();
        let text = serde_json::from_str::<String>(rest).unwrap_or_else(|_| rest.to_owned());
        match what {
            "agent" | "tool" | "Step" | "State" | "Action" | "Reasoning" => {
                assert!(
                    entries.iter().all(|(known, _)| known != id),
                    "{id} twice:\n{told}"
                );
                assert_ne!(
                    id.chars().next(),
                    Some('e').filter(|_| id.len() == 2),
                    "a visitor's: {id}"
                );
                entries.push((id.to_owned(), text));
            }
            "say" | "input" | "result" => {
                if let Some((_, entry)) = entries.iter_mut().find(|(known, _)| known == id) {
                    *entry += match what {
                        "input" if !entry.contains(' ') => " ",
                        "result" => " -> ",
                        _ => "",
                    };
                    *entry += &text;
                }
            }
            "run" if rest.starts_with("failed") => {
                entries.push((String::new(), "failed".to_owned()))
            }
            "prompt" if id != "over" => {
                let question = line.strip_prefix("prompt ").unwrap_or_default();
                entries.push((String::new(), format!("? {question}")));
            }
            _ => {}
        }
    }
    entries.into_iter().map(|(_, text)| text).collect()
}

/// The `messages` of the last run that was asked for, in short; every id in it is there once.
fn history(told: &str) -> Vec<String> {
    let body = told.lines().rfind(|line| line.starts_with("> #")).unwrap();
    let body: Value = serde_json::from_str(&body[body.find('{').unwrap()..]).unwrap();
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut ids: Vec<String> = Vec::new();
    let mut calls: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for message in body["messages"].as_array().unwrap() {
        ids.push(text(&message["id"]));
        let role = message["role"].as_str().unwrap();
        for call in message["toolCalls"].as_array().into_iter().flatten() {
            calls.push(text(&call["id"]));
            lines.push(format!(
                "call {} {}",
                text(&call["id"]),
                text(&call["function"]["arguments"])
            ));
        }
        if role == "tool" {
            let call = text(&message["toolCallId"]);
            assert!(calls.contains(&call), "{call} was not called: {body}");
            lines.push(format!("result {call} {}", text(&message["content"])));
        } else if !message["content"].is_null() {
            lines.push(format!("{role}: {}", text(&message["content"])));
        }
    }
    for all in [&mut ids, &mut calls] {
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "an id twice: {body}");
    }
    lines
}

fn check(name: &str, runs: &[String], expected: &[&str], said: &[&str]) {
    let told = play(runs);
    assert_eq!(seen(&told), expected, "{name}\n{told}");
    assert_eq!(history(&told), said, "{name}\n{told}");
}

/// Types as PHP's adapter writes them.
fn pascal(stream: &str) -> String {
    let mut out = String::new();
    let mut rest = stream;
    while let Some((before, after)) = rest.split_once("\"type\":\"") {
        let (kind, after) = after.split_once('"').unwrap();
        let words = kind
            .split('_')
            .map(|word| word[..1].to_owned() + &word[1..].to_lowercase());
        out += before;
        out += &format!("\"type\":\"{}\"", words.collect::<String>());
        rest = after;
    }
    out + rest
}

/// Each event of a stream as a text in JSON, as Vertex AI's engine hands on what is a stream already.
fn nested(stream: &str) -> String {
    let events = stream.split_inclusive("\\n\\n");
    let inner = events.map(|event| {
        json!(event.replace("\\n", "\n"))
            .to_string()
            .replace("\\n", "\\u000a")
    });
    inner.map(|event| format!("data: {event}\\n\\n")).collect()
}

const FINISH: &str = "data: {\"type\":\"RUN_FINISHED\"}\\n\\n";

#[test]
fn what_has_an_id_that_was_there_before_is_another_message() {
    let (one, two) = ("Let me look that up. ", "Your order is on its way.");
    let seven = "find {\"n\":7} -> on its way";
    let found = done("c1", "{\"n\":7}", "on its way");
    let call = "call c1 {\"n\":7}";
    let result = "result c1 on its way";
    let both = [one, seven, two];
    let said = [
        "user: Hello 1",
        "assistant: Let me look that up. ",
        call,
        result,
        "assistant: Your order is on its way.",
        "user: Hello 2",
    ];
    // ag-ui-protocol/ag-ui#1580, agentscope-ai/agentscope-java#3071
    let cases = [
        ("started again", told("m1", one) + &found + &told("m1", two)),
        (
            "without a start",
            told("m1", one) + &found + &stream(&["say m1 Your order is ", "say m1 on its way."]),
        ),
        (
            "without a start, with an end",
            told("m1", one) + &found + &stream(&["say m1 Your order is on its way.", "end m1"]),
        ),
        (
            "begun by an empty piece",
            told("m1", one) + &found + &stream(&["say m1 ", "say m1 Your order is on its way."]),
        ),
        (
            "nothing was ever begun",
            stream(&["say m1 Let me look that up. ", "end m1"])
                + &found
                + &stream(&["say m1 Your order is on its way."]),
        ),
        (
            "ended twice",
            told("m1", one)
                + &stream(&["end m1"])
                + &found
                + &told("m1", two)
                + &stream(&["end m1", "end m9"]),
        ),
        (
            "started twice",
            stream(&["start m1"])
                + &told("m1", one)
                + &found
                + &stream(&["start m1", "start m1"])
                + &told("m1", two),
        ),
        (
            "as chunks",
            stream(&["chunk m1 Let me look that up. "])
                + &found
                + &stream(&["chunk m1 Your order is ", "chunk m1 on its way."]),
        ),
        (
            "chunks without a name",
            stream(&[
                "chunk m1 Let me ",
                "raw data: {\"type\":\"TEXT_MESSAGE_CHUNK\",\"delta\":\"look that up. \"}\\n\\n",
            ]) + &found
                + &stream(&[
                    "chunk m2 Your order is ",
                    "raw data: {\"type\":\"TEXT_MESSAGE_CHUNK\",\"delta\":\"on its way.\"}\\n\\n",
                ]),
        ),
        // ag-ui-protocol/ag-ui#161
        (
            "chunks within a start and an end",
            stream(&[
                "start m1",
                "chunk m1 Let me ",
                "chunk m1 look that up. ",
                "end m1",
            ]) + &found
                + &told("m1", two),
        ),
        // microsoft/agent-framework-go#193
        ("by the result's", told("r", one) + &found + &told("r", two)),
        (
            "by the call's id",
            told("c1", one).replace("c1", "c0") + &found + &told("c1", two),
        ),
        (
            "by the visitor's",
            told("e1", one) + &found + &told("e1", two),
        ),
        ("without ids", told("", one) + &found + &told("", two)),
        (
            "by numbers",
            told("m1", one).replace("\"m1\"", "1")
                + &found
                + &told("m1", two).replace("\"m1\"", "1"),
        ),
        (
            "by older names",
            told("m1", one).replace("messageId", "message_id")
                + &found
                + &told("m1", two).replace("messageId", "message_id"),
        ),
    ];
    for (name, run) in cases {
        check(name, &[run + FINISH], &both, &said);
    }
    // From run to run: CopilotKit/CopilotKit#2883, trycua/cua#954.
    let run = |id: &str, text: &str| told(id, text) + FINISH;
    for (name, one, two) in [
        ("the same", "msg-0", "msg-0"),
        ("of the visitor's first", "msg-0", "e1"),
        ("of the visitor's own", "e1", "e2"),
        ("of what an entry would be called", "msg-0-2", "msg-0-2"),
        ("others", "a", "b"),
    ] {
        check(
            name,
            &[run(one, "Hello, I am Rex."), run(two, "It is on its way.")],
            &["Hello, I am Rex.", "It is on its way."],
            &[
                "user: Hello 1",
                "assistant: Hello, I am Rex.",
                "user: Hello 2",
                "assistant: It is on its way.",
                "user: Hello 3",
            ],
        );
    }
    // One that stays open around a call is one: agno-agi/agno#4378.
    let open =
        stream(&["start m1", "say m1 Let me "]) + &found + &stream(&["say m1 see.", "end m1"]);
    check(
        "open around a call",
        &[open + FINISH],
        &["Let me see.", seven],
        &[
            "user: Hello 1",
            call,
            result,
            "assistant: Let me see.",
            "user: Hello 2",
        ],
    );
    // What was half said when the run failed is no part of the next one.
    let broken = stream(&["start m1", "say m1 Half"]);
    check(
        "after a failure",
        &[broken, run("m1", "Whole.")],
        &["Half", "failed", "Whole."],
        &[
            "user: Hello 1",
            "user: Hello 2",
            "assistant: Whole.",
            "user: Hello 3",
        ],
    );
}

#[test]
fn a_call_whose_id_was_there_before_is_another_call() {
    let seven = "find {\"n\":7} -> on its way";
    let eight = "find {\"n\":8} -> lost";
    let (one, two) = (("{\"n\":7}", "on its way"), ("{\"n\":8}", "lost"));
    let run = |id: &str, (args, result): (&str, &str)| done(id, args, result) + FINISH;
    // vllm-project/vllm#50295, fw-ai/fireconnect#16
    check(
        "from run to run",
        &[run("find:0", one), run("find:0", two), run("find:0", one)],
        &[seven, eight, seven],
        &[
            "user: Hello 1",
            "call find:0 {\"n\":7}",
            "result find:0 on its way",
            "user: Hello 2",
            "call find:0-2 {\"n\":8}",
            "result find:0-2 lost",
            "user: Hello 3",
            "call find:0-3 {\"n\":7}",
            "result find:0-3 on its way",
            "user: Hello 4",
        ],
    );
    let said = [
        "user: Hello 1",
        "call c {\"n\":7}",
        "result c on its way",
        "call c-2 {\"n\":8}",
        "result c-2 lost",
        "user: Hello 2",
    ];
    let chunks = |(args, result): (&str, &str)| {
        stream(&[
            &format!("callchunk c {args}"),
            &format!("result c {result}"),
        ])
    };
    let unended = |(args, result): (&str, &str)| {
        stream(&[
            "call c find",
            &format!("args c {args}"),
            &format!("result c {result}"),
        ])
    };
    // A result that is told ahead of the arguments' end.
    let early = |(args, result): (&str, &str)| {
        let (head, tail) = args.split_at(3);
        stream(&[
            "call c find",
            &format!("args c {head}"),
            &format!("result c {result}"),
            &format!("args c {tail}"),
            "called c",
        ])
    };
    let object = |call: (&str, &str)| {
        let text = format!("\"delta\":{}", json!(call.0));
        done("c", call.0, call.1).replace(&text, &format!("\"delta\":{}", call.0))
    };
    let whole = |(args, result): (&str, &str)| done("c", args, result);
    let cases = [
        ("within a run", whole(one) + &whole(two)),
        ("as chunks", chunks(one) + &chunks(two)),
        ("without an end", unended(one) + &unended(two)),
        ("told early", early(one) + &early(two)),
        ("arguments as JSON", object(one) + &object(two)),
        (
            "by older names",
            (whole(one) + &whole(two))
                .replace("toolCallId", "tool_call_id")
                .replace("toolCallName", "tool_call_name"),
        ),
    ];
    for (name, run) in cases {
        check(name, &[run + FINISH], &[seven, eight], &said);
    }
    // An agent that tells no end and its results at last.
    let begun = |kind: &str, args: &str| match kind {
        "chunk" => format!("callchunk c {args}"),
        tool => format!("call c {tool}\nargs c {args}"),
    };
    let results = "result c on its way\nresult c lost";
    for (name, kinds) in [("calls", ["find"; 2]), ("chunks", ["chunk"; 2])] {
        let [one, two] = kinds;
        let run = [
            begun(one, "{\"n\":7}"),
            begun(two, "{\"n\":8}"),
            results.to_owned(),
        ];
        let run = stream(&run.join("\n").lines().collect::<Vec<_>>());
        check(name, &[run + FINISH], &[seven, eight], &said);
    }
    // Another tool's, though the first one's arguments break off.
    let other = stream(&[
        "call c look",
        "args c {\"n\"",
        "call c find",
        "args c {\"n\":8}",
    ]) + &stream(&["result c on its way", "result c lost"]);
    check(
        "of another tool",
        &[other + FINISH],
        &["look {\"n\" -> on its way", eight],
        &said.map(|it| if it == said[1] { "call c {}" } else { it }),
    );
    // What is told again before it is whole is one.
    for (name, run) in [
        (
            "begun twice",
            ["call c find", "call c find", "args c {\"n\"", "args c :7}"],
        ),
        (
            "begun within",
            ["call c find", "args c {\"n\"", "call c find", "args c :7}"],
        ),
        (
            "in chunks",
            [
                "callchunk c ",
                "callchunk c {\"n\"",
                "callchunk c :7}",
                "callchunk c ",
            ],
        ),
    ] {
        let run = stream(&run) + &stream(&["called c", "result c on its way"]);
        check(
            name,
            &[run + FINISH],
            &[seven],
            &[said[0], said[1], said[2], said[5]],
        );
    }
    let spaced = [
        "callchunk c {\"n\":\"a",
        "callchunk c  ",
        "callchunk c b\"}",
        "callchunk c  ",
    ];
    check(
        "a space of its own",
        &[stream(&spaced) + &stream(&["result c ok"]) + FINISH],
        &["find {\"n\":\"a b\"}  -> ok"],
        &[
            "user: Hello 1",
            "call c {\"n\":\"a b\"} ",
            "result c ok",
            "user: Hello 2",
        ],
    );
    // Arguments that are none are seen as they came, and told as none: models refuse them.
    for args in [
        "{\"n\"",
        "",
        "null",
        "7",
        "\"n\"",
        "[7]",
        "{\"n\":7}}",
        "None",
    ] {
        let seen = if args.is_empty() {
            "find -> ok".to_owned()
        } else {
            format!("find {args} -> ok")
        };
        let said = ["user: Hello 1", "call c {}", "result c ok", "user: Hello 2"];
        check(args, &[done("c", args, "ok") + FINISH], &[&seen], &said);
    }
    let nameless = (whole(one) + &whole(two))
        .replace("\"toolCallId\":\"c\",", "")
        .replace(",\"toolCallId\":\"c\"", "");
    check(
        "without ids",
        &[nameless + FINISH],
        &[seven, eight],
        &said
            .map(|line| line.replace(" c", " e1-call"))
            .each_ref()
            .map(String::as_str),
    );
    // Beside each other, their results in their order.
    let beside = stream(&[
        "call c find",
        "args c {\"n\":7}",
        "called c",
        "call c find",
        "args c {\"n\":8}",
        "called c",
        "result c on its way",
        "result c lost",
        "result c thrice",
    ]);
    check(
        "beside each other",
        &[beside + FINISH],
        &[seven, eight],
        &said,
    );
    // What nothing came of is seen, and not told: models refuse it.
    check(
        "without a result",
        &[stream(&["call c find", "args c {}", "called c"]) + &told("m", "Done.") + FINISH],
        &["find {}", "Done."],
        &["user: Hello 1", "assistant: Done.", "user: Hello 2"],
    );
    // What nobody called is nothing.
    check(
        "results and arguments of nothing",
        &[
            stream(&["result none x", "args none {}", "called none"])
                + &told("m", "Done.")
                + FINISH,
        ],
        &["Done."],
        &["user: Hello 1", "assistant: Done.", "user: Hello 2"],
    );
}

#[test]
fn a_run_ends_with_the_agents_word_however_that_is_written() {
    let text = told("m1", "All is well.");
    let well = |end: &str| {
        (
            text.clone() + end,
            vec!["All is well."],
            "assistant: All is well.",
        )
    };
    let bad = |run: String| {
        (
            run,
            vec!["All is well.", "failed"],
            "assistant: All is well.",
        )
    };
    let finished = "{\"type\":\"RUN_FINISHED\"}";
    let cases = [
        ("as the standard wants", well(FINISH)),
        (
            "without a blank line",
            well(&format!("data: {finished}\\n")),
        ),
        ("without a line's end", well(&format!("data: {finished}"))),
        (
            "with an interrupted blank line",
            well(&format!("data: {finished}\r\\n")),
        ),
        (
            "in lines of Windows",
            (
                stream(&[]) + &(text.clone() + FINISH).replace("\\n", "\r\\n"),
                vec!["All is well."],
                "assistant: All is well.",
            ),
        ),
        (
            "in carriage returns",
            (
                (text.clone() + FINISH).replace("\\n", "\r") + "\r",
                vec!["All is well."],
                "assistant: All is well.",
            ),
        ),
        (
            "named by the stream",
            well("event: RUN_FINISHED\\ndata: {\"threadId\":\"t\"}\\n\\n"),
        ),
        (
            "named twice",
            well(&format!("event: RUN_FINISHED\\ndata: {finished}\\n\\n")),
        ),
        (
            "named otherwise",
            well(&format!("event: message\\ndata: {finished}\\n\\n")),
        ),
        (
            "by its class",
            well("data: {\"type\":\"EventType.RUN_FINISHED\"}\\n\\n"),
        ),
        // neuron-core/neuron-ai#547, #607
        (
            "in the letters of classes",
            (
                pascal(&(text.clone() + FINISH)),
                vec!["All is well."],
                "assistant: All is well.",
            ),
        ),
        // google/adk-python#3949
        (
            "a stream within a stream",
            (
                nested(&(text.clone() + FINISH)),
                vec!["All is well."],
                "assistant: All is well.",
            ),
        ),
        (
            "in small letters",
            well("data: {\"type\":\"run_finished\"}\\n\\n"),
        ),
        (
            "written twice",
            well(&format!("data: data: {finished}\\n\\n")),
        ),
        (
            "with a mark behind it",
            well(&format!("{FINISH}data: [DONE]\\n\\n")),
        ),
        ("with the mark alone", well("data: [DONE]\\n\\n")),
        (
            "with the mark alone and no line's end",
            well("data: [DONE]"),
        ),
        (
            "among what nobody knows",
            well(&format!(
                ": alive\\n\\ndata: {{\"type\":\"SPARKLE\"}}\\n\\ndata: {{\"type\":\"ping\"}}\\n\\ndata: null\\n\\nid: 7\\nretry: 100\\n{FINISH}"
            )),
        ),
        (
            "with nulls",
            well(
                "data: {\"type\":\"RUN_FINISHED\",\"outcome\":null,\"interrupt\":null,\"result\":null}\\n\\n",
            ),
        ),
        (
            "with half an emoji",
            well("data: {\"type\":\"RUN_FINISHED\",\"result\":\"\\ud83d\"}\\n\\n"),
        ),
        // What an agent did not say is not made up: ag-ui-protocol/ag-ui#2300.
        ("without a word", bad(text.clone())),
        (
            "in half a word",
            bad(text.clone() + "data: {\"type\":\"RUN_FIN"),
        ),
        (
            "with an error",
            bad(text.clone() + "data: {\"type\":\"RUN_ERROR\",\"message\":\"No\"}\\n\\n"),
        ),
        (
            "with an error named by the stream",
            bad(text.clone() + "event: error\\ndata: {\"message\":\"No\"}\\n\\n"),
        ),
        (
            "with an error and an end",
            bad(text.clone() + "data: {\"type\":\"RUN_ERROR\",\"rawEvent\":{}}\\n\\n" + FINISH),
        ),
        (
            "within a call",
            bad(text.clone() + &stream(&["call c find", "args c {}"]) + "data: [DONE]\\n\\n"),
        ),
    ];
    for (name, (run, expected, said)) in cases {
        let told = play(&[run]);
        let mut seen = seen(&told);
        seen.retain(|line| !line.starts_with("find"));
        assert_eq!(seen, expected, "{name}\n{told}");
        assert_eq!(
            history(&told),
            ["user: Hello 1", said, "user: Hello 2"],
            "{name}"
        );
    }
    for (name, run) in [
        ("nothing", String::new()),
        (
            "an error of JSON",
            "{\"error\":{\"message\":\"No such model\"}}".to_owned(),
        ),
        (
            "a page",
            "<!doctype html>\\n<p>Bad gateway</p>\\n\\n".to_owned(),
        ),
        (
            "a beginning",
            "data: {\"type\":\"RUN_STARTED\"}\\n\\n".to_owned(),
        ),
        ("a mark alone", "data: [DONE]\\n\\n".to_owned()),
    ] {
        check(
            name,
            &[run],
            &["failed"],
            &["user: Hello 1", "user: Hello 2"],
        );
    }
    for (name, rest) in [
        ("cut within a message", ""),
        (
            "cut within a piece",
            "data: {\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"m1\",\"delta\":\"a",
        ),
        ("marked as done within a message", "data: [DONE]\\n\\n"),
    ] {
        let run = stream(&["start m1", "say m1 All is"]) + rest;
        check(
            name,
            &[run],
            &["All is", "failed"],
            &["user: Hello 1", "user: Hello 2"],
        );
    }
    // The connection broke: behind the agent's word, and without it.
    for (end, expected) in [
        (finished, vec!["All is well."]),
        ("{\"type\":\"RUN_FIN", vec!["All is well.", "failed"]),
    ] {
        let story =
            format!("open agent\nsend e1 Hi\n#1 open\n#1 bytes {text}data: {end}\n#1 broken");
        assert_eq!(seen(&script::play::<AgUi>(&story)), expected, "{end}");
    }
    // Its word is believed where the message it closes has no end of its own.
    let open = stream(&["start m1", "say m1 All is well."]) + "data: {\"type\":\"RUN_FINISHED\"}";
    check(
        "open and ended",
        &[open],
        &["All is well."],
        &["user: Hello 1", "assistant: All is well.", "user: Hello 2"],
    );
}

#[test]
fn a_state_that_is_changed_before_it_is_there_goes_back_as_it_is_meant() {
    // soliplex/soliplex#1255
    let patch = json!([{"op": "replace", "path": "/feedback/query", "value": "lamps"}]);
    let event = json!({"type": "STATE_DELTA", "delta": patch});
    let told = play(&[format!("data: {event}\\n\\n") + &told("m", "Hi.") + FINISH]);
    assert_eq!(seen(&told), ["Hi."]);
    assert!(
        told.contains("\"runId\":\"s1-2\",\"state\":{\"feedback\":{\"query\":\"lamps\"}}"),
        "{told}"
    );
}

#[test]
fn what_others_say_and_what_shows_nothing_is_not_said() {
    let role = |role: &str| {
        let start = json!({"type": "TEXT_MESSAGE_START", "messageId": "u", "role": role});
        format!("data: {start}\\n\\n") + &stream(&["say u secret", "end u", "say u secret"])
    };
    let chunk = json!({"type": "TEXT_MESSAGE_CHUNK", "messageId": "u", "role": "system", "delta": "secret"});
    let cases = [
        ("of a system", role("system")),
        ("of a developer", role("developer")),
        ("of a user", role("user")),
        ("of a tool", role("tool")),
        (
            "in chunks",
            format!("data: {chunk}\\n\\n") + &stream(&["chunk u more of it"]),
        ),
        // pydantic-ai and agno begin a message, say nothing in it and call a tool.
        ("an empty message", stream(&["start u", "end u"])),
        ("an open one", stream(&["start u"])),
        (
            "white space",
            stream(&["start u", "say u \u{200b} ", "end u"]),
        ),
        (
            "pieces of nothing",
            stream(&["start u", "say u ", "say u ", "end u"]),
        ),
    ];
    for (name, run) in cases {
        check(
            name,
            &[run + &done("c", "{}", "ok") + &told("m", "Hi.") + FINISH],
            &["find {} -> ok", "Hi."],
            &[
                "user: Hello 1",
                "call c {}",
                "result c ok",
                "assistant: Hi.",
                "user: Hello 2",
            ],
        );
    }
    // A name that was somebody else's may be the assistant's later.
    check(
        "a name of others",
        &[role("user") + &told("u", "Mine.") + FINISH],
        &["Mine."],
        &["user: Hello 1", "assistant: Mine.", "user: Hello 2"],
    );
    // White space before the words is a part of them.
    check(
        "words after white space",
        &[stream(&["start m", "say m  ", "say m Hi.", "end m"]) + FINISH],
        &[" Hi."],
        &["user: Hello 1", "assistant:  Hi.", "user: Hello 2"],
    );
}

#[test]
fn a_snapshot_shows_what_was_not_streamed_and_nothing_twice() {
    let user = |id: &str, text: &str| json!({"id": id, "role": "user", "content": text});
    let agent = |id: &str, text: &str| json!({"id": id, "role": "assistant", "content": text});
    let listed = |messages: Vec<Value>| {
        let event = json!({"type": "MESSAGES_SNAPSHOT", "messages": messages});
        format!("data: {event}\\n\\n")
    };
    let nameless = |mut message: Value| {
        message.as_object_mut().unwrap().remove("id");
        message
    };
    let hello = || user("e1", "Hello 1");
    let (one, two) = ("Let me look. ", "It is on its way.");
    let around = || told("m1", one) + &done("c", "{}", "ok") + &told("m1", two);
    let calls = json!({"id": "l1", "role": "assistant", "content": "Let me look. ", "toolCalls": [
        {"id": "c", "type": "function", "function": {"name": "find", "arguments": "{}"}}]});
    let result = json!({"id": "l2", "role": "tool", "toolCallId": "c", "content": "ok"});
    let cases: Vec<(&str, Vec<String>, Vec<&str>)> = vec![
        // LlamaIndex streams under one name and lists under another.
        (
            "under another name",
            vec![told("m1", two) + &listed(vec![hello(), agent("x", two)])],
            vec![two],
        ),
        (
            "spaced otherwise",
            vec![told("m1", two) + &listed(vec![hello(), agent("x", " It is\non its way. ")])],
            vec![two],
        ),
        (
            "under its name",
            vec![told("m1", two) + &listed(vec![hello(), agent("m1", two)])],
            vec![two],
        ),
        (
            "still open",
            vec![stream(&["chunk m1 It is on its way."]) + &listed(vec![hello(), agent("x", two)])],
            vec![two],
        ),
        (
            "in the middle",
            vec![
                stream(&["start m1", "say m1 It is "])
                    + &listed(vec![hello(), agent("x", "It is ")])
                    + &stream(&["say m1 on its way.", "end m1"]),
            ],
            vec![two],
        ),
        (
            "whole in the middle",
            vec![
                stream(&["start m1", "say m1 It is "])
                    + &listed(vec![hello(), agent("x", two)])
                    + &stream(&["say m1 on its way.", "end m1"]),
            ],
            vec![two],
        ),
        (
            "without the visitor",
            vec![told("m1", two) + &listed(vec![agent("x", two)])],
            vec![two],
        ),
        (
            "the visitor's under another name",
            vec![told("m1", two) + &listed(vec![user("y", "Hello 1"), agent("x", two)])],
            vec![two],
        ),
        (
            "both parts",
            vec![around() + &listed(vec![hello(), calls, result, agent("l3", two)])],
            vec![one, "find {} -> ok", two],
        ),
        (
            "both parts in one",
            vec![around() + &listed(vec![hello(), agent("l3", "Let me look. It is on its way.")])],
            vec![one, "find {} -> ok", two],
        ),
        (
            "not streamed",
            vec![listed(vec![hello(), agent("m1", two)])],
            vec![two],
        ),
        (
            "not streamed, by a name that was there",
            vec![
                listed(vec![hello(), agent("m1", "Hello!")]),
                listed(vec![
                    hello(),
                    agent("m0", "Hello!"),
                    user("e2", "Hello 2"),
                    agent("m1", two),
                ]),
            ],
            vec!["Hello!", two],
        ),
        (
            "the same words once more",
            vec![
                told("m1", two),
                told("m2", two)
                    + &listed(vec![
                        hello(),
                        agent("x", two),
                        user("e2", "Hello 2"),
                        agent("y", two),
                    ]),
            ],
            vec![two, two],
        ),
        (
            "the same words, not streamed",
            vec![
                listed(vec![hello(), agent("x", two)]),
                listed(vec![
                    hello(),
                    agent("x1", two),
                    user("e2", "Hello 2"),
                    agent("x2", two),
                ]),
            ],
            vec![two, two],
        ),
        (
            "what was before, at the beginning",
            vec![
                told("m1", two),
                listed(vec![hello(), agent("x", two)]) + &told("m2", "Yes."),
            ],
            vec![two, "Yes."],
        ),
        // agentscope-ai/agentscope-java#1572, assistant-ui/assistant-ui#5307
        (
            "thoughts by the same name",
            vec![listed(vec![
                hello(),
                json!({"id": "m1", "role": "reasoning", "content": "Hm."}),
                agent("m1", two),
            ])],
            vec![two],
        ),
        (
            "what was before, in the middle",
            vec![
                told("m1", two),
                stream(&["start m2", "say m2 Yes, "])
                    + &listed(vec![hello(), agent("m1", two), user("e2", "Hello 2")])
                    + &stream(&["say m2 of course.", "end m2"]),
            ],
            vec![two, "Yes, of course."],
        ),
        (
            "two by one name",
            vec![
                told("m", one),
                told("m", two)
                    + &listed(vec![
                        hello(),
                        agent("m", one),
                        user("e2", "Hello 2"),
                        agent("m", two),
                    ]),
            ],
            vec![one, two],
        ),
        (
            "behind words that the agent puts in the visitor's mouth",
            vec![
                stream(&["start m1", "say m1 Let me look. "])
                    + &listed(vec![hello(), agent("x", one), user("y", "Go on.")])
                    + &stream(&["end m1"])
                    + &told("m2", two),
            ],
            vec![one, two],
        ),
        (
            "said to its end before such words",
            vec![told("m1", two) + &listed(vec![hello(), agent("m1", two), user("y", "Go on.")])],
            vec![two],
        ),
        (
            "the same words without the visitor's",
            vec![
                listed(vec![agent("x1", two)]),
                listed(vec![agent("x1", two), agent("x2", two)]),
                listed(vec![agent("x1", two), agent("x2", two), agent("x3", two)]),
            ],
            vec![two, two, two],
        ),
        (
            "the same words behind the visitor's in other words",
            vec![
                listed(vec![user("u1", "Context: x. Hello 1"), agent("x1", two)]),
                listed(vec![
                    user("u1", "Context: x. Hello 1"),
                    agent("x1", two),
                    user("u2", "Context: x. Hello 2"),
                ]) + &listed(vec![
                    user("u1", "Context: x. Hello 1"),
                    agent("x1", two),
                    user("u2", "Context: x. Hello 2"),
                    agent("x2", two),
                ]),
            ],
            vec![two, two],
        ),
        (
            "what was before, without the visitor's words",
            vec![
                told("m1", two),
                listed(vec![agent("m1", two)])
                    + &told("m2", "Yes.")
                    + &listed(vec![agent("m1", two), agent("m2", "Yes.")]),
            ],
            vec![two, "Yes."],
        ),
        (
            "without ids",
            vec![listed(vec![
                nameless(hello()),
                nameless(agent("", "Hello!")),
                nameless(agent("", two)),
            ])],
            vec!["Hello!", two],
        ),
        (
            "without ids, once more",
            vec![
                told("m1", "Hello!") + &listed(vec![nameless(hello()), agent("", "Hello!")]),
                listed(vec![
                    nameless(hello()),
                    agent("", "Hello!"),
                    user("", "Hello 2"),
                    agent("", two),
                ]) + &listed(vec![
                    nameless(hello()),
                    agent("", "Hello!"),
                    user("", "Hello 2"),
                    agent("", two),
                    agent("", "Bye."),
                ]),
            ],
            vec!["Hello!", two, "Bye."],
        ),
        (
            "without ids and the visitor",
            vec![listed(vec![nameless(agent("", two))])],
            vec![two],
        ),
        (
            "an empty one",
            vec![listed(vec![
                hello(),
                agent("x", ""),
                json!({"id": "y", "role": "assistant"}),
                agent("m1", two),
            ])],
            vec![two],
        ),
    ];
    for (name, runs, expected) in cases {
        let count = runs.len();
        let runs: Vec<String> = runs.into_iter().map(|run| run + FINISH).collect();
        let told = play(&runs);
        assert_eq!(seen(&told), expected, "{name}\n{told}");
        // What was said stands in the history once.
        let said: Vec<String> = history(&told)
            .into_iter()
            .filter(|line| line.starts_with("assistant:"))
            .collect();
        let dense = |text: String| text.split_whitespace().collect::<String>();
        let all: String = said
            .iter()
            .map(|line| dense(line.replacen("assistant:", "", 1)))
            .collect();
        let texts: String = expected
            .iter()
            .filter(|line| !line.starts_with("find"))
            .map(|it| dense((*it).to_owned()))
            .collect();
        assert_eq!(all, texts, "{name}: {told}");
        let users = history(&told)
            .into_iter()
            .filter(|line| line.starts_with("user:"))
            .count();
        assert!(users >= count.min(1), "{name}");
        if name.starts_with("without ids,") {
            assert_eq!(users, count + 1, "{name}\n{told}");
        }
    }
}

#[test]
fn what_a_whole_snapshot_no_longer_lists_was_withdrawn() {
    let user = |number: u32| json!({"id": format!("e{number}"), "role": "user", "content": format!("Hello {number}")});
    let agent = |id: &str, text: &str| json!({"id": id, "role": "assistant", "content": text});
    let listed = |messages: Vec<Value>| {
        let event = json!({"type": "MESSAGES_SNAPSHOT", "messages": messages});
        format!("data: {event}\\n\\n")
    };
    let (one, two) = ("Hm, they greet.", "Hello!");
    let call = |id: &str| {
        json!({"id": id, "role": "assistant", "toolCalls": [
            {"id": "c", "type": "function", "function": {"name": "find", "arguments": "{}"}}]})
    };
    let cases: Vec<(&str, Vec<String>, &str, Vec<&str>)> = vec![
        (
            "and said anew by the same name",
            vec![told("m", one) + &listed(vec![user(1)]) + &told("m", two)],
            "m",
            vec![two],
        ),
        (
            "and nothing said after it",
            vec![told("m", one) + &listed(vec![user(1)])],
            "m",
            vec![],
        ),
        (
            "with the talk before it",
            vec![
                told("m", two),
                told("n", one)
                    + &listed(vec![user(1), agent("m", two), user(2)])
                    + &told("n", "Yes."),
            ],
            "n",
            vec![two, "Yes."],
        ),
        (
            "behind what stays",
            vec![
                told("m", two)
                    + &told("n", one)
                    + &listed(vec![user(1), agent("m", two)])
                    + &told("n", "Yes."),
            ],
            "n",
            vec![two, "Yes."],
        ),
        (
            "like what was said before, by the same name",
            vec![
                told("n", "Hm, they greet. Hello!"),
                told("n", one)
                    + &listed(vec![user(1), agent("n", "Hm, they greet. Hello!"), user(2)])
                    + &told("n", two),
            ],
            "n-2",
            vec!["Hm, they greet. Hello!", two],
        ),
        (
            "not yet said to its end",
            vec![
                stream(&["start m", "say m Hello!"]) + &listed(vec![user(1)]) + &stream(&["end m"]),
            ],
            "",
            vec![two],
        ),
        (
            "under another name",
            vec![told("m", two) + &listed(vec![user(1), agent("x", " Hello! ")])],
            "",
            vec![two],
        ),
        (
            "as a part of another",
            vec![told("m", "Hello!") + &listed(vec![user(1), agent("x", "Hello! Ada.")])],
            "",
            vec![two, "Hello! Ada."],
        ),
        (
            "its name is a call's",
            vec![told("m", two) + &listed(vec![user(1), call("m")])],
            "",
            vec![two],
        ),
        (
            "no list of the visitor's words",
            vec![told("m", two) + &listed(vec![])],
            "",
            vec![two],
        ),
        (
            "a list from before",
            vec![
                told("m", one),
                told("n", two) + &listed(vec![user(1), agent("m", one)]),
            ],
            "",
            vec![one, two],
        ),
    ];
    for (name, runs, withdrawn, said) in cases {
        let runs: Vec<String> = runs.into_iter().map(|run| run + FINISH).collect();
        let told = play(&runs);
        let all: Vec<&str> = told
            .lines()
            .filter(|it| it.starts_with("= text "))
            .collect();
        let expected = format!("= text {withdrawn} \"\"");
        assert_eq!(
            all.len(),
            usize::from(!withdrawn.is_empty()),
            "{name}\n{told}"
        );
        assert!(all.iter().all(|it| **it == expected), "{name}\n{told}");
        let mut seen = seen(&told);
        if !withdrawn.is_empty() {
            seen.retain(|text| text != one);
            assert!(
                !history(&told).contains(&format!("assistant: {one}")),
                "{name}\n{told}"
            );
        }
        assert_eq!(seen, said, "{name}\n{told}");
    }
}

#[test]
fn what_langgraph_waits_for_is_asked_and_its_answer_is_the_command() {
    let cases = [
        (
            "a text",
            json!("What is your name?"),
            "? \"What is your name?\" []",
            "send e2 Ada",
            "\"Ada\"",
        ),
        (
            "JSON in a text",
            json!("{\"question\":\"Your name?\"}"),
            "? \"Your name?\" []",
            "send e2 Ada",
            "\"Ada\"",
        ),
        (
            "a text in JSON in a text",
            json!("\"Your name?\""),
            "? \"Your name?\" []",
            "send e2 Ada",
            "\"Ada\"",
        ),
        (
            "an object",
            json!({"message": "Your name?", "n": 1}),
            "? \"Your name?\" []",
            "send e2 Ada",
            "\"Ada\"",
        ),
        (
            "an object in one",
            json!({"kind": "ask", "data": {"question": "Your name?"}}),
            "? \"Your name?\" []",
            "send e2 Ada",
            "\"Ada\"",
        ),
        (
            "a list of one",
            json!([{"value": "Your name?", "id": "i", "ns": ["a"]}]),
            "? \"Your name?\" []",
            "send e2 Ada",
            "\"Ada\"",
        ),
        (
            "a list",
            json!(["Name?", "Age?"]),
            "? \"Name?\\nAge?\" []",
            "send e2 Ada, 36",
            "\"Ada, 36\"",
        ),
        (
            "nothing",
            Value::Null,
            "? \"Continue?\" []",
            "send e2 Ada",
            "\"Ada\"",
        ),
        (
            "a number in a text",
            json!("7"),
            "? \"7\" []",
            "send e2 Ada",
            "\"Ada\"",
        ),
        (
            "with options",
            json!({"question": "Go on?", "options": ["go", "stop"]}),
            "? \"Go on?\" [\"go\", \"stop\"]",
            "press e2 \"stop\" stop",
            "\"stop\"",
        ),
        (
            "with options, in other words",
            json!({"question": "Go on?", "options": ["go", "stop"]}),
            "? \"Go on?\" [\"go\", \"stop\"]",
            "send e2 later",
            "\"later\"",
        ),
        (
            "with labelled options",
            json!({"question": "Go on?", "options": [{"label": "Go", "value": 1}]}),
            "? \"Go on?\" [\"Go\"]",
            "send e2 go",
            "1",
        ),
        (
            "of LangChain's middleware",
            json!({"action_requests": [{"name": "send", "args": {}, "description": "Send it?"}], "review_configs": []}),
            "? \"Send it?\" [\"Yes\", \"No\"] closed",
            "press e2 yes Yes",
            "{\"decisions\":[{\"type\":\"approve\"}]}",
        ),
        (
            "of a human's review",
            json!([{"action_request": {"action": "send", "args": {}}, "config": {}, "description": "Send it?"}]),
            "? \"Send it?\" [\"Yes\", \"No\"]",
            "send e2 Not to Bob",
            "[{\"type\":\"response\",\"args\":\"Not to Bob\"}]",
        ),
    ];
    for (name, value, question, answer, resume) in cases {
        let event = json!({"type": "CUSTOM", "name": "on_interrupt", "value": value});
        let story = |more: &str| {
            format!(
                "open agent\nsend e1 Hi\n#1 open\n#1 bytes data: {event}\\n\\ndata: {event}\\n\\n{FINISH}\n#1 closed\n{more}"
            )
        };
        let told = script::play::<AgUi>(&story(answer));
        assert_eq!(seen(&told), [question], "{name}\n{told}");
        let sent = format!("\"forwardedProps\":{{\"command\":{{\"resume\":{resume}}}}}}}");
        assert!(told.ends_with(&(sent + "\n")), "{name}\n{told}");
        // A reload asks again, and answers alike.
        let kept = told
            .lines()
            .rfind(|it| it.starts_with("= keep") && it.contains("command"));
        let kept = kept
            .unwrap_or_else(|| panic!("{name}\n{told}"))
            .replacen("= keep ", "", 1);
        let again = format!("with kept {kept}\nresume s1 t1\n{answer}");
        let again = script::play::<AgUi>(&again);
        assert_eq!(seen(&again), [question], "{name}\n{again}");
        assert!(
            again.contains(&format!("\"command\":{{\"resume\":{resume}}}")),
            "{name}\n{again}"
        );
    }
    for name in ["OnInterrupt", "onInterrupt", "ON_INTERRUPT", "on-interrupt"] {
        let event = json!({"type": "CUSTOM", "name": name, "value": "Name?"});
        let told = play(&[format!("data: {event}\\n\\n") + FINISH]);
        assert_eq!(seen(&told), ["? \"Name?\" []"], "{name}\n{told}");
    }
    // Whoever tells it both ways is asked once, and answered in the standard's.
    let event = json!({"type": "CUSTOM", "name": "on_interrupt", "value": "Name?"});
    let finished = json!({"type": "RUN_FINISHED", "outcome": {"type": "interrupt", "interrupts": [{"id": "i", "reason": "input", "message": "Name?"}]}});
    let told = script::play::<AgUi>(&format!(
        "open agent\nsend e1 Hi\n#1 open\n#1 bytes data: {event}\\n\\ndata: {finished}\\n\\n\n#1 closed\nsend e2 Ada"
    ));
    assert_eq!(seen(&told), ["? \"Name?\" []"], "{told}");
    assert!(
        told.contains("\"forwardedProps\":{},\"resume\":[{\"interruptId\":\"i\""),
        "{told}"
    );
    // A run that failed waits for nothing.
    let failed = json!({"type": "RUN_ERROR", "message": "No"});
    let run = format!("data: {event}\\n\\ndata: {failed}\\n\\n");
    check(
        "failed",
        &[run],
        &["failed"],
        &["user: Hello 1", "user: Hello 2"],
    );
    // Other customs are none of the visitor's business.
    let other = json!({"type": "CUSTOM", "name": "PredictState", "value": "Name?"});
    check(
        "another",
        &[format!("data: {other}\\n\\n") + FINISH],
        &[],
        &["user: Hello 1", "user: Hello 2"],
    );
}

#[test]
fn a_call_that_the_visitor_decides_of_goes_with_the_decision() {
    let asks = |calls: &[&str]| {
        let all: Vec<Value> = calls.iter().map(|call| {
            json!({"id": format!("int-{call}"), "reason": "tool_approval", "message": "Delete?", "toolCallId": call})
        }).collect();
        let event =
            json!({"type": "RUN_FINISHED", "outcome": {"type": "interrupt", "interrupts": all}});
        format!("data: {event}\\n\\n")
    };
    let called = |id: &str| {
        stream(&[
            &format!("call {id} delete"),
            &format!("args {id} {{\"path\":\"/a\"}}"),
            &format!("called {id}"),
        ])
    };
    let first = |run: String| {
        format!("open agent\nsend e1 Delete it\n#1 open\n#1 bytes {run}\n#1 closed\n")
    };
    let cases: [(&str, String, &[&str]); 4] = [
        (
            "asked for",
            called("c") + &asks(&["c"]),
            &["user: Delete it", "call c {\"path\":\"/a\"}"],
        ),
        (
            "by a name that was there",
            done("c", "{}", "ok") + &called("c") + &asks(&["c"]),
            &[
                "user: Delete it",
                "call c-3 {}",
                "result c-3 ok",
                "call c {\"path\":\"/a\"}",
            ],
        ),
        (
            "two",
            called("c") + &called("d") + &asks(&["c", "d"]),
            &[
                "user: Delete it",
                "call c {\"path\":\"/a\"}",
                "call d {\"path\":\"/a\"}",
            ],
        ),
        (
            "another, which nobody asks for",
            called("x") + &called("c") + &asks(&["c"]),
            &["user: Delete it", "call c {\"path\":\"/a\"}"],
        ),
    ];
    for (name, run, sent) in cases {
        let two = name == "two";
        let answers = if two {
            "press e2 yes Yes\npress e3 yes Yes\n"
        } else {
            "press e2 yes Yes\n"
        };
        let told = script::play::<AgUi>(&(first(run.clone()) + answers));
        assert_eq!(history(&told), sent, "{name}\n{told}");
        assert!(
            told.contains("\"resume\":[{\"interruptId\":\"int-c\",\"status\":\"resolved\""),
            "{told}"
        );

        // Its result comes in the next run, which has no start of it.
        let results = if two {
            stream(&["result c gone", "result d gone"])
        } else {
            stream(&["result c gone"])
        };
        let next = results + &told_well() + FINISH;
        let story = first(run.clone())
            + answers
            + &format!("#2 open\n#2 bytes {next}\n#2 closed\nsend e9 Thanks");
        let told = script::play::<AgUi>(&story);
        let said = history(&told);
        assert!(
            said.contains(&"result c gone".to_owned()),
            "{name}: {said:?}"
        );
        assert_eq!(
            said[said.len() - 2..],
            ["assistant: Done.", "user: Thanks"],
            "{name}"
        );
        assert!(
            seen(&told).contains(&"delete {\"path\":\"/a\"} -> gone".to_owned()),
            "{name}\n{told}"
        );

        // A run that failed is asked for again, with the call.
        let story = first(run.clone())
            + answers
            + "#2 open\n#2 broken\n"
            + if two { "resend e3" } else { "resend e2" };
        assert_eq!(history(&script::play::<AgUi>(&story)), sent, "{name}");

        // Nothing came of it: models refuse such a call, so it is not told on.
        let story = first(run)
            + answers
            + &format!(
                "#2 open\n#2 bytes {}{FINISH}\n#2 closed\nsend e9 Thanks",
                told_well()
            );
        let said = history(&script::play::<AgUi>(&story));
        assert!(
            !said.iter().any(|line| line.starts_with("call c ")),
            "{name}: {said:?}"
        );
    }
    // After a reload, too.
    let told = script::play::<AgUi>(&first(called("c") + &asks(&["c"])));
    let kept = told
        .lines()
        .rfind(|it| it.starts_with("= keep"))
        .unwrap()
        .replacen("= keep ", "", 1);
    let next = stream(&["result c gone"]) + &told_well() + FINISH;
    let again = format!(
        "with kept {kept}\nresume s1 t1\npress e2 yes Yes\n#1 open\n#1 bytes {next}\n#1 closed\nsend e3 Thanks"
    );
    let told = script::play::<AgUi>(&again);
    assert_eq!(
        history(&told),
        [
            "user: Delete it",
            "call c {\"path\":\"/a\"}",
            "result c gone",
            "assistant: Done.",
            "user: Thanks"
        ],
        "{told}"
    );
}

fn told_well() -> String {
    told("m9", "Done.")
}

#[test]
fn an_agents_state_and_steps_are_shown_where_its_entry_says_so() {
    let state = |state: Value| {
        format!(
            "data: {}\\n\\n",
            json!({"type": "STATE_SNAPSHOT", "snapshot": state})
        )
    };
    let step = format!(
        "data: {}\\n\\ndata: {}\\n\\n",
        json!({"type": "STEP_STARTED", "stepName": "plan"}),
        json!({"type": "STEP_FINISHED", "stepName": "plan"})
    );
    let run = step + &state(json!({"n": 1})) + &told("m", "Hi.") + FINISH;
    let cases: [(&str, &[&str]); 4] = [
        ("", &["Hi."]),
        ("with show steps\n", &["plan", "Hi."]),
        ("with show state\n", &["Hi.", " {\"n\":1}"]),
        ("with show state steps\n", &["plan", "Hi.", " {\"n\":1}"]),
    ];
    for (with, expected) in cases {
        let told = script::play::<AgUi>(&format!(
            "{with}open agent\nsend e1 Hi\n#1 open\n#1 bytes {run}\n#1 closed\nsend e2 Hi"
        ));
        assert_eq!(seen(&told), expected, "{with}\n{told}");
        // The agent has it back in any case.
        assert!(
            told.contains("\"runId\":\"s1-2\",\"state\":{\"n\":1}"),
            "{told}"
        );
    }
    // Where it ends as it began, nothing is told of it.
    let shown = |runs: [String; 2]| {
        let [one, two] = runs;
        seen(&script::play::<AgUi>(&format!(
            "with show state\nopen agent\nsend e1 Hi\n#1 open\n#1 bytes {one}{FINISH}\n#1 closed\nsend e2 Hi\n#2 open\n#2 bytes {two}{FINISH}\n#2 closed"
        )))
    };
    let (one, two, empty) = (json!({"n": 1}), json!({"n": 2}), json!({}));
    assert_eq!(
        shown([state(one.clone()), state(one.clone())]),
        [" {\"n\":1}"]
    );
    assert_eq!(
        shown([state(one.clone()), state(two.clone()) + &state(one.clone())]),
        [" {\"n\":1}"]
    );
    assert_eq!(shown([state(empty.clone()), state(Value::Null)]), [""; 0]);
    assert_eq!(
        shown([state(one.clone()), state(two)]),
        [" {\"n\":1}", " {\"n\":2}"]
    );
    assert_eq!(shown([state(one), state(empty)]), [" {\"n\":1}", " {}"]);
}
