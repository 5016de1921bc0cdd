//! What of a vendor's answer goes on to the visitor: the status, the body without the secret, and
//! when to try again. Cookies, servers' names and everything else stay here.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::time::{Instant, timeout_at};

use super::way::{Silence, Way};
use super::whole::{Head, Kind, Whole};
use crate::settings::BackendDialect;
use serde_json::Value;
use vivavoce_agent::outgoing;
use vivavoce_engine::heavy;
use vivavoce_http::ApiError;
use vivavoce_protocol::json;

/// Bytes of an answer that is no stream.
pub const CAP: usize = 4 << 20;
/// A vendor may ask for a longer pause, up to a day.
const LONGEST_PAUSE: Duration = Duration::from_secs(86_400);
/// A byte order mark.
const MARK: &[u8] = b"\xEF\xBB\xBF";
const BROKEN: &str = "its connection broke";
/// A pause nobody said the length of.
const PAUSE: u64 = 10;
/// The same for Totebot, whose rate counts over a minute.
const TOTEBOT_PAUSE: u64 = 60;

/// Headers that tell how much more the vendor takes.
const RATES: [&str; 6] = [
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
];

impl Head {
    /// Reads it, and has `visitor` pause, whose call it answers, where the vendor asks for that; or
    /// everybody, where it speaks of the account.
    pub fn read(way: &Way, visitor: &str, response: &reqwest::Response) -> Head {
        let status = response.status().as_u16();
        let text = |name: &str| response.headers().get(name)?.to_str().ok();
        let mut head = Head {
            status,
            kind: kind(text("content-type")),
            retry_after: text("retry-after").and_then(seconds),
            rates: Vec::new(),
        };
        for name in RATES {
            if let Some(value) = response.headers().get(name)
                && !way.scrub.finds(value.as_bytes())
            {
                head.rates
                    .push((HeaderName::from_static(name), value.clone()));
            }
        }
        if status >= 500 {
            tracing::warn!(
                backend = way.name,
                status,
                "a backend answered with an error"
            );
        }
        if status == 429 && head.retry_after.is_none() {
            let reset = ["x-ratelimit-reset", "ratelimit-reset"];
            let reset = reset.iter().find_map(|name| until(text(name)?));
            head.retry_after = Some(reset.unwrap_or(match way.settings.dialect {
                BackendDialect::Totebot => TOTEBOT_PAUSE,
                _ => PAUSE,
            }));
        }
        if let (429 | 503, Some(seconds)) = (status, head.retry_after) {
            let left = ["x-ratelimit-remaining", "ratelimit-remaining"];
            let is_spent = left.iter().any(|name| text(name) == Some("0"));
            // Totebot counts by key, as it documents, and the key is everybody's.
            let of_all = is_spent || way.settings.dialect == BackendDialect::Totebot;
            tracing::info!(
                backend = way.name,
                status,
                seconds,
                of_all,
                "a backend asks for a pause"
            );
            way.budget
                .pause(visitor, Duration::from_secs(seconds), of_all);
        }
        head
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// As an answer of ours with `body`.
    pub fn with(self, body: Body) -> Response {
        let mut response = body.into_response();
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_GATEWAY);
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_TYPE);
        let kind = match self.kind {
            Kind::Json => Some("application/json"),
            Kind::Text => Some("text/plain; charset=utf-8"),
            Kind::Stream => Some("text/event-stream"),
            Kind::Nothing | Kind::Other => None,
        };
        if let Some(kind) = kind {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        if self.kind == Kind::Stream {
            // For proxies that gather what they pass on.
            headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        headers.extend(self.rates);
        response
    }
}

impl Whole {
    /// Reads `response` to its end.
    pub async fn read(
        way: &Way,
        visitor: &str,
        response: reqwest::Response,
        patience: Duration,
    ) -> Result<Whole, ApiError> {
        let head = Head::read(way, visitor, &response);
        Whole::go_on(way, head, Vec::new(), response, patience).await
    }

    /// Reads to its end what has begun with `body`.
    pub async fn go_on(
        way: &Way,
        mut head: Head,
        mut body: Vec<u8>,
        mut response: reqwest::Response,
        patience: Duration,
    ) -> Result<Whole, ApiError> {
        let deadline = Instant::now() + patience;
        loop {
            match timeout_at(deadline, response.chunk()).await {
                Err(_) => return Err(silence(way, Silence::Late("its answer does not end"))),
                // What it said until then is half an answer.
                Ok(Err(_)) => return Err(silence(way, Silence::Unreachable(BROKEN))),
                Ok(Ok(None)) => break,
                Ok(Ok(Some(chunk))) if body.len() + chunk.len() > CAP => {
                    return Err(not_understood(way, "it is too large"));
                }
                Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
            }
        }
        let body = way.scrub.whole(&body);
        let json = match head.kind {
            Kind::Stream => None,
            Kind::Json | Kind::Nothing => value(&body).await?,
            // JSON under another name is what APIs answer; a number or a word is a text.
            Kind::Text | Kind::Other => value(&body)
                .await?
                .filter(|it| it.is_object() || it.is_array()),
        };
        if body.is_empty() {
            head.kind = Kind::Nothing;
        } else if json.is_some() {
            head.kind = Kind::Json;
        }
        let json = json.map(Arc::new);
        Ok(Whole { head, body, json })
    }

    /// As it goes on. An answer visitors can do nothing with becomes a sentence.
    pub fn into_answer(self, way: &Way) -> Result<Response, ApiError> {
        let status = self.head.status;
        if status == 401 {
            // Not the visitor's session is refused, but this site's key.
            tracing::error!(backend = way.name, "a backend refuses our secret");
            return Err(ApiError::new(
                StatusCode::BAD_GATEWAY,
                "The service does not let this site in. Please tell the site's owner.",
            ));
        }
        match self.head.kind {
            Kind::Json => {
                // Half an answer is none, whatever its head says.
                if self.head.is_success() && self.json().is_none() {
                    return Err(not_understood(way, "its JSON is broken or cut"));
                }
                Ok(self.head.with(Body::from(Bytes::from(self.body))))
            }
            Kind::Text => Ok(self.head.with(Body::from(Bytes::from(self.body)))),
            Kind::Nothing if self.body.is_empty() => Ok(self.head.with(Body::empty())),
            _ if self.head.is_success() => Err(not_understood(
                way,
                "a page or a file, where JSON was expected",
            )),
            _ => {
                let code = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
                let error = ApiError::new(
                    code,
                    format!("The service answered with an error ({status})."),
                );
                Err(match self.head.retry_after {
                    Some(seconds) => error.retry_after(seconds),
                    None => error,
                })
            }
        }
    }
}

/// No answer, as a sentence, and its cause in the log.
pub fn silence(way: &Way, silence: Silence) -> ApiError {
    let (code, why, sentence) = match silence {
        Silence::Moved => {
            return not_understood(way, "it sends us elsewhere, which is not followed");
        }
        Silence::Unreachable(why) => (
            StatusCode::BAD_GATEWAY,
            why,
            "The service cannot be reached just now. Please try again in a moment.",
        ),
        Silence::Late(why) => (
            StatusCode::GATEWAY_TIMEOUT,
            why,
            "The service did not answer in time. Please try again.",
        ),
    };
    let status = code.as_u16();
    tracing::warn!(backend = way.name, status, why, "a backend did not answer");
    ApiError::new(code, sentence).retry_after(2)
}

/// An answer nobody can do anything with, as a sentence, and its cause in the log.
pub fn not_understood(way: &Way, why: &'static str) -> ApiError {
    tracing::warn!(
        backend = way.name,
        status = 502,
        why,
        "a backend's answer was not understood"
    );
    ApiError::new(
        StatusCode::BAD_GATEWAY,
        "The service answered in a way we did not understand. Please try again.",
    )
}

/// Reads of a stream's body until it is clear whether it is one, whatever its head says: some name no type,
/// others call it text or JSON. What was read stands in front of the rest.
pub async fn begun(
    way: &Way,
    response: &mut reqwest::Response,
    patience: Duration,
) -> Result<(bool, Vec<u8>), ApiError> {
    let deadline = Instant::now() + patience;
    let mut first = Vec::new();
    loop {
        if let Some(is_stream) = is_stream(&first) {
            return Ok((is_stream, first));
        }
        match timeout_at(deadline, response.chunk()).await {
            Err(_) => return Err(silence(way, Silence::Late("its answer does not begin"))),
            Ok(Err(_)) => return Err(silence(way, Silence::Unreachable(BROKEN))),
            Ok(Ok(None)) => return Ok((false, first)),
            Ok(Ok(Some(chunk))) => first.extend_from_slice(&chunk),
        }
    }
}

/// Whether `body` begins an event stream; `None`: more must come to tell.
fn is_stream(body: &[u8]) -> Option<bool> {
    const FIELDS: [&[u8]; 5] = [b"data:", b"event:", b"id:", b"retry:", b":"];
    if MARK.starts_with(body) && body.len() < MARK.len() {
        return None;
    }
    let text = body.strip_prefix(MARK).unwrap_or(body).trim_ascii_start();
    if FIELDS.iter().any(|field| text.starts_with(field)) {
        return Some(true);
    }
    let may = FIELDS.iter().any(|field| field.starts_with(text));
    // White space alone may go on for ever.
    (!may || body.len() > 1_024).then_some(false)
}

/// What a body says in JSON, as browsers read it: half a character is one that is missing.
async fn value(body: &[u8]) -> Result<Option<Value>, ApiError> {
    let body = Bytes::copy_from_slice(body.strip_prefix(MARK).unwrap_or(body));
    let is_long = body.len() > heavy::LONG;
    let read = move || json::parse_bytes(&body);
    match is_long {
        true => Ok(heavy::run(read).await?),
        false => Ok(read()),
    }
}

fn kind(content_type: Option<&str>) -> Kind {
    let Some(text) = content_type else {
        return Kind::Nothing;
    };
    let essence = text.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "text/event-stream" => Kind::Stream,
        "text/plain" => Kind::Text,
        kind if kind == "application/json" || kind.ends_with("+json") => Kind::Json,
        _ => Kind::Other,
    }
}

/// Whole seconds of a `Retry-After`, a day at most.
fn seconds(text: &str) -> Option<u64> {
    let pause = outgoing::retry_after(text)?.min(LONGEST_PAUSE);
    Some(pause.as_secs() + u64::from(pause.subsec_nanos() > 0))
}

/// Seconds until a reset, which some write as seconds from now, others as seconds or milliseconds
/// since 1970.
fn until(text: &str) -> Option<u64> {
    let number = text.trim().parse::<f64>().ok().filter(|it| *it >= 0.0)?;
    let now = jiff::Timestamp::now().as_millisecond() as f64;
    let left = match number {
        few if few < 1e6 => few,
        seconds if seconds < 1e11 => seconds - now / 1_000.0,
        millis => (millis - now) / 1_000.0,
    };
    Some(left.ceil().clamp(1.0, 900.0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_known_by_how_it_begins() {
        let cases: [(&[u8], Option<bool>); 19] = [
            (b"data: {}", Some(true)),
            (b"data:{}", Some(true)),
            (b"event: message", Some(true)),
            (b"id: 1", Some(true)),
            (b"retry: 100", Some(true)),
            (b": quiet", Some(true)),
            (b"\xEF\xBB\xBFdata: {}", Some(true)),
            (b"\r\n\ndata: {}", Some(true)),
            (b"", None),
            (b"d", None),
            (b"\n ", None),
            (b"\xEF\xBB", None),
            (b"\xEF\xBB\xBFev", None),
            (b"{\"data\": 1}", Some(false)),
            (b"[", Some(false)),
            (b"<!doctype html>", Some(false)),
            (b"date", Some(false)),
            (b"\xEF\xBBx", Some(false)),
            (b"Internal Server Error", Some(false)),
        ];
        for (body, expected) in cases {
            let text = String::from_utf8_lossy(body);
            assert_eq!(is_stream(body), expected, "{text}");
        }
        assert_eq!(is_stream(&[b' '; 2_000]), Some(false));
    }

    #[test]
    fn a_wait_is_read_in_every_form() {
        let now = jiff::Timestamp::now();
        let soon = now.as_second() + 30;
        let date = jiff::fmt::rfc2822::to_string(
            &jiff::Timestamp::from_second(soon)
                .unwrap()
                .to_zoned(jiff::tz::TimeZone::UTC),
        )
        .unwrap();
        for (text, expected) in [
            ("7", Some(7)),
            (" 1.2 ", Some(2)),
            ("-1", None),
            ("soon", None),
            ("99999999", Some(86_400)),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
        assert!((28..=30).contains(&seconds(&date).unwrap()), "{date}");
        for text in [soon.to_string(), format!("{soon}000"), "30".to_owned()] {
            assert!((28..=31).contains(&until(&text).unwrap()), "{text}");
        }
    }
}
