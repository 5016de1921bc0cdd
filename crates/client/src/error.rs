use std::time::Duration;

use serde_json::Value;

/// Why a call did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server said no.
    #[error("{status}: {detail}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// A sentence that says what to do; of several mistakes each with its place.
        detail: String,
        /// The mistakes of a 422, each with its place.
        problems: Vec<Problem>,
        /// Calling again before that is of no use.
        retry_after: Option<Duration>,
        /// Names the request in the server's log.
        request_id: Option<String>,
    },
    /// The server could not be reached, or the connection broke.
    #[error("the server could not be reached: {0}")]
    Unreachable(#[source] reqwest::Error),
    /// The answer is not what this API answers: most likely something else listens there.
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
    /// The address or the key cannot be used at all.
    #[error("{0}")]
    Settings(String),
}

/// One mistake in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `body.session_analysis.is_auto_submit`.
    pub place: String,
    pub message: String,
}

impl Error {
    /// The HTTP status, where there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Error::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// How long to wait before the same call may succeed, where the server said so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Error::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// It does not exist, or belongs to another account.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// What an error's answer says. `body` need not be ours: a proxy may have answered.
    pub(crate) fn refused(
        status: u16,
        retry_after: Option<Duration>,
        request_id: Option<String>,
        body: &str,
    ) -> Error {
        let parsed: Option<Value> = serde_json::from_str(body).ok();
        // The vendor's own pages show three forms.
        let said = parsed.as_ref().and_then(|body| {
            ["detail", "message", "error"]
                .iter()
                .find_map(|name| body.get(name))
        });
        let problems = said
            .and_then(Value::as_array)
            .map(|all| all.iter().map(problem).collect());
        let problems: Vec<Problem> = problems.unwrap_or_default();
        let detail = match said {
            Some(Value::String(sentence)) => sentence.clone(),
            _ if !problems.is_empty() => {
                let all = problems
                    .iter()
                    .map(|it| format!("{}: {}", it.place, it.message));
                all.collect::<Vec<_>>().join("; ")
            }
            _ => body.chars().take(200).collect(),
        };
        Error::Refused {
            status,
            detail,
            problems,
            retry_after,
            request_id,
        }
    }
}

fn problem(it: &Value) -> Problem {
    let place = it.get("loc").and_then(Value::as_array).map(|loc| {
        let parts = loc.iter().map(|part| match part {
            Value::String(name) => name.clone(),
            other => other.to_string(),
        });
        parts.collect::<Vec<_>>().join(".")
    });
    let message = it.get("msg").and_then(Value::as_str).unwrap_or("is wrong");
    Problem {
        place: place.unwrap_or_default(),
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_the_server_said() {
        let cases = [
            (
                r#"{"detail":"No such scenario."}"#,
                "404: No such scenario.",
                0,
            ),
            (
                r#"{"detail":[{"loc":["body","notes",3],"msg":"Field required","type":"missing"},{"loc":["body"],"msg":"no"}]}"#,
                "404: body.notes.3: Field required; body: no",
                2,
            ),
            (r#"{"error":"gone","details":{}}"#, "404: gone", 0),
            ("<html>Bad gateway", "404: <html>Bad gateway", 0),
            ("", "404: ", 0),
        ];
        for (body, expected, count) in cases {
            let error = Error::refused(404, Some(Duration::from_secs(3)), None, body);
            assert_eq!(error.to_string(), expected, "{body}");
            let Error::Refused { problems, .. } = &error else {
                unreachable!()
            };
            assert_eq!(problems.len(), count, "{body}");
            assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
        }
    }
}
