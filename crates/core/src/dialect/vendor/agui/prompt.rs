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
    question: String,
    form: Form,
    /// The draft's form, which takes one answer that is no list.
    draft: bool,
    /// As it came, to be kept.
    raw: String,
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
    /// One of these values.
    OneOf(Vec<Value>),
}

const YES: &str = "yes";
const NO: &str = "no";

/// What `RUN_FINISHED` asks; nothing where the run simply ended.
pub(super) fn interrupts(finished: &Value) -> Vec<Interrupt> {
    let outcome = finished.at("outcome");
    if text(outcome, &["type"]) == Some("interrupt") {
        let all = outcome.at("interrupts").items();
        return all.iter().map(|it| Interrupt::read(it, false)).collect();
    }
    let drafted = finished.at("interrupt");
    if drafted.is_object() && outcome.as_str().is_none_or(|word| word == "interrupt") {
        return vec![Interrupt::read(drafted, true)];
    }
    Vec::new()
}

/// Interrupts that were kept: a list of what [`kept`] wrote.
pub(super) fn restored(json: &Value) -> Vec<Interrupt> {
    let all = json.items().iter();
    all.map(|it| Interrupt::read(it.at("of"), it.flag_at("draft")))
        .collect()
}

pub(super) fn kept(interrupts: &[Interrupt]) -> String {
    let all: Vec<String> = interrupts
        .iter()
        .map(|it| {
            let draft = if it.draft { "true" } else { "false" };
            ["{\"draft\":", draft, ",\"of\":", &it.raw, "}"].concat()
        })
        .collect();
    ["[", &all.join(","), "]"].concat()
}

impl Interrupt {
    fn read(json: &Value, draft: bool) -> Self {
        let payload = json.at("payload");
        let names = ["message", "question", "prompt", "description"];
        let said = text(json, &names).or_else(|| text(payload, &names));
        let reason = text(json, &["reason"]).unwrap_or_default();
        let schema = json.at("responseSchema");
        let form = match Form::read(schema) {
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
            id: id(json, &["id"]),
            question,
            form,
            draft,
            raw: compact(json),
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
            Kind::Flag => vec![choice(YES, "Yes"), choice(NO, "No")],
            Kind::OneOf(values) => values
                .iter()
                .map(|value| choice(&compact(value), &shown(value)))
                .collect(),
        };
        Prompt {
            text: self.question.clone(),
            closed: !choices.is_empty(),
            choices,
        }
    }

    /// What the visitor said, as JSON in the form asked for; `None` where it is none of that.
    pub fn answer(&self, text: &str, choice: Option<&str>) -> Option<String> {
        let said = text.trim();
        let value = match &self.form.kind {
            Kind::Text => written(text),
            Kind::Number => written(&json::number(said.replace(',', ".").parse().ok()?)),
            Kind::Flag => match choice.unwrap_or(said).to_lowercase().as_str() {
                YES | "y" | "true" | "ok" | "approve" => "true".to_owned(),
                NO | "n" | "false" | "reject" | "decline" => "false".to_owned(),
                _ => return None,
            },
            Kind::OneOf(values) => {
                let found = values.iter().find(|value| match choice {
                    Some(choice) => compact(value) == choice,
                    None => shown(value).eq_ignore_ascii_case(said),
                });
                compact(found?)
            }
        };
        Some(match &self.form.member {
            Some(member) => ["{", &written(member), ":", &value, "}"].concat(),
            None => value,
        })
    }
}

impl Form {
    fn read(schema: &Value) -> Option<Self> {
        if !schema.is_object() {
            return None;
        }
        if text(schema, &["type"]) == Some("object") {
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
        let values = schema.at("enum").items();
        if !values.is_empty() {
            return Kind::OneOf(values.iter().take(20).cloned().collect());
        }
        match text(schema, &["type"]) {
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

/// The `resume` member for these interrupts and their answers.
pub(super) fn resume(answered: &[(Interrupt, String)]) -> String {
    let entry = |interrupt: &Interrupt, answer: &str| {
        let mut out = json::text(&Resumed {
            interrupt_id: interrupt.id.as_deref(),
            status: (!interrupt.draft).then_some("resolved"),
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
    if let [(interrupt, answer)] = answered
        && interrupt.draft
    {
        return entry(interrupt, answer);
    }
    let all: Vec<String> = answered.iter().map(|(it, said)| entry(it, said)).collect();
    ["[", &all.join(","), "]"].concat()
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
            r#"[{"interruptId":"i1","status":"resolved","payload":1}]"#
        );
        assert_eq!(
            resume(&[(draft.clone(), "1".to_owned())]),
            r#"{"interruptId":"i2","payload":1}"#
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
