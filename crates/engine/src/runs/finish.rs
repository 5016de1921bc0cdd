//! How a session ends.

use serde_json::json;
use vivavoce_protocol::wire::{Event, StopReason, custom};

use super::{Guard, Outcome, Run, close, start_waiting};
use crate::Engine;
use crate::analyses;
use crate::log::{self, append};
use crate::outbox;
use crate::store::spending::{add_written, day};
use crate::store::{SessionStatus, Spending, StoreError, Tx, sessions};

/// Ends a session that has no more room, within the write that found so.
pub async fn end_full(engine: &Engine, tx: &mut Tx, session_id: &str) -> Result<(), StoreError> {
    if mark_ended(engine, tx, session_id, FULL).await? {
        close_open(engine, tx, session_id).await?;
        say_ended(engine, tx, session_id, FULL).await?;
    }
    Ok(())
}

/// What a session ends of that has no more room: it lasted as long as it may.
const FULL: StopReason = StopReason::MaxDuration;

/// Ends a session; `false` where it had ended before (the first reason stands) or never was.
pub async fn end(
    engine: &Engine,
    session_id: &str,
    reason: StopReason,
) -> Result<bool, StoreError> {
    let (job, id) = (engine.clone(), session_id.to_owned());
    engine
        .store
        .write(move |tx| {
            Box::pin(async move {
                if !mark_ended(&job, tx, &id, reason).await? {
                    return Ok(false);
                }
                close_open(&job, tx, &id).await?;
                say_ended(&job, tx, &id, reason).await?;
                Ok(true)
            })
        })
        .await
}

/// Ends a session whose page said at or before `before` that it goes away, as lost; `false` where
/// somebody came back or it had ended.
pub(super) async fn end_left(
    engine: &Engine,
    session_id: &str,
    before: i64,
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM sessions WHERE id = $1 AND leaving_at <= $2";
    end_lost(engine, session_id, sql, before).await
}

/// Ends a session that nobody has asked about since `before`, as lost; `false` where somebody has or
/// it had ended.
pub async fn end_silent(
    engine: &Engine,
    session_id: &str,
    before: i64,
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM sessions WHERE id = $1 AND last_contact_at <= $2 AND lasting = 0";
    end_lost(engine, session_id, sql, before).await
}

/// Ends a session that `sql` still finds by its id and a time: between a look and what follows from
/// it somebody may have come.
async fn end_lost(
    engine: &Engine,
    session_id: &str,
    sql: &'static str,
    before: i64,
) -> Result<bool, StoreError> {
    let (job, id) = (engine.clone(), session_id.to_owned());
    engine
        .store
        .write(move |tx| {
            Box::pin(async move {
                let found: Option<i64> = sqlx::query_scalar(sql)
                    .bind(&id)
                    .bind(before)
                    .fetch_optional(tx.conn())
                    .await?;
                if found.is_none() || !mark_ended(&job, tx, &id, StopReason::Lost).await? {
                    return Ok(false);
                }
                close_open(&job, tx, &id).await?;
                say_ended(&job, tx, &id, StopReason::Lost).await?;
                Ok(true)
            })
        })
        .await
}

/// The agent's own ending: `run` is finished with `last`, then the session stops. `false`: the run
/// was closed by somebody else, and nothing was done.
pub(super) async fn end_by_agent(
    engine: &Engine,
    tx: &mut Tx,
    run: &Run,
    last: Vec<Event>,
) -> Result<bool, StoreError> {
    end_with(engine, tx, run, StopReason::Agent, Outcome::Finished, last).await
}

/// A reply for which the session has no room: `run` fails with a sentence, then the session stops.
pub(super) async fn end_full_with(
    engine: &Engine,
    tx: &mut Tx,
    run: &Run,
) -> Result<bool, StoreError> {
    let outcome = Outcome::Failed {
        code: "too_long",
        message: log::FULL.to_owned(),
    };
    end_with(engine, tx, run, FULL, outcome, Vec::new()).await
}

async fn end_with(
    engine: &Engine,
    tx: &mut Tx,
    run: &Run,
    reason: StopReason,
    outcome: Outcome,
    last: Vec<Event>,
) -> Result<bool, StoreError> {
    // First, so that closing the run starts no waiting turn.
    let ended = mark_ended(engine, tx, &run.session_id, reason).await?;
    let closed = close(engine, tx, run, Guard::Ours, outcome, last).await?;
    if ended {
        close_open(engine, tx, &run.session_id).await?;
        say_ended(engine, tx, &run.session_id, reason).await?;
    }
    Ok(closed)
}

async fn mark_ended(
    engine: &Engine,
    tx: &mut Tx,
    session_id: &str,
    reason: StopReason,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE sessions SET status = $1, ended_at = $2, stop_reason = $3 \
         WHERE id = $4 AND ended_at IS NULL",
    )
    .bind(SessionStatus::after(reason).as_str())
    .bind(engine.clock.now())
    .bind(sessions::reason_text(reason))
    .bind(session_id)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

async fn close_open(engine: &Engine, tx: &mut Tx, session_id: &str) -> Result<(), StoreError> {
    let open: Option<String> =
        sqlx::query_scalar("SELECT run_id FROM runs WHERE session_id = $1 AND outcome IS NULL")
            .bind(session_id)
            .fetch_optional(tx.conn())
            .await?;
    match open {
        Some(run_id) => {
            let run = Run {
                session_id: session_id.to_owned(),
                run_id,
            };
            close(
                engine,
                tx,
                &run,
                Guard::Anyones,
                Outcome::Cancelled,
                Vec::new(),
            )
            .await?;
        }
        // Turns that wait for no run are noted too.
        None => start_waiting(engine, tx, session_id).await?,
    }
    Ok(())
}

async fn say_ended(
    engine: &Engine,
    tx: &mut Tx,
    session_id: &str,
    reason: StopReason,
) -> Result<(), StoreError> {
    let event = Event::Custom {
        name: custom::SESSION_STOPPED.to_owned(),
        value: json!({ "reason": reason }),
    };
    let now = engine.clock.now();
    append(tx, &engine.hub, session_id, now, &[event]).await?;
    add_written(tx.conn(), session_id, day(now), Spending::default()).await?;
    let what = match SessionStatus::after(reason) {
        SessionStatus::Completed => "session.completed",
        _ => "session.terminated",
    };
    outbox::announce(engine, tx, what, session_id).await?;
    let (engine, id) = (engine.clone(), session_id.to_owned());
    tx.after_commit(move || {
        engine.tasks.clone().spawn(async move {
            // Should it fail, the sweep tries again.
            if let Err(error) = analyses::after_end(&engine, &id).await {
                tracing::error!(%error, session = id, "could not analyze");
            }
        });
    });
    Ok(())
}
