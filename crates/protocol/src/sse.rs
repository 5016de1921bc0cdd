//! `text/event-stream`, parsed as the WHATWG HTML standard says ("Server-sent events").
//!
//! Where the chunks of a stream are cut means nothing: the same bytes give the same messages.

use std::fmt;

/// A dispatched event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// `message` where the stream named none.
    pub event: String,
    /// The `data` lines, joined by `\n`.
    pub data: String,
    /// The last `id` seen so far in the stream, not only in this message; empty without one.
    pub id: String,
}

/// One event held more bytes than the parser's cap. Terminal: the parser yields nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    pub cap: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "an event of the stream is larger than {} bytes",
            self.cap
        )
    }
}

impl std::error::Error for TooLarge {}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Turns the bytes of one connection into messages. A new connection takes a new parser. Whatever
/// stands unfinished at the end of the stream is dropped with it, as the standard wants, unless the
/// reader asks for it with [`Parser::finish`].
#[derive(Clone, Debug)]
pub struct Parser {
    cap: usize,
    start: Start,
    /// A CR ended the last line; an LF right after it belongs to it, even in the next chunk.
    after_cr: bool,
    /// The beginning of a line whose end has not come.
    line: Vec<u8>,
    event: Vec<u8>,
    data: Vec<u8>,
    /// The `id` field's buffer: it outlives the message that set it.
    id: String,
    last_event_id: String,
    retry: Option<u64>,
    failed: bool,
}

/// How much of a byte order mark has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    Mark(usize),
    Passed,
}

impl Parser {
    /// `cap`: bytes one event may take, all its buffered fields and the line being read together.
    pub fn new(cap: usize) -> Self {
        Parser {
            cap,
            start: Start::Mark(0),
            after_cr: false,
            line: Vec::new(),
            event: Vec::new(),
            data: Vec::new(),
            id: String::new(),
            last_event_id: String::new(),
            retry: None,
            failed: false,
        }
    }

    /// Takes the next bytes in; returns the messages they complete. An event beyond the cap yields
    /// one error after the messages before it, and then nothing ever again.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Result<Message, TooLarge>> {
        let mut messages = Vec::new();
        if self.failed {
            return messages;
        }
        let mut rest = self.skip_mark(bytes);
        while let Some(&first) = rest.first() {
            if std::mem::take(&mut self.after_cr) && first == b'\n' {
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            let end = rest.iter().position(|&byte| byte == b'\r' || byte == b'\n');
            let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
            if self.line.len() + part.len() + self.data.len() + self.event.len() > self.cap {
                self.failed = true;
                // A huge buffer of an abandoned stream must not stay in memory.
                self.line = Vec::new();
                self.data = Vec::new();
                messages.push(Err(TooLarge { cap: self.cap }));
                return messages;
            }
            if end.is_none() {
                self.line.extend_from_slice(part);
                break;
            }
            self.after_cr = after.first() == Some(&b'\r');
            rest = after.get(1..).unwrap_or_default();
            let message = if self.line.is_empty() {
                self.take_line(part)
            } else {
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(part);
                let message = self.take_line(&line);
                line.clear();
                self.line = line;
                message
            };
            messages.extend(message.map(Ok));
        }
        messages
    }

    /// The message that the end of the connection left without its blank line, or even without the
    /// end of its line: many servers close right after the last one. Whether it is whole is the
    /// caller's to judge.
    pub fn finish(&mut self) -> Option<Message> {
        if self.failed {
            return None;
        }
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            self.take_line(&line);
        }
        self.dispatch()
    }

    /// The `id` of the last dispatched event: what a reconnecting client sends as `Last-Event-ID`.
    pub fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    /// Milliseconds the server asked to wait before reconnecting.
    pub fn retry(&self) -> Option<u64> {
        self.retry
    }

    /// Drops one byte order mark at the start of the stream, even when it comes byte by byte.
    fn skip_mark<'a>(&mut self, mut bytes: &'a [u8]) -> &'a [u8] {
        while let (Start::Mark(seen), Some(&byte)) = (self.start, bytes.first()) {
            if BOM.get(seen) != Some(&byte) {
                // No mark after all: what looked like one is text.
                self.line
                    .extend_from_slice(BOM.get(..seen).unwrap_or_default());
                self.start = Start::Passed;
                break;
            }
            bytes = bytes.get(1..).unwrap_or_default();
            self.start = if seen + 1 == BOM.len() {
                Start::Passed
            } else {
                Start::Mark(seen + 1)
            };
        }
        bytes
    }

    fn take_line(&mut self, line: &[u8]) -> Option<Message> {
        if line.is_empty() {
            return self.dispatch();
        }
        let colon = line.iter().position(|&byte| byte == b':');
        let (name, value) = line.split_at(colon.unwrap_or(line.len()));
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"data" => {
                self.data.extend_from_slice(value);
                self.data.push(b'\n');
            }
            b"event" => {
                self.event.clear();
                self.event.extend_from_slice(value);
            }
            b"id" if !value.contains(&0) => self.id = text(value),
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                self.retry = text(value).parse().ok().or(self.retry);
            }
            // A comment (no name), or a field newer than the standard.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Message> {
        self.last_event_id.clone_from(&self.id);
        let event = std::mem::take(&mut self.event);
        let data = std::mem::take(&mut self.data);
        // Each data line left its own LF, the last of which does not count; none at all means that
        // there was no data field, and then there is no event.
        let data = data.strip_suffix(b"\n")?;
        Some(Message {
            event: if event.is_empty() {
                "message".to_owned()
            } else {
                text(&event)
            },
            data: text(data),
            id: self.id.clone(),
        })
    }
}

/// Whole lines only come here, so a character cut by a chunk is never replaced.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests;
