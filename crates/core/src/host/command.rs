//! What the loader may ask for over its port, and what it is answered.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

use crate::caps;
use crate::config::Restyle;
use crate::phase::Phase;
use crate::phase::sending::{self, Unsendable};

use super::VariablesGiven;

/// `{id, command: {name, value?}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Chosen by the loader; the reply repeats it.
    pub id: u32,
    pub command: Command,
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

impl Request {
    /// Reads one message of the port, which is plain data. What is no request (`Err(None)`) gets no
    /// answer; a request for something unknown or malformed gets the reply in `Err`.
    pub fn read<'de>(message: impl Deserializer<'de>) -> Result<Request, Option<Box<Reply>>> {
        let Asked { id, command } = Asked::deserialize(message).map_err(|_| None)?;
        let invalid = |message| {
            let reply = Reply::error(id, ErrorCode::Invalid, message);
            Err(Some(Box::new(reply)))
        };
        let Some(command) = command else {
            let message = "This command was not understood: its name is unknown, or its value \
                           missing or of the wrong type.";
            return invalid(message.to_owned());
        };
        let unsendable = match &command {
            Command::Send(text) | Command::Prefill(text) => sending::check_text(text).err(),
            _ => None,
        };
        match (unsendable, &command) {
            (Some(Unsendable::TooLong), _) => {
                let most = caps::MESSAGE;
                invalid(format!("A message has at most {most} characters."))
            }
            // An empty draft is one.
            (Some(_), Command::Send(_)) => invalid("A message needs a text.".to_owned()),
            _ => Ok(Request { id, command }),
        }
    }
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
