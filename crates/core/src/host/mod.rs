//! What passes between the embed and the page around it.
//!
//! Out: [`Post`], to the [`Target`] of `target`. In, by `postMessage`: [`Inbound`]; over the port a
//! hello brought, after a [`Welcome`]: [`Request`], answered by [`Reply`]. How each looks on the wire is frozen in
//! `tests/frozen/`; hosts depend on it.

mod command;
mod fit;
mod given;
mod inbound;
mod parting;
mod target;

pub use crate::phase::{HostEvent, Occasion};
pub use command::{Command, CommandError, ErrorCode, Reply, Request, State, UserGiven};
pub use fit::Fit;
pub use given::VariablesGiven;
pub use inbound::{Hello, Inbound, OLDEST, VERSION, Welcome};
pub use parting::{Keeping, Parting, takes_back};
pub use target::{Surroundings, Target, origin_of};

use serde::{Deserialize, Serialize};

/// What goes beyond the documented four, in the vendor's second form (`{type, data}`), so that a
/// listener written for the four never sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Extra {
    /// The embed can be used. Carries the session after a resume.
    #[serde(rename = "onReady")]
    Ready(About),
    /// The visitor's first engagement.
    #[serde(rename = "onClick")]
    Click(About),
    #[serde(rename = "onError")]
    Error {
        scenario_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session_id: Option<String>,
        /// For programs; see `docs/events.md`.
        code: String,
        /// For people.
        message: String,
    },
    /// Only after a hello asked for it.
    #[serde(rename = "onResize")]
    Resize {
        scenario_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session_id: Option<String>,
        /// What the content needs, in CSS pixels.
        height: u32,
    },
    /// Private access is missing or has expired: the host may answer with `setAccessToken`.
    #[serde(rename = "onTokenNeeded")]
    TokenNeeded(About),
}

/// Whom an extra is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub scenario_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
}

/// Anything that may be posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Post {
    Event(HostEvent),
    Extra(Extra),
}

impl From<HostEvent> for Post {
    fn from(event: HostEvent) -> Post {
        Post::Event(event)
    }
}

impl From<Extra> for Post {
    fn from(extra: Extra) -> Post {
        Post::Extra(extra)
    }
}

impl Post {
    /// The `targetOrigin`s to post this with, one call each; none where nobody may hear it.
    pub fn origins<'a>(&self, target: &'a Target) -> &'a [String] {
        match target {
            Target::Nobody => &[],
            Target::Origins(origins) => origins,
            // The documented four say nothing of anyone; extras may.
            Target::Anyone(star) => match self {
                Post::Event(_) => std::slice::from_ref(star),
                Post::Extra(_) => &[],
            },
        }
    }
}
