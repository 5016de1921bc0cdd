//! What a run is given. A client sends the whole conversation each time, of which one message is read.

use axum::extract::{FromRequest, Request};
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Value};
use vivavoce_engine::heavy;
use vivavoce_http::{ApiError, json};
use vivavoce_protocol::wire::{User, Variables};
use vivavoce_protocol::{caps, text, variables};

/// Characters a thread's name needs so that nobody guesses it.
const UNGUESSABLE: usize = 16;
/// Characters of a name a client gives.
const NAME: usize = 200;

/// What of it is read; nothing else of the body is kept while a run waits for anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Input {
    pub thread: String,
    pub run_id: Option<String>,
    /// The answer to an interrupt, or the last message, if it is the visitor's.
    pub said: Option<String>,
    /// Texts of the state's own members, and context whose description is a variable's name.
    pub variables: Variables,
    pub user: User,
}

impl<S: Send + Sync> FromRequest<S> for Input {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        // Any page may make a browser send other types without asking us first.
        json::check_type(request.headers())?;
        let bytes = json::bytes(request, state).await?;
        if bytes.len() > heavy::LONG {
            heavy::run(move || Input::read(&bytes)).await?
        } else {
            Input::read(&bytes)
        }
    }
}

impl Input {
    /// # Errors
    /// 422 for what is no JSON object, names no thread, or says what cannot be said.
    pub fn read(bytes: &[u8]) -> Result<Input, ApiError> {
        let bytes = &*json::mended(bytes);
        let mut input = Input::default();
        // As the protocol has it, and as its Python models write it where nobody asks for that.
        let (mut thread, mut run) = ((None, None), (None, None));
        let (mut messages, mut resume, mut state, mut context) = (None, None, None, None);
        // serde tells of another shape than an object in its own words.
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            serde_json::from_slice::<IgnoredAny>(bytes).map_err(|error| not_json(&error))?;
            let msg = "Input should be a JSON object";
            return Err(ApiError::invalid(&["body"], msg, "model_attributes_type"));
        }
        let body: &RawValue = serde_json::from_slice(bytes).map_err(|error| not_json(&error))?;
        let read = members(body, |name, value| match name {
            "threadId" => thread.0 = id(value),
            "thread_id" => thread.1 = id(value),
            "runId" => run.0 = id(value),
            "run_id" => run.1 = id(value),
            "messages" => messages = Some(value),
            "resume" => resume = Some(value),
            "state" => state = Some(value),
            "context" => context = Some(value),
            _ => {}
        });
        read.map_err(|error| not_json(&error))?;
        input.thread = thread.0.or(thread.1).unwrap_or_default();
        if text::is_blank(&input.thread) || input.thread.chars().nth(NAME).is_some() {
            return Err(no_thread());
        }
        input.run_id = run.0.or(run.1).map(|id| id.chars().take(NAME).collect());
        let (said, from) = match resume.and_then(answer) {
            Some(answer) => (Some(answer), "resume"),
            None => (messages.and_then(last_message), "messages"),
        };
        input.said = said;
        input.check(from)?;
        input.fill(state, context);
        Ok(input)
    }

    /// Whether nobody guesses the conversation's name.
    pub fn is_unguessable(&self) -> bool {
        self.thread.chars().count() >= UNGUESSABLE
    }

    /// Before anything begins with it.
    fn check(&self, from: &str) -> Result<(), ApiError> {
        let Some(said) = &self.said else {
            return Ok(());
        };
        let msg = if caps::is_too_long(said) {
            let most = caps::MESSAGE;
            format!("The message is too long: at most {most} characters. Please shorten it.")
        } else if text::is_blank(said) {
            "The answer is empty.".to_owned()
        } else {
            return Ok(());
        };
        Err(ApiError::invalid(&["body", from], msg, "value_error"))
    }

    fn fill(&mut self, state: Option<&RawValue>, context: Option<&RawValue>) {
        let variables = &mut self.variables;
        // What has no variable's name, or no text, is nothing to fill in.
        if let Some(state) = state {
            let fill = |name: &str, value: &RawValue| {
                if let Some(text) = words(value) {
                    variables::insert(variables, name, &text).ok();
                }
            };
            members(state, fill).ok();
        }
        let Some(context) = context else { return };
        let (mut name, mut email) = (None, None);
        let each = |entry: &RawValue| {
            let (mut described, mut value) = (None, None);
            let read = |name: &str, it: &RawValue| match name {
                "description" => described = words(it),
                "value" => value = words(it),
                _ => {}
            };
            members(entry, read).ok();
            let (Some(described), Some(value)) = (described, value) else {
                return;
            };
            variables::insert(variables, &described, &value).ok();
            let known = match described.as_str() {
                "user name" => &mut name,
                "user email" => &mut email,
                _ => return,
            };
            known.get_or_insert_with(|| value.chars().take(NAME).collect());
        };
        items(context, each).ok();
        self.user = User {
            name: name.unwrap_or_default(),
            email: email.unwrap_or_default(),
        };
    }

    /// Bytes that are kept of what the visitor says.
    pub fn said_bytes(&self) -> usize {
        self.said.as_ref().map_or(0, String::len)
    }

    /// Bytes that are kept of it where a session begins, beside what is said.
    pub fn begun_bytes(&self) -> usize {
        let given = self.variables.iter();
        let given: usize = given.map(|(name, value)| name.len() + value.len()).sum();
        given + self.user.name.len() + self.user.email.len()
    }
}

/// 422 for a body that names no conversation, or one that anybody guesses.
pub fn no_thread() -> ApiError {
    let msg = "threadId names the conversation: 16 to 200 characters that nobody guesses, such as a UUID. Fewer do \
               where a bearer opens the scenario.";
    ApiError::invalid(&["body", "threadId"], msg, "value_error")
}

fn not_json(error: &serde_json::Error) -> ApiError {
    ApiError::invalid(
        &["body"],
        format!("This is not JSON: {error}"),
        "json_invalid",
    )
}

/// The answer to the first interrupt.
fn answer(resume: &RawValue) -> Option<String> {
    let mut entry = None;
    let entry = match items(resume, |it| {
        entry.get_or_insert(it);
    }) {
        Ok(()) => entry?,
        Err(_) => resume,
    };
    let (mut payload, mut cancelled, mut named) = (None, false, false);
    members(entry, |name, value| match name {
        "payload" => payload = Some(value),
        "interruptId" | "interrupt_id" => named = true,
        "status" => cancelled = words(value).is_some_and(|it| it == "cancelled"),
        _ => {}
    })
    .ok()?;
    if payload.is_none() && !named && !cancelled {
        return None;
    }
    let payload = payload.map_or("null", RawValue::get);
    Some(match words_of(payload) {
        _ if cancelled => "Cancel.".to_owned(),
        Some(text) => text,
        // Longer than any message, however it is written.
        None if payload.len() > caps::BODY_BYTES => payload.to_owned(),
        None => serde_json::from_str::<Value>(payload).ok()?.to_string(),
    })
}

/// The last message, if it is the visitor's and says anything. What neither of both sides said stands beside the
/// conversation, wherever a client puts it.
fn last_message(messages: &RawValue) -> Option<String> {
    let mut last = None;
    items(messages, |message| {
        let (mut role, mut content) = (None, None);
        let read = |name: &str, value| match name {
            "role" => role = words(value),
            "content" => content = Some(value),
            _ => {}
        };
        members(message, read).ok();
        match role.unwrap_or_default().to_ascii_lowercase().as_str() {
            "user" | "human" => last = content,
            "assistant" | "tool" => last = None,
            _ => {}
        }
    })
    .ok()?;
    let said = said(last?);
    (!text::is_blank(&said)).then_some(said)
}

/// What a message's content says: a text, or parts of which some are texts.
fn said(content: &RawValue) -> String {
    if let Some(text) = words(content) {
        return text;
    }
    let mut parts = Vec::new();
    let mut part = |part: &RawValue| {
        let mut said = words(part);
        members(part, |name, value| {
            if name == "text" {
                said = words(value);
            }
        })
        .ok();
        parts.extend(said);
    };
    if items(content, &mut part).is_err() {
        part(content);
    }
    parts.join("\n\n")
}

fn id(value: &RawValue) -> Option<String> {
    json::name(value).filter(|it| !it.is_empty())
}

/// A text; `None` for what is none.
fn words(value: &RawValue) -> Option<String> {
    words_of(value.get())
}

fn words_of(json: &str) -> Option<String> {
    serde_json::from_str(json).ok()
}

/// Tells `each` member of an object as it stands there, one after the other: a list of them all would take
/// many times what the text does.
fn members<'a>(
    object: &'a RawValue,
    each: impl FnMut(&str, &'a RawValue),
) -> serde_json::Result<()> {
    Deserializer::from_str(object.get()).deserialize_map(Each(each))
}

/// The same of a list's entries.
fn items<'a>(list: &'a RawValue, each: impl FnMut(&'a RawValue)) -> serde_json::Result<()> {
    Deserializer::from_str(list.get()).deserialize_seq(Entries(each))
}

struct Each<F>(F);

impl<'de, F: FnMut(&str, &'de RawValue)> Visitor<'de> for Each<F> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
            (self.0)(&name, value);
        }
        Ok(())
    }
}

struct Entries<F>(F);

impl<'de, F: FnMut(&'de RawValue)> Visitor<'de> for Entries<F> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(entry) = list.next_element::<&RawValue>()? {
            (self.0)(entry);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const THREAD: &str = "7d1c2a3e-4b5f-4c6d-8e7f-9a0b1c2d3e4f";

    fn read(mut input: Value) -> Input {
        input["threadId"] = json!(THREAD);
        Input::read(input.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn what_is_said_is_the_last_message_or_the_answer_to_an_interrupt() {
        let user = |content: Value| json!({"messages": [{"role": "user", "content": content}]});
        let cases = [
            (user(json!("Hi")), Some("Hi")),
            (
                user(json!([{"type": "text", "text": "a"}, {"type": "image"}, {"text": "b"}])),
                Some("a\n\nb"),
            ),
            (user(json!(" ")), None),
            (user(json!("\u{200b}\u{2060}")), None),
            (user(json!("\u{0}\u{202e}")), None),
            (user(json!(7)), None),
            (
                json!({"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]}),
                Some("b"),
            ),
            (
                json!({"messages": [{"role": "assistant", "content": "x"}]}),
                None,
            ),
            (user(json!(null)), None),
            (user(json!([])), None),
            (user(json!({"type": "text", "text": "Hi"})), Some("Hi")),
            (user(json!({"type": "image"})), None),
            (user(json!(["a", null, 7, {"text": "b"}])), Some("a\n\nb")),
            (json!({"messages": [{"role": "user"}]}), None),
            (json!({"messages": null}), None),
            // What stands beside the conversation, or is no message, is passed over.
            (
                json!({"messages": [
                    {"id": "m", "role": "user", "content": "Hi"}, {"id": "m", "role": "developer", "content": "x"},
                    {"id": 7, "role": "activity", "content": {}}, {"role": "reasoning"}, {"role": "later"},
                    {"role": 7}, {}, null, "x",
                ]}),
                Some("Hi"),
            ),
            (
                json!({"messages": [
                    {"role": "user", "content": "Hi"}, {"role": "assistant", "content": null}, {"role": "system"},
                ]}),
                None,
            ),
            (
                json!({"messages": [{"role": "user", "content": "Hi"}, {"role": "tool", "content": "x"}]}),
                None,
            ),
            (
                json!({"messages": [{"role": "Human", "content": "Hi"}]}),
                Some("Hi"),
            ),
            (json!({"messages": []}), None),
            (json!({"messages": "none"}), None),
            (
                json!({"resume": [{"interruptId": "i", "status": "resolved", "payload": "yes"}]}),
                Some("yes"),
            ),
            (
                json!({"resume": {"interruptId": "i", "payload": {"approved": true}}}),
                Some(r#"{"approved":true}"#),
            ),
            (
                json!({"resume": [{"interruptId": "i", "status": "cancelled"}]}),
                Some("Cancel."),
            ),
            (
                json!({"resume": [], "messages": [{"role": "user", "content": "Hi"}]}),
                Some("Hi"),
            ),
            (
                json!({"resume": {}, "messages": [{"role": "user", "content": "Hi"}]}),
                Some("Hi"),
            ),
            (json!({"resume": [{"interrupt_id": "i"}]}), Some("null")),
            (
                json!({"resume": null, "messages": [{"role": "user", "content": "Hi"}]}),
                Some("Hi"),
            ),
        ];
        for (value, expected) in cases {
            assert_eq!(read(value.clone()).said.as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn a_thread_and_a_run_are_named_as_clients_name_them() {
        let cases = [
            (r#"{"threadId": "t", "runId": "r"}"#, Some(("t", Some("r")))),
            (
                r#"{"thread_id": "t", "run_id": "r"}"#,
                Some(("t", Some("r"))),
            ),
            (r#"{"thread_id": "u", "threadId": "t"}"#, Some(("t", None))),
            (r#"{"thread_id": "u", "threadId": null}"#, Some(("u", None))),
            (
                r#"{"threadId": 12345678901234567890123, "runId": 7}"#,
                Some(("12345678901234567890123", Some("7"))),
            ),
            (
                r#"{"threadId": "t", "runId": null, "messages": null, "state": null, "context": null, "tools": null,
                    "forwardedProps": null, "resume": null}"#,
                Some(("t", None)),
            ),
            (
                r#"{"threadId": "t", "runId": {}, "context": {}, "state": []}"#,
                Some(("t", None)),
            ),
            (r#"{"threadId": "t\ud83d"}"#, Some(("t\u{fffd}", None))),
            ("{}", None),
            (r#"{"threadId": ""}"#, None),
            (r#"{"threadId": " "}"#, None),
            (r#"{"threadId": true}"#, None),
            (r#"{"threadId": ["t"]}"#, None),
        ];
        for (body, expected) in cases {
            let read = Input::read(body.as_bytes()).ok();
            let named = read
                .as_ref()
                .map(|it| (it.thread.as_str(), it.run_id.as_deref()));
            assert_eq!(named, expected, "{body}");
        }
        let long = json!({ "threadId": "t".repeat(NAME + 1) }).to_string();
        assert!(Input::read(long.as_bytes()).is_err());
    }

    #[test]
    fn half_a_character_anywhere_in_a_history_is_replaced() {
        let of = |history: &str, last: &str| {
            format!(
                r#"{{"threadId": "{THREAD}", "forwardedProps": {{"\ude00": 1}}, "messages": [
                {{"id": "u1", "role": "user", "content": "{history}"}}, {{"role": "user", "content": "{last}"}}]}}"#
            )
        };
        for (history, last, expected) in [
            (r"I love this \ud83d", "Where?", "Where?"),
            (r"\ude00\ud83d\n", r"So \ud83d", "So \u{fffd}"),
            (r"\ud83d\ude00", r"\ud83d\ude00 \\ud83d", r"😀 \ud83d"),
        ] {
            let body = of(history, last);
            let read = Input::read(body.as_bytes()).unwrap();
            assert_eq!(read.said.as_deref(), Some(expected), "{body}");
        }
        for broken in [r"\ud83", r"\q", "\n", "\u{1}"] {
            assert!(
                Input::read(of(broken, "Hi").as_bytes()).is_err(),
                "{broken:?}"
            );
        }
        assert!(Input::read(b"{\"threadId\": \"a-thread-that-nobody-guesses\xff\"}").is_err());
    }

    #[test]
    fn state_and_context_fill_variables() {
        let input = read(json!({
            "state": {"plan": "gold", "n": 1},
            "context": [
                {"description": "city", "value": "Oslo"}, {"description": "user name", "value": "Ann"},
                {"value": "x"}, 7,
            ],
        }));
        let all = input.variables.iter();
        let all: Vec<(&str, &str)> = all.map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(all, [("city", "Oslo"), ("plan", "gold")]);
        assert_eq!(input.user.name, "Ann");
        assert_eq!(input.begun_bytes(), "cityOsloplangoldAnn".len());
    }

    #[test]
    fn of_a_long_body_no_more_is_kept_than_is_read() {
        let many = vec![json!({ "a": 0 }); 50_000];
        let input = read(json!({
            "messages": [{ "role": "assistant", "content": many }, { "role": "user", "content": "Hi" }],
            "tools": many, "forwardedProps": many, "context": many, "runId": "r",
        }));
        let expected = Input {
            thread: THREAD.to_owned(),
            run_id: Some("r".to_owned()),
            said: Some("Hi".to_owned()),
            ..Input::default()
        };
        assert_eq!(input, expected);
    }
}
