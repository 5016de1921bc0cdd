//! The beginning of a session: what the page, its address and this device say, put together.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use vivavoce_core::Secret;
use vivavoce_core::address::{self as embed_address, Route};
use vivavoce_core::config::Config;
use vivavoce_core::query::rejoined;
use vivavoce_core::wire::PageConfig;
use vivavoce_core::{credentials, theme as colours};

use super::access::{Given, Key};
use super::engine::{Engine, Happened};
use super::parts::Loaders;
use super::persistence::{self, Earlier, Kept};
use super::{Fixed, Session};
use crate::browser::address::{self, Address};
use crate::browser::{host, media, theme};

/// The page as it was served, and where.
#[derive(Default)]
pub struct Page {
    pub address: Address,
    pub config: PageConfig,
    /// The access token the guard took out of the address.
    pub token: Option<String>,
    /// What was typed before we came.
    pub draft: String,
}

impl Session {
    /// Begins with a page: loads what it lacks, resumes what it had. Belongs to the current owner.
    pub fn begin(page: Page, loaders: Loaders) -> Session {
        let Page {
            address,
            config: served,
            token,
            draft,
        } = page;
        let query = rejoined(&address.query, &address.fragment);
        let (mut config, warnings) = Config::parse(&query);
        config.take_fragment(&address.fragment);
        scrub(&address, &config);
        if let Some(token) = token {
            config.scenario_access_token = Some(Secret::new(token));
        }
        // The server that painted it has not seen what stands in the fragment.
        if !theme::is_painted() || query.len() > address.query.len() {
            theme::apply(&colours::derive(&config));
        }
        let route = embed_address::route(&address.path);
        let is_known = route.is_some();
        let Route { style, scenario } = route.unwrap_or_else(|| Route {
            style: Default::default(),
            scenario: String::new(),
        });

        let (earlier, lost) = earlier(&config);
        let kept_facts = earlier.as_ref().and_then(|kept| kept.facts.clone());
        let given = Given {
            key: config
                .scenario_access_token
                .as_ref()
                .map(|token| Key::Token(token.expose().to_owned())),
            variables: config.variables.clone(),
            earlier,
            facts: served.scenario.or(kept_facts),
            lock: served.locked,
            user: credentials::given(&config),
        };
        let still = media::matches("(prefers-reduced-motion: reduce)");
        let fixed = Fixed {
            shows_level: config.show_pulse && !still,
            config: Arc::new(config),
            deployment: Arc::new(served.deployment),
            style,
            scenario,
            owner: Owner::current().map(|owner| owner.downgrade()),
        };
        let engine = Engine::new(fixed.clone(), loaders, given, draft, lost);
        let session = Session {
            fixed: StoredValue::new(fixed),
            signals: engine.with_parts(|parts| parts.signals()),
            engine: StoredValue::new_local(Rc::clone(&engine)),
        };
        Effect::new(move |_| {
            session.draft().track();
            session.happen(Happened::DraftChanged);
        });
        engine.happen(Happened::Begun {
            session,
            missing: served.missing || !is_known,
            locked: served.locked,
        });
        // What is wrong is worded in the chunk that speaks with the page around us, which comes by itself
        // where there is one.
        if !warnings.is_empty() && !host::is_framed() {
            engine.happen(Happened::HostPortWanted);
        }
        session
    }
}

/// The session to carry on with, and whether there was one that cannot be.
fn earlier(config: &Config) -> (Option<Kept>, bool) {
    let named = || Kept::find(config.restore_session.as_deref()?);
    match persistence::earlier() {
        Earlier::Session(kept) => (Some(kept), false),
        Earlier::Lost => (None, true),
        Earlier::None => (named(), false),
    }
}

/// Does the guard's work where it could not run.
fn scrub(address: &Address, config: &Config) {
    if config.scenario_access_token.is_some() {
        let parts = [
            address.path.as_str(),
            &embed_address::scrub(&address.query),
            &embed_address::scrub(&address.fragment),
        ];
        address::replace(&parts.concat());
    }
}
