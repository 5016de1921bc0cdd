//! A model's answer put together from its pieces.

use serde_json::{Value, json};

use super::calls::Calls;
use super::failure::Trouble;
use super::forgiven::Forgiven;
use super::halves::Halves;
use super::speech::{Piece, Speech};

/// Bytes of a text that a model does not say twice in a row by itself.
const LONG: usize = 24;

/// How an answer says that it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ending {
    Good,
    /// A limit cut it.
    Cut,
    Withheld,
    Failed,
}

/// An answer so far.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    pub(crate) calls: Calls,
    /// Everything said, for the next round's messages.
    pub(crate) text: String,
    pub(crate) finish: Option<String>,
    /// Which of several choices is read.
    choice: Option<Value>,
    /// All text as it came.
    raw: String,
    /// In how many pieces.
    pieces: usize,
    halves: Halves,
    speech: Speech,
    forgiven: Forgiven,
}

impl Assembly {
    /// `keeps_text`: see [`Speech::new`].
    pub(crate) fn new(keeps_text: bool, forgiven: Forgiven) -> Self {
        Assembly {
            speech: Speech::new(keeps_text, forgiven.clone()),
            forgiven,
            ..Assembly::default()
        }
    }

    /// Takes an object of the answer in, a stream's chunk or a whole completion.
    pub(crate) fn take(&mut self, value: &Value) -> Result<Vec<Piece>, Trouble> {
        if let Some(error) = error_in(value) {
            return Err(Trouble::from_error(error));
        }
        // Usage reports, keep-alives and what gateways add have no choice.
        let Some(choice) = self.choice(value) else {
            return Ok(Vec::new());
        };
        if let Some(error) = error_in(choice) {
            return Err(Trouble::from_error(error));
        }
        let finish = finish_in(choice);
        let mut pieces = Vec::new();
        let delta = choice.get("delta").filter(|it| !it.is_null());
        let message = choice.get("message").filter(|it| !it.is_null());
        // What completions were before they were chats.
        let text = choice.get("text").filter(|it| !it.is_null());
        let brings = |it: &Value| it.as_object().is_none_or(|members| !members.is_empty());
        let delta = delta.filter(|it| brings(it) || message.is_none());
        if let Some(said) = delta.or(message).or(text) {
            // `reasoning` and `reasoning_content` stay unread: thoughts are not said.
            let told = match said {
                Value::Object(members) => {
                    text_of(members.get("content")) + &text_of(members.get("refusal"))
                }
                other => text_of(Some(other)),
            };
            let is_whole = delta.is_none() && message.is_some();
            let new = self.unheard(&told, is_whole, finish.is_some());
            self.raw.push_str(new);
            self.pieces += usize::from(!is_whole && !new.is_empty());
            let joined = self.halves.join(new);
            pieces = self.speech.push(&joined);
            self.calls.take(said, &self.forgiven)?;
            // Some give the calls in the last chunk's message alone.
            if let (Some(_), Some(message), true) = (delta, message, self.calls.all.is_empty()) {
                self.calls.take(message, &self.forgiven)?;
            }
        }
        self.note(&pieces);
        self.finish = finish.or(self.finish.take());
        Ok(pieces)
    }

    /// Nothing more comes. What was held back and turned out to be text.
    pub(crate) fn close(&mut self) -> Vec<Piece> {
        let rest = self.halves.rest();
        let mut pieces = self.speech.push(rest);
        pieces.extend(self.speech.close());
        self.note(&pieces);
        for call in std::mem::take(&mut self.speech.calls) {
            // More than one may make are not carried out.
            if self.calls.written(&call.name, call.arguments).is_err() {
                break;
            }
        }
        self.calls.close(self.is_cut(), &self.forgiven);
        pieces
    }

    fn note(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.text.push_str(text),
                Piece::Withdraw => self.text.clear(),
            }
        }
    }

    /// The choice that is read: of several the one with the lowest number, and of that all.
    fn choice<'v>(&mut self, value: &'v Value) -> Option<&'v Value> {
        let number = |choice: &Value| choice.get("index").filter(|it| it.is_u64()).cloned();
        let choices = match value.get("choices")? {
            Value::Array(choices) => choices.as_slice(),
            choice @ Value::Object(_) => std::slice::from_ref(choice),
            _ => return None,
        };
        let choices = choices.iter().filter(|choice| choice.is_object());
        if self.choice.is_none() {
            let numbers = choices.clone().filter_map(number);
            self.choice = numbers.min_by_key(Value::as_u64);
        }
        let wanted = &self.choice;
        let mut choices = choices;
        choices.find(|choice| number(choice).is_none_or(|it| wanted.as_ref() == Some(&it)))
    }

    /// What of a text was not heard yet: some repeat the whole at the end, or send all so far with
    /// every message.
    fn unheard<'t>(&self, text: &'t str, is_whole: bool, is_last: bool) -> &'t str {
        let is_summary = is_whole && self.pieces > 0 && self.raw.trim().ends_with(text.trim());
        let is_long = text.len() >= LONG && (is_whole || is_last || self.pieces > 1);
        let is_again = is_long && text == self.raw;
        if !text.is_empty() && (is_summary || is_again) {
            self.forgiven
                .note("the whole text comes once more at the end");
            return "";
        }
        let more = text.strip_prefix(self.raw.as_str());
        match more.filter(|more| is_whole && !more.is_empty() && self.raw.len() >= 4) {
            Some(more) => {
                self.forgiven.note("every piece has all the text so far");
                more
            }
            None => text,
        }
    }

    /// A limit of tokens ended the answer, or a filter did after its first words.
    pub(crate) fn is_cut(&self) -> bool {
        let is_refusal = self
            .finish
            .as_deref()
            .is_some_and(|it| it.contains("refusal"));
        match self.ending() {
            Some(Ending::Cut) => true,
            // A refusal says what it has to say.
            Some(Ending::Withheld) => !is_refusal && !self.text.trim().is_empty(),
            _ => false,
        }
    }

    /// Whether the endpoint ends thoughts that it did not begin; `None`: the reply does not tell.
    pub(crate) fn ends_thoughts(&self) -> Option<bool> {
        self.speech.ends_thoughts()
    }

    fn ending(&self) -> Option<Ending> {
        self.finish.as_deref().map(ending)
    }

    /// What is wrong with an answer that was read to its end. `is_complete`: the endpoint said that
    /// this is all.
    pub(crate) fn verdict(&self, is_complete: bool) -> Result<(), Trouble> {
        let says_nothing = self.text.trim().is_empty();
        let reason = self.finish.as_deref().unwrap_or_default();
        match self.ending() {
            // A connection that ends cleanly proves nothing: so do those a proxy gave up on.
            None if !is_complete => {
                Err(Trouble::broken("the model's stream ended without its end"))
            }
            Some(Ending::Withheld) if says_nothing => Err(Trouble::withheld(format!(
                "the model's endpoint withheld the answer ({reason})"
            ))),
            Some(Ending::Failed) => Err(Trouble::broken(format!(
                "the model's endpoint gave the answer up ({reason})"
            ))),
            Some(Ending::Cut) if says_nothing && self.calls.all.is_empty() => Err(Trouble {
                // The same limit would be in the way again.
                again: None,
                ..Trouble::silent(format!(
                    "a limit of tokens cut the model's answer before its first word ({reason})"
                ))
            }),
            _ => Ok(()),
        }
    }

    /// The assistant's message of this round, as the next request repeats it.
    pub(crate) fn message(&self) -> Value {
        let content = match self.text.trim() {
            // Strict endpoints refuse an empty text.
            "" => Value::Null,
            _ => json!(self.text),
        };
        json!({ "role": "assistant", "content": content, "tool_calls": self.calls.described() })
    }
}

/// The error a piece tells of. `null`, `{}` and their like are none.
fn error_in(value: &Value) -> Option<&Value> {
    fn says_something(value: &Value) -> bool {
        match value {
            Value::Null => false,
            Value::Bool(truth) => *truth,
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(items) => items.iter().any(says_something),
            Value::Object(members) => members.values().any(says_something),
        }
    }
    let error = value.get("error").filter(|error| says_something(error))?;
    if is_success(error) {
        return None;
    }
    match error {
        Value::Array(items) => items.first(),
        error => Some(error),
    }
}

/// Some gateways tell of success where others tell of errors: `{"code": 0, "message": "ok"}`.
fn is_success(error: &Value) -> bool {
    let is_word = |value: &Value| match value {
        Value::String(text) => {
            let text = text.trim().to_ascii_lowercase();
            ["", "0", "200", "ok", "success", "none", "null", "no error"].contains(&text.as_str())
        }
        Value::Number(number) => matches!(number.as_u64(), Some(0 | 200)),
        Value::Null | Value::Bool(false) => true,
        _ => false,
    };
    match error {
        Value::Object(members) => members.values().all(is_word),
        other => is_word(other),
    }
}

/// Why a choice ends, under any of its names.
fn finish_in(choice: &Value) -> Option<String> {
    let named = [
        "finish_reason",
        "finishReason",
        "stop_reason",
        "finish_details",
    ];
    named.iter().find_map(|name| {
        let told = choice.get(*name)?;
        let told = told.get("type").unwrap_or(told).as_str()?.trim();
        let is_none = matches!(told.to_ascii_lowercase().as_str(), "" | "null" | "none");
        (!is_none).then(|| told.to_owned())
    })
}

/// What a reason means. One that nobody knows is a good end.
fn ending(reason: &str) -> Ending {
    let letters = reason.chars().filter(char::is_ascii_alphanumeric);
    let letters: String = letters.map(|it| it.to_ascii_lowercase()).collect();
    let has = |parts: &[&str]| parts.iter().any(|part| letters.contains(part));
    if has(&[
        "length",
        "maxtoken",
        "outputtoken",
        "contextwindow",
        "tokenlimit",
    ]) {
        Ending::Cut
    } else if has(&[
        "contentfilter",
        "safety",
        "sensitive",
        "guardrail",
        "moderation",
        "prohibited",
        "blocklist",
        "recitation",
        "spii",
        "refusal",
    ]) {
        Ending::Withheld
    } else if letters == "error"
        || has(&[
            "abort",
            "cancel",
            "networkerror",
            "servererror",
            "malformedfunctioncall",
            "insufficientsystemresource",
        ])
    {
        Ending::Failed
    } else {
        Ending::Good
    }
}

/// A text, or the texts of a list of parts.
fn text_of(content: Option<&Value>) -> String {
    match content {
        Some(Value::String(text)) => text.clone(),
        // Gateways in languages that do not tell texts from numbers.
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(parts)) => parts.iter().map(|part| text_of(Some(part))).collect(),
        Some(Value::Object(part)) => {
            let kind = part.get("type").and_then(Value::as_str).unwrap_or_default();
            if ["think", "reason", "tool"]
                .iter()
                .any(|word| kind.contains(word))
            {
                return String::new();
            }
            let named = ["text", "content", "value", "refusal"];
            text_of(named.iter().find_map(|name| part.get(*name)))
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(pieces: &[Value]) -> Vec<(String, String)> {
        let mut assembly = Assembly::default();
        for piece in pieces {
            assembly
                .take(&json!({"choices": [{"delta": {"tool_calls": piece}}]}))
                .unwrap();
        }
        let calls = assembly.calls.all.into_iter();
        calls.map(|call| (call.name, call.arguments)).collect()
    }

    #[test]
    fn calls_are_put_together_however_they_are_numbered() {
        let wanted = [
            ("a".to_owned(), "{1}".to_owned()),
            ("b".to_owned(), "{2}".to_owned()),
        ];
        let f = |name: &str, arguments: &str| json!({"name": name, "arguments": arguments});
        assert_eq!(
            calls(&[
                json!([{"index": 0, "id": "x", "function": f("a", "{")}]),
                json!([{"index": 0, "function": {"arguments": "1}"}}]),
                json!([{"index": 1, "id": "y", "function": f("b", "{2}")}])
            ]),
            wanted
        );
        // No index; ids repeat.
        assert_eq!(
            calls(&[
                json!([{"id": "x", "function": f("a", "{")}]),
                json!([{"id": "x", "function": f("", "1}")}]),
                json!([{"id": "y", "function": f("b", "{2}")}])
            ]),
            wanted
        );
        // Neither; a name begins a call. All of them at index 0, told apart by id.
        assert_eq!(
            calls(&[
                json!([{"function": f("a", "{1}")}, {"function": f("b", "{")}]),
                json!([{"function": {"arguments": "2}"}}])
            ]),
            wanted
        );
        assert_eq!(
            calls(&[
                json!([{"index": 0, "id": "x", "function": f("a", "{1}")}]),
                json!([{"index": 0, "id": "y", "function": f("b", "{2}")}])
            ]),
            wanted
        );
        // A number that grows from piece to piece, with one id and without; arguments before their
        // name; two calls with one id.
        for id in [json!("x"), json!(null)] {
            assert_eq!(
                calls(&[
                    json!([{"index": 0, "id": id, "function": f("a", "{")}]),
                    json!([{"index": 1, "id": id, "function": {"arguments": "1"}}]),
                    json!([{"index": 2, "id": id, "function": {"arguments": "}"}}]),
                    json!([{"index": 3, "id": "y", "function": f("b", "{2}")}])
                ]),
                wanted,
                "{id}"
            );
        }
        let found = calls(&[
            json!([{"index": 0, "function": {"arguments": "{\"n\":"}}]),
            json!([{"index": 0, "function": f("a", "1}")}]),
            json!([{"index": 1, "function": {"arguments": "{\"n\":2}"}}, {"index": 1, "function": {"name": "b"}}]),
        ]);
        let n = |name: &str, n: u64| (name.to_owned(), json!({ "n": n }).to_string());
        assert_eq!(found, [n("a", 1), n("b", 2)]);
        let numbered = |n: u64| f("a", &json!({ "n": n }).to_string());
        for index in [json!(null), json!(0)] {
            assert_eq!(
                calls(&[
                    json!([{"index": index, "id": "x", "function": numbered(1)}]),
                    json!([{"index": index, "id": "x", "function": numbered(2)}]),
                    json!([{"index": index, "id": "x", "function": numbered(2)}])
                ])
                .len(),
                2
            );
        }
        assert_eq!(
            calls(&[
                json!([{"index": 0, "function": "a", "arguments": "{1}"}, {"index": 1, "function": "b", "arguments": "{2}"}])
            ]),
            wanted
        );
        // Arguments as an object; null; nothing at all.
        assert_eq!(
            calls(&[
                json!([{"function": {"name": "a", "arguments": {"n": 1}}}, {"function": {"name": "b", "arguments": null}}, {}])
            ]),
            [
                ("a".to_owned(), "{\"n\":1}".to_owned()),
                ("b".to_owned(), String::new())
            ]
        );
    }

    #[test]
    fn odd_pieces_are_passed_over_and_wrong_ones_refused() {
        let mut assembly = Assembly::default();
        for fine in [
            json!({"choices": []}),
            json!({"usage": {"total_tokens": 3}}),
            json!({"choices": [{"delta": null}]}),
            json!({"choices": [{"delta": {"content": null, "reasoning": "hm", "reasoning_content": "hm"}}]}),
            json!({"choices": [{"delta": {"role": "assistant", "content": ""}, "finish_reason": null}], "error": null}),
            json!({"type": "ping"}),
            json!({"sources": [{"name": "faq.md"}], "error": {}}),
            json!([]),
            json!("no"),
            json!(null),
            json!({"choices": null, "error": ""}),
            json!({"choices": [], "error": {"code": 0, "message": "ok"}}),
            json!({"choices": [], "error": {"code": "200", "message": "Success", "type": null}}),
            json!({"choices": [], "error": "none"}),
        ] {
            assert_eq!(assembly.take(&fine).unwrap(), [], "{fine}");
        }
        let parts = json!({"choices": [{"message": {"content": [{"type": "text", "text": "Hi"}, {"type": "image"}]}, "finish_reason": "stop"}]});
        assert_eq!(
            assembly.take(&parts).unwrap(),
            [Piece::Text("Hi".to_owned())]
        );
        for wrong in [
            json!({"error": {"message": "no"}}),
            json!({"error": "no"}),
            json!({"error": [{"message": "no"}]}),
            json!({"error": {"code": 500, "message": null}}),
            json!({"error": {"code": 0, "message": "overloaded"}}),
            json!({"error": {"code": 200, "message": "quota"}}),
            json!({"choices": [{"error": {"message": "no"}, "delta": {"content": "x"}}]}),
        ] {
            assert!(assembly.take(&wrong).is_err(), "{wrong}");
        }
    }
}
