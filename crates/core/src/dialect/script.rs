//! Stories about dialects: what is fed stands in the script, everything that came out in the
//! expectation. The same `check` for every dialect, so that the trait can change shape without
//! touching a story.
//!
//! | line | feeds |
//! |---|---|
//! | `open scenario`, `open scenario bearer`, `resume id token` | `Verb::Open` |
//! | `send entry text`, `press entry choice text`, `resend entry` | the visitor's words |
//! | `cancel`, `stop [reason]`, `submit [comment]`, `note text`, `bearer token`, `retry` | verbs |
//! | `#1 200 body`, `#1 429 retry=2000 body` | the answer to call 1 |
//! | `#1 open`, `#1 open 503 [retry=…]`, `#1 open 200 text/html` | the head of a stream |
//! | `#1 bytes text` | a chunk; `\n` is a line feed |
//! | `#1 log event`, `#1 log 7 event` | one event of the log as a stream has it, counted on or numbered; see [`log_event`] |
//! | `#1 page event; event`, `#1 page running event`, `#1 page last=9 event` | the same as JSON |
//! | `#1 closed`, `#1 broken` | its end |
//! | `wait 1500` | lets that many milliseconds pass, waking on the way |
//! | `sleep 60000` | the same for a page that sleeps: its timers are late, and go off at the end |
//! | `online`, `offline`, `visible`, `hidden` | the window |
//! | `chance 0.9` | from now on; 0.5 before |
//! | `// words` | nothing |
//!
//! Out come `> #1 POST /path body` (with `[bearer]`, `[key]`, `[keepalive]`, `[stream]`), `x #1` for
//! an abort, `~ 5000` for a timer, `= event`.

use expect_test::Expect;
use serde_json::{Value, json};

use super::{
    Call, CallId, Delivery, Dialect, Event, Head, Input, Link, Network, Open, Output, Reading,
    Resume, Speaker, Timer, Verb, What,
};
use crate::transcript::EntryId;
use crate::wire::{CreateSession, Note, StopReason};

pub(crate) fn check(dialect: &mut dyn Dialect, script: &str, expected: Expect) {
    expected.assert_eq(&play(dialect, script));
}

/// What comes out of `dialect` when `script` goes in.
pub(crate) fn play(dialect: &mut dyn Dialect, script: &str) -> String {
    let mut story = Story {
        dialect,
        now: 1_000_000.0,
        chance: 0.5,
        timers: Vec::new(),
        seq: 0,
        out: String::new(),
    };
    for line in script.lines().map(str::trim) {
        if !line.is_empty() && !line.starts_with("//") {
            story.play(line);
        }
    }
    story.out
}

struct Story<'a> {
    dialect: &'a mut dyn Dialect,
    now: f64,
    chance: f64,
    timers: Vec<(Timer, f64)>,
    /// Of the last event a call delivered.
    seq: u64,
    out: String,
}

impl Story<'_> {
    fn play(&mut self, line: &str) {
        let (first, rest) = cut(line);
        if let Some(number) = first.strip_prefix('#') {
            let call = CallId(number.parse::<u32>().unwrap_or_else(|_| panic!("{line}")) - 1);
            self.call(call, rest);
            return;
        }
        match first {
            "wait" => self.wait(rest.parse().unwrap()),
            "sleep" => {
                self.now += rest.parse::<f64>().unwrap();
                self.wait(0.0);
            }
            "chance" => self.chance = rest.parse().unwrap(),
            "online" => self.feed(What::Network(Network::Online)),
            "offline" => self.feed(What::Network(Network::Offline)),
            "visible" => self.feed(What::Network(Network::Visible)),
            "hidden" => self.feed(What::Network(Network::Hidden)),
            _ => self.feed(What::Do(verb(first, rest))),
        }
    }

    fn call(&mut self, call: CallId, rest: &str) {
        let (what, rest) = cut(rest);
        match what {
            "open" => {
                let (status, rest) = cut(rest);
                let (retry_after, rest) = retry_after(rest);
                let head = Head {
                    status: status.parse().unwrap_or(200),
                    content_type: if rest.is_empty() {
                        "text/event-stream"
                    } else {
                        rest
                    }
                    .to_owned(),
                    retry_after,
                };
                self.feed(What::Opened { call, head });
            }
            "bytes" => {
                let bytes = rest.replace("\\n", "\n");
                self.feed(What::Chunk {
                    call,
                    bytes: bytes.as_bytes(),
                });
            }
            "log" => {
                let event = self.event(rest);
                let frame = format!("id: {}\ndata: {event}\n\n", event["seq"]);
                self.feed(What::Chunk {
                    call,
                    bytes: frame.as_bytes(),
                });
            }
            "page" => {
                let (running, rest) = match rest.strip_prefix("running") {
                    Some(rest) => (true, rest.trim()),
                    None => (false, rest),
                };
                let (last, rest) = match rest.strip_prefix("last=") {
                    Some(rest) => cut(rest),
                    None => ("", rest),
                };
                let events = rest.split(';').map(str::trim).filter(|it| !it.is_empty());
                let events: Vec<Value> = events.map(|it| self.event(it)).collect();
                let last_seq = last.parse().unwrap_or(self.seq);
                let body = json!({"events": events, "last_seq": last_seq, "running": running});
                self.answer(call, 200, None, &body.to_string());
            }
            "closed" => self.feed(What::Closed { call }),
            "broken" => self.feed(What::Broken { call }),
            status => {
                let (retry_after, body) = retry_after(rest);
                self.answer(call, status.parse().unwrap(), retry_after, body);
            }
        }
    }

    fn answer(&mut self, call: CallId, status: u16, retry_after: Option<u64>, body: &str) {
        let content_type = "application/json".to_owned();
        self.feed(What::Answer {
            call,
            head: Head {
                status,
                content_type,
                retry_after,
            },
            body: body.as_bytes(),
        });
    }

    fn event(&mut self, text: &str) -> Value {
        let (first, rest) = cut(text);
        let (seq, text) = match first.parse() {
            Ok(seq) => (seq, rest),
            Err(_) => (self.seq + 1, text),
        };
        self.seq = seq;
        log_event(seq, self.now, text)
    }

    fn wait(&mut self, span: f64) {
        let until = self.now + span;
        loop {
            let next = self
                .timers
                .iter()
                .copied()
                .min_by(|a, b| a.1.total_cmp(&b.1));
            let Some((timer, at)) = next.filter(|(_, at)| *at <= until) else {
                break;
            };
            self.timers.retain(|(other, _)| *other != timer);
            self.now = self.now.max(at);
            self.feed(What::Wake { timer });
        }
        self.now = until;
    }

    fn feed(&mut self, what: What<'_>) {
        let (now, chance) = (self.now, self.chance);
        self.dialect.handle(Input { now, chance, what });
        while let Some(output) = self.dialect.poll() {
            if let Output::WakeAfter { timer, after } = output {
                self.timers.retain(|(other, _)| *other != timer);
                self.timers.push((timer, now + after as f64));
            }
            self.out += &show(&output);
            self.out += "\n";
        }
    }
}

fn cut(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    (first, rest.trim())
}

fn retry_after(rest: &str) -> (Option<u64>, &str) {
    match rest.strip_prefix("retry=") {
        Some(rest) => {
            let (number, rest) = cut(rest);
            (Some(number.parse().unwrap()), rest)
        }
        None => (None, rest),
    }
}

fn verb(name: &str, rest: &str) -> Verb {
    let (id, text) = cut(rest);
    let entry = EntryId::from(id);
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    match name {
        "open" => Verb::Open(Box::new(Open {
            create: CreateSession {
                scenario_id: id.to_owned(),
                ..CreateSession::default()
            },
            bearer: some(text),
            ..Open::default()
        })),
        "resume" => Verb::Open(Box::new(Open {
            resume: Some(Resume {
                session_id: id.to_owned(),
                session_token: text.to_owned(),
            }),
            ..Open::default()
        })),
        "send" => Verb::Send {
            entry,
            text: text.to_owned(),
            choice: None,
        },
        "press" => {
            let (choice, text) = cut(text);
            Verb::Send {
                entry,
                text: text.to_owned(),
                choice: some(choice),
            }
        }
        "resend" => Verb::Resend { entry },
        "cancel" => Verb::Cancel,
        "stop" => Verb::Stop { reason: reason(id) },
        "submit" => Verb::Submit {
            comment: some(rest),
        },
        "note" => Verb::Notes(vec![Note {
            text: rest.to_owned(),
            ..Note::default()
        }]),
        "bearer" => Verb::Bearer(rest.to_owned()),
        "retry" => Verb::RetryNow,
        _ => panic!("no such verb: {name} {rest}"),
    }
}

fn reason(name: &str) -> StopReason {
    let name = if name.is_empty() { "visitor" } else { name };
    serde_json::from_value(Value::String(name.to_owned())).unwrap_or_default()
}

/// An event of our log in short: `run id`, `done id`, `cancelled id`, `error id text`, `agent id`,
/// `visitor id`, `say id text`, `end id`, `tool id name`, `input id text`, `called id`,
/// `result id text`, `choices id a,b`, `started at`, `stopped reason`, `submitted`, `analyzed`, or
/// JSON to be taken as it is.
pub(crate) fn log_event(seq: u64, now: f64, text: &str) -> Value {
    let (what, rest) = cut(text);
    let (id, text) = cut(rest);
    let custom = |name: &str, value: Value| json!({"type": "CUSTOM", "name": name, "value": value});
    let mut event = match what {
        "run" => json!({"type": "RUN_STARTED", "runId": id}),
        "done" => json!({"type": "RUN_FINISHED", "runId": id}),
        "cancelled" => {
            json!({"type": "RUN_FINISHED", "runId": id, "result": {"status": "cancelled"}})
        }
        "error" => {
            json!({"type": "RUN_ERROR", "runId": id, "message": text, "code": "interrupted"})
        }
        "agent" => json!({"type": "TEXT_MESSAGE_START", "messageId": id, "role": "assistant"}),
        "visitor" => json!({"type": "TEXT_MESSAGE_START", "messageId": id, "role": "user"}),
        "system" => json!({"type": "TEXT_MESSAGE_START", "messageId": id, "role": "system"}),
        "say" => json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": id, "delta": text}),
        "end" => json!({"type": "TEXT_MESSAGE_END", "messageId": id}),
        "tool" => json!({"type": "TOOL_CALL_START", "toolCallId": id, "toolCallName": text}),
        "input" => json!({"type": "TOOL_CALL_ARGS", "toolCallId": id, "delta": text}),
        "called" => json!({"type": "TOOL_CALL_END", "toolCallId": id}),
        "result" => json!({"type": "TOOL_CALL_RESULT", "toolCallId": id, "content": text}),
        "choices" => {
            let choices: Vec<Value> = text
                .split(',')
                .map(|it| json!({"id": it, "text": it}))
                .collect();
            custom("choices", json!({"messageId": id, "choices": choices}))
        }
        "started" => custom(
            "session.started",
            json!({"started_at": id.parse().unwrap_or(0)}),
        ),
        "stopped" => custom("session.stopped", json!({"reason": id})),
        "submitted" => custom("session.submitted", json!({})),
        "analyzed" => custom("session.analyzed", json!({})),
        _ => serde_json::from_str(&format!("{what} {rest}")).unwrap(),
    };
    event["seq"] = seq.into();
    event["timestamp"] = (now as i64).into();
    event
}

fn show(output: &Output) -> String {
    match output {
        Output::Call(call) => show_call(call),
        Output::Abort(CallId(id)) => format!("x #{}", id + 1),
        Output::WakeAfter { after, .. } => format!("~ {after}"),
        Output::Event(event) => format!("= {}", show_event(event)),
    }
}

fn show_call(call: &Call) -> String {
    let mut line = format!("> #{} {} {}", call.id.0 + 1, call.method, call.path);
    for (name, value) in &call.headers {
        match *name {
            "authorization" => line += &format!(" [{value}]"),
            "idempotency-key" => line += &format!(" [{value}]"),
            _ => {}
        }
    }
    line += if call.keepalive { " [keepalive]" } else { "" };
    line += if call.reading == Reading::Stream {
        " [stream]"
    } else {
        ""
    };
    if let Some(body) = &call.body {
        line += " ";
        line += body;
    }
    line
}

fn show_event(event: &Event) -> String {
    match event {
        Event::Connected { session, resumed } => format!(
            "connected {} started={} resumed={resumed}",
            session.session_id, session.started_at
        ),
        Event::RunStarted { run } => format!("run {run}"),
        Event::RunFinished {
            run,
            cancelled: false,
        } => format!("done {run}"),
        Event::RunFinished {
            run,
            cancelled: true,
        } => format!("cancelled {run}"),
        Event::RunFailed { run, failure } => format!("run {run} failed: {failure:?}"),
        Event::MessageStarted {
            entry,
            speaker: Speaker::Agent,
            ..
        } => format!("agent {entry}"),
        Event::MessageStarted { entry, .. } => format!("visitor {entry}"),
        Event::MessageDelta { entry, text } => format!("say {entry} {text:?}"),
        Event::MessageEnded { entry } => format!("end {entry}"),
        Event::Delivery { entry, delivery } => match delivery {
            Delivery::Sending => format!("sending {entry}"),
            Delivery::Sent => format!("sent {entry}"),
            Delivery::Failed(failure) => format!("unsent {entry}: {failure:?}"),
        },
        Event::ToolStarted { entry, name, .. } => format!("tool {entry} {name}"),
        Event::ToolInput { entry, delta } => format!("input {entry} {delta:?}"),
        Event::ToolEnded { entry } => format!("called {entry}"),
        Event::ToolResult { entry, content } => format!("result {entry} {content:?}"),
        Event::Offered { entry, choices } => {
            let choices: Vec<&str> = choices.iter().map(|it| it.text.as_str()).collect();
            format!("offered {entry} {}", choices.join(","))
        }
        Event::Link(Link::Lost { attempt }) => format!("link lost ({attempt})"),
        Event::Link(Link::Restored) => "link restored".to_owned(),
        Event::Ended { reason, .. } => format!("ended {reason:?}"),
        Event::Submitted => "submitted".to_owned(),
        Event::Results(results) => format!("results {:?} {:?}", results.status, results.score),
        Event::Failed(failure) => format!("failed: {failure:?}"),
        #[cfg(feature = "guests")]
        Event::Guest(told) => format!("{told:?}"),
    }
}
