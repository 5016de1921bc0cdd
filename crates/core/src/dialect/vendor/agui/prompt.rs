//! Interrupts: what a run asks of the visitor before it goes on, and the answer in the form asked for.
//!
//! Source: AG-UI documentation, "Interrupts" (`outcome.interrupts`, `resume[]`) and the draft before
//! it (`interrupt`, `resume`), which agents in use still speak.

use serde::Serialize;

use super::super::Prompt;
use super::super::lenient::{compact, id, shown, text};
use crate::json::{self, Look, Value, text as written};
use crate::wire::Choice;

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Interrupt {
    pub id: Option<String>,
    /// The call of a tool it is about.
    pub call: Option<String>,
    question: String,
    form: Form,
    generation: Generation,
    /// As it came, to be kept.
    raw: String,
}

/// How an interrupt is told, and its answer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Generation {
    /// `outcome.interrupts` and `resume[]`.
    #[default]
    Listed,
    /// The draft's form, which takes one answer that is no list.
    Draft,
    /// LangGraph's: the event `on_interrupt`, and `forwardedProps.command.resume`.
    Command,
}

/// What kind of answer is wanted, and in which member of an object, if in one.
#[derive(Clone, Debug, Default, PartialEq)]
struct Form {
    member: Option<String>,
    kind: Kind,
}

#[derive(Clone, Debug, Default, PartialEq)]
enum Kind {
    #[default]
    Text,
    Flag,
    Number,
    /// One of these values, as it is shown and as it is.
    OneOf(Vec<(String, Value)>),
    /// LangChain's middleware: so many decisions.
    Decisions(usize),
    /// LangGraph's `HumanInterrupt`: accepted, ignored, or answered in words.
    Review,
}

const YES: &str = "yes";
const NO: &str = "no";
/// Where a question stands.
const QUESTION: [&str; 8] = [
    "message",
    "question",
    "prompt",
    "description",
    "query",
    "text",
    "content",
    "title",
];
const OPTIONS: [&str; 3] = ["options", "choices", "buttons"];
const CALL: [&str; 2] = ["toolCallId", "tool_call_id"];
/// The members of a run that answers nothing.
pub(super) const NOTHING: &str = "\"forwardedProps\":{}";

/// What `RUN_FINISHED` asks; nothing where the run simply ended.
pub(super) fn interrupts(finished: &Value) -> Vec<Interrupt> {
    let outcome = finished.at("outcome");
    if text(outcome, &["type"]) == Some("interrupt") {
        let all = outcome.at("interrupts").items().iter();
        return all
            .map(|it| Interrupt::read(it, Generation::Listed))
            .collect();
    }
    let drafted = finished.at("interrupt");
    if drafted.is_object() && outcome.as_str().is_none_or(|word| word == "interrupt") {
        return vec![Interrupt::read(drafted, Generation::Draft)];
    }
    Vec::new()
}

/// Interrupts that were kept: a list of what [`kept`] wrote.
pub(super) fn restored(json: &Value) -> Vec<Interrupt> {
    let one = |it: &Value| match it.at("of") {
        of if it.flag_at("command") => Interrupt::command(of),
        of if it.flag_at("draft") => Interrupt::read(of, Generation::Draft),
        of => Interrupt::read(of, Generation::Listed),
    };
    json.items().iter().map(one).collect()
}

pub(super) fn kept(interrupts: &[Interrupt]) -> String {
    let all: Vec<String> = interrupts
        .iter()
        .map(|it| {
            let generation = match it.generation {
                Generation::Listed => "{\"draft\":false,\"of\":",
                Generation::Draft => "{\"draft\":true,\"of\":",
                Generation::Command => "{\"command\":true,\"of\":",
            };
            [generation, &it.raw, "}"].concat()
        })
        .collect();
    ["[", &all.join(","), "]"].concat()
}

impl Interrupt {
    fn read(json: &Value, generation: Generation) -> Self {
        let payload = json.at("payload");
        let said = text(json, &QUESTION).or_else(|| text(payload, &QUESTION));
        let reason = text(json, &["reason"]).unwrap_or_default();
        let schemas = [json.at("responseSchema"), json.at("response_schema")];
        let form = match schemas.into_iter().find_map(Form::read) {
            // "human_approval", "tool_approval", "confirmation": a yes or no, whoever names no form.
            None if reason.contains("approv") || reason.contains("confirm") => Form {
                member: Some("approved".to_owned()),
                kind: Kind::Flag,
            },
            form => form.unwrap_or_default(),
        };
        let mut question = said.unwrap_or_default().to_owned();
        if question.is_empty() && !payload.is_null() {
            question = shown(payload);
        }
        if question.is_empty() {
            question = reason.replace(['_', '-'], " ");
        }
        Self {
            id: id(json, &["id", "interruptId", "interrupt_id"]),
            call: id(json, &CALL).or_else(|| id(payload, &CALL)),
            question,
            form,
            generation,
            raw: compact(json),
        }
    }

    /// LangGraph's: any value, often as JSON in a text.
    pub fn command(json: &Value) -> Self {
        let given = match json {
            Value::String(text) => {
                json::parse(text).filter(|it| it.is_object() || it.is_array() || it.is_string())
            }
            _ => None,
        };
        let value = inner(given.as_ref().unwrap_or(json));
        let (actions, action) = (value.at("action_requests"), value.at("action_request"));
        let options = OPTIONS.iter().map(|name| value.at(name).items());
        let options = options.into_iter().find(|it| !it.is_empty());
        let kind = match options {
            _ if !actions.items().is_empty() => Kind::Decisions(actions.items().len()),
            _ if action.is_object() => Kind::Review,
            Some(options) => Kind::OneOf(options.iter().take(20).map(option).collect()),
            None => Kind::Text,
        };
        let about = match actions.items() {
            [] => value,
            _ => actions,
        };
        let mut question = match about {
            Value::Array(items) => items.iter().map(question).collect::<Vec<_>>().join("\n"),
            one => question(one),
        };
        if question.is_empty() {
            question = "Continue?".to_owned();
        }
        Self {
            question,
            form: Form { member: None, kind },
            generation: Generation::Command,
            raw: compact(json),
            ..Self::default()
        }
    }

    pub fn prompt(&self) -> Prompt {
        let choice = |id: &str, text: &str| Choice {
            id: id.to_owned(),
            text: text.to_owned(),
            url: None,
        };
        let choices = match &self.form.kind {
            Kind::Text | Kind::Number => Vec::new(),
            Kind::Flag | Kind::Decisions(_) | Kind::Review => {
                vec![choice(YES, "Yes"), choice(NO, "No")]
            }
            Kind::OneOf(values) => values
                .iter()
                .map(|(label, value)| choice(&compact(value), label))
                .collect(),
        };
        Prompt {
            text: self.question.clone(),
            closed: !choices.is_empty() && !self.takes_words(),
            choices,
        }
    }

    /// Other words than those offered are an answer as well.
    fn takes_words(&self) -> bool {
        let is_command = self.generation == Generation::Command;
        self.form.kind == Kind::Review || is_command && matches!(self.form.kind, Kind::OneOf(_))
    }

    /// What the visitor said, as JSON in the form asked for; `None` where it is none of that.
    pub fn answer(&self, text: &str, choice: Option<&str>) -> Option<String> {
        let said = text.trim();
        let flag = || match choice.unwrap_or(said).to_lowercase().as_str() {
            YES | "y" | "true" | "ok" | "approve" => Some(true),
            NO | "n" | "false" | "reject" | "decline" => Some(false),
            _ => None,
        };
        let value = match &self.form.kind {
            Kind::Text => written(text),
            Kind::Number => written(&json::number(said.replace(',', ".").parse().ok()?)),
            Kind::Flag => written(&flag()?),
            Kind::OneOf(values) => {
                let found = values.iter().find(|(label, value)| match choice {
                    Some(choice) => compact(value) == choice,
                    None => label.eq_ignore_ascii_case(said),
                });
                match found {
                    Some((_, value)) => compact(value),
                    None if self.takes_words() => written(text),
                    None => return None,
                }
            }
            Kind::Decisions(count) => {
                let one = match flag()? {
                    true => "{\"type\":\"approve\"}",
                    false => "{\"type\":\"reject\"}",
                };
                ["{\"decisions\":[", &vec![one; *count].join(","), "]}"].concat()
            }
            Kind::Review => match flag() {
                Some(true) => "[{\"type\":\"accept\",\"args\":null}]".to_owned(),
                Some(false) => "[{\"type\":\"ignore\",\"args\":null}]".to_owned(),
                None => ["[{\"type\":\"response\",\"args\":", &written(text), "}]"].concat(),
            },
        };
        Some(match &self.form.member {
            Some(member) => ["{", &written(member), ":", &value, "}"].concat(),
            None => value,
        })
    }
}

/// A value without what it is wrapped in: a list of one, the graph's own record of it.
fn inner(json: &Value) -> &Value {
    const RECORD: [&str; 4] = ["id", "ns", "interrupt_id", "resumable"];
    if let [one] = json.items() {
        return inner(one);
    }
    let is_record = RECORD.iter().any(|name| !json.at(name).is_null());
    match json.at("value") {
        value if is_record && !value.is_null() => inner(value),
        _ => json,
    }
}

/// What a value asks: a text, or the text in it, or all there is.
fn question(json: &Value) -> String {
    let inner = || {
        json.as_object()?
            .values()
            .find_map(|it| text(it, &QUESTION))
    };
    let said = text(json, &QUESTION).or_else(inner);
    said.map_or_else(|| shown(json), str::to_owned)
}

/// An offered answer, as it is shown and as it is.
fn option(json: &Value) -> (String, Value) {
    let label = text(json, &["label", "text", "title", "name"]);
    let label = label.map_or_else(|| shown(json), str::to_owned);
    let named = ["value", "id"].iter().map(|name| json.at(name));
    let value = named.into_iter().find(|it| !it.is_null());
    (label, value.unwrap_or(json).clone())
}

/// The type a schema names; of several, the first that is one.
fn kind(schema: &Value) -> Option<&str> {
    let all = match schema.at("type") {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut all = all.iter().filter_map(Value::as_str);
    all.find(|it| *it != "null")
}

/// What a schema chooses from.
fn alternatives(schema: &Value) -> &[Value] {
    let lists = ["anyOf", "oneOf", "allOf"].map(|name| schema.at(name).items());
    lists
        .into_iter()
        .find(|it| !it.is_empty())
        .unwrap_or_default()
}

fn is_null(schema: &Value) -> bool {
    schema.at("type").as_str() == Some("null")
}

/// Whether a schema is a single value.
fn is_one(schema: &Value) -> bool {
    !schema.at("const").is_null()
}

/// A schema, or the first it chooses from that is more than `null`.
fn first(schema: &Value) -> &Value {
    let says = kind(schema).is_some_and(|it| it != "object" || schema.at("properties").is_object());
    match alternatives(schema).iter().find(|it| !is_null(it)) {
        Some(one) if !says && !is_one(one) => first(one),
        _ => schema,
    }
}

impl Form {
    fn read(schema: &Value) -> Option<Self> {
        if !schema.is_object() {
            return None;
        }
        let schema = first(schema);
        if kind(schema) == Some("object") {
            let required = schema.at("required").items();
            let mut properties = schema.at("properties").as_object()?.iter();
            // An approval with a reason beside it: the first that must be there is the answer.
            let first = required.first().and_then(Value::as_str);
            let (name, property) =
                properties.find(|(name, _)| first.is_none_or(|first| first == *name))?;
            return Some(Form {
                member: Some(name.clone()),
                kind: Kind::read(property),
            });
        }
        Some(Form {
            member: None,
            kind: Kind::read(schema),
        })
    }
}

impl Kind {
    fn read(schema: &Value) -> Self {
        let schema = first(schema);
        let all = alternatives(schema);
        let all = all.iter().filter(|it| !is_null(it)).take(20);
        let titled: Vec<_> = all
            .clone()
            .filter(|it| is_one(it))
            .map(|it| {
                let (title, value) = (text(it, &["title"]), it.at("const"));
                (
                    title.map_or_else(|| shown(value), str::to_owned),
                    value.clone(),
                )
            })
            .collect();
        // Other words beside them are a text.
        if !titled.is_empty() && titled.len() == all.count() {
            return Kind::OneOf(titled);
        }
        let values = schema.at("enum").items();
        if !values.is_empty() {
            let values = values.iter().take(20);
            return Kind::OneOf(values.map(|it| (shown(it), it.clone())).collect());
        }
        match kind(schema) {
            Some("boolean") => Kind::Flag,
            Some("number" | "integer") => Kind::Number,
            _ => Kind::Text,
        }
    }
}

/// An entry of `resume`, without its payload.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Resumed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    interrupt_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
}

/// The members of a run that goes on with these answers.
pub(super) fn resume(answered: &[(Interrupt, String)]) -> String {
    let entry = |interrupt: &Interrupt, answer: &str| {
        let mut out = json::text(&Resumed {
            interrupt_id: interrupt.id.as_deref(),
            status: (interrupt.generation != Generation::Draft).then_some("resolved"),
        });
        // The answer is JSON already.
        out.pop();
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str("\"payload\":");
        out.push_str(answer);
        out.push('}');
        out
    };
    let is_command = |(it, _): &(Interrupt, String)| it.generation == Generation::Command;
    let list = |all: Vec<String>| ["[", &all.join(","), "]"].concat();
    match answered {
        [(interrupt, answer)] if interrupt.generation == Generation::Command => command(answer),
        // One word is all that the command takes, so that it is a list of them.
        all if all.iter().any(is_command) => command(&list(
            all.iter().map(|(_, answer)| answer.clone()).collect(),
        )),
        [(interrupt, answer)] if interrupt.generation == Generation::Draft => {
            [NOTHING, ",\"resume\":", &entry(interrupt, answer)].concat()
        }
        all => {
            let all = all.iter().map(|(it, said)| entry(it, said)).collect();
            [NOTHING, ",\"resume\":", &list(all)].concat()
        }
    }
}

fn command(answer: &str) -> String {
    ["\"forwardedProps\":{\"command\":{\"resume\":", answer, "}}"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn one(finished: &str) -> Interrupt {
        let mut all = interrupts(&parse(finished).unwrap());
        assert_eq!(all.len(), 1, "{finished}");
        all.remove(0)
    }

    #[test]
    fn an_answer_has_the_form_the_agent_asked_for() {
        let of = |schema: &str| {
            format!(
                r#"{{"outcome":{{"type":"interrupt","interrupts":[{{"id":"i1","reason":"input","message":"Well?","responseSchema":{schema}}}]}}}}"#
            )
        };
        let cases = [
            (of(r#"{"type":"string"}"#), "so so", None, Some(r#""so so""#)),
            (of(r#"{"type":"boolean"}"#), "Yes", Some("yes"), Some("true")),
            (of(r#"{"type":"boolean"}"#), "maybe", None, None),
            (
                of(r#"{"oneOf":[{"const":true,"title":"Go on"},{"const":false,"title":"Stop"}]}"#),
                "stop",
                None,
                Some("false"),
            ),
            (
                of(r#"{"type":"object","properties":{"size":{"anyOf":[{"enum":["S","M"]},{"type":"null"}]}}}"#),
                "m",
                None,
                Some(r#"{"size":"M"}"#),
            ),
            (of(r#"{"anyOf":[{"const":"a"},{"type":"string"}]}"#), "b", None, Some(r#""b""#)),
            (of(r#"{"type":["boolean","null"]}"#), "no", None, Some("false")),
            (of(r#"{"type":["null","integer"]}"#), "2", None, Some("2")),
            (of(r#"{"type":["string","null"]}"#), "no", None, Some(r#""no""#)),
            (of(r#"{"type":"null"}"#), "no", None, Some(r#""no""#)),
            (of(r#"{"anyOf":[{"type":"null"},{"type":"boolean"}]}"#), "no", None, Some("false")),
            (of(r#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#), "no", None, Some(r#""no""#)),
            (of(r#"{"oneOf":[{"enum":["a","b"]},{"type":"null"}]}"#), "B", None, Some(r#""b""#)),
            (
                of(r#"{"type":["object","null"],"properties":{"approved":{"type":["boolean","null"]}}}"#),
                "no",
                Some("no"),
                Some(r#"{"approved":false}"#),
            ),
            (
                of(r#"{"type":"object","properties":{"approved":{"anyOf":[{"type":"boolean"},{"type":"null"}]}}}"#),
                "no",
                None,
                Some(r#"{"approved":false}"#),
            ),
            (
                of(r#"{"anyOf":[{"type":"object","properties":{"approved":{"type":"boolean"}}},{"type":"object","properties":{"note":{"type":"string"}}}]}"#),
                "yes",
                Some("yes"),
                Some(r#"{"approved":true}"#),
            ),
            (
                of(r#"{"type":"object","properties":{"approved":{"type":"boolean"}},"anyOf":[{"required":["approved"]}]}"#),
                "no",
                None,
                Some(r#"{"approved":false}"#),
            ),
            (of(r#"{"type":"number"}"#), " 2,5 ", None, Some("2.5")),
            (of(r#"{"type":"number"}"#), "two", None, None),
            (of(r#"{"enum":["a","b"]}"#), "B", None, Some(r#""b""#)),
            (of(r#"{"enum":[1,2]}"#), "2", Some("2"), Some("2")),
            (
                of(r#"{"type":"object","required":["approved"],"properties":{"note":{"type":"string"},"approved":{"type":"boolean"}}}"#),
                "no",
                Some("no"),
                Some(r#"{"approved":false}"#),
            ),
            (
                r#"{"outcome":"interrupt","interrupt":{"reason":"human_approval","payload":{"to":"Ann"}}}"#.to_owned(),
                "yes",
                None,
                Some(r#"{"approved":true}"#),
            ),
        ];
        for (finished, text, choice, expected) in cases {
            assert_eq!(
                one(&finished).answer(text, choice).as_deref(),
                expected,
                "{finished}"
            );
        }
    }

    #[test]
    fn answers_go_back_in_the_generation_that_asked() {
        let new =
            one(r#"{"outcome":{"type":"interrupt","interrupts":[{"id":"i1","reason":"x"}]}}"#);
        let draft = one(r#"{"interrupt":{"id":"i2","reason":"ask_user"}}"#);
        assert_eq!(draft.prompt().text, "ask user");
        assert_eq!(
            resume(&[(new.clone(), "1".to_owned())]),
            r#""forwardedProps":{},"resume":[{"interruptId":"i1","status":"resolved","payload":1}]"#
        );
        assert_eq!(
            resume(&[(draft.clone(), "1".to_owned())]),
            r#""forwardedProps":{},"resume":{"interruptId":"i2","payload":1}"#
        );
        let both = [new, draft];
        assert_eq!(restored(&parse(&kept(&both)).unwrap()), both);
    }

    #[test]
    fn a_run_that_simply_ended_asks_nothing() {
        for finished in [
            "{}",
            r#"{"outcome":{"type":"success"}}"#,
            r#"{"outcome":"success","interrupt":{"id":"x"}}"#,
            r#"{"outcome":{"type":"cancelled"}}"#,
        ] {
            assert_eq!(interrupts(&parse(finished).unwrap()), [], "{finished}");
        }
    }
}
