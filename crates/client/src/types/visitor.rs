use serde::{Deserialize, Serialize};

use super::Object;
use crate::words::words;

words! {
    /// What a record of a visitor is.
    RecordKind {
        /// As `GET /sessions/{id}` shows it, with what its page noted in `notes`.
        Session = "session",
        /// What an API's caller said of whom it speaks for in a session.
        Identity = "identity",
        /// What a model made of a message for whoever learns.
        Remark = "remark",
        /// What the visitor thought of a message.
        Feedback = "feedback",
        /// What was read out of a session.
        Insight = "insight",
        /// What is still to be sent and repeats what was said.
        UnsentMessage = "unsent_message",
        /// A chat of Agentok's API.
        Chat = "chat",
        /// A client of a Tovie channel.
        Client = "client",
        /// What happened in that client's dialog.
        ClientEvent = "client_event",
        /// Who the visitor is at a backend.
        BackendVisitor = "backend_visitor",
        /// What of a backend's is theirs.
        BackendId = "backend_id",
        Lead = "lead",
        Order = "order",
        ShopEvent = "shop_event",
        Purchase = "purchase",
        /// An access token minted for them; never the token itself.
        AccessToken = "access_token",
        /// A user of an organization.
        User = "user",
        /// Which of several organizations that user prefers.
        Preference = "preference",
    }
}

/// One thing that is kept of a visitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VisitorRecord {
    pub kind: RecordKind,
    /// Its members by name; times are ISO 8601 in UTC.
    #[serde(default)]
    pub data: Object,
}

/// Some of what is kept of a visitor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct VisitorExport {
    pub email: String,
    pub records: Vec<VisitorRecord>,
    /// What to ask `after` for the next ones; `null`: these are the last.
    pub next: Option<String>,
}

/// A visitor is erased.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct VisitorErased {
    pub success: bool,
    pub email: String,
    /// Nothing is left. `false`: there is much, and the server goes on by itself.
    pub is_done: bool,
}
