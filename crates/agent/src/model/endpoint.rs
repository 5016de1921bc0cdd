//! One request to an OpenAI-compatible endpoint, and its answer piece by piece.

use std::time::Duration;

use reqwest::header::{
    AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER,
};
use reqwest::{Client, Response, Url};
use serde_json::Value;
use tokio::time::{Instant, timeout_at};
use vivavoce_protocol::Secret;
use vivavoce_protocol::sse;

use super::failure::Trouble;
use super::{ModelSettings, Times};
use crate::outgoing;

/// Bytes one event of a stream, or a whole answer, may have.
const CAP: usize = 4 << 20;
/// Bytes of an error's body that are read.
const ERROR_CAP: usize = 16 << 10;

/// Where requests go.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    client: Client,
    url: Url,
    headers: HeaderMap,
    times: Times,
    /// Taken out of whatever an endpoint says before it is logged.
    key: Option<Secret>,
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
            let retry_after = retry_after(response.headers());
            let body = self.error_body(response, first).await;
            return Err(self.hide(Trouble::from_status(status, retry_after, &body)));
        }
        let whole = response
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.to_ascii_lowercase().contains("json"));
        Ok(Answer {
            response,
            form: if whole {
                Form::Whole(Vec::new())
            } else {
                Form::Unknown
            },
            parser: sse::Parser::new(CAP),
            ready: Vec::new().into_iter(),
            until: first,
            waits_for: (self.times.first_token, "the first word"),
            deadline,
            times: self.times,
            done: false,
            complete: false,
            key: self.key.clone(),
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
    form: Form,
    parser: sse::Parser,
    ready: std::vec::IntoIter<Result<sse::Message, sse::TooLarge>>,
    /// When the next piece must have come.
    until: Instant,
    /// The time it had, and what it was.
    waits_for: (Duration, &'static str),
    deadline: Instant,
    times: Times,
    done: bool,
    complete: bool,
    key: Option<Secret>,
}

enum Form {
    /// Some endpoints name no content type; the first byte tells.
    Unknown,
    Stream,
    /// One JSON document, read so far.
    Whole(Vec<u8>),
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
        self.until = (Instant::now() + self.times.idle).min(self.deadline);
        self.waits_for = (self.times.idle, "the next word");
    }

    async fn read(&mut self) -> Result<Option<Value>, Trouble> {
        loop {
            if self.done {
                return Ok(None);
            }
            for message in self.ready.by_ref() {
                let message = message.map_err(|error| Trouble::protocol(error.to_string()))?;
                let data = message.data.trim();
                if data.is_empty() {
                    continue;
                }
                if data == "[DONE]" {
                    self.complete = true;
                    return Ok(None);
                }
                return match serde_json::from_str(data) {
                    Ok(value) => Ok(Some(value)),
                    Err(error) => Err(Trouble::protocol(format!(
                        "a piece of the stream is not JSON: {error}"
                    ))),
                };
            }
            let chunk = match timeout_at(self.until, self.response.chunk()).await {
                Err(_) if self.until >= self.deadline => {
                    return Err(Trouble::late("the whole answer", self.times.total));
                }
                Err(_) => return Err(Trouble::late(self.waits_for.1, self.waits_for.0)),
                Ok(Err(error)) => {
                    return Err(Trouble::broken(format!(
                        "the model's stream broke off: {}",
                        reason(&error)
                    )));
                }
                Ok(Ok(chunk)) => chunk,
            };
            let Some(chunk) = chunk else {
                let Form::Whole(body) = &self.form else {
                    return Ok(None);
                };
                let value = serde_json::from_slice(body).map_err(|error| {
                    Trouble::protocol(format!("the answer is not JSON: {error}"))
                })?;
                self.form = Form::Stream;
                self.complete = true;
                return Ok(Some(value));
            };
            if let Form::Unknown = self.form
                && let Some(first) = chunk.iter().find(|byte| !byte.is_ascii_whitespace())
            {
                self.form = if *first == b'{' {
                    Form::Whole(Vec::new())
                } else {
                    Form::Stream
                };
            }
            match &mut self.form {
                Form::Whole(body) if body.len() + chunk.len() > CAP => {
                    return Err(Trouble::protocol(format!(
                        "the answer is larger than {CAP} bytes"
                    )));
                }
                Form::Whole(body) => body.extend_from_slice(&chunk),
                Form::Unknown | Form::Stream => self.ready = self.parser.feed(&chunk).into_iter(),
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

/// `Retry-After` in either of its forms.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    let seconds = at.as_second() - jiff::Timestamp::now().as_second();
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}
