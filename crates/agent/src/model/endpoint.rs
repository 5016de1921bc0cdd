//! One request to an OpenAI-compatible endpoint, and its answer piece by piece.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response, Url};
use serde_json::Value;
use tokio::time::{Instant, timeout_at};
use vivavoce_protocol::Secret;

use super::failure::Trouble;
use super::forgiven::Forgiven;
use super::pieces::{Piece, Pieces};
use super::{ModelSettings, Times};
use crate::outgoing;

/// Bytes of an error's body that are read.
const ERROR_CAP: usize = 16 << 10;
/// How long an answer that said how it ends is read for what it cost, and for `[DONE]`.
const LAST: Duration = Duration::from_secs(5);

/// Where requests go.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    client: Client,
    url: Url,
    headers: HeaderMap,
    times: Times,
    /// Taken out of whatever an endpoint says before it is logged.
    key: Option<Secret>,
    pub(super) forgiven: Forgiven,
}

impl Endpoint {
    pub(crate) fn new(settings: &ModelSettings) -> anyhow::Result<Self> {
        let url = format!("{}/chat/completions", settings.url.trim_end_matches('/'));
        let url = Url::parse(&url)
            .map_err(|error| anyhow::anyhow!("the model's url is not an address: {error}"))?;
        let mut headers = HeaderMap::new();
        for (name, value) in &settings.headers {
            let header = HeaderName::try_from(name.as_str()).map_err(|_| {
                anyhow::anyhow!("the model's header {name:?} is not a header's name")
            })?;
            headers.insert(header, secret_value(value.expose(), name)?);
        }
        if let Some(key) = &settings.key {
            headers.insert(
                AUTHORIZATION,
                secret_value(&format!("Bearer {}", key.expose()), "key")?,
            );
        }
        let client = outgoing::client()
            .connect_timeout(settings.times.connect)
            .build()?;
        Ok(Self {
            client,
            url,
            headers,
            times: settings.times,
            key: settings.key.clone(),
            forgiven: Forgiven::new(&settings.name),
        })
    }

    /// Sends `body`. `Ok` once the head of a success is there; nothing of the answer was read yet.
    pub(crate) async fn ask(&self, body: &Value, deadline: Instant) -> Result<Answer, Trouble> {
        let first = (Instant::now() + self.times.first_token).min(deadline);
        let request = self
            .client
            .post(self.url.clone())
            .headers(self.headers.clone())
            .json(body);
        let sent = timeout_at(first, request.send()).await;
        let response = match sent {
            Err(_) => return Err(Trouble::late("its answer", self.times.first_token)),
            Ok(Err(error)) => return Err(self.hide(not_sent(error, self.times))),
            Ok(Ok(response)) => response,
        };
        let status = response.status().as_u16();
        if !response.status().is_success() {
            let retry_after = response
                .headers()
                .get(RETRY_AFTER)
                .and_then(|value| outgoing::retry_after(value.to_str().ok()?));
            let body = self.error_body(response, first).await;
            return Err(self.hide(Trouble::from_status(status, retry_after, &body)));
        }
        Ok(Answer {
            response,
            pieces: Pieces::new(self.forgiven.clone()),
            until: first,
            waits_for: (self.times.first_token, "the first word"),
            deadline,
            times: self.times,
            is_over: false,
            broken: None,
            done: false,
            complete: false,
            key: self.key.clone(),
            forgiven: self.forgiven.clone(),
        })
    }

    async fn error_body(&self, mut response: Response, until: Instant) -> String {
        // The status says enough; its body is not worth a long wait.
        let until = until.min(Instant::now() + Duration::from_secs(5));
        let mut body = Vec::new();
        while body.len() < ERROR_CAP {
            match timeout_at(until, response.chunk()).await {
                Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
                _ => break,
            }
        }
        body.truncate(ERROR_CAP);
        String::from_utf8_lossy(&body).into_owned()
    }

    fn hide(&self, trouble: Trouble) -> Trouble {
        hide(self.key.as_ref(), trouble)
    }
}

/// A successful answer being read.
pub(crate) struct Answer {
    response: Response,
    pieces: Pieces,
    /// When the next piece must have come.
    until: Instant,
    /// The time it had, and what it was.
    waits_for: (Duration, &'static str),
    deadline: Instant,
    times: Times,
    /// It said how it ends.
    is_over: bool,
    /// Its connection broke off.
    broken: Option<Trouble>,
    done: bool,
    complete: bool,
    key: Option<Secret>,
    forgiven: Forgiven,
}

impl Answer {
    /// The next object of the answer; `None` after `[DONE]`, after a whole answer, and at the end
    /// of the connection. Errors are final.
    pub(crate) async fn next(&mut self) -> Result<Option<Value>, Trouble> {
        let result = self.read().await;
        self.done |= !matches!(result, Ok(Some(_)));
        result.map_err(|trouble| hide(self.key.as_ref(), trouble))
    }

    /// The endpoint itself said that this is all, by `[DONE]` or by a whole document.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// From now on only the time between two pieces counts.
    pub(crate) fn heard(&mut self) {
        self.is_over = false;
        self.until = (Instant::now() + self.times.idle).min(self.deadline);
        self.waits_for = (self.times.idle, "the next word");
    }

    /// It said how it ends: nothing that is missing from now on makes it less than whole.
    pub(crate) fn over(&mut self) {
        self.is_over = true;
        self.until = self.until.min(Instant::now() + LAST);
    }

    async fn read(&mut self) -> Result<Option<Value>, Trouble> {
        loop {
            if self.done {
                return Ok(None);
            }
            match self.pieces.next() {
                Some(Piece::Value(value)) => return Ok(Some(value)),
                Some(Piece::Done) => {
                    self.complete = true;
                    return Ok(None);
                }
                Some(Piece::Wrong(cause)) => return Err(Trouble::protocol(cause).or_again()),
                None => {}
            }
            if self.pieces.is_closed() {
                return match self.broken.take() {
                    Some(trouble) if !self.is_over && !self.complete => Err(trouble),
                    _ => Ok(None),
                };
            }
            match timeout_at(self.until, self.response.chunk()).await {
                Ok(Ok(Some(chunk))) => self.pieces.feed(&chunk),
                Ok(Ok(None)) => self.complete |= self.pieces.close(false),
                Ok(Err(error)) => {
                    // The last bytes may be all that it had to say.
                    self.complete |= self.pieces.close(true);
                    let cause = format!("the model's stream broke off: {}", reason(&error));
                    self.broken = Some(Trouble::broken(cause));
                }
                Err(_) if self.is_over => {
                    self.forgiven.note("an answer's connection does not end");
                    return Ok(None);
                }
                Err(_) if self.until >= self.deadline => {
                    return Err(Trouble::late("the whole answer", self.times.total));
                }
                Err(_) => return Err(Trouble::late(self.waits_for.1, self.waits_for.0)),
            }
        }
    }
}

fn secret_value(value: &str, name: &str) -> anyhow::Result<HeaderValue> {
    let mut value = HeaderValue::from_str(value).map_err(|_| {
        anyhow::anyhow!("the value of the model's {name:?} cannot be sent in a header")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

fn not_sent(error: reqwest::Error, times: Times) -> Trouble {
    if error.is_timeout() && error.is_connect() {
        return Trouble::late("a connection", times.connect);
    }
    Trouble::unreachable(format!(
        "the model's endpoint cannot be reached: {}",
        reason(&error)
    ))
}

/// The innermost cause and never the address, which may carry a secret of its own.
fn reason(error: &reqwest::Error) -> String {
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    if std::ptr::addr_eq(inner, error) {
        "no cause given".to_owned()
    } else {
        inner.to_string()
    }
}

fn hide(key: Option<&Secret>, mut trouble: Trouble) -> Trouble {
    if let Some(key) = key.map(Secret::expose).filter(|key| !key.is_empty()) {
        trouble.error.cause = trouble.error.cause.replace(key, "…");
    }
    trouble
}
