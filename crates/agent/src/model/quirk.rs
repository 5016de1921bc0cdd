//! What an endpoint may not take of a request, and how its refusals say so.

use serde_json::Value;

use super::refusal::Refusal;

/// One thing an endpoint does not take. Some come with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quirk {
    /// No `stream_options`.
    Usage,
    /// No `stream`.
    Stream,
    Temperature,
    /// The length of an answer is called `max_completion_tokens`.
    CompletionTokens,
    /// At most so many tokens may be asked for; 0: the length of an answer cannot be limited.
    AnswerCap,
    /// No `tools`; what was called is told in words.
    Tools,
    /// No `tool_choice`.
    ToolChoice,
    /// One call in a message.
    OneCall,
    /// Ids of calls have nine letters and digits.
    CallIds,
    /// No thinking beside tools.
    Effort,
    /// Neither calls nor messages of tools: what was called is told in words.
    ToolRole,
    /// No message of the system: the instructions stand at the head of the first message.
    SystemRole,
    /// A message without a text has an empty one.
    NullContent,
    /// So many bytes of text are taken.
    Room,
}

impl Quirk {
    /// What is done about it, for the operator.
    pub(super) fn told(self) -> &'static str {
        match self {
            Quirk::Usage => "stream_options are left out",
            Quirk::Stream => "answers are asked for whole",
            Quirk::Temperature => "the temperature is left out",
            Quirk::CompletionTokens => "max_tokens is sent as max_completion_tokens",
            Quirk::AnswerCap => "max_tokens is lowered or left out",
            Quirk::Tools => "tools are left out",
            Quirk::ToolChoice => "tool_choice is left out",
            Quirk::OneCall => "each call has a message of its own",
            Quirk::CallIds => "calls have other ids",
            Quirk::Effort => "reasoning_effort is none",
            Quirk::ToolRole => "tools' results are told in the visitor's messages",
            Quirk::SystemRole => "the instructions stand in the first message",
            Quirk::NullContent => "messages without text have an empty one",
            Quirk::Room => "the oldest messages are left out",
        }
    }
}

/// What a refusal says is not taken, and was sent.
pub(super) fn wanted(refusal: &Refusal, body: &Value) -> Option<(Quirk, u64)> {
    let sent = Sent::of(body);
    let names = |words: &[&str]| refusal.says(words);
    if sent.has("stream_options") && names(&["stream_options", "include_usage", "streamoptions"]) {
        return Some((Quirk::Usage, 0));
    }
    if let Some(found) = answer_limit(refusal, &sent) {
        return Some(found);
    }
    let plain = if sent.has("temperature")
        && refuses(
            refusal,
            &["temperature"],
            &[UNKNOWN, UNSUPPORTED, OUT_OF_RANGE],
        ) {
        Quirk::Temperature
    } else if sent.body["stream"] == true && refuses_streams(refusal) {
        Quirk::Stream
    } else if sent.has("tool_choice")
        && refuses(
            refusal,
            &["tool_choice", "tool choice"],
            &[UNKNOWN, UNSUPPORTED, OUT_OF_RANGE],
        )
    {
        Quirk::ToolChoice
    } else if sent.has("tools") && names(&["reasoning_effort"]) && refuses_tools(refusal) {
        // Thinking is on where nobody asked for it; refused with it off, it is tools that go.
        match sent.has("reasoning_effort") {
            true => Quirk::Tools,
            false => Quirk::Effort,
        }
    } else if sent.has_calls && wants_thoughts(refusal) {
        Quirk::ToolRole
    } else if sent.has_calls && refuses_ids(refusal) {
        Quirk::CallIds
    } else if let Some(quirk) = refused_role(refusal, &sent) {
        quirk
    } else if sent.has_null && refuses_null(refusal) {
        Quirk::NullContent
    } else if (sent.has_empty || sent.has_null)
        && names(&[
            "non-empty",
            "nonempty",
            "must not be empty",
            "cannot be empty",
            "is empty",
            "empty content",
        ])
    {
        Quirk::ToolRole
    } else if names(&["parallel", "single tool", "one tool", "multiple tool"])
        && names(&["tool", "function"])
    {
        return sent.has_parallel_calls.then_some((Quirk::OneCall, 0));
    } else if sent.has_calls && refuses(refusal, &["tool_calls", "tool_call_id"], &[UNKNOWN]) {
        Quirk::ToolRole
    } else if sent.has("tools") && refuses_tools(refusal) {
        Quirk::Tools
    } else {
        return None;
    };
    Some((plain, 0))
}

fn answer_limit(refusal: &Refusal, sent: &Sent<'_>) -> Option<(Quirk, u64)> {
    let name = ["max_tokens", "max_completion_tokens"]
        .into_iter()
        .find(|name| sent.has(name))?;
    if !refusal.limits_the_answer() {
        return None;
    }
    let asked = sent.body[name].as_u64().unwrap_or_default();
    let is_unknown = refuses(
        refusal,
        &["max_tokens", "max_completion_tokens"],
        &[UNKNOWN, UNSUPPORTED],
    );
    if !is_unknown || refusal.says(&["too large", "at most", "less than"]) {
        let is_of_context = refusal.says(&["context"]);
        let most = refusal.number_below(asked).filter(|_| !is_of_context);
        return Some((Quirk::AnswerCap, most.unwrap_or(0)));
    }
    Some(if name == "max_completion_tokens" {
        (Quirk::AnswerCap, 0)
    } else {
        (Quirk::CompletionTokens, 0)
    })
}

/// What of a request refusals speak of.
struct Sent<'a> {
    body: &'a Value,
    roles: Vec<&'a str>,
    has_calls: bool,
    has_parallel_calls: bool,
    has_null: bool,
    has_empty: bool,
}

impl<'a> Sent<'a> {
    fn of(body: &'a Value) -> Self {
        let messages = body["messages"].as_array();
        let messages: Vec<&Value> = messages.into_iter().flatten().collect();
        let calls = |message: &&Value| message["tool_calls"].as_array().map_or(0, Vec::len);
        Self {
            body,
            roles: messages
                .iter()
                .filter_map(|it| it["role"].as_str())
                .collect(),
            has_calls: messages.iter().any(|it| calls(it) > 0),
            has_parallel_calls: messages.iter().any(|it| calls(it) > 1),
            has_null: messages.iter().any(|it| it["content"].is_null()),
            has_empty: messages.iter().any(|it| it["content"] == ""),
        }
    }

    fn has(&self, member: &str) -> bool {
        self.body.get(member).is_some()
    }
}

/// How one says that a member is not known.
const UNKNOWN: &[&str] = &[
    "unknown",
    "unrecognized",
    "unrecognised",
    "unexpected",
    "not expected",
    "extra inputs",
    "extra fields",
    "additional propert",
    "not allowed",
    "not permitted",
    "disallowed",
    "invalid argument",
    "not a valid parameter",
];
/// How one says that something cannot be done.
const UNSUPPORTED: &[&str] = &[
    "not support",
    "n't support",
    "unsupported",
    "not available",
    "not enabled",
    "n't enabled",
    "disabled",
    "not implemented",
    "not accept",
    "n't accept",
    "not compatible",
    "incompatible",
    "cannot be used",
    "can't be used",
    "cannot use",
    "no support",
    "requires --",
    "no endpoints found that support",
    "deprecated",
];
const OUT_OF_RANGE: &[&str] = &[
    "must be",
    "should be",
    "range",
    "between",
    "only the default",
    "invalid",
    "not valid",
    "less than",
    "greater than",
    "too high",
    "too large",
];

fn is_not_taken(sentence: &str) -> bool {
    has_any(sentence, UNKNOWN) || has_any(sentence, UNSUPPORTED)
}

fn has_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.contains(phrase))
}

/// Whether a sentence of it has one of `things` and one of `phrases`; the parameter it names counts as
/// said in each.
fn refuses(refusal: &Refusal, things: &[&str], phrases: &[&[&str]]) -> bool {
    let says = |it: &str| phrases.iter().any(|all| has_any(it, all));
    let named = things.iter().any(|thing| refusal.names(thing));
    let is_code = named
        && refusal.is_kind(&[
            "unsupported_parameter",
            "unsupported_value",
            "unknown_parameter",
            "extra_forbidden",
        ]);
    is_code
        || refusal
            .sentences()
            .any(|it| says(it) && (named || things.iter().any(|thing| it.contains(thing))))
}

fn refuses_streams(refusal: &Refusal) -> bool {
    let phrases: &[&[&str]] = &[UNKNOWN, UNSUPPORTED, &["must be verified", "must be false"]];
    refuses(refusal, &["stream"], phrases) && !refusal.says(&["stream_options", "upstream"])
}

/// Whether calls may only be repeated with the thoughts or signatures they came with, which we do not
/// keep.
fn wants_thoughts(refusal: &Refusal) -> bool {
    refusal.sentences().any(|it| {
        has_any(
            it,
            &["reasoning_content", "thought_signature", "thoughtsignature"],
        ) && has_any(it, &["missing", "must be passed", "required", "必须"])
    })
}

fn refuses_ids(refusal: &Refusal) -> bool {
    refusal.sentences().any(|it| {
        has_any(it, &["tool call id", "tool_call_id", "].id'", "].id\""])
            && has_any(it, &["a-z", "length of", "too long", "maximum length"])
    })
}

fn refuses_null(refusal: &Refusal) -> bool {
    refusal.sentences().any(|it| {
        it.contains("content")
            && ["null", "none", "string", "required", "missing", "nil"]
                .iter()
                .any(|of| it.contains(of))
            && !["non-empty", "nonempty", "too long"]
                .iter()
                .any(|of| it.contains(of))
    })
}

/// The role of a message that is refused. Sentences name it, or those that are taken.
fn refused_role(refusal: &Refusal, sent: &Sent<'_>) -> Option<Quirk> {
    let has_tools = sent.roles.contains(&"tool");
    let has_system = sent.roles.contains(&"system");
    let quirk = |role: &str| match role {
        "tool" if has_tools => Some(Quirk::ToolRole),
        // Gateways make a developer's message of the system's.
        "system" | "developer" if has_system => Some(Quirk::SystemRole),
        _ => None,
    };
    refusal.sentences().find_map(|it| {
        let words = words(it);
        let names = |word: &str| words.contains(&word);
        let is_next = |word: &str, nouns: &[&str]| {
            words
                .windows(2)
                .any(|pair| matches!(pair, [a, b] if *a == word && nouns.contains(b)))
        };
        // "First message must be from user".
        if has_any(it, FIRST) && names("user") && !names("system") {
            return quirk("system").or(quirk("tool"));
        }
        if has_any(
            it,
            &["alternat", "after role", "consecutive", "incorrect role"],
        ) {
            return quirk("tool").or(quirk("system"));
        }
        if !(names("role") || names("roles") || (names("user") && names("assistant"))) {
            return if !is_not_taken(it) {
                None
            } else if is_next("system", SYSTEMS) || is_next("developer", SYSTEMS) {
                quirk("system")
            } else if is_next("tool", &["message", "messages"]) {
                quirk("tool")
            } else {
                None
            };
        }
        // "Input should be 'user' or 'assistant'": what was sent and is not among them.
        let taken = TAKEN.iter().find_map(|mark| {
            let (before, after) = it.split_once(mark)?;
            // What was sent is told behind what is taken.
            let end = GIVEN.iter().filter_map(|given| after.find(given)).min();
            let after = self::words(after.get(..end.unwrap_or(after.len())).unwrap_or_default());
            after
                .contains(&"user")
                .then(|| (self::words(before), after))
        });
        if let Some((before, taken)) = taken {
            let is_developer = before.contains(&"developer") && !taken.contains(&"developer");
            let mut roles = ["tool", "system"].into_iter();
            return roles
                .find_map(|role| quirk(role).filter(|_| !taken.contains(&role)))
                .or_else(|| quirk("developer").filter(|_| is_developer));
        }
        let is_wrong = is_not_taken(it)
            || has_any(
                it,
                &[
                    "invalid role",
                    "invalid value",
                    "must not be",
                    "may not be used",
                    "should not be used",
                ],
            );
        let mut roles = ["system", "developer", "tool"].into_iter();
        roles.find_map(|role| quirk(role).filter(|_| is_wrong && names(role)))
    })
}

/// What a model without a system's message calls it.
const SYSTEMS: &[&str] = &[
    "message",
    "messages",
    "prompt",
    "prompts",
    "instruction",
    "instructions",
    "field",
];
/// How one says who speaks first.
const FIRST: &[&str] = &[
    "first message",
    "start with a user",
    "start with the user",
    "begin with a user",
];
/// What stands between the roles that are taken and the one that was sent.
const GIVEN: &[&str] = &[
    " got ",
    " got:",
    " but ",
    "received",
    " found ",
    " given ",
    " instead of ",
    " not ",
];
/// What stands before the roles that are taken.
const TAKEN: &[&str] = &[
    "one of",
    "should be",
    "must be",
    "expected",
    "supported values are",
    "supported roles",
    "allowed",
    "only",
    " valid role",
];

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether tools are not taken at all; not what is wrong with one of them, or with a call.
fn refuses_tools(refusal: &Refusal) -> bool {
    if (refusal.names("tools") || refusal.names("functions"))
        && refuses(refusal, &["tools", "functions"], &[UNKNOWN, UNSUPPORTED])
    {
        return !refusal.says(&["schema"]);
    }
    refusal.sentences().any(|it| {
        is_not_taken(it)
            && speaks_of_tools(it)
            // LiteLLM wants them where there were calls: "… tool calling without `tools=` …".
            && !["schema", "without tools", "without `tools", "without 'tools"].iter().any(|of| it.contains(of))
    })
}

fn speaks_of_tools(sentence: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = "";
    let mut rest = sentence;
    loop {
        let trimmed = rest.trim_start_matches(|c: char| !is_part(c));
        let length = trimmed.find(|c: char| !is_part(c)).unwrap_or(trimmed.len());
        let (word, after) = trimmed.split_at(length);
        if word.is_empty() {
            return false;
        }
        // `tools[0]…` and `tools.0…` are about one of them.
        let inside = after.starts_with('[')
            || after
                .strip_prefix('.')
                .is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
        let is_generic = matches!(before, "tool" | "function")
            && matches!(
                word,
                "use" | "usage" | "calling" | "call" | "calls" | "choice" | "support"
            );
        let is_supported =
            matches!(before, "support" | "supports") && matches!(word, "tool" | "function");
        if (matches!(word, "tools" | "functions") && !inside) || is_generic || is_supported {
            return true;
        }
        (before, rest) = (word, after);
    }
}
