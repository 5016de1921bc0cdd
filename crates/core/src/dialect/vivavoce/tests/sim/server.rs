//! The server as its protocol promises it: one log per session that outlives the process, turns
//! that are idempotent, runs that die with the process and are noted as interrupted when their
//! lease is over.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::Rng;
use crate::dialect::script::log_event;

const LEASE: u64 = 10_000;

#[derive(Debug)]
pub(crate) struct Server {
    rng: Rng,
    pub(crate) sessions: Vec<Session>,
    next_message: u32,
}

#[derive(Debug, Default)]
pub(crate) struct Session {
    /// Events as they are sent; the first has `seq` 1.
    pub(crate) log: Vec<Value>,
    turns: Vec<Turn>,
    run: Option<Run>,
    pub(crate) stopped: bool,
    pub(crate) submissions: u32,
    analyzed_at: u64,
}

#[derive(Debug)]
struct Turn {
    id: String,
    body: String,
    text: String,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    /// Asked for again after its run had failed.
    Again,
    Running,
    Failed,
    Over,
}

#[derive(Debug)]
struct Run {
    id: String,
    /// What is still to be said, and when.
    rest: VecDeque<(u64, String)>,
    /// Its process is gone; until then, nobody else may end it.
    dead_until: Option<u64>,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Server {
    pub(crate) fn new(seed: u64) -> Self {
        Server {
            rng: Rng(seed),
            sessions: Vec::new(),
            next_message: 0,
        }
    }

    /// Answers everything but reading the log.
    pub(crate) fn answer(&mut self, now: u64, path: &str, key: &str, body: &str) -> Reply {
        self.tick(now);
        let ok = |body: Value| Reply {
            status: 200,
            body: body.to_string(),
        };
        let Some(rest) = path.strip_prefix("/api/embed/sessions") else {
            return Reply {
                status: 404,
                body: String::new(),
            };
        };
        if rest.is_empty() {
            return self.create(now);
        }
        let Some(number) = session_number(path) else {
            return Reply {
                status: 404,
                body: String::new(),
            };
        };
        let verb = rest
            .trim_start_matches('/')
            .split_once('/')
            .map_or("", |(_, verb)| verb);
        match verb {
            "turns" => self.take(now, number, key, body),
            "stop" => {
                self.stop(now, number);
                ok(json!({"reason": "visitor"}))
            }
            "submit" if !self.sessions[number].stopped => Reply {
                status: 409,
                body: json!({"detail": "It runs."}).to_string(),
            },
            "submit" => {
                self.sessions[number].submissions += 1;
                if self.sessions[number].submissions == 1 {
                    self.append(now, number, "submitted");
                }
                ok(json!({}))
            }
            "results" => {
                let ready = now >= self.sessions[number].analyzed_at;
                let status = if ready { "ready" } else { "analyzing" };
                let body = json!({"status": status}).to_string();
                Reply {
                    status: if ready { 200 } else { 202 },
                    body,
                }
            }
            _ if verb.ends_with("/cancel") => {
                let id = verb
                    .trim_start_matches("turns/")
                    .trim_end_matches("/cancel");
                self.cancel(now, number, id);
                ok(json!({}))
            }
            _ => Reply {
                status: 404,
                body: String::new(),
            },
        }
    }

    fn create(&mut self, now: u64) -> Reply {
        let number = self.sessions.len();
        self.sessions.push(Session::default());
        self.append(now, number, &format!("started {now}"));
        self.run(now, number, "greeting".to_owned(), None);
        let body = json!({
            "session_id": format!("s{number}"),
            "session_token": "token",
            "last_seq": 1,
            "started_at": now,
        });
        Reply {
            status: 201,
            body: body.to_string(),
        }
    }

    fn append(&mut self, now: u64, number: usize, event: &str) {
        let log = &mut self.sessions[number].log;
        let seq = log.len() as u64 + 1;
        log.push(log_event(seq, now as f64, event));
    }

    fn take(&mut self, now: u64, number: usize, key: &str, body: &str) -> Reply {
        let taken = Reply {
            status: 202,
            body: json!({"turn_id": key}).to_string(),
        };
        let session = &mut self.sessions[number];
        if let Some(turn) = session.turns.iter_mut().find(|turn| turn.id == key) {
            assert_eq!(turn.body, body, "one key, two messages");
            if turn.state == State::Failed && !session.stopped {
                turn.state = State::Again;
                self.next_turn(now, number);
            }
            return taken;
        }
        if session.stopped {
            return Reply {
                status: 409,
                body: json!({"detail": "It is over."}).to_string(),
            };
        }
        let text = serde_json::from_str::<Value>(body).unwrap()["text"]
            .as_str()
            .unwrap()
            .to_owned();
        session.turns.push(Turn {
            id: key.to_owned(),
            body: body.to_owned(),
            text,
            state: State::Waiting,
        });
        self.next_turn(now, number);
        taken
    }

    fn next_turn(&mut self, now: u64, number: usize) {
        let session = &mut self.sessions[number];
        if session.run.is_some() || session.stopped {
            return;
        }
        let waiting = |turn: &&mut Turn| matches!(turn.state, State::Waiting | State::Again);
        if let Some(turn) = session.turns.iter_mut().find(waiting) {
            let said = (turn.state == State::Waiting).then(|| turn.text.clone());
            turn.state = State::Running;
            let id = turn.id.clone();
            self.run(now, number, id, said);
        }
    }

    /// Begins a run and decides what will be said in it.
    fn run(&mut self, now: u64, number: usize, id: String, said: Option<String>) {
        self.append(now, number, &format!("run {id}"));
        if let Some(text) = said {
            self.append(now, number, &format!("visitor {id}"));
            self.append(now, number, &format!("say {id} {text}"));
            self.append(now, number, &format!("end {id}"));
        }
        let mut rest = VecDeque::new();
        let mut at = now;
        let rng = &mut self.rng;
        let mut say = |rng: &mut Rng, event: String| {
            at += rng.between(5, 400);
            rest.push_back((at, event));
        };
        self.next_message += 1;
        let message = format!("m{}", self.next_message);
        if rng.one_in(4) {
            say(rng, format!("tool t{message} search"));
            say(rng, format!("input t{message} {{}}"));
            say(rng, format!("called t{message}"));
            say(rng, format!("result t{message} found"));
        }
        say(rng, format!("agent {message}"));
        for word in 0..rng.between(1, 25) {
            say(rng, format!("say {message} w{word}ü✔😀"));
        }
        say(rng, format!("end {message}"));
        if rng.one_in(4) {
            say(rng, format!("choices {message} yes,no"));
        }
        say(rng, format!("done {id}"));
        self.sessions[number].run = Some(Run {
            id,
            rest,
            dead_until: None,
        });
    }

    /// Says what is due by `now`, in every session.
    pub(crate) fn tick(&mut self, now: u64) {
        for number in 0..self.sessions.len() {
            while let Some(run) = &mut self.sessions[number].run {
                if let Some(until) = run.dead_until {
                    if until > now {
                        break;
                    }
                    let id = run.id.clone();
                    self.close(
                        until,
                        number,
                        &format!("error {id} Interrupted."),
                        State::Failed,
                    );
                    continue;
                }
                if run.rest.front().is_none_or(|(at, _)| *at > now) {
                    break;
                }
                let (at, event) = run.rest.pop_front().unwrap();
                if run.rest.is_empty() {
                    self.close(at, number, &event, State::Over);
                } else {
                    self.append(at, number, &event);
                }
            }
        }
    }

    /// When something will next be said.
    pub(crate) fn next_at(&self) -> Option<u64> {
        let due = self.sessions.iter().filter_map(|session| {
            let run = session.run.as_ref()?;
            run.dead_until
                .or_else(|| run.rest.front().map(|(at, _)| *at))
        });
        due.min()
    }

    fn close(&mut self, now: u64, number: usize, last: &str, state: State) {
        let Some(run) = self.sessions[number].run.take() else {
            return;
        };
        for end in open_ends(&self.sessions[number].log) {
            self.append(now, number, &end);
        }
        self.append(now, number, last);
        let turns = &mut self.sessions[number].turns;
        if let Some(turn) = turns.iter_mut().find(|turn| turn.id == run.id) {
            turn.state = state;
        }
        self.next_turn(now, number);
    }

    fn cancel(&mut self, now: u64, number: usize, id: &str) {
        let session = &mut self.sessions[number];
        if session.run.as_ref().is_some_and(|run| run.id == id) {
            self.close(now, number, &format!("cancelled {id}"), State::Over);
        } else if let Some(turn) = session.turns.iter_mut().find(|turn| turn.id == id)
            && matches!(turn.state, State::Waiting | State::Again)
        {
            let said = (turn.state == State::Waiting).then(|| turn.text.clone());
            turn.state = State::Over;
            if said.is_none() {
                return;
            }
            // What was accepted stands in the log, once no run is in its way.
            turn.state = State::Waiting;
        }
    }

    fn stop(&mut self, now: u64, number: usize) {
        if std::mem::replace(&mut self.sessions[number].stopped, true) {
            return;
        }
        self.sessions[number].analyzed_at = now + 4_000;
        if let Some(run) = &self.sessions[number].run {
            let id = run.id.clone();
            self.close(now, number, &format!("cancelled {id}"), State::Over);
        }
        let waiting: Vec<(String, String)> = self.sessions[number]
            .turns
            .iter()
            .filter(|turn| turn.state == State::Waiting)
            .map(|turn| (turn.id.clone(), turn.text.clone()))
            .collect();
        for (id, text) in waiting {
            for event in [
                format!("run {id}"),
                format!("visitor {id}"),
                format!("say {id} {text}"),
            ] {
                self.append(now, number, &event);
            }
            self.append(now, number, &format!("end {id}"));
            self.append(now, number, &format!("cancelled {id}"));
        }
        self.append(now, number, "stopped visitor");
    }

    /// The process dies: the log stays, its runs are nobody's until their lease is over.
    pub(crate) fn die(&mut self, now: u64) {
        self.tick(now);
        for session in &mut self.sessions {
            if let Some(run) = &mut session.run {
                run.dead_until.get_or_insert(now + LEASE);
            }
        }
    }

    /// What the log holds, put together without any of the code under test.
    pub(crate) fn stored(&self, number: usize) -> Vec<String> {
        let mut lines: Vec<(String, String)> = Vec::new();
        for event in &self.sessions[number].log {
            let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
            let (id, new) = match text("type").as_str() {
                "TEXT_MESSAGE_START" => {
                    let who = if text("role") == "user" {
                        "visitor"
                    } else {
                        "agent"
                    };
                    let id = text("messageId");
                    lines.push((id.clone(), format!("{who} {id} ")));
                    continue;
                }
                "TOOL_CALL_START" => {
                    let id = text("toolCallId");
                    lines.push((id.clone(), format!("tool {id} {}(", text("toolCallName"))));
                    continue;
                }
                "TEXT_MESSAGE_CONTENT" => (text("messageId"), text("delta")),
                "TOOL_CALL_ARGS" => (text("toolCallId"), text("delta")),
                "TOOL_CALL_END" => (text("toolCallId"), ") ".to_owned()),
                "TOOL_CALL_RESULT" => (text("toolCallId"), text("content")),
                _ => continue,
            };
            let line = lines.iter_mut().find(|(known, _)| *known == id).unwrap();
            line.1 += &new;
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// A page of the log as JSON.
    pub(crate) fn page(&self, number: usize, after: u64) -> String {
        let session = &self.sessions[number];
        let events: Vec<&Value> = session.log.iter().skip(after as usize).take(50).collect();
        json!({
            "events": events,
            "last_seq": session.log.len(),
            "running": session.run.is_some(),
        })
        .to_string()
    }
}

/// An event of the log as the stream has it.
pub(crate) fn frame(event: &Value) -> String {
    format!("id: {}\ndata: {event}\n\n", event["seq"])
}

pub(crate) fn session_number(path: &str) -> Option<usize> {
    let rest = path.strip_prefix("/api/embed/sessions/s")?;
    rest.split('/').next()?.parse().ok()
}

/// The ends of whatever a log has begun and not ended.
fn open_ends(log: &[Value]) -> Vec<String> {
    let mut open = Vec::new();
    for event in log {
        let kind = event["type"].as_str().unwrap_or_default();
        let message = event["messageId"].as_str().unwrap_or_default();
        let tool = event["toolCallId"].as_str().unwrap_or_default();
        match kind {
            "TEXT_MESSAGE_START" => open.push(format!("end {message}")),
            "TOOL_CALL_START" => open.push(format!("called {tool}")),
            "TEXT_MESSAGE_END" => open.retain(|end| *end != format!("end {message}")),
            "TOOL_CALL_END" => open.retain(|end| *end != format!("called {tool}")),
            _ => {}
        }
    }
    open
}
