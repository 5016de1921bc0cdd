//! What was said, as the agent gets it with every run: AG-UI agents keep nothing of their own.

use serde::Serialize;

use super::super::lenient::{compact, id, list, text};
use crate::json::{self, Look, Value};

/// Bytes of messages that are kept and sent; the oldest go first.
const ROOM: usize = 400_000;
/// The role of what answered an interrupt: the agent got it as the run's `resume`, so it stands on
/// the screen and in no run's messages. No role of AG-UI's.
const ANSWER: &str = "answer";

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Memory {
    said: Vec<Said>,
    /// The agent's, as it stands.
    pub state: Value,
}

#[derive(Clone, Debug, PartialEq)]
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

/// The agent's own call of a tool.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Asked<'a> {
    id: &'a str,
    role: &'a str,
    tool_calls: [Call<'a>; 1],
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
            None => self.said.push(Said {
                id: id.to_owned(),
                raw,
                answer,
            }),
        }
        let mut bytes: usize = self.said.iter().map(|said| said.raw.len()).sum();
        while bytes > ROOM && self.said.len() > 1 {
            bytes -= self.said.remove(0).raw.len();
        }
    }

    /// An agent that gives its message the id of one of the visitor's does not take its place.
    pub fn say(&mut self, id: &str, role: &str, content: &str) {
        let known = self.said.iter().find(|said| said.id == id);
        let known = known.and_then(|said| json::parse(&said.raw));
        if known.is_some_and(|known| text(&known, &["role"]) != Some(role)) {
            return;
        }
        let raw = json::text(&Words { id, role, content });
        self.put(id, raw, role == ANSWER);
    }

    /// What the visitor answered to an interrupt.
    pub fn answer(&mut self, id: &str, content: &str) {
        self.say(id, ANSWER, content);
    }

    /// A tool's call and what came of it; calls without a result are not remembered, because models
    /// refuse a conversation in which one is missing.
    pub fn tool(&mut self, call: &str, name: &str, arguments: &str, result: &str) {
        let id = [call, "-call"].concat();
        let asked = json::text(&Asked {
            id: &id,
            role: "assistant",
            tool_calls: [Call {
                id: call,
                kind: "function",
                function: Function { name, arguments },
            }],
        });
        self.put(&id, asked, false);
        let id = [call, "-result"].concat();
        let told = json::text(&Told {
            id: &id,
            role: "tool",
            tool_call_id: call,
            content: result,
        });
        self.put(&id, told, false);
    }

    /// `MESSAGES_SNAPSHOT`: the agent says what was said. What the visitor said and it leaves out
    /// stands on the screen, and is not told to it again.
    pub fn replace(&mut self, messages: &[Value]) {
        let mut before = self.lines();
        self.said.clear();
        // Some agents give other ids to what they were told.
        let same = |line: &Line, it: &Value| {
            id(it, &["id"]).as_ref() == Some(&line.id)
                || content(it.at("content")).as_ref() == Some(&line.text)
        };
        let left_out = |line: &Line| !messages.iter().any(|it| same(line, it));
        before.retain(|line| line.visitor && left_out(line));
        for line in before {
            self.answer(&line.id, &line.text);
        }
        for message in messages {
            if let Some(id) = id(message, &["id"]) {
                let answer = text(message, &["role"]) == Some(ANSWER);
                self.put(&id, compact(message), answer);
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
    }

    /// What a visitor sees of it.
    pub fn lines(&self) -> Vec<Line> {
        let messages = self.said.iter().filter_map(|said| {
            let json = json::parse(&said.raw)?;
            let role = text(&json, &["role"])?;
            let visitor = match role {
                "user" | ANSWER => true,
                "assistant" => false,
                _ => return None,
            };
            Some(Line {
                id: said.id.clone(),
                visitor,
                text: content(json.at("content"))?,
            })
        });
        messages.collect()
    }
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
