//! What becomes of a call on its way to the server, and of what the server says.

use serde_json::Value;

use super::super::network::{Fault, Middle};
use super::super::server::{frame, session_number};
use super::{Delivery, HEARTBEAT, Happening, Reader, World};
use crate::dialect::{Call, CallId, Head, Reading};

impl World {
    pub(super) fn arrive(&mut self, call: &Call, fault: Option<Fault>) {
        if self.now < self.down_until || self.now < self.offline_until {
            return self.deliver(call.id, Delivery::Broken);
        }
        let head = |status: u16, kind: &str, retry_after| Head {
            status,
            content_type: kind.to_owned(),
            retry_after,
        };
        let stream = call.reading == Reading::Stream;
        let refusal = match fault {
            Some(Fault::Status(status)) => Some(head(status, "application/json", None)),
            Some(Fault::Busy(status, wait)) => Some(head(status, "application/json", Some(wait))),
            Some(Fault::Foreign) => Some(head(200, "text/html", None)),
            _ => None,
        };
        if let Some(head) = refusal {
            self.deliver(
                call.id,
                if stream {
                    Delivery::Opened(head)
                } else {
                    Delivery::Answer(head, b"<p>".to_vec())
                },
            );
            if stream {
                self.deliver(call.id, Delivery::Closed);
            }
            return;
        }
        if let (Some(session), true) = (session_number(&call.path), call.path.contains("/events?"))
        {
            return self.read(call, session, fault);
        }
        let key = call
            .headers
            .iter()
            .find(|(name, _)| *name == "idempotency-key");
        let key = key.map_or("", |(_, key)| key.as_str());
        let body = call.body.as_deref().unwrap_or_default();
        let reply = self.server.answer(self.now, &call.path, key, body);
        self.plan(self.now, Happening::ServerSpeaks);
        if matches!(fault, Some(Fault::AnswerLost)) {
            return self.deliver(call.id, Delivery::Broken);
        }
        let head = head(reply.status, "application/json", None);
        self.deliver(call.id, Delivery::Answer(head, reply.body.into_bytes()));
    }

    fn read(&mut self, call: &Call, session: usize, fault: Option<Fault>) {
        let parameter = |name: &str| -> Option<u64> {
            let query = call.path.split_once('?')?.1;
            query
                .split('&')
                .find_map(|it| it.strip_prefix(name)?.parse().ok())
        };
        let stream = call.reading == Reading::Stream;
        let wait = parameter("wait=").unwrap_or(0) * 1_000;
        let reader = Reader {
            session,
            after: parameter("after=").unwrap(),
            until: (!stream).then_some(self.now + wait),
            beat_at: self.now + HEARTBEAT,
            sent: 0,
            fault,
        };
        if stream {
            match self.middle {
                Middle::HoldsHeads => return,
                Middle::Nothing | Middle::HoldsBodies | Middle::KillsStreams => {}
            }
            let content_type = "text/event-stream".to_owned();
            let head = Head {
                status: 200,
                content_type,
                retry_after: None,
            };
            self.deliver(call.id, Delivery::Opened(head));
            match self.middle {
                Middle::HoldsBodies => return,
                Middle::KillsStreams => return self.deliver(call.id, Delivery::Closed),
                Middle::Nothing | Middle::HoldsHeads => {}
            }
        }
        if let Some(exchange) = self.calls.get_mut(&call.id) {
            exchange.reader = Some(reader);
        }
        if stream {
            self.give(call.id, b": welcome\n\n".to_vec());
        }
        self.plan(self.now, Happening::ServerSpeaks);
        self.plan(self.now + wait, Happening::ServerSpeaks);
        if stream {
            self.plan(self.now + HEARTBEAT, Happening::ServerSpeaks);
        }
    }

    /// The server goes on, and everyone who reads hears of it.
    pub(super) fn speak(&mut self) {
        if self.now < self.down_until {
            self.plan(self.down_until, Happening::ServerSpeaks);
            return;
        }
        self.server.tick(self.now);
        if let Some(at) = self.server.next_at()
            && at > self.now
        {
            self.plan(at, Happening::ServerSpeaks);
        }
        let mut readers: Vec<CallId> = self.calls.keys().copied().collect();
        readers.sort();
        for call in readers {
            self.serve(call);
        }
    }

    fn serve(&mut self, call: CallId) {
        let now = self.now;
        let Some(reader) = self.calls.get_mut(&call).and_then(|it| it.reader.as_mut()) else {
            return;
        };
        let log = &self.server.sessions[reader.session].log;
        let new = log.get(reader.after as usize..).unwrap_or_default();
        if let Some(until) = reader.until {
            if new.is_empty() && now < until {
                return;
            }
            let (session, after, fault) = (reader.session, reader.after, reader.fault.clone());
            let page = self.server.page(session, after);
            self.calls.get_mut(&call).unwrap().reader = None;
            if matches!(fault, Some(Fault::AnswerLost | Fault::Cut(..))) {
                return self.deliver(call, Delivery::Broken);
            }
            let head = Head {
                status: 200,
                content_type: "application/json".to_owned(),
                retry_after: None,
            };
            return self.deliver(call, Delivery::Answer(head, page.into_bytes()));
        }
        if !new.is_empty() {
            let mut events: Vec<&Value> = new.iter().collect();
            reader.after += events.len() as u64;
            let mut text = String::new();
            // Once is enough: the next stream is as it should be.
            match reader.fault {
                Some(Fault::Twice) => events = events.into_iter().flat_map(|it| [it, it]).collect(),
                Some(Fault::Swapped) if events.len() > 1 => {
                    events.swap(0, 1);
                    reader.fault = None;
                }
                Some(Fault::LeftOut) if reader.after > 3 => {
                    events.remove(0);
                    reader.fault = None;
                }
                Some(Fault::Nonsense) => {
                    text += ": note\n\nevent: later\ndata: {\"x\":1}\n\ndata: {oops\n\nid\n\n";
                }
                _ => {}
            }
            text.extend(events.into_iter().map(frame));
            reader.beat_at = now + HEARTBEAT;
            self.plan(now + HEARTBEAT, Happening::ServerSpeaks);
            self.give(call, text.into_bytes());
        } else if now >= reader.beat_at {
            reader.beat_at = now + HEARTBEAT;
            let goodbye = matches!(reader.fault, Some(Fault::Goodbye));
            self.plan(now + HEARTBEAT, Happening::ServerSpeaks);
            self.give(call, b": here\n\n".to_vec());
            if goodbye {
                self.give(call, b"retry: 700\nevent: reconnect\ndata: {}\n\n".to_vec());
                self.deliver(call, Delivery::Closed);
            }
        }
    }

    /// Bytes of a stream, in chunks as the network likes them.
    fn give(&mut self, call: CallId, bytes: Vec<u8>) {
        let Some(exchange) = self.calls.get_mut(&call) else {
            return;
        };
        let Some(reader) = exchange.reader.as_mut() else {
            return;
        };
        let room = match reader.fault {
            Some(Fault::Cut(after, _) | Fault::Stalls(after)) => after.saturating_sub(reader.sent),
            _ => usize::MAX,
        };
        reader.sent += bytes.len();
        let fault = reader.fault.clone();
        let cut = bytes.len() > room;
        let mut rest = &bytes[..bytes.len().min(room)];
        while !rest.is_empty() {
            let size = if self.rng.one_in(3) {
                self.rng.between(1, 40) as usize
            } else {
                rest.len()
            };
            let (chunk, after) = rest.split_at(size.min(rest.len()));
            self.deliver(call, Delivery::Chunk(chunk.to_vec()));
            rest = after;
        }
        if cut {
            self.calls.get_mut(&call).unwrap().reader = None;
            match fault {
                Some(Fault::Cut(_, true)) => self.deliver(call, Delivery::Broken),
                Some(Fault::Cut(_, false)) => self.deliver(call, Delivery::Closed),
                _ => {}
            }
        }
    }
}
