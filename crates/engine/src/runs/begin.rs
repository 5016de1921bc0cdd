//! How a run begins: at once, or when it is its turn.

use vivavoce_protocol::wire::Event;

use super::{Outcome, Run};
use crate::Engine;
use crate::log::append;
use crate::spending::{self, Reached};
use crate::store::{StoreError, Tx};

/// What became of beginning a run.
pub struct Begun {
    /// Of `RUN_STARTED`.
    pub seq: u64,
    /// Its agent is asked; else it has failed already, because a day's ceiling is reached.
    pub is_open: bool,
}

/// Begins a run: its row, `RUN_STARTED`, what the visitor said (if anything is new), and, once that
/// is durable, the agent. Where a day's ceiling is reached it fails at once, with a sentence. No run
/// of the session may be open.
pub async fn start(
    engine: &Engine,
    tx: &mut Tx,
    run: &Run,
    visitor: Option<&str>,
) -> Result<Begun, StoreError> {
    if spending::take_run(engine, tx, run).await?.is_some() {
        let seq = note(engine, tx, run, visitor, Reached::outcome()).await?;
        return Ok(Begun {
            seq,
            is_open: false,
        });
    }
    let now = engine.clock.now();
    let first = append(
        tx,
        &engine.hub,
        &run.session_id,
        now,
        &beginning(run, visitor),
    )
    .await?;
    let lease = i64::try_from(engine.settings.limits.run_lease.as_millis()).unwrap_or(i64::MAX);
    insert_run(tx, engine, run, first, now.saturating_add(lease), None).await?;
    let (engine, run) = (engine.clone(), run.clone());
    tx.after_commit(move || (engine.drive)(&engine, run));
    Ok(Begun {
        seq: first,
        is_open: true,
    })
}

/// Notes a run that no agent is asked for. Answers the `seq` of `RUN_STARTED`.
async fn note(
    engine: &Engine,
    tx: &mut Tx,
    run: &Run,
    visitor: Option<&str>,
    outcome: Outcome,
) -> Result<u64, StoreError> {
    let now = engine.clock.now();
    let column = outcome.column();
    let mut events = beginning(run, visitor);
    events.push(outcome.event(run));
    let first = append(tx, &engine.hub, &run.session_id, now, &events).await?;
    insert_run(tx, engine, run, first, now, Some(column)).await?;
    Ok(first)
}

fn beginning(run: &Run, visitor: Option<&str>) -> Vec<Event> {
    let mut events = vec![Event::RunStarted {
        thread_id: run.session_id.clone(),
        run_id: run.run_id.clone(),
    }];
    if let Some(text) = visitor {
        let message_id = run.run_id.clone();
        events.extend([
            Event::TextMessageStart {
                message_id: message_id.clone(),
                role: "user".to_owned(),
            },
            Event::TextMessageContent {
                message_id: message_id.clone(),
                delta: text.to_owned(),
            },
            Event::TextMessageEnd { message_id },
        ]);
    }
    events
}

async fn insert_run(
    tx: &mut Tx,
    engine: &Engine,
    run: &Run,
    first: u64,
    lease_until: i64,
    outcome: Option<&str>,
) -> Result<(), StoreError> {
    // One that is asked for again goes on counting.
    sqlx::query(
        "INSERT INTO runs (session_id, run_id, owner, lease_until, first_seq, outcome, begun) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (session_id, run_id) DO UPDATE SET \
         owner = excluded.owner, lease_until = excluded.lease_until, \
         first_seq = excluded.first_seq, outcome = excluded.outcome, \
         begun = runs.begun + excluded.begun",
    )
    .bind(&run.session_id)
    .bind(&run.run_id)
    .bind(&*engine.process)
    .bind(lease_until)
    .bind(i64::try_from(first).unwrap_or(i64::MAX))
    .bind(outcome)
    .bind(i64::from(outcome.is_none()))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Begins the turn that has waited longest, if no run is open. Turns that were withdrawn while
/// they waited, and in an ended session all of them, are noted as cancelled runs: what a visitor
/// was told is accepted stands in the log.
pub async fn start_waiting(
    engine: &Engine,
    tx: &mut Tx,
    session_id: &str,
) -> Result<(), StoreError> {
    let open: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM runs WHERE session_id = $1 AND outcome IS NULL")
            .bind(session_id)
            .fetch_one(tx.conn())
            .await?;
    if open > 0 {
        return Ok(());
    }
    let ended: Option<i64> = sqlx::query_scalar("SELECT ended_at FROM sessions WHERE id = $1")
        .bind(session_id)
        .fetch_one(tx.conn())
        .await?;
    loop {
        let next: Option<(String, String, String)> = sqlx::query_as(
            "SELECT turn_id, text, state FROM turns WHERE session_id = $1 \
             AND state <> 'started' ORDER BY position LIMIT 1",
        )
        .bind(session_id)
        .fetch_optional(tx.conn())
        .await?;
        let Some((run_id, text, state)) = next else {
            return Ok(());
        };
        let run = Run {
            session_id: session_id.to_owned(),
            run_id,
        };
        if ended.is_none() && state != "withdrawn" {
            if engine.stopping.is_cancelled() {
                // The next process finds it waiting.
                return Ok(());
            }
            set_state(tx, &run, "started").await?;
            let unsaid = (state == "waiting").then_some(text.as_str());
            if start(engine, tx, &run, unsaid).await?.is_open {
                return Ok(());
            }
            continue;
        }
        set_state(tx, &run, "started").await?;
        if state != "again" {
            note(engine, tx, &run, Some(&text), Outcome::Cancelled).await?;
        }
    }
}

/// Notes how far a turn is: `waiting`, `started`, `withdrawn`, or `again`.
pub(super) async fn set_state(tx: &mut Tx, run: &Run, state: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE turns SET state = $1 WHERE session_id = $2 AND turn_id = $3")
        .bind(state)
        .bind(&run.session_id)
        .bind(&run.run_id)
        .execute(tx.conn())
        .await?;
    Ok(())
}
