//! The way to one vendor: its address, its secret, what all visitors share there.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, Method, Response, Url};
use tokio::time::{Instant, timeout};
use vivavoce_agent::outgoing;

use super::budget::Budget;
use super::path;
use super::scrub::Scrub;
use super::table::{Pace, Route};
use super::whole::Whole;
use crate::{settings::BackendDialect, settings::BackendSettings};
use vivavoce_engine::settings::RelayTimes;

/// How long facts about an agent are told without asking again, and how long if asking fails.
const FRESH: Duration = Duration::from_secs(120);
const STALE: Duration = Duration::from_secs(3_600);

pub struct Way {
    pub name: String,
    pub settings: BackendSettings,
    pub budget: Budget,
    pub scrub: Scrub,
    client: Client,
    headers: HeaderMap,
    /// Facts about the vendor's agent, and when they were asked for.
    agent: Mutex<Option<(Instant, Whole)>>,
}

/// Why there is no answer; with what the log says of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Silence {
    /// Nobody could be reached, or the connection broke.
    Unreachable(&'static str),
    Late(&'static str),
    /// It sends us elsewhere.
    Moved,
}

impl std::fmt::Debug for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Way({})", self.name)
    }
}

/// A client for all vendors.
pub fn client(times: &RelayTimes) -> reqwest::Result<Client> {
    outgoing::client().connect_timeout(times.connect).build()
}

impl Way {
    pub fn new(name: &str, settings: &BackendSettings, client: Client) -> Self {
        let channel = match settings.dialect {
            // Without a secret of its own, the channel's token ends the address.
            BackendDialect::Tovie => settings
                .url
                .rsplit('/')
                .next()
                .filter(|last| last.len() >= 12),
            _ => None,
        };
        let secret = settings.secret.as_ref().map(|secret| secret.expose());
        Self {
            name: name.to_owned(),
            budget: Budget::new(
                settings.requests_per_minute,
                settings.concurrent,
                settings.concurrent_lasting,
            ),
            scrub: Scrub::new(secret.or(channel).into_iter()),
            headers: headers(settings),
            client,
            settings: settings.clone(),
            agent: Mutex::new(None),
        }
    }

    /// Sends a call; answers once the head of the answer is there, within `patience`.
    pub async fn send(
        &self,
        route: &Route,
        method: &Method,
        query: &[(&'static str, String)],
        body: Option<Vec<u8>>,
        patience: Duration,
    ) -> Result<Response, Silence> {
        let below = path::written(&route.segments, route.slash, query);
        let address = [self.settings.address(), below].concat();
        let stream = route.pace == Pace::Stream;
        self.ask(method, &address, body, stream, patience).await
    }

    /// Sends a call of our own.
    pub async fn ask(
        &self,
        method: &Method,
        address: &str,
        body: Option<Vec<u8>>,
        stream: bool,
        patience: Duration,
    ) -> Result<Response, Silence> {
        let mut url =
            Url::parse(address).map_err(|_| Silence::Unreachable("its address is none"))?;
        let accept = if stream {
            "text/event-stream, application/json;q=0.9"
        } else {
            "application/json"
        };
        let deadline = Instant::now() + patience;
        for _ in 0..2 {
            let mut request = self
                .client
                .request(method.clone(), url.clone())
                .headers(self.headers.clone())
                .header(ACCEPT, accept);
            if let Some(body) = &body {
                request = request
                    .header(CONTENT_TYPE, "application/json")
                    .body(body.clone());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let response = match timeout(left, request.send()).await {
                Err(_) => return Err(Silence::Late("it does not begin to answer")),
                // The address may hold the secret, and so may whatever else the error says.
                Ok(Err(error)) => {
                    return Err(match (error.is_timeout(), error.is_connect()) {
                        (true, _) => Silence::Late("nobody takes up the connection"),
                        (_, true) => Silence::Unreachable("there is no connection to it"),
                        _ => Silence::Unreachable("its answer is no HTTP, or ends in its head"),
                    });
                }
                Ok(Ok(response)) => response,
            };
            if !response.status().is_redirection() || response.status() == 304 {
                return Ok(response);
            }
            match with_slash(&url, &response) {
                Some(same) => url = same,
                None => break,
            }
        }
        Err(Silence::Moved)
    }

    /// What was told about the agent lately; `even_old`: within the hour.
    pub fn agent(&self, even_old: bool) -> Option<Whole> {
        let known = self.agent.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, facts) = known.as_ref()?;
        let age = if even_old { STALE } else { FRESH };
        (at.elapsed() < age).then(|| facts.clone())
    }

    pub fn note_agent(&self, facts: &Whole) {
        let mut known = self.agent.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((Instant::now(), facts.clone()));
    }
}

/// Where a redirect leads, if that is the same address but for the slash at its end.
fn with_slash(url: &Url, response: &Response) -> Option<Url> {
    if !matches!(response.status().as_u16(), 307 | 308) {
        return None;
    }
    let location = response.headers().get("location")?.to_str().ok()?;
    let to = url.join(location).ok()?;
    let bare = |url: &Url| {
        let mut url = url.clone();
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        url
    };
    (bare(&to) == bare(url)).then_some(to)
}

fn headers(settings: &BackendSettings) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut add = |name: &'static str, value: String| {
        if let Ok(mut value) = HeaderValue::from_str(&value) {
            value.set_sensitive(true);
            headers.insert(name, value);
        }
    };
    let secret = settings.secret.as_ref().map(|secret| secret.expose());
    match (settings.dialect, secret) {
        (BackendDialect::Totebot | BackendDialect::AgUi, Some(secret)) => {
            add(AUTHORIZATION.as_str(), format!("Bearer {secret}"));
        }
        (BackendDialect::Agentok, Some(secret)) => add("x-api-key", secret.to_owned()),
        (BackendDialect::Talkio, Some(secret)) => {
            add("x-api-key", secret.to_owned());
            add("x-provider", settings.provider.clone().unwrap_or_default());
        }
        // A channel's token stands in the address.
        _ => {}
    }
    headers
}
