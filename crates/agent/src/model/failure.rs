//! What can go wrong between us and a model, told to two readers: the visitor and the operator.

use std::time::Duration;

use serde_json::Value;

use crate::AgentError;
use vivavoce_text::words;

/// A failure, and whether asking once more could help.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub error: AgentError,
    /// Wait this long and ask again; `None`: that would not help.
    pub again: Option<Duration>,
    /// What the endpoint wrote with a 4xx, for [`super::request::Habits::learn`].
    pub complaint: Option<String>,
    /// The endpoint did not take the request as it was (400 or 422), whatever it said of it.
    pub is_bad_request: bool,
}

/// A pause long enough for a proxy to find its next server, short enough for a visitor.
const SHORTLY: Duration = Duration::from_millis(300);
/// A longer `Retry-After` is the visitor's to wait for.
const PATIENCE: Duration = Duration::from_secs(3);

impl Trouble {
    fn new(code: &'static str, detail: &str, cause: impl Into<String>) -> Self {
        let error = AgentError {
            code,
            detail: detail.to_owned(),
            cause: cause.into(),
        };
        Trouble {
            error,
            again: None,
            complaint: None,
            is_bad_request: false,
        }
    }

    fn or_again(mut self) -> Self {
        self.again = Some(SHORTLY);
        self
    }

    pub fn late(what: &str, after: Duration) -> Self {
        let cause = format!("the model's endpoint: {what} did not come within {after:?}");
        Self::new(
            "timeout",
            "The agent took too long to answer. Please try again.",
            cause,
        )
    }

    pub fn unreachable(cause: impl Into<String>) -> Self {
        let detail = "The agent cannot be reached right now. Please try again in a moment.";
        Self::new("unreachable", detail, cause).or_again()
    }

    /// The stream ended before the answer did.
    pub fn broken(cause: impl Into<String>) -> Self {
        Self::new(
            "unreachable",
            "The answer broke off. Please try again.",
            cause,
        )
        .or_again()
    }

    pub fn rate_limited(after: Option<Duration>, cause: impl Into<String>) -> Self {
        let when = match after.map(|after| after.as_secs().max(1)) {
            Some(1) => "in a second".to_owned(),
            Some(seconds) if seconds < 120 => format!("in {seconds} seconds"),
            Some(seconds) if seconds < 7200 => format!("in {} minutes", seconds.div_ceil(60)),
            Some(_) => "later".to_owned(),
            None => "in a moment".to_owned(),
        };
        let detail =
            format!("The agent is answering many people at the moment. Please try again {when}.");
        let mut trouble = Self::new("rate_limited", &detail, cause);
        trouble.again = after.filter(|after| *after <= PATIENCE);
        trouble
    }

    pub fn refused(cause: impl Into<String>) -> Self {
        let detail = "The agent is not set up correctly, so it cannot answer. \
                      Please tell whoever gave you the link.";
        Self::new("refused", detail, cause)
    }

    pub fn protocol(cause: impl Into<String>) -> Self {
        let detail = "The agent’s answer could not be understood. Please try again.";
        Self::new("protocol", detail, cause)
    }

    /// A complete answer with nothing in it.
    pub fn silent(cause: impl Into<String>) -> Self {
        Self::new(
            "protocol",
            "The agent had nothing to say. Please try again.",
            cause,
        )
        .or_again()
    }

    pub fn withheld() -> Self {
        let cause = "the model's endpoint withheld the answer (content_filter)";
        Self::new(
            "protocol",
            "The agent would rather not answer that. Please ask something else.",
            cause,
        )
    }

    /// From the status of an answer that is no success.
    pub fn from_status(status: u16, retry_after: Option<Duration>, body: &str) -> Self {
        let said = message_in(body);
        let cause = format!("the model's endpoint answered {status}: {said}");
        match status {
            401..=403 => Self::refused(cause),
            408 => Self::unreachable(cause),
            429 => Self::rate_limited(retry_after, cause),
            503 if retry_after.is_some() => Self::rate_limited(retry_after, cause),
            500..=599 => Self::unreachable(cause),
            300..=399 => Self::protocol(format!(
                "{cause}; redirects are not followed, so give the final address"
            )),
            _ => Self {
                complaint: Some(said),
                is_bad_request: matches!(status, 400 | 422),
                ..Self::protocol(cause)
            },
        }
    }

    /// From an `error` object inside an answer that began as a success.
    pub fn from_error(error: &Value) -> Self {
        let text = |key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default();
        let said = match error {
            Value::String(text) => text.clone(),
            _ => text("message").to_owned(),
        };
        let status = error
            .get("code")
            .or_else(|| error.get("status"))
            .and_then(Value::as_u64);
        if let Some(status) = status.and_then(|status| u16::try_from(status).ok())
            && (400..600).contains(&status)
        {
            return Self::from_status(status, None, &said);
        }
        let kind = format!("{} {}", text("code"), text("type")).to_lowercase();
        let cause = format!(
            "the model's endpoint answered with an error: {}",
            words::excerpt(&said, 300)
        );
        if kind.contains("rate") || kind.contains("quota") {
            Self::rate_limited(None, cause)
        } else if kind.contains("auth") || kind.contains("permission") || kind.contains("api_key") {
            Self::refused(cause)
        } else if kind.contains("overload")
            || kind.contains("server")
            || kind.contains("unavailable")
        {
            Self::unreachable(cause)
        } else {
            Self::protocol(cause)
        }
    }
}

/// The sentence of an error body, in any of the forms endpoints use; never a whole page of HTML.
fn message_in(body: &str) -> String {
    let parsed: Value = serde_json::from_str(body).unwrap_or_default();
    let found = [
        parsed.pointer("/error/message"),
        parsed.get("error"),
        parsed.get("message"),
        parsed.get("detail"),
    ]
    .into_iter()
    .flatten()
    .find_map(Value::as_str);
    match found {
        Some(message) => words::excerpt(message, 300),
        None if body.trim_start().starts_with('<') => "an HTML page".to_owned(),
        None if body.trim().is_empty() => "(nothing)".to_owned(),
        None => words::excerpt(body, 300),
    }
}
