//! The calls of tools in an answer, put together from their pieces.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::failure::Trouble;
use super::forgiven::Forgiven;
use super::halves::Halves;
use super::{arguments, tools};

/// Calls one answer may make; a model that wants more is running in a circle.
const MOST_CALLS: usize = 16;
/// Bytes of one call's arguments.
const LONGEST_ARGUMENTS: usize = 64 << 10;

/// One call of a tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Call {
    /// The endpoint's position of it, where it gives one.
    index: Option<u64>,
    /// The endpoint's id; [`Calls::close`] sees to it that there is one.
    pub(crate) id: String,
    /// Without what a template left around it.
    pub(crate) name: String,
    /// As they came; after [`Calls::close`] one JSON document, unless they are torn.
    pub(crate) arguments: String,
    /// The newest piece of the arguments, which may be all of them once more.
    newest: String,
    halves: Halves,
}

/// The calls of one answer.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    pub(crate) all: Vec<Call>,
    /// Some came as `tool_calls`: then a `function_call` says the same.
    listed: bool,
}

impl Calls {
    /// The places of the calls that a `delta` or `message` brought more of.
    pub(super) fn take(
        &mut self,
        message: &Value,
        forgiven: &Forgiven,
    ) -> Result<Vec<usize>, Trouble> {
        let mut places = Vec::new();
        let listed = match message.get("tool_calls") {
            Some(Value::Array(calls)) => calls.as_slice(),
            Some(call @ Value::Object(_)) => std::slice::from_ref(call),
            _ => &[],
        };
        for piece in listed.iter().filter(|piece| piece.is_object()) {
            self.listed = true;
            places.push(self.piece(piece, forgiven)?);
        }
        // What calls of tools were before they were a list.
        if let Some(call @ Value::Object(_)) = message.get("function_call")
            && !self.listed
        {
            forgiven.note("calls come as function_call");
            places.push(self.piece(call, forgiven)?);
        }
        Ok(places)
    }

    /// A call that stood in the text.
    pub(super) fn written(&mut self, name: &str, arguments: String) -> Result<usize, Trouble> {
        self.all.push(Call {
            name: tools::clean(name),
            newest: arguments.clone(),
            arguments,
            ..Call::default()
        });
        self.within_limits(self.all.len() - 1)
    }

    /// The place of the call a piece belongs to. Endpoints number them, or name them, or neither.
    fn piece(&mut self, piece: &Value, forgiven: &Forgiven) -> Result<usize, Trouble> {
        let index = piece.get("index").and_then(number);
        let id = piece.get("id").map(text).unwrap_or_default();
        let function = piece.get("function").filter(|it| it.is_object());
        let function = function.unwrap_or(piece);
        let name = function.get("name").or(piece.get("function"));
        let name = name.map(text).unwrap_or_default();
        let arguments = ["arguments", "parameters", "input"]
            .iter()
            .filter_map(|key| function.get(*key))
            .find(|it| !it.is_null());
        let at = self
            .place(index, &id, &name, arguments, forgiven)
            .unwrap_or_else(|| {
                self.all.push(Call {
                    index,
                    ..Call::default()
                });
                self.all.len() - 1
            });
        if let Some(call) = self.all.get_mut(at) {
            if call.id.is_empty() {
                call.id = id;
            }
            // Sent whole with the first piece; some repeat it with every piece.
            if call.name.is_empty() {
                call.name = tools::clean(&name);
            } else if call.continues_name(&name) {
                call.name = tools::clean(&format!("{}{name}", call.name));
            }
            if let Some(arguments) = arguments {
                call.add(arguments);
            }
        }
        self.within_limits(at)
    }

    fn within_limits(&self, at: usize) -> Result<usize, Trouble> {
        if self.all.len() > MOST_CALLS {
            return Err(Trouble::protocol(format!(
                "the model called more than {MOST_CALLS} tools at once"
            )));
        }
        let length = self.all.get(at).map_or(0, |call| call.arguments.len());
        if length > LONGEST_ARGUMENTS {
            return Err(Trouble::protocol("a tool's arguments are too long"));
        }
        Ok(at)
    }

    fn place(
        &self,
        index: Option<u64>,
        id: &str,
        name: &str,
        arguments: Option<&Value>,
        forgiven: &Forgiven,
    ) -> Option<usize> {
        let of_id = |call: &Call| !id.is_empty() && call.id == id;
        let numbered = |call: &Call| index.is_some() && call.index == index;
        let last = self.all.len().checked_sub(1);
        let both = |call: &Call| numbered(call) && of_id(call);
        let known = self.all.iter().rposition(both).or_else(|| match index {
            // A number that grows from piece to piece.
            Some(_) => self.all.iter().rposition(numbered).or_else(|| {
                let of_id = self.all.iter().rposition(of_id);
                let goes_on = |at: &usize| {
                    let call = self.all.get(*at);
                    call.is_some_and(|call| !call.is_full() || call.is_repeated_by(arguments))
                };
                of_id.or(last.filter(|at| name.is_empty() && goes_on(at)))
            }),
            None => self.all.iter().rposition(of_id).or(last),
        });
        let at = known?;
        let call = self.all.get(at)?;
        let is_other_id = !id.is_empty() && !call.id.is_empty() && call.id != id;
        if name.is_empty() {
            // A new call brings a name; an id alone is a torn one.
            if is_other_id {
                forgiven.note("a call's id changes from piece to piece");
            }
            return Some(at);
        }
        // Parallel calls may all have one number, and a repetition says the same once more.
        let is_unnamed = call.name.is_empty();
        let is_same = is_unnamed || call.is_named(name) || call.continues_name(name);
        let is_whole = call.is_whole_beside(arguments);
        let is_other = is_whole && (!of_id(call) || call.is_full() && is_object(arguments));
        let is_known = is_same && !is_other;
        // Without a number and an id, a name begins a call unless it is a repetition.
        let is_begun = index.is_none() && id.is_empty();
        let is_repeated = call.is_whole() && call.is_repeated_by(arguments);
        let goes_on = is_unnamed || call.continues_name(name);
        (is_known && (!is_begun || is_repeated || goes_on)).then_some(at)
    }

    /// Nothing more comes: the arguments become what was meant, and every call gets an id of its own
    /// among those `taken` by earlier rounds.
    pub(super) fn close(&mut self, is_cut: bool, forgiven: &Forgiven) {
        for call in &mut self.all {
            let rest = call.halves.rest();
            call.arguments.push_str(rest);
            call.newest.push_str(rest);
            // What a limit may have cut is not guessed at.
            let guessed = || arguments::guessed(&call.arguments, &call.newest);
            let meant = arguments::meant(&call.arguments, &call.newest);
            if let Some(meant) = meant.or_else(|| guessed().filter(|_| !is_cut)) {
                if meant != call.arguments && !call.arguments.trim().is_empty() {
                    forgiven.note("a call's arguments are written otherwise than as one object");
                }
                call.arguments = meant;
            }
        }
        // What the limit cut in two was not said; the model need not hear of it.
        let last = self.all.len();
        let mut at = 0;
        self.all.retain(|call| {
            at += 1;
            !is_cut || !(call.is_torn() || at == last && call.newest.is_empty())
        });
        // The same once more, under another id or number.
        let mut seen: Vec<(String, Option<Value>)> = Vec::new();
        self.all.retain(|call| {
            let said = (
                call.name.clone(),
                serde_json::from_str(&call.arguments).ok(),
            );
            let is_again = tools::is_ours(&call.name) && seen.contains(&said);
            seen.push(said);
            !(is_again || call.name.is_empty() && call.newest.is_empty())
        });
    }

    /// Gives every call an id that stands in none of `messages`: endpoints number their calls anew in
    /// every answer, and some give one id twice, or none.
    pub(crate) fn name_apart(&mut self, messages: &[Value]) {
        let mut taken: BTreeSet<String> = messages
            .iter()
            .filter_map(|message| message.get("tool_calls")?.as_array())
            .flatten()
            .filter_map(|call| Some(call.get("id")?.as_str()?.to_owned()))
            .collect();
        for call in &mut self.all {
            while call.id.is_empty() || !taken.insert(call.id.clone()) {
                // Nine letters and digits: the form the pickiest endpoints take.
                call.id = format!("c{:08x}", rand::random::<u32>());
            }
        }
    }

    /// As the next request repeats them.
    pub(crate) fn described(&self) -> Vec<Value> {
        let calls = self.all.iter().map(|call| {
            let arguments = if call.is_torn() {
                "{}"
            } else {
                &call.arguments
            };
            json!({ "id": call.id, "type": "function",
                    "function": { "name": call.name, "arguments": arguments } })
        });
        calls.collect()
    }
}

impl Call {
    fn is_named(&self, name: &str) -> bool {
        self.name == tools::clean(name)
    }

    /// Whether a name is the rest of this call's, which came in pieces.
    fn continues_name(&self, name: &str) -> bool {
        !name.is_empty()
            && self.arguments.is_empty()
            && !tools::is_ours(&self.name)
            && tools::is_ours(&tools::clean(&format!("{}{name}", self.name)))
    }

    fn is_whole(&self) -> bool {
        serde_json::from_str::<Value>(&self.arguments).is_ok_and(|it| it.is_object())
    }

    /// Whether it has arguments, and all of them.
    fn is_full(&self) -> bool {
        let told = serde_json::from_str::<Value>(&self.arguments);
        told.is_ok_and(|it| it.as_object().is_some_and(|members| !members.is_empty()))
    }

    /// Whether this call has all its arguments and a further piece brings others.
    fn is_whole_beside(&self, more: Option<&Value>) -> bool {
        self.is_whole() && !self.is_repeated_by(more)
    }

    /// Whether a piece brings nothing, or what this call has already.
    fn is_repeated_by(&self, more: Option<&Value>) -> bool {
        let told = serde_json::from_str::<Value>(&self.arguments).ok();
        match more {
            None => true,
            Some(Value::String(text)) => {
                text.trim().is_empty() || serde_json::from_str(text).ok() == told
            }
            more => told.as_ref() == more,
        }
    }

    fn add(&mut self, arguments: &Value) {
        match arguments {
            Value::String(more) => {
                let more = self.halves.join(more);
                self.arguments.push_str(&more);
                if !more.trim().is_empty() {
                    self.newest = more;
                }
            }
            Value::Object(members) if members.is_empty() && !self.arguments.is_empty() => {}
            // Not to the letter of the protocol, but clear.
            whole => {
                self.arguments = whole.to_string();
                self.newest.clone_from(&self.arguments);
            }
        }
    }

    /// The arguments are no object.
    fn is_torn(&self) -> bool {
        !self.arguments.trim().is_empty() && !self.is_whole()
    }
}

fn is_object(arguments: Option<&Value>) -> bool {
    match arguments {
        Some(Value::String(text)) => {
            serde_json::from_str::<Value>(text).is_ok_and(|it| it.is_object())
        }
        other => other.is_some_and(Value::is_object),
    }
}

/// An id or a name, whatever it is written as.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn number(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}
