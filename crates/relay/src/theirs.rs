//! What in a vendor's requests and answers says whose something is. Pure: who owns what is looked up
//! elsewhere.

use serde_json::{Map, Value};

use super::table::{CHAT, CLIENT, CONVERSATION, Deed, Kind, MESSAGE, Route, THREAD};
use crate::settings::BackendDialect as Dialect;

/// Characters of an id.
const ID: usize = 200;
/// Characters and different ones that an id needs so that nobody guesses it: 128 bits.
const UNGUESSABLE: std::ops::RangeInclusive<usize> = 22..=128;
const DIFFERENT: usize = 8;
/// Members of a message to Totebot, and of a new chat of Agentok's; what else a body has is left out.
const CHAT_MESSAGE: [&str; 6] = [
    "message",
    "conversationId",
    "conversation_id",
    "identity",
    "metadata",
    "language",
];
const NEW_CHAT: [&str; 8] = [
    "name",
    "from_type",
    "from_flow",
    "from_project",
    "from_template",
    "user_id",
    "owner",
    "metadata",
];
/// Where lists stand in answers that are no list themselves.
const LISTS: [&str; 7] = [
    "data",
    "items",
    "messages",
    "conversations",
    "chats",
    "results",
    "events",
];

/// An id a request names.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    pub kind: Kind,
    pub id: String,
    /// The caller made it up, so it may be new.
    pub new: bool,
}

/// Why a request is not passed on: the member of it, and a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong(pub &'static str, pub &'static str);

/// Who asks, as a vendor gets to know it.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    pub visitor: &'a str,
    pub session: &'a str,
    /// What the page's address calls the scenario.
    pub scenario: &'a str,
}

/// The ids a request names, its body changed where it speaks for somebody: who asks is not the
/// caller's to say.
pub fn needs(
    dialect: Dialect,
    route: &Route,
    asker: Asker<'_>,
    query: &[(&'static str, String)],
    body: &mut Option<Value>,
) -> Result<Vec<Need>, Wrong> {
    let mut needs: Vec<Need> = (route.ids.iter())
        .map(|(kind, id)| Need {
            kind,
            id: id.clone(),
            new: *kind == CLIENT,
        })
        .collect();
    let mut none = Map::new();
    let body = match body {
        Some(Value::Object(body)) => body,
        // A channel's state is any object; whatever else a body is, nothing is read of it.
        _ => &mut none,
    };
    match route.deed {
        Deed::Query if route.ids.is_empty() => {
            let given = query.iter().find(|(name, _)| *name == "clientId");
            let id = given
                .map(|(_, id)| id.clone())
                .or_else(|| id_of(body.get("clientId")));
            needs.push(Need {
                kind: CLIENT,
                id: id.ok_or(Wrong("clientId", "Name the client."))?,
                new: true,
            });
        }
        Deed::Pass if dialect == Dialect::Tovie => {
            let statuses = body.get("statuses").and_then(Value::as_array);
            for status in statuses.into_iter().flatten() {
                let id = ["questionId", "messageId", "id"]
                    .iter()
                    .find_map(|name| id_of(status.get(*name)));
                needs.push(Need {
                    kind: MESSAGE,
                    id: id.ok_or(Wrong("statuses", "Name the message of each status."))?,
                    new: false,
                });
            }
        }
        Deed::NewChat => {
            body.retain(|name, _| NEW_CHAT.contains(&name.as_str()));
            let named = named(body, &["from_flow", "from_project", "from_template"])?;
            if named.is_empty() || named.iter().any(|id| id != asker.scenario) {
                return Err(Wrong(
                    "from_project",
                    "This page is for another flow or project.",
                ));
            }
        }
        Deed::Chat => {
            body.retain(|name, _| CHAT_MESSAGE.contains(&name.as_str()));
            for id in named(body, &["conversationId", "conversation_id"])? {
                needs.push(Need {
                    kind: CONVERSATION,
                    id,
                    new: false,
                });
            }
            if let Some(identity) = body.get_mut("identity") {
                // Whoever could choose it would be another customer.
                match identity.as_object_mut() {
                    Some(identity) => drop(identity.insert("id".to_owned(), asker.visitor.into())),
                    None => return Err(Wrong("identity", "An identity is an object.")),
                }
            }
        }
        Deed::Run => {
            // Some servers read it too.
            body.remove("thread_id");
            let id = id_of(body.get("threadId")).ok_or(Wrong("threadId", "Name the thread."))?;
            needs.push(Need {
                kind: THREAD,
                id,
                new: true,
            });
        }
        _ => {}
    }
    if dialect == Dialect::Agentok {
        for name in ["user_id", "owner"] {
            if body.contains_key(name) {
                body.insert(name.to_owned(), "".into());
            }
        }
        let chat = route.ids.iter().find(|(kind, _)| *kind == CHAT);
        if let Some((_, chat)) = chat.filter(|_| body.contains_key("chat")) {
            body.insert("chat".to_owned(), chat.as_str().into());
        }
    }
    for need in &needs {
        let ours = need.kind == THREAD && need.id == asker.session;
        if need.new && !ours && !is_unguessable(&need.id) {
            return Err(Wrong(
                if need.kind == THREAD {
                    "threadId"
                } else {
                    "clientId"
                },
                "Make it of at least 128 random bits.",
            ));
        }
    }
    Ok(needs)
}

fn is_unguessable(id: &str) -> bool {
    let mut different: Vec<char> = id.chars().collect();
    different.sort_unstable();
    different.dedup();
    UNGUESSABLE.contains(&id.len())
        && different.len() >= DIFFERENT
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

/// The ids an answer, or a piece of a stream, shows to be the caller's. Only what the vendor itself
/// writes counts, never what stands inside a message or a tool's words: a visitor could choose it.
pub fn learned(deed: Deed, answer: &Value) -> Vec<(Kind, String)> {
    let mut ids = Vec::new();
    let mut learn = |kind, value: Option<&Value>| ids.extend(id_of(value).map(|id| (kind, id)));
    match deed {
        Deed::NewChat => learn(CHAT, answer.get("id")),
        Deed::Query => {
            let envelopes = std::iter::once(answer).chain(entries(answer));
            for envelope in envelopes {
                let event = envelope.get("event").unwrap_or(envelope);
                for name in ["questionId", "messageId"] {
                    learn(MESSAGE, event.get(name));
                }
                if event.get("data").is_none() && event.get("replies").is_none() {
                    learn(MESSAGE, event.get("id"));
                }
            }
        }
        Deed::Chat => {
            let kind = answer
                .get("type")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if kind.starts_with("tool") || kind.starts_with("action") {
                return ids;
            }
            let inner = answer.get("data").filter(|data| data.is_object());
            for frame in std::iter::once(answer).chain(inner) {
                for name in ["conversationId", "conversation_id"] {
                    learn(CONVERSATION, frame.get(name));
                }
                for name in ["messageId", "message_id"] {
                    learn(MESSAGE, frame.get(name));
                }
                if kind == "completed" {
                    learn(MESSAGE, frame.get("id"));
                }
            }
        }
        Deed::Messages => {
            let inner = answer.get("messages").unwrap_or(answer);
            let inner = answer.pointer("/data/messages").unwrap_or(inner);
            for message in entries(inner) {
                for name in ["id", "messageId", "message_id"] {
                    learn(MESSAGE, message.get(name));
                }
            }
        }
        Deed::UserConversations => {
            for conversation in entries(answer) {
                learn(CONVERSATION, conversation.get("id"));
            }
        }
        _ => {}
    }
    ids
}

/// The ids a body gives under any of `names`; a vendor may read either.
fn named(body: &Map<String, Value>, names: &[&'static str]) -> Result<Vec<String>, Wrong> {
    let mut ids = Vec::new();
    for name in names {
        match body.get(*name) {
            None | Some(Value::Null) => {}
            given => ids.push(id_of(given).ok_or(Wrong(name, "This is no id."))?),
        }
    }
    Ok(ids)
}

/// The entries of a list, wherever the vendor puts it.
pub fn entries(answer: &Value) -> impl Iterator<Item = &Value> {
    let list = match answer {
        Value::Array(list) => Some(list),
        _ => LISTS.iter().find_map(|name| answer.get(*name)?.as_array()),
    };
    list.into_iter().flatten()
}

/// Keeps of a list what `is_own`, and says so where the answer counts its entries.
pub fn keep_own(answer: &mut Value, is_own: impl Fn(&str) -> bool) {
    let own = |entry: &Value| id_of(entry.get("id")).is_some_and(|id| is_own(&id));
    if let Value::Array(list) = answer {
        list.retain(own);
        return;
    }
    let Some(name) = LISTS
        .iter()
        .find(|name| answer.get(**name).is_some_and(Value::is_array))
    else {
        // No list we know: nothing of it is known to be the visitor's.
        *answer = Value::Array(Vec::new());
        return;
    };
    let list = answer.get_mut(*name).map(Value::take);
    let Some(Value::Array(mut list)) = list else {
        return;
    };
    list.retain(own);
    // Whatever else stands beside the list tells of everybody's.
    *answer = serde_json::json!({ *name: list });
}

/// An id as text; vendors also count.
pub fn id_of(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.as_i64()?.to_string()),
        _ => None,
    }
    .filter(|id| !id.is_empty() && id.chars().count() <= ID)
}
