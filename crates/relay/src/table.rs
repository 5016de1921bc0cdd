//! Which calls of a vendor's API visitors may make, and what is theirs in each. Everything that does
//! not stand here does not exist for them.

use super::path::Path;
use crate::settings::{BackendDialect as Dialect, BackendSettings};

/// How long a call takes, by its nature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Short,
    /// The vendor holds it until there is something to tell.
    Poll,
    /// The answer comes piece by piece.
    Stream,
    /// The vendor answers when all the work is done, minutes later; nobody waits for that.
    Work,
}

/// What the relay does beside passing a call on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Pass,
    /// A message to a Tovie channel.
    Query,
    /// Agentok: a new chat becomes the visitor's.
    NewChat,
    /// Agentok: all chats of the key, of which the visitor gets their own.
    Chats,
    /// Totebot: facts about the agent, the same for everybody.
    Agent,
    /// Totebot: a message, whose conversation becomes the visitor's.
    Chat,
    /// Totebot: all conversations of the agent, of which the visitor gets their own.
    Conversations,
    /// Messages of a conversation, whose ids become the visitor's.
    Messages,
    /// Talkio: the visitor's own conversations, whose ids become known.
    UserConversations,
    /// AG-UI: a run of the visitor's thread.
    Run,
}

/// A kind of id, as the bindings know it.
pub type Kind = &'static str;

pub const CLIENT: Kind = "client";
pub const MESSAGE: Kind = "message";
pub const CHAT: Kind = "chat";
pub const CONVERSATION: Kind = "conversation";
pub const THREAD: Kind = "thread";

/// A call visitors may make.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub pace: Pace,
    pub deed: Deed,
    /// What follows the backend's address, decoded; placeholders filled.
    pub segments: Vec<String>,
    /// A slash at the end, as the caller wrote it.
    pub slash: bool,
    /// Names the query may have.
    pub query: &'static [&'static str],
    /// Ids in the path that must be the visitor's.
    pub ids: Vec<(Kind, String)>,
    /// The path names the vendor's agent, which must be the session's scenario.
    pub agent: Option<String>,
    /// It is about the visitor's own account at the vendor, which must stand.
    pub of_user: bool,
}

/// Method, pattern, query, pace, deed. In a pattern `{client}`, `{message}`, `{chat}` and
/// `{conversation}` are ids of those kinds, `{agent}` is the session's scenario, `{date}` a day or
/// month, and `me` the visitor's account.
type Line = (
    &'static str,
    &'static str,
    &'static [&'static str],
    Pace,
    Deed,
);

use Deed::{
    Agent, Chat, Chats, Conversations, Messages, NewChat, Pass, Query, Run, UserConversations,
};
use Pace::{Poll, Short, Stream, Work};

const TOVIE: &[Line] = &[
    ("POST", "", &[], Short, Query),
    (
        "GET",
        "",
        &["clientId", "query", "event", "cid"],
        Short,
        Query,
    ),
    ("POST", "/async", &[], Short, Query),
    (
        "GET",
        "/events",
        &["clientId", "ts", "all", "cid"],
        Poll,
        Query,
    ),
    (
        "GET",
        "/client/{client}/history",
        &["from", "to", "page", "size"],
        Short,
        Query,
    ),
    (
        "GET",
        "/client/{client}/message/{message}/status",
        &[],
        Short,
        Pass,
    ),
    (
        "POST",
        "/client/{client}/message/{message}/status",
        &[],
        Short,
        Pass,
    ),
    (
        "POST",
        "/client/{client}/message-statuses",
        &[],
        Short,
        Pass,
    ),
    (
        "GET",
        "/client/{client}/message-not-read-count",
        &[],
        Short,
        Pass,
    ),
];

/// Where a Tovie channel keeps an application's state; no document of the vendor's says.
const TOVIE_STATE: &str = "/client/{clientId}/state";

const AGENTOK: &[Line] = &[
    ("POST", "/chats", &[], Short, NewChat),
    ("GET", "/chats", &[], Short, Chats),
    ("GET", "/chats/{chat}", &[], Short, Pass),
    ("DELETE", "/chats/{chat}", &[], Short, Pass),
    ("GET", "/chats/{chat}/messages", &[], Short, Pass),
    ("POST", "/chats/{chat}/messages", &[], Work, Pass),
    ("POST", "/chats/{chat}/input", &[], Work, Pass),
    ("POST", "/chats/{chat}/abort", &[], Short, Pass),
];

const TOTEBOT: &[Line] = &[
    ("GET", "/v1/agent", &[], Short, Agent),
    ("POST", "/v1/chat", &[], Stream, Chat),
    (
        "GET",
        "/v1/conversations",
        &["page", "limit"],
        Short,
        Conversations,
    ),
    (
        "GET",
        "/v1/conversations/{conversation}",
        &[],
        Short,
        Messages,
    ),
    (
        "GET",
        "/v1/conversations/{conversation}/messages",
        &["page", "limit"],
        Short,
        Messages,
    ),
    (
        "PATCH",
        "/v1/conversations/{conversation}/messages/{message}/feedback",
        &[],
        Short,
        Pass,
    ),
];

/// Below the organization.
const TALKIO: &[Line] = &[
    ("GET", "/users/me", &[], Short, Pass),
    ("GET", "/users/me/token", &[], Short, Pass),
    ("GET", "/users/me/settings", &[], Short, Pass),
    ("PUT", "/users/me/settings", &[], Short, Pass),
    (
        "GET",
        "/users/me/usage/stats",
        &["date", "timezone"],
        Short,
        Pass,
    ),
    (
        "GET",
        "/users/me/usage/monthly-stats",
        &["month", "language", "timezone"],
        Short,
        Pass,
    ),
    ("GET", "/users/me/usage/duration", &["month"], Short, Pass),
    (
        "GET",
        "/users/me/weekly-assessment/{date}",
        &["practiceLanguage"],
        Short,
        Pass,
    ),
    (
        "GET",
        "/users/me/conversations",
        &["page", "limit", "promptTemplateId"],
        Short,
        UserConversations,
    ),
    (
        "GET",
        "/users/me/conversations/{conversation}",
        &[],
        Short,
        Pass,
    ),
];

const AG_UI: &[Line] = &[
    ("POST", "", &[], Stream, Run),
    ("POST", "/{agent}", &[], Stream, Run),
    ("POST", "/agent/{agent}/run", &[], Stream, Run),
];

/// The call `method` and `path` are; `None`: none a visitor may make. `user` is the visitor's account
/// at the vendor, for the vendors that have accounts.
pub fn route(backend: &BackendSettings, method: &str, path: &Path, user: &str) -> Option<Route> {
    let all = path.segments.as_slice();
    let (lines, head, below) = match backend.dialect {
        Dialect::Vivavoce => return None,
        Dialect::Tovie => (TOVIE, Vec::new(), all),
        Dialect::Totebot => (TOTEBOT, Vec::new(), all),
        Dialect::AgUi => (AG_UI, Vec::new(), all),
        // Either generation, as the caller speaks it.
        Dialect::Agentok => match all {
            [v1, below @ ..] if v1 == "v1" => (AGENTOK, vec![v1.clone()], below),
            below => (AGENTOK, Vec::new(), below),
        },
        Dialect::Talkio => {
            let slug = backend.organization.as_deref().unwrap_or_default();
            let head = ["api", "partner", "v3", "organizations", slug].map(str::to_owned);
            let below = all.strip_prefix(head.as_slice()).unwrap_or(all);
            (TALKIO, head.to_vec(), below)
        }
    };
    // The generations of Agentok differ in it, and an address may end in one.
    if path.slash && backend.dialect != Dialect::Agentok && !all.is_empty() {
        return None;
    }
    let mut found = None;
    for (verb, pattern, query, pace, deed) in lines {
        if *verb == method && found.is_none() {
            found = filled(pattern, below, user).map(|filled| (filled, *query, *pace, *deed));
        }
    }
    if found.is_none() && backend.dialect == Dialect::Tovie && matches!(method, "GET" | "POST") {
        let pattern = backend.state_path.as_deref().unwrap_or(TOVIE_STATE);
        found = filled(pattern, below, user).map(|filled| (filled, &[][..], Short, Pass));
    }
    let (filled, query, pace, deed) = found?;
    Some(Route {
        pace,
        deed,
        segments: head.into_iter().chain(filled.segments).collect(),
        slash: path.slash,
        query,
        ids: filled.ids,
        agent: filled.agent,
        of_user: filled.of_user,
    })
}

#[derive(Default)]
struct Filled {
    segments: Vec<String>,
    ids: Vec<(Kind, String)>,
    agent: Option<String>,
    of_user: bool,
}

/// `segments` as `pattern` reads them.
fn filled(pattern: &str, segments: &[String], user: &str) -> Option<Filled> {
    let mut filled = Filled::default();
    let mut given = segments.iter();
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        let segment = given.next()?;
        let kind = match part {
            "{client}" | "{clientId}" => Some(CLIENT),
            "{message}" => Some(MESSAGE),
            "{chat}" => Some(CHAT),
            "{conversation}" => Some(CONVERSATION),
            _ => None,
        };
        match part {
            "{agent}" => filled.agent = Some(segment.clone()),
            "{date}" if !is_date(segment) => return None,
            // The name the visitor's account has there is nobody else's to say.
            "me" if segment == "me" => {
                filled.of_user = true;
                filled.segments.push(user.to_owned());
                continue;
            }
            _ if kind.is_none() && part != "{date}" && part != segment => return None,
            _ => {}
        }
        filled.ids.extend(kind.map(|kind| (kind, segment.clone())));
        filled.segments.push(segment.clone());
    }
    given.next().is_none().then_some(filled)
}

/// `2027-01-05` or `2027-01`.
fn is_date(text: &str) -> bool {
    matches!(text.len(), 7 | 10)
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
