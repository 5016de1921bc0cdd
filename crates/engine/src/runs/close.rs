//! How a run ends.

use vivavoce_protocol::wire::Event;

use super::{Outcome, Run, start_waiting};
use crate::Engine;
use crate::log::{self, append};
use crate::store::{StoreError, Tx};

/// Whose run may be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    Anyones,
    /// This process's.
    Ours,
    /// One whose process has given no sign in time. Never one that this process drives: it is
    /// starved, and the one process that knows for certain that the run is alive.
    Lapsed,
}

/// Closes `run` if it is open and `guard` allows it: `last` goes into the log, whatever is open
/// there is ended, and the next waiting turn begins. `false`: it was not ours to close.
pub async fn close(
    engine: &Engine,
    tx: &mut Tx,
    run: &Run,
    guard: Guard,
    outcome: Outcome,
    last: Vec<Event>,
) -> Result<bool, StoreError> {
    if guard == Guard::Lapsed && engine.running.drives(run) {
        return Ok(false);
    }
    let now = engine.clock.now();
    let first: Option<i64> = sqlx::query_scalar(
        "UPDATE runs SET outcome = $1 WHERE session_id = $2 AND run_id = $3 \
         AND outcome IS NULL AND (owner = $4 OR $4 = '') AND lease_until < $5 \
         RETURNING first_seq",
    )
    .bind(outcome.column())
    .bind(&run.session_id)
    .bind(&run.run_id)
    .bind(if guard == Guard::Ours {
        &*engine.process
    } else {
        ""
    })
    .bind(if guard == Guard::Lapsed {
        now
    } else {
        i64::MAX
    })
    .fetch_optional(tx.conn())
    .await?;
    let Some(first) = first.and_then(|seq| u64::try_from(seq).ok()) else {
        return Ok(false);
    };
    let mut events = log::events_from(tx, &run.session_id, first).await?;
    let known = events.len();
    events.extend(last);
    events.extend(ends_of_open(&events));
    events.push(outcome.event(run));
    append(
        tx,
        &engine.hub,
        &run.session_id,
        now,
        events.get(known..).unwrap_or_default(),
    )
    .await?;
    let (running, run_of) = (engine.running.clone(), run.clone());
    tx.after_commit(move || running.stop(&run_of));
    start_waiting(engine, tx, &run.session_id).await?;
    Ok(true)
}

/// The events that end what `events` left open, so that no reader waits for more of it.
fn ends_of_open(events: &[Event]) -> Vec<Event> {
    let mut open: Vec<Event> = Vec::new();
    for event in events {
        match event {
            Event::TextMessageStart { message_id, .. } => {
                open.push(Event::TextMessageEnd {
                    message_id: message_id.clone(),
                });
            }
            Event::ToolCallStart { tool_call_id, .. } => {
                open.push(Event::ToolCallEnd {
                    tool_call_id: tool_call_id.clone(),
                });
            }
            Event::TextMessageEnd { .. } | Event::ToolCallEnd { .. } => {
                open.retain(|end| end != event);
            }
            _ => {}
        }
    }
    open
}
