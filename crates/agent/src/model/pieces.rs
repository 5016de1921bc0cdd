//! The bytes of an answer, cut into the objects it is made of.
//!
//! Content types are wrong too often: what the first bytes say decides. What is no piece of an
//! answer is passed over, since between the pieces come pings, sources and whatever a gateway adds.

use std::collections::VecDeque;

use serde_json::{Value, json};
use vivavoce_protocol::sse;
use vivavoce_text::words;

use super::forgiven::Forgiven;
use super::halves::Utf8;
use super::lenient;

/// Bytes one event of a stream, or a whole answer, may have.
const CAP: usize = 4 << 20;

/// What a connection brought.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// A stream's chunk, a whole completion, or an error.
    Value(Value),
    /// `[DONE]`.
    Done,
    /// Why the answer cannot be used.
    Wrong(String),
}

/// Cuts one connection's bytes; where its chunks end means nothing.
pub(super) struct Pieces {
    utf8: Utf8,
    form: Form,
    ready: VecDeque<Piece>,
    /// A choice or an error came.
    came: bool,
    /// The first thing that was passed over.
    odd: Option<String>,
    closed: bool,
    forgiven: Forgiven,
}

enum Form {
    /// Nothing but white space has come.
    Unknown,
    Stream(sse::Parser),
    /// JSON documents: one, or one a line.
    Documents {
        text: String,
        by_line: bool,
    },
}

impl Pieces {
    pub(super) fn new(forgiven: Forgiven) -> Self {
        Pieces {
            utf8: Utf8::default(),
            form: Form::Unknown,
            ready: VecDeque::new(),
            came: false,
            odd: None,
            closed: false,
            forgiven,
        }
    }

    pub(super) fn next(&mut self) -> Option<Piece> {
        self.ready.pop_front()
    }

    /// No more bytes are wanted.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    pub(super) fn feed(&mut self, bytes: &[u8]) {
        let text = self.utf8.feed(bytes);
        let mut text = text.as_ref();
        if let Form::Unknown = self.form {
            text = text.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{FEFF}');
            self.form = match text.chars().next() {
                None => return,
                Some('{' | '[') => Form::Documents {
                    text: String::new(),
                    by_line: false,
                },
                Some(_) => Form::Stream(sse::Parser::new(CAP)),
            };
        }
        match &mut self.form {
            Form::Unknown => {}
            Form::Stream(parser) => {
                for message in parser.feed(text.as_bytes()) {
                    match message {
                        Ok(message) => self.take(&message, false),
                        Err(error) => self.ready.push_back(Piece::Wrong(error.to_string())),
                    }
                }
            }
            Form::Documents { text: all, .. } if all.len() + text.len() > CAP => {
                let cause = format!("the answer is larger than {CAP} bytes");
                self.ready.push_back(Piece::Wrong(cause));
            }
            Form::Documents { text: all, .. } => {
                all.push_str(text);
                if text.contains('\n') {
                    self.take_lines();
                }
            }
        }
    }

    /// The connection has ended, or broken off. `true`: what it brought was one whole document.
    pub(super) fn close(&mut self, is_broken: bool) -> bool {
        self.closed = true;
        let mut is_whole = false;
        match std::mem::replace(&mut self.form, Form::Unknown) {
            Form::Unknown => {}
            Form::Stream(mut parser) => {
                if let Some(message) = parser.finish() {
                    self.forgiven
                        .note("the last event has no blank line behind it");
                    self.take(&message, true);
                }
            }
            Form::Documents { text, by_line } if by_line => self.line(&text, true),
            Form::Documents { text, .. } => {
                let (values, is_json) = lenient::documents(&text);
                is_whole = is_json && values.len() == 1;
                if values.is_empty() && !is_broken {
                    let cause = "the answer is not JSON".to_owned();
                    self.ready.push_back(Piece::Wrong(cause));
                }
                for value in values {
                    self.value(value);
                }
            }
        }
        if !self.came
            && !is_broken
            && self.ready.is_empty()
            && let Some(odd) = &self.odd
        {
            let cause = format!("no piece of the answer is one: {odd}");
            self.ready.push_back(Piece::Wrong(cause));
        }
        is_whole
    }

    /// Some endpoints send a document a line.
    fn take_lines(&mut self) {
        let Form::Documents { text, by_line } = &mut self.form else {
            return;
        };
        if !*by_line {
            let first = text.split_once('\n').map_or("", |(first, _)| first);
            if lenient::document(first).is_none() {
                return;
            }
            *by_line = true;
        }
        let end = text.rfind('\n').map_or(0, |at| at + 1);
        let rest = text.split_off(end);
        let lines = std::mem::replace(text, rest);
        for line in lines.lines() {
            self.line(line, false);
        }
    }

    fn take(&mut self, message: &sse::Message, at_end: bool) {
        let is_error = message.event.eq_ignore_ascii_case("error");
        let data = message.data.trim();
        if is_error {
            let told = lenient::document(data).unwrap_or_else(|| json!(data));
            return self.value(match told {
                Value::Array(_) => told,
                told if told.get("error").is_some() => told,
                told => json!({ "error": told }),
            });
        }
        // Servers that forget the blank lines make one event of many.
        if data.contains('\n') && lenient::document(data).is_none() {
            for line in data.lines() {
                self.line(line, at_end);
            }
        } else {
            self.line(data, at_end);
        }
    }

    /// One document, or what stands in its place.
    fn line(&mut self, line: &str, at_end: bool) {
        let mut line = line.trim();
        while let Some(data) = line.strip_prefix("data:") {
            line = data.trim_start();
        }
        if line.is_empty() {
            return;
        }
        let bare = line.trim_matches(['[', ']', ' ', '"']);
        if bare.eq_ignore_ascii_case("done") {
            return self.ready.push_back(Piece::Done);
        }
        let (values, is_json) = lenient::documents(line);
        if is_json {
            for value in values {
                self.value(value);
            }
        } else if !line.starts_with(['{', '[']) {
            self.pass_over(line);
        } else if !at_end {
            // A part of the answer is lost.
            let cause = format!(
                "a piece of the stream is not JSON: {}",
                words::excerpt(line, 100)
            );
            self.ready.push_back(Piece::Wrong(cause));
        }
    }

    fn value(&mut self, value: Value) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.value(item);
                }
            }
            // Encoded twice.
            Value::String(text) => match lenient::document(&text) {
                Some(value @ (Value::Object(_) | Value::Array(_))) => self.value(value),
                _ => self.pass_over(&text),
            },
            Value::Object(members) => {
                let has = |name: &str| members.get(name).is_some_and(|it| !it.is_null());
                self.came |= has("choices") || has("error");
                let is_error = members.get("object").or(members.get("type"))
                    == Some(&json!("error"))
                    && !has("choices")
                    && !has("error");
                let is_piece = ["choices", "error", "usage", "object", "id"];
                if is_error {
                    self.came = true;
                    let told = json!({ "error": Value::Object(members) });
                    self.ready.push_back(Piece::Value(told));
                } else if is_piece.iter().any(|name| members.contains_key(*name)) {
                    self.ready.push_back(Piece::Value(Value::Object(members)));
                } else {
                    self.pass_over(&Value::Object(members).to_string());
                }
            }
            value => self.pass_over(&value.to_string()),
        }
    }

    fn pass_over(&mut self, what: &str) {
        self.forgiven
            .note("between the pieces come others, passed over");
        if self.odd.is_none() {
            self.odd = Some(words::excerpt(what, 100));
        }
    }
}
