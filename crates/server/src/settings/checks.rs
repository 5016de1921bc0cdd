//! What each kind of setting may be. Every error says what is allowed.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use lettre::message::Mailbox;
use url::Url;
use vivavoce_protocol::Secret;
use vivavoce_protocol::language::{INTERFACE, interface};

use super::Database;
use super::given::{Environment, Given, Problem};
use vivavoce_engine::outbox::mail;
use vivavoce_http::framing;
use vivavoce_http::proxy::{Network, host_name};

/// An http(s) origin as browsers write it: lower case, no default port, no slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin(String);

impl Origin {
    pub fn parse(given: &Given) -> Result<Origin, Problem> {
        framing::origin(&given.text)
            .map(Origin)
            .ok_or_else(|| given.wrong(format!("it must be {}", framing::ORIGIN)))
    }
}

impl Origin {
    /// Its host's name, without the port.
    pub fn host(&self) -> String {
        let host = self.0.split_once("://").map_or("", |(_, host)| host);
        host_name(host)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address of a page that visitors can open.
pub(super) fn page(given: Option<Given>) -> Result<Option<String>, Problem> {
    const RULE: &str = "it must be an address such as https://www.example.com/terms";
    given
        .map(|given| framing::web_address(&given.text).ok_or_else(|| given.wrong(RULE)))
        .transpose()
}

pub(super) fn listen(given: &Given) -> Result<SocketAddr, Problem> {
    const RULE: &str = "it must be an address and a port, such as 127.0.0.1:8787 or [::]:8787 \
                        (port 0: any free one)";
    let text = given.text.trim();
    // `localhost:8787` and `:8787` are what people type.
    let text = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    text.parse().map_err(|_| given.wrong(RULE))
}

pub(super) fn database(given: &Given) -> Result<Database, Problem> {
    const RULE: &str = "it must be sqlite://FILE or memory:";
    let text = given.text.trim();
    if matches!(text, "memory:" | "sqlite::memory:" | "sqlite://:memory:") {
        return Ok(Database::Memory);
    }
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Err(given.wrong_unseen(format!("PostgreSQL is not supported yet; {RULE}")));
    }
    // Unseen from here on: a connection string may carry a password.
    match text
        .strip_prefix("sqlite://")
        .or_else(|| text.strip_prefix("sqlite:"))
    {
        Some("") => Err(given.wrong(format!("the file's name is missing; {RULE}"))),
        Some(path) if path.contains('?') => {
            Err(given.wrong_unseen(format!("options after ? are not taken; {RULE}")))
        }
        Some(path) => Ok(Database::Sqlite(PathBuf::from(path))),
        None => Err(given.wrong_unseen(RULE)),
    }
}

/// A host's name as it is compared.
pub(super) fn host(given: &Given) -> Result<String, Problem> {
    const RULE: &str = "it must be a host's name such as voice.example.com, without a port";
    let name = host_name(&given.text);
    let url = Url::parse(&format!("http://{name}/")).map_err(|_| given.wrong(RULE))?;
    if name.is_empty() || url.host_str() != Some(&name) || name != given.text.to_ascii_lowercase() {
        return Err(given.wrong(RULE));
    }
    Ok(name)
}

/// A language of the interface.
pub(super) fn language(given: &Given) -> Result<&'static str, Problem> {
    let rule = || format!("it must be one of {}", INTERFACE.join(", "));
    interface(&given.text).ok_or_else(|| given.wrong(rule()))
}

pub(super) fn api_key(given: &Given) -> Result<Secret, Problem> {
    if given.text.len() < 20 || !given.text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(given.wrong_unseen(
            "it must be at least 20 letters, digits or signs without a space; \
             `openssl rand -hex 32` makes a good one",
        ));
    }
    Ok(Secret::new(given.text.clone()))
}

pub(super) fn networks(given: &Given) -> Result<Vec<Network>, Problem> {
    given
        .text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            part.parse().map_err(|_| {
                given.wrong(format!(
                    "{part:?} is no address; it must be addresses or networks such as \
                     127.0.0.1, 10.0.0.0/8, separated by commas"
                ))
            })
        })
        .collect()
}

pub(super) fn log_filter(given: &Given) -> Result<String, Problem> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    // A word alone is the name of a crate to the library, and then nothing else is logged.
    let is_odd = |word: &str| {
        let is_alone = !word.is_empty() && !word.contains(['=', '[', ':', '_']);
        is_alone && !LEVELS.contains(&word.to_ascii_lowercase().as_str())
    };
    let is_read = tracing_subscriber::EnvFilter::builder()
        .parse(&given.text)
        .is_ok();
    if !is_read || given.text.split(',').map(str::trim).any(is_odd) {
        return Err(given.wrong(
            "it must be a level (error, warn, info, debug, trace) or a list like \
             vivavoce_server=debug,info",
        ));
    }
    Ok(given.text.clone())
}

pub(super) fn one_of<T: Copy>(given: &Given, choices: &[(&str, T)]) -> Result<T, Problem> {
    choices
        .iter()
        .find(|(name, _)| *name == given.text)
        .map(|(_, value)| *value)
        .ok_or_else(|| {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            given.wrong(format!("it must be one of {}", names.join(", ")))
        })
}

/// An http(s) address another path is appended to; returned without a slash at its end.
pub(super) fn base_url(given: &Given) -> Result<String, Problem> {
    const RULE: &str = "it must be an address such as https://api.example.com/v1";
    // A path may hold a channel's token, so the text is not repeated.
    let url = Url::parse(given.text.trim()).map_err(|_| given.wrong_unseen(RULE))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(given.wrong_unseen(RULE));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(given.wrong_unseen(format!("{RULE}, without ? or #")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(given.wrong_unseen("a user or password in an address is not taken"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// An address visitors may click.
pub(super) fn link(given: &Given) -> Result<String, Problem> {
    Url::parse(given.text.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(String::from)
        .ok_or_else(|| given.wrong("it must be an address such as https://www.example.com/about"))
}

/// The secret itself, or `env:NAME` for the variable that holds it.
pub(super) fn secret(
    given: Option<Given>,
    environment: Environment<'_>,
) -> Result<Option<Secret>, Problem> {
    let Some(given) = given else { return Ok(None) };
    let text = match given.text.strip_prefix("env:") {
        Some(name) => environment(name)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| given.wrong("the environment has no such variable, or it is empty"))?,
        None => given.text.clone(),
    };
    let text = text.trim().to_owned();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(given.wrong_unseen("the secret must be one word of ASCII characters"));
    }
    Ok(Some(Secret::new(text)))
}

/// The mail server, or `env:NAME`; the address may hold a password, so it is not repeated.
pub(super) fn mail_url(given: Given, environment: Environment<'_>) -> Result<Secret, Problem> {
    let place = given.place.clone();
    let url = secret(Some(given), environment)?
        .ok_or_else(|| Problem(format!("{place}: it must not be empty")))?;
    match mail::transport(url.expose(), None) {
        Ok(_) => Ok(url),
        Err(rule) => Err(Problem(format!("{place}: {rule}"))),
    }
}

pub(super) fn mailbox(given: &Given) -> Result<Mailbox, Problem> {
    given.text.parse().map_err(|_| {
        given.wrong("it must be a sender such as Viva Voce <voice@example.com>, or an address")
    })
}

pub(super) fn backend_name(given: &Given) -> Result<(), Problem> {
    let fits = !given.text.is_empty()
        && given.text.len() <= 40
        && given.text.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte)
        });
    if fits {
        Ok(())
    } else {
        Err(Problem(format!(
            "{}: a backend's name is 1 to 40 of a-z, 0-9, _ and -, as ?backend= will say it",
            given.place
        )))
    }
}

pub(super) fn header_name(given: &Given) -> Result<(), Problem> {
    given
        .text
        .parse::<axum::http::HeaderName>()
        .map(drop)
        .map_err(|_| given.wrong_unseen("this is no name of an HTTP header"))
}
