//! Commands of the page around us: verbs of the session, each answered.

use leptos::prelude::*;
use vivavoce_core::host::{Command, ErrorCode, Reply, Request, State};
use vivavoce_core::person::{EMAIL_CAP, NAME_CAP};
use vivavoce_core::phase::Phase;
use vivavoce_core::text::clean;

use super::Line;
use crate::browser::host::Plain;
use crate::browser::theme;

impl Line {
    /// `message` is plain data, or the id of a request that is not.
    pub(super) fn request(&self, message: Result<Plain, f64>) {
        let message = match message {
            Ok(message) => message,
            Err(id) => return self.refuse(id),
        };
        match Request::read(|| message.read()) {
            Ok(request) => self.take(request),
            Err(Some(reply)) => self.reply(&reply),
            Err(None) => self.take_back(&message),
        }
    }

    fn refuse(&self, asked: f64) {
        let id = asked as u32;
        if f64::from(id) == asked {
            let message = "This command has too much in it, or something that contains itself.";
            self.reply(&Reply::error(id, ErrorCode::Invalid, message.to_owned()));
        }
    }

    /// Obeys now, or once that can be answered truthfully.
    pub(super) fn take(&self, request: Request) {
        if self.is_early(&request.command) {
            self.queued.borrow_mut().push(request);
        } else {
            self.obey(request);
        }
    }

    /// Before the scenario is known nothing is; a message is sent once the session stands, be it a new
    /// one or one that is carried on with.
    fn is_early(&self, command: &Command) -> bool {
        match self.phase() {
            Phase::Loading => true,
            Phase::Connecting => matches!(command, Command::Send(_)),
            _ => false,
        }
    }

    fn obey(&self, request: Request) {
        let Request { id, command, wrong } = request;
        let over = matches!(command, Command::Destroy);
        let done = self.command(command);
        let reply = match done.and(wrong.map_or(Ok(()), |wrong| Err(Denied::Value(wrong)))) {
            Ok(()) => Reply::done(id, self.state()),
            Err(Denied::Phase(name)) => Reply::wrong_phase(id, name, self.phase()),
            Err(Denied::Gesture) => {
                let message = "The visitor has to accept the terms first.";
                Reply::error(id, ErrorCode::Gesture, message.to_owned())
            }
            Err(Denied::Value(message)) => Reply::error(id, ErrorCode::Invalid, message),
        };
        self.reply(&reply);
        if over {
            self.port.replace(None);
        }
    }

    fn command(&self, command: Command) -> Result<(), Denied> {
        let (session, phase) = (self.session, self.phase());
        match command {
            Command::Start => match phase {
                Phase::Ready if session.must_accept() => return Err(Denied::Gesture),
                Phase::Ready => session.start(),
                Phase::Connecting | Phase::Live => {}
                _ => return Err(Denied::Phase("start")),
            },
            Command::Stop => match phase {
                Phase::Connecting | Phase::Live => session.end(),
                Phase::Stopping => {}
                _ => return Err(Denied::Phase("stop")),
            },
            Command::Send(text) => {
                if !session.send(text) {
                    return Err(Denied::Phase("send"));
                }
            }
            Command::Prefill(text) => session.prefill(text),
            Command::SetVariables(given) => {
                let odd = session.set_variables(&given.texts);
                let refused = given.refused.join(", ");
                let wrong = match odd {
                    _ if !refused.is_empty() => ("no text, number, true or false: ", refused),
                    Some(name) => ("badly named, or too long: ", name),
                    None => return Ok(()),
                };
                let message = ["Left out of the variables, as ", wrong.0, &wrong.1];
                return Err(Denied::Value(message.concat()));
            }
            Command::SetUser(given) => {
                let mut user = session.user().try_get_untracked().unwrap_or_default();
                if let Some(name) = given.name {
                    user.name = clean(&name, NAME_CAP);
                }
                if let Some(email) = given.email {
                    user.email = clean(&email, EMAIL_CAP);
                }
                session.set_user(user);
            }
            Command::SetTheme(change) => {
                let (config, warnings) = self.styled.borrow().restyled(&change);
                theme::apply(&vivavoce_core::theme::derive(&config));
                self.styled.replace(config);
                if let Some(warning) = warnings.first() {
                    return Err(Denied::Value(warning.to_string()));
                }
            }
            Command::SetAccessToken(token) => session.set_token(token),
            Command::GetState => {}
            Command::Destroy => session.destroy(),
        }
        Ok(())
    }

    pub(super) fn phase(&self) -> Phase {
        let phase = self.session.phase();
        phase.try_get_untracked().unwrap_or_default()
    }

    fn state(&self) -> State {
        State {
            phase: self.phase().as_str().to_owned(),
            scenario_id: self.session.scenario(),
            session_id: self.session.session_id(),
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
    /// The visitor has to act.
    Gesture,
    Value(String),
}
