//! A server, a network and a visitor, all simulated on a virtual clock from one seed.

mod network;
mod server;
mod visitor;
mod world;

pub(super) use network::Middle;
pub(super) use server::frame;
pub(super) use visitor::Visitor;
pub(super) use world::World;

use crate::dialect::{Delivery, Speaker};
use crate::transcript::{Body, Entry, Transcript};

/// What stands on screen: a line per entry, in order.
pub(super) fn spoken(transcript: &Transcript) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in transcript.entries() {
        match &entry.body {
            Body::Message(message) => {
                let who = match message.speaker {
                    Speaker::Visitor => "visitor",
                    Speaker::Agent => "agent",
                };
                let state = if is_unsent(entry) { " (not sent)" } else { "" };
                lines.push(format!("{who} {} {}{state}", entry.id, message.text));
            }
            Body::Tool(tool) => {
                let result = tool.result.as_deref().unwrap_or_default();
                lines.push(format!(
                    "tool {} {}({}) {result}",
                    entry.id, tool.name, tool.input
                ));
            }
        }
    }
    lines
}

fn is_unsent(entry: &Entry) -> bool {
    matches!(&entry.body, Body::Message(message)
        if matches!(message.delivery, Some(Delivery::Sending | Delivery::Failed(_))))
}

/// Chance that can be repeated (SplitMix64).
#[derive(Clone, Debug)]
pub(super) struct Rng(pub(super) u64);

impl Rng {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` to just below `high`.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low)
    }

    /// `0.0..1.0`.
    pub(super) fn chance(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(super) fn one_in(&mut self, n: u64) -> bool {
        self.next().is_multiple_of(n)
    }
}
