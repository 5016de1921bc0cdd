//! Stories about dialects: what is fed stands in the script, everything that came out in the
//! expectation. The same `check` for every dialect, so that the trait can change shape without
//! touching a story.
//!
//! | line | feeds |
//! |---|---|
//! | `open scenario`, `open scenario bearer`, `resume id token` | `Verb::Open` |
//! | `send entry text`, `press entry choice text`, `resend entry` | the visitor's words |
//! | `cancel`, `stop [reason]`, `submit [comment]`, `note text`, `bearer token`, `retry` | verbs |
//! | `#1 200 body`, `#1 429 retry=2000 body`, `#1 200 type=text/html body` | the answer to call 1 |
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

mod tell;
mod vendor;

use expect_test::Expect;
use serde_json::{Value, json};

use super::{
    CallId, Delivery, Dialect, Event, Head, Input, Network, Open, Output, Resume, Timer, Verb, What,
};
use crate::event::EntryId;
use crate::wire::{CreateSession, Note, StopReason};
pub(crate) use tell::log_event;
use tell::{show_call, show_event};

pub(crate) fn check(dialect: &mut dyn Dialect, script: &str, expected: Expect) {
    expected.assert_eq(&play(dialect, script));
}

/// What comes out of `dialect` when `script` goes in.
pub(crate) fn play(dialect: &mut dyn Dialect, script: &str) -> String {
    play_beside(dialect, script, Vec::new())
}

/// The same where calls and timers of a server that is `beside` the story are not told: calls whose
/// path begins with the first text of a pair are answered at once with the second. The others are
/// numbered as if those were not there.
pub(crate) fn play_beside(
    dialect: &mut dyn Dialect,
    script: &str,
    beside: Vec<(&str, String)>,
) -> String {
    let mut story = Story {
        dialect,
        now: 1_000_000.0,
        chance: 0.5,
        timers: Vec::new(),
        seq: 0,
        out: String::new(),
        beside,
        calls: Vec::new(),
        open: Open::default(),
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
    beside: Vec<(&'a str, String)>,
    /// Those that were told, in order: `#1` is the first.
    calls: Vec<CallId>,
    /// What `open` and `resume` begin with.
    open: Open,
}

impl Story<'_> {
    fn play(&mut self, line: &str) {
        let (first, rest) = cut(line);
        if let Some(number) = first.strip_prefix('#') {
            let number: usize = number.parse().unwrap_or_else(|_| panic!("{line}"));
            let call = self.calls.get(number - 1).copied();
            self.call(call.unwrap_or(CallId(number as u32 - 1)), rest);
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
            "ended" => {
                let stopped = self.event(&format!("2 stopped {rest}"));
                let started = self.event("1 started 1000000");
                let page = json!({"events": [started, stopped], "last_seq": 2});
                let path = "/api/embed/sessions/s1/events";
                self.beside.insert(0, (path, page.to_string()));
            }
            "with" => vendor::set(&mut self.open, rest),
            _ => {
                let verb = verb(first, rest, &self.open);
                self.feed(What::Do(verb));
            }
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
                self.answer(call, 200, None, None, &body.to_string());
            }
            "closed" => self.feed(What::Closed { call }),
            "broken" => self.feed(What::Broken { call }),
            status => {
                let (retry_after, rest) = retry_after(rest);
                let (kind, body) = match rest.strip_prefix("type=") {
                    Some(rest) => (Some(cut(rest).0), cut(rest).1),
                    None => (None, rest),
                };
                self.answer(call, status.parse().unwrap(), retry_after, kind, body);
            }
        }
    }

    fn answer(
        &mut self,
        call: CallId,
        status: u16,
        retry_after: Option<u64>,
        kind: Option<&str>,
        body: &str,
    ) {
        let content_type = kind.unwrap_or("application/json").to_owned();
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
        let mut answered: Vec<(CallId, String)> = Vec::new();
        let mut sending = None;
        while let Some(output) = self.dialect.poll() {
            let before = sending.take();
            match &output {
                // That it stands where it was sent goes without saying.
                Output::Event(Event::MessageStarted { entry, .. })
                    if !self.beside.is_empty() && before.as_ref() == Some(entry) =>
                {
                    continue;
                }
                Output::Event(Event::Delivery {
                    entry,
                    delivery: Delivery::Sending,
                }) => sending = Some(entry.clone()),
                Output::WakeAfter { timer, after } => {
                    self.timers.retain(|(other, _)| other != timer);
                    self.timers.push((*timer, now + *after as f64));
                    if !self.beside.is_empty() && timer.0 < BESIDE_TIMERS {
                        continue;
                    }
                }
                Output::Call(call) => {
                    let answer = self.beside.iter().find(|it| call.path.starts_with(it.0));
                    if let Some((_, body)) = answer {
                        answered.push((call.id, body.clone()));
                        continue;
                    }
                    self.calls.push(call.id);
                }
                Output::Abort(call) if !self.calls.contains(call) => {
                    answered.retain(|(known, _)| known != call);
                    continue;
                }
                _ => {}
            }
            let line = self.show(&output);
            self.out += &line;
            self.out += "\n";
        }
        for (call, body) in answered {
            self.answer(call, 200, None, None, &body);
        }
    }

    /// What stands before `#` in scripts.
    fn number(&self, call: CallId) -> usize {
        let told = self.calls.iter().position(|known| *known == call);
        told.map_or(call.0 as usize, |at| at) + 1
    }

    fn show(&self, output: &Output) -> String {
        match output {
            Output::Call(call) => show_call(self.number(call.id), call),
            Output::Abort(call) => format!("x #{}", self.number(*call)),
            Output::WakeAfter { after, .. } => format!("~ {after}"),
            Output::Event(event) => format!("= {}", show_event(event)),
        }
    }
}

/// A session's own timers are below.
const BESIDE_TIMERS: u32 = 64;

pub(crate) fn cut(text: &str) -> (&str, &str) {
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

fn verb(name: &str, rest: &str, open: &Open) -> Verb {
    let (id, text) = cut(rest);
    let entry = EntryId::from(id);
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    match name {
        "open" => Verb::Open(Box::new(Open {
            create: CreateSession {
                scenario_id: id.to_owned(),
                ..open.create.clone()
            },
            bearer: some(text),
            ..open.clone()
        })),
        "resume" => Verb::Open(Box::new(Open {
            resume: Some(Resume {
                session_id: id.to_owned(),
                session_token: text.to_owned(),
            }),
            ..open.clone()
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
        _ => Verb::Vendor(vendor::ask(name, rest)),
    }
}

fn reason(name: &str) -> StopReason {
    let name = if name.is_empty() { "visitor" } else { name };
    serde_json::from_value(Value::String(name.to_owned())).unwrap_or_default()
}
