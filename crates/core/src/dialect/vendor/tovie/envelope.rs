//! One exchange: what the visitor said and what the agent replied. Answers, events and the history
//! all carry the same envelope, each a little differently.

use serde_json::json;

use super::reply::{Reply, first, web_address};
use crate::dialect::Millis;
use crate::dialect::vendor::time;
use crate::dialect::vendor::{Attachment, Status};
use crate::json::{Look, Value, digits};

/// Replies of one answer that are shown; the vendor's own limit.
const REPLIES: usize = 100;
/// Characters of a person's name.
const NAME: usize = 60;

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Envelope {
    /// Names the exchange: the visitor's message and the replies to it. Empty: it has no name.
    pub(super) question: String,
    pub(super) at: Option<Millis>,
    pub(super) query: Option<String>,
    pub(super) replies: Vec<Reply>,
    pub(super) block_form: bool,
    /// The bot understood something, so it is not a person who replies.
    pub(super) classified: bool,
    /// A person says it; their name, empty where it is not told.
    pub(super) person: Option<String>,
    pub(super) status: Option<Status>,
    pub(super) notice: Option<Notice>,
    /// The application's state was changed elsewhere; with it, if it came along.
    pub(super) state: Option<Value>,
}

/// An event of the platform's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    LiveChatFinished,
    NoOperators,
}

impl Notice {
    fn of(name: &str) -> Option<Notice> {
        match name {
            "livechatFinished" => Some(Notice::LiveChatFinished),
            "noLivechatOperatorsOnline" => Some(Notice::NoOperators),
            _ => None,
        }
    }
}

impl Envelope {
    /// An answer, or one entry of the history; `None` where it is not even an object.
    pub(super) fn read(json: &Value) -> Option<Envelope> {
        if !json.is_object() {
            return None;
        }
        let data = json.at("data");
        let event = json.at("event").as_str().unwrap_or_default();
        let query = json.at("query").as_str();
        let query = query.or_else(|| json.at("request").at("query").as_str());
        Some(Envelope {
            question: question(json),
            at: ["timestamp", "time", "created", "date"]
                .iter()
                .find_map(|name| time::read(json.at(name))),
            query: query.filter(|it| !it.is_empty()).map(str::to_owned),
            replies: replies(json, event),
            block_form: json.flag_at("blockForm"),
            classified: data
                .at("nlpClass")
                .as_str()
                .is_some_and(|it| !it.is_empty()),
            person: json.at("operator").as_str().map(named),
            status: json.at("status").as_str().and_then(status),
            notice: Notice::of(event),
            state: None,
        })
    }

    /// One event: `{"type", "event": envelope}`, or the envelope with a type. An unknown type is
    /// read for what it has: replies, else a query, else a text.
    pub(super) fn of_event(json: &Value) -> Option<Envelope> {
        let inner = json.at("event");
        let mut envelope = Envelope::read(if inner.is_object() { inner } else { json })?;
        if envelope.at.is_none() {
            envelope.at = time::read(json.at("timestamp"));
        }
        let kind = json.at("type").as_str().unwrap_or_default();
        if kind.ends_with("tateChanged") {
            let data = inner.at("data");
            envelope.state = Some(if data.is_object() { data } else { inner }.clone());
            envelope.replies.clear();
            envelope.query = None;
        }
        envelope.notice = envelope.notice.or_else(|| Notice::of(kind));
        if matches!(kind, "operatorMessage" | "operatorRequest") {
            envelope.person.get_or_insert_default();
        }
        if kind == "fileEvent" && envelope.replies.is_empty() {
            envelope.replies = files(inner);
        }
        Some(envelope)
    }

    /// What makes this one the same as another that came by another way.
    pub(super) fn key(&self) -> Option<String> {
        if self.question.is_empty() && self.at.is_none() {
            return None;
        }
        let at = self.at.map(|at| at.to_string()).unwrap_or_default();
        Some([&self.question, "@", &at].concat())
    }
}

/// A person's name, short enough to stand above what they say.
fn named(name: &str) -> String {
    name.trim().chars().take(NAME).collect()
}

/// The entries of a list, whichever way it is wrapped; `None` where there is none.
pub(super) fn list<'a>(body: &'a Value, names: &[&str]) -> Option<&'a [Value]> {
    if let Value::Array(items) = body {
        return Some(items);
    }
    names
        .iter()
        .find_map(|name| body.at(name).as_array())
        .map(Vec::as_slice)
}

/// A message's name in an answer; empty where it has none.
pub(super) fn question(json: &Value) -> String {
    for name in ["questionId", "messageId", "id"] {
        match json.at(name) {
            Value::String(text) if !text.is_empty() => return text.clone(),
            Value::Number(number) => return digits(number),
            _ => {}
        }
    }
    String::new()
}

pub(super) fn status(word: &str) -> Option<Status> {
    Some(match word {
        "SENT" => Status::Sent,
        "DELIVERED" => Status::Delivered,
        "READ" => Status::Read,
        "NOT_SENT" => Status::NotSent,
        _ => return None,
    })
}

fn replies(json: &Value, event: &str) -> Vec<Reply> {
    if event == "fileEvent" {
        return files(json);
    }
    let data = json.at("data");
    let listed = [data.at("replies"), json.at("replies")];
    let listed = listed.into_iter().find(|it| !it.items().is_empty());
    let items = listed.map(Look::items).unwrap_or_default();
    let mut replies: Vec<Reply> = items.iter().take(REPLIES).filter_map(Reply::read).collect();
    if items.is_empty() {
        // An agent's word, or a bot that gives the joined text alone.
        let text = [data.at("answer"), json.at("answer"), json.at("text")];
        let text = text.into_iter().find(|it| it.as_str().is_some());
        replies.extend(text.and_then(Reply::read_said));
    }
    replies
}

impl Reply {
    fn read_said(text: &Value) -> Option<Reply> {
        Reply::read(&json!({ "text": text }))
    }
}

/// `data.eventData` of a `fileEvent`: `[{url, type, mimeType, name, size, message}]`.
fn files(json: &Value) -> Vec<Reply> {
    let data = json.at("data");
    let listed = [data.at("eventData"), json.at("eventData"), data];
    let listed = listed.into_iter().find(|it| !it.items().is_empty());
    let items = listed.map(Look::items).unwrap_or_default();
    let mut replies = Vec::new();
    for item in items.iter().take(REPLIES) {
        if let Some(text) = item.at("message").as_str().filter(|it| !it.is_empty()) {
            replies.push(Reply::Text(text.to_owned()));
        }
        let Some(url) = web_address(item.at("url").as_str().unwrap_or_default()) else {
            continue;
        };
        let name = first(item, &["name"]);
        replies.push(Reply::Attached(match item.at("type").as_str() {
            Some("image") => Attachment::Image { url, caption: name },
            Some("audio") => Attachment::Audio { url, name },
            _ => Attachment::File { url, name },
        }));
    }
    replies
}
