//! What can go wrong between us and a model, told to two readers: the visitor and the operator.

use std::time::Duration;

use serde_json::Value;

use super::about::About;
use super::refusal::Refusal;
use crate::AgentError;

/// A failure, and whether asking once more could help.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub error: AgentError,
    /// Wait this long and ask again; `None`: that would not help.
    pub again: Option<Duration>,
    /// What the endpoint wrote where it did not take the request as it was, so that another form of it
    /// may be taken (`Form::adapt`).
    pub(super) refusal: Option<Box<Refusal>>,
}

/// A pause long enough for a proxy to find its next server, short enough for a visitor.
const SHORTLY: Duration = Duration::from_millis(300);
/// A longer `Retry-After` is the visitor's to wait for.
const PATIENCE: Duration = Duration::from_secs(3);

/// Words of the codes of errors that name no status.
const RATES: &[&str] = &[
    "rate",
    "ratelimit",
    "quota",
    "too_many_requests",
    "throttled",
    "throttling",
    "resource_exhausted",
];
const ACCESS: &[&str] = &[
    "auth",
    "authentication",
    "authorization",
    "unauthenticated",
    "unauthorized",
    "permission",
    "forbidden",
    "api_key",
];
const TROUBLES: &[&str] = &[
    "overload",
    "overloaded",
    "server",
    "internal",
    "unavailable",
    "api_error",
    "timeout",
];

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
            refusal: None,
        }
    }

    pub(super) fn or_again(mut self) -> Self {
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

    /// The endpoint does not take what it is asked, in whatever form.
    fn not_taken(cause: impl Into<String>) -> Self {
        let mut trouble = Self::refused(cause);
        trouble.error.code = "protocol";
        trouble
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

    pub fn withheld(cause: impl Into<String>) -> Self {
        Self::new(
            "protocol",
            "The agent would rather not answer that. Please ask something else.",
            cause,
        )
    }

    /// The model's answer was spoiled; another one may go well.
    fn spoiled(cause: impl Into<String>) -> Self {
        Self::new(
            "protocol",
            "The agent’s answer went wrong. Please try again.",
            cause,
        )
        .or_again()
    }

    /// More was said than the model takes, and leaving out the oldest did not help.
    pub(super) fn too_long(cause: impl Into<String>) -> Self {
        Self::new(
            "refused",
            "This conversation has become too long for the agent. Please start a new one.",
            cause,
        )
    }

    /// As [`Trouble::too_long`], where it is what the visitor wrote last.
    pub(super) fn message_too_long(cause: impl Into<String>) -> Self {
        Self::new(
            "refused",
            "Your message is too long for the agent. Please send a shorter one.",
            cause,
        )
    }

    /// Whether the endpoint was given more than its model takes.
    pub fn is_too_long(&self) -> bool {
        let refusal = self.refusal.as_ref();
        refusal.is_some_and(|refusal| refusal.about() == About::Length)
    }

    /// From the status of an answer that is no success.
    pub fn from_status(status: u16, retry_after: Option<Duration>, body: &str) -> Self {
        let refusal = Refusal::of_body(status, body);
        let cause = format!("the model's endpoint answered {status}: {}", refusal.said);
        Self::of(status, retry_after, refusal, cause)
    }

    /// From an `error` object inside an answer that began as a success.
    pub fn from_error(error: &Value) -> Self {
        let mut refusal = Refusal::of(None, error);
        let cause = format!(
            "the model's endpoint answered with an error: {}",
            refusal.said
        );
        if refusal.status.is_none() {
            refusal.status = status_meant(&refusal);
        }
        match refusal.status {
            Some(status) => Self::of(status, None, refusal, cause),
            None => {
                let trouble = match refusal.is_of_the_request() {
                    true => Self::protocol(cause),
                    false => Self::protocol(cause).or_again(),
                };
                Self {
                    refusal: Some(Box::new(refusal)),
                    ..trouble
                }
            }
        }
    }

    fn of(status: u16, retry_after: Option<Duration>, refusal: Refusal, cause: String) -> Self {
        match (status, refusal.about()) {
            (401, _) => return Self::refused(cause),
            (_, About::Content) => return Self::withheld(cause),
            (_, About::Generation) => return Self::spoiled(cause),
            (_, About::Length) => {
                return Self {
                    refusal: Some(Box::new(refusal)),
                    ..Self::too_long(cause)
                };
            }
            (_, About::Other) => {}
        }
        match status {
            402 | 403 => Self::refused(cause),
            408 => Self::unreachable(cause),
            429 => Self::rate_limited(retry_after, cause),
            503 if retry_after.is_some() => Self::rate_limited(retry_after, cause),
            300..=399 => Self::protocol(format!(
                "{cause}; redirects are not followed, so give the final address"
            )),
            _ => {
                let trouble = if status >= 500 || refusal.is_passing() {
                    Self::unreachable(cause)
                } else {
                    Self::not_taken(cause)
                };
                Self {
                    refusal: Some(Box::new(refusal)),
                    ..trouble
                }
            }
        }
    }
}

/// The status an error stands for that names none.
fn status_meant(refusal: &Refusal) -> Option<u16> {
    if refusal.about() != About::Other {
        Some(400)
    } else if refusal.is_kind(RATES) || refusal.says(&["rate limit", "too many requests"]) {
        Some(429)
    } else if refusal.is_kind(ACCESS) {
        Some(403)
    } else if refusal.is_kind(TROUBLES) || refusal.says(&["overloaded"]) {
        Some(500)
    } else {
        None
    }
}
