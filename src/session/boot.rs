//! From the page as it was served to a mounted widget.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use vivavoce_core::config::{Config, Secret, Warning};
use vivavoce_core::json;
use vivavoce_core::query::{self, Route};
use vivavoce_core::wire::PageConfig;
use vivavoce_core::{credentials, theme as colours};

use super::engine::{Access, Engine, Key};
use super::keep::{self, Earlier};
use super::{Fixed, Session, Signals};
use crate::browser::address::{self, Address};
use crate::browser::{dom, guard, media, page, theme};
use crate::view::Embed;

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

/// Reads the page, mounts the view in the skeleton's place.
pub fn run() {
    guard::catch_panics();
    let page = read();
    let skeleton = dom::find("main.embed");
    mount_to_body(move || {
        let session = Session::begin(page);
        view! { <Embed session/> }
    });
    if let Some(skeleton) = skeleton {
        skeleton.remove();
    }
    guard::ready();
}

fn read() -> Page {
    let config = address::page_config().unwrap_or_default();
    Page {
        address: address::read(),
        // A page without the block, or with a broken one, is one on static hosting: defaults do.
        config: json::read_bytes(config.as_bytes()).unwrap_or_default(),
        token: address::take_token(),
        draft: dom::field_value("main.embed [data-control=message]"),
    }
}

impl Session {
    /// Begins with a page: loads what it lacks, resumes what it had. Belongs to the current owner.
    pub fn begin(page: Page) -> Session {
        let Page {
            address,
            config: served,
            token,
            draft,
        } = page;
        let (mut config, warnings) = Config::parse(&address.query);
        warn(&warnings);
        config.take_fragment(&address.fragment);
        scrub(&address, &config);
        if let Some(token) = token {
            config.scenario_access_token = Some(Secret::new(token));
        }
        if !theme::is_painted() {
            theme::apply(&colours::derive(&config));
        }
        let route = query::route(&address.path);
        let is_known = route.is_some();
        let Route { style, scenario } = route.unwrap_or_else(|| Route {
            style: Default::default(),
            scenario: String::new(),
        });

        let (earlier, lost) = earlier(&config);
        let kept_facts = earlier.as_ref().and_then(|kept| kept.facts.clone());
        let access = Access {
            key: config
                .scenario_access_token
                .as_ref()
                .map(|token| Key::Token(token.expose().to_owned())),
            variables: config.variables.clone(),
            earlier,
            ..Access::default()
        };
        let signals = Signals::new();
        signals.user.set(credentials::given(&config));
        signals.draft.set(draft);
        signals.anew.set(lost);
        signals.lock.set(served.locked);
        signals.facts.set(served.scenario.or(kept_facts));
        let still = media::matches("(prefers-reduced-motion: reduce)");
        let fixed = Fixed {
            shows_level: config.show_pulse && !still,
            config: Arc::new(config),
            deployment: Arc::new(served.deployment),
            style,
            scenario,
        };
        let engine = Engine::new(fixed.clone(), signals, access);
        let session = Session {
            fixed: StoredValue::new(fixed),
            signals,
            engine: StoredValue::new_local(Rc::clone(&engine)),
        };
        engine.watch_page();
        engine.watch_host();
        Effect::new(move |_| {
            signals.draft.track();
            session.with(Engine::draft_changed);
        });
        if is_known {
            engine.begin(served.missing, served.locked);
        } else {
            engine.fail(vivavoce_core::failure::Failure::Missing);
        }
        session
    }
}

/// The session to carry on with, and whether there was one that cannot be.
fn earlier(config: &Config) -> (Option<keep::Kept>, bool) {
    let named = || keep::kept(config.restore_session.as_deref()?);
    match keep::earlier() {
        Earlier::Session(kept) => (Some(kept), false),
        Earlier::Lost => (None, true),
        Earlier::None => (named(), false),
    }
}

/// All in one: a host's console is not ours to fill.
fn warn(warnings: &[Warning]) {
    if warnings.is_empty() {
        return;
    }
    let lines: Vec<String> = warnings.iter().map(Warning::to_string).collect();
    page::warn(&["vivavoce: ", &lines.join("; ")].concat());
}

/// Does the guard's work where it could not run.
fn scrub(address: &Address, config: &Config) {
    if config.scenario_access_token.is_some() {
        let parts = [
            address.path.as_str(),
            &query::scrub(&address.query),
            &query::scrub(&address.fragment),
        ];
        address::replace(&parts.concat());
    }
}
