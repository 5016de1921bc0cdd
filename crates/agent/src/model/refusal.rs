//! A refusal as an endpoint words it.

use serde_json::Value;
use vivavoce_text::words;

/// Members that hold sentences, or objects with sentences. Others repeat what was asked, so what they
/// say is no complaint.
const SAYING: &[&str] = &[
    "message",
    "msg",
    "error",
    "errors",
    "detail",
    "details",
    "error_message",
    "errormessage",
    "error_msg",
    "error_description",
    "description",
    "title",
    "reason",
    "raw",
    "metadata",
    "innererror",
    "inner_error",
    "cause",
    "body",
    "response",
    "fault",
];
/// Members that name what is wrong in a word.
const NAMING: &[&str] = &[
    "code",
    "type",
    "status",
    "error_code",
    "errorcode",
    "error_type",
    "errortype",
    "__type",
    "finish_reason",
];
/// Members that may hold the status.
const STATUS: &[&str] = &[
    "code",
    "status",
    "status_code",
    "statuscode",
    "http_status",
    "httpstatus",
    "error_code",
    "errorcode",
];
/// Objects within objects that are read; one that goes deeper says nothing more.
const DEPTH: usize = 8;
/// Characters of a complaint that are read, and of it that are told.
const READ: usize = 8_000;
const TOLD: usize = 300;

/// How one says that the same may be taken later, and that something else may.
const PASSING: &[&str] = &[
    "temporar",
    "try again in",
    "try again later",
    "try again soon",
    "try again shortly",
    "please try again",
    "please retry",
    "retry later",
    "retry in",
    "retry your request",
    "right now",
    "at the moment",
    "momentarily",
];
const INSTEAD: &[&str] = &[
    "again with",
    "retry with",
    "again using",
    "remove",
    "change",
    "instead",
];
/// Words of the codes of errors that another try meets again.
const REQUESTS: &[&str] = &[
    "invalid_request",
    "bad_request",
    "invalid_argument",
    "invalid_parameter",
    "not_found",
    "unprocessable_entity",
];

/// What an endpoint wrote when it refused a request.
#[derive(Clone, Debug, Default)]
pub(super) struct Refusal {
    /// The status it came with, or the one it names.
    pub(super) status: Option<u16>,
    /// Its sentences, for the operator.
    pub(super) said: String,
    /// The same in lower case, one by one.
    pub(super) texts: Vec<String>,
    /// What its codes, types and statuses say, as [`snake`] puts it.
    kinds: Vec<String>,
    /// The parameters it names, in lower case.
    params: Vec<String>,
    /// Tokens the model takes, and tokens it counted, where they stand in members.
    pub(super) most: Option<u64>,
    pub(super) counted: Option<u64>,
}

impl Refusal {
    /// Reads the body of an answer with this status.
    pub(super) fn of_body(status: u16, body: &str) -> Self {
        match serde_json::from_str::<Value>(body) {
            Ok(value) if value.is_object() || value.is_array() => Self::of(Some(status), &value),
            _ => {
                let mut refusal = Self {
                    status: Some(status),
                    ..Self::default()
                };
                if body.trim_start().starts_with('<') {
                    // A proxy's page, whose words are not about the request.
                    "an HTML page".clone_into(&mut refusal.said);
                } else {
                    refusal.take_text(body, 0);
                    refusal.tell();
                }
                refusal
            }
        }
    }

    /// Reads an error, whichever way it is put.
    pub(super) fn of(status: Option<u16>, error: &Value) -> Self {
        let mut refusal = Self {
            status,
            ..Self::default()
        };
        match error {
            Value::String(text) => refusal.take_text(text, 0),
            _ => refusal.take(error, 0),
        }
        if refusal.texts.is_empty() && !error.is_null() {
            refusal.say(&error.to_string());
        }
        refusal.tell();
        refusal
    }

    fn take(&mut self, value: &Value, depth: usize) {
        let Value::Object(members) = value else {
            for item in value.as_array().into_iter().flatten() {
                match item {
                    Value::String(text) => self.take_text(text, depth),
                    item => self.take_deeper(item, depth),
                }
            }
            return;
        };
        for (name, value) in members {
            let name = name.to_ascii_lowercase();
            if STATUS.contains(&name.as_str())
                && let Some(status) = status_of(value)
            {
                self.status = self.status.or(Some(status));
            }
            match (name.as_str(), value) {
                ("msg", Value::String(text)) if members.contains_key("loc") => {
                    let place = place(&members["loc"]);
                    self.params.push(place.to_lowercase());
                    self.say(&format!("{place}: {text}"));
                }
                ("param" | "parameter", Value::String(text)) => {
                    self.params.push(text.to_lowercase());
                    // Some put the sentence there, and nothing into the message.
                    if text.contains(' ') {
                        self.say(text);
                    }
                }
                ("failed_generation", _) => self.kinds.push(name),
                ("n_ctx", value) => self.most = value.as_u64(),
                ("n_prompt_tokens", value) => self.counted = value.as_u64(),
                (name, Value::String(text)) if NAMING.contains(&name) => {
                    self.kinds.push(snake(text));
                }
                (name, Value::String(text)) if SAYING.contains(&name) => {
                    self.take_text(text, depth);
                }
                (name, value) if SAYING.contains(&name) => self.take_deeper(value, depth),
                _ => {}
            }
        }
    }

    fn take_deeper(&mut self, value: &Value, depth: usize) {
        if depth < DEPTH {
            self.take(value, depth + 1);
        }
    }

    /// Gateways put what another endpoint answered into a text of theirs.
    fn take_text(&mut self, text: &str, depth: usize) {
        let text: String = text.chars().take(READ).collect();
        let inner = text
            .find(['{', '['])
            .and_then(|at| Some((text.get(..at)?, text.get(at..)?)));
        if depth < DEPTH
            && let Some((before, inner)) = inner
            && let Some(Ok(value)) = serde_json::Deserializer::from_str(inner)
                .into_iter::<Value>()
                .next()
            && (value.is_object() || (value.is_array() && before.trim().is_empty()))
        {
            self.say(before);
            self.take(&value, depth + 1);
            return;
        }
        self.say(&text);
    }

    fn say(&mut self, text: &str) {
        let text = text.trim();
        let lower = text.to_lowercase();
        if text.is_empty() || self.texts.contains(&lower) {
            return;
        }
        if !self.said.is_empty() {
            self.said.push_str("; ");
        }
        self.said.push_str(text);
        self.texts.push(lower);
    }

    fn tell(&mut self) {
        self.said = words::excerpt(&self.said, TOLD);
        if self.said.is_empty() {
            "(nothing)".clone_into(&mut self.said);
        }
    }

    /// Whether it speaks of trouble that goes by itself, whatever it names.
    pub(super) fn is_passing(&self) -> bool {
        self.status.is_some_and(|status| status >= 502)
            || self.sentences().any(|it| {
                PASSING.iter().any(|of| it.contains(of))
                    && !INSTEAD.iter().any(|of| it.contains(of))
            })
    }

    /// Whether the same request may be taken in a moment. Some servers refuse for good with 500.
    pub(super) fn may_be_chance(&self) -> bool {
        let is_trouble = match self.status {
            Some(status) => status >= 500,
            None => !self.is_of_the_request(),
        };
        is_trouble || self.is_passing()
    }

    /// Whether its codes say that the request is what is wrong.
    pub(super) fn is_of_the_request(&self) -> bool {
        self.is_kind(REQUESTS)
    }

    /// Its sentences in lower case, one by one.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &str> {
        self.texts
            .iter()
            .flat_map(|text| text.split(['\n', ';', '!']))
            .flat_map(|line| line.split(". "))
    }

    /// Whether it says one of these, anywhere.
    pub(super) fn says(&self, phrases: &[&str]) -> bool {
        self.texts
            .iter()
            .any(|text| phrases.iter().any(|phrase| text.contains(phrase)))
    }

    /// Whether it names this member of a request as what is wrong.
    pub(super) fn names(&self, member: &str) -> bool {
        self.params.iter().any(|param| param == member)
    }

    /// Whether one of its codes has one of these among its words.
    pub(super) fn is_kind(&self, words: &[&str]) -> bool {
        self.kinds
            .iter()
            .any(|kind| words.iter().any(|word| has_words(kind, word)))
    }
}

/// A code as words that underscores join, however it joins them: `RateLimitError` is `rate_limit_error`.
fn snake(code: &str) -> String {
    let mut words = String::new();
    let mut before = ' ';
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        let begins = c.is_uppercase()
            && (before.is_lowercase()
                || (before.is_uppercase() && chars.peek().is_some_and(|next| next.is_lowercase())));
        if begins {
            words.push('_');
        }
        words.push(if c.is_alphanumeric() { c } else { '_' });
        before = c;
    }
    words.to_lowercase()
}

/// Whether `phrase` stands in `kind` as whole words: `moderated` has no `rate`.
fn has_words(kind: &str, phrase: &str) -> bool {
    format!("_{kind}_").contains(&format!("_{phrase}_"))
}

fn status_of(value: &Value) -> Option<u16> {
    let status = match value {
        Value::Number(number) => number.as_u64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    u16::try_from(status)
        .ok()
        .filter(|status| (400..600).contains(status))
}

/// Where a validation failed, without the part that says that it is the body.
fn place(loc: &Value) -> String {
    let parts = loc.as_array().into_iter().flatten().map(|part| match part {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    let parts: Vec<String> = parts.filter(|part| part != "body").collect();
    match loc {
        Value::String(text) => text.clone(),
        _ => parts.join("."),
    }
}
