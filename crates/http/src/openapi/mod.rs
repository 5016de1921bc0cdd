//! The description of an API, as it is served.

use utoipa::openapi::OpenApi;

mod common;

pub use common::{complete, head};

/// One API's description.
pub struct Document {
    /// As its address has it.
    pub name: &'static str,
    /// As the page calls it.
    pub title: &'static str,
    /// What the paths of its calls begin with; nothing else is served there.
    pub prefixes: &'static [&'static str],
    pub json: OpenApi,
}

/// The name of our own description.
pub const OWN: &str = "vivavoce";

impl Document {
    /// Whether a path is one of its calls': a prefix is whole words, so that `/v1/chat` is not
    /// `/v1/chats`.
    pub fn serves(&self, path: &str) -> bool {
        self.prefixes.iter().any(|prefix| {
            let rest = path.strip_prefix(prefix);
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('/') || prefix.ends_with('/')
            })
        })
    }

    /// Where it is served.
    pub fn address(&self) -> String {
        match self.name {
            OWN => "/api/openapi.json".to_owned(),
            name => format!("/api/{name}/openapi.json"),
        }
    }
}
