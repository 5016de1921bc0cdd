//! What was said, as the agent gets it with every run: AG-UI agents keep nothing of their own.

use serde::Serialize;

use super::super::lenient::{compact, id, list, text};
use super::ids::Ids;
use crate::json::{self, Look, Value};
use crate::text::is_blank;

/// Bytes of messages that are kept and sent; the oldest go first.
const ROOM: usize = 400_000;
/// The role of what answered an interrupt: the agent got it as the run's `resume`, so it stands on
/// the screen and in no run's messages. No role of AG-UI's.
const ANSWER: &str = "answer";

#[derive(Debug, Default)]
pub(super) struct Memory {
    said: Vec<Said>,
    /// The agent's, as it stands.
    pub state: Value,
    /// Names of entries, messages and calls.
    pub ids: Ids,
}

#[derive(Debug)]
struct Said {
    id: String,
    /// The whole message as JSON.
    raw: String,
    /// Not the agent's to get once more.
    answer: bool,
}

/// What somebody said, as the agent gets it.
#[derive(Serialize)]
struct Words<'a> {
    id: &'a str,
    role: &'a str,
    content: &'a str,
}

/// The agent's own calls of tools.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Asked<'a> {
    id: &'a str,
    role: &'a str,
    tool_calls: Vec<Call<'a>>,
}

#[derive(Serialize)]
struct Call<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    function: Function<'a>,
}

#[derive(Serialize)]
struct Function<'a> {
    name: &'a str,
    arguments: &'a str,
}

/// What a tool gave.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    id: &'a str,
    role: &'a str,
    tool_call_id: &'a str,
    content: &'a str,
}

/// A message for the screen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub id: String,
    pub visitor: bool,
    pub text: String,
}

impl Memory {
    /// Puts a message at the end, or in place of the one with its id.
    fn put(&mut self, id: &str, raw: String, answer: bool) {
        match self.said.iter_mut().find(|said| said.id == id) {
            Some(said) => said.raw = raw,
            None => self.insert(self.said.len(), id, raw, answer),
        }
    }

    fn insert(&mut self, at: usize, id: &str, raw: String, answer: bool) {
        let id = id.to_owned();
        self.said.insert(at, Said { id, raw, answer });
        let mut bytes: usize = self.said.iter().map(|said| said.raw.len()).sum();
        let mut oldest = 0;
        while bytes > ROOM && oldest + 1 < self.said.len() {
            bytes -= self.said.get(oldest).map_or(0, |said| said.raw.len());
            oldest += 1;
        }
        // What came of a call means nothing without the call.
        let rest = self.said.iter().skip(oldest);
        oldest += match oldest {
            0 => 0,
            _ => rest
                .take_while(|said| call_of(&said.json()).is_some())
                .count(),
        };
        self.said.drain(..oldest);
    }

    /// What the visitor said. Sent once more after others, it is said once more.
    pub fn ask(&mut self, id: &str, content: &str) {
        let known = self.said.iter().any(|said| said.id == id);
        let last = self.said.iter().rfind(|said| said.is_user());
        let last = last.and_then(|said| line(&said.json()));
        if !known {
            self.words(id, "user", content);
        } else if last.is_none_or(|last| last.text != content) {
            let id = self.ids.take(id);
            self.words(&id, "user", content);
        }
    }

    /// What the visitor answered to an interrupt.
    pub fn answer(&mut self, id: &str, content: &str) {
        self.words(id, ANSWER, content);
    }

    /// What the agent said. What a snapshot lists stays as it is listed.
    pub fn say(&mut self, id: &str, text: &str) {
        let listed = self.said.iter().find(|said| said.id == id);
        let listed = listed.and_then(|said| line(&said.json()));
        if listed.is_none_or(|it| !same(&it.text, text)) {
            self.words(id, "assistant", text);
        }
    }

    fn words(&mut self, id: &str, role: &str, content: &str) {
        let raw = json::text(&Words { id, role, content });
        self.put(id, raw, role == ANSWER);
    }

    /// A tool's call and what came of it; other calls are not remembered, because models
    /// refuse a conversation in which one is missing.
    pub fn tool(&mut self, call: &str, name: &str, arguments: &str, result: &str) {
        if self.place(call).is_none() {
            self.calls(&[(call, name, arguments)]);
        }
        self.result(call, result);
    }

    /// Calls of which the visitor decides; what comes of them comes in a later run.
    pub fn calls(&mut self, calls: &[(&str, &str, &str)]) {
        let Some((first, ..)) = calls.first() else {
            return;
        };
        let id = self.free([first, "-call"].concat());
        // Agents read an object, and refuse the whole run where there is none.
        let object = |text| if is_object(text) { text } else { "{}" };
        let call = |&(id, name, arguments)| Call {
            id,
            kind: "function",
            function: Function {
                name,
                arguments: object(arguments),
            },
        };
        let raw = json::text(&Asked {
            id: &id,
            role: "assistant",
            tool_calls: calls.iter().map(call).collect(),
        });
        self.put(&id, raw, false);
    }

    /// What came of a call that is remembered, right behind it; `false`: there is no such call, or something
    /// came of it already.
    pub fn result(&mut self, call: &str, result: &str) -> bool {
        let Some(at) = self.place(call).filter(|at| !self.is_told(*at, call)) else {
            return false;
        };
        let id = self.free([call, "-result"].concat());
        let told = json::text(&Told {
            id: &id,
            role: "tool",
            tool_call_id: call,
            content: result,
        });
        let rest = self.said.iter().skip(at + 1);
        let others = rest.take_while(|said| call_of(&said.json()).is_some());
        let at = at + 1 + others.count();
        self.insert(at, &id, told, false);
        true
    }

    /// `id`, or one like it that no message has.
    fn free(&mut self, id: String) -> String {
        if self.said.iter().all(|said| said.id != id) {
            return id;
        }
        self.ids.note(&id);
        self.ids.take(&id)
    }

    /// Whether a call by this name was made since the visitor last said something.
    pub fn has_made(&self, call: &str) -> bool {
        let asked = self.said.iter().rposition(Said::is_user);
        self.place(call) > asked
    }

    /// Whether nothing came yet of a call by this name.
    pub fn is_open(&self, call: &str) -> bool {
        self.place(call).is_some_and(|at| !self.is_told(at, call))
    }

    /// Where the last call by this name stands.
    fn place(&self, call: &str) -> Option<usize> {
        let makes = |said: &Said| calls_of(&said.json()).iter().any(|it| names(it, call));
        self.said.iter().rposition(makes)
    }

    fn is_told(&self, at: usize, call: &str) -> bool {
        let mut rest = self.said.iter().skip(at);
        rest.any(|said| call_of(&said.json()).as_deref() == Some(call))
    }

    /// Forgets a call nothing came of.
    pub fn forget(&mut self, call: &str) {
        let Some(at) = self.place(call).filter(|at| !self.is_told(*at, call)) else {
            return;
        };
        let Some(said) = self.said.get_mut(at) else {
            return;
        };
        let mut json = said.json();
        for list in CALLS {
            if let Some(Value::Array(list)) = json.get_mut(list) {
                list.retain(|it| !names(it, call));
            }
        }
        if says_nothing(&json) {
            self.said.remove(at);
        } else {
            said.raw = compact(&json);
        }
    }

    /// An earlier call's name is wanted by a later one, and what the agent gets has it once.
    pub fn rename(&mut self, call: &str) {
        if self.place(call).is_none() {
            return;
        }
        let new = self.ids.take(call);
        for said in &mut self.said {
            let mut json = said.json();
            let mut found = false;
            let mut set = |id: Option<&mut Value>| {
                if let Some(id) = id.filter(|id| id.as_str() == Some(call)) {
                    *id = new.as_str().into();
                    found = true;
                }
            };
            for list in CALLS {
                let list = json.get_mut(list).and_then(Value::as_array_mut);
                for it in list.into_iter().flatten() {
                    set(it.get_mut("id"));
                }
            }
            for name in CALL {
                set(json.get_mut(name));
            }
            if found {
                said.raw = compact(&json);
            }
        }
    }

    /// `MESSAGES_SNAPSHOT`: the agent says what was said. What the visitor said and it leaves out
    /// stands on the screen, and is not told to it again.
    pub fn replace(&mut self, messages: &[Value]) {
        let mut before = self.lines();
        self.said.clear();
        // Some agents give other ids to what they were told.
        let is_it = |line: &Line, it: &Value| {
            id(it, &["id"]).as_ref() == Some(&line.id)
                || content(it.at("content")).as_ref() == Some(&line.text)
        };
        let left_out = |line: &Line| !messages.iter().any(|it| is_it(line, it));
        before.retain(|line| line.visitor && left_out(line));
        for line in before {
            self.answer(&line.id, &line.text);
        }
        for message in messages {
            let Some(id) = id(message, &["id"]) else {
                continue;
            };
            let answer = text(message, &["role"]) == Some(ANSWER);
            let raw = compact(message);
            match self.said.iter().find(|said| said.id == id) {
                None => self.put(&id, raw, answer),
                Some(said) if said.raw == raw => {}
                // Another one, that the agent calls the same.
                Some(_) => {
                    let id = self.ids.take(&id);
                    let mut message = message.clone();
                    if let Some(member) = message.get_mut("id") {
                        *member = id.as_str().into();
                    }
                    self.put(&id, compact(&message), answer);
                }
            }
        }
    }

    /// Whatever has a name in it has this name alone.
    pub fn note_ids(&mut self) {
        for said in &self.said {
            let json = said.json();
            self.ids.note(&said.id);
            for call in calls_of(&json).iter().filter_map(|it| id(it, &["id"])) {
                self.ids.note(&call);
            }
        }
    }

    /// As the `messages` of a run.
    pub fn messages(&self) -> String {
        listed(self.said.iter().filter(|said| !said.answer))
    }

    /// To be kept: the messages, and what stands on the screen beside them.
    pub fn kept(&self) -> String {
        listed(self.said.iter())
    }

    pub fn state_text(&self) -> String {
        match &self.state {
            Value::Null => "{}".to_owned(),
            state => compact(state),
        }
    }

    pub fn restore(&mut self, kept: &Value) {
        self.replace(list(kept, &["messages"]).unwrap_or_default());
        self.state = kept.at("state").clone();
        self.note_ids();
    }

    /// What a visitor sees of it.
    pub fn lines(&self) -> Vec<Line> {
        self.said
            .iter()
            .filter_map(|said| line(&said.json()))
            .collect()
    }
}

impl Said {
    fn json(&self) -> Value {
        json::parse(&self.raw).unwrap_or_default()
    }

    fn is_user(&self) -> bool {
        text(&self.json(), &["role"]) == Some("user")
    }
}

const CALLS: [&str; 2] = ["toolCalls", "tool_calls"];
const CALL: [&str; 2] = ["toolCallId", "tool_call_id"];

/// The calls a message makes.
fn calls_of(message: &Value) -> &[Value] {
    CALLS
        .iter()
        .map(|name| message.at(name).items())
        .find(|it| !it.is_empty())
        .unwrap_or_default()
}

/// The call a message tells the result of.
fn call_of(message: &Value) -> Option<String> {
    id(message, &CALL)
}

/// The call a message tells the result of, and the result.
pub(super) fn result(message: &Value) -> Option<(String, String)> {
    Some((call_of(message)?, content(message.at("content"))?))
}

fn names(made: &Value, call: &str) -> bool {
    id(made, &["id"]).as_deref() == Some(call)
}

/// An assistant's message without words and calls.
fn says_nothing(message: &Value) -> bool {
    let words = message.at("content");
    let nothing = match words {
        Value::Array(parts) => parts.is_empty(),
        _ => content(words).is_none_or(|words| is_blank(&words)),
    };
    nothing && text(message, &["role"]) == Some("assistant") && calls_of(message).is_empty()
}

/// A message of the visitor's or the assistant's, for the screen.
pub(super) fn line(message: &Value) -> Option<Line> {
    let visitor = match text(message, &["role"])? {
        "user" | ANSWER => true,
        "assistant" => false,
        _ => return None,
    };
    Some(Line {
        id: id(message, &["id"])?,
        visitor,
        text: content(message.at("content")).filter(|text| !is_blank(text))?,
    })
}

/// Whether a call's arguments are there, and all of them.
pub(super) fn is_object(arguments: &str) -> bool {
    json::parse(arguments).is_some_and(|it| it.is_object())
}

/// Whether two texts say the same: snapshots space them otherwise than streams.
pub(super) fn same(one: &str, two: &str) -> bool {
    dense(one) == dense(two)
}

pub(super) fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn listed<'a>(said: impl Iterator<Item = &'a Said>) -> String {
    let all: Vec<&str> = said.map(|said| said.raw.as_str()).collect();
    ["[", &all.join(","), "]"].concat()
}

/// A text, or the text parts of one that is made of parts.
pub(super) fn content(json: &Value) -> Option<String> {
    let whole = match json {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let parts: Vec<&str> = parts.iter().filter_map(|it| text(it, &["text"])).collect();
            parts.join("\n\n")
        }
        _ => String::new(),
    };
    (!whole.is_empty()).then_some(whole)
}
