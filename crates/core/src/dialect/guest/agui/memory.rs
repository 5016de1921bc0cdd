//! What was said, as the agent gets it with every run: AG-UI agents keep nothing of their own.

use super::super::lenient::{compact, id, list, text};
use crate::json::{Json, Object, text as written};

/// Bytes of messages that are kept and sent; the oldest go first.
const ROOM: usize = 400_000;
/// The role of what answered an interrupt: the agent got it as the run's `resume`, so it stands on
/// the screen and in no run's messages. No role of AG-UI's.
const ANSWER: &str = "answer";

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Memory {
    said: Vec<Said>,
    /// The agent's, as it stands.
    pub state: Json,
}

#[derive(Clone, Debug, PartialEq)]
struct Said {
    id: String,
    /// The whole message as JSON.
    raw: String,
    /// Not the agent's to get once more.
    answer: bool,
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
        let known = known.and_then(|said| crate::json::parse(&said.raw));
        if known.is_some_and(|known| text(&known, &["role"]) != Some(role)) {
            return;
        }
        let mut raw = String::new();
        Object::begin(&mut raw)
            .with("id", &id)
            .with("role", &role)
            .with("content", &content)
            .end();
        self.put(id, raw, role == ANSWER);
    }

    /// What the visitor answered to an interrupt.
    pub fn answer(&mut self, id: &str, content: &str) {
        self.say(id, ANSWER, content);
    }

    /// A tool's call and what came of it; calls without a result are not remembered, because models
    /// refuse a conversation in which one is missing.
    pub fn tool(&mut self, call: &str, name: &str, arguments: &str, result: &str) {
        let asked = [
            "{\"id\":",
            &written(&[call, "-call"].concat()),
            ",\"role\":\"assistant\",\"toolCalls\":[{\"id\":",
            &written(&call),
            ",\"type\":\"function\",\"function\":{\"name\":",
            &written(&name),
            ",\"arguments\":",
            &written(&arguments),
            "}}]}",
        ];
        self.put(&[call, "-call"].concat(), asked.concat(), false);
        let mut told = String::new();
        Object::begin(&mut told)
            .with("id", &[call, "-result"].concat())
            .with("role", &"tool")
            .with("toolCallId", &call)
            .with("content", &result)
            .end();
        self.put(&[call, "-result"].concat(), told, false);
    }

    /// `MESSAGES_SNAPSHOT`: the agent says what was said. What the visitor said and it leaves out
    /// stands on the screen, and is not told to it again.
    pub fn replace(&mut self, messages: &[Json]) {
        let mut before = self.lines();
        self.said.clear();
        // Some agents give other ids to what they were told.
        let same = |line: &Line, it: &Json| {
            id(it, &["id"]).as_ref() == Some(&line.id)
                || content(it.get("content")).as_ref() == Some(&line.text)
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
            Json::Null => "{}".to_owned(),
            state => compact(state),
        }
    }

    pub fn restore(&mut self, kept: &Json) {
        self.replace(list(kept, &["messages"]).unwrap_or_default());
        self.state = kept.get("state").clone();
    }

    /// What a visitor sees of it.
    pub fn lines(&self) -> Vec<Line> {
        let messages = self.said.iter().filter_map(|said| {
            let json = crate::json::parse(&said.raw)?;
            let role = text(&json, &["role"])?;
            let visitor = match role {
                "user" | ANSWER => true,
                "assistant" => false,
                _ => return None,
            };
            Some(Line {
                id: said.id.clone(),
                visitor,
                text: content(json.get("content"))?,
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
pub(super) fn content(json: &Json) -> Option<String> {
    let whole = match json {
        Json::Text(text) => text.clone(),
        Json::List(parts) => {
            let parts: Vec<&str> = parts.iter().filter_map(|it| text(it, &["text"])).collect();
            parts.join("\n\n")
        }
        _ => String::new(),
    };
    (!whole.is_empty()).then_some(whole)
}
