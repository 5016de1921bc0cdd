//! Other systems that answer instead of our own agent: what is known of them here, what their sessions
//! are listed under, and who their visitors are. Who talks to them is not this crate's.

use vivavoce_protocol::wire::ScenarioFacts;

use crate::beginning::Also;
use crate::settings::Settings;
use crate::store::relay::{self, Visit, Visitor};
use crate::store::{Scenario, StoreError, empty_object};
use crate::{Engine, ids};

pub use crate::settings::Backend;

/// Characters of what an address calls the scenario.
const WORD: usize = 200;

/// Which system a page or a session talks to.
#[derive(Clone, Copy, Debug)]
pub enum Chosen<'a> {
    /// Our own agent, with one of our scenarios.
    Own,
    Other(&'a str, &'a Backend),
    /// A name this deployment does not know.
    Unknown,
}

impl<'a> Chosen<'a> {
    pub fn backend(self) -> Option<&'a Backend> {
        match self {
            Chosen::Other(_, backend) => Some(backend),
            Chosen::Own | Chosen::Unknown => None,
        }
    }
}

/// What `name` means; without one, our own agent.
pub fn named<'a>(settings: &'a Settings, name: Option<&str>) -> Chosen<'a> {
    let Some(name) = name else { return Chosen::Own };
    match settings.backends.get_key_value(name) {
        Some((_, backend)) if backend.is_own => Chosen::Own,
        Some((name, backend)) => Chosen::Other(name, backend),
        None => Chosen::Unknown,
    }
}

/// What a visitor may know of a backend's `scenario`; `None` where visitors may not open it.
pub fn facts(name: &str, backend: &Backend, scenario: &str) -> Option<ScenarioFacts> {
    let fits = !scenario.is_empty()
        && scenario.chars().count() <= WORD
        && !scenario.chars().any(char::is_control);
    (fits && backend.offers(scenario)).then(|| ScenarioFacts {
        id: scenario.to_owned(),
        name: title(name, backend),
        user_friendly_description: backend.description.clone(),
        is_public: true,
        terms_url: backend.terms.terms_url.clone(),
        privacy_url: backend.terms.privacy_url.clone(),
        texts: empty_object(),
        ..ScenarioFacts::default()
    })
}

fn title(name: &str, backend: &Backend) -> String {
    backend.title.clone().unwrap_or_else(|| name.to_owned())
}

/// The scenario `name`'s sessions are listed under: one of the root account's, in no list. It keeps
/// no transcript (there is none) and shows no figures.
pub async fn scenario(
    engine: &Engine,
    name: &str,
    backend: &Backend,
) -> Result<Scenario, StoreError> {
    let found = match engine.store.relay_scenario(name).await? {
        Some(found) => Some(found),
        None => {
            let now = engine.clock.now();
            let root = engine.store.root_account(now).await?;
            let new = Scenario {
                id: ids::new_id(now),
                account_id: root.id,
                name: title(name, backend),
                description: format!("Sessions with the backend {name}."),
                is_public: true,
                analysis_access: "never".to_owned(),
                session_analysis: empty_object(),
                appearance: empty_object(),
                strategy: empty_object(),
                pricing: empty_object(),
                user_metadata: empty_object(),
                vendor: empty_object(),
                created_at: now,
                updated_at: now,
                ..Scenario::default()
            };
            engine.store.add_relay_scenario(name, new).await?
        }
    };
    let found = found
        .ok_or_else(|| StoreError::Unreadable("a backend's scenario is gone again".to_owned()))?;
    Ok(Scenario {
        // The entry's, which the operator may have changed since.
        name: title(name, backend),
        terms_url: backend.terms.terms_url.clone(),
        privacy_url: backend.terms.privacy_url.clone(),
        ..found
    })
}

/// A visit to be kept with its session.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub visit: Visit,
    /// A new visitor's key, told once.
    pub key: Option<String>,
}

impl Arrival {
    /// The visitor's id.
    pub fn visitor(&self) -> String {
        self.visit.visitor.id.clone()
    }
}

/// What keeps who a session is with, in the write that begins it; and a new visitor's key.
pub fn keep(arrival: Arrival, now: i64) -> (Also, Option<String>) {
    let Arrival { visit, key } = arrival;
    let hash = key.as_deref().map(ids::hash);
    let also: Also = Box::new(move |tx, session_id| {
        Box::pin(async move {
            if let Some(hash) = hash {
                relay::insert_visitor(tx.conn(), &visit.visitor, &hash, now).await?;
            }
            relay::insert_visit(tx.conn(), session_id, &visit, now).await
        })
    });
    (also, key)
}

/// Who comes to `scenario`: the visitor `key` stands for, or a new one.
pub async fn arrival(
    engine: &Engine,
    name: &str,
    scenario: &str,
    key: Option<&str>,
) -> Result<Arrival, StoreError> {
    let known = match key {
        Some(key) => engine.store.visitor_with(name, key).await?,
        None => None,
    };
    let scenario = scenario.to_owned();
    if let Some(visitor) = known {
        let visit = Visit { visitor, scenario };
        return Ok(Arrival { visit, key: None });
    }
    let visitor = Visitor {
        id: ids::new_id(engine.clock.now()),
        backend: name.to_owned(),
        // 128 random bits and more: at the vendor, knowing it is having it.
        vendor_user: format!("vv-{}", ids::new_secret().replace(['-', '_'], "x")),
        user_made_at: None,
    };
    Ok(Arrival {
        visit: Visit { visitor, scenario },
        key: Some(ids::new_secret()),
    })
}
