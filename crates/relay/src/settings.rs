//! Other systems the widget may be put in front of.

use vivavoce_protocol::Secret;
use vivavoce_protocol::wire::{Acceptance, BackendFacts};

use vivavoce_engine::backends::Backend;
use vivavoce_http::headers::origin_of;

/// What of an AG-UI agent's work visitors may see beside its words and its tools.
pub const SHOWN: [&str; 2] = ["state", "steps"];

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
    /// What visitors accept before a conversation with it.
    pub terms: Acceptance,
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
    /// AG-UI: what of the agent's work visitors see, of [`SHOWN`].
    pub show: Vec<String>,
    /// The only scenarios (flows, projects, templates, agents) visitors may open; empty: any.
    pub scenarios: Vec<String>,
    /// What the vendor takes in a minute from all visitors together; `None`: as much as comes.
    pub requests_per_minute: Option<u32>,
    /// Calls under way at once, of all visitors together, but for those that last.
    pub concurrent: u32,
    /// Streams, long polls and work under way at once, of all visitors together.
    pub concurrent_lasting: u32,
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
    pub fn facts(&self, name: &str) -> BackendFacts {
        BackendFacts {
            name: name.to_owned(),
            dialect: self.dialect.as_str().to_owned(),
            title: self.title.clone(),
            description: self.description.clone(),
            address: self.direct.then(|| self.address()),
            generation: (self.dialect == BackendDialect::Agentok)
                .then(|| u32::from(self.generation)),
            state_path: self.state_path.clone(),
            show: self.show.clone(),
        }
    }

    /// What the rest of the server knows of it.
    pub fn backend(&self) -> Backend {
        let is_framed = self.dialect == BackendDialect::Talkio;
        Backend {
            is_own: self.dialect == BackendDialect::Vivavoce,
            dialect: self.dialect.as_str(),
            title: self.title.clone(),
            description: self.description.clone(),
            terms: self.terms.clone(),
            scenarios: self.scenarios.clone(),
            frames: is_framed.then(|| self.pages()).flatten(),
            connects: self.direct.then(|| origin_of(&self.url)).flatten(),
        }
    }

    /// The origin of its own pages.
    pub fn pages(&self) -> Option<String> {
        self.frame.clone().or_else(|| origin_of(&self.url))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_know_of_a_backend_is_where_it_is_and_never_what_opens_it() {
        let of = |dialect, direct, frame: Option<&str>| {
            BackendSettings {
                dialect,
                url: "https://vendor.example/chatapi/t:1".to_owned(),
                secret: None,
                title: None,
                description: None,
                terms: Acceptance::default(),
                generation: 2,
                state_path: None,
                direct,
                organization: None,
                provider: None,
                frame: frame.map(str::to_owned),
                show: Vec::new(),
                scenarios: Vec::new(),
                requests_per_minute: None,
                concurrent: 32,
                concurrent_lasting: 1_000,
            }
            .backend()
        };
        let there = Some("https://vendor.example".to_owned());
        let relayed = of(BackendDialect::Tovie, false, None);
        assert_eq!((relayed.connects, relayed.frames), (None, None));
        let direct = of(BackendDialect::Tovie, true, None);
        assert_eq!((direct.connects, direct.frames), (there.clone(), None));
        let framed = of(BackendDialect::Talkio, false, None);
        assert_eq!((framed.connects, framed.frames), (None, there));
        let elsewhere = of(BackendDialect::Talkio, false, Some("https://learn.example"));
        assert_eq!(elsewhere.frames.as_deref(), Some("https://learn.example"));
        assert!(of(BackendDialect::Vivavoce, false, None).is_own);
    }

    #[test]
    fn every_dialect_is_a_chunk_of_the_widget() {
        let source = include_str!("../../../src/chunks.rs");
        let vendors = BackendDialect::NAMES
            .iter()
            .filter(|(_, dialect)| *dialect != BackendDialect::Vivavoce);
        for (name, _) in vendors {
            let row = format!("chunk!(vendor_{}, ", name.replace('-', ""));
            assert!(source.contains(&row), "{name} is in no chunk");
            assert!(
                source.contains(&format!("\"{name}\" => ")),
                "{name} is not asked for"
            );
        }
    }
}
