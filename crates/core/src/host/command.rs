//! What the loader may ask for over its port, and what it is answered.

use serde::{Deserialize, Serialize};

use crate::config::Restyle;
use crate::json::{self, Json, Read, members, words};
use crate::phase::Phase;
use crate::wire::Variables;

/// Characters of a message given to `send` or `prefill`.
pub const TEXT_CAP: usize = 8_000;

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
    Start,
    Stop,
    /// Sends a message as the visitor.
    Send(String),
    /// Puts a text into the composer.
    Prefill(String),
    /// Adds or replaces variables of the next session.
    SetVariables(Variables),
    /// Prefills the dialog. Unverified: grants nothing.
    SetUser(UserGiven),
    SetTheme(Restyle),
    /// Private access, in answer to `onTokenNeeded` or ahead of it.
    SetAccessToken(String),
    GetState,
    /// Ends the session and lets go of everything; no command is answered afterwards.
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
    /// Reads one message of the port. What is no request (`Err(None)`) gets no answer; a request
    /// for something unknown or malformed gets the reply in `Err`.
    pub fn read(json: &str) -> Result<Request, Option<Box<Reply>>> {
        let json = json::parse(json).ok_or(None)?;
        let id = u32::read(json.get("id")).ok_or(None)?;
        let Some(command) = Command::read(json.get("command")) else {
            let message = "This command was not understood: its name is unknown, or its value \
                           missing or of the wrong type."
                .to_owned();
            return Err(Some(Box::new(Reply::error(
                id,
                ErrorCode::Invalid,
                message,
            ))));
        };
        let request = Request { id, command };
        match &request.command {
            Command::Send(text) | Command::Prefill(text)
                if text.chars().nth(TEXT_CAP).is_some() =>
            {
                let message = format!("A message has at most {TEXT_CAP} characters.");
                Err(Some(Box::new(Reply::error(
                    id,
                    ErrorCode::Invalid,
                    message,
                ))))
            }
            Command::Send(text) if text.trim().is_empty() => {
                let message = "A message needs a text.".to_owned();
                Err(Some(Box::new(Reply::error(
                    id,
                    ErrorCode::Invalid,
                    message,
                ))))
            }
            _ => Ok(request),
        }
    }
}

impl Read for Command {
    fn read(json: &Json) -> Option<Self> {
        let value = json.get("value");
        Some(match json.get("name").as_text()? {
            "start" => Command::Start,
            "stop" => Command::Stop,
            "send" => Command::Send(Read::read(value)?),
            "prefill" => Command::Prefill(Read::read(value)?),
            "setVariables" => Command::SetVariables(Read::read(value)?),
            "setUser" => {
                let [name, email] = texts(value, ["name", "email"])?;
                Command::SetUser(UserGiven { name, email })
            }
            "setTheme" => {
                let [color, background, theme] = texts(value, ["color", "background", "theme"])?;
                Command::SetTheme(Restyle {
                    color,
                    background,
                    theme,
                })
            }
            "setAccessToken" => Command::SetAccessToken(Read::read(value)?),
            "getState" => Command::GetState,
            "destroy" => Command::Destroy,
            _ => return None,
        })
    }
}

/// The texts `object` has under `names`; `None` if it is no object or has anything else there, of
/// which its sender should hear.
fn texts<const N: usize>(object: &Json, names: [&str; N]) -> Option<[Option<String>; N]> {
    let is_good = |name| {
        let value: &Json = object.get(name);
        value.is_null() || value.as_text().is_some()
    };
    (object.is_object() && names.into_iter().all(is_good))
        .then(|| names.map(|name| object.field(name)))
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

members!(write Reply { id, state, error });

members!(write State {
    phase = "phase",
    scenario_id = "scenarioId",
    session_id = "sessionId",
});

members!(write CommandError { code, message });

words!(ErrorCode {
    Invalid = "invalid",
    Phase = "phase",
    Gesture = "gesture",
    Refused = "refused",
});

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
