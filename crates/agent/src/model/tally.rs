//! What one request to a model and its answer spend.

use serde_json::Value;

use super::failure::Trouble;
use crate::{Meter, Usage};

/// Bytes of text that are taken for a token where the endpoint does not say how many there were.
const BYTES_PER_TOKEN: u64 = 4;
/// Tokens one request is believed to have cost at most; more is an endpoint's mistake.
const MOST: u64 = 1_000_000_000;

/// Counts one request. It is added to the meter when this is dropped, so that an answer nobody waits
/// for any more counts as well.
pub(super) struct Tally {
    meter: Meter,
    /// Bytes of what the model was told and of what it answered so far.
    asked: u64,
    heard: u64,
    /// What the endpoint itself says.
    reported: Option<Usage>,
    /// The endpoint did nothing for it.
    is_void: bool,
}

impl Tally {
    /// `body` is the request's.
    pub(super) fn new(meter: &Meter, body: &Value) -> Self {
        Tally {
            meter: meter.clone(),
            asked: asked(body),
            heard: 0,
            reported: None,
            is_void: false,
        }
    }

    /// The request was not answered. One that only took too long may have been worked on.
    pub(super) fn failed(&mut self, trouble: &Trouble) {
        self.is_void = trouble.error.code != "timeout";
    }

    /// Takes in an object of the answer, a stream's chunk or a whole completion.
    pub(super) fn hear(&mut self, value: &Value) {
        // The last one counts: some endpoints report after every chunk.
        self.reported = value.get("usage").and_then(reported).or(self.reported);
        if let Some(choice) = value.pointer("/choices/0") {
            // Thoughts are not said, and paid for.
            self.heard += texts(&choice["delta"]) + texts(&choice["message"]);
        }
    }

    fn usage(&self) -> Usage {
        self.reported.unwrap_or(Usage {
            input: self.asked.div_ceil(BYTES_PER_TOKEN),
            output: self.heard.div_ceil(BYTES_PER_TOKEN),
        })
    }
}

impl Drop for Tally {
    fn drop(&mut self) {
        if !self.is_void {
            self.meter.add(self.usage());
        }
    }
}

/// Bytes of what a request tells a model.
pub(super) fn asked(body: &Value) -> u64 {
    texts(&body["messages"]) + texts(&body["tools"])
}

/// An endpoint's `usage`; `None` where it says nothing of it.
fn reported(usage: &Value) -> Option<Usage> {
    let count = |name: &str| Some(usage.get(name)?.as_u64()?.min(MOST));
    let found = Usage {
        input: count("prompt_tokens").or_else(|| count("input_tokens"))?,
        output: count("completion_tokens")
            .or_else(|| count("output_tokens"))
            .unwrap_or(0),
    };
    (!found.is_none()).then_some(found)
}

/// Bytes of all texts in a value, but for what names its parts.
fn texts(value: &Value) -> u64 {
    match value {
        Value::String(text) => u64::try_from(text.len()).unwrap_or(u64::MAX),
        Value::Array(items) => items.iter().map(texts).sum(),
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "role" | "id" | "type" | "tool_call_id"))
            .map(|(_, value)| texts(value))
            .sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn counted(pieces: &[Value]) -> (u64, u64) {
        let meter = Meter::default();
        let body = json!({ "messages": [{ "role": "user", "content": "123456789" }] });
        let mut tally = Tally::new(&meter, &body);
        for piece in pieces {
            tally.hear(piece);
        }
        drop(tally);
        let Usage { input, output } = meter.total();
        (input, output)
    }

    #[test]
    fn what_the_endpoint_reports_counts_and_else_an_estimate() {
        let said = json!({"choices": [{"delta": {"role": "assistant", "content": "12345", "reasoning": "678"}}]});
        let usage = |usage: Value| json!({ "choices": [], "usage": usage });
        let cases = [
            (vec![], (3, 0)),
            (vec![said.clone()], (3, 2)),
            (vec![said.clone(), usage(json!(null))], (3, 2)),
            (vec![said.clone(), usage(json!({}))], (3, 2)),
            (
                vec![
                    said.clone(),
                    usage(json!({ "prompt_tokens": 0, "completion_tokens": 0 })),
                ],
                (3, 2),
            ),
            (
                vec![
                    said.clone(),
                    usage(json!({ "prompt_tokens": 70, "completion_tokens": 8 })),
                ],
                (70, 8),
            ),
            (
                vec![
                    usage(json!({ "prompt_tokens": 70, "completion_tokens": 1 })),
                    said,
                    usage(json!({ "prompt_tokens": 70, "completion_tokens": 9 })),
                ],
                (70, 9),
            ),
            (
                vec![usage(json!({ "input_tokens": 7, "output_tokens": 6 }))],
                (7, 6),
            ),
            (vec![usage(json!({ "prompt_tokens": u64::MAX }))], (MOST, 0)),
            (
                vec![
                    json!({"choices": [{"message": {"tool_calls": [{"id": "call-1", "type": "function",
                    "function": {"name": "ask", "arguments": "{\"a\":1}"}}]}}]}),
                ],
                (3, 3),
            ),
        ];
        for (pieces, expected) in cases {
            assert_eq!(counted(&pieces), expected, "{pieces:?}");
        }
    }
}
