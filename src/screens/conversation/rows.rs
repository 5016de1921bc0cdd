//! Rows: what the transcript lists, and in which order.

use vivavoce_core::phase::{Phase, Pulse};
use vivavoce_core::transcript::EntryId;

use crate::session;

/// One of them. `E` is what an entry is read by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row<E> {
    Entry(E),
    /// The agent has been asked and nothing of its answer is there yet.
    Typing,
}

impl Row<session::Row> {
    /// By which a row is known again: its entry's id.
    pub fn key(&self) -> Option<EntryId> {
        match self {
            Row::Entry(row) => Some(row.id().clone()),
            Row::Typing => None,
        }
    }
}

pub fn rows<E: Clone>(entries: &[E], phase: Phase, pulse: Pulse) -> Vec<Row<E>> {
    let typing = phase == Phase::Live && pulse == Pulse::Thinking;
    entries
        .iter()
        .map(|entry| Row::Entry(entry.clone()))
        .chain(typing.then_some(Row::Typing))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_their_order_and_who_is_thinking_stands_last() {
        for (phase, pulse, typing) in [
            (Phase::Live, Pulse::Thinking, true),
            (Phase::Live, Pulse::Speaking, false),
            (Phase::Live, Pulse::Idle, false),
            (Phase::Stopping, Pulse::Thinking, false),
            (Phase::Failed, Pulse::Thinking, false),
            (Phase::Review, Pulse::Thinking, false),
        ] {
            for ids in [&[][..], &["b"], &["b", "a"]] {
                let mut wanted: Vec<Row<&str>> = ids.iter().map(|id| Row::Entry(*id)).collect();
                wanted.extend(typing.then_some(Row::Typing));
                assert_eq!(rows(ids, phase, pulse), wanted, "{phase:?} {pulse:?}");
            }
        }
    }
}
