//! Access: what opens the scenario, who the visitor is, and what a session begins with.

use leptos::prelude::*;
use serde::de::DeserializeOwned;
use vivavoce_core::dialect::vivavoce;
use vivavoce_core::dialect::{Open, Resume};
use vivavoce_core::failure::Failure;
use vivavoce_core::json::{self, Look, Value};
use vivavoce_core::wire::{
    self, Acceptance, AccessGranted, AccessRequest, CreateSession, Lock, Note, ScenarioFacts,
    SessionCreated, User, Variables,
};

use super::Fixed;
use super::engine::{Happened, Inbox, put};
use super::persistence::Kept;
use crate::browser::clock::now;
use crate::browser::coming::Coming;
use crate::browser::fetch::{self, Request};
use crate::browser::page;
use crate::browser::task::Task;
use crate::browser::timer::Timeout;
use crate::words::{Apply, has_texts, spoken};

/// Milliseconds for an answer. A visitor looks at an empty screen meanwhile.
const PATIENCE: u64 = 15_000;
/// Milliseconds before access ends in which a new token is asked for.
const AHEAD: f64 = 60_000.0;

pub(super) struct Access {
    inbox: Inbox,
    /// A key not yet exchanged.
    pub key: Option<Key>,
    /// In memory only.
    pub bearer: Option<String>,
    pub variables: Variables,
    /// The dialog was answered, or the host named the visitor.
    pub admitted: bool,
    /// What the host noted before a session stood.
    pub notes: Vec<Note>,
    /// A session to carry on with when the scenario opens.
    pub earlier: Option<Kept>,
    /// Loading or unlocking; beginning one ends the other.
    work: Option<Task>,
    expiry: Option<Timeout>,
    facts: RwSignal<Option<ScenarioFacts>>,
    lock: RwSignal<Option<Lock>>,
    user: RwSignal<User>,
    /// What the owner asks for is accepted; for as long as the page is.
    accepted: RwSignal<bool>,
    /// They went on without.
    passed_over: RwSignal<bool>,
}

#[derive(Clone, Copy)]
pub(super) struct Signals {
    pub facts: ReadSignal<Option<ScenarioFacts>>,
    pub lock: ReadSignal<Option<Lock>>,
    pub user: ReadSignal<User>,
    pub accepted: RwSignal<bool>,
    pub passed_over: RwSignal<bool>,
}

/// What access begins with.
pub(super) struct Given {
    pub key: Option<Key>,
    pub variables: Variables,
    pub earlier: Option<Kept>,
    pub facts: Option<ScenarioFacts>,
    pub lock: Option<Lock>,
    pub user: User,
}

#[derive(Clone)]
pub(super) enum Key {
    Token(String),
    Passcode(String),
}

/// The scenario opened.
pub(super) struct Admission {
    pub bearer: Option<String>,
    pub facts: ScenarioFacts,
}

/// Why something did not open.
#[derive(Debug)]
pub(super) struct Refusal {
    pub failure: Failure,
    /// What would open it, where the server says so.
    pub lock: Option<Lock>,
}

impl Access {
    pub fn new(inbox: Inbox, given: Given) -> Access {
        Access {
            inbox,
            key: given.key,
            bearer: None,
            variables: given.variables,
            admitted: false,
            notes: Vec::new(),
            earlier: given.earlier,
            work: None,
            expiry: None,
            facts: RwSignal::new(given.facts),
            lock: RwSignal::new(given.lock),
            user: RwSignal::new(given.user),
            accepted: RwSignal::new(false),
            passed_over: RwSignal::new(false),
        }
    }

    pub fn signals(&self) -> Signals {
        Signals {
            facts: self.facts.read_only(),
            lock: self.lock.read_only(),
            user: self.user.read_only(),
            accepted: self.accepted,
            passed_over: self.passed_over,
        }
    }

    pub fn facts(&self) -> Option<ScenarioFacts> {
        self.facts.try_get_untracked().flatten()
    }

    pub fn lock(&self) -> Option<Lock> {
        self.lock.try_get_untracked().flatten()
    }

    pub fn set_lock(&mut self, lock: Option<Lock>) {
        put(self.lock, lock);
    }

    /// The scenario does not open now: what was known of it may not hold any more.
    pub fn forget_facts(&mut self) {
        put(self.facts, None);
    }

    /// What the owner has visitors accept.
    pub fn asks(&self) -> Option<Acceptance> {
        self.facts()?.asks()
    }

    pub fn must_accept(&self) -> bool {
        self.accepted.try_get_untracked() == Some(false) && self.asks().is_some()
    }

    pub fn user(&self) -> User {
        self.user.try_get_untracked().unwrap_or_default()
    }

    pub fn set_user(&mut self, user: User) {
        put(self.user, user);
    }

    /// Finds out whether the scenario opens, exchanging a key if there is one; `false` where nothing
    /// is to be asked.
    pub fn load(&mut self, fixed: &Fixed, texts: fn() -> Coming<Apply>) -> bool {
        let (key, known) = (self.key.clone(), self.facts());
        if key.is_none() && known.is_some() {
            return false;
        }
        self.ask(fixed, key, known, texts);
        true
    }

    /// Asks why a session was refused.
    pub fn ask_why(&mut self, fixed: &Fixed, texts: fn() -> Coming<Apply>) {
        self.ask(fixed, None, None, texts);
    }

    fn ask(
        &mut self,
        fixed: &Fixed,
        key: Option<Key>,
        known: Option<ScenarioFacts>,
        texts: fn() -> Coming<Apply>,
    ) {
        let bearer = self.bearer.clone();
        let (api, scenario) = (fixed.deployment.api.clone(), fixed.scenario.clone());
        let inbox = self.inbox.clone();
        let own = fixed.config.texts.clone();
        self.work = Some(Task::start(async move {
            let tried = key.is_some() || bearer.is_some();
            let is_news = known.is_none();
            let admission = admission(&api, scenario, key, bearer, known).await;
            // The page did not have them; its address's stand over them.
            if let Ok(Admission { facts, .. }) = &admission
                && is_news
                && has_texts(&facts.texts)
                && let Ok(apply) = texts().await
            {
                apply(&[facts.texts.clone(), own.unwrap_or_default()]);
            }
            inbox.happen(Happened::Admission { admission, tried });
        }));
    }

    pub fn opened(&mut self, Admission { bearer, facts }: Admission) {
        self.key = None;
        self.bearer = bearer;
        put(self.facts, Some(facts));
    }

    /// The key did not open it; what would.
    pub fn refused(&mut self, lock: Option<Lock>) -> Lock {
        // What opens it then, too.
        if !matches!(lock, Some(Lock::OpensAt(_))) {
            self.key = None;
        }
        lock.or(self.lock()).unwrap_or(Lock::Token)
    }

    /// A fresh token for a scenario that is open already.
    pub fn renew(&mut self, token: String, fixed: &Fixed) {
        let api = fixed.deployment.api.clone();
        let request = AccessRequest {
            scenario_id: fixed.scenario.clone(),
            token: Some(token),
            passcode: None,
        };
        let inbox = self.inbox.clone();
        self.work = Some(Task::start(async move {
            match exchange(&api, request).await {
                Ok(granted) => inbox.happen(Happened::Renewed(granted)),
                Err(_) => page::warn("vivavoce: setAccessToken: the token was refused"),
            }
        }));
    }

    pub fn renewed(&mut self, granted: AccessGranted) {
        self.bearer = Some(granted.bearer);
        self.expires(Some(granted.expires_at));
    }

    /// Has the host asked for a new token a little before the present access ends, so that a reload or
    /// another session opens too. The session under way has a token of its own.
    pub fn expires(&mut self, at: Option<i64>) {
        let inbox = self.inbox.clone();
        self.expiry = at.map(|at| {
            let left = (at as f64 - now()).max(0.0);
            let early = (left - AHEAD).max(left / 2.0);
            Timeout::new(early as u64, move || inbox.happen(Happened::Expiring))
        });
    }

    /// A session another frame had is carried on with in place of what was under way.
    pub fn take_back(&mut self, kept: Kept) {
        self.work = None;
        if self.facts.try_with_untracked(Option::is_none) == Some(true) {
            put(self.facts, kept.facts.clone());
        }
        self.earlier = Some(kept);
    }

    /// What opening a session needs, as far as access knows it.
    pub fn opening(&self, fixed: &Fixed) -> Open {
        let config = &fixed.config;
        Open {
            create: CreateSession {
                scenario_id: fixed.scenario.clone(),
                style: fixed.style.as_str().to_owned(),
                user: self.user(),
                variables: self.variables.clone(),
                language: config.language_code.clone().or_else(|| config.lang.clone()),
                interface_language: Some(spoken().lang.to_owned()),
                accepted: self.asks(),
                backend: config.backend.clone(),
                restore: config.restore_session.clone(),
                max_duration_seconds: config.max_duration,
                transcribe: config.transcribe,
                source: config.preview.then(|| "PREVIEW".to_owned()),
                visitor: None,
            },
            bearer: self.bearer.clone(),
            resume: self.earlier.as_ref().map(|kept| Resume {
                session_id: kept.told.session_id.clone(),
                session_token: kept.token.clone(),
            }),
            ..Open::default()
        }
    }

    /// A session stands: what is kept of it.
    pub fn stands(&mut self, session: &SessionCreated, resumed: bool) -> Kept {
        let earlier = self.earlier.take();
        let same = earlier.filter(|kept| kept.told.session_id == session.session_id);
        let now = now();
        let started_at = match &same {
            Some(kept) if kept.started_at > 0.0 => kept.started_at,
            // Another device's session: only the server knows, by its own clock.
            _ if resumed && session.started_at > 0 => (session.started_at as f64).min(now),
            _ => now,
        };
        let mut kept = same.unwrap_or_default();
        kept.started_at = started_at;
        kept.told.session_id.clone_from(&session.session_id);
        if !session.session_token.is_empty() {
            kept.token.clone_from(&session.session_token);
        }
        if !session.stop_ticket.is_empty() {
            kept.stop_ticket.clone_from(&session.stop_ticket);
        }
        kept.facts = self.facts();
        kept
    }
}

async fn admission(
    api: &str,
    scenario: String,
    key: Option<Key>,
    mut bearer: Option<String>,
    known: Option<ScenarioFacts>,
) -> Result<Admission, Refusal> {
    if let Some(key) = key {
        let (token, passcode) = match key {
            Key::Token(token) => (Some(token), None),
            Key::Passcode(passcode) => (None, Some(passcode)),
        };
        let request = AccessRequest {
            scenario_id: scenario.clone(),
            token,
            passcode,
        };
        match exchange(api, request).await {
            Ok(granted) => bearer = Some(granted.bearer),
            // The scenario is open to everyone: a stale token must not lock anyone out.
            Err(refusal) if known.is_some() && refusal.failure == Failure::Refused => {
                page::warn("vivavoce: the scenario access token was refused; going on without it");
            }
            Err(refusal) => return Err(refusal),
        }
    }
    let facts = match known {
        Some(facts) => facts,
        None => facts(api, &scenario, bearer.as_deref()).await?,
    };
    Ok(Admission { bearer, facts })
}

/// Exchanges a token or a passcode for a bearer.
async fn exchange(api: &str, request: AccessRequest) -> Result<AccessGranted, Refusal> {
    let (path, body) = vivavoce::access(&request);
    ask(Request {
        method: "POST",
        address: [api, &path].concat(),
        headers: vec![("content-type", "application/json".to_owned())],
        body: Some(body),
        keepalive: false,
    })
    .await
}

/// What a visitor may know of a scenario.
async fn facts(api: &str, scenario: &str, bearer: Option<&str>) -> Result<ScenarioFacts, Refusal> {
    let mut headers = Vec::new();
    if let Some(bearer) = bearer {
        headers.push(("authorization", ["Bearer ", bearer].concat()));
    }
    ask(Request {
        method: "GET",
        address: [api, &vivavoce::scenario(scenario)].concat(),
        headers,
        body: None,
        keepalive: false,
    })
    .await
}

async fn ask<T: DeserializeOwned>(request: Request) -> Result<T, Refusal> {
    let body = answer(request).await?;
    json::of(&body).ok_or(Refusal {
        failure: Failure::Protocol,
        lock: None,
    })
}

/// The answer's body; `Null` where it is no JSON.
async fn answer(request: Request) -> Result<Value, Refusal> {
    let Some((head, body)) = fetch::whole(&request, PATIENCE).await else {
        let failure = if page::is_online() {
            Failure::Unreachable
        } else {
            Failure::Offline
        };
        return Err(Refusal {
            failure,
            lock: None,
        });
    };
    let said = |detail: &str| Failure::from_status(head.status, head.retry_after, detail);
    let body = json::parse_bytes(&body).unwrap_or_default();
    match said(&wire::sentence(&body)) {
        None => Ok(body),
        Some(failure) => Err(Refusal {
            failure,
            // There where a key would help.
            lock: json::of::<Option<Lock>>(body.at("locked")).flatten(),
        }),
    }
}
