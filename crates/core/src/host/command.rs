//! What the loader may ask for over its port, and what it is answered.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

use crate::caps;
use crate::config::Restyle;
use crate::nearest::nearest;
use crate::person;
use crate::phase::Phase;
use crate::phase::sending::{self, Unsendable};
use crate::text::clean;

use super::VariablesGiven;

/// `{id, command: {name, value?}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Chosen by the loader; the reply repeats it.
    pub id: u32,
    pub command: Command,
    /// What of it was not understood, as a sentence. The rest is carried out, and then this is answered.
    #[serde(skip)]
    pub wrong: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", content = "value", rename_all = "camelCase")]
pub enum Command {
    #[serde(deserialize_with = "ignored")]
    Start,
    #[serde(deserialize_with = "ignored")]
    Stop,
    /// Sends a message as the visitor.
    Send(String),
    /// Puts a text into the composer.
    Prefill(String),
    /// Adds or replaces variables of the next session.
    SetVariables(VariablesGiven),
    /// Prefills the dialog. Unverified: grants nothing.
    SetUser(UserGiven),
    SetTheme(Restyle),
    /// Private access, in answer to `onTokenNeeded` or ahead of it.
    SetAccessToken(String),
    #[serde(deserialize_with = "ignored")]
    GetState,
    /// Ends the session and lets go of everything; no command is answered afterwards.
    #[serde(deserialize_with = "ignored")]
    Destroy,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserGiven {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Each command, what its value is, and which members that has.
const COMMANDS: [(&str, &str, &[&str]); 10] = [
    ("start", "nothing", &[]),
    ("stop", "nothing", &[]),
    ("send", "a text", &[]),
    ("prefill", "a text", &[]),
    ("setVariables", "an object of names and values", &[]),
    ("setUser", "an object of texts", &["name", "email"]),
    (
        "setTheme",
        "an object of texts",
        &["color", "background", "theme"],
    ),
    ("setAccessToken", "a text", &[]),
    ("getState", "nothing", &[]),
    ("destroy", "nothing", &[]),
];

impl Request {
    /// Reads one message of the port, which is plain data and can be read again. What is no request
    /// (`Err(None)`) gets no answer; a request for something unknown or malformed gets the reply in
    /// `Err`.
    pub fn read<'de, D>(message: impl Fn() -> D) -> Result<Request, Option<Box<Reply>>>
    where
        D: Deserializer<'de>,
    {
        let Asked { id, command } = Asked::deserialize(message()).map_err(|_| None)?;
        let invalid = |message| {
            let reply = Reply::error(id, ErrorCode::Invalid, message);
            Err(Some(Box::new(reply)))
        };
        let written = Written::deserialize(message()).unwrap_or_default().command;
        let Some(mut command) = command else {
            return invalid(written.refusal());
        };
        let unsendable = match &command {
            Command::Send(text) | Command::Prefill(text) => sending::check_text(text).err(),
            _ => None,
        };
        match (unsendable, &command) {
            (Some(Unsendable::TooLong), _) => {
                let most = caps::MESSAGE;
                return invalid(format!("A message has at most {most} characters."));
            }
            // An empty draft is one.
            (Some(_), Command::Send(_)) => return invalid("A message needs a text.".to_owned()),
            _ => {}
        }
        let address = match &mut command {
            Command::SetUser(user) => user.take_wrong_address(),
            _ => None,
        };
        Ok(Request {
            id,
            command,
            wrong: written.strangers().or(address),
        })
    }
}

impl UserGiven {
    /// An address to which nothing can be delivered is not taken; an empty one says that there is none.
    fn take_wrong_address(&mut self) -> Option<String> {
        let is_wrong =
            |email: &mut String| !email.trim().is_empty() && person::check_email(email).is_some();
        self.email.take_if(is_wrong)?;
        Some("setUser: email is no e-mail address such as ada@example.com; left out.".to_owned())
    }
}

/// How a request was written, as far as that can be told.
#[derive(Default, Deserialize)]
struct Written {
    command: WrittenCommand,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WrittenCommand {
    #[serde(deserialize_with = "lenient")]
    name: String,
    #[serde(deserialize_with = "lenient")]
    value: BTreeMap<String, IgnoredAny>,
}

impl WrittenCommand {
    fn row(&self) -> Option<&'static (&'static str, &'static str, &'static [&'static str])> {
        COMMANDS.iter().find(|(name, ..)| *name == self.name)
    }

    /// Why it cannot be carried out at all.
    fn refusal(&self) -> String {
        match self.row() {
            Some((name, value, members)) => {
                let members = match members {
                    [] => String::new(),
                    _ => format!(", with {}", members.join(", ")),
                };
                format!("{name} takes {value}{members}.")
            }
            None => {
                let names = COMMANDS.map(|(name, ..)| name);
                let one = format!("There is no command \"{}\"", shown(&self.name));
                or_all(&one, &self.name, &names)
            }
        }
    }

    /// Which members of its value no one knows.
    fn strangers(&self) -> Option<String> {
        let (name, _, members) = self.row()?;
        let is_strange = |member: &&String| !members.contains(&member.as_str());
        let strange = self.value.keys().find(is_strange)?;
        if members.is_empty() {
            return None;
        }
        let one = format!("{name} has no member \"{}\"", shown(strange));
        Some(or_all(&one, strange, members))
    }
}

/// The beginning of a sentence, with the name that was probably meant, or with all that there are.
fn or_all(one: &str, written: &str, known: &[&str]) -> String {
    match nearest(written, known.iter().copied()) {
        Some(meant) => format!("{one}. Did you mean {meant}?"),
        None => format!("{one}, but {}.", known.join(", ")),
    }
}

/// A name as its sentence may show it.
fn shown(name: &str) -> String {
    clean(name, 40)
}

/// A request whose command may be anything.
#[derive(Deserialize)]
struct Asked {
    id: u32,
    #[serde(default, deserialize_with = "known")]
    command: Option<Command>,
}

fn known<'de, D: Deserializer<'de>>(command: D) -> Result<Option<Command>, D::Error> {
    Ok(Command::deserialize(command).ok())
}

fn lenient<'de, D, T>(value: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(T::deserialize(value).unwrap_or_default())
}

/// A value that no one asked for.
fn ignored<'de, D: Deserializer<'de>>(value: D) -> Result<(), D::Error> {
    IgnoredAny::deserialize(value).map(|_| ())
}

/// `{id, state}` or `{id, error}`. Every success carries the state it led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    pub id: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<CommandError>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// As in `data-phase`.
    pub phase: String,
    pub scenario_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandError {
    pub code: ErrorCode,
    /// A sentence for the developer.
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Unknown command, or a value it cannot have.
    Invalid,
    /// Not in this phase.
    Phase,
    /// A gesture of the visitor inside the frame is needed.
    Gesture,
    /// The deployment or the scenario does not allow it.
    Refused,
}

impl Reply {
    pub fn done(id: u32, state: State) -> Reply {
        Reply {
            id,
            state: Some(state),
            error: None,
        }
    }

    pub fn error(id: u32, code: ErrorCode, message: String) -> Reply {
        Reply {
            id,
            state: None,
            error: Some(CommandError { code, message }),
        }
    }

    /// `command` makes no sense in `phase`.
    pub fn wrong_phase(id: u32, command: &str, phase: Phase) -> Reply {
        let message = format!("{command} is not possible in the phase {}.", phase.as_str());
        Reply::error(id, ErrorCode::Phase, message)
    }
}
