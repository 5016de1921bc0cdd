//! Other systems the widget may be put in front of.

use vivavoce_protocol::Secret;
use vivavoce_protocol::wire::BackendFacts;

/// One system `?backend=` may name.
#[derive(Clone, Debug)]
pub struct BackendSettings {
    pub dialect: BackendDialect,
    /// Everything before the dialect's own path, without a slash at its end. Empty for
    /// [`BackendDialect::Vivavoce`], which is this server itself.
    pub url: String,
    pub secret: Option<Secret>,
    pub title: Option<String>,
    pub description: Option<String>,
    /// Agentok: 1 (no prefix, flows) or 2 (`/v1`, projects).
    pub generation: u8,
    /// Tovie: where application state is kept below the channel.
    pub state_path: Option<String>,
    /// The browser talks to it itself instead of through the relay.
    pub direct: bool,
    /// Talkio: the organization's slug.
    pub organization: Option<String>,
    /// Talkio: the `x-provider` header.
    pub provider: Option<String>,
    /// Talkio: the origin of the pages its login links lead to, where it is not the address's.
    pub frame: Option<String>,
    /// The only scenarios (flows, projects, templates, agents) visitors may open; empty: any.
    pub scenarios: Vec<String>,
    /// What the vendor takes in a minute from all visitors together; `None`: as much as comes.
    pub requests_per_minute: Option<u32>,
    /// Calls under way at once, of all visitors together; streams and long polls are not counted.
    pub concurrent: u32,
}

impl BackendSettings {
    /// Where the dialect's paths begin. A Tovie channel's token stands at its end, so this is a secret
    /// unless [`BackendSettings::direct`].
    pub fn address(&self) -> String {
        match &self.secret {
            Some(token) if self.dialect == BackendDialect::Tovie => {
                [&self.url, "/", token.expose()].concat()
            }
            _ => self.url.clone(),
        }
    }

    /// What a page of the widget is told of it.
    pub(super) fn facts(&self, name: &str) -> BackendFacts {
        BackendFacts {
            name: name.to_owned(),
            dialect: self.dialect.as_str().to_owned(),
            title: self.title.clone(),
            description: self.description.clone(),
            address: self.direct.then(|| self.address()),
            generation: (self.dialect == BackendDialect::Agentok)
                .then(|| u32::from(self.generation)),
            state_path: self.state_path.clone(),
        }
    }

    /// Whether visitors may open `scenario`.
    pub fn offers(&self, scenario: &str) -> bool {
        self.scenarios.is_empty() || self.scenarios.iter().any(|one| one == scenario)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackendDialect {
    Vivavoce,
    Tovie,
    Agentok,
    Totebot,
    Talkio,
    AgUi,
}

impl BackendDialect {
    pub const NAMES: [(&'static str, BackendDialect); 6] = [
        ("vivavoce", BackendDialect::Vivavoce),
        ("tovie", BackendDialect::Tovie),
        ("agentok", BackendDialect::Agentok),
        ("totebot", BackendDialect::Totebot),
        ("talkio", BackendDialect::Talkio),
        ("ag-ui", BackendDialect::AgUi),
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            BackendDialect::Vivavoce => "vivavoce",
            BackendDialect::Tovie => "tovie",
            BackendDialect::Agentok => "agentok",
            BackendDialect::Totebot => "totebot",
            BackendDialect::Talkio => "talkio",
            BackendDialect::AgUi => "ag-ui",
        }
    }
}
