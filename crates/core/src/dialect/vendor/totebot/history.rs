//! What the vendor lists: conversations, their messages, the agent.

use super::super::lenient::{id, list, text};
use super::super::{AgentFacts, ConversationFacts, Rating, time};
use crate::dialect::{Millis, Speaker};
use crate::json::{Look, Value};

const ROWS: [&str; 4] = ["data", "items", "messages", "conversations"];
const AT: [&str; 4] = ["createdAt", "created_at", "timestamp", "updatedAt"];

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub id: String,
    pub speaker: Speaker,
    pub text: String,
    /// 0: unknown.
    pub at: Millis,
    pub rating: Option<Rating>,
}

/// Oldest first, whichever way the vendor sorts. What has no text or nobody we know said is passed
/// over.
pub(super) fn messages(json: &Value) -> Vec<Said> {
    let rows = list(json, &ROWS).unwrap_or_default();
    let mut all: Vec<Said> = rows.iter().filter_map(message).collect();
    if all.iter().all(|said| said.at > 0.0) {
        all.sort_by(|a, b| a.at.total_cmp(&b.at));
    }
    all
}

fn message(row: &Value) -> Option<Said> {
    let speaker = match text(row, &["role", "sender", "author"])? {
        "user" | "customer" | "visitor" | "human" => Speaker::Visitor,
        "assistant" | "agent" | "bot" | "ai" => Speaker::Agent,
        _ => return None,
    };
    Some(Said {
        id: id(row, &["id", "messageId", "message_id"])?,
        speaker,
        text: text(row, &["content", "text", "message"])?.to_owned(),
        at: when(row),
        rating: rating(row.at("feedback")),
    })
}

fn rating(json: &Value) -> Option<Rating> {
    let word = json
        .as_str()
        .or_else(|| text(json, &["type", "value", "feedback"]))?;
    match word.to_ascii_uppercase().as_str() {
        "POSITIVE" => Some(Rating::Positive),
        "NEGATIVE" => Some(Rating::Negative),
        _ => None,
    }
}

fn when(row: &Value) -> Millis {
    let times = AT.iter().filter_map(|name| time::read(row.at(name)));
    times.into_iter().next().unwrap_or_default()
}

pub(super) fn conversations(json: &Value, current: &str) -> Vec<ConversationFacts> {
    let rows = list(json, &ROWS).unwrap_or_default();
    let mut all: Vec<ConversationFacts> = rows
        .iter()
        .filter_map(|row| {
            let id = id(row, &["id", "conversationId", "conversation_id"])?;
            let first = row
                .at("messages")
                .items()
                .iter()
                .find_map(|it| text(it, &["content", "text"]));
            let title = text(row, &["title", "name", "lastMessage", "preview"]).or(first);
            Some(ConversationFacts {
                deletable: false,
                title: shortened(title.unwrap_or_default()),
                at: ["updatedAt", "updated_at", "lastMessageAt"]
                    .iter()
                    .find_map(|name| time::read(row.at(name)))
                    .unwrap_or_else(|| when(row)),
                current: id == current,
                id,
            })
        })
        .collect();
    all.sort_by(|a, b| b.at.total_cmp(&a.at));
    all
}

/// A line of a list.
pub(super) fn shortened(title: &str) -> String {
    let line = title.lines().find(|line| !line.trim().is_empty());
    line.unwrap_or_default().trim().chars().take(80).collect()
}

/// `None` where the answer names nobody.
pub(super) fn agent(json: &Value) -> Option<AgentFacts> {
    let inner = json.at("data");
    let body = if inner.is_object() { inner } else { json };
    let avatar = ["avatarUrl", "avatar_url", "avatar", "image", "profileImage"];
    Some(AgentFacts {
        name: text(body, &["name", "assistantName", "title"])?.to_owned(),
        detail: text(body, &["model"]).unwrap_or_default().to_owned(),
        avatar_url: text(body, &avatar).map(str::to_owned),
    })
}
