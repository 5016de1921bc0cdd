//! What agents of other frameworks sent, as it was recorded from their packages (versions: docs/compatibility.md), and
//! what a visitor sees of it. `RAW` events and `rawEvent` are left out, as the relay leaves them out; ids were shortened.

use std::path::Path;

use vivavoce_core::dialect::vendor::agui::AgUi;
use vivavoce_core::dialect::vendor::{Prompt, VendorDialect, VendorEvent};
use vivavoce_core::dialect::{Call, Dialect as _, Event, Head, Input, Open, Output, Verb, What};
use vivavoce_core::event::Speaker;
use vivavoce_core::failure::Failure;
use vivavoce_core::transcript::{Body, Transcript};
use vivavoce_core::wire::{BackendFacts, CreateSession};

/// A conversation: what the visitor says in turn, and the recorded run that answers it.
struct Talk {
    machine: VendorDialect,
    transcript: Transcript,
    asked: Option<Prompt>,
    failures: Vec<String>,
    calls: Vec<Call>,
    now: f64,
}

impl Talk {
    fn open() -> Self {
        let mut talk = Talk {
            machine: VendorDialect::speaking::<AgUi>(),
            transcript: Transcript::default(),
            asked: None,
            failures: Vec::new(),
            calls: Vec::new(),
            now: 1_000_000.0,
        };
        let open = Open {
            create: CreateSession {
                scenario_id: "agent".to_owned(),
                backend: Some("shop".to_owned()),
                ..CreateSession::default()
            },
            backend: BackendFacts {
                name: "shop".to_owned(),
                dialect: "ag-ui".to_owned(),
                ..BackendFacts::default()
            },
            ..Open::default()
        };
        talk.input(What::Do(Verb::Open(Box::new(open))));
        talk
    }

    /// Says it, or presses the button that says so, and answers with these bytes, cut anywhere.
    fn say(&mut self, number: usize, text: &str, answer: &[u8]) {
        let choices = self.asked.iter().flat_map(|asked| &asked.choices);
        let mut choices = choices.filter(|it| it.text == text);
        let choice = choices.next().map(|it| it.id.clone());
        self.input(What::Do(Verb::Send {
            entry: format!("e{number}").as_str().into(),
            text: text.to_owned(),
            choice,
        }));
        let call = self.relayed().last().expect("it is sent").id;
        let head = Head {
            status: 200,
            content_type: "text/event-stream".to_owned(),
            retry_after: None,
        };
        self.input(What::Opened { call, head });
        for bytes in answer.chunks(7) {
            self.input(What::Chunk { call, bytes });
        }
        self.input(What::Closed { call });
    }

    fn relayed(&self) -> impl Iterator<Item = &Call> {
        let calls = self.calls.iter();
        calls.filter(|call| call.path.starts_with("/relay/"))
    }

    fn input(&mut self, what: What<'_>) {
        self.now += 1.0;
        let now = self.now;
        self.machine.handle(Input {
            now,
            chance: 0.5,
            what,
        });
        while let Some(output) = self.machine.poll() {
            match output {
                Output::Event(event) => self.told(event),
                Output::Call(call) => {
                    let own = own_server(&call.path);
                    let id = call.id;
                    self.calls.push(call);
                    if let Some(body) = own {
                        let head = Head {
                            status: 200,
                            content_type: "application/json".to_owned(),
                            retry_after: None,
                        };
                        self.input(What::Answer {
                            call: id,
                            head,
                            body: body.as_bytes(),
                        });
                    }
                }
                Output::Abort(_) | Output::WakeAfter { .. } => {}
            }
        }
    }

    fn told(&mut self, event: Event) {
        self.transcript.apply(&event);
        match event {
            Event::RunFailed {
                failure: Failure::Agent { detail },
                ..
            } => self.failures.push(detail),
            Event::RunFailed { failure, .. } => self.failures.push(format!("{failure:?}")),
            Event::Vendor(VendorEvent::Prompt(asked)) => self.asked = asked,
            _ => {}
        }
    }

    /// What is on the screen, line by line.
    fn shown(&self) -> Vec<String> {
        let line = |body: &Body| match body {
            Body::Message(message) => {
                let speaker = match message.speaker {
                    Speaker::Visitor => "visitor",
                    Speaker::Agent => "agent",
                };
                format!("{speaker}: {}", message.text)
            }
            Body::Tool(tool) => {
                let result = tool.result.as_deref().unwrap_or_default();
                let open = if tool.open { " (under way)" } else { "" };
                format!(
                    "{:?}: {}({}) → {result}{open}",
                    tool.kind, tool.name, tool.input
                )
            }
        };
        let entries = self.transcript.entries().iter();
        let mut lines: Vec<String> = entries.map(|entry| line(&entry.body)).collect();
        lines.extend(self.failures.iter().map(|it| format!("failed: {it}")));
        if let Some(asked) = &self.asked {
            let choices: Vec<&str> = asked.choices.iter().map(|it| it.text.as_str()).collect();
            lines.push(format!("asked: {} [{}]", asked.text, choices.join(" | ")));
        }
        lines
    }
}

/// What our own server answers about the session itself.
fn own_server(path: &str) -> Option<&'static str> {
    if path.contains("/events") {
        return Some(
            r#"{"events":[{"seq":1,"timestamp":1000000,"type":"CUSTOM","name":"session.started","value":{"started_at":1000000}}],"last_seq":1}"#,
        );
    }
    path.starts_with("/api/embed/sessions")
        .then_some(r#"{"session_id":"s1","session_token":"t1","last_seq":1,"started_at":1000000}"#)
}

/// Plays recorded runs, each an answer to what is said before it; `sent` stands in the last request.
fn check(runs: &[(&str, &str)], shown: &[&str], sent: &[&str]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/agui");
    let read = |run: &str| std::fs::read(folder.join(format!("{run}.sse"))).expect(run);
    let runs: Vec<_> = runs.iter().map(|(said, run)| (*said, read(run))).collect();
    played(&runs, shown, sent);
}

fn played(runs: &[(&str, Vec<u8>)], shown: &[&str], sent: &[&str]) {
    let mut talk = Talk::open();
    for (number, (said, answer)) in runs.iter().enumerate() {
        talk.say(number + 1, said, answer);
    }
    let told = || {
        let runs = runs.iter().map(|(_, run)| String::from_utf8_lossy(run));
        runs.collect::<String>()
    };
    assert_eq!(talk.shown(), shown, "{}", told());
    let last = talk.relayed().last().and_then(|call| call.body.clone());
    let last = last.unwrap_or_default();
    for part in sent {
        assert!(last.contains(part), "no {part} in {last}\n{}", told());
    }
}

fn bytes(events: &[&str]) -> Vec<u8> {
    let frames = events.iter().map(|event| format!("data: {event}\n\n"));
    frames.collect::<String>().into_bytes()
}

/// As [`check`], of one run that is written here, and of a plain turn after it.
fn check_events(events: &[&str], shown: &[&str]) {
    let plain = [
        r#"{"type":"TEXT_MESSAGE_CHUNK","messageId":"last","role":"assistant","delta":"Welcome."}"#,
        FINISHED,
    ];
    let (before, after) = (["visitor: Hello"], ["visitor: Thanks", "agent: Welcome."]);
    let shown = [&before, shown, &after].concat();
    played(
        &[("Hello", bytes(events)), ("Thanks", bytes(&plain))],
        &shown,
        &[],
    );
}

const CALL: &str = r#"Tool: look_up_order({"number": 7}) → on its way"#;

#[test]
fn a_tool_and_the_reply_after_it_are_shown_whoever_sends_them() {
    for run in [
        "pydantic-ai-tool",
        "langgraph-tool",
        "agno-tool",
        "llama-index-tool",
    ] {
        // agno writes results as JSON.
        let agno = r#"Tool: look_up_order({"number": 7}) → "on its way""#;
        let call = if run == "agno-tool" { agno } else { CALL };
        check(
            &[("Where is my order?", run)],
            &[
                "visitor: Where is my order?",
                call,
                "agent: Order 7 is on its way.",
            ],
            &[],
        );
    }
}

#[test]
fn a_tool_that_needs_approval_is_asked_for_and_its_call_goes_back_with_the_answer() {
    let call = r#""toolCalls":[{"id":"call_1","type":"function""#;
    let resume = |approved: &str| {
        format!(
            r#""resume":[{{"interruptId":"int-call_1","status":"resolved","payload":{{"approved":{approved}}}}}]"#
        )
    };
    check(
        &[("delete it", "pydantic-ai-approval-1")],
        &[
            "visitor: delete it",
            r#"Tool: delete_file({"path": "/a"}) → "#,
            r#"asked: Approve delete_file({"path":"/a"})? [Yes | No]"#,
        ],
        &[],
    );
    check(
        &[
            ("delete it", "pydantic-ai-approval-1"),
            ("Yes", "pydantic-ai-approval-2"),
        ],
        &[
            "visitor: delete it",
            r#"Tool: delete_file({"path": "/a"}) → deleted /a"#,
            "visitor: Yes",
            "agent: I have deleted /a.",
        ],
        &[call, &resume("true")],
    );
    check(
        &[
            ("delete it", "pydantic-ai-approval-1"),
            ("No", "pydantic-ai-refusal-2"),
        ],
        &[
            "visitor: delete it",
            r#"Tool: delete_file({"path": "/a"}) → The tool call was denied."#,
            "visitor: No",
            "agent: The file stays: The tool call was denied.",
        ],
        &[call, &resume("false")],
    );
}

#[test]
fn an_interrupt_of_a_graph_is_a_question_in_either_form_and_asked_once() {
    check(
        &[("ask me", "langgraph-interrupt-1")],
        &["visitor: ask me", "asked: What is your name? []"],
        &[],
    );
    check(
        &[
            ("ask me", "langgraph-interrupt-1"),
            ("Ada", "langgraph-interrupt-2"),
        ],
        &["visitor: ask me", "visitor: Ada", r#"agent: Got "Ada""#],
        &[r#""forwardedProps":{"command":{"resume":"Ada"}}"#],
    );
    check(
        &[
            ("ask me object", "langgraph-outcome-1"),
            ("Bob", "langgraph-outcome-2"),
        ],
        &[
            "visitor: ask me object",
            "visitor: Bob",
            r#"agent: Got "Bob""#,
        ],
        &[r#""status":"resolved","payload":"Bob""#],
    );
}

#[test]
fn a_failure_is_told_in_the_agents_words_though_the_stream_breaks() {
    check(
        &[("Please fail", "llama-index-error")],
        &["visitor: Please fail", "failed: the model is out of order"],
        &[],
    );
}

// Runs as public reports tell of them, in our own words. What was said is on the screen once, and the next turn is
// answered.

const BEGUN: &str = r#"{"type":"TEXT_MESSAGE_START","messageId":"m1","role":"assistant"}"#;
const CALLED: [&str; 3] = [
    r#"{"type":"TOOL_CALL_START","toolCallId":"c1","toolCallName":"find","parentMessageId":"m1"}"#,
    r#"{"type":"TOOL_CALL_ARGS","toolCallId":"c1","delta":"{\"q\":1}"}"#,
    r#"{"type":"TOOL_CALL_END","toolCallId":"c1"}"#,
];
const RESULT: &str = r#"{"type":"TOOL_CALL_RESULT","messageId":"r1","toolCallId":"c1","content":"one","role":"tool"}"#;
const SAID: [&str; 3] = [
    r#"{"type":"TEXT_MESSAGE_START","messageId":"m2","role":"assistant"}"#,
    r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"m2","delta":"Found."}"#,
    r#"{"type":"TEXT_MESSAGE_END","messageId":"m2"}"#,
];
const FINISHED: &str = r#"{"type":"RUN_FINISHED"}"#;
const FOUND: [&str; 2] = [r#"Tool: find({"q":1}) → one"#, "agent: Found."];

/// A `MESSAGES_SNAPSHOT` with what the visitor said and these, in which `CALLS` stands for the call.
fn snapshot(messages: &str) -> String {
    const CALLS: &str = r#""toolCalls":[{"id":"c1","type":"function","function":{"name":"find","arguments":"{\"q\":1}"}}]"#;
    let messages = messages.replace("CALLS", CALLS);
    format!(
        r#"{{"type":"MESSAGES_SNAPSHOT","messages":[{{"id":"e1","role":"user","content":"Hello"}},{messages}]}}"#
    )
}

/// microsoft/agent-framework#6266
#[test]
fn a_snapshot_may_give_the_id_of_the_text_to_the_call_before_it() {
    let text = [
        r#"{"type":"TEXT_MESSAGE_CONTENT","messageId":"m1","delta":"Found."}"#,
        r#"{"type":"TEXT_MESSAGE_END","messageId":"m1"}"#,
    ];
    let snapshot = snapshot(
        r#"{"id":"m1","role":"assistant",CALLS},{"id":"r1","role":"tool","toolCallId":"c1","content":"one"},{"id":"new","role":"assistant","content":"Found."}"#,
    );
    let run = [
        &[BEGUN],
        &CALLED[..],
        &[RESULT],
        &text,
        &[&snapshot, FINISHED],
    ]
    .concat();
    check_events(&run, &FOUND);
}

/// microsoft/agent-framework#3619
#[test]
fn a_snapshot_may_have_a_call_and_the_text_after_it_in_one_message() {
    let snapshot = snapshot(
        r#"{"id":"m9","role":"assistant","content":"Found.",CALLS},{"id":"r1","role":"tool","toolCallId":"c1","content":"one"}"#,
    );
    let run = [&CALLED[..], &[RESULT], &SAID, &[&snapshot, FINISHED]].concat();
    check_events(&run, &FOUND);
}

/// microsoft/agent-framework#3568
#[test]
fn a_message_that_is_begun_for_a_calls_sake_and_never_ended_is_none() {
    let run = [&[BEGUN], &CALLED[..], &[RESULT], &SAID, &[FINISHED]].concat();
    check_events(&run, &FOUND);
}

/// mastra-ai/mastra#4466
#[test]
fn a_tool_of_which_nothing_more_is_heard_is_not_under_way_for_ever() {
    let run = [&CALLED[..2], &SAID, &[FINISHED]].concat();
    check_events(&run, &[r#"Tool: find({"q":1}) → "#, "agent: Found."]);
}

/// opensearch-project/ml-commons#4736
#[test]
fn a_run_that_ends_twice_has_ended_once() {
    let run = [&CALLED[..], &[RESULT], &SAID, &[FINISHED, FINISHED]].concat();
    check_events(&run, &FOUND);
}

/// `llama-index-protocols-ag-ui` 0.6.0 tells results so.
#[test]
fn a_result_may_stand_in_the_snapshot_alone() {
    let snapshot = snapshot(
        r#"{"id":"a1","role":"assistant",CALLS},{"id":"r1","role":"tool","toolCallId":"c1","content":"one"}"#,
    );
    let run = [&CALLED[..], &[&snapshot], &SAID, &[FINISHED]].concat();
    check_events(&run, &FOUND);
}

/// `agent-framework-ag-ui` 1.7.0 tells of a call that was refused so.
#[test]
fn what_came_of_a_decision_may_stand_in_the_snapshot_alone() {
    let asked = r#"{"type":"RUN_FINISHED","outcome":{"type":"interrupt","interrupts":[{"id":"i1","reason":"tool_call","message":"May I?","toolCallId":"c1","responseSchema":{"type":"object","properties":{"approved":{"type":"boolean"}},"required":["approved"]}}]}}"#;
    let snapshot = snapshot(
        r#"{"id":"a1","role":"assistant",CALLS},{"id":"r1","role":"tool","toolCallId":"c1","content":"refused"}"#,
    );
    let told = [&SAID[..], &[&snapshot, FINISHED]].concat();
    played(
        &[
            ("Hello", bytes(&[&CALLED[..], &[asked]].concat())),
            ("No", bytes(&told)),
        ],
        &[
            "visitor: Hello",
            r#"Tool: find({"q":1}) → refused"#,
            "visitor: No",
            "agent: Found.",
        ],
        &[r#""payload":{"approved":false}"#],
    );
}
