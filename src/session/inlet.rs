//! What the page around us asks for: its notes, its hello, its commands.

use leptos::prelude::*;
use vivavoce_core::config::clean;
use vivavoce_core::credentials::{EMAIL_CAP, NAME_CAP};
use vivavoce_core::dialect::Verb;
use vivavoce_core::host::{Command, ErrorCode, Hello, Inbound, Reply, Request, State};
use vivavoce_core::phase::{Phase, Step};
use vivavoce_core::variables;
use vivavoce_core::wire::{AccessRequest, Note};

use super::access;
use super::engine::{Engine, Key, put};
use crate::browser::clock::now;
use crate::browser::host::{self, Heard, Port};
use crate::browser::task::Task;
use crate::browser::timer::Timeout;
use crate::browser::{page, theme};

/// Milliseconds before access ends in which a new token is asked for.
const AHEAD: f64 = 60_000.0;

impl Engine {
    /// Listens to the page around us for as long as the engine lives.
    pub fn watch_host(&self) {
        let me = self.me.clone();
        let listener = host::listen(move |heard| {
            if let Some(engine) = me.upgrade() {
                engine.message(&heard);
            }
        });
        self.listeners.borrow_mut().extend(listener);
    }

    fn message(&self, heard: &Heard) {
        if !self.outlet.hears(&heard.origin) {
            return;
        }
        let Some(inbound) = heard
            .json()
            .and_then(|json| Inbound::read(&heard.kind, &json, now() as i64))
        else {
            return;
        };
        match inbound {
            Inbound::Notes(notes) => self.note(notes),
            Inbound::Hello(hello) => {
                self.outlet.greeted(heard.origin.clone());
                if let Some(port) = heard.port() {
                    self.listen_to(port, &hello);
                }
            }
        }
    }

    fn note(&self, notes: Vec<Note>) {
        if self.current.borrow().is_some() {
            self.act(Verb::Notes(notes));
        } else {
            self.access.borrow_mut().notes.extend(notes);
        }
    }

    fn listen_to(&self, port: host::RawPort, hello: &Hello) {
        let me = self.me.clone();
        let port = Port::open(port, move |json| {
            if let Some(engine) = me.upgrade() {
                engine.request(&json);
            }
        });
        port.post(&hello.welcome());
        if !hello.is_spoken() {
            return;
        }
        // A loader that says hello again has lost its old port.
        self.port.replace(Some(port));
        self.hand_current();
        self.fit(hello.resize);
    }

    fn request(&self, json: &str) {
        match Request::read(json) {
            // Before the scenario is known nothing could be answered truthfully.
            Ok(request) if self.is_early(&request.command) => {
                self.queued.borrow_mut().push(request);
            }
            Ok(request) => self.obey(request),
            Err(Some(reply)) => self.reply(&reply),
            Err(None) => self.take_back(json),
        }
    }

    /// A message is sent once the session stands, be it a new one or one that is carried on with.
    fn is_early(&self, command: &Command) -> bool {
        match self.phase() {
            Phase::Loading => true,
            Phase::Connecting => matches!(command, Command::Send(_)),
            _ => false,
        }
    }

    /// What waited for the scenario or the session.
    pub fn obey_queued(&self) {
        for request in self.queued.take() {
            self.obey(request);
        }
    }

    fn obey(&self, request: Request) {
        let Request { id, command } = request;
        let over = matches!(command, Command::Destroy);
        let reply = match self.command(command) {
            Ok(()) => Reply::done(id, self.state()),
            Err(Denied::Phase(name)) => Reply::wrong_phase(id, name, self.phase()),
            Err(Denied::Value(message)) => Reply::error(id, ErrorCode::Invalid, message),
        };
        self.reply(&reply);
        if over {
            self.port.replace(None);
        }
    }

    fn command(&self, command: Command) -> Result<(), Denied> {
        let phase = self.phase();
        match command {
            Command::Start => match phase {
                Phase::Ready => self.step(Step::Start),
                Phase::Connecting | Phase::Live => {}
                _ => return Err(Denied::Phase("start")),
            },
            Command::Stop => match phase {
                Phase::Connecting | Phase::Live => self.step(Step::Stop),
                Phase::Stopping => {}
                _ => return Err(Denied::Phase("stop")),
            },
            Command::Send(text) => {
                if !self.send(text, None) {
                    return Err(Denied::Phase("send"));
                }
            }
            Command::Prefill(text) => put(self.signals.draft, text),
            Command::SetVariables(given) => {
                let mut all = self.access.borrow().variables.clone();
                for (name, value) in &given {
                    if variables::insert(&mut all, name, value).is_err() {
                        let message = ["The variable ", name, " has a bad name or is too long."];
                        return Err(Denied::Value(message.concat()));
                    }
                }
                self.access.borrow_mut().variables = all;
            }
            Command::SetUser(given) => {
                let mut user = self.signals.user.try_get_untracked().unwrap_or_default();
                if let Some(name) = given.name {
                    user.name = clean(&name, NAME_CAP);
                }
                if let Some(email) = given.email {
                    user.email = clean(&email, EMAIL_CAP);
                }
                put(self.signals.user, user);
            }
            Command::SetTheme(change) => {
                let (config, warnings) = self.styled.borrow().restyled(&change);
                theme::apply(&vivavoce_core::theme::derive(&config));
                self.styled.replace(config);
                if let Some(warning) = warnings.first() {
                    return Err(Denied::Value(warning.to_string()));
                }
            }
            Command::SetAccessToken(token) => match phase {
                Phase::Locked => self.unlock(Key::Token(token)),
                _ => self.renew(token),
            },
            Command::GetState => {}
            Command::Destroy => {
                self.step(Step::Stop);
                self.listeners.take();
            }
        }
        Ok(())
    }

    /// A fresh token for a scenario that is open already.
    fn renew(&self, token: String) {
        let api = self.fixed.deployment.api.clone();
        let request = AccessRequest {
            scenario_id: self.fixed.scenario.clone(),
            token: Some(token),
            passcode: None,
        };
        let me = self.me.clone();
        let task = Task::start(async move {
            match (access::exchange(&api, request).await, me.upgrade()) {
                (Ok(granted), Some(engine)) => {
                    engine.access.borrow_mut().bearer = Some(granted.bearer);
                    engine.expires(Some(granted.expires_at));
                }
                (Err(_), _) => page::warn("vivavoce: setAccessToken: the token was refused"),
                _ => {}
            }
        });
        self.work.replace(Some(task));
    }

    /// Asks the host for a new token a little before the present access ends, so that a reload or
    /// another session opens too. The session under way has a token of its own.
    pub fn expires(&self, at: Option<i64>) {
        let me = self.me.clone();
        let timer = at.map(|at| {
            let left = (at as f64 - now()).max(0.0);
            let early = (left - AHEAD).max(left / 2.0);
            Timeout::new(early as u64, move || {
                if let Some(engine) = me.upgrade() {
                    engine.outlet.token_needed();
                }
            })
        });
        self.expiry.replace(timer);
    }

    fn state(&self) -> State {
        State {
            phase: self.phase().as_str().to_owned(),
            scenario_id: self.fixed.scenario.clone(),
            session_id: self.session_id(),
        }
    }

    fn reply(&self, reply: &Reply) {
        if let Some(port) = self.port.borrow().as_ref() {
            port.post(reply);
        }
    }
}

enum Denied {
    /// The command's name.
    Phase(&'static str),
    Value(String),
}
