//! A model's answer put together from its pieces.

use serde_json::{Value, json};

use super::failure::Trouble;

/// Calls one answer may make; a model that wants more is running in a circle.
const MOST_CALLS: usize = 16;
/// Bytes of one call's arguments.
const LONGEST_ARGUMENTS: usize = 64 << 10;

/// One call of a tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Call {
    /// The endpoint's position of it, where it gives one.
    index: Option<u64>,
    /// The endpoint's id.
    id: String,
    pub(crate) name: String,
    pub(crate) arguments: String,
}

/// What a piece brought.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Text(String),
    /// More of the call at this place in [`Assembly::calls`].
    Call(usize),
}

/// An answer so far.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    pub(crate) calls: Vec<Call>,
    /// Everything said, for the next round's messages.
    pub(crate) text: String,
    pub(crate) finish: Option<String>,
    thoughts: Thoughts,
}

impl Assembly {
    /// Takes an object of the answer in, a stream's chunk or a whole completion.
    pub(crate) fn take(&mut self, value: &Value) -> Result<Vec<Piece>, Trouble> {
        if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
            return Err(Trouble::from_error(error));
        }
        let Some(choice) = value.pointer("/choices/0") else {
            // Usage reports and keep-alives have no choice; anything else is not our protocol.
            return match value {
                Value::Object(members)
                    if members.contains_key("choices") || members.contains_key("usage") =>
                {
                    Ok(Vec::new())
                }
                Value::Object(members)
                    if members.contains_key("object") || members.contains_key("id") =>
                {
                    Ok(Vec::new())
                }
                _ => Err(Trouble::protocol("a piece of the answer has no choices")),
            };
        };
        let mut pieces = Vec::new();
        if let Some(message) = choice
            .get("delta")
            .or_else(|| choice.get("message"))
            .filter(|m| m.is_object())
        {
            // `reasoning` and `reasoning_content` stay unread: thoughts are not said.
            for key in ["content", "refusal"] {
                let text = self.thoughts.without(&text_of(message.get(key)));
                if !text.is_empty() {
                    self.text.push_str(&text);
                    pieces.push(Piece::Text(text));
                }
            }
            for call in message
                .get("tool_calls")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                pieces.push(Piece::Call(self.call(call)?));
            }
        }
        if let Some(finish) = choice.get("finish_reason").and_then(Value::as_str) {
            self.finish = Some(finish.to_owned());
        }
        Ok(pieces)
    }

    /// Nothing more comes. Returns what was held back and turned out to be text.
    pub(crate) fn close(&mut self) -> String {
        let rest = self.thoughts.rest();
        self.text.push_str(&rest);
        rest
    }

    /// The place of the call a piece belongs to. Endpoints number them, or name them, or neither.
    fn call(&mut self, piece: &Value) -> Result<usize, Trouble> {
        let index = piece.get("index").and_then(Value::as_u64);
        let id = piece.get("id").and_then(Value::as_str).unwrap_or_default();
        let function = piece.get("function");
        let part = |key: &str| function.and_then(|function| function.get(key));
        let name = part("name").and_then(Value::as_str).unwrap_or_default();
        let same_id = |call: &Call| id.is_empty() || call.id.is_empty() || call.id == id;
        let known = match index {
            Some(_) => self
                .calls
                .iter()
                .rposition(|call| call.index == index && same_id(call)),
            None if !id.is_empty() => self.calls.iter().rposition(|call| call.id == id),
            None if name.is_empty() => self.calls.len().checked_sub(1),
            None => None,
        };
        let at = known.unwrap_or_else(|| {
            self.calls.push(Call {
                index,
                ..Call::default()
            });
            self.calls.len() - 1
        });
        if self.calls.len() > MOST_CALLS {
            return Err(Trouble::protocol(format!(
                "the model called more than {MOST_CALLS} tools at once"
            )));
        }
        if let Some(call) = self.calls.get_mut(at) {
            if call.id.is_empty() {
                id.clone_into(&mut call.id);
            }
            // Sent whole with the first piece; some repeat it with every piece.
            if call.name.is_empty() {
                name.clone_into(&mut call.name);
            }
            match part("arguments") {
                Some(Value::String(more)) => call.arguments.push_str(more),
                None | Some(Value::Null) => {}
                // Not to the letter of the protocol, but clear.
                Some(whole) => call.arguments = whole.to_string(),
            }
            if call.arguments.len() > LONGEST_ARGUMENTS {
                return Err(Trouble::protocol("a tool's arguments are too long"));
            }
        }
        Ok(at)
    }

    /// The assistant's message of this round, as the next request repeats it.
    pub(crate) fn message(&self) -> Value {
        let calls: Vec<Value> = self
            .calls
            .iter()
            .enumerate()
            .map(|(at, call)| {
                json!({ "id": call.id_at(at), "type": "function",
                        "function": { "name": call.name, "arguments": call.arguments } })
            })
            .collect();
        json!({ "role": "assistant", "content": self.text, "tool_calls": calls })
    }
}

impl Call {
    /// The endpoint's id, or one of ours where it gave none.
    pub(crate) fn id_at(&self, at: usize) -> String {
        if self.id.is_empty() {
            format!("call_{at}")
        } else {
            self.id.clone()
        }
    }
}

/// A text, or the texts of a list of parts.
fn text_of(content: Option<&Value>) -> String {
    match content {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts
            .iter()
            .filter_map(|part| part.get("text").and_then(Value::as_str))
            .collect(),
        _ => String::new(),
    }
}

/// Some open models think aloud first, between `<think>` and `</think>`.
#[derive(Debug, Default)]
enum Thoughts {
    /// Nothing but what may become `<think>` has come.
    #[default]
    Begin,
    /// As [`Thoughts::Begin`], holding it back.
    Held(String),
    /// Inside, holding what may become `</think>`.
    Inside(String),
    /// Right after: white space belongs to the thoughts.
    After,
    Over,
}

impl Thoughts {
    fn without(&mut self, text: &str) -> String {
        const OPEN: &str = "<think>";
        const CLOSE: &str = "</think>";
        if text.is_empty() {
            return String::new();
        }
        match std::mem::replace(self, Thoughts::Over) {
            Thoughts::Over => text.to_owned(),
            Thoughts::After => {
                let text = text.trim_start();
                if text.is_empty() {
                    *self = Thoughts::After;
                }
                text.to_owned()
            }
            Thoughts::Begin => {
                *self = Thoughts::Held(String::new());
                self.without(text)
            }
            Thoughts::Held(mut held) => {
                held.push_str(text);
                let begun = held.trim_start();
                if let Some(inside) = begun.strip_prefix(OPEN) {
                    *self = Thoughts::Inside(String::new());
                    let inside = inside.to_owned();
                    return self.without(&inside);
                }
                if OPEN.starts_with(begun) {
                    *self = Thoughts::Held(held);
                    return String::new();
                }
                held
            }
            Thoughts::Inside(mut tail) => {
                tail.push_str(text);
                if let Some((_, after)) = tail.split_once(CLOSE) {
                    *self = Thoughts::After;
                    let after = after.to_owned();
                    return self.without(&after);
                }
                // Only as much as could still become the closing mark.
                let mut from = tail.len().saturating_sub(CLOSE.len());
                while !tail.is_char_boundary(from) {
                    from += 1;
                }
                *self = Thoughts::Inside(tail.split_off(from));
                String::new()
            }
        }
    }

    /// What was held back and turned out to be text.
    fn rest(&mut self) -> String {
        match std::mem::replace(self, Thoughts::Over) {
            Thoughts::Held(held) => held,
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_thoughts(text: &str, expected: &str) {
        for size in 1..=text.chars().count().max(1) {
            let chars: Vec<char> = text.chars().collect();
            let mut thoughts = Thoughts::default();
            let mut said = String::new();
            for piece in chars.chunks(size) {
                said.push_str(&thoughts.without(&piece.iter().collect::<String>()));
            }
            said.push_str(&thoughts.rest());
            assert_eq!(said, expected, "{text:?} in pieces of {size}");
        }
    }

    #[test]
    fn thoughts_before_the_answer_are_not_said() {
        check_thoughts("Hello", "Hello");
        check_thoughts("<think>é hm</think>\n\nHello <think>", "Hello <think>");
        check_thoughts("\n<think></think>Hello", "Hello");
        check_thoughts("<thin air>", "<thin air>");
        check_thoughts("<th", "<th");
        check_thoughts("<think>for ever", "");
        check_thoughts("", "");
    }

    fn calls(pieces: &[Value]) -> Vec<(String, String)> {
        let mut assembly = Assembly::default();
        for piece in pieces {
            assembly
                .take(&json!({"choices": [{"delta": {"tool_calls": piece}}]}))
                .unwrap();
        }
        assembly
            .calls
            .into_iter()
            .map(|call| (call.name, call.arguments))
            .collect()
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
        ] {
            assert_eq!(assembly.take(&fine).unwrap(), [], "{fine}");
        }
        let parts = json!({"choices": [{"message": {"content": [{"type": "text", "text": "Hi"}, {"type": "image"}]}, "finish_reason": "stop"}]});
        assert_eq!(
            assembly.take(&parts).unwrap(),
            [Piece::Text("Hi".to_owned())]
        );
        for wrong in [
            json!([]),
            json!("no"),
            json!({"hello": 1}),
            json!({"error": {"message": "no"}}),
        ] {
            assert!(assembly.take(&wrong).is_err(), "{wrong}");
        }
    }
}
