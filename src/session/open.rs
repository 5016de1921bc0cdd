//! From the page as it was served to a session that runs.

use vivavoce_core::credentials;
#[cfg(not(feature = "guests"))]
use vivavoce_core::dialect::vivavoce::Vivavoce;
use vivavoce_core::dialect::vivavoce::{leave_beacon, stop_beacon};
use vivavoce_core::dialect::{Event, Network, Open, Resume, Verb};
use vivavoce_core::failure::Failure;
use vivavoce_core::host::Parting;
use vivavoce_core::phase::Step;
use vivavoce_core::wire::{AccessRequest, CreateSession, Lock, ScenarioFacts, SessionCreated};

use leptos::prelude::*;

use super::access::{self, Refusal};
use super::engine::{Current, Engine, Key, put};
use super::keep;
use crate::browser::clock::now;
#[cfg(not(feature = "guests"))]
use crate::browser::host;
use crate::browser::page;
use crate::browser::task::Task;
use crate::browser::timer::Timeout;
use crate::driver::Driver;

/// Milliseconds after the last key until a draft is kept.
const DRAFT_REST: u64 = 400;

impl Engine {
    /// The first step, with what the served page said.
    pub fn begin(&self, missing: bool, locked: Option<Lock>) {
        let (has_key, resumes) = {
            let access = self.access.borrow();
            (access.key.is_some(), access.earlier.is_some())
        };
        match locked {
            _ if missing => self.fail(Failure::Missing),
            // The session has a token of its own.
            Some(_) if resumes => self.opened(),
            Some(lock) if !has_key => self.lock(lock, None),
            _ => self.load(),
        }
    }

    /// Finds out whether the scenario opens, exchanging a key if there is one.
    pub fn load(&self) {
        let key = self.access.borrow().key.clone();
        let known = self.signals.facts.try_get_untracked().flatten();
        if key.is_none() && known.is_some() {
            self.opened();
            return;
        }
        put(self.signals.busy, true);
        let bearer = self.access.borrow().bearer.clone();
        let api = self.fixed.deployment.api.clone();
        let scenario = self.fixed.scenario.clone();
        let me = self.me.clone();
        let task = Task::start(async move {
            let tried = key.is_some();
            let admission = admission(&api, scenario, key, bearer, known).await;
            if let Some(engine) = me.upgrade() {
                engine.admit(admission, tried);
            }
        });
        self.work.replace(Some(task));
    }

    fn admit(&self, admission: Result<Admission, Refusal>, tried: bool) {
        put(self.signals.busy, false);
        match admission {
            Ok(Admission { bearer, facts }) => {
                {
                    let mut access = self.access.borrow_mut();
                    access.key = None;
                    access.bearer = bearer;
                }
                put(self.signals.facts, Some(facts));
                self.opened();
            }
            Err(Refusal { failure, lock }) => {
                if failure == Failure::Refused {
                    self.access.borrow_mut().key = None;
                    let known = self.signals.lock.try_get_untracked().flatten();
                    let lock = lock.or(known).unwrap_or(Lock::Token);
                    self.lock(lock, tried.then_some(failure));
                } else {
                    self.fail(failure);
                }
            }
        }
    }

    /// The scenario is known and open to this visitor.
    pub fn opened(&self) {
        put(self.signals.lock, None);
        put(self.signals.failure, None);
        let (auto_submit, expires_at) = self
            .signals
            .facts
            .try_with_untracked(|facts| {
                let facts = facts.as_ref()?;
                Some((facts.is_auto_submit, facts.access_expires_at))
            })
            .flatten()
            .unwrap_or_default();
        self.expires(expires_at);
        let (needed, resume) = {
            let access = self.access.borrow();
            let needed = !access.admitted && credentials::needed(&self.fixed.config);
            (
                needed,
                access.earlier.as_ref().map(|kept| kept.told.clone()),
            )
        };
        self.step(Step::Opened {
            credentials: needed,
            auto_submit,
            resume: resume.as_ref(),
        });
    }

    /// A passcode or a token, while the scenario is locked.
    pub fn unlock(&self, key: Key) {
        self.access.borrow_mut().key = Some(key);
        put(self.signals.failure, None);
        self.load();
    }

    /// Begins a session, or carries on with the one this frame had.
    pub fn open(&self) {
        let me = self.me.clone();
        let generation = self.generation.get();
        #[cfg(not(feature = "guests"))]
        let dialect = Box::new(Vivavoce::after(host::elders()));
        #[cfg(feature = "guests")]
        let (dialect, direct) = self.dialect();
        let driver = Driver::new(
            dialect,
            self.fixed.deployment.api.clone(),
            Box::new(move |events| {
                if let Some(engine) = me.upgrade()
                    && engine.generation.get() == generation
                {
                    engine.hear(events);
                }
            }),
        );
        #[cfg(feature = "guests")]
        let driver = driver.also_at(direct);
        self.set_driver(Some(driver));
        if !page::is_online() {
            self.network(Network::Offline);
        }
        if !page::is_visible() {
            self.network(Network::Hidden);
        }
        let open = self.opening();
        self.act(Verb::Open(Box::new(open)));
    }

    fn opening(&self) -> Open {
        let config = &self.fixed.config;
        let access = self.access.borrow();
        #[allow(
            clippy::needless_update,
            reason = "another crate of the workspace may give core the guests"
        )]
        let open = Open {
            create: CreateSession {
                scenario_id: self.fixed.scenario.clone(),
                style: self.fixed.style.as_str().to_owned(),
                user: self.signals.user.try_get_untracked().unwrap_or_default(),
                variables: access.variables.clone(),
                language: config.language_code.clone().or_else(|| config.lang.clone()),
                backend: config.backend.clone(),
                restore: config.restore_session.clone(),
                max_duration_seconds: config.max_duration,
                transcribe: config.transcribe,
                source: config.preview.then(|| "PREVIEW".to_owned()),
                visitor: None,
            },
            bearer: access.bearer.clone(),
            resume: access.earlier.as_ref().map(|kept| Resume {
                session_id: kept.told.session_id.clone(),
                session_token: kept.token.clone(),
            }),
            ..Open::default()
        };
        #[cfg(feature = "guests")]
        let open = Open {
            create: CreateSession {
                backend: self.backend().map(|it| it.name.clone()),
                visitor: self.visitor(),
                ..open.create
            },
            kept: self.kept_for_vendor(),
            seed: self.seed(),
            backend: self.backend().cloned().unwrap_or_default(),
            zone: crate::browser::clock::zone(),
            ..open
        };
        open
    }

    /// A session stands.
    pub fn connected(&self, session: &SessionCreated, resumed: bool) {
        let earlier = self.access.borrow_mut().earlier.take();
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
        kept.facts = self.signals.facts.try_get_untracked().flatten();
        #[cfg(feature = "guests")]
        self.keep_visitor(session);
        let resumable = self.keep(&kept);
        if resumed && let Some(true) = self.signals.draft.try_with_untracked(String::is_empty) {
            put(self.signals.draft, keep::draft(&kept.told.session_id));
        }
        let limit = self
            .signals
            .facts
            .try_with_untracked(|facts| facts.as_ref().and_then(|facts| facts.max_duration_seconds))
            .flatten();
        let limits = [
            session.max_duration_seconds,
            limit,
            self.fixed.config.max_duration,
        ];
        self.current.replace(Some(Current {
            kept,
            max_seconds: limits.into_iter().flatten().min(),
            resumable,
        }));
        let notes = std::mem::take(&mut self.access.borrow_mut().notes);
        if !notes.is_empty() {
            self.act(Verb::Notes(notes));
        }
        #[cfg(feature = "guests")]
        self.ask_for_lists();
    }

    /// The earlier session cannot be carried on with: it is over, or not ours any more.
    pub fn cannot_resume(&self) {
        let earlier = self.access.borrow_mut().earlier.take();
        if let Some(kept) = earlier {
            self.forget(&kept.told.session_id);
        }
        self.begin_anew();
    }

    pub fn is_resuming(&self) -> bool {
        self.access.borrow().earlier.is_some()
    }

    /// The draft changed; kept once the typing rests.
    pub fn draft_changed(&self) {
        let me = self.me.clone();
        let rest = Timeout::new(DRAFT_REST, move || {
            if let Some(engine) = me.upgrade() {
                engine.keep_draft();
                #[cfg(feature = "guests")]
                engine.tell_draft();
            }
        });
        self.drafting.replace(Some(rest));
    }

    pub fn keep_draft(&self) {
        let current = self.current.borrow();
        let Some(current) = current.as_ref() else {
            return;
        };
        self.signals
            .draft
            .try_with_untracked(|draft| keep::keep_draft(&current.kept.told.session_id, draft));
    }

    /// The document goes away; `cached`: into the back/forward cache.
    ///
    /// The one place that decides what the server then hears, by [`Parting`].
    pub fn leave_page(&self, cached: bool) {
        self.keep_draft();
        let phase = self.phase();
        let (parting, (path, body)) = {
            let current = self.current.borrow();
            let Some(Current {
                kept, resumable, ..
            }) = current.as_ref().filter(|it| !it.kept.told.ended)
            else {
                return;
            };
            let returns = cached || *resumable || self.port.borrow().is_some();
            let parting = Parting::of(phase, returns);
            let (id, token) = (&kept.told.session_id, &kept.token);
            let beacon = match parting {
                Parting::Leave => leave_beacon(id, token),
                Parting::Stop(reason) => stop_beacon(id, token, reason),
            };
            (parting, beacon)
        };
        page::beacon(&[&self.fixed.deployment.api, path.as_str()].concat(), &body);
        if let Parting::Stop(reason) = parting {
            let at = now();
            self.step(Step::Event(&Event::Ended { reason, at }));
        }
    }
}

struct Admission {
    bearer: Option<String>,
    facts: ScenarioFacts,
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
        match access::exchange(api, request).await {
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
        None => access::facts(api, &scenario, bearer.as_deref()).await?,
    };
    Ok(Admission { bearer, facts })
}
