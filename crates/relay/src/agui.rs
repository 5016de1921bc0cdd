//! What of an AG-UI agent's stream goes on: each event once it is whole, without what the agent notes of its own
//! inside (`RAW` and every `rawEvent`: a model's input may stand there), and without what is no event. In place of
//! what stays here goes a comment, as a sign of life for the proxies on the way.

use serde_json::Value;
use vivavoce_protocol::{agui, sse};

/// A stream on its way.
#[derive(Debug)]
pub struct Filter {
    cap: usize,
    /// The event that is coming, as it is written.
    event: Vec<u8>,
    at: At,
}

/// Where in its lines a stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Line,
    Beginning,
    /// Behind a carriage return, which a line feed may belong to.
    Return {
        ended: bool,
    },
}

/// What goes on in place of an event that does not.
const COMMENT: &[u8] = b":\n\n";

/// An event is larger than the filter's cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl Filter {
    /// `cap`: bytes of one event.
    pub fn new(cap: usize) -> Self {
        Self {
            cap,
            event: Vec::new(),
            at: At::Beginning,
        }
    }

    /// What goes on of the events that `chunk` completes.
    pub fn take(&mut self, chunk: &[u8]) -> Result<Vec<u8>, TooLarge> {
        let mut clean = Vec::new();
        for &byte in chunk {
            let mut over = false;
            self.at = match (byte, self.at) {
                // The other half of a blank line that has ended its event.
                (b'\n', At::Return { ended: true }) => {
                    clean.push(byte);
                    self.at = At::Beginning;
                    continue;
                }
                (b'\n', At::Return { ended: false }) => At::Beginning,
                (b'\n' | b'\r', at) => {
                    over = at != At::Line;
                    match byte {
                        b'\r' => At::Return { ended: over },
                        _ => At::Beginning,
                    }
                }
                _ => At::Line,
            };
            self.event.push(byte);
            if self.event.len() > self.cap {
                return Err(TooLarge);
            }
            if over {
                clean.extend(self.passed());
                self.event.clear();
            }
        }
        Ok(clean)
    }

    /// What goes on of an event behind which the stream ends.
    pub fn rest(&mut self) -> Vec<u8> {
        let passed = self.passed();
        self.event.clear();
        passed
    }

    fn passed(&self) -> Vec<u8> {
        let mut parser = sse::Parser::new(self.cap);
        let ended = [self.event.as_slice(), b"\n\n"].concat();
        let Some(Ok(message)) = parser.feed(&ended).into_iter().next() else {
            // A comment, which keeps the connection open.
            return self.event.clone();
        };
        if agui::is_done(&message) {
            return self.event.clone();
        }
        let mut events = agui::events(&message);
        let count = events.len();
        events.retain(|event| event.kind != "RAW");
        let mut changed = count == 0 || events.len() < count;
        for event in &mut events {
            changed |= strip(&mut event.json);
        }
        if !changed {
            return self.event.clone();
        }
        if events.is_empty() {
            return COMMENT.to_vec();
        }
        let name = match message.event.as_str() {
            "message" => String::new(),
            name => format!("event: {name}\n"),
        };
        let written = events
            .iter()
            .map(|event| format!("{name}data: {}\n\n", event.json));
        written.collect::<String>().into_bytes()
    }
}

/// Takes every `rawEvent` out; `true`: there was one.
fn strip(json: &mut Value) -> bool {
    match json {
        Value::Object(members) => {
            let count = members.len();
            members.retain(|name, _| !is_raw(name));
            let mut found = members.len() < count;
            for inner in members.values_mut() {
                found |= strip(inner);
            }
            found
        }
        Value::Array(items) => items.iter_mut().fold(false, |found, it| strip(it) | found),
        _ => false,
    }
}

/// `rawEvent`, `raw_event`.
fn is_raw(name: &str) -> bool {
    let letters = name.bytes().filter(|byte| *byte != b'_');
    letters
        .map(|byte| byte.to_ascii_lowercase())
        .eq(*b"rawevent")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_an_agent_notes_of_its_own_inside_goes_on() {
        let hello =
            "data: {\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"m\",\"delta\":\"Hi\"}\n\n";
        let nested = "data: {\"delta\":[{\"a\":{\"rawEvent\":{\"secret\":1},\"b\":2}},{\"raw_event\":\"secret\"}],\"rawEvent\":\"secret\",\"type\":\"STATE_DELTA\"}\n\n";
        let stripped = "data: {\"delta\":[{\"a\":{\"b\":2}},{}],\"type\":\"STATE_DELTA\"}\n\n";
        // What comes, and what goes on.
        let cases = [
            (hello, hello),
            (": quiet\n\n", ": quiet\n\n"),
            (
                "event: x\nid: 7\ndata: {\"type\":\"CUSTOM\",\ndata: \"value\":1}\n\n",
                "event: x\nid: 7\ndata: {\"type\":\"CUSTOM\",\ndata: \"value\":1}\n\n",
            ),
            (
                "data: {\"type\":\"RUN_FINISHED\"}\r\n\r\n",
                "data: {\"type\":\"RUN_FINISHED\"}\r\n\r\n",
            ),
            (
                "data: {\"type\":\"RUN_FINISHED\"}\r\r",
                "data: {\"type\":\"RUN_FINISHED\"}\r\r",
            ),
            (
                "data: {\"type\":\"RUN_FINISHED\"}\n",
                "data: {\"type\":\"RUN_FINISHED\"}\n",
            ),
            (
                "data: {\"type\":\"RUN_FINISHED\"}",
                "data: {\"type\":\"RUN_FINISHED\"}",
            ),
            ("data: [DONE]\n\n", "data: [DONE]\n\n"),
            (
                "data: {\"type\":\"NEW\"}\n\n",
                "data: {\"type\":\"NEW\"}\n\n",
            ),
            (
                "data: {\"type\":\"CUSTOM\",\"value\":\"\\ud83d\"}\n\n",
                "data: {\"type\":\"CUSTOM\",\"value\":\"\\ud83d\"}\n\n",
            ),
            (nested, stripped),
            (
                "data: {\"type\":\"RAW\",\"event\":{\"secret\":1}}\n\n",
                ":\n\n",
            ),
            ("data: {\"type\":\"raw\",\"event\":{\"secret\":1}}", ":\n\n"),
            (
                "data: {\"type\":\"EventType.RAW\",\"event\":\"secret\"}\r\n\r\n",
                ":\n\n",
            ),
            ("event: RAW\ndata: {\"event\":\"secret\"}\n\n", ":\n\n"),
            (
                "data: data: {\"type\":\"RAW\",\"event\":\"secret\"}\n\n",
                ":\n\n",
            ),
            (
                "data: {\"type\":\"RAW\",\ndata: \"event\":\"secret\"}\n\n",
                ":\n\n",
            ),
            (
                "data: \"{\\\"type\\\":\\\"RAW\\\",\\\"event\\\":\\\"secret\\\"}\"\n\n",
                ":\n\n",
            ),
            (
                "data: [{\"type\":\"RAW\",\"event\":\"secret\"},{\"type\":\"X\"}]\n\n",
                "data: {\"type\":\"X\"}\n\n",
            ),
            (
                "event: X\ndata: {\"rawEvent\":\"secret\",\"n\":\"\\ud83d\"}\n\n",
                "event: X\ndata: {\"n\":\"\u{fffd}\"}\n\n",
            ),
            (
                "data: {\"rawEvent\":NaN,\"n\":NaN}\n\n",
                "data: {\"n\":null}\n\n",
            ),
            (
                "data: {\"type\":\"RAW\",\"event\":undefined,\"x\":\"secret\"}\n\n",
                ":\n\n",
            ),
            // What nobody can read may be one.
            (
                "data: {\"type\":\"RAW\",\"event\":NaN,\"x\":\"secret\"}\n\n",
                ":\n\n",
            ),
            ("data: {\"type\":\"RAW\",\"event\":\"secr", ":\n\n"),
            ("data: secret\n\n", ":\n\n"),
        ];
        for (said, passed) in cases {
            let all = [hello, said].concat();
            for cut in 0..=all.len() {
                let (one, two) = all.as_bytes().split_at(cut);
                let mut filter = Filter::new(1 << 10);
                let mut got = filter.take(one).unwrap();
                got.extend(filter.take(two).unwrap());
                got.extend(filter.rest());
                let got = String::from_utf8_lossy(&got).into_owned();
                // Of a carriage return and line feed behind what is left out, the latter may stay.
                let got = got.replace("\n\n\n", "\n\n");
                assert_eq!(got, [hello, passed].concat(), "{said:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn an_event_goes_on_as_soon_as_it_is_whole_and_no_larger_than_it_may_be() {
        let mut filter = Filter::new(64);
        assert_eq!(filter.take(b"data: {\"type\":\"A\"}\n").unwrap(), b"");
        assert_eq!(
            filter.take(b"\ndata: ").unwrap(),
            b"data: {\"type\":\"A\"}\n\n"
        );
        assert_eq!(filter.take(&[b'x'; 80]), Err(TooLarge));
    }
}
